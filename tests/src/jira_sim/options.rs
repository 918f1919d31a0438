//! What a simulated Jira is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::content::{
    generated_issues, more_issues, sample_filters, sample_issues, sample_projects,
};
use super::model::filter::Filter;
use super::model::issue::Issue;
use super::model::project::Project;

/// Settings of one simulated Jira. Start from [`SimOptions::default`].
#[derive(Debug, Clone)]
pub struct SimOptions {
    /// Path below which Jira lives, `/jira` by default; empty for none.
    pub context_path: String,
    /// Address to bind; port 0 (the default) takes a free one.
    pub listen: SocketAddr,
    /// Origin that Jira's connector believes it serves, such as `https://jira.example.com`.
    ///
    /// `None` takes `http://` and the Host header. Setting it plays a Jira behind a proxy, where
    /// signatures are checked over this origin (Tomcat's `scheme`, `proxyName` and `proxyPort`).
    pub connector_origin: Option<String>,
    /// Incoming application links.
    pub consumers: Vec<Consumer>,
    /// Signature methods that Jira takes: RSA-SHA1 only, as the real one.
    pub signature_methods: Vec<SignatureMethod>,
    /// Life of a request token, from creation to exchange (10 minutes).
    pub request_token_ttl: Duration,
    /// Life of an access token (5 × 365 days).
    pub access_token_ttl: Duration,
    /// Time in which an access token can be renewed (access token + 30 days).
    pub session_ttl: Duration,
    /// People who have an account.
    pub users: Vec<User>,
    /// Projects that exist; one that only has issues is added.
    pub projects: Vec<Project>,
    /// Issues that exist.
    pub issues: Vec<Issue>,
    /// Saved filters.
    pub filters: Vec<Filter>,
}

impl Default for SimOptions {
    fn default() -> Self {
        const DAY: Duration = Duration::from_hours(24);
        Self {
            context_path: "/jira".to_owned(),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            connector_origin: None,
            consumers: Vec::new(),
            signature_methods: vec![SignatureMethod::RsaSha1],
            request_token_ttl: Duration::from_mins(10),
            access_token_ttl: DAY * 5 * 365,
            session_ttl: DAY * (5 * 365 + 30),
            users: vec![
                User::new("demo", "demo", "Dana Demo"),
                User::new("sam", "sam", "Sam Sample"),
            ],
            projects: sample_projects(),
            issues: sample_issues().into_iter().chain(more_issues()).collect(),
            filters: sample_filters(),
        }
    }
}

impl SimOptions {
    /// Default settings with one application link.
    #[must_use]
    pub fn with_consumer(consumer: Consumer) -> Self {
        Self {
            consumers: vec![consumer],
            ..Self::default()
        }
    }

    /// Adds `count` issues assigned to `user`, for lists longer than one page.
    #[must_use]
    pub fn add_generated_issues(mut self, user: &str, count: usize) -> Self {
        self.issues.extend(generated_issues(user, count));
        self
    }
}

/// The incoming side of an application link: who may ask for tokens.
#[derive(Debug, Clone)]
pub struct Consumer {
    /// Consumer key (`oauth_consumer_key`, RFC 5849's client identifier).
    pub key: String,
    /// Name shown on the pages where the user allows access.
    pub name: String,
    /// What signatures are checked with.
    pub credential: Credential,
    /// Callback of the link. When set, it wins over an `oob` request.
    pub callback: Option<String>,
    /// Whether users may allow access; `false` answers `permission_denied`.
    pub allows_three_legged: bool,
}

impl Consumer {
    /// A link with a public key and no callback, as an administrator sets it up.
    pub fn with_public_key(
        key: impl Into<String>,
        name: impl Into<String>,
        pem: impl Into<String>,
    ) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            credential: Credential::PublicKeyPem(pem.into()),
            callback: None,
            allows_three_legged: true,
        }
    }

    /// A link with a shared secret. The real Jira has none of these: for HMAC tests only.
    pub fn with_shared_secret(
        key: impl Into<String>,
        name: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        Self {
            credential: Credential::SharedSecret(secret.into()),
            ..Self::with_public_key(key, name, String::new())
        }
    }
}

/// What the signatures of a consumer are checked with.
#[derive(Clone)]
pub enum Credential {
    /// RSA public key, PEM (`BEGIN PUBLIC KEY` or `BEGIN RSA PUBLIC KEY`).
    PublicKeyPem(String),
    /// Consumer secret of HMAC-SHA1.
    SharedSecret(String),
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PublicKeyPem(_) => f.write_str("PublicKeyPem"),
            Self::SharedSecret(_) => f.write_str("SharedSecret"),
        }
    }
}

/// Signature method of RFC 5849 section 3.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureMethod {
    /// `RSA-SHA1`, RFC 5849 section 3.4.3.
    RsaSha1,
    /// `HMAC-SHA1`, RFC 5849 section 3.4.2.
    HmacSha1,
}

impl SignatureMethod {
    /// The value of `oauth_signature_method`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RsaSha1 => "RSA-SHA1",
            Self::HmacSha1 => "HMAC-SHA1",
        }
    }
}

/// A Jira account.
#[derive(Clone)]
pub struct User {
    /// User name to log in with.
    pub name: String,
    /// Password to log in with.
    pub password: String,
    /// Name shown to people.
    pub display_name: String,
    /// `false` plays a deactivated account or one without a licence.
    pub can_log_in: bool,
}

impl User {
    /// An active account.
    pub fn new(
        name: impl Into<String>,
        password: impl Into<String>,
        display_name: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            password: password.into(),
            display_name: display_name.into(),
            can_log_in: true,
        }
    }
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("name", &self.name)
            .field("can_log_in", &self.can_log_in)
            .finish_non_exhaustive()
    }
}
