//! The parts of a workbook for Excel: sheets of typed cells.

use std::io::{self, Write};

use crate::document::Date;
use crate::report::table::{Cell, Column, ColumnType};
use crate::report::visible::{escaped, visible};

/// Namespace of spreadsheets.
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Formats of cells, which [`Style`] numbers.
pub(super) const STYLES: &str = r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#;

/// The format of a cell, by its number among [`STYLES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain = 0,
    Head = 1,
    /// A share as percents.
    Percent = 2,
    /// A similarity, with two digits after the point.
    Similarity = 3,
    Date = 4,
    /// A text that would be a formula if a reader typed it, and stays a text when it is edited.
    Quoted = 5,
}

/// Rows of a sheet of Excel.
pub(super) const MAX_ROWS: usize = 1_048_576;

/// Units of UTF-16 in a cell of Excel.
pub(super) const MAX_UNITS: usize = 32_767;

/// Bytes of a sheet: below the 4 GiB of a part of an archive, which not all readers go beyond.
const MAX_BYTES: u64 = 4_000_000_000;

/// How much a workbook leaves out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// Texts that are cut, because a cell holds no more than 32,767 characters.
    pub cut_texts: usize,
    /// Rows for which a sheet has no place: it has 1,048,576.
    pub rows: usize,
}

impl LeftOut {
    /// Whether the workbook holds everything.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Writes the rows of one sheet.
pub(super) struct Sheet<'w, W> {
    out: &'w mut W,
    columns: &'w [Column],
    /// Rows that are written.
    pub(super) rows: usize,
    bytes: u64,
    left_out: LeftOut,
}

impl<'w, W: Write> Sheet<'w, W> {
    /// Begins a sheet with its head, which stays in sight.
    pub(super) fn new(columns: &'w [Column], out: &'w mut W) -> io::Result<Self> {
        write!(
            out,
            "<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">\
             <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
             </sheetView></sheetViews><cols>"
        )?;
        for (at, column) in (1..).zip(columns) {
            let width = width(column);
            write!(out, "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>")?;
        }
        write!(out, "</cols><sheetData>")?;
        let left_out = LeftOut::default();
        let mut sheet = Self { out, columns, rows: 0, bytes: 0, left_out };
        let head = columns.iter().map(|column| (Cell::Text((&*column.name).into()), Style::Head));
        let head = head.collect();
        sheet.write(head)?;
        Ok(sheet)
    }

    /// Writes a row if there is room for it.
    pub(super) fn row(&mut self, cells: Vec<Cell<'_>>) -> io::Result<()> {
        if self.rows == MAX_ROWS || self.bytes > MAX_BYTES {
            self.left_out.rows += 1;
            return Ok(());
        }
        let styles: Vec<Style> =
            cells.iter().zip(self.columns).map(|(cell, column)| style(cell, column)).collect();
        self.write(cells.into_iter().zip(styles).collect())
    }

    fn write(&mut self, cells: Vec<(Cell<'_>, Style)>) -> io::Result<()> {
        self.rows += 1;
        let row = self.rows;
        let mut xml = format!("<row r=\"{row}\">");
        for (at, (cell, style)) in cells.into_iter().enumerate() {
            let place = format!("{}{row}", letters(at));
            xml.push_str(&self.cell(&place, &cell, style));
        }
        xml.push_str("</row>");
        self.bytes += xml.len() as u64;
        self.out.write_all(xml.as_bytes())
    }

    /// The XML of a cell; nothing if it is empty.
    fn cell(&mut self, place: &str, cell: &Cell<'_>, style: Style) -> String {
        let style = style as u8;
        let value = match cell {
            Cell::Empty => return String::new(),
            Cell::Text(text) if text.is_empty() => return String::new(),
            Cell::Text(text) => return text_cell(place, style, &self.fitting(text)),
            Cell::Date(date) => match serial_day(*date) {
                Some(day) => day.to_string(),
                None => return text_cell(place, Style::Plain as u8, &date.to_string()),
            },
            Cell::Truth(truth) => {
                let truth = u8::from(*truth);
                return format!("<c r=\"{place}\" s=\"{style}\" t=\"b\"><v>{truth}</v></c>");
            }
            Cell::Count(count) => count.to_string(),
            Cell::Share(share) => share.to_string(),
        };
        format!("<c r=\"{place}\" s=\"{style}\"><v>{value}</v></c>")
    }

    /// As much of a text as a cell holds, with a mark if that is not all of it.
    fn fitting(&mut self, text: &str) -> String {
        let visible = cell_text(text);
        let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
        if units(&visible) <= MAX_UNITS {
            return visible;
        }
        self.left_out.cut_texts += 1;
        let mark = format!("… [cut: {} characters]", visible.chars().count());
        let mut room = MAX_UNITS - units(&mark);
        let fitting = visible.chars().take_while(|char| {
            let fits = room >= char.len_utf16();
            room = room.saturating_sub(char.len_utf16());
            fits
        });
        fitting.collect::<String>() + &mark
    }

    /// Ends the sheet, with a filter over all columns.
    pub(super) fn finish(self) -> io::Result<LeftOut> {
        let range = range(self.columns.len(), self.rows);
        write!(self.out, "</sheetData><autoFilter ref=\"{range}\"/></worksheet>")?;
        Ok(self.left_out)
    }
}

/// The cells of a sheet with so many columns and rows.
pub(super) fn range(columns: usize, rows: usize) -> String {
    format!("A1:{}{rows}", letters(columns.saturating_sub(1)))
}

fn text_cell(place: &str, style: u8, text: &str) -> String {
    let text = escaped(text);
    format!(
        "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\">\
         <is><t xml:space=\"preserve\">{text}</t></is></c>"
    )
}

/// The text of a cell: line breaks are line feeds, and what Excel would decode as a character
/// (`_x0041_`) stays as it is.
fn cell_text(text: &str) -> String {
    let text = visible(text).replace("\r\n", "\n").replace('\r', "\n");
    let mut cell = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        if is_escape(&text.as_bytes()[at..]) {
            cell.push_str("_x005F_");
        } else {
            cell.push(char);
        }
    }
    cell
}

