//! Limits of the work that one bucket or one text may cause.

/// Limits that keep the cost of candidates linear, however many texts share a bucket.
///
/// They are part of what a candidate is: two runs give the same result only with the same limits. None depends on the
/// order in which texts come. What a limit leaves out is counted as `capped`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Texts of one bucket that are paired with all others of the bucket, or that are held in it as kept texts. The
    /// texts of a larger bucket are paired with its first text only.
    ///
    /// 1,000 texts make half a million pairs, which take some seconds of one core to verify. A larger limit changes nothing
    /// on the collections that were measured (docs/design/limits.md).
    pub bucket: usize,
    /// Kept texts that one text of a large component is compared with, those first that share most buckets with it.
    ///
    /// At the default settings, 17 bands of 4 rows, a pair of Jaccard similarity 0.7 shares four buckets on average, so that
    /// a true match is rarely behind the first few.
    pub compared: usize,
    /// Texts of the largest component in which each text is compared with all kept texts.
    ///
    /// At most 120 pairs; most components of a scraped collection have two to five texts.
    pub small_component: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bucket: 1_000, compared: 32, small_component: 16 }
    }
}
