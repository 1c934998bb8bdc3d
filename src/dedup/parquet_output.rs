//! Output of kept rows of Parquet files, with all their columns.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, RecordBatch, StringArray,
};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use arrow_select::filter::filter_record_batch;
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::arrow::{ARROW_SCHEMA_META_KEY, ArrowSchemaConverter};
use parquet::basic::{Compression, Type, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::{SchemaDescriptor, Type as SchemaType};
use serde_json::Value;

use super::mark_column::{MarkColumn, MarkType};
use super::output_error::{OUTPUT, RowChange, read_error, refuse};
use super::record_reader::changed;
use crate::corpus::{Batches, Format, Source, Table};
use crate::error::{Error, Result};
use crate::storage::AtomicFile;

/// Compressed bytes of a row group, which are held in memory until it is full: the size that
/// readers of Parquet recommend.
const ROW_GROUP: usize = 128 << 20;

/// Refuses tables that cannot come out as one, before they are read.
pub(super) fn check_columns(sources: &[Source]) -> Result<()> {
    let mut tables = readable(sources);
    let Some((first, table)) = tables.next() else {
        return check_any_readable(sources);
    };
    match tables.find(|(_, other)| other.schema().fields() != table.schema().fields()) {
        Some((other, _)) => refuse(
            OUTPUT,
            format!(
                "{} and {} do not have the same columns, so that they cannot come out as one file; name a directory",
                first.path.display(),
                other.path.display()
            ),
        ),
        None => Ok(()),
    }
}

/// Refuses tables none of which can be read: the columns of the output are then not known.
fn check_any_readable(sources: &[Source]) -> Result<()> {
    if !sources.iter().any(|source| source.format() == Some(Format::Parquet)) {
        return Ok(());
    }
    refuse(
        OUTPUT,
        "there is no Parquet file to be read, so that the columns of the output are not known"
            .into(),
    )
}

/// Refuses tables with times that cannot be written as they are, before they are read.
pub(super) fn check_types(sources: &[Source]) -> Result<()> {
    readable(sources).try_for_each(|(source, table)| check_no_int96(source, &table))
}

fn check_no_int96(source: &Source, table: &Table) -> Result<()> {
    let columns = table.footer().file_metadata().schema_descr().columns();
    match columns.iter().find(|column| column.physical_type() == Type::INT96) {
        Some(column) => refuse(
            OUTPUT,
            format!(
                "column {:?} of {} is of the old type INT96, which cannot be written",
                column.name(),
                source.path.display()
            ),
        ),
        None => Ok(()),
    }
}

/// The tables that can be opened. Errors of the others are reported when they are read.
fn readable(sources: &[Source]) -> impl Iterator<Item = (&Source, Table)> {
    sources
        .iter()
        .filter(|source| source.format() == Some(Format::Parquet))
        .filter_map(|source| Some((source, open(source).ok()?)))
}

fn open(source: &Source) -> io::Result<Table> {
    Table::open(source.open_file()?)
}

/// Whether a table has a column of this name. A table that cannot be opened has none: it is reported
/// when it is read.
pub(super) fn has_column(source: &Source, name: &str) -> bool {
    open(source).is_ok_and(|table| table.schema().field_with_name(name).is_ok())
}

/// A Parquet file that is being written.
pub(super) struct TableWriter {
    path: PathBuf,
    state: State,
    /// The rows of the table that was begun.
    rows: Option<(PathBuf, Batches)>,
    /// Columns that are added to those of the tables.
    columns: Vec<MarkColumn>,
}

enum State {
    /// Before any table is begun, the columns are unknown.
    Blank(Box<AtomicFile>),
    Open(Box<ArrowWriter<AtomicFile>>),
    /// After an error.
    Broken,
}

impl TableWriter {
    pub(super) fn new(path: PathBuf, draft: io::Result<AtomicFile>) -> Result<Self> {
        match draft {
            Ok(draft) => Ok(Self {
                path,
                state: State::Blank(Box::new(draft)),
                rows: None,
                columns: Vec::new(),
            }),
            Err(source) => Err(Error::Write { path, source }),
        }
    }

    /// Begins a source: rows that are written next belong to it, and get `columns`.
    pub(super) fn begin_source(&mut self, source: &Source, columns: &[MarkColumn]) -> Result<()> {
        self.rows = None;
        self.columns = columns.to_vec();
        // Of a table that cannot be opened, no rows follow.
        let Ok(table) = open(source) else { return Ok(()) };
        self.state = match std::mem::replace(&mut self.state, State::Broken) {
            State::Blank(draft) => {
                State::Open(Box::new(self.wrote(begin(*draft, &table, columns))?))
            }
            state => state,
        };
        self.rows = Some((source.path.clone(), table.all()));
        Ok(())
    }

    /// Writes the next rows with these changes.
    pub(super) fn write(
        &mut self,
        rows: usize,
        changes: &[RowChange],
        text_field: &str,
    ) -> Result<()> {
        let Some((path, batches)) = &mut self.rows else {
            return Err(read_error(&self.path, changed()));
        };
        let batch = match batches.next() {
            Some(Ok(batch)) if batch.num_rows() == rows => batch,
            Some(Err(error)) => return Err(read_error(path, error)),
            _ => return Err(read_error(path, changed())),
        };
        let batch = edited(batch, changes, text_field)
            .and_then(|kept| with_marks(kept, changes, &self.columns))
            .map_err(|error| read_error(path, io::Error::other(error)))?;
        let State::Open(writer) = &mut self.state else { return Err(read_error(path, changed())) };
        let written = if batch.num_rows() > 0 { writer.write(&batch) } else { Ok(()) };
        self.wrote(written)
    }

    /// Gives the file its name. If no table could be opened, there is no file.
    pub(super) fn finish(mut self) -> Result<()> {
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Open(writer) => {
                let draft = self.wrote(writer.into_inner())?;
                draft.finish().map_err(|source| Error::Write { path: self.path, source })
            }
            State::Blank(_) | State::Broken => Ok(()),
        }
    }

    fn wrote<T>(&self, result: std::result::Result<T, ParquetError>) -> Result<T> {
        result.map_err(|error| Error::Write { path: self.path.clone(), source: io_error(error) })
    }
}

fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        error => io::Error::other(error),
    }
}

/// Begins a file with the columns and the metadata of `model`, and columns behind them.
fn begin(
    draft: AtomicFile,
    model: &Table,
    added: &[MarkColumn],
) -> std::result::Result<ArrowWriter<AtomicFile>, ParquetError> {
    let footer: &ParquetMetaData = model.footer();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_bytes(Some(ROW_GROUP))
        .set_key_value_metadata(footer.file_metadata().key_value_metadata().cloned())
        .build();
    // Arrow's own description of the columns is among what is copied, if it was there. It is made
    // anew where it does not name all columns.
    let is_copied = added.is_empty() || !has_arrow_schema(footer);
    let options =
        ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(is_copied);
    let columns = footer.file_metadata().schema_descr();
    let options = if can_be_written_as(columns, model.schema())? {
        options.with_parquet_schema(with_columns(columns, added)?)
    } else {
        options
    };
    ArrowWriter::try_new_with_options(draft, with_fields(model.schema(), added), options)
}

/// Whether Arrow's own description of the columns is in the metadata.
fn has_arrow_schema(footer: &ParquetMetaData) -> bool {
    let notes = footer.file_metadata().key_value_metadata();
    notes.is_some_and(|notes| notes.iter().any(|note| note.key == ARROW_SCHEMA_META_KEY))
}

/// The columns with others behind them, without their metadata, which is copied as it is.
fn with_fields(schema: &SchemaRef, added: &[MarkColumn]) -> SchemaRef {
    let fields = schema.fields().iter().map(Arc::clone);
    Arc::new(Schema::new(fields.chain(added.iter().map(field)).collect::<Fields>()))
}

/// The column of marks; only whether a record is kept is known of all.
fn field(column: &MarkColumn) -> FieldRef {
    let kind = match column.kind {
        MarkType::Number => DataType::Int64,
        MarkType::Text => DataType::Utf8,
        MarkType::Share => DataType::Float64,
        MarkType::Truth => DataType::Boolean,
    };
    Arc::new(Field::new(&column.name, kind, column.kind != MarkType::Truth))
}

