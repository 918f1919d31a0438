//! `/terms`: under which terms the tab may be used, unless the operator names others.

use leptos::prelude::*;

/// The terms of use.
#[component]
pub fn TermsPage(
    /// Who runs the tab; nobody is named where it serves one person at its own machine.
    operator: Option<String>,
) -> impl IntoView {
    let operator = operator.unwrap_or_else(|| "whoever runs it".to_owned());
    view! {
        <main class="tab">
            <article class="card">
                <h1>"Terms of use"</h1>
                <p>"This tab shows you what your own account in Jira may see. It gives you no further rights, and the rules of your organisation and of your Jira apply here too."</p>
                <p>"Never give a verification code to anybody, and allow access only for a sign-in that you have started yourself: whoever has your code could see your Jira."</p>
                <p>"You can stop at any time: press Sign out."</p>
                <p>{format!("This tab is free software, under the MIT licence or the Apache License 2.0, at your choice, and comes without any warranty. This server is run by {operator}.")}</p>
                <p>"This tab is no product of Atlassian or Microsoft. Jira is a trademark of Atlassian; Microsoft Teams is a trademark of Microsoft."</p>
            </article>
        </main>
    }
}
