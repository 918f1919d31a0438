//! Black-box tests over HTTP: one binary, so that they link once.

mod page;
mod person;
mod raw;
mod script;
mod wait;

mod architecture;
mod authorize_link;
mod codes;
mod headers;
mod identity;
mod limits;
mod refusals;
mod restart;
mod sign_in;
mod sign_out;
mod tokens;
