//! The Authorization header ([RFC 5849 3.5.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.5.1)).
//!
//! A header is good for one sending: a retry needs a new nonce and a new signature, and a redirect
//! has another URL.

use std::fmt;

use url::Url;

use super::{
    base_string::{self, Parameters},
    credentials::{ClientCredentials, Token},
    percent_encoding,
    signature::SigningFailed,
};

/// Everything that goes into one signature besides the client credentials.
pub struct SignedRequest<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The very URL that is sent, query included; or, behind a proxy that Jira was not told of, the
    /// URL as Jira sees it.
    pub url: &'a Url,
    /// The body, if its content type is `application/x-www-form-urlencoded`; of no other.
    pub form_body: Option<&'a [u8]>,
    /// The token, from the second request on.
    pub token: Option<Token<'a>>,
    /// What this step of the protocol adds; each at most once.
    pub extra: &'a [Extra<'a>],
    /// Seconds since 1970. Jira accepts five minutes of difference.
    pub timestamp_s: u64,
    /// Never used before with this consumer key; at least 128 random bits, as Jira counts nonces
    /// per consumer and not per token.
    pub nonce: &'a str,
}

/// A protocol parameter of one step.
#[derive(Clone, Copy)]
pub enum Extra<'a> {
    /// `oauth_callback` (2.1): an address, or `oob` for a code that the person carries over.
    Callback(&'a str),
    /// `oauth_verifier` (2.3): the code.
    Verifier(&'a str),
    /// `oauth_session_handle`: renews an access token at Jira (OAuth Session extension).
    SessionHandle(&'a str),
}

impl Extra<'_> {
    fn pair(&self) -> (&'static str, &str) {
        match *self {
            Self::Callback(value) => ("oauth_callback", value),
            Self::Verifier(value) => ("oauth_verifier", value),
            Self::SessionHandle(value) => ("oauth_session_handle", value),
        }
    }
}

impl fmt::Debug for Extra<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Extra({}=…)", self.pair().0)
    }
}

/// The value of an `Authorization` header. Holds a token and a signature: never log it.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationHeader(String);

impl AuthorizationHeader {
    /// The value, pure ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value, to be moved into a request.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for AuthorizationHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizationHeader(…)")
    }
}

/// Bytes that the protocol's own parameters hardly ever exceed.
const PROTOCOL_ROOM: usize = 512;

/// Bytes that a signature of 3072 bits hardly ever exceeds, percent-encoded.
const SIGNATURE_ROOM: usize = 640;

/// Signs a request and writes its `Authorization` header, without a realm.
///
/// # Errors
/// [`SigningFailed`] if the cryptography library makes no signature.
pub fn sign(
    client: &ClientCredentials,
    request: &SignedRequest<'_>,
) -> Result<AuthorizationHeader, SigningFailed> {
    let key = client.signing_key();
    let query = request.url.query().map_or(0, str::len);
    let mut parameters = Parameters::with_room(PROTOCOL_ROOM + query);
    parameters.push_protocol("oauth_consumer_key", client.consumer_key());
    parameters.push_protocol("oauth_signature_method", key.method());
    parameters.push_number("oauth_timestamp", request.timestamp_s);
    parameters.push_protocol("oauth_nonce", request.nonce);
    parameters.push_protocol("oauth_version", "1.0");
    if let Some(token) = request.token {
        parameters.push_protocol("oauth_token", token.token);
    }
    for extra in request.extra {
        let (name, value) = extra.pair();
        parameters.push_protocol(name, value);
    }

    let protocol = parameters.in_header();
    let mut header = String::with_capacity(protocol.len() + SIGNATURE_ROOM);
    header.push_str("OAuth ");
    header.push_str(protocol);
    let text = base_string::build(request.method, request.url, parameters, request.form_body);
    let signature = key.sign(&text, request.token.map_or("", |token| token.secret))?;
    header.push_str("oauth_signature=\"");
    percent_encoding::append(&mut header, &signature);
    header.push('"');
    Ok(AuthorizationHeader(header))
}
