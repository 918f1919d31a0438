//! The HTML document around a page. Only the server renders it.

use leptos::{nonce::use_nonce, prelude::*};
use serde::{Deserialize, Serialize};

/// A file of the browser side, with the name Trunk gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Path on this server, with the hash of the content in the name.
    pub href: String,
    /// Subresource integrity; Trunk writes it for scripts and styles.
    pub integrity: Option<String>,
}

/// The files that a page loads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: Link,
    /// The JavaScript glue of the WebAssembly.
    pub js: Link,
    /// The WebAssembly.
    pub wasm: Link,
    /// TeamsJS and what the tab uses of it.
    pub teams: Link,
}

/// The colours of Microsoft Teams around the page: <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/access-teams-context>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Light.
    Default,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
    /// Translucent, on visionOS.
    Glass,
}

impl Theme {
    fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
            Self::Glass => "glass",
        }
    }
}

/// What a page inside Microsoft Teams needs besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InTeams {
    /// The theme that Teams wrote into the address; without one the browser's own counts.
    pub theme: Option<Theme>,
}

/// A document that is complete as it stands: no script is loaded.
#[component]
pub fn StaticDocument(
    /// What the browser's tab shows.
    title: String,
    /// The files of the page.
    assets: Assets,
    /// The body.
    children: Children,
) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head><Head title css=assets.css/></head>
            <body>{children()}</body>
        </html>
    }
}

/// A document whose body the browser takes over once the WebAssembly has loaded.
#[component]
pub fn HydratedDocument(
    /// What the browser's tab shows.
    title: String,
    /// Where a browser without JavaScript asks again, because the page still waits for Jira.
    ask_again: Option<String>,
    /// Whether the page belongs into Teams.
    in_teams: Option<InTeams>,
    /// The files of the page.
    assets: Assets,
    /// The body: exactly [`crate::pages::App`].
    children: Children,
) -> impl IntoView {
    let start = format!(
        "import('{}').then(m=>m.default({{module_or_path:'{}'}}).then(()=>m.hydrate()))",
        assets.js.href, assets.wasm.href
    );
    let boot = match in_teams {
        None => start,
        // TeamsJS has nothing to talk to in a plain web page. Mobile clients have neither parent nor opener.
        Some(_) => format!(
            "if(parent!==window||opener||window.nativeInterface)window.jiraTabHost=import('{}');{start}.catch(()=>window.jiraTabHost?.then(m=>m.failed()))",
            assets.teams.href
        ),
    };
    let theme = in_teams.and_then(|teams| teams.theme).map(Theme::word);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <Head title css=assets.css/>
                {in_teams.map(|_| view! {
                    <link rel="modulepreload" href=assets.teams.href crossorigin="anonymous"/>
                })}
                {ask_again.map(|path| view! {
                    <noscript><meta http-equiv="refresh" content=format!("1; url={path}")/></noscript>
                })}
                <link rel="modulepreload" href=assets.js.href integrity=assets.js.integrity crossorigin="anonymous"/>
                <link rel="preload" href=assets.wasm.href r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" nonce=use_nonce()>{boot}</script>
            </head>
            <body>{children()}</body>
        </html>
    }
}

/// By this a page of the tab is told from whatever else may answer at its address.
pub const APPLICATION_NAME: &str = "jira-tab";

#[component]
fn Head(title: String, css: Link) -> impl IntoView {
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="application-name" content=APPLICATION_NAME/>
        <title>{title}</title>
        <link rel="icon" href="data:,"/>
        <link rel="stylesheet" href=css.href integrity=css.integrity crossorigin="anonymous"/>
    }
}
