//! From what failed to what a person is told.

use super::Instance;
use crate::{
    connection::Refusal,
    jira::{JiraError, Outage, TlsProblem},
    oauth1::problem::{Problem as OAuthProblem, ProblemWord},
    store::{StoreError, VaultError},
};
use app::error::{Facts, Problem, TabError};
use http::StatusCode;

/// A verb that could not be carried out at all.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) Problem);

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        // The caller's error names no records; the log does.
        tracing::error!(%error, "the store failed");
        Self(match error {
            VaultError::Store(StoreError::DiskFull) => Problem::DiskFull,
            _ => Problem::StoreUnavailable,
        })
    }
}

/// At which step Jira said no: the same word means something else at each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// For a request token.
    ForAuthorization,
    /// To exchange the verification code.
    ToExchange,
    /// For something behind the REST API.
    ForData,
    /// To change something.
    ToChange,
}

/// The catalogue's sentences for `refusal`, naming `instance`.
pub(super) fn error(refusal: &Refusal, instance: &Instance) -> TabError {
    TabError::new(
        refusal.problem,
        Facts {
            jira: Some(&instance.name),
            detail: refusal.detail.as_deref(),
        },
    )
}

/// What it means that the check of `instance` failed.
pub(crate) fn explain_health(problem: &JiraError, instance: &Instance) -> TabError {
    error(
        &refusal(problem, Asking::ForAuthorization, instance),
        instance,
    )
}

/// What Jira's answer means at this step.
pub(super) fn refusal(error: &JiraError, asking: Asking, instance: &Instance) -> Refusal {
    let host = || Some(instance.client.base_url().host_for_display());
    let (problem, detail) = match error {
        error if asking == Asking::ToChange && error.may_have_been_done() => {
            (Problem::OutcomeUnknown, None)
        }
        JiraError::Forbidden if asking == Asking::ToChange => (Problem::ChangeForbidden, None),
        JiraError::NotFound if asking == Asking::ToChange => (Problem::IssueNotFound, None),
        JiraError::BadRequest { .. } if asking == Asking::ToChange => {
            (Problem::ChangeRefused, None)
        }
        other if asking == Asking::ToChange => return refusal(other, Asking::ForData, instance),
        JiraError::NameUnknown | JiraError::LeftAlone(Outage::NameUnknown) => {
            (Problem::JiraNameUnknown, host())
        }
        JiraError::Unreachable | JiraError::LeftAlone(Outage::Unreachable) => {
            (Problem::JiraUnreachable, host())
        }
        JiraError::Timeout | JiraError::LeftAlone(Outage::Timeout) => (Problem::JiraTimeout, None),
        JiraError::Interrupted => (Problem::JiraInterrupted, None),
        JiraError::Tls(TlsProblem::Name) => (Problem::JiraCertificateName, host()),
        JiraError::Tls(TlsProblem::Time) => (Problem::JiraCertificateInvalid, None),
        JiraError::Tls(TlsProblem::Issuer) => (Problem::JiraCertificateUntrusted, None),
        JiraError::Tls(TlsProblem::WithoutTls) => (Problem::JiraWithoutTls, None),
        JiraError::Tls(TlsProblem::Handshake) => (Problem::JiraTls, None),
        JiraError::Moved { base_url } => (Problem::JiraMoved, Some(base_url.clone())),
        JiraError::Redirected { host } => (Problem::JiraRedirects, host.clone()),
        JiraError::OAuth(problem) => return oauth_refusal(problem, asking, instance),
        JiraError::SignatureInvalid(difference) => (
            Problem::SignatureInvalid,
            difference.as_ref().map(ToString::to_string),
        ),
        JiraError::CaptchaAsked => (Problem::JiraAsksForPicture, None),
        JiraError::ForgerySuspected => (Problem::JiraSuspectsForgery, None),
        JiraError::WebPage => (Problem::JiraAnswersWithPage, None),
        JiraError::TooLarge => (Problem::JiraAnswerTooLarge, None),
        JiraError::Unauthorized if asking == Asking::ForData => (Problem::NotRecognised, None),
        JiraError::NotFound if asking == Asking::ForData => (Problem::JiraAnswerUnreadable, None),
        JiraError::NotFound => (Problem::JiraNotFound, None),
        JiraError::Status(StatusCode::TOO_MANY_REQUESTS) => (Problem::JiraBusy, None),
        JiraError::LoginRefused => (Problem::LoginRefused, None),
        JiraError::Forbidden if asking == Asking::ForData => (Problem::JiraForbids, None),
        JiraError::BadRequest { message } if asking == Asking::ForData => {
            (Problem::SearchRefused, message.clone())
        }
        JiraError::Status(status) if status.is_server_error() => {
            (Problem::JiraDown, Some(status.as_u16().to_string()))
        }
        JiraError::Denied(..) => (Problem::ChangeRefused, None),
        JiraError::Status(_)
        | JiraError::Unauthorized
        | JiraError::Forbidden
        | JiraError::BadRequest { .. }
        | JiraError::Unreadable => (Problem::JiraAnswerUnreadable, None),
        JiraError::Anonymous => (Problem::NotRecognised, None),
        JiraError::TooManySignIns => (Problem::JiraCrowded, None),
        JiraError::Signing => (Problem::Internal, None),
    };
    Refusal { problem, detail }
}

fn oauth_refusal(problem: &OAuthProblem, asking: Asking, instance: &Instance) -> Refusal {
    use ProblemWord as Word;
    let (problem, detail) = match (&problem.word, asking) {
        (Word::TokenRejected, Asking::ToExchange) => (Problem::CodeWrong, None),
        (Word::TokenExpired | Word::TokenUsed, Asking::ToExchange) => (Problem::CodeExpired, None),
        (Word::PermissionUnknown, Asking::ToExchange) => (Problem::NotYetAllowed, None),
        (Word::PermissionDenied, Asking::ToExchange) => (Problem::AccessDenied, None),
        (Word::TokenRejected | Word::TokenRevoked, Asking::ForData) => {
            (Problem::AccessRevoked, None)
        }
        (Word::TokenExpired, Asking::ForData) => (Problem::AccessExpired, None),
        (Word::ConsumerKeyUnknown, _) => (Problem::ApplicationLinkMissing, None),
        (Word::PermissionDenied | Word::ConsumerKeyRejected | Word::ConsumerKeyRefused, _) => {
            (Problem::ApplicationLinkRefused, None)
        }
        (Word::UserRefused, _) => (Problem::LoginRefused, None),
        (Word::ParameterAbsent, _) => (Problem::AuthorizationLost, None),
        (Word::NonceUsed, _) => (Problem::RequestRepeated, None),
        (word @ (Word::ParameterRejected | Word::VersionRejected), _) => {
            let names = [&[word.as_str().to_owned()], &*problem.parameters_rejected].concat();
            (Problem::ProtocolRefused, Some(names.join(" ")))
        }
        (Word::SignatureMethodRejected, _) => (Problem::SignatureMethodRejected, None),
        (Word::TimestampRefused, _) => {
            let seconds = instance.client.clock_offset_s().unsigned_abs();
            (
                Problem::ClockDiffers,
                (seconds > 0).then(|| seconds.to_string()),
            )
        }
        (word, _) => (Problem::OAuthProblem, Some(word.as_str().to_owned())),
    };
    Refusal { problem, detail }
}
