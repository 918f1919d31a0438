use crate::{
    model::{Issue, StatusCategory},
    teams::{human_number, human_time},
};
use leptos::{either::Either, prelude::*};

/// The list of issues; on a narrow screen the style turns each row into a card.
#[component]
pub(crate) fn IssueTable(
    issues: Vec<Issue>,
    /// How many there are in all.
    total: u64,
    /// The same list in Jira.
    jira_url: String,
) -> impl IntoView {
    let shown = issues.len();
    let rest = (total > shown as u64).then(|| {
        let jira_url = jira_url.clone();
        view! {
            <p class="hint">
                {format!("The first {shown} of {}. ", human_number(total))}
                <a href=jira_url target="_blank" rel="noopener">"See all in Jira"</a>
            </p>
        }
    });
    if total == 0 {
        return Either::Left(view! {
            <div class="empty">
                <p><strong>"No issue is assigned to you."</strong></p>
                <p><a href=jira_url target="_blank" rel="noopener">"Look for issues in Jira"</a></p>
            </div>
        });
    }
    Either::Right(view! {
        <table class="issues">
            <thead>
                <tr>
                    <th scope="col">"Type"</th>
                    <th scope="col">"Key"</th>
                    <th scope="col">"Summary"</th>
                    <th scope="col">"Status"</th>
                    <th scope="col">"Priority"</th>
                    <th scope="col">"Updated"</th>
                </tr>
            </thead>
            <tbody>{issues.into_iter().map(row).collect_view()}</tbody>
        </table>
        {rest}
    })
}

fn row(issue: Issue) -> impl IntoView {
    let status = match issue.category {
        StatusCategory::ToDo => "status todo",
        StatusCategory::InProgress => "status progress",
        StatusCategory::Done => "status done",
    };
    view! {
        <tr>
            <td class="kind">{issue.kind}</td>
            <td class="key"><a href=issue.url target="_blank" rel="noopener">{issue.key}</a></td>
            <td class="summary">{issue.summary}</td>
            <td class="at"><span class=status>{issue.status}</span></td>
            <td class="priority">{issue.priority.unwrap_or_else(|| "–".to_owned())}</td>
            <td class="updated">
                {issue.updated.map(|at| {
                    let human = human_time(&at);
                    view! { <time datetime=at.machine>{human}</time> }
                })}
            </td>
        </tr>
    }
}
