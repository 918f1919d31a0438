//! The tab's files are damaged while it is stopped.

use super::Crowd;
use crate::{
    binary::RunningTab,
    store::{ready, replace},
};
use reqwest::StatusCode;
use std::{fs, path::Path};

/// Of one kind of damage, done to copies of the same folder in as many places.
const TRIALS: usize = 6;

/// Damages the database of a crowd `TRIALS` times. Each start says so, or everything is there.
async fn damaged(damage: impl Fn(&Path, usize)) -> usize {
    let mut crowd = Crowd::gather().await;
    let tab = RunningTab::start(crowd.app.folder(), &[]);
    crowd.press(tab.address, 300, || drop(tab)).await;
    let tab = RunningTab::start(crowd.app.folder(), &[]);
    crowd.assert_kept(&tab).await;
    crowd.look(&tab).await;
    drop(tab);

    let data = crowd.app.folder().join("data");
    let whole = crowd.app.folder().join("whole");
    replace(&whole, &data);
    let mut noticed = 0;
    for trial in 0..TRIALS {
        replace(&data, &whole);
        damage(&data.join("db"), trial);
        let said = match RunningTab::try_start(crowd.app.folder()) {
            Err(log) => log,
            Ok(tab) if ready(tab.address).await.0 == StatusCode::OK => {
                crowd.assert_kept(&tab).await;
                continue;
            }
            Ok(tab) => {
                crowd.assert_none_wrong(&tab).await;
                tab.terminate().1
            }
        };
        assert!(said.contains("restore the data folder"), "{said}");
        noticed += 1;
    }
    noticed
}

#[tokio::test]
async fn a_log_that_was_cut_off_is_noticed() {
    let noticed = damaged(|db, trial| {
        let log = fs::File::options().write(true).open(db.join("db")).unwrap();
        let bytes = log.metadata().unwrap().len();
        let cut = bytes * (trial as u64 + 1) / TRIALS as u64;
        log.set_len(bytes - cut).unwrap();
    });
    let noticed = noticed.await;
    assert!(noticed >= TRIALS / 2, "{noticed} of {TRIALS}");
}

#[tokio::test]
async fn a_block_of_zeros_is_noticed_or_harmless() {
    let noticed = damaged(|db, trial| {
        let mut log = fs::read(db.join("db")).unwrap();
        let start = log.len() * trial / TRIALS / 4096 * 4096;
        log[start..start + 4096].fill(0);
        fs::write(db.join("db"), log).unwrap();
    });
    assert!(noticed.await > 0);
}

#[tokio::test]
async fn an_unfinished_snapshot_is_no_damage() {
    let noticed = damaged(|db, trial| {
        let snapshot = db.join(format!("snap.{trial:016X}.generating"));
        fs::write(snapshot, vec![b'x'; 50 * trial]).unwrap();
    });
    assert_eq!(noticed.await, 0);
}
