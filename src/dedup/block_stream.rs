//! One pass over the collection: reading runs ahead, blocks are worked on in parallel, results come in order.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use rayon::prelude::*;

use super::record_units::UnitScratch;
use crate::corpus::{Block, ReadOptions, Source};
use crate::error::{Error, Result, Skip};

/// Bytes of a block.
const BLOCK: usize = 1 << 19;
/// Blocks that each thread works on before the results are taken.
const BLOCKS_A_THREAD: usize = 4;
/// Blocks of a batch however small they are, and however many threads there are.
const MOST_BLOCKS: usize = 1 << 12;

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Counting in how many documents each paragraph stands.
    Counting,
    /// Reading, folding and sketching.
    Reading,
    /// Sorting band keys into buckets.
    Bucketing,
    /// Comparing what shares a bucket.
    Comparing,
    /// Writing what is kept.
    Writing,
}

/// Who watches a run, and may stop it.
#[derive(Clone, Copy)]
pub struct Monitor<'w> {
    /// Hears of every number of bytes that were read, from the reading thread.
    pub bytes: &'w (dyn Fn(u64) + Sync),
    /// Hears what begins.
    pub stage: &'w (dyn Fn(Stage) + Sync),
    /// Once true, the run ends soon with [`Error::Stopped`].
    pub stop: &'w AtomicBool,
}

impl Monitor<'_> {
    pub(super) fn check(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(()) }
    }
}

/// Number of a source, and what was read of it.
type Item = (usize, std::result::Result<Block, Skip>);

/// Number of a source, and what was made of a block of it.
type Made<T> = (usize, std::result::Result<T, Skip>);

/// Where a pass begins.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Start {
    /// Number of the first source.
    pub(super) source: usize,
    /// Of that source, blocks before this offset are passed over,
    pub(super) offset: u64,
    /// and so much of what cannot be read.
    pub(super) skips: usize,
}

/// Reads `sources` from `start` on, lets `work` look at every block on any thread, and gives what it made
/// of it to `take` in order, while the next blocks are worked on.
pub(super) fn stream<T: Send>(
    sources: &[Source],
    options: &ReadOptions,
    watch: Monitor<'_>,
    start: Start,
    work: impl Fn(&mut UnitScratch, usize, Block) -> T + Sync,
    mut take: impl FnMut(usize, std::result::Result<T, Skip>) -> Result<()> + Send,
) -> Result<()> {
    let threads = rayon::current_num_threads();
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(threads * BLOCKS_A_THREAD);
        scope.spawn(move || read_ahead(sources, start, options, watch, &sender));
        let (mut made, scratches) = (Vec::new(), Scratches::default());
        loop {
            let batch = next_batch(&receiver, threads * BLOCKS_A_THREAD * BLOCK);
            watch.check()?;
            if batch.is_empty() && made.is_empty() {
                return Ok(());
            }
            let take_all = || made.into_iter().try_for_each(|(source, made)| take(source, made));
            let (taken, next) = rayon::join(take_all, || work_on(batch, &scratches, &work));
            taken?;
            made = next;
        }
    })
}

/// What is made of a batch, in order.
fn work_on<T: Send>(
    batch: Vec<Item>,
    scratches: &Scratches,
    work: &(impl Fn(&mut UnitScratch, usize, Block) -> T + Sync),
) -> Vec<Made<T>> {
    let worked = batch.into_par_iter().with_max_len(1).map(|(source, block)| {
        let made = block.map(|block| scratches.lend(|scratch| work(scratch, source, block)));
        (source, made)
    });
    worked.collect()
}

/// Buffers that no thread uses now: as many as there are threads serve for all blocks.
#[derive(Default)]
struct Scratches(Mutex<Vec<UnitScratch>>);

impl Scratches {
    fn lend<T>(&self, work: impl FnOnce(&mut UnitScratch) -> T) -> T {
        let mut scratch = self.free().pop().unwrap_or_default();
        let made = work(&mut scratch);
        self.free().push(scratch);
        made
    }

    fn free(&self) -> MutexGuard<'_, Vec<UnitScratch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads until all is read, or nobody listens any more.
fn read_ahead(sources: &[Source], start: Start, options: &ReadOptions, watch: Monitor<'_>, sender: &SyncSender<Item>) {
    for (number, source) in sources.iter().enumerate().skip(start.source) {
        let mut skips = if number == start.source { start.skips } else { 0 };
        for block in source.blocks(options, watch.bytes, BLOCK) {
            let is_known = if let Ok(block) = &block {
                number == start.source && block.offset() < start.offset
            } else {
                let left = skips;
                skips = skips.saturating_sub(1);
                skips < left
            };
            if is_known {
                continue;
            }
            if sender.send((number, block)).is_err() {
                return;
            }
        }
    }
}

fn next_batch(receiver: &Receiver<Item>, bytes: usize) -> Vec<Item> {
    let (mut batch, mut size) = (Vec::new(), 0);
    while size < bytes && batch.len() < MOST_BLOCKS {
        let Ok(item) = receiver.recv() else { break };
        size += item.1.as_ref().map_or(0, |block| block.bytes().len());
        batch.push(item);
    }
    batch
}
