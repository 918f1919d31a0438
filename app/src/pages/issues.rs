//! The issues assigned to the person.

use super::{
    NoticeMessage, ProblemAlert,
    sign_out::SignOut,
    state::{Tab, Verb},
    wrong_account::NotYou,
};
use crate::{
    api,
    components::{AccessEnd, Accounts, ErrorMessage, IssueTable, PostButton},
    error::TabError,
    model::{Connection, Instance, IssueList, Notice},
};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

/// Who the person is in Jira, their issues, and the way out.
#[component]
pub(super) fn IssuesPage(
    tab: Tab,
    connection: Connection,
    notice: Option<Notice>,
    problem: Memo<Option<TabError>>,
) -> impl IntoView {
    let Connection {
        instance,
        display_name,
        teams_name,
        access_ends_on,
        issues,
        others,
        more,
    } = connection;
    let just_connected = notice == Some(Notice::Connected);
    let notice = Memo::new(move |_| notice.clone());
    let address = instance.address.clone();
    let jira = instance.name.clone();
    view! {
        <header class="account">
            <div class="who">
                <p>
                    <Accounts teams_name jira_name=display_name.clone()/>
                    <span class="hint">{format!("{} · {address}", instance.name)}</span>
                </p>
                <NotYou tab account=(instance.clone(), display_name)/>
            </div>
            <Instances tab others=others.clone() more/>
            <SignOut tab instance several=!others.is_empty()/>
        </header>
        <NoticeMessage tab notice/>
        {just_connected.then(|| view! {
            <div class="message success">
                <h1 id="step" tabindex="-1">"Authentication successful"</h1>
                <p>"This tab can now show your Jira issues. You will not be asked again."</p>
            </div>
        })}
        {access_ends_on.map(|on| view! { <AccessEnd on jira/> })}
        <Linked tab/>
        <section class="list" aria-labelledby="list">
            <div class="list-head">
                {if just_connected {
                    Either::Left(view! { <h2 id="list">"Assigned to me"</h2> })
                } else {
                    Either::Right(view! { <h1 id="list" tabindex="-1">"Assigned to me"</h1> })
                }}
                <form method="get" action="/" on:submit=move |event| {
                    event.prevent_default();
                    tab.refresh();
                }>
                    <button class="button subtle" type="submit" name="wait" value="1">"Refresh"</button>
                </form>
            </div>
            <ProblemAlert tab problem/>
            {match issues {
                IssueList::Loaded { issues, total, jira_url } => {
                    EitherOf3::A(view! { <IssueTable issues total jira_url/> })
                }
                IssueList::Loading => EitherOf3::B(view! { <Waiting/> }),
                IssueList::Failed => EitherOf3::C(view! {
                    <p class="empty">"The list could not be loaded. Press Refresh to try again."</p>
                }),
            }}
        </section>
    }
}

/// The issue that a deep link in Teams names.
#[component]
fn Linked(tab: Tab) -> impl IntoView {
    Effect::new(move |_| tab.follow_link());
    move || {
        tab.linked.get().map(|linked| {
            let content = match linked {
                Ok(issue) => {
                    let jira_url = issue.url.clone();
                    Either::Left(view! { <IssueTable issues=vec![issue] total=1 jira_url/> })
                }
                Err(error) => Either::Right(view! { <ErrorMessage error/> }),
            };
            view! {
                <section class="list" aria-labelledby="linked">
                    <div class="list-head">
                        <h2 id="linked">"From the link"</h2>
                        <button class="button subtle" type="button" on:click=move |_| tab.linked.set(None)>
                            "Close"
                        </button>
                    </div>
                    {content}
                </section>
            }
        })
    }
}

/// The other Jiras of the person, one press each, and the way to one more.
#[component]
fn Instances(tab: Tab, others: Vec<Instance>, more: bool) -> impl IntoView {
    let switches = others.into_iter().map(|other| {
        let id = other.id.clone();
        view! {
            <PostButton action="/api/connect" class="button subtle" label=format!("Switch to {}", other.name) jira=other.id
                on_press=move || tab.connect(id.clone())/>
        }
    });
    let switches = switches.collect_view();
    let one_more = more.then(|| {
        view! {
            <form method="get" action="/" on:submit=move |event| {
                event.prevent_default();
                tab.run(Verb::Choose, api::choose());
            }>
                <button class="button subtle" type="submit" name="choose" value="1">"Connect another Jira"</button>
            </form>
        }
    });
    view! { <div class="actions instances">{switches} {one_more}</div> }
}

/// The list's place while Jira takes its time; without JavaScript, Refresh asks again.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="waiting" role="status">
            <p>"Waiting for Jira. It is taking longer than usual."</p>
            <div class="skeleton" aria-hidden="true"></div>
            <div class="skeleton" aria-hidden="true"></div>
            <div class="skeleton" aria-hidden="true"></div>
        </div>
    }
}
