//! `jira-tab check`: looks at what the tab needs of this machine, asks every server that it depends on,
//! once, and says what to do where that fails. Nothing is stored and nobody's access is used.

mod jira;
mod jira_words;
mod machine;
mod public_address;
mod words;

use crate::{
    bot::Bot,
    clock::Clock,
    entra::Entra,
    settings::{BotSettings, EntraSettings, Identity, Settings, SettingsError},
};
use serde::Serialize;
use std::path::Path;

/// How a leg stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It works.
    Ok,
    /// It works, but not for long or not for everybody.
    Warning,
    /// It does not work.
    Failed,
    /// Nothing is known, for a leg before it failed or there was nothing to try.
    NotTried,
}

/// What was found on one leg of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which one, such as `jira acme tls`.
    pub leg: String,
    /// How it stands.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
    /// What to do, where there is something to do.
    pub cure: Option<String>,
}

/// The finding for settings that cannot be used, which names the cure itself.
#[must_use]
pub fn refused_settings(error: &SettingsError) -> Finding {
    Finding {
        leg: "settings".to_owned(),
        verdict: Verdict::Failed,
        found: error.to_string(),
        cure: None,
    }
}

/// Checks the settings of `file`, keys and data folder, and asks every server that they name. All are asked at once, so
/// this takes as long as the slowest, half a minute at most.
///
/// # Panics
/// If asking a Jira panics.
pub async fn check(file: &Path, settings: Settings, clock: &Clock) -> Vec<Finding> {
    let mut found = vec![
        words::good_settings(file, &settings),
        machine::key_ring(&settings.data, settings.key_ring.as_ref()),
        machine::secret_files(&settings.open_files),
        machine::data_folder(&settings.data),
    ];
    let jiras: Vec<_> = settings
        .instances
        .into_iter()
        .map(|instance| tokio::spawn(jira::check(instance, clock.clone())))
        .collect();
    let teams = match &settings.identity {
        Identity::Local => Vec::new(),
        Identity::Entra(teams) => {
            let bot = async {
                match &teams.bot {
                    Some(bot) => check_bot(bot, &teams.entra, clock).await,
                    None => Vec::new(),
                }
            };
            let (address, entra, bot) = tokio::join!(
                public_address::check(&teams.public_url),
                check_entra(&teams.entra, clock),
                bot
            );
            [address, entra].into_iter().chain(bot).collect()
        }
    };
    for jira in jiras {
        found.extend(jira.await.expect("asking a Jira does not panic"));
    }
    found.extend(teams);
    found
}

async fn check_entra(settings: &EntraSettings, clock: &Clock) -> Finding {
    let leg = "entra";
    match Entra::new(settings, clock.clone()) {
        Ok(entra) => words::keys(leg, entra.check_keys().await, "entra.tenant_ids"),
        Err(_) => words::no_tls(leg),
    }
}

async fn check_bot(settings: &BotSettings, entra: &EntraSettings, clock: &Clock) -> Vec<Finding> {
    let Ok(bot) = Bot::new(settings, entra, clock.clone()) else {
        return vec![words::no_tls("bot")];
    };
    let (keys, token) = tokio::join!(bot.check_keys(), bot.check_token());
    vec![
        words::keys("bot keys", keys, "bot.metadata_url"),
        words::token("bot token", token),
    ]
}
