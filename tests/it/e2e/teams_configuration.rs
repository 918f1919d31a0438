//! Adding the tab to a channel, with the real TeamsJS.

use super::{
    browser::Browser,
    narrow::too_wide,
    teams::Teams,
    teams_tab::{SIGN_IN, allow_and_continue, connect_in_dialog, sign_in, spawn, start},
};
use serde_json::{Value, json};
use tests::{TestApp, jira_sim::Fault};

const HEADING: &str = "Add Jira to this conversation";

/// Teams with the page on which the tab is added, or with the settings of a tab that was saved.
pub(super) async fn open(teams: &Teams, settings: Value) {
    let more = json!({ "frameContext": "settings", "settings": settings });
    teams.open("/configure?theme={app.theme}", more).await;
}

/// The page of somebody connected, with its form.
async fn connected() -> (TestApp, Teams) {
    let app = spawn().await;
    sign_in(&app).await;
    let teams = start(&app).await;
    open(&teams, Value::Null).await;
    teams.tab().await.by_role("textbox", "Tab name").await;
    (app, teams)
}

pub(super) async fn choose(tab: &Browser, menu: &str, entry: &str) {
    let menu = tab.by_role("combobox", menu).await;
    menu.select_by_label(entry).await.unwrap();
}

/// Waits until this is said of the choice.
pub(super) async fn outcome(tab: &Browser, words: &str) {
    let says = format!("document.querySelector('#outcome')?.innerText.includes({words:?})");
    tab.until_true(&says).await;
}

/// Presses Save; what Teams then keeps.
async fn save(teams: &Teams) -> Value {
    teams.until("host.config.valid").await;
    teams.browser.press("button", "Save").await;
    teams.until("host.config.state === 'saved'").await;
    teams.host("return host.config.settings").await
}

/// Opens the tab at the address that Teams keeps.
async fn show(teams: &Teams, settings: &Value) {
    let open = format!("host.open({{ ...host.app, frameContext: 'content', ...{settings} }})");
    teams.host(&open).await;
}

