//! Records from the rows of a table: Parquet.

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
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

use super::encoding::Encoding;
use super::record::RecordEncoding;
use super::source::reason;
use super::{Block, ByteProgress, ReadOptions, Source};
use crate::error::Skip;
use crate::storage::read_exact_at;

/// Bytes of rows that are decoded at a time, as far as the file tells how many it has.
const BATCH: i64 = 1 << 20;
/// Rows that are decoded at a time at most: where texts repeat, the file has fewer bytes than they.
const MOST_ROWS: i64 = 1 << 10;

/// What stands at both ends of a Parquet file.
const MARK: [u8; 4] = *b"PAR1";
/// What stands at the end of one whose footer is encrypted.
const ENCRYPTED: [u8; 4] = *b"PARE";

/// The rows of a table as JSON Lines: the text, the id, and the fields that are asked for.
pub(super) fn rows<'a>(
    source: &'a Source,
    file: File,
    options: &ReadOptions,
    watch: ByteProgress<'a>,
) -> Result<Box<dyn Iterator<Item = Result<Block, Skip>> + 'a>, String> {
    let size = file.metadata().map_err(|error| reason(&error))?.len();
    let table = Table::open(file).map_err(|error| reason(&error))?;
    table.check_text(&options.text_field)?;
    let columns = table.columns(options);
    let batches = table.batches(columns);
    Ok(Box::new(Rows { source, batches, watch, unwatched: size, offset: 0, lines: 0, ended: false }))
}

/// A Parquet file whose columns are known, and whose rows are not read yet.
pub(crate) struct Table {
    file: File,
    footer: ArrowReaderMetadata,
}

impl Table {
    /// Reads what the file says of itself.
    pub(crate) fn open(file: File) -> io::Result<Self> {
        check_ends(&file)?;
        let footer = unpanicked(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(broken))?;
        check_places(footer.metadata(), file.metadata()?.len())?;
        Ok(Self { file, footer })
    }

    /// Its columns.
    pub(crate) fn schema(&self) -> &SchemaRef {
        self.footer.schema()
    }

    /// All that the file says of itself.
    pub(crate) fn footer(&self) -> &ParquetMetaData {
        self.footer.metadata()
    }

    /// All rows, with all their columns.
    pub(crate) fn all(self) -> Batches {
        self.batches(ProjectionMask::all())
    }

    fn batches(self, columns: ProjectionMask) -> Batches {
        Batches { table: self, columns, group: 0, open: None }
    }

    fn columns(&self, options: &ReadOptions) -> ProjectionMask {
        let Some(fields) = &options.fields else { return ProjectionMask::all() };
        let is_asked = |name: &String| {
            *name == options.text_field || *name == options.id_field || fields.iter().any(|field| field == name)
        };
        let columns = self.schema().fields().iter().enumerate();
        let asked = columns.filter(|(_, column)| is_asked(column.name())).map(|(at, _)| at);
        ProjectionMask::roots(self.footer.parquet_schema(), asked)
    }

    /// Says what is wrong with the column that should hold texts.
    fn check_text(&self, name: &str) -> Result<(), String> {
        let Ok(column) = self.schema().field_with_name(name) else {
            return Err(format!("column {name:?} is missing"));
        };
        let kind = column.data_type();
        if is_text(kind) { Ok(()) } else { Err(format!("column {name:?} is of type {kind}, not a string")) }
    }
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

fn check_ends(file: &File) -> io::Result<()> {
    let (mut head, mut tail) = (MARK, MARK);
    let size = file.metadata()?.len();
    if size >= MARK.len() as u64 {
        read_exact_at(file, &mut head, 0)?;
        read_exact_at(file, &mut tail, size - MARK.len() as u64)?;
    }
    if head != MARK && head != ENCRYPTED {
        return Err(invalid("not a Parquet file, though its name says so".into()));
    }
    let shortest = 2 * MARK.len() as u64;
    if size < shortest || (tail != MARK && tail != ENCRYPTED) {
        return Err(invalid("the Parquet file ends too early".into()));
    }
    Ok(())
}

/// Refuses a footer that tells of columns outside the file.
fn check_places(footer: &ParquetMetaData, size: u64) -> io::Result<()> {
    let mut chunks = footer.row_groups().iter().flat_map(RowGroupMetaData::columns);
    if chunks.all(|chunk| ends_within(chunk, size)) {
        return Ok(());
    }
    Err(invalid("cannot be read as Parquet: its footer tells of columns outside the file".into()))
}

fn ends_within(chunk: &ColumnChunkMetaData, size: u64) -> bool {
    let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
    let (start, length) = (u64::try_from(start), u64::try_from(chunk.compressed_size()));
    matches!((start, length), (Ok(start), Ok(length)) if start.checked_add(length).is_some_and(|end| end <= size))
}

/// Does what may panic on a spoilt file: the decoder does not check all that it reads.
fn unpanicked<T>(read: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let read = catch_unwind(AssertUnwindSafe(read));
    read.unwrap_or_else(|_| {
        Err(invalid("cannot be read as Parquet: the decoder came upon what it did not expect".into()))
    })
}

/// The rows of a table, some at a time: as many as any other reading of the same file gives, whatever its columns.
pub(crate) struct Batches {
    table: Table,
    columns: ProjectionMask,
    /// The row group that comes after the open one.
    group: usize,
    open: Option<ParquetRecordBatchReader>,
}

impl Batches {
    /// The next row group, if there is one.
    fn next_group(&self) -> Option<&RowGroupMetaData> {
        self.table.footer().row_groups().get(self.group)
    }

