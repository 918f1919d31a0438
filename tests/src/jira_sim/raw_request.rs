//! The request as it came over the wire: raw path, raw query, headers, body.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};

use super::oauth::percent::decode_form;

const BODY_LIMIT_BYTES: usize = 1 << 20;

/// A request whose target was not decoded in any way.
pub(super) struct RawRequest {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for RawRequest {
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Self, StatusCode> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, BODY_LIMIT_BYTES)
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        Ok(Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body,
        })
    }
}

impl RawRequest {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Media type without parameters, lower case; `None` without a Content-Type header.
    pub(super) fn media_type(&self) -> Option<String> {
        let value = self.header(header::CONTENT_TYPE.as_str())?;
        Some(
            value
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
        )
    }

    pub(super) fn query_pairs(&self) -> Vec<(String, String)> {
        decode_form(self.query.as_bytes())
    }

    /// Pairs of a form body. Tomcat parses forms of POST only.
    pub(super) fn form_pairs(&self) -> Vec<(String, String)> {
        let is_form = self
            .media_type()
            .is_some_and(|it| it == "application/x-www-form-urlencoded");
        if self.method == Method::POST && is_form {
            decode_form(&self.body)
        } else {
            Vec::new()
        }
    }

    /// `HttpServletRequest.getParameter`: first of query, then form.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.query_pairs();
        pairs.extend(self.form_pairs());
        pairs
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    pub(super) fn cookie(&self, name: &str) -> Option<String> {
        self.headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
    }
}
