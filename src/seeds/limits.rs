//! How frequent an n-gram may be.

/// Limits on the frequency and length of n-grams.
///
/// Lengths are counted in thirds of an ideograph: an ideograph counts three and a letter or digit
/// one, because three letters carry about as much information as one ideograph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedLimits {
    /// Length of the shortest n-grams that make a seed.
    pub gram: u32,
    /// An n-gram with more occurrences than this is frequent: a match of it counts half as
    /// evidence.
    pub rare: usize,
    /// An n-gram with more occurrences than this is lengthened.
    pub occurrences: usize,
    /// An n-gram with more occurrences than this in one document is lengthened. It is recurring text
    /// if they are in one sequence, and so is a run of eight ideographs or 24 letters with more
    /// occurrences than this in one document. Text that this many alignments of two sequences cover
    /// is not aligned again.
    pub repeats: usize,
    /// An n-gram that has this length, up to 240, and is still too frequent is not lengthened
    /// further.
    pub longest: u32,
    /// A run of eight ideographs in more documents than this is boilerplate.
    pub common: DocumentLimit,
    /// A run of eight ideographs in more documents than this, and in more than half as many works,
    /// is formulaic. Versions of one document are one work.
    pub formulaic: usize,
    /// Of a run of 24 ideographs in more documents than this, each occurrence is compared with the
    /// first one only. A search that wants some pairs of documents only may not want the pairs with
    /// the first one, and needs `usize::MAX`.
    pub family: usize,
}

/// A number of documents that may hold the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentLimit {
    /// A tenth of the documents, at least 50 and at most 100.
    Relative,
    /// This number of documents.
    Documents(usize),
}

impl DocumentLimit {
    /// The number for a collection of so many documents.
    ///
    /// ```
    /// use leitong::seeds::DocumentLimit;
    /// let limits = [5, 800, 50_000].map(|documents| DocumentLimit::Relative.of(documents));
    /// assert_eq!(limits, [50, 80, 100]);
    /// ```
    #[must_use]
    pub fn of(self, documents: usize) -> usize {
        match self {
            Self::Relative => (documents / 10).clamp(50, 100),
            Self::Documents(limit) => limit,
        }
    }
}

impl Default for SeedLimits {
    /// The limits that a scan uses.
    ///
    /// - `gram` is 10, that is, four ideographs or ten letters. An alignment of 50 characters at a
    ///   similarity of 80 % keeps at least seven equal runs of four. With four letters in place of
    ///   ten, a search for 1,000 English passages in 3 MB took 24 s in place of 4.6 s and found no
    ///   more of them.
    /// - `occurrences` is 128 and `longest` is 72 (24 ideographs). On 23 million characters of laws
    ///   0.1 % of the characters start an n-gram that is too frequent even then.
    /// - `rare` is 32: up to that number a scan lists all pairs of alike passages.
    /// - `repeats` is 16. Without it the time of a log or a table grows with the square of its lines;
    ///   with 32 an access log of 3 MB takes 1.6 times as long. On 150 laws 6,206 of 6,542 passages
    ///   are left with 16; most of the others are clauses on penalties, which are formulas.
    /// - `common` is a tenth of the documents, at most 100. On 10 million characters of laws 100
    ///   leaves 65,744 of 475,250 matches, because laws no longer match by their enactment formulas.
    /// - `formulaic` is 12. With 8, 25 of 53 passages of laws that are forms by it were clauses of a
    ///   parent law, with 12 they are 17 of 31; of 97 forms in news 9 are no longer found, and of 10
    ///   passages wrongly taken for forms 6.
    fn default() -> Self {
        Self {
            gram: 10,
            rare: 32,
            occurrences: 128,
            repeats: 16,
            longest: 72,
            common: DocumentLimit::Relative,
            formulaic: 12,
            family: 8,
        }
    }
}

impl SeedLimits {
    /// These limits, with those on documents as numbers, for a collection of so many documents.
    #[must_use]
    pub fn resolved(self, documents: usize) -> Self {
        Self { common: DocumentLimit::Documents(self.common.of(documents)), ..self }
    }

    /// No limits on frequency: every shared run makes a seed, and nothing is boilerplate.
    #[must_use]
    pub fn exhaustive() -> Self {
        Self {
            rare: usize::MAX,
            occurrences: usize::MAX,
            repeats: usize::MAX,
            common: DocumentLimit::Documents(usize::MAX),
            family: usize::MAX,
            ..Self::default()
        }
    }
}
