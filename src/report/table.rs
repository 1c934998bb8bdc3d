//! Tables: named columns, and a row for each match, cluster, member of a cluster, document or pair
//! of documents.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Serialize, Serializer};

use super::finding::NumberedCluster;
use super::model::{ReportedMatch, ReportedMember, ReportedPair, ReportedSide, ReusedDocument};
use crate::diff::EditKind;
use crate::document::Date;
use crate::report::model::Report;
use crate::scan::Side;

/// The rows of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rows {
    /// One row for each match.
    #[default]
    Matches,
    /// One row for each cluster.
    Clusters,
    /// One row for each member of each cluster.
    Members,
    /// One row for each pair of documents.
    Pairs,
    /// One row for each document that has matches.
    Documents,
}

impl Rows {
    /// The columns of the table with these rows, in their order.
    ///
    /// ```
    /// use leitong::report::{ColumnType, Rows};
    /// let columns = Rows::Members.columns();
    /// assert_eq!((&*columns[0].name, columns[0].column_type), ("cluster", ColumnType::Count));
    /// ```
    #[must_use]
    pub fn columns(self) -> Vec<Column> {
        match self {
            Self::Matches => match_columns(),
            Self::Clusters => columns(&[&CLUSTER, &PLACE, &[("text", ColumnType::Text)]]),
            Self::Pairs => columns(&[&PAIR]),
            Self::Documents => columns(&[&DOCUMENT]),
            Self::Members => columns(&[&MEMBER, &PLACE, &[("date", ColumnType::Date)]]),
        }
    }
}

/// The type of the cells of a column. Any cell may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnType {
    /// A text.
    Text,
    /// A whole number, not below 0.
    Count,
    /// A number from 0 to 1.
    Share,
    /// Yes or no.
    Truth,
    /// A day, a month or a year.
    Date,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'v> {
    Text(Cow<'v, str>),
    Count(usize),
    Share(f64),
    Truth(bool),
    Date(Date),
    Empty,
}

/// The name and type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The type of its cells.
    pub column_type: ColumnType,
}

impl Column {
    pub(super) fn new(name: impl Into<String>, column_type: ColumnType) -> Self {
        Self { name: name.into(), column_type }
    }
}

/// A table whose rows are made one by one.
pub(super) struct Table<'v> {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Box<dyn Iterator<Item = Vec<Cell<'v>>> + 'v>,
}

impl<'v> Table<'v> {
    pub(super) fn new(report: &'v Report<'v>, rows: Rows) -> Self {
        let columns = rows.columns();
        let rows: Box<dyn Iterator<Item = Vec<Cell<'v>>> + 'v> = match rows {
            Rows::Matches => Box::new(report.matches.iter().map(match_row)),
            Rows::Clusters => {
                let sides = sides_by_place(report);
                let clusters = report.clusters.iter().enumerate();
                let row = move |(at, cluster)| cluster_row(NumberedCluster { at, cluster }, &sides);
                Box::new(clusters.map(row))
            }
            Rows::Pairs => Box::new(report.document_pairs.iter().map(pair_row)),
            Rows::Documents => Box::new(report.reused_documents.iter().map(document_row)),
            Rows::Members => {
                let clusters = report.clusters.iter().enumerate();
                Box::new(
                    clusters.flat_map(|(at, cluster)| member_rows(NumberedCluster { at, cluster })),
                )
            }
        };
        Self { columns, rows }
    }
}

/// Columns of each side of a match, without the prefix `a_` or `b_`.
const SIDE: [(&str, ColumnType); 9] = [
    ("document", ColumnType::Text),
    ("speech", ColumnType::Text),
    ("line", ColumnType::Count),
    ("start", ColumnType::Count),
    ("end", ColumnType::Count),
    ("byte_start", ColumnType::Count),
    ("byte_end", ColumnType::Count),
    ("coverage", ColumnType::Share),
    ("text", ColumnType::Text),
];

