//! From Connect to the list of issues.

use crate::{page::Page, person::Person, script::Script};
use tests::{
    Start, TestApp,
    jira_sim::{SignatureMethod, SimOptions},
};

fn start(signature_method: SignatureMethod, context_path: &str) -> Start {
    let jira = SimOptions {
        context_path: context_path.to_owned(),
        ..SimOptions::default()
    };
    Start {
        jira: jira.add_generated_issues("demo", 60),
        signature_method,
        ..Start::default()
    }
}

fn assert_first_fifty_of_72(page: &Page, app: &TestApp) {
    page.assert_connected();
    let keys = page.issue_keys();
    assert_eq!(keys.len(), 50);
    for key in &keys {
        let whole_text = page.texts("*").iter().filter(|text| *text == key).count();
        // The link and the cell around it.
        assert_eq!(whole_text, 2, "{key} stands once");
        assert_eq!(
            page.texts("a").iter().filter(|text| *text == key).count(),
            1
        );
        let link = format!("a[href='{}/browse/{key}']", app.jira.base_url());
        assert_eq!(page.texts(&link), [key.as_str()]);
    }
    assert!(page.html.contains("1–50 of 72. "), "{}", page.html);
    let jira = format!("a[href^='{}/issues'][href*='jql=']", app.jira.base_url());
    assert_eq!(page.texts(&jira), ["See all in Jira"]);
}

async fn sign_in_without_javascript(signature_method: SignatureMethod, context_path: &str) {
    let app = TestApp::start(start(signature_method, context_path)).await;
    let person = Person::at(&app);

    let page = person.connect("demo").await;
    page.assert_code_field();
    assert_eq!(page.alert(), None);

    let at_jira = person.authorize().await;
    let expected = format!("{}/plugins/servlet/oauth/authorize", app.jira.base_url());
    assert!(at_jira.url.as_str().starts_with(&expected));
    let code = app.jira.approve(&at_jira.request_token, "demo");

    let page = person.submit_code(&code).await;
    assert_eq!(page.heading(), "Authentication successful");
    assert_first_fifty_of_72(&page, &app);

    let again = person.open().await;
    assert_eq!(again.heading(), "Assigned to me", "nobody is asked again");
    assert_first_fifty_of_72(&again, &app);
    assert_eq!(app.jira.access_token_count(), 1);
}

#[tokio::test]
async fn a_person_signs_in_with_rsa_below_a_context_path() {
    sign_in_without_javascript(SignatureMethod::RsaSha1, "/jira").await;
}

#[tokio::test]
async fn a_person_signs_in_with_rsa_without_a_context_path() {
    sign_in_without_javascript(SignatureMethod::RsaSha1, "").await;
}

#[tokio::test]
async fn a_person_signs_in_with_hmac_below_a_context_path() {
    sign_in_without_javascript(SignatureMethod::HmacSha1, "/work/jira").await;
}

#[tokio::test]
async fn a_person_signs_in_with_hmac_without_a_context_path() {
    sign_in_without_javascript(SignatureMethod::HmacSha1, "").await;
}

#[tokio::test]
async fn the_tab_s_own_script_signs_in_by_json() {
    for (method, context_path) in [
        (SignatureMethod::RsaSha1, "/jira"),
        (SignatureMethod::RsaSha1, ""),
        (SignatureMethod::HmacSha1, "/jira"),
        (SignatureMethod::HmacSha1, ""),
    ] {
        let app = TestApp::start(start(method, context_path)).await;
        let script = Script::at(&app);

        let page = script.call("tab", &[]).await;
        assert_eq!(page.step("Connect")["typed"], "demo", "filled in");

        let page = script.call("connect", &[("jira", "demo")]).await;
        assert_eq!(page.step("Authorize")["instance"]["name"], "Demo Jira");
        let token = script.authorize(&page).await;
        let code = app.jira.approve(&token, "demo");

        let page = script
            .call("continue", &[("verification_code", &code)])
            .await;
        let connection = page.step("Connected");
        assert_eq!(page.json["notice"], "Connected");
        assert_eq!(page.problem(), None);
        assert_eq!(connection["display_name"], "Dana Demo");
        let list = &connection["issues"]["Loaded"];
        assert_eq!(list["total"], 72);
        assert_eq!(list["issues"].as_array().map(Vec::len), Some(50));

        let page = script.call("tab", &[]).await;
        assert_eq!(page.json["notice"], serde_json::Value::Null);
        assert_eq!(page.step("Connected")["display_name"], "Dana Demo");
    }
}

