//! What the document was written with, and how it stands in the document.

use crate::model::{Place, TabPage};
use leptos::{
    prelude::SharedValue,
    serde_json,
    server::codee::{Decoder, Encoder},
};
use serde::{Deserialize, Serialize};

/// What the document was written with, on both sides.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct First {
    /// Where it is shown.
    pub place: Place,
    /// What it shows first.
    pub page: TabPage,
}

/// On the server what it knows, in the browser what the document says.
pub(super) fn first() -> First {
    SharedValue::<First, InDocument>::new_with_encoding(on_this_side).into_inner()
}

#[cfg(feature = "ssr")]
fn on_this_side() -> First {
    leptos::prelude::expect_context::<First>()
}

/// Only reached if the document came without its state: start as a stranger would.
#[cfg(not(feature = "ssr"))]
fn on_this_side() -> First {
    First {
        place: Place::Page,
        page: TabPage::new(crate::model::Step::SigningIn),
    }
}

/// JSON that the browser reads from bytes, as the answers of the verbs: another kind of reader
/// would have all of serde's code for the model in the WebAssembly a second time.
struct InDocument;

impl Encoder<First> for InDocument {
    type Error = serde_json::Error;
    type Encoded = String;

    #[cfg(feature = "ssr")]
    fn encode(first: &First) -> Result<String, Self::Error> {
        serde_json::to_string(first)
    }

    /// The browser writes no document, so it needs no code for that.
    #[cfg(not(feature = "ssr"))]
    fn encode(_: &First) -> Result<String, Self::Error> {
        Ok(String::new())
    }
}

impl Decoder<First> for InDocument {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(json: &str) -> Result<First, Self::Error> {
        serde_json::from_slice(json.as_bytes())
    }
}
