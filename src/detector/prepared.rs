//! A text on its way from content to band keys.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::parameters::Parameters;
use crate::cluster::RankedText;
use crate::document::Span;
use crate::index::{ShingleSample, sample_shingles};
use crate::similarity::ShingleSet;
use crate::sketch::{Shingling, Signature, SketchBuffer, content_hash};
use crate::text::{Content, fold_chars, width};

/// Random seed of the content hash of texts without content: they are equal only if their bytes
/// are, and their hash must not collide with that of a text with content.
const NO_CONTENT: u64 = 0x2545_F491_4F6C_DD1D;

/// Buffers for preparing one text after the other, so that nothing is allocated for each.
#[derive(Debug, Default)]
pub struct Scratch {
    chars: Vec<char>,
    content: Option<Content>,
    shingles: Vec<u64>,
    sketch: SketchBuffer,
    samples: Vec<ShingleSample>,
}

/// A text, normalised; shingles, signature and band keys are made when they are first asked for.
///
/// ```
/// use leitong::detector::{Detector, Scratch};
///
/// let detector = Detector::builder().build()?;
/// let mut scratch = Scratch::default();
/// let mut text = detector.prepare("床前明月光，疑是地上霜。", &mut scratch);
/// assert_eq!(text.chars().len(), 10);
/// assert_eq!(text.shingles().len(), 6); // runs of five ideographs
/// assert_eq!(text.band_keys().count(), detector.bands().bands);
/// # Ok::<(), leitong::error::Error>(())
/// ```
pub struct Prepared<'p> {
    parameters: &'p Parameters,
    /// The text itself, from the first to the last span.
    raw: &'p str,
    source: Source<'p>,
    shingles: &'p mut Vec<u64>,
    sketch: &'p mut SketchBuffer,
    samples: &'p mut Vec<ShingleSample>,
    is_shingled: bool,
}

/// Where the content characters lie.
enum Source<'p> {
    /// Without offsets in the text, which runs of characters do not need.
    Chars(&'p [char]),
    /// A range of a content.
    Content { text: &'p str, content: &'p Content, range: Range<usize> },
}

impl<'p> Prepared<'p> {
    pub(super) fn of_spans(
        parameters: &'p Parameters,
        text: &'p str,
        spans: &[Span],
        scratch: &'p mut Scratch,
    ) -> Self {
        let raw = spans
            .first()
            .zip(spans.last())
            .map_or("", |(first, last)| &text[first.start..last.end]);
        let Scratch { chars, content, shingles, sketch, samples } = scratch;
        let script = parameters.script;
        let source = if parameters.shingling.is_of_chars() {
            chars.clear();
            for span in spans {
                fold_chars(span.of(text), script, chars);
            }
            Source::Chars(chars)
        } else {
            let content = content.insert(Content::new(script));
            for &span in spans {
                content.push_span(text, span);
            }
            Source::Content { text, range: 0..content.len(), content }
        };
        Self { parameters, raw, source, shingles, sketch, samples, is_shingled: false }
    }

    pub(super) fn of_content(
        parameters: &'p Parameters,
        text: &'p str,
        content: &'p Content,
        range: Range<usize>,
        scratch: &'p mut Scratch,
    ) -> Self {
        let raw = if range.is_empty() { "" } else { content.span(text, range.clone()).of(text) };
        let Scratch { shingles, sketch, samples, .. } = scratch;
        Self {
            parameters,
            raw,
            source: Source::Content { text, content, range },
            shingles,
            sketch,
            samples,
            is_shingled: false,
        }
    }

