//! `GET /rest/api/2/serverInfo`, open to everyone.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::identity::identify;
use super::json::respond;
use crate::jira_sim::clock::jira_timestamp;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

/// Version, base URL and time of this Jira.
pub(in crate::jira_sim) async fn show(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    let user = match identify(&shared, &request) {
        Ok(user) => user,
        Err(answer) => return *answer,
    };
    let (version, deployment_type) = {
        let state = shared.state();
        (state.version.clone(), state.deployment_type.clone())
    };
    let numbers = version.split('.').filter_map(|it| it.parse::<u32>().ok());
    let info = json!({
        "baseUrl": shared.base_url,
        "version": version,
        "versionNumbers": numbers.collect::<Vec<_>>(),
        "deploymentType": deployment_type,
        "buildNumber": 9_120_015,
        "buildDate": "2024-10-21T00:00:00.000+0000",
        "databaseBuildNumber": 9_120_015,
        "serverTime": jira_timestamp(shared.clock.now_ms()),
        "scmInfo": "0000000000000000000000000000000000000000",
        "serverTitle": "Jira",
    });
    respond(StatusCode::OK, &info, user.as_ref())
}
