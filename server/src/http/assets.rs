//! The browser side: what Trunk wrote into `dist/`, embedded into the binary.

use app::shell::{Assets, Link};
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::sync::Arc;

/// Release builds hold the files; other builds read them from `dist/`.
#[derive(RustEmbed)]
#[folder = "../dist"]
#[allow_missing = true]
struct Dist;

/// The hashed names of the files that a page loads. Shared: each layer of a request clones the state.
#[derive(Clone)]
pub(crate) struct BrowserSide(pub(crate) Arc<Assets>);

/// The binary was built before the browser side.
#[derive(Debug, thiserror::Error)]
#[error(
    "This jira-tab was built without its browser side. Build it with `make build`, which runs Trunk first"
)]
pub(crate) struct AssetsMissing;

impl BrowserSide {
    /// Reads the names from Trunk's `index.html`, the only place that knows them.
    pub(crate) fn load() -> Result<Self, AssetsMissing> {
        let index = Dist::get("index.html").ok_or(AssetsMissing)?;
        let html = String::from_utf8_lossy(&index.data);
        let links: Vec<Tag> = html.split('<').filter_map(Tag::of_link).collect();
        let find = |rel: &str, ending: &str| {
            let tag = links
                .iter()
                .find(|tag| tag.rel == rel && tag.link.href.ends_with(ending));
            tag.map(|tag| tag.link.clone()).ok_or(AssetsMissing)
        };
        Ok(Self(Arc::new(Assets {
            css: find("stylesheet", ".css")?,
            js: find("modulepreload", ".js")?,
            wasm: find("preload", ".wasm")?,
            teams: Link {
                href: teams_module().ok_or(AssetsMissing)?,
                integrity: None,
            },
        })))
    }
}

/// Only scripts of ours load this one, so `index.html` does not name it.
fn teams_module() -> Option<String> {
    let mut files = Dist::iter();
    let file = files.find(|file| file.starts_with("pkg/teams-") && file.ends_with(".js"))?;
    Some(format!("/{file}"))
}

struct Tag {
    rel: String,
    link: Link,
}

impl Tag {
    fn of_link(tag: &str) -> Option<Self> {
        let tag = tag.strip_prefix("link ")?;
        let href = attribute(tag, "href")?;
        Some(Self {
            rel: attribute(tag, "rel")?,
            link: Link {
                href,
                integrity: attribute(tag, "integrity"),
            },
        })
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.to_owned())
}

/// `GET /pkg/…`: the smallest form that the browser takes, for ever, since the name holds the hash.
pub(super) async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let path = format!("pkg/{file}");
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let takes = |coding: &str| {
        accepted.split(',').any(|item| {
            let (name, quality) = item.split_once(';').unwrap_or((item, ""));
            name.trim().eq_ignore_ascii_case(coding) && quality.trim() != "q=0"
        })
    };
    let compressed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| takes(coding));
    for (coding, ending) in compressed {
        if let Some(found) = Dist::get(&format!("{path}{ending}")) {
            let mut response = immutable(&path, found);
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            return response;
        }
    }
    match Dist::get(&path) {
        Some(found) => immutable(&path, found),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn immutable(path: &str, file: EmbeddedFile) -> Response {
    let content_type = match path.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "wasm")) => "application/wasm",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    (headers, Body::from(file.data)).into_response()
}
