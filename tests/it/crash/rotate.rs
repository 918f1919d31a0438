//! Keys are rotated while everybody saves, and the rotation or the tab is killed in the middle.

use super::Crowd;
use crate::{
    administration::done,
    binary::{RunningTab, jira_tab},
    key_rotation::{add_grants, keys, listed},
};
use std::thread;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_under_load_loses_nothing_that_was_answered() {
    let mut crowd = Crowd::gather().await;
    for _ in 0..3 {
        let folder = crowd.app.folder().to_owned();
        let tab = RunningTab::start(&folder, &[]);
        let (address, before) = (tab.address, listed(&folder));
        let rotate_and_end = || {
            done(&folder, &["keys", "rotate", "--yes"]);
            drop(tab);
        };
        crowd.press(address, 50, rotate_and_end).await;
        let tab = RunningTab::start(&folder, &[]);
        crowd.assert_kept(&tab).await;
        crowd.look(&tab).await;
        let after = listed(&folder);
        assert_eq!(after.len(), 1, "{after:?}");
        assert_ne!(after[0].0, before[0].0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tab_that_is_killed_in_a_rotation_finishes_it_at_the_next_one() {
    let mut crowd = Crowd::gather().await;
    add_grants(&crowd.app, 1_000).await;
    let mut cut_off = 0;
    for _ in 0..5 {
        let folder = crowd.app.folder().to_owned();
        let tab = RunningTab::start(&folder, &[]);
        let address = tab.address;
        let kill_in_rotation = || {
            let mut command = jira_tab(&folder, &["keys", "rotate", "--yes"]);
            let mut rotation = command.spawn().expect("jira-tab can be started");
            // From the moment on at which the new key stands beside the old one.
            while keys(&folder) == 1 && rotation.try_wait().expect("a child").is_none() {
                thread::yield_now();
            }
            drop(tab);
            rotation.wait().expect("it ends");
        };
        crowd.press(address, 50, kill_in_rotation).await;
        cut_off += usize::from(keys(&folder) == 2);
        let tab = RunningTab::start(&folder, &[]);
        crowd.assert_kept(&tab).await;
        crowd.look(&tab).await;
        done(&folder, &["keys", "rotate", "--yes"]);
        assert_eq!(listed(&folder).len(), 1);
        crowd.assert_kept(&tab).await;
    }
    assert!(cut_off > 0, "no rotation was cut off");
}
