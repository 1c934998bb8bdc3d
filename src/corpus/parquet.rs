//! Records from the rows of a Parquet file.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_cast::cast;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::{ArrowError, DataType, FieldRef, Fields, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

use super::blocks::Block;
use super::encoding::Encoding;
use super::options::{ByteProgress, ReadOptions};
use super::record_form::RecordEncoding;
use super::source::{Source, reason};
use super::{field_names, json_path};
use crate::error::SkippedInput;
use crate::storage::read_exact_at;

/// Bytes of a batch of rows, by the size of the row group in its metadata.
const BATCH_BYTES: i64 = 1 << 20;
/// Most rows of a batch. The size in the metadata is too low for texts that occur several times,
/// since a dictionary stores them once.
const MAX_BATCH_ROWS: i64 = 1 << 10;

/// The magic number at both ends of a Parquet file.
const MAGIC: [u8; 4] = *b"PAR1";
/// The magic number at both ends of a file whose footer is encrypted.
const ENCRYPTED: [u8; 4] = *b"PARE";

/// The rows of a table as JSON Lines, with the text, the id and the fields in `options`.
pub(super) fn rows<'a>(
    source: &'a Source,
    file: File,
    options: &ReadOptions,
    watch: ByteProgress<'a>,
) -> Result<Box<dyn Iterator<Item = Result<Block, SkippedInput>> + 'a>, String> {
    let size = file.metadata().map_err(|error| reason(&error))?.len();
    let table = Table::open(file).map_err(|error| reason(&error))?;
    table.check_text(&options.text_field)?;
    let columns = table.columns(options);
    let batches = table.batches(columns);
    Ok(Box::new(Rows {
        source,
        batches,
        watch,
        unreported: size,
        offset: 0,
        lines: 0,
        ended: false,
    }))
}

/// A Parquet file whose footer was read, but not its rows.
pub(crate) struct Table {
    file: File,
    footer: ArrowReaderMetadata,
}

impl Table {
    /// Reads the footer of a file.
    pub(crate) fn open(file: File) -> io::Result<Self> {
        check_ends(&file)?;
        let footer = catch_panic(|| {
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(parquet_error)
        })?;
        check_columns(footer.metadata(), file.metadata()?.len())?;
        Ok(Self { file, footer })
    }

    /// The columns of the table.
    pub(crate) fn schema(&self) -> &SchemaRef {
        self.footer.schema()
    }

    /// The metadata in the footer.
    pub(crate) fn footer(&self) -> &ParquetMetaData {
        self.footer.metadata()
    }

    /// All rows, with all columns.
    pub(crate) fn all(self) -> Batches {
        self.batches(ProjectionMask::all())
    }

    /// All rows, with this column only.
    pub(crate) fn column(self, column: usize) -> Batches {
        let columns = ProjectionMask::roots(self.footer.parquet_schema(), [column]);
        self.batches(columns)
    }

    fn batches(self, columns: ProjectionMask) -> Batches {
        Batches { table: self, columns, group: 0, open: None }
    }

    /// The columns that `options` select.
    fn columns(&self, options: &ReadOptions) -> ProjectionMask {
        let Some(fields) = &options.fields else { return ProjectionMask::all() };
        let selected = [&options.text_field, &options.id_field];
        let columns = self.schema().fields().iter().enumerate();
        let selected = columns
            .filter(|(_, column)| {
                selected.contains(&column.name())
                    || fields.contains(column.name())
                    || json_path::begins_with(&options.text_field, column.name())
            })
            .map(|(at, _)| at);
        ProjectionMask::roots(self.footer.parquet_schema(), selected)
    }

    /// Returns an error if none of the paths of a compound name begins with a column.
    fn check_paths(&self, name: &str) -> Result<(), String> {
        let names = || self.schema().fields().iter().map(|column| column.name());
        if names().any(|column| json_path::begins_with(name, column)) {
            return Ok(());
        }
        Err(field_names::missing("column", name, names()))
    }

