//! `jira-tab setup`: the administrator's guide (`docs/admin/teams.md`) with the values of one tab in
//! the place of the guide's. So guide and command cannot differ. Pure.

use crate::settings::{PublicUrl, is_guid};

const GUIDE: &str = include_str!("../../docs/admin/teams.md");

/// The domain of the guide's examples.
const DOMAIN: &str = "jira-tab.example.com";

/// What the operator knows so far; what is missing stays a name in capitals.
#[derive(Clone, Debug)]
pub struct Values {
    /// Where the tab will be.
    pub public_url: PublicUrl,
    /// Directory (tenant) ID.
    pub tenant_id: Option<String>,
    /// Application (client) ID.
    pub client_id: Option<String>,
    /// The bot, if there shall be one.
    pub bot: Option<BotId>,
}

/// The bot's Microsoft App ID.
#[derive(Clone, Debug)]
pub enum BotId {
    /// One registration serves tab and bot.
    SameAsTab,
    /// A registration of the bot's own.
    Own(String),
}

/// Reads the domain of a tab, as a name or as an address.
///
/// # Errors
/// What is allowed, for the operator.
pub fn parse_domain(text: &str) -> Result<PublicUrl, &'static str> {
    let name = text.strip_prefix("https://").unwrap_or(text);
    PublicUrl::parse(&format!("https://{name}"))
        .map_err(|_| "allowed is a full host name, such as jira-tab.example.com")
}

/// Reads an identifier as Microsoft's portals show it.
///
/// # Errors
/// What is allowed, for the operator.
pub fn parse_guid(text: &str) -> Result<String, &'static str> {
    let id = text.trim().to_ascii_lowercase();
    if is_guid(&id) {
        Ok(id)
    } else {
        Err("allowed is an identifier such as 11111111-2222-3333-4444-555555555555")
    }
}

/// What the guide says of its example's address, and what is said of this one. A port belongs into an
/// address, but into no name; what is longer comes first.
fn places(public_url: &PublicUrl) -> [(String, String); 6] {
    let (host, domain) = (public_url.host(), public_url.domain());
    [
        (format!("--domain {DOMAIN}"), format!("--domain {domain}")),
        (format!("https://{DOMAIN}"), public_url.origin()),
        (format!("api://{DOMAIN}"), format!("api://{domain}")),
        (format!("\n{DOMAIN} {{"), format!("\n{domain} {{")),
        (
            "listen 443 ssl".to_owned(),
            format!("listen {} ssl", public_url.port()),
        ),
        (DOMAIN.to_owned(), host.to_owned()),
    ]
}

/// The steps for this tab.
#[must_use]
pub fn steps(values: &Values) -> String {
    let mut steps = String::with_capacity(GUIDE.len());
    let mut shown = true;
    for line in GUIDE.lines() {
        match line.trim() {
            "<!-- bot -->" => shown = values.bot.is_some(),
            "<!-- no bot -->" => shown = values.bot.is_none(),
            "<!-- /bot -->" | "<!-- /no bot -->" => shown = true,
            _ if shown => {
                steps.push_str(line);
                steps.push('\n');
            }
            _ => {}
        }
    }
    let known = |id: &Option<String>, name: &str| id.clone().unwrap_or_else(|| name.to_owned());
    let client_id = known(&values.client_id, "CLIENT_ID");
    let bot_id = match &values.bot {
        Some(BotId::Own(id)) => id,
        Some(BotId::SameAsTab) | None => &client_id,
    };
    for (in_guide, here) in places(&values.public_url) {
        steps = steps.replace(&in_guide, &here);
    }
    steps
        .replace("BOT_ID", bot_id)
        .replace("CLIENT_ID", &client_id)
        .replace("TENANT_ID", &known(&values.tenant_id, "TENANT_ID"))
}
