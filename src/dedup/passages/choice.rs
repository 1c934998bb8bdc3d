//! Which clauses of a record are cut.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::run::Run;
use crate::align::Alignment;
use crate::dedup::DuplicateKind;
use crate::text::{Boundary, Clause, width};

/// Width in ideographs of a change that does not divide a passage. A clause of which more is new, and
/// half or more of it, is not cut with those around it, nor a sentence with another number.
const BRIDGED: f64 = 8.0;

/// What decides what is cut.
pub(super) struct CutRule<'s> {
    /// Least width of a passage in ideographs.
    pub(super) min_chars: usize,
    /// Least share of the characters of a passage that stand in the kept text.
    pub(super) similarity: f64,
    /// Whether short half sentences at the ends of passages are no part of them.
    pub(super) leaves_half_sentences: bool,
    /// The kinds of passages that are removed.
    pub(super) removed: &'s [DuplicateKind],
}

/// A record of which passages are cut.
pub(super) struct Own<'t> {
    pub(super) rank: u32,
    pub(super) chars: &'t [char],
    pub(super) clauses: &'t [Clause],
}

/// Clauses that stand in what is kept of an earlier record, or of the same one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Passage {
    /// Their numbers.
    pub(super) clauses: Range<usize>,
    /// Their content characters.
    pub(super) own: Range<u32>,
    /// Rank of the earlier record.
    pub(super) source: u32,
    /// The content characters there.
    pub(super) place: Range<u32>,
    /// Share of their characters that are equal there.
    pub(super) similarity: f32,
    pub(super) kind: DuplicateKind,
    /// Whether passages of this kind are removed.
    pub(super) is_removed: bool,
}

impl Passage {
    /// Number of its characters that are equal there.
    pub(super) fn equal(&self) -> f64 {
        (f64::from(self.similarity) * self.own.len() as f64).round()
    }

    /// The content characters of the earlier record.
    pub(super) fn place(&self) -> Range<usize> {
        self.place.start as usize..self.place.end as usize
    }
}

/// The passages of a record that are chosen so far.
struct Chosen<'o, 't> {
    own: &'o Own<'t>,
    passages: Vec<Passage>,
    /// For each clause whether it is in one of them.
    is_taken: Vec<bool>,
}

