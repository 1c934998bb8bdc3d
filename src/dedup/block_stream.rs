//! One pass over all blocks of a collection: a thread reads ahead, blocks are processed in
//! parallel, and results come in the order of the blocks.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use rayon::prelude::*;

use super::record_units::UnitScratch;
use crate::corpus::{Block, ReadOptions, Source};
use crate::document::SourceId;
use crate::error::{Error, Result, SkippedInput};

/// Bytes of a block: large enough that handing it over costs nothing beside its records, small
/// enough that the blocks in flight take 4 MiB a thread.
pub(super) const BLOCK_BYTES: usize = 1 << 19;
/// Blocks in flight for each thread: a long block then delays the others less.
const BLOCKS_PER_THREAD: usize = 4;
/// Blocks of a batch, at most: the blocks of a folder of short texts are short, and each holds a
/// result.
const MAX_BATCH_BLOCKS: usize = 1 << 12;

/// The phase of a run that begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// Counting how many records hold each line.
    Counting,
    /// Reading records, and making their content hashes and band keys.
    Reading,
    /// Sorting band keys into buckets.
    Bucketing,
    /// Comparing texts that share a bucket.
    Comparing,
    /// Writing what is kept.
    Writing,
}

/// Callbacks that follow the progress of a run, and a flag that stops it.
#[derive(Clone, Copy)]
pub struct Monitor<'m> {
    /// Called from the reading thread with each number of bytes read.
    pub bytes: &'m (dyn Fn(u64) + Sync),
    /// Called when a phase begins.
    pub phase: &'m (dyn Fn(Phase) + Sync),
    /// Once true, the run ends soon with [`Error::Stopped`].
    pub stop: &'m AtomicBool,
}

impl Monitor<'_> {
    /// Returns an error if the run is to stop.
    pub(super) fn check(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(()) }
    }
}

/// The point of a collection at which a pass begins: behind what the journal holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ResumePoint {
    /// The first source.
    pub(super) source: SourceId,
    /// Byte offset in that source before which blocks are left out.
    pub(super) offset: u64,
    /// Skips of that source that have been reported already.
    pub(super) skips: usize,
}

/// A block of a source, or what was skipped there, and then the result for it.
struct Item<T> {
    source: SourceId,
    result: std::result::Result<T, SkippedInput>,
}

/// One pass over the blocks of some sources.
pub(super) struct BlockStream<'s> {
    sources: &'s [Source],
    options: &'s ReadOptions,
    monitor: Monitor<'s>,
    start: ResumePoint,
}

impl<'s> BlockStream<'s> {
    /// A pass over all blocks.
    pub(super) fn new(
        sources: &'s [Source],
        options: &'s ReadOptions,
        monitor: Monitor<'s>,
    ) -> Self {
        Self { sources, options, monitor, start: ResumePoint::default() }
    }

    /// The pass from `start` on.
    pub(super) fn starting_at(self, start: ResumePoint) -> Self {
        Self { start, ..self }
    }

    /// Calls `work` with every block on any thread, and `take` with the results in the order of the
    /// blocks, while the next blocks are processed.
    pub(super) fn run<T: Send>(
        &self,
        work: impl Fn(&mut UnitScratch, SourceId, Block) -> T + Sync,
        mut take: impl FnMut(SourceId, std::result::Result<T, SkippedInput>) -> Result<()> + Send,
    ) -> Result<()> {
        let threads = rayon::current_num_threads();
        thread::scope(|scope| {
            let (sender, receiver) = sync_channel(threads * BLOCKS_PER_THREAD);
            scope.spawn(move || self.read_ahead(&sender));
            let (mut results, pool) = (Vec::new(), ScratchPool::default());
            loop {
                let batch = next_batch(&receiver, threads * BLOCKS_PER_THREAD * BLOCK_BYTES);
                self.monitor.check()?;
                // The results of the last batch are taken in the round that receives no more.
                if batch.is_empty() && results.is_empty() {
                    return Ok(());
                }
                let take_all = || {
                    results.into_iter().try_for_each(|item: Item<T>| take(item.source, item.result))
                };
                let (taken, next) = rayon::join(take_all, || pool.process(batch, &work));
                taken?;
                results = next;
            }
        })
    }

    /// Reads until all is read, or the receiver is gone.
    fn read_ahead(&self, sender: &SyncSender<Item<Block>>) {
        for (source, at) in self.sources.iter().zip(0..).skip(self.start.source.index()) {
            let is_first = at == self.start.source.0;
            let mut skips = if is_first { self.start.skips } else { 0 };
            for result in source.blocks(self.options, self.monitor.bytes, BLOCK_BYTES) {
                let is_done = match &result {
                    Ok(block) => is_first && block.offset() < self.start.offset,
                    Err(_) => skips > 0,
                };
                skips -= usize::from(result.is_err() && is_done);
                if !is_done && sender.send(Item { source: SourceId(at), result }).is_err() {
                    return;
                }
            }
        }
    }
}

