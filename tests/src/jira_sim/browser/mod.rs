//! What people see in a browser: log-in, Allow and Deny, authorized applications, a few plain pages.
//!
//! Owns cookies, XSRF tokens and HTML. Decides by the session cookie alone, never by OAuth.

pub(super) mod authorize;
pub(super) mod html;
pub(super) mod login;
pub(super) mod pages;
pub(super) mod session;
pub(super) mod token_list;
