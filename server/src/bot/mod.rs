//! The bot: what it is sent, whether to believe it, and how it answers.
//!
//! Owns the Bot Framework's side of the server: activities in, answers out, the tokens of both ways.
//! What an answer says is decided in [`crate::usecase`]; statuses and log lines are `http`'s.

mod activity;
mod answer;
mod command;
mod connector;
mod own_token;
mod seen;
mod token;

pub(crate) use activity::{Activity, ActivityError, Event};
pub(crate) use answer::{Answer, Offer, escape};
pub(crate) use command::Command;
pub(crate) use connector::ConnectorError;
pub(crate) use own_token::OwnTokenError;
pub(crate) use token::BotTokenError;

use crate::{
    clock::Clock,
    settings::{BotSettings, Cloud, EntraSettings},
    signing_keys::{FetchError, KeysReport},
};
use app::model::TAB_ENTITY_ID;
use connector::{Connector, ReplyAddress};
use seen::Seen;
use token::BotTokens;

/// The channel of Teams. Others let their clients say who writes, so they are not believed.
const TEAMS: &str = "msteams";

/// The bot, as the operator registered it.
pub(crate) struct Bot {
    tokens: BotTokens,
    connector: Connector,
    seen: Seen,
    tenant_ids: Vec<String>,
    tab_link: String,
}

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(transparent)]
    NoActivity(#[from] ActivityError),
    #[error("no bearer token")]
    NoToken,
    #[error(transparent)]
    Token(#[from] BotTokenError),
    /// Settled by the operator: `service_url_hosts`.
    #[error("the answer would go to a host that is not in bot.service_url_hosts")]
    Host,
    #[error("the channel is not Teams")]
    Channel,
    /// Settled by the operator: `tenant_ids`.
    #[error("whoever wrote is of no tenant in entra.tenant_ids")]
    Tenant,
    #[error("the activity has been taken already")]
    Replayed,
}

/// An activity that was sent by Teams, by somebody who may use the tab, and is here for the first
/// time.
pub(crate) struct Admitted {
    activity: Activity,
    address: ReplyAddress,
    /// Entra's `tid` of whoever wrote.
    pub(crate) tenant: String,
    /// Entra's `oid` of whoever wrote.
    pub(crate) user: String,
    pub(crate) event: Event,
}

impl Bot {
    /// The bot of these settings.
    ///
    /// # Errors
    /// If TLS cannot be set up with the system's certificates.
    pub(crate) fn new(
        settings: &BotSettings,
        entra: &EntraSettings,
        clock: Clock,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self {
            tokens: BotTokens::new(settings, entra.cloud, clock.clone())?,
            connector: Connector::new(settings, entra.cloud, clock)?,
            seen: Seen::default(),
            tenant_ids: entra.tenant_ids.clone(),
            tab_link: tab_link(entra),
        })
    }

    /// Lets an activity in, or says why not. Nothing of it is used before its token is checked.
    ///
    /// # Errors
    /// [`Refusal`], in the order of its variants.
    pub(crate) async fn admit(
        &self,
        token: Option<&str>,
        body: &[u8],
    ) -> Result<Admitted, Refusal> {
        let activity = Activity::parse(body)?;
        let token = token.ok_or(Refusal::NoToken)?;
        self.tokens.verify(token, activity.claimed()).await?;
        let address = self.connector.address(&activity).ok_or(Refusal::Host)?;
        if activity.channel_id != TEAMS {
            return Err(Refusal::Channel);
        }
        let person = activity.person();
        let (tenant, user) = person
            .filter(|(tenant, _)| self.tenant_ids.contains(tenant))
            .ok_or(Refusal::Tenant)?;
        if !self.seen.is_new(&activity.conversation.id, &activity.id) {
            return Err(Refusal::Replayed);
        }
        Ok(Admitted {
            event: activity.event(),
            activity,
            address,
            tenant,
            user,
        })
    }

    /// Answers an activity where it came from.
    ///
    /// # Errors
    /// [`ConnectorError`]: the person has got no answer.
    pub(crate) async fn reply(
        &self,
        admitted: &Admitted,
        answer: &Answer,
    ) -> Result<(), ConnectorError> {
        let reply = answer.to_activity(&admitted.activity, &self.tab_link);
        self.connector.send(&admitted.address, &reply).await
    }

    /// Asks the Bot Framework for its keys now: for the operator's check.
    ///
    /// # Errors
    /// [`FetchError`]
    pub(crate) async fn check_keys(&self) -> Result<KeysReport, FetchError> {
        self.tokens.check_keys().await
    }

    /// Gets the bot's own token: for the operator's check.
    ///
    /// # Errors
    /// [`OwnTokenError`]
    pub(crate) async fn check_token(&self) -> Result<(), OwnTokenError> {
        self.connector.check_token().await
    }
}

/// Opens the tab inside Teams; the app's ID in the manifest is the client ID.
fn tab_link(entra: &EntraSettings) -> String {
    let teams = match entra.cloud {
        Cloud::Global => "https://teams.microsoft.com",
        Cloud::UsGovernment => "https://gov.teams.microsoft.us",
    };
    format!("{teams}/l/entity/{}/{TAB_ENTITY_ID}", entra.client_id)
}
