//! The catalogue itself: a word for each cause, and who can fix it.
//!
//! Two causes that need different people are two problems.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Who can fix a problem, if trying again does not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedBy {
    /// The one who reads the message.
    Person,
    /// Who runs Jira, and what stands before it.
    JiraAdministrator,
    /// Who runs the tab's server.
    TabAdministrator,
    /// Who may grant consent and change app registrations in Microsoft Entra ID.
    EntraAdministrator,
    /// It passes.
    Nobody,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $fixed_by:ident;)*) => {
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

            /// Who can fix it.
            #[must_use]
            pub fn fixed_by(self) -> FixedBy {
                match self { $(Self::$name => FixedBy::$fixed_by,)* }
            }
        }
    };
}

problems! {
    /// The field "Jira ID or Jira base URL" was empty.
    JiraMissing = "jira-missing", Person;
    /// No configured instance matches what was typed.
    JiraUnknown = "jira-unknown", TabAdministrator;
    /// Several configured instances have the typed host.
    JiraAmbiguous = "jira-ambiguous", Person;
    /// The typed address is a Jira Cloud's.
    JiraCloud = "jira-cloud", Person;
    /// The typed address held a user name or password.
    JiraWithPassword = "jira-with-password", Person;
    /// The typed text was longer than any address.
    JiraTooLong = "jira-too-long", Person;

    /// The host name has no address.
    JiraNameUnknown = "jira-name-unknown", TabAdministrator;
    /// Nothing listens at Jira's address, or no way leads there.
    JiraUnreachable = "jira-unreachable", TabAdministrator;
    /// The connection was made, and lost before the answer was there.
    JiraInterrupted = "jira-interrupted", JiraAdministrator;
    /// No answer in time.
    JiraTimeout = "jira-timeout", JiraAdministrator;
    /// The issuer of Jira's certificate is not trusted here.
    JiraCertificateUntrusted = "jira-certificate-untrusted", TabAdministrator;
    /// Jira's certificate is for another host.
    JiraCertificateName = "jira-certificate-name", TabAdministrator;
    /// Jira's certificate has run out, or is not valid yet.
    JiraCertificateInvalid = "jira-certificate-invalid", JiraAdministrator;
    /// What answers at an `https` address does not speak TLS.
    JiraWithoutTls = "jira-without-tls", TabAdministrator;
    /// The TLS handshake failed for another reason.
    JiraTls = "jira-tls", JiraAdministrator;
    /// Jira or something before it answered 5xx.
    JiraDown = "jira-down", JiraAdministrator;
    /// Jira answered 429.
    JiraBusy = "jira-busy", Nobody;
    /// A redirect to the same page at another address: the base URL is not the final one.
    JiraMoved = "jira-moved", TabAdministrator;
    /// A redirect to another page: single sign-on stands before Jira.
    JiraRedirects = "jira-redirects", JiraAdministrator;
    /// A web page where an answer to a program should be: a log-in page or a proxy's.
    JiraAnswersWithPage = "jira-answers-with-page", JiraAdministrator;
    /// An answer that is larger than any of Jira's.
    JiraAnswerTooLarge = "jira-answer-too-large", JiraAdministrator;
    /// An answer that is none of Jira's: an unexpected status, an unknown format.
    JiraAnswerUnreadable = "jira-answer-unreadable", JiraAdministrator;
    /// 403 by Jira's filter against forged requests.
    JiraSuspectsForgery = "jira-suspects-forgery", JiraAdministrator;
    /// `X-Authentication-Denied-Reason: CAPTCHA_CHALLENGE`.
    JiraAsksForPicture = "jira-asks-for-picture", Person;
    /// 404 where Jira's OAuth pages should be.
    JiraNotFound = "jira-not-found", TabAdministrator;

    /// `consumer_key_unknown`.
    ApplicationLinkMissing = "application-link-missing", JiraAdministrator;
    /// `permission_denied` before a person was asked, `consumer_key_rejected`, `consumer_key_refused`.
    ApplicationLinkRefused = "application-link-refused", JiraAdministrator;
    /// `signature_invalid`.
    SignatureInvalid = "signature-invalid", JiraAdministrator;
    /// `signature_method_rejected`.
    SignatureMethodRejected = "signature-method-rejected", TabAdministrator;
    /// `timestamp_refused`, also after the correction.
    ClockDiffers = "clock-differs", TabAdministrator;
    /// `parameter_absent`: the header with our parameters did not arrive.
    AuthorizationLost = "authorization-lost", JiraAdministrator;
    /// `nonce_used`, also after another signature.
    RequestRepeated = "request-repeated", JiraAdministrator;
    /// `parameter_rejected` or `version_rejected`.
    ProtocolRefused = "protocol-refused", TabAdministrator;
    /// Another `oauth_problem`.
    OAuthProblem = "oauth-problem", JiraAdministrator;

    /// The field "Verification code" was empty.
    CodeMissing = "code-missing", Person;
    /// The text holds no verification code.
    CodeInvalid = "code-invalid", Person;
    /// The text was longer than any page with a code on it.
    CodeTooLong = "code-too-long", Person;
    /// The pasted address belongs to another Authorize link.
    CodeOfOtherLink = "code-of-other-link", Person;
    /// The pasted address holds no code.
    CodeNotInAddress = "code-not-in-address", Person;
    /// Continue was pressed before Authorize.
    AuthorizeFirst = "authorize-first", Person;
    /// `token_rejected` at the exchange.
    CodeWrong = "code-wrong", Person;
    /// Too many wrong codes for one link.
    CodeTriesUsedUp = "code-tries-used-up", Person;
    /// `token_expired` or `token_used` at the exchange, or ten minutes passed here.
    CodeExpired = "code-expired", Person;
    /// `permission_unknown`.
    NotYetAllowed = "not-yet-allowed", Person;
    /// `permission_denied`, or the code `denied`.
    AccessDenied = "access-denied", Person;
    /// The Authorize link was replaced by a newer one.
    LinkReplaced = "link-replaced", Person;
    /// There is no sign-in under way.
    NoAttempt = "no-attempt", Person;

    /// The sign-in dialog finished, but the tab got no result code.
    HandoverLost = "handover-lost", Person;
    /// The connect ticket of the dialog has ended.
    TicketEnded = "ticket-ended", Person;
    /// The dialog's connect ticket is another person's than the one whom Teams names.
    TicketOfSomebodyElse = "ticket-of-somebody-else", Person;
    /// The dialog asked for something that is the tab's alone.
    TicketNotEnough = "ticket-not-enough", Person;
    /// The result code is wrong, used, too old or somebody else's.
    ResultCodeRefused = "result-code-refused", Person;

    /// The request carries no token of Entra's.
    TokenMissing = "token-missing", Person;
    /// Entra's token has run out, by this server's clock.
    TokenExpired = "token-expired", TabAdministrator;
    /// Entra's token is not one for this tab.
    TokenRefused = "token-refused", TabAdministrator;
    /// Entra's token is of a tenant that the operator did not configure.
    TenantNotAllowed = "tenant-not-allowed", TabAdministrator;
    /// Entra's signing keys could not be fetched.
    EntraUnavailable = "entra-unavailable", TabAdministrator;

    /// The page was opened outside Microsoft Teams.
    OutsideTeams = "outside-teams", Person;
    /// Microsoft Teams did not answer the tab.
    TeamsSilent = "teams-silent", TabAdministrator;
    /// Entra asks for consent.
    ConsentNeeded = "consent-needed", EntraAdministrator;
    /// Entra asks for another factor.
    MfaNeeded = "mfa-needed", Person;
    /// Entra withdrew the person's session.
    SessionRevoked = "session-revoked", Person;
    /// Entra knows the app under another address, or has it switched off.
    AppDisabled = "app-disabled", EntraAdministrator;
    /// Teams gave no token, for a reason of its own.
    TeamsRefused = "teams-refused", TabAdministrator;

    /// Jira knows the person but does not let them in: 401 with our parameters, or `user_refused`.
    LoginRefused = "login-refused", JiraAdministrator;
    /// Jira took the call for an anonymous one.
    NotRecognised = "not-recognised", JiraAdministrator;
    /// `token_rejected` on a REST call.
    AccessRevoked = "access-revoked", Person;
    /// `token_expired`, and the renewal was refused.
    AccessExpired = "access-expired", Person;
    /// Jira answered 400 to the search for issues.
    SearchRefused = "search-refused", JiraAdministrator;
    /// The tab of a channel or chat belongs to a Jira that the operator did not configure, or no longer.
    ChannelJiraUnknown = "channel-jira-unknown", TabAdministrator;
    /// Jira does not take the query of a channel's tab from this person.
    ChannelListRefused = "channel-list-refused", Person;
    /// Jira shows this person no such issue.
    IssueNotFound = "issue-not-found", Person;
    /// Jira refused a change; it says why, where there is room for it.
    ChangeRefused = "change-refused", Person;
    /// Jira answered 403 to a change.
    ChangeForbidden = "change-forbidden", JiraAdministrator;
    /// A change was sent, and no readable answer came.
    OutcomeUnknown = "outcome-unknown", Person;
    /// The person has no access to any Jira here.
    NotConnected = "not-connected", Person;
    /// Jira answered 403.
    JiraForbids = "jira-forbids", JiraAdministrator;

    /// The browser got no answer from this server.
    Offline = "offline", Person;
    /// The request came from another site.
    CrossSite = "cross-site", Person;
    /// The request names another host than this machine: a rebound name, or a wrong address.
    WrongHost = "wrong-host", Person;
    /// The request came through a proxy, but the tab serves this machine only.
    BehindProxy = "behind-proxy", TabAdministrator;
    /// The request did not come through a configured reverse proxy.
    NotThroughProxy = "not-through-proxy", TabAdministrator;
    /// The request is larger than the tab ever sends.
    RequestTooLarge = "request-too-large", Person;
    /// Too many tries of one person to sign in.
    TooManyAttempts = "too-many-attempts", Nobody;
    /// Too many requests of one address.
    TooManyRequests = "too-many-requests", TabAdministrator;
    /// More people sign in to one Jira at once than it is troubled with.
    JiraCrowded = "jira-crowded", Nobody;
    /// The request could not be understood.
    BadRequest = "bad-request", Person;
    /// The store cannot be read or written.
    StoreUnavailable = "store-unavailable", TabAdministrator;
    /// The disk of the store has too little room for another sign-in.
    DiskFull = "disk-full", TabAdministrator;
    /// A defect.
    Internal = "internal", TabAdministrator;
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
