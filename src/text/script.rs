//! Which form of Chinese characters counts.

/// Which form of Chinese characters a text is compared in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Script {
    /// Traditional and simplified characters differ: 體 is not 体.
    #[default]
    AsWritten,
    /// Traditional characters count as their simplified form, character by character: 體 is 体. Words that differ
    /// between regions (軟體, 软件) stay different.
    Simplified,
}
