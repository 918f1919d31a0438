//! The sign-in as a state machine: pure, time passed in.
//!
//! An [`Attempt`] starts with Connect. The first GET of its Authorize link makes a request token
//! (RFC 5849 section 2.1), the verification code exchanges it (2.3), and Jira's word on who the
//! person is turns it into a [`Grant`].

mod draft;
mod term;

pub(crate) use draft::{Draft, DraftPart};
pub(crate) use term::Term;

use crate::{
    bearer::Digest,
    chat::Chat,
    oauth1::credentials::{TemporaryCredentials, TokenCredentials},
};
use app::{error::Problem, model::CodeTerms};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// How long Jira keeps a request token, from its making to the exchange
/// (`atlassian.oauth.default.request.token.ttl`).
const REQUEST_TOKEN_LIFE_S: u64 = 600;

/// A second GET of the Authorize link within this time (a prefetch, a double click) gets the same
/// request token. Longer, and whoever pressed Deny or lost the code would meet a used token.
const REQUEST_TOKEN_REUSE_S: u64 = 10;

/// Wrong codes per request token: Jira itself sets no limit.
const MAX_WRONG_CODES: u8 = 5;

/// A connect ticket ends this long after Authorize.
const TICKET_IDLE_S: u64 = 15 * 60;

/// A connect ticket ends this long after it was made, whatever happens.
const TICKET_LIFE_S: u64 = 60 * 60;

/// The tab must commit a result code within this time.
const RESULT_CODE_LIFE_S: u64 = 120;

/// That a grant is used is written down once in this time.
const GRANT_USE_STEP_S: u64 = 24 * 3600;

/// After this time an abandoned attempt is forgotten.
const ATTEMPT_LIFE_S: u64 = 24 * 3600;

/// A sign-in under way. Sealed in the store, so that a reload or a restart resumes it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// Jira ID of the instance.
    pub(crate) instance: String,
    /// Last part of the Authorize link's path: 128 random bits.
    pub(crate) handle: String,
    started_at_s: u64,
    /// When the Authorize link was last opened.
    #[serde(default)]
    opened_at_s: Option<u64>,
    request_token: Option<RequestToken>,
    /// An access token whose owner Jira could not name yet; Continue asks Jira again.
    exchanged: Option<AccessToken>,
    /// What the sign-in dialog came to, until the tab commits it.
    #[serde(default)]
    handover: Option<Handover>,
    /// Why the last step was refused, for pages without JavaScript and after a reload.
    pub(crate) refusal: Option<Refusal>,
}

/// Which of the two windows in Teams asks. They share neither cookies nor storage, and the dialog's
/// link may have been sent to somebody else, so the dialog may do less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    /// The tab: it proves who the person is.
    Tab,
    /// The sign-in dialog: it holds a connect ticket.
    Dialog,
}

/// A finished sign-in that the tab has not committed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Handover {
    made_at_s: u64,
    /// `None` once the result code has ended: then only the fact is kept, for the person to read.
    #[serde(flatten)]
    outcome: Option<Outcome>,
}

/// What the dialog came to. Without the result code nobody can commit it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Outcome {
    access_token: AccessToken,
    account: Account,
    result_code: Digest,
}

impl Handover {
    fn has_ended(&self, now_s: u64) -> bool {
        now_s >= self.made_at_s + RESULT_CODE_LIFE_S
    }
}

/// A refusal as it is kept: the word of the catalogue and the fact it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) problem: Problem,
    pub(crate) detail: Option<String>,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            detail: None,
        }
    }
}

/// Jira's request token: temporary credentials.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct RequestToken {
    token: Zeroizing<String>,
    secret: Zeroizing<String>,
    made_at_s: u64,
    wrong_codes: u8,
    /// An exchange got no answer: Jira may have used the token up.
    in_doubt: bool,
}

/// Jira's access token: token credentials with their session (OAuth Session extension).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub(crate) token: Zeroizing<String>,
    pub(crate) secret: Zeroizing<String>,
    pub(crate) session_handle: Option<Zeroizing<String>>,
    /// When Jira said it ends.
    pub(crate) expires_at_s: Option<u64>,
    /// How long its authorisation lasts, as far as Jira said.
    #[serde(default)]
    pub(crate) term: Option<Term>,
}

