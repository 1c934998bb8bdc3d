//! What is known of each text by itself.

use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Int64Array, RecordBatch};
use leitong::Result;
use leitong::dedup::DedupSettings;
use leitong::detector::{Detector, Scratch};
use leitong::index::{BandTable, ShingleSample, ShingleSamples};
use leitong::text::ScriptMix;

use super::Work;
use super::columns::{Columns, batch, bytes_of, numbers};

/// Counts the texts in traditional and in simplified characters: `content` to `traditional`,
/// `simplified`.
#[derive(Default)]
pub(super) struct Scripts {
    mix: ScriptMix,
}

impl Work for Scripts {
    fn push(&mut self, batch: &RecordBatch) -> Result<Option<RecordBatch>> {
        let texts = Columns(batch).texts("content")?;
        texts.iter().flatten().for_each(|text| self.mix.add(text));
        Ok(None)
    }

    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        let [traditional, simplified] = self.mix.counts();
        batch(vec![
            ("traditional", numbers([traditional as i64])),
            ("simplified", numbers([simplified as i64])),
        ])
    }
}

/// In place of the column `content`: `text` and `check`, the two halves of the hash of its content,
/// its `length` in bytes, and its band `keys` and `samples`. All are null where there is no text.
pub(super) struct Sketch {
    detector: Detector,
    scratch: Scratch,
    takes_samples: bool,
    /// Bytes of the longest text that is read.
    longest: u64,
}

/// What is known of one text.
struct TextSketch {
    hash: u128,
    length: usize,
    keys: Vec<u8>,
    samples: Vec<u8>,
}

impl Sketch {
    pub(super) fn new(settings: &DedupSettings) -> Result<Self> {
        Ok(Self {
            detector: settings.get_matching().detector().build()?,
            scratch: Scratch::default(),
            takes_samples: settings.needs_samples(),
            longest: settings.longest(),
        })
    }

    fn sketch(&mut self, text: &str) -> TextSketch {
        let mut prepared = self.detector.prepare(text, &mut self.scratch);
        let hash = prepared.content_hash();
        let keys = bytes_of(prepared.band_keys().map(BandTable::truncate_key));
        let samples = if self.takes_samples && !prepared.is_short() {
            bytes_of(prepared.samples().iter().map(|sample| sample.to_bits()))
        } else {
            Vec::new()
        };
        TextSketch { hash, length: text.len(), keys, samples }
    }
}

impl Work for Sketch {
    fn push(&mut self, rows: &RecordBatch) -> Result<Option<RecordBatch>> {
        let texts = Columns(rows).texts("content")?;
        let longest = self.longest;
        let readable = texts.iter().map(|text| text.filter(|text| text.len() as u64 <= longest));
        let sketches: Vec<Option<TextSketch>> =
            readable.map(|text| text.map(|text| self.sketch(text))).collect();
        let of = |number: fn(&TextSketch) -> i64| -> ArrayRef {
            let numbers = sketches.iter().map(|sketch| sketch.as_ref().map(number));
            Arc::new(numbers.collect::<Int64Array>())
        };
        let bytes = |bytes: fn(&TextSketch) -> &[u8]| -> ArrayRef {
            let values = sketches.iter().map(|sketch| sketch.as_ref().map(bytes));
            Arc::new(values.collect::<BinaryArray>())
        };
        let mut columns = vec![
            ("text", of(|sketch| sketch.hash as i64)),
            ("check", of(|sketch| (sketch.hash >> 64) as i64)),
            ("length", of(|sketch| sketch.length as i64)),
            ("keys", bytes(|sketch| &sketch.keys)),
            ("samples", bytes(|sketch| &sketch.samples)),
        ];
        let schema = rows.schema();
        let others = schema.fields().iter().zip(rows.columns());
        let others = others.filter(|(field, _)| field.name() != "content");
        columns.splice(0..0, others.map(|(field, column)| (&**field.name(), Arc::clone(column))));
        batch(columns)
    }
}

/// The numbers of the samples at each level: `samples` to `level_3`, … `level_7`.
#[derive(Default)]
pub(super) struct Levels {
    counts: Vec<i64>,
}

impl Work for Levels {
    fn push(&mut self, batch: &RecordBatch) -> Result<Option<RecordBatch>> {
        let samples = Columns(batch).words("samples")?;
        self.counts.resize(ShingleSamples::LEVELS.count(), 0);
        for row in 0..batch.num_rows() {
            let own: Vec<ShingleSample> = samples.of(row).map(ShingleSample::from_bits).collect();
            for (count, level) in self.counts.iter_mut().zip(ShingleSamples::LEVELS) {
                *count += ShingleSamples::of_level(&own, level).len() as i64;
            }
        }
        Ok(None)
    }

    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        self.counts.resize(ShingleSamples::LEVELS.count(), 0);
        let names: Vec<String> =
            ShingleSamples::LEVELS.map(|level| format!("level_{level}")).collect();
        let counts = self.counts.iter().map(|&count| numbers([count]));
        batch(names.iter().map(String::as_str).zip(counts).collect())
    }
}
