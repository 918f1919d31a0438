//! Credentials ([RFC 5849 1.1](https://www.rfc-editor.org/rfc/rfc5849#section-1.1)).
//!
//! Jira's words for them: client credentials are the *consumer* of an application link, temporary
//! credentials are the *request token*, token credentials are the *access token*.
//! `Debug` shows the name of the type and nothing else.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::signature::SigningKey;

/// Who signs: the consumer key of the application link and the key that proves it.
pub struct ClientCredentials {
    consumer_key: String,
    signing_key: SigningKey,
}

impl ClientCredentials {
    /// Joins the consumer key, as the application link spells it, and its signing key.
    #[must_use]
    pub fn new(consumer_key: impl Into<String>, signing_key: SigningKey) -> Self {
        Self {
            consumer_key: consumer_key.into(),
            signing_key,
        }
    }

    /// The client identifier, Jira's consumer key.
    #[must_use]
    pub fn consumer_key(&self) -> &str {
        &self.consumer_key
    }

    /// The key that signs, and with it the signature method.
    #[must_use]
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing_key
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").finish_non_exhaustive()
    }
}

/// Credentials of one authorization attempt, Jira's request token.
///
/// Jira forgets them ten minutes after they were made, or once they were exchanged.
#[derive(Clone)]
pub struct TemporaryCredentials {
    token: SecretString,
    secret: SecretString,
}

/// Credentials of one person, Jira's access token.
#[derive(Clone)]
pub struct TokenCredentials {
    token: SecretString,
    secret: SecretString,
}

macro_rules! token_and_secret {
    ($name:ident) => {
        impl $name {
            /// Joins an identifier and its shared secret, as the provider sent them or as they were stored.
            ///
            /// An empty identifier would turn a request into a two-legged one
            /// ([`super::token_reply`] never yields one).
            #[must_use]
            pub fn new(token: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
                Self {
                    token: token.into(),
                    secret: secret.into(),
                }
            }

            /// The identifier (`oauth_token`). Opaque, at most 255 characters with Jira.
            #[must_use]
            pub fn token(&self) -> &str {
                self.token.expose_secret()
            }

            /// The shared secret (`oauth_token_secret`). `RSA-SHA1` does not use it.
            #[must_use]
            pub fn secret(&self) -> &str {
                self.secret.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl<'a> From<&'a $name> for Token<'a> {
            fn from(credentials: &'a $name) -> Self {
                Self {
                    token: credentials.token(),
                    secret: credentials.secret(),
                }
            }
        }
    };
}

token_and_secret!(TemporaryCredentials);
token_and_secret!(TokenCredentials);

/// Either kind of token, borrowed for one signature.
#[derive(Clone, Copy)]
pub struct Token<'a> {
    pub(super) token: &'a str,
    pub(super) secret: &'a str,
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").finish_non_exhaustive()
    }
}
