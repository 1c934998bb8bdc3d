//! Roll-up: what several matches show is reported once, by the match that shows most of it.
//!
//! A match *subsumes* another one if it shows what the other one shows, so that the other one is
//! not reported. [`RULES`] says which match subsumes which. All other code here only finds the
//! matches that may subsume a given one.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::coarse_matches::CoarseMatches;
use super::findings::Match;
use super::ignored_text::IgnoredText;
use super::level_pairs::{LevelPairs, Pair};
use super::match_builder::{MatchBuilder, unit_matches};
use super::paraphrase_search::ParaphrasePair;
use super::pending_match::{Missing, PendingMatch};
use super::sections::{ParagraphRef, SectionPair};
use crate::align::Passage;
use crate::document::{DocId, Level, SectionId, share_within};

/// What was compared in a match, as far as roll-up distinguishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Two documents.
    Document,
    /// Two speeches, by shingles or as paraphrases.
    Speech,
    /// Two paragraphs, by shingles.
    Paragraph,
    /// Two paragraphs that are paraphrases.
    ParagraphParaphrase,
    /// Two passages that are paraphrases.
    PassageParaphrase,
    /// Two aligned passages.
    Passage,
}

/// Condition on the extents of two matches for one to subsume the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Condition {
    /// Both matches lie in the same two documents or speeches.
    Always,
    /// The subsuming match contains half of both sides, and is longer on one of them.
    ContainsHalfAndIsLonger,
    /// The subsuming match contains most of one side.
    ContainsOneSide,
    /// The subsuming match contains most of both sides.
    ContainsBothSides,
    /// One of the two matches contains most of both sides of the other one, and the subsumed match
    /// is on neither side longer than the subsuming one by more than [`CHANCE_CHARS`].
    SameExtent,
    /// As [`Self::SameExtent`], and the subsumed match contains most of neither side of the
    /// subsuming one.
    SameExtentWithoutWholeSide,
}

/// A rule: a match of class `by` subsumes one of class `subsumed` under a condition.
struct Rule {
    by: Class,
    subsumed: Class,
    condition: Condition,
}

const fn rule(by: Class, subsumed: Class, condition: Condition) -> Rule {
    Rule { by, subsumed, condition }
}

/// All rules. A pair of classes without a rule is never subsumed.
const RULES: [Rule; 16] = [
    // The edits of two documents or speeches show everything that their parts have in common.
    rule(Class::Document, Class::Speech, Condition::Always),
    rule(Class::Document, Class::Paragraph, Condition::Always),
    rule(Class::Document, Class::ParagraphParaphrase, Condition::Always),
    rule(Class::Document, Class::PassageParaphrase, Condition::Always),
    rule(Class::Document, Class::Passage, Condition::Always),
    rule(Class::Speech, Class::Paragraph, Condition::Always),
    rule(Class::Speech, Class::ParagraphParaphrase, Condition::Always),
    rule(Class::Speech, Class::PassageParaphrase, Condition::Always),
    rule(Class::Speech, Class::Passage, Condition::Always),
    // A passage that extends beyond two paragraphs shows what they have in common, and more.
    rule(Class::Passage, Class::Paragraph, Condition::ContainsHalfAndIsLonger),
    rule(Class::Passage, Class::ParagraphParaphrase, Condition::ContainsHalfAndIsLonger),
    // Equal characters are stronger evidence than similar words, even if one side has more to it.
    rule(Class::Passage, Class::ParagraphParaphrase, Condition::ContainsOneSide),
    // A passage that follows a paraphrase only as far as its sentences stand in order shows less.
    rule(Class::Passage, Class::PassageParaphrase, Condition::ContainsBothSides),
    rule(Class::PassageParaphrase, Class::Passage, Condition::ContainsBothSides),
    // A match of two paragraphs shows a passage of about the same extent, with its similarity.
    // A passage that is most of one paragraph is equal characters, stronger evidence than the
    // similar words of a paraphrase, so that it stays.
    rule(Class::Paragraph, Class::Passage, Condition::SameExtent),
    rule(Class::ParagraphParaphrase, Class::Passage, Condition::SameExtentWithoutWholeSide),
];

