//! The process or its disk ends in the middle of the work.

use super::Crowd;
use crate::{binary::RunningTab, store::assert_ready};
use reqwest::StatusCode;
use std::env;

/// `make soak` asks for more.
const ROUNDS: &str = "JIRA_TAB_CRASH_ROUNDS";

fn rounds() -> usize {
    env::var(ROUNDS).map_or(20, |rounds| rounds.parse().expect("a number"))
}

#[tokio::test]
async fn a_kill_at_any_moment_loses_nothing_that_was_answered() {
    let mut crowd = Crowd::gather().await;
    for round in 0..rounds() {
        let tab = RunningTab::start(crowd.app.folder(), &[]);
        assert_ready(tab.address).await;
        crowd.assert_kept(&tab).await;
        // Dropping it is `kill -9`.
        let enough = 20 + round * 37 % 200;
        crowd.press(tab.address, enough, || drop(tab)).await;
    }
    let tab = RunningTab::start(crowd.app.folder(), &[]);
    crowd.assert_kept(&tab).await;
    let links: usize = crowd.people.iter().map(|it| it.links.len()).sum();
    println!("{} kills, {links} answers, none lost", rounds());
}

#[tokio::test]
async fn a_disk_that_fills_up_stops_sign_ins_and_loses_nothing_that_was_answered() {
    let mut crowd = Crowd::gather().await;
    let tab = RunningTab::start_before_full_disk(crowd.app.folder());
    crowd.press(tab.address, 100, || tab.fill_disk()).await;
    let (status, words) = crate::store::ready(tab.address).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{words}");
    crowd.assert_kept(&tab).await;
    drop(tab);
    let tab = RunningTab::start(crowd.app.folder(), &[]);
    assert_ready(tab.address).await;
    crowd.assert_kept(&tab).await;
}
