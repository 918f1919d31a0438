//! Every page that the tab shows in Teams, one after the other.

use super::{
    browser::Browser,
    channel,
    flow::{ALLOW, CODE, JIRA, LIST, SUCCESS, allow_in_jira},
    states::Words,
    teams::Teams,
    teams_configuration::{self, choose, outcome},
    teams_tab::{SIGN_IN, connect_in_dialog, open_tab, reload, sign_in, start},
};
use serde_json::{Value, json};
use tests::{Issuer, Start, TestApp, in_teams, teams_host::TAB_ORIGIN};

/// Opens each page and has `visit` look at it, in the tab or the dialog.
pub(super) async fn for_each_page_in_teams(words: Words, visit: impl AsyncFn(&Browser, &str)) {
    pages_with_a_dialog(words, &visit).await;
    pages_without_a_dialog(words, &visit).await;
}

async fn spawn(words: Words) -> TestApp {
    words
        .start(Start {
            teams_settings: in_teams(Issuer::shared().await),
            ..Start::default()
        })
        .await
}

async fn pages_with_a_dialog(words: Words, visit: &impl AsyncFn(&Browser, &str)) {
    let app = spawn(words).await;
    let teams = start(&app).await;
    pages_before_teams_says_who_it_is(&teams, visit).await;
    pages_of_the_dialog(&teams, words, visit).await;
    pages_of_the_connected(&app, &teams, visit).await;
}

async fn pages_before_teams_says_who_it_is(teams: &Teams, visit: &impl AsyncFn(&Browser, &str)) {
    teams.host("host.hold('authentication.getAuthToken')").await;
    teams.open("/", json!({})).await;
    let tab = teams.tab().await;
    tab.by_role("heading", "Signing in…").await;
    visit(tab, "signing in").await;
    teams
        .host("host.release('authentication.getAuthToken')")
        .await;
    teams
        .host("host.tokenError = 'resourceRequiresConsent'")
        .await;
    open_tab(teams).await;
    visit(teams.tab().await, "consent needed").await;
    for (error, page) in [
        ("resourceRequiresMfa", "second factor needed"),
        ("tokenRevoked", "session revoked"),
        ("resourceDisabled", "not signed in"),
    ] {
        teams.host(&format!("host.tokenError = '{error}'")).await;
        open_tab(teams).await;
        visit(teams.tab().await, page).await;
    }
    teams.host("host.tokenError = null").await;
    teams_configuration::open(teams, Value::Null).await;
    teams.tab().await.by_role("button", SIGN_IN).await;
    visit(teams.tab().await, "configuration, sign in").await;
    open_tab(teams).await;
    visit(teams.tab().await, "sign in").await;
}

async fn pages_of_the_dialog(teams: &Teams, words: Words, visit: &impl AsyncFn(&Browser, &str)) {
    teams.tab().await.press("button", SIGN_IN).await;
    let dialog = teams.dialog().await;
    dialog.by_role("textbox", JIRA).await;
    visit(dialog, "dialog, connect").await;
    visit(teams.tab().await, "dialog is open").await;
    let dialog = teams.dialog().await;
    dialog.fill(JIRA, &words.unknown_jira()).await;
    dialog.press("button", "Connect").await;
    dialog.alert("This tab knows no Jira").await;
    visit(dialog, "dialog, connect refused").await;
    teams.close_dialog().await;
    teams.tab().await.message("status").await;
    visit(teams.tab().await, "dialog was closed").await;

    let dialog = connect_in_dialog(teams).await;
    visit(dialog, "dialog, authorize").await;
    let code = allow_in_jira(dialog).await;
    dialog.fill(CODE, "wrong1").await;
    dialog.press("button", "Continue").await;
    dialog.alert("did not accept this code").await;
    visit(dialog, "dialog, code refused").await;
    // The page would be gone before anybody has looked at it.
    let stay = "const later = setTimeout; \
                window.setTimeout = (act, ms) => ms === 800 ? 0 : later(act, ms)";
    dialog.script(stay).await;
    dialog.fill(CODE, &code).await;
    dialog.press("button", "Continue").await;
    dialog.by_role("heading", SUCCESS).await;
    visit(dialog, "dialog, approved").await;
    teams.close_dialog().await;
}

