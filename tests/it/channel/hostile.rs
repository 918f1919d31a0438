use super::{choose, connected, outcome, said, written};
use crate::issue::hostile::PAYLOADS;
use reqwest::StatusCode;
use tests::TestApp;

#[tokio::test]
async fn hostile_names_of_filters_projects_and_people_stay_text() {
    let (app, ada) = connected().await;
    let mut minutes = 0;
    for (name, payload) in PAYLOADS {
        plant(&app, payload);
        let fields = [("wanted[what]", "project"), ("wanted[name]", payload)];
        // Filters are kept for a minute.
        minutes += 1;
        app.set_clock_offset(minutes * 61);
        let pages = [
            written(&ada.call("configuration", &[("anew", "true")]).await),
            written(&ada.call("configuration", &fields).await),
            written(&choose(&ada, "jql", &[("wanted[jql]", payload)]).await),
        ];
        let options = [
            pages[0].texts("#filter option"),
            pages[1].texts("#project option"),
        ];
        for options in options {
            assert!(
                options.iter().any(|it| it.contains(payload.trim())),
                "{name}: {options:?}"
            );
        }
        for page in &pages {
            for unwanted in [
                "script",
                "img",
                "svg",
                "iframe",
                "style",
                "base",
                "meta",
                "math",
                "[onerror]",
                "[onload]",
                "[onfocus]",
                "[autofocus]",
                "[style]",
                "[srcdoc]",
            ] {
                assert_eq!(
                    page.attributes(unwanted, "id").len(),
                    0,
                    "{name}: {unwanted}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_form_that_nobody_could_fill_in_is_refused_or_harmless() {
    let (app, ada) = connected().await;
    for key in ["../../admin", "DEMO/../X", "DEMO?x=1", "DEMO%2F", "\" OR 1"] {
        let page = choose(&ada, "project", &[("wanted[project]", key)]).await;
        assert_eq!(page.status, StatusCode::OK, "{key}");
        let paths: Vec<_> = app.jira.requests().into_iter().map(|it| it.path).collect();
        assert_eq!(paths, Vec::<String>::new(), "{key}");
    }
    for filter in ["1 OR project = X", "-1", "1.5"] {
        let page = choose(&ada, "filter", &[("wanted[filter]", filter)]).await;
        assert!(said(&page, "content").is_none(), "{filter}");
    }
    let answer = ada.call("configuration", &[("wanted[what]", "all")]).await;
    assert_eq!(answer.problem(), Some("bad-request"));
}

#[tokio::test]
async fn a_query_of_any_depth_or_length_is_refused_and_the_server_goes_on() {
    let (app, ada) = connected().await;
    // As bare as they are, so many brackets fit into a form.
    let deep = "(".repeat(60_000);
    let closed = format!("{}project=DEMO{}", "(".repeat(30_000), ")".repeat(30_000));
    let long = format!("summary~\"{}\"", "ü".repeat(1992));
    let verb = "configuration";
    for jql in [&deep, &closed, &long] {
        let form = format!("wanted[what]=jql&wanted[shown]=jql%20demo&wanted[jql]={jql}");
        let page = ada.send(verb, form).await.expect("an answer");
        assert!(outcome(&page).contains("up to 2,000 characters"));
        assert!(said(&page, "content").is_none());
        let form = format!("anew=true&saved=/?channel=A%26jira=demo%26list=jql%26jql={jql}");
        let page = ada.send(verb, form).await.expect("an answer");
        assert!(said(&page, "content").is_none());
        let form = format!("before={jql}");
        let answer = ada.send("complete", form).await.expect("an answer");
        assert_eq!(answer.status, StatusCode::OK);
    }
    assert_eq!(app.jira.count_requests("/search"), 0);
    let page = choose(&ada, "jql", &[("wanted[jql]", "project = DEMO")]).await;
    assert!(said(&page, "content").is_some());
}

#[tokio::test]
async fn what_is_searched_for_is_cut_before_jira_is_asked() {
    let (app, ada) = connected().await;
    let long = "ü".repeat(5000);
    choose(&ada, "project", &[("wanted[find]", &long)]).await;
    let fields = [("jira", "demo"), ("key", "DEMO-1"), ("text", &long)];
    ada.call("issue/people", &fields).await;
    let before = format!("project = {}", "x".repeat(8000));
    ada.call("complete", &[("before", &before)]).await;
    let queries: Vec<_> = app.jira.requests().into_iter().map(|it| it.query).collect();
    let has = |text: &str| queries.iter().filter(|it| it.contains(text)).count();
    assert_eq!(has(&"%C3%BC".repeat(255)), 2, "{queries:?}");
    assert_eq!(has(&"x".repeat(255)), 1, "{queries:?}");
    assert_eq!(has(&"%C3%BC".repeat(256)) + has(&"x".repeat(256)), 0);
}

fn plant(app: &TestApp, payload: &str) {
    app.jira.change_filters(|filters| {
        for filter in filters {
            payload.clone_into(&mut filter.name);
        }
    });
    app.jira.change_projects(|projects| {
        for project in projects {
            payload.clone_into(&mut project.name);
        }
    });
}
