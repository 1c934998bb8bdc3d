//! The search for passages in all sections of a collection.

use super::boilerplate::boilerplate;
use super::coarse_matches::CoarseMatches;
use super::findings::{Boilerplate, Place, RecurringText};
use super::forms::FEWEST;
use super::formulaic_text::FormulaicText;
use super::ignored_text::IgnoredText;
use super::pair_filter::PairFilter;
use super::sections::{SectionPair, SectionedCollection};
use super::versions::works;
use crate::align::{self, EqualPart, Passage, PassageFinder};
use crate::document::{DocId, SectionId, Span};
use crate::error::Result;
use crate::seeds::{self, NgramIndex, SeedCoverage, SeedLimits, SequenceId, SequenceSet};
use crate::text::width;

/// Characters of a line before and behind the most frequent run of recurring text that are shown
/// with it.
const EXAMPLE_CHARS: usize = 60;

/// A search for passages that no match of documents or speeches subsumes.
pub(super) struct PassageSearch<'s, 'c, 'u> {
    /// Matches of documents and speeches.
    pub(super) coarse: &'s CoarseMatches<'c, 'u>,
    /// Filter of the document pairs.
    pub(super) filter: &'s PairFilter,
    /// Whether passages are reported. If not, only ignored text is sought.
    pub(super) reports_passages: bool,
    /// Finder of the passages of two sections.
    pub(super) finder: PassageFinder,
    /// Called whenever a section has been compared with all later ones.
    pub(super) on_section: &'s (dyn Fn() + Sync),
}

/// Results of a search for passages.
#[derive(Default)]
pub(super) struct FoundPassages {
    /// The passages, in order of their sections.
    pub(super) passages: Vec<Passage>,
    /// Text that is shared with ignored documents.
    pub(super) ignored: IgnoredText,
    /// Text that occurs in too many documents.
    pub(super) boilerplate: Vec<Boilerplate>,
    /// First occurrence of each text that is too frequent to compare all of its occurrences.
    pub(super) too_frequent: Vec<Place>,
    /// Text that recurs within one section.
    pub(super) recurring: Vec<RecurringText>,
    /// Number of pairs of places of recurring text that are not among the passages.
    pub(super) capped: u64,
    /// Text that many documents have.
    pub(super) formulaic: FormulaicText,
    /// For how much of the text all passages with a common seed were compared.
    pub(super) coverage: SeedCoverage,
}

/// Contents of all sections, numbered like the sections. Sections that `is_searched` refuses are
/// empty.
pub(super) fn sequences<'c>(
    collection: &'c SectionedCollection<'_>,
    is_searched: impl Fn(SectionId) -> bool,
) -> SequenceSet<'c> {
    let contents = collection.all_sections().map(|(id, section)| {
        let range = section.content.range();
        let end = if is_searched(id) { range.end } else { range.start };
        (section.document, range.start..end)
    });
    SequenceSet::among(collection.contents.chars(), contents)
}

/// Sequences of the index are numbered like sections.
impl From<SequenceId> for SectionId {
    fn from(sequence: SequenceId) -> Self {
        Self(sequence.0)
    }
}

/// Sequences of the index are numbered like sections.
impl From<SectionId> for SequenceId {
    fn from(section: SectionId) -> Self {
        Self(section.0)
    }
}