impl AccessToken {
    pub(crate) fn credentials(&self) -> TokenCredentials {
        TokenCredentials::new(self.token.as_str(), self.secret.as_str())
    }

    pub(crate) fn has_expired(&self, now_s: u64) -> bool {
        self.expires_at_s.is_some_and(|end| now_s >= end)
    }
}

/// A person's authorisation: worth years of access.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) access_token: AccessToken,
    pub(crate) account: Account,
    pub(crate) connected_at_s: u64,
    /// When Jira last answered with it, within a day.
    #[serde(default)]
    pub(crate) used_at_s: Option<u64>,
}

impl Grant {
    /// When it was last used; signing in counts.
    pub(crate) fn last_used_s(&self) -> u64 {
        self.used_at_s.unwrap_or_default().max(self.connected_at_s)
    }

    /// Whether so much time has passed since it was used that its use is worth a write.
    pub(crate) fn is_use_worth_a_write(&self, now_s: u64) -> bool {
        now_s >= self.last_used_s() + GRANT_USE_STEP_S
    }
}

/// Who Jira says the person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    /// Jira's user name, as in the `X-AUSERNAME` header.
    pub(crate) name: String,
    pub(crate) display_name: String,
}

/// What is remembered of a person besides grants.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Person {
    /// The instance used last: it is filled in.
    pub(crate) last_instance: Option<String>,
    /// The instance that ended the authorisation, and why; until the person reacts.
    pub(crate) ended: Option<(String, Problem)>,
    /// The connect ticket of the newest sign-in dialog.
    #[serde(default)]
    pub(crate) ticket: Option<Ticket>,
    /// Where the talk with the bot stands.
    #[serde(default)]
    pub(crate) chat: Chat,
    /// The words of the columns of lists that they chose; none for all. Another version may know more.
    #[serde(default)]
    pub(crate) columns: Vec<String>,
}

/// A connect ticket: opens the sign-in dialog's verbs for one person, and nothing else.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ticket {
    pub(crate) digest: Digest,
    made_at_s: u64,
    /// Whom the dialog names, so that nobody signs in for somebody else unawares.
    pub(crate) teams_name: Option<String>,
}

impl Ticket {
    pub(crate) fn make(digest: Digest, teams_name: Option<String>, now_s: u64) -> Self {
        Self {
            digest,
            made_at_s: now_s,
            teams_name,
        }
    }

    /// Ends 15 minutes after the Authorize link was last opened, and after an hour at most.
    pub(crate) fn is_live(&self, attempt: Option<&Attempt>, now_s: u64) -> bool {
        let opened_at_s = attempt.and_then(|attempt| attempt.opened_at_s);
        let last_s = opened_at_s.unwrap_or_default().max(self.made_at_s);
        now_s < (last_s + TICKET_IDLE_S).min(self.made_at_s + TICKET_LIFE_S)
    }
}

impl Attempt {
    pub(crate) fn start(instance: &str, handle: String, now_s: u64) -> Self {
        Self {
            instance: instance.to_owned(),
            handle,
            started_at_s: now_s,
            opened_at_s: None,
            request_token: None,
            exchanged: None,
            handover: None,
            refusal: None,
        }
    }

    /// Connect was pressed once more for the same Jira: the link stays, the last refusal is old news.
    /// What the dialog came to is dropped: it may have been somebody else's.
    pub(crate) fn resumed(self) -> Self {
        Self {
            refusal: None,
            handover: None,
            ..self
        }
    }

    /// Abandoned for so long that the person has forgotten it too.
    pub(crate) fn is_stale(&self, now_s: u64) -> bool {
        now_s >= self.started_at_s + ATTEMPT_LIFE_S
    }

    /// The request token for one more GET of the Authorize link, if the last one is fresh.
    pub(crate) fn reusable_request_token(&self, now_s: u64) -> Option<&str> {
        let token = self.request_token.as_ref()?;
        (now_s < token.made_at_s + REQUEST_TOKEN_REUSE_S).then_some(token.token.as_str())
    }

