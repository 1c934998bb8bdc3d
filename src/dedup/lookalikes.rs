//! Texts that stay though they are similar to a kept one, as the summary tells them.

use super::guard::{Refusal, Resemblance};
use super::removal::RemovalRule;
use crate::document::UnitId;

/// Examples of each kind.
const EXAMPLES: usize = 3;

/// Records or parts that are similar to a kept one and stay, since they are no copies of it.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Lookalikes {
    /// Those that differ in names, numbers, dates, a negation or an opposite only.
    pub variants: usize,
    /// Those that share nothing but what recurs in many records.
    pub templates: usize,
    /// The first of each.
    pub examples: Vec<Lookalike>,
}

/// A record or part that stays, and a kept one that it is similar to.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Lookalike {
    /// Id of its record.
    pub id: String,
    /// Id of the other one's record.
    pub similar_to: String,
    /// What the two are to each other.
    pub resemblance: Resemblance,
}

/// The texts that stay, before their examples have names.
pub(super) struct LookalikeUnits {
    told: Lookalikes,
    /// Examples: the unit, the similar one, and what they are to each other.
    examples: Vec<(UnitId, UnitId, Resemblance)>,
}

impl LookalikeUnits {
    pub(super) fn of(rule: &RemovalRule<'_>) -> Self {
        let mut found = Self { told: Lookalikes::default(), examples: Vec::new() };
        for &Refusal { text, kept, resemblance } in rule.refusals {
            if rule.duplicates.kept_for(text.index()).is_some() {
                continue;
            }
            let count = match resemblance {
                Resemblance::Variant => &mut found.told.variants,
                Resemblance::Template => &mut found.told.templates,
            };
            *count += 1;
            if *count <= EXAMPLES {
                let [text, kept] = [text, kept].map(|text| rule.best_units[text.index()]);
                found.examples.push((text, kept, resemblance));
            }
        }
        found
    }

    /// The units of the examples.
    pub(super) fn named(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.examples.iter().flat_map(|&(unit, similar, _)| [unit, similar])
    }

    /// The counts, and the examples with their names.
    pub(super) fn told(self, id: impl Fn(UnitId) -> Option<String>) -> Lookalikes {
        let examples = self.examples.into_iter().filter_map(|(unit, similar, resemblance)| {
            Some(Lookalike { id: id(unit)?, similar_to: id(similar)?, resemblance })
        });
        Lookalikes { examples: examples.collect(), ..self.told }
    }
}
