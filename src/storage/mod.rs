//! Files as such: packed or not, read at a place, and written so that they appear only when they are complete.

mod atomic_file;
mod compression;
mod read_at;

pub use atomic_file::{AtomicFile, StagedFile};
pub use compression::Compression;
pub(crate) use read_at::read_exact_at;
