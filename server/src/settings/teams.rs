//! What a tab inside Microsoft Teams needs to know, checked: where it is, who may use it, its bot.

use super::{
    SettingsError,
    file::{self, File, Source},
};
use ipnet::IpNet;
use secrecy::SecretString;
use serde::Deserialize;
use std::{fmt, net::IpAddr};
use toml::Spanned;
use url::{Host, Url};

const HTTPS_OR_LOOPBACK: &str =
    "allowed is an https:// address, or http:// with localhost or a loopback address";
const GUID: &str =
    "allowed is an identifier such as 11111111-2222-3333-4444-555555555555, in lower case";

/// The settings of a tab inside Teams.
#[derive(Debug)]
pub struct TeamsSettings {
    /// Where people's browsers reach the tab.
    pub public_url: PublicUrl,
    /// The reverse proxies that may ask; TLS ends there. Loopback unless told otherwise.
    pub trusted_proxies: Vec<IpNet>,
    /// The app registration in Microsoft Entra ID.
    pub entra: EntraSettings,
    /// The bot, if there is one.
    pub bot: Option<BotSettings>,
    /// Who offers the app.
    pub developer: Developer,
}

/// The address of the tab as browsers see it: `https`, a host name, perhaps a port, no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// The host name alone.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port that browsers connect to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port().unwrap_or(443)
    }

    /// The host name, with the port if it is not 443: what `validDomains` takes.
    #[must_use]
    pub fn domain(&self) -> String {
        let host = self.host();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// `https://tab.example.com`, as browsers write an origin.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("https://{}", self.domain())
    }

    /// The address of `path`, which begins with a slash.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// Reads an address.
    ///
    /// # Errors
    /// What is allowed, for the operator.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let allowed = "allowed is the https:// address of the tab without a path, such as \
                       https://jira-tab.example.com, with a host name and no IP address";
        let url = Url::parse(text).map_err(|_| allowed)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let named = matches!(url.host(), Some(Host::Domain(name)) if name.contains('.'));
        let anonymous = url.username().is_empty() && url.password().is_none();
        if url.scheme() == "https" && bare && named && anonymous {
            Ok(Self(url))
        } else {
            Err(allowed)
        }
    }
}

/// Which of Microsoft's clouds holds the tenants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cloud {
    /// The worldwide cloud, GCC included.
    #[default]
    Global,
    /// GCC High and `DoD`.
    UsGovernment,
}

impl Cloud {
    /// Where Entra issues tokens: the `iss` claim begins so.
    #[must_use]
    pub fn login_url(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment => "https://login.microsoftonline.us",
        }
    }

    /// The `iss` of tokens that the Bot Framework sends, also the resource of tokens it takes.
    #[must_use]
    pub fn bot_issuer(self) -> &'static str {
        match self {
            Self::Global => "https://api.botframework.com",
            Self::UsGovernment => "https://api.botframework.us",
        }
    }

    fn bot_metadata_url(self) -> &'static str {
        match self {
            Self::Global => "https://login.botframework.com/v1/.well-known/openidconfiguration",
            Self::UsGovernment => {
                "https://login.botframework.azure.us/v1/.well-known/openidconfiguration"
            }
        }
    }

    /// Where Teams takes a bot's messages.
    fn service_url_hosts(self) -> &'static [&'static str] {
        match self {
            Self::Global => &[
                "smba.trafficmanager.net",
                "smba.infra.gcc.teams.microsoft.com",
            ],
            Self::UsGovernment => &[
                "smba.infra.gov.teams.microsoft.us",
                "smba.infra.dod.teams.microsoft.us",
            ],
        }
    }
}

/// `[entra]`, checked.
#[derive(Clone, Debug)]
pub struct EntraSettings {
    /// Directory (tenant) IDs whose people may use the tab; at least one.
    pub tenant_ids: Vec<String>,
    /// Application (client) ID: the `aud` of version 2 tokens.
    pub client_id: String,
    /// Application ID URI: `webApplicationInfo.resource` of the manifest.
    pub app_id_uri: String,
    /// Which cloud; decides the expected `iss`.
    pub cloud: Cloud,
    /// Base address of metadata and keys; decides nothing else.
    pub authority: Url,
}

/// `[bot]`, checked.
pub struct BotSettings {
    /// Microsoft App ID of the bot: the `aud` of tokens it is sent.
    pub app_id: String,
    /// The bot's client secret.
    pub client_secret: SecretString,
    /// The Bot Framework's `OpenID` metadata.
    pub metadata_url: Url,
    /// Where the bot gets its own token.
    pub token_url: Url,
    /// Hosts, with a port if they have one, that the bot may answer to.
    pub service_url_hosts: Vec<String>,
}

