//! Clusters: groups of places that are all alike.

mod star;

pub use star::{Link, Star, stars};
