//! Documents from tables of values separated by commas, tabs, semicolons or bars.

use std::io::{self, BufRead, Cursor, Read};
use std::ops::Range;

use csv::{ByteRecord, Position, Reader, ReaderBuilder};

use super::blocks::Block;
use super::encoding::Encoding;
use super::format::Format;
use super::format_entry::{FormatEntry, Layout};
use super::json::REFUSED;
use super::options::ReadOptions;
use super::peek::Peek;
use super::record_form::RecordEncoding;
use super::source::{Source, reason};
use super::{detect_encoding, field_names, json_path};
use crate::error::SkippedInput;

/// The format of tables whose first row names the columns.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::Csv,
    name: "CSV",
    option: "csv",
    extensions: &["csv", "tsv", "tab"],
    may_be_compressed: true,
    is_content: |_| false,
    layout: Layout::Rows,
};

/// Bytes of JSON Lines of a block.
const BLOCK_BYTES: usize = 1 << 18;

/// What may separate the values of a row.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The rows of a table as JSON Lines.
pub(super) fn rows<'a>(
    source: &'a Source,
    reader: impl BufRead + Send + 'a,
    options: &ReadOptions,
) -> Result<impl Iterator<Item = Result<Block, SkippedInput>> + 'a, String> {
    let table = CsvTable::open(reader, options.encoding).map_err(|error| reason(&error))?;
    table.check_text(&options.text_field)?;
    let written = table.written_columns(options);
    Ok(Rows { source, table, written, offset: 0, before: 0, failure: None, ended: false })
}

/// A table whose first row was read.
pub(crate) struct CsvTable<'a> {
    reader: Reader<Box<dyn Read + Send + 'a>>,
    encoding: Encoding,
    delimiter: u8,
    columns: Vec<String>,
}

impl<'a> CsvTable<'a> {
    /// Reads the first row, in `encoding` or in one that is detected.
    pub(crate) fn open(
        reader: impl BufRead + Send + 'a,
        encoding: Option<Encoding>,
    ) -> io::Result<Self> {
        let reader = Peek::new(reader, detect_encoding::WINDOW);
        let encoding = encoding.unwrap_or_else(|| detect_encoding::of_lines(reader.head()));
        if encoding.is_utf_16() {
            let text = as_utf_8(reader, encoding)?;
            let delimiter = delimiter(&text);
            return Self::with_header(Box::new(Cursor::new(text)), Encoding::UTF_8, delimiter);
        }
        let delimiter = delimiter(reader.head());
        Self::with_header(Box::new(reader), encoding, delimiter)
    }

    fn with_header(
        bytes: Box<dyn Read + Send + 'a>,
        encoding: Encoding,
        delimiter: u8,
    ) -> io::Result<Self> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(bytes);
        let mut table = Self { reader, encoding, delimiter, columns: Vec::new() };
        let mut names = ByteRecord::new();
        table.reader.read_byte_record(&mut names).map_err(csv_error)?;
        for name in &names {
            let name = decoded(encoding, name).map_err(io::Error::other)?;
            let name = name.trim_start_matches('\u{FEFF}').trim().to_owned();
            let name = unique(name, &table.columns);
            table.columns.push(name);
        }
        Ok(table)
    }

    /// Returns an error if there is no column with this name, or with any of those it consists of.
    fn check_text(&self, name: &str) -> Result<(), String> {
        let mut paths = json_path::paths(name);
        if self.has_column(name) || paths.any(|path| self.has_column(path)) {
            return Ok(());
        }
        Err(field_names::missing("column", name, &self.columns))
    }

    fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column == name)
    }

    /// What is written of each column.
    fn written_columns(&self, options: &ReadOptions) -> Vec<Column> {
        let column = |name: &String| {
            let is_text = *name == options.text_field
                || json_path::paths(&options.text_field).any(|path| path == name);
            let is_wanted = is_text
                || *name == options.id_field
                || options.fields.as_ref().is_none_or(|fields| fields.contains(name));
            match (is_text, is_wanted) {
                (true, _) => Column::Text,
                (false, true) => Column::Value,
                (false, false) => Column::LeftOut,
            }
        };
        self.columns.iter().map(column).collect()
    }

    /// The next row as a line of JSON; `None` at the end.
    fn next_line(&mut self, columns: &[Column]) -> io::Result<Option<Vec<u8>>> {
        let mut row = ByteRecord::new();
        if !self.reader.read_byte_record(&mut row).map_err(csv_error)? {
            return Ok(None);
        }
        let named = self.columns.len();
        // Its text would end at a comma that was not quoted.
        if row.iter().skip(named).any(|value| !value.trim_ascii().is_empty()) {
            let values = row.len();
            let reason = format!("{REFUSED}the row has {values} values, the header {named}\n");
            return Ok(Some(reason.into_bytes()));
        }
        let mut line = vec![b'{'];
        for ((value, name), &column) in row.iter().zip(&self.columns).zip(columns) {
            if column == Column::LeftOut {
                continue;
            }
            if line.len() > 1 {
                line.push(b',');
            }
            push_json(&mut line, name);
            line.push(b':');
            match decoded(self.encoding, value) {
                Ok(value) if column == Column::Value && is_number(&value) => {
                    line.extend_from_slice(value.as_bytes());
                }
                Ok(value) => push_json(&mut line, &value),
                Err(reason) => return Ok(Some(format!("{REFUSED}{reason}\n").into_bytes())),
            }
        }
        line.extend_from_slice(b"}\n");
        Ok(Some(line))
    }

    /// The position behind the row that was read last.
    fn position(&self) -> &Position {
        self.reader.position()
    }
}