impl fmt::Debug for BotSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BotSettings")
            .field("app_id", &self.app_id)
            .finish_non_exhaustive()
    }
}

/// Who offers the app: what Teams shows about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Developer {
    /// At most 32 characters.
    pub name: String,
    /// Home page.
    pub website_url: String,
    /// Privacy statement.
    pub privacy_url: String,
    /// Terms of use.
    pub terms_of_use_url: String,
}

/// Checks everything that `identity = "entra"` takes.
pub(super) fn check(source: &Source, file: &File) -> Result<TeamsSettings, SettingsError> {
    let missing = |key: &str, what: &str| {
        source.problem(
            None,
            key,
            &format!("identity = \"entra\" needs {what}; `jira-tab setup` prints it"),
        )
    };
    let public_url = file
        .public_url
        .as_ref()
        .ok_or_else(|| missing("public_url", "the https:// address of the tab"))?;
    let public_url = PublicUrl::parse(public_url.get_ref())
        .map_err(|allowed| source.mistake("public_url", public_url, allowed))?;
    let entra = file
        .entra
        .as_ref()
        .ok_or_else(|| missing("entra", "the table [entra]"))?
        .get_ref();
    let bot = file.bot.as_ref().map(Spanned::get_ref);
    let entra = check_entra(source, entra, bot, &public_url)?;
    Ok(TeamsSettings {
        trusted_proxies: trusted_proxies(source, file.trusted_proxies.as_ref())?,
        bot: bot.map(|bot| check_bot(source, bot, &entra)).transpose()?,
        developer: check_developer(
            source,
            file.developer.as_ref().map(Spanned::get_ref),
            &public_url,
        )?,
        public_url,
        entra,
    })
}

/// A key that means nothing where the tab serves one person at this machine.
pub(super) fn misplaced(source: &Source, file: &File) -> Option<SettingsError> {
    let spans = [
        ("public_url", file.public_url.as_ref().map(Spanned::span)),
        (
            "trusted_proxies",
            file.trusted_proxies.as_ref().map(Spanned::span),
        ),
        ("entra", file.entra.as_ref().map(Spanned::span)),
        ("bot", file.bot.as_ref().map(Spanned::span)),
        ("developer", file.developer.as_ref().map(Spanned::span)),
    ];
    let (key, span) = spans
        .into_iter()
        .find_map(|(key, span)| Some((key, span?)))?;
    Some(source.problem(
        Some(span),
        key,
        "only a tab inside Teams takes this key; add identity = \"entra\" above all tables",
    ))
}

fn check_entra(
    source: &Source,
    entra: &file::Entra,
    bot: Option<&file::Bot>,
    public_url: &PublicUrl,
) -> Result<EntraSettings, SettingsError> {
    let client_id = guid(source, "entra.client_id", &entra.client_id)?;
    let tenant_ids = entra
        .tenant_ids
        .get_ref()
        .iter()
        .map(|id| guid(source, "entra.tenant_ids", id))
        .collect::<Result<Vec<_>, _>>()?;
    if tenant_ids.is_empty() {
        return Err(source.mistake(
            "entra.tenant_ids",
            &entra.tenant_ids,
            "the list is empty; allowed is the Directory (tenant) ID of your organisation",
        ));
    }
    // Teams asks Entra for a token for this URI; with a bot in the same app it must name the bot.
    let expected = match bot {
        Some(bot) => format!(
            "api://{}/botid-{}",
            public_url.domain(),
            bot.app_id.get_ref()
        ),
        None => format!("api://{}/{client_id}", public_url.domain()),
    };
    if let Some(uri) = &entra.app_id_uri
        && *uri.get_ref() != expected
    {
        return Err(source.mistake(
            "entra.app_id_uri",
            uri,
            &format!(
                "Teams takes only {expected}, made from public_url and the app's or the bot's ID"
            ),
        ));
    }
    let authority = match &entra.authority {
        Some(value) => secure_url(source, "entra.authority", value)?,
        None => known_url(entra.cloud.login_url()),
    };
    Ok(EntraSettings {
        tenant_ids,
        client_id,
        app_id_uri: expected,
        cloud: entra.cloud,
        authority,
    })
}

