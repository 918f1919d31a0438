use super::{KEY, change, connected, done, open, refused, requests, seen};
use crate::script::{Answer, Script};
use tests::{TestApp, jira_sim::Permission};

/// A field as the form sends it.
fn field(at: usize, id: &str, kind: &str, value: &str, was: &str) -> Vec<(String, String)> {
    let part = |name: &str, value: &str| (format!("[fields][{at}][{name}]"), value.to_owned());
    vec![
        part("id", id),
        part("kind", kind),
        part("name", id),
        part("value", value),
        part("was", was),
    ]
}

/// Presses Save in a form with these fields.
async fn save<N: AsRef<str>, V: AsRef<str>>(script: &Script, fields: &[(N, V)]) -> Answer {
    let names: Vec<String> = fields
        .iter()
        .map(|(name, _)| format!("[Save]{}", name.as_ref()))
        .collect();
    let values = fields.iter().map(|(_, value)| value.as_ref());
    let fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(values).collect();
    change(script, &fields).await
}

#[tokio::test]
async fn a_comment_is_one_request_and_comes_back_as_jira_renders_it() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let answer = change(&script, &[("[Comment][text]", "A *bold* word & ünïcode")]).await;
    let part = done(&answer, "Your comment was added.");
    assert_eq!(part.texts(".wiki b"), ["bold"]);
    assert_eq!(part.texts(".wiki"), ["A bold word & ünïcode"]);
    assert!(part.form("Delete comment").is_some(), "{}", part.html);
    assert_eq!(requests(&app), 1);
    let saved = app.jira.issue(KEY).expect("the issue").comments;
    let saved = saved.last().expect("a comment");
    assert_eq!(saved.body, "A *bold* word & ünïcode");
    let id = format!("comment-{}", saved.id);
    assert_eq!(part.attribute("li", "id"), Some(id));
}

#[tokio::test]
async fn a_comment_is_changed_and_deleted_with_one_request_each() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    done(
        &change(&script, &[("[Comment][text]", "first")]).await,
        "Your comment was added.",
    );
    let comments = || app.jira.issue(KEY).expect("the issue").comments;
    let id = comments().last().expect("a comment").id.to_string();
    requests(&app);
    let text = [
        ("[EditComment][id]", id.as_str()),
        ("[EditComment][text]", "second"),
    ];
    let part = done(&change(&script, &text).await, "Your comment was changed.");
    assert_eq!(part.texts(".wiki"), ["second"]);
    assert_eq!(part.texts("textarea"), ["second"]);
    assert_eq!(requests(&app), 1);
    let answer = change(&script, &[("[DeleteComment][id]", &id)]).await;
    let part = done(&answer, "Your comment was deleted.");
    assert_eq!(part.attribute("li", "id"), Some(format!("comment-{id}")));
    assert_eq!(part.texts("li"), [""]);
    assert_eq!(requests(&app), 1);
    assert!(comments().iter().all(|it| it.id.to_string() != id));
}

#[tokio::test]
async fn a_transition_is_two_requests_and_answers_with_the_issue() {
    let app = TestApp::spawn().await;
    app.jira
        .change_issue(KEY, |issue| issue.status = "To Do".to_owned());
    let script = connected(&app).await;
    let panel = done(&save(&script, &[("[transition]", "11")]).await, "Saved.");
    assert_eq!(panel.texts(".actions .status"), ["In Progress"]);
    assert!(panel.form("Assign to me").is_some(), "rights are kept");
    assert_eq!(requests(&app), 2);
    let saved = app.jira.issue(KEY).expect("the issue");
    assert_eq!(saved.status, "In Progress");
}

#[tokio::test]
async fn what_the_screen_of_a_transition_asks_for_goes_with_it() {
    let app = TestApp::spawn().await;
    app.jira
        .change_issue(KEY, |issue| issue.status = "To Do".to_owned());
    let script = connected(&app).await;
    let panel = open(&script).await;
    assert_eq!(
        panel.texts("[data-screen='51'] label")[0],
        "Resolution (required)"
    );
    let values = panel.attributes("[data-screen='51'] select option", "value");
    let choice = values.iter().flatten().find(|it| !it.is_empty());
    let (alert, fields) = refused(&save(&script, &[("[transition]", "51")]).await);
    assert_eq!(fields, ["resolution"], "{}", alert.html);
    let parts = [
        ("[transition]", "51"),
        ("[screen][0][id]", "resolution"),
        ("[screen][0][kind]", "One"),
        ("[screen][0][value]", choice.expect("a choice")),
        ("[screen][1][id]", "comment"),
        ("[screen][1][kind]", "Comment"),
        ("[screen][1][value]", "All done"),
    ];
    let panel = done(&save(&script, &parts).await, "Saved.");
    assert_eq!(panel.texts(".actions .status"), ["Done"]);
    let saved = app.jira.issue(KEY).expect("the issue");
    assert_eq!(saved.comments.last().expect("a comment").body, "All done");
}

