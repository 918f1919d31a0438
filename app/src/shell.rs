//! The HTML document around a page. Only the server renders it.

use leptos::{nonce::use_nonce, prelude::*};

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
    ask_again: Option<&'static str>,
    /// The files of the page.
    assets: Assets,
    /// The body: exactly [`crate::pages::App`].
    children: Children,
) -> impl IntoView {
    let boot = format!(
        "import('{}').then(m=>m.default({{module_or_path:'{}'}}).then(()=>m.hydrate()))",
        assets.js.href, assets.wasm.href
    );
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <Head title css=assets.css/>
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

#[component]
fn Head(title: String, css: Link) -> impl IntoView {
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>{title}</title>
        <link rel="icon" href="data:,"/>
        <link rel="stylesheet" href=css.href integrity=css.integrity crossorigin="anonymous"/>
    }
}
