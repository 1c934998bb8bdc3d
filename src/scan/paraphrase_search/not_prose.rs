//! Text that is not compared by its meaning, because it is no prose.

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::word_span::WordSpan;
use crate::document::Span;
use crate::scan::sections::SectionedCollection;
use crate::text::{is_prose, literal_blocks};

/// The spans that are code, links, data or rows of tables, or lie in literal blocks: in about the same
/// words each says something of another thing.
pub(super) fn not_prose(collection: &SectionedCollection<'_>, spans: &[WordSpan]) -> FixedBitSet {
    let documents = collection.documents.par_iter();
    let blocks: Vec<Vec<Span>> = documents.map(|document| literal_blocks(&document.text)).collect();
    let found = spans.par_iter().map(|span| {
        let section = collection.section(span.section);
        let text = collection.text(section);
        let place = with_marks_around(text, collection.span(section, span.content.clone()));
        let blocks = &blocks[section.document.index()];
        is_in_block(blocks, place) || !is_prose(place.of(text))
    });
    let found: Vec<bool> = found.collect();
    let numbers = found.iter().enumerate().filter(|(_, is_found)| **is_found);
    let mut not_prose = FixedBitSet::with_capacity(spans.len());
    not_prose.extend(numbers.map(|(number, _)| number));
    not_prose
}

/// A span with the marks of its first and last line: content begins and ends without them.
fn with_marks_around(text: &str, span: Span) -> Span {
    let is_mark = |char: char| char != '\n' && !char.is_alphanumeric();
    let start = text[..span.start].trim_end_matches(is_mark).len();
    let behind = &text[span.end..];
    let end = text.len() - behind.trim_start_matches(is_mark).len();
    let trimmed = text[start..end].trim_start();
    Span::new(end - trimmed.len(), end)
}

/// Whether most of a span is in literal blocks, which are in order.
fn is_in_block(blocks: &[Span], span: Span) -> bool {
    let first = blocks.partition_point(|block| block.end <= span.start);
    let inside = blocks[first..].iter().take_while(|block| block.start < span.end);
    let inside: usize =
        inside.map(|block| block.end.min(span.end) - block.start.max(span.start)).sum();
    2 * inside > span.end - span.start
}
