//! Windows: runs of sentences of about equal length.

use rayon::prelude::*;

use super::params::{MIN_CLAUSE, MIN_SENTENCE, MIN_WINDOWED, WINDOW};
use super::word_span::{WordSpan, WordSpanPair};
use crate::scan::sections::ParagraphRef;
use crate::scan::tokenized::TokenizedSections;
use crate::text::{Boundary, boundaries};

/// The spans that are compared: all paragraphs, then all windows.
pub(super) struct ComparedSpans {
    /// The spans.
    pub(super) spans: Vec<WordSpan>,
    /// For each span the number of the paragraph that contains it; `None`, if it lies in several.
    pub(super) paragraph_of: Vec<Option<u32>>,
    /// Number of paragraphs.
    pub(super) paragraphs: usize,
}

/// Numbers of two of the [`ComparedSpans`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SpanPair {
    pub(super) a: u32,
    pub(super) b: u32,
}

/// A window, and the number of the paragraph that contains it.
struct Window {
    span: WordSpan,
    paragraph: Option<u32>,
}

/// The paragraphs of one section that are compared.
struct SectionParagraphs<'p> {
    /// Number of the first one among all paragraphs.
    first: usize,
    paragraphs: &'p [WordSpan],
}

/// Where a segment may end.
#[derive(Clone, Copy)]
enum Cut {
    /// At the end of a sentence, or of a clause in a long sentence.
    Segments,
    /// At the end of every clause.
    Clauses,
}

impl ComparedSpans {
    /// The spans of these paragraphs, and of their windows if `has_windows`.
    pub(super) fn new(
        sections: TokenizedSections<'_>,
        paragraphs: &[ParagraphRef],
        has_windows: bool,
    ) -> Self {
        let spans =
            paragraphs.par_iter().map(|&paragraph| WordSpan::paragraph(sections, paragraph));
        let mut spans: Vec<WordSpan> = spans.collect();
        let paragraphs = spans.len();
        let mut paragraph_of: Vec<Option<u32>> = (0..paragraphs as u32).map(Some).collect();
        if has_windows {
            for window in windows_of_sections(sections, &spans).into_iter().flatten() {
                spans.push(window.span);
                paragraph_of.push(window.paragraph);
            }
        }
        Self { spans, paragraph_of, paragraphs }
    }

    /// Two of the spans.
    pub(super) fn pair(&self, SpanPair { a, b }: SpanPair) -> WordSpanPair {
        let [a, b] = [a, b].map(|span| self.spans[span as usize].clone());
        WordSpanPair { a, b }
    }

    /// Whether two spans each lie in one paragraph, and the numbers of these paragraphs satisfy a
    /// condition.
    pub(super) fn lie_in(
        &self,
        SpanPair { a, b }: SpanPair,
        satisfies: impl Fn(usize, usize) -> bool,
    ) -> bool {
        let [a, b] = [a, b].map(|span| self.paragraph_of[span as usize]);
        a.zip(b).is_some_and(|(a, b)| satisfies(a as usize, b as usize))
    }
}

/// The windows of each section.
fn windows_of_sections(
    sections: TokenizedSections<'_>,
    paragraphs: &[WordSpan],
) -> Vec<Vec<Window>> {
    let by_section = by_section(paragraphs);
    by_section.par_iter().map(|own| windows(sections, own)).collect()
}

fn by_section(paragraphs: &[WordSpan]) -> Vec<SectionParagraphs<'_>> {
    let mut first = 0;
    let mut by_section = Vec::new();
    for paragraphs in paragraphs.chunk_by(|x, y| x.section == y.section) {
        by_section.push(SectionParagraphs { first, paragraphs });
        first += paragraphs.len();
    }
    by_section
}

/// The windows of a section, if the section is long enough. A window that lies in one paragraph is
/// kept if the paragraph is long enough, and one that lies in several, if they are all shorter
/// than a window.
fn windows(sections: TokenizedSections<'_>, own: &SectionParagraphs<'_>) -> Vec<Window> {
    let body = own.paragraphs.first().and_then(|first| WordSpan::body(sections, first.section));
    let Some(body) = body.filter(|body| body.width(sections) >= MIN_WINDOWED) else {
        return Vec::new();
    };
    let weights: Vec<f64> =
        own.paragraphs.iter().map(|paragraph| paragraph.width(sections)).collect();
    let spans = window_spans(sections, &body).into_iter();
    spans.filter_map(|span| own.window(&weights, span)).collect()
}

impl SectionParagraphs<'_> {
    /// The window of a span, if it is to be compared. `weights` are those of the paragraphs.
    fn window(&self, weights: &[f64], span: WordSpan) -> Option<Window> {
        let start =
            self.paragraphs.partition_point(|paragraph| paragraph.words.end <= span.words.start);
        if self.paragraphs.get(start).is_some_and(|paragraph| paragraph.contains(&span)) {
            let paragraph = Some((self.first + start) as u32);
            return (weights[start] >= MIN_WINDOWED).then_some(Window { span, paragraph });
        }
        // Longer paragraphs are compared as they are; short lines are compared together.
        let from_start = self.paragraphs[start..].iter().zip(&weights[start..]);
        let mut touched = from_start.take_while(|(paragraph, _)| paragraph.overlaps(&span));
        touched.all(|(_, &weight)| weight < WINDOW).then_some(Window { span, paragraph: None })
    }
}

