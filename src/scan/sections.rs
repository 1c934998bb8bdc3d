//! Documents cut into strands: the contents in which passages are sought.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::Settings;
use super::level_pairs::Unit;
use crate::document::{Document, Span, shared};
use crate::text::{Content, Outline, Script, TextArena, TextArenaBuilder, width};

/// A collection cut into its parts.
pub(super) struct SectionedCollection<'c> {
    pub(super) documents: &'c [Document],
    pub(super) outlines: Vec<Outline>,
    pub(super) sections: Vec<Section>,
    /// The contents of all strands.
    pub(super) contents: TextArena,
}

/// The content of one speech, or of the loose paragraphs of a document.
pub(super) struct Section {
    pub(super) document: usize,
    pub(super) speech: Option<usize>,
    /// First the headings, then the body, so that a passage may begin in a heading.
    pub(super) content: Content,
    /// How much of the content is headings.
    pub(super) headings: usize,
    /// Where the content of each heading and each paragraph ends.
    ends: Vec<u32>,
    /// How many of them are headings.
    heading_lines: usize,
}

/// Documents that are cut before their contents are laid side by side.
const AT_ONCE: usize = 1_024;

/// What of a document makes one strand.
struct SectionSource<'o> {
    speech: Option<usize>,
    headings: &'o [Span],
    body: &'o [Span],
}

impl Section {
    fn new(document: usize, part: &SectionSource<'_>, text: &str, script: Script) -> Self {
        let mut content = Content::new(script);
        let mut ends = Vec::with_capacity(part.headings.len() + part.body.len());
        for &span in part.headings.iter().chain(part.body) {
            content.push_span(text, span);
            ends.push(content.len() as u32);
        }
        let heading_lines = part.headings.len();
        let headings = heading_lines.checked_sub(1).map_or(0, |last| ends[last] as usize);
        Self { document, speech: part.speech, content, headings, ends, heading_lines }
    }

    /// Which of the content is that of a heading or paragraph.
    pub(super) fn paragraph(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[number] as usize
    }

    /// Which of the content is that of each heading and each paragraph.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> {
        (0..self.ends.len()).map(|number| self.paragraph(number))
    }

    /// The numbers of the paragraphs.
    pub(super) fn body_paragraphs(&self) -> Range<usize> {
        self.heading_lines..self.ends.len()
    }

    /// The parts of a run of the content that lie in each heading and each paragraph.
    pub(super) fn paragraphs_in(&self, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let (start, end) = (range.start, range.end);
        let parts = self.paragraphs_around(range).map(|number| self.paragraph(number));
        parts.map(move |part| part.start.max(start)..part.end.min(end)).filter(|part| !part.is_empty())
    }

    /// The numbers of the paragraphs that a run of the content lies in.
    pub(super) fn paragraphs_around(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.ends.partition_point(|&end| end as usize <= range.start);
        first..(self.ends.partition_point(|&end| (end as usize) < range.end) + 1).min(self.ends.len())
    }

    /// Whether a run of the content lies in the headings alone.
    pub(super) fn is_heading(&self, range: &Range<usize>) -> bool {
        range.end <= self.headings
    }

    /// The content of the body.
    pub(super) fn body(&self) -> &[char] {
        &self.content.chars()[self.headings..]
    }

    /// The paragraph that most of `range` lies in.
    pub(super) fn paragraph_at(&self, range: &Range<usize>) -> Option<usize> {
        let first = self.ends.partition_point(|&end| end as usize <= range.start);
        let near = (first..self.ends.len()).take_while(|&number| self.paragraph(number).start < range.end);
        near.max_by_key(|&number| (shared(&self.paragraph(number), range), Reverse(number)))
    }
}

impl<'c> SectionedCollection<'c> {
    pub(super) fn new(documents: &'c [Document], settings: &Settings) -> Self {
        let (mut outlines, mut sections) = (Vec::with_capacity(documents.len()), Vec::new());
        let mut gathering = TextArenaBuilder::default();
        for (at, some) in documents.chunks(AT_ONCE).enumerate() {
            let cuts = some.par_iter().enumerate().map(|(on, document)| cut(AT_ONCE * at + on, document, settings));
            for (outline, mut own) in cuts.collect::<Vec<_>>() {
                for section in &mut own {
                    gathering.add(&mut section.content);
                }
                outlines.push(outline);
                sections.append(&mut own);
            }
        }
        let contents = gathering.finish(sections.iter_mut().map(|section| &mut section.content));
        Self { documents, outlines, sections, contents }
    }

