//! The three token requests of Jira's OAuth provider (RFC 5849 section 2).

use super::{
    JiraClient, JiraError, Standing,
    client::{Call, ProtocolStep, Reply, SignedWith},
};
use crate::{
    connection::{AccessToken, Term},
    oauth1::{credentials::TemporaryCredentials, token_reply},
    verification_code::VerificationCode,
};
use http::Method;
use secrecy::ExposeSecret;
use url::Url;

const REQUEST_TOKEN: &str = "/plugins/servlet/oauth/request-token";
const AUTHORIZE: &str = "/plugins/servlet/oauth/authorize";
const ACCESS_TOKEN: &str = "/plugins/servlet/oauth/access-token";
const AUTHORIZED_APPLICATIONS: &str = "/plugins/servlet/oauth/users/access-tokens";
const LOG_OUT: &str = "/logout";

impl JiraClient {
    /// Gets temporary credentials (RFC 5849 section 2.1), Jira's request token.
    ///
    /// # Errors
    /// [`JiraError`]; most often the application link is missing.
    pub(crate) async fn request_token(
        &self,
        standing: Standing,
    ) -> Result<TemporaryCredentials, JiraError> {
        Ok(self.ask_for_request_token(standing).await?.0)
    }

    /// Gets a request token and throws it away: how far Jira's clock is ahead of ours, if it told.
    ///
    /// # Errors
    /// As for [`JiraClient::request_token`].
    pub(crate) async fn probe(&self) -> Result<Option<i64>, JiraError> {
        let (_, reply) = self.ask_for_request_token(Standing::First).await?;
        Ok(self.seen_offset_s(&reply))
    }

    fn seen_offset_s(&self, reply: &Reply) -> Option<i64> {
        match self.clock_offset_s() {
            0 => reply.date_s()?.checked_signed_diff(self.now_s()),
            // Jira refused our time before; a Date may be that of a proxy before Jira.
            learned_s => Some(learned_s),
        }
    }

    async fn ask_for_request_token(
        &self,
        standing: Standing,
    ) -> Result<(TemporaryCredentials, Reply), JiraError> {
        let reply = self
            .send(&Call {
                method: Method::POST,
                path: REQUEST_TOKEN,
                query: &[],
                signed_with: SignedWith::Consumer,
                step: ProtocolStep::OutOfBandCallback(standing),
            })
            .await?;
        let credentials = token_reply::parse_temporary(&reply.body)
            .map_err(|problem| JiraError::unreadable(&problem))?;
        self.note_reached();
        if let Some(offset_s) = self.seen_offset_s(&reply) {
            self.note_clock(offset_s);
        }
        Ok((credentials, reply))
    }

    /// The page on which the person allows access (RFC 5849 section 2.2).
    pub(crate) fn authorize_url(&self, request_token: &str) -> Url {
        let mut url = self.base_url().join(AUTHORIZE);
        url.query_pairs_mut()
            .append_pair("oauth_token", request_token);
        url
    }

    /// Where Jira lists and revokes authorised applications.
    pub(crate) fn authorized_applications_url(&self) -> Url {
        self.base_url().join(AUTHORIZED_APPLICATIONS)
    }

    /// Where Jira ends the session of the browser that is logged in.
    pub(crate) fn log_out_url(&self) -> Url {
        self.base_url().join(LOG_OUT)
    }

    /// Exchanges the verification code for token credentials (RFC 5849 section 2.3).
    ///
    /// # Errors
    /// [`JiraError`]; `token_rejected` is a wrong code here.
    pub(crate) async fn exchange(
        &self,
        request_token: TemporaryCredentials,
        code: VerificationCode,
        standing: Standing,
    ) -> Result<AccessToken, JiraError> {
        self.access_token(
            SignedWith::RequestToken(request_token),
            ProtocolStep::Verifier(code, standing),
        )
        .await
    }

    /// Renews an access token by its session handle. Jira ends the old one at once, so the new one
    /// must be stored before it is used.
    ///
    /// # Errors
    /// [`JiraError`]; `permission_denied` and `token_rejected` mean that the session is over.
    pub(crate) async fn renew(
        &self,
        token: &AccessToken,
        handle: &str,
    ) -> Result<AccessToken, JiraError> {
        let step = ProtocolStep::SessionHandle(handle.into());
        self.access_token(SignedWith::AccessToken(token.credentials()), step)
            .await
    }

    async fn access_token(
        &self,
        signed_with: SignedWith,
        step: ProtocolStep,
    ) -> Result<AccessToken, JiraError> {
        let call = Call {
            method: Method::POST,
            path: ACCESS_TOKEN,
            query: &[],
            signed_with,
            step,
        };
        let reply = self.send(&call).await?;
        let reply = token_reply::parse_access(&reply.body)
            .map_err(|problem| JiraError::unreadable(&problem))?;
        let now_s = self.now_s();
        Ok(AccessToken {
            term: Term::announced(
                now_s,
                reply.session_handle.is_some(),
                reply.expires_in,
                reply.authorization_expires_in,
            ),
            token: reply.credentials.token().to_owned().into(),
            secret: reply.credentials.secret().to_owned().into(),
            session_handle: reply
                .session_handle
                .map(|handle| handle.expose_secret().to_owned().into()),
            expires_at_s: reply
                .expires_in
                .map(|life| now_s.saturating_add(life.as_secs())),
        })
    }
}
