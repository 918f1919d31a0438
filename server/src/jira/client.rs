//! Signed requests to one Jira.

use super::{
    JiraError,
    breaker::Breaker,
    error::Asked,
    health::Health,
    turns::{Person, Standing, Turns},
};
use crate::{
    clock::Clock,
    entropy,
    jira_url::BaseUrl,
    oauth1::{
        authorization::{Extra, SignedRequest, sign},
        credentials::{ClientCredentials, TemporaryCredentials, Token, TokenCredentials},
        percent_encoding,
        problem::{Problem, ProblemWord},
    },
    outbound::{self, ReadError},
    verification_code::VerificationCode,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use reqwest::{Certificate, Proxy, RequestBuilder, Response};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};
use url::Url;
use zeroize::Zeroizing;

/// The largest answer that is read. A list of 50 issues with six fields has about 100 kB.
const MAX_REPLY_BYTES: usize = 2 << 20;

/// What the operator settled for one instance.
pub(crate) struct JiraClientSettings {
    pub(crate) base_url: BaseUrl,
    /// The base URL as Jira itself sees it, where a proxy before Jira changes it.
    pub(crate) oauth_signing_base_url: Option<BaseUrl>,
    pub(crate) credentials: ClientCredentials,
    /// Trusted besides the system's own certificates.
    pub(crate) ca_certificates: Vec<Certificate>,
    pub(crate) proxy: Option<Proxy>,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
}

impl fmt::Debug for JiraClientSettings {
    /// Shows the address only: a proxy's address may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JiraClientSettings")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// One Jira, over one connection pool: no redirects, no cookies, no proxy but a configured one.
pub(crate) struct JiraClient {
    base_url: BaseUrl,
    signing_base_url: Option<BaseUrl>,
    credentials: Arc<ClientCredentials>,
    http: reqwest::Client,
    clock: Clock,
    /// Jira's clock minus ours, learned from `oauth_acceptable_timestamps` only: a `Date` may be that
    /// of a proxy, and a correction by it could spoil signatures that Jira would take.
    clock_offset_s: AtomicI64,
    pub(super) health: Health,
    turns: Turns,
    breaker: Breaker,
}

/// Whose token a request carries; owned, for the thread that signs.
#[derive(Clone)]
pub(super) enum SignedWith {
    /// Nobody's: the request for a request token.
    Consumer,
    RequestToken(TemporaryCredentials),
    AccessToken(TokenCredentials),
}

impl SignedWith {
    fn token(&self) -> Option<Token<'_>> {
        match self {
            Self::Consumer => None,
            Self::RequestToken(token) => Some(token.into()),
            Self::AccessToken(token) => Some(token.into()),
        }
    }
}

/// What a step of the protocol adds to the signature; owned, for the thread that signs.
#[derive(Clone)]
pub(super) enum ProtocolStep {
    /// A REST call.
    Rest,
    /// RFC 5849 section 2.1. Without a callback Jira falls back to OAuth 1.0, which asks for no code.
    OutOfBandCallback(Standing),
    /// RFC 5849 section 2.3.
    Verifier(VerificationCode, Standing),
    /// A renewal.
    SessionHandle(SecretString),
}

impl ProtocolStep {
    /// How a request of a sign-in is let through. Nothing else waits for a turn.
    fn standing(&self) -> Option<Standing> {
        match self {
            Self::OutOfBandCallback(standing) | Self::Verifier(_, standing) => Some(*standing),
            Self::Rest | Self::SessionHandle(_) => None,
        }
    }

    fn extra(&self) -> Option<Extra<'_>> {
        match self {
            Self::Rest => None,
            Self::OutOfBandCallback(_) => Some(Extra::Callback("oob")),
            Self::Verifier(code, _) => Some(Extra::Verifier(code.expose())),
            Self::SessionHandle(handle) => Some(Extra::SessionHandle(handle.expose_secret())),
        }
    }
}

/// One signed request, as often as it has to be signed.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// Behind the context path.
    pub(super) path: &'a str,
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) signed_with: SignedWith,
    pub(super) step: ProtocolStep,
}

/// What a call brings along, and how much it may bring back.
pub(super) struct Extent {
    /// JSON. A call with one writes, and is refused in Jira's own words.
    pub(super) body: Option<Bytes>,
    pub(super) max_reply_bytes: usize,
}

impl Default for Extent {
    fn default() -> Self {
        Self {
            body: None,
            max_reply_bytes: MAX_REPLY_BYTES,
        }
    }
}

impl Call<'_> {
    fn url(&self, base: &BaseUrl) -> Url {
        let mut url = base.join(self.path);
        let mut query = String::new();
        for (name, value) in self.query {
            // Percent-encoding throughout: `+` for a space means a plus to some.
            query.push_str(if query.is_empty() { "" } else { "&" });
            percent_encoding::append(&mut query, name);
            query.push('=');
            percent_encoding::append(&mut query, value);
        }
        url.set_query((!query.is_empty()).then_some(query.as_str()));
        url
    }
}

