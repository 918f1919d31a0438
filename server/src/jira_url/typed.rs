//! Which configured instance a person means by "Jira ID or Jira base URL".

use std::net::Ipv6Addr;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use url::Url;

use super::{BaseUrl, MAX_BYTES};

/// Longer texts are not compared for a suggestion.
const MAX_SUGGESTION_CHARS: usize = 64;

/// Where Atlassian hosts every Jira Cloud.
const CLOUD_DOMAIN: &str = ".atlassian.net";

/// Why no instance was found. None of them holds what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InputProblem {
    /// Nothing was typed, or nothing visible.
    #[error("enter a Jira ID or a Jira base URL")]
    Empty,
    /// Over [`MAX_BYTES`].
    #[error("that is too long for a Jira base URL")]
    TooLong,
    /// A user name or a password, or an e-mail address. Never show the text again.
    #[error("enter the address without a user name and a password")]
    UserInfo,
    /// Several instances have this host; the address must say which, or the ID.
    #[error("several Jira instances have this host; add the path or enter the Jira ID")]
    Ambiguous,
    /// A Jira Cloud, which speaks another protocol and is never configured here.
    #[error("that is the address of a Jira Cloud")]
    Cloud,
    /// No such instance; perhaps the one at this index was meant.
    #[error("no such Jira instance is set up here")]
    Unknown {
        /// The index of an instance whose ID or host differs by a slip of the finger, or whose host
        /// is the same.
        suggestion: Option<usize>,
    },
}

/// Finds the instance that was typed, among pairs of ID and base URL; the result is its index.
///
/// Taken are: the ID in any case; the base URL, and every address behind it, with or without the
/// scheme; the host alone if one instance only has it. `http` and `https` count alike, as the text is
/// looked up and never fetched. White space, invisible characters, quotes and `<>` around it do not
/// count. Where instances nest, the longest context path wins.
///
/// # Errors
/// One [`InputProblem`] per thing the person can do about it.
pub fn find<'a>(
    typed: &str,
    instances: impl IntoIterator<Item = (&'a str, &'a BaseUrl)>,
) -> Result<usize, InputProblem> {
    if typed.len() > MAX_BYTES {
        return Err(InputProblem::TooLong);
    }
    let visible: String = typed.chars().filter(|&c| is_visible(c)).collect();
    let text = visible.trim_matches(is_wrapping);
    if text.is_empty() {
        return Err(InputProblem::Empty);
    }
    if has_user_info(text) {
        return Err(InputProblem::UserInfo);
    }
    let instances: Vec<_> = instances.into_iter().collect();
    let lower = text.to_lowercase();
    if let Some(index) = instances
        .iter()
        .position(|(id, _)| id.to_lowercase() == lower)
    {
        return Ok(index);
    }
    let address = Address::parse(text.trim_end_matches([',', ';', '.']));
    let Some(address) = address else {
        let suggestion = suggest(&lower, None, &instances);
        return Err(InputProblem::Unknown { suggestion });
    };
    if let Some(index) = address.longest_match(&instances) {
        return Ok(index);
    }
    let mut same_host = (0..instances.len()).filter(|&at| address.is_host_of(instances[at].1));
    match (same_host.next(), same_host.next()) {
        (Some(index), None) if address.is_host_only() => Ok(index),
        (Some(_), Some(_)) if address.is_host_only() => Err(InputProblem::Ambiguous),
        _ if address.host.ends_with(CLOUD_DOMAIN) => Err(InputProblem::Cloud),
        _ => {
            let suggestion = suggest(&lower, Some(&address), &instances);
            Err(InputProblem::Unknown { suggestion })
        }
    }
}

/// A typed address; its scheme does not matter.
struct Address {
    host: String,
    /// `None` for the default port.
    port: Option<u16>,
    path: String,
}