impl CutRule<'_> {
    /// The passages of a record along `runs`, by their places. `cut` has what was cut from earlier
    /// records.
    pub(super) fn choose(
        &self,
        own: &Own<'_>,
        runs: &[Run],
        cut: &HashMap<u32, Vec<Range<u32>>>,
    ) -> Vec<Passage> {
        let is_taken = vec![false; own.clauses.len()];
        let mut chosen = Chosen { own, passages: Vec::new(), is_taken };
        let (mut repeats, mut others): (Vec<&Run>, Vec<&Run>) =
            runs.iter().partition(|run| run.source == own.rank);
        others.sort_by_key(|run| (Reverse(run.alignment.equal()), run.place()));
        for run in others {
            let hidden = cut.get(&run.source).map_or(&[][..], Vec::as_slice);
            for part in run.alignment.without_a(hidden) {
                self.add(run, &part, &mut chosen);
            }
        }
        // What a record repeats of itself, from its beginning on: then no first place is cut later.
        repeats.sort_by_key(|run| (run.alignment.b, Reverse(run.alignment.equal()), run.place()));
        for run in repeats {
            for part in run.alignment.without_a(&chosen.cut()) {
                self.add(run, &part, &mut chosen);
            }
        }
        chosen.passages.sort_by_key(|passage| passage.own.start);
        chosen.passages
    }

    /// The parts of a record in which passages may be along an alignment, or along a part of it, in whole
    /// sentences; clauses that say something else there only make them fewer.
    pub(super) fn parts(&self, own: &Own<'_>, alignment: &Alignment) -> Vec<Range<usize>> {
        let (first, clauses) = clauses_along(own, alignment);
        let copied = copied_clauses(clauses, alignment, own.chars);
        let copied = Copied { rule: self, own, first, clauses: &copied };
        let mut parts = Vec::new();
        for stretch in copied.undivided() {
            if own.width(stretch.clone()) >= self.min_chars as f64 {
                parts.push(own.range(own.whole_sentences(stretch)));
            }
        }
        parts
    }

    /// Adds the clauses that stand along a part of the alignment of a run, and are not in another
    /// passage.
    fn add(&self, run: &Run, alignment: &Alignment, chosen: &mut Chosen<'_, '_>) {
        let (first, clauses) = clauses_along(chosen.own, alignment);
        let mut copied = copied_clauses(clauses, alignment, chosen.own.chars);
        mark_changes(clauses, &run.changes, &mut copied);
        if self.leaves_half_sentences {
            mark_sentences(clauses, &mut copied);
        }
        for stretch in self.stretches(chosen.own, first, &copied) {
            let mut at = stretch.start;
            while at < stretch.end {
                let len =
                    chosen.is_taken[at..stretch.end].iter().take_while(|taken| **taken).count();
                let from = at + len;
                let free = chosen.is_taken[from..stretch.end].iter().take_while(|taken| !**taken);
                at = from + free.count();
                if let Some(passage) = self.passage(run.source, alignment, from..at, chosen.own) {
                    chosen.is_taken[from..at].fill(true);
                    chosen.passages.push(passage);
                }
            }
        }
    }

    /// The longest series of clauses, from number `first` on, that stand in another text as a whole.
    /// `clauses` says how much of each stands there.
    fn stretches(
        &self,
        own: &Own<'_>,
        first: usize,
        clauses: &[CopiedClause],
    ) -> Vec<Range<usize>> {
        let copied = Copied { rule: self, own, first, clauses };
        let mut stretches = Vec::new();
        for stretch in copied.undivided() {
            let sentences =
                Some(copied.sentences(&stretch)).filter(|range| copied.is_enough(range));
            stretches.extend(sentences.or_else(|| copied.is_enough(&stretch).then_some(stretch)));
        }
        stretches
    }

    /// Some clauses along an alignment as a passage, if they are similar by themselves.
    fn passage(
        &self,
        source: u32,
        alignment: &Alignment,
        clauses: Range<usize>,
        own: &Own<'_>,
    ) -> Option<Passage> {
        if clauses.is_empty() {
            return None;
        }
        let range = own.range(clauses.clone());
        let within = alignment.range_b();
        let part = alignment.within_b(range.start.max(within.start)..range.end.min(within.end));
        let (equal, place) = (part.equal(), part.range_a());
        let similarity = equal as f64 / range.len() as f64;
        if similarity < self.similarity {
            return None;
        }
        let is_equal = equal == range.len() && equal == place.len();
        let kind = if is_equal { DuplicateKind::Exact } else { DuplicateKind::Near };
        Some(Passage {
            clauses,
            own: range.start as u32..range.end as u32,
            source,
            place: place.start as u32..place.end as u32,
            similarity: similarity as f32,
            kind,
            is_removed: self.removed.contains(&kind),
        })
    }
}

/// Clauses along an alignment, and how much of them stands in the other text.
struct Copied<'c> {
    rule: &'c CutRule<'c>,
    own: &'c Own<'c>,
    /// Number of the first clause.
    first: usize,
    clauses: &'c [CopiedClause],
}

/// How much of a clause stands in the other text.
#[derive(Clone, Copy, Default)]
struct CopiedClause {
    /// Number of its characters that are equal.
    equal: usize,
    /// Whether it says something else there: with another number or name, or a negation.
    says_other: bool,
}

