//! One `Authorization` header, from URL and credentials to its text.

use crate::{
    measure::{compare, ratio, show},
    table::Table,
};
use anyhow::Context as _;
use aws_lc_rs::{
    encoding::AsDer as _,
    rand::SystemRandom,
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use hmac::{Hmac, Mac as _};
use oauth1_request as peer;
use server::oauth1::{
    authorization::{SignedRequest, sign},
    credentials::{ClientCredentials, TokenCredentials},
    signature::{HmacSha1Key, RsaSha1Key, SigningKey},
};
use sha1::Sha1;
use std::{hint::black_box, num::NonZeroU64};
use url::{Position, Url};

const CONSUMER_KEY: &str = "jira-tab";
const SHARED_SECRET: &str = "kd94hf93k423kf44";
const TOKEN: (&str, &str) = ("NgIEDIpMaAdA3RQCPVSKHAa6BzJUcdyw", "pfkkdhi9sl3r4s00");
const NONCE: &str = "4572616e48616d6d65724c61686176";
const TIMESTAMP_S: u64 = 1_700_000_000;
const ADDRESS: &str = "https://jira.example.com/jira/rest/api/2/search";
const QUERY: [(&str, &str); 3] = [
    ("fields", "issuetype,summary,status,priority,updated"),
    ("jql", "assignee = currentUser() ORDER BY updated DESC"),
    ("maxResults", "50"),
];

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    hmac_header(table)?;
    rsa_header(table)
}

fn hmac_header(table: &mut Table) -> anyhow::Result<()> {
    let key = SigningKey::HmacSha1(HmacSha1Key::new(SHARED_SECRET));
    let ours = Header::new(key)?;
    let mut theirs = || {
        let client = peer::Credentials::new(CONSUMER_KEY, SHARED_SECRET);
        let mut builder = peer::Builder::new(client, peer::HMAC_SHA1);
        // Ours finds the parameters in the address that is sent, so this must, too.
        let url = black_box(&ours.url);
        let query: Vec<_> = url.query_pairs().collect();
        builder
            .token(peer::Credentials::new(TOKEN.0, TOKEN.1))
            .nonce(NONCE)
            .timestamp(NonZeroU64::new(TIMESTAMP_S))
            .version(true);
        black_box(builder.get(
            &url[..Position::AfterPath],
            &peer::ParameterList::new(query),
        ));
    };
    // As long as the base string and the joined secrets of this request.
    let (base_string, secrets) = ([b'a'; 480], [b'b'; 33]);
    let mut bare = || {
        let mut mac = Hmac::<Sha1>::new_from_slice(&secrets).expect("HMAC takes any key");
        mac.update(black_box(&base_string));
        black_box(mac.finalize().into_bytes());
    };
    let [ours, theirs, bare] = compare([&mut || ours.make(), &mut theirs, &mut bare]);
    table.judge(
        "HMAC-SHA1 header",
        &show(ours),
        &format!("oauth1-request {}, bare HMAC {}", show(theirs), show(bare)),
        (
            "≤ 2 µs, faster than oauth1-request",
            ours.as_nanos() <= 2_000 && ours < theirs,
        ),
        "most of it is copying and encoding, a byte at a time",
    );
    Ok(())
}

fn rsa_header(table: &mut Table) -> anyhow::Result<()> {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../../vectors/oauth1_vectors.json"))?;
    let pem_text = vectors["keys"]["test_rsa_2048"]["private_key_pkcs8_pem"]
        .as_str()
        .context("the vectors hold an RSA key of 2048 bits")?;
    let key = RsaSha1Key::from_pem(&pem_text.into())?;
    let ours = Header::new(SigningKey::RsaSha1(key))?;
    let bare = RsaKeyPair::from_pkcs8(pem::parse(pem_text)?.contents())?;
    anyhow::ensure!(
        bare.public_key().as_der().is_ok(),
        "a key without a public half"
    );
    let (random, mut signature) = (SystemRandom::new(), vec![0; bare.public_modulus_len()]);
    let mut bare = || {
        bare.sign(&RSA_PKCS1_SHA256, &random, &[b'a'; 480], &mut signature)
            .expect("RSA signs");
    };
    let [ours, bare] = compare([&mut || ours.make(), &mut bare]);
    let ratio = ratio(ours, bare);
    table.judge(
        "RSA-SHA1 header, 2048 bits",
        &show(ours),
        &format!("aws-lc's signature alone {} (ratio {ratio:.2})", show(bare)),
        ("≤ 1.1 × the signature", ratio <= 1.1),
        "the text around the signature takes too long; see the HMAC header",
    );
    Ok(())
}

/// All that goes into a header.
struct Header {
    client: ClientCredentials,
    token: TokenCredentials,
    url: Url,
}

impl Header {
    fn new(key: SigningKey) -> anyhow::Result<Self> {
        Ok(Self {
            client: ClientCredentials::new(CONSUMER_KEY, key),
            token: TokenCredentials::new(TOKEN.0, TOKEN.1),
            url: Url::parse_with_params(ADDRESS, QUERY)?,
        })
    }

    fn make(&self) {
        let request = SignedRequest {
            method: "GET",
            url: &self.url,
            form_body: None,
            token: Some((&self.token).into()),
            extra: &[],
            timestamp_s: TIMESTAMP_S,
            nonce: NONCE,
        };
        black_box(sign(&self.client, black_box(&request)).expect("signing works"));
    }
}
