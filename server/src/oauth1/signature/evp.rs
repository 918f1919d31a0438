//! An RSA private key held by AWS-LC, and the one operation `aws-lc-rs` does not offer: a
//! PKCS #1 v1.5 signature over SHA-1, which is what RSA-SHA1 is.
//!
//! The only unsafe code of the product. What it must uphold: an [`EvpKey`] owns exactly one
//! reference to a valid `EVP_PKEY` and nothing mutates that key after it was parsed.

#![expect(
    unsafe_code,
    reason = "aws-lc-rs signs with SHA-2 only and Jira Data Center accepts RSA-SHA1 only"
)]

use std::ptr::{self, NonNull};

use aws_lc_sys::{
    CBS, EVP_DigestSign, EVP_DigestSignInit, EVP_MD_CTX, EVP_MD_CTX_free, EVP_MD_CTX_new, EVP_PKEY,
    EVP_PKEY_free, EVP_PKEY_size, EVP_parse_private_key, EVP_sha1,
};

/// A parsed private key; freed, and its numbers wiped, when dropped.
pub(super) struct EvpKey(NonNull<EVP_PKEY>);

// SAFETY: AWS-LC ties no key to a thread: its reference count is atomic, and the lazily made
// Montgomery and blinding values inside an RSA key are behind its own locks.
unsafe impl Send for EvpKey {}
// SAFETY: as for `Send`. `&EvpKey` offers signing only, which AWS-LC documents (evp.h) as safe to do
// with one key from many threads as long as none mutates it, and nothing here does.
unsafe impl Sync for EvpKey {}

impl EvpKey {
    /// Parses a DER PKCS #8 structure; `None` if it is none or if bytes follow it.
    pub(super) fn from_pkcs8(der: &[u8]) -> Option<Self> {
        let mut input = CBS {
            data: der.as_ptr(),
            len: der.len(),
        };
        // SAFETY: `input` describes `der`, which outlives the call; AWS-LC reads within its bounds,
        // keeps no pointer into it and advances `input`. The result is null or owned by us.
        let key = unsafe { EVP_parse_private_key(&raw mut input) };
        let key = Self(NonNull::new(key)?);
        (input.len == 0).then_some(key)
    }

    /// The PKCS #1 v1.5 signature over the SHA-1 digest of `message`; as long as the modulus.
    ///
    /// `None` if AWS-LC refuses, which for a valid RSA key means that memory ran out.
    pub(super) fn sign_sha1(&self, message: &[u8]) -> Option<Vec<u8>> {
        let context = DigestContext::new()?;
        // SAFETY: `self.0` is a valid key for as long as `self` lives.
        let size = unsafe { EVP_PKEY_size(self.0.as_ptr()) };
        let mut signature = vec![0; usize::try_from(size).ok()?];
        let mut length = signature.len();
        // SAFETY: returns a pointer to a static of the library.
        let sha1 = unsafe { EVP_sha1() };
        if sha1.is_null() {
            return None;
        }
        // SAFETY: the context is fresh and ours alone, the key is valid, and the pointers passed as
        // null are documented as optional. The context takes its own reference to the key, which is
        // the only thing that changes in it, atomically.
        let ready = unsafe {
            EVP_DigestSignInit(
                context.0.as_ptr(),
                ptr::null_mut(),
                sha1,
                ptr::null_mut(),
                self.0.as_ptr(),
            )
        };
        if ready != 1 {
            return None;
        }
        // SAFETY: the context was initialised for signing; `signature` has `length` writable bytes,
        // AWS-LC writes no more than that and puts the number written into `length`.
        let signed = unsafe {
            EVP_DigestSign(
                context.0.as_ptr(),
                signature.as_mut_ptr(),
                &raw mut length,
                message.as_ptr(),
                message.len(),
            )
        };
        if signed != 1 {
            return None;
        }
        signature.truncate(length);
        Some(signature)
    }
}

impl Drop for EvpKey {
    fn drop(&mut self) {
        // SAFETY: we own one reference and give it back once.
        unsafe { EVP_PKEY_free(self.0.as_ptr()) }
    }
}

/// The state of one signature.
struct DigestContext(NonNull<EVP_MD_CTX>);

impl DigestContext {
    fn new() -> Option<Self> {
        // SAFETY: takes nothing; the result is null or owned by us.
        NonNull::new(unsafe { EVP_MD_CTX_new() }).map(Self)
    }
}

impl Drop for DigestContext {
    fn drop(&mut self) {
        // SAFETY: we own the context and free it once.
        unsafe { EVP_MD_CTX_free(self.0.as_ptr()) }
    }
}
