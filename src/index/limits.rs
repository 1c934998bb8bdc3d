//! Limits on the number of candidates of a bucket and of a text.

/// Limits that keep the number of candidates linear, however many texts share a bucket.
///
/// The limits are part of the definition of a candidate: two runs give the same result only if
/// their limits are equal. Which text of a bucket is the first depends on ids or ranks, never on
/// threads. What the limits exclude is counted as `capped`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Size of the largest bucket whose texts are all paired with each other, and number of kept
    /// texts of a bucket that `dedup` compares with. The texts of a larger bucket are paired with
    /// its first text only.
    ///
    /// 1,000 texts make half a million pairs, about a second of verification on one core. A larger
    /// limit changed nothing on the collections that were measured (docs/design/limits.md).
    pub bucket: usize,
    /// Number of kept texts that a text of a large component is compared with, in descending order
    /// of the number of shared buckets.
    ///
    /// With the default settings, 17 bands of 4 rows, a pair of Jaccard similarity 0.7 shares four
    /// buckets on average, so a similar text is rarely after the first few.
    pub compared: usize,
    /// Size of the largest component in which each text is compared with all kept texts.
    ///
    /// 16 texts make at most 120 pairs; most components of a scraped collection have two to five
    /// texts.
    pub small_component: usize,
    /// Number of near vectors from which on a vector is crowded: of its pairs with other crowded
    /// vectors only those with the first and with the [`nearest`](Self::nearest) ones are kept.
    ///
    /// Of 2,117 paraphrases in 328 laws, of 2 million characters, 96 are lost with 64, and 184
    /// with 32.
    pub near: usize,
    /// Number of the nearest vectors that are near with a lower cosine than others, and of the nearest
    /// crowded vectors that a crowded vector is paired with.
    ///
    /// Of the same paraphrases 108 are lost with 2, and 85 with 8. Of 3,316 paragraphs of the help of
    /// `LibreOffice` .988 have their translation among the 8 nearest of the other language, and .974 among 4.
    pub nearest: usize,
    /// Number of vectors of a bucket that are compared with each other. A bucket has 64 to 128 vectors on
    /// average; a larger one than this is divided.
    pub near_bucket: usize,
    /// Number of texts from which on a sampled shingle recurs: what they share is then rather a form
    /// than a copy.
    pub recurring: usize,
    /// Number of the longest texts with a sample that recurs with which the others are paired, and
    /// half of the number of longer texts that a text is compared with.
    pub containers: usize,
}

impl Limits {
    /// Number of longer texts that a text is compared with.
    #[must_use]
    pub fn longer(&self) -> usize {
        self.containers * 2
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bucket: 1_000,
            compared: 32,
            small_component: 16,
            near: 64,
            nearest: 8,
            near_bucket: 4_096,
            recurring: 12,
            containers: 4,
        }
    }
}
