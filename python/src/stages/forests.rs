//! Which texts depend on each other.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{BooleanArray, RecordBatch};
use leitong::Result;
use leitong::index::NodeForest;

use super::columns::{Columns, KeyedRows, batch, numbers};
use super::{MOST_HELD, Work};

/// Rows of the band keys of a partition: `text`, `keys` to `key`, `a`, `b`.
///
/// A row with two equal texts says that the text has the key, one with two different ones that both
/// texts have a key in common. Of the texts of a partition that share a key only the first is written
/// with the key, so that a bucket with many texts is small before it is moved.
#[derive(Default)]
pub(super) struct BandKeys {
    first: HashMap<i64, i64>,
    forest: NodeForest,
}

impl BandKeys {
    fn take(&mut self) -> Result<Option<RecordBatch>> {
        let mut keys: Vec<(i64, i64)> = self.first.drain().collect();
        keys.sort_unstable();
        let roots = std::mem::take(&mut self.forest).roots();
        let joined = roots.iter().filter(|(text, root)| text != root);
        // A key of its own, which spreads these rows over the partitions.
        let joined = joined.map(|&(text, root)| [text, text, root]);
        let rows: Vec<[i64; 3]> =
            keys.iter().map(|&(key, text)| [key, text, text]).chain(joined).collect();
        batch(vec![
            ("key", numbers(rows.iter().map(|row| row[0]))),
            ("a", numbers(rows.iter().map(|row| row[1]))),
            ("b", numbers(rows.iter().map(|row| row[2]))),
        ])
    }
}

impl Work for BandKeys {
    fn push(&mut self, batch: &RecordBatch) -> Result<Option<RecordBatch>> {
        let columns = Columns(batch);
        let (texts, keys) = (columns.numbers("text")?, columns.words("keys")?);
        for row in 0..batch.num_rows() {
            let text = texts.value(row);
            for (band, key) in keys.of(row).enumerate() {
                let key = (band as i64) << 32 | i64::from(key);
                let first = *self.first.entry(key).or_insert(text);
                if first != text {
                    self.forest.union(first, text);
                }
            }
        }
        if self.first.len() > MOST_HELD { self.take() } else { Ok(None) }
    }

    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        self.take()
    }
}

/// Joins the texts of each bucket: `key`, `a`, `b`, and the `place` of the row among those of the key, to
/// `a`, `b`.
#[derive(Default)]
pub(super) struct Buckets {
    rows: KeyedRows,
    /// The first text that has the key.
    first: Option<i64>,
    forest: NodeForest,
}

impl Work for Buckets {
    fn push(&mut self, batch: &RecordBatch) -> Result<Option<RecordBatch>> {
        let columns = Columns(batch);
        let (keys, places) = (columns.numbers("key")?, columns.numbers("place")?);
        let (a, b) = (columns.numbers("a")?, columns.numbers("b")?);
        for row in 0..batch.num_rows() {
            let (a, b) = (a.value(row), b.value(row));
            if self.rows.is_first(keys.value(row), places.value(row))? {
                self.first = None;
            }
            if a != b {
                self.forest.union(a, b);
                continue;
            }
            let first = *self.first.get_or_insert(a);
            if first != a {
                self.forest.union(first, a);
            }
        }
        if self.forest.len() > MOST_HELD { roots(&mut self.forest) } else { Ok(None) }
    }

    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        roots(&mut self.forest)
    }
}

/// Joins pairs: `a`, `b` to each text, as `a`, and the least one of its set, as `b`.
#[derive(Default)]
pub(super) struct Edges {
    forest: NodeForest,
}

impl Work for Edges {
    fn push(&mut self, batch: &RecordBatch) -> Result<Option<RecordBatch>> {
        let columns = Columns(batch);
        let (a, b) = (columns.numbers("a")?, columns.numbers("b")?);
        for row in 0..batch.num_rows() {
            self.forest.union(a.value(row), b.value(row));
        }
        Ok(None)
    }

    fn finish(&mut self) -> Result<Option<RecordBatch>> {
        roots(&mut self.forest)
    }
}

/// The texts of a forest, each with the least one of its set; the forest is empty then.
fn roots(forest: &mut NodeForest) -> Result<Option<RecordBatch>> {
    let roots = std::mem::take(forest).roots();
    let (a, b): (Vec<i64>, Vec<i64>) = roots.into_iter().unzip();
    batch(vec![("a", numbers(a)), ("b", numbers(b))])
}

/// Joins the sets of several forests by the texts that these have in common: `a`, a text, and `b`, the
/// least one of its set in one forest, with the `place` of the row among those of the text, by `b`. Writes
/// rows with `label`, which say that `b` is the least one of all for `a`, and rows without, which say that
/// two sets are one.
#[derive(Default)]
pub(super) struct Stars {
    rows: KeyedRows,
    /// The least one of the sets of the text.
    least: i64,
}

impl Work for Stars {
    fn push(&mut self, rows: &RecordBatch) -> Result<Option<RecordBatch>> {
        let columns = Columns(rows);
        let (texts, roots) = (columns.numbers("a")?, columns.numbers("b")?);
        let places = columns.numbers("place")?;
        let (mut a, mut b, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..rows.num_rows() {
            let (text, root) = (texts.value(row), roots.value(row));
            let is_label = self.rows.is_first(text, places.value(row))?;
            if is_label {
                self.least = root;
            } else if self.least == root {
                continue;
            }
            a.push(if is_label { text } else { self.least });
            b.push(root);
            labels.push(is_label);
        }
        let labels = Arc::new(BooleanArray::from(labels));
        batch(vec![("a", numbers(a)), ("b", numbers(b)), ("label", labels)])
    }
}