#[tokio::test]
async fn fields_are_saved_with_two_requests_and_those_left_alone_are_not_sent() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let panel = open(&script).await;
    let priorities = panel.texts("#field-priority option");
    let ids = panel.attributes("#field-priority option", "value");
    let at = priorities.iter().position(|it| it == "High");
    let high = ids[at.expect("High")].clone().expect("an id");
    requests(&app);
    for (id, kind, value) in [
        ("summary", "Line", "R&D C# 50% a+b Ünïcode"),
        ("description", "Text", "One\r\nTwo"),
        ("priority", "One", &high),
        ("labels", "Words", "one  two"),
        ("duedate", "Date", "2026-12-24"),
    ] {
        let mut fields = field(0, "fixVersions", "Many", "1", "1");
        fields.extend(field(1, id, kind, value, &seen(&panel, id)));
        app.jira.clear_requests();
        done(&save(&script, &fields).await, "Saved.");
        assert_eq!(requests(&app), 2, "{id}");
    }
    let saved = app.jira.issue(KEY).expect("the issue");
    assert_eq!(saved.summary, "R&D C# 50% a+b Ünïcode");
    assert_eq!(saved.priority.as_deref(), Some("High"));
    assert_eq!(saved.text("description"), "One\nTwo");
    assert_eq!(saved.texts("labels"), ["one", "two"]);
    assert_eq!(saved.text("duedate"), "2026-12-24");
}

#[tokio::test]
async fn a_save_shows_the_issue_as_it_is_then() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let panel = open(&script).await;
    let mut fields = field(
        0,
        "summary",
        "Line",
        "New & shiny",
        &seen(&panel, "summary"),
    );
    fields.extend(field(1, "description", "Text", "h1. New", ""));
    fields[9].1 = seen(&panel, "description");
    let now = done(&save(&script, &fields).await, "Saved.");
    assert_eq!(now.texts("h2"), ["New & shiny"]);
    assert_eq!(seen(&now, "summary"), "New & shiny");
    assert_eq!(now.texts("pre.wiki"), ["h1. New"]);
    assert!(now.texts(".part [data-do=reload]")[0].contains("as Jira does"));
}

#[tokio::test]
async fn a_form_in_which_nothing_differs_asks_jira_nothing() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let fields = [
        ("[assignee]", "Dana Demo (demo)"),
        ("[assignee_was]", "demo"),
        ("[transition]", ""),
    ];
    done(&save(&script, &fields).await, "Nothing has changed.");
    assert_eq!(requests(&app), 0);
}

#[tokio::test]
async fn what_jira_accepted_before_it_refused_the_rest_is_shown() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let panel = open(&script).await;
    let mut fields = field(0, "summary", "Line", "new", &seen(&panel, "summary"));
    fields.push(("[transition]".to_owned(), "999".to_owned()));
    let (page, _) = refused(&save(&script, &fields).await);
    assert_eq!(page.texts("h2"), ["new"]);
    let alert = page.texts("[role=alert]").join(" ");
    assert!(alert.contains("What it accepted is saved"), "{alert}");
    assert_eq!(app.jira.issue(KEY).expect("the issue").summary, "new");
}

#[tokio::test]
async fn a_refused_save_names_every_field() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let summary = seen(&open(&script).await, "summary");
    let mut fields = field(0, "summary", "Line", "", &summary);
    fields.extend(field(1, "duedate", "Date", "tomorrow", ""));
    let (_, ids) = refused(&save(&script, &fields).await);
    assert_eq!(ids, ["duedate", "summary"]);
    assert_eq!(app.jira.issue(KEY).expect("the issue").summary, summary);
}