    /// The Authorize link was opened and Jira made a request token; an older one is forgotten.
    pub(crate) fn opened(&mut self, credentials: &TemporaryCredentials, now_s: u64) {
        self.request_token = Some(RequestToken {
            token: credentials.token().to_owned().into(),
            secret: credentials.secret().to_owned().into(),
            made_at_s: now_s,
            wrong_codes: 0,
            in_doubt: false,
        });
        self.opened_at_s = Some(now_s);
        self.exchanged = None;
        self.handover = None;
        self.refusal = None;
    }

    /// The pending request token's identifier, to tell a pasted address of another attempt.
    pub(crate) fn pending_token(&self) -> Option<&str> {
        self.request_token
            .as_ref()
            .map(|token| token.token.as_str())
    }

    /// What the exchange is signed with.
    ///
    /// # Errors
    /// [`Problem::AuthorizeFirst`] if no link was opened, [`Problem::CodeExpired`] if its ten
    /// minutes are over: then Jira is not asked.
    pub(crate) fn temporary_credentials(
        &self,
        now_s: u64,
    ) -> Result<TemporaryCredentials, Problem> {
        let token =
            self.request_token.as_ref().ok_or(match self.refusal {
                Some(Refusal {
                    problem:
                        ended
                        @ (Problem::CodeExpired | Problem::CodeTriesUsedUp | Problem::AccessDenied),
                    ..
                }) => ended,
                _ => Problem::AuthorizeFirst,
            })?;
        if now_s >= token.made_at_s + REQUEST_TOKEN_LIFE_S {
            return Err(Problem::CodeExpired);
        }
        Ok(TemporaryCredentials::new(
            token.token.as_str(),
            token.secret.as_str(),
        ))
    }

    /// How long and how often a code can still be entered, once the Authorize link was opened.
    pub(crate) fn code_terms(&self, now_s: u64) -> Option<CodeTerms> {
        let token = self.request_token.as_ref()?;
        let left_s = (token.made_at_s + REQUEST_TOKEN_LIFE_S).saturating_sub(now_s);
        // A clock that was set back lengthens nothing.
        let left_s = left_s.min(REQUEST_TOKEN_LIFE_S);
        Some(CodeTerms {
            seconds_left: u32::try_from(left_s).expect("ten minutes are a small number"),
            tries_left: (token.wrong_codes > 0).then(|| MAX_WRONG_CODES - token.wrong_codes),
        })
    }

    /// Jira exchanged the request token, which is used up with that.
    pub(crate) fn exchanged(&mut self, token: AccessToken) {
        self.request_token = None;
        self.exchanged = Some(token);
    }

    /// The access token that still waits for Jira's word on its owner.
    pub(crate) fn unproven_token(&self) -> Option<&AccessToken> {
        self.exchanged.as_ref()
    }

    /// The dialog exchanged the request token, and Jira said whose account it is: the tab may
    /// commit both with the result code.
    pub(crate) fn hand_over(
        &mut self,
        access_token: AccessToken,
        account: Account,
        result_code: Digest,
        now_s: u64,
    ) {
        self.request_token = None;
        self.handover = Some(Handover {
            made_at_s: now_s,
            outcome: Some(Outcome {
                access_token,
                account,
                result_code,
            }),
        });
    }

    /// Whether the dialog has finished and the tab has not got its result code. The code is never
    /// given out again: whoever asks for it may have sent the dialog's link to somebody else.
    pub(crate) fn waits_for_commit(&self) -> bool {
        self.handover.is_some()
    }

    /// What the result code opens: the access token and whose account it is.
    pub(crate) fn commit(
        &self,
        result_code: &Digest,
        now_s: u64,
    ) -> Option<(&AccessToken, &Account)> {
        let handover = self.handover.as_ref()?;
        let outcome = handover.outcome.as_ref()?;
        let opens = !handover.has_ended(now_s) && outcome.result_code == *result_code;
        opens.then_some((&outcome.access_token, &outcome.account))
    }

    /// Forgets what nobody can commit any more, and keeps that there was something.
    pub(crate) fn drop_ended_handover(&mut self, now_s: u64) {
        if let Some(handover) = &mut self.handover
            && handover.has_ended(now_s)
        {
            handover.outcome = None;
        }
    }

    /// The request token is used up and nothing came of it.
    pub(crate) fn spent(&mut self, refusal: Refusal) {
        self.request_token = None;
        self.refusal = Some(refusal);
    }

