//! Which texts may stand in longer ones, by the samples that they share.

use std::sync::Arc;

use arrow_array::{Array, BooleanArray, Int64Array, RecordBatch};
use leitong::Result;
use leitong::index::{
    Limits, Posting, PostingPair, PostingPairs, RecurringCount, Shareable, ShingleSample,
    ShingleSamples,
};

use super::columns::{Columns, KeyedRows, batch, bits_of, count_of, numbers, small_numbers};
use super::{MOST_HELD, Work};

/// A row for each sample of each text: `text`, `length`, `wanted`, `samples` to `sample`, `text`,
/// `length`, `common`, `wanted`; `common` is the number of the samples of the text that every text has
/// which contains it.
pub(super) struct Postings {
    level: u32,
}

impl Postings {
    pub(super) fn new(level: u32) -> Self {
        Self { level }
    }
}

/// The rows of samples.
#[derive(Default)]
struct PostingRows {
    samples: Vec<i32>,
    texts: Vec<i64>,
    lengths: Vec<i64>,
    common: Vec<i64>,
    wanted: Vec<bool>,
}

impl Work for Postings {
    fn push(&mut self, rows: &RecordBatch) -> Result<Option<RecordBatch>> {
        let columns = Columns(rows);
        let (texts, lengths) = (columns.numbers("text")?, columns.numbers("length")?);
        let (wanted, samples) = (columns.flags("wanted")?, columns.words("samples")?);
        let mut written = PostingRows::default();
        for row in 0..columns.rows() {
            let own: Vec<ShingleSample> = samples.of(row).map(ShingleSample::from_bits).collect();
            let own = ShingleSamples::of_level(&own, self.level);
            let common = own.iter().filter(|sample| sample.is_of_level(self.level)).count();
            for sample in own {
                written.samples.push(sample.to_bits() as i32);
                written.texts.push(texts.value(row));
                written.lengths.push(lengths.value(row));
                written.common.push(common as i64);
                written.wanted.push(wanted.value(row));
            }
        }
        batch(vec![
            ("sample", small_numbers(written.samples)),
            ("text", numbers(written.texts)),
            ("length", numbers(written.lengths)),
            ("common", numbers(written.common)),
            ("wanted", Arc::new(BooleanArray::from(written.wanted))),
        ])
    }
}

/// A text as the stages that pair texts know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct PairedText {
    text: i64,
    length: i64,
    common: i64,
}

/// Counts the samples that texts share: [`Postings`] with the `place` of the row among those of the sample,
/// the longest text first, then by `text`, to `shorter`, `common`, `longer`, `length`, `rare`, `all`.
/// `common` is of the shorter text, `length` of the longer one. A row without a longer text has the
/// number of the common samples of the shorter one that recur, as `rare`.
pub(super) struct Pairs {
    counts: PostingPairs<PairedText>,
    rows: KeyedRows,
}

impl Pairs {
    pub(super) fn new(level: u32) -> Self {
        Self { counts: PostingPairs::new(Limits::default(), level), rows: KeyedRows::default() }
    }
}

impl Work for Pairs {
    fn push(&mut self, rows: &RecordBatch) -> Result<Option<RecordBatch>> {
        let columns = Columns(rows);
        let (samples, texts) = (columns.numbers("sample")?, columns.numbers("text")?);
        let (lengths, common) = (columns.numbers("length")?, columns.numbers("common")?);
        let (wanted, places) = (columns.flags("wanted")?, columns.numbers("place")?);
        for row in 0..columns.rows() {
            self.rows.is_first(samples.value(row), places.value(row))?;
            self.counts.push(Posting {
                sample: ShingleSample::from_bits(bits_of(samples.value(row))),
                text: PairedText {
                    text: texts.value(row),
                    length: lengths.value(row),
                    common: common.value(row),
                },
                is_wanted: wanted.value(row),
            });
        }
        if self.counts.len() < MOST_HELD {
            return Ok(None);
        }
        let (pairs, recurring) = self.counts.take();
        pair_rows(&pairs, &recurring)
    }

    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        let (pairs, recurring) = self.counts.finish();
        pair_rows(&pairs, &recurring)
    }
}