#[tokio::test]
async fn a_favourite_filter_is_saved_and_each_viewer_sees_it_with_their_own_grant() {
    let (app, teams) = connected().await;
    let tab = teams.tab().await;
    tab.by_role("heading", HEADING).await;
    outcome(tab, "for you now.").await;
    assert_eq!(tab.value("Tab name").await, "Open bugs");
    choose(tab, "Filter", "R&D: what \"we\" do next").await;
    let renamed = "document.querySelector('#name').value.startsWith('R&D')";
    tab.until_true(renamed).await;
    choose(tab, "Filter", "Open bugs").await;
    outcome(tab, "for you now.").await;
    tab.fill("Tab name", "Bugs of R&D <b>").await;
    let saved = save(&teams).await;
    assert_eq!(saved["suggestedDisplayName"], "Bugs of R&D <b>");
    assert!(
        saved["websiteUrl"]
            .as_str()
            .unwrap()
            .contains("/issues/?jql=filter")
    );

    show(&teams, &saved).await;
    let tab = teams.tab().await;
    tab.by_role("heading", "Bugs of R&D <b>").await;
    tab.by_role("link", "DEMO-1").await;
    assert!(tab.text().await.contains("Dana Demo"));

    // Somebody else in the channel, who is not connected yet.
    let eve = "Object.assign(host.user, { oid: '55555555-5555-4555-8555-555555555555', name: 'Eve Example' })";
    teams.host(eve).await;
    show(&teams, &saved).await;
    let tab = teams.tab().await;
    tab.by_role("button", SIGN_IN).await;
    assert_eq!(tab.count("heading", "Bugs of R&D <b>").await, 0);
    allow_and_continue(connect_in_dialog(&teams).await).await;
    teams.until_alone().await;
    let tab = teams.tab().await;
    tab.by_role("heading", "Bugs of R&D <b>").await;
    tab.by_role("link", "DEMO-1").await;
    assert!(app.jira.count_requests("/search") >= 3);
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_project_is_searched_for_narrowed_and_shown_again_in_the_settings() {
    let (_app, teams) = connected().await;
    let tab = teams.tab().await;
    tab.press("radio", "Project").await;
    outcome(tab, "Choose a project.").await;
    assert_eq!(teams.host("return host.config.valid").await, false);
    let tab = teams.tab().await;
    tab.fill("Search projects", "C# 50%").await;
    let found = "document.querySelectorAll('#project option').length === 2";
    tab.until_true(found).await;
    choose(tab, "Project", "Ünïcode C# 50% a+b (UNI)").await;
    outcome(tab, "for you now.").await;
    assert_eq!(tab.value("Tab name").await, "Ünïcode C# 50% a+b");
    tab.press("checkbox", "Bug").await;
    tab.press("checkbox", "To Do").await;
    tab.until_true("document.querySelector('#name').value.endsWith(': Bug, To Do')")
        .await;
    outcome(tab, "for you now.").await;
    let saved = save(&teams).await;

    open(&teams, saved.clone()).await;
    let tab = teams.tab().await;
    outcome(tab, "for you now.").await;
    for (role, name) in [
        ("radio", "Project"),
        ("checkbox", "Bug"),
        ("checkbox", "To Do"),
    ] {
        let field = tab.by_role(role, name).await;
        assert!(field.is_selected().await.unwrap(), "{name}");
    }
    let query = |settings: &Value| settings["contentUrl"].as_str().unwrap().to_owned();
    let again = save(&teams).await;
    assert_eq!(again["entityId"], saved["entityId"]);
    assert_eq!(query(&again), query(&saved));
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_refused_query_is_put_right_and_what_was_typed_stays() {
    let (app, teams) = connected().await;
    let tab = teams.tab().await;
    tab.press("radio", "JQL").await;
    outcome(tab, "Enter a query.").await;
    tab.fill("JQL", "project = NOWHERE").await;
    outcome(tab, "Jira does not take this: The value 'NOWHERE'").await;
    let invalid = "return document.querySelector('#query').getAttribute('aria-invalid')";
    assert_eq!(tab.script(invalid).await, "true");
    assert_eq!(teams.host("return host.config.valid").await, false);
    let tab = teams.tab().await;
    tab.fill("JQL", "assignee = currentUser()").await;
    outcome(tab, "12 issues for you now.").await;
    assert_eq!(tab.script(invalid).await, "false");
    teams.until("host.config.valid").await;

    // Typing makes Save wait for the next count.
    app.jira.set_fault(Some(Fault::Status(503)));
    let tab = teams.tab().await;
    tab.fill("JQL", "assignee = currentUser() AND status = Done")
        .await;
    tab.alert("is not available just now").await;
    assert_eq!(
        tab.value("JQL").await,
        "assignee = currentUser() AND status = Done"
    );
    assert_eq!(teams.host("return host.config.valid").await, false);
    app.jira.set_fault(None);
    let tab = teams.tab().await;
    tab.press("button", "Try again").await;
    outcome(tab, "2 issues for you now.").await;

    app.jira.set_fault_on("/search", Fault::Hold);
    tab.fill("JQL", "assignee = currentUser()").await;
    tab.until_true("document.body.innerText.includes('longer than usual')")
        .await;
    app.jira.set_fault(None);
    app.jira.release();
    outcome(tab, "12 issues for you now.").await;
    tab.until_true("!document.body.innerText.includes('longer than usual')")
        .await;

    // Another kind of choice, and back.
    tab.press("radio", "Saved filter").await;
    tab.by_role("combobox", "Filter").await;
    tab.press("radio", "JQL").await;
    tab.by_role("textbox", "JQL").await;
    assert_eq!(tab.value("JQL").await, "assignee = currentUser()");
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn who_is_not_connected_signs_in_and_then_chooses() {
    let app = spawn().await;
    let teams = start(&app).await;
    open(&teams, Value::Null).await;
    let tab = teams.tab().await;
    tab.by_role("heading", HEADING).await;
    tab.by_role("button", SIGN_IN).await;
    assert_eq!(teams.host("return host.config.valid").await, false);
    allow_and_continue(connect_in_dialog(&teams).await).await;
    teams.until_alone().await;
    let tab = teams.tab().await;
    outcome(tab, "for you now.").await;
    save(&teams).await;

    teams.assert_no_errors().await;
}

#[tokio::test]
async fn what_was_chosen_waits_until_the_person_has_connected_again() {
    let (app, teams) = connected().await;
    let tab = teams.tab().await;
    tab.press("radio", "JQL").await;
    tab.fill("JQL", "project = DEMO").await;
    outcome(tab, "issues for you now.").await;
    app.jira.revoke_all();
    tab.fill("Tab name", "Billing").await;
    tab.by_role("button", "Connect again").await;
    assert_eq!(teams.host("return host.config.valid").await, false);
    teams.tab().await.press("button", "Connect again").await;
    let dialog = teams.dialog().await;
    allow_again(dialog).await;
    teams.until_alone().await;
    let tab = teams.tab().await;
    outcome(tab, "issues for you now.").await;
    assert_eq!(tab.value("JQL").await, "project = DEMO");
    assert_eq!(tab.value("Tab name").await, "Billing");
    assert_eq!(save(&teams).await["suggestedDisplayName"], "Billing");
    teams.assert_no_errors().await;
}

async fn allow_again(dialog: &Browser) {
    dialog.press("button", "Connect again").await;
    allow_and_continue(dialog).await;
}

#[tokio::test]
async fn names_from_jira_run_nothing_and_break_no_layout() {
    let app = spawn().await;
    sign_in(&app).await;
    let teams = start(&app).await;
    teams.browser.resize(320, 640).await;
    let names = [
        "x".repeat(255),
        "\u{202e}\u{2066}desrever".repeat(10),
        format!("Z{}", "\u{0336}\u{0489}".repeat(100)),
        "\"><img src=x onerror=\"document.title='attacked'\">".to_owned(),
        "</option></select><script>document.title='attacked'</script>".to_owned(),
    ];
    for (minutes, name) in (1..).zip(names) {
        app.jira.change_filters(|filters| {
            for filter in filters {
                filter.name.clone_from(&name);
            }
        });
        app.jira.change_projects(|projects| {
            for project in projects {
                project.name.clone_from(&name);
            }
        });
        // Filters are kept for a minute.
        app.set_clock_offset(minutes * 61);
        open(&teams, Value::Null).await;
        let tab = teams.tab().await;
        outcome(tab, "for you now.").await;
        assert_eq!(too_wide(tab).await, json!([]), "{name}");
        tab.press("radio", "Project").await;
        outcome(tab, "Choose a project.").await;
        let menu = tab.by_role("combobox", "Project").await;
        menu.select_by_index(1).await.unwrap();
        outcome(tab, "for you now.").await;
        assert_eq!(too_wide(tab).await, json!([]), "{name}");
        assert_eq!(tab.script("return document.title").await, "Jira", "{name}");
        let saved = save(&teams).await;
        show(&teams, &saved).await;
        let tab = teams.tab().await;
        tab.by_role("link", "Open all my lists").await;
        assert_eq!(too_wide(tab).await, json!([]), "{name}");
        assert_eq!(tab.script("return document.title").await, "Jira", "{name}");
    }
    teams.assert_no_errors().await;
}
