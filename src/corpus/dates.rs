//! Dates of documents that a table gives.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};
use serde_json::{Map, Value};

use super::csv_table::delimiter;
use super::{Collection, read_text};
use crate::document::Date;
use crate::error::{Error, Result, SkippedInput};

/// Names of columns and fields with the id or path of a document.
const NAMES: [&str; 3] = ["id", "document", "path"];
/// Names of columns and fields with its date.
const DATES: [&str; 2] = ["date", "日期"];

/// Dates for documents, from a table of ids, paths or globs and dates.
///
/// The table is CSV, tab-separated, or JSON Lines. Its columns are `id` (or `document`, `path`) and
/// `date`; without a header, the first two columns are these. A row without a date says nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Dates {
    path: PathBuf,
    rows: Vec<Row>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    line: u64,
    name: String,
    date: Option<Date>,
}

/// What the name of a row is of a document. An id counts more than a path, and both more than a
/// glob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NameKind {
    Glob,
    Path,
    Id,
}

/// The date that a document was given, and where.
#[derive(Debug, Clone, Copy)]
struct Given {
    kind: NameKind,
    line: u64,
    date: Option<Date>,
}

impl Dates {
    /// Reads a table.
    ///
    /// # Errors
    /// If it cannot be read, or a row has no document or a date that is not clear; the error has
    /// the line.
    pub fn read(path: &Path) -> Result<Self> {
        let text = read_text(path)?;
        let is_lines = text.trim_start().starts_with('{');
        let rows = if is_lines { json_rows(path, &text)? } else { table_rows(path, &text)? };
        if rows.is_empty() {
            let reason = "there is no date in it".into();
            return Err(Error::Unreadable(SkippedInput::new(path, None, reason)));
        }
        Ok(Self { path: path.into(), rows })
    }

    /// The file of the table.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the documents of a collection their dates, and returns how many got one.
    ///
    /// # Errors
    /// If a row names no document, or two rows give different dates to one; the error has the line.
    pub fn give(&self, collection: &mut Collection) -> Result<usize> {
        let documents = Names::new(collection);
        let mut given: Vec<Option<Given>> = vec![None; collection.documents.len()];
        for Row { line, name, date } in &self.rows {
            let (kind, named) =
                documents.named(name).map_err(|reason| self.fault(*line, reason))?;
            for at in named {
                let now = Given { kind, line: *line, date: *date };
                match given[at] {
                    Some(before) if before.kind > kind => {}
                    Some(before) if before.kind == kind && before.date != *date => {
                        let id = &collection.documents[at].id;
                        let reason = format!("{id:?} has another date in line {}", before.line);
                        return Err(self.fault(*line, reason));
                    }
                    _ => given[at] = Some(now),
                }
            }
        }
        let mut count = 0;
        for (document, given) in collection.documents.iter_mut().zip(given) {
            if let Some(date) = given.and_then(|given| given.date) {
                document.given_date = Some(date);
                count += 1;
            }
        }
        Ok(count)
    }

    fn fault(&self, line: u64, reason: String) -> Error {
        fault(&self.path, line, reason)
    }
}

/// The names of the documents of a collection.
struct Names {
    ids: HashMap<String, usize>,
    /// A file with records has several documents.
    paths: HashMap<String, Vec<usize>>,
}

impl Names {
    fn new(collection: &Collection) -> Self {
        let mut names = Self { ids: HashMap::new(), paths: HashMap::new() };
        for (at, document) in collection.documents.iter().enumerate() {
            names.ids.insert(document.id.clone(), at);
            let path = plain_path(&document.path.to_string_lossy()).to_owned();
            names.paths.entry(path).or_default().push(at);
        }
        names
    }

    /// The documents with a name, or the reason why there is none.
    fn named(&self, name: &str) -> std::result::Result<(NameKind, Vec<usize>), String> {
        if let Some(&at) = self.ids.get(name) {
            return Ok((NameKind::Id, vec![at]));
        }
        if let Some(all) = self.paths.get(plain_path(name)) {
            return Ok((NameKind::Path, all.clone()));
        }
        if !name.contains(['*', '?', '[', '{']) {
            return Err(format!("{name:?} is neither the id nor the path of a document"));
        }
        let glob = glob(name)?;
        let names = self.ids.iter().map(|(id, &at)| (id, at));
        let paths = self.paths.iter().flat_map(|(path, all)| all.iter().map(move |&at| (path, at)));
        let mut matched: Vec<usize> = names
            .chain(paths)
            .filter(|(name, _)| glob.matched(name, false).is_whitelist())
            .map(|(_, at)| at)
            .collect();
        matched.sort_unstable();
        matched.dedup();
        if matched.is_empty() {
            return Err(format!("no document has an id or path like {name:?}"));
        }
        Ok((NameKind::Glob, matched))
    }
}

fn glob(glob: &str) -> std::result::Result<Override, String> {
    let mut builder = OverrideBuilder::new("");
    let built = builder.add(glob).map(drop).and_then(|()| builder.build());
    built.map_err(|error| error.to_string())
}

/// A path without a `./` before it.
fn plain_path(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

fn fault(path: &Path, line: u64, reason: String) -> Error {
    Error::Unreadable(SkippedInput::new(path, Some(line), reason))
}

fn json_rows(path: &Path, text: &str) -> Result<Vec<Row>> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| json_row(path, number, line)).collect()
}

fn json_row(path: &Path, line: u64, text: &str) -> Result<Row> {
    let fields: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| fault(path, line, error.to_string()))?;
    let name = json_field(&fields, &NAMES);
    let date = json_field(&fields, &DATES);
    row(name, date)
        .map(|(name, date)| Row { line, name, date })
        .map_err(|reason| fault(path, line, reason))
}