    /// Keeps the reason why a step was refused; nothing else follows from it.
    pub(crate) fn noted(&mut self, refusal: Refusal) {
        self.refusal = Some(refusal);
    }

    /// Keeps the reason why the code was refused, and what follows from it for the link whose
    /// request token was `used`: one that ended is forgotten.
    pub(crate) fn refused(&mut self, refusal: Refusal, used: Option<&str>) {
        let problem = match &self.request_token {
            Some(token) if Some(token.token.as_str()) == used => self.consequence(refusal.problem),
            _ => refusal.problem,
        };
        self.refusal = Some(Refusal { problem, ..refusal });
    }

    /// An exchange was sent and got no answer that could be read: Jira may have used the request
    /// token up, so a `token_rejected` after that says nothing about the code.
    pub(crate) fn in_doubt(&mut self, used: &str) {
        if let Some(token) = self
            .request_token
            .as_mut()
            .filter(|token| token.token.as_str() == used)
        {
            token.in_doubt = true;
        }
    }

    fn consequence(&mut self, problem: Problem) -> Problem {
        let Some(token) = &mut self.request_token else {
            return problem;
        };
        match problem {
            Problem::CodeWrong if token.in_doubt => {
                self.request_token = None;
                Problem::CodeExpired
            }
            Problem::CodeWrong => {
                token.wrong_codes += 1;
                if token.wrong_codes < MAX_WRONG_CODES {
                    return Problem::CodeWrong;
                }
                self.request_token = None;
                Problem::CodeTriesUsedUp
            }
            Problem::CodeExpired | Problem::AccessDenied => {
                self.request_token = None;
                problem
            }
            _ => problem,
        }
    }

