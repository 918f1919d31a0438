//! The signature base string, RFC 5849 section 3.4.1.

use super::percent::encode;

/// `METHOD&uri&parameters`, each part percent-encoded.
///
/// `url` may hold a query and a fragment; both are cut off, so the caller passes the query's
/// pairs in `parameters`. `oauth_signature` is left out here.
pub(in crate::jira_sim) fn base_string(
    method: &str,
    url: &str,
    parameters: &[(String, String)],
) -> String {
    let signed = parameters
        .iter()
        .filter(|(name, _)| name != "oauth_signature");
    format!(
        "{}&{}&{}",
        encode(&method.to_ascii_uppercase()),
        encode(&base_string_uri(url)),
        encode(&normalize(signed))
    )
}

/// Base string URI, section 3.4.1.2: lower-case scheme and authority, no default port, raw path.
pub(in crate::jira_sim) fn base_string_uri(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let scheme = scheme.to_ascii_lowercase();
    let mut authority = authority.to_ascii_lowercase();
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    if let Some(host) = authority.strip_suffix(default_port) {
        authority = host.to_owned();
    }
    format!("{scheme}://{authority}{path}")
}

/// Parameters normalization, section 3.4.1.3.2: sorted by encoded name, then encoded value.
pub(in crate::jira_sim) fn normalize<'a>(
    pairs: impl Iterator<Item = &'a (String, String)>,
) -> String {
    let mut encoded: Vec<(String, String)> = pairs
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    encoded.sort_unstable();
    let parts: Vec<String> = encoded
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    parts.join("&")
}
