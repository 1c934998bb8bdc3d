//! Reading a collection: files, folders and standard input become [`Document`]s.
//!
//! ```no_run
//! use leitong::corpus::{self, ReadOptions};
//!
//! let paths = ["speeches/".into(), "news.jsonl.zst".into()];
//! let collection = corpus::read(&paths, &ReadOptions::default())?;
//! for document in &collection.documents {
//!     println!("{}: {} bytes", document.id, document.text.len());
//! }
//! for skip in &collection.skipped {
//!     eprintln!("not read: {skip}");
//! }
//! # Ok::<(), leitong::error::Error>(())
//! ```
//!
//! [`read`] holds the whole collection. What must not, takes the same two steps itself: [`find`]
//! lists the files without opening them, and [`Source::read`] gives the documents of one file, one
//! after another. Of a JSON Lines file it never holds more than a few lines and the first mebibyte,
//! by which the encoding is told; of a Parquet file, some rows. [`Source::blocks`] gives the records as their bytes stand in the
//! file, many at a time, for work on many threads.

mod blocks;
mod decompress;
mod detect_encoding;
mod document_names;
mod encoding;
mod json_lines;
mod options;
#[cfg_attr(not(feature = "parquet"), path = "parquet_stub.rs")]
mod parquet;
mod peek;
mod reader;
mod record;
mod source;
mod text_file;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

#[cfg(feature = "parquet")]
pub(crate) use self::parquet::{Batches, Table};
pub use blocks::Block;
pub use encoding::Encoding;
pub use json_lines::{Fields, id_of};
pub use options::{OnError, ReadOptions};
pub use reader::ByteProgress;
pub use record::{Record, RecordEncoding};
#[cfg(not(feature = "parquet"))]
pub(crate) use source::NOT_BUILT_IN;
pub use source::{Entry, Source};
pub use walk::{Listing, find};

use crate::document::{Document, Role};
use crate::error::{self, Error, Skip};

/// All that was read, and all that was not.
#[derive(Debug, Default, PartialEq)]
pub struct Collection {
    /// The documents: paths in the order given, the files of a folder by path, records by line. No
    /// two share an id.
    pub documents: Vec<Document>,
    /// What could not be read, in the same order.
    pub skipped: Vec<Skip>,
    /// Files in folders that are not to be read, since their extension is not one of text, JSON
    /// Lines or, with the feature `parquet`, Parquet.
    pub ignored_files: usize,
    /// Bytes read, as they lie on disk: of a compressed file, its compressed bytes.
    pub bytes: u64,
}

/// Reads everything under `paths` into one collection.
///
/// A path is a file, a folder, or `-` for standard input; [`find`] says which files of a folder
/// count. Files are read on all threads of the current rayon pool; the result does not depend on
/// how many there are.
///
/// A text file is called by its path below the folder (`/` between the parts), or by its name when
/// it was asked for by itself; where two would be called the same, each is called by its path as
/// given. A record is called by its id. Of several records with one id the first keeps it, and the
/// others become `id#2`, `id#3`, … in the order they are read.
///
/// # Errors
/// With [`OnError::Fail`], the first thing that cannot be read, in the order of the collection.
/// With [`OnError::Skip`], never: what cannot be read is listed in [`Collection::skipped`], even
/// when it is everything.
pub fn read(paths: &[PathBuf], options: &ReadOptions) -> error::Result<Collection> {
    read_with_progress(paths, options, &|_| ())
}

/// Like [`read`], and calls `watch` from the reading threads with every number of bytes read since
/// the last call.
///
/// The calls add up to [`Collection::bytes`]; [`Source::size`] tells beforehand what to expect of a
/// file.
///
/// # Errors
/// As [`read`].
pub fn read_with_progress(
    paths: &[PathBuf],
    options: &ReadOptions,
    watch: ByteProgress<'_>,
) -> error::Result<Collection> {
    read_roles(&[(Role::Collection, paths)], options, watch)
}

/// Like [`read_with_progress`], of paths that are given for several purposes: the documents of the first come first.
///
/// # Errors
/// As [`read`].
pub fn read_roles(
    paths: &[(Role, &[PathBuf])],
    options: &ReadOptions,
    watch: ByteProgress<'_>,
) -> error::Result<Collection> {
    let bytes = AtomicU64::new(0);
    let count = |read| {
        bytes.fetch_add(read, Ordering::Relaxed);
        watch(read);
    };
    let mut collection = Collection::default();
    for &(role, paths) in paths {
        let listing = find(paths);
        let finds = listing.sources.into_par_iter().with_max_len(1);
        let parts: Vec<_> = finds.map(|find| Collection::of(find, options, &count)).collect();
        collection.append(Collection::joined(parts)?, role);
        collection.ignored_files += listing.ignored_files;
    }
    document_names::settle(&mut collection.documents);
    collection.bytes = bytes.into_inner();
    Ok(collection)
}

/// Reads one file as one text, whatever its name says that it holds; `-` is standard input.
///
/// It is decompressed and decoded like a text file of a collection, and loses its byte order mark.
///
/// # Errors
/// If it cannot be read.
pub fn read_text(path: &Path) -> error::Result<String> {
    let options = ReadOptions::default();
    let source = Source::text(path.into());
    let texts = source.read(&options, &|_| ()).map(|entry| entry.map(|document| document.text));
    let text: String = texts.collect::<Result<_, _>>().map_err(Error::Unreadable)?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

impl Collection {
    /// Puts the documents in the order of their ids, so that nothing depends on the order of files and lines; those of one
    /// role stay together.
    pub fn sort_by_id(&mut self) {
        self.documents.sort_by(|x, y| (x.role, &x.id).cmp(&(y.role, &y.id)));
    }

    fn append(&mut self, mut part: Self, role: Role) {
        part.documents.iter_mut().for_each(|document| document.role = role);
        self.documents.append(&mut part.documents);
        self.skipped.append(&mut part.skipped);
    }

    /// What one source holds.
    fn of(find: Result<Source, Skip>, options: &ReadOptions, watch: ByteProgress<'_>) -> error::Result<Self> {
        let mut part = Self::default();
        match find {
            Ok(source) => {
                for entry in source.read(options, watch) {
                    part.add(entry, options.on_error)?;
                }
            }
            Err(skip) => part.add(Err(skip), options.on_error)?,
        }
        Ok(part)
    }

    fn add(&mut self, entry: Entry, on_error: OnError) -> error::Result<()> {
        match (entry, on_error) {
            (Ok(document), _) => self.documents.push(document),
            (Err(skip), OnError::Skip) => self.skipped.push(skip),
            (Err(skip), OnError::Fail) => return Err(Error::Unreadable(skip)),
        }
        Ok(())
    }

    /// All parts in order, or the first error in that order.
    fn joined(parts: Vec<error::Result<Self>>) -> error::Result<Self> {
        let mut whole = Self::default();
        for part in parts {
            let mut part = part?;
            whole.documents.append(&mut part.documents);
            whole.skipped.append(&mut part.skipped);
        }
        Ok(whole)
    }
}
