//! Passes over the collection that make the sample, and compare all records with it.

use super::close_pairs::{ClosePair, ClosePairs, PairedUnit, UnitPlace};
use super::histogram::PairCounts;
use super::queries::{PreparedUnit, Queries, SampleRule, SimilarQuery};
use crate::corpus::{Block, FieldValue, Fields, ReadOptions, Record};
use crate::dedup::Inputs;
use crate::dedup::block_stream::{BlockStream, Monitor, Phase};
use crate::dedup::record_units::{RecordUnits, UnitScratch};
use crate::document::{Level, SourceId, Span};
use crate::error::Result;
use crate::similarity::ShingleSet;

/// What both passes need.
#[derive(Clone, Copy)]
pub(super) struct PairPass<'p> {
    pub(super) inputs: &'p Inputs,
    pub(super) options: &'p ReadOptions,
    pub(super) units: &'p RecordUnits<'p>,
    pub(super) level: Level,
    pub(super) monitor: Monitor<'p>,
    pub(super) rule: SampleRule,
    /// The lowest similarity of pairs that are counted.
    pub(super) lowest: f64,
    /// The similarity on both sides of which examples are sought.
    pub(super) threshold: f64,
    /// Number of examples on each side.
    pub(super) examples: usize,
}

/// The units of the sample.
#[derive(Default)]
pub(super) struct Sample {
    pub(super) queries: Queries,
    /// Number of its records.
    pub(super) records: usize,
}

/// Pairs of a unit of the sample and any other one.
pub(super) struct FoundPairs {
    pub(super) counts: PairCounts,
    pub(super) above: ClosePairs,
    pub(super) below: ClosePairs,
}

/// A record with its units.
struct PreparedRecord {
    is_sampled: bool,
    units: Vec<PreparedUnit>,
}

