//! The sheets of a workbook that no other format has as tables: findings, and differences.

use crate::document::Level;
use crate::report::finding::{Finding, findings};
use crate::report::model::{Report, ReportedEdit, ReportedSide};
use crate::report::table::{Cell, Column, ColumnType, Rows, Table, columns, text};
use crate::scan::Side;

/// Columns of a finding before those of its places.
const FINDING: [(&str, ColumnType); 9] = [
    ("finding", ColumnType::Count),
    ("level", ColumnType::Text),
    ("kind", ColumnType::Text),
    ("similarity", ColumnType::Share),
    ("content_chars", ColumnType::Count),
    ("places", ColumnType::Count),
    ("differences", ColumnType::Count),
    ("match", ColumnType::Count),
    ("cluster", ColumnType::Count),
];

/// Columns of the first two places of a finding, without the prefix `a_` or `b_`.
const PLACE: [(&str, ColumnType); 7] = [
    ("document", ColumnType::Text),
    ("speech", ColumnType::Text),
    ("line", ColumnType::Count),
    ("page", ColumnType::Count),
    ("date", ColumnType::Date),
    ("coverage", ColumnType::Share),
    ("text", ColumnType::Text),
];

/// Columns of a difference.
const EDIT: [(&str, ColumnType); 9] = [
    ("match", ColumnType::Count),
    ("edit", ColumnType::Count),
    ("kind", ColumnType::Text),
    ("a_start", ColumnType::Count),
    ("a_end", ColumnType::Count),
    ("a_text", ColumnType::Text),
    ("b_start", ColumnType::Count),
    ("b_end", ColumnType::Count),
    ("b_text", ColumnType::Text),
];

/// A row for each finding, numbered as in all reports.
pub(super) fn findings_table<'v>(report: &'v Report<'v>) -> Table<'v> {
    let sides = ["a", "b"]
        .into_iter()
        .flat_map(|side| PLACE.map(|(name, kind)| Column::new(format!("{side}_{name}"), kind)));
    let earlier = Column::new("earlier", ColumnType::Text);
    let columns = columns(&[&FINDING]).into_iter().chain(sides).chain([earlier]).collect();
    let rows = findings(report).into_iter().zip(1..);
    Table { columns, rows: Box::new(rows.map(|(finding, number)| finding_row(&finding, number))) }
}

fn finding_row<'v>(finding: &Finding<'v>, number: usize) -> Vec<Cell<'v>> {
    let found = finding.found;
    let cluster = finding.cluster.map(|numbered| numbered.cluster);
    let similarity = cluster.map_or(found.similarity, |cluster| cluster.lowest_similarity);
    let differences = found.edit_counts.unwrap_or_default().each().map(|(_, count)| count);
    let first = [
        Cell::Count(number),
        text(Level::name(found.level)),
        text(finding.label()),
        Cell::Share(similarity),
        Cell::Count(found.a.content_chars),
        Cell::Count(cluster.map_or(2, |cluster| cluster.members.len())),
        Cell::Count(differences.iter().sum()),
        Cell::Count(finding.at),
        finding.cluster.map_or(Cell::Empty, |numbered| Cell::Count(numbered.at)),
    ];
    let sides = [&found.a, &found.b].into_iter().flat_map(place_cells);
    let earlier = found.earlier.map_or(Cell::Empty, |side| text(Side::name(side)));
    first.into_iter().chain(sides).chain([earlier]).collect()
}

fn place_cells<'v>(side: &'v ReportedSide<'v>) -> [Cell<'v>; PLACE.len()] {
    [
        text(&side.document),
        side.speech.as_deref().map_or(Cell::Empty, text),
        Cell::Count(side.place.line),
        side.original.page.map_or(Cell::Empty, |page| Cell::Count(page as usize)),
        side.date.map_or(Cell::Empty, Cell::Date),
        Cell::Share(side.coverage),
        text(&side.text),
    ]
}

/// The table of matches, each with its number in the report before it.
pub(super) fn matches_table<'v>(report: &'v Report<'v>) -> Table<'v> {
    let Table { columns: rest, rows } = Table::new(report, Rows::Matches);
    let number = Column::new("match", ColumnType::Count);
    let columns = [number].into_iter().chain(rest).collect();
    let numbered = rows.enumerate().map(|(at, row)| [vec![Cell::Count(at)], row].concat());
    Table { columns, rows: Box::new(numbered) }
}

/// A row for each difference of each match.
pub(super) fn edits_table<'v>(report: &'v Report<'v>) -> Table<'v> {
    let edits = report.matches.iter().enumerate().flat_map(|(at, found)| {
        found.edits().iter().enumerate().map(move |(number, edit)| edit_row(at, number, edit))
    });
    Table { columns: columns(&[&EDIT]), rows: Box::new(edits) }
}

fn edit_row<'v>(at: usize, number: usize, edit: &'v ReportedEdit<'v>) -> Vec<Cell<'v>> {
    let sides = [&edit.a, &edit.b]
        .into_iter()
        .flat_map(|side| [Cell::Count(side.start), Cell::Count(side.end), text(&side.text)]);
    let first = [Cell::Count(at), Cell::Count(number), text(edit.kind.name())];
    first.into_iter().chain(sides).collect()
}