/// The text of the first of some fields.
fn json_field(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let value = names.iter().find_map(|&name| fields.get(name))?;
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    })
}

/// The columns of a table.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: usize,
    date: usize,
}

impl Columns {
    /// The columns that a first row names; `None` if it is no header.
    fn named_by(row: &csv::StringRecord) -> Option<Self> {
        let column = |names: &[&str]| {
            row.iter().position(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)))
        };
        Some(Self { name: column(&NAMES)?, date: column(&DATES)? })
    }
}

fn table_rows(path: &Path, text: &str) -> Result<Vec<Row>> {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(text.as_bytes()))
        .from_reader(text.as_bytes());
    let mut columns = Columns { name: 0, date: 1 };
    let mut rows = Vec::new();
    for (at, record) in table.records().enumerate() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            fault(path, line, error.to_string())
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        if let Some(named) = Columns::named_by(&record).filter(|_| at == 0) {
            columns = named;
            continue;
        }
        if at == 0 && !record.iter().any(|cell| cell.contains(|char: char| char.is_numeric())) {
            let found: Vec<&str> = record.iter().collect();
            let reason = format!("no columns `id` and `date` among: {}", found.join(", "));
            return Err(fault(path, line, reason));
        }
        let cell = |at: usize| record.get(at).map(str::to_owned);
        let (name, date) = row(cell(columns.name), cell(columns.date))
            .map_err(|reason| fault(path, line, reason))?;
        rows.push(Row { line, name, date });
    }
    Ok(rows)
}

/// The name and the date of a row, or what is wrong with it.
fn row(
    name: Option<String>,
    date: Option<String>,
) -> std::result::Result<(String, Option<Date>), String> {
    let name = name.filter(|name| !name.is_empty());
    let name = name.ok_or("no document is named; the columns are `id` and `date`")?;
    let date = date.ok_or("there is no date; the columns are `id` and `date`")?;
    if date.is_empty() {
        return Ok((name, None));
    }
    match Date::parse(&date) {
        Some(date) => Ok((name, Some(date))),
        None => Err(format!("{date:?} is no clear date such as 2024, 2024-03 or 2024-03-05")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    /// The dates that a table gives to documents, or what is wrong with it.
    fn given(table: &str, name: &str) -> std::result::Result<Vec<(usize, String)>, String> {
        let folder = tempfile::tempdir().expect("the test may write");
        let path = folder.path().join(name);
        std::fs::write(&path, table).expect("the test may write");
        let documents = ["1998/a.txt", "1998/b.txt", "c", "d"].map(|id| Document {
            id: id.into(),
            path: if id.len() == 1 { "records.jsonl".into() } else { format!("in/{id}").into() },
            ..Document::default()
        });
        let mut collection = Collection { documents: documents.into(), ..Collection::default() };
        let dates = Dates::read(&path).and_then(|dates| dates.give(&mut collection));
        let place = format!("{}/", folder.path().display());
        let count = dates.map_err(|error| error.to_string().replace(&place, ""))?;
        let dates: Vec<(usize, String)> = collection
            .documents
            .iter()
            .enumerate()
            .filter_map(|(at, document)| Some((at, document.date()?.to_string())))
            .collect();
        assert_eq!(dates.len(), count);
        Ok(dates)
    }

    #[test]
    fn every_form_of_a_table_is_read() {
        let expected = Ok(vec![(0, "1998-03-05".to_owned()), (2, "2001".to_owned())]);
        for (name, table) in [
            ("a.csv", "date,note,id\n1998-3-5,x,1998/a.txt\n2001,\"y, z\",c\n,,d\n"),
            ("a.csv", "1998/a.txt,1998-03-05\r\nc , 2001\r\n"),
            ("a.tsv", "Path\tDate\nin/1998/a.txt\t1998年3月5日\nc\t2001\n"),
            (
                "a.jsonl",
                "{\"id\": \"1998/a.txt\", \"date\": \"1998/3/5\"}\n\n{\"id\":\"c\",\"date\":2001}\n",
            ),
        ] {
            assert_eq!(given(table, name), expected, "{table}");
        }
    }

    #[test]
    fn an_id_counts_more_than_a_path_and_a_path_more_than_a_glob() {
        let table = "d,2003\nrecords.jsonl,2002\n*,2000\n1998/*.txt,2000\n";
        let expected = [(0, "2000"), (1, "2000"), (2, "2002"), (3, "2003")];
        let dates = given(table, "a.csv").expect("the table is sound");
        let dates: Vec<(usize, &str)> = dates.iter().map(|(at, date)| (*at, &**date)).collect();
        assert_eq!(dates, expected);
    }

    #[test]
    fn a_wrong_row_is_told_with_its_line() {
        for (table, fault) in [
            ("id,date\nc,2001\ne,2001\n", "a.csv:3: \"e\" is neither the id nor the path"),
            ("id,date\nc,05/03/2024\n", "a.csv:2: \"05/03/2024\" is no clear date"),
            ("c,2001\nd\n", "a.csv:2: there is no date"),
            ("c,2001\n,2001\n", "a.csv:2: no document is named"),
            ("c,2001\nc,2002\n", "a.csv:2: \"c\" has another date in line 1"),
            ("2020/*,2001\n", "a.csv:1: no document has an id or path like \"2020/*\""),
            ("{\"id\": \"c\"}\n", "a.csv:1: there is no date"),
            ("{\"id\": \"c\",\n", "a.csv:1: EOF"),
        ] {
            let said = given(table, "a.csv").expect_err("the table is wrong");
            assert!(said.starts_with(fault), "{said}");
        }
    }
}
