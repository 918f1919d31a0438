use super::{choose, connected, connected_to_one_of_two, open, outcome, said, saved, written};
use crate::tickets::{ada, stranger, tab};
use reqwest::StatusCode;
use tests::jira_sim::Fault;
use url::form_urlencoded;

#[tokio::test]
async fn a_favourite_filter_is_proposed_and_counted() {
    let (_app, ada) = connected().await;
    let page = open(&ada, "").await;
    let html = written(&page);
    let filters = html.texts("#filter option");
    assert_eq!(
        filters,
        [
            "Open bugs",
            "R&D: what \"we\" do next",
            "Ünïcode C# 50% a+b"
        ]
    );
    assert_eq!(
        html.attribute("#name", "value").as_deref(),
        Some("Open bugs")
    );
    assert!(said(&page, "again").is_some());
    assert!(said(&page, "content").is_none(), "nothing is counted yet");

    let page = choose(&ada, "filter", &[("wanted[filter]", "10000")]).await;
    let counted = outcome(&page);
    assert!(counted.contains("for you now."), "{counted}");
    assert!(
        counted.contains("Others may see another number"),
        "{counted}"
    );
    let tab = saved(&page);
    assert_eq!(tab.jql(), "filter = 10000 ORDER BY priority DESC, key ASC");
    assert_eq!(tab.name, "A name");
    let website = &tab.website;
    assert!(
        website.contains("/issues/?jql=filter+%3D+10000"),
        "{website}"
    );
}

#[tokio::test]
async fn a_project_is_narrowed_by_types_statuses_and_priorities() {
    let (_app, ada) = connected().await;
    let page = choose(&ada, "project", &[("wanted[project]", "DEMO Billing")]).await;
    assert!(said(&page, "again").is_some());
    let html = written(&page);
    let legends = html.texts("#parts legend");
    assert_eq!(legends.len(), 3, "{legends:?}");
    let boxes = html.texts("#parts label");
    for name in ["Bug", "Done", "High"] {
        assert!(boxes.iter().any(|it| it == name), "{name}: {boxes:?}");
    }
    assert_eq!(html.texts("#choice").len(), 0, "the other fields stay");

    let page = choose(
        &ada,
        "project",
        &[
            ("wanted[project]", "DEMO Billing"),
            ("wanted[narrowed]", "DEMO"),
            ("wanted[types][]", "Bug"),
            ("wanted[types][]", "Task"),
            ("wanted[statuses][]", "Done"),
            ("wanted[priorities][]", "High"),
            ("wanted[name]", "Billing"),
            ("wanted[proposed]", "Billing"),
        ],
    )
    .await;
    let tab = saved(&page);
    assert_eq!(
        tab.jql(),
        "(project = \"DEMO\") AND (issuetype in (\"Bug\", \"Task\")) AND (status in (\"Done\")) \
         AND (priority in (\"High\")) ORDER BY updated DESC"
    );
    assert_eq!(tab.name, "Billing: Bug, Task, Done, High");
    assert_eq!(said(&page, "proposed"), Some(tab.name));
}

#[tokio::test]
async fn projects_are_the_recent_ones_or_what_is_searched_for() {
    let (app, ada) = connected().await;
    let fields = [("wanted[what]", "project")];
    let html = written(&ada.call("configuration", &fields).await);
    let shown = html.texts("#project option").join("; ");
    assert!(shown.contains("R&D (RND)"), "{shown}");
    let recent = app.jira.requests();
    assert!(recent.iter().any(|it| it.query == "recent=20"));

    for name in ["R&D", "C#", "50%", "a+b", "Ünïcode", "uni"] {
        let page = choose(&ada, "project", &[("wanted[find]", name)]).await;
        let found = written(&page).texts("#project option");
        assert_eq!(found.len(), 2, "{name}: {found:?}");
    }
    let page = choose(&ada, "project", &[("wanted[find]", "nowhere")]).await;
    let hint = written(&page).texts("#projects .hint").join(" ");
    assert_eq!(hint, "No project has that in its name or key.");
    assert_eq!(outcome(&page), "Choose a project.");
}

#[tokio::test]
async fn a_query_is_counted_and_a_wrong_one_is_refused_in_jira_s_words() {
    let (_app, ada) = connected().await;
    let query = |text: &'static str| [("wanted[jql]", text)];
    let page = choose(&ada, "jql", &query("project = DEMO OR project = OPS")).await;
    assert_eq!(
        saved(&page).jql(),
        "project = DEMO OR project = OPS ORDER BY updated DESC"
    );
    let page = choose(&ada, "jql", &query("project = DEMO order by \"key\"")).await;
    assert_eq!(saved(&page).jql(), "project = DEMO ORDER BY \"key\"");
    for wrong in ["project = NOWHERE", "status = \"Open", "nonsense = 1"] {
        let page = choose(&ada, "jql", &query(wrong)).await;
        assert!(said(&page, "content").is_none(), "{wrong}");
        assert!(said(&page, "refused").is_some(), "{wrong}");
        let said = outcome(&page);
        assert!(said.starts_with("Jira does not take this: "), "{said}");
    }
    assert_eq!(
        outcome(&choose(&ada, "jql", &query("  ")).await),
        "Enter a query."
    );
}

