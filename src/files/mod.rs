//! Files as such: packed or not, read at a place, and written so that they appear only when they are complete.

mod compression;
mod draft;
mod positioned;

pub use compression::Compression;
pub use draft::{Complete, Draft};
pub(crate) use positioned::read_exact_at;
