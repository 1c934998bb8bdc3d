//! Sections: the parts of documents that passages are sought in.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::settings::ScanSettings;
use super::unit::Unit;
use crate::document::{DocId, Document, Offsets, SectionId, Span, SpeechId, shared};
use crate::text::{Content, Outline, Script, TextArena, TextArenaBuilder, weight};

/// Documents that are cut in parallel before their contents move into the arena.
///
/// Until then the contents are allocations of their own, so that fewer documents at once would cost
/// parallelism, and more would cost memory.
const BATCH: usize = 1_024;

/// The documents of a collection, cut into sections.
pub(super) struct SectionedCollection<'c> {
    /// The documents.
    pub(super) documents: &'c [Document],
    /// Outline of each document.
    pub(super) outlines: Vec<Outline>,
    /// Sections of all documents, in order; a [`SectionId`] is a position in this list.
    pub(super) sections: Vec<Section>,
    /// Contents of all sections.
    pub(super) contents: TextArena,
}

/// One speech, or the paragraphs of a document outside of all speeches.
pub(super) struct Section {
    /// Document that the section lies in.
    pub(super) document: DocId,
    /// Speech that the section is.
    pub(super) speech: Option<SpeechId>,
    /// Content of the headings, then of the body, so that a passage may begin in a heading.
    pub(super) content: Content,
    /// Ranges of the headings and paragraphs in the content.
    paragraphs: Offsets,
    /// How many of `paragraphs` are headings.
    headings: usize,
}

/// A heading or paragraph of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ParagraphRef {
    /// The section.
    pub(super) section: SectionId,
    /// Position among the headings and paragraphs of the section.
    pub(super) number: usize,
}

/// Two sections, or one section twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SectionPair {
    /// The first section.
    pub(super) a: SectionId,
    /// The second section.
    pub(super) b: SectionId,
}

impl SectionPair {
    /// The pair of two sections.
    pub(super) fn new(a: SectionId, b: SectionId) -> Self {
        Self { a, b }
    }

    /// The pair with the lower section first.
    pub(super) fn in_order(self) -> Self {
        Self { a: self.a.min(self.b), b: self.a.max(self.b) }
    }
}

/// What a section is cut from.
struct SectionSource<'o> {
    speech: Option<SpeechId>,
    headings: &'o [Span],
    body: &'o [Span],
}

impl Section {
    fn new(document: DocId, source: &SectionSource<'_>, text: &str, script: Script) -> Self {
        let mut content = Content::new(script);
        let mut paragraphs = Offsets::with_capacity(source.headings.len() + source.body.len());
        for &span in source.headings.iter().chain(source.body) {
            content.push_span(text, span);
            paragraphs.push(content.len());
        }
        Self { document, speech: source.speech, content, paragraphs, headings: source.headings.len() }
    }

    /// Range of a heading or paragraph in the content.
    pub(super) fn paragraph(&self, number: usize) -> Range<usize> {
        self.paragraphs.range(number)
    }

