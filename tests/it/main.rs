//! Black-box tests over HTTP: one binary, so that they link once.

mod binary;
mod e2e;
mod page;
mod person;
mod raw;
mod script;
mod wait;

mod about;
mod architecture;
mod authorize_link;
mod check;
mod clocks;
mod codes;
mod command_line;
mod exchange;
mod headers;
mod identity;
mod in_teams;
mod issuer;
mod limits;
mod refusals;
mod restart;
mod secrets;
mod settings;
mod settings_teams;
mod several;
mod sign_in;
mod sign_out;
mod startup;
mod teams_package;
mod tickets;
mod tokens;
mod typed_address;
