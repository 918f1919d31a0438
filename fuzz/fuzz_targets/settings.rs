//! A settings file, from TOML to the sentence that names the mistake.

#![no_main]

use libfuzzer_sys::fuzz_target;
use server::settings::{Overrides, Settings, public_url_in};
use std::{fs, path::PathBuf, sync::LazyLock};

/// In memory where the system has such a folder; one for each fuzzing process.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    folder.join(format!("jira-tab-fuzz-{}.toml", std::process::id()))
});

fuzz_target!(|text: &[u8]| {
    fs::write(&*FILE, text).expect("the folder takes a file");
    match Settings::load(&FILE, Overrides::default()) {
        Ok(settings) => assert!(!settings.instances.is_empty(), "a tab without a Jira"),
        Err(problem) => assert!(
            !problem.to_string().is_empty(),
            "a mistake without a sentence"
        ),
    }
    let _ = public_url_in(&FILE);
});
