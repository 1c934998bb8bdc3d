//! Truth files: pairs that are known to be similar.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::columns::{Columns, RowForm};
use super::names::DocumentNames;
use super::place::{Pair, PassagePair, Place};
use crate::corpus::{Collection, read_text};
use crate::document::DocId;
use crate::error::{Error, Result, SkippedInput};

/// Unknown documents that are named: enough to see what is wrong with the ids.
const NAMED: usize = 10;

/// The content of a truth file.
#[derive(Debug, Clone)]
pub struct Truth {
    /// The file.
    pub path: PathBuf,
    /// Pairs of documents, or of places.
    pub rows: Rows,
    /// Rows that repeat an earlier one.
    pub repeated: usize,
}

/// The different rows of a truth file.
#[derive(Debug, Clone)]
pub enum Rows {
    /// Pairs of documents.
    Pairs(TruePairs),
    /// Pairs of places.
    Passages(Vec<TruePassage>),
}

/// Known pairs of documents.
#[derive(Debug, Clone)]
pub struct TruePairs {
    /// Each pair with the value of its third column: a label (0 or 1), a similarity, or 1.
    pub values: BTreeMap<Pair, f64>,
    /// The content of the third column.
    pub column: Column,
}

/// The content of the third column of document pairs, decided by all its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Column {
    /// There is no such column, or not all cells are numbers: every row is a true pair.
    None,
    /// Only 0 and 1: 1 is a true pair, 0 one that is known not to be similar.
    Label,
    /// Numbers from 0 to 1: the similarity of the pair.
    Similarity,
}

/// A known pair of places, and the line that lists it.
#[derive(Debug, Clone, Copy)]
pub struct TruePassage {
    /// The places.
    pub places: PassagePair,
    /// The line, counted from 1.
    pub line: u64,
}

/// Documents of a truth file that are not in the collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// Number of documents.
    pub documents: usize,
    /// Rows that name one of them; they count as missed.
    pub rows: usize,
    /// The first of them.
    pub first: Vec<String>,
}

impl Truth {
    /// Reads a truth file, plain or compressed; documents that it names get a number.
    ///
    /// # Errors
    /// If it cannot be read, has no rows, or a line is broken.
    pub fn read(path: &Path, names: &mut DocumentNames) -> Result<Self> {
        Self::parse(path, &read_text(path)?, names)
    }

    /// Reads the text of a truth file; `path` is for errors.
    ///
    /// # Errors
    /// If it has no rows, or a line is broken.
    pub fn parse(path: &Path, text: &str, names: &mut DocumentNames) -> Result<Self> {
        let error = |error: LineError| unreadable(path, Some(error.line), error.reason);
        let mut lines =
            (1_u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).peekable();
        let Some(&(_, first)) = lines.peek() else {
            return Err(unreadable(path, None, "no pair stands in it".into()));
        };
        let columns = Columns::of(first).map_err(|reason| error(LineError { line: 1, reason }))?;
        let rows = lines.skip(usize::from(columns.named));
        let mut reader = RowReader { columns, names, repeated: 0 };
        let rows = match reader.columns.form {
            RowForm::Pairs => reader.pairs(rows).map(Rows::Pairs),
            RowForm::Passages(offsets) => reader.passages(rows, offsets).map(Rows::Passages),
        };
        let repeated = reader.repeated;
        let rows = rows.map_err(error)?;
        if rows.len() == 0 {
            return Err(unreadable(path, None, "no pair stands in it".into()));
        }
        Ok(Self { path: path.into(), rows, repeated })
    }

    /// Documents of the truth that the collection does not have, if the collection is known.
    ///
    /// # Errors
    /// If the collection has none of the documents.
    pub fn unknown(&self, names: &DocumentNames) -> Result<Option<Unknown>> {
        if names.documents().is_none() {
            return Ok(None);
        }
        let pairs = self.rows.documents();
        let all: BTreeSet<DocId> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
        let unknown: Vec<DocId> = all.iter().copied().filter(|&id| names.is_unknown(id)).collect();
        let rows = pairs
            .iter()
            .filter(|pair| names.is_unknown(pair.a) || names.is_unknown(pair.b))
            .count();
        let first: Vec<String> =
            unknown.iter().take(NAMED).map(|&id| names.id(id).to_owned()).collect();
        if unknown.len() == all.len() {
            let reason =
                format!("none of its documents is in the collection, not even {:?}", first[0]);
            return Err(unreadable(&self.path, None, reason));
        }
        Ok(Some(Unknown { documents: unknown.len(), rows, first }))
    }