impl Address {
    fn parse(text: &str) -> Option<Self> {
        let text = match after_scheme(text) {
            Some(_) => text.to_owned(),
            None if text.contains("://") => return None,
            None if text.parse::<Ipv6Addr>().is_ok() => format!("https://[{text}]"),
            None => format!("https://{}", text.trim_start_matches(['/', '\\'])),
        };
        let url = Url::parse(&text).ok()?;
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        Some(Self {
            host: without_root_dot(url.host_str()?).to_owned(),
            port: url.port(),
            path: url.path().to_owned(),
        })
    }

    /// The instance with the longest context path that this address lies behind.
    fn longest_match(&self, instances: &[(&str, &BaseUrl)]) -> Option<usize> {
        let is_behind = |base: &BaseUrl| {
            let rest = self.path.strip_prefix(base.context_path());
            // `/jira2` is not behind `/jira`.
            self.has_port_of(base) && rest.is_some_and(|r| r.is_empty() || r.starts_with('/'))
        };
        (0..instances.len())
            .filter(|&at| self.is_host_of(instances[at].1) && is_behind(instances[at].1))
            // Of equal ones the first wins; `max_by_key` alone would take the last.
            .rev()
            .max_by_key(|&at| instances[at].1.context_path().len())
    }

    fn has_port_of(&self, base: &BaseUrl) -> bool {
        match self.port {
            None => base.url.port().is_none(),
            port => base.url.port_or_known_default() == port,
        }
    }

    /// The same host, and no other port.
    fn is_host_of(&self, base: &BaseUrl) -> bool {
        without_root_dot(base.host()) == self.host
            && (self.port.is_none() || self.has_port_of(base))
    }

    fn is_host_only(&self) -> bool {
        self.path == "/"
    }
}

/// What follows `http://` or `https://`, in any case and with any slashes.
pub(super) fn after_scheme(text: &str) -> Option<&str> {
    ["https:", "http:"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        let rest = &text[scheme.len()..];
        let found = start.eq_ignore_ascii_case(scheme) && rest.starts_with(['/', '\\']);
        found.then(|| rest.trim_start_matches(['/', '\\']))
    })
}

/// Whether something stands before an `@` in front of the host. Looked for in the text itself, so
/// that an address which does not parse is still not shown again.
pub(super) fn has_user_info(text: &str) -> bool {
    let rest = match (after_scheme(text), text.split_once("://")) {
        (Some(rest), _) | (None, Some((_, rest))) => rest,
        (None, None) => text.trim_start_matches(['/', '\\']),
    };
    let authority = rest.split(['/', '\\', '?', '#']).next();
    authority.unwrap_or_default().contains('@')
}

/// The instance that differs least, if it is near enough to be a slip of the finger.
fn suggest(
    typed: &str,
    address: Option<&Address>,
    instances: &[(&str, &BaseUrl)],
) -> Option<usize> {
    let distance = |a: &str, b: &str| {
        let longest = a.chars().count().max(b.chars().count());
        let near = if longest < 5 { 1 } else { 2 };
        let short = a.len().max(b.len()) <= MAX_SUGGESTION_CHARS;
        let distance = short.then(|| strsim::osa_distance(a, b))?;
        (distance <= near && distance < longest).then_some(distance)
    };
    let candidates = instances.iter().enumerate().filter_map(|(at, (id, base))| {
        let by_host = address.and_then(|a| distance(&a.host, without_root_dot(base.host())));
        let nearest = [distance(typed, &id.to_lowercase()), by_host];
        Some((nearest.into_iter().flatten().min()?, at))
    });
    candidates.min().map(|(_, at)| at)
}

fn without_root_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

/// Neither format nor control character. Tabs and line ends go too: the URL parser would drop them,
/// so a user name could hide behind one.
fn is_visible(c: char) -> bool {
    !matches!(
        c.general_category(),
        GeneralCategory::Format | GeneralCategory::Control
    )
}

fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || "\"'`“”„‘’‚«»‹›<>".contains(c)
}
