//! The browser's part: log-in, Allow, Deny, callbacks, revocation.

use super::client::{Reply, access_token, exchange, myself, options, request_token, send};
use crate::jira_sim::{JiraSim, SimOptions};

/// A browser with cookies, for one simulator.
struct Browser<'a> {
    jira: &'a JiraSim,
    cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    fn new(jira: &'a JiraSim) -> Self {
        Self {
            jira,
            cookies: Vec::new(),
        }
    }

    async fn logged_in(jira: &'a JiraSim, name: &str) -> Self {
        let mut browser = Self::new(jira);
        let form = browser.get("/login.jsp").await;
        let body = format!(
            "os_username={name}&os_password={name}&atl_token={}",
            hidden(&form, "atl_token")
        );
        assert_eq!(browser.post("/login.jsp", &body).await.status, 302);
        browser
    }

    async fn get(&mut self, path: &str) -> Reply {
        self.send("GET", path, "").await
    }

    async fn post(&mut self, path: &str, body: &str) -> Reply {
        self.send("POST", path, body).await
    }

    async fn send(&mut self, method: &str, path: &str, body: &str) -> Reply {
        let url = format!("{}{path}", self.jira.base_url());
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let headers = [
            ("Cookie", cookies.join("; ")),
            (
                "Content-Type",
                "application/x-www-form-urlencoded".to_owned(),
            ),
        ];
        let headers = headers
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let reply = send(method, &url, &headers, body).await.expect("an answer");
        for (_, cookie) in reply
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
        {
            let (name, value) = cookie
                .split(';')
                .next()
                .and_then(|it| it.split_once('='))
                .expect("a cookie");
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        reply
    }

    async fn decide(&mut self, token: &str, button: &str) -> Reply {
        let page = self.get(&authorize(token)).await;
        assert_eq!(page.header("x-frame-options"), "SAMEORIGIN");
        assert_eq!(
            page.header("content-security-policy"),
            "frame-ancestors 'self'"
        );
        let body = format!(
            "oauth_token={token}&{button}=x&atl_token={}",
            hidden(&page, "atl_token")
        );
        self.post("/plugins/servlet/oauth/authorize", &body).await
    }
}

fn authorize(token: &str) -> String {
    format!("/plugins/servlet/oauth/authorize?oauth_token={token}")
}

fn hidden(page: &Reply, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.body.split_once(&start).expect("a hidden field");
    rest.split('"').next().expect("a value").to_owned()
}

#[tokio::test]
async fn allow_shows_a_code_that_the_exchange_takes() {
    let jira = JiraSim::start(options()).await;
    let token = request_token(&jira).await;
    let mut browser = Browser::logged_in(&jira, "sam").await;
    let page = browser.decide(&token, "approve").await;
    let start = "You have successfully authorized 'Jira for Teams'. Your verification code is '";
    let (_, rest) = page.body.split_once(start).expect("the code");
    assert_eq!(&rest[6..8], "'.");
    let form = exchange(&jira, &token, &rest[..6]).await.form();
    assert_eq!(
        myself(&jira, &form["oauth_token"]).await.json()["name"],
        "sam"
    );
    let again = browser.get(&authorize(&token)).await;
    assert!(again.header("www-authenticate").contains("token_rejected"));
}

#[tokio::test]
async fn the_token_is_checked_before_the_log_in() {
    let jira = JiraSim::start(options()).await;
    let token = request_token(&jira).await;
    let mut browser = Browser::new(&jira);
    let unknown = browser.get(&authorize("unknown")).await;
    assert_eq!(unknown.status, 401);
    assert!(unknown.header("content-type").starts_with("text/html"));
    assert!(
        unknown
            .header("www-authenticate")
            .contains("oauth_problem=\"token_rejected\"")
    );
    assert!(!unknown.body.contains("token_rejected"));
    let known = browser.get(&authorize(&token)).await;
    assert_eq!(known.status, 302);
    assert!(
        known
            .header("location")
            .starts_with("/jira/login.jsp?permissionViolation=true&os_destination=%2Fplugins")
    );
    jira.expire_request_tokens();
    assert!(
        browser
            .get(&authorize(&token))
            .await
            .header("www-authenticate")
            .contains("token_expired")
    );
    jira.deny(&token);
    assert!(
        browser
            .get(&authorize(&token))
            .await
            .header("www-authenticate")
            .contains("token_used")
    );
}