    fn open_next_group(&mut self) -> Option<io::Result<()>> {
        let rows = rows_at_a_time(self.next_group()?);
        let opened = self.table.file.try_clone().and_then(|file| {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.table.footer.clone())
                .with_projection(self.columns.clone())
                .with_row_groups(vec![self.group])
                .with_batch_size(rows);
            unpanicked(|| builder.build().map_err(broken))
        });
        self.group += 1;
        Some(opened.map(|group| self.open = Some(group)))
    }
}

impl Iterator for Batches {
    type Item = io::Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let open = self.open.as_mut();
            let batch = unpanicked(|| open.and_then(Iterator::next).transpose().map_err(unreadable));
            if let Some(batch) = batch.transpose() {
                return Some(batch);
            }
            if let Err(error) = self.open_next_group()? {
                return Some(Err(error));
            }
        }
    }
}

fn rows_at_a_time(group: &RowGroupMetaData) -> usize {
    let rows = BATCH.saturating_mul(group.num_rows()) / group.total_byte_size().max(1);
    usize::try_from(rows.clamp(1, MOST_ROWS)).unwrap_or(1)
}

/// Makes blocks of JSON Lines from rows.
struct Rows<'a> {
    source: &'a Source,
    batches: Batches,
    watch: ByteProgress<'a>,
    /// Bytes of the file of which `watch` was not told.
    unwatched: u64,
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

    /// Tells `watch` of a row group when it is begun, and of the rest of the file at its end.
    fn tell(&mut self, begun: Range<usize>) {
        let groups = self.batches.table.footer().row_groups()[begun].iter();
        let packed: u64 = groups.map(|group| u64::try_from(group.compressed_size()).unwrap_or(0)).sum();
        let bytes = if self.ended { self.unwatched } else { packed.min(self.unwatched) };
        self.unwatched -= bytes;
        if bytes > 0 {
            (self.watch)(bytes);
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Block, Skip>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let group = self.batches.group;
        let batch = self.batches.next();
        let block = batch.map(|batch| batch.and_then(|batch| self.block(&batch).map_err(unreadable)));
        self.ended = !matches!(block, Some(Ok(_)));
        self.tell(group..self.batches.group);
        block.map(|block| block.map_err(|error| self.source.skip(Some(self.lines + 1), reason(&error))))
    }
}

fn json_lines(batch: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
    let mut json = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
    json.write(&with_times_in_utc(batch)?)?;
    Ok(json.into_inner())
}

/// The same moments under the one zone that is written without the tables of all others.
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
        DataType::FixedSizeList(item, length) => DataType::FixedSizeList(field_in_utc(item), *length),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(field_in_utc).collect()),
        DataType::Map(entry, is_sorted) => DataType::Map(field_in_utc(entry), *is_sorted),
        other => other.clone(),
    }
}

fn broken(error: ParquetError) -> io::Error {
    invalid(match error {
        ParquetError::General(cause) | ParquetError::EOF(cause) | ParquetError::NYI(cause) => {
            format!("cannot be read as Parquet: {cause}")
        }
        error => format!("cannot be read as Parquet: {error}"),
    })
}

fn unreadable(error: ArrowError) -> io::Error {
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