#[tokio::test]
async fn names_with_signs_work_from_the_form_to_jira() {
    let (app, ada) = connected().await;
    for name in ["R&D", "Ünïcode C# 50% a+b", "A (b), {app.theme}"] {
        app.jira.clear_requests();
        let fields = [
            (
                "wanted[jql]",
                "project = \"R&D\" OR project = \"Ünïcode C# 50% a+b\" OR labels = \"{x}\"",
            ),
            ("wanted[name]", name),
        ];
        let page = choose(&ada, "jql", &fields).await;
        let tab = saved(&page);
        assert_eq!(tab.name, name);
        let view = tab.view();
        assert_eq!(
            view.matches('{').count(),
            1,
            "only the theme is filled in: {view}"
        );
        let shown = ada.call("tab", &[("view", &view)]).await;
        let listing = &shown.step("Connected")["listing"]["view"];
        let listing = listing.as_str().expect("a view");
        let pair = |it: &str| view.contains(it) && listing.contains(it);
        assert!(pair("jql=project+%3D+%22R%26D%22"), "{listing}");
        let asked: Vec<_> = app.jira.requests().into_iter().map(|it| it.query).collect();
        assert!(
            asked
                .iter()
                .all(|it| it.contains("R%26D") && it.contains("C%23%2050%25%20a%2Bb")),
            "{asked:?}"
        );
    }
}

#[tokio::test]
async fn the_settings_of_a_tab_show_what_was_chosen() {
    let (_app, ada) = connected().await;
    let choices: [(&str, &[(&str, &str)]); 3] = [
        ("filter", &[("wanted[filter]", "10002")]),
        (
            "project",
            &[
                ("wanted[project]", "RND R&D"),
                ("wanted[narrowed]", "RND"),
                ("wanted[types][]", "Bug"),
            ],
        ),
        (
            "jql",
            &[("wanted[jql]", "assignee = currentUser() ORDER BY key")],
        ),
    ];
    for (what, fields) in choices {
        let chosen = choose(&ada, what, fields).await;
        let url = saved(&chosen).content;
        let page = open(&ada, &url).await;
        let html = written(&page);
        assert_eq!(
            html.attribute("[type=radio][checked]", "value").as_deref(),
            Some(what)
        );
        assert_eq!(html.attribute("#name", "value").as_deref(), Some("A name"));
        match what {
            "filter" => assert_eq!(
                html.attribute("#filter [selected]", "value").as_deref(),
                Some("10002")
            ),
            "project" => {
                let chosen = html.attribute("#project [selected]", "value");
                assert_eq!(chosen.as_deref(), Some("RND R&D"));
                assert_eq!(
                    html.attribute("#parts [checked]", "value").as_deref(),
                    Some("Bug")
                );
            }
            _ => assert_eq!(
                html.attribute("#query", "value").as_deref(),
                Some("assignee = currentUser() ORDER BY key")
            ),
        }
    }
    // The tab that an earlier version saved.
    let page = open(&ada, "https://tab.example.test/?theme={app.theme}").await;
    assert_eq!(written(&page).texts("#filter option").len(), 3);
}

#[tokio::test]
async fn a_filter_in_another_order_than_its_own_is_shown_as_a_query() {
    let (_app, ada) = connected().await;
    let shown = async |jql: &str| {
        let mut address = form_urlencoded::Serializer::new("/?".to_owned());
        let view = [
            ("channel", "A"),
            ("jira", "demo"),
            ("list", "jql"),
            ("jql", jql),
        ];
        let html = written(&open(&ada, &address.extend_pairs(view).finish()).await);
        let what = html.attribute("[type=radio][checked]", "value");
        let query = html.attributes("#query", "value").into_iter().flatten();
        (what.expect("a kind"), query.last())
    };
    let own = "filter = 10000 ORDER BY priority DESC, key ASC";
    assert_eq!(shown(own).await, ("filter".to_owned(), None));
    for other in [
        "filter = 10000 ORDER BY key",
        "filter = 10000 ORDER BY updated DESC",
        "filter = 10000",
        "filter = 10003 ORDER BY key",
    ] {
        let as_query = ("jql".to_owned(), Some(other.to_owned()));
        assert_eq!(shown(other).await, as_query);
    }
    // In the order that it would be saved in again.
    let newest = "filter = 10003 ORDER BY updated DESC";
    assert_eq!(shown(newest).await, ("filter".to_owned(), None));
}

