//! Sets of files that are compared with themselves.

use std::collections::HashSet;

use leitong::corpus::{Listing, Source};
use leitong::error::{Error, Result};
use leitong::storage::FileIdentity;

use super::eprint;

/// The files that an option names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedSet<'a> {
    /// The setting, by which the option is named in messages.
    pub(crate) setting: &'static str,
    pub(crate) listing: &'a Listing,
}

/// Returns an error if a set has all files of the collection, and prints how many it has otherwise:
/// a collection that is compared with itself gives a plausible answer to another question.
pub(crate) fn check_overlap(own: &Listing, sets: &[NamedSet<'_>], is_quiet: bool) -> Result<()> {
    let own: HashSet<FileIdentity> = identities(own).collect();
    for NamedSet { setting, listing } in sets {
        let shared = identities(listing).filter(|file| own.contains(file)).count();
        if shared > 0 && shared == own.len() {
            let reason = "has all files of the collection, which would be compared with itself";
            return Err(Error::Setting { setting, reason: reason.into() });
        }
        if shared > 0 && !is_quiet {
            eprint(&format!("leitong: --{setting}: files of the collection too: {shared}\n"));
        }
    }
    Ok(())
}

/// The files of a listing, without standard input.
fn identities(listing: &Listing) -> impl Iterator<Item = FileIdentity> {
    let paths = listing.sources.iter().flatten().filter_map(Source::local_path);
    paths.filter_map(FileIdentity::of)
}