/// What is written of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// A string, whatever it looks like.
    Text,
    /// A number, if the value is one, or a string.
    Value,
    LeftOut,
}

/// An iterator that converts rows to blocks of JSON Lines.
struct Rows<'a> {
    source: &'a Source,
    table: CsvTable<'a>,
    written: Vec<Column>,
    offset: u64,
    /// Rows that were read.
    before: u64,
    /// The error behind the rows that were read.
    failure: Option<io::Error>,
    ended: bool,
}

impl Rows<'_> {
    /// Reads the rows of the next block.
    fn next_block(&mut self) -> io::Result<Option<Block>> {
        self.failure.take().map_or(Ok(()), Err)?;
        let (mut bytes, mut rows) = (Vec::new(), 0);
        while bytes.len() < BLOCK_BYTES {
            match self.table.next_line(&self.written) {
                Ok(Some(line)) => {
                    bytes.extend_from_slice(&line);
                    rows += 1;
                }
                Ok(None) => break,
                Err(error) => {
                    self.failure = Some(error);
                    break;
                }
            }
        }
        let (offset, before) = (self.offset, self.before);
        self.offset += bytes.len() as u64;
        self.before += rows;
        let form = RecordEncoding::line(Encoding::UTF_8);
        if rows == 0 {
            return self.failure.take().map_or(Ok(None), Err);
        }
        Ok(Some(Block::new(form, offset, before, bytes)))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Block, SkippedInput>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let block = self.next_block();
        self.ended = !matches!(block, Ok(Some(_)));
        let block = block.transpose()?;
        Some(block.map_err(|error| self.source.skip_rest(self.before, &error)))
    }
}

/// The rows of a table as they are stored, the first row among them.
pub(crate) struct StoredRows<'a> {
    table: CsvTable<'a>,
    /// The same bytes as those of the table.
    bytes: Box<dyn BufRead + Send + 'a>,
    /// Bytes that were taken.
    taken: u64,
}

impl<'a> StoredRows<'a> {
    /// The rows of a table that is read twice, once for their places and once for their bytes.
    ///
    /// # Errors
    /// If the table cannot be read, or is in UTF-16.
    pub(crate) fn new(
        first: Box<dyn BufRead + Send + 'a>,
        second: Box<dyn BufRead + Send + 'a>,
        encoding: Option<Encoding>,
    ) -> io::Result<Self> {
        let second = Peek::new(second, detect_encoding::WINDOW);
        if detect_encoding::is_utf_16(second.head()) {
            return Err(io::Error::other("a table in UTF-16 is not written; convert it to UTF-8"));
        }
        let table = CsvTable::open(first, encoding)?;
        Ok(Self { table, bytes: Box::new(second), taken: 0 })
    }

    /// Whether the rows of both tables can be written to one file.
    pub(crate) fn joins(&self, other: &Self) -> bool {
        let form = |rows: &Self| (rows.table.encoding, rows.table.delimiter);
        form(self) == form(other) && self.table.columns == other.table.columns
    }

    /// The bytes of the first row.
    pub(crate) fn header(&mut self) -> io::Result<Vec<u8>> {
        self.take()
    }

