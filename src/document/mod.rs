//! Documents, their dates and ids, and spans of their texts.

mod date;
mod ids;
mod level;
mod line_index;
mod moment;
mod places;
mod ranges;
mod rounding;
mod row_ends;
mod span;
mod written_date;

use std::path::PathBuf;

pub use date::Date;
pub(crate) use ids::index_type;
pub use ids::{DocId, RecordId, SectionId, SourceId, SpeechId, TextId, UnitId};
pub use level::Level;
pub use line_index::{LineIndex, Location};
pub use moment::Moment;
pub use places::{PageStart, Piece, Places};
pub use ranges::{gaps, share_of_longer, share_within, shared, shared_by, union};
pub use rounding::{rounded_share, rounded_to_two_digits};
pub use row_ends::RowEnds;
pub use span::Span;

/// One text of a collection: a whole text file, or one record of a records file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Name of the document in reports: the path below the given folder, or the id of the record.
    pub id: String,
    /// The file that the document was read from; `-` for standard input.
    pub path: PathBuf,
    /// Line of the record in its file, or its number in a table, JSON array, web archive or
    /// mailbox, counted from 1; `None` for a whole file.
    pub line: Option<u64>,
    /// The decoded text. All reported offsets refer to this text.
    pub text: String,
    /// All other fields of the record, unchanged.
    pub metadata: serde_json::Map<String, serde_json::Value>,
    /// A publication date that the record does not have; it counts instead of one that it has.
    pub given_date: Option<Date>,
    /// The role of the document in the comparison.
    pub role: Role,
    /// Characters of the record that could not be read: halves of surrogate pairs, which are
    /// replaced by U+FFFD.
    pub replaced: usize,
    /// Where the text stands in the original, if it was extracted.
    pub places: Places,
}

impl Document {
    /// The publication date: the one that the document was given, or else that of its record, if
    /// that is in an unambiguous format.
    ///
    /// Only the first date field that is not empty counts, even if it cannot be parsed: a later
    /// field may say when the text was stored.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.given_date.or_else(|| Date::from_metadata(&self.metadata))
    }
}

/// The role of a document in the comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The document belongs to the collection.
    #[default]
    Collection,
    /// The document belongs to a second collection, which is compared only with the first.
    Second,
    /// Text that occurs in this document is not reported.
    Ignored,
}
