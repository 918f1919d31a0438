//! How the browser calls the server functions: with the proof of who asks.

use crate::{
    error::{Problem, TabError},
    teams,
};
use leptos::{
    prelude::window,
    serde_json,
    server_fn::{
        client::{Client, browser::BrowserClient},
        request::{ClientReq as _, browser::BrowserRequest},
        response::{ClientRes, browser::BrowserResponse},
    },
};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use std::future::Future;

/// The browser's `fetch` with an `Authorization` header where the page is in Microsoft Teams.
pub struct TabClient;

impl Client<TabError> for TabClient {
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(
        request: BrowserRequest,
    ) -> impl Future<Output = Result<BrowserResponse, TabError>> + Send {
        // A browser has one thread.
        SendWrapper::new(async move {
            if let Some(value) = teams::authorization().await? {
                request.headers().append("authorization", &value);
            }
            <BrowserClient as Client<TabError>>::send(request).await
        })
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl futures::Stream<Item = Result<bytes::Bytes, bytes::Bytes>> + Send + 'static,
                impl futures::Sink<bytes::Bytes> + Send + 'static,
            ),
            TabError,
        >,
    > + Send {
        <BrowserClient as Client<TabError>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<TabError>>::spawn(future);
    }
}

/// Calls the verb at `path` with what a form holds, as a browser without the script would. Where no
/// answer comes, the server may have done it nevertheless.
pub(crate) async fn send_form<T: DeserializeOwned>(
    path: &str,
    form: String,
) -> Result<T, TabError> {
    let kind = "application/x-www-form-urlencoded";
    let request = BrowserRequest::try_new_post(path, kind, "application/json", form)?;
    let lost = if window().navigator().on_line() {
        Problem::OutcomeUnknown
    } else {
        Problem::Offline
    };
    let lose = |error: TabError| match error.problem {
        Problem::Offline => TabError::in_browser(lost),
        _ => error,
    };
    let response = <TabClient as Client<TabError>>::send(request).await;
    let response = response.map_err(lose)?;
    let is_refusal = ClientRes::<TabError>::status(&response) >= 400;
    let body = ClientRes::<TabError>::try_into_bytes(response).await;
    let body = body.map_err(lose)?;
    if is_refusal {
        return Err(serde_json::from_slice(&body).unwrap_or_else(|_| TabError::in_browser(lost)));
    }
    serde_json::from_slice(&body).map_err(|_| TabError::in_browser(lost))
}
