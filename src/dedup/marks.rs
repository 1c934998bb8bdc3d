//! Marks of records: fields that say which record is a duplicate of which, added to all records.

use serde_json::{Value, json};

use super::DedupSettings;
use super::duplicate_names::DuplicateNames;
use super::output_error::refuse;
use super::removal::RemovalRule;
use crate::corpus::{Format, ReadOptions, Record, Source};
use crate::document::{Level, RecordId, rounded_share};
use crate::error::Result;

/// What follows the prefix in the names of the fields.
const FIELDS: [&str; 6] = ["cluster", "of", "similarity", "measure", "kind", "keep"];

/// The names of the fields that marks have.
pub(super) fn names(prefix: &str) -> [String; 6] {
    FIELDS.map(|field| format!("{prefix}{field}"))
}

/// Refuses to mark what has no fields to which others can be added.
pub(super) fn check(settings: &DedupSettings, own: &[Source], options: &ReadOptions) -> Result<()> {
    let Some(prefix) = &settings.mark else { return Ok(()) };
    if settings.level != Level::Document {
        return refuse("mark", "marks whole records, and --level names parts of them".into());
    }
    if let Some(source) = own.iter().find(|source| !can_be_marked(source)) {
        let reason = format!("{} has no records of JSON or CSV", source.path.display());
        return refuse("mark", format!("{reason}, to which fields can be added"));
    }
    for table in own.iter().filter(|source| source.is_table()) {
        // A table that cannot be opened is reported when it is read.
        let Ok(rows) = table.stored_rows(options) else { continue };
        if let Some(name) = names(prefix).iter().find(|name| rows.has_column(name)) {
            return refuse("mark", format!("{}: {}", table.path.display(), taken(name)));
        }
    }
    Ok(())
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

    /// The cells of the marks of a row.
    pub(super) fn cells(&self, record: RecordId) -> Vec<String> {
        self.values(record).into_iter().map(cell).collect()
    }
}

fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        value => value.to_string(),
    }
}

fn can_be_marked(source: &Source) -> bool {
    let formats = [Format::JsonLines, Format::Json, Format::Csv];
    source.format().is_none_or(|format| formats.contains(&format))
}
