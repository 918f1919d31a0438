use super::{choose, connected, said, written};
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
