//! Leitong (雷同, "suspiciously the same") finds speeches, paragraphs and passages that reappear in
//! a collection of texts, across documents and inside one, even if their punctuation, layout,
//! script or numbers changed.
//!
//! A [`Scan`] runs all stages on a [`Collection`]:
//!
//! ```
//! use leitong::corpus::Collection;
//! use leitong::document::Document;
//! use leitong::report::Report;
//! use leitong::scan::{Scan, ScanSettings};
//!
//! let text = "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。";
//! let copy = "同志们!今天我们召开社区建设工作会议,总结今年以来社区建设取得的显著成绩!";
//! let documents = [("a", text), ("b", copy)].map(|(id, text)| Document {
//!     id: id.into(),
//!     text: text.into(),
//!     ..Document::default()
//! });
//! let collection = Collection { documents: documents.into(), ..Collection::default() };
//!
//! let scan = Scan::new(ScanSettings::default())?;
//! let findings = scan.run(&collection, &|_| {})?;
//! let report = Report::new(&collection, &findings, scan.settings())?;
//! assert_eq!(report.matches[0].similarity, 1.0);
//! # Ok::<(), leitong::error::Error>(())
//! ```
//!
//! A [`Detector`] gives the stages one by one: content, shingles, signature and
//! band keys of a text. [`greedy`](cluster::greedy) finds the duplicates among texts that it
//! prepared:
//!
//! ```
//! use leitong::cluster::{RankedText, greedy};
//! use leitong::detector::{Detector, Scratch};
//! use leitong::index::Limits;
//!
//! let texts = [
//!     "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。",
//!     "各位代表：大会选举我担任县长，是各位代表对我的信任。",
//!     "同志们!今天我们召开社区建设工作会议,总结今年以来社区建设取得的显著成绩!",
//! ];
//! let detector = Detector::builder().similarity(0.7).build()?;
//! let mut scratch = Scratch::default();
//! let texts: Vec<RankedText> =
//!     (0..).zip(texts).map(|(rank, text)| detector.prepare(text, &mut scratch).to_ranked(rank)).collect();
//! let duplicates = greedy(&texts, detector.similarity(), Limits::default())?;
//! assert_eq!(duplicates.kept_for(2).map(|duplicate| duplicate.kept.index()), Some(0));
//! # Ok::<(), leitong::error::Error>(())
//! ```
//!
//! # Modules
//!
//! Each module can be used alone. Imports go one way; `ARCHITECTURE.md` has the order.
//!
//! | stage | modules |
//! |---|---|
//! | reading | [`storage`], [`extract`], [`corpus`], [`document`] |
//! | text: normalization, speeches, sentences, words | [`text`], [`embedding`] |
//! | shingles and signatures | [`sketch`] |
//! | candidates: bands of signatures, seeds of passages | [`index`], [`seeds`] |
//! | verification | [`similarity`], [`align`], [`diff`] |
//! | clusters | [`cluster`] |
//! | the stages of one text, from content to band keys | [`detector`] |
//! | whole runs | [`scan`], [`dedup`] |
//! | output and scoring | [`report`], [`eval`] |
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `cli` (default) | the program `leitong`, with `csv`, `html` and `terminal` |
//! | `formats` (default) | reading of documents that are not plain text, and of archives |
//! | `model` (default) | the built-in embedding model, 9 MB |
//! | `model2vec` (default) | embedding models in folders that Model2Vec wrote |
//! | `csv` | tables as CSV |
//! | `html` | a report as one self-contained page |
//! | `terminal` | a report as text |
//! | `parquet` | reading and writing of Parquet |

pub mod align;
pub mod cluster;
pub mod corpus;
pub mod dedup;
pub mod detector;
pub mod diff;
pub mod document;
pub mod embedding;
pub mod error;
pub mod eval;
pub mod extract;
pub mod index;
mod paraphrase;
pub mod report;
pub mod scan;
pub mod seeds;
pub mod similarity;
pub mod sketch;
pub mod storage;
pub mod text;

pub use corpus::Collection;
pub use dedup::{Dedup, DedupSettings};
pub use detector::{Detector, Prepared};
pub use document::{Document, Span};
pub use error::{Error, Result};
pub use scan::{Cluster, Findings, Match, Scan, ScanSettings};
