//! Handles of pictures: what a page's `<img>` names, since it cannot say who asks.
//!
//! A handle is sealed with a key that lives as long as this process. It opens one picture of one
//! Jira for one person until it ends, and shows nothing of either. Within a quarter of an hour it is
//! the same one, so that browsers keep the picture.

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac, rand,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A page shows its pictures for so long at least, and for twice as long at most.
const LIFE_S: u64 = 15 * 60;
/// A file name has at most 255 characters; more is no handle of ours.
const MAX_HANDLE_BYTES: usize = 8 << 10;
/// So that the bytes open as nothing else.
const PURPOSE: &[u8] = b"image handle 1";

/// A picture, and for whom it is.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Image {
    pub(crate) tenant: String,
    pub(crate) user: String,
    /// ID of the Jira.
    pub(crate) instance: String,
    /// Behind the context path, not encoded.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct Sealed<I> {
    image: I,
    ends_s: u64,
}

/// Seals and opens handles.
pub(crate) struct ImageHandles {
    key: LessSafeKey,
    /// What is sealed has its nonce from what it says: nothing else has the same one.
    nonces: hmac::Key,
}

impl ImageHandles {
    /// With a new key: handles of another process open nothing.
    pub(crate) fn new() -> Self {
        let random = || {
            let mut key = Zeroizing::new([0_u8; 32]);
            rand::fill(key.as_mut_slice()).expect("the operating system gives random bytes");
            key
        };
        let key = UnboundKey::new(&AES_256_GCM_SIV, random().as_slice());
        Self {
            key: LessSafeKey::new(key.expect("a key of this algorithm has 32 bytes")),
            nonces: hmac::Key::new(hmac::HMAC_SHA256, random().as_slice()),
        }
    }

    pub(crate) fn seal(&self, image: &Image, now_s: u64) -> String {
        let ends_s = (now_s / LIFE_S + 2) * LIFE_S;
        let mut bytes = serde_json::to_vec(&Sealed { image, ends_s })
            .expect("strings and a number become JSON");
        let hash = hmac::sign(&self.nonces, &bytes);
        let nonce = hash.as_ref().first_chunk::<NONCE_LEN>();
        let nonce = nonce.expect("a hash is longer than a nonce");
        self.key
            .seal_in_place_append_tag(Nonce::from(nonce), Aad::from(PURPOSE), &mut bytes)
            .expect("a handle is far below the cipher's limit");
        URL_SAFE_NO_PAD.encode([nonce.as_slice(), bytes.as_slice()].concat())
    }

    /// `None` for what is no handle, and for one that has ended.
    pub(crate) fn open(&self, handle: &str, now_s: u64) -> Option<Image> {
        if handle.len() > MAX_HANDLE_BYTES {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(handle).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut sealed = sealed.to_vec();
        let plain = self
            .key
            .open_in_place(Nonce::from(nonce), Aad::from(PURPOSE), &mut sealed)
            .ok()?;
        let Sealed { image, ends_s } = serde_json::from_slice(plain).ok()?;
        (now_s < ends_s).then_some(image)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Image {
        Image {
            tenant: "t".to_owned(),
            user: "u".to_owned(),
            instance: "demo".to_owned(),
            path: "/secure/attachment/1/ä b.png".to_owned(),
            query: vec![("x".to_owned(), "&".to_owned())],
        }
    }

    #[test]
    fn a_handle_opens_its_picture_for_fifteen_minutes_at_least() {
        let handles = ImageHandles::new();
        let handle = handles.seal(&image(), 1_799);
        assert_eq!(handles.open(&handle, 1_799), Some(image()));
        assert_eq!(handles.open(&handle, 2_699), Some(image()));
        assert_eq!(handles.open(&handle, 2_700), None);
        assert!(!handle.contains("secure"));
    }

    #[test]
    fn a_handle_is_the_same_for_a_quarter_of_an_hour_and_one_person() {
        let handles = ImageHandles::new();
        let handle = handles.seal(&image(), 900);
        assert_eq!(handles.seal(&image(), 1_799), handle);
        assert_ne!(handles.seal(&image(), 1_800), handle);
        let of_another = Image {
            user: "v".to_owned(),
            ..image()
        };
        assert_ne!(handles.seal(&of_another, 900)[..16], handle[..16]);
    }

    #[test]
    fn nothing_else_opens_anything() {
        let handles = ImageHandles::new();
        let handle = handles.seal(&image(), 0);
        assert_eq!(
            ImageHandles::new().open(&handle, 0),
            None,
            "another process"
        );
        for at in 0..handle.len() {
            let mut bent = handle.clone().into_bytes();
            bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
            let bent = String::from_utf8(bent).expect("ASCII");
            assert_eq!(handles.open(&bent, 0), None, "{at}");
        }
        for text in [
            "",
            "x",
            "!",
            "A".repeat(100).as_str(),
            "A".repeat(9_000).as_str(),
        ] {
            assert_eq!(handles.open(text, 0), None);
        }
    }
}
