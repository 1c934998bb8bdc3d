//! The form of Chinese characters in which texts are compared.

/// The form of Chinese characters in which texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Script {
    /// Traditional and simplified characters are different: 體 is not 体.
    #[default]
    AsWritten,
    /// Traditional, Japanese and older forms of characters are replaced by the simplified form, one
    /// by one: 體 becomes 体, 両 becomes 两, and 著 becomes 着.
    /// Words that differ between regions (軟體, 软件) stay different.
    Simplified,
    /// As [`Simplified`](Self::Simplified), and words of Taiwan are replaced by those of the mainland
    /// that mean the same: 軟體 becomes 软件, 滑鼠 becomes 鼠标.
    Regional,
}

/// When traditional characters are folded into simplified ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum FoldScript {
    /// Texts are compared as they are written.
    Never,
    /// Traditional characters are always folded.
    Always,
    /// Traditional characters are always folded, and so are [words of
    /// Taiwan](Script::Regional).
    Words,
    /// Traditional characters are folded if a collection [holds
    /// both](crate::text::ScriptMix::holds_both) forms.
    #[default]
    Auto,
}