/// Columns of a cluster before those of the place of its representative.
const CLUSTER: [(&str, ColumnType); 7] = [
    ("cluster", ColumnType::Count),
    ("level", ColumnType::Text),
    ("lowest_similarity", ColumnType::Share),
    ("places", ColumnType::Count),
    ("documents", ColumnType::Count),
    ("variants", ColumnType::Count),
    ("earliest", ColumnType::Count),
];

/// Columns of a member before those of its place.
const MEMBER: [(&str, ColumnType); 6] = [
    ("cluster", ColumnType::Count),
    ("member", ColumnType::Count),
    ("level", ColumnType::Text),
    ("variant", ColumnType::Count),
    ("representative", ColumnType::Truth),
    ("earliest", ColumnType::Truth),
];

/// Columns of a pair of documents.
const PAIR: [(&str, ColumnType); 6] = [
    ("relation", ColumnType::Text),
    ("a_document", ColumnType::Text),
    ("a_coverage", ColumnType::Share),
    ("b_document", ColumnType::Text),
    ("b_coverage", ColumnType::Share),
    ("matches", ColumnType::Count),
];

/// Columns of a document.
const DOCUMENT: [(&str, ColumnType); 8] = [
    ("document", ColumnType::Text),
    ("content_chars", ColumnType::Count),
    ("share", ColumnType::Share),
    ("within", ColumnType::Share),
    ("partners", ColumnType::Count),
    ("first_partner", ColumnType::Text),
    ("first_share", ColumnType::Share),
    ("reused_chars", ColumnType::Count),
];

/// Columns of a place.
const PLACE: [(&str, ColumnType); 5] = [
    ("document", ColumnType::Text),
    ("speech", ColumnType::Text),
    ("line", ColumnType::Count),
    ("start", ColumnType::Count),
    ("end", ColumnType::Count),
];

pub(super) fn columns(parts: &[&[(&str, ColumnType)]]) -> Vec<Column> {
    parts.concat().into_iter().map(|(name, column_type)| Column::new(name, column_type)).collect()
}

fn match_columns() -> Vec<Column> {
    let first = columns(&[&[
        ("level", ColumnType::Text),
        ("kind", ColumnType::Text),
        ("similarity", ColumnType::Share),
    ]]);
    let sides = ["a", "b"]
        .into_iter()
        .flat_map(|side| SIDE.map(|(name, kind)| Column::new(format!("{side}_{name}"), kind)));
    let edits =
        EditKind::ALL.map(|kind| Column::new(format!("edits_{}", kind.name()), ColumnType::Count));
    let last = columns(&[&[
        ("earlier", ColumnType::Text),
        ("contained", ColumnType::Text),
        ("quoted", ColumnType::Text),
        ("form", ColumnType::Text),
    ]]);
    first.into_iter().chain(sides).chain(edits).chain(last).collect()
}

fn match_row<'v>(found: &'v ReportedMatch<'v>) -> Vec<Cell<'v>> {
    let first = [text(found.level.name()), text(found.kind.name()), Cell::Share(found.similarity)];
    let sides = [&found.a, &found.b].into_iter().flat_map(side_cells);
    let edits = match found.edit_counts {
        Some(counts) => counts.each().map(|(_, count)| Cell::Count(count)),
        None => EditKind::ALL.map(|_| Cell::Empty),
    };
    let last = [found.earlier, found.contained]
        .map(|side| side.map_or(Cell::Empty, |side| text(Side::name(side))));
    let quoted = match [found.a.quoted, found.b.quoted] {
        [false, false] => Cell::Empty,
        [true, false] => text("a"),
        [false, true] => text("b"),
        [true, true] => text("both"),
    };
    let form = found.form.map_or(Cell::Empty, |form| text(form.name()));
    first.into_iter().chain(sides).chain(edits).chain(last).chain([quoted, form]).collect()
}

fn side_cells<'v>(side: &'v ReportedSide<'v>) -> [Cell<'v>; SIDE.len()] {
    let place = side.place;
    [
        text(&side.document),
        side.speech.as_deref().map_or(Cell::Empty, text),
        Cell::Count(place.line),
        Cell::Count(place.start),
        Cell::Count(place.end),
        Cell::Count(place.byte_start),
        Cell::Count(place.byte_end),
        Cell::Share(side.coverage),
        text(&side.text),
    ]
}

