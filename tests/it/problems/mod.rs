//! Every problem of the catalogue, provoked and seen: a test for each, and the table of all.

mod code;
mod jira;
mod requests;
mod signed_in;
mod table;
mod teams;

use crate::{page::Page, script::Answer};
use app::error::{FixedBy, Problem};

/// What only a browser can notice: the tests in a browser, and words that they look for.
const IN_BROWSER: &[(Problem, &str, &str)] = &[
    (
        Problem::Offline,
        include_str!("../e2e/refusals.rs"),
        "The tab's server did not answer.",
    ),
    (
        Problem::OutsideTeams,
        include_str!("../e2e/teams_identity.rs"),
        "This page is a part of Microsoft Teams.",
    ),
    (
        Problem::TeamsSilent,
        include_str!("../e2e/teams_identity.rs"),
        "Microsoft Teams did not answer this tab.",
    ),
    (
        Problem::ConsentNeeded,
        include_str!("../e2e/teams_identity.rs"),
        "asks for your consent",
    ),
    (
        Problem::MfaNeeded,
        include_str!("../e2e/teams_identity.rs"),
        "second factor",
    ),
    (
        Problem::SessionRevoked,
        include_str!("../e2e/teams_identity.rs"),
        "session has been ended",
    ),
    (
        Problem::AppDisabled,
        include_str!("../e2e/teams_identity.rs"),
        "the app registration of this tab",
    ),
    (
        Problem::TeamsRefused,
        include_str!("../e2e/teams_identity.rs"),
        "could not say who you are",
    ),
];

/// One named test for each problem, in the order of the catalogue.
macro_rules! provoked {
    ($($test:ident: $problem:ident = $provoke:expr;)*) => {
        pub const PROVOKED: &[app::error::Problem] = &[$(app::error::Problem::$problem),*];
        $(
            #[tokio::test]
            async fn $test() {
                let shown = $crate::problems::Shown::from($provoke.await);
                shown.assert_is(app::error::Problem::$problem);
            }
        )*
    };
}
use provoked;

/// A problem as a person, or their browser, gets it.
pub struct Shown {
    problem: String,
    cause: String,
    next_step: String,
    request_id: Option<String>,
}

impl From<Page> for Shown {
    fn from(page: Page) -> Self {
        let alert = page.alert();
        let alert = alert.unwrap_or_else(|| panic!("no problem on {}: {}", page.path, page.html));
        let mut sentences = page.texts("[role=alert] p").into_iter();
        let mut sentence = || sentences.next().unwrap_or_default();
        Self {
            problem: alert.problem,
            cause: sentence(),
            next_step: sentence(),
            request_id: alert.request_id,
        }
    }
}

impl From<Answer> for Shown {
    fn from(answer: Answer) -> Self {
        let inner = &answer.json["problem"];
        let error = if inner.is_object() {
            inner
        } else {
            &answer.json
        };
        let text = |name: &str| error[name].as_str().map(str::to_owned);
        let must = |name| text(name).unwrap_or_else(|| panic!("no {name}: {}", answer.json));
        Self {
            problem: must("problem"),
            cause: must("cause"),
            next_step: must("next_step"),
            request_id: text("request_id"),
        }
    }
}

impl Shown {
    /// It is `problem`, says cause and next step, names who can fix it and nobody else, and can be
    /// found in the log by whoever that is.
    fn assert_is(&self, problem: Problem) {
        let words = format!("{} {}", self.cause, self.next_step);
        assert_eq!(self.problem, problem.word(), "{words}");
        for sentence in [&self.cause, &self.next_step] {
            assert!(sentence.len() > 10 && sentence.ends_with('.'), "{sentence}");
        }
        assert_eq!(named_in(&words), named_for(problem), "{words}");
        let id_bytes = self.request_id.as_ref().map(String::len);
        match problem.fixed_by() {
            FixedBy::Person => assert_eq!(id_bytes, None, "nobody needs it: {words}"),
            _ => assert!(id_bytes >= Some(22), "no request ID: {words}"),
        }
    }
}

/// The administrator whom a sentence names, at most one.
fn named_in(words: &str) -> Option<FixedBy> {
    let named: Vec<_> = [
        ("Jira administrator", FixedBy::JiraAdministrator),
        ("administrator of this tab", FixedBy::TabAdministrator),
        ("Entra administrator", FixedBy::EntraAdministrator),
    ]
    .into_iter()
    .filter(|(name, _)| words.contains(name))
    .map(|(_, who)| who)
    .collect();
    assert!(named.len() <= 1, "one at most: {words}");
    named.first().copied()
}

/// The administrator whom the sentences of a problem must name.
fn named_for(problem: Problem) -> Option<FixedBy> {
    let who = problem.fixed_by();
    (!matches!(who, FixedBy::Person | FixedBy::Nobody)).then_some(who)
}

#[test]
fn every_problem_is_provoked_or_seen_in_a_browser() {
    let provoked = [
        jira::PROVOKED,
        code::PROVOKED,
        signed_in::PROVOKED,
        teams::PROVOKED,
        requests::PROVOKED,
    ]
    .concat();
    for problem in Problem::ALL {
        let in_browser = IN_BROWSER.iter().filter(|(seen, ..)| seen == problem);
        let times = provoked.iter().filter(|seen| *seen == problem).count() + in_browser.count();
        assert_eq!(times, 1, "{}", problem.word());
    }
}

#[test]
fn what_only_a_browser_notices_is_looked_for_in_a_browser() {
    for (problem, test, words) in IN_BROWSER {
        assert!(test.contains(&format!("\"{words}")), "{}", problem.word());
        let error = app::error::TabError::in_browser(*problem);
        assert!(error.to_string().contains(words), "{error}");
    }
}
