//! The page of a connected person.

use super::{
    NoticeMessage,
    issue::IssuePanel,
    lists::Lists,
    sign_out::SignOut,
    state::{Tab, Verb},
    wrong_account::NotYou,
};
use crate::{
    components::{AccessEnd, Accounts, PostButton},
    error::TabError,
    model::{Connection, Instance, Notice},
    verbs,
};
use leptos::prelude::*;

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
        others,
        more,
        ..
    } = connection;
    Effect::new(move |_| tab.follow_link());
    let just_connected = notice == Some(Notice::Connected);
    let notice = Memo::new(move |_| notice.clone());
    let address = instance.address.clone();
    let jira = instance.name.clone();
    // The tab of a channel belongs to one Jira.
    let is_own = tab.channel_jira().is_empty();
    let switches = if is_own { others.clone() } else { Vec::new() };
    let more = more && is_own;
    view! {
        <header class="account">
            <div class="who">
                <p>
                    <Accounts teams_name jira_name=display_name.clone()/>
                    <span class="hint">{format!("{} · {address}", instance.name)}</span>
                </p>
                <NotYou tab account=(instance.clone(), display_name)/>
            </div>
            <Instances tab others=switches more/>
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
        <div class="columns">
            <div class="left"><Lists tab problem is_second=just_connected/></div>
            <IssuePanel tab/>
        </div>
    }
}

/// The other Jiras of the person, one press each, and the way to one more.
#[component]
fn Instances(tab: Tab, others: Vec<Instance>, more: bool) -> impl IntoView {
    let switches = others.into_iter().map(|other| {
        let id = other.id.clone();
        view! {
            <PostButton action="/api/connect" class="button subtle" label=format!("Switch to {}", other.name) jira=other.id
                on_press=move || tab.connect(&id)/>
        }
    });
    let switches = switches.collect_view();
    let one_more = more.then(|| {
        view! {
            <form method="get" action="/" on:submit=move |event| {
                event.prevent_default();
                tab.run(Verb::Choose, verbs::choose());
            }>
                <button class="button subtle" type="submit" name="choose" value="1">"Connect another Jira"</button>
            </form>
        }
    });
    view! { <div class="actions instances">{switches} {one_more}</div> }
}
