//! Reading a collection, and what is said about it.

use std::path::{Path, PathBuf};

use leitong::corpus::{
    Collection, Copies, Dates, Listing, PassedOver, ReadOptions, Source, find, read_listings,
    write_skipped,
};
use leitong::document::Role;
use leitong::error::{Error, Result, SkippedInput};

use super::args::{FilesArgs, ReadingArgs, RunningArgs};
use super::devices::check_ends;
use super::fields::note_fields;
use super::output::deliver;
use super::output_guard::{NamedOutput, OutputGuard};
use super::overlap::{NamedSet, check_overlap};
use super::progress::Progress;
use super::{Outcome, eprint};

/// The files that a command reads.
pub(crate) struct Files {
    options: ReadOptions,
    listings: Vec<(Role, Listing)>,
    /// All files, to read what could not be read again.
    sources: Vec<Source>,
    /// Where what could not be read is listed.
    skipped: Option<PathBuf>,
    /// Dates that documents are given.
    dates: Option<Dates>,
    copies: Copies,
}

impl Files {
    /// Finds the files of each role. Nothing is read of them but what decides their format.
    pub(crate) fn find(roles: Vec<(Role, Vec<PathBuf>)>, options: ReadOptions) -> Result<Self> {
        let listings =
            roles.into_iter().map(|(role, paths)| Ok((role, find_ending(&paths, &options)?)));
        let listings = listings.collect::<Result<_>>()?;
        Ok(Self {
            options,
            listings,
            sources: Vec::new(),
            skipped: None,
            dates: None,
            copies: Copies::default(),
        })
    }

    /// Checks that the collection is not compared with itself.
    pub(crate) fn check_overlap(self, running: &RunningArgs) -> Result<Self> {
        if let [(_, own), others @ ..] = self.listings.as_slice() {
            let sets = others.iter().map(|(role, listing)| {
                let setting = if *role == Role::Ignored { "ignore" } else { "against" };
                NamedSet { setting, listing }
            });
            check_overlap(own, &sets.collect::<Vec<_>>(), running.quiet)?;
        }
        Ok(self)
    }

    /// Prints which fields were named in vain.
    pub(crate) fn note_fields(self, reading: &ReadingArgs, running: &RunningArgs) -> Self {
        let listings = self.listings.iter().map(|(_, listing)| listing);
        note_fields(listings, &self.options, reading, running);
        self
    }

    /// Lists what cannot be read in the file that `files` names. Standard input is then copied,
    /// since it is read twice.
    pub(crate) fn list_skipped(mut self, files: &FilesArgs) -> Result<Self> {
        let Some(path) = &files.skipped else { return Ok(self) };
        self.skipped = Some(path.clone());
        for (_, listing) in &mut self.listings {
            self.copies.add(listing)?;
            self.sources.extend(listing.sources.iter().flatten().cloned());
        }
        Ok(self)
    }