    /// The access token turned out to be of no use.
    pub(crate) fn forget_exchange(&mut self) {
        self.exchanged = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened_at(now_s: u64) -> Attempt {
        let mut attempt = Attempt::start("acme", "handle".into(), now_s);
        attempt.opened(&TemporaryCredentials::new("RT", "secret"), now_s);
        attempt
    }

    /// What the person is told when the code was refused with `problem`.
    fn refuse(attempt: &mut Attempt, problem: Problem) -> Option<Problem> {
        let used = attempt.pending_token().map(str::to_owned);
        attempt.refused(problem.into(), used.as_deref());
        attempt.refusal.as_ref().map(|refusal| refusal.problem)
    }

    #[test]
    fn five_wrong_codes_end_the_link_and_the_sixth_is_not_sent() {
        let mut attempt = opened_at(0);
        for _ in 0..4 {
            assert_eq!(
                refuse(&mut attempt, Problem::CodeWrong),
                Some(Problem::CodeWrong)
            );
            assert!(attempt.temporary_credentials(1).is_ok());
        }
        assert_eq!(
            refuse(&mut attempt, Problem::CodeWrong),
            Some(Problem::CodeTriesUsedUp)
        );
        assert_eq!(
            attempt.temporary_credentials(1).err(),
            Some(Problem::CodeTriesUsedUp)
        );
    }

    #[test]
    fn a_request_token_is_reused_for_ten_seconds_and_lives_for_ten_minutes() {
        let attempt = opened_at(1000);
        assert_eq!(attempt.reusable_request_token(1009), Some("RT"));
        assert_eq!(attempt.reusable_request_token(1010), None);
        assert!(attempt.temporary_credentials(1599).is_ok());
        assert_eq!(
            attempt.temporary_credentials(1600).err(),
            Some(Problem::CodeExpired)
        );
    }

    #[test]
    fn what_is_left_of_a_link_is_known_from_its_opening_to_its_end() {
        let terms = |seconds_left, tries_left| {
            Some(CodeTerms {
                seconds_left,
                tries_left,
            })
        };
        let mut attempt = Attempt::start("acme", "handle".into(), 1000);
        assert_eq!(attempt.code_terms(1000), None, "not opened yet");
        attempt.opened(&TemporaryCredentials::new("RT", "secret"), 1000);
        assert_eq!(attempt.code_terms(1001), terms(599, None));
        assert_eq!(attempt.code_terms(900), terms(600, None), "clock set back");
        assert_eq!(attempt.code_terms(5000), terms(0, None));
        for left in (1..5).rev() {
            refuse(&mut attempt, Problem::CodeWrong);
            assert_eq!(attempt.code_terms(1000), terms(600, Some(left)));
        }
        refuse(&mut attempt, Problem::CodeWrong);
        assert_eq!(attempt.code_terms(1000), None, "ended");
    }

    #[test]
    fn after_an_unanswered_exchange_a_rejected_token_means_start_again() {
        let mut attempt = opened_at(0);
        attempt.in_doubt("RT");
        assert_eq!(
            refuse(&mut attempt, Problem::JiraTimeout),
            Some(Problem::JiraTimeout)
        );
        assert!(
            attempt.temporary_credentials(1).is_ok(),
            "the same code may be tried again"
        );
        assert_eq!(
            refuse(&mut attempt, Problem::CodeWrong),
            Some(Problem::CodeExpired)
        );
    }

    #[test]
    fn an_unreachable_jira_and_a_missing_allow_do_not_count_as_wrong_codes() {
        let mut attempt = opened_at(0);
        for _ in 0..20 {
            refuse(&mut attempt, Problem::JiraDown);
            refuse(&mut attempt, Problem::NotYetAllowed);
        }
        assert!(attempt.temporary_credentials(1).is_ok());
    }

    #[test]
    fn a_second_authorize_replaces_the_first_and_starts_counting_anew() {
        let mut attempt = opened_at(0);
        refuse(&mut attempt, Problem::CodeWrong);
        attempt.opened(&TemporaryCredentials::new("RT2", "secret"), 100);
        assert_eq!(attempt.pending_token(), Some("RT2"));
        assert_eq!(attempt.refusal, None);
        for _ in 0..4 {
            assert_eq!(
                refuse(&mut attempt, Problem::CodeWrong),
                Some(Problem::CodeWrong)
            );
        }
    }

    #[test]
    fn the_refusal_of_an_older_link_counts_nothing_against_the_new_one() {
        let mut attempt = opened_at(0);
        attempt.opened(&TemporaryCredentials::new("RT2", "secret"), 100);
        attempt.refused(Problem::CodeExpired.into(), Some("RT"));
        attempt.in_doubt("RT");
        assert_eq!(attempt.pending_token(), Some("RT2"));
        assert_eq!(
            refuse(&mut attempt, Problem::CodeWrong),
            Some(Problem::CodeWrong)
        );
    }

    #[test]
    fn a_ticket_lives_for_fifteen_minutes_after_authorize_and_for_an_hour_at_most() {
        let ticket = Ticket::make(Digest::of("ticket"), None, 1000);
        let ends_at = |attempt: Option<&Attempt>, end_s: u64| {
            assert!(ticket.is_live(attempt, end_s - 1));
            assert!(!ticket.is_live(attempt, end_s));
        };
        ends_at(None, 1000 + 15 * 60);
        ends_at(Some(&opened_at(10)), 1000 + 15 * 60);
        ends_at(Some(&opened_at(1840)), 1840 + 15 * 60);
        ends_at(Some(&opened_at(4500)), 1000 + 60 * 60);
    }

    #[test]
    fn an_ended_handover_keeps_the_fact_and_nothing_that_opens_an_account() {
        let mut attempt = opened_at(0);
        let access_token = AccessToken {
            token: "AT".to_owned().into(),
            secret: "AT-secret".to_owned().into(),
            session_handle: None,
            expires_at_s: None,
            term: None,
        };
        let account = Account {
            name: "ada".into(),
            display_name: "Ada".into(),
        };
        let result_code = Digest::of("code");
        attempt.hand_over(access_token, account, result_code.clone(), 1000);
        attempt.drop_ended_handover(1119);
        assert!(attempt.commit(&result_code, 1119).is_some());
        attempt.drop_ended_handover(1120);
        let json = serde_json::to_string(&attempt).unwrap();
        assert!(!json.contains("AT") && !json.contains("ada"), "{json}");
        let attempt: Attempt = serde_json::from_str(&json).unwrap();
        assert!(attempt.waits_for_commit());
        assert!(attempt.commit(&result_code, 1119).is_none());
    }

    #[test]
    fn a_refused_person_needs_a_new_link() {
        let mut attempt = opened_at(0);
        refuse(&mut attempt, Problem::AccessDenied);
        assert_eq!(
            attempt.temporary_credentials(1).err(),
            Some(Problem::AccessDenied)
        );
    }
}
