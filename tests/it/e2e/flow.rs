//! Steps of signing in that several tests share.

use super::browser::Browser;
use fantoccini::{Locator, elements::Element};
use reqwest::{Client, header, redirect::Policy};
use tests::TestApp;
use url::{Url, form_urlencoded};

/// Label of the field of the first step.
pub(super) const JIRA: &str = "Jira ID or Jira base URL";
/// Label of the field of the second step.
pub(super) const CODE: &str = "Verification code";
/// Heading of the second step.
pub(super) const ALLOW: &str = "Allow access in Demo Jira";
/// Heading after the last step.
pub(super) const SUCCESS: &str = "Authentication successful";
/// Heading of the list.
pub(super) const LIST: &str = "Assigned to me";

/// Presses Authorize, logs in at Jira, allows access, reads the code and comes back.
pub(super) async fn allow_in_jira(browser: &Browser) -> String {
    let authorize = async || browser.press("link", "Authorize").await;
    let tab = browser.open_window(authorize).await;
    let code = code_from_jira(browser).await;
    browser.close_window(tab).await;
    code
}

/// In Jira's window: logs in, allows access and reads the code.
pub(super) async fn code_from_jira(browser: &Browser) -> String {
    log_in_at_jira(browser).await;
    press_by_id(browser, "approve").await;
    browser
        .until("the verification code", async || {
            let text = browser.text().await;
            let (_, rest) = text.split_once("verification code is '")?;
            Some(rest.split_once('\'')?.0.to_owned())
        })
        .await
}

/// In Jira's window: logs in.
pub(super) async fn log_in_at_jira(browser: &Browser) {
    by_id(browser, "login-form-username")
        .await
        .send_keys("demo")
        .await
        .unwrap();
    by_id(browser, "login-form-password")
        .await
        .send_keys("demo")
        .await
        .unwrap();
    press_by_id(browser, "login-form-submit").await;
}

/// Presses a button of Jira.
pub(super) async fn press_by_id(browser: &Browser, id: &str) {
    by_id(browser, id).await.click().await.unwrap();
}

async fn by_id(browser: &Browser, id: &str) -> Element {
    let waiting = async || browser.client.find(Locator::Id(id)).await.ok();
    browser.until(id, waiting).await
}

/// Opens the Authorize link and presses Allow, all without a browser; returns the code.
pub(super) async fn code_of_attempt(app: &TestApp) -> String {
    let token = request_token_of_attempt(app).await;
    app.jira.approve(&token, "demo")
}

/// Opens the Authorize link without a browser; returns the request token that goes to Jira.
///
/// The tab of the tests knows one person: whoever asks from this machine.
pub(super) async fn request_token_of_attempt(app: &TestApp) -> String {
    let http = http();
    let page = http.get(app.url()).send().await.unwrap();
    let page = page.text().await.unwrap();
    let path = page
        .split('"')
        .find(|text| text.starts_with("/authorize/"))
        .expect("the page has an Authorize link");
    let answer = http.get(format!("{}{path}", app.url())).send().await;
    let to_jira = answer.unwrap().headers()[header::LOCATION]
        .to_str()
        .unwrap()
        .to_owned();
    let to_jira = Url::parse(&to_jira).unwrap();
    let mut query = to_jira.query_pairs();
    let token = query.find(|(name, _)| name == "oauth_token");
    token
        .expect("the address names a request token")
        .1
        .into_owned()
}

/// Starts a sign-in without a browser.
pub(super) async fn start_attempt(app: &TestApp) {
    post(app, "connect", ("jira", "demo")).await;
}

/// Signs in without a browser.
pub(super) async fn sign_in(app: &TestApp) {
    start_attempt(app).await;
    let code = code_of_attempt(app).await;
    post(app, "continue", ("verification_code", &code)).await;
}

async fn post(app: &TestApp, verb: &str, field: (&str, &str)) {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair(field.0, field.1)
        .finish();
    let answer = http()
        .post(format!("{}/api/{verb}", app.url()))
        .header(header::ORIGIN, app.url())
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303, "{verb}");
}

fn http() -> Client {
    let client = Client::builder().redirect(Policy::none()).no_proxy();
    client.build().expect("an HTTP client")
}
