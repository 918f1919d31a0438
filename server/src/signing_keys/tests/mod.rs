//! Keys and signatures, without what claims mean.

mod cache;
mod jwks;
mod signed_token;