    /// Reads the dates that documents are given, if a file has them.
    pub(crate) fn read_dates(mut self, path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(self) };
        if path.as_os_str() == "-" {
            let reason = "standard input is for documents; name a file".into();
            return Err(Error::Setting { setting: "dates", reason });
        }
        check_ends(&[path.into()])?;
        self.dates = Some(Dates::read(path)?);
        Ok(self)
    }

    /// Checks that no output replaces one of the files, or one of `others`.
    pub(crate) fn guard(
        &self,
        outputs: &[Option<NamedOutput<'_>>],
        others: &[&Path],
    ) -> Result<()> {
        let listings = self.listings.iter().map(|(_, listing)| listing);
        let skipped = NamedOutput::file("skipped", self.skipped.as_ref());
        let outputs = [outputs, &[skipped]].concat();
        let dates = self.dates.iter().map(Dates::path);
        let others: Vec<&Path> = others.iter().copied().chain(dates).collect();
        OutputGuard::new(listings, &others, &self.options).check(&outputs)
    }

    /// The files of each role.
    pub(crate) fn listings(&self) -> &[(Role, Listing)] {
        &self.listings
    }

    /// Bytes of all files, if none of them is standard input or a pipe.
    pub(crate) fn size(&self) -> Option<u64> {
        let sources =
            self.listings.iter().flat_map(|(_, listing)| listing.sources.iter().flatten());
        sources.map(Source::size).sum()
    }

    /// Reads the files, in order of role and id.
    pub(crate) fn read(
        &mut self,
        running: &RunningArgs,
        progress: &Progress,
    ) -> Result<Collection> {
        if running.verbose {
            self.listings.iter().for_each(|(_, listing)| print_listing(listing));
        }
        let listings = std::mem::take(&mut self.listings);
        let is_piped = is_standard_input(listings.first().map(|(_, own)| own));
        let mut collection = read_listings(listings, &self.options, &|bytes| progress.read(bytes))?;
        if is_piped && collection.documents.iter().all(|document| document.text.is_empty()) {
            return Err(empty_standard_input());
        }
        collection.sort_by_id();
        self.give_dates(&mut collection, running)?;
        Ok(collection)
    }

    /// Gives documents their dates, and says how many have one.
    fn give_dates(&self, collection: &mut Collection, running: &RunningArgs) -> Result<()> {
        let Some(dates) = &self.dates else { return Ok(()) };
        let given = dates.give(collection)?;
        if running.verbose {
            let (documents, path) = (&collection.documents, dates.path().display());
            let known = documents.iter().filter(|document| document.date().is_some()).count();
            let all = documents.len();
            eprint(&format!(
                "leitong: {path}: dates for {given} documents; {known} of {all} have a date\n"
            ));
        }
        Ok(())
    }

    /// Says what was not read, and writes the list of it. Returns how the run ended.
    pub(crate) fn tell(&self, collection: &Collection, running: &RunningArgs) -> Result<Outcome> {
        if !running.quiet {
            print_notes(&collection.passed_over, collection.replaced());
        }
        write_list(self.skipped.as_deref(), &self.sources, &collection.skipped, &self.options)?;
        Ok(Outcome::of_skips(&collection.skipped))
    }
}

/// Finds files, none of which is a device that never ends.
pub(crate) fn find_ending(paths: &[PathBuf], options: &ReadOptions) -> Result<Listing> {
    check_ends(paths)?;
    find(paths, options)
}

/// Whether a collection is standard input alone.
pub(crate) fn is_standard_input(listing: Option<&Listing>) -> bool {
    let sources = listing.map_or(&[][..], |listing| &listing.sources);
    matches!(sources, [Ok(source)] if source.is_standard_input())
}

/// An empty standard input is no empty document, but the output of a command that failed.
pub(crate) fn empty_standard_input() -> Error {
    Error::NoDocument { paths: "-".into(), reason: "standard input is empty".into() }
}

/// Writes what could not be read to `path`, if it is given.
pub(crate) fn write_list(
    path: Option<&Path>,
    sources: &[Source],
    skips: &[SkippedInput],
    options: &ReadOptions,
) -> Result<()> {
    path.map_or(Ok(()), |path| {
        deliver(Some(path), |out| write_skipped(sources, skips, options, out))
    })
}

/// Prints what each file is taken for, and which files are not read.
pub(crate) fn print_listing(listing: &Listing) {
    for source in listing.sources.iter().flatten() {
        eprint(&format!("leitong: {}: {}\n", source.path.display(), source.description()));
    }
    for PassedOver { path, kind, .. } in &listing.passed_over {
        eprint(&format!("leitong: {}: {kind}\n", path.display()));
    }
}

/// Prints which kinds of files are not read, and how many characters were replaced.
pub(crate) fn print_notes(passed_over: &[PassedOver], replaced: usize) {
    for count in PassedOver::count(passed_over) {
        eprint(&format!("leitong: passed over: {count}\n"));
    }
    if replaced > 0 {
        eprint(&format!("leitong: {replaced} broken characters were read as U+FFFD\n"));
    }
}

/// Prints what could not be read; a table has no rows for it.
pub(crate) fn print_skipped(collection: &Collection) {
    for skip in &collection.skipped {
        eprint(&format!("leitong: not read: {skip}\n"));
    }
}