    /// Checks that the places lie inside the documents.
    ///
    /// # Errors
    /// If one does not: file and line.
    pub fn check_inside(&self, collection: &Collection) -> Result<()> {
        let Rows::Passages(passages) = &self.rows else {
            return Ok(());
        };
        let mut lengths: BTreeMap<DocId, usize> = BTreeMap::new();
        for passage in passages {
            for place in passage.places.sides() {
                let Some(document) = collection.documents.get(place.document.index()) else {
                    continue;
                };
                let length =
                    *lengths.entry(place.document).or_insert_with(|| document.text.chars().count());
                if place.end > length {
                    let reason = format!(
                        "{:?} has {length} characters, and the passage ends at {}",
                        document.id, place.end
                    );
                    return Err(unreadable(&self.path, Some(passage.line), reason));
                }
            }
        }
        Ok(())
    }
}

impl Rows {
    /// The number of rows.
    #[expect(clippy::len_without_is_empty, reason = "a truth file without rows is an error")]
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Pairs(pairs) => pairs.values.len(),
            Self::Passages(passages) => passages.len(),
        }
    }

    fn documents(&self) -> Vec<Pair> {
        match self {
            Self::Pairs(pairs) => pairs.values.keys().copied().collect(),
            Self::Passages(passages) => {
                passages.iter().map(|passage| passage.places.documents()).collect()
            }
        }
    }
}

impl TruePairs {
    /// Whether a pair with this value is to be found by a search for `similarity`.
    #[must_use]
    pub fn is_wanted(&self, value: f64, similarity: f64) -> bool {
        match self.column {
            Column::None => true,
            Column::Label => value > 0.5,
            Column::Similarity => value >= similarity,
        }
    }

    /// The pairs to be found.
    pub(super) fn wanted(&self, similarity: f64) -> impl Iterator<Item = Pair> {
        self.values
            .iter()
            .filter(move |&(_, &value)| self.is_wanted(value, similarity))
            .map(|(&pair, _)| pair)
    }
}

/// A broken line of a truth file.
struct LineError {
    line: u64,
    reason: String,
}

/// A row of two documents, as it is written.
struct PairRow<'t> {
    line: u64,
    pair: Pair,
    /// The third cell; empty if there is none.
    value: &'t str,
}

/// Reads rows whose columns are known.
struct RowReader<'n> {
    columns: Columns,
    names: &'n mut DocumentNames,
    repeated: usize,
}

