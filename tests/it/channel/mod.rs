//! The tab of a channel or chat: choosing what it shows, and what each person then sees.
#![cfg(test)]

mod configuration;
mod content;
mod hostile;
mod requests;

use crate::{
    page::Page,
    script::{Answer, Script},
    tickets::{ada, sign_in, tab},
};
use reqwest::{StatusCode, header::HeaderMap};
use tests::{Issuer, PUBLIC_URL, Start, TestApp, another_jira, in_teams, jira_sim::JiraSim};
use url::form_urlencoded;

/// A tab inside Teams, with Ada who is `demo` in Jira.
async fn connected() -> (TestApp, Script) {
    let app = tab().await;
    let ada = ada(&app).await;
    sign_in(&app, &ada, "demo").await.step("Connected");
    app.jira.clear_requests();
    (app, ada)
}

/// The same beside a second Jira, to which Ada is not connected.
async fn connected_to_one_of_two() -> (TestApp, JiraSim, Script) {
    let (second, settings) = another_jira("second", "Second Jira").await;
    let app = TestApp::start(Start {
        teams_settings: in_teams(Issuer::shared().await),
        more_settings: settings,
        ..Start::default()
    })
    .await;
    let ada = ada(&app).await;
    sign_in(&app, &ada, "demo").await.step("Connected");
    app.jira.clear_requests();
    (app, second, ada)
}

/// The configuration page as it is opened for a tab at the address `saved`.
async fn open(script: &Script, saved: &str) -> Answer {
    let fields = [("saved", saved), ("anew", "true")];
    script.call("configuration", &fields).await
}

/// A choice on a page that has its fields already, and a name for it.
async fn choose(script: &Script, what: &str, fields: &[(&str, &str)]) -> Answer {
    let shown = format!("{what} demo");
    let mut all = vec![("wanted[what]", what), ("wanted[shown]", &*shown)];
    all.extend(fields);
    if !fields.iter().any(|(name, _)| *name == "wanted[name]") {
        all.push(("wanted[name]", "A name"));
    }
    script.call("configuration", &all).await
}

/// The HTML of an answer.
#[track_caller]
fn written(answer: &Answer) -> Page {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
    Page {
        path: "/configure".to_owned(),
        status: answer.status,
        headers: HeaderMap::new(),
        html: answer.json.as_str().expect("HTML").to_owned(),
    }
}

/// What the page says of the choice.
#[track_caller]
fn outcome(answer: &Answer) -> String {
    written(answer).texts("#outcome").join(" ")
}

/// What the browser is to do about the choice: an attribute of what is said of it.
#[track_caller]
fn said(answer: &Answer, name: &str) -> Option<String> {
    written(answer).attribute("#outcome", &format!("data-{name}"))
}

/// What Teams is to keep.
struct Saved {
    entity: String,
    content: String,
    website: String,
    name: String,
}

#[track_caller]
fn saved(answer: &Answer) -> Saved {
    let said = |name: &str| {
        let said = said(answer, name);
        said.unwrap_or_else(|| panic!("nothing to save: {}", answer.json))
    };
    Saved {
        entity: said("entity"),
        content: said("content"),
        website: said("website"),
        name: said("name"),
    }
}

impl Saved {
    /// The query of the address that Teams is to open.
    #[track_caller]
    fn view(&self) -> String {
        let start = format!("{PUBLIC_URL}/?");
        let view = self.content.strip_prefix(&start);
        view.expect("the tab's own address").to_owned()
    }

    /// The query in Jira's language that the address holds.
    #[track_caller]
    fn jql(&self) -> String {
        let view = self.view();
        let mut pairs = form_urlencoded::parse(view.as_bytes());
        let found = pairs.find_map(|(name, value)| (name == "jql").then(|| value.into_owned()));
        found.expect("a query")
    }
}
