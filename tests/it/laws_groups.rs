//! A collection that is divided into groups of texts has the decisions of one run.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use leitong::corpus::ReadOptions;
use leitong::dedup::{Dedup, DedupSettings, GroupDuplicate, GroupPair, Measure, TextGroup};
use leitong::detector::Scratch;
use leitong::index::{
    BandTable, Limits, NodeForest, Posting, PostingPair, PostingPairs, RecurringCount, Shareable,
    ShingleSample, ShingleSamples,
};
use proptest::prelude::*;

use crate::support::dedup::{Case, line};
use crate::support::{Numbers, cases};

/// A distinct text of a collection.
struct Text {
    content: String,
    /// Number of the first record that has it.
    record: usize,
    bands: Vec<u32>,
    samples: Vec<ShingleSample>,
}

/// Why a text is removed, by the numbers of texts in the collection.
#[derive(Clone, Copy)]
struct Removed {
    kept: i64,
    similarity: f32,
    measure: Measure,
}

/// The texts that are removed.
type Decided = BTreeMap<i64, Removed>;

/// The texts of a collection by numbers that do not depend on their order.
struct Divided {
    /// Comparisons that were left out.
    capped: Cell<u64>,
    dedup: Dedup,
    texts: BTreeMap<i64, Text>,
    level: u32,
}

impl Divided {
    fn of(settings: &DedupSettings, texts: &[String]) -> Self {
        let dedup = Dedup::new(settings.clone(), ReadOptions::default()).expect("valid settings");
        let detector = settings.get_matching().detector().build().expect("valid settings");
        let (mut scratch, mut distinct) = (Scratch::default(), BTreeMap::new());
        for (record, content) in texts.iter().enumerate() {
            let mut prepared = detector.prepare(content, &mut scratch);
            let number = prepared.content_hash() as i64;
            let bands = prepared.band_keys().map(BandTable::truncate_key).collect();
            let samples =
                if prepared.is_short() { Vec::new() } else { prepared.samples().to_vec() };
            let text = Text { content: content.clone(), record, bands, samples };
            distinct.entry(number).or_insert(text);
        }
        let counts = ShingleSamples::LEVELS.map(|level| {
            let of_level = |text: &Text| ShingleSamples::of_level(&text.samples, level).len();
            distinct.values().map(|text| of_level(text) as u64).sum()
        });
        let counts: Vec<u64> = counts.collect();
        // What one run has for its samples.
        let level = ShingleSamples::level_of(&counts, (64 << 20) / 8);
        Self { capped: Cell::new(0), dedup, texts: distinct, level }
    }

    fn add_capped(&self, capped: u64) {
        self.capped.set(self.capped.get() + capped);
    }

    fn samples_of(&self, text: &Text) -> Vec<ShingleSample> {
        ShingleSamples::of_level(&text.samples, self.level)
    }

    fn recurring(&self) -> Vec<ShingleSample> {
        let mut counts: HashMap<ShingleSample, usize> = HashMap::new();
        for text in self.texts.values() {
            self.samples_of(text)
                .into_iter()
                .for_each(|sample| *counts.entry(sample).or_default() += 1);
        }
        let recurring =
            counts.into_iter().filter(|&(_, texts)| texts >= Limits::default().recurring);
        recurring.map(|(sample, _)| sample).collect()
    }

    /// The texts of each component, those of lower records first.
    fn components(&self, pairs: impl Iterator<Item = (i64, i64)>) -> Vec<Vec<i64>> {
        let mut forest = NodeForest::default();
        pairs.for_each(|(a, b)| forest.union(a, b));
        let mut components: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (text, root) in forest.roots() {
            components.entry(root).or_default().push(text);
        }
        let mut components: Vec<Vec<i64>> = components.into_values().collect();
        for component in &mut components {
            component.sort_unstable_by_key(|text| self.texts[text].record);
        }
        components
    }

    fn bucket_pairs(&self) -> Vec<(i64, i64)> {
        let (mut first, mut pairs) = (HashMap::new(), Vec::new());
        for (&number, text) in &self.texts {
            for (band, key) in text.bands.iter().enumerate() {
                pairs.push((*first.entry((band, *key)).or_insert(number), number));
            }
        }
        pairs
    }

    fn group(&self, numbers: &[i64]) -> TextGroup {
        let texts = numbers.iter().map(|number| self.texts[number].content.clone());
        TextGroup::of(texts.collect()).level(self.level).recurring(self.recurring())
    }

    fn similar(&self) -> Decided {
        let mut decided = Decided::new();
        for numbers in self.components(self.bucket_pairs().into_iter()) {
            let found = self.dedup.decide_similar(&self.group(&numbers)).expect("it is decided");
            self.add_capped(found.capped);
            decided.extend(numbered(&numbers, found.duplicates));
        }
        decided
    }

