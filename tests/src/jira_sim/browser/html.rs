//! The frame of every page, and answers that browsers get.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::jira_sim::answer::SignedIn;
use crate::jira_sim::options::User;
use crate::jira_sim::state::Shared;

const STYLE: &str = "\
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#172b4d;background:#f4f5f7}\
header{display:flex;gap:1.5rem;align-items:center;padding:.75rem 1.5rem;background:#0747a6;color:#fff}\
header a{color:#fff}header .product{font-weight:700;margin-right:auto}\
main{max-width:40rem;margin:2.5rem auto;padding:2rem;background:#fff;border:1px solid #dfe1e6;border-radius:6px}\
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}a{color:#0052cc}label{display:block;margin:1rem 0 .25rem;font-weight:600}\
input:not([type=hidden]){width:100%;padding:.5rem .6rem;font:inherit;border:2px solid #7a869a;border-radius:4px}\
button{margin:1.25rem .5rem 0 0;padding:.5rem 1rem;font:inherit;font-weight:600;border:2px solid transparent;border-radius:4px;background:#e4e6ea;color:#172b4d;cursor:pointer}\
button.primary{background:#0052cc;color:#fff}:focus-visible{outline:3px solid #4c9aff;outline-offset:2px}\
.error{padding:.75rem 1rem;border-left:4px solid #bf2600;background:#ffebe6}\
table{width:100%;border-collapse:collapse}th,td{padding:.5rem;text-align:left;border-bottom:1px solid #dfe1e6}td button{margin:0}\
dt{font-weight:600}dd{margin:0 0 .75rem}";

/// Text as HTML content or attribute value. Apostrophes stay: all attributes are in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(character),
        }
    }
    out
}

/// A page with the anti-framing headers that Jira sends. `content` is HTML.
pub(super) fn page(
    shared: &Shared,
    status: StatusCode,
    title: &str,
    content: &str,
    user: Option<&User>,
) -> Response {
    let root = escape(&shared.context_path);
    let title = escape(title);
    let account = user.map_or_else(String::new, |user| {
        format!(
            "<span>{}</span> <a href=\"{root}/secure/Logout!default.jspa\">Log Out</a>",
            escape(&user.display_name)
        )
    });
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} - Jira</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header><span class=\"product\">Jira</span> {account}</header>\n\
         <main>\n<h1>{title}</h1>\n{content}\n</main>\n</body>\n</html>\n"
    );
    let mut response = (status, page_headers(), body).into_response();
    if let Some(user) = user {
        response
            .extensions_mut()
            .insert(SignedIn(user.name.clone()));
    }
    response
}

fn page_headers() -> HeaderMap {
    let pairs = [
        (header::CONTENT_TYPE, "text/html;charset=UTF-8"),
        (header::CACHE_CONTROL, "no-cache, no-store, must-revalidate"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
    ];
    pairs
        .into_iter()
        .map(|(name, value)| (name, HeaderValue::from_static(value)))
        .collect()
}

/// 302 to an address; anything that cannot be a header value leads to the root.
pub(super) fn redirect(location: &str) -> Response {
    let location = HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

/// Adds a header to an answer.
pub(super) fn with_header(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().append(name, value);
    }
    response
}
