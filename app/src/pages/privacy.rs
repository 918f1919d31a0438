//! `/privacy`: what is stored about a person, where, and how to delete it. It says what the
//! server's records hold: whoever changes them changes this page.

use leptos::prelude::*;

/// The privacy statement.
#[component]
pub fn PrivacyPage(
    /// Who runs the tab; nobody is named where it serves one person at its own machine.
    operator: Option<String>,
    /// Whether there is a bot in Teams.
    with_bot: bool,
) -> impl IntoView {
    let in_teams = operator.is_some();
    let operator = operator.map_or_else(
        || "This tab serves one person, at the machine it runs on.".to_owned(),
        |operator| format!("This tab is run by {operator}."),
    );
    view! {
        <main class="tab">
            <article class="card">
                <h1>"Privacy"</h1>
                <p>{operator}</p>
                <h2>"What is stored about you"</h2>
                <ul>
                    {in_teams.then(|| view! {
                        <li>"The identifiers that Microsoft Entra ID has for your organisation and your account."</li>
                    })}
                    <li>"For each Jira that you connect: the access that Jira gave this tab, your user name and your name there, when you connected, and the day on which you last used it."</li>
                    <li>"Which Jira you used last, and why an access ended, if one did."</li>
                    <li>"Which columns of the lists you want to see, if you chose any."</li>
                    <li>"What you have typed into the form for a new issue and not created yet: until you create or discard it or sign out, for 7 days at most."</li>
                    <li>
                        "While you sign in: how far you got, and what Jira gave this tab so far"
                        {if in_teams { ", and your name in Teams." } else { "." }}
                    </li>
                    {with_bot.then(|| view! {
                        <li>"Where your talk with the bot stands: that it has greeted you, and the question it has asked."</li>
                    })}
                </ul>
                <h2>"What is not stored"</h2>
                <p>
                    "Your password, which never passes through this tab. Your verification codes"
                    {if with_bot { ", your issues, and what you write to the bot" } else { " and your issues" }}
                    ": they are used and forgotten. This tab sets no cookies."
                </p>
                <h2>"Where it is stored"</h2>
                <p>"In one folder on the server that runs this tab. The contents of every record are encrypted. The server’s log names requests, times and failures, but no people and no issues."</p>
                <h2>"Who else sees it"</h2>
                <p>
                    "Your Jira sees what you ask it for, under your own account there."
                    {match (in_teams, with_bot) {
                        (false, _) => " Nobody else gets anything.",
                        (true, false) => " Microsoft Teams shows the tab and tells it who you are. Nobody else gets anything.",
                        (true, true) => " Microsoft Teams shows the tab, tells it who you are, and carries what you and the bot write. Nobody else gets anything.",
                    }}
                </p>
                <h2>"How to delete it"</h2>
                <p>
                    {if with_bot { "Press Sign out in the tab, or write disconnect to the bot." } else { "Press Sign out in the tab." }}
                    " The access to Jira, your names there and any sign-in under way are deleted at once. A sign-in that you leave unfinished is deleted by itself within two days."
                    {match (in_teams, with_bot) {
                        (false, _) => " What remains is which Jira you used last; the command jira-tab grants revoke deletes that too.",
                        (true, false) => " What remains are the identifiers of your account and the Jira you used last; ask whoever runs the tab to delete them.",
                        (true, true) => " What remains are the identifiers of your account, the Jira you used last, and that the bot has greeted you; ask whoever runs the tab to delete them.",
                    }}
                </p>
                <p>"To end the access inside Jira too, open your profile in Jira, then Authorized applications, and revoke it there."</p>
                <p>"Encrypted traces of what was deleted can stay in the files of the database until it uses their space again, and in backups."</p>
            </article>
        </main>
    }
}
