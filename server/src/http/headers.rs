//! Headers of every answer.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// For whatever has no policy of its own: nothing may be loaded, run or framed.
const STRICTEST: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Adds what is missing. Pages of the tab are never stored: they show what only one person may see.
pub(super) async fn on_every_answer(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set_default(headers, header::CACHE_CONTROL, "no-store");
    set_default(headers, header::CONTENT_SECURITY_POLICY, STRICTEST);
    set_default(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set_default(headers, header::REFERRER_POLICY, "same-origin");
    set_default(
        headers,
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    );
    set_default(
        headers,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    response
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}

/// What a page may do besides.
#[derive(Clone, Copy)]
pub(super) struct Extra {
    /// Who may frame it.
    pub(super) frame_ancestors: &'static str,
    /// Where its scripts may ask besides us.
    pub(super) connect: &'static str,
}

/// For `frame-ancestors`.
pub(super) const NOBODY: &str = "'none'";

impl Extra {
    pub(super) const NOTHING: Self = Self {
        frame_ancestors: NOBODY,
        connect: "",
    };
    /// TeamsJS learns there which of Microsoft's hosts it may talk to.
    pub(super) const TEAMS_JS: &str = " https://res.cdn.office.net";
}

/// The policy of a page: its own scripts by nonce, its own styles, its own forms.
pub(super) fn page_policy(nonce: &str, extra: Extra) -> String {
    let Extra {
        frame_ancestors,
        connect,
    } = extra;
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:; connect-src 'self'{connect}; form-action 'self'; \
         base-uri 'none'; frame-ancestors {frame_ancestors}"
    )
}

/// The policy of a page without scripts.
pub(super) fn static_page_policy(frame_ancestors: &'static str) -> String {
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
         base-uri 'none'; frame-ancestors {frame_ancestors}"
    )
}