    /// The content characters.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        match &self.source {
            Source::Chars(chars) => chars,
            Source::Content { content, range, .. } => &content.chars()[range.clone()],
        }
    }

    /// Length in ideographs; a letter or digit counts a third.
    #[must_use]
    pub fn width(&self) -> f64 {
        width(self.chars())
    }

    /// Identity of the content: equal for texts with equal content characters; of texts without
    /// content for equal bytes.
    #[must_use]
    pub fn content_hash(&self) -> u128 {
        if self.chars().is_empty() {
            return xxh3_128_with_seed(self.raw.as_bytes(), NO_CONTENT);
        }
        content_hash(self.chars())
    }

    /// Whether the text is shorter than one shingle, and so is similar only to texts with equal
    /// content.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.parameters.shingling.is_short(self.chars())
    }

    /// Hashes of all shingles, in reading order, repeated ones included.
    pub fn shingles(&mut self) -> &[u64] {
        if !self.is_shingled {
            self.shingle();
            self.is_shingled = true;
        }
        self.shingles
    }

    /// The distinct shingles.
    #[must_use]
    pub fn to_set(mut self) -> ShingleSet {
        ShingleSet::new(self.shingles())
    }

    /// The signature; `None` if the text is shorter than a shingle.
    pub fn signature(&mut self) -> Option<Signature> {
        if self.is_short() {
            return None;
        }
        let sketcher = self.parameters.sketcher;
        sketcher.sketch(self.shingles())
    }

    /// The slots of the signature, in a buffer of the scratch; `None` if the text is shorter than a
    /// shingle.
    pub fn slots(&mut self) -> Option<&[u32]> {
        if self.is_short() {
            return None;
        }
        self.shingles();
        self.parameters.sketcher.sketch_into(self.shingles, self.sketch)
    }

    /// One key for each band of the signature; none if the text is shorter than a shingle. Texts
    /// that share a key share a bucket.
    pub fn band_keys(&mut self) -> impl Iterator<Item = u64> + '_ {
        let bands = self.parameters.bands;
        self.slots().into_iter().flat_map(move |slots| bands.keys_of(slots))
    }

    /// Samples of the shingles.
    pub fn samples(&mut self) -> &[ShingleSample] {
        self.shingles();
        sample_shingles(self.shingles, self.samples);
        self.samples
    }

    /// The text as [`greedy`](crate::cluster::greedy) takes it.
    #[must_use]
    pub fn to_ranked(mut self, rank: u64) -> RankedText {
        RankedText { rank, keys: self.band_keys().collect(), set: self.to_set() }
    }

    fn shingle(&mut self) {
        let parameters = self.parameters;
        match (&self.source, parameters.shingling, &parameters.weights) {
            (Source::Content { text, content, range }, Shingling::Weighted, Some(weights)) => {
                // Words depend on the text between them: a part is cut as a content of its own.
                let own = content.cut_out(text, range.clone());
                weights.weighted_shingles_into(text, &own, self.shingles);
            }
            (Source::Content { text, content, range }, shingling, _) => {
                shingling.shingles_into(text, content, range.clone(), self.shingles);
            }
            (Source::Chars(chars), shingling, _) => {
                shingling.char_shingles_into(chars, self.shingles);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Detector;

    #[test]
    fn a_content_and_its_text_have_the_same_shingles_and_keys() {
        let text = "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。";
        let whole = Span::new(0, text.len());
        for shingling in
            [Shingling::Width(5), Shingling::Chars(5), Shingling::Words(2), Shingling::Weighted]
        {
            let detector =
                Detector::builder().shingling(shingling).build().expect("the settings are valid");
            let content = Content::of(text, whole, detector.script());
            let (mut one, mut other) = (Scratch::default(), Scratch::default());
            let mut of_text = detector.prepare(text, &mut one);
            let mut of_content =
                detector.prepare_content(text, &content, 0..content.len(), &mut other);
            assert_eq!(of_text.content_hash(), of_content.content_hash());
            assert_eq!(of_text.shingles(), of_content.shingles());
            assert!(of_text.band_keys().eq(of_content.band_keys()));
        }
    }

    #[test]
    fn texts_without_content_are_equal_by_their_bytes() {
        let detector = Detector::builder().build().expect("the settings are valid");
        let hash = |text: &str| detector.prepare(text, &mut Scratch::default()).content_hash();
        assert_eq!(hash("……"), hash("……"));
        assert_ne!(hash("……"), hash("——"));
        assert_eq!(hash("雷同。"), hash("雷、同"));
    }

    #[test]
    fn a_text_shorter_than_a_shingle_has_no_keys() {
        let detector = Detector::builder().build().expect("the settings are valid");
        let mut scratch = Scratch::default();
        let mut text = detector.prepare("雷同", &mut scratch);
        assert!(text.is_short() && text.signature().is_none());
        assert_eq!(text.band_keys().count(), 0);
    }
}