/// What Jira answered, and to whom.
pub(crate) struct Answered<T> {
    pub(crate) value: T,
    /// Jira's user name of the person it answered, where it says so (`X-AUSERNAME`).
    pub(crate) to: Option<String>,
}

impl<T> Answered<T> {
    /// Whether Jira answered to the person with this user name, as far as it says.
    pub(crate) fn is_for(&self, name: &str) -> bool {
        self.to
            .as_deref()
            .is_none_or(|to| to.eq_ignore_ascii_case(name))
    }

    pub(crate) fn map<U>(self, read: impl FnOnce(T) -> U) -> Answered<U> {
        Answered {
            value: read(self.value),
            to: self.to,
        }
    }
}

/// A good answer, read to its end.
pub(super) struct Reply {
    pub(super) headers: HeaderMap,
    /// It may hold tokens.
    pub(super) body: Zeroizing<Vec<u8>>,
}

impl Reply {
    /// Jira's user name of the person it answered; `anonymous` is nobody.
    pub(super) fn user_name(&self) -> Option<String> {
        let name = self.headers.get("X-AUSERNAME")?.to_str().ok()?;
        percent_encoding::decode(name.as_bytes()).or_else(|| Some(name.to_owned()))
    }

    /// Jira's clock, in seconds since 1970 (RFC 9110 section 6.6.1).
    pub(super) fn date_s(&self) -> Option<u64> {
        let date = self.headers.get(header::DATE)?.to_str().ok()?;
        let date = httpdate::parse_http_date(date).ok()?;
        Some(date.duration_since(UNIX_EPOCH).ok()?.as_secs())
    }

    /// Jira lets a request that it does not take for OAuth go on as anonymous.
    pub(super) fn ensure_recognised(&self) -> Result<(), JiraError> {
        match self.user_name().as_deref() {
            Some("anonymous") => Err(JiraError::Anonymous),
            _ => Ok(()),
        }
    }

    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, JiraError> {
        let body = self
            .body
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(self.body.as_slice());
        // The problem's own words would quote what Jira said.
        serde_json::from_slice(body).map_err(|problem| {
            let (kind, column) = (problem.classify(), problem.column());
            JiraError::unreadable(&format_args!("{kind:?} error in column {column}"))
        })
    }
}

impl JiraClient {
    /// A client for one instance.
    ///
    /// # Errors
    /// If TLS cannot be set up with the system's certificates and the given ones.
    pub(crate) fn new(settings: JiraClientSettings, clock: Clock) -> Result<Self, reqwest::Error> {
        let mut http = outbound::client(settings.connect_timeout)
            .timeout(settings.timeout)
            .tls_certs_merge(settings.ca_certificates);
        if let Some(proxy) = settings.proxy {
            http = http.proxy(proxy);
        }
        Ok(Self {
            base_url: settings.base_url,
            signing_base_url: settings.oauth_signing_base_url,
            credentials: Arc::new(settings.credentials),
            http: http.build()?,
            clock,
            clock_offset_s: AtomicI64::new(0),
            health: Health::default(),
            turns: Turns::new(),
            breaker: Breaker::default(),
        })
    }

    /// The address of this Jira.
    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// The address that requests are signed for.
    pub(crate) fn signed_base_url(&self) -> &BaseUrl {
        self.signing_base_url.as_ref().unwrap_or(&self.base_url)
    }

    /// How the next sign-in request of this person is let through.
    pub(crate) fn standing(&self, person: &Person) -> Standing {
        self.turns.standing(person)
    }

    /// How far Jira's clock is ahead of ours, as far as it told.
    pub(crate) fn clock_offset_s(&self) -> i64 {
        self.clock_offset_s.load(Ordering::Relaxed)
    }

    pub(super) fn now_s(&self) -> u64 {
        self.clock.now_s()
    }

