//! The log of a tab that runs on this thread.

use std::{
    io,
    panic::{set_hook, take_hook},
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tracing::{level_filters::LevelFilter, subscriber::DefaultGuard};

/// Everything that this thread logs, down to the smallest detail.
pub struct Log {
    written: Written,
    _until_dropped: DefaultGuard,
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        written.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Takes this thread's log and its panics from now on, as `jira-tab` does with its process.
    pub fn start() -> Self {
        let (written, thread) = (Written::default(), thread::current().id());
        let writer = written.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if thread::current().id() == thread {
                server::telemetry::report_panic(panic);
            }
            // For whoever reads why a test failed.
            usual(panic);
        }));
        Self {
            written,
            _until_dropped: tracing::subscriber::set_default(subscriber),
        }
    }

    pub fn text(&self) -> String {
        let written = self
            .written
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(written.clone()).expect("text")
    }

    /// Forgets what was logged so far.
    pub fn clear(&self) {
        let mut written = self
            .written
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        written.clear();
    }
}
