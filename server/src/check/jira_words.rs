//! What is said of the legs to a Jira.

use super::Finding;
use crate::{
    jira::{JiraError, NOTEWORTHY_OFFSET_S, SUPPORTED_MAJORS, ServerInfo, TlsProblem},
    jira_url::BaseUrl,
    usecase::{Instance, explain_health},
};

/// One step of the way. A monitor knows it by its name.
#[derive(Clone, Copy)]
pub(super) enum Leg {
    Dns,
    Tcp,
    Tls,
    ServerInfo,
    ApplicationLink,
    Clock,
}

impl Leg {
    pub(super) const ALL: [Self; 6] = [
        Self::Dns,
        Self::Tcp,
        Self::Tls,
        Self::ServerInfo,
        Self::ApplicationLink,
        Self::Clock,
    ];

    /// The name of this leg on the way to the Jira with this ID.
    pub(super) fn name(self, id: &str) -> String {
        let leg = match self {
            Self::Dns => "dns",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::ServerInfo => "server-info",
            Self::ApplicationLink => "application-link",
            Self::Clock => "clock",
        };
        format!("jira {id} {leg}")
    }
}

pub(super) fn dns(leg: &str, base_url: &BaseUrl, addresses: usize) -> Finding {
    let host = base_url.as_url().host_str().unwrap_or_default();
    match addresses {
        0 => Finding::failed(
            leg,
            format!("{host} has no address that this machine may reach."),
            "Check base_url in the settings, then the name servers of this machine. Only the name \
             localhost may lead to this machine itself, and none to a link-local address."
                .to_owned(),
        ),
        1 => Finding::ok(leg, format!("{host} has an address")),
        n => Finding::ok(leg, format!("{host} has {n} addresses")),
    }
}

pub(super) fn tcp(leg: &str, place: &str, connected: bool) -> Finding {
    if connected {
        return Finding::ok(leg, format!("{place} takes connections"));
    }
    Finding::failed(
        leg,
        format!("{place} takes no connection from this machine."),
        format!(
            "See that Jira runs, then ask whoever runs the firewall: {place} must be reachable from \
             this machine. Where only a proxy leads there, set proxy in the settings."
        ),
    )
}

pub(super) fn good_tls(leg: &str, base_url: &BaseUrl) -> Finding {
    let host = base_url.host_for_display();
    if base_url.as_url().scheme() == "https" {
        return Finding::ok(leg, format!("the certificate of {host} is trusted"));
    }
    if is_this_machine(base_url) {
        return Finding::ok(leg, "not needed: Jira is on this machine".to_owned());
    }
    Finding::warning(
        leg,
        "base_url is plain http: whoever listens on the way can act for your people".to_owned(),
        "Let Jira serve https, and change base_url.".to_owned(),
    )
}

