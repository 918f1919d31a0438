//! What can be changed at once: status, assignee, fields, with one Save.

use super::{
    Target,
    field::{field, labelled, option},
};
use crate::model::{
    issue::{Field, IssueDetail, Kind, Person, Transition},
    to_query,
};
use leptos::prelude::*;

const UNASSIGNED: &str = "Unassigned";

/// A form of the panel. By its `id` the browser finds it again.
pub(super) fn to_jira<V: IntoView>(
    id: String,
    target: &Target,
    fields: V,
) -> impl IntoView + use<V> {
    let Target {
        jira,
        key,
        may,
        view,
    } = target.clone();
    let view = (!view.is_empty()).then(|| view! { <input type="hidden" name="view" value=view/> });
    view! {
        <form id=id method="post" action="/api/issue/change">
            <input type="hidden" name="jira" value=jira/>
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="may" value=may/>
            {view}
            {fields}
        </form>
    }
}

/// The form, and the one that assigns the issue to the person.
pub(super) fn edit_form(issue: &IssueDetail, target: &Target) -> impl IntoView + use<> {
    let may_assign = issue.may.is_some_and(|may| may.assign);
    let (fields, too_long) = (&issue.fields, &issue.too_long);
    if issue.transitions.is_empty() && fields.is_empty() && too_long.is_empty() && !may_assign {
        return None;
    }
    let at = |of: &str, number: usize| format!("change[Save][{of}][{number}]");
    let (first, more): (Vec<_>, Vec<_>) = issue
        .fields
        .iter()
        .enumerate()
        .partition(|(_, field)| field.id == "priority");
    let write = |fields: Vec<(usize, &Field)>| {
        let one = |(number, it): (usize, &Field)| field(it, "field", &at("fields", number), None);
        fields.into_iter().map(one).collect_view()
    };
    let to = target.clone();
    let screen = |step: &Transition| {
        let fields = step.fields.iter().enumerate();
        let prefix = format!("screen-{}", step.id);
        let fields =
            fields.map(|(number, it)| field(it, &prefix, &at("screen", number), look(it, &to)));
        // What is disabled is not sent.
        view! {
            <fieldset class="screen" data-screen=step.id.clone() hidden=true disabled=true aria-label=step.name.clone()>
                {fields.collect_view()}
            </fieldset>
        }
    };
    let screens = issue.transitions.iter().filter(|it| !it.fields.is_empty());
    let assignee = issue.assignee.as_ref();
    let was = assignee.map(|it| it.name.clone()).unwrap_or_default();
    let in_jira = |name: &String| {
        view! {
            <p class="hint">
                {format!("{name}: this text is too long to be edited here. Edit it ")}
                <a target="_blank" rel="noopener" href=issue.url.clone()>"in Jira"</a>
            </p>
        }
    };
    let noscript = "<p class=\"hint\">Without JavaScript, a new status that asks for more can be chosen in Jira only.</p>";
    let fields = view! {
        <div class="fields">
            {(!issue.transitions.is_empty()).then(|| status_menu(issue))}
            {may_assign.then(|| assignee_field(issue.assignee.as_ref()))}
            {write(first)}
        </div>
        {screens.map(screen).collect_view()}
        {(!more.is_empty() || !too_long.is_empty()).then(|| view! {
            <details class="more">
                <summary>"Edit more fields"</summary>
                {write(more)}
                {too_long.iter().map(in_jira).collect_view()}
            </details>
        })}
        <div class="actions">
            <button class="button primary" type="submit">"Save"</button>
            <button class="button subtle" type="reset">"Discard changes"</button>
            {may_assign.then(|| view! {
                <button class="button subtle" type="submit" form="me">"Assign to me"</button>
            })}
        </div>
        <noscript inner_html=noscript></noscript>
    };
    let me = view! {
        <input type="hidden" name="change[AssignToMe][was]" value=was data-was="assignee"/>
    };
    Some((
        to_jira("save".to_owned(), target, fields),
        may_assign.then(|| to_jira("me".to_owned(), target, me)),
    ))
}

/// Where the browser asks for people.
fn look(field: &Field, Target { jira, key, .. }: &Target) -> Option<String> {
    let query = to_query(&[("jira", jira), ("key", key), ("text", "")]);
    (field.kind == Kind::User).then(|| format!("/api/issue/people?{query}"))
}

fn status_menu(issue: &IssueDetail) -> impl IntoView + use<> {
    let step = |step: &Transition| {
        let in_jira = if step.only_in_jira { " (in Jira)" } else { "" };
        let shown = format!("{}{in_jira}", step.name);
        view! { <option value=step.id.clone() disabled=step.only_in_jira>{shown}</option> }
    };
    let menu = view! {
        <select class="input" id="status" name="change[Save][transition]" aria-describedby="status-error">
            {option("", &issue.status, true)}
            {issue.transitions.iter().map(step).collect_view()}
        </select>
    };
    labelled("status", "Status", "status", menu)
}

fn assignee_field(assignee: Option<&Person>) -> impl IntoView + use<> {
    let label = assignee.map_or_else(|| UNASSIGNED.to_owned(), Person::label);
    let was = assignee.map(|it| it.name.clone()).unwrap_or_default();
    let field = view! {
        <input class="input" id="assignee" list="people" autocomplete="off" name="change[Save][assignee]"
            aria-describedby="assignee-error" value=label.clone()/>
        <datalist id="people">{suggestions(&[])}</datalist>
    };
    // What the person saw stands right before what they change.
    view! {
        <input type="hidden" name="change[Save][assignee_shown]" value=label/>
        <input type="hidden" name="change[Save][assignee_was]" value=was data-was="assignee"/>
        {labelled("assignee", "Assignee", "assignee", field)}
    }
}

/// Nobody and Jira's choice first; the browser hides what does not match what is typed.
pub(super) fn suggestions(people: &[Person]) -> impl IntoView + use<> {
    let fixed = [UNASSIGNED, "Automatic"].map(str::to_owned);
    let labels = fixed.into_iter().chain(people.iter().map(Person::label));
    labels
        .map(|label| view! { <option value=label></option> })
        .collect_view()
}
