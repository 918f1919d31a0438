//! The signature base string ([RFC 5849 3.4.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1)).
//!
//! Client and provider build it separately; one byte of difference makes `signature_invalid`.

use std::fmt::Write as _;

use secrecy::zeroize::Zeroizing;
use url::Url;

use super::percent_encoding;

/// Collected request parameters, each encoded once, in the order they were added.
///
/// All names and values lie in one text, so a request costs two allocations however many it has.
#[derive(Clone, Default)]
pub struct Parameters {
    encoded: Zeroizing<String>,
    spans: Vec<Span>,
}

#[derive(Clone, Copy)]
struct Span {
    start: usize,
    middle: usize,
    end: usize,
}

impl Parameters {
    /// None yet, with room for so many encoded bytes: growing would leave a copy of a token behind.
    /// All of the room is wiped at the end, so too much of it costs more than the rest of a signature.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            encoded: Zeroizing::new(String::with_capacity(bytes)),
            spans: Vec::with_capacity(16),
        }
    }

    /// Adds a decoded pair. `oauth_signature` is left out, as 3.4.1.3.1 asks; `realm` is no
    /// parameter and must not be added.
    pub fn push(&mut self, name: &str, value: &str) {
        self.push_with(
            |out| percent_encoding::append(out, name),
            |out| percent_encoding::append(out, value),
        );
    }

    /// Adds a pair whose value is a number.
    pub fn push_number(&mut self, name: &str, value: u64) {
        self.push_with(
            |out| percent_encoding::append(out, name),
            |out| write!(out, "{value}").expect("writing to a String cannot fail"),
        );
    }

    /// Adds every pair of a query or of a form body (3.4.1.3.1); duplicates are kept, and `a` is `a=`.
    pub fn push_form(&mut self, form: &[u8]) {
        for pair in form.split(|&byte| byte == b'&') {
            if pair.is_empty() {
                continue;
            }
            let middle = pair.iter().position(|&byte| byte == b'=');
            let (name, value) = match middle {
                Some(middle) => (&pair[..middle], &pair[middle + 1..]),
                None => (pair, &[][..]),
            };
            self.push_with(
                |out| percent_encoding::append_form(out, name),
                |out| percent_encoding::append_form(out, value),
            );
        }
    }

    /// The encoded pairs in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.spans.iter().map(|span| span.pair_in(&self.encoded))
    }

    /// The bytes that these take in an `Authorization` header.
    pub(super) fn header_room(&self) -> usize {
        self.encoded.len() + "=\"\", ".len() * self.spans.len()
    }

    fn push_with(&mut self, name: impl FnOnce(&mut String), value: impl FnOnce(&mut String)) {
        let start = self.encoded.len();
        name(&mut self.encoded);
        let middle = self.encoded.len();
        if &self.encoded[start..] == "oauth_signature" {
            self.encoded.truncate(start);
            return;
        }
        value(&mut self.encoded);
        let end = self.encoded.len();
        self.spans.push(Span { start, middle, end });
    }

    /// By encoded name, then by encoded value, both as bytes (3.4.1.3.2).
    ///
    /// Sorting decoded text, or the joined `name=value`, gives another order.
    fn sort(&mut self) {
        let text = &self.encoded;
        self.spans
            .sort_unstable_by(|a, b| a.pair_in(text).cmp(&b.pair_in(text)));
    }
}

impl Span {
    fn pair_in(self, text: &str) -> (&str, &str) {
        (&text[self.start..self.middle], &text[self.middle..self.end])
    }
}

/// The base string of a request with these parameters (3.4.1.1).
///
/// `parameters` holds those of the header; the query of `url` and `form_body` are added here.
/// Pass `form_body` only when the request's content type is `application/x-www-form-urlencoded`:
/// JSON and multipart bodies are never signed.
#[must_use]
pub fn build(
    method: &str,
    url: &Url,
    mut parameters: Parameters,
    form_body: Option<&[u8]>,
) -> String {
    if let Some(query) = url.query() {
        parameters.push_form(query.as_bytes());
    }
    if let Some(body) = form_body {
        parameters.push_form(body);
    }
    parameters.sort();
    let uri = base_string_uri(url);
    let mut out = String::with_capacity(
        method.len() + 2 * uri.len() + 2 * parameters.encoded.len() + 6 * parameters.spans.len(),
    );
    out.extend(method.chars().map(|c| c.to_ascii_uppercase()));
    out.push('&');
    percent_encoding::append(&mut out, &uri);
    let mut separator = "&";
    for (name, value) in parameters.iter() {
        out.push_str(separator);
        percent_encoding::append(&mut out, name);
        out.push_str("%3D");
        percent_encoding::append(&mut out, value);
        separator = "%26";
    }
    if separator == "&" {
        out.push('&');
    }
    out
}

/// Scheme, authority and path (3.4.1.2), without query, fragment and user-info.
///
/// [`Url`] has already lower-cased scheme and host and dropped a default port; the path is taken as
/// it goes over the wire, without decoding.
#[must_use]
pub fn base_string_uri(url: &Url) -> String {
    let mut uri = String::with_capacity(url.as_str().len());
    uri.push_str(url.scheme());
    uri.push_str("://");
    uri.push_str(url.host_str().unwrap_or_default());
    if let Some(port) = url.port() {
        write!(uri, ":{port}").expect("writing to a String cannot fail");
    }
    uri.push_str(url.path());
    uri
}
