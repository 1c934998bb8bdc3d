//! Clusters: groups of similar texts around a representative.

mod greedy;
mod star;

pub use greedy::{DuplicateMap, DuplicateOf, RankedText, RankedTexts, Resolver, greedy};
pub(crate) use star::star_of_members;
pub use star::{Link, Star, stars, weighted_stars};
