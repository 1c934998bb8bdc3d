//! Matches with spans in the original texts, built from what was found in the contents.

use std::ops::Range;

use rayon::prelude::*;

use super::enumerations::states_nothing;
use super::findings::{Form, Kind, Match, MatchSide, ParaphraseEvidence};
use super::form_rules::JudgedMatch;
use super::forms::FEWEST;
use super::formulaic_text::FormulaicText;
use super::legal_notices::is_legal_notice;
use super::level_pairs::{LevelPairs, Pair};
use super::paraphrase::{Paraphrase, Wording};
use super::paraphrase_search::{ParaphrasePair, WordSpan};
use super::pending_match::PendingMatch;
use super::provisions::renumbered;
use super::sections::SectionedCollection;
use super::settings::ScanSettings;
use super::unit::Unit;
use crate::align::{Alignment, Passage, align_units};
use crate::diff::{AlignedText, AlignedUnit, EditCounts, edits, unit_edits};
use crate::document::{Level, SectionId, SpeechId, union};
use crate::similarity::{Contradiction, Overlap};
use crate::sketch::content_hash;
use crate::text::width;

/// Minimum score of an aligned piece of two units that match, unless that of passages is lower.
///
/// Two units that match as a whole seldom have a short piece in common by chance. The value has not
/// been measured by itself.
pub(crate) const MIN_PIECE: usize = 8;

/// Builds matches of units and passages.
pub(super) struct MatchBuilder<'c> {
    collection: &'c SectionedCollection<'c>,
    /// Text that many documents have.
    formulaic: &'c FormulaicText,
    /// Minimum score of an aligned piece of two units.
    min_piece: usize,
    /// Minimum length of a passage, in ideographs.
    min_chars: usize,
}

/// Two units that match.
struct UnitPair<'u> {
    a: &'u Unit<'u>,
    b: &'u Unit<'u>,
}

impl UnitPair<'_> {
    /// Whether the texts of both units satisfy a condition.
    fn both(&self, satisfies: impl Fn(&str) -> bool) -> bool {
        [self.a, self.b].iter().all(|unit| satisfies(unit.span().of(unit.text)))
    }
}

