//! The way out: every HTTP client of the server is made here, and which addresses it may reach.
//!
//! Only hosts that the operator wrote into the settings are ever asked. What their names lead to is
//! decided by others, so it is looked at each time: a name that suddenly leads to this machine or to
//! a cloud's metadata service is refused (DNS rebinding, CWE-918).

use reqwest::{
    ClientBuilder,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};
use tokio::net::lookup_host;
use zeroize::Zeroizing;

/// Our own name: Jira refuses writes from anything that looks like a browser
/// (atlassian-rest `XsrfResourceFilter`).
const USER_AGENT: &str = concat!("jira-tab/", env!("CARGO_PKG_VERSION"));

/// A client that follows nothing, keeps no cookies, uses no proxy of the system and reaches no
/// forbidden address. The caller sets how long a request may take in all.
pub(crate) fn client(connect_timeout: Duration) -> ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(connect_timeout)
        .dns_resolver(Resolver)
}

/// Why an answer was not read to its end.
pub(crate) enum ReadError {
    /// It has more bytes than the limit.
    TooLarge,
    /// It was cut off, or took too long.
    Transport(reqwest::Error),
}

/// Reads the body of an answer, at most `limit_bytes` of it. It may hold tokens.
pub(crate) async fn read_bounded(
    mut response: reqwest::Response,
    limit_bytes: usize,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let announced = response.content_length().unwrap_or_default();
    // In one piece where its length is known: what is outgrown is not wiped.
    let room = usize::try_from(announced).map_or(limit_bytes, |length| length.min(limit_bytes));
    let mut body = Zeroizing::new(Vec::with_capacity(room));
    while let Some(chunk) = response.chunk().await.map_err(ReadError::Transport)? {
        if body.len() + chunk.len() > limit_bytes {
            return Err(ReadError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The addresses of `host`, a name or a literal, that may be reached.
///
/// # Errors
/// If the name has none, or only forbidden ones.
pub(crate) async fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    let found: Vec<_> = lookup_host((literal, port)).await?.collect();
    let (allowed, forbidden): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|found| may_reach(literal, found.ip()));
    if !forbidden.is_empty() {
        tracing::warn!(host, addresses = ?forbidden, "a host of the settings leads to forbidden addresses");
    }
    if allowed.is_empty() {
        return Err(io::Error::other("no address that may be reached"));
    }
    Ok(allowed)
}

/// This machine is reached only by what says so.
fn may_reach(host: &str, ip: IpAddr) -> bool {
    let ip = ip.to_canonical();
    let names_this_machine =
        host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok();
    !is_forbidden(ip) && (names_this_machine || !ip.is_loopback())
}

/// What no Jira and no service of Microsoft ever has: addresses of no single host, link-local ones,
/// and the metadata services of clouds, which hand out credentials to whoever asks from inside.
pub(crate) fn is_forbidden(ip: IpAddr) -> bool {
    /// Alibaba, Azure, Oracle.
    const METADATA: [Ipv4Addr; 3] = [
        Ipv4Addr::new(100, 100, 100, 200),
        Ipv4Addr::new(168, 63, 129, 16),
        Ipv4Addr::new(192, 0, 0, 192),
    ];
    const AWS_METADATA: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_broadcast()
                || METADATA.contains(&ip)
        }
        IpAddr::V6(ip) => {
            ip.is_unicast_link_local()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip == AWS_METADATA
                || through_nat64(ip).is_some_and(|ip| is_forbidden(ip.into()))
        }
    }
}

/// The IPv4 address behind one of the well-known prefix (RFC 6052 section 2.1).
fn through_nat64(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = ip.segments() else {
        return None;
    };
    Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
}

struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is the caller's: what stands here is not used.
            let allowed = resolve(name.as_str(), 0).await?;
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_no_single_host_and_of_metadata_services_are_forbidden() {
        for ip in [
            "169.254.169.254",
            "169.254.1.1",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "64:ff9b::a9fe:a9fe",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "fe80::1",
            "fd00:ec2::254",
            "::",
            "ff02::1",
            "::ffff:169.254.169.254",
        ] {
            assert!(is_forbidden(ip.parse().expect("an address")), "{ip}");
        }
    }

    #[test]
    fn private_addresses_are_where_a_jira_lives() {
        for ip in [
            "10.0.0.5",
            "172.16.0.1",
            "192.168.1.1",
            "fd12::1",
            "127.0.0.1",
            "203.0.113.9",
        ] {
            assert!(!is_forbidden(ip.parse().expect("an address")), "{ip}");
        }
    }

    #[test]
    fn a_name_leads_to_this_machine_only_if_it_says_so() {
        for (host, ip, expected) in [
            ("localhost", "127.0.0.1", true),
            ("LocalHost", "::1", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("jira.example.com", "10.0.0.5", true),
            ("jira.example.com", "127.0.0.1", false),
            ("jira.example.com", "::ffff:127.0.0.1", false),
            ("localhost.example.com", "127.0.0.1", false),
            ("localhost", "169.254.169.254", false),
        ] {
            let ip = ip.parse().expect("an address");
            assert_eq!(may_reach(host, ip), expected, "{host} {ip}");
        }
    }
}
