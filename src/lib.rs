//! Leitong (雷同, "suspiciously the same") finds speeches, paragraphs and passages that reappear in a collection of texts,
//! across documents and inside one, though their punctuation, layout, script or numbers changed.
//!
//! The command `leitong` is a thin shell around [`scan::Scan`] and [`dedup::Dedup`]. Data flows through the modules in one
//! direction: [`corpus`] reads, [`text`] cuts and folds, [`sketch`] hashes, [`index`] and [`seeds`] propose, [`similarity`]
//! and [`align`] verify, [`cluster`] groups, [`report`] shows. [`eval`] measures how well that went.
//!
//! ```
//! use leitong::corpus::Collection;
//! use leitong::document::Document;
//! use leitong::scan::{Scan, ScanSettings};
//!
//! let poem = "床前明月光,疑是地上霜。举头望明月,低头思故乡。人生得意须尽欢,莫使金樽空对月。";
//! let document = |id: &str, text: String| Document { id: id.into(), text, ..Document::default() };
//! let documents = vec![document("a", format!("第一首。{poem}")), document("b", format!("又一首!{poem}完。"))];
//! let collection = Collection { documents, ..Collection::default() };
//!
//! let findings = Scan::new(ScanSettings::default())?.run(&collection, &|_| {})?;
//! assert_eq!(findings.matches.len(), 1);
//! # Ok::<(), leitong::error::Error>(())
//! ```
//!
//! The stages can be used by themselves: [`detector`] prepares texts, [`index`] finds candidates, [`cluster`] decides.
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
pub mod index;
pub mod report;
pub mod scan;
pub mod seeds;
pub mod similarity;
pub mod sketch;
pub mod storage;
pub mod text;
