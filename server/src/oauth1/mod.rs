//! An OAuth 1.0a client as [RFC 5849](https://www.rfc-editor.org/rfc/rfc5849) describes it: it signs
//! requests and reads the answers of the token endpoints.
//!
//! This folder owns the arithmetic of the protocol, a file per section of the RFC. It is pure: no
//! network, no clock, no randomness; the time and the nonce are handed in. It imports nothing from
//! the rest of the crate and may use only text, URL and cryptography crates.
//!
//! Jira Data Center accepts `RSA-SHA1` alone; `HMAC-SHA1` serves other providers.
//!
//! | file | RFC 5849 |
//! | --- | --- |
//! | `credentials` | 1.1 Terminology |
//! | `token_reply` | 2.1 and 2.3, the bodies of the token endpoints |
//! | `base_string` | 3.4.1 Signature Base String |
//! | `signature` | 3.4.2 HMAC-SHA1, 3.4.3 RSA-SHA1 |
//! | `authorization` | 3.5.1 Authorization Header |
//! | `percent_encoding` | 3.6 Percent Encoding |
//! | `problem`, `challenge` | 3.5.1 and the Problem Reporting extension |

pub mod authorization;
pub mod base_string;
pub mod challenge;
pub mod credentials;
pub mod percent_encoding;
pub mod problem;
pub mod signature;
pub mod token_reply;

#[cfg(test)]
mod tests;
