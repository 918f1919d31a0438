use super::{
    browser::Browser,
    flow::JIRA,
    teams::Teams,
    teams_tab::{SIGN_IN, open, open_tab, spawn, start},
};
use serde_json::json;
use tests::teams_host::{STRANGE_HOST_URL, TAB_ORIGIN};

const ASK: &str = "Sign in with Microsoft";
const AGAIN: &str = "Try again";

#[tokio::test]
async fn until_teams_has_said_who_the_person_is_the_tab_says_so() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams.host("host.hold('authentication.getAuthToken')").await;
    teams.open("/", json!({})).await;
    teams
        .until("host.log.some(({ func }) => func === 'authentication.getAuthToken')")
        .await;
    assert_eq!(teams.host("return host.state").await, "shown");
    let tab = teams.tab().await;
    tab.by_role("heading", "Signing in…").await;
    assert_eq!(tab.count("button", SIGN_IN).await, 0);
    teams
        .host("host.release('authentication.getAuthToken')")
        .await;
    teams.tab().await.by_role("button", SIGN_IN).await;
    teams.assert_no_errors().await;
}

/// Opens the tab although Teams gives no token.
async fn open_refused(teams: &Teams, word: &str) {
    teams.host(&format!("host.tokenError = '{word}'")).await;
    open_tab(teams).await;
    teams
        .tab()
        .await
        .by_role("heading", "You are not signed in")
        .await;
}

#[tokio::test]
async fn each_refusal_of_a_token_has_its_words_and_a_button() {
    let app = spawn().await;
    for (word, says, button) in [
        ("resourceRequiresConsent", "asks for your consent", ASK),
        ("resourceRequiresMfa", "second factor", ASK),
        ("tokenRevoked", "session has been ended", ASK),
        (
            "resourceDisabled",
            "the app registration of this tab",
            AGAIN,
        ),
        ("something new", "could not say who you are", ASK),
    ] {
        let teams = start(&app).await;
        open_refused(&teams, word).await;
        let tab = teams.tab().await;
        tab.alert(says).await;
        tab.by_role("button", button).await;
        // Asked aloud or once more, Teams may refuse again.
        tab.press("button", button).await;
        teams
            .until(
                "host.log.filter(({ func }) => func === 'authentication.getAuthToken').length > 1",
            )
            .await;
        teams.tab().await.alert(says).await;
        teams.host("host.tokenError = null").await;
        let tab = teams.tab().await;
        tab.press("button", button).await;
        tab.by_role("button", SIGN_IN).await;
        tab.until_no("alert").await;
        teams.assert_no_errors().await;
    }
}

#[tokio::test]
async fn consent_is_asked_for_only_after_a_press() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams.host("host.consents = true").await;
    open_refused(&teams, "resourceRequiresConsent").await;
    teams.tab().await.press("button", ASK).await;
    teams.tab().await.by_role("button", SIGN_IN).await;
    let silent = "return host.log.filter(({ func }) => func === 'authentication.getAuthToken') \
                      .map(({ args }) => args[2])";
    assert_eq!(teams.host(silent).await, json!([true, false, true]));
}

#[tokio::test]
async fn a_token_that_teams_refuses_later_keeps_the_page() {
    let app = spawn().await;
    let teams = open(&app).await;
    teams.host("host.tokenError = 'tokenRevoked'").await;
    let tab = teams.tab().await;
    tab.press("button", SIGN_IN).await;
    tab.alert("session has been ended").await;
    tab.by_role("button", SIGN_IN).await;
    teams.host("host.tokenError = null").await;
    teams.tab().await.press("button", ASK).await;
    teams.tab().await.until_no("alert").await;
    teams.tab().await.by_role("button", SIGN_IN).await;
}

#[tokio::test]
async fn a_host_that_says_nothing_is_named_and_may_be_asked_again() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams.host("host.hold('initialize')").await;
    teams.open("/", json!({})).await;
    let cover = "document.getElementById('loader').remove()";
    teams.host(cover).await;
    let tab = teams.tab().await;
    tab.alert("Microsoft Teams did not answer this tab.").await;
    teams.host("host.release('initialize')").await;
    let tab = teams.tab().await;
    tab.press("button", AGAIN).await;
    tab.by_role("button", SIGN_IN).await;
}

#[tokio::test]
async fn outside_of_teams_the_page_says_to_open_teams() {
    let app = spawn().await;
    let teams = start(&app).await;
    for path in [
        "/",
        "/configure",
        "/popup/connect",
        "/popup/connect#ticket=of-nobody",
    ] {
        teams.browser.goto("about:blank").await;
        teams.browser.goto(&format!("{TAB_ORIGIN}{path}")).await;
        teams
            .browser
            .alert("This page is a part of Microsoft Teams.")
            .await;
        teams
            .browser
            .alert("Open Microsoft Teams and choose Jira")
            .await;
        assert_eq!(teams.browser.count("textbox", JIRA).await, 0, "{path}");
    }
}

#[tokio::test]
async fn a_window_that_somebody_else_opened_is_not_teams() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams.browser.goto(STRANGE_HOST_URL).await;
    opened_by_stranger(&teams.browser).await;
    teams
        .browser
        .alert("Microsoft Teams did not answer this tab.")
        .await;
}

async fn opened_by_stranger(browser: &Browser) {
    let link = format!(
        "const link = document.createElement('a'); link.target = '_blank'; link.rel = 'opener'; \
         link.href = '{TAB_ORIGIN}/'; link.textContent = 'Jira'; document.body.prepend(link)"
    );
    browser.script(&link).await;
    browser
        .open_window(async || browser.press("link", "Jira").await)
        .await;
}

#[tokio::test]
async fn nobody_but_teams_frames_the_tab_and_nobody_the_dialog() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams.open("/popup/connect", json!({})).await;
    is_refused_by_the_browser(&teams).await;
    teams
        .host(&format!("location.href = '{STRANGE_HOST_URL}'"))
        .await;
    teams
        .until(&format!(
            "location.href === '{STRANGE_HOST_URL}' && typeof host === 'object'"
        ))
        .await;
    for path in ["/", "/configure"] {
        teams.open(path, json!({})).await;
        is_refused_by_the_browser(&teams).await;
    }
}

async fn is_refused_by_the_browser(teams: &Teams) {
    let tab = teams.tab().await;
    tab.until_true("location.href === 'chrome-error://chromewebdata/'")
        .await;
}