/// What shows that two units match.
#[derive(Clone, Copy)]
enum Basis<'b> {
    /// Their content characters are equal.
    Equal,
    /// They have these shingles in common.
    Shingles(Overlap),
    /// They are the two sides of this alignment.
    Alignment(&'b Alignment),
    /// One is a paraphrase of the other.
    Paraphrase(&'b Paraphrase),
    /// One is a translation of the other.
    Translation(&'b Paraphrase),
}

impl<'c> MatchBuilder<'c> {
    /// A builder for matches in this collection.
    pub(super) fn new(
        collection: &'c SectionedCollection<'c>,
        formulaic: &'c FormulaicText,
        settings: &ScanSettings,
    ) -> Self {
        let min_chars = settings.min_chars;
        Self { collection, formulaic, min_piece: MIN_PIECE.min(min_chars), min_chars }
    }

    /// The match of a pair of units, with its edits.
    pub(super) fn unit_match(&self, level: Level, pairs: &LevelPairs<'_>, pair: &Pair) -> Match {
        self.build(level, &units_of(pairs, pair), basis_of(pairs, pair))
    }

    /// The match of two passages or speeches that are paraphrases.
    pub(super) fn paraphrase_match(&self, level: Level, pair: &ParaphrasePair) -> Match {
        let [a, b] = [&pair.a, &pair.b].map(|span| self.span_unit(level, span));
        self.build(level, &UnitPair { a: &a, b: &b }, Basis::Paraphrase(&pair.paraphrase))
    }

    /// The match of an aligned passage, without its edits.
    pub(super) fn passage_match(&self, passage: &Passage) -> Match {
        let [a, b] = self.passage_units(passage);
        self.build(Level::Passage, &UnitPair { a: &a, b: &b }, Basis::Alignment(&passage.alignment))
    }

    fn passage_units(&self, passage: &Passage) -> [Unit<'c>; 2] {
        let alignment = &passage.alignment;
        [
            self.passage_unit(SectionId::from(passage.a), alignment.range_a()),
            self.passage_unit(SectionId::from(passage.b), alignment.range_b()),
        ]
    }

    /// The match of an aligned passage, with its edits.
    pub(super) fn with_edits(&self, found: Match, passage: &Passage) -> Match {
        let [a, b] =
            [passage.a, passage.b].map(|section| self.aligned_text(SectionId::from(section)));
        let mut edits = edits(&passage.alignment, a, b);
        // The list stays in memory until the report is written.
        edits.shrink_to_fit();
        let edit_counts = EditCounts::of(&edits);
        let [a, b] = self.passage_units(passage);
        let pieces = std::slice::from_ref(&passage.alignment);
        let found = Match { kind: edited_kind(edit_counts), edits, edit_counts, ..found };
        let form = self.form(&found, &UnitPair { a: &a, b: &b }, pieces, false);
        Match { form, ..found }
    }

    /// In what way a match of two units with these aligned pieces is a form.
    fn form(
        &self,
        found: &Match,
        units: &UnitPair<'_>,
        pieces: &[Alignment],
        recurs: bool,
    ) -> Option<Form> {
        let is_whole = matches!(found.level, Level::Document | Level::Speech);
        if found.kind == Kind::Exact && is_whole {
            return None;
        }
        let UnitPair { a, b } = units;
        let unit = self.formulaic.of_unit(self.collection, a);
        let width = width(a.chars()).min(width(b.chars()));
        let (others, min_chars) = (b.content.chars(), self.min_chars);
        let renumbered = renumbered(&found.edits, a.text, b.text);
        let has_forms = self.collection.documents.len() >= FEWEST;
        let states_nothing = found.paraphrase.is_some() && units.both(states_nothing)
            || has_forms && !is_whole && units.both(is_legal_notice);
        JudgedMatch {
            found,
            unit: &unit,
            pieces,
            others,
            width,
            min_chars,
            has_forms,
            renumbered,
            recurs,
            states_nothing,
        }
        .form()
    }

    /// The match of two units that `basis` shows to match. Those of aligned passages have no edits.
    fn build(&self, level: Level, units: &UnitPair<'_>, basis: Basis<'_>) -> Match {
        let pieces = self.pieces(units, basis);
        let edits = match basis {
            Basis::Alignment(_) => Vec::new(),
            _ => unit_edits(&pieces, &aligned_unit(units.a), &aligned_unit(units.b)),
        };
        let edit_counts = EditCounts::of(&edits);
        let coverage = basis.coverage(level, units, &pieces);
        let found = outline(level, units, basis);
        let found = Match {
            kind: basis.kind(edit_counts),
            a: MatchSide { coverage: coverage.a, ..found.a },
            b: MatchSide { coverage: coverage.b, ..found.b },
            edits,
            edit_counts,
            ..found
        };
        let form = match basis {
            Basis::Alignment(_) | Basis::Translation(_) => None,
            Basis::Paraphrase(paraphrase) => self.form(&found, units, &pieces, paraphrase.recurs),
            _ => self.form(&found, units, &pieces, false),
        };
        Match { form, ..found }
    }

    /// Alignments of the parts that two units have in common, in the order of the first unit; none
    /// for the two sides of a passage, whose alignment is known, and for translations.
    fn pieces(&self, UnitPair { a, b }: &UnitPair<'_>, basis: Basis<'_>) -> Vec<Alignment> {
        match basis {
            Basis::Equal => {
                vec![Alignment::equal_run(
                    a.range.start as u32,
                    b.range.start as u32,
                    a.range.len() as u32,
                )]
            }
            Basis::Alignment(_) | Basis::Translation(_) => Vec::new(),
            Basis::Shingles(_) | Basis::Paraphrase(_) => {
                let pieces = align_units(a.chars(), b.chars(), self.min_piece);
                pieces
                    .into_iter()
                    .map(|piece| piece.shifted(a.range.start, b.range.start))
                    .collect()
            }
        }
    }

    /// The unit of one side of a paraphrase: the text of a passage, or the paragraphs of a speech.
    fn span_unit(&self, level: Level, span: &WordSpan) -> Unit<'c> {
        if level == Level::Passage {
            return self.passage_unit(span.section, span.content.clone());
        }
        let section = self.collection.section(span.section);
        self.collection.unit(section, section.body_spans(), span.content.clone())
    }

    /// A range of a section as a unit.
    fn passage_unit(&self, section: SectionId, range: Range<usize>) -> Unit<'c> {
        let section = self.collection.section(section);
        self.collection.unit(section, vec![self.collection.span(section, range.clone())], range)
    }

    fn aligned_text(&self, section: SectionId) -> AlignedText<'c> {
        let section = self.collection.section(section);
        AlignedText { text: self.collection.text(section), content: &section.content }
    }
}

