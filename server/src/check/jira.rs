//! The legs of the way to one Jira, in the order in which they depend on each other.

use super::{
    Finding,
    jira_words::{self as words, Leg},
};
use crate::{
    clock::Clock,
    jira::{JiraClient, JiraError},
    jira_url::BaseUrl,
    outbound,
    settings::InstanceSettings,
    usecase::Instance,
};
use std::{net::SocketAddr, time::Duration};
use tokio::net::TcpStream;

/// Every leg up to the first that fails; those behind it are not tried.
pub(super) async fn check(settings: InstanceSettings, clock: Clock) -> Vec<Finding> {
    let way = Way {
        proxied: settings.client.proxy.is_some(),
        connect_timeout: settings.client.connect_timeout,
        found: Vec::new(),
        id: settings.id.clone(),
    };
    let Ok(client) = JiraClient::new(settings.client, clock) else {
        return vec![super::words::no_tls(&format!("jira {}", settings.id))];
    };
    let instance = Instance {
        id: settings.id,
        name: settings.name,
        client,
    };
    way.walk(&instance).await
}

/// What has been found so far.
struct Way {
    id: String,
    proxied: bool,
    connect_timeout: Duration,
    found: Vec<Finding>,
}

/// A leg has failed.
struct Blocked;

impl Way {
    async fn walk(mut self, instance: &Instance) -> Vec<Finding> {
        // Where it ended is in what was found.
        let _: Result<(), Blocked> = self.go(instance).await;
        let missing = Leg::ALL.iter().skip(self.found.len());
        let missing = missing.map(|leg| Finding::not_tried(&leg.name(&self.id), "not tried"));
        self.found.extend(missing.collect::<Vec<_>>());
        self.found
    }

    async fn go(&mut self, instance: &Instance) -> Result<(), Blocked> {
        let base_url = instance.client.base_url();
        if self.proxied {
            self.pass_over(Leg::Dns, "the proxy in the settings looks it up");
            self.pass_over(Leg::Tcp, "the proxy in the settings connects");
        } else {
            let addresses = self.resolve(base_url).await?;
            self.connect(base_url, &addresses).await?;
        }
        let info = instance.client.server_info().await;
        match &info {
            Err(JiraError::Tls(problem)) => {
                return self.note(Leg::Tls, |leg| words::refused_tls(leg, base_url, *problem));
            }
            Err(
                JiraError::NameUnknown
                | JiraError::Unreachable
                | JiraError::Interrupted
                | JiraError::Timeout,
            ) => {
                self.pass_over(Leg::Tls, "not known, for there was no answer");
            }
            _ => self.note(Leg::Tls, |leg| words::good_tls(leg, base_url))?,
        }
        self.note(Leg::ServerInfo, |leg| {
            words::server_info(leg, info, instance)
        })?;
        let probe = instance.client.probe().await;
        self.note(Leg::ApplicationLink, |leg| {
            words::application_link(leg, &probe, instance)
        })?;
        self.note(Leg::Clock, |leg| words::clock(leg, probe.ok().flatten()))
    }

    async fn resolve(&mut self, base_url: &BaseUrl) -> Result<Vec<SocketAddr>, Blocked> {
        let url = base_url.as_url();
        let (host, port) = (url.host_str().unwrap_or_default(), port(base_url));
        let looked_up = tokio::time::timeout(self.connect_timeout, outbound::resolve(host, port));
        let found = looked_up.await.ok().and_then(Result::ok);
        let addresses: Vec<_> = found.into_iter().flatten().collect();
        self.note(Leg::Dns, |leg| words::dns(leg, base_url, addresses.len()))?;
        Ok(addresses)
    }

    /// One address that takes connections is enough, as it is for the tab.
    async fn connect(&mut self, base_url: &BaseUrl, to: &[SocketAddr]) -> Result<(), Blocked> {
        let connecting = tokio::time::timeout(self.connect_timeout, TcpStream::connect(to));
        let connected = matches!(connecting.await, Ok(Ok(_)));
        self.note(Leg::Tcp, |leg| words::tcp(leg, &place(base_url), connected))
    }

    fn note(&mut self, leg: Leg, finding: impl FnOnce(&str) -> Finding) -> Result<(), Blocked> {
        let finding = finding(&leg.name(&self.id));
        let failed = finding.has_failed();
        self.found.push(finding);
        if failed { Err(Blocked) } else { Ok(()) }
    }

    fn pass_over(&mut self, leg: Leg, why: &str) {
        self.found
            .push(Finding::not_tried(&leg.name(&self.id), why));
    }
}

/// Host and port to connect to.
fn place(base_url: &BaseUrl) -> String {
    let host = base_url.as_url().host_str().unwrap_or_default();
    format!("{host}:{}", port(base_url))
}

fn port(base_url: &BaseUrl) -> u16 {
    base_url.as_url().port_or_known_default().unwrap_or(443)
}
