//! Rules by which a match is a form of the collection.

use super::findings::{Form, Kind, Match};
use super::formulaic_text::FormulaicUnit;
use crate::align::Alignment;
use crate::document::Level;

/// Share of a paraphrase that is text which many works have, from which on it is a formula: of 24 pairs of
/// laws, news and documentation with .6 to .8, which were read, 22 are forms, of 24 with .4 to .6 about
/// half.
const FORMULAIC_SHARE: f64 = 0.6;
/// Greatest length of a form for each of its slots, in ideographs, if nothing else differs: a long
/// text with another date is a copy.
const MAX_PER_SLOT: f64 = 40.0;
/// Greatest length of a form for each of its edits, in ideographs, if some of its text recurs or one
/// document has both places. Of 14 such passages of news wires, laws and news that one document has
/// 8 became forms, all of them parallel clauses and tables; with 20 in place of 12, 2 repeated
/// passages of 9 did too.
const MAX_PER_EDIT: f64 = 12.0;
/// The same if a quarter of the edits are slots, whether its text recurs or not. Of the first 100
/// findings in news wires 12 are forms by this rule, all of them bulletins of a series.
const MAX_PER_EDIT_WITH_SLOTS: f64 = 20.0;
/// Least number of slots for that.
const MIN_SLOTS: usize = 3;
/// Least share of the text that many works have for it to recur. Without it 37 of 672 findings in two
/// histories that copy each other with other names and dates were forms, with it 12.
const MIN_FORMULAIC: f64 = 0.15;

/// Least share of either of two paragraphs of one document that is aligned, from which on they are rather
/// parallel clauses than a heading and its news, or a summary.
const MIN_PARALLEL: f64 = 0.8;
/// The same, if both shares are about the same: a heading is aligned as a whole, and its news in part.
const MIN_EQUAL: f64 = 0.6;
/// Greatest difference of such shares.
const MOST_UNEQUAL: f64 = 0.15;

/// A match, and what is known of its text.
pub(super) struct JudgedMatch<'m> {
    pub(super) found: &'m Match,
    /// Its first place.
    pub(super) unit: &'m FormulaicUnit<'m>,
    /// Aligned pieces of both places.
    pub(super) pieces: &'m [Alignment],
    /// Characters of the content that the pieces have in the second place.
    pub(super) others: &'m [char],
    /// Width of the narrower place, in ideographs.
    pub(super) width: f64,
    /// Least score of a passage, in ideographs.
    pub(super) min_chars: usize,
    /// Whether the collection is large enough for forms to be told.
    pub(super) has_forms: bool,
    /// Number of its slots that are numbers of provisions, which are no evidence.
    pub(super) renumbered: usize,
    /// Whether it is a paraphrase, and several other texts say about the same.
    pub(super) recurs: bool,
    /// Whether it is a paraphrase of a list or a slogan, or a notice of a licence in a collection that
    /// has forms.
    pub(super) states_nothing: bool,
}

/// Whether two paragraphs of one document with these aligned shares are parallel clauses.
fn are_parallel(a: f64, b: f64) -> bool {
    let least = a.min(b);
    least >= MIN_PARALLEL || least >= MIN_EQUAL && (a - b).abs() <= MOST_UNEQUAL
}

impl JudgedMatch<'_> {
    /// In what way the match is a form; `None` if it is reuse.
    pub(super) fn form(&self) -> Option<Form> {
        let is_form = self.is_filled()
            || self.is_formulaic()
            || self.is_densely_edited()
            || self.is_parallel()
            || self.has_forms && self.recurs
            || self.states_nothing;
        let has_slots = self.slots() > 0;
        is_form.then_some(if has_slots { Form::Template } else { Form::Formula })
    }

    /// Number of names, numbers and dates that differ.
    fn slots(&self) -> usize {
        self.found.edit_counts.variable - self.renumbered
    }

    /// Number of differences in content.
    fn edits(&self) -> usize {
        self.slots() + self.found.edit_counts.content_edits()
    }

    /// Whether the edits alone show a form: only numbers, dates and names differ, every few words.
    fn is_filled(&self) -> bool {
        self.found.kind == Kind::Template && self.width <= MAX_PER_SLOT * self.slots() as f64
    }

    /// Whether most of the text is text that many works have.
    fn is_formulaic(&self) -> bool {
        if self.found.paraphrase.is_some() {
            return self.unit.share() >= FORMULAIC_SHARE;
        }
        self.unit.is_formula(self.pieces, self.others, self.min_chars as f64)
    }

    /// Whether one document says something else in the same words, as parallel clauses and the rows
    /// of a table do.
    fn is_parallel(&self) -> bool {
        let found = self.found;
        self.has_forms
            && found.a.document == found.b.document
            && matches!(found.level, Level::Paragraph | Level::Passage)
            && if found.paraphrase.is_some() {
                are_parallel(found.a.coverage, found.b.coverage)
            } else {
                self.width <= MAX_PER_EDIT * self.edits() as f64
            }
    }

    /// Whether so much differs that it is a form: many numbers and names among the rest, or anything
    /// if some of the text recurs.
    fn is_densely_edited(&self) -> bool {
        let (slots, all) = (self.slots(), self.edits());
        let has_slots = slots >= MIN_SLOTS && slots * 4 >= all;
        let recurs = self.unit.share() >= MIN_FORMULAIC;
        let most = match (has_slots, recurs) {
            (true, _) => MAX_PER_EDIT_WITH_SLOTS,
            (false, true) => MAX_PER_EDIT,
            (false, false) => return false,
        };
        self.found.paraphrase.is_none() && self.width <= most * all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parallel_clauses_are_aligned_on_both_sides() {
        assert!(are_parallel(0.9, 0.82) && are_parallel(0.7, 0.65));
        assert!(!are_parallel(1.0, 0.7) && !are_parallel(0.5, 0.5));
    }
}