async fn pages_of_the_connected(
    app: &TestApp,
    teams: &Teams,
    visit: &impl AsyncFn(&Browser, &str),
) {
    sign_in(app).await;
    reload(teams).await;
    let tab = teams.tab().await;
    tab.by_role("heading", LIST).await;
    visit(tab, "issues").await;
    pages_of_a_channel(teams, visit).await;
    open_tab(teams).await;
    let tab = teams.tab().await;
    tab.press("button", "Not you?").await;
    tab.message("dialog").await;
    visit(tab, "not-you dialog").await;
    tab.press("button", "Cancel").await;
    tab.press("button", "Sign out").await;
    tab.message("dialog").await;
    visit(tab, "sign-out dialog").await;
    tab.press("button", "Sign out").await;
    tab.by_role("button", SIGN_IN).await;
    visit(tab, "signed out").await;
}

async fn pages_of_a_channel(teams: &Teams, visit: &impl AsyncFn(&Browser, &str)) {
    teams_configuration::open(teams, Value::Null).await;
    let tab = teams.tab().await;
    outcome(tab, "for you now.").await;
    visit(tab, "configuration, filter").await;
    tab.press("radio", "Project").await;
    choose(tab, "Project", "R&D (RND)").await;
    outcome(tab, "for you now.").await;
    tab.press("checkbox", "Bug").await;
    outcome(tab, "for you now.").await;
    visit(tab, "configuration, project").await;
    tab.press("radio", "JQL").await;
    tab.fill("JQL", "project = NOWHERE").await;
    outcome(tab, "Jira does not take this").await;
    visit(tab, "configuration, JQL refused").await;
    for (jql, words, page) in [
        ("assignee+%3D+currentUser%28%29", "of", "channel"),
        (
            "project+%3D+DEMO+AND+labels+%3D+nobody",
            "There is no issue for you",
            "channel, empty",
        ),
        (
            "project+%3D+SECRET",
            "does not show you this list",
            "channel, refused",
        ),
    ] {
        let view = format!("/?channel=Billing&jira=demo&list=jql&jql={jql}");
        channel::open(teams, &view).await;
        let tab = teams.tab().await;
        tab.by_role("heading", "Billing").await;
        tab.until_true(&format!("document.body.innerText.includes('{words}')"))
            .await;
        visit(tab, page).await;
    }
    channel::open(teams, "/?channel=Old&jira=gone&list=jql&jql=x").await;
    let tab = teams.tab().await;
    tab.by_role("heading", "This tab cannot be shown").await;
    visit(tab, "channel, unknown Jira").await;
}

async fn pages_without_a_dialog(words: Words, visit: &impl AsyncFn(&Browser, &str)) {
    let app = spawn(words).await;
    let teams = start(&app).await;
    teams.host("host.blockPopups = true").await;
    open_tab(&teams).await;
    let tab = teams.tab().await;
    tab.press("button", SIGN_IN).await;
    tab.message("status").await;
    visit(tab, "dialog was blocked").await;
    tab.press("button", "Connect").await;
    tab.by_role("heading", ALLOW).await;
    visit(tab, "authorize in the tab").await;
    sign_in(&app).await;
    let link = json!({ "pageId": "jira", "subPageId": "DEMO-3" });
    teams.open("/?theme={app.theme}", link).await;
    let tab = teams.tab().await;
    tab.by_role("link", "DEMO-3 in Jira").await;
    visit(tab, "issue from a link").await;
    app.jira.revoke_all();
    reload(&teams).await;
    let tab = teams.tab().await;
    tab.by_role("button", "Connect again").await;
    visit(tab, "reconnect").await;
    teams.browser.goto(TAB_ORIGIN).await;
    teams
        .browser
        .alert("This page is a part of Microsoft Teams.")
        .await;
    visit(&teams.browser, "outside of Teams").await;
}
