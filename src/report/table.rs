//! What tables hold: named columns, and a row for each match, cluster or member of a cluster.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Serialize, Serializer};

use super::model::{ReportedCluster, ReportedMatch, ReportedMember, ReportedSide};
use crate::diff::EditKind;
use crate::report::model::Report;
use crate::scan::Side;

/// What a table has a row for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rows {
    /// Each match.
    #[default]
    Matches,
    /// Each cluster.
    Clusters,
    /// Each place of each cluster: the families.
    Members,
}

/// What a column holds. Any cell may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Count,
    Share,
    Truth,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'v> {
    Text(Cow<'v, str>),
    Count(usize),
    Share(f64),
    Truth(bool),
    Empty,
}

/// A column's name and what it holds.
pub(super) type Column = (String, Holds);

/// A table: its columns, and its rows as they are asked for.
pub(super) struct Table<'v> {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Box<dyn Iterator<Item = Vec<Cell<'v>>> + 'v>,
}

impl<'v> Table<'v> {
    pub(super) fn new(report: &'v Report<'v>, rows: Rows) -> Self {
        match rows {
            Rows::Matches => Self { columns: match_columns(), rows: Box::new(report.matches.iter().map(match_row)) },
            Rows::Clusters => {
                let sides = sides_by_place(report);
                let clusters = report.clusters.iter().enumerate();
                let row = move |(at, cluster)| cluster_row(at, cluster, &sides);
                Self {
                    columns: columns(&[&CLUSTER, &PLACE, &[("text", Holds::Text)]]),
                    rows: Box::new(clusters.map(row)),
                }
            }
            Rows::Members => Self {
                columns: columns(&[&MEMBER, &PLACE, &[("date", Holds::Text)]]),
                rows: Box::new(report.clusters.iter().enumerate().flat_map(|(at, cluster)| member_rows(at, cluster))),
            },
        }
    }
}

/// Columns of each side of a match; in the table `a_` or `b_` stands before them.
const SIDE: [(&str, Holds); 9] = [
    ("document", Holds::Text),
    ("speech", Holds::Text),
    ("line", Holds::Count),
    ("start", Holds::Count),
    ("end", Holds::Count),
    ("byte_start", Holds::Count),
    ("byte_end", Holds::Count),
    ("coverage", Holds::Share),
    ("text", Holds::Text),
];

/// Columns of a cluster before those of its representative's place.
const CLUSTER: [(&str, Holds); 7] = [
    ("cluster", Holds::Count),
    ("level", Holds::Text),
    ("lowest_similarity", Holds::Share),
    ("places", Holds::Count),
    ("documents", Holds::Count),
    ("variants", Holds::Count),
    ("earliest", Holds::Count),
];

/// Columns of a member before those of its place.
const MEMBER: [(&str, Holds); 6] = [
    ("cluster", Holds::Count),
    ("member", Holds::Count),
    ("level", Holds::Text),
    ("variant", Holds::Count),
    ("representative", Holds::Truth),
    ("earliest", Holds::Truth),
];

/// Columns of a place.
const PLACE: [(&str, Holds); 5] = [
    ("document", Holds::Text),
    ("speech", Holds::Text),
    ("line", Holds::Count),
    ("start", Holds::Count),
    ("end", Holds::Count),
];

fn columns(parts: &[&[(&str, Holds)]]) -> Vec<Column> {
    parts.concat().into_iter().map(|(name, holds)| (name.to_owned(), holds)).collect()
}

fn match_columns() -> Vec<Column> {
    let first = columns(&[&[("level", Holds::Text), ("kind", Holds::Text), ("similarity", Holds::Share)]]);
    let sides = ["a", "b"].into_iter().flat_map(|side| SIDE.map(|(name, holds)| (format!("{side}_{name}"), holds)));
    let edits = EditKind::ALL.map(|kind| (format!("edits_{}", kind.name()), Holds::Count));
    let last = columns(&[&[("earlier", Holds::Text), ("contained", Holds::Text)]]);
    first.into_iter().chain(sides).chain(edits).chain(last).collect()
}

fn match_row<'v>(found: &'v ReportedMatch<'v>) -> Vec<Cell<'v>> {
    let first = [text(found.level.name()), text(found.kind.name()), Cell::Share(found.similarity)];
    let sides = [&found.a, &found.b].into_iter().flat_map(side_cells);
    let edits = found.edit_counts.each().map(|(_, count)| Cell::Count(count));
    let last = [found.earlier, found.contained].map(|side| side.map_or(Cell::Empty, |side| text(Side::name(side))));
    first.into_iter().chain(sides).chain(edits).chain(last).collect()
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

/// A side of a match at each place that has one: members of clusters have no text of their own.
type Sides<'v> = HashMap<(&'v str, usize, usize), &'v ReportedSide<'v>>;

fn sides_by_place<'v>(report: &'v Report<'v>) -> Sides<'v> {
    let sides = report.matches.iter().flat_map(|found| [&found.a, &found.b]);
    sides.map(|side| ((&*side.document, side.place.start, side.place.end), side)).collect()
}

fn cluster_row<'v>(at: usize, cluster: &'v ReportedCluster<'v>, sides: &Sides<'v>) -> Vec<Cell<'v>> {
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

fn member_rows<'v>(at: usize, cluster: &'v ReportedCluster<'v>) -> impl Iterator<Item = Vec<Cell<'v>>> {
    cluster.members.iter().enumerate().map(move |(number, member)| {
        let first = [
            Cell::Count(at),
            Cell::Count(number),
            text(cluster.level.name()),
            Cell::Count(member.variant),
            Cell::Truth(number == cluster.representative),
            cluster.earliest.map_or(Cell::Empty, |earliest| Cell::Truth(number == earliest)),
        ];
        let date = member.date.map_or(Cell::Empty, |date| Cell::Text(date.to_string().into()));
        first.into_iter().chain(place_cells(member)).chain([date]).collect()
    })
}

fn place_cells<'v>(member: &'v ReportedMember<'v>) -> [Cell<'v>; PLACE.len()] {
    let speech = member.speech.as_deref().map_or(Cell::Empty, text);
    [text(&member.document), speech, Cell::Count(member.line), Cell::Count(member.start), Cell::Count(member.end)]
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.into())
}

/// The cell as JSON has it: what is empty is `null`.
impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => out.serialize_str(text),
            Self::Count(count) => out.serialize_u64(*count as u64),
            Self::Share(share) => out.serialize_f64(*share),
            Self::Truth(truth) => out.serialize_bool(*truth),
            Self::Empty => out.serialize_none(),
        }
    }
}
