//! Whether the process lives, and whether it can do its work. Neither asks a Jira: a dead one is no
//! reason to restart the tab or to send people elsewhere.

use crate::usecase::Tab;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// A disk that takes longer to answer keeps people waiting too.
const PATIENCE: Duration = Duration::from_secs(5);

/// `GET /healthz`.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: whether a record could be saved now. 503 says why not to whoever asks at this machine;
/// whom a proxy passed on may be anybody.
pub(super) async fn ready(State(tab): State<Arc<Tab>>, headers: HeaderMap) -> (StatusCode, String) {
    let problem = match timeout(PATIENCE, tab.vault.ready()).await {
        Ok(Ok(())) => return (StatusCode::OK, "ready\n".to_owned()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "The store does not answer. The administrator should check the disk of the \
             data folder."
            .to_owned(),
    };
    let told = if headers.contains_key("x-forwarded-for") {
        "not ready"
    } else {
        &problem
    };
    (StatusCode::SERVICE_UNAVAILABLE, format!("{told}\n"))
}