/// Minimum share of a side that must lie in the other match to be contained in it.
///
/// The rest may be the ends of a passage that alignment cut short or extended by chance. Asking
/// for half instead, as in [`HALF`], lowers the share of 300 spun passages on news that one match
/// reports from .91 to .86.
pub(super) const SUBSUMED_SHARE: f64 = 0.8;
/// Minimum share of both paragraphs that a longer passage contains. Half is enough for a passage,
/// since it reports every character that the paragraphs have in common there.
const HALF: f64 = 0.5;
/// Content characters by which a passage may be longer than a paragraph by chance, because the next
/// characters happen to be equal. The length of a word or two; it has not been measured by itself.
const CHANCE_CHARS: usize = 6;

/// Class and ranges of a match between two sections.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Extent {
    class: Class,
    /// Range in the content of the first section.
    a: Range<usize>,
    /// Range in the content of the second section.
    b: Range<usize>,
}

impl Extent {
    fn of_passage(passage: &Passage) -> Self {
        Self {
            class: Class::Passage,
            a: passage.alignment.range_a(),
            b: passage.alignment.range_b(),
        }
    }

    fn of_paraphrase(class: Class, pair: &ParaphrasePair) -> Self {
        Self { class, a: pair.a.content.clone(), b: pair.b.content.clone() }
    }

    /// Whether a share of both sides of `other` lies inside.
    fn contains(&self, other: &Self, share: f64) -> bool {
        share_within(&other.a, &self.a) >= share && share_within(&other.b, &self.b) >= share
    }

    /// Whether most of one side of `other` lies inside.
    fn contains_one_side(&self, other: &Self) -> bool {
        share_within(&other.a, &self.a) >= SUBSUMED_SHARE
            || share_within(&other.b, &self.b) >= SUBSUMED_SHARE
    }

    /// Whether one side is longer than that of `other`, by more than chance.
    fn is_longer(&self, other: &Self) -> bool {
        self.a.len() > other.a.len() + CHANCE_CHARS || self.b.len() > other.b.len() + CHANCE_CHARS
    }

    /// Whether one of the two matches contains most of both sides of the other one.
    fn overlaps_most_of(&self, other: &Self) -> bool {
        self.contains(other, SUBSUMED_SHARE) || other.contains(self, SUBSUMED_SHARE)
    }
}

impl Condition {
    /// Whether the condition holds of a subsuming match and a subsumed one.
    fn holds(self, by: &Extent, subsumed: &Extent) -> bool {
        match self {
            Self::Always => true,
            Self::ContainsHalfAndIsLonger => by.contains(subsumed, HALF) && by.is_longer(subsumed),
            Self::ContainsOneSide => by.contains_one_side(subsumed),
            Self::ContainsBothSides => by.contains(subsumed, SUBSUMED_SHARE),
            Self::SameExtent => by.overlaps_most_of(subsumed) && !subsumed.is_longer(by),
            Self::SameExtentWithoutWholeSide => {
                Self::SameExtent.holds(by, subsumed) && !subsumed.contains_one_side(by)
            }
        }
    }
}

/// Whether one match between two sections subsumes another one between them.
fn subsumes(by: &Extent, subsumed: &Extent) -> bool {
    let rules = RULES.iter().filter(|rule| rule.by == by.class && rule.subsumed == subsumed.class);
    rules.into_iter().any(|rule| rule.condition.holds(by, subsumed))
}

/// Matches of all levels, before roll-up.
pub(super) struct RollUp<'c, 'u> {
    /// Matches of documents and speeches.
    pub(super) coarse: CoarseMatches<'c, 'u>,
    /// Pairs of paragraphs.
    pub(super) paragraphs: LevelPairs<'u>,
    /// The paragraph of each unit of `paragraphs`, ascending.
    pub(super) paragraph_refs: Vec<ParagraphRef>,
    /// Aligned passages, without those that a match of documents or speeches subsumes.
    pub(super) passages: Vec<Passage>,
    /// Passages that are paraphrases, in order of their sections.
    pub(super) paraphrases: Vec<ParaphrasePair>,
    /// Text that is not reported.
    pub(super) ignored: IgnoredText,
}

/// Aligned passages by their sections.
type PassagesBySections<'r> = BTreeMap<SectionPair, Vec<&'r Passage>>;

