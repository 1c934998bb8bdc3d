//! Sections: the parts of documents that passages are sought in.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::settings::ScanSettings;
use super::unit::Unit;
use crate::document::{DocId, Document, RowEnds, SectionId, Span, SpeechId, shared};
use crate::text::{Content, Outline, Script, TextArena, TextArenaBuilder, width};

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
    /// Minimum length of a speech or paragraph that is compared, in ideographs.
    min_chars: usize,
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
    paragraphs: RowEnds,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
        let mut paragraphs = RowEnds::with_capacity(source.headings.len() + source.body.len());
        for &span in source.headings.iter().chain(source.body) {
            content.push_span(text, span);
            paragraphs.push(content.len());
        }
        Self {
            document,
            speech: source.speech,
            content,
            paragraphs,
            headings: source.headings.len(),
        }
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
        // The last paragraph is the one of the last character; an empty range lies in one
        // paragraph.
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
        let touched = (first..self.paragraphs.len())
            .take_while(|&number| self.paragraph(number).start < range.end);
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
        Self { documents, outlines, sections, contents, min_chars: settings.min_chars }
    }

    /// One section.
    pub(super) fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// All sections, with their ids.
    pub(super) fn all_sections(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        SectionId::all(self.sections.len()).zip(&self.sections)
    }

    /// The sections of a document.
    pub(super) fn sections_of(&self, document: DocId) -> impl Iterator<Item = SectionId> + use<> {
        let first = self.sections.partition_point(|section| section.document < document);
        let rest = &self.sections[first..];
        let count = rest.iter().take_while(|section| section.document == document).count();
        (first..first + count).map(SectionId::new)
    }

    /// Document that a section lies in.
    pub(super) fn document_of(&self, section: SectionId) -> DocId {
        self.section(section).document
    }

    /// Content of each whole document, with headings and page lines.
    pub(super) fn document_contents(&self, script: Script) -> Vec<Content> {
        let documents: Vec<DocId> = DocId::all(self.documents.len()).collect();
        documents.into_par_iter().map(|document| self.document_content(document, script)).collect()
    }

    /// Content of a whole document, with headings and page lines.
    pub(super) fn document_content(&self, document: DocId, script: Script) -> Content {
        let document = &self.documents[document.index()];
        Content::of(&document.text, whole_span(document), script)
    }

    /// One unit for each document.
    pub(super) fn document_units<'u>(&'u self, contents: &'u [Content]) -> Vec<Unit<'u>> {
        let documents = DocId::all(self.documents.len()).zip(self.documents).zip(contents);
        documents.map(|((id, document), content)| document_unit(id, document, content)).collect()
    }

    /// For each document the number of content characters of its sections.
    pub(super) fn document_lengths(&self) -> Vec<usize> {
        let mut lengths = vec![0; self.documents.len()];
        for section in &self.sections {
            lengths[section.document.index()] += section.content.len();
        }
        lengths
    }

    /// One unit for each section. Sections that are no speech, and speeches shorter than the minimum
    /// length, have an empty range, so that they are compared with nothing.
    pub(super) fn speech_units(&self) -> Vec<Unit<'_>> {
        self.sections.iter().map(|section| self.speech_unit(section)).collect()
    }

    fn speech_unit<'u>(&'u self, section: &'u Section) -> Unit<'u> {
        let is_compared = section.speech.is_some() && self.is_long(section.body());
        let start = section.body_start();
        let end = if is_compared { section.content.len() } else { start };
        self.unit(section, section.body_spans(), start..end)
    }

    /// Paragraphs of at least the minimum length, of the sections that `accepts` picks.
    pub(super) fn paragraphs(&self, accepts: impl Fn(SectionId) -> bool) -> Vec<ParagraphRef> {
        let sections = self.all_sections().filter(|&(id, _)| accepts(id));
        let paragraphs = sections.flat_map(|(id, section)| {
            let numbers = section.body_paragraphs();
            numbers.map(move |number| ParagraphRef { section: id, number })
        });
        paragraphs.filter(|&paragraph| self.is_long(self.paragraph_chars(paragraph))).collect()
    }

    /// Whether content has the minimum length.
    fn is_long(&self, chars: &[char]) -> bool {
        width(chars) >= self.min_chars as f64
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

    /// A unit that is a part of a section: the spans of its paragraphs, and its range in the
    /// content.
    pub(super) fn unit<'u>(
        &'u self,
        section: &'u Section,
        spans: Vec<Span>,
        range: Range<usize>,
    ) -> Unit<'u> {
        let text = self.text(section);
        Unit {
            document: section.document,
            speech: section.speech,
            text,
            spans,
            content: &section.content,
            range,
        }
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
    Unit {
        document: id,
        speech: None,
        text: &document.text,
        spans,
        content,
        range: 0..content.len(),
    }
}

fn whole_span(document: &Document) -> Span {
    Span::new(0, document.text.len())
}

/// Cuts the documents of one batch, in parallel.
fn cut_batch(
    batch: usize,
    documents: &[Document],
    settings: &ScanSettings,
) -> Vec<(Outline, Vec<Section>)> {
    let documents = documents.par_iter().enumerate();
    documents
        .map(|(number, document)| cut(DocId::new(BATCH * batch + number), document, settings))
        .collect()
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
    let sections =
        sources.map(|source| Section::new(id, &source, &document.text, settings.script)).collect();
    (outline, sections)
}