impl RowReader<'_> {
    fn pairs<'t>(
        &mut self,
        lines: impl Iterator<Item = (u64, &'t str)>,
    ) -> std::result::Result<TruePairs, LineError> {
        let mut rows = Vec::new();
        for (line, text) in lines {
            rows.push(self.pair(line, text).map_err(|reason| LineError { line, reason })?);
        }
        let column = column(&rows)?;
        let mut values = BTreeMap::new();
        for row in rows {
            self.add(&row, column, &mut values)?;
        }
        Ok(TruePairs { values, column })
    }

    /// Adds the value of a row; of a repeated pair the higher similarity counts.
    fn add(
        &mut self,
        row: &PairRow<'_>,
        column: Column,
        values: &mut BTreeMap<Pair, f64>,
    ) -> std::result::Result<(), LineError> {
        let value = if column == Column::None { 1.0 } else { number(row.value).unwrap_or(1.0) };
        let Some(before) = values.insert(row.pair, value) else {
            return Ok(());
        };
        if column == Column::Label && !is_equal(before, value) {
            let reason = "the pair has both labels, 0 and 1".into();
            return Err(LineError { line: row.line, reason });
        }
        self.repeated += 1;
        values.insert(row.pair, before.max(value));
        Ok(())
    }

    fn pair<'t>(&mut self, line: u64, text: &'t str) -> std::result::Result<PairRow<'t>, String> {
        let cells = self.columns.cells(text)?;
        let [a, b] = self.ids(&cells)?;
        if a == b {
            return Err(format!("{:?} is paired with itself", self.names.id(a)));
        }
        let value = self.columns.value.map_or("", |at| cells[at]);
        Ok(PairRow { line, pair: Pair::new(a, b), value })
    }

    fn passages<'t>(
        &mut self,
        lines: impl Iterator<Item = (u64, &'t str)>,
        offsets: [usize; 4],
    ) -> std::result::Result<Vec<TruePassage>, LineError> {
        let mut passages = Vec::new();
        for (line, text) in lines {
            let places = self.passage(text, offsets);
            let places = places.map_err(|reason| LineError { line, reason })?;
            passages.push(TruePassage { places, line });
        }
        let rows = passages.len();
        passages.sort_by_key(|passage| (passage.places, passage.line));
        passages.dedup_by_key(|passage| passage.places);
        self.repeated += rows - passages.len();
        Ok(passages)
    }

    fn passage(
        &mut self,
        text: &str,
        offsets: [usize; 4],
    ) -> std::result::Result<PassagePair, String> {
        let cells = self.columns.cells(text)?;
        let [a, b] = self.ids(&cells)?;
        let [start_a, end_a, start_b, end_b] = offsets.map(|at| cells[at]);
        let (a, b) = (place(a, start_a, end_a)?, place(b, start_b, end_b)?);
        if a == b {
            return Err("the passage is paired with itself".into());
        }
        Ok(PassagePair::new(a, b))
    }

    fn ids(&mut self, cells: &[&str]) -> std::result::Result<[DocId; 2], String> {
        let ids = self.columns.ids.map(|at| cells[at]);
        if ids.contains(&"") {
            return Err("a document without an id".into());
        }
        Ok(ids.map(|id| self.names.number(id)))
    }
}

fn place(document: DocId, start: &str, end: &str) -> std::result::Result<Place, String> {
    let (start, end) = (offset(start)?, offset(end)?);
    if start >= end {
        return Err(format!("the passage from {start} to {end} is empty"));
    }
    Ok(Place { document, start, end })
}

fn offset(cell: &str) -> std::result::Result<usize, String> {
    cell.parse().map_err(|_| format!("{cell:?} is no character offset"))
}

