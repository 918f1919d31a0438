//! The verbs as the browser asks for them; `api` answers. A plain form posts the same fields to the
//! same paths.

use crate::{
    client::send_form,
    error::{Problem, TabError},
    model::{Columns, Completions, TabPage, form, issue::Written},
};
use serde::de::DeserializeOwned;
use std::{future::Future, pin::Pin};

/// The answer to a verb. Boxed, so that what sends and reads is in the WebAssembly once.
pub(crate) type Answer<T> = Pin<Box<dyn Future<Output = Result<T, TabError>>>>;

/// Asks for `verb` with `fields`.
fn ask<T: DeserializeOwned + 'static>(
    verb: &'static str,
    fields: &[(&'static str, &str)],
) -> Answer<T> {
    let mut body = String::new();
    for (name, value) in fields {
        form::append(&mut body, name, value);
    }
    Box::pin(async move { send_form(&format!("/api/{verb}"), &body, Problem::Offline).await })
}

pub(crate) fn tab(at_once: bool, view: &str) -> Answer<TabPage> {
    let at_once = if at_once { "true" } else { "false" };
    ask("tab", &[("at_once", at_once), ("view", view)])
}

pub(crate) fn complete(before: &str) -> Answer<Completions> {
    ask("complete", &[("before", before)])
}

pub(crate) fn columns(words: &[String], view: &str) -> Answer<Columns> {
    let mut fields: Vec<_> = words
        .iter()
        .map(|word| ("columns[]", word.as_str()))
        .collect();
    fields.push(("view", view));
    ask("columns", &fields)
}

pub(crate) fn connect(jira: &str) -> Answer<TabPage> {
    ask("connect", &[("jira", jira)])
}

pub(crate) fn submit_code(verification_code: &str) -> Answer<TabPage> {
    ask("continue", &[("verification_code", verification_code)])
}

pub(crate) fn new_link() -> Answer<TabPage> {
    ask("new-link", &[])
}

pub(crate) fn leave() -> Answer<TabPage> {
    ask("leave", &[])
}

pub(crate) fn issue(jira: &str, key: &str) -> Answer<Written> {
    ask("issue", &[("jira", jira), ("key", key)])
}

pub(crate) fn people(jira: &str, key: &str, text: &str) -> Answer<String> {
    ask(
        "issue/people",
        &[("jira", jira), ("key", key), ("text", text)],
    )
}

pub(crate) fn choose() -> Answer<TabPage> {
    ask("choose", &[])
}

pub(crate) fn ticket() -> Answer<String> {
    ask("ticket", &[])
}

pub(crate) fn commit(result_code: &str) -> Answer<TabPage> {
    ask("commit", &[("result_code", result_code)])
}

pub(crate) fn sign_out(jira: &str) -> Answer<TabPage> {
    ask("sign-out", &[("jira", jira)])
}

pub(crate) fn wrong_account(jira: &str) -> Answer<TabPage> {
    ask("wrong-account", &[("jira", jira)])
}