/// Blocks of about so many bytes together; fewer at the end.
fn next_batch(receiver: &Receiver<Item<Block>>, bytes: usize) -> Vec<Item<Block>> {
    let (mut batch, mut size) = (Vec::new(), 0);
    while size < bytes && batch.len() < MAX_BATCH_BLOCKS {
        let Ok(item) = receiver.recv() else { break };
        size += item.result.as_ref().map_or(0, |block| block.bytes().len());
        batch.push(item);
    }
    batch
}

/// Buffers that no thread uses at the moment; as many as there are threads serve for all blocks.
#[derive(Default)]
struct ScratchPool(Mutex<Vec<UnitScratch>>);

impl ScratchPool {
    /// The results of a batch, in its order.
    fn process<T: Send>(
        &self,
        batch: Vec<Item<Block>>,
        work: &(impl Fn(&mut UnitScratch, SourceId, Block) -> T + Sync),
    ) -> Vec<Item<T>> {
        // One block a task: a block takes long enough, and records of a block differ in length.
        let items = batch.into_par_iter().with_max_len(1).map(|Item { source, result }| {
            let result =
                result.map(|block| self.with_scratch(|scratch| work(scratch, source, block)));
            Item { source, result }
        });
        items.collect()
    }

    fn with_scratch<T>(&self, work: impl FnOnce(&mut UnitScratch) -> T) -> T {
        let mut scratch = self.free().pop().unwrap_or_default();
        let result = work(&mut scratch);
        self.free().push(scratch);
        result
    }

    fn free(&self) -> MutexGuard<'_, Vec<UnitScratch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::PathBuf;

    use crate::corpus::find;

    /// Two sources of `lines` lines each; four lines are about a block.
    fn sources(folder: &tempfile::TempDir, lines: usize) -> Vec<Source> {
        let path = |name: &str| folder.path().join(name);
        let line = "x".repeat(BLOCK_BYTES / 4);
        let paths: Vec<PathBuf> = ["a.jsonl", "b.jsonl"].map(path).into();
        for path in &paths {
            let text: Vec<String> = (0..lines).map(|at| format!("{at} {line}\n")).collect();
            fs::write(path, text.concat()).expect("there is room");
        }
        let listing = find(&paths, &ReadOptions::default()).expect("they are there");
        listing.sources.into_iter().map(|source| source.expect("it is read")).collect()
    }

    /// Sources and offsets of the blocks that a pass hands over, in order.
    fn pass(sources: &[Source], start: ResumePoint) -> Result<Vec<(u32, u64)>> {
        let stop = AtomicBool::new(false);
        let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &stop };
        let options = ReadOptions::default();
        let mut seen = Vec::new();
        BlockStream::new(sources, &options, monitor).starting_at(start).run(
            |_, source, block| (source.0, block.offset()),
            |_, result| {
                seen.extend(result.ok());
                Ok(())
            },
        )?;
        Ok(seen)
    }

    #[test]
    fn blocks_come_in_order_and_a_pass_resumes_behind_an_offset() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let sources = sources(&folder, 9);
        let all = pass(&sources, ResumePoint::default()).expect("the files can be read");
        assert!(all.is_sorted() && all.len() >= 6, "{all:?}");
        for (at, &(source, offset)) in all.iter().enumerate() {
            let start = ResumePoint { source: SourceId(source), offset, skips: 0 };
            assert_eq!(pass(&sources, start).expect("the files can be read"), all[at..]);
        }
    }

    #[test]
    fn a_skip_that_was_reported_is_not_reported_again() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let sources = sources(&folder, 1);
        fs::remove_file(&sources[0].path).expect("it is there");
        let skipped = |skips| {
            let stop = AtomicBool::new(false);
            let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &stop };
            let options = ReadOptions::default();
            let start = ResumePoint { skips, ..ResumePoint::default() };
            let stream = BlockStream::new(&sources, &options, monitor).starting_at(start);
            let mut skipped = 0;
            let taken = stream.run(
                |_, _, _| (),
                |_, result| {
                    skipped += usize::from(result.is_err());
                    Ok(())
                },
            );
            taken.map(|()| skipped).expect("skips are no errors")
        };
        assert_eq!([0, 1].map(skipped), [1, 0]);
    }

    #[test]
    fn an_error_of_the_receiver_ends_the_pass() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let sources = sources(&folder, 60);
        let stop = AtomicBool::new(false);
        let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &stop };
        let options = ReadOptions::default();
        let stream = BlockStream::new(&sources, &options, monitor);
        let result = stream.run(|_, _, _| (), |_, _| Err(Error::Stopped));
        assert!(matches!(result, Err(Error::Stopped)));
        stop.store(true, Ordering::Relaxed);
        assert!(matches!(stream.run(|_, _, _| (), |_, _| Ok(())), Err(Error::Stopped)));
    }
}