impl Copied<'_> {
    /// The series of clauses that none divides, from the first to the last that stands in the other text.
    fn undivided(&self) -> Vec<Range<usize>> {
        let all = self.first..self.first + self.clauses.len();
        let mut series = Vec::new();
        let mut at = all.start;
        while at < all.end {
            let end = (at..all.end).find(|&clause| self.divides(clause)).unwrap_or(all.end);
            let start = (at..end).find(|&clause| self.stands(clause));
            let last = (at..end).rev().find(|&clause| self.stands(clause));
            series.extend(start.zip(last).map(|(start, last)| start..last + 1));
            at = end + 1;
        }
        series
    }

    /// Whether a clause stands in the other text by itself.
    fn stands(&self, clause: usize) -> bool {
        let CopiedClause { equal, .. } = self.clauses[clause - self.first];
        equal as f64 >= self.rule.similarity * self.own.len(clause) as f64
    }

    /// Whether so much of a clause is new that it is not cut.
    fn divides(&self, clause: usize) -> bool {
        let len = self.own.len(clause);
        let CopiedClause { equal, says_other } = self.clauses[clause - self.first];
        let new = len - equal;
        let width = self.own.width(clause..clause + 1) * new as f64 / len as f64;
        says_other || 2 * new >= len && width > BRIDGED
    }

    /// Whether clauses are long and similar enough.
    fn is_enough(&self, clauses: &Range<usize>) -> bool {
        if clauses.is_empty() || !self.stands(clauses.start) || !self.stands(clauses.end - 1) {
            return false;
        }
        let copied = &self.clauses[clauses.start - self.first..clauses.end - self.first];
        let equal: usize = copied.iter().map(|clause| clause.equal).sum();
        let len = self.own.range(clauses.clone()).len();
        self.own.width(clauses.clone()) >= self.rule.min_chars as f64
            && equal as f64 >= self.rule.similarity * len as f64
    }

    /// The clauses without the half sentences at their ends, unless these are long: what is left of a
    /// text is easier to read.
    fn sentences(&self, clauses: &Range<usize>) -> Range<usize> {
        if !self.rule.leaves_half_sentences {
            return clauses.clone();
        }
        let start = clauses.clone().find(|&at| self.own.starts_sentence(at));
        let start = start.filter(|&at| self.is_short(clauses.start..at));
        let end = (clauses.start + 1..=clauses.end).rev().find(|&at| self.own.starts_sentence(at));
        let end = end.filter(|&at| self.is_short(at..clauses.end));
        let (start, end) = (start.unwrap_or(clauses.start), end.unwrap_or(clauses.end));
        start..end.max(start)
    }

    /// Whether half a sentence of some clauses may stay.
    fn is_short(&self, clauses: Range<usize>) -> bool {
        clauses.is_empty() || self.own.width(clauses) < self.rule.min_chars as f64 / 2.0
    }
}

impl Own<'_> {
    /// Some clauses with the rest of their first and of their last sentence.
    fn whole_sentences(&self, clauses: Range<usize>) -> Range<usize> {
        let all = self.clauses.len();
        let start = (0..=clauses.start).rev().find(|&at| self.starts_sentence(at));
        let end = (clauses.end..all).find(|&at| self.starts_sentence(at));
        start.unwrap_or(0)..end.unwrap_or(all)
    }

    /// Whether a sentence begins with a clause, or ends before it.
    fn starts_sentence(&self, clause: usize) -> bool {
        clause == 0 || self.clauses[clause - 1].boundary == Boundary::Sentence
    }

    /// The content characters of some clauses.
    fn range(&self, clauses: Range<usize>) -> Range<usize> {
        self.clauses[clauses.start].first as usize..self.clauses[clauses.end - 1].end as usize
    }

    fn len(&self, clause: usize) -> usize {
        self.range(clause..clause + 1).len()
    }

    fn width(&self, clauses: Range<usize>) -> f64 {
        width(&self.chars[self.range(clauses)])
    }
}

impl Chosen<'_, '_> {
    /// What is cut so far, in order.
    fn cut(&self) -> Vec<Range<u32>> {
        let removed = self.passages.iter().filter(|passage| passage.is_removed);
        let mut cut: Vec<Range<u32>> = removed.map(|passage| passage.own.clone()).collect();
        cut.sort_unstable_by_key(|range| range.start);
        cut
    }
}

/// The clauses of a record along an alignment, and the number of the first.
fn clauses_along<'t>(own: &Own<'t>, alignment: &Alignment) -> (usize, &'t [Clause]) {
    let range = alignment.range_b();
    let first = own.clauses.partition_point(|clause| clause.end as usize <= range.start);
    let end = own.clauses.partition_point(|clause| (clause.first as usize) < range.end);
    (first, &own.clauses[first..end])
}

