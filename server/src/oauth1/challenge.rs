//! Reads `WWW-Authenticate` values: the grammar of
//! [RFC 9110 11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1) and, inside `OAuth`
//! challenges, the encoding of [RFC 5849 3.5.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.5.1).
//!
//! One value may hold several challenges, and a quoted string may hold commas, so splitting at
//! commas is wrong.

use super::percent_encoding;

/// The longest value that is read, in bytes; Jira repeats a whole base string in it.
const MAX_VALUE_BYTES: usize = 32 * 1024;

/// The parameters of every `OAuth` challenge in one header value, a list per challenge.
///
/// Values of `oauth_` parameters are percent-decoded, others (`realm`) are as sent. A parameter that
/// cannot be decoded is left out. Reading ends where the grammar does; what came before stays, the
/// challenge that broke it does not.
#[must_use]
pub fn parse(value: &str) -> Vec<Vec<(String, String)>> {
    let mut found = Vec::new();
    if value.len() > MAX_VALUE_BYTES {
        return found;
    }
    let mut rest = Cursor(value);
    rest.skip_separators();
    while let Some(scheme) = rest.token() {
        let Some(parameters) = rest.parameters() else {
            return found;
        };
        if scheme.eq_ignore_ascii_case("OAuth") {
            found.push(parameters);
        }
    }
    found
}

struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    /// What follows a scheme: a token68 or parameters. `None` if it is neither.
    fn parameters(&mut self) -> Option<Vec<(String, String)>> {
        let mut parameters = Vec::new();
        self.skip_blanks();
        if self.skip_token68() {
            return Some(parameters);
        }
        loop {
            self.skip_separators();
            let before = self.0;
            let Some(name) = self.token() else {
                return self.0.is_empty().then_some(parameters);
            };
            self.skip_blanks();
            if !self.skip('=') {
                // A token without `=` is the scheme of the next challenge.
                self.0 = before;
                return Some(parameters);
            }
            self.skip_blanks();
            let value = if self.skip('"') {
                self.quoted()?
            } else {
                self.token()?.to_owned()
            };
            self.skip_blanks();
            if !(self.0.is_empty() || self.0.starts_with(',')) {
                return None;
            }
            if !name.starts_with("oauth_") {
                parameters.push((name.to_owned(), value));
            } else if let Some(value) = percent_encoding::decode(value.as_bytes()) {
                parameters.push((name.to_owned(), value));
            }
        }
    }

    /// The rest of a quoted string, without its backslashes.
    fn quoted(&mut self) -> Option<String> {
        let mut value = String::new();
        let mut chars = self.0.char_indices();
        loop {
            match chars.next()? {
                (at, '"') => {
                    self.0 = &self.0[at + 1..];
                    return Some(value);
                }
                (_, '\\') => value.push(chars.next()?.1),
                (_, c) => value.push(c),
            }
        }
    }

    fn token(&mut self) -> Option<&'a str> {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let end = self.0.find(|c| !is_token(c)).unwrap_or(self.0.len());
        let (token, rest) = self.0.split_at(end);
        self.0 = rest;
        (!token.is_empty()).then_some(token)
    }

    /// Skips credentials such as `Negotiate oYH1MIHyoAMKAQ==`, but no first parameter and no next scheme.
    fn skip_token68(&mut self) -> bool {
        let is_token68 = |c: char| c.is_ascii_alphanumeric() || "-._~+/".contains(c);
        let rest = self.0.trim_start_matches(is_token68);
        if rest.len() == self.0.len() {
            return false;
        }
        let rest = rest.trim_start_matches('=').trim_start_matches([' ', '\t']);
        let complete = rest.is_empty() || rest.starts_with(',');
        if complete {
            self.0 = rest;
            self.skip_separators();
        }
        complete
    }

    fn skip(&mut self, c: char) -> bool {
        let rest = self.0.strip_prefix(c);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn skip_blanks(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\t']);
    }

    fn skip_separators(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\t', ',']);
    }
}