    /// Ranges of the headings and paragraphs in the content.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> {
        self.paragraphs.iter()
    }

    /// Numbers of the paragraphs, that is, of all that is no heading.
    pub(super) fn body_paragraphs(&self) -> Range<usize> {
        self.headings..self.paragraphs.len()
    }

    /// Spans of the paragraphs in the text.
    pub(super) fn body_spans(&self) -> Vec<Span> {
        self.body_paragraphs().map(|number| self.content.part(number)).collect()
    }

    /// Intersections of `range` with the headings and paragraphs, without empty ones.
    pub(super) fn paragraphs_in(&self, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let (start, end) = (range.start, range.end);
        let paragraphs = self.paragraphs_around(range).map(|number| self.paragraph(number));
        let parts = paragraphs.map(move |whole| whole.start.max(start)..whole.end.min(end));
        parts.filter(|part| !part.is_empty())
    }

    /// Numbers of the headings and paragraphs that `range` lies in.
    pub(super) fn paragraphs_around(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.paragraphs.row_of(range.start);
        // The last paragraph is the one of the last character; an empty range lies in one paragraph.
        let last = range.end.checked_sub(1).map_or(0, |last| self.paragraphs.row_of(last));
        first..(last + 1).min(self.paragraphs.len())
    }

    /// End of the headings in the content.
    pub(super) fn body_start(&self) -> usize {
        self.headings.checked_sub(1).map_or(0, |last| self.paragraphs.range(last).end)
    }

    /// Whether a range of the content lies in the headings.
    pub(super) fn is_heading(&self, range: &Range<usize>) -> bool {
        range.end <= self.body_start()
    }

    /// Content of the paragraphs.
    fn body(&self) -> &[char] {
        &self.content.chars()[self.body_start()..]
    }

    /// The heading or paragraph that most of `range` lies in; of equal ones the first.
    pub(super) fn paragraph_at(&self, range: &Range<usize>) -> Option<usize> {
        let first = self.paragraphs.row_of(range.start);
        let touched = (first..self.paragraphs.len()).take_while(|&number| self.paragraph(number).start < range.end);
        touched.max_by_key(|&number| (shared(&self.paragraph(number), range), Reverse(number)))
    }
}

impl<'c> SectionedCollection<'c> {
    /// Cuts documents into sections.
    pub(super) fn new(documents: &'c [Document], settings: &ScanSettings) -> Self {
        let (mut outlines, mut sections) = (Vec::with_capacity(documents.len()), Vec::new());
        let mut arena = TextArenaBuilder::default();
        for (batch, documents) in documents.chunks(BATCH).enumerate() {
            for (outline, mut own) in cut_batch(batch, documents, settings) {
                for section in &mut own {
                    arena.add(&mut section.content);
                }
                outlines.push(outline);
                sections.append(&mut own);
            }
        }
        let contents = arena.finish(sections.iter_mut().map(|section| &mut section.content));
        Self { documents, outlines, sections, contents }
    }

    /// One section.
    pub(super) fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// All sections, with their ids.
    pub(super) fn all_sections(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        SectionId::all(self.sections.len()).zip(&self.sections)
    }

    /// Document that a section lies in.
    pub(super) fn document_of(&self, section: SectionId) -> DocId {
        self.section(section).document
    }

    /// Content of each whole document, with headings and page lines.
    pub(super) fn document_contents(&self, script: Script) -> Vec<Content> {
        let contents = self.documents.par_iter();
        contents.map(|document| Content::of(&document.text, whole_span(document), script)).collect()
    }

    /// One unit for each document.
    pub(super) fn document_units<'u>(&'u self, contents: &'u [Content]) -> Vec<Unit<'u>> {
        let documents = DocId::all(self.documents.len()).zip(self.documents).zip(contents);
        documents.map(|((id, document), content)| document_unit(id, document, content)).collect()
    }

