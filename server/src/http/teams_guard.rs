//! The rules of a tab inside Microsoft Teams: requests come through the operator's reverse proxy,
//! where TLS ends, and every verb proves who asks.

use super::{
    AppState,
    guard::{is_from, single},
    page,
    rates::{self, Rates},
    request_id::RequestId,
};
use crate::{
    settings::{Cloud, PublicUrl, TeamsSettings},
    usecase::Failure,
};
use app::error::Problem;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;
use std::net::SocketAddr;

/// What the HTTP side knows of a tab inside Teams.
pub(crate) struct TeamsSide {
    /// Who runs the tab.
    pub(super) operator: String,
    public_url: PublicUrl,
    pub(super) trusted_proxies: Vec<IpNet>,
    pub(super) rates: Rates,
    /// Who may frame the tab (Content Security Policy, `frame-ancestors`).
    pub(super) frame_ancestors: &'static str,
}

impl TeamsSide {
    pub(crate) fn new(settings: &TeamsSettings) -> Self {
        Self {
            operator: settings.developer.name.clone(),
            public_url: settings.public_url.clone(),
            trusted_proxies: settings.trusted_proxies.clone(),
            rates: Rates::new(),
            frame_ancestors: match settings.entra.cloud {
                Cloud::Global => {
                    "https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft"
                }
                Cloud::UsGovernment => "https://*.teams.microsoft.us",
            },
        }
    }

    fn trusts(&self, peer: SocketAddr) -> bool {
        let address = peer.ip().to_canonical();
        self.trusted_proxies
            .iter()
            .any(|net| net.contains(&address))
    }
}

/// Refuses whoever reaches us past the reverse proxy: there is no TLS here.
pub(super) async fn through_proxy(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let trusted = peer
        .zip(state.teams.as_ref())
        .is_some_and(|(ConnectInfo(peer), teams)| teams.trusts(*peer));
    let plain = request
        .headers()
        .get("x-forwarded-proto")
        .is_some_and(|scheme| scheme != "https");
    if !trusted || plain {
        let peer = peer.map(|ConnectInfo(peer)| peer.ip());
        tracing::warn!(
            ?peer,
            trusted,
            "refused a request that did not come by TLS through a trusted proxy"
        );
        return page::refuse(&state, &request, Problem::NotThroughProxy);
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000"),
    );
    response
}

/// Lets in whoever proves who they are.
pub(super) async fn identify(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let own = state
        .teams
        .as_ref()
        .is_some_and(|teams| is_from(request.headers(), &teams.public_url.origin()));
    if !own {
        return page::refuse(&state, &request, Problem::CrossSite);
    }
    let value = single(request.headers(), &header::AUTHORIZATION).unwrap_or_default();
    let id = request.extensions().get::<RequestId>().cloned();
    let RequestId(id) = id.unwrap_or_default();
    match state.tab.identify(value, &id).await {
        Ok(visitor) => {
            if !rates::may_try(&state, &visitor.caller, request.uri().path()) {
                return rates::refuse(&state, &request, Problem::TooManyAttempts);
            }
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(Failure(problem)) => {
            let mut response = page::refuse(&state, &request, problem);
            if response.status() == StatusCode::UNAUTHORIZED {
                // RFC 6750 section 3.
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            response
        }
    }
}