/// The content of the third column. If one cell is no number, all are names; a number outside 0 to
/// 1 among numbers is an error.
fn column(rows: &[PairRow<'_>]) -> std::result::Result<Column, LineError> {
    let values: Option<Vec<f64>> = rows.iter().map(|row| number(row.value)).collect();
    let Some(values) = values else {
        return Ok(Column::None);
    };
    if let Some(at) = values.iter().position(|value| !(0.0..=1.0).contains(value)) {
        let PairRow { line, value, .. } = rows[at];
        let reason = format!("{value} is neither a label, 0 or 1, nor a similarity up to 1");
        return Err(LineError { line, reason });
    }
    let labels = values.iter().all(|&value| is_equal(value, 0.0) || is_equal(value, 1.0));
    Ok(if labels { Column::Label } else { Column::Similarity })
}

fn number(cell: &str) -> Option<f64> {
    cell.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

fn is_equal(a: f64, b: f64) -> bool {
    a.total_cmp(&b).is_eq()
}

pub(super) fn unreadable(path: &Path, line: Option<u64>, reason: String) -> Error {
    Error::Unreadable(SkippedInput::new(path, line, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Result<Truth>, DocumentNames) {
        let mut names = DocumentNames::default();
        (Truth::parse(Path::new("truth.tsv"), text, &mut names), names)
    }

    fn pairs(text: &str) -> TruePairs {
        match parse(text).0.expect("the file is sound").rows {
            Rows::Pairs(pairs) => pairs,
            Rows::Passages(_) => panic!("these are documents"),
        }
    }

    fn places(text: &str) -> Vec<(usize, usize, usize, usize)> {
        match parse(text).0.expect("the file is sound").rows {
            Rows::Pairs(_) => panic!("these are passages"),
            Rows::Passages(passages) => passages
                .iter()
                .map(|TruePassage { places: PassagePair { a, b }, .. }| {
                    (a.start, a.end, b.start, b.end)
                })
                .collect(),
        }
    }

    fn error(text: &str) -> String {
        parse(text).0.expect_err("the file is broken").to_string()
    }

    #[test]
    fn the_whole_third_column_decides() {
        for (text, column) in [
            ("a\tb", Column::None),
            ("a\tb\tcross\nc\td\t1", Column::None),
            ("a\tb\t1\nc\td\t0", Column::Label),
            ("a\tb\t1.0000\nc\td\t1.0000", Column::Label),
            ("a\tb\t1.0000\nc\td\t0.71\textra", Column::Similarity),
        ] {
            let text = if text.contains("extra") {
                text.replace("1.0000", "1.0000\tmore")
            } else {
                text.into()
            };
            assert_eq!(pairs(&text).column, column, "{text}");
        }
    }

    #[test]
    fn pairs_are_unordered_and_count_once() {
        let (truth, _) = parse("a\tb\t0.8\r\n\nb\ta\t0.9\n");
        let truth = truth.expect("the file is sound");
        assert_eq!((truth.rows.len(), truth.repeated), (1, 1));
        let Rows::Pairs(pairs) = truth.rows else { panic!("these are documents") };
        assert_eq!(pairs.values.into_values().collect::<Vec<_>>(), [0.9]);
    }

    #[test]
    fn a_first_line_may_name_the_columns() {
        assert_eq!(
            pairs("note\tid_b\tsimilarity\tid_a\nx\tb\t0.5\ta\n").column,
            Column::Similarity
        );
        assert_eq!(
            places("#doc_a\ta_start\ta_end\tdoc_b\tb_start\tb_end\tmore\na\t1\t2\tb\t3\t4\t9"),
            [(1, 2, 3, 4)]
        );
        assert_eq!(places("a\t5\t6\ta\t3\t4\na\t3\t4\ta\t5\t6"), [(3, 4, 5, 6)]);
    }

    #[test]
    fn says_what_is_wrong_with_a_line() {
        for (text, said) in [
            ("", "truth.tsv: no pair stands in it"),
            ("id_a\tid_b\n\n", "truth.tsv: no pair stands in it"),
            (
                "a",
                "truth.tsv:1: 1 column: neither id_a, id_b nor doc_a, start_a, end_a, doc_b, start_b, end_b",
            ),
            (
                "id_a\tid_b\tstart_a\n",
                "truth.tsv:1: of start_a, end_a, start_b and end_b some are not there",
            ),
            ("a\tb\na", "truth.tsv:2: 1 column, and the first line has 2"),
            ("a\tb\nc\t", "truth.tsv:2: a document without an id"),
            ("a\tb\nc\tc", "truth.tsv:2: \"c\" is paired with itself"),
            ("a\tb\t1\nb\ta\t0", "truth.tsv:2: the pair has both labels, 0 and 1"),
            (
                "a\tb\t1\nb\tc\t4.5",
                "truth.tsv:2: 4.5 is neither a label, 0 or 1, nor a similarity up to 1",
            ),
            ("a\t1\t2\tb\t3\tx", "truth.tsv:1: \"x\" is no character offset"),
            ("a\t1\t2\tb\t3\t4\na\t1\t2\tb\t3\t-4", "truth.tsv:2: \"-4\" is no character offset"),
            ("a\t1\t2\tb\t3\t4\na\t2\t2\tb\t3\t4", "truth.tsv:2: the passage from 2 to 2 is empty"),
            ("a\t1\t2\ta\t1\t2", "truth.tsv:1: the passage is paired with itself"),
        ] {
            assert_eq!(error(text), said, "{text:?}");
        }
    }

    #[test]
    fn what_the_collection_does_not_have_is_told() {
        let mut names = DocumentNames::of_documents(["a", "b"].into_iter());
        let truth = Truth::parse(Path::new("t"), "a\tb\na\tc\nd\tc\n", &mut names)
            .expect("the file is sound");
        let unknown =
            truth.unknown(&names).expect("two are known").expect("the collection is known");
        assert_eq!(unknown, Unknown { documents: 2, rows: 2, first: vec!["c".into(), "d".into()] });
        let truth = Truth::parse(Path::new("t"), "x\ty\n", &mut names).expect("the file is sound");
        let said = truth.unknown(&names).expect_err("none is known").to_string();
        assert_eq!(said, "t: none of its documents is in the collection, not even \"x\"");
        let (truth, names) = parse("x\ty");
        assert_eq!(truth.expect("the file is sound").unknown(&names).expect("nobody knows"), None);
    }
}
