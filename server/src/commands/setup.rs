//! `jira-tab setup`.

use super::{SetupArguments, output::say};
use server::setup::{self, BotId, Values};

/// Prints the steps that bring the tab into Teams.
pub(super) fn print(arguments: SetupArguments) -> anyhow::Result<()> {
    let bot = match arguments.bot_id {
        Some(id) => Some(BotId::Own(id)),
        None if arguments.no_bot => None,
        None => Some(BotId::SameAsTab),
    };
    let values = Values {
        public_url: arguments.domain,
        tenant_id: arguments.tenant_id,
        client_id: arguments.client_id,
        bot,
    };
    Ok(say(setup::steps(&values).trim_end())?)
}