/// Shares of the two sides that a match covers.
struct Coverage {
    a: f64,
    b: f64,
}

impl Basis<'_> {
    fn kind(self, edits: EditCounts) -> Kind {
        match self {
            Self::Equal => Kind::Exact,
            // Units whose pieces are equal may have them in another order.
            Self::Shingles(_) => edited_kind(edits).max(Kind::Near),
            Self::Alignment(_) => edited_kind(edits),
            Self::Paraphrase(paraphrase) => paraphrase_kind(&paraphrase.evidence.contradictions),
            Self::Translation(_) => Kind::Translation,
        }
    }

    fn similarity(self) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::Shingles(overlap) => overlap.jaccard(),
            Self::Alignment(alignment) => alignment.similarity(),
            Self::Paraphrase(paraphrase) | Self::Translation(paraphrase) => paraphrase.score,
        }
    }

    /// Overlap of the shingles, if the units were compared by them.
    fn overlap(self) -> Option<Overlap> {
        match self {
            Self::Equal => Some(Overlap { a: 1, b: 1, shared: 1 }),
            Self::Shingles(overlap) => Some(overlap),
            Self::Alignment(_) | Self::Paraphrase(_) | Self::Translation(_) => None,
        }
    }

    /// Shares of the sections that passages cover, or of the units that aligned pieces or words
    /// cover.
    fn coverage(
        self,
        level: Level,
        UnitPair { a, b }: &UnitPair<'_>,
        pieces: &[Alignment],
    ) -> Coverage {
        match self {
            Self::Translation(paraphrase) => {
                Coverage { a: paraphrase.covered_a, b: paraphrase.covered_b }
            }
            Self::Paraphrase(paraphrase) if level != Level::Passage => {
                Coverage { a: paraphrase.covered_a, b: paraphrase.covered_b }
            }
            Self::Alignment(_) | Self::Paraphrase(_) => Coverage {
                a: share(a.range.len(), a.content.len()),
                b: share(b.range.len(), b.content.len()),
            },
            Self::Equal | Self::Shingles(_) => Coverage {
                a: share(union_len(pieces.iter().map(Alignment::range_a)), a.range.len()),
                b: share(union_len(pieces.iter().map(Alignment::range_b)), b.range.len()),
            },
        }
    }

    fn evidence(self) -> Option<ParaphraseEvidence> {
        match self {
            Self::Paraphrase(paraphrase) | Self::Translation(paraphrase) => {
                Some(paraphrase.evidence.clone())
            }
            Self::Equal | Self::Shingles(_) | Self::Alignment(_) => None,
        }
    }
}

/// Kind of a match with these edits. Punctuation and layout do not count.
pub(crate) fn edited_kind(edits: EditCounts) -> Kind {
    match (edits.is_edited(), edits.variable) {
        (true, _) => Kind::Near,
        (false, 0) => Kind::Exact,
        (false, _) => Kind::Template,
    }
}

/// Kind of a paraphrase: a template, if only names and numbers contradict each other.
fn paraphrase_kind(contradictions: &[Contradiction]) -> Kind {
    if contradictions.is_empty() {
        Kind::Paraphrase
    } else if contradictions.iter().all(|contradiction| contradiction.is_allowed_in_template()) {
        Kind::Template
    } else {
        Kind::Near
    }
}

/// The matches of the pairs that `accepts` picks, without their edits and coverage.
pub(super) fn unit_matches(
    level: Level,
    pairs: &LevelPairs<'_>,
    accepts: impl Fn(&Pair) -> bool + Sync,
) -> Vec<PendingMatch> {
    let accepted = pairs.pairs.par_iter().enumerate().filter(|(_, pair)| accepts(pair));
    let matches = accepted.map(|(number, pair)| {
        let found = outline(level, &units_of(pairs, pair), basis_of(pairs, pair));
        PendingMatch::of_units(found, number)
    });
    matches.collect()
}

fn units_of<'u>(level: &'u LevelPairs<'_>, pair: &Pair) -> UnitPair<'u> {
    UnitPair { a: &level.units[pair.a], b: &level.units[pair.b] }
}

