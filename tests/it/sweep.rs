//! What people left unfinished is deleted; what they finished stays.

use crate::{
    person::Person,
    script::Script,
    tickets::{tab, tab_of, ticket_of},
};
use serde_json::json;
use server::store::{Rows, SledOptions, SledStore, Table, TokenStore as _, Write};
use tests::{
    TestApp,
    issuer::{TENANT_ID, USER_ID},
};

const DAY_S: i64 = 24 * 3600;
const BOB_ID: &str = "55555555-5555-4555-8555-555555555555";

/// Goes through the sign-in dialog of [`USER_ID`] to its end; the result code.
async fn finish_dialog(app: &TestApp, tab: &Script) -> String {
    let ticket = ticket_of(tab).await;
    let dialog = format!("Ticket {ticket} {TENANT_ID}/{USER_ID}");
    let dialog = Script::in_teams(app, dialog);
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&dialog.authorize(&page).await, "demo");
    let fields = [("verification_code", code.as_str())];
    let page = dialog.call("continue", &fields).await;
    let code = page.step("Approved")["result_code"].as_str();
    code.expect("a result code").to_owned()
}

/// The store of a tab that was stopped.
fn open_store(app: &TestApp) -> SledStore {
    SledStore::open(SledOptions::new(app.folder().join("data"))).expect("the store opens")
}

/// Stops the tab and reads what it left in a table.
pub async fn rows(app: &mut TestApp, table: Table) -> Rows {
    app.stop().await;
    let store = open_store(app);
    let rows = store.scan(table, &[]).await.expect("the rows");
    store.close().await.expect("the store closes");
    rows
}

/// Writes into the store of a tab that was stopped.
pub async fn put(app: &TestApp, table: Table, key: &[u8], value: &[u8]) {
    let (key, value) = (key.to_owned(), value.to_owned());
    let store = open_store(app);
    let written = store.apply(vec![Write::Put { table, key, value }]).await;
    written.expect("the store takes it");
    store.close().await.expect("the store closes");
}

/// Compares the numbers of attempts, of people and of owners of bearer values.
async fn assert_counts(app: &mut TestApp, expected: [usize; 3]) {
    let mut counts = [0; 3];
    let tables = [Table::Attempts, Table::People, Table::Owners];
    for (count, table) in counts.iter_mut().zip(tables) {
        *count = rows(app, table).await.len();
    }
    assert_eq!(counts, expected);
}

#[tokio::test]
async fn a_day_later_nothing_is_left_of_an_abandoned_sign_in() {
    let mut app = tab().await;
    finish_dialog(&app, &tab_of(&app, json!({})).await).await;
    let bob = tab_of(&app, json!({ "oid": BOB_ID })).await;
    bob.call("ticket", &[]).await;
    // The dialog, the Authorize link and the outcome of one, the dialog of the other.
    assert_counts(&mut app, [1, 2, 3]).await;
    app.set_clock_offset(DAY_S);
    app.restart().await;
    // Which Jira the one used last is remembered; of the other nothing was worth it.
    assert_counts(&mut app, [0, 1, 0]).await;
}

#[tokio::test]
async fn a_sign_in_under_way_is_left_alone() {
    let mut app = tab().await;
    let ada = tab_of(&app, json!({})).await;
    let code = finish_dialog(&app, &ada).await;
    app.set_clock_offset(60);
    app.restart().await;
    ada.call("commit", &[("result_code", &code)])
        .await
        .step("Connected");
}

#[tokio::test]
async fn a_grant_is_never_swept() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    for days in [1, 2, 400] {
        app.set_clock_offset(days * DAY_S);
        app.restart().await;
        assert_eq!(rows(&mut app, Table::Grants).await.len(), 1, "{days}");
    }
    app.set_clock_offset(0);
    app.restart().await;
    person.open().await.assert_connected();
}

#[tokio::test]
async fn access_that_no_tab_committed_is_deleted_and_the_person_is_told() {
    let mut app = tab().await;
    let ada = tab_of(&app, json!({})).await;
    let code = finish_dialog(&app, &ada).await;
    let size = |rows: Rows| rows.iter().map(|(_, value)| value.len()).sum::<usize>();
    let before = size(rows(&mut app, Table::Attempts).await);
    app.set_clock_offset(120);
    app.restart().await;
    let after = size(rows(&mut app, Table::Attempts).await);
    let outcome = r#""access_token":{"token":"","secret":""},"account":{}"#;
    assert!(after + outcome.len() < before, "{before} {after}");
    app.restart().await;
    let page = ada.call("tab", &[]).await;
    page.step("Authorize");
    assert_eq!(page.problem(), Some("handover-lost"));
    // The clock may be turned back; what is gone is gone.
    app.set_clock_offset(0);
    let late = ada.call("commit", &[("result_code", &code)]).await;
    assert_eq!(late.problem(), Some("result-code-refused"));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_stops_neither_the_start_nor_the_sweep() {
    let mut app = tab().await;
    for claims in [json!({}), json!({ "oid": BOB_ID })] {
        let tab = tab_of(&app, claims).await;
        tab.call("connect", &[("jira", "demo")])
            .await
            .step("Authorize");
    }
    // One person's record in the place of the other's does not open.
    let attempts = rows(&mut app, Table::Attempts).await;
    let [(key, _), (_, value)] = &attempts[..] else {
        panic!("{} attempts", attempts.len());
    };
    put(&app, Table::Attempts, key, value).await;
    app.set_clock_offset(DAY_S);
    app.restart().await;
    let left = rows(&mut app, Table::Attempts).await;
    let keys: Vec<_> = left.iter().map(|(key, _)| key).collect();
    assert_eq!(keys, [key]);
}
