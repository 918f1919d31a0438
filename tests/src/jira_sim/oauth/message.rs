//! All parameters of a request that OAuth sees, RFC 5849 section 3.4.1.3.1.

use axum::http::header;

use super::authorization_header;
use super::base_string::base_string;
use super::problem::Problem;
use crate::jira_sim::raw_request::RawRequest;

/// The six parameters without which a REST request is not an OAuth request at all.
const ACCESS_ATTEMPT: [&str; 6] = [
    "oauth_consumer_key",
    "oauth_token",
    "oauth_signature_method",
    "oauth_signature",
    "oauth_timestamp",
    "oauth_nonce",
];

/// Method, URL and parameters of a request: header, then query, then form.
pub(in crate::jira_sim) struct OAuthMessage {
    method: String,
    url: String,
    parameters: Vec<(String, String)>,
    /// Names of header parameters that are not written as RFC 5849 demands.
    pub(in crate::jira_sim) malformed: Vec<String>,
}

impl OAuthMessage {
    /// Reads the message; `connector_origin` replaces `http://` and the Host header.
    pub(in crate::jira_sim) fn from_request(
        request: &RawRequest,
        connector_origin: Option<&str>,
    ) -> Self {
        let mut parameters = Vec::new();
        let mut malformed = Vec::new();
        for value in request.headers.get_all(header::AUTHORIZATION) {
            if let Some(found) = value.to_str().ok().and_then(authorization_header::parse) {
                parameters.extend(found.pairs);
                malformed.extend(found.malformed);
            }
        }
        parameters.extend(request.query_pairs());
        parameters.extend(request.form_pairs());
        let host = request.header(header::HOST.as_str()).unwrap_or_default();
        let origin = connector_origin.map_or_else(|| format!("http://{host}"), str::to_owned);
        Self {
            method: request.method.to_string(),
            url: format!("{origin}{}", request.path),
            parameters,
            malformed,
        }
    }

    /// First value of a parameter.
    pub(in crate::jira_sim) fn value(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Pairs with this name.
    pub(in crate::jira_sim) fn pairs<'a>(
        &'a self,
        name: &'a str,
    ) -> impl Iterator<Item = &'a (String, String)> {
        self.parameters.iter().filter(move |(key, _)| key == name)
    }

    /// Pairs whose name begins with `oauth_`.
    pub(in crate::jira_sim) fn oauth_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters
            .iter()
            .filter(|(key, _)| key.starts_with("oauth_"))
            .map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// Value of a parameter that has to be there.
    ///
    /// # Errors
    /// `parameter_absent` naming the parameter.
    pub(in crate::jira_sim) fn require(&self, name: &str) -> Result<&str, Problem> {
        self.value(name)
            .ok_or_else(|| Problem::parameter_absent(&[name]))
    }

    /// Whether Jira's filter takes this for an OAuth request.
    pub(in crate::jira_sim) fn is_access_attempt(&self) -> bool {
        ACCESS_ATTEMPT.iter().all(|name| self.value(name).is_some())
    }

    /// Signature base string as Jira computes it.
    pub(in crate::jira_sim) fn base_string(&self) -> String {
        base_string(&self.method, &self.url, &self.parameters)
    }
}