#[tokio::test]
async fn the_assignee_is_somebody_nobody_or_oneself() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let assignee = || app.jira.issue(KEY).expect("the issue").assignee;
    for (to, was, then) in [
        ("Sam Sample (sam)", "demo", Some("sam")),
        ("Unassigned", "sam", None),
    ] {
        let fields = [("[assignee]", to), ("[assignee_was]", was)];
        done(&save(&script, &fields).await, "Saved.");
        assert_eq!(requests(&app), 3, "{to}");
        assert_eq!(assignee().as_deref(), then);
    }
    let answer = change(&script, &[("[AssignToMe][was]", "")]).await;
    let panel = done(&answer, "The issue is assigned to you.");
    assert_eq!(panel.texts(".facts dd")[0], "Dana Demo");
    assert_eq!(assignee().as_deref(), Some("demo"));
    let fields = [("[assignee]", "Sam Sample"), ("[assignee_was]", "demo")];
    assert_eq!(refused(&save(&script, &fields).await).1, ["assignee"]);
    let fields = [("[assignee]", "nobody-such"), ("[assignee_was]", "demo")];
    assert_eq!(refused(&save(&script, &fields).await).1, ["assignee"]);
    assert_eq!(assignee().as_deref(), Some("demo"));
}

#[tokio::test]
async fn watching_voting_and_logging_work_are_one_request_each() {
    let app = TestApp::spawn().await;
    app.jira
        .change_issue(KEY, |issue| issue.reporter = "sam".to_owned());
    let script = connected(&app).await;
    for (verb, on, words, next) in [
        (
            "Watch",
            "true",
            "You watch this issue.",
            "Stop watching (1)",
        ),
        (
            "Vote",
            "true",
            "You voted for this issue.",
            "Take vote back (1)",
        ),
        (
            "Watch",
            "false",
            "You no longer watch this issue.",
            "Watch (0)",
        ),
        ("Vote", "false", "Your vote was taken back.", "Vote (0)"),
    ] {
        let count = if on == "true" { "0" } else { "1" };
        let names = [format!("[{verb}][on]"), format!("[{verb}][count]")];
        let answer = change(&script, &[(&names[0], on), (&names[1], count)]).await;
        assert_eq!(done(&answer, words).texts("button"), [next]);
        assert_eq!(requests(&app), 1);
        let saved = app.jira.issue(KEY).expect("the issue");
        let people = match verb {
            "Watch" => saved.watchers,
            _ => saved.voters,
        };
        let is_in = people.contains(&"demo".to_owned());
        assert_eq!(is_in, on == "true", "{verb} {on}");
    }
    let work = [("[Work][time]", "1h 30m"), ("[Work][comment]", "looked")];
    done(&change(&script, &work).await, "Your work was logged.");
    assert_eq!(requests(&app), 1);
    assert_eq!(app.jira.issue(KEY).expect("the issue").worklogs.len(), 1);
    refused(&change(&script, &[("[Work][time]", "soon")]).await);
}

#[tokio::test]
async fn what_the_person_may_not_is_refused_in_jiras_words() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira
        .set_permission("demo", "DEMO", Permission::AddComments, false);
    let answer = change(&script, &[("[Comment][text]", "x")]).await;
    let (page, fields) = refused(&answer);
    let alert = page.texts("[role=alert]").join(" ");
    assert!(alert.contains("permission to comment"), "{alert}");
    assert!(alert.contains("nothing was changed"), "{alert}");
    assert_eq!(fields, Vec::<String>::new());
}

#[tokio::test]
async fn an_empty_comment_is_refused_without_asking_jira() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let answer = change(&script, &[("[Comment][text]", "  \n")]).await;
    assert_eq!(refused(&answer).1, ["comment"]);
    assert_eq!(requests(&app), 0);
}

#[tokio::test]
async fn ids_that_are_none_reach_no_address_of_jira() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    for id in ["../../../myself", "1/2", "", "x"] {
        let answer = change(&script, &[("[DeleteComment][id]", id)]).await;
        assert_eq!(answer.status, 404, "{id}: {}", answer.json);
    }
    assert_eq!(requests(&app), 0);
}

#[tokio::test]
async fn jiras_longest_text_fits() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let text = "本".repeat(32_767);
    let answer = change(&script, &[("[Comment][text]", &text)]).await;
    done(&answer, "Your comment was added.");
    let fields = field(0, "description", "Text", &text, &"文".repeat(32_767));
    refused(&save(&script, &fields).await);
}

#[tokio::test]
async fn a_session_that_has_ended_says_so() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira.revoke_all();
    let answer = change(&script, &[("[Comment][text]", "x")]).await;
    assert_eq!(answer.problem(), Some("not-connected"));
}
