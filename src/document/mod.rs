//! What a collection is made of: documents, when they appeared, and places inside them.

mod date;
mod ids;
mod level;
mod line_index;
mod offsets;
mod ranges;
mod span;

use std::path::PathBuf;

pub use date::Date;
pub(crate) use ids::index_type;
pub use ids::{DocId, RecordId, SectionId, SourceId, SpeechId, TextId, UnitId};
pub use level::Level;
pub use line_index::{LineIndex, Place};
pub use offsets::Offsets;
pub use ranges::{share_of_longer, share_of_shorter, shared, union};
pub use span::Span;

/// One text of a collection: a whole text file, or one record of a records file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Name of the document in every report: the path below the folder that was asked for, or the record's id.
    pub id: String,
    /// The file it was read from; `-` for standard input.
    pub path: PathBuf,
    /// Line of the record in its file, or its row in a Parquet file, counted from 1; `None` for a whole file.
    pub line: Option<u64>,
    /// The decoded text. Every offset that Leitong reports counts from its beginning.
    pub text: String,
    /// All other fields of the record, as they were.
    pub metadata: serde_json::Map<String, serde_json::Value>,
    /// What it was given for.
    pub role: Role,
}

/// What a document was given for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It belongs to the collection.
    #[default]
    Collection,
    /// It belongs to a second collection, and is compared with the first only.
    Second,
    /// It is known: what stands in it is not reported.
    Ignored,
}
