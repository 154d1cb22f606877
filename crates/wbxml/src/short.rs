//! Names and values of a few octets, as nearly all are: looked at without a call, which costs more
//! than the look.

/// Whether both are the same.
#[inline(always)]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        // The last octets may overlap the first.
        8..=16 => match (ends::<8>(one), ends::<8>(other)) {
            (Some((first, last)), Some((other_first, other_last))) => {
                let first = u64::from_ne_bytes(first) ^ u64::from_ne_bytes(other_first);
                let last = u64::from_ne_bytes(last) ^ u64::from_ne_bytes(other_last);
                first | last == 0
            }
            _ => false,
        },
        4..8 => match (ends::<4>(one), ends::<4>(other)) {
            (Some((first, last)), Some((other_first, other_last))) => {
                let first = u32::from_ne_bytes(first) ^ u32::from_ne_bytes(other_first);
                let last = u32::from_ne_bytes(last) ^ u32::from_ne_bytes(other_last);
                first | last == 0
            }
            _ => false,
        },
        0..4 => one.iter().zip(other).all(|(one, other)| one == other),
        _ => one == other,
    }
}

/// Whether there is a NUL.
#[inline(always)]
pub(crate) fn has_nul(octets: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    match octets.len() {
        8..=16 => ends::<8>(octets).is_none_or(|(first, last)| {
            let (first, last) = (u64::from_ne_bytes(first), u64::from_ne_bytes(last));
            (zeros(first) | zeros(last)) & HIGHS != 0
        }),
        _ => octets.contains(&0),
    }
}

#[inline(always)]
fn ends<const N: usize>(octets: &[u8]) -> Option<([u8; N], [u8; N])> {
    Some((*octets.first_chunk()?, *octets.last_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_at_every_place() {
        for length in 0..40 {
            let mut octets = [0xFF; 40];
            assert!(!has_nul(&octets[..length]));
            octets.fill(0x01);
            assert!(!has_nul(&octets[..length]));
            for at in 0..length {
                let mut octets = octets;
                octets[at] = 0;
                assert!(has_nul(&octets[..length]), "{at} of {length}");
            }
        }
    }

    #[test]
    fn every_octet_of_every_length_counts() {
        for length in 0..40 {
            let one = [b'x'; 40];
            assert!(is_same(&one[..length], &one[..length]));
            assert!(!is_same(&one[..length], &one[..=length]));
            for at in 0..length {
                let mut other = one;
                other[at] ^= 1;
                assert!(!is_same(&one[..length], &other[..length]), "{at} of {length}");
            }
        }
    }
}
