//! The colour of a user: what the token says, else one that follows from the id, the same everywhere and always.
//! The palette reads well as a name tag with white text and as a caret on white and on near-black.

const PALETTE: [&str; 16] = [
    "#c2410c", "#b45309", "#a16207", "#4d7c0f", "#15803d", "#047857", "#0f766e", "#0e7490", "#0369a1", "#1d4ed8", "#4338ca",
    "#6d28d9", "#7e22ce", "#a21caf", "#be185d", "#be123c",
];

/// Whether this is `#rrggbb`.
#[must_use]
pub fn is_color(text: &str) -> bool {
    text.len() == 7 && text.strip_prefix('#').is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// The colour that follows from a user's id (FNV-1a, because it must not change between versions of Rust).
#[must_use]
pub fn stable_color(id: &str) -> &'static str {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let index = usize::try_from(hash % PALETTE.len() as u64).unwrap_or(0);
    PALETTE.get(index).copied().unwrap_or("#1d4ed8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_hex_digits() {
        assert!(PALETTE.iter().all(|color| is_color(color)));
        for wrong in ["", "#12345", "#1234567", "123456#", "#12345g", "red", "#ééé"] {
            assert!(!is_color(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_colour_follows_from_the_id_and_never_changes() {
        assert_eq!(stable_color("ada"), stable_color("ada"));
        let used: std::collections::BTreeSet<_> = (0..500).map(|n| stable_color(&format!("user-{n}"))).collect();
        assert_eq!(used.len(), PALETTE.len());
    }
}