/// How much of each clause an alignment has as equal.
fn copied_clauses(clauses: &[Clause], alignment: &Alignment, chars: &[char]) -> Vec<CopiedClause> {
    let mut runs = alignment.equal_in_b().peekable();
    let mut copied = vec![CopiedClause::default(); clauses.len()];
    for (clause, copied) in clauses.iter().zip(&mut copied) {
        let (mut at, end) = (clause.first as usize, clause.end as usize);
        while let Some(run) = runs.peek().cloned().filter(|run| run.start < end) {
            let new = &chars[at..run.start.max(at)];
            copied.says_other |= new.iter().any(char::is_ascii_digit);
            copied.equal += run.end.min(end).saturating_sub(run.start.max(at));
            at = at.max(run.end.min(end));
            if run.end > end {
                break;
            }
            runs.next();
        }
        copied.says_other |= chars[at..end].iter().any(char::is_ascii_digit);
    }
    copied
}

/// Marks the clauses in which the meaning is changed.
fn mark_changes(clauses: &[Clause], changes: &[Range<usize>], copied: &mut [CopiedClause]) {
    for change in changes {
        let first = clauses.partition_point(|clause| clause.end as usize <= change.start);
        let clauses = clauses[first..].iter().zip(&mut copied[first..]);
        let end = change.end.max(change.start + 1);
        for (_, copied) in clauses.take_while(|(clause, _)| (clause.first as usize) < end) {
            copied.says_other = true;
        }
    }
}

