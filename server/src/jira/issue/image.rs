//! Pictures of Jira: `/secure/attachment/…`, `/secure/thumbnail/…`, `/images/…` and the like.

use super::rest;
use crate::{
    connection::AccessToken,
    image_handle::Image,
    jira::{JiraClient, JiraError},
};
use http::{HeaderValue, Method, header};
use reqwest::Response;

/// The largest picture.
const MAX_IMAGE_BYTES: u64 = 5 << 20;

/// Formats that browsers show and that hold no script.
const FORMATS: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// A picture that is read bit by bit.
pub(crate) struct ImageAnswer {
    pub(crate) content_type: HeaderValue,
    response: Response,
    left_bytes: u64,
}

impl JiraClient {
    /// Opens a picture.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::Unreadable`] for what is no picture, [`JiraError::TooLarge`].
    pub(crate) async fn image(
        &self,
        token: &AccessToken,
        image: &Image,
    ) -> Result<ImageAnswer, JiraError> {
        let query: Vec<(&str, &str)> = image
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let response = self
            .open(&rest(Method::GET, &image.path, &query, token))
            .await?;
        let said = response.headers().get(header::CONTENT_TYPE);
        let said = said
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let said = said.split(';').next().unwrap_or_default().trim();
        let Some(format) = FORMATS.iter().find(|it| it.eq_ignore_ascii_case(said)) else {
            return Err(JiraError::unreadable(&"no picture"));
        };
        if response
            .content_length()
            .is_some_and(|bytes| bytes > MAX_IMAGE_BYTES)
        {
            return Err(JiraError::TooLarge);
        }
        Ok(ImageAnswer {
            content_type: HeaderValue::from_static(format),
            response,
            left_bytes: MAX_IMAGE_BYTES,
        })
    }
}

impl ImageAnswer {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// [`JiraError::TooLarge`] once there are more than a picture has.
    pub(crate) async fn next(&mut self) -> Result<Option<bytes::Bytes>, JiraError> {
        let chunk = self.response.chunk().await;
        let chunk = chunk.map_err(|error| JiraError::from_transport(&error))?;
        if let Some(chunk) = &chunk {
            let left_bytes = self.left_bytes.checked_sub(chunk.len() as u64);
            self.left_bytes = left_bytes.ok_or(JiraError::TooLarge)?;
        }
        Ok(chunk)
    }
}
