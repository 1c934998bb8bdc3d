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
//! [`read`] returns the whole collection. To process a collection that does not fit in memory, call
//! its two steps: [`find`] lists the files and reads only their first bytes, and [`Source::read`] iterates over
//! the documents of one file. It holds a few lines of a JSON Lines file at a time, besides the
//! first mebibyte, by which the encoding is detected, or some rows of a Parquet file.
//! [`Source::blocks`] iterates over blocks of records as they are stored, which can be processed in
//! parallel.
//!
//! Records that a program holds in memory are read as a file is, if they are [`RecordRows`].

mod archive;
mod blocks;
mod copies;
mod csv_table;
mod dates;
mod decompress;
mod detect_encoding;
mod document_names;
mod encoding;
#[cfg_attr(not(feature = "formats"), path = "extracted_stub.rs")]
mod extracted;
mod extracted_formats;
mod field_names;
mod format;
mod format_entry;
mod formats;
mod json;
mod json_lines;
mod json_path;
mod json_values;
mod mailbox;
mod mend;
mod npy;
mod options;
#[cfg_attr(not(feature = "parquet"), path = "parquet_stub.rs")]
mod parquet;
mod parquet_format;
#[cfg_attr(not(feature = "parquet"), path = "parquet_vectors_stub.rs")]
mod parquet_vectors;
mod passed_over;
mod peek;
mod reader;
mod record;
mod record_blocks;
mod record_form;
mod records;
mod row_blocks;
mod row_source;
mod rows;
mod skip_limit;
mod skipped_records;
mod source;
mod splitter;
mod text_file;
mod unread_kind;
mod vector_file;
mod walk;
mod web_archive;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

#[cfg(feature = "parquet")]
pub(crate) use self::parquet::{Batches, Table};
pub use blocks::Block;
pub use copies::Copies;
pub(crate) use csv_table::StoredRows;
pub use dates::Dates;
pub use encoding::Encoding;
pub(crate) use field_names::missing_field;
pub use format::Format;
pub use json::{FieldValue, Fields};
pub use options::{ByteProgress, OnError, ReadOptions};
pub use passed_over::PassedOver;
pub(crate) use passed_over::check_not_empty;
pub use record::Record;
pub use record_form::RecordEncoding;
pub use rows::RecordRows;
pub use skip_limit::SkipLimit;
pub(crate) use skip_limit::{NAMED_SKIPS, ReadCounts};
pub use skipped_records::write_skipped;
#[cfg(not(feature = "parquet"))]
pub(crate) use source::NOT_BUILT_IN;
pub use source::{Entry, Source};
pub use unread_kind::UnreadKind;
pub(crate) use vector_file::{VectorFile, check_dims, unit_vector};
pub use walk::{Listing, find, would_read};

use crate::document::{Document, Role};
use crate::error::{self, Error, SkippedInput};

/// The documents that were read, and the files and records that were skipped.
#[derive(Debug, Default, PartialEq)]
pub struct Collection {
    /// The documents: paths in the given order, the files of a folder by path, records by line.
    /// Their ids are unique.
    pub documents: Vec<Document>,
    /// Files and records that could not be read, in the same order.
    pub skipped: Vec<SkippedInput>,
    /// Files in folders that were not read, because no text is expected in them.
    pub passed_over: Vec<PassedOver>,
    /// Bytes that were read from disk; for a compressed file, its compressed bytes.
    pub bytes: u64,
}

/// Reads everything under `paths` into one collection.
///
/// A path is a file, a folder, or `-` for standard input; [`find`] documents which files of a
/// folder are read. Files are read on all threads of the current rayon pool; the result does not
/// depend on the number of threads.
///
/// The id of a text file is its path below the folder, with `/` as the separator, or its name if
/// the file itself was given. If several files would have the same id, each has its path as given.
/// The id of a record is the value of its id field. If several records have the same id, the first
/// keeps it, and the others get `id#2`, `id#3`, … in the order in which they are read.
///
/// # Errors
/// If a path does not exist. With [`OnError::Fail`], if a file or record cannot be read; the error
/// is the first one in the order of the collection. With [`OnError::Skip`],
/// [`Collection::skipped`] lists everything that cannot be read, and it is an error only if it is
/// more than [`ReadOptions::max_skipped`].
pub fn read(paths: &[PathBuf], options: &ReadOptions) -> error::Result<Collection> {
    read_with_progress(paths, options, &|_| ())
}