fn is_this_machine(base_url: &BaseUrl) -> bool {
    match base_url.as_url().host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

pub(super) fn refused_tls(leg: &str, base_url: &BaseUrl, problem: TlsProblem) -> Finding {
    let host = base_url.host_for_display();
    let (found, cure) = match problem {
        TlsProblem::Issuer => (
            format!("Nobody whom this machine trusts vouches for the certificate of {host}."),
            "Name the file with its issuer's certificate by ca_file in the settings; Jira, or the \
             proxy before it, must also send every certificate in between.",
        ),
        TlsProblem::Time => (
            format!("The certificate of {host} has run out or is not valid yet."),
            "Check the time of this machine, then have Jira's administrator renew the certificate.",
        ),
        TlsProblem::Name => (
            format!("The certificate at {host} is for another name."),
            "Check the host in base_url, or have Jira's administrator get a certificate for it.",
        ),
        TlsProblem::WithoutTls => (
            format!("What answers at {host} does not speak TLS."),
            "Check scheme and port of base_url: the port takes http, or is another server's.",
        ),
        TlsProblem::Handshake => (
            format!("{host} does not agree on a secure connection."),
            "Jira, or the proxy before it, must take TLS 1.2 or 1.3 from this machine.",
        ),
    };
    Finding::failed(leg, found, cure.to_owned())
}

pub(super) fn server_info(
    leg: &str,
    info: Result<ServerInfo, JiraError>,
    instance: &Instance,
) -> Finding {
    let (first, last) = (SUPPORTED_MAJORS.start(), SUPPORTED_MAJORS.end());
    let made_for = format!("this tab is made for Jira Data Center {first} to {last}");
    let info = match info {
        Ok(info) => info,
        Err(JiraError::Unauthorized | JiraError::Forbidden) => {
            return Finding::warning(
                leg,
                "Jira does not tell strangers which version it is".to_owned(),
                format!("Look it up in Jira's administration; {made_for}."),
            );
        }
        Err(error) => return super::words::refused_jira(leg, explain_health(&error, instance)),
    };
    let ours = instance.client.signed_base_url();
    let version = &info.version;
    if info.is_cloud {
        return Finding::failed(
            leg,
            format!("{ours} is a Jira Cloud."),
            format!("Take it out of the settings: {made_for}."),
        );
    }
    let mut found = format!("Jira {version} answers");
    if let Some(own) = info.base_url.filter(|own| own != ours) {
        found = format!("{found} and calls itself {own}");
    }
    if SUPPORTED_MAJORS.contains(&info.major) {
        return Finding::ok(leg, found);
    }
    let cure = if info.major < *first {
        format!("Update Jira: {made_for}. Much may work all the same.")
    } else {
        format!("Look for a newer release of this tab: {made_for}. It may work all the same.")
    };
    Finding::warning(leg, found, cure)
}

/// A real request token shows both: that Jira knows the consumer key, and has the public half of
/// the tab's key.
pub(super) fn application_link(
    leg: &str,
    probe: &Result<Option<i64>, JiraError>,
    instance: &Instance,
) -> Finding {
    match probe {
        Ok(_) => {
            let base_url = instance.client.base_url();
            let found = format!("{base_url} takes this tab's consumer key and signature");
            Finding::ok(leg, found)
        }
        Err(error) => super::words::refused_jira(leg, explain_health(error, instance)),
    }
}

/// The tab's requests are corrected by what Jira says of its time, so no difference that lets
/// requests through is too large.
pub(super) fn clock(leg: &str, offset_s: Option<i64>) -> Finding {
    let Some(offset_s) = offset_s else {
        return Finding::not_tried(leg, "Jira's answers do not say its time");
    };
    let by_s = offset_s.unsigned_abs();
    if by_s <= NOTEWORTHY_OFFSET_S {
        return Finding::ok(
            leg,
            "the clocks of Jira and of this machine agree".to_owned(),
        );
    }
    let way = if offset_s < 0 { "behind" } else { "ahead of" };
    Finding::warning(
        leg,
        format!("Jira's clock is {by_s} seconds {way} this machine's; requests are corrected"),
        "Keep the time by NTP, on this machine first.".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::{super::Verdict, *};

    #[test]
    fn clocks_that_differ_are_a_warning_beyond_a_minute() {
        for (offset_s, verdict, words) in [
            (None, Verdict::NotTried, "do not say"),
            (Some(60), Verdict::Ok, "agree"),
            (Some(-61), Verdict::Warning, "61 seconds behind"),
            (Some(80_000), Verdict::Warning, "80000 seconds ahead of"),
        ] {
            let finding = clock("jira acme clock", offset_s);
            assert_eq!(finding.verdict, verdict, "{offset_s:?}");
            assert!(finding.found.contains(words), "{}", finding.found);
        }
    }

    #[test]
    fn plain_http_is_a_warning_but_on_this_machine() {
        for (base_url, verdict) in [
            ("https://jira.example.com", Verdict::Ok),
            ("http://127.0.0.1:2990/jira", Verdict::Ok),
            ("http://[::1]:2990", Verdict::Ok),
            ("http://localhost", Verdict::Ok),
            ("http://jira.example.com", Verdict::Warning),
        ] {
            let base_url = BaseUrl::parse(base_url).unwrap();
            assert_eq!(good_tls("tls", &base_url).verdict, verdict, "{base_url}");
        }
    }
}
