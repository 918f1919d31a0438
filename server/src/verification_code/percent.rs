//! Decoding of query values; strict, since a code that needs guessing is no code.

/// Decodes `%XX` and `+`. `None` for a broken escape or for bytes that are no UTF-8.
pub(super) fn decode(value: &str) -> Option<String> {
    let mut bytes = value.bytes();
    let mut decoded = Vec::with_capacity(value.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let value = digit()? * 16 + digit()?;
                u8::try_from(value).ok()?
            }
            _ => byte,
        });
    }
    String::from_utf8(decoded).ok()
}