/// Like [`read`], but calls `watch` from the reading threads with the number of bytes read since
/// the last call.
///
/// The sum of these numbers is [`Collection::bytes`]; [`Source::size`] is the number to expect of a
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

/// Like [`read_with_progress`], for paths with several roles. The documents are in the order of
/// `paths`.
///
/// # Errors
/// As [`read`].
pub fn read_roles(
    paths: &[(Role, &[PathBuf])],
    options: &ReadOptions,
    watch: ByteProgress<'_>,
) -> error::Result<Collection> {
    let listings = paths.iter().map(|&(role, paths)| Ok((role, find(paths, options)?)));
    read_listings(listings.collect::<error::Result<_>>()?, options, watch)
}

/// Like [`read_roles`], for files that were found before.
///
/// # Errors
/// As [`read`].
pub fn read_listings(
    listings: Vec<(Role, Listing)>,
    options: &ReadOptions,
    watch: ByteProgress<'_>,
) -> error::Result<Collection> {
    let bytes = AtomicU64::new(0);
    let mut collection = Collection::default();
    for (role, listing) in listings {
        let paths = listing.paths.clone();
        let watch = |read| add_progress(&bytes, watch, read);
        let part = Collection::of_listing(listing, options, &watch)?;
        part.check(&paths, options)?;
        collection.append(part, role);
    }
    // After all roles, since a report names the documents of all of them.
    document_names::make_unique(&mut collection.documents);
    collection.bytes = bytes.into_inner();
    Ok(collection)
}

/// Adds bytes that were read to their sum, and reports them to `watch`.
fn add_progress(sum: &AtomicU64, watch: ByteProgress<'_>, read: u64) {
    sum.fetch_add(read, Ordering::Relaxed);
    watch(read);
}

/// Reads one file as one text, whatever its extension; `-` is standard input.
///
/// The file is decompressed and decoded like a text file of a collection, and a byte order mark is
/// removed.
///
/// # Errors
/// If the file cannot be read.
pub fn read_text(path: &Path) -> error::Result<String> {
    let options = ReadOptions::default();
    let source = Source::text(path);
    let texts = source.read(&options, &|_| ()).map(|entry| entry.map(|document| document.text));
    let text: String = texts.collect::<Result<_, _>>().map_err(Error::Unreadable)?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

impl Collection {
    /// Sorts the documents by role and id, so that their order does not depend on that of files and
    /// lines.
    pub fn sort_by_id(&mut self) {
        self.documents.sort_by(|x, y| (x.role, &x.id).cmp(&(y.role, &y.id)));
    }

    /// Characters that could not be read, and were replaced by U+FFFD.
    #[must_use]
    pub fn replaced(&self) -> usize {
        self.documents.iter().map(|document| document.replaced).sum()
    }

    /// Reads the files of a listing.
    fn of_listing(
        listing: Listing,
        options: &ReadOptions,
        watch: ByteProgress<'_>,
    ) -> error::Result<Self> {
        // One file a task: a large one would hold up the files that share its task.
        let finds = listing.sources.into_par_iter().with_max_len(1);
        let parts: Vec<_> = finds.map(|find| Self::of(find, options, watch)).collect();
        Ok(Self { passed_over: listing.passed_over, ..Self::joined(parts)? })
    }

    /// Returns an error if no document was read of `paths`, or too many records were skipped.
    fn check(&self, paths: &[PathBuf], options: &ReadOptions) -> error::Result<()> {
        let Some(limit) = options.max_skipped else { return Ok(()) };
        let mut counts = ReadCounts { read: self.documents.len(), ..ReadCounts::default() };
        self.skipped.iter().for_each(|skip| counts.skip(skip));
        limit.check(counts, &self.skipped)?;
        check_not_empty(counts.read, paths, &self.passed_over, options)
    }

    /// Appends documents and gives them a role.
    fn append(&mut self, mut part: Self, role: Role) {
        part.documents.iter_mut().for_each(|document| document.role = role);
        self.documents.append(&mut part.documents);
        self.skipped.append(&mut part.skipped);
        self.passed_over.append(&mut part.passed_over);
    }

    /// Reads one source.
    fn of(
        find: Result<Source, SkippedInput>,
        options: &ReadOptions,
        watch: ByteProgress<'_>,
    ) -> error::Result<Self> {
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
