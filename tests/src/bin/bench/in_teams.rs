//! A tab inside Teams: its people, each with a token of their own, as its reverse proxy passes them on.

use crate::{
    binary::Tab,
    http::{Connection, header},
};
use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tests::{Issuer, PUBLIC_URL, Start, TestApp, in_teams, jira_sim::JiraSim};
use url::Url;

/// The folder, the Jira and the issuer of a tab inside Teams, which is not running.
pub(crate) struct Teams {
    pub(crate) app: TestApp,
    issuer: Issuer,
}

impl Teams {
    pub(crate) async fn prepare() -> Self {
        let issuer = Issuer::start().await;
        let mut app = TestApp::start(Start {
            teams_settings: in_teams(&issuer),
            ..Start::default()
        })
        .await;
        app.stop().await;
        Self { app, issuer }
    }

    /// So many people of a kind of their own, whose requests come from `addresses` in turn.
    pub(crate) async fn people(
        &self,
        tab: &Tab,
        kind: u16,
        count: usize,
        addresses: &[&'static str],
    ) -> anyhow::Result<Vec<Person>> {
        let mut people = Vec::with_capacity(count);
        for (number, client) in (0..count).zip(addresses.iter().cycle()) {
            let user = format!("{kind:08}-6666-4666-8666-{number:012}");
            let token = self.issuer.token(json!({ "oid": user })).await;
            people.push(Person {
                connection: Connection::open(tab.address).await?,
                address: tab.address,
                token,
                client,
            });
        }
        Ok(people)
    }
}

/// Somebody in Teams, over one connection of the reverse proxy.
pub(crate) struct Person {
    connection: Connection,
    address: SocketAddr,
    token: String,
    client: &'static str,
}

/// What came back for a verb.
pub(crate) struct Answer {
    page: Value,
}

impl Person {
    /// Calls a verb as the tab's script does.
    pub(crate) async fn call(&mut self, verb: &str, form: &str) -> anyhow::Result<Answer> {
        let Self {
            address,
            token,
            client,
            ..
        } = self;
        let length = form.len();
        let request = format!(
            "POST /api/{verb} HTTP/1.1\r\nHost: {address}\r\nOrigin: {PUBLIC_URL}\r\n\
             X-Forwarded-For: {client}\r\nX-Forwarded-Proto: https\r\n\
             Authorization: Bearer {token}\r\nAccept: application/json\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        );
        let (head, body) = self.connection.ask(&request).await?;
        Ok(Answer {
            page: serde_json::from_slice(&body).with_context(|| format!("no JSON: {head}"))?,
        })
    }

    /// Opens an Authorize link; the request token, or the word of the problem.
    pub(crate) async fn open(&mut self, path: &str) -> anyhow::Result<Result<String, String>> {
        let (address, client) = (self.address, self.client);
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nX-Forwarded-For: {client}\r\n\
             X-Forwarded-Proto: https\r\nAccept: text/html\r\n\r\n"
        );
        let (head, body) = self.connection.ask(&request).await?;
        let Some(location) = header(&head, "location") else {
            let page = String::from_utf8_lossy(&body);
            let problem = page.split("data-problem=\"").nth(1).unwrap_or_default();
            return Ok(Err(problem
                .split('"')
                .next()
                .unwrap_or_default()
                .to_owned()));
        };
        let location = Url::parse(location)?;
        let mut pairs = location.query_pairs();
        let token = pairs.find(|(name, _)| name == "oauth_token");
        Ok(Ok(token.context("no request token")?.1.into_owned()))
    }

    /// Connect, Authorize, Allow, Continue.
    pub(crate) async fn sign_in(&mut self, jira: &JiraSim) -> anyhow::Result<()> {
        let page = self.call("connect", "jira=demo").await?;
        let path = page.authorize_path();
        let path = path.with_context(|| format!("no link: {:?}", page.problem()))?;
        let token = self.open(&path).await?.map_err(anyhow::Error::msg)?;
        let code = jira.approve(&token, "demo");
        let form = format!("verification_code={code}");
        let page = self.call("continue", &form).await?;
        ensure!(page.is_connected(), "not connected: {:?}", page.problem());
        Ok(())
    }

    /// Asks for the issues.
    pub(crate) async fn list(&mut self) -> anyhow::Result<()> {
        let page = self.call("tab", "at_once=false").await?;
        let has_issues = page.page.to_string().contains("DEMO-1");
        ensure!(has_issues, "no issues: {:?}", page.problem());
        Ok(())
    }
}

impl Answer {
    /// Where the page's Authorize link leads.
    pub(crate) fn authorize_path(&self) -> Option<String> {
        let path = self.page["step"]["Authorize"]["authorize_path"].as_str();
        path.map(str::to_owned)
    }

    fn is_connected(&self) -> bool {
        self.page["step"]["Connected"].is_object()
    }

    /// The word of the page's problem, or of the error.
    pub(crate) fn problem(&self) -> Option<&str> {
        let problem = &self.page["problem"];
        problem["problem"].as_str().or_else(|| problem.as_str())
    }
}
