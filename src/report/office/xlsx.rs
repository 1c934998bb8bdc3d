//! A report as a workbook for Excel.

use std::io::{self, Write};

use super::package::{Package, Part};
use super::sheets::{edits_table, findings_table, matches_table};
pub use super::workbook::LeftOut;
use super::workbook::{MAIN, MAX_UNITS, STYLES, Sheet, range};
use crate::report::counts::grouped;
use crate::report::model::Report;
use crate::report::prose::settings;
use crate::report::table::{Cell, ColumnType, Rows, Table, columns};

/// Names of the sheets, in their order.
const SHEETS: [&str; 7] =
    ["Findings", "Matches", "Members", "Documents", "Pairs", "Edits", "About"];

/// Namespace of relations in a workbook.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes the report as a workbook for Excel (`.xlsx`): sheets of findings, matches, places of
/// clusters, documents, pairs of documents and differences, and one about the run. Numbers, dates
/// and truth values have their types, and a text is never a formula.
///
/// A cell holds 32,767 characters and a sheet 1,048,576 rows. What is more is left out, which the
/// last sheet says, and counted in the result.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_xlsx(report: &Report<'_>, title: &str, out: &mut dyn Write) -> io::Result<LeftOut> {
    let mut package = Package::new(&parts(), title, out)?;
    let styles = package.begin("xl/styles.xml")?;
    write!(styles, "<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>")?;
    let mut book = Workbook { package, ranges: Vec::new(), left_out: LeftOut::default() };
    book.sheet(findings_table(report))?;
    book.sheet(matches_table(report))?;
    for rows in [Rows::Members, Rows::Documents, Rows::Pairs] {
        book.sheet(Table::new(report, rows))?;
    }
    book.sheet(edits_table(report))?;
    book.sheet(about(report, title, book.left_out)?)?;
    book.finish()
}

fn parts() -> Vec<Part> {
    let part = |name: &str, content, relation| Part { name: name.into(), content, relation };
    let sheet = "officedocument.spreadsheetml.worksheet";
    let sheets = (1..=SHEETS.len())
        .map(|at| part(&format!("xl/worksheets/sheet{at}.xml"), sheet, Some("worksheet")));
    let book = part("xl/workbook.xml", "officedocument.spreadsheetml.sheet.main", None);
    let styles = part("xl/styles.xml", "officedocument.spreadsheetml.styles", Some("styles"));
    [book].into_iter().chain(sheets).chain([styles]).collect()
}

/// A workbook whose sheets are written one after the other.
struct Workbook<'w> {
    package: Package<'w>,
    /// The cells of each sheet.
    ranges: Vec<String>,
    left_out: LeftOut,
}

impl Workbook<'_> {
    fn sheet(&mut self, table: Table<'_>) -> io::Result<()> {
        let name = format!("xl/worksheets/sheet{}.xml", self.ranges.len() + 1);
        let mut sheet = Sheet::new(&table.columns, self.package.begin(&name)?)?;
        for row in table.rows {
            sheet.row(row)?;
        }
        self.ranges.push(range(table.columns.len(), sheet.rows));
        let left_out = sheet.finish()?;
        self.left_out.cut_texts += left_out.cut_texts;
        self.left_out.rows += left_out.rows;
        Ok(())
    }

    fn finish(mut self) -> io::Result<LeftOut> {
        let sheets: Vec<String> = (1..)
            .zip(SHEETS)
            .map(|(at, name)| format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>"))
            .collect();
        // Excel looks for the cells of a filter under this name too.
        let filters: Vec<String> = SHEETS
            .iter()
            .zip(&self.ranges)
            .enumerate()
            .map(|(at, (name, range))| {
                let range = absolute(range);
                format!(
                    "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" \
                     hidden=\"1\">{name}!{range}</definedName>"
                )
            })
            .collect();
        let book = self.package.begin("xl/workbook.xml")?;
        write!(
            book,
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><bookViews><workbookView/>\
             </bookViews><sheets>{}</sheets><definedNames>{}</definedNames></workbook>",
            sheets.concat(),
            filters.concat()
        )?;
        self.package.finish()?;
        Ok(self.left_out)
    }
}

/// Cells such as `A1:C9` as `$A$1:$C$9`.
fn absolute(range: &str) -> String {
    let mut absolute = String::new();
    let mut before = ':';
    for char in range.chars() {
        if char != ':' && before.is_ascii_alphabetic() != char.is_ascii_alphabetic() {
            absolute.push('$');
        }
        absolute.push(char);
        before = char;
    }
    absolute
}

/// What was scanned and how, and what the workbook leaves out.
fn about<'v>(report: &Report<'_>, title: &str, left_out: LeftOut) -> io::Result<Table<'v>> {
    let stats = report.stats;
    let text = |text: String| Cell::Text(text.into());
    let mut rows = vec![
        vec![text("title".into()), text(title.into())],
        vec![text("documents".into()), Cell::Count(stats.documents)],
        vec![text("speeches".into()), Cell::Count(stats.speeches)],
        vec![text("characters".into()), Cell::Count(stats.chars)],
        vec![text("matches".into()), Cell::Count(report.matches.len())],
        vec![text("texts cut".into()), Cell::Count(left_out.cut_texts)],
        vec![text("rows left out".into()), Cell::Count(left_out.rows)],
    ];
    if !left_out.is_nothing() {
        let reason = format!(
            "A cell holds {} characters and a sheet 1,048,576 rows; the JSON of the report has \
             everything.",
            grouped(MAX_UNITS)
        );
        rows.push(vec![text("note".into()), text(reason)]);
    }
    let settings = settings(report)?.into_iter();
    rows.extend(settings.map(|row| row.into_iter().map(text).collect()));
    let skipped = report.skipped.iter();
    rows.extend(skipped.map(|skip| vec![text("not read".into()), text(skip.to_string())]));
    let columns = columns(&[&[("name", ColumnType::Text), ("text", ColumnType::Text)]]);
    Ok(Table { columns, rows: Box::new(rows.into_iter()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_filter_are_absolute() {
        assert_eq!(absolute("A1:AB12"), "$A$1:$AB$12");
    }
}