    /// The content of each document as a whole: headings, debris and all.
    pub(super) fn whole(&self, script: Script) -> Vec<Content> {
        self.documents.par_iter().map(|document| Content::of(&document.text, all(document), script)).collect()
    }

    /// One unit for each document.
    pub(super) fn document_units<'u>(&'u self, whole: &'u [Content]) -> Vec<Unit<'u>> {
        let documents = self.documents.iter().zip(whole).enumerate();
        documents
            .map(|(at, (document, content))| Unit {
                document: at,
                speech: None,
                text: &document.text,
                spans: vec![all(document)],
                content,
                range: 0..content.len(),
            })
            .collect()
    }

    /// One unit for each strand; loose paragraphs and speeches shorter than `min_chars` are without
    /// content, and so are compared with nothing.
    pub(super) fn speech_units(&self, min_chars: usize) -> Vec<Unit<'_>> {
        let unit = |section: &'_ Section| {
            let long = section.speech.is_some() && is_long(section.body(), min_chars);
            let end = if long { section.content.len() } else { section.headings };
            (section.body_paragraphs().map(|number| section.content.part(number)).collect(), section.headings..end)
        };
        self.sections.iter().map(|section| self.unit(section, unit(section))).collect()
    }

    /// Paragraphs of at least `min_chars`, from strands that `wanted` picks: strand and number there.
    pub(super) fn paragraphs(&self, min_chars: usize, wanted: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
        let sections = self.sections.iter().enumerate().filter(|(at, _)| wanted(*at));
        let paragraphs = sections.flat_map(|(at, section)| section.body_paragraphs().map(move |number| (at, number)));
        paragraphs.filter(|&at| is_long(self.paragraph_chars(at), min_chars)).collect()
    }

    /// One unit for each of these paragraphs.
    pub(super) fn paragraph_units(&self, paragraphs: &[(usize, usize)]) -> Vec<Unit<'_>> {
        let unit = |&(section, number): &(usize, usize)| {
            let section = &self.sections[section];
            self.unit(section, (vec![section.content.part(number)], section.paragraph(number)))
        };
        paragraphs.iter().map(unit).collect()
    }

    fn paragraph_chars(&self, (section, number): (usize, usize)) -> &[char] {
        let section = &self.sections[section];
        &section.content.chars()[section.paragraph(number)]
    }

    /// A part of a strand: its paragraphs, and which of the content is theirs.
    pub(super) fn unit<'u>(&'u self, section: &'u Section, (spans, range): (Vec<Span>, Range<usize>)) -> Unit<'u> {
        let text = self.text(section);
        Unit { document: section.document, speech: section.speech, text, spans, content: &section.content, range }
    }

    /// The text that a strand stands in.
    pub(super) fn text(&self, section: &Section) -> &'c str {
        &self.documents[section.document].text
    }
}

fn all(document: &Document) -> Span {
    Span::new(0, document.text.len())
}

fn is_long(chars: &[char], min_chars: usize) -> bool {
    width(chars) >= min_chars as f64
}

/// Cuts one document.
fn cut(number: usize, document: &Document, settings: &Settings) -> (Outline, Vec<Section>) {
    let mut outline = Outline::of(&document.text, &settings.headings);
    let fallback = document.metadata.get("title").and_then(|title| title.as_str());
    for speech in outline.speeches.iter_mut().filter(|speech| speech.title.is_empty()) {
        fallback.unwrap_or(&document.id).clone_into(&mut speech.title);
    }
    let loose = SectionSource { speech: None, headings: &[], body: &outline.loose };
    let speeches = outline.speeches.iter().enumerate();
    let speeches = speeches.map(|(at, speech)| SectionSource {
        speech: Some(at),
        headings: &speech.headings,
        body: &speech.paragraphs,
    });
    let parts = (!loose.body.is_empty()).then_some(loose).into_iter().chain(speeches);
    let sections = parts.map(|part| Section::new(number, &part, &document.text, settings.script)).collect();
    (outline, sections)
}
