use super::{call, call_in_tab, initialize, open_tab, start};
use serde_json::{Value, json};

#[tokio::test]
async fn teamsjs_finds_its_host_and_reads_the_context() {
    let teams = start().await;
    teams
        .host("host.setTheme('dark'); host.locale = 'fr-fr'")
        .await;
    teams
        .open(
            "/?theme={app.theme}&locale={locale}",
            json!({ "subPageId": "about" }),
        )
        .await;
    let tab = teams.tab().await;
    initialize(tab).await;
    assert_eq!(
        tab.script("return location.search").await,
        "?theme=dark&locale=fr-fr"
    );
    let context = call(tab, "app.getContext()").await.unwrap();
    assert_eq!(context["app"]["theme"], "dark");
    assert_eq!(context["app"]["locale"], "fr-fr");
    assert_eq!(context["app"]["host"]["name"], "Teams");
    assert_eq!(context["app"]["host"]["clientType"], "web");
    assert_eq!(context["page"]["subPageId"], "about");
    assert_eq!(context["page"]["frameContext"], "content");
    assert_eq!(context["user"]["displayName"], "Person in Teams");
    assert_eq!(
        context["user"]["tenant"]["id"],
        "11111111-1111-1111-1111-111111111111"
    );
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_change_of_the_theme_reaches_the_tab_that_registered_for_it() {
    let teams = open_tab().await;
    teams.host("host.setTheme('dark')").await;
    let tab = teams.tab().await;
    call(
        tab,
        "app.registerOnThemeChangeHandler(theme => window.theme = theme)",
    )
    .await
    .unwrap();
    for theme in ["contrast", "glass", "default"] {
        teams.host(&format!("host.setTheme('{theme}')")).await;
        let tab = teams.tab().await;
        tab.until_true(&format!("window.theme === '{theme}'")).await;
    }
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_token_is_the_issuers_and_each_refusal_has_its_word() {
    let teams = open_tab().await;
    let claims = teams.host("return host.user").await;
    let token = "authentication.getAuthToken({ silent: true })";
    let given = call_in_tab(&teams, token).await.unwrap();
    assert_eq!(given, format!("token of {claims}"));
    for word in [
        "resourceRequiresConsent",
        "resourceRequiresMfa",
        "tokenRevoked",
        "resourceDisabled",
    ] {
        teams.host(&format!("host.tokenError = '{word}'")).await;
        assert_eq!(call_in_tab(&teams, token).await, Err(word.to_owned()));
    }
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn consent_is_given_only_to_a_call_that_may_ask() {
    let teams = open_tab().await;
    teams
        .host("host.tokenError = 'resourceRequiresConsent'; host.consents = true")
        .await;
    let silent = "authentication.getAuthToken({ silent: true })";
    let refused = Err("resourceRequiresConsent".to_owned());
    assert_eq!(call_in_tab(&teams, silent).await, refused);
    assert!(
        call_in_tab(&teams, "authentication.getAuthToken()")
            .await
            .is_ok()
    );
    assert!(call_in_tab(&teams, silent).await.is_ok());
}

#[tokio::test]
async fn an_answer_that_is_held_back_comes_when_it_is_released() {
    let teams = open_tab().await;
    teams.host("host.hold('authentication.getAuthToken')").await;
    teams
        .tab()
        .await
        .script("authentication.getAuthToken().then(token => window.token = token)")
        .await;
    teams
        .until("host.log.some(entry => entry.func === 'authentication.getAuthToken')")
        .await;
    assert_eq!(
        teams.tab().await.script("return window.token").await,
        Value::Null
    );
    teams
        .host("host.release('authentication.getAuthToken')")
        .await;
    let tab = teams.tab().await;
    tab.until_true("typeof window.token === 'string'").await;
}
