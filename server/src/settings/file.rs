//! The settings file as it is written.

use super::{SettingsError, parse_listen, wording};
use crate::store::readable_by_others;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use std::{
    cell::RefCell,
    net::SocketAddr,
    ops::Range,
    path::{Path, PathBuf},
};
use toml::Spanned;

/// The keys of the file. A key that is not here is an error: it would be a typing mistake.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are the keys that an operator writes"
)]
pub(super) struct File {
    pub(super) listen: Option<Spanned<String>>,
    pub(super) data: Option<PathBuf>,
    pub(super) key_ring_file: Option<PathBuf>,
    pub(super) grant_max_idle: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) identity: IdentityKind,
    pub(super) public_url: Option<Spanned<String>>,
    pub(super) trusted_proxies: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) entra: Option<Spanned<Entra>>,
    pub(super) bot: Option<Spanned<Bot>>,
    pub(super) developer: Option<Spanned<Developer>>,
    pub(super) export: Option<Export>,
    #[serde(default)]
    pub(super) jira: Vec<Spanned<Jira>>,
}

/// Who the tab serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum IdentityKind {
    #[default]
    Local,
    Entra,
}

/// `[entra]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entra {
    pub(super) tenant_ids: Spanned<Vec<Spanned<String>>>,
    pub(super) client_id: Spanned<String>,
    pub(super) app_id_uri: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) cloud: super::Cloud,
    pub(super) authority: Option<Spanned<String>>,
}

/// `[bot]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bot {
    pub(super) app_id: Spanned<String>,
    pub(super) client_secret_file: Spanned<PathBuf>,
    pub(super) metadata_url: Option<Spanned<String>>,
    pub(super) token_url: Option<Spanned<String>>,
    pub(super) service_url_hosts: Option<Vec<Spanned<String>>>,
}

/// `[developer]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Developer {
    pub(super) name: Spanned<String>,
    pub(super) website_url: Option<Spanned<String>>,
    pub(super) privacy_url: Option<Spanned<String>>,
    pub(super) terms_of_use_url: Option<Spanned<String>>,
}

/// `[export]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Export {
    pub(super) folder: PathBuf,
    pub(super) every: Option<Spanned<String>>,
    pub(super) keep: Option<Spanned<u64>>,
}

/// One `[[jira]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Jira {
    pub(super) id: Spanned<String>,
    pub(super) name: Option<Spanned<String>>,
    pub(super) base_url: Spanned<String>,
    pub(super) consumer_key: Spanned<String>,
    #[serde(default)]
    pub(super) signature_method: SignatureMethod,
    pub(super) private_key_file: Option<Spanned<PathBuf>>,
    pub(super) shared_secret_file: Option<Spanned<PathBuf>>,
    pub(super) oauth_signing_base_url: Option<Spanned<String>>,
    pub(super) ca_file: Option<Spanned<PathBuf>>,
    pub(super) proxy: Option<Spanned<String>>,
    pub(super) connect_timeout_s: Option<Spanned<u64>>,
    pub(super) timeout_s: Option<Spanned<u64>>,
}

/// RFC 5849 section 3.4. Jira Data Center takes RSA-SHA1 only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) enum SignatureMethod {
    #[default]
    #[serde(rename = "RSA-SHA1")]
    RsaSha1,
    #[serde(rename = "HMAC-SHA1")]
    HmacSha1,
}

/// The file's text and place, to name both in an error.
pub(super) struct Source {
    path: PathBuf,
    text: String,
    /// Files with secrets that were read and that other accounts may read.
    open_files: RefCell<Vec<PathBuf>>,
}

impl Source {
    pub(super) fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path).map_err(|source| SettingsError::File {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path: path.to_owned(),
            text,
            open_files: RefCell::default(),
        })
    }

    pub(super) fn parse(&self) -> Result<File, SettingsError> {
        toml::from_str(&self.text).map_err(|error| {
            let key = error.span().and_then(|span| self.key_at(span.start));
            let message = wording::reword(error.message(), key.as_deref());
            self.problem(error.span(), key.as_deref().unwrap_or_default(), &message)
        })
    }

    /// The key of the value at `offset`, with its table's name, if key and value stand on one line.
    fn key_at(&self, offset: usize) -> Option<String> {
        let mut lines = self.text.get(..offset)?.rsplit('\n');
        let key = lines.next()?.split_once('=')?.0.trim();
        let table = lines.find_map(|line| line.trim().strip_prefix('['));
        let table = table.and_then(|it| it.trim_start_matches('[').split(']').next());
        Some(table.map_or_else(|| key.to_owned(), |table| format!("{}.{key}", table.trim())))
    }

    /// The address to listen on.
    pub(super) fn listen(&self, value: &Spanned<String>) -> Result<SocketAddr, SettingsError> {
        parse_listen(value.get_ref())
            .map_err(|allowed| self.problem(Some(value.span()), "listen", allowed))
    }

    /// A path of the file, seen from the file's folder.
    pub(super) fn resolve(&self, path: &Path) -> PathBuf {
        self.path
            .parent()
            .map_or_else(|| path.to_owned(), |folder| folder.join(path))
    }

    /// A mistake at `span`, for `key`.
    pub(super) fn problem(
        &self,
        span: Option<Range<usize>>,
        key: &str,
        message: &str,
    ) -> SettingsError {
        let before = span.and_then(|span| self.text.get(..span.start));
        SettingsError::Value {
            path: self.path.clone(),
            line: before.map(|text| text.matches('\n').count() + 1),
            key: key.to_owned(),
            message: message.to_owned(),
        }
    }

    /// The mistake that a value of the file is.
    pub(super) fn mistake<T>(&self, key: &str, value: &Spanned<T>, message: &str) -> SettingsError {
        self.problem(Some(value.span()), key, message)
    }

    /// The contents of a file that a key names.
    pub(super) fn read_named(
        &self,
        key: &str,
        value: &Spanned<PathBuf>,
    ) -> Result<Vec<u8>, SettingsError> {
        let path = self.resolve(value.get_ref());
        std::fs::read(&path).map_err(|error| {
            self.problem(
                Some(value.span()),
                key,
                &format!("the file {} cannot be read: {error}", path.display()),
            )
        })
    }

    /// Files with secrets that were read so far and that other accounts may read.
    pub(super) fn open_files(self) -> Vec<PathBuf> {
        self.open_files.into_inner()
    }

    /// The secret in a file that a key names, without the newline that editors end a file with.
    pub(super) fn read_secret(
        &self,
        key: &str,
        value: &Spanned<PathBuf>,
    ) -> Result<SecretString, SettingsError> {
        let text = self.read_text(key, value)?;
        let secret = text.expose_secret();
        let secret = secret
            .strip_suffix("\r\n")
            .or_else(|| secret.strip_suffix('\n'))
            .unwrap_or(secret);
        if secret.is_empty() {
            return Err(self.mistake(
                key,
                value,
                "the file is empty; allowed is a file with the secret",
            ));
        }
        Ok(secret.into())
    }

    /// The text of a file that a key names; it may be secret.
    pub(super) fn read_text(
        &self,
        key: &str,
        value: &Spanned<PathBuf>,
    ) -> Result<SecretString, SettingsError> {
        let path = self.resolve(value.get_ref());
        let bytes = self.read_named(key, value)?;
        // It could be read, so its mode is of no matter where that is not known.
        if readable_by_others(&path).unwrap_or(false) {
            self.open_files.borrow_mut().push(path);
        }
        String::from_utf8(bytes)
            .map(SecretString::from)
            .map_err(|_| self.mistake(key, value, "the file is not text in UTF-8"))
    }
}
