//! xorshift64*: the one source of variety, the same on every machine.

/// A generator with 64 bits of state.
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// `seed` must not be 0, the fixed point of the generator.
    pub(super) const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        // The low bits of the product are weak, the callers take the high half.
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32
    }

    /// A number below `bound`; the slight bias does not matter here.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// One of `choices`.
    pub(super) fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.index(choices.len())]
    }

    /// A number below `length`.
    pub(super) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// `length` characters of the base64 alphabet.
    pub(super) fn base64(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(BASE64[self.index(BASE64.len())])).collect()
    }

    /// `length` lower-case hexadecimal digits.
    pub(super) fn hex(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(HEX[self.index(HEX.len())])).collect()
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEX: &[u8; 16] = b"0123456789abcdef";
