//! The tab's own script, as it speaks to its server: forms in, JSON out.

use crate::person::{client, encode_form};
use reqwest::{Client, StatusCode, header};
use serde_json::Value;
use std::net::SocketAddr;
use tests::{PUBLIC_URL, TestApp};

/// The script in a person's browser.
pub struct Script {
    http: Client,
    url: String,
    origin: String,
    authorization: Option<String>,
}

/// The tab's page as JSON, or the error.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub json: Value,
}

impl Script {
    pub fn at(app: &TestApp) -> Self {
        Self {
            http: client(app.address()),
            url: app.url(),
            origin: app.url(),
            authorization: None,
        }
    }

    /// The script in Teams, which proves by `authorization` who asks.
    pub fn in_teams(app: &TestApp, authorization: impl Into<String>) -> Self {
        Self::in_teams_at(app.address(), authorization)
    }

    /// The same with a tab that listens at `address`.
    pub fn in_teams_at(address: SocketAddr, authorization: impl Into<String>) -> Self {
        Self {
            http: client(address),
            url: format!("http://localhost:{}", address.port()),
            origin: PUBLIC_URL.to_owned(),
            authorization: Some(authorization.into()),
        }
    }

    /// The value of the `Authorization` header.
    pub fn authorization(&self) -> &str {
        self.authorization.as_deref().unwrap_or_default()
    }

    /// Calls a verb.
    pub async fn call(&self, verb: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_call(verb, fields).await.expect("an answer")
    }

    /// Calls a verb of a server that may end at any moment.
    pub async fn try_call(
        &self,
        verb: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, reqwest::Error> {
        self.send(verb, encode_form(fields)).await
    }

    /// Calls a verb with a form as it is written, which may be one that no browser writes.
    pub async fn send(
        &self,
        verb: &str,
        form: impl Into<reqwest::Body>,
    ) -> Result<Answer, reqwest::Error> {
        let mut request = self
            .http
            .post(format!("{}/api/{verb}", self.url))
            .header(header::ACCEPT, "application/json")
            .header(header::ORIGIN, &self.origin)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form);
        if let Some(value) = &self.authorization {
            request = request.header(header::AUTHORIZATION, value);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        let json = serde_json::from_str(&text)
            .unwrap_or_else(|problem| panic!("{problem} in {status} {text}"));
        Ok(Answer { status, json })
    }

    /// Opens the Authorize link on the page; the request token in Jira's address.
    pub async fn authorize(&self, page: &Answer) -> String {
        let path = page.step("Authorize")["authorize_path"]
            .as_str()
            .expect("an Authorize link")
            .to_owned();
        let answer = self
            .http
            .get(format!("{}{path}", self.url))
            .send()
            .await
            .expect("an answer");
        let location = answer.headers()[header::LOCATION]
            .to_str()
            .expect("an address");
        let (_, token) = location
            .split_once("oauth_token=")
            .expect("a request token");
        token.to_owned()
    }
}

impl Answer {
    /// What the page holds, which must be at the step `name`.
    #[track_caller]
    pub fn step(&self, name: &str) -> &Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.json);
        let step = &self.json["step"][name];
        assert!(step.is_object(), "no {name}: {}", self.json);
        step
    }

    /// The word of the page's problem, or of the error.
    pub fn problem(&self) -> Option<&str> {
        let problem = &self.json["problem"];
        problem["problem"].as_str().or_else(|| problem.as_str())
    }

    /// All that the problem says.
    pub fn words(&self) -> String {
        let problem = &self.json["problem"];
        let text = |name| problem[name].as_str().unwrap_or_default();
        format!("{} {}", text("cause"), text("next_step"))
    }
}