/// The shortest run of segments of at least [`WINDOW`] from each segment on.
fn window_spans(sections: TokenizedSections<'_>, body: &WordSpan) -> Vec<WordSpan> {
    let segments = segments(sections, body);
    let starts = 0..segments.len();
    starts.map_while(|first| shortest_window(sections, &segments[first..])).collect()
}

fn shortest_window(sections: TokenizedSections<'_>, segments: &[WordSpan]) -> Option<WordSpan> {
    let mut runs = segments.iter().map(|last| segments[0].hull(last));
    runs.find(|run| run.width(sections) >= WINDOW)
}

/// Sentences of a span: short ones are joined with the next, and long ones are cut into clauses.
pub(super) fn segments(sections: TokenizedSections<'_>, span: &WordSpan) -> Vec<WordSpan> {
    cut(sections, span, Cut::Segments)
}

/// Clauses of a span.
pub(super) fn clauses(sections: TokenizedSections<'_>, span: &WordSpan) -> Vec<WordSpan> {
    cut(sections, span, Cut::Clauses)
}

impl Cut {
    /// Minimum length of a segment that ends at a boundary, in ideographs.
    fn min_weight(self, boundary: Boundary) -> f64 {
        match (self, boundary) {
            (Self::Clauses, _) => 0.0,
            (Self::Segments, Boundary::Sentence) => MIN_SENTENCE,
            (Self::Segments, _) => MIN_CLAUSE,
        }
    }
}

fn cut(sections: TokenizedSections<'_>, span: &WordSpan, cut: Cut) -> Vec<WordSpan> {
    let section = sections.collection.section(span.section);
    let text = sections.collection.text(section);
    let parts = section.paragraphs_in(&span.content);
    let boundaries = parts.flat_map(|part| boundaries(text, &section.content, part));
    let words = sections.tokens.section(span.section);
    let vocabulary = sections.tokens.weights.vocabulary();
    let (mut segments, mut start) = (Vec::new(), (span.words.start, span.content.start));
    let (mut word, mut end) = start;
    for (at, boundary) in boundaries {
        while word < span.words.end && end < at {
            end += vocabulary.word(words[word]).len();
            word += 1;
        }
        let segment =
            WordSpan { section: span.section, words: start.0..word, content: start.1..end };
        // A boundary inside of a word, as between letters, is none.
        if end == at
            && (segment.width(sections) >= cut.min_weight(boundary) || at == span.content.end)
        {
            start = (word, end);
            segments.push(segment);
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, SectionId};
    use crate::scan::sections::SectionedCollection;
    use crate::scan::settings::ScanSettings;
    use crate::scan::tokenized::TokenizedCollection;

    const SENTENCE: &str = "我们要努力提高领导干部的工作能力和水平，得到群众的支持和帮助。";

    /// Calls `test` with the sections of a document that has these paragraphs.
    fn with_paragraphs(
        paragraphs: &[String],
        test: impl Fn(TokenizedSections<'_>, &[ParagraphRef]),
    ) {
        let documents = [Document { text: paragraphs.join("\n\n"), ..Document::default() }];
        let collection =
            SectionedCollection::new(&documents, &ScanSettings::default().min_chars(1));
        let tokens = TokenizedCollection::new(&collection);
        let paragraphs = collection.paragraphs(|_| true);
        test(TokenizedSections { collection: &collection, tokens: &tokens }, &paragraphs);
    }

    fn windows_of(paragraphs: &[String]) -> Vec<Option<u32>> {
        let found = std::cell::RefCell::new(Vec::new());
        with_paragraphs(paragraphs, |sections, paragraphs| {
            let compared = ComparedSpans::new(sections, paragraphs, true);
            for (span, paragraph) in
                compared.spans.iter().zip(&compared.paragraph_of).skip(compared.paragraphs)
            {
                assert!(span.width(sections) >= WINDOW);
                found.borrow_mut().push(*paragraph);
            }
        });
        found.into_inner()
    }

    #[test]
    fn windows_lie_in_long_paragraphs_or_across_short_ones() {
        assert_eq!(windows_of(&[SENTENCE.repeat(4)]), [Some(0); 2]);
        assert!(windows_of(&[SENTENCE.repeat(2)]).is_empty());
        let short: Vec<String> = vec![SENTENCE.into(); 4];
        assert_eq!(windows_of(&short), [None; 2]);
        assert_eq!(windows_of(&[SENTENCE.into(), SENTENCE.repeat(4)]), [Some(1); 2]);
    }

    #[test]
    fn segments_and_clauses_cover_a_span() {
        with_paragraphs(&[SENTENCE.repeat(3)], |sections, _| {
            let body = WordSpan::body(sections, SectionId(0)).expect("there is a paragraph");
            for cut in [segments(sections, &body), clauses(sections, &body)] {
                assert_eq!(WordSpan::hull_of(&cut), Some(body.clone()));
                assert!(cut.windows(2).all(|pair| pair[0].words.end == pair[1].words.start));
            }
            assert_eq!((segments(sections, &body).len(), clauses(sections, &body).len()), (3, 6));
        });
    }

    #[test]
    fn short_sentences_are_joined_with_the_next() {
        with_paragraphs(&["好的。我们都去。".repeat(4)], |sections, _| {
            let body = WordSpan::body(sections, SectionId(0)).expect("there is a paragraph");
            let all = segments(sections, &body);
            let is_long = |segment: &WordSpan| segment.width(sections) >= MIN_SENTENCE;
            assert!(all.len() < 8 && all[..all.len() - 1].iter().all(is_long), "{all:?}");
        });
    }
}
