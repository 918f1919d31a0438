//! What the schema of the manifest does not catch: addresses, domains, and the three names that
//! must agree before anybody can sign in.

use super::manifest::Manifest;
use crate::settings::is_guid;
use url::Url;

/// Microsoft's rules for apps refuse its own names in the name of another's app.
const MICROSOFT_NAMES: [&str; 2] = ["microsoft", "teams"];

/// A reason why Teams would refuse the package or the tab would not work in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// Teams loads and links `https` only.
    #[error("{at} is {url:?}, allowed is an https:// address")]
    NotHttps {
        /// Field of the manifest.
        at: &'static str,
        /// What it holds.
        url: String,
    },
    /// Teams does not open a tab of a domain that the manifest does not name.
    #[error("{at} is at {domain}, which is missing in validDomains")]
    ForeignDomain {
        /// Field of the manifest.
        at: &'static str,
        /// Host of its address, with a port if it has one.
        domain: String,
    },
    /// A scheme, a path, a wildcard, capitals, or a name that only one machine knows.
    #[error(
        "validDomains has {0:?}, allowed is a full host name in lower case, without https://, path and *"
    )]
    NotADomain(String),
    /// Microsoft's limits.
    #[error("{at} has {length} characters, allowed are 1 to {most}")]
    Length {
        /// Field of the manifest.
        at: &'static str,
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// An app may not look like one of Microsoft's.
    #[error(
        "name.short is {0:?}, which holds a product name of Microsoft's; choose another with --name"
    )]
    MicrosoftName(String),
    /// Not three numbers.
    #[error(
        "version is {0:?}, allowed are three numbers such as 1.0.0; choose them with --app-version"
    )]
    Version(String),
    /// Not an identifier as Microsoft writes them.
    #[error("{at} is {id:?}, allowed is an identifier in lower case")]
    NotAGuid {
        /// Field of the manifest.
        at: &'static str,
        /// What it holds.
        id: String,
    },
    /// Teams asks Entra for a token for this resource and refuses one that does not name the
    /// domain of the tab and the app, or the bot where there is one.
    #[error("webApplicationInfo.resource is {found:?}, but Teams takes only {expected:?}")]
    Resource {
        /// What the manifest says.
        found: String,
        /// What follows from validDomains and the identifiers.
        expected: String,
    },
    /// Not a colour as HTML writes them.
    #[error("accentColor is {0:?}, allowed is a colour such as #0b6a75")]
    Color(String),
    /// Two tabs by one name.
    #[error("staticTabs has {0:?} twice")]
    TabTwice(String),
}

/// Everything that is wrong with `manifest`.
pub(super) fn find_defects(manifest: &Manifest) -> Vec<Defect> {
    let mut found = Vec::new();
    check_addresses(manifest, &mut found);
    check_domains(manifest, &mut found);
    check_texts(manifest, &mut found);
    check_identity(manifest, &mut found);
    found
}

fn check_addresses(manifest: &Manifest, found: &mut Vec<Defect>) {
    let developer = &manifest.developer;
    for (at, url) in [
        ("developer.websiteUrl", &developer.website_url),
        ("developer.privacyUrl", &developer.privacy_url),
        ("developer.termsOfUseUrl", &developer.terms_of_use_url),
    ] {
        check_address(at, url, None, found);
    }
    let domains = Some(manifest.valid_domains.as_slice());
    for tab in &manifest.static_tabs {
        if let Some(url) = &tab.content_url {
            check_address("staticTabs.contentUrl", url, domains, found);
        }
        if let Some(url) = &tab.website_url {
            check_address("staticTabs.websiteUrl", url, None, found);
        }
    }
    for tab in &manifest.configurable_tabs {
        let at = "configurableTabs.configurationUrl";
        check_address(at, &tab.configuration_url, domains, found);
    }
}

