//! The pages inside Teams, which show nothing of anybody: all that differs from one answer to the next
//! is the nonce. Each is rendered once and cut where its nonce stands.

use crate::entropy;
use app::{model::Place, shell::Theme};
use axum::{body, response::Response};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// What makes one shape another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look {
    pub(super) place: Place,
    pub(super) theme: Option<Theme>,
}

/// The shapes that were asked for so far, one of each look.
#[derive(Default)]
pub(super) struct Shapes(RwLock<HashMap<Look, Arc<Shape>>>);

impl Shapes {
    /// The shape of this look; `render` makes its page around a nonce.
    pub(super) async fn rendered<F, Fut>(&self, look: Look, render: F) -> Arc<Shape>
    where
        F: FnOnce(String) -> Fut,
        Fut: Future<Output = Response>,
    {
        if let Some(shape) = self.known(look) {
            return shape;
        }
        let nonce = entropy::token_128();
        let page = render(nonce.clone()).await.into_body();
        let html = body::to_bytes(page, usize::MAX).await;
        let html = html.expect("what is rendered in memory does not break off");
        let shape = Arc::new(Shape::cut(&String::from_utf8_lossy(&html), &nonce));
        let mut shapes = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shapes.entry(look).or_insert(shape))
    }

    fn known(&self, look: Look) -> Option<Arc<Shape>> {
        let shapes = self.0.read().unwrap_or_else(PoisonError::into_inner);
        shapes.get(&look).map(Arc::clone)
    }
}

/// What stands before, between and behind the nonces of a page.
pub(super) struct Shape(Vec<String>);

impl Shape {
    fn cut(html: &str, nonce: &str) -> Self {
        Self(html.split(nonce).map(str::to_owned).collect())
    }

    /// The page with a nonce of its own.
    pub(super) fn with_nonce(&self, nonce: &str) -> String {
        self.0.join(nonce)
    }
}
