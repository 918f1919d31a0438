//! The same person's tab: verbs with a token of Entra's.

use super::chat::{Chat, PUBLIC_URL};
use crate::person::encode_form;
use reqwest::{StatusCode, header, redirect::Policy};
use serde_json::{Value, json};
use tests::jira_sim::JiraSim;

impl Chat {
    /// Calls a verb of the tab; the page that it answers with.
    pub async fn in_tab(&self, verb: &str, fields: &[(&str, &str)]) -> Value {
        let token = self.issuer.token(json!({})).await;
        let answer = self
            .http
            .post(format!("http://{}/api/{verb}", self.app.address()))
            .bearer_auth(token)
            .header(header::ACCEPT, "application/json")
            .header(header::ORIGIN, PUBLIC_URL)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(encode_form(fields))
            .send()
            .await
            .expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        assert_eq!(status, StatusCode::OK, "{verb}: {text}");
        serde_json::from_str(&text).expect("a page")
    }

    /// The step that the tab now shows.
    pub async fn step(&self) -> String {
        step(&self.in_tab("tab", &[]).await)
    }

    /// Connects the person to the Jira of the tests, as its user `demo`.
    pub async fn connect(&self) {
        self.connect_to("demo", &self.app.jira).await;
    }

    /// Connects the person to the Jira with this ID, as its user `demo`.
    pub async fn connect_to(&self, id: &str, jira: &JiraSim) {
        let page = self.in_tab("connect", &[("jira", id)]).await;
        let path = page["step"]["Authorize"]["authorize_path"].as_str();
        let path = path.unwrap_or_else(|| panic!("no Authorize link: {page}"));
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none());
        let opened = client.build().expect("a client");
        let opened = opened.get(format!("http://{}{path}", self.app.address()));
        let opened = opened.send().await.expect("an answer");
        let location = opened.headers()[header::LOCATION].to_str().expect("text");
        let (_, token) = location
            .split_once("oauth_token=")
            .expect("a request token");
        let code = jira.approve(token, "demo");
        let page = self
            .in_tab("continue", &[("verification_code", &code)])
            .await;
        assert_eq!(step(&page), "Connected", "{page}");
    }
}

fn step(page: &Value) -> String {
    let step = page["step"].as_object().expect("a step");
    step.keys().next().expect("a step").clone()
}