fn check_bot(
    source: &Source,
    bot: &file::Bot,
    entra: &EntraSettings,
) -> Result<BotSettings, SettingsError> {
    let metadata_url = match &bot.metadata_url {
        Some(value) => secure_url(source, "bot.metadata_url", value)?,
        None => known_url(entra.cloud.bot_metadata_url()),
    };
    let token_url = match &bot.token_url {
        Some(value) => secure_url(source, "bot.token_url", value)?,
        None => known_url(&format!(
            "{}/{}/oauth2/v2.0/token",
            entra.cloud.login_url(),
            entra.tenant_ids[0]
        )),
    };
    let service_url_hosts = match &bot.service_url_hosts {
        Some(hosts) => hosts
            .iter()
            .map(|host| service_url_host(source, host))
            .collect::<Result<_, _>>()?,
        None => entra
            .cloud
            .service_url_hosts()
            .iter()
            .map(|&host| host.to_owned())
            .collect(),
    };
    Ok(BotSettings {
        app_id: guid(source, "bot.app_id", &bot.app_id)?,
        client_secret: source.read_secret("bot.client_secret_file", &bot.client_secret_file)?,
        metadata_url,
        token_url,
        service_url_hosts,
    })
}

fn check_developer(
    source: &Source,
    developer: Option<&file::Developer>,
    public_url: &PublicUrl,
) -> Result<Developer, SettingsError> {
    let Some(developer) = developer else {
        return Err(source.problem(
            None,
            "developer",
            "a tab inside Teams needs the table [developer] with the name of your organisation",
        ));
    };
    let name = developer.name.get_ref().trim();
    if name.is_empty() || name.chars().count() > 32 {
        return Err(source.mistake(
            "developer.name",
            &developer.name,
            "allowed are 1 to 32 characters",
        ));
    }
    let url = |key: &str, value: Option<&Spanned<String>>, path: &str| match value {
        None => Ok(public_url.at(path)),
        Some(value) => Url::parse(value.get_ref())
            .ok()
            .filter(|url| url.scheme() == "https" && url.has_host())
            .map(String::from)
            .filter(|url| url.len() <= 2048)
            .ok_or_else(|| source.mistake(key, value, "allowed is an https:// address")),
    };
    Ok(Developer {
        name: name.to_owned(),
        website_url: url("developer.website_url", developer.website_url.as_ref(), "/")?,
        privacy_url: url(
            "developer.privacy_url",
            developer.privacy_url.as_ref(),
            "/privacy",
        )?,
        terms_of_use_url: url(
            "developer.terms_of_use_url",
            developer.terms_of_use_url.as_ref(),
            "/terms",
        )?,
    })
}

fn trusted_proxies(
    source: &Source,
    list: Option<&Spanned<Vec<Spanned<String>>>>,
) -> Result<Vec<IpNet>, SettingsError> {
    let Some(list) = list else {
        let loopback = ["127.0.0.0/8", "::1/128"];
        return Ok(loopback.map(|net| net.parse().expect("a network")).into());
    };
    if list.get_ref().is_empty() {
        return Err(source.mistake(
            "trusted_proxies",
            list,
            "an empty list refuses everybody; name the reverse proxy, or leave the key out if it \
             runs on this machine",
        ));
    }
    list.get_ref()
        .iter()
        .map(|value| {
            let text = value.get_ref();
            let net = text
                .parse::<IpNet>()
                .or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
            net.map_err(|_| {
                source.mistake(
                    "trusted_proxies",
                    value,
                    "allowed are addresses and networks such as 10.0.0.5 and 10.0.0.16/28",
                )
            })
        })
        .collect()
}

/// Microsoft writes its identifiers as GUIDs, and tokens hold them in lower case.
fn guid(source: &Source, key: &str, value: &Spanned<String>) -> Result<String, SettingsError> {
    let text = value.get_ref();
    if is_guid(text) {
        Ok(text.clone())
    } else {
        Err(source.mistake(key, value, GUID))
    }
}

/// Whether `text` is a GUID in lower case with hyphens.
#[must_use]
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

/// Tokens travel there: TLS, or no further than this machine.
fn secure_url(source: &Source, key: &str, value: &Spanned<String>) -> Result<Url, SettingsError> {
    let url =
        Url::parse(value.get_ref()).map_err(|_| source.mistake(key, value, HTTPS_OR_LOOPBACK))?;
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    if plain && url.has_host() && (url.scheme() == "https" || (url.scheme() == "http" && loopback))
    {
        Ok(url)
    } else {
        Err(source.mistake(key, value, HTTPS_OR_LOOPBACK))
    }
}

fn service_url_host(source: &Source, value: &Spanned<String>) -> Result<String, SettingsError> {
    let host = value.get_ref();
    let alone = Url::parse(&format!("https://{host}/")).ok().filter(|url| {
        url.path() == "/" && url.username().is_empty() && url.as_str() == format!("https://{host}/")
    });
    alone.map(|_| host.clone()).ok_or_else(|| {
        source.mistake(
            "bot.service_url_hosts",
            value,
            "allowed are host names in lower case, such as smba.trafficmanager.net",
        )
    })
}

fn known_url(text: &str) -> Url {
    Url::parse(text).expect("Microsoft's addresses are well formed")
}