fn pair_rows(
    pairs: &[PostingPair<PairedText>],
    recurring: &[RecurringCount<PairedText>],
) -> Result<Option<RecordBatch>> {
    let shorter = pairs.iter().map(|pair| pair.shorter);
    let shorter: Vec<PairedText> =
        shorter.chain(recurring.iter().map(|count| count.text)).collect();
    let longer = pairs.iter().map(|pair| Some(pair.longer));
    let longer: Vec<Option<PairedText>> = longer.chain(recurring.iter().map(|_| None)).collect();
    let rare = pairs.iter().map(|pair| i64::from(pair.rare));
    let rare = rare.chain(recurring.iter().map(|count| i64::from(count.samples)));
    let all = pairs.iter().map(|pair| i64::from(pair.all));
    let all = all.chain(recurring.iter().map(|_| 0));
    let longer_texts = longer.iter().map(|text| text.map(|text| text.text));
    batch(vec![
        ("shorter", numbers(shorter.iter().map(|text| text.text))),
        ("common", numbers(shorter.iter().map(|text| text.common))),
        ("longer", Arc::new(longer_texts.collect::<Int64Array>())),
        ("length", numbers(longer.iter().map(|text| text.map_or(0, |text| text.length)))),
        ("rare", numbers(rare)),
        ("all", numbers(all)),
    ])
}

/// Chooses the longer texts that each text is compared with: sums of [`Pairs`] with the `place` of the row
/// among those of the shorter text, first the one without a longer text, then those with most `rare`, of
/// these with most `all`, the greatest `length`, the least `longer`, to `shorter`, `longer`, `capped`.
#[derive(Default)]
pub(super) struct Choice {
    rows: KeyedRows,
    /// The shorter text, its samples, and the longer texts that were chosen for it.
    current: Option<Current>,
}

struct Current {
    shorter: i64,
    shareable: Shareable,
    longer: Vec<i64>,
    capped: i64,
}

/// The pairs that were chosen.
#[derive(Default)]
struct ChosenRows {
    shorter: Vec<i64>,
    longer: Vec<i64>,
    capped: Vec<i64>,
}

impl ChosenRows {
    fn add(&mut self, current: Option<Current>) {
        let Some(Current { shorter, longer, mut capped, .. }) = current else { return };
        for longer in longer {
            self.shorter.push(shorter);
            self.longer.push(longer);
            self.capped.push(std::mem::take(&mut capped));
        }
    }

    fn batch(self) -> Result<Option<RecordBatch>> {
        batch(vec![
            ("shorter", numbers(self.shorter)),
            ("longer", numbers(self.longer)),
            ("capped", numbers(self.capped)),
        ])
    }
}

impl Work for Choice {
    fn push(&mut self, rows: &RecordBatch) -> Result<Option<RecordBatch>> {
        let columns = Columns(rows);
        let (shorter, common) = (columns.numbers("shorter")?, columns.numbers("common")?);
        let (longer, places) = (columns.numbers("longer")?, columns.numbers("place")?);
        let (rare, all) = (columns.numbers("rare")?, columns.numbers("all")?);
        let most = Limits::default().longer();
        let mut written = ChosenRows::default();
        for row in 0..columns.rows() {
            if self.rows.is_first(shorter.value(row), places.value(row))? {
                written.add(self.current.take());
            }
            let common = count_of(common.value(row));
            let current = self.current.get_or_insert_with(|| Current {
                shorter: shorter.value(row),
                shareable: Shareable { common, rare: common },
                longer: Vec::new(),
                capped: 0,
            });
            let (rare, all) = (count_of(rare.value(row)), count_of(all.value(row)));
            if longer.is_null(row) {
                current.shareable.rare = common.saturating_sub(rare);
            } else if current.shareable.is_enough(rare, all) {
                if current.longer.len() < most {
                    current.longer.push(longer.value(row));
                } else {
                    current.capped += 1;
                }
            }
        }
        written.batch()
    }

    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        let mut written = ChosenRows::default();
        written.add(self.current.take());
        written.batch()
    }
}
