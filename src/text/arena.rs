//! Several contents in one array of characters.

use std::sync::Arc;

use super::Content;
use super::content::FoldedChars;

/// Separates contents in a [`TextArena`]; it is not a content character.
pub const SEPARATOR: char = '\0';

/// Moves contents into one array, so that one index identifies a character of any of them.
///
/// ```
/// use leitong::text::{Content, TextArenaBuilder};
/// let mut contents = ["甲乙", "丙"].map(Content::whole);
/// let mut builder = TextArenaBuilder::default();
/// contents.iter_mut().for_each(|content| builder.add(content));
/// let arena = builder.finish(&mut contents);
/// assert_eq!(arena.chars(), ['\0', '甲', '乙', '\0', '丙', '\0']);
/// assert_eq!((contents[1].chars(), contents[1].range()), (&['丙'][..], 4..5));
/// ```
#[derive(Debug, Default)]
pub struct TextArenaBuilder {
    folded: FoldedChars,
}

/// Several contents in one array.
#[derive(Debug, Clone, Default)]
pub struct TextArena {
    folded: Arc<FoldedChars>,
}

impl TextArenaBuilder {
    /// Moves the characters of `content` into the arena. Until [`finish`](Self::finish) restores
    /// them, only the length of the content may be called.
    ///
    /// # Panics
    /// If the arena has 2³¹ characters or more.
    pub fn add(&mut self, content: &mut Content) {
        let FoldedChars { chars, offsets } = &mut self.folded;
        if chars.is_empty() {
            chars.push(SEPARATOR);
            offsets.push(0);
        }
        let start = chars.len();
        chars.extend_from_slice(content.chars());
        content.offsets().for_each(|offset| offsets.push(offset));
        assert!(chars.len() < (1 << 31) - 1, "an arena has fewer than 2^31 characters");
        (content.start, content.end) = (start as u32, chars.len() as u32);
        content.folded = Arc::default();
        content.spans.shrink_to_fit();
        chars.push(SEPARATOR);
        offsets.push(0);
    }

    /// Restores all contents that were added; they share the memory of the arena.
    pub fn finish<'c>(self, contents: impl IntoIterator<Item = &'c mut Content>) -> TextArena {
        let folded = Arc::new(self.folded);
        for content in contents {
            content.folded = Arc::clone(&folded);
        }
        TextArena { folded }
    }
}

impl TextArena {
    /// The characters of all contents, with a [`SEPARATOR`] before, between and after them.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.folded.chars
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn contents_are_the_same_in_an_arena(texts in prop::collection::vec("[雷同a１，。\\n]{0,9}", 0..5)) {
            let before: Vec<Content> = texts.iter().map(|text| Content::whole(text)).collect();
            let mut contents = before.clone();
            let mut builder = TextArenaBuilder::default();
            for content in &mut contents {
                builder.add(content);
            }
            let arena = builder.finish(&mut contents);
            for ((content, old), text) in contents.iter().zip(&before).zip(&texts) {
                prop_assert_eq!(content.chars(), old.chars());
                prop_assert!(content.offsets().eq(old.offsets()));
                prop_assert_eq!(content.span(text, 0..content.len()), old.span(text, 0..old.len()));
                prop_assert_eq!(&arena.chars()[content.range()], content.chars());
            }
            // No run of the arena joins two contents.
            let separators = arena.chars().iter().filter(|&&char| char == SEPARATOR).count();
            prop_assert_eq!(separators, if texts.is_empty() { 0 } else { texts.len() + 1 });
        }
    }
}
