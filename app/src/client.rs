//! How the browser calls the server functions: with the proof of who asks.

use crate::{error::TabError, teams};
use leptos::server_fn::{
    client::{Client, browser::BrowserClient},
    request::browser::BrowserRequest,
    response::browser::BrowserResponse,
};
use send_wrapper::SendWrapper;
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
