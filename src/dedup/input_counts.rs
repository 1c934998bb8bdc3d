//! The counts of a run by input.

use std::collections::{BTreeMap, HashSet};

use super::block_plan::BlockPlan;
use super::inputs::Inputs;
use super::removal::RemovalRule;
use super::summary::{InputCounts, RemovedFor};
use crate::document::SourceId;

/// The counts of each input so far.
pub(super) struct CountsByInput {
    counts: Vec<InputCounts>,
    /// For each input the number of its records that are removed for those of another, or for the
    /// reference.
    removed_for: Vec<BTreeMap<Option<usize>, usize>>,
}

impl CountsByInput {
    pub(super) fn new(inputs: &Inputs) -> Self {
        let paths = &inputs.paths.own;
        Self {
            counts: paths.iter().map(|path| InputCounts::of(path)).collect(),
            removed_for: vec![BTreeMap::new(); paths.len()],
        }
    }

    /// Adds the counts of a block of a source.
    pub(super) fn add(
        &mut self,
        source: SourceId,
        plan: &BlockPlan,
        inputs: &Inputs,
        rule: &RemovalRule<'_>,
    ) {
        let Some(input) = inputs.input_of[source.index()] else { return };
        let counts = &mut self.counts[input];
        counts.read += plan.counts.kept + plan.counts.removed;
        counts.kept += plan.counts.kept;
        counts.removed += plan.counts.removed;
        counts.removed_equal += plan.counts.removed_equal;
        for &kept in &plan.kept_instead {
            let of = rule.table.source_of(rule.table.record_of(kept));
            *self.removed_for[input].entry(inputs.input_of[of.index()]).or_default() += 1;
        }
    }

    /// The counts of the inputs, without paths that were named twice.
    pub(super) fn into_counts(self) -> Vec<InputCounts> {
        let paths: Vec<_> = self.counts.iter().map(|counts| counts.path.clone()).collect();
        let all = self.counts.into_iter().zip(self.removed_for).enumerate();
        let mut named = HashSet::new();
        let own = all.filter(|(at, _)| named.insert(&paths[*at]));
        own.map(|(_, (counts, removed_for))| {
            let removed_for = removed_for.into_iter().map(|(input, records)| RemovedFor {
                path: input.map(|input| paths[input].clone()),
                records,
            });
            InputCounts { removed_for: removed_for.collect(), ..counts }
        })
        .collect()
    }
}