#[tokio::test]
async fn a_choice_in_a_jira_that_the_person_is_not_connected_to_stays_there() {
    let (app, second, ada) = connected_to_one_of_two().await;
    second.clear_requests();
    for (jira, name, words) in [
        (
            "second",
            "Second Jira",
            "You are not connected to this Jira.",
        ),
        (
            "gone",
            "Unknown Jira",
            "a Jira that its server does not know",
        ),
    ] {
        for jql in ["project = \"RND\"", "filter = 10000", "assignee = fred"] {
            let saved = format!("/?channel=Mine&jira={jira}&list=jql&jql={jql}");
            let page = open(&ada, &saved).await;
            let html = written(&page);
            assert!(outcome(&page).contains(words), "{}", outcome(&page));
            assert!(outcome(&page).contains("hoose another Jira above."));
            assert!(said(&page, "content").is_none() && said(&page, "again").is_none());
            assert_eq!(html.texts("#jira option"), [name, "Demo Jira"]);
            let chosen = html.attribute("#jira [selected]", "value");
            assert_eq!(chosen.as_deref(), Some(jira));
            assert_eq!(
                html.texts("#choice label").len(),
                0,
                "nothing to choose there"
            );
        }
        let shown = format!("filter {jira}");
        let fields = [
            ("wanted[jira]", jira),
            ("wanted[what]", "filter"),
            ("wanted[shown]", &shown),
            ("wanted[filter]", "10000"),
        ];
        let page = ada.call("configuration", &fields).await;
        assert!(said(&page, "content").is_none(), "{jira}");
        assert_eq!(app.jira.requests().len() + second.requests().len(), 0);
        // What was chosen there means nothing in another Jira.
        let mut elsewhere = fields;
        elsewhere[0].1 = "demo";
        elsewhere[3].1 = "10002";
        let html = written(&ada.call("configuration", &elsewhere).await);
        let filter = html.attribute("#filter [selected]", "value");
        assert_eq!(filter.as_deref(), Some("10000"));
        app.jira.clear_requests();
    }
}

#[tokio::test]
async fn the_same_choice_has_the_same_entity_id_whatever_it_is_called() {
    let (_app, ada) = connected().await;
    let mut ids = Vec::new();
    for (jql, name) in [
        ("project = DEMO", "A"),
        ("project = DEMO", "B"),
        ("project = OPS", "A"),
    ] {
        let page = choose(&ada, "jql", &[("wanted[jql]", jql), ("wanted[name]", name)]).await;
        ids.push(saved(&page).entity);
    }
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
    assert!(ids[0].len() <= 64);
}

#[tokio::test]
async fn what_teams_could_not_keep_is_refused_before_save() {
    let (app, ada) = connected().await;
    let long = format!("summary ~ \"{}\"", "x".repeat(1950));
    let page = choose(&ada, "jql", &[("wanted[jql]", &long)]).await;
    assert!(
        outcome(&page).contains("2,048 characters"),
        "{}",
        outcome(&page)
    );
    assert!(said(&page, "content").is_none());
    assert_eq!(app.jira.requests().len(), 0);
    let page = choose(
        &ada,
        "jql",
        &[("wanted[jql]", "project = DEMO"), ("wanted[name]", " ")],
    )
    .await;
    assert_eq!(outcome(&page), "Give the tab a name.");
    // Whatever is just short enough is read again as it was written.
    let long = format!("summary ~ \"{}\"", "x".repeat(1700));
    let page = choose(&ada, "jql", &[("wanted[jql]", &long)]).await;
    let url = &saved(&page).content;
    assert!(url.len() <= 2048 && saved(&page).jql().starts_with(&long));
}

#[tokio::test]
async fn what_was_filled_in_for_another_kind_is_kept() {
    let (_app, ada) = connected().await;
    let fields = [
        ("wanted[what]", "filter"),
        ("wanted[shown]", "jql demo"),
        ("wanted[jql]", "project = DEMO"),
        ("wanted[project]", "RND R&D"),
        ("wanted[types][]", "Bug"),
    ];
    let html = written(&ada.call("configuration", &fields).await);
    let kept = |name: &str| html.attribute(&format!("#choice [name='wanted[{name}]']"), "value");
    assert_eq!(kept("jql").as_deref(), Some("project = DEMO"));
    assert_eq!(kept("project").as_deref(), Some("RND R&D"));
    assert_eq!(kept("types][").as_deref(), Some("Bug"));
}

#[tokio::test]
async fn who_is_not_connected_or_holds_a_ticket_only_gets_no_form() {
    let app = tab().await;
    let answer = open(&ada(&app).await, "").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.problem(), Some("not-connected"));
    let eve = stranger(&app).await;
    let dialog = crate::tickets::dialog_of(&app, &eve).await;
    let answer = open(&dialog, "").await;
    assert_eq!(answer.problem(), Some("ticket-not-enough"));
}

#[tokio::test]
async fn a_jira_that_fails_says_so_and_nothing_can_be_saved() {
    let (app, ada) = connected().await;
    app.jira
        .queue_fault("/filter/favourite", Fault::Status(503));
    assert_eq!(open(&ada, "").await.problem(), Some("jira-down"));
    app.jira.queue_fault("/search", Fault::Status(503));
    let page = choose(&ada, "jql", &[("wanted[jql]", "project = DEMO")]).await;
    assert_eq!(page.problem(), Some("jira-down"));
    app.jira.revoke_all();
    let page = choose(&ada, "jql", &[("wanted[jql]", "project = DEMO")]).await;
    assert_eq!(page.problem(), Some("not-connected"));
    ada.call("tab", &[("view", "list=nothing")])
        .await
        .step("Reconnect");
}