    /// Returns an error if there is no column of strings with this name.
    fn check_text(&self, name: &str) -> Result<(), String> {
        if json_path::is_compound(name) && self.schema().field_with_name(name).is_err() {
            return self.check_paths(name);
        }
        let Ok(column) = self.schema().field_with_name(name) else {
            let names = self.schema().fields().iter().map(|column| column.name());
            return Err(field_names::missing("column", name, names));
        };
        let kind = column.data_type();
        if is_text(kind) {
            Ok(())
        } else {
            Err(format!("column {name:?} is of type {kind}, not a string"))
        }
    }
}

/// Whether a column of this type holds strings.
fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// Returns an error if the file does not begin and end with a magic number.
fn check_ends(file: &File) -> io::Result<()> {
    let (mut head, mut tail) = (MAGIC, MAGIC);
    let size = file.metadata()?.len();
    if size >= MAGIC.len() as u64 {
        read_exact_at(file, &mut head, 0)?;
        read_exact_at(file, &mut tail, size - MAGIC.len() as u64)?;
    }
    if head != MAGIC && head != ENCRYPTED {
        return Err(invalid("not a Parquet file, though its name says so".into()));
    }
    let shortest = 2 * MAGIC.len() as u64;
    if size < shortest || (tail != MAGIC && tail != ENCRYPTED) {
        return Err(invalid("the Parquet file ends too early".into()));
    }
    Ok(())
}

/// Returns an error if the footer refers to columns outside the file.
fn check_columns(footer: &ParquetMetaData, size: u64) -> io::Result<()> {
    let mut chunks = footer.row_groups().iter().flat_map(RowGroupMetaData::columns);
    if chunks.all(|chunk| ends_within(chunk, size)) {
        return Ok(());
    }
    Err(invalid("cannot be read as Parquet: its footer tells of columns outside the file".into()))
}

/// Whether a column chunk ends within the file.
fn ends_within(chunk: &ColumnChunkMetaData, size: u64) -> bool {
    let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
    let (start, length) = (u64::try_from(start), u64::try_from(chunk.compressed_size()));
    matches!((start, length), (Ok(start), Ok(length)) if start.checked_add(length).is_some_and(|end| end <= size))
}

/// Calls `read`, and turns a panic into an error: the decoder may panic on a corrupt file.
fn catch_panic<T>(read: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let read = catch_unwind(AssertUnwindSafe(read));
    read.unwrap_or_else(|_| {
        Err(invalid(
            "cannot be read as Parquet: the decoder came upon what it did not expect".into(),
        ))
    })
}

/// An iterator over batches of rows. The batches of a file have the same rows whatever columns are
/// selected.
pub(crate) struct Batches {
    table: Table,
    columns: ProjectionMask,
    /// Index of the row group after the open one.
    group: usize,
    open: Option<ParquetRecordBatchReader>,
}

impl Batches {
    /// The next row group, if there is one.
    fn next_group(&self) -> Option<&RowGroupMetaData> {
        self.table.footer().row_groups().get(self.group)
    }

    fn open_next_group(&mut self) -> Option<io::Result<()>> {
        let rows = rows_of_a_batch(self.next_group()?);
        let opened = self.group_reader(rows);
        self.group += 1;
        Some(opened.map(|group| self.open = Some(group)))
    }

    /// A reader of the next row group, in batches of `rows` rows.
    fn group_reader(&self, rows: usize) -> io::Result<ParquetRecordBatchReader> {
        let file = self.table.file.try_clone()?;
        let builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.table.footer.clone())
                .with_projection(self.columns.clone())
                .with_row_groups(vec![self.group])
                .with_batch_size(rows);
        catch_panic(|| builder.build().map_err(parquet_error))
    }
}

impl Iterator for Batches {
    type Item = io::Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let open = self.open.as_mut();
            let batch =
                catch_panic(|| open.and_then(Iterator::next).transpose().map_err(arrow_error));
            if let Some(batch) = batch.transpose() {
                return Some(batch);
            }
            if let Err(error) = self.open_next_group()? {
                return Some(Err(error));
            }
        }
    }
}

/// Number of rows of a batch of this row group.
fn rows_of_a_batch(group: &RowGroupMetaData) -> usize {
    let rows = BATCH_BYTES.saturating_mul(group.num_rows()) / group.total_byte_size().max(1);
    usize::try_from(rows.clamp(1, MAX_BATCH_ROWS)).unwrap_or(1)
}