impl PairPass<'_> {
    /// Reads the records of the sample.
    pub(super) fn sample(&self) -> Result<Sample> {
        (self.monitor.phase)(Phase::Reading);
        let mut sample = Sample::default();
        self.stream().run(
            |scratch, source, block| {
                let records = block.records().filter_map(|record| {
                    self.prepared(source, &record, scratch, |is_sampled| is_sampled)
                });
                records.collect::<Vec<_>>()
            },
            |_, records| {
                for record in records.into_iter().flatten() {
                    sample.records += 1;
                    record.units.into_iter().for_each(|unit| sample.queries.add(unit));
                }
                Ok(())
            },
        )?;
        Ok(sample)
    }

    /// Compares every unit of the collection with the sample.
    pub(super) fn compare(&self, queries: &Queries) -> Result<FoundPairs> {
        (self.monitor.phase)(Phase::Reading);
        let mut found = self.nothing();
        self.stream().run(
            |scratch, source, block| self.compare_block(queries, source, &block, scratch),
            |_, block| {
                // What cannot be read was reported by the deduplication before.
                if let Ok(block) = block {
                    found.merge(block);
                }
                Ok(())
            },
        )?;
        Ok(found)
    }

    fn stream(&self) -> BlockStream<'_> {
        BlockStream::new(self.inputs.sources(), self.options, self.monitor)
    }

    fn nothing(&self) -> FoundPairs {
        let side = ClosePairs::new(self.threshold, self.examples);
        FoundPairs { counts: PairCounts::default(), above: side.clone(), below: side }
    }

    fn compare_block(
        &self,
        queries: &Queries,
        source: SourceId,
        block: &Block,
        scratch: &mut UnitScratch,
    ) -> FoundPairs {
        let mut found = self.nothing();
        for record in block.records() {
            let Some(record) = self.prepared(source, &record, scratch, |_| true) else { continue };
            for unit in &record.units {
                self.compare_unit(queries, unit, record.is_sampled, &mut found);
            }
        }
        found
    }

    fn compare_unit(
        &self,
        queries: &Queries,
        unit: &PreparedUnit,
        is_sampled: bool,
        found: &mut FoundPairs,
    ) {
        if let Some(equal) = queries.equal(unit.unit.hash) {
            // A unit of the sample is one of those with its content.
            found.counts.add(1.0, equal.units - u64::from(is_sampled));
        }
        let pairs = queries.similar(unit, self.lowest);
        found.counts.capped += pairs.capped;
        for SimilarQuery { query, similarity } in pairs.similar {
            found.counts.add(similarity, query.units);
            let side =
                if similarity >= self.threshold { &mut found.above } else { &mut found.below };
            side.offer(similarity, || in_order(similarity, &query.unit, &unit.unit));
        }
    }

    /// Prepares the units of a record that `is_wanted`, which is told whether the record belongs to
    /// the sample. `None` for other records, and for those that cannot be read.
    fn prepared(
        &self,
        source: SourceId,
        record: &Record<'_>,
        scratch: &mut UnitScratch,
        is_wanted: impl Fn(bool) -> bool,
    ) -> Option<PreparedRecord> {
        let wanted = [self.options.id_field.as_str()];
        let read = record.read(self.options, &wanted, |Fields { text, mut values, .. }| {
            let id = values.pop().flatten().and_then(FieldValue::into_id);
            let id = id.unwrap_or_else(|| self.inputs.id_of_line(source, record.line()));
            let is_sampled = self.rule.chooses(&id, record.line());
            is_wanted(is_sampled).then(|| PreparedRecord {
                is_sampled,
                units: self.prepare_units(source, record, &NamedText { text: &text, id }, scratch),
            })
        });
        read.ok().flatten()
    }

    fn prepare_units(
        &self,
        source: SourceId,
        record: &Record<'_>,
        named: &NamedText<'_>,
        scratch: &mut UnitScratch,
    ) -> Vec<PreparedUnit> {
        let text = named.text;
        let spans = self.units.units(text, scratch);
        let mut units = Vec::with_capacity(spans.len());
        for &span in &spans {
            let mut prepared = self.units.prepare(text, span, scratch);
            let unit = PairedUnit {
                hash: prepared.content_hash(),
                place: UnitPlace { source, offset: record.offset(), start: span.start },
                id: named.id.clone(),
                line: record.line(),
                chars: (self.level != Level::Document).then(|| chars_of(text, span)),
            };
            let keys: Vec<u64> = prepared.band_keys().collect();
            let set = if keys.is_empty() { ShingleSet::default() } else { prepared.to_set() };
            units.push(PreparedUnit { unit, keys, set });
        }
        scratch.recycle(spans);
        units
    }
}

/// The text of a record, and its id.
struct NamedText<'t> {
    text: &'t str,
    id: String,
}

impl FoundPairs {
    fn merge(&mut self, other: Self) {
        self.counts.merge(&other.counts);
        self.above.merge(other.above);
        self.below.merge(other.below);
    }
}

/// A pair of units, the first in the collection first.
fn in_order(similarity: f64, one: &PairedUnit, other: &PairedUnit) -> ClosePair {
    let (a, b) = if one.place <= other.place { (one, other) } else { (other, one) };
    ClosePair { similarity, a: a.clone(), b: b.clone() }
}

/// The characters of a text that a span takes.
fn chars_of(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = text[..span.start].chars().count();
    start..start + span.of(text).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_begins_with_the_unit_that_comes_first() {
        let unit = |source, offset, start| PairedUnit {
            hash: 0,
            place: UnitPlace { source: SourceId(source), offset, start },
            id: String::new(),
            line: None,
            chars: None,
        };
        for (one, other) in [
            (unit(0, 9, 0), unit(1, 0, 0)),
            (unit(1, 3, 5), unit(1, 4, 0)),
            (unit(1, 3, 5), unit(1, 3, 6)),
        ] {
            for pair in [in_order(0.7, &one, &other), in_order(0.7, &other, &one)] {
                assert_eq!((pair.a.place, pair.b.place), (one.place, other.place));
            }
        }
    }

    #[test]
    fn places_in_a_text_are_in_characters() {
        let text = "雷同 abc 文字";
        assert_eq!(chars_of(text, Span::new(7, 10)), 3..6);
        assert_eq!(chars_of(text, Span::new(0, text.len())), 0..9);
    }
}
