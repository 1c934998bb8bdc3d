//! Leitong (雷同, "suspiciously the same") finds speeches, paragraphs and passages that reappear in a collection of texts,
//! across documents and inside one, though their punctuation, layout, script or numbers changed.
//!
//! The command `leitong` is a thin shell around [`pipeline::Scan`]. Every stage beneath is a room of its own and can be
//! used alone; data flows from left to right:
//! [`corpus`] reads, [`text`] cuts and folds, [`sketch`] hashes, [`index`] proposes, [`verify`] decides, [`cluster`] gathers.
//! [`eval`] measures how well that went.
//!
//! ```
//! use leitong::document::Span;
//! use leitong::index::{Bands, Buckets};
//! use leitong::sketch::{Shingling, Sketcher};
//! use leitong::text::{Content, Script};
//! use leitong::similarity::ShingleSet;
//!
//! let texts = [
//!     "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。",
//!     "各位代表：大会选举我担任县长，是各位代表对我的信任。",
//!     "同志们!今天我们召开社区建设工作会议,总结今年以来社区建设取得的显著成绩!",
//! ];
//! // Cut: content characters, then shingles of five.
//! let shingles = texts.map(|text| {
//!     let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
//!     Shingling::Chars(5).shingles(text, &content, 0..content.len())
//! });
//! // Sketch and index: pairs of Jaccard similarity 0.7 are found with a probability of at least 0.99.
//! let signatures = shingles.clone().map(|shingles| Sketcher::default().sketch(&shingles));
//! let bands = Bands::for_similarity(0.7, Sketcher::default().slots(), 0.99)?;
//! let candidates = Buckets::new(bands, &signatures).candidates();
//! // Verify: the true overlap decides.
//! let sets = shingles.map(|shingles| ShingleSet::new(&shingles));
//! assert_eq!(candidates.pairs, [(0, 2)]);
//! assert_eq!(sets[0].overlap(&sets[2]).jaccard(), 1.0);
//! # Ok::<(), leitong::error::Error>(())
//! ```

pub mod align;
pub mod cluster;
pub mod corpus;
pub mod dedup;
pub mod diff;
pub mod document;
pub mod embedding;
pub mod error;
pub mod eval;
pub mod index;
pub mod report;
pub mod scan;
pub mod seeds;
pub mod similarity;
pub mod sketch;
pub mod storage;
pub mod text;