/// An iterator that converts rows to blocks of JSON Lines.
struct Rows<'a> {
    source: &'a Source,
    batches: Batches,
    watch: ByteProgress<'a>,
    /// Bytes of the file that were not reported to `watch`.
    unreported: u64,
    offset: u64,
    lines: u64,
    ended: bool,
}

impl Rows<'_> {
    fn block(&mut self, batch: &RecordBatch) -> Result<Block, ArrowError> {
        let bytes = json_lines(batch)?;
        let (offset, lines) = (self.offset, self.lines);
        self.offset += bytes.len() as u64;
        self.lines += batch.num_rows() as u64;
        Ok(Block::new(RecordEncoding::line(Encoding::UTF_8), offset, lines, bytes))
    }

    /// Reports row groups to `watch` when they are opened, and the rest of the file at its end.
    fn report(&mut self, opened: Range<usize>) {
        let groups = self.batches.table.footer().row_groups()[opened].iter();
        let compressed: u64 =
            groups.map(|group| u64::try_from(group.compressed_size()).unwrap_or(0)).sum();
        let bytes = if self.ended { self.unreported } else { compressed.min(self.unreported) };
        self.unreported -= bytes;
        if bytes > 0 {
            (self.watch)(bytes);
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Block, SkippedInput>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let group = self.batches.group;
        let batch = self.batches.next();
        let block =
            batch.map(|batch| batch.and_then(|batch| self.block(&batch).map_err(arrow_error)));
        self.ended = !matches!(block, Some(Ok(_)));
        self.report(group..self.batches.group);
        block.map(|block| block.map_err(|error| self.source.skip_rest(self.lines, &error)))
    }
}

/// Formats rows as JSON Lines.
fn json_lines(batch: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
    let mut json =
        WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
    json.write(&with_times_in_utc(batch)?)?;
    Ok(json.into_inner())
}

/// Converts times to UTC, the only time zone that can be formatted without a time zone database.
fn with_times_in_utc(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let fields: Fields = batch.schema_ref().fields().iter().map(field_in_utc).collect();
    let columns = batch.columns().iter().zip(&fields);
    let columns = columns.map(|(column, field)| match field.data_type() {
        kind if kind == column.data_type() => Ok(Arc::clone(column)),
        kind => cast(column, kind),
    });
    RecordBatch::try_new(Arc::new(Schema::new(fields.clone())), columns.collect::<Result<_, _>>()?)
}

fn field_in_utc(field: &FieldRef) -> FieldRef {
    Arc::new(field.as_ref().clone().with_data_type(in_utc(field.data_type())))
}

fn in_utc(kind: &DataType) -> DataType {
    match kind {
        DataType::Timestamp(unit, Some(_)) => DataType::Timestamp(*unit, Some("+00:00".into())),
        DataType::List(item) => DataType::List(field_in_utc(item)),
        DataType::LargeList(item) => DataType::LargeList(field_in_utc(item)),
        DataType::FixedSizeList(item, length) => {
            DataType::FixedSizeList(field_in_utc(item), *length)
        }
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(field_in_utc).collect()),
        DataType::Map(entry, is_sorted) => DataType::Map(field_in_utc(entry), *is_sorted),
        other => other.clone(),
    }
}

fn parquet_error(error: ParquetError) -> io::Error {
    invalid(match error {
        ParquetError::General(cause) | ParquetError::EOF(cause) | ParquetError::NYI(cause) => {
            format!("cannot be read as Parquet: {cause}")
        }
        error => format!("cannot be read as Parquet: {error}"),
    })
}

fn arrow_error(error: ArrowError) -> io::Error {
    match error {
        ArrowError::ParquetError(cause) => {
            let cause = cause.strip_prefix("Parquet error: ").unwrap_or(&cause);
            invalid(format!("cannot be read as Parquet: {cause}"))
        }
        error => invalid(format!("cannot be read as Parquet: {error}")),
    }
}

fn invalid(reason: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, reason)
}
