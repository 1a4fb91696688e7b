//! Ids of what is numbered in a row, such as messages or items of an inbox: UUIDs that hold the number, so that whoever brings an id
//! says where to look. Used by `chat` and `inbox`; whether there is such a thing says its record alone.

use uuid::Uuid;

/// Bits of a number in its id, of which so many stand before the variant.
const NUMBER_BITS: u32 = 40;
const NUMBER_HIGH_BITS: u32 = 12;
const NUMBER_LOW_BITS: u32 = NUMBER_BITS - NUMBER_HIGH_BITS;
/// Bits that are left for chance.
const RANDOM_BITS: u32 = 62 - NUMBER_LOW_BITS;

/// A UUID of version 7 (RFC 9562, 5.7 and 6.2, method 1) of this time: behind the time stands the number, of which 40 bits count,
/// behind that chance. While times don't go back and numbers grow, so do ids.
#[must_use]
pub fn id(time_ms: u64, number: u64, random: u64) -> String {
    let low = |value: u64, bits: u32| u128::from(value & ((1 << bits) - 1));
    let id = (low(time_ms, 48) << 80)
        | (7 << 76)
        | (low(number >> NUMBER_LOW_BITS, NUMBER_HIGH_BITS) << 64)
        | (0b10 << 62)
        | (low(number, NUMBER_LOW_BITS) << RANDOM_BITS)
        | low(random, RANDOM_BITS);
    Uuid::from_u128(id).hyphenated().to_string()
}

/// The number in an id. None: no such id was ever made.
#[must_use]
pub fn number(id: &str) -> Option<u64> {
    let uuid = Uuid::try_parse(id).ok()?;
    // Other spellings of the same number are no ids.
    if uuid.hyphenated().to_string() != id || uuid.get_version_num() != 7 {
        return None;
    }
    let high = (uuid.as_u128() >> 64) & ((1 << NUMBER_HIGH_BITS) - 1);
    let low = (uuid.as_u128() >> RANDOM_BITS) & ((1 << NUMBER_LOW_BITS) - 1);
    u64::try_from((high << NUMBER_LOW_BITS) | low).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_7_that_holds_the_number() {
        for number in [1, 2, (1 << 28) - 1, 1 << 28, (1 << 40) - 1] {
            let id = id(1_700_000_000_000, number, u64::MAX);
            let uuid = Uuid::try_parse(&id).unwrap();
            assert_eq!((uuid.get_version_num(), uuid.get_variant()), (7, uuid::Variant::RFC4122));
            assert_eq!(uuid.get_timestamp().unwrap().to_unix().0, 1_700_000_000);
            assert_eq!(super::number(&id), Some(number));
        }
    }

    #[test]
    fn ids_grow_with_time_and_within_a_millisecond() {
        let ids: Vec<String> = [(5, 1, 9), (5, 2, 3), (5, 1 << 28, 0), (6, (1 << 28) + 1, 0)].map(|(t, n, r)| id(t, n, r)).into();
        assert!(ids.is_sorted(), "{ids:?}");
    }

    #[test]
    fn what_is_no_id_has_no_number() {
        let id = id(5, 7, 0);
        assert_eq!(number(&id), Some(7));
        for wrong in
            ["", "x", &id.to_uppercase().replace("0000", "000A"), &id.replace('-', ""), "4a0a3a9c-9a70-4f9f-8e0c-0d4c1f6f7d1e"]
        {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}
