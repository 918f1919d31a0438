//! The rules of local identity: one person, at this machine, without a password.
//!
//! A tab that knows its user by where it listens must not be reachable by a trick: a foreign page
//! whose name was rebound to loopback (Host), a reverse proxy somebody put before it (forwarding
//! headers), or a form on a foreign page (Origin, Sec-Fetch-Site).

use super::{AppState, page};
use crate::usecase::Visitor;
use app::error::Problem;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, Version, header, uri::Authority},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// The names under which a browser on this machine reaches us.
#[derive(Clone)]
pub(crate) struct LocalHosts(Arc<[String]>);

impl LocalHosts {
    pub(super) fn new(port: u16) -> Self {
        let names = ["localhost", "127.0.0.1", "[::1]"];
        let with_port = names.iter().map(|name| format!("{name}:{port}"));
        // Browsers leave the default port out.
        let without = names
            .iter()
            .filter(|_| port == 80)
            .map(|&name| name.to_owned());
        Self(with_port.chain(without).collect())
    }

    fn contains(&self, host: &str) -> bool {
        self.0.iter().any(|name| name.eq_ignore_ascii_case(host))
    }
}

/// Whether the request says that somebody stands between the browser and us. No browser speaks
/// HTTP/1.0; proxies do.
fn came_through_proxy(request: &Request) -> bool {
    request.version() < Version::HTTP_11
        || request.headers().keys().any(|name| {
            [header::FORWARDED, header::VIA].contains(name)
                || name.as_str().starts_with("x-forwarded-")
                || name.as_str() == "x-real-ip"
        })
}

/// Lets the person at this machine in, and nobody else.
pub(super) async fn local_identity(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    if came_through_proxy(&request) {
        tracing::warn!("refused a request that came through a proxy");
        return page::refuse(&state, &request, Problem::BehindProxy);
    }
    let headers = request.headers();
    let own = single(headers, &header::HOST).filter(|host| state.local_hosts.contains(host));
    // An absolute target (RFC 9112 section 3.2.2) names the host, too.
    let target = request.uri().authority().map(Authority::as_str);
    let target_is_own = target.is_none_or(|target| state.local_hosts.contains(target));
    let Some(host) = own.filter(|_| target_is_own) else {
        return page::refuse(&state, &request, Problem::WrongHost);
    };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && !is_from(headers, &format!("http://{host}")) {
        return page::refuse(&state, &request, Problem::CrossSite);
    }
    request.extensions_mut().insert(Visitor::local());
    next.run(request).await
}

/// Whether a write comes from a page of `origin`, our own. Every browser sends Origin with a POST.
pub(super) fn is_from(headers: &HeaderMap, origin: &str) -> bool {
    let said = single(headers, &header::ORIGIN);
    let fetch_site = headers.get("sec-fetch-site");
    said.is_some_and(|said| said.eq_ignore_ascii_case(origin))
        && fetch_site.is_none_or(|site| site == "same-origin")
}

/// The value of a header that may stand once.
pub(super) fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_with_our_port_are_ours() {
        let hosts = LocalHosts::new(3000);
        for host in [
            "localhost:3000",
            "LOCALHOST:3000",
            "127.0.0.1:3000",
            "[::1]:3000",
        ] {
            assert!(hosts.contains(host), "{host}");
        }
        for host in [
            "localhost",
            "localhost:3001",
            "evil.example:3000",
            "127.0.0.1.evil.example:3000",
            "localhost.:3000",
            "",
            "127.1:3000",
        ] {
            assert!(!hosts.contains(host), "{host}");
        }
        assert!(LocalHosts::new(80).contains("localhost"));
    }
}
