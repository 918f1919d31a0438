//! What the tab said it saved is there after it was killed, after its disk was full, and after its
//! files were damaged: or it says that it is not.

mod damage;
mod kill;
mod rotate;

use crate::{
    binary::RunningTab,
    script::{Answer, Script},
};
use serde_json::json;
use std::net::SocketAddr;
use tests::{Issuer, Start, TestApp, in_teams};
use tokio::sync::mpsc;

/// So many that nobody presses as often as the tab lets one person try.
const PEOPLE: usize = 32;

/// People who press "Get a new link" all the time: each answer is a durable write, and none needs Jira.
struct Crowd {
    app: TestApp,
    people: Vec<Member>,
}

struct Member {
    bearer: String,
    /// The links that they were given, in order.
    links: Vec<String>,
}

impl Crowd {
    /// Everybody has pressed Connect, and the tab is stopped.
    async fn gather() -> Self {
        let issuer = Issuer::shared().await;
        let mut app = TestApp::start(Start {
            teams_settings: in_teams(issuer),
            ..Start::default()
        })
        .await;
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            let user = format!("66666666-6666-4666-8666-{number:012}");
            let bearer = format!("Bearer {}", issuer.token(json!({ "oid": user })).await);
            let script = Script::in_teams(&app, &bearer);
            let page = script.call("connect", &[("jira", "demo")]).await;
            let links = vec![link(&page).expect("a link")];
            people.push(Member { bearer, links });
        }
        app.stop().await;
        Self { app, people }
    }

    /// Everybody presses until the tab answers no more. After `enough` answers `end` sees to that.
    async fn press(&mut self, address: SocketAddr, enough: usize, end: impl FnOnce()) {
        let (answered, mut answers) = mpsc::unbounded_channel();
        for (index, member) in self.people.iter().enumerate() {
            let script = Script::in_teams_at(address, &member.bearer);
            let answered = answered.clone();
            tokio::spawn(async move {
                while let Ok(page) = script.try_call("new-link", &[]).await
                    && let Some(link) = link(&page)
                {
                    answered.send((index, link)).expect("the test waits");
                }
            });
        }
        drop(answered);
        let mut end = Some(end);
        let mut count = 0;
        while let Some((index, link)) = answers.recv().await {
            self.people[index].links.push(link);
            count += 1;
            if count >= enough
                && let Some(end) = end.take()
            {
                end();
            }
        }
        assert!(end.is_none(), "it ended by itself after {count} answers");
    }

    /// Everybody sees the link that they were given last, or one whose answer never reached them.
    async fn assert_kept(&self, tab: &RunningTab) {
        for member in &self.people {
            let shown = member.look(tab).await.expect("a link");
            let is_older = member.links.contains(&shown) && member.links.last() != Some(&shown);
            assert!(!is_older, "an older link came back");
        }
    }

    /// Everybody knows the link that they see now.
    async fn look(&mut self, tab: &RunningTab) {
        for member in &mut self.people {
            let shown = member.look(tab).await.expect("a link");
            member.links.push(shown);
        }
    }

    /// Nobody sees a link that was never theirs.
    async fn assert_none_wrong(&self, tab: &RunningTab) {
        for member in &self.people {
            let shown = member.look(tab).await;
            assert!(shown.is_none_or(|shown| member.links.contains(&shown)));
        }
    }
}

impl Member {
    async fn look(&self, tab: &RunningTab) -> Option<String> {
        let script = Script::in_teams_at(tab.address, &self.bearer);
        link(&script.call("tab", &[]).await)
    }
}

/// The Authorize link of a page.
fn link(page: &Answer) -> Option<String> {
    let link = &page.json["step"]["Authorize"]["authorize_path"];
    link.as_str().map(str::to_owned)
}