    /// One unit for each section. Sections that are no speech, and speeches shorter than
    /// `min_chars`, have an empty range, so that they are compared with nothing.
    pub(super) fn speech_units(&self, min_chars: usize) -> Vec<Unit<'_>> {
        self.sections.iter().map(|section| self.speech_unit(section, min_chars)).collect()
    }

    fn speech_unit<'u>(&'u self, section: &'u Section, min_chars: usize) -> Unit<'u> {
        let is_compared = section.speech.is_some() && is_long(section.body(), min_chars);
        let start = section.body_start();
        let end = if is_compared { section.content.len() } else { start };
        self.unit(section, section.body_spans(), start..end)
    }

    /// Paragraphs of at least `min_chars`, of the sections that `accepts` picks.
    pub(super) fn paragraphs(&self, min_chars: usize, accepts: impl Fn(SectionId) -> bool) -> Vec<ParagraphRef> {
        let sections = self.all_sections().filter(|&(id, _)| accepts(id));
        let paragraphs = sections.flat_map(|(id, section)| {
            let numbers = section.body_paragraphs();
            numbers.map(move |number| ParagraphRef { section: id, number })
        });
        paragraphs.filter(|&paragraph| is_long(self.paragraph_chars(paragraph), min_chars)).collect()
    }

    /// One unit for each of these paragraphs.
    pub(super) fn paragraph_units(&self, paragraphs: &[ParagraphRef]) -> Vec<Unit<'_>> {
        paragraphs.iter().map(|&paragraph| self.paragraph_unit(paragraph)).collect()
    }

    fn paragraph_unit(&self, ParagraphRef { section, number }: ParagraphRef) -> Unit<'_> {
        let section = self.section(section);
        self.unit(section, vec![section.content.part(number)], section.paragraph(number))
    }

    /// Range of a paragraph in the content of its section.
    pub(super) fn paragraph_range(&self, paragraph: ParagraphRef) -> Range<usize> {
        self.section(paragraph.section).paragraph(paragraph.number)
    }

    fn paragraph_chars(&self, paragraph: ParagraphRef) -> &[char] {
        &self.section(paragraph.section).content.chars()[self.paragraph_range(paragraph)]
    }

    /// A unit that is a part of a section: the spans of its paragraphs, and its range in the content.
    pub(super) fn unit<'u>(&'u self, section: &'u Section, spans: Vec<Span>, range: Range<usize>) -> Unit<'u> {
        let text = self.text(section);
        Unit { document: section.document, speech: section.speech, text, spans, content: &section.content, range }
    }

    /// Text of the document that a section lies in.
    pub(super) fn text(&self, section: &Section) -> &'c str {
        &self.documents[section.document.index()].text
    }

    /// Span in the text of a range of a section's content.
    pub(super) fn span(&self, section: &Section, range: Range<usize>) -> Span {
        section.content.span(self.text(section), range)
    }
}

fn document_unit<'u>(id: DocId, document: &'u Document, content: &'u Content) -> Unit<'u> {
    let spans = vec![whole_span(document)];
    Unit { document: id, speech: None, text: &document.text, spans, content, range: 0..content.len() }
}

fn whole_span(document: &Document) -> Span {
    Span::new(0, document.text.len())
}

fn is_long(chars: &[char], min_chars: usize) -> bool {
    weight(chars) >= min_chars as f64
}

/// Cuts the documents of one batch, in parallel.
fn cut_batch(batch: usize, documents: &[Document], settings: &ScanSettings) -> Vec<(Outline, Vec<Section>)> {
    let documents = documents.par_iter().enumerate();
    documents.map(|(number, document)| cut(DocId::new(BATCH * batch + number), document, settings)).collect()
}

/// Cuts one document: the paragraphs outside of all speeches come first.
fn cut(id: DocId, document: &Document, settings: &ScanSettings) -> (Outline, Vec<Section>) {
    let outline = titled_outline(document, settings);
    let loose = SectionSource { speech: None, headings: &[], body: &outline.loose };
    let speeches = outline.speeches.iter().enumerate().map(|(number, speech)| SectionSource {
        speech: Some(SpeechId::new(number)),
        headings: &speech.headings,
        body: &speech.paragraphs,
    });
    let sources = (!loose.body.is_empty()).then_some(loose).into_iter().chain(speeches);
    let sections = sources.map(|source| Section::new(id, &source, &document.text, settings.script)).collect();
    (outline, sections)
}

/// Outline of a document; speeches without a title get that of the record, or else its id.
fn titled_outline(document: &Document, settings: &ScanSettings) -> Outline {
    let mut outline = Outline::of(&document.text, &settings.headings);
    let fallback = document.metadata.get("title").and_then(|title| title.as_str()).unwrap_or(&document.id);
    for speech in outline.speeches.iter_mut().filter(|speech| speech.title.is_empty()) {
        fallback.clone_into(&mut speech.title);
    }
    outline
}
