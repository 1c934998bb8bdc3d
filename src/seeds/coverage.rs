//! How completely the occurrences of n-grams were compared.

/// Number of positions for which all, some or hardly any other occurrences of their n-gram make
/// seeds.
///
/// Every position is `proved`, `measured` or `too_frequent`; it may be in `boilerplate` besides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct SeedCoverage {
    /// Positions whose n-gram is rare: every other occurrence makes a seed.
    pub proved: u64,
    /// Positions whose n-gram is frequent: other occurrences make a seed if a longer n-gram, or
    /// another one nearby, is shared.
    pub measured: u64,
    /// Positions whose n-gram is too frequent at its greatest length: each is linked to one other
    /// occurrence only.
    pub too_frequent: u64,
    /// Positions in boilerplate, including runs that were declared to be boilerplate.
    pub boilerplate: u64,
}
