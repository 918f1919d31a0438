//! How often one person may try to sign in, and one address ask anything.

use super::{AppState, page};
use crate::{
    keyed_rate::{KeyedRate, positive},
    usecase::Caller,
};
use app::error::Problem;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use governor::Quota;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Attempts of one person: nobody needs twenty in a row, or one each three seconds for long.
const ATTEMPTS: Quota = quota(20, 20);

/// Requests of one address: a whole office may share one.
const REQUESTS: Quota = quota(3_000, 3_000);

const fn quota(burst: u32, per_minute: u32) -> Quota {
    Quota::per_minute(positive(per_minute)).allow_burst(positive(burst))
}

/// Who has asked how often.
pub(crate) struct Rates {
    people: KeyedRate<Caller>,
    addresses: KeyedRate<IpAddr>,
}

impl Rates {
    pub(super) fn new() -> Self {
        Self {
            people: KeyedRate::new(ATTEMPTS),
            addresses: KeyedRate::new(REQUESTS),
        }
    }
}

/// Whoever has one IPv6 address has the 2^64 beside it, too (RFC 6177).
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Verbs that ask Jira for tokens, or guess at codes.
const TRIES: [&str; 5] = [
    "/api/connect",
    "/api/continue",
    "/api/new-link",
    "/api/ticket",
    "/api/commit",
];

/// Whether this person may go on with `path`. At one machine there is nobody to be protected from.
pub(super) fn may_try(state: &AppState, caller: &Caller, path: &str) -> bool {
    let teams = state.teams.as_ref();
    !TRIES.contains(&path) || teams.is_none_or(|teams| teams.rates.people.allow(caller))
}

/// Refuses an address that asks too often.
pub(super) async fn per_address(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let allowed = state
        .teams
        .as_ref()
        .zip(peer)
        .is_none_or(|(teams, ConnectInfo(peer))| {
            let client = client_address(request.headers(), peer.ip(), &teams.trusted_proxies);
            teams.rates.addresses.allow(&subscriber(client))
        });
    if !allowed {
        return refuse(&state, &request, Problem::TooManyRequests);
    }
    next.run(request).await
}

/// RFC 6585 section 4.
pub(super) fn refuse(state: &AppState, request: &Request, problem: Problem) -> Response {
    let mut response = page::refuse(state, request, problem);
    let in_a_minute = HeaderValue::from_static("60");
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, in_a_minute);
    response
}

/// Whose request a chain of trusted proxies passed on: going back from the last address in
/// `X-Forwarded-For`, the first that is none of theirs. What stands before it is the client's own
/// invention and is not looked at. Without such an address it is the last proxy's own; who comes past
/// the proxies names nobody.
fn client_address(headers: &HeaderMap, peer: IpAddr, trusted: &[IpNet]) -> IpAddr {
    let is_proxy = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    let values = headers.get_all("x-forwarded-for").iter().rev();
    let passed_on = values.flat_map(|value| value.as_bytes().rsplit(|&byte| byte == b','));
    let mut client = peer.to_canonical();
    if !is_proxy(&client) {
        return client;
    }
    for address in passed_on {
        match str::from_utf8(address).ok().and_then(parse) {
            Some(address) if is_proxy(&address) => client = address,
            Some(address) => return address,
            None => break,
        }
    }
    client
}

/// Some proxies add the port.
fn parse(address: &str) -> Option<IpAddr> {
    let address = address.trim();
    let with_port = || Some(address.parse::<SocketAddr>().ok()?.ip());
    let ip: IpAddr = address.parse().ok().or_else(with_port)?;
    Some(ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(values: &[&[u8]]) -> String {
        client_behind("10.0.0.1", values)
    }

    fn client_behind(peer: &str, values: &[&[u8]]) -> String {
        let trusted = ["10.0.0.0/8".parse().expect("a net")];
        let peer = peer.parse().expect("an address");
        let mut headers = HeaderMap::new();
        for value in values {
            let value = HeaderValue::from_bytes(value).expect("a value");
            headers.append("x-forwarded-for", value);
        }
        client_address(&headers, peer, &trusted).to_string()
    }

    #[test]
    fn the_client_is_whom_the_last_trusted_proxy_names() {
        for header in [
            "203.0.113.9",
            "203.0.113.9, 10.0.0.2",
            "198.51.100.1, 203.0.113.9",
            "10.0.0.7, 203.0.113.9",
            "203.0.113.9:4711",
            "::ffff:203.0.113.9",
            "x, 203.0.113.9",
            "\u{e9}, 203.0.113.9",
        ] {
            assert_eq!(client(&[header.as_bytes()]), "203.0.113.9", "{header}");
        }
        assert_eq!(client(&[b"\xff", b"203.0.113.9"]), "203.0.113.9");
        assert_eq!(client(&[b"198.51.100.1", b"203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn who_names_nobody_is_the_proxy() {
        for header in ["", "unknown", "10.0.0.3", "203.0.113.9, unknown"] {
            assert!(
                client(&[header.as_bytes()]).starts_with("10.0.0."),
                "{header}"
            );
        }
        assert_eq!(client(&[]), "10.0.0.1");
    }

    #[test]
    fn who_comes_past_the_proxies_names_nobody() {
        let client = client_behind("198.51.100.7", &[b"203.0.113.9"]);
        assert_eq!(client, "198.51.100.7");
    }

    #[test]
    fn one_address_cannot_use_up_anothers_requests() {
        let rates = Rates::new();
        let [flood, honest]: [IpAddr; 2] =
            ["203.0.113.9", "203.0.113.10"].map(|it| it.parse().expect("one"));
        let allowed = (0..10_000)
            .filter(|_| rates.addresses.allow(&flood))
            .count();
        assert!((3_000..5_000).contains(&allowed), "{allowed}");
        assert!(rates.addresses.allow(&honest));
    }

    #[test]
    fn a_flood_from_one_ipv6_network_counts_as_one() {
        let address = |n: u128| IpAddr::from(Ipv6Addr::from_bits((0x2001_0db8 << 96) | n));
        let rates = Rates::new();
        let allowed = (0..10_000).filter(|n| rates.addresses.allow(&subscriber(address(*n))));
        assert!(allowed.count() < 5_000);
    }
}