fn basis_of<'u>(level: &'u LevelPairs<'_>, pair: &Pair) -> Basis<'u> {
    match pair.paraphrase {
        Some(number) => {
            let paraphrase = &level.paraphrases[number as usize];
            match paraphrase.wording {
                Wording::Other => Basis::Paraphrase(paraphrase),
                Wording::OfOtherLanguage => Basis::Translation(paraphrase),
            }
        }
        None if pair.equal => Basis::Equal,
        None => Basis::Shingles(pair.overlap),
    }
}

/// What is known of a match before its units are aligned: everything but its edits, the kind that
/// follows from them, and its coverage.
fn outline(level: Level, units: &UnitPair<'_>, basis: Basis<'_>) -> Match {
    let edit_counts = EditCounts::default();
    Match {
        level,
        kind: basis.kind(edit_counts),
        form: None,
        similarity: basis.similarity(),
        a: match_side(units.a, basis.overlap().map(Overlap::containment_a)),
        b: match_side(units.b, basis.overlap().map(Overlap::containment_b)),
        edits: Vec::new(),
        edit_counts,
        paraphrase: basis.evidence(),
    }
}

/// One side of a match, without its coverage.
fn match_side(unit: &Unit<'_>, containment: Option<f64>) -> MatchSide {
    MatchSide {
        document: unit.document.index(),
        speech: unit.speech.map(SpeechId::index),
        span: unit.span(),
        content_chars: unit.range.len(),
        coverage: 0.0,
        containment,
        content_hash: content_hash(unit.chars()),
        is_quoted: false,
    }
}

fn aligned_unit<'u>(unit: &Unit<'u>) -> AlignedUnit<'u> {
    let text = AlignedText { text: unit.text, content: unit.content };
    AlignedUnit { text, range: unit.range.clone(), start: unit.span().start }
}