impl RollUp<'_, '_> {
    /// The matches to report: those of documents, speeches and paragraphs, then those of passages.
    /// [`complete`](Self::complete) adds what most of them miss, once it is known which of them are
    /// dropped because they are in large clusters.
    pub(super) fn matches(&self, builder: &MatchBuilder<'_>) -> Vec<PendingMatch> {
        let by_sections = self.passages_by_sections();
        let paraphrases: Vec<&ParaphrasePair> = self
            .paraphrases
            .iter()
            .filter(|pair| self.reports_paraphrase(pair, &by_sections))
            .collect();
        let mut matches = self.document_matches();
        matches.extend(self.speech_matches(builder));
        matches.extend(self.paragraph_matches(&by_sections));
        matches.par_extend(
            paraphrases
                .par_iter()
                .map(|pair| PendingMatch::complete(builder.paraphrase_match(Level::Passage, pair))),
        );
        let passages = self.passages.par_iter().enumerate();
        let reported = passages.filter(|(_, passage)| self.reports_passage(passage, &paraphrases));
        matches.par_extend(reported.map(|(number, passage)| {
            PendingMatch::of_passage(builder.passage_match(passage), number)
        }));
        matches
    }

    /// A match with everything that is reported of it.
    pub(super) fn complete(&self, pending: PendingMatch, builder: &MatchBuilder<'_>) -> Match {
        let PendingMatch { found, missing } = pending;
        match missing {
            None => found,
            Some(Missing::PassageEdits(number)) => {
                builder.with_edits(found, &self.passages[number as usize])
            }
            Some(Missing::Units(number)) => {
                let pairs = self.pairs_of(found.level);
                builder.unit_match(found.level, pairs, &pairs.pairs[number as usize])
            }
        }
    }

    /// The pairs of units of a level.
    fn pairs_of(&self, level: Level) -> &LevelPairs<'_> {
        match level {
            Level::Document => &self.coarse.documents,
            Level::Speech => &self.coarse.speeches,
            Level::Paragraph | Level::Passage => &self.paragraphs,
        }
    }

    fn passages_by_sections(&self) -> PassagesBySections<'_> {
        let mut by_sections = PassagesBySections::new();
        for passage in &self.passages {
            by_sections.entry(sections_of(passage)).or_default().push(passage);
        }
        by_sections
    }

    fn document_matches(&self) -> Vec<PendingMatch> {
        unit_matches(Level::Document, &self.coarse.documents, |pair| {
            !self.is_ignored_document(pair.a) && !self.is_ignored_document(pair.b)
        })
    }

    fn is_ignored_document(&self, document: usize) -> bool {
        self.ignored.covers_document(DocId::new(document), self.coarse.collection)
    }

    fn speech_matches(&self, builder: &MatchBuilder<'_>) -> Vec<PendingMatch> {
        let speeches = &self.coarse.speeches;
        let mut matches = unit_matches(Level::Speech, speeches, |pair| {
            let sections = SectionPair::new(SectionId::new(pair.a), SectionId::new(pair.b));
            self.reports(sections, &unit_extent(Class::Speech, speeches, pair), &[])
        });
        let paraphrases = self.coarse.paraphrases.par_iter().filter(|pair| {
            self.reports(pair.sections(), &Extent::of_paraphrase(Class::Speech, pair), &[])
        });
        matches.par_extend(
            paraphrases
                .map(|pair| PendingMatch::complete(builder.paraphrase_match(Level::Speech, pair))),
        );
        matches
    }

    fn paragraph_matches(&self, passages: &PassagesBySections<'_>) -> Vec<PendingMatch> {
        unit_matches(Level::Paragraph, &self.paragraphs, |pair| {
            let is_paraphrase = pair.paraphrase.is_some();
            let class = if is_paraphrase { Class::ParagraphParaphrase } else { Class::Paragraph };
            let [a, b] = [pair.a, pair.b].map(|unit| self.paragraph_refs[unit].section);
            let sections = SectionPair::new(a, b);
            self.reports(
                sections,
                &unit_extent(class, &self.paragraphs, pair),
                passages_of(passages, sections),
            )
        })
    }

    fn reports_paraphrase(&self, pair: &ParaphrasePair, passages: &PassagesBySections<'_>) -> bool {
        let extent = Extent::of_paraphrase(Class::PassageParaphrase, pair);
        self.reports(pair.sections(), &extent, passages_of(passages, pair.sections()))
    }

    /// Whether a match is reported: its text is not ignored, and no match of documents or speeches
    /// and none of these passages subsumes it.
    fn reports(&self, sections: SectionPair, extent: &Extent, passages: &[&Passage]) -> bool {
        let is_ignored = self.ignored.covers(sections.a, &extent.a)
            || self.ignored.covers(sections.b, &extent.b);
        let passages = passages.iter().map(|passage| Extent::of_passage(passage));
        !is_ignored
            && !self.coarse_extents(sections).chain(passages).any(|by| subsumes(&by, extent))
    }

    /// Whether an aligned passage is reported: neither a match of paragraphs nor one of these
    /// paraphrases subsumes it. The search has dropped those that larger matches subsume.
    fn reports_passage(&self, passage: &Passage, paraphrases: &[&ParaphrasePair]) -> bool {
        let extent = Extent::of_passage(passage);
        let of_sections = paraphrases_of(paraphrases, sections_of(passage));
        let paraphrases =
            of_sections.iter().map(|pair| Extent::of_paraphrase(Class::PassageParaphrase, pair));
        !self
            .paragraph_extent(passage)
            .into_iter()
            .chain(paraphrases)
            .any(|by| subsumes(&by, &extent))
    }

    /// Extents of the matches of documents and speeches that two sections are parts of.
    fn coarse_extents(&self, sections: SectionPair) -> impl Iterator<Item = Extent> {
        let document = self.coarse.documents_match(sections).then_some(Class::Document);
        let speech = self.coarse.speeches_match(sections).then_some(Class::Speech);
        document.into_iter().chain(speech).map(move |class| self.whole_extent(class, sections))
    }

    fn whole_extent(&self, class: Class, sections: SectionPair) -> Extent {
        let [a, b] =
            [sections.a, sections.b].map(|id| 0..self.coarse.collection.section(id).content.len());
        Extent { class, a, b }
    }

    /// Extent of the match of the two paragraphs that most of a passage lies in, if they match.
    fn paragraph_extent(&self, passage: &Passage) -> Option<Extent> {
        let a = self.paragraph_at(SectionId::from(passage.a), &passage.alignment.range_a())?;
        let b = self.paragraph_at(SectionId::from(passage.b), &passage.alignment.range_b())?;
        if !self.paragraphs.are_alike(a, b) {
            return None;
        }
        let is_paraphrase = self.paragraphs.are_paraphrases(a, b);
        let class = if is_paraphrase { Class::ParagraphParaphrase } else { Class::Paragraph };
        let [a, b] = [a, b].map(|unit| self.paragraphs.units[unit].range.clone());
        Some(Extent { class, a, b })
    }

    /// Unit of the paragraph that most of a range lies in, if it was compared.
    fn paragraph_at(&self, section: SectionId, range: &Range<usize>) -> Option<usize> {
        let number = self.coarse.collection.section(section).paragraph_at(range)?;
        self.paragraph_refs.binary_search(&ParagraphRef { section, number }).ok()
    }
}

