//! An answer as a browser shows it, and what can be seen on it.

use reqwest::{
    StatusCode,
    header::{HeaderMap, HeaderName},
};
use scraper::{ElementRef, Html, Selector};

/// An answer, read to its end.
#[derive(Debug)]
pub struct Page {
    /// Path and query that it came from, after redirects.
    pub path: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

/// What an alert says.
#[derive(Debug, PartialEq, Eq)]
pub struct Alert {
    /// The word of the catalogue.
    pub problem: String,
    pub text: String,
    /// The request that the administrator is to look for.
    pub request_id: Option<String>,
}

/// A form, ready to be sent.
pub struct Form {
    pub method: String,
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Page {
    /// The texts of all elements that match, with white space made even.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let document = Html::parse_document(&self.html);
        document
            .select(&css(selector))
            .map(|element| text(&element))
            .collect()
    }

    /// The attribute of each element that matches; nothing for an element without it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<Option<String>> {
        let document = Html::parse_document(&self.html);
        document
            .select(&css(selector))
            .map(|element| element.value().attr(name).map(str::to_owned))
            .collect()
    }

    /// The attribute of the only element that matches.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let mut found = self.attributes(selector, name);
        assert_eq!(found.len(), 1, "elements {selector} in {}", self.html);
        found.remove(0)
    }

    /// The first heading.
    pub fn heading(&self) -> String {
        self.texts("h1").into_iter().next().unwrap_or_default()
    }

    /// The only alert, if there is one.
    pub fn alert(&self) -> Option<Alert> {
        let document = Html::parse_document(&self.html);
        let alerts: Vec<_> = document.select(&css("[role=alert]")).collect();
        assert!(alerts.len() <= 1, "one alert at most: {}", self.html);
        let alert = alerts.first()?;
        let request_id = alert.select(&css("code")).next();
        Some(Alert {
            problem: alert
                .value()
                .attr("data-problem")
                .unwrap_or_default()
                .into(),
            text: text(alert),
            request_id: request_id.map(|element| text(&element)),
        })
    }

    /// The text of the alert, which must be about `problem`.
    #[track_caller]
    pub fn problem(&self, problem: &str) -> String {
        let alert = self.alert();
        let found = alert.as_ref().map(|alert| alert.problem.as_str());
        assert_eq!(found, Some(problem), "{}: {}", self.path, self.html);
        alert.map(|alert| alert.text).unwrap_or_default()
    }

    /// The keys of the listed issues.
    pub fn issue_keys(&self) -> Vec<String> {
        self.texts("td.key a")
    }

    /// Whom the page names as the person in Jira.
    pub fn display_name(&self) -> Option<String> {
        self.texts(".person").into_iter().next()
    }

    /// Whether the page shows the issues of Dana Demo, the simulator's first person.
    #[track_caller]
    pub fn assert_connected(&self) {
        assert_eq!(
            self.display_name().as_deref(),
            Some("Dana Demo"),
            "{}",
            self.html
        );
        assert_eq!(self.alert(), None);
        assert!(
            self.issue_keys().contains(&"DEMO-1".to_owned()),
            "{}",
            self.html
        );
    }

    /// Whether the page asks for a Jira.
    #[track_caller]
    pub fn assert_connect_form(&self) {
        assert_eq!(self.heading(), "Sign in to Jira", "{}", self.html);
    }

    /// Whether the page has the Authorize link and the field for the code.
    #[track_caller]
    pub fn assert_code_field(&self) {
        assert!(self.authorize_path().starts_with("/authorize/"));
        assert!(self.field("Verification code").is_some(), "{}", self.html);
    }

    /// Where the link "Authorize" leads.
    #[track_caller]
    pub fn authorize_path(&self) -> String {
        let document = Html::parse_document(&self.html);
        let links = css("a");
        let mut links = document.select(&links);
        let link = links.find(|link| text(link) == "Authorize");
        let href = link.and_then(|link| link.value().attr("href"));
        href.unwrap_or_else(|| panic!("no Authorize in {}", self.html))
            .to_owned()
    }

    /// The name of the text field with this label.
    pub fn field(&self, label: &str) -> Option<String> {
        let document = Html::parse_document(&self.html);
        let labels = css("label");
        let label = document
            .select(&labels)
            .find(|element| text(element) == label)?;
        let id = label.value().attr("for")?;
        let field = document.select(&css(&format!("input#{id}"))).next()?;
        field.value().attr("name").map(str::to_owned)
    }

    /// The form of the button with this text, as the browser would send it.
    pub fn form(&self, button: &str) -> Option<Form> {
        let document = Html::parse_document(&self.html);
        let buttons = css("button");
        let button = document
            .select(&buttons)
            .find(|element| text(element) == button)?;
        let form = match button.value().attr("form") {
            Some(id) => document.select(&css(&format!("form#{id}"))).next()?,
            None => button
                .ancestors()
                .filter_map(ElementRef::wrap)
                .find(|element| element.value().name() == "form")?,
        };
        let attribute = |element: &ElementRef<'_>, name| {
            element.value().attr(name).unwrap_or_default().to_owned()
        };
        let mut fields: Vec<_> = form
            .select(&css("input[name]"))
            .map(|input| (attribute(&input, "name"), attribute(&input, "value")))
            .collect();
        if button.value().attr("name").is_some() {
            fields.push((attribute(&button, "name"), attribute(&button, "value")));
        }
        Some(Form {
            method: attribute(&form, "method"),
            action: attribute(&form, "action"),
            fields,
        })
    }

    /// A header of the answer; empty if it is not there.
    pub fn header(&self, name: impl Into<HeaderName>) -> &str {
        let value = self.headers.get(name.into());
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The id that the server gave the request.
    pub fn request_id(&self) -> &str {
        self.header(HeaderName::from_static("x-request-id"))
    }
}

fn css(selector: &str) -> Selector {
    Selector::parse(selector).expect("a good selector")
}

fn text(element: &ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