fn union_len(ranges: impl Iterator<Item = Range<usize>>) -> usize {
    union(ranges).iter().map(Range::len).sum()
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::EditKind;
    use crate::document::Document;
    use crate::scan::sections::ParagraphRef;
    use crate::seeds::SequenceId;

    const PLAIN: &str = "会议要求各级部门认真落实责任，切实加强安全生产工作。";
    const OVERLAP: Overlap = Overlap { a: 20, b: 30, shared: 10 };

    /// Calls `test` with a builder, and with the paragraphs of two documents as units.
    fn with_units(a: &str, b: &str, test: impl Fn(&MatchBuilder<'_>, &UnitPair<'_>)) {
        let documents = [a, b].map(|text| Document { text: text.into(), ..Document::default() });
        let settings = ScanSettings::default();
        let collection = SectionedCollection::new(&documents, &settings);
        let paragraphs =
            [0, 1].map(|section| ParagraphRef { section: SectionId(section), number: 0 });
        let units = collection.paragraph_units(&paragraphs);
        let formulaic = FormulaicText::default();
        let builder = MatchBuilder::new(&collection, &formulaic, &settings);
        test(&builder, &UnitPair { a: &units[0], b: &units[1] });
    }

    fn paraphrase(contradictions: &[Contradiction]) -> Paraphrase {
        let contradictions = contradictions.to_vec();
        let evidence = ParaphraseEvidence {
            meaning: 0.9,
            words: 0.5,
            similar_words: Vec::new(),
            contradictions,
            by_chance: 0.0,
        };
        let (covered_a, covered_b, wording) = (0.5, 0.25, Wording::Other);
        Paraphrase { score: 0.75, evidence, covered_a, covered_b, recurs: false, wording }
    }

    /// Whether two shares are equal.
    fn is(share: f64, expected: f64) -> bool {
        (share - expected).abs() < 1e-9
    }

    #[test]
    fn equal_units_are_exact_and_cover_each_other() {
        with_units(PLAIN, &PLAIN.replace('，', "、"), |builder, units| {
            let found = builder.build(Level::Paragraph, units, Basis::Equal);
            assert_eq!((found.kind, found.edit_counts.punctuation), (Kind::Exact, 1));
            assert_eq!(found.a.content_hash, found.b.content_hash);
            assert_eq!((found.a.document, found.b.document), (0, 1));
            assert!(is(found.similarity, 1.0) && is(found.a.coverage, 1.0));
            assert_eq!(found.b.containment, Some(1.0));
        });
    }

    #[test]
    fn units_with_common_shingles_are_near_unless_only_variables_differ() {
        let kind_of = |b: &str| {
            let kind = std::cell::Cell::new(Kind::Exact);
            with_units(PLAIN, b, |builder, units| {
                let found = builder.build(Level::Paragraph, units, Basis::Shingles(OVERLAP));
                assert!(is(found.similarity, 0.25) && found.a.containment == Some(0.5));
                kind.set(found.kind);
            });
            kind.get()
        };
        assert_eq!(kind_of(&PLAIN.replace("认真", "严格")), Kind::Near);
        assert_eq!(kind_of(PLAIN), Kind::Near);
    }

    #[test]
    fn units_that_differ_in_variables_only_are_templates() {
        let report = |date: &str| format!("截至{date}，全省新增就业岗位完成年度任务。");
        with_units(&report("2023年5月3日"), &report("2024年6月7日"), |builder, units| {
            let found = builder.build(Level::Paragraph, units, Basis::Shingles(OVERLAP));
            assert_eq!(found.kind, Kind::Template, "{:?}", found.edits);
        });
    }

    #[test]
    fn contradictions_decide_the_kind_of_a_paraphrase() {
        use Contradiction::{Names, Negation, Numbers};
        let rows: [(&[Contradiction], Kind); 4] = [
            (&[], Kind::Paraphrase),
            (&[Numbers, Names], Kind::Template),
            (&[Negation], Kind::Near),
            (&[Numbers, Negation], Kind::Near),
        ];
        for (contradictions, kind) in rows {
            assert_eq!(paraphrase_kind(contradictions), kind, "{contradictions:?}");
        }
    }

    #[test]
    fn a_paraphrase_covers_its_words_and_a_passage_its_section() {
        with_units(PLAIN, PLAIN, |builder, units| {
            let paraphrase = paraphrase(&[]);
            let paragraphs = builder.build(Level::Paragraph, units, Basis::Paraphrase(&paraphrase));
            assert!(is(paragraphs.a.coverage, 0.5) && is(paragraphs.b.coverage, 0.25));
            assert!(is(paragraphs.similarity, 0.75) && paragraphs.a.containment.is_none());
            assert_eq!(
                (paragraphs.kind, paragraphs.paraphrase),
                (Kind::Paraphrase, Some(paraphrase.evidence.clone()))
            );
            let passages = builder.build(Level::Passage, units, Basis::Paraphrase(&paraphrase));
            assert!(is(passages.a.coverage, 1.0) && is(passages.b.coverage, 1.0));
        });
    }

    #[test]
    fn edits_of_a_passage_are_added_last() {
        with_units(PLAIN, PLAIN, |builder, _| {
            let alignment = Alignment::equal_run(4, 4, 12);
            let passages = [Passage { a: SequenceId(0), b: SequenceId(1), alignment, score: 12.0 }];
            let found = builder.passage_match(&passages[0]);
            assert!(found.edits.is_empty() && is(found.similarity, 1.0));
            assert_eq!(found.a.span.of(PLAIN), "各级部门认真落实责任，切实");
            assert!(is(found.a.coverage, 0.5), "{}", found.a.coverage);
            let complete = builder.with_edits(found, &passages[0]);
            assert_eq!((complete.kind, complete.edits.len()), (Kind::Exact, 0));
        });
    }

    #[test]
    fn edits_lie_inside_of_the_spans() {
        let (a, b) = (format!("{PLAIN}会后，大家进行了讨论。"), PLAIN.replace("认真", "严格"));
        with_units(&a, &b, |builder, units| {
            let found = builder.build(Level::Paragraph, units, Basis::Shingles(OVERLAP));
            assert!(found.edits.iter().any(|edit| edit.kind == EditKind::Deleted));
            assert!(
                found
                    .edits
                    .iter()
                    .all(|edit| found.a.span.contains(edit.a) && found.b.span.contains(edit.b))
            );
            assert!(found.a.coverage < found.b.coverage && found.b.coverage <= 1.0);
            let outline = outline(Level::Paragraph, units, Basis::Shingles(OVERLAP));
            assert!(outline.edits.is_empty() && is(outline.a.coverage, 0.0));
            assert!(is(outline.similarity, found.similarity));
            assert_eq!((outline.a.place(), outline.b.place()), (found.a.place(), found.b.place()));
        });
    }
}
