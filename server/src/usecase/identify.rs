//! Who asks, inside Microsoft Teams.

use super::{Caller, Failure, Tab, Visitor};
use crate::{connection::Window, entra::IdentifyError};
use app::error::Problem;

impl Tab {
    /// Who the value of an `Authorization` header proves: `Bearer` with Entra's token for the tab,
    /// `Ticket` with a connect ticket and the person whom Teams names (`tid/oid`) for the sign-in
    /// dialog.
    ///
    /// # Errors
    /// [`Failure`] with one of the catalogue's words on tokens and tickets.
    pub(crate) async fn identify(
        &self,
        authorization: &str,
        request_id: &str,
    ) -> Result<Visitor, Failure> {
        let (scheme, value) = authorization.split_once(' ').unwrap_or_default();
        let value = value.trim_ascii();
        if scheme.eq_ignore_ascii_case("ticket") {
            let (ticket, person) = value.split_once(' ').unwrap_or((value, ""));
            return self.ticket_holder(ticket, person).await;
        }
        let Some(entra) = self.entra.as_ref() else {
            return Err(Failure(Problem::Internal));
        };
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Failure(Problem::TokenMissing));
        }
        let user = entra.identify(value).await.map_err(|error| {
            tracing::warn!(%error, request_id, "refused a token");
            Failure(match error {
                IdentifyError::Expired => Problem::TokenExpired,
                IdentifyError::Invalid(_) => Problem::TokenRefused,
                IdentifyError::TenantNotAllowed => Problem::TenantNotAllowed,
                IdentifyError::KeysUnavailable => Problem::EntraUnavailable,
            })
        })?;
        Ok(Visitor {
            caller: Caller {
                tenant: user.tenant,
                user: user.user,
            },
            window: Window::Tab,
            teams_name: user.name,
        })
    }
}