impl PassageSearch<'_, '_, '_> {
    /// Seeks passages in this number of parts of the collection, one after the other.
    ///
    /// # Errors
    /// If a temporary file cannot be written or read.
    pub(super) fn run(&self, limits: SeedLimits, parts: usize) -> Result<FoundPassages> {
        let sequences = sequences(self.coarse.collection, |section| self.is_first(section));
        let mut index = NgramIndex::partitioned(&sequences, limits, parts)?;
        let formulaic = self.formulaic(&sequences, limits);
        let boilerplate = boilerplate(self.coarse.collection, &index, self.finder.min_chars);
        let ignored = self.ignored_text(&mut index)?;
        let align::FoundPassages { passages, capped, .. } = self.passages(&index)?;
        Ok(FoundPassages {
            passages,
            capped,
            ignored,
            boilerplate,
            too_frequent: self.too_frequent(&index),
            recurring: self.recurring(&index),
            formulaic: FormulaicText::new(&formulaic, self.coarse),
            coverage: index.coverage(),
        })
    }

    /// The text that many works have.
    fn formulaic<'q>(
        &self,
        sequences: &'q SequenceSet<'q>,
        limits: SeedLimits,
    ) -> seeds::FormulaicText<'q> {
        let documents = self.coarse.collection.documents.len();
        let works = works(&self.coarse.documents, documents);
        let most = if documents < FEWEST { usize::MAX } else { limits.formulaic };
        seeds::FormulaicText::of(sequences, &works, most)
    }

    /// Whether no earlier section has the same content. Later ones are in the same pairs.
    fn is_first(&self, section: SectionId) -> bool {
        self.coarse.speeches.first_equal(section.index()) == section.index()
    }

    /// The passages to report.
    fn passages(&self, index: &NgramIndex<'_>) -> Result<align::FoundPassages> {
        // The filter asks for the documents of every pair of sections with a common seed: a list of
        // 4 bytes each stays in the cache.
        let documents: Vec<DocId> =
            self.coarse.collection.sections.iter().map(|section| section.document).collect();
        let has_coarse = self.coarse.has_units();
        let wanted = |a: SequenceId, b: SequenceId| {
            self.reports_passages
                && self.filter.accepts(documents[a.index()], documents[b.index()])
                && !(has_coarse && self.is_subsumed(SectionPair::new(a.into(), b.into())))
        };
        let mut found = self.finder.find_watched(index, wanted, self.on_section)?;
        found.passages.retain(|passage| !self.is_own_title(passage));
        if self.filter.has_second() {
            let others = self.passages_of_equals(&found.passages);
            found.add_passages(others);
        }
        Ok(found)
    }

    /// The passages of sections that are equal to the first sections, which alone are compared:
    /// where two collections are compared, no pair says which are equal.
    fn passages_of_equals(&self, passages: &[Passage]) -> Vec<Passage> {
        let equal = self.coarse.speeches.equal_units();
        let others = passages.iter().flat_map(|passage| {
            let (own_a, own_b) = (passage.a.index(), passage.b.index());
            equal.other_pairs(own_a, own_b).into_iter().filter_map(move |(a, b)| {
                let (a, b) = (self.equal_part(own_a, a), self.equal_part(own_b, b));
                passage.of_equals(&a, &b, self.finder.min_chars)
            })
        });
        others.collect()
    }

    /// What is equal of two sections: all but their headings, which may differ.
    fn equal_part(&self, own: usize, other: usize) -> EqualPart {
        let units = &self.coarse.speeches.units;
        EqualPart {
            own: if own == other {
                0..self.coarse.collection.sections[own].content.len()
            } else {
                units[own].range.clone()
            },
            sequence: SequenceId::new(other),
            start: if own == other { 0 } else { units[other].range.start },
        }
    }

    /// Whether a match of documents or speeches subsumes the passages of two sections.
    fn is_subsumed(&self, sections: SectionPair) -> bool {
        self.coarse.documents_match(sections) || self.coarse.speeches_match(sections)
    }

    /// Whether a passage is a heading that its own document repeats.
    fn is_own_title(&self, passage: &Passage) -> bool {
        let [a, b] =
            [passage.a, passage.b].map(|sequence| self.coarse.collection.section(sequence.into()));
        let is_heading = a.is_heading(&passage.alignment.range_a())
            || b.is_heading(&passage.alignment.range_b());
        a.document == b.document && is_heading
    }

    /// Finds text that is shared with ignored documents, and adds it to the boilerplate of `index`.
    fn ignored_text(&self, index: &mut NgramIndex<'_>) -> Result<IgnoredText> {
        if !self.filter.has_ignored() {
            return Ok(IgnoredText::default());
        }
        let found = self.finder.find(index, |a, b| self.is_ignored(a) != self.is_ignored(b))?;
        let ignored = IgnoredText::new(&found.passages, self.coarse.collection, self.filter);
        for section in SectionId::all(self.coarse.collection.sections.len()) {
            for range in ignored.ranges(section) {
                index.add_boilerplate(section.into(), range.clone());
            }
        }
        Ok(ignored)
    }

    fn is_ignored(&self, sequence: SequenceId) -> bool {
        self.filter.is_ignored(self.coarse.collection.document_of(sequence.into()))
    }

    /// The recurring text that is long enough for a passage.
    fn recurring(&self, index: &NgramIndex<'_>) -> Vec<RecurringText> {
        let collection = self.coarse.collection;
        let sections = collection.all_sections();
        let texts = sections.flat_map(|(id, section)| {
            let texts = index.recurring_texts(id.into()).into_iter();
            let long = texts.filter(|text| {
                width(&section.content.chars()[text.range.clone()]) >= self.finder.min_chars as f64
            });
            long.map(move |text| RecurringText {
                place: Place::new(section.document, collection.span(section, text.range)),
                example: Place::new(
                    section.document,
                    line_around(collection.text(section), collection.span(section, text.example)),
                ),
                occurrences: text.occurrences,
            })
        });
        texts.collect()
    }

    /// First occurrence of each text that is too frequent.
    fn too_frequent(&self, index: &NgramIndex<'_>) -> Vec<Place> {
        let collection = self.coarse.collection;
        let runs = collection.all_sections().flat_map(|(id, section)| {
            index.too_frequent_runs(id.into()).map(move |run| (section, run))
        });
        runs.map(|(section, run)| Place::new(section.document, collection.span(section, run)))
            .collect()
    }
}