/// An address that Teams opens in a browser may be anywhere; one that it frames must be in `domains`.
fn check_address(at: &'static str, url: &str, domains: Option<&[String]>, found: &mut Vec<Defect>) {
    check_length(at, url, 2048, found);
    let https = Url::parse(url).ok().filter(|url| url.scheme() == "https");
    let Some(host) = https.as_ref().and_then(Url::host_str) else {
        found.push(Defect::NotHttps {
            at,
            url: url.to_owned(),
        });
        return;
    };
    let domain = match https.as_ref().and_then(Url::port) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    if domains.is_some_and(|domains| !domains.contains(&domain)) {
        found.push(Defect::ForeignDomain { at, domain });
    }
}

fn check_domains(manifest: &Manifest, found: &mut Vec<Defect>) {
    for domain in &manifest.valid_domains {
        let named = domain
            .chars()
            .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '-' | ':'));
        let url = Url::parse(&format!("https://{domain}/"))
            .ok()
            .filter(|url| {
                // A numeric address, a port out of range or an empty label would be written otherwise.
                url.as_str() == format!("https://{domain}/")
            });
        let full = url.is_some_and(|url| url.domain().is_some_and(|name| name.contains('.')));
        if !named || !full {
            found.push(Defect::NotADomain(domain.clone()));
        }
    }
}

fn check_texts(manifest: &Manifest, found: &mut Vec<Defect>) {
    for (at, text, most) in [
        ("name.short", &manifest.name.short, 30),
        ("name.full", &manifest.name.full, 100),
        ("description.short", &manifest.description.short, 80),
        ("description.full", &manifest.description.full, 4000),
        ("developer.name", &manifest.developer.name, 32),
    ] {
        check_length(at, text, most, found);
    }
    let name = manifest.name.short.to_lowercase();
    if MICROSOFT_NAMES.iter().any(|other| name.contains(other)) {
        found.push(Defect::MicrosoftName(manifest.name.short.clone()));
    }
    let numbers: Vec<_> = manifest.version.split('.').collect();
    let numeric = |number: &&str| {
        number.bytes().all(|byte| byte.is_ascii_digit())
            && number
                .parse::<u16>()
                .is_ok_and(|value| value.to_string() == **number)
    };
    if numbers.len() != 3 || !numbers.iter().all(numeric) {
        found.push(Defect::Version(manifest.version.clone()));
    }
    let color = &manifest.accent_color;
    let digits = color.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        found.push(Defect::Color(color.clone()));
    }
    for (index, tab) in manifest.static_tabs.iter().enumerate() {
        check_length("staticTabs.entityId", &tab.entity_id, 64, found);
        let before = &manifest.static_tabs[..index];
        if before.iter().any(|other| other.entity_id == tab.entity_id) {
            found.push(Defect::TabTwice(tab.entity_id.clone()));
        }
    }
}

fn check_identity(manifest: &Manifest, found: &mut Vec<Defect>) {
    let sso = &manifest.web_application_info;
    let bot = manifest.bots.first();
    let bot_id = bot.map(|bot| ("bots.botId", &bot.id));
    for (at, id) in [("id", &manifest.id), ("webApplicationInfo.id", &sso.id)]
        .into_iter()
        .chain(bot_id)
    {
        if !is_guid(id) {
            found.push(Defect::NotAGuid { at, id: id.clone() });
        }
    }
    let named = match bot {
        Some(bot) => format!("botid-{}", bot.id),
        None => sso.id.clone(),
    };
    let resource = |domain: &String| format!("api://{domain}/{named}");
    let mut allowed = manifest.valid_domains.iter().map(resource);
    if !allowed.any(|resource| resource == sso.resource) {
        let first = manifest.valid_domains.first();
        found.push(Defect::Resource {
            found: sso.resource.clone(),
            expected: first.map(resource).unwrap_or_default(),
        });
    }
}

fn check_length(at: &'static str, text: &str, most: usize, found: &mut Vec<Defect>) {
    let length = text.chars().count();
    if length == 0 || length > most || text.trim().is_empty() {
        found.push(Defect::Length { at, length, most });
    }
}

#[cfg(test)]
mod tests;