    /// Signs and sends. A refused timestamp or nonce is answered by one more request with a new
    /// signature; a signed request is never sent twice.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Reply, JiraError> {
        self.send_with(call, &Extent::default()).await
    }

    /// The same with a body, or for an answer of another size.
    pub(super) async fn send_with(
        &self,
        call: &Call<'_>,
        extent: &Extent,
    ) -> Result<Reply, JiraError> {
        match self.send_once(call, extent).await {
            Err(JiraError::OAuth(problem)) if self.learns_from(&problem) => {
                self.send_once(call, extent).await
            }
            result => result,
        }
    }

    async fn send_once(&self, call: &Call<'_>, extent: &Extent) -> Result<Reply, JiraError> {
        if let Some(standing) = call.step.standing() {
            self.turns.take(standing).await?;
        }
        let pass = self.breaker.let_through(self.now_s())?;
        let reply = match self.dispatch(call, extent).await {
            Ok(response) => read_reply(response, extent.max_reply_bytes).await,
            Err(error) => Err(error),
        };
        self.breaker.note(&pass, &reply, self.now_s());
        reply
    }

    /// Signs and sends once, for an answer that is read bit by bit.
    pub(super) async fn open(&self, call: &Call<'_>) -> Result<Response, JiraError> {
        let pass = self.breaker.let_through(self.now_s())?;
        let response = self.dispatch(call, &Extent::default()).await;
        self.breaker.note(&pass, &response, self.now_s());
        response
    }

    /// Whether a second signature can cure the problem; sets the clock's correction.
    fn learns_from(&self, problem: &Problem) -> bool {
        match (&problem.word, problem.acceptable_timestamps) {
            (ProblemWord::NonceUsed, _) => true,
            (ProblemWord::TimestampRefused, Some((earliest, latest))) => {
                let jira_now_s = earliest.midpoint(latest);
                let Some(offset_s) = jira_now_s.checked_signed_diff(self.now_s()) else {
                    return false;
                };
                self.note_clock(offset_s);
                self.clock_offset_s.store(offset_s, Ordering::Relaxed);
                true
            }
            _ => false,
        }
    }

    async fn dispatch(&self, call: &Call<'_>, extent: &Extent) -> Result<Response, JiraError> {
        let signed_for = call.url(self.signed_base_url());
        let authorization = self.authorization(call, signed_for.clone()).await?;
        let sent_to = call.url(&self.base_url);
        let mut request = self
            .http
            .request(call.method.clone(), sent_to.clone())
            .header(header::AUTHORIZATION, authorization);
        if call.method != Method::GET {
            // Jira's XSRF filter takes a POST without a content type for a browser's form.
            request = request.header("X-Atlassian-Token", "no-check");
            request = match &extent.body {
                Some(body) => request
                    .header(header::CONTENT_TYPE, "application/json")
                    .body(body.clone()),
                None => request.header(header::CONTENT_LENGTH, "0"),
            };
        }
        let asked = Asked {
            writes: extent.body.is_some(),
            path: call.path,
            sent_to: &sent_to,
            signed_for: &signed_for,
        };
        deliver(request, &asked).await
    }

    /// Asks as anybody could.
    pub(super) async fn get_unsigned(&self, path: &str) -> Result<Reply, JiraError> {
        let address = self.base_url.join(path);
        let asked = Asked {
            writes: false,
            path,
            sent_to: &address,
            signed_for: &address,
        };
        let response = deliver(self.http.get(address.clone()), &asked).await?;
        read_reply(response, MAX_REPLY_BYTES).await
    }

    /// The `Authorization` header. RSA takes a third of a millisecond and more, so it runs off the
    /// threads that serve requests.
    async fn authorization(&self, call: &Call<'_>, url: Url) -> Result<HeaderValue, JiraError> {
        let timestamp_s = self
            .clock
            .now_s()
            .saturating_add_signed(self.clock_offset_s());
        let credentials = Arc::clone(&self.credentials);
        let (method, signed_with, step) = (
            call.method.clone(),
            call.signed_with.clone(),
            call.step.clone(),
        );
        let signing = tokio::task::spawn_blocking(move || {
            let extra = step.extra();
            let request = SignedRequest {
                method: method.as_str(),
                url: &url,
                form_body: None,
                token: signed_with.token(),
                extra: extra.as_slice(),
                timestamp_s,
                nonce: &entropy::token_128(),
            };
            sign(&credentials, &request)
        });
        let header = signing
            .await
            .ok()
            .and_then(Result::ok)
            .ok_or(JiraError::Signing)?;
        let mut value =
            HeaderValue::try_from(header.into_string()).map_err(|_| JiraError::Signing)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Sends, and reads what is no good answer to its end.
async fn deliver(request: RequestBuilder, asked: &Asked<'_>) -> Result<Response, JiraError> {
    let mut response = request
        .header(
            header::ACCEPT,
            "application/json, text/plain;q=0.9, */*;q=0.1",
        )
        // Without this header a proxy may compress, which we do not read.
        .header(header::ACCEPT_ENCODING, "identity")
        .send()
        .await
        .map_err(|error| JiraError::from_transport(&error))?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let headers = std::mem::take(response.headers_mut());
    let body = read_body(response, MAX_REPLY_BYTES).await?;
    Err(JiraError::from_answer(asked, status, &headers, &body))
}

async fn read_reply(mut response: Response, max_bytes: usize) -> Result<Reply, JiraError> {
    let headers = std::mem::take(response.headers_mut());
    let body = read_body(response, max_bytes).await?;
    if body.trim_ascii_start().starts_with(b"<") {
        return Err(JiraError::WebPage);
    }
    Ok(Reply { headers, body })
}

async fn read_body(response: Response, max_bytes: usize) -> Result<Zeroizing<Vec<u8>>, JiraError> {
    let body = outbound::read_bounded(response, max_bytes).await;
    body.map_err(|error| match error {
        ReadError::TooLarge => JiraError::TooLarge,
        ReadError::Transport(error) => JiraError::from_transport(&error),
    })
}
