//! How often one person may try to sign in, and one address ask anything.
//!
//! Generic cell rate algorithm by `governor`: a burst, then a steady rate. What is remembered of a
//! key is dropped once its burst is whole again, so a flood of keys holds no memory.

use crate::usecase::Caller;
use axum::http::HeaderMap;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;
use std::{
    hash::Hash,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

/// Attempts of one person: nobody needs twenty in a row, or one each three seconds for long.
const ATTEMPTS: Quota = quota(20, 20);

/// Requests of one address: a whole office may share one.
const REQUESTS: Quota = quota(3_000, 3_000);

/// Once in so many requests what is no longer needed is dropped.
const SWEEP_EVERY: u32 = 4_096;

const fn quota(burst: u32, per_minute: u32) -> Quota {
    Quota::per_minute(positive(per_minute)).allow_burst(positive(burst))
}

const fn positive(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("a quota is not zero")
}

/// Who has asked how often.
pub(crate) struct Rates {
    people: Keyed<Caller>,
    addresses: Keyed<IpAddr>,
}

impl Rates {
    pub(super) fn new() -> Self {
        Self {
            people: Keyed::new(ATTEMPTS),
            addresses: Keyed::new(REQUESTS),
        }
    }

    /// Whether this person may try to sign in once more.
    pub(super) fn allow_attempt(&self, caller: &Caller) -> bool {
        self.people.allow(caller)
    }

    /// Whether this address may ask once more.
    pub(super) fn allow_request(&self, address: IpAddr) -> bool {
        self.addresses.allow(&subscriber(address))
    }
}

struct Keyed<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    asked: AtomicU32,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(quota: Quota) -> Self {
        Self {
            limiter: RateLimiter::keyed(quota),
            asked: AtomicU32::new(0),
        }
    }

    fn allow(&self, key: &K) -> bool {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(key).is_ok()
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

/// Whose request a chain of trusted proxies passed on: the last address in `X-Forwarded-For` that is
/// none of theirs. What stands before it is the client's own invention.
pub(super) fn client_address(headers: &HeaderMap, trusted: &[IpNet]) -> Option<IpAddr> {
    let values = headers.get_all("x-forwarded-for");
    let mut passed_on: Vec<IpAddr> = Vec::new();
    for value in values {
        let value = value.to_str().ok()?;
        for address in value.split(',') {
            passed_on.push(parse(address.trim())?);
        }
    }
    let is_proxy = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    passed_on.into_iter().rev().find(|it| !is_proxy(it))
}

/// Some proxies add the port.
fn parse(address: &str) -> Option<IpAddr> {
    let with_port = || Some(address.parse::<SocketAddr>().ok()?.ip());
    let ip = address.parse().ok().or_else(with_port)?;
    Some(IpAddr::to_canonical(&ip))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_client_is_whom_the_last_trusted_proxy_names() {
        let trusted = ["10.0.0.0/8".parse().expect("a net")];
        for (header, expected) in [
            ("203.0.113.9", Some("203.0.113.9")),
            ("203.0.113.9, 10.0.0.2", Some("203.0.113.9")),
            ("198.51.100.1, 203.0.113.9", Some("203.0.113.9")),
            ("203.0.113.9:4711", Some("203.0.113.9")),
            ("::ffff:203.0.113.9", Some("203.0.113.9")),
            ("10.0.0.1", None),
            ("unknown", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_static(header));
            let expected = expected.map(|it| it.parse().expect("an address"));
            assert_eq!(client_address(&headers, &trusted), expected, "{header}");
        }
    }

    #[test]
    fn one_address_cannot_use_up_anothers_requests() {
        let rates = Rates::new();
        let [flood, honest] = ["203.0.113.9", "203.0.113.10"].map(|it| it.parse().expect("one"));
        let allowed = (0..10_000).filter(|_| rates.allow_request(flood)).count();
        assert!((3_000..5_000).contains(&allowed), "{allowed}");
        assert!(rates.allow_request(honest));
    }

    #[test]
    fn a_flood_from_one_ipv6_network_counts_as_one() {
        let address = |n: u128| IpAddr::from(Ipv6Addr::from_bits((0x2001_0db8 << 96) | n));
        let rates = Rates::new();
        let allowed = (0..10_000).filter(|n| rates.allow_request(address(*n)));
        assert!(allowed.count() < 5_000);
    }

    #[test]
    fn a_flood_of_addresses_is_forgotten() {
        let rates = Rates::new();
        for n in 0..100_000_u32 {
            rates.allow_request(IpAddr::from(n.to_be_bytes()));
        }
        let one = IpAddr::from([203, 0, 113, 9]);
        let forgotten = (0..10_000_000).any(|_| {
            rates.allow_request(one);
            rates.addresses.limiter.len() < 1_000
        });
        assert!(forgotten, "{}", rates.addresses.limiter.len());
    }
}
