//! The reverse proxy that an operator puts before the tab: TLS ends here.

use super::TAB_DOMAIN;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, Uri, header, uri::Scheme},
    response::{IntoResponse as _, Response},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::net::SocketAddr;

/// What the proxy says about the browser's request, which came over loopback.
const FORWARDED: [(HeaderName, HeaderValue); 3] = [
    (
        HeaderName::from_static("x-forwarded-for"),
        HeaderValue::from_static("127.0.0.1"),
    ),
    (
        HeaderName::from_static("x-forwarded-proto"),
        HeaderValue::from_static("https"),
    ),
    (
        HeaderName::from_static("x-forwarded-host"),
        HeaderValue::from_static(TAB_DOMAIN),
    ),
];

pub(super) struct Proxy {
    tab: SocketAddr,
    http: Client<HttpConnector, Body>,
}

impl Proxy {
    pub(super) fn new(tab: SocketAddr) -> Self {
        let http = Client::builder(TokioExecutor::new()).build_http();
        Self { tab, http }
    }

    /// The tab's answer, unchanged. The tab sees the Host that the browser asked for.
    pub(super) async fn pass_on(&self, mut request: Request) -> Response {
        let mut address = std::mem::take(request.uri_mut()).into_parts();
        address.scheme = Some(Scheme::HTTP);
        address.authority = self.tab.to_string().parse().ok();
        *request.uri_mut() = Uri::from_parts(address).expect("scheme, authority and path");
        let headers = request.headers_mut();
        headers.remove(header::CONNECTION);
        headers.extend(FORWARDED);
        match self.http.request(request).await {
            Ok(answer) => answer.map(Body::new),
            Err(problem) => (StatusCode::BAD_GATEWAY, problem.to_string()).into_response(),
        }
    }
}