    /// Pairs of a shorter and a longer text.
    fn pairs(&self, decided: &Decided) -> Vec<(i64, i64)> {
        let limits = Limits::default();
        let mut postings = Vec::new();
        for (&number, text) in &self.texts {
            let key = (Reverse(text.content.len()), number);
            postings.extend(self.samples_of(text).into_iter().map(|sample| (sample, key)));
        }
        postings.sort_unstable();
        let mut counts = PostingPairs::new(limits, self.level);
        for (sample, (_, text)) in postings {
            counts.push(Posting { sample, text, is_wanted: !decided.contains_key(&text) });
        }
        let (pairs, recurring) = counts.finish();
        let recurring =
            recurring.into_iter().map(|RecurringCount { text, samples }| (text, samples));
        let recurring: HashMap<i64, u32> = recurring.collect();
        let mut chosen = Vec::new();
        for of_shorter in pairs.chunk_by(|a, b| a.shorter == b.shorter) {
            let shorter = of_shorter[0].shorter;
            let own = self.samples_of(&self.texts[&shorter]);
            let common = own.iter().filter(|sample| sample.is_of_level(self.level)).count() as u32;
            let rare = common - recurring.get(&shorter).copied().unwrap_or(0);
            let shareable = Shareable { common, rare };
            let mut enough: Vec<&PostingPair<i64>> =
                of_shorter.iter().filter(|pair| shareable.is_enough(pair.rare, pair.all)).collect();
            enough.sort_unstable_by_key(|pair| {
                let length = self.texts[&pair.longer].content.len();
                (Reverse(pair.rare), Reverse(pair.all), Reverse(length), pair.longer)
            });
            self.add_capped(enough.len().saturating_sub(limits.longer()) as u64);
            chosen.extend(enough.iter().take(limits.longer()).map(|pair| (shorter, pair.longer)));
        }
        chosen
    }

    /// The decisions by all measures.
    fn decided(&self) -> Decided {
        let mut decided = self.similar();
        let pairs = self.pairs(&decided);
        let before = decided.clone();
        let of_kept = before.iter().map(|(&text, removed)| (text, removed.kept));
        let edges = pairs.iter().copied().chain(of_kept);
        for numbers in self.components(edges) {
            let at = |number: i64| numbers.iter().position(|&other| other == number);
            let own = before.iter().filter_map(|(&text, removed)| {
                let Removed { kept, similarity, measure } = *removed;
                Some(GroupDuplicate { text: at(text)?, kept: at(kept)?, similarity, measure })
            });
            let pairs = pairs.iter().filter_map(|&(shorter, longer)| {
                Some(GroupPair { longer: at(longer)?, shorter: at(shorter)? })
            });
            let (own, pairs): (Vec<_>, Vec<_>) = (own.collect(), pairs.collect());
            let found = self.dedup.decide_pairs(&self.group(&numbers), &own, &pairs);
            let found = found.expect("it is decided");
            self.add_capped(found.capped);
            decided.extend(numbered(&numbers, found.duplicates));
        }
        decided
    }
}

/// The decisions about a group, by the numbers of the texts in the collection.
fn numbered(numbers: &[i64], found: Vec<GroupDuplicate>) -> impl Iterator<Item = (i64, Removed)> {
    found.into_iter().map(|GroupDuplicate { text, kept, similarity, measure }| {
        (numbers[text], Removed { kept: numbers[kept], similarity, measure })
    })
}

/// Texts of which some are copies of others, some are edited, and some stand in longer ones; many have
/// one beginning.
fn texts(seed: u64, count: usize) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    let form = numbers.text(60);
    let mut texts: Vec<Vec<char>> = Vec::new();
    for _ in 0..count {
        let base = match texts.len() {
            0 => Vec::new(),
            len => texts[numbers.between(0, len - 1)].clone(),
        };
        let percent = [0, 1, 3, 8][numbers.between(0, 3)];
        let own = numbers.between(4, 120);
        let text = match numbers.between(0, 9) {
            0..=2 => numbers.text(own),
            3 | 4 => [form.clone(), numbers.text(own)].concat(),
            5 | 6 => numbers.edited(&base, percent),
            7 => base[..base.len() / 2].to_vec(),
            _ => [numbers.text(own), base].concat(),
        };
        texts.push(text);
    }
    texts.into_iter().map(String::from_iter).collect()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn groups_of_texts_are_decided_as_the_collection_is(
        seed: u64, count in 1_usize..200, guard: bool, similarity in 5_usize..9,
    ) {
        let texts = texts(seed, count);
        let lines = texts.iter().enumerate().map(|(at, text)| line(&at.to_string(), text));
        let mut case = Case::of(lines.collect::<String>());
        case.set(|settings| settings.guard(guard).memory(64 << 20));
        case.compare_with(|matching| matching.similarity(similarity as f64 / 10.0));
        let outcome = case.run();
        let divided = Divided::of(&case.settings, &texts);
        let decided = divided.decided();
        let found = decided.iter().map(|(text, duplicate)| {
            let [text, kept] = [*text, duplicate.kept].map(|text| divided.texts[&text].record);
            (text, kept, duplicate.measure, (f64::from(duplicate.similarity) * 1e4).round())
        });
        let mut found: Vec<(usize, usize, Measure, f64)> = found.collect();
        found.sort_by_key(|&(text, ..)| text);
        let listed = outcome.list.iter().filter(|entry| entry["kind"] != "exact").filter_map(|entry| {
            let record = |name: &str| entry[name].as_str().and_then(|id| id.parse().ok());
            let text: usize = record("id").expect("a number");
            // A copy of a text that is removed is a duplicate of the same record.
            let is_first = divided.texts.values().any(|distinct| distinct.record == text);
            let measure = entry["measure"].as_str().expect("a name").parse().expect("known");
            let similarity = (entry["similarity"].as_f64().expect("a number") * 1e4).round();
            is_first.then(|| (text, record("duplicate_of").expect("a number"), measure, similarity))
        });
        let mut listed: Vec<(usize, usize, Measure, f64)> = listed.collect();
        listed.sort_by_key(|&(text, ..)| text);
        prop_assert_eq!(found, listed);
        prop_assert_eq!(divided.capped.get(), outcome.summary.capped);
    }
}