/// Outline of a document; speeches without a title get that of the record, or else its id.
fn titled_outline(document: &Document, settings: &ScanSettings) -> Outline {
    let mut outline = Outline::of(&document.text, &settings.headings);
    let fallback =
        document.metadata.get("title").and_then(|title| title.as_str()).unwrap_or(&document.id);
    for speech in outline.speeches.iter_mut().filter(|speech| speech.title.is_empty()) {
        fallback.clone_into(&mut speech.title);
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A preface, and a speech of a heading and two paragraphs; each line has four content
    /// characters.
    const TEXT: &str = "前言一二。\n\n一、标题三四\n\n正文五六。\n\n结尾七八。\n";

    fn collection(documents: &[Document]) -> SectionedCollection<'_> {
        collection_of_long(documents, 25)
    }

    fn collection_of_long(documents: &[Document], min_chars: usize) -> SectionedCollection<'_> {
        SectionedCollection::new(documents, &ScanSettings::default().min_chars(min_chars))
    }

    fn document(text: &str) -> Document {
        Document { id: "甲".into(), text: text.into(), ..Document::default() }
    }

    /// A section with one heading and two paragraphs, of which the ranges are 0..2, 2..5 and 5..9.
    fn section() -> Section {
        let text = "甲乙\n丙丁戊\n己庚辛壬";
        let spans = [Span::new(0, 6), Span::new(7, 16), Span::new(17, 29)];
        let source = SectionSource { speech: None, headings: &spans[..1], body: &spans[1..] };
        Section::new(DocId(0), &source, text, Script::AsWritten)
    }

    #[test]
    fn ranges_of_headings_and_paragraphs_follow_each_other() {
        let section = section();
        assert!(section.paragraphs().eq([0..2, 2..5, 5..9]));
        assert_eq!((section.body_paragraphs(), section.body_start()), (1..3, 2));
        assert_eq!(section.body_spans(), [Span::new(7, 16), Span::new(17, 29)]);
        assert!(section.is_heading(&(0..2)) && !section.is_heading(&(0..3)));
        assert_eq!(section.body(), ['丙', '丁', '戊', '己', '庚', '辛', '壬']);
    }

    #[test]
    fn a_range_lies_in_the_paragraphs_that_it_touches() {
        let section = section();
        assert!(section.paragraphs_in(&(1..6)).eq([1..2, 2..5, 5..6]));
        assert_eq!(section.paragraphs_around(&(2..5)), 1..2);
        assert_eq!(section.paragraphs_around(&(4..6)), 1..3);
        assert_eq!(section.paragraph_at(&(1..4)), Some(1));
        assert_eq!(section.paragraph_at(&(4..6)), Some(1), "of equal parts the first");
        assert_eq!(section.paragraph_at(&(9..9)), None);
    }

    #[test]
    fn sections_are_numbered_through_all_documents() {
        let documents = [document("一段没有标题的文字。"), document("又一段。")];
        let collection = collection(&documents);
        let ids: Vec<(SectionId, DocId)> =
            collection.all_sections().map(|(id, section)| (id, section.document)).collect();
        assert_eq!(ids, [(SectionId(0), DocId(0)), (SectionId(1), DocId(1))]);
        assert_eq!(
            collection.span(collection.section(SectionId(1)), 1..3).of(&documents[1].text),
            "一段"
        );
    }

    #[test]
    fn paragraphs_are_picked_by_length_and_section() {
        let documents = [document("短。\n\n这是长一些的一段。"), document("这也是长一些的一段。")];
        let collection = collection_of_long(&documents, 5);
        let long = collection.paragraphs(|_| true);
        let expected = [(0, 1), (1, 0)]
            .map(|(section, number)| ParagraphRef { section: SectionId(section), number });
        assert_eq!(long, expected);
        assert_eq!(collection.paragraphs(|section| section.0 == 1), expected[1..]);
        let units = collection.paragraph_units(&long);
        assert_eq!(units[0].span().of(units[0].text), "这是长一些的一段。");
        assert_eq!(units[0].chars().len(), collection.paragraph_range(long[0]).len());
    }

    #[test]
    fn units_of_speeches_are_numbered_like_sections() {
        let documents = [document(TEXT)];
        let collection = collection_of_long(&documents, 8);
        let units = collection.speech_units();
        assert_eq!(units.len(), collection.sections.len());
        for (unit, section) in units.iter().zip(&collection.sections) {
            assert_eq!(unit.range.is_empty(), section.speech.is_none() || section.body().len() < 8);
            assert_eq!(unit.range.start, section.body_start());
        }
        let longer = collection_of_long(&documents, 9_999);
        assert!(longer.speech_units().iter().all(|unit| unit.range.is_empty()));
    }

    #[test]
    fn a_unit_of_a_document_is_its_whole_text() {
        let documents = [document(TEXT)];
        let collection = collection(&documents);
        let contents = collection.document_contents(Script::AsWritten);
        let units = collection.document_units(&contents);
        assert_eq!(units[0].span(), Span::new(0, TEXT.len()));
        assert_eq!(
            units[0].chars().iter().collect::<String>(),
            "前言一二一标题三四正文五六结尾七八"
        );
    }

    #[test]
    fn a_speech_without_a_title_has_that_of_its_record() {
        let title = serde_json::Map::from_iter([("title".to_owned(), "标题".into())]);
        for (metadata, expected) in [(title, "标题"), (serde_json::Map::new(), "甲")] {
            let document = Document {
                metadata,
                ..document("同志们：\n\n今天我们开会，讨论工作。")
            };
            let outline = titled_outline(&document, &ScanSettings::default());
            assert!(outline.speeches.iter().all(|speech| !speech.title.is_empty()), "{outline:?}");
            assert!(
                outline.speeches.iter().any(|speech| speech.title == expected)
                    || outline.speeches.is_empty()
            );
        }
    }

    #[test]
    fn a_pair_of_sections_is_ordered() {
        let pair = SectionPair::new(SectionId(3), SectionId(1));
        assert_eq!(pair.in_order(), SectionPair::new(SectionId(1), SectionId(3)));
    }
}
