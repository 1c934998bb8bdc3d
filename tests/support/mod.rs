//! Texts for the tests, the same at every run.

/// A generator of numbers (splitmix64).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        from + (self.next() % (to - from + 1) as u64) as usize
    }

    /// Whether something happens that happens in so many of a hundred cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.between(0, 99) < percent
    }

    /// A Chinese character; common ones come more often, as in real text.
    pub(crate) fn ideograph(&mut self) -> char {
        let rank = (self.next() % 3_000) * (self.next() % 3_000) / 3_000;
        char::from_u32(0x4E00 + rank as u32).expect("these are all Chinese characters")
    }

    pub(crate) fn text(&mut self, chars: usize) -> Vec<char> {
        (0..chars).map(|_| self.ideograph()).collect()
    }

    /// A copy in which about so many of a hundred characters were replaced, left out or added.
    pub(crate) fn edited(&mut self, text: &[char], percent: usize) -> Vec<char> {
        let mut edited = Vec::with_capacity(text.len());
        for &char in text {
            match (self.percent(percent), self.between(0, 2)) {
                (false, _) => edited.push(char),
                (true, 0) => edited.push(self.ideograph()),
                (true, 1) => {}
                (true, _) => edited.extend([char, self.ideograph()]),
            }
        }
        edited
    }
}
