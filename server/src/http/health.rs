//! Whether the process lives. It asks nothing else: a dead Jira is no reason to restart the tab.

/// `GET /healthz`.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}
