use crate::model::CodeTerms;
use leptos::prelude::*;
use std::time::Duration;

/// What is left of an Authorize link, by the clock of the browser.
#[derive(Clone, Copy)]
pub(crate) struct CodeLeft(RwSignal<Left>);

#[derive(Clone, Copy)]
struct Left {
    /// None before the link was opened.
    terms: Option<CodeTerms>,
    /// When the code stops working; the browser may sleep, so no count would do. Zero as long as
    /// nobody counts, as without JavaScript.
    end_ms: f64,
}

impl CodeLeft {
    /// What the document was written with.
    pub(crate) fn new(terms: Option<CodeTerms>) -> Self {
        Self(RwSignal::new(Left { terms, end_ms: 0.0 }))
    }

    /// The server has said anew what is left: counts down from that.
    pub(crate) fn set(self, terms: Option<CodeTerms>) {
        let left_s = terms.map_or(0, |terms| terms.seconds_left);
        let end_ms = js_sys::Date::now() + f64::from(left_s) * 1000.0;
        self.0.set(Left { terms, end_ms });
    }

    fn tick(self) {
        let left = self.0.get_untracked();
        let Some(terms) = left.terms else { return };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast of a float saturates, and there are at most 600 seconds"
        )]
        let seconds_left = ((left.end_ms - js_sys::Date::now()) / 1000.0).ceil() as u32;
        if seconds_left != terms.seconds_left {
            self.0.update(|left| {
                left.terms = Some(CodeTerms {
                    seconds_left,
                    ..terms
                });
            });
        }
    }

    fn seconds(self) -> Option<u32> {
        self.0.get().terms.map(|terms| terms.seconds_left)
    }

    /// Whether the link was opened and still works.
    pub(crate) fn is_running(self) -> bool {
        self.seconds().is_some_and(|seconds| seconds > 0)
    }

    /// Whether the link was opened and its time is over.
    pub(crate) fn is_over(self) -> bool {
        self.seconds() == Some(0)
    }

    /// Until when the code works.
    fn time(self) -> Option<String> {
        let Left { terms, end_ms } = self.0.get();
        let seconds = terms?.seconds_left;
        let minutes = seconds.div_ceil(60);
        Some(match (end_ms > 0.0, minutes) {
            (_, 0) => return None,
            (true, _) => {
                let (minutes, seconds) = (seconds / 60, seconds % 60);
                let zero = if seconds < 10 { "0" } else { "" };
                format!("The code works for {minutes}:{zero}{seconds} more.")
            }
            (false, 1) => "The code works for about 1 minute more.".to_owned(),
            (false, _) => format!("The code works for about {minutes} minutes more."),
        })
    }

    /// What to do once the time is over.
    fn end(self) -> Option<String> {
        self.is_over().then(|| {
            "The link has run out. Press Get a new link, then Authorize, and copy the new code."
                .to_owned()
        })
    }

    /// How many codes may still be tried, once one was wrong and as long as the link works.
    fn tries(self) -> Option<String> {
        let tries = self
            .0
            .get()
            .terms
            .filter(|terms| terms.seconds_left > 0)?
            .tries_left?;
        let s = if tries == 1 { "y" } else { "ies" };
        Some(format!("{tries} tr{s} left for this link."))
    }
}

/// How many codes may still be tried; nothing before one was wrong.
#[component]
pub(crate) fn TriesLeft(left: CodeLeft) -> impl IntoView {
    view! { <p class="hint" id="tries-left">{words(left, CodeLeft::tries)}</p> }
}

/// Until when the code works; nothing before the Authorize link was opened. Screen readers read it
/// where they come across it, and only its end, [`CodeEnd`], aloud.
#[component]
pub(crate) fn Countdown(left: CodeLeft) -> impl IntoView {
    Effect::new(move |_| {
        left.set(left.0.get_untracked().terms);
        if let Ok(tick) = set_interval_with_handle(move || left.tick(), Duration::from_secs(1)) {
            on_cleanup(move || tick.clear());
        }
    });
    view! { <p class="hint" role="timer" aria-live="off">{words(left, CodeLeft::time)}</p> }
}

/// What to do once the time is over; nothing before.
#[component]
pub(crate) fn CodeEnd(left: CodeLeft) -> impl IntoView {
    view! { <p class="message" role="status">{words(left, CodeLeft::end)}</p> }
}

/// One type for all that is said of `left`: the WebAssembly holds it once.
fn words(
    left: CodeLeft,
    say: fn(CodeLeft) -> Option<String>,
) -> impl Fn() -> Option<String> + Copy + Send {
    move || say(left)
}
