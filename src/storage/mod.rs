//! File I/O: compression, positioned reads, temporary files, atomic writes.

mod atomic_file;
mod compression;
mod file_identity;
mod half;
mod place;
mod read_at;
mod spill;

pub use atomic_file::{AtomicFile, CompleteFile};
pub use compression::Compression;
pub use file_identity::FileIdentity;
pub(crate) use half::half;
pub use place::{folder_of, resolved};
pub(crate) use read_at::read_exact_at;
pub(crate) use spill::SpillFile;
