//! What is on a page, found by role and accessible name as a screen reader announces it.

use super::browser::Browser;
use fantoccini::{Locator, elements::Element, error::CmdError};
use reqwest::Method;
use serde_json::Value;

/// Elements that may have a role. The browser's accessibility tree decides.
fn candidates(role: &str) -> &'static str {
    match role {
        "alert" => "[role=alert]",
        "button" => "button",
        "checkbox" => "input[type=checkbox]",
        "combobox" => "select, input[list], input[role=combobox]",
        "dialog" => "dialog",
        "heading" => "h1, h2, h3",
        "link" => "a",
        "radio" => "input[type=radio]",
        "status" => "[role=status]",
        "textbox" => "input, textarea",
        other => panic!("no candidates are known for the role {other}"),
    }
}

impl Browser {
    /// Waits for the one visible, enabled element with this role and name.
    pub(super) async fn by_role(&self, role: &str, name: &str) -> Element {
        self.until(&format!("the {role} “{name}”"), async || {
            let mut found = self.all_by_role(role, Some(name)).await.ok()?;
            (found.len() == 1).then(|| found.remove(0))
        })
        .await
    }

    /// How many visible, enabled elements have this role and name now.
    pub(super) async fn count(&self, role: &str, name: &str) -> usize {
        self.all_by_role(role, Some(name)).await.unwrap().len()
    }

    /// Waits until nothing visible has this role.
    pub(super) async fn until_no(&self, role: &str) {
        self.until(&format!("no {role}"), async || {
            let found = self.all_by_role(role, None).await.ok()?;
            found.is_empty().then_some(())
        })
        .await;
    }

    /// Waits for the one visible element with this role; returns what it says.
    pub(super) async fn message(&self, role: &str) -> String {
        self.until(&format!("one {role}"), async || {
            let found = self.all_by_role(role, None).await.ok()?;
            match found.as_slice() {
                [one] => one.text().await.ok(),
                _ => None,
            }
        })
        .await
    }

    /// Waits until the one alert holds `words`.
    pub(super) async fn alert(&self, words: &str) {
        self.until(&format!("an alert with “{words}”"), async || {
            let found = self.all_by_role("alert", None).await.ok()?;
            match found.as_slice() {
                [one] => one.text().await.ok()?.contains(words).then_some(()),
                _ => None,
            }
        })
        .await;
    }

    /// Presses a button or a link.
    pub(super) async fn press(&self, role: &str, name: &str) {
        self.until(&format!("pressing the {role} “{name}”"), async || {
            let found = self.all_by_role(role, Some(name)).await.ok()?;
            match found.as_slice() {
                [one] => one.click().await.ok(),
                _ => None,
            }
        })
        .await;
    }

    /// Replaces the text of a field.
    pub(super) async fn fill(&self, name: &str, text: &str) {
        let field = self.by_role("textbox", name).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// The text of a field.
    pub(super) async fn value(&self, name: &str) -> String {
        let field = self.by_role("textbox", name).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Role and name of the element that has the keyboard.
    pub(super) async fn focused(&self) -> (String, String) {
        self.until("the focus", async || {
            let element = self.client.active_element().await.ok()?;
            let role = self.computed(&element, "role").await.ok()?;
            Some((role, self.computed(&element, "label").await.ok()?))
        })
        .await
    }

    async fn all_by_role(&self, role: &str, name: Option<&str>) -> Result<Vec<Element>, CmdError> {
        let mut found = Vec::new();
        for element in self.client.find_all(Locator::Css(candidates(role))).await? {
            if let Some(name) = name
                && self.computed(&element, "label").await? != name
            {
                continue;
            }
            if self.computed(&element, "role").await? == role
                && element.is_displayed().await?
                && element.is_enabled().await?
            {
                found.push(element);
            }
        }
        Ok(found)
    }

    /// What the accessibility tree says of an element: its `role` or its `label`.
    async fn computed(&self, element: &Element, what: &str) -> Result<String, CmdError> {
        let path = format!("element/{}/computed{what}", &*element.element_id());
        let value = self.command(Method::GET, path, None).await?;
        Ok(match value {
            Value::String(text) => text,
            _ => String::new(),
        })
    }
}
