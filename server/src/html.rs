//! Cleans the HTML that Jira renders, so that it can stand in a page of the tab.
//!
//! A closed list of tags and attributes; no style, class, id or script. Links lead to http, https
//! and mailto only and open beside the tab. Pictures of that Jira come through this server, any
//! other picture becomes a link.

use crate::jira_url::BaseUrl;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt::Write as _,
    sync::Arc,
};
use url::Url;

/// Longer texts are cut; Jira's own limit for a text is 32,767 characters.
const MAX_BYTES: usize = 256 << 10;
/// A text with more tags, or with tags in tags in tags, is shown without any.
const MAX_TAGS: usize = 10_000;
const MAX_DEPTH: usize = 64;

const TAGS: [&str; 42] = [
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
];
const LINK: &str = r#"target="_blank" rel="noopener noreferrer nofollow""#;

/// The path on this server for a picture; none for what is no picture of that Jira.
pub(crate) type PathOfImage = Arc<dyn Fn(&Url) -> Option<String> + Send + Sync>;

/// Where a text comes from.
#[derive(Clone)]
pub(crate) struct Source {
    /// The Jira; relative links are resolved against it.
    pub(crate) base_url: BaseUrl,
    /// The path on this server of one of that Jira's pictures; `None` where there is none.
    pub(crate) image: PathOfImage,
}

impl Source {
    /// What a page may hold of `html`.
    pub(crate) fn clean(&self, html: &str) -> String {
        let end = html.floor_char_boundary(MAX_BYTES);
        let (shown, is_cut) = (&html[..end], end < html.len());
        let mut clean = if shown.matches('<').count() > MAX_TAGS {
            as_text(shown)
        } else {
            let clean = self.builder().clean(shown).to_string();
            if depth(&clean) > MAX_DEPTH {
                as_text(shown)
            } else {
                self.with_pictures(&lower_headings(clean))
            }
        };
        // They turn the text around them over, also that of the page.
        clean.retain(|c| !is_bidi_control(c));
        if is_cut {
            clean.push_str("<p>This text is longer. The rest is in Jira.</p>");
        }
        clean
    }

    fn builder(&self) -> ammonia::Builder<'static> {
        let base = self.base_url.as_url().clone();
        let mut root = base.clone();
        // `Url::join` takes what stands behind the last slash for a file.
        root.set_path(&format!("{}/", base.path().trim_end_matches('/')));
        let mut builder = ammonia::Builder::empty();
        builder
            .tags(HashSet::from(TAGS))
            .clean_content_tags(HashSet::from([
                "script", "style", "template", "noscript", "title", "svg", "math", "iframe",
                "object", "embed", "select", "textarea",
            ]))
            .tag_attributes(HashMap::from([
                ("a", HashSet::from(["href"])),
                ("img", HashSet::from(["src", "alt"])),
                ("td", HashSet::from(["colspan", "rowspan"])),
                ("th", HashSet::from(["colspan", "rowspan"])),
            ]))
            .set_tag_attribute_value("a", "target", "_blank")
            .link_rel(Some("noopener noreferrer nofollow"))
            .url_schemes(HashSet::from(["http", "https", "mailto"]))
            .url_relative(ammonia::UrlRelative::PassThrough)
            .attribute_filter(move |tag, attribute, value| match (tag, attribute) {
                ("a", "href") => address(&root, value, &["http", "https", "mailto"]),
                ("img", "src") => address(&root, value, &["http", "https"]),
                (_, "colspan" | "rowspan") => {
                    let few = value.parse::<u8>().is_ok_and(|count| count <= 50);
                    few.then_some(Cow::Borrowed(value))
                }
                // Where no attribute holds a bracket, each one in the result begins or ends a tag.
                _ => Some(Cow::Owned(value.replace(['<', '>'], ""))),
            });
        builder
    }

    /// `clean` is what ammonia wrote, so tags and attributes have one form only.
    fn with_pictures(&self, clean: &str) -> String {
        let mut parts = clean.split("<img");
        let mut result = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (picture, rest) = Picture::read(part);
            picture.write(self, &mut result);
            result.push_str(rest);
        }
        result
    }
}

/// The absolute form of an address with one of `schemes`.
fn address<'v>(root: &Url, value: &str, schemes: &[&str]) -> Option<Cow<'v, str>> {
    let url = root.join(value).ok()?;
    // A user name before the host makes one host look like another.
    let plain = url.username().is_empty() && url.password().is_none();
    let usable = plain && schemes.contains(&url.scheme()) && !url.as_str().contains(['<', '>']);
    usable.then(|| Cow::Owned(url.into()))
}

#[derive(Default)]
struct Picture<'h> {
    /// Escaped, as they stand in the HTML.
    src: &'h str,
    alt: &'h str,
}

impl<'h> Picture<'h> {
    /// Reads what stands behind `<img`; the rest stands behind the tag.
    fn read(mut text: &'h str) -> (Self, &'h str) {
        let mut picture = Self::default();
        loop {
            text = text.trim_start();
            if let Some(rest) = text.strip_prefix('>') {
                return (picture, rest);
            }
            let attribute = text
                .split_once("=\"")
                .and_then(|(name, rest)| Some((name, rest.split_once('"')?)));
            let Some((name, (value, rest))) = attribute else {
                // ammonia writes no such tag; what cannot be read is not shown.
                return (picture, "");
            };
            match name {
                "src" => picture.src = value,
                "alt" => picture.alt = value,
                _ => {}
            }
            text = rest;
        }
    }

    fn write(&self, source: &Source, html: &mut String) {
        let unescaped = self.src.replace("&amp;", "&");
        let Ok(url) = Url::parse(&unescaped) else {
            html.push_str(self.alt);
            return;
        };
        let written = match (source.image)(&url) {
            Some(path) => write!(
                html,
                r#"<img src="{path}" alt="{}" loading="lazy">"#,
                self.alt
            ),
            None => write!(
                html,
                r#"<a href="{}" {LINK}>{}</a>"#,
                self.src,
                if self.alt.is_empty() {
                    "picture"
                } else {
                    self.alt
                }
            ),
        };
        written.expect("writing to a String cannot fail");
    }
}

/// The headings of a text stand below those of the panel, all on one level: which comes first is up to
/// whoever wrote them. Without attributes each tag has one form.
fn lower_headings(mut clean: String) -> String {
    for level in [1, 2, 3, 5, 6] {
        clean = clean
            .replace(&format!("<h{level}>"), "<h4>")
            .replace(&format!("</h{level}>"), "</h4>");
    }
    clean
}

/// How deep tags stand in tags. `clean` is what ammonia wrote.
fn depth(clean: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in clean.split('<').skip(1) {
        if part.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !["br>", "hr>", "img"].iter().any(|it| part.starts_with(it)) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// The text between the tags.
fn as_text(html: &str) -> String {
    let between = html
        .split('<')
        .enumerate()
        .map(|(at, part)| match part.split_once('>') {
            Some((_, text)) if at > 0 => text,
            None if at > 0 => "",
            _ => part,
        });
    let text: String = between.collect::<Vec<_>>().join(" ");
    format!("<p>{}</p>", ammonia::clean_text(text.trim()))
}

/// Overrides, embeddings and isolates of the bidirectional algorithm (UAX #9).
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
