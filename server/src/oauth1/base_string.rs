//! The signature base string ([RFC 5849 3.4.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.1)).
//!
//! Client and provider build it separately; one byte of difference makes `signature_invalid`.

use std::fmt::Write as _;

use url::Url;

use super::percent_encoding;

/// Collected request parameters, each encoded once, in the order they were added.
///
/// All of them lie in one text, written as the `Authorization` header wants it, so a request costs
/// two allocations however many parameters it has, and its header one copy.
#[derive(Clone, Default)]
pub struct Parameters {
    text: String,
    spans: Vec<Span>,
}

/// Of one parameter: `name="value", `.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    name_end: usize,
    end: usize,
}

const BEFORE_VALUE: &str = "=\"";
const AFTER_VALUE: &str = "\", ";

impl Parameters {
    /// None yet, with room for so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
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

    /// Adds a parameter of the protocol, whose name needs no encoding.
    pub(super) fn push_protocol(&mut self, name: &'static str, value: &str) {
        self.push_with(
            |out| out.push_str(name),
            |out| percent_encoding::append(out, value),
        );
    }

    /// Adds a parameter of the protocol whose value is a number.
    pub(super) fn push_number(&mut self, name: &'static str, value: u64) {
        self.push_with(
            |out| out.push_str(name),
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
        self.spans.iter().map(|span| span.pair_in(&self.text))
    }

    /// All of them as they stand in an `Authorization` header, each with a comma behind it (3.5.1).
    pub(super) fn in_header(&self) -> &str {
        &self.text
    }

    fn push_with(&mut self, name: impl FnOnce(&mut String), value: impl FnOnce(&mut String)) {
        let start = self.text.len();
        name(&mut self.text);
        let name_end = self.text.len();
        if &self.text[start..] == "oauth_signature" {
            self.text.truncate(start);
            return;
        }
        self.text.push_str(BEFORE_VALUE);
        value(&mut self.text);
        let end = self.text.len();
        self.text.push_str(AFTER_VALUE);
        self.spans.push(Span {
            start,
            name_end,
            end,
        });
    }

    /// By encoded name, then by encoded value, both as bytes (3.4.1.3.2).
    ///
    /// Sorting decoded text, or the joined `name=value`, gives another order.
    fn sort(&mut self) {
        let text = self.text.as_bytes();
        let name = |span: &Span| &text[span.start..span.name_end];
        let value = |span: &Span| &text[span.name_end + BEFORE_VALUE.len()..span.end];
        let by_name = |a: &Span, b: &Span| name(a).cmp(name(b));
        self.spans
            .sort_unstable_by(|a, b| by_name(a, b).then_with(|| value(a).cmp(value(b))));
    }
}

impl Span {
    fn pair_in(self, text: &str) -> (&str, &str) {
        let name = &text[self.start..self.name_end];
        (name, &text[self.name_end + BEFORE_VALUE.len()..self.end])
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
    let mut out = String::with_capacity(method.len() + 2 * uri.len() + 2 * parameters.text.len());
    out.extend(method.chars().map(|c| c.to_ascii_uppercase()));
    out.push('&');
    percent_encoding::append(&mut out, &uri);
    let mut separator = "&";
    for (name, value) in parameters.iter() {
        out.push_str(separator);
        percent_encoding::append_encoded(&mut out, name);
        out.push_str("%3D");
        percent_encoding::append_encoded(&mut out, value);
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
