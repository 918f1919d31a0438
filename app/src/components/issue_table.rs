use crate::{
    model::{Column, Issue, Sort, StatusCategory, Timestamp, View},
    teams::human_time,
};
use leptos::prelude::*;

/// A page of issues; in a narrow place the style turns each row into a card.
#[component]
pub(crate) fn IssueTable(
    issues: Vec<Issue>,
    columns: Vec<Column>,
    /// What is shown, for links to another order and to an issue.
    view: View,
    /// The order of the rows.
    sort: Option<Sort>,
    /// Key of the issue in the panel.
    open: Signal<Option<String>>,
) -> impl IntoView {
    let heads: Vec<_> = columns.iter().map(|it| head(*it, &view, sort)).collect();
    let rows: Vec<_> = issues
        .into_iter()
        .map(|issue| row(issue, &columns, &view, open))
        .collect();
    view! {
        <table class="issues">
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The first press sorts upwards, the second one downwards.
fn head(column: Column, view: &View, sort: Option<Sort>) -> AnyView {
    let sorted = sort.filter(|sort| sort.column == column);
    let descending = sorted.is_some_and(|sort| !sort.descending);
    let href = view.sorted(Sort { column, descending }).href();
    let (order, sign) = match sorted {
        None => (None, ""),
        Some(Sort {
            descending: false, ..
        }) => (Some("ascending"), " ↑"),
        Some(_) => (Some("descending"), " ↓"),
    };
    let id = format!("sort-{}", column.word());
    view! {
        <th scope="col" aria-sort=order>
            <a href=href id=id data-keeps-issue="">{column.label()}<span aria-hidden="true">{sign}</span></a>
        </th>
    }
    .into_any()
}

fn row(issue: Issue, columns: &[Column], view: &View, open: Signal<Option<String>>) -> AnyView {
    let key = issue.key.clone();
    let is_open = move || {
        open.with(|open| open.as_ref() == Some(&key))
            .then_some("true")
    };
    let cells: Vec<_> = columns.iter().map(|it| cell(*it, &issue, view)).collect();
    view! { <tr aria-current=is_open>{cells}</tr> }.into_any()
}

fn cell(column: Column, issue: &Issue, view: &View) -> AnyView {
    let text = |text: &Option<String>, none: &'static str| {
        let class = column.word();
        let text = text.clone().unwrap_or_else(|| none.to_owned());
        view! { <td class=class>{text}</td> }.into_any()
    };
    match column {
        Column::Type => text(&Some(issue.kind.clone()), ""),
        Column::Assignee => text(&issue.assignee, "Unassigned"),
        Column::Reporter => text(&issue.reporter, "Anonymous"),
        Column::Priority => text(&issue.priority, "–"),
        Column::Created => time("created", issue.created.as_ref()),
        Column::Updated => time("updated", issue.updated.as_ref()),
        Column::Key => {
            let (url, key) = (issue.url.clone(), issue.key.clone());
            view! {
                <td class="key"><a href=url target="_blank" rel="noopener" title="Open in Jira">{key}</a></td>
            }
            .into_any()
        }
        Column::Summary => {
            let (href, id) = (
                view.with_issue(&issue.key).href(),
                format!("open-{}", issue.key),
            );
            let summary = match issue.summary.trim() {
                "" => "(no summary)".to_owned(),
                _ => issue.summary.clone(),
            };
            view! { <td class="summary"><a href=href id=id>{summary}</a></td> }.into_any()
        }
        Column::Status => {
            let class = match issue.category {
                StatusCategory::ToDo => "status todo",
                StatusCategory::InProgress => "status progress",
                StatusCategory::Done => "status done",
            };
            let status = issue.status.clone();
            view! { <td class="at"><span class=class>{status}</span></td> }.into_any()
        }
    }
}

fn time(class: &'static str, at: Option<&Timestamp>) -> AnyView {
    let at = at.map(|at| {
        let human = human_time(at);
        view! { <time datetime=at.machine.clone()>{human}</time> }
    });
    view! { <td class=class>{at}</td> }.into_any()
}
