//! Everything a browser may be told when something fails: a closed catalogue.
//!
//! Each [`Problem`] has one cause, one kind of person who can fix it, and a next step. The server
//! writes the sentences; the browser only shows them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

#[cfg(feature = "ssr")]
mod catalogue;
mod in_browser;
#[cfg(feature = "ssr")]
pub use catalogue::Facts;

/// A refusal or a failure, in the words a person reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabError {
    /// Which one of the catalogue.
    pub problem: Problem,
    /// What is wrong. One sentence.
    pub cause: String,
    /// What to do next, and who can do it. One or two sentences.
    pub next_step: String,
    /// Finds the request in the server's log; absent where no request reached the server.
    pub request_id: Option<String>,
}

impl fmt::Display for TabError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.cause, self.next_step)
    }
}

impl std::error::Error for TabError {}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What can go wrong, as one word for URLs, logs and tests.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Problem {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Problem {
            /// The whole catalogue.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word that stands for the problem in URLs and logs.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

problems! {
    /// The field "Jira ID or Jira base URL" was empty.
    JiraMissing = "jira-missing",
    /// No configured instance matches what was typed.
    JiraUnknown = "jira-unknown",
    /// Several configured instances have the typed host.
    JiraAmbiguous = "jira-ambiguous",
    /// The typed address held a user name or password.
    JiraWithPassword = "jira-with-password",
    /// The typed text was longer than any address.
    JiraTooLong = "jira-too-long",

    /// The host name has no address, or nothing listens there.
    JiraUnreachable = "jira-unreachable",
    /// No answer in time.
    JiraTimeout = "jira-timeout",
    /// The TLS handshake failed.
    JiraTls = "jira-tls",
    /// Jira or something before it answered 5xx.
    JiraDown = "jira-down",
    /// Jira answered 429.
    JiraBusy = "jira-busy",
    /// A redirect instead of an answer: single sign-on or a wrong base URL.
    JiraRedirects = "jira-redirects",
    /// An answer that is none of Jira's: a log-in page, a proxy's page, an unknown format.
    JiraAnswerUnreadable = "jira-answer-unreadable",
    /// 404 where Jira's OAuth pages should be.
    JiraNotFound = "jira-not-found",

    /// `consumer_key_unknown`.
    ApplicationLinkMissing = "application-link-missing",
    /// `permission_denied` before a person was asked, `consumer_key_rejected`, `consumer_key_refused`.
    ApplicationLinkRefused = "application-link-refused",
    /// `signature_invalid`.
    SignatureInvalid = "signature-invalid",
    /// `signature_method_rejected`.
    SignatureMethodRejected = "signature-method-rejected",
    /// `timestamp_refused`, also after the correction.
    ClockDiffers = "clock-differs",
    /// Another `oauth_problem`.
    OAuthProblem = "oauth-problem",

    /// The field "Verification code" was empty.
    CodeMissing = "code-missing",
    /// The text holds no verification code.
    CodeInvalid = "code-invalid",
    /// The text was longer than any page with a code on it.
    CodeTooLong = "code-too-long",
    /// The pasted address belongs to another Authorize link.
    CodeOfOtherLink = "code-of-other-link",
    /// The pasted address holds no code.
    CodeNotInAddress = "code-not-in-address",
    /// Continue was pressed before Authorize.
    AuthorizeFirst = "authorize-first",
    /// `token_rejected` at the exchange.
    CodeWrong = "code-wrong",
    /// Too many wrong codes for one link.
    CodeTriesUsedUp = "code-tries-used-up",
    /// `token_expired` or `token_used` at the exchange, or ten minutes passed here.
    CodeExpired = "code-expired",
    /// `permission_unknown`.
    NotYetAllowed = "not-yet-allowed",
    /// `permission_denied`, or the code `denied`.
    AccessDenied = "access-denied",
    /// The Authorize link was replaced by a newer one.
    LinkReplaced = "link-replaced",
    /// There is no sign-in under way.
    NoAttempt = "no-attempt",

    /// The sign-in dialog finished, but the tab got no result code.
    HandoverLost = "handover-lost",
    /// The connect ticket of the dialog has ended.
    TicketEnded = "ticket-ended",
    /// The dialog's connect ticket is another person's than the one whom Teams names.
    TicketOfSomebodyElse = "ticket-of-somebody-else",
    /// The dialog asked for something that is the tab's alone.
    TicketNotEnough = "ticket-not-enough",
    /// The result code is wrong, used, too old or somebody else's.
    ResultCodeRefused = "result-code-refused",

    /// The request carries no token of Entra's.
    TokenMissing = "token-missing",
    /// Entra's token has run out, by this server's clock.
    TokenExpired = "token-expired",
    /// Entra's token is not one for this tab.
    TokenRefused = "token-refused",
    /// Entra's token is of a tenant that the operator did not configure.
    TenantNotAllowed = "tenant-not-allowed",
    /// Entra's signing keys could not be fetched.
    EntraUnavailable = "entra-unavailable",

    /// The page was opened outside Microsoft Teams.
    OutsideTeams = "outside-teams",
    /// Microsoft Teams did not answer the tab.
    TeamsSilent = "teams-silent",
    /// Entra asks for consent.
    ConsentNeeded = "consent-needed",
    /// Entra asks for another factor.
    MfaNeeded = "mfa-needed",
    /// Entra withdrew the person's session.
    SessionRevoked = "session-revoked",
    /// Entra knows the app under another address, or has it switched off.
    AppDisabled = "app-disabled",
    /// Teams gave no token, for a reason of its own.
    TeamsRefused = "teams-refused",

    /// Jira knows the person but does not let them in.
    LoginRefused = "login-refused",
    /// Jira took the call for an anonymous one.
    NotRecognised = "not-recognised",
    /// `token_rejected` on a REST call.
    AccessRevoked = "access-revoked",
    /// `token_expired`, and the renewal was refused.
    AccessExpired = "access-expired",
    /// Jira answered 400 to the search for issues.
    SearchRefused = "search-refused",
    /// A deep link names an issue that Jira does not show to this person.
    IssueNotFound = "issue-not-found",
    /// The person has no access to any Jira here.
    NotConnected = "not-connected",
    /// Jira answered 403.
    JiraForbids = "jira-forbids",

    /// The browser got no answer from this server.
    Offline = "offline",
    /// The request came from another site.
    CrossSite = "cross-site",
    /// The request names another host than this machine: a rebound name, or a wrong address.
    WrongHost = "wrong-host",
    /// The request came through a proxy, but the tab serves this machine only.
    BehindProxy = "behind-proxy",
    /// The request did not come through a configured reverse proxy.
    NotThroughProxy = "not-through-proxy",
    /// The request is larger than the tab ever sends.
    RequestTooLarge = "request-too-large",
    /// The request could not be understood.
    BadRequest = "bad-request",
    /// The store cannot be read or written.
    StoreUnavailable = "store-unavailable",
    /// A defect.
    Internal = "internal",
}

/// A word that is not in the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownProblem;

impl FromStr for Problem {
    type Err = UnknownProblem;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|problem| problem.word() == word)
            .ok_or(UnknownProblem)
    }
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::{Problem, TabError};
    use leptos::server_fn::{
        codec::JsonEncoding,
        error::{FromServerFnError, ServerFnErrorErr},
    };

    impl FromServerFnError for TabError {
        type Encoder = JsonEncoding;

        /// In the browser only the way to the server can fail; the server's own words arrive as
        /// they are.
        fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
            Self::in_browser(Problem::Offline)
        }
    }
}