fn document_row<'v>(reused: &'v ReusedDocument<'v>) -> Vec<Cell<'v>> {
    let first = reused.partners.first();
    vec![
        text(&reused.document),
        Cell::Count(reused.content_chars),
        Cell::Share(reused.share),
        Cell::Share(reused.within),
        Cell::Count(reused.partner_count),
        first.map_or(Cell::Empty, |partner| text(&partner.document)),
        first.map_or(Cell::Empty, |partner| Cell::Share(partner.share)),
        Cell::Count(reused.reused_chars),
    ]
}

/// Sides of matches by document, start and end: members of clusters have no text of their own.
pub(super) type Sides<'v> = HashMap<(&'v str, usize, usize), &'v ReportedSide<'v>>;

pub(super) fn sides_by_place<'v>(report: &'v Report<'v>) -> Sides<'v> {
    let sides = report.matches.iter().flat_map(|found| [&found.a, &found.b]);
    // Sides of one place have the same text, so that it does not matter which of them stays.
    sides.map(|side| ((&*side.document, side.place.start, side.place.end), side)).collect()
}

fn cluster_row<'v>(
    NumberedCluster { at, cluster }: NumberedCluster<'v>,
    sides: &Sides<'v>,
) -> Vec<Cell<'v>> {
    let representative = &cluster.members[cluster.representative];
    let side = sides.get(&(&*representative.document, representative.start, representative.end));
    let first = [
        Cell::Count(at),
        text(cluster.level.name()),
        Cell::Share(cluster.lowest_similarity),
        Cell::Count(cluster.members.len()),
        Cell::Count(cluster.documents),
        Cell::Count(cluster.variants),
        cluster.earliest.map_or(Cell::Empty, Cell::Count),
    ];
    let last = side.map_or(Cell::Empty, |side| text(&side.text));
    first.into_iter().chain(place_cells(representative)).chain([last]).collect()
}

fn member_rows(
    NumberedCluster { at, cluster }: NumberedCluster<'_>,
) -> impl Iterator<Item = Vec<Cell<'_>>> {
    cluster.members.iter().enumerate().map(move |(number, member)| {
        let first = [
            Cell::Count(at),
            Cell::Count(number),
            text(cluster.level.name()),
            Cell::Count(member.variant),
            Cell::Truth(number == cluster.representative),
            cluster.earliest.map_or(Cell::Empty, |earliest| Cell::Truth(number == earliest)),
        ];
        let date = member.date.map_or(Cell::Empty, Cell::Date);
        first.into_iter().chain(place_cells(member)).chain([date]).collect()
    })
}

fn pair_row<'v>(pair: &'v ReportedPair<'v>) -> Vec<Cell<'v>> {
    let documents = [&pair.a, &pair.b].into_iter();
    let documents =
        documents.flat_map(|paired| [text(&paired.document), Cell::Share(paired.coverage)]);
    let relation = std::iter::once(text(pair.relation.name()));
    relation.chain(documents).chain([Cell::Count(pair.matches.len())]).collect()
}

fn place_cells<'v>(member: &'v ReportedMember<'v>) -> [Cell<'v>; PLACE.len()] {
    let speech = member.speech.as_deref().map_or(Cell::Empty, text);
    [
        text(&member.document),
        speech,
        Cell::Count(member.line),
        Cell::Count(member.start),
        Cell::Count(member.end),
    ]
}

pub(super) fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.into())
}

/// Cells as JSON; an empty one is `null`.
impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => out.serialize_str(text),
            Self::Count(count) => out.serialize_u64(*count as u64),
            Self::Share(share) => out.serialize_f64(*share),
            Self::Truth(truth) => out.serialize_bool(*truth),
            Self::Date(date) => date.serialize(out),
            Self::Empty => out.serialize_none(),
        }
    }
}
