//! The form to create an issue, and what became of it.

mod outcome;

pub use outcome::{write_created, write_created_page, write_draft};

use super::{
    field::{field, labelled_as, option},
    write,
};
use crate::model::{
    View,
    create::{IssueForm, Project},
    issue::{Field, Kind},
    to_query,
};
use leptos::{either::EitherOf4, prelude::*};
use outcome::{draft, go, refusal, unknown};

/// Fields that most people fill in; the others are folded away unless Jira requires them.
const FIRST: [&str; 4] = ["summary", "description", "priority", "assignee"];

/// The panel with the form; `view` is the list with this form beside it.
#[must_use]
pub fn write_form(form: &IssueForm, view: &View) -> String {
    write(|| body(form, view))
}

/// What a field suggests.
#[must_use]
pub fn write_choices(labels: &[String]) -> String {
    let choice = |label: &String| view! { <option value=label.clone()></option> };
    write(|| labels.iter().map(choice).collect_view())
}

fn body(form: &IssueForm, view: &View) -> impl IntoView + use<> {
    let alert = if form.outcome_is_unknown {
        Some(unknown().into_any())
    } else {
        refusal(&form.refusal, &|id| name_of(&form.fields, id)).map(IntoAny::into_any)
    };
    let hidden = [
        ("view", view.to_query()),
        ("new[jira]", form.jira.clone()),
        ("new[shown][project]", form.shown.project.clone()),
        ("new[shown][kind]", form.shown.kind.clone()),
    ];
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    let noscript = "<p><button class=\"button\" type=\"submit\" formaction=\"/api/create/form\">Show the fields</button></p>";
    view! {
        <div id="issue-body" class="panel-part">
            <h2 id="issue" tabindex="-1">"Create issue"</h2>
            <p class="told" id="told" role="status" tabindex="-1"></p>
            <div id="alert">{alert}</div>
            <form id="create" method="post" action="/api/create">
                {hidden.to_vec()}
                {project(form)}
                {kind(form)}
                <noscript inner_html=noscript></noscript>
                {rest(form)}
                {draft(form.is_draft)}
            </form>
        </div>
    }
}

/// What people call the field with this id.
fn name_of(fields: &[Field], id: &str) -> String {
    let found = fields.iter().find(|field| field.id == id);
    match (found, id) {
        (Some(field), _) => field.name.clone(),
        (None, "project") => "Project".to_owned(),
        (None, "issuetype") => "Issue type".to_owned(),
        (None, id) => id.to_owned(),
    }
}

fn project(form: &IssueForm) -> impl IntoView + use<> {
    let look = look(form, "project");
    let choice = |it: &Project| view! { <option value=it.label()></option> };
    let choices = form.projects.iter().map(choice).collect_view();
    let control = view! {
        <input class="input" id="create-project" name="new[project]" autocomplete="off"
            list="create-projects" data-look=look placeholder="Name or key"
            aria-describedby="create-project-error" aria-required="true" value=form.project.clone()/>
        <datalist id="create-projects">{choices}</datalist>
    };
    labelled_as("create-project", ("Project", true), "project", control)
}

fn kind(form: &IssueForm) -> impl IntoView + use<> {
    let choice = |(id, name): &(String, String)| option(id, name, *id == form.shown.kind);
    let choices = form.types.iter().map(choice).collect_view();
    let control = view! {
        <select class="input" id="create-type" name="new[kind]" aria-describedby="create-type-error">
            {choices}
        </select>
    };
    (!form.types.is_empty())
        .then(|| labelled_as("create-type", ("Issue type", true), "issuetype", control))
}

/// The fields, or why there are none.
fn rest(form: &IssueForm) -> impl IntoView + use<> {
    if form.shown.project.is_empty() {
        let what = "Choose a project: then its fields are here.";
        return EitherOf4::A(view! { <p class="hint">{what}</p> });
    }
    if form.types.is_empty() {
        return EitherOf4::B(view! {
            <div class="message" id="no-types">
                <p><strong>{format!("You cannot create issues in {}.", form.shown.project)}</strong></p>
                <p>
                    "There is no such project, or you may not create issues in it. Choose another project, or \
                     ask the administrator of this one."
                </p>
            </div>
        });
    }
    if !form.lacking.is_empty() {
        return EitherOf4::C(view! {
            <div class="message" id="lacking">
                <p><strong>{format!("This form cannot ask for all that Jira requires here: {}.", form.lacking.join(", "))}</strong></p>
                <p>"Create the issue in Jira, or choose another issue type. What you typed is kept as a draft."</p>
            </div>
            <div class="actions">
                <a class="button primary" target="_blank" rel="noopener" href=form.in_jira.clone()>"Create in Jira"</a>
            </div>
        });
    }
    let (first, more): (Vec<_>, Vec<_>) = form
        .fields
        .iter()
        .enumerate()
        .partition(|(_, field)| field.required || FIRST.contains(&field.id.as_str()));
    let is_used = form.is_draft && more.iter().any(|(_, field)| !field.value.is_empty());
    let write = |fields: Vec<(usize, &Field)>| {
        let one = |(number, it): (usize, &Field)| {
            let look = (it.kind == Kind::User).then(|| look(form, &it.id));
            field(it, "new", &format!("new[fields][{number}]"), look)
        };
        fields.into_iter().map(one).collect_view()
    };
    EitherOf4::D(view! {
        {write(first)}
        {(!more.is_empty()).then(|| view! {
            <details class="more" open=is_used><summary>"More fields"</summary>{write(more)}</details>
        })}
        {go(if form.outcome_is_unknown { "Create it anyway" } else { "Create" })}
    })
}

/// Where the browser asks what a field suggests; what is typed is added to it.
fn look(form: &IssueForm, field: &str) -> String {
    let project = match field {
        "project" => "",
        _ => &form.shown.project,
    };
    let query = to_query(&[
        ("jira", &form.jira),
        ("project", project),
        ("field", field),
        ("text", ""),
    ]);
    format!("/api/create/look?{query}")
}
