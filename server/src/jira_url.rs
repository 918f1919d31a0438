//! Addresses of Jira: the operator's base URL, and what a person types to name an instance.
//!
//! What is typed is only ever looked up among the configured instances ([`find`]); nothing here or
//! elsewhere fetches it.

use std::fmt;

use url::Url;

mod typed;

#[cfg(test)]
mod tests;

pub use typed::{InputProblem, find};

/// The longest address that is looked at, in bytes.
pub const MAX_BYTES: usize = 2048;

/// Where a Jira lives: scheme, host, port and context path (`/jira`), without a slash at the end.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Its path is the context path, or `/` if there is none.
    url: Url,
}

/// Why a setting is no base URL. Says nothing of the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlProblem {
    /// Nothing in it.
    #[error("the base URL is empty")]
    Empty,
    /// Over [`MAX_BYTES`].
    #[error("the base URL is longer than {MAX_BYTES} bytes")]
    TooLong,
    /// Neither `http` nor `https`, or none.
    #[error("the base URL must begin with http:// or https://")]
    Scheme,
    /// A user name or a password in front of the host.
    #[error("the base URL must hold no user name and no password")]
    UserInfo,
    /// Anything after `?`.
    #[error("the base URL must hold no query (?)")]
    Query,
    /// Anything after `#`.
    #[error("the base URL must hold no fragment (#)")]
    Fragment,
    /// No host, a bad port, or characters that no address holds.
    #[error("the base URL is not an address")]
    Malformed,
}

impl BaseUrl {
    /// Reads a setting. Slashes at the end are removed, the rest of the context path is kept as it is.
    ///
    /// # Errors
    /// One [`BaseUrlProblem`] per thing to correct.
    pub fn parse(text: &str) -> Result<Self, BaseUrlProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BaseUrlProblem::Empty);
        }
        if text.len() > MAX_BYTES {
            return Err(BaseUrlProblem::TooLong);
        }
        if typed::after_scheme(text).is_none() {
            return Err(BaseUrlProblem::Scheme);
        }
        if typed::has_user_info(text) {
            return Err(BaseUrlProblem::UserInfo);
        }
        // The URL parser drops tabs and line ends, and with them what was looked for above.
        if text.contains(char::is_control) {
            return Err(BaseUrlProblem::Malformed);
        }
        let mut url = Url::parse(text).map_err(|_| BaseUrlProblem::Malformed)?;
        if url.query().is_some() {
            return Err(BaseUrlProblem::Query);
        }
        if url.fragment().is_some() {
            return Err(BaseUrlProblem::Fragment);
        }
        let context = url.path().trim_end_matches('/').to_owned();
        url.set_path(&context);
        Ok(Self { url })
    }

    /// The address of a resource: `/rest/api/2/myself` goes behind the context path.
    ///
    /// `path` is plain text: each segment is encoded once; empty segments, `.`, `..`, tabs and line
    /// ends are left out, so no path leads out of the context. Add a query to the result with
    /// [`Url::query_pairs_mut`].
    ///
    /// # Panics
    /// Never: an `http` address has path segments.
    #[must_use]
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        // The URL parser drops these, but only after it looked for `..`: "\t.." would climb.
        let path: String = path
            .chars()
            .filter(|c| !matches!(c, '\t' | '\r' | '\n'))
            .collect();
        url.path_segments_mut()
            .expect("an http address has path segments")
            .pop_if_empty()
            .extend(path.split('/').filter(|segment| !segment.is_empty()));
        url
    }

    /// The context path with its slash in front, or nothing.
    #[must_use]
    pub fn context_path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// Scheme, host and port if it is not the default one: `https://jira.example.com:8443`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Host, and port if it is not the default one. A name in other letters stays in its `xn--`
    /// form, which no other name looks like.
    #[must_use]
    pub fn host_for_display(&self) -> String {
        match self.url.port() {
            Some(port) => format!("{}:{port}", self.host()),
            None => self.host().to_owned(),
        }
    }

    /// The host alone; IPv6 in brackets.
    fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The base URL itself. Its path is `/` if there is no context path.
    #[must_use]
    pub fn as_url(&self) -> &Url {
        &self.url
    }
}

/// The base URL without a slash at the end.
impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({self})")
    }
}