/// Marks all clauses of a sentence of which one says something else.
fn mark_sentences(clauses: &[Clause], copied: &mut [CopiedClause]) {
    let mut start = 0;
    for sentence in clauses.split_inclusive(|clause| clause.boundary == Boundary::Sentence) {
        let copied = &mut copied[start..start + sentence.len()];
        if copied.iter().any(|clause| clause.says_other) {
            for clause in copied {
                clause.says_other = true;
            }
        }
        start += sentence.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::EditOp;
    use crate::text::{Content, clauses};
    use proptest::prelude::*;

    const RULE: CutRule<'static> = CutRule {
        min_chars: 10,
        similarity: 0.9,
        leaves_half_sentences: true,
        removed: &DuplicateKind::ALL,
    };

    proptest! {
        #[test]
        fn changes_outside_of_the_parts_decide_nothing(
            pieces in prop::collection::vec((0_u32..3, 1_u32..30), 1..8),
            changes in prop::collection::vec(0_usize..72, 0..4),
            cut in prop::option::of((0_u32..60, 1_u32..30)),
        ) {
            let text = [TEXT, &TEXT.replace('，', "。"), &TEXT.replace('。', "，")].concat();
            let content = Content::whole(&text);
            let clauses = clauses(&text, &content);
            let own = Own { rank: 1, chars: content.chars(), clauses: &clauses };
            let alignment = Alignment { a: 0, b: 0, steps: steps(&pieces, content.len()) };
            let mut changes: Vec<Range<usize>> = changes.into_iter().map(|at| at..at + 1).collect();
            changes.sort_by_key(|change| change.start);
            let parts = RULE.parts(&own, &alignment);
            let is_in = |change: &Range<usize>| {
                parts.iter().any(|part| part.start <= change.end && change.start <= part.end)
            };
            let few = changes.iter().filter(|change| is_in(change)).cloned().collect();
            let cut: Vec<Range<u32>> = cut.map(|(start, len)| start..start + len).into_iter().collect();
            let cut = HashMap::from([(0, cut)]);
            let chosen = [changes, few].map(|changes| {
                RULE.choose(&own, &[Run { source: 0, alignment: alignment.clone(), changes }], &cut)
            });
            prop_assert_eq!(&chosen[0], &chosen[1]);
        }
    }

    /// The steps of an alignment over `len` characters: of each piece how it is made, and its length.
    fn steps(pieces: &[(u32, u32)], len: usize) -> Vec<EditOp> {
        let (mut steps, mut left) = (Vec::new(), len as u32);
        for &(kind, len) in pieces {
            let b = len.min(left);
            steps.push(match kind {
                0 => EditOp::Change { a: 1, b: b / 4 },
                _ => EditOp::Equal(b),
            });
            left -= if kind == 0 { b / 4 } else { b };
        }
        steps.retain(|step| step.a() + step.b() > 0);
        steps
    }

    /// What is cut of a text that is equal to an earlier one but for new characters; `cut` was cut
    /// there.
    fn chosen(text: &str, steps: Vec<EditOp>, cut: Option<Range<u32>>) -> Vec<String> {
        chosen_beside(text, steps, cut, Vec::new())
    }

    /// The same, where the meaning of some characters is changed.
    fn chosen_beside(
        text: &str,
        steps: Vec<EditOp>,
        cut: Option<Range<u32>>,
        changes: Vec<Range<usize>>,
    ) -> Vec<String> {
        let content = Content::whole(text);
        let clauses = clauses(text, &content);
        let own = Own { rank: 1, chars: content.chars(), clauses: &clauses };
        let run = Run { source: 0, alignment: Alignment { a: 0, b: 0, steps }, changes };
        let cut = cut.map(|cut| (0, vec![cut])).into_iter().collect();
        let passages = RULE.choose(&own, &[run], &cut);
        passages
            .iter()
            .map(|passage| {
                content.chars()[passage.own.start as usize..passage.own.end as usize]
                    .iter()
                    .collect()
            })
            .collect()
    }

    const TEXT: &str = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。寒来暑往，秋收冬藏。";

    #[test]
    fn what_was_cut_from_the_earlier_text_is_no_reason() {
        let whole = || vec![EditOp::Equal(24)];
        assert_eq!(
            chosen(TEXT, whole(), None),
            ["天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"]
        );
        assert_eq!(chosen(TEXT, whole(), Some(0..8)), ["日月盈昃辰宿列张寒来暑往秋收冬藏"]);
        assert_eq!(chosen(TEXT, whole(), Some(8..16)), [""; 0], "both rests are short");
    }

    #[test]
    fn sentences_that_say_something_else_stay() {
        let beside = |changes: &[(usize, usize)]| {
            let changes = changes.iter().map(|&(start, end)| start..end).collect();
            chosen_beside(TEXT, vec![EditOp::Equal(24)], None, changes)
        };
        assert_eq!(beside(&[(1, 2)]), ["日月盈昃辰宿列张寒来暑往秋收冬藏"]);
        assert_eq!(beside(&[(1, 5)]), ["日月盈昃辰宿列张寒来暑往秋收冬藏"]);
        assert_eq!(beside(&[(18, 18)]), ["天地玄黄宇宙洪荒日月盈昃辰宿列张"]);
        assert_eq!(beside(&[(9, 10), (21, 22)]), [""; 0]);
    }

    #[test]
    fn a_short_half_of_a_sentence_stays() {
        let from = |equal| vec![EditOp::Change { a: 0, b: 24 - equal }, EditOp::Equal(equal)];
        assert_eq!(chosen(TEXT, from(20), None), ["日月盈昃辰宿列张寒来暑往秋收冬藏"]);
        assert_eq!(
            chosen(TEXT, from(12), None),
            ["辰宿列张寒来暑往秋收冬藏"],
            "the rest would be short"
        );
        assert_eq!(chosen(TEXT, from(9), None), [""; 0]);
    }

    #[test]
    fn a_new_clause_divides_a_passage_unless_it_is_short() {
        let steps =
            |new| vec![EditOp::Equal(12), EditOp::Change { a: 0, b: new }, EditOp::Equal(12)];
        let text = |new: &str| TEXT.replace("辰宿", &format!("{new}，辰宿"));
        let parts = ["天地玄黄宇宙洪荒日月盈昃", "辰宿列张寒来暑往秋收冬藏"];
        assert_eq!(chosen(&text("一二三四五六七八九"), steps(9), None), parts);
        assert_eq!(chosen(&text("一二"), steps(2), None), [[parts[0], "一二", parts[1]].concat()]);
    }

    #[test]
    fn a_sentence_with_another_number_stays() {
        let text = TEXT.replace("天地", "天地25");
        let steps = vec![EditOp::Equal(2), EditOp::Change { a: 0, b: 2 }, EditOp::Equal(22)];
        assert_eq!(chosen(&text, steps, None), ["日月盈昃辰宿列张寒来暑往秋收冬藏"]);
    }
}
