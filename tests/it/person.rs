//! A person with a browser that runs no JavaScript.

use crate::page::Page;
use reqwest::{Client, Method, RequestBuilder, StatusCode, header, redirect::Policy};
use std::{
    net::SocketAddr,
    sync::{Mutex, PoisonError},
};
use tests::TestApp;
use url::{Url, form_urlencoded};

/// Somebody at this machine. All persons of a tab are the same one to it: its local user.
pub struct Person {
    http: Client,
    origin: String,
    answers: Mutex<Vec<String>>,
}

/// Where an Authorize link led.
pub struct AtJira {
    /// Jira's page.
    pub url: Url,
    /// The request token in its address.
    pub request_token: String,
}

/// A client that follows nothing and finds `localhost` without asking anybody.
pub fn client(address: SocketAddr) -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .resolve("localhost", address)
        .build()
        .expect("a client")
}

/// Fields of a form as a browser sends them.
pub fn encode_form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

impl Person {
    pub fn at(app: &TestApp) -> Self {
        Self::at_address(app.address())
    }

    /// A person who opens the tab that listens at `address`.
    pub fn at_address(address: SocketAddr) -> Self {
        Self {
            http: client(address),
            origin: format!("http://localhost:{}", address.port()),
            answers: Mutex::default(),
        }
    }

    /// The tab.
    pub async fn open(&self) -> Page {
        self.get("/").await
    }

    /// A page of the tab's server; redirects within it are followed.
    pub async fn get(&self, path: &str) -> Page {
        let mut page = self.request(Method::GET, path, None).await;
        // A browser gives up later; our server never sends anybody on twice.
        for _ in 0..2 {
            if page.status != StatusCode::SEE_OTHER {
                break;
            }
            let path = page.header(header::LOCATION).to_owned();
            assert!(
                path.starts_with('/') && !path.starts_with("//"),
                "leads away: {path}"
            );
            page = self.request(Method::GET, &path, None).await;
        }
        page
    }

    /// Sends a form and looks at the page it leads to.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.post_only(path, fields).await;
        if answer.status != StatusCode::SEE_OTHER {
            return answer;
        }
        let path = answer.header(header::LOCATION).to_owned();
        assert!(
            path.starts_with('/') && !path.starts_with("//"),
            "leads away: {path}"
        );
        self.get(&path).await
    }

    /// Sends a form and takes the answer as it is.
    pub async fn post_only(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.request(Method::POST, path, Some(encode_form(fields)))
            .await
    }

    /// A request as the browser makes it, for tests that change it.
    pub fn prepare(&self, method: &Method, path: &str) -> RequestBuilder {
        let request = self
            .http
            .request(method.clone(), format!("{}{path}", self.origin))
            .header(
                header::ACCEPT,
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            );
        if *method == Method::GET {
            return request;
        }
        request
            .header(header::ORIGIN, &self.origin)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    }

    async fn request(&self, method: Method, path: &str, body: Option<String>) -> Page {
        let request = self.prepare(&method, path);
        let request = match body {
            Some(body) => request.body(body),
            None => request,
        };
        let page = read(request, path).await;
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.push(format!("{:?}\n{}\n", page.headers, page.html));
        page
    }

    /// Every answer that this person's browser got, with its headers.
    pub fn answers(&self) -> String {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.concat()
    }

    /// Presses a button of `page` after filling in fields by their labels.
    #[track_caller]
    pub fn press<'a>(
        &'a self,
        page: &Page,
        button: &str,
        filled_in: &[(&str, &str)],
    ) -> impl Future<Output = Page> + 'a {
        let mut form = page
            .form(button)
            .unwrap_or_else(|| panic!("no button {button} in {}", page.html));
        for (label, text) in filled_in {
            let name = page
                .field(label)
                .unwrap_or_else(|| panic!("no field {label} in {}", page.html));
            let field = form.fields.iter_mut().find(|(field, _)| *field == name);
            let (_, value) = field.expect("the field is in the form");
            (*text).clone_into(value);
        }
        async move {
            let fields: Vec<_> = form
                .fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            match form.method.as_str() {
                "post" => self.post(&form.action, &fields).await,
                "get" => {
                    let mut query = form_urlencoded::Serializer::new(String::new());
                    let query = query.extend_pairs(fields).finish();
                    let mark = if query.is_empty() { "" } else { "?" };
                    self.get(&format!("{}{mark}{query}", form.action)).await
                }
                other => panic!("a form with the method {other}"),
            }
        }
    }

    /// Fills in "Jira ID or Jira base URL" and presses Connect.
    pub async fn connect(&self, jira: &str) -> Page {
        let page = self.open().await;
        self.press(&page, "Connect", &[("Jira ID or Jira base URL", jira)])
            .await
    }

    /// Opens the Authorize link of the tab, which must lead to Jira.
    pub async fn authorize(&self) -> AtJira {
        let path = self.open().await.authorize_path();
        self.authorize_at(&path).await
    }

    /// Opens an Authorize link, which must lead to Jira.
    pub async fn authorize_at(&self, path: &str) -> AtJira {
        let answer = self.request(Method::GET, path, None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
        let url: Url = answer
            .header(header::LOCATION)
            .parse()
            .expect("Jira's address");
        let token = url.query_pairs().find(|(name, _)| name == "oauth_token");
        let request_token = token.expect("a request token").1.into_owned();
        AtJira { url, request_token }
    }

    /// Opens the Authorize link of the tab, which must not lead to Jira.
    pub async fn fail_to_authorize(&self) -> Page {
        let path = self.open().await.authorize_path();
        self.request(Method::GET, &path, None).await
    }

    /// Fills in "Verification code" and presses Continue.
    pub async fn submit_code(&self, text: &str) -> Page {
        let page = self.open().await;
        self.press(&page, "Continue", &[("Verification code", text)])
            .await
    }

    /// Presses "Sign out" and says yes.
    pub async fn sign_out(&self) -> Page {
        let page = self.open().await;
        let question = self.press(&page, "Sign out", &[]).await;
        self.press(&question, "Sign out", &[]).await
    }

    /// Connect, Authorize, Allow as `demo`, Continue.
    pub async fn sign_in(&self, app: &TestApp) -> Page {
        self.connect("demo").await.assert_code_field();
        let token = self.authorize().await.request_token;
        let code = app.jira.approve(&token, "demo");
        let page = self.submit_code(&code).await;
        page.assert_connected();
        page
    }
}

/// Sends a request and reads the answer.
pub async fn read(request: RequestBuilder, path: &str) -> Page {
    let answer = request.send().await.expect("an answer");
    Page {
        path: path.to_owned(),
        status: answer.status(),
        headers: answer.headers().clone(),
        html: answer.text().await.expect("a body"),
    }
}
