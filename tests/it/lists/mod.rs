//! The lists of a connected person, over HTTP and without JavaScript.
#![cfg(test)]

mod columns;
mod complete;
mod hostile;
mod order;
mod requests;
mod search;
mod shown;

use crate::{page::Page, person::Person};
use tests::{Start, TestApp, jira_sim::SimOptions};
use url::form_urlencoded;

/// A connected person, with further issues assigned to them.
async fn connected(more_issues: usize) -> (TestApp, Person) {
    let app = TestApp::start(Start {
        jira: SimOptions::default().add_generated_issues("demo", more_issues),
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.jira.clear_requests();
    (app, person)
}

/// Types into the one field and presses Search.
async fn search(person: &Person, text: &str) -> Page {
    let page = person.open().await;
    person.press(&page, "Search", &[("JQL", text)]).await
}

/// The queries that Jira was asked since the requests were last forgotten.
fn queries(app: &TestApp) -> Vec<Vec<(String, String)>> {
    let requests = app.jira.requests();
    let searches = requests.iter().filter(|it| it.path.ends_with("/search"));
    searches
        .map(|it| {
            form_urlencoded::parse(it.query.as_bytes())
                .into_owned()
                .collect()
        })
        .collect()
}

/// One parameter of the last query.
fn last_query(app: &TestApp, name: &str) -> Option<String> {
    let last = queries(app).pop().expect("a search");
    last.into_iter()
        .find_map(|(it, value)| (it == name).then_some(value))
}
