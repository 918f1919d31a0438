use super::{choose, connected, connected_to_one_of_two, saved};
use crate::{
    person::Person,
    several::two_jiras,
    tickets::{ada, dialog_of, sign_in, stranger, tab},
};
use reqwest::StatusCode;
use tests::TestApp;

const OPS: &str = "channel=Operations&jira=demo&list=jql&jql=project+%3D+DEMO";

#[tokio::test]
async fn each_viewer_sees_what_their_own_grant_shows() {
    let (app, ada) = connected().await;
    let page = choose(&ada, "jql", &[("wanted[jql]", "assignee = currentUser()")]).await;
    let view = saved(&page).view();
    let eve = stranger(&app).await;
    eve.call("tab", &[("view", &view)]).await.step("Connect");
    sign_in(&app, &eve, "sam").await.step("Connected");
    let mut seen = Vec::new();
    for (script, name) in [(&ada, "Dana Demo"), (&eve, "Sam Sample")] {
        let page = script.call("tab", &[("view", &view)]).await;
        let connection = page.step("Connected");
        assert_eq!(connection["display_name"], name);
        let issues = connection["issues"]["Loaded"]["issues"]
            .as_array()
            .expect("rows");
        for issue in issues {
            assert_eq!(issue["assignee"], name);
        }
        seen.push(issues.len());
    }
    assert!(seen[0] > 0, "{seen:?}");
}

/// A link that a stranger made: it opens a list for the viewer's own eyes, and changes nothing.
#[tokio::test]
async fn an_address_that_a_stranger_made_only_reads_with_the_viewer_s_own_grant() {
    let (app, ada) = connected().await;
    let hostile =
        "channel=%3Cscript%3Eattack()%3C%2Fscript%3E&jira=demo&list=jql&jql=project+%3D+SECRET";
    let page = ada.call("tab", &[("view", hostile)]).await;
    page.step("Connected");
    assert_eq!(page.problem(), Some("channel-list-refused"));
    assert!(app.jira.requests().iter().all(|it| it.method == "GET"));
    let eve = stranger(&app).await;
    app.jira.clear_requests();
    eve.call("tab", &[("view", hostile)]).await.step("Connect");
    assert_eq!(app.jira.requests().len(), 0, "Eve has no grant to ask with");
}

#[tokio::test]
async fn the_name_is_the_heading_and_all_links_keep_the_channel() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let page = person.get(&format!("/?{OPS}")).await;
    assert_eq!(page.heading(), "Operations");
    let not_here = page.attributes("[hidden] > :is(.lists, [role=search])", "class");
    assert_eq!(
        not_here.len(),
        2,
        "no lists of the person, no field for queries"
    );
    assert!(!page.issue_keys().is_empty());
    let links = page.attributes("table a[href^='/']", "href");
    assert!(links.len() > 5);
    for link in links.into_iter().flatten() {
        assert!(
            link.starts_with("/?channel=Operations&jira=demo&"),
            "{link}"
        );
    }
    let hidden = page.attributes("form.order [name=channel]", "value");
    assert_eq!(hidden, [Some("Operations".to_owned())]);
    let texts = page.texts("main a");
    assert!(
        texts.iter().any(|it| it == "Open all my lists"),
        "{texts:?}"
    );
}

#[tokio::test]
async fn an_issue_opens_beside_the_list_from_the_jira_of_the_channel() {
    let (app, second) = two_jiras().await;
    let person = crate::several::sign_in_to_both(&app, &second).await;
    second.clear_requests();
    let page = person.get(&format!("/?{OPS}&issue=DEMO-1&wait=1")).await;
    assert!(!page.texts(".panel h2").is_empty());
    assert_eq!(second.requests().len(), 0, "the other Jira is not asked");
    assert!(!page.texts("body").join(" ").contains("Switch to"));
}

#[tokio::test]
async fn who_is_connected_elsewhere_is_asked_to_connect_to_the_jira_of_the_channel() {
    let (app, second, ada) = connected_to_one_of_two().await;
    let view = "channel=Second&jira=second&list=jql&jql=project+%3D+DEMO";
    let page = ada.call("tab", &[("view", view)]).await;
    let step = page.step("Connect");
    assert_eq!(step["typed"], "second");
    assert_eq!(step["connected"], false);
    assert_eq!(page.problem(), None);
    let dialog = dialog_of(&app, &ada).await;
    let page = dialog
        .call("tab", &[("view", "channel=&jira=second")])
        .await;
    assert_eq!(page.step("Connect")["typed"], "second");
    let page = ada.call("connect", &[("jira", "second")]).await;
    let code = second.approve(&ada.authorize(&page).await, "demo");
    ada.call("continue", &[("verification_code", &code)])
        .await
        .step("Connected");
    let page = ada.call("tab", &[("view", view)]).await;
    assert_eq!(page.step("Connected")["instance"]["id"], "second");
    // The other channel still shows the other Jira.
    let page = ada.call("tab", &[("view", OPS)]).await;
    assert_eq!(page.step("Connected")["instance"]["id"], "demo");
}

#[tokio::test]
async fn a_sign_in_to_another_jira_is_not_shown_in_a_channel() {
    let (app, _second, _ada) = connected_to_one_of_two().await;
    let eve = stranger(&app).await;
    eve.call("connect", &[("jira", "second")])
        .await
        .step("Authorize");
    let page = eve.call("tab", &[("view", OPS)]).await;
    assert_eq!(page.step("Connect")["typed"], "demo");
    let second = OPS.replace("demo", "second");
    let page = eve.call("tab", &[("view", &second)]).await;
    assert_eq!(page.step("Authorize")["instance"]["id"], "second");
}

#[tokio::test]
async fn an_authorisation_that_jira_ended_is_asked_for_again() {
    let (app, ada) = connected().await;
    app.jira.revoke_all();
    for _ in 0..2 {
        ada.call("tab", &[("view", OPS)]).await.step("Reconnect");
    }
}

#[tokio::test]
async fn a_jira_that_the_server_does_not_know_is_said_with_who_can_fix_it() {
    let app = tab().await;
    let view = "channel=Old&jira=gone&list=jql&jql=project+%3D+DEMO";
    let answer = ada(&app).await.call("tab", &[("view", view)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.problem(), Some("channel-jira-unknown"));
    let words = answer.json["next_step"].as_str().unwrap();
    assert!(words.contains("Whoever added the tab"), "{words}");
}

#[tokio::test]
async fn who_may_not_see_the_project_or_the_filter_learns_why_and_who_can_change_it() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    for jql in ["project+%3D+SECRET", "filter+%3D+10003"] {
        let view = format!("/?channel=Mine&jira=demo&list=jql&jql={jql}");
        let page = person.get(&view).await;
        let words = page.problem("channel-list-refused");
        assert!(
            words.starts_with("Demo Jira does not show you this list: "),
            "{words}"
        );
        assert!(words.contains("Whoever added this tab"), "{words}");
    }
    let empty = "channel=None&jira=demo&list=jql&jql=project+%3D+DEMO+AND+labels+%3D+nobody";
    let page = person.get(&format!("/?{empty}")).await;
    let words = page.texts(".empty").join(" ");
    assert!(words.contains("no issue for you"), "{words}");
    assert!(words.contains("Whoever added this tab"), "{words}");
}