    /// The bytes of the next row; `None` at the end.
    pub(crate) fn next_row(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut row = ByteRecord::new();
        if self.table.reader.read_byte_record(&mut row).map_err(csv_error)? {
            self.take().map(Some)
        } else {
            Ok(None)
        }
    }

    /// The bytes behind the last row.
    pub(crate) fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        self.bytes.read_to_end(&mut rest).map(|_| rest)
    }

    /// The bytes up to the end of the row that was read last.
    fn take(&mut self) -> io::Result<Vec<u8>> {
        let end = self.table.position().byte();
        let mut row = Vec::new();
        (&mut self.bytes).take(end - self.taken).read_to_end(&mut row)?;
        self.taken = end;
        Ok(row)
    }

    /// A row with `text` as the value of a column. All other values are unchanged.
    pub(crate) fn with_value(&self, row: &[u8], column: &str, text: &str) -> io::Result<Vec<u8>> {
        let at = self.table.columns.iter().position(|name| name == column);
        let (line, blank) = blanks_around(row);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.table.delimiter)
            .from_reader(&row[line.clone()]);
        let mut values = ByteRecord::new();
        reader.read_byte_record(&mut values).map_err(csv_error)?;
        let text = self.table.encoding.encode(text, row);
        let changed = values.iter().enumerate();
        let changed = changed.map(|(n, value)| if Some(n) == at { text.as_slice() } else { value });
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.table.delimiter)
            .flexible(true)
            .from_writer(row[..line.start].to_vec());
        writer.write_byte_record(&changed.collect()).map_err(csv_error)?;
        let mut written =
            writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        written.pop();
        written.extend_from_slice(&row[blank]);
        Ok(written)
    }
}

impl StoredRows<'_> {
    /// Whether the table has a column of this name.
    pub(crate) fn has_column(&self, name: &str) -> bool {
        self.table.has_column(name)
    }

    /// A row with cells behind those of all columns; all that it has is unchanged.
    pub(crate) fn with_cells(&self, row: Vec<u8>, cells: &[String]) -> io::Result<Vec<u8>> {
        if cells.is_empty() {
            return Ok(row);
        }
        let (line, blank) = blanks_around(&row);
        let delimiter = self.table.delimiter;
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(&row[line.clone()]);
        let mut values = ByteRecord::new();
        reader.read_byte_record(&mut values).map_err(csv_error)?;
        let missing = self.table.columns.len().checked_sub(values.len()).ok_or_else(|| {
            io::Error::other("a row has more cells than the table columns, so that none is added")
        })?;
        let mut added = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        let encoded = cells.iter().map(|cell| self.table.encoding.encode(cell, &row));
        added.write_byte_record(&encoded.collect()).map_err(csv_error)?;
        let added = added.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        let added = added.strip_suffix(b"\n").unwrap_or(&added);
        let separators = vec![delimiter; missing + 1];
        Ok([&row[..line.end], &separators, added, &row[blank]].concat())
    }
}

/// The range of a row without the line ends around it, and that of the line end behind it.
fn blanks_around(row: &[u8]) -> (Range<usize>, Range<usize>) {
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let start = row.iter().take_while(|byte| is_line_end(byte)).count();
    let end = row.len() - row[start..].iter().rev().take_while(|byte| is_line_end(byte)).count();
    (start..end, end..row.len())
}

/// Everything that is left, decoded.
fn as_utf_8(mut rest: impl Read, encoding: Encoding) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    rest.read_to_end(&mut bytes)?;
    let text = encoding.decode(bytes);
    text.map(String::into_bytes).map_err(|malformed| io::Error::other(malformed.to_string()))
}

