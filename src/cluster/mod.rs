//! Clusters: groups of similar texts around a representative.

mod batches;
mod duplicate_map;
mod greedy;
mod star;

pub use duplicate_map::{DuplicateMap, DuplicateOf};
pub use greedy::{RankedText, RankedTexts, Resolver, greedy};
pub(crate) use star::star_of_members;
pub use star::{Link, Star, stars, weighted_stars};