#[tokio::test]
async fn the_pages_have_their_labels_and_buttons_and_no_stumbling_blocks() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);

    let page = person.open().await;
    assert_eq!(
        page.field("Jira ID or Jira base URL").as_deref(),
        Some("jira")
    );
    assert!(page.form("Connect").is_some());
    assert_free_input(&page);
    assert_eq!(
        page.attribute("input[type=text]", "value").as_deref(),
        Some("demo")
    );

    let page = person.connect("demo").await;
    for page in [page, person.open().await] {
        assert!(page.field("Verification code").is_some());
        assert!(page.form("Continue").is_some());
        assert_eq!(page.texts("a[target=_blank][rel=noopener]"), ["Authorize"]);
        assert_free_input(&page);
        assert_eq!(
            page.attributes("[disabled], [aria-disabled]", "class"),
            [],
            "all is usable from the start"
        );
        assert_eq!(
            page.attribute("input[type=text]", "value"),
            None,
            "no code is ever shown again"
        );
    }
}

fn assert_free_input(page: &Page) {
    let hindered = "input[list], input[maxlength], input[pattern], input[required], datalist";
    assert_eq!(page.attributes(hindered, "name"), []);
}

#[tokio::test]
async fn an_alert_stands_before_everything_that_can_be_filled_in() {
    let app = TestApp::spawn().await;
    let page = Person::at(&app).connect("nothing-like-it").await;
    page.problem("jira-unknown");
    let alert = page.html.find("role=\"alert\"").expect("an alert");
    let form = page.html.find("<form").expect("a form");
    assert!(alert < form);
}

#[tokio::test]
async fn the_base_url_and_looser_spellings_of_it_name_the_jira() {
    let app = TestApp::spawn().await;
    let address = app.jira.address();
    for typed in [
        "demo".to_owned(),
        " DEMO ".to_owned(),
        app.jira.base_url().to_owned(),
        format!("{}/", app.jira.base_url()),
        format!("{address}/jira"),
        format!("{}/browse/DEMO-1", app.jira.base_url()),
    ] {
        let page = Person::at(&app)
            .post("/api/connect", &[("jira", &typed)])
            .await;
        page.assert_code_field();
        assert_eq!(page.alert(), None, "{typed}");
        Person::at(&app)
            .post("/api/leave", &[])
            .await
            .assert_connect_form();
    }
}

#[tokio::test]
async fn a_jira_behind_a_proxy_is_signed_for_as_it_sees_itself() {
    let app = TestApp::start(Start {
        jira: SimOptions {
            connector_origin: Some("https://jira.example.com".into()),
            ..SimOptions::default()
        },
        instance_settings: "oauth_signing_base_url = \"https://jira.example.com/jira\"".into(),
        ..Start::default()
    })
    .await;
    Person::at(&app).sign_in(&app).await;
}

#[tokio::test]
async fn a_person_with_two_jiras_chooses_one_and_keeps_it() {
    let mut app = TestApp::spawn().await;
    let second = format!(
        "\n[[jira]]\nid = \"other\"\nname = \"Other <Jira>\"\nbase_url = \"http://{}/other\"\n\
         consumer_key = \"x\"\nprivate_key_file = \"key.pem\"\n",
        app.jira.address()
    );
    app.restart_with(|text| text + &second).await;
    let person = Person::at(&app);

    let page = person.open().await;
    assert_eq!(
        page.attribute("input[type=text]", "value").as_deref(),
        Some(""),
        "nothing is guessed"
    );
    assert_eq!(page.texts(".choice-name"), ["Demo Jira", "Other <Jira>"]);

    let host = app.jira.address().to_string();
    let page = person.connect(&host).await;
    page.problem("jira-ambiguous");
    assert_eq!(
        page.attribute("input[type=text]", "value"),
        Some(host),
        "shown again"
    );

    let button = format!("Demo Jira {}/jira", app.jira.address());
    person.press(&page, &button, &[]).await.assert_code_field();
    person.post("/api/leave", &[]).await;
    let page = person.open().await;
    assert_eq!(
        page.attribute("input[type=text]", "value").as_deref(),
        Some("demo"),
        "the last one used is filled in"
    );
}

#[tokio::test]
async fn nobody_is_issue_less_without_being_told() {
    let app = TestApp::start(Start {
        jira: SimOptions {
            issues: Vec::new(),
            ..SimOptions::default()
        },
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let token = person.authorize().await.request_token;
    let page = person.submit_code(&app.jira.approve(&token, "demo")).await;
    assert!(page.html.contains("No issue is assigned to you."));
    assert_eq!(page.alert(), None);
}

#[tokio::test]
async fn a_summary_from_jira_is_text_and_never_markup() {
    let app = TestApp::spawn().await;
    let page = Person::at(&app).sign_in(&app).await;
    assert!(
        page.texts("td.summary")
            .contains(&"Escape <b>bold</b> & \"quoted\" names in the customer's letter".to_owned())
    );
    assert_eq!(page.texts("td.summary b").len(), 0);
}
