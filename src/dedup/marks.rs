//! Marks of records: fields that say which record is a duplicate of which, added to all records.

use serde_json::{Value, json};

use super::DedupSettings;
use super::duplicate_names::DuplicateNames;
use super::mark_column::{MarkColumn, MarkType};
use super::output_error::refuse;
use super::parquet_output;
use super::removal::RemovalRule;
use crate::corpus::{Format, ReadOptions, Record, Source};
use crate::document::{Level, RecordId, rounded_share};
use crate::error::Result;

/// The fields: what follows the prefix in their names, and what their values are.
const FIELDS: [(&str, MarkType); 6] = [
    ("cluster", MarkType::Number),
    ("of", MarkType::Text),
    ("similarity", MarkType::Share),
    ("measure", MarkType::Text),
    ("kind", MarkType::Text),
    ("keep", MarkType::Truth),
];

/// The names of the fields that marks have.
fn names(prefix: &str) -> [String; 6] {
    FIELDS.map(|(field, _)| format!("{prefix}{field}"))
}

/// The columns that marks add to tables.
pub(super) fn columns(prefix: &str) -> Vec<MarkColumn> {
    let kinds = FIELDS.map(|(_, kind)| kind);
    let columns = names(prefix).into_iter().zip(kinds);
    columns.map(|(name, kind)| MarkColumn { name, kind }).collect()
}

/// Refuses to mark what has no fields to which others can be added.
pub(super) fn check(settings: &DedupSettings, own: &[Source], options: &ReadOptions) -> Result<()> {
    let Some(prefix) = &settings.mark else { return Ok(()) };
    if settings.level != Level::Document {
        return refuse("mark", "marks whole records, and --level names parts of them".into());
    }
    if let Some(source) = own.iter().find(|source| !can_be_marked(source)) {
        let reason = format!("{} has no records of JSON, CSV or Parquet", source.path.display());
        return refuse("mark", format!("{reason}, to which fields can be added"));
    }
    for table in own.iter().filter(|source| source.is_table()) {
        if let Some(name) = taken_column(table, prefix, options) {
            return refuse("mark", format!("{}: {}", table.path.display(), taken(&name)));
        }
    }
    Ok(())
}

/// The first column of marks that a table has already. A table that cannot be opened has none: it is
/// reported when it is read.
fn taken_column(table: &Source, prefix: &str, options: &ReadOptions) -> Option<String> {
    let mut names = names(prefix).into_iter();
    if table.format() == Some(Format::Parquet) {
        return names.find(|name| parquet_output::has_column(table, name));
    }
    let rows = table.stored_rows(options).ok()?;
    names.find(|name| rows.has_column(name))
}

/// The message about a field that a record has already.
fn taken(name: &str) -> String {
    format!("there is a field {name:?} already; choose another prefix, such as --mark=dup_")
}

/// Makes the marks of records.
pub(super) struct Marker<'m> {
    pub(super) rule: &'m RemovalRule<'m>,
    pub(super) names: &'m DuplicateNames,
    /// The prefix of the names of the fields.
    pub(super) prefix: &'m str,
}

impl Marker<'_> {
    /// The values of the fields of a record, in their order.
    fn values(&self, record: RecordId) -> [Value; 6] {
        // A record that is marked is one unit.
        let unit = self.rule.table.units_of(record).next();
        let duplicate = unit.and_then(|unit| self.rule.duplicate(unit));
        let Some((unit, duplicate)) = unit.zip(duplicate) else {
            let clusters = &self.names.clusters;
            let own = unit.filter(|&unit| clusters.has(unit)).map(|unit| clusters.number(unit));
            return [json!(own), Value::Null, Value::Null, Value::Null, Value::Null, json!(true)];
        };
        [
            json!(self.names.clusters.number(duplicate.center)),
            json!(self.names.find(duplicate.kept).map(|named| named.id.as_str())),
            json!(rounded_share(duplicate.similarity.into())),
            json!(duplicate.measure),
            json!(duplicate.kind),
            json!(self.rule.removal(unit).is_none()),
        ]
    }

    /// The bytes of a record of JSON with its marks.
    pub(super) fn marked(
        &self,
        id: RecordId,
        record: &Record<'_>,
        options: &ReadOptions,
    ) -> std::result::Result<Vec<u8>, String> {
        let names = names(self.prefix);
        let present = record.field_names(options);
        if let Some(name) = names.iter().find(|name| present.contains(name)) {
            return Err(taken(name));
        }
        let fields: Vec<(String, Value)> = names.into_iter().zip(self.values(id)).collect();
        record.with_fields(&fields)
    }

    /// The values of the marks of a row, in the order of the columns.
    pub(super) fn cells(&self, record: RecordId) -> Vec<Value> {
        self.values(record).into()
    }
}

fn can_be_marked(source: &Source) -> bool {
    let formats = [Format::JsonLines, Format::Json, Format::Csv, Format::Parquet];
    source.format().is_none_or(|format| formats.contains(&format))
}
