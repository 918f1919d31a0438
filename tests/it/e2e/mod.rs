//! The tab in Chromium, used as people use it: by role and name, by keyboard, without a script.
//!
//! [`driver`] runs chromedriver, [`browser`] looks at pages as assistive technology does, [`teams`]
//! puts the tab into the simulated Microsoft Teams, [`flow`] holds the steps that several tests
//! share. The other files are the tests; [`teams_host`] tests the simulation.
#![cfg(test)]

mod accessibility;
mod browser;
mod channel;
mod columns;
mod countdown;
mod create;
mod driver;
mod first_paint;
mod flow;
mod flow_cases;
mod issue_answers;
mod issue_drafts;
mod issue_hostile;
mod issue_panel;
mod issue_states;
mod keyboard;
mod lighthouse;
mod lists;
mod narrow;
mod quiet;
mod refusals;
mod roles;
mod screenshots;
mod searches;
mod small_png;
mod states;
mod teams;
mod teams_configuration;
mod teams_host;
mod teams_identity;
mod teams_keyboard;
mod teams_links;
mod teams_look;
mod teams_quiet;
mod teams_sign_in;
mod teams_states;
mod teams_tab;
mod two_windows;
mod with_javascript;
mod without_javascript;
mod wrong_account;
