//! Comments: reading, adding, and editing and deleting one's own.

use super::{
    Target,
    field::{Control, control},
    form::to_jira,
    head::time,
};
use crate::model::issue::{Comment, IssueDetail, May};
use leptos::prelude::*;

/// The comments, oldest first, and the field for one more.
pub(super) fn comments(issue: &IssueDetail, target: &Target) -> impl IntoView + use<> {
    let may = issue.may.unwrap_or_default();
    let older = (issue.older_comments > 0).then(|| {
        view! {
            <p class="hint">
                {format!("{} older comments are ", issue.older_comments)}
                <a target="_blank" rel="noopener" href=issue.url.clone()>"in Jira"</a>
            </p>
        }
    });
    let known = issue.comments.iter().map(|it| comment(it, may, target));
    view! {
        <section class="part" aria-labelledby="comments">
            <h3 id="comments">"Comments"</h3>
            {older}
            <ul class="comments">{known.collect_view()}</ul>
            {may.comment.then(|| add_comment(target))}
        </section>
    }
}

/// The `id` of a comment's part.
pub(super) fn part_of(id: &str) -> String {
    format!("comment-{id}")
}

/// One comment.
pub(super) fn comment(comment: &Comment, may: May, target: &Target) -> impl IntoView + use<> {
    view! {
        <li class="comment" id=part_of(&comment.id)>
            <p class="hint">
                <strong class="person">{comment.author.clone()}</strong>
                " "
                {comment.created.as_ref().map(time)}
                {comment.restriction.as_ref().map(|to| view! {
                    " · Restricted to " <span class="person">{to.name.clone()}</span>
                })}
            </p>
            <div class="wiki" inner_html=comment.html.clone()></div>
            {comment.text.as_ref().filter(|_| may.edit_own).map(|text| edit(comment, text, target))}
            {(comment.own && may.delete_own).then(|| delete(comment, target))}
        </li>
    }
}

/// What several comments have gets a name with the comment's date.
fn name_of(what: &str, comment: &Comment) -> String {
    let at = comment.created.as_ref();
    let at = at.map(|at| format!(" of {}", at.human));
    format!("{what} your comment{}", at.unwrap_or_default())
}

fn edit(comment: &Comment, text: &str, target: &Target) -> impl IntoView + use<> {
    let id = comment.id.clone();
    let name = name_of("Edit", comment);
    let restriction = comment.restriction.as_ref().map(|to| {
        view! {
            <input type="hidden" name="change[EditComment][restriction][kind]" value=to.kind.word()/>
            <input type="hidden" name="change[EditComment][restriction][name]" value=to.name.clone()/>
        }
    });
    let fields = view! {
        <input type="hidden" name="change[EditComment][id]" value=id.clone()/>
        {restriction}
        {control(&Control {
            id: format!("text-{id}"),
            label: &name,
            name: "change[EditComment][text]".to_owned(),
            value: text,
            error: "comment",
        })}
        <button class="button" type="submit">"Save comment"</button>
    };
    view! {
        <details>
            <summary aria-label=name>"Edit"</summary>
            {to_jira(format!("edit-{id}"), target, fields)}
        </details>
    }
}

fn delete(comment: &Comment, target: &Target) -> impl IntoView + use<> {
    let id = comment.id.clone();
    let fields = view! {
        <input type="hidden" name="change[DeleteComment][id]" value=id.clone()/>
        <p>"Delete this comment? Jira keeps no copy."</p>
        <button class="button" type="submit">"Delete comment"</button>
    };
    view! {
        <details>
            <summary aria-label=name_of("Delete", comment)>"Delete"</summary>
            {to_jira(format!("delete-{id}"), target, fields)}
        </details>
    }
}

fn add_comment(target: &Target) -> impl IntoView + use<> {
    let fields = view! {
        {control(&Control {
            id: "new-comment".to_owned(),
            label: "Add a comment",
            name: "change[Comment][text]".to_owned(),
            value: "",
            error: "comment",
        })}
        <button class="button" type="submit">"Comment"</button>
    };
    to_jira("comment".to_owned(), target, fields)
}
