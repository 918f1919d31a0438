//! The browser's entry point: Trunk builds this crate to WebAssembly and the page calls [`hydrate`].
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered; the server passes the same state to both sides.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::pages::App);
}
