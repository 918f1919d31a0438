use crate::model::CodeTerms;
use leptos::prelude::*;
use std::time::Duration;

/// What is left of an Authorize link, by the clock of the browser.
#[derive(Clone, Copy)]
pub(crate) struct CodeLeft {
    /// When the code stops working; the browser may sleep, so no count would do.
    end_ms: RwSignal<Option<f64>>,
    /// None before the link was opened.
    pub(crate) seconds: RwSignal<Option<u32>>,
    /// How many codes may still be tried; none as long as no code was wrong.
    pub(crate) tries: RwSignal<Option<u8>>,
    /// Whether somebody counts; without JavaScript nobody does.
    counts: RwSignal<bool>,
}

impl CodeLeft {
    /// Counts down from what the server says, whenever it says so.
    pub(crate) fn start(code: Memo<Option<CodeTerms>>) -> Self {
        let first = code.get_untracked();
        let left = Self {
            end_ms: RwSignal::new(None),
            seconds: RwSignal::new(first.map(|code| code.seconds_left)),
            tries: RwSignal::new(first.and_then(|code| code.tries_left)),
            counts: RwSignal::new(false),
        };
        Effect::new(move |_| left.set(code.get()));
        Effect::new(move |_| {
            let tick = set_interval_with_handle(move || left.tick(), Duration::from_secs(1));
            left.counts.set(tick.is_ok());
            if let Ok(tick) = tick {
                on_cleanup(move || tick.clear());
            }
        });
        left
    }

    /// The server has said anew what is left.
    pub(crate) fn set(self, code: Option<CodeTerms>) {
        let seconds = code.map(|code| code.seconds_left);
        self.end_ms
            .set(seconds.map(|seconds| js_sys::Date::now() + f64::from(seconds) * 1000.0));
        self.seconds.set(seconds);
        self.tries.set(code.and_then(|code| code.tries_left));
    }

    fn tick(self) {
        let Some(end_ms) = self.end_ms.get_untracked() else {
            return;
        };
        let left_s = ((end_ms - js_sys::Date::now()) / 1000.0).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast of a float saturates, and there are at most 600 seconds"
        )]
        let left_s = left_s as u32;
        if self.seconds.get_untracked() != Some(left_s) {
            self.seconds.set(Some(left_s));
        }
    }

    /// Whether the link was opened and still works.
    pub(crate) fn is_running(self) -> bool {
        self.seconds.get().is_some_and(|seconds| seconds > 0)
    }

    /// Whether the link was opened and its time is over.
    pub(crate) fn is_over(self) -> bool {
        self.seconds.get() == Some(0)
    }
}

/// Until when the code works; nothing before the Authorize link was opened. Screen readers read it
/// where they come across it, and only its end aloud.
#[component]
pub(crate) fn Countdown(left: CodeLeft) -> impl IntoView {
    let clock = move || {
        let seconds = left.seconds.get().filter(|&seconds| seconds > 0)?;
        let words = if left.counts.get() {
            format!(
                "The code works for {}:{:02} more.",
                seconds / 60,
                seconds % 60
            )
        } else {
            format!("The code works for about {} more.", in_minutes(seconds))
        };
        Some(view! { <p class="hint" role="timer" aria-live="off">{words}</p> })
    };
    let end = move || {
        left.is_over().then_some(
            "The link has run out. Press Get a new link, then Authorize, and copy the new code.",
        )
    };
    view! {
        {clock}
        <p role="status">{end}</p>
    }
}

fn in_minutes(seconds: u32) -> String {
    match seconds.div_ceil(60) {
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}
