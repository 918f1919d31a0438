//! A small part of Jira's wiki renderer, with the elements and classes that it writes.

use crate::jira_sim::model::issue::Issue;
use crate::jira_sim::oauth::percent::encode;
use crate::jira_sim::state::State;

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) base_url: &'a str,
    pub(super) state: &'a State,
    pub(super) issue: &'a Issue,
}

/// Text as HTML content or attribute value.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Renders blocks: headings, lists, tables, code, paragraphs.
pub(super) fn render(place: Place<'_>, text: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        let inline = |text: &str| inline(place, text);
        if line.starts_with("{code") || line == "{noformat}" {
            let fence = if line.starts_with("{code") {
                "{code}"
            } else {
                "{noformat}"
            };
            let length = lines[at + 1..]
                .iter()
                .take_while(|it| it.trim() != fence)
                .count();
            let code = escape(&lines[at + 1..at + 1 + length].join("\n"));
            blocks.push(format!(
                "<div class=\"code panel\" style=\"border-width: 1px;\"><div class=\"codeContent \
                 panelContent\">\n<pre class=\"code-java\">{code}</pre>\n</div></div>"
            ));
            at += length + 2;
        } else if let Some((level, title)) = heading(line) {
            let title = inline(title);
            blocks.push(format!("<h{level}><a name=\"h\"></a>{title}</h{level}>"));
            at += 1;
        } else if let Some(first) = line.chars().next().filter(|_| is_item(line)) {
            let run = lines[at..]
                .iter()
                .take_while(|it| is_item(it.trim()) && it.trim().starts_with(first));
            let items: Vec<String> = run
                .map(|it| format!("\t<li>{}</li>", inline(&it.trim()[2..])))
                .collect();
            at += items.len();
            let list = items.join("\n");
            blocks.push(if first == '#' {
                format!("<ol>\n{list}\n</ol>")
            } else {
                format!("<ul>\n{list}\n</ul>")
            });
        } else if line.starts_with('|') {
            let rows: Vec<&str> = lines[at..]
                .iter()
                .map(|it| it.trim())
                .take_while(|it| it.starts_with('|'))
                .collect();
            at += rows.len();
            let rows: String = rows.iter().map(|row| table_row(row, &inline)).collect();
            blocks.push(format!(
                "<div class='table-wrap'>\n<table class='confluenceTable'><tbody>\n{rows}\
                 </tbody></table>\n</div>"
            ));
        } else if line.is_empty() {
            at += 1;
        } else {
            let run: Vec<String> = lines[at..]
                .iter()
                .map(|it| it.trim())
                .take_while(|it| !it.is_empty() && !begins_block(it))
                .map(inline)
                .collect();
            at += run.len();
            blocks.push(format!("<p>{}</p>", run.join("<br/>\n")));
        }
    }
    blocks.join("\n\n")
}

fn begins_block(line: &str) -> bool {
    line.starts_with("{code")
        || line == "{noformat}"
        || line.starts_with('|')
        || heading(line).is_some()
        || is_item(line)
}

fn heading(line: &str) -> Option<(char, &str)> {
    let rest = line.strip_prefix('h')?;
    let level = rest.chars().next().filter(|it| ('1'..='6').contains(it))?;
    Some((level, rest[1..].strip_prefix(". ")?))
}

fn is_item(line: &str) -> bool {
    ["* ", "# ", "- "].iter().any(|it| line.starts_with(it))
}

fn table_row(row: &str, inline: &dyn Fn(&str) -> String) -> String {
    let is_head = row.starts_with("||");
    let (separator, tag, class) = if is_head {
        ("||", "th", "confluenceTh")
    } else {
        ("|", "td", "confluenceTd")
    };
    let cells = row.trim_matches('|').split(separator);
    let cells: Vec<String> = cells
        .map(|it| format!("<{tag} class='{class}'>{}</{tag}>\n", inline(it.trim())))
        .collect();
    format!("<tr>\n{}</tr>\n", cells.concat())
}

/// Bold, italic, code, links, pictures, people, keys of issues.
fn inline(place: Place<'_>, text: &str) -> String {
    let mut html = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let marked = match first {
            '*' => span(rest, "*", "*").map(|(it, end)| (format!("<b>{}</b>", escape(it)), end)),
            '_' => span(rest, "_", "_").map(|(it, end)| (format!("<em>{}</em>", escape(it)), end)),
            '{' => {
                span(rest, "{{", "}}").map(|(it, end)| (format!("<tt>{}</tt>", escape(it)), end))
            }
            '[' => span(rest, "[", "]").map(|(it, end)| (link(place, it), end)),
            '!' => span(rest, "!", "!").and_then(|(it, end)| Some((picture(place, it)?, end))),
            _ => None,
        };
        if let Some((marked, end)) = marked {
            html.push_str(&marked);
            rest = &rest[end..];
        } else {
            html.push_str(&escape(first.encode_utf8(&mut [0; 4])));
            rest = &rest[first.len_utf8()..];
        }
    }
    html
}

/// The text between two marks and where the rest begins.
fn span<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, usize)> {
    let inner = text.strip_prefix(open)?;
    let length = inner.find(close).filter(|it| *it > 0)?;
    let is_tight = !inner.starts_with(' ') && !inner[..length].ends_with(' ');
    is_tight.then(|| (&inner[..length], open.len() + length + close.len()))
}

fn link(place: Place<'_>, text: &str) -> String {
    let base_url = place.base_url;
    if let Some(name) = text.strip_prefix('~') {
        let user = place.state.user(name);
        let shown = escape(user.map_or(name, |user| &user.display_name));
        return format!(
            "<a href=\"{base_url}/secure/ViewProfile.jspa?name={}\" class=\"user-hover\" \
             rel=\"{}\">{shown}</a>",
            encode(name),
            escape(name)
        );
    }
    let (shown, target) = text.split_once('|').unwrap_or((text, text));
    format!(
        "<a href=\"{}\" class=\"external-link\" target=\"_blank\" rel=\"nofollow noopener\">{}</a>",
        escape(target),
        escape(shown)
    )
}

fn picture(place: Place<'_>, text: &str) -> Option<String> {
    let name = text.split('|').next()?;
    let base_url = place.base_url;
    let attachment = place.issue.attachments.iter().find(|it| it.name == name)?;
    let (id, file) = (attachment.id, encode(name));
    let is_small = text.ends_with("|thumbnail");
    let kind = if is_small { "thumbnail" } else { "attachment" };
    let image = format!(
        "<img src=\"{base_url}/secure/{kind}/{id}/{file}\" style=\"border: 0px solid black\" />"
    );
    Some(if is_small {
        format!(
            "<span class=\"image-wrap\" style=\"\"><a id=\"{id}_thumb\" \
             href=\"{base_url}/secure/attachment/{id}/{file}\" title=\"{}\">{image}</a></span>",
            escape(name)
        )
    } else {
        format!("<span class=\"image-wrap\" style=\"\">{image}</span>")
    })
}
