//! The same person's tab.

use super::chat::Chat;
use crate::script::{Answer, Script};
use serde_json::json;
use tests::{Issuer, TestApp, jira_sim::JiraSim};

/// Calls a verb of the tab as the person whom the issuer's tokens are about.
pub async fn call(app: &TestApp, verb: &str, fields: &[(&str, &str)]) -> Answer {
    script(app).await.call(verb, fields).await
}

/// Connects the person to the Jira with this ID, as its user `demo`.
pub async fn connect(app: &TestApp, id: &str, jira: &JiraSim) {
    let script = script(app).await;
    let page = script.call("connect", &[("jira", id)]).await;
    let code = jira.approve(&script.authorize(&page).await, "demo");
    let page = script
        .call("continue", &[("verification_code", &code)])
        .await;
    page.step("Connected");
}

async fn script(app: &TestApp) -> Script {
    let token = Issuer::shared().await.token(json!({})).await;
    Script::in_teams(app, format!("Bearer {token}"))
}

impl Chat {
    /// Connects the person to the Jira of the tests.
    pub async fn connect(&self) {
        connect(&self.app, "demo", &self.app.jira).await;
    }

    /// The tab, which must show this step.
    pub async fn assert_step(&self, name: &str) {
        call(&self.app, "tab", &[]).await.step(name);
    }
}
