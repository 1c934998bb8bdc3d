//! The scan of a collection: it compares documents, speeches and paragraphs, aligns passages, and
//! reports each finding once.

mod boilerplate;
mod clusters;
mod coarse_matches;
mod enumerations;
mod findings;
mod form_rules;
mod forms;
mod formulaic_text;
mod ignored_text;
mod legal_notices;
mod level_pairs;
mod match_builder;
mod memory;
mod pair_filter;
mod paraphrase;
mod paraphrase_search;
mod passages;
mod pending_match;
mod provenance;
mod provisions;
mod quoted_text;
mod quotes;
mod relation;
mod roll_up;
mod run;
mod sections;
mod settings;
mod shared_text;
mod tokenized;
mod translation_search;
mod unit;
mod versions;

pub use findings::{
    Boilerplate, Cluster, DocumentPair, Findings, Form, Kind, Match, MatchSide, ParaphraseEvidence,
    Partner, Place, RecurringText, Relation, ReusedDocument, Stats,
};
pub use forms::Forms;
pub(crate) use match_builder::{MIN_PIECE, edited_kind};
pub use pair_filter::WithinDocument;
pub use provenance::Side;
pub use quotes::Quotes;
pub use run::{Phase, Scan, Watch};
pub use settings::{ScanSettings, Semantic};
