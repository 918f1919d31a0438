//! Keys and signatures, without what claims mean.

mod cache;
mod fetch;
mod jwks;
mod signed_token;
