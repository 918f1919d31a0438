use super::{initialize, start};
use serde_json::json;
use tests::teams_host::{STRANGE_HOST_URL, TAB_ORIGIN};

#[tokio::test]
async fn a_page_that_only_teams_may_frame_is_framed_by_nobody_else() {
    let teams = start().await;
    teams.open("/", json!({})).await;
    initialize(teams.tab().await).await;
    teams
        .host(&format!("location.href = '{STRANGE_HOST_URL}'"))
        .await;
    teams
        .until(&format!(
            "location.href === '{STRANGE_HOST_URL}' && typeof host === 'object'"
        ))
        .await;
    teams.open("/", json!({})).await;
    let tab = teams.tab().await;
    tab.until_true("location.href === 'chrome-error://chromewebdata/'")
        .await;
}

#[tokio::test]
async fn the_proxy_says_where_a_request_came_from_and_keeps_the_host() {
    let teams = start().await;
    teams.open("/echo", json!({})).await;
    let tab = teams.tab().await;
    let headers = tab
        .until("the headers", async || {
            let text = tab
                .try_script("return document.body.innerText")
                .await
                .ok()?;
            serde_json::from_str::<serde_json::Value>(text.as_str()?).ok()
        })
        .await;
    assert_eq!(headers["host"], TAB_ORIGIN.trim_start_matches("https://"));
    assert_eq!(headers["x-forwarded-proto"], "https");
    assert_eq!(headers["x-forwarded-for"], "127.0.0.1");
    assert_eq!(headers["sec-fetch-dest"], "iframe");
}
