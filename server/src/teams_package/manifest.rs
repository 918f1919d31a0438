//! The manifest of the app package.
//!
//! Fields: <https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema>.
//! Placeholders such as `{app.theme}`, which Teams fills in when it opens a tab:
//! <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/access-teams-context>.

use super::{Label, icons};
use crate::settings::TeamsSettings;
use app::model::TAB_ENTITY_ID;
use serde::Serialize;

/// The oldest version of the schema that has all we need: every tenant and cloud takes it.
const SCHEMA_VERSION: &str = "1.19";

const COMMANDS: [(&str, &str); 5] = [
    ("help", "List what you can ask"),
    ("connect", "Open the tab to connect your Jira"),
    ("status", "See which Jira you are connected to"),
    ("disconnect", "Delete this app's access to your Jira"),
    ("cancel", "Answer a question with no"),
];

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    #[serde(rename = "$schema")]
    schema: String,
    #[serde(rename = "manifestVersion")]
    schema_version: &'static str,
    pub(super) version: String,
    pub(super) id: String,
    pub(super) developer: Developer,
    pub(super) name: Text,
    pub(super) description: Text,
    icons: Icons,
    pub(super) accent_color: String,
    pub(super) static_tabs: Vec<StaticTab>,
    pub(super) configurable_tabs: Vec<ConfigurableTab>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) bots: Vec<Bot>,
    permissions: [&'static str; 1],
    pub(super) valid_domains: Vec<String>,
    pub(super) web_application_info: WebApplicationInfo,
    show_loading_indicator: bool,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Developer {
    pub(super) name: String,
    pub(super) website_url: String,
    pub(super) privacy_url: String,
    pub(super) terms_of_use_url: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Text {
    pub(super) short: String,
    pub(super) full: String,
}

#[derive(Clone, Debug, Serialize)]
struct Icons {
    color: &'static str,
    outline: &'static str,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StaticTab {
    pub(super) entity_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) website_url: Option<String>,
    scopes: [Scope; 1],
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConfigurableTab {
    pub(super) configuration_url: String,
    can_update_configuration: bool,
    scopes: [Scope; 2],
}

/// Where a part of the app can be used.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
enum Scope {
    #[default]
    Personal,
    Team,
    GroupChat,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bot {
    #[serde(rename = "botId")]
    pub(super) id: String,
    scopes: [Scope; 1],
    command_lists: [CommandList; 1],
}

#[derive(Clone, Debug, Serialize)]
struct CommandList {
    scopes: [Scope; 1],
    commands: Vec<Command>,
}

#[derive(Clone, Debug, Serialize)]
struct Command {
    title: &'static str,
    description: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct WebApplicationInfo {
    pub(super) id: String,
    pub(super) resource: String,
}

impl Manifest {
    pub(super) fn new(settings: &TeamsSettings, label: Label<'_>) -> Self {
        let TeamsSettings {
            public_url, entra, ..
        } = settings;
        Self {
            schema: format!(
                "https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json"
            ),
            schema_version: SCHEMA_VERSION,
            version: label.version.to_owned(),
            id: entra.client_id.clone(),
            developer: Developer {
                name: settings.developer.name.clone(),
                website_url: settings.developer.website_url.clone(),
                privacy_url: settings.developer.privacy_url.clone(),
                terms_of_use_url: settings.developer.terms_of_use_url.clone(),
            },
            name: Text {
                short: label.name.to_owned(),
                full: format!("{} at {}", label.name, settings.developer.name),
            },
            description: describe(settings),
            icons: Icons {
                color: icons::COLOR_FILE,
                outline: icons::OUTLINE_FILE,
            },
            accent_color: icons::ACCENT_COLOR.to_owned(),
            static_tabs: vec![
                StaticTab {
                    entity_id: TAB_ENTITY_ID.to_owned(),
                    name: Some("Issues".to_owned()),
                    content_url: Some(public_url.at("/?theme={app.theme}")),
                    website_url: Some(public_url.at("/")),
                    ..StaticTab::default()
                },
                // Teams' own page, with what this manifest says of the app.
                StaticTab {
                    entity_id: "about".to_owned(),
                    ..StaticTab::default()
                },
            ],
            configurable_tabs: vec![ConfigurableTab {
                configuration_url: public_url.at("/configure?theme={app.theme}"),
                can_update_configuration: true,
                scopes: [Scope::Team, Scope::GroupChat],
            }],
            bots: settings
                .bot
                .iter()
                .map(|bot| Bot::new(&bot.app_id))
                .collect(),
            permissions: ["identity"],
            valid_domains: vec![public_url.domain()],
            web_application_info: WebApplicationInfo {
                id: entra.client_id.clone(),
                resource: entra.app_id_uri.clone(),
            },
            show_loading_indicator: true,
        }
    }

    /// The manifest as it stands in the package.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("its maps have text as keys");
        json.push(b'\n');
        json
    }
}

impl Bot {
    fn new(app_id: &str) -> Self {
        let command =
            |&(title, description): &(&'static str, &'static str)| Command { title, description };
        Self {
            id: app_id.to_owned(),
            scopes: [Scope::Personal],
            command_lists: [CommandList {
                scopes: [Scope::Personal],
                commands: COMMANDS.iter().map(command).collect(),
            }],
        }
    }
}

/// What people read before they add the app: what it does, whom they need, how to leave.
fn describe(settings: &TeamsSettings) -> Text {
    let or_bot = match settings.bot {
        Some(_) => ", or write disconnect to the app",
        None => "",
    };
    Text {
        short: "Your issues from your organisation's Jira, beside your chats.".to_owned(),
        full: format!(
            "See the issues that are assigned to you in your organisation's Jira Data Center. You \
             sign in once, on Jira's own page, with a verification code; your password never \
             passes through this app.\n\nYou need an account in that Jira, and a Jira administrator \
             must have connected it to this app. If a step fails, the tab says what is wrong and \
             who can fix it.\n\nTo end the access, press Sign out in the tab{or_bot}: this app's \
             access to your Jira is then deleted. This app is run by {}.",
            settings.developer.name
        ),
    }
}