/// Columns as they are stored, with others behind them.
fn with_columns(
    columns: &SchemaDescriptor,
    added: &[MarkColumn],
) -> std::result::Result<SchemaDescriptor, ParquetError> {
    let root = columns.root_schema();
    let own: Fields = added.iter().map(field).collect();
    let own = ArrowSchemaConverter::new().convert(&Schema::new(own))?;
    let fields = root.get_fields().iter().chain(own.root_schema().get_fields());
    let fields = fields.map(Arc::clone).collect();
    let root = SchemaType::group_type_builder(root.name()).with_fields(fields).build()?;
    Ok(SchemaDescriptor::new(Arc::new(root)))
}

/// Whether values are stored in these columns as the writer would store them. If not, they are the
/// same values in another physical type.
fn can_be_written_as(
    columns: &SchemaDescriptor,
    schema: &SchemaRef,
) -> std::result::Result<bool, ParquetError> {
    let own = ArrowSchemaConverter::new().convert(schema)?;
    let is_same = own.num_columns() == columns.num_columns()
        && own.columns().iter().zip(columns.columns()).all(|(a, b)| {
            (a.physical_type(), a.type_length(), a.max_def_level(), a.max_rep_level())
                == (b.physical_type(), b.type_length(), b.max_def_level(), b.max_rep_level())
        });
    Ok(is_same)
}

/// The rows that are kept, with their new texts.
fn edited(
    batch: RecordBatch,
    changes: &[RowChange],
    text_field: &str,
) -> std::result::Result<RecordBatch, ArrowError> {
    if changes.is_empty() {
        return Ok(batch);
    }
    let batch = if changes.iter().any(|change| change.text.is_some()) {
        with_new_texts(&batch, changes, text_field)?
    } else {
        batch
    };
    let mut stays = vec![true; batch.num_rows()];
    for change in changes.iter().filter(|change| change.text.is_none() && change.cells.is_empty()) {
        stays[change.row] = false;
    }
    filter_record_batch(&batch, &BooleanArray::from(stays))
}

/// The rows that are kept, with the marks that their changes hold.
fn with_marks(
    kept: RecordBatch,
    changes: &[RowChange],
    columns: &[MarkColumn],
) -> std::result::Result<RecordBatch, ArrowError> {
    if columns.is_empty() {
        return Ok(kept);
    }
    // A row without marks could not be read, and is not kept.
    let marks: Vec<&[Value]> = changes
        .iter()
        .map(|change| change.cells.as_slice())
        .filter(|row| !row.is_empty())
        .collect();
    let added = columns.iter().enumerate();
    let added = added.map(|(at, column)| array(column.kind, marks.iter().map(|row| &row[at])));
    let schema = with_fields(kept.schema_ref(), columns);
    RecordBatch::try_new(schema, kept.columns().iter().map(Arc::clone).chain(added).collect())
}

/// The values of a column of marks.
fn array<'v>(kind: MarkType, values: impl Iterator<Item = &'v Value>) -> ArrayRef {
    match kind {
        MarkType::Number => Arc::new(values.map(Value::as_i64).collect::<Int64Array>()),
        MarkType::Text => Arc::new(values.map(Value::as_str).collect::<StringArray>()),
        MarkType::Share => Arc::new(values.map(Value::as_f64).collect::<Float64Array>()),
        MarkType::Truth => Arc::new(values.map(Value::as_bool).collect::<BooleanArray>()),
    }
}

/// All rows, some with another text.
fn with_new_texts(
    batch: &RecordBatch,
    changes: &[RowChange],
    text_field: &str,
) -> std::result::Result<RecordBatch, ArrowError> {
    let at = batch.schema_ref().index_of(text_field)?;
    let texts = cast(batch.column(at), &DataType::LargeUtf8)?;
    let mut texts: Vec<Option<&str>> = texts.as_string::<i64>().iter().collect();
    for change in changes {
        if let Some(text) = &change.text {
            texts[change.row] = Some(text);
        }
    }
    let texts: ArrayRef = Arc::new(LargeStringArray::from(texts));
    let mut columns = batch.columns().to_vec();
    columns[at] = cast(&texts, columns[at].data_type())?;
    RecordBatch::try_new(Arc::clone(batch.schema_ref()), columns)
}