/// The delimiter of a table that begins with `head`: the one that occurs most often in the first
/// row outside quotation marks, or a comma.
pub(super) fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [0; DELIMITERS.len()];
    let mut is_quoted = false;
    for byte in head {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some(at) = DELIMITERS.iter().position(|delimiter| delimiter == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    // Of equals, the first counts.
    let best = (0..DELIMITERS.len()).rev().max_by_key(|&at| counts[at]);
    DELIMITERS[best.unwrap_or(0)]
}

/// A name that no earlier column has.
fn unique(name: String, earlier: &[String]) -> String {
    let name = if name.is_empty() { format!("column {}", earlier.len() + 1) } else { name };
    let numbered = (2..).map(|number| format!("{name}#{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| !earlier.contains(name)).unwrap_or(name)
}

fn decoded(encoding: Encoding, value: &[u8]) -> Result<String, String> {
    let text = encoding.decode_slice(value);
    text.map(std::borrow::Cow::into_owned).map_err(|bad| format!("invalid {}", bad.encoding))
}

fn push_json(line: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(line, text).expect("a string can be written to memory");
}

/// Whether a value is a number of JSON.
fn is_number(value: &str) -> bool {
    value.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && serde_json::from_str::<serde_json::Number>(value).is_ok()
}

fn csv_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("cannot be read as CSV: {kind:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(table: &[u8]) -> Vec<String> {
        let options = ReadOptions::default();
        let mut table = CsvTable::open(Box::new(table), None).expect("the first row can be read");
        let columns = table.written_columns(&options);
        let lines = std::iter::from_fn(|| table.next_line(&columns).expect("the row can be read"));
        lines.map(|line| String::from_utf8(line).expect("JSON is UTF-8")).collect()
    }

    #[test]
    fn rows_are_objects_and_only_other_columns_hold_numbers() {
        let table = "text,id,n\n\"a, \"\"b\"\"\n雷\",007,1.50\n12,x,-\n";
        assert_eq!(
            lines(table.as_bytes()),
            [
                "{\"text\":\"a, \\\"b\\\"\\n雷\",\"id\":\"007\",\"n\":1.50}\n",
                "{\"text\":\"12\",\"id\":\"x\",\"n\":\"-\"}\n"
            ]
        );
    }

    #[test]
    fn the_delimiter_and_the_encoding_are_detected() {
        let row = |delimiter: char| format!("id{delimiter}text\r\n1{delimiter}雷同，雷同。\r\n");
        let expected = ["{\"id\":1,\"text\":\"雷同，雷同。\"}\n"];
        for delimiter in [',', '\t', ';', '|'] {
            assert_eq!(lines(row(delimiter).as_bytes()), expected);
        }
        assert_eq!(lines(format!("\u{FEFF}{}", row(',')).as_bytes()), expected);
        let wide: Vec<u8> = row('\t').encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(lines(&[&[0xFF, 0xFE][..], &wide].concat()), expected);
        let legacy: Encoding = "gb18030".parse().expect("the label is known");
        let long = row(',').replace("雷同，", &"雷同，今天我们召开会议。".repeat(5));
        assert_eq!(lines(&legacy.encode(&long, b"")), lines(long.as_bytes()));
    }

    #[test]
    fn a_row_may_be_shorter_than_the_header_and_not_longer() {
        let table = "text,text,\na\nb,c,d,e\nb,c,d,,\n";
        assert_eq!(
            lines(table.as_bytes()),
            [
                "{\"text\":\"a\"}\n",
                "\u{1}the row has 4 values, the header 3\n",
                "{\"text\":\"b\",\"text#2\":\"c\",\"column 3\":\"d\"}\n",
            ]
        );
    }

    #[test]
    fn stored_rows_are_the_bytes_of_the_table() {
        for table in
            ["text,n\r\n\"a\nb\",1\r\nc,2\r\n", "text\na\n\nb", "text;n\n", "text\n\"x\"\n\n"]
        {
            let open = || Box::new(table.as_bytes());
            let mut rows = StoredRows::new(open(), open(), None).expect("the table can be read");
            let mut all = rows.header().expect("there is a first row");
            while let Some(row) = rows.next_row().expect("the row can be read") {
                all.extend(row);
            }
            all.extend(rows.rest().expect("the rest can be read"));
            assert_eq!(String::from_utf8(all).expect("UTF-8"), table);
        }
    }

    #[test]
    fn a_value_is_replaced_alone() {
        let table = "id,text\r\n\"1\",\"a\nb\"\r\n2,c\r\n";
        let open = || Box::new(table.as_bytes());
        let mut rows = StoredRows::new(open(), open(), None).expect("the table can be read");
        rows.header().expect("there is a first row");
        let row = rows.next_row().expect("the row can be read").expect("there is a row");
        let changed = rows.with_value(&row, "text", "x, \"y\"").expect("the row is a row");
        let changed = String::from_utf8(changed).expect("UTF-8");
        assert_eq!(changed.trim(), "1,\"x, \"\"y\"\"\"");
        let rest = rows.next_row().expect("the row can be read").expect("there is a row");
        assert!(String::from_utf8(rest).expect("UTF-8").contains("2,c"));
    }
}
