//! How the browser asks the server: with the proof of who asks.
//!
//! One way for all verbs, by the browser's own `fetch`: the clients that leptos writes for each server
//! function would be a tenth of the WebAssembly.

use crate::{
    error::{Problem, TabError},
    teams,
};
use leptos::{prelude::window, serde_json, web_sys};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, RequestInit, Response};

/// Calls the verb at `path` with what a form holds, as a browser without the script would.
///
/// # Errors
/// What the server says; `lost` where no answer comes, or none that can be read; why Teams gives no token.
pub(crate) async fn send_form<T: DeserializeOwned>(
    path: &str,
    form: &str,
    lost: Problem,
) -> Result<T, TabError> {
    let lost = || TabError::in_browser(lost);
    let authorization = teams::authorization().await?;
    let answer = post(path, form, authorization).await;
    let (is_good, body) = answer.map_err(|_| lost())?;
    if is_good {
        serde_json::from_str(&body).map_err(|_| lost())
    } else {
        Err(serde_json::from_str(&body).unwrap_or_else(|_| lost()))
    }
}

/// Whether the status is a good one, and the body.
async fn post(
    path: &str,
    form: &str,
    authorization: Option<String>,
) -> Result<(bool, String), JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&form.into());
    let request = Request::new_with_str_and_init(path, &init)?;
    let headers = request.headers();
    headers.set("accept", "application/json")?;
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    if let Some(value) = authorization {
        headers.set("authorization", &value)?;
    }
    let response = JsFuture::from(window().fetch_with_request(&request)).await?;
    let response: Response = response.unchecked_into();
    let body = JsFuture::from(response.text()?).await?;
    Ok((response.ok(), body.as_string().unwrap_or_default()))
}