/// Whether `_xHHHH_` begins here.
fn is_escape(text: &[u8]) -> bool {
    text.len() >= 7
        && text.starts_with(b"_x")
        && text[2..6].iter().all(u8::is_ascii_hexdigit)
        && text[6] == b'_'
}

fn style(cell: &Cell<'_>, column: &Column) -> Style {
    match cell {
        Cell::Share(_) if column.name.contains("similarity") => Style::Similarity,
        Cell::Share(_) => Style::Percent,
        Cell::Date(_) => Style::Date,
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@']) => Style::Quoted,
        _ => Style::Plain,
    }
}

/// Characters that a column is wide.
fn width(Column { name, column_type }: &Column) -> usize {
    let least = match column_type {
        ColumnType::Text if name.ends_with("text") => 60,
        ColumnType::Text if name.ends_with("document") || name.ends_with("speech") => 28,
        ColumnType::Date => 12,
        _ => 10,
    };
    // Room for the button of the filter.
    least.max(name.len() + 3)
}

/// The letters of a column, counted from 0: A to Z, AA, AB, …
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

/// The number of a day in Excel; `None` for a month or year, and for days before 1 March 1900, of
/// which Excel has one too many or none.
fn serial_day(date: Date) -> Option<u32> {
    /// Excel's number of 1 March 1900.
    const FIRST: u32 = 61;
    let text = date.to_string();
    let mut parts = text.split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // Years that begin in March have the leap day at their end.
    let years = if month < 3 { year.checked_sub(1901)? } else { year.checked_sub(1900)? };
    let full_year = years + 1900;
    let leap_days = full_year / 4 - full_year / 100 + full_year / 400 - 460;
    let month = (month + 9) % 12;
    Some(FIRST + 365 * years + leap_days + (153 * month + 2) / 5 + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(letters),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }

    #[test]
    fn rows_that_have_no_place_are_counted() {
        let columns = [Column::new("name", ColumnType::Text)];
        let mut out = Vec::new();
        let mut sheet = Sheet::new(&columns, &mut out).expect("it is written to memory");
        sheet.rows = MAX_ROWS - 1;
        for text in ["last", "more", "most"] {
            sheet.row(vec![Cell::Text(text.into())]).expect("it is written to memory");
        }
        let left_out = sheet.finish().expect("it is written to memory");
        assert_eq!((left_out.rows, left_out.cut_texts), (2, 0));
        let xml = String::from_utf8(out).expect("XML is UTF-8");
        assert!(xml.contains("A1048576") && !xml.contains("more") && xml.ends_with("</worksheet>"));
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let columns = [Column::new("name", ColumnType::Text)];
        let mut out = Vec::new();
        let mut sheet = Sheet::new(&columns, &mut out).expect("it is written to memory");
        assert_eq!(sheet.fitting(&"😀".repeat(16_383)), "😀".repeat(16_383));
        let cut = sheet.fitting(&"😀".repeat(16_384));
        assert!(cut.encode_utf16().count() <= MAX_UNITS, "{}", cut.len());
        assert!(cut.starts_with("😀") && cut.ends_with("😀… [cut: 16384 characters]"));
        assert_eq!(sheet.left_out.cut_texts, 1);
    }

    #[test]
    fn days_have_the_numbers_that_excel_gives_them() {
        for (date, number) in [
            ("1900-03-01", Some(61)),
            ("1900-12-31", Some(366)),
            ("1999-12-31", Some(36525)),
            ("2000-02-29", Some(36585)),
            ("2000-03-01", Some(36586)),
            ("2024-02-29", Some(45351)),
            ("2024-12-31", Some(45657)),
            ("1900-02-28", None),
            ("1899-03-05", None),
            ("2024-03", None),
            ("2024", None),
        ] {
            assert_eq!(serial_day(Date::parse(date).expect("a date")), number, "{date}");
        }
    }

    #[test]
    fn a_text_that_looks_like_an_escape_is_one() {
        assert_eq!(cell_text("a_x0041_b_x_"), "a_x005F_x0041_b_x_");
        assert_eq!(cell_text("_x005F_x0041_"), "_x005F_x005F_x005F_x0041_");
        assert_eq!(cell_text("a\r\nb\rc\u{1b}"), "a\nb\nc␛");
    }
}