/// The part of a line around a span, at most [`EXAMPLE_CHARS`] more on each side.
fn line_around(text: &str, span: Span) -> Span {
    let is_in_line = |char: &char| *char != '\n';
    let before = text[..span.start].chars().rev().take(EXAMPLE_CHARS).take_while(is_in_line);
    let after = text[span.end..].chars().take(EXAMPLE_CHARS).take_while(is_in_line);
    let [before, after] =
        [before.map(char::len_utf8).sum::<usize>(), after.map(char::len_utf8).sum()];
    Span::new(span.start - before, span.end + after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Role};
    use crate::scan::level_pairs::LevelPairs;
    use crate::scan::pair_filter::WithinDocument;
    use crate::scan::settings::ScanSettings;

    const POEM: &str = "床前明月光疑是地上霜举头望明月低头思故乡人生得意须尽欢莫使金樽空对月";

    /// Results for documents of these texts and roles.
    fn found(documents: &[(String, Role)], reports_passages: bool) -> FoundPassages {
        let documents: Vec<Document> = documents
            .iter()
            .map(|(text, role)| Document { text: text.clone(), role: *role, ..Document::default() })
            .collect();
        let settings = ScanSettings::default();
        let collection = SectionedCollection::new(&documents, &settings);
        let (documents_pairs, speeches) = (LevelPairs::default(), LevelPairs::default());
        let coarse = CoarseMatches {
            collection: &collection,
            documents: documents_pairs,
            speeches,
            paraphrases: Vec::new(),
        };
        let filter = PairFilter::new(&documents, WithinDocument::Yes);
        let finder = PassageFinder { min_chars: settings.min_chars };
        let search = PassageSearch {
            coarse: &coarse,
            filter: &filter,
            reports_passages,
            finder,
            on_section: &|| (),
        };
        search.run(SeedLimits::default(), 1).expect("one part needs no file")
    }

    #[test]
    fn passages_are_found_between_sections_by_their_ids() {
        let texts =
            ["无关的文字。".to_owned(), format!("第一首：{POEM}"), format!("又一首，{POEM}完")];
        let found = found(&texts.map(|text| (text, Role::Collection)), true);
        let [passage] = &found.passages[..] else { panic!("{:?}", found.passages) };
        assert_eq!((passage.a, passage.b), (SequenceId(1), SequenceId(2)));
        assert!(found.boilerplate.is_empty() && found.ignored.ranges(SectionId(1)).is_empty());
    }

    #[test]
    fn text_of_an_ignored_document_is_in_no_passage() {
        let texts = [(POEM.to_owned(), Role::Ignored), (POEM.to_owned(), Role::Collection)];
        let both = [texts[0].clone(), texts[1].clone(), texts[1].clone()];
        let found = found(&both, true);
        assert_eq!(found.passages, []);
        assert_eq!(found.ignored.ranges(SectionId(2)).first(), Some(&(0..POEM.chars().count())));
    }

    /// Lines of a log, each with numbers of its own.
    fn log(lines: usize) -> Vec<String> {
        let line = |number: usize| {
            let (host, time) = (number * 7919 % 251, number * 104_729 % 1_999);
            format!("request {number} from host {host} was accepted and finished in {time} ms")
        };
        (0..lines).map(line).collect()
    }

    #[test]
    fn lines_of_a_log_are_recurring_text_and_no_passages() {
        let found = found(&[(log(400).join("\n"), Role::Collection)], true);
        assert_eq!(found.passages, []);
        let [text] = &found.recurring[..] else { panic!("{:?}", found.recurring) };
        assert_eq!(text.occurrences, 400);
    }

    #[test]
    fn a_copy_of_some_lines_of_a_log_is_a_passage() {
        let mut lines = log(400);
        let copied = lines[40..60].to_vec();
        lines.splice(300..300, copied);
        let found = found(&[(lines.join("\n"), Role::Collection)], true);
        let [passage] = &found.passages[..] else { panic!("{:?}", found.passages) };
        let content = lines[40..60].concat().chars().filter(|char| char.is_alphanumeric()).count();
        assert!(passage.alignment.range_a().len().abs_diff(content) < 60, "{passage:?}");
    }

    #[test]
    fn an_example_is_the_line_or_the_middle_of_a_long_one() {
        let text = format!("first\n{}middle{}\nlast", "前".repeat(80), "b".repeat(20));
        let at = text.find("middle").expect("it is there");
        let line = line_around(&text, Span::new(at, at + 6)).of(&text);
        assert_eq!(line, format!("{}middle{}", "前".repeat(60), "b".repeat(20)));
        assert_eq!(line_around("one", Span::new(0, 3)).of("one"), "one");
    }

    #[test]
    fn only_ignored_text_is_sought_if_passages_are_not_reported() {
        let texts =
            [Role::Collection, Role::Collection, Role::Ignored].map(|role| (POEM.to_owned(), role));
        let found = found(&texts, false);
        assert_eq!(found.passages, []);
        assert!(!found.ignored.ranges(SectionId(0)).is_empty());
    }
}