#[tokio::test]
async fn posts_without_the_xsrf_token_are_refused() {
    let jira = JiraSim::start(options()).await;
    let token = request_token(&jira).await;
    let mut browser = Browser::logged_in(&jira, "demo").await;
    let body = format!("oauth_token={token}&approve=Allow");
    let reply = browser
        .post("/plugins/servlet/oauth/authorize", &body)
        .await;
    assert_eq!(reply.status, 403);
    assert!(reply.body.contains("Xsrf token validation failed"));
    assert_eq!(
        browser
            .post("/login.jsp", "os_username=demo&os_password=demo")
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn the_callback_of_the_link_wins_over_oob() {
    let mut options = options();
    options.consumers[0].callback = Some("https://tab.example.com/back?a=1".to_owned());
    let jira = JiraSim::start(options).await;
    let mut browser = Browser::logged_in(&jira, "demo").await;
    let token = request_token(&jira).await;
    let reply = browser.decide(&token, "approve").await;
    let start = format!("https://tab.example.com/back?a=1&oauth_token={token}&oauth_verifier=");
    let verifier = reply
        .header("location")
        .strip_prefix(&start)
        .expect("a verifier");
    assert_eq!(exchange(&jira, &token, verifier).await.status, 200);
    let token = request_token(&jira).await;
    assert!(
        browser
            .decide(&token, "deny")
            .await
            .header("location")
            .ends_with("&oauth_verifier=denied")
    );
    assert_eq!(
        exchange(&jira, &token, "denied").await.problem(),
        "permission_denied"
    );
}

#[tokio::test]
async fn deny_shows_a_page_without_a_code() {
    let jira = JiraSim::start(SimOptions {
        context_path: String::new(),
        ..options()
    })
    .await;
    let token = request_token(&jira).await;
    let page = Browser::logged_in(&jira, "demo")
        .await
        .decide(&token, "deny")
        .await;
    assert!(page.body.contains("Access Denied") && !page.body.contains("verification code"));
}

#[tokio::test]
async fn users_revoke_their_own_tokens_only() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let path = "/plugins/servlet/oauth/users/access-tokens";
    let mut other = Browser::logged_in(&jira, "sam").await;
    let page = other.get("/login.jsp").await;
    assert_eq!(page.header("location"), "/jira/secure/Dashboard.jspa");
    let xsrf = other
        .cookies
        .iter()
        .find(|(name, _)| name == "atlassian.xsrf.token")
        .expect("a cookie")
        .1
        .clone();
    assert_eq!(
        other
            .post(path, &format!("token={token}&atl_token={xsrf}"))
            .await
            .status,
        401
    );
    assert_eq!(
        other.post(path, &format!("atl_token={xsrf}")).await.status,
        400
    );
    let mut own = Browser::logged_in(&jira, "demo").await;
    let page = own.get(path).await;
    assert!(page.body.contains("Jira for Teams"));
    let body = format!(
        "token={}&atl_token={}",
        hidden(&page, "token"),
        hidden(&page, "atl_token")
    );
    assert_eq!(own.post(path, &body).await.status, 302);
    assert_eq!(myself(&jira, &token).await.problem(), "token_rejected");
}

#[tokio::test]
async fn the_log_in_page_leads_to_pages_of_this_jira_only() {
    let jira = JiraSim::start(options()).await;
    let mut browser = Browser::logged_in(&jira, "demo").await;
    for wanted in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let path = format!("/login.jsp?os_destination={wanted}");
        assert_eq!(
            browser.get(&path).await.header("location"),
            "/jira/secure/Dashboard.jspa"
        );
    }
    assert!(
        browser
            .get("/browse/DEMO-3")
            .await
            .body
            .contains("Escape &lt;b&gt;bold&lt;/b&gt; &amp; &quot;")
    );
    assert_eq!(browser.get("/secure/Logout!default.jspa").await.status, 200);
    assert_eq!(browser.get("/browse/DEMO-3").await.status, 302);
}

#[tokio::test]
async fn the_browser_session_wins_over_oauth() {
    let jira = JiraSim::start(options()).await;
    let mut browser = Browser::logged_in(&jira, "sam").await;
    assert_eq!(
        browser.get("/rest/api/2/myself").await.json()["name"],
        "sam"
    );
    jira.deactivate_user("sam");
    assert_eq!(browser.get("/rest/api/2/myself").await.status, 401);
}