fn sections_of(passage: &Passage) -> SectionPair {
    SectionPair::new(SectionId::from(passage.a), SectionId::from(passage.b))
}

fn unit_extent(class: Class, level: &LevelPairs<'_>, pair: &Pair) -> Extent {
    let [a, b] = [pair.a, pair.b].map(|unit| level.units[unit].range.clone());
    Extent { class, a, b }
}

fn passages_of<'p>(
    passages: &'p PassagesBySections<'_>,
    sections: SectionPair,
) -> &'p [&'p Passage] {
    passages.get(&sections).map_or(&[], Vec::as_slice)
}

/// The paraphrases between two sections; `paraphrases` are in order of their sections.
fn paraphrases_of<'p, 'r>(
    paraphrases: &'p [&'r ParaphrasePair],
    sections: SectionPair,
) -> &'p [&'r ParaphrasePair] {
    let first = paraphrases.partition_point(|pair| pair.sections() < sections);
    let rest = &paraphrases[first..];
    &rest[..rest.partition_point(|pair| pair.sections() == sections)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSES: [Class; 6] = [
        Class::Document,
        Class::Speech,
        Class::Paragraph,
        Class::ParagraphParaphrase,
        Class::PassageParaphrase,
        Class::Passage,
    ];

    fn extent(class: Class, a: Range<usize>, b: Range<usize>) -> Extent {
        Extent { class, a, b }
    }

    /// Whether a match of class `by` with these ranges subsumes one whose sides are 100..200.
    fn subsumes_hundred(by: Class, subsumed: Class, a: Range<usize>, b: Range<usize>) -> bool {
        subsumes(&extent(by, a, b), &extent(subsumed, 100..200, 100..200))
    }

    #[test]
    fn a_pair_of_classes_has_the_rules_of_the_table() {
        use Class::{Document, Paragraph, ParagraphParaphrase, Passage, PassageParaphrase, Speech};
        let rows: [(Class, &[Class]); 6] = [
            (Document, &[Speech, Paragraph, ParagraphParaphrase, PassageParaphrase, Passage]),
            (Speech, &[Paragraph, ParagraphParaphrase, PassageParaphrase, Passage]),
            (Paragraph, &[Passage]),
            (ParagraphParaphrase, &[Passage]),
            (PassageParaphrase, &[Passage]),
            (Passage, &[Paragraph, ParagraphParaphrase, PassageParaphrase]),
        ];
        for (by, expected) in rows {
            for subsumed in CLASSES {
                let has_rule = RULES.iter().any(|rule| rule.by == by && rule.subsumed == subsumed);
                assert_eq!(has_rule, expected.contains(&subsumed), "{by:?} and {subsumed:?}");
            }
        }
    }

    #[test]
    fn documents_and_speeches_subsume_their_parts_wherever_these_lie() {
        for by in [Class::Document, Class::Speech] {
            for rule in RULES.iter().filter(|rule| rule.by == by) {
                assert_eq!(rule.condition, Condition::Always);
                assert!(subsumes_hundred(by, rule.subsumed, 0..10, 500..510));
            }
        }
    }

    #[test]
    fn a_class_never_subsumes_itself() {
        for class in CLASSES {
            assert!(!subsumes_hundred(class, class, 0..900, 0..900), "{class:?}");
        }
    }

    #[test]
    fn passage_and_paragraph() {
        let subsumes = |a, b| subsumes_hundred(Class::Passage, Class::Paragraph, a, b);
        assert!(subsumes(100..207, 100..200), "longer by 7 on one side");
        assert!(!subsumes(100..206, 100..200), "longer by chance");
        assert!(subsumes(150..257, 150..250), "half of both sides");
        assert!(!subsumes(151..258, 150..257), "less than half of one side");
        assert!(!subsumes(100..200, 100..200), "the same extent");
    }

    #[test]
    fn passage_and_paraphrase_of_paragraphs() {
        let subsumes = |a, b| subsumes_hundred(Class::Passage, Class::ParagraphParaphrase, a, b);
        assert!(subsumes(150..257, 150..250), "longer, and half of both sides");
        assert!(subsumes(100..180, 190..200), "most of one side");
        assert!(!subsumes(100..179, 100..179), "less than most of either side");
    }

    #[test]
    fn passage_and_paraphrase_of_passages() {
        let subsumes = |a, b| subsumes_hundred(Class::Passage, Class::PassageParaphrase, a, b);
        assert!(subsumes(100..180, 120..200), "most of both sides");
        assert!(!subsumes(100..200, 121..200), "less than most of one side");
    }

    #[test]
    fn paraphrase_of_passages_and_passage() {
        let subsumes = |a, b| subsumes_hundred(Class::PassageParaphrase, Class::Passage, a, b);
        assert!(subsumes(0..180, 120..400), "most of both sides");
        assert!(!subsumes(0..180, 121..400), "less than most of one side");
    }

    #[test]
    fn paragraph_and_passage() {
        let subsumes = |a, b| subsumes_hundred(Class::Paragraph, Class::Passage, a, b);
        assert!(subsumes(0..180, 120..400), "most of the passage lies in both paragraphs");
        assert!(subsumes(100..200, 103..197), "both paragraphs lie in a passage longer by chance");
        assert!(!subsumes(100..200, 103..196), "the passage is longer");
        assert!(!subsumes(0..179, 100..200), "only a part of the passage lies in the paragraph");
    }

    #[test]
    fn paraphrase_of_paragraphs_and_passage() {
        let subsumes = |a, b| subsumes_hundred(Class::ParagraphParaphrase, Class::Passage, a, b);
        assert!(subsumes(0..400, 0..400), "the passage is a part of both paragraphs");
        assert!(!subsumes(100..200, 0..400), "the passage is a whole paragraph");
        assert!(!subsumes(0..179, 0..400), "only a part of the passage lies in the paragraph");
    }
}
