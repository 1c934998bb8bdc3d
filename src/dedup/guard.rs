//! Which similar texts are no copies: variants, which differ only in what matters, and texts that share
//! a template and nothing else.

use std::sync::{Mutex, OnceLock, PoisonError};

use serde::Serialize;

use crate::align::{Alignment, RunPositions, align_ends, align_part};
use crate::diff::{AlignedText, ContentChanges, own_width};
use crate::document::TextId;
use crate::index::{Limits, SharedSamples};
use crate::similarity::{Measure, Overlap};
use crate::text::{Content, width};

/// Of the sampled shingles that two texts share, the share that recurs in many texts if the two share a
/// template.
const TEMPLATE_SHARE: f64 = 0.8;
/// What two texts of one template share beside the template is less than this many times the text that
/// each has of its own. Values that happen to be equal do not recur either.
const MOST_BESIDE: f64 = 2.0;

/// What two similar texts are to each other if one is no copy of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Resemblance {
    /// The two differ in names, numbers, dates, a negation or an opposite, and in hardly anything else.
    Variant,
    /// Each has a text of its own, and what they share recurs in many texts.
    Template,
}

/// Two texts that look alike and both stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Refusal {
    pub(super) text: TextId,
    pub(super) kept: TextId,
    pub(super) resemblance: Resemblance,
}

/// A text as it is compared character by character.
pub(super) struct ComparedText {
    /// The text of its record.
    pub(super) record: String,
    pub(super) content: Content,
    /// Where its runs are, if other texts were looked for in it.
    runs: OnceLock<RunPositions>,
}

impl ComparedText {
    pub(super) fn new(record: &str, content: Content) -> Self {
        Self { record: record.to_owned(), content, runs: OnceLock::new() }
    }

    fn aligned(&self) -> AlignedText<'_> {
        AlignedText { text: &self.record, content: &self.content }
    }

    /// The alignment of two texts from end to end.
    pub(super) fn align(&self, other: &Self) -> Alignment {
        align_ends(self.content.chars(), other.content.chars())
    }

    /// The alignment of a text with one that stands in it.
    pub(super) fn align_part(&self, part: &Self) -> Alignment {
        let runs = || self.runs.get_or_init(|| RunPositions::new(self.content.chars()));
        align_part(self.content.chars(), part.content.chars(), runs)
    }
}

/// A kept text and one that is similar to it.
pub(super) struct SimilarPair<'p> {
    pub(super) kept: TextId,
    pub(super) text: TextId,
    pub(super) overlap: Overlap,
    pub(super) measure: Measure,
    pub(super) texts: [&'p ComparedText; 2],
}

/// Tells copies from texts that only look alike.
pub(super) struct Guard<'g> {
    samples: &'g SharedSamples,
    limits: Limits,
    refusals: Mutex<Vec<Refusal>>,
}

impl<'g> Guard<'g> {
    pub(super) fn new(samples: &'g SharedSamples, limits: Limits) -> Self {
        Self { samples, limits, refusals: Mutex::default() }
    }

    /// Whether the similar text is a copy of the kept one. If not, the pair is remembered.
    pub(super) fn is_copy(&self, pair: &SimilarPair<'_>, alignment: &Alignment) -> bool {
        let Some(resemblance) = self.resemblance(pair, alignment) else { return true };
        self.refuse(pair.text, pair.kept, resemblance);
        false
    }

    /// Remembers a text that is no copy of a kept one, though it looks alike.
    pub(super) fn refuse(&self, text: TextId, kept: TextId, resemblance: Resemblance) {
        let refusal = Refusal { text, kept, resemblance };
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner).push(refusal);
    }

    /// The pairs that are no copies so far, in no particular order.
    pub(super) fn refusals(&self) -> Vec<Refusal> {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All pairs that are no copies, in the order of the texts.
    pub(super) fn into_refusals(self) -> Vec<Refusal> {
        let mut refusals = self.refusals.into_inner().unwrap_or_else(PoisonError::into_inner);
        refusals.sort_unstable();
        refusals.dedup_by_key(|refusal| refusal.text);
        refusals
    }

    fn resemblance(&self, pair: &SimilarPair<'_>, alignment: &Alignment) -> Option<Resemblance> {
        let [kept, text] = pair.texts;
        let recurring = self.recurring_share(pair);
        let is_of_template = recurring >= TEMPLATE_SHARE;
        // First, since names take long to recognize.
        if is_of_template {
            // What the two share is a template but for this width in ideographs.
            let shared = width(text.content.chars()) * pair.overlap.containment_b();
            let own = own_width(alignment, kept.aligned(), text.aligned());
            if shared * (1.0 - recurring) < own * MOST_BESIDE {
                return Some(Resemblance::Template);
            }
        }
        let changes = ContentChanges::of(alignment, kept.aligned(), text.aligned());
        let changes =
            if pair.measure == Measure::Containment { changes.of_part() } else { changes };
        let is_variant =
            if is_of_template { changes.is_variant_of_template() } else { changes.is_variant() };
        is_variant.then_some(Resemblance::Variant)
    }

    /// Of the samples that two texts share, the share that recurs in many texts; 0 if they share none.
    fn recurring_share(&self, pair: &SimilarPair<'_>) -> f64 {
        let (mut shared, mut recurring) = (0_usize, 0_usize);
        for sample in self.samples.shared(pair.kept, pair.text) {
            shared += 1;
            recurring += usize::from(self.samples.recurs(sample, self.limits));
        }
        recurring as f64 / shared.max(1) as f64
    }
}
