//! Precision and recall of a run against a truth file.
//!
//! ```
//! use std::path::Path;
//! use leitong::eval::{Found, DocumentNames, Pair, Scores, Truth, evaluate};
//!
//! let mut names = DocumentNames::default();
//! let truth = Truth::parse(Path::new("truth.tsv"), "a\tb\na\tc\n", &mut names)?;
//! let pair = Pair::new(names.number("b"), names.number("a"));
//! let found = Found { pairs: [(pair, None)].into(), ..Found::default() };
//! let outcome = evaluate(&truth, &found, &names, 0.7)?;
//! let Scores::Pairs(scores) = outcome.scores() else { panic!("these are documents") };
//! assert_eq!((scores.pairs.precision, scores.pairs.recall), (Some(1.0), Some(0.5)));
//! # Ok::<(), leitong::error::Error>(())
//! ```

mod columns;
mod evaluation;
mod found;
mod misses;
mod names;
mod outcome;
mod overlaps;
mod pairs;
mod partition;
mod passages;
mod place;
mod ratio;
mod table;
mod truth;

pub use evaluation::{Counts, Evaluation, SCHEMA, Timings, TruthModel};
pub use found::Found;
pub use misses::write_misses;
pub use names::DocumentNames;
pub use outcome::{Outcome, Scores, evaluate};
pub use pairs::{Band, Negatives, PairScore, PairScores, score_pairs};
pub use partition::{Agreement, Partition};
pub use passages::{Averages, BoundaryError, PassageOutcome, PassageScores, score_passages};
pub use place::{Pair, PassagePair, Place};
pub use table::write_table;
pub use truth::{Column, Rows, TruePairs, TruePassage, Truth, Unknown};
