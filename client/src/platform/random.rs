//! Random bytes, of the browser's own.

use web_sys::Crypto;

/// Most bytes that the browser gives at once.
const AT_ONCE: usize = 65_536;

/// Fills them.
///
/// # Panics
/// When the browser has no random bytes: an id that is not random would collide with somebody else's, and everything
/// rests on ids.
#[expect(clippy::expect_used, reason = "every browser that runs this has them; without them nothing may be written")]
pub(super) fn fill(bytes: &mut [u8]) {
    let crypto: Crypto = web_sys::window().and_then(|window| window.crypto().ok()).expect("random bytes");
    for part in bytes.chunks_mut(AT_ONCE) {
        crypto.get_random_values_with_u8_array(part).expect("random bytes");
    }
}
