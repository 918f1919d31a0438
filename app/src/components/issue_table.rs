use crate::{
    model::{Column, Columns, Issue, Sort, StatusCategory, Timestamp, View},
    teams::human_time,
};
use leptos::{either::EitherOf3, prelude::*};

/// A page of issues in the order `sort`; in a narrow place the style turns each row into a card. The
/// links lead to `view` in another order or with an issue; `open` is the key of the one in the panel.
/// Issues of no view have no such links.
pub(crate) fn issue_table(
    issues: &[Issue],
    columns: &Columns,
    view: Option<&View>,
    sort: Option<Sort>,
    open: Signal<Option<String>>,
) -> impl IntoView + use<> {
    let heads: Vec<_> = columns.iter().map(|it| head(it, view, sort)).collect();
    let rows: Vec<_> = issues
        .iter()
        .map(|issue| row(issue, columns, view, open))
        .collect();
    view! {
        <table class="issues">
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The first press sorts upwards, the second one downwards.
fn head(column: Column, view: Option<&View>, sort: Option<Sort>) -> impl IntoView + use<> {
    let sorted = sort.filter(|sort| sort.column == column);
    let descending = sorted.is_some_and(|sort| !sort.descending);
    let href = view.map(|view| view.sorted(Sort { column, descending }).href());
    let (order, sign) = match sorted {
        None => (None, ""),
        Some(Sort { descending, .. }) if descending => (Some("descending"), " ↓"),
        Some(_) => (Some("ascending"), " ↑"),
    };
    let id = view.map(|_| format!("sort-{}", column.word()));
    view! {
        <th scope="col" aria-sort=order>
            <a href=href id=id data-keeps-issue="">{column.label()}<span aria-hidden="true">{sign}</span></a>
        </th>
    }
}

fn row(
    issue: &Issue,
    columns: &Columns,
    view: Option<&View>,
    open: Signal<Option<String>>,
) -> impl IntoView + use<> {
    let key = issue.key.clone();
    let is_open = move || {
        open.with(|open| open.as_ref() == Some(&key))
            .then_some("true")
    };
    let cells: Vec<_> = columns.iter().map(|it| cell(it, issue, view)).collect();
    view! { <tr aria-current=is_open>{cells}</tr> }
}

/// What stands in a cell. One type for all of them: the WebAssembly holds what shows it once.
#[derive(Default)]
struct Cell {
    text: String,
    /// A link to the issue in Jira, in a window of its own.
    jira_url: Option<String>,
    /// A link within the page, and its id.
    href: Option<(String, String)>,
    /// The colours of a status.
    colours: Option<&'static str>,
    /// A moment as machines read it.
    machine: Option<String>,
}

fn cell(column: Column, issue: &Issue, view: Option<&View>) -> impl IntoView + use<> {
    let or = |text: &Option<String>, none: &str| text.clone().unwrap_or_else(|| none.to_owned());
    let (class, cell) = match column {
        Column::Type => ("kind", plain(issue.kind.clone())),
        Column::Assignee => ("assignee", plain(or(&issue.assignee, "Unassigned"))),
        Column::Reporter => ("reporter", plain(or(&issue.reporter, "Anonymous"))),
        Column::Priority => ("priority", plain(or(&issue.priority, "–"))),
        Column::Created => ("created", moment(issue.created.as_ref())),
        Column::Updated => ("updated", moment(issue.updated.as_ref())),
        Column::Key => {
            let jira_url = Some(issue.url.clone());
            let text = issue.key.clone();
            (
                "key",
                Cell {
                    text,
                    jira_url,
                    ..Cell::default()
                },
            )
        }
        Column::Summary => {
            let text = match issue.summary.trim() {
                "" => "(no summary)".to_owned(),
                _ => issue.summary.clone(),
            };
            let id = format!("open-{}", issue.key);
            let href = view.map(|view| (view.with_issue(&issue.key).href(), id));
            (
                "summary",
                Cell {
                    text,
                    href,
                    ..Cell::default()
                },
            )
        }
        Column::Status => {
            let colours = Some(match issue.category {
                StatusCategory::ToDo => "status todo",
                StatusCategory::InProgress => "status progress",
                StatusCategory::Done => "status done",
            });
            let text = issue.status.clone();
            (
                "at",
                Cell {
                    text,
                    colours,
                    ..Cell::default()
                },
            )
        }
    };
    view! { <td class=class>{show(cell)}</td> }
}

fn plain(text: String) -> Cell {
    Cell {
        text,
        ..Cell::default()
    }
}

fn moment(at: Option<&Timestamp>) -> Cell {
    Cell {
        text: at.map(human_time).unwrap_or_default(),
        machine: at.map(|at| at.machine.clone()),
        ..Cell::default()
    }
}

fn show(cell: Cell) -> impl IntoView {
    let Cell {
        text,
        jira_url,
        href,
        colours,
        machine,
    } = cell;
    let leaves = jira_url.is_some();
    let (href, id) = match (jira_url, href) {
        (Some(url), _) => (Some(url), None),
        (None, href) => href.unzip(),
    };
    if href.is_some() {
        EitherOf3::A(view! {
            <a href=href id=id target=leaves.then_some("_blank") rel=leaves.then_some("noopener")
                title=leaves.then_some("Open in Jira")>{text}</a>
        })
    } else if machine.is_some() {
        EitherOf3::B(view! { <time datetime=machine>{text}</time> })
    } else {
        EitherOf3::C(view! { <span class=colours>{text}</span> })
    }
}
