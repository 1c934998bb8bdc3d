//! Finds similar texts stage by stage: band keys, buckets, candidates, and their true overlap.

use leitong::detector::Scratch;
use leitong::document::UnitId;
use leitong::index::{BandEntry, Buckets, Limits};
use leitong::similarity::ShingleSet;
use leitong::{Detector, Result};

const TEXTS: [&str; 3] = [
    "同志们：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。",
    "各位代表：大会选举我担任县长，是各位代表对我的信任。",
    "同志们!今天我们召开社区建设工作会议,总结今年以来社区建设取得的显著成绩!",
];

fn main() -> Result<()> {
    let detector = Detector::builder().similarity(0.7).build()?;
    let mut scratch = Scratch::default();
    let mut entries = Vec::new();
    let mut sets: Vec<ShingleSet> = Vec::new();
    for (unit, text) in (0..).map(UnitId).zip(TEXTS) {
        let mut prepared = detector.prepare(text, &mut scratch);
        entries.extend(prepared.band_keys().map(|key| BandEntry { key, unit }));
        sets.push(prepared.to_set());
    }
    let candidates = Buckets::new(entries).candidates(Limits::default());
    for (a, b) in candidates.pairs {
        if let Some(overlap) = detector.verify(&sets[a as usize], &sets[b as usize]) {
            println!("{a} and {b}: {:.2}", overlap.jaccard());
        }
    }
    Ok(())
}
