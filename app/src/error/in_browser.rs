//! The sentences of what only the browser can notice: they must be there when no server answers.

use super::{Problem, TabError};

const ASK_OPERATOR: &str = "contact the administrator of this tab";

impl TabError {
    /// The sentences for a problem that the browser noticed by itself.
    #[must_use]
    pub fn in_browser(problem: Problem) -> Self {
        let (cause, next_step) = sentences(problem);
        Self {
            problem,
            cause: cause.to_owned(),
            next_step: next_step.replace("{ask}", ASK_OPERATOR),
            request_id: None,
        }
    }
}

fn sentences(problem: Problem) -> (&'static str, &'static str) {
    match problem {
        Problem::OutsideTeams => (
            "This page is a part of Microsoft Teams.",
            "Open Microsoft Teams and choose Jira among your apps.",
        ),
        Problem::TeamsSilent => (
            "Microsoft Teams did not answer this tab.",
            "Reload the tab. If it stays so, {ask}: Teams may not know this address.",
        ),
        Problem::ConsentNeeded => (
            "Your organisation asks for your consent before this tab may learn who you are.",
            "Press Sign in with Microsoft. If you may not consent yourself, ask an Entra administrator of your organisation to consent for everybody.",
        ),
        Problem::MfaNeeded => (
            "Your organisation asks you to confirm your sign-in with a second factor.",
            "Press Sign in with Microsoft.",
        ),
        Problem::SessionRevoked => (
            "Your Microsoft session has been ended.",
            "Press Sign in with Microsoft. If that does not help, sign out of Microsoft Teams and in again.",
        ),
        Problem::AppDisabled => (
            "Microsoft Teams gives this tab no sign-in.",
            "Contact your Entra administrator: the app registration of this tab must be switched on, and its Application ID URI must be the one in the app package.",
        ),
        Problem::TeamsRefused => (
            "Microsoft Teams could not say who you are.",
            "Press Sign in with Microsoft, or reload the tab. If it stays so, {ask}.",
        ),
        Problem::OutcomeUnknown => (
            "The tab's server did not say whether the change was made.",
            "Press Reload and look before you try again. Nothing you typed is lost.",
        ),
        Problem::ChangeRefused => (
            "Jira did not accept what you sent.",
            "Open the issue again and correct it. Nothing you typed is lost.",
        ),
        _ => (
            "The tab's server did not answer.",
            "Check your network, then try again. Nothing you typed is lost.",
        ),
    }
}
