//! Rules by which a match is a form of the collection.

use super::findings::{Form, Kind, Match};
use super::formulaic_text::FormulaicUnit;
use crate::align::Alignment;

/// Share of a paraphrase that is text which many works have, from which on it is a formula. Not
/// measured by itself.
const FORMULAIC_SHARE: f64 = 0.8;
/// Greatest length of a form for each of its slots, in ideographs, if nothing else differs: a long
/// text with another date is a copy.
const MAX_PER_SLOT: f64 = 40.0;
/// Greatest length of a form for each of its edits, in ideographs, if some of its text recurs. Of 100
/// news wires that come first, three of four are reuse without this rule.
const MAX_PER_EDIT: f64 = 12.0;
/// The same if a quarter of the edits are slots.
const MAX_PER_EDIT_WITH_SLOTS: f64 = 20.0;
/// Least number of slots for that.
const MIN_SLOTS: usize = 3;
/// Least share of the text that many works have for it to recur. Without it 37 of 672 findings in two
/// histories that copy each other with other names and dates were forms, with it 12.
const MIN_FORMULAIC: f64 = 0.15;

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
}

impl JudgedMatch<'_> {
    /// In what way the match is a form; `None` if it is reuse.
    pub(super) fn form(&self) -> Option<Form> {
        let is_form = self.is_filled() || self.is_formulaic() || self.is_densely_edited();
        let has_slots = self.found.edit_counts.variable > 0;
        is_form.then_some(if has_slots { Form::Template } else { Form::Formula })
    }

    /// Whether the edits alone show a form: only numbers, dates and names differ, every few words.
    fn is_filled(&self) -> bool {
        let slots = self.found.edit_counts.variable as f64;
        self.found.kind == Kind::Template && self.width <= MAX_PER_SLOT * slots
    }

    /// Whether most of the text is text that many works have.
    fn is_formulaic(&self) -> bool {
        if self.found.paraphrase.is_some() {
            return self.unit.share() >= FORMULAIC_SHARE;
        }
        self.unit.is_formula(self.pieces, self.others, self.min_chars as f64)
    }

    /// Whether some of the text recurs, and so much of it differs that it is a form.
    fn is_densely_edited(&self) -> bool {
        let slots = self.found.edit_counts.variable;
        let all = slots + self.found.edit_counts.content_edits();
        let has_slots = slots >= MIN_SLOTS && slots * 4 >= all;
        let most = if has_slots { MAX_PER_EDIT_WITH_SLOTS } else { MAX_PER_EDIT };
        self.found.paraphrase.is_none()
            && self.width <= most * all as f64
            && self.unit.share() >= MIN_FORMULAIC
    }
}
