//! The form to create an issue over HTTP: what it asks for, what Jira gets, and what is kept.

mod drafts;
mod form;
mod hostile;
mod kinds;
mod make;
mod outcome;
mod which_jira;
mod without_javascript;

use crate::{
    issue::{connected, done, refused, requests, written},
    page::Page,
    script::{Answer, Script},
};
use tests::TestApp;

/// What a project with many fields requires besides a summary: a severity.
const SEVERITY: &str = "customfield_10100";

/// The form for a view.
async fn open(script: &Script, view: &str) -> Page {
    let answer = script.call("create/form", &[("view", view)]).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    written(&answer.json["html"])
}

/// A form as a browser sends it.
#[derive(Clone)]
struct Filled(Vec<(String, String)>);

impl Filled {
    /// What stands in the form.
    fn of(page: &Page) -> Self {
        let names = |selector: &str| page.attributes(selector, "name").into_iter().flatten();
        let value = |selector: String| page.attribute(&selector, "value").unwrap_or_default();
        let inputs = names("#create input[name]").map(|name| {
            let value = value(format!("#create input[name='{name}']"));
            (name, value)
        });
        let texts = names("#create textarea").map(|name| {
            let text = page.texts(&format!("#create textarea[name='{name}']"));
            (name, text.concat())
        });
        let menus = names("#create select").map(|name| {
            let chosen = format!("#create select[name='{name}'] option[selected]");
            (name, value(chosen))
        });
        Self(inputs.chain(texts).chain(menus).collect())
    }

    /// Fills in a part of the form.
    #[track_caller]
    fn put(mut self, name: &str, value: &str) -> Self {
        let part = self.0.iter_mut().find(|(known, _)| known == name);
        let part = part.unwrap_or_else(|| panic!("no {name}"));
        value.clone_into(&mut part.1);
        self
    }

    /// Fills in the field with this id.
    #[track_caller]
    fn fill(self, id: &str, value: &str) -> Self {
        let at = self
            .0
            .iter()
            .find(|(name, value)| name.ends_with("[id]") && value == id);
        let at = at.unwrap_or_else(|| panic!("no field {id}")).0.clone();
        let name = format!("{}[value]", at.trim_end_matches("[id]"));
        self.put(&name, value)
    }

    fn parts(&self) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect()
    }

    async fn send(&self, script: &Script, verb: &str) -> Answer {
        script.call(verb, &self.parts()).await
    }
}

/// The value of a field in the form.
#[track_caller]
fn value(page: &Page, id: &str) -> String {
    let filled = Filled::of(page);
    let at = filled
        .0
        .iter()
        .find(|(name, value)| name.ends_with("[id]") && value == id);
    let at = at.unwrap_or_else(|| panic!("no field {id}")).0.clone();
    let name = format!("{}[value]", at.trim_end_matches("[id]"));
    let part = filled.0.iter().find(|(known, _)| *known == name);
    part.expect("a value").1.clone()
}

/// The value of the choice with this name.
#[track_caller]
fn choice(page: &Page, id: &str, name: &str) -> String {
    let options = format!("#new-{id} option");
    let at = page.texts(&options).iter().position(|it| it == name);
    let at = at.unwrap_or_else(|| panic!("no {name} in {:?}", page.texts(&options)));
    page.attributes(&options, "value")[at]
        .clone()
        .expect("a value")
}

/// The issue that was created.
#[track_caller]
fn created(app: &TestApp, answer: &Answer, key: &str) -> tests::jira_sim::Issue {
    let page = done(answer, &format!("Created {key}."));
    assert_eq!(page.texts("a")[0], format!("Open {key}"));
    app.jira.issue(key).expect("the issue")
}
