//! Times the stages of a scan.

use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Instant;

use leitong::corpus::{ReadOptions, read};
use leitong::error::Result;
use leitong::scan::{Phase, Scan};

use super::rounds::{Measured, Rounds};
use super::setting::Setting;

/// The name of a whole scan.
const WHOLE: &str = "scan, whole";

/// Measures one scan, and adds its stages to those of the rounds before.
pub(super) fn measure(
    setting: &Setting,
    paths: &[PathBuf],
    options: &ReadOptions,
    rounds: &mut Rounds,
) -> Result<()> {
    let begin = Instant::now();
    let mut collection = read(paths, options)?;
    collection.sort_by_id();
    let begins = RefCell::new(vec![Stage { name: "scan: reading".into(), begin }]);
    let on_phase = |phase| {
        begins.borrow_mut().push(Stage { name: name(phase), begin: Instant::now() });
    };
    Scan::new(setting.scan())?.run(&collection, &on_phase)?;
    let end = Instant::now();
    let measured = Measured {
        bytes: collection.documents.iter().map(|document| document.text.len() as u64).sum(),
        documents: collection.documents.len() as u64,
    };
    let begins = begins.into_inner();
    let ends = begins.iter().skip(1).map(|stage| stage.begin).chain([end]);
    for (stage, end) in begins.iter().zip(ends) {
        rounds.add(&stage.name, (end - stage.begin).as_secs_f64(), measured);
    }
    rounds.add(WHOLE, (end - begin).as_secs_f64(), measured);
    Ok(())
}

struct Stage {
    name: String,
    begin: Instant,
}

/// The name of a phase.
fn name(phase: Phase) -> String {
    match phase {
        Phase::Cutting => "scan: outlines, contents".into(),
        Phase::Comparing(leitong::document::Level::Passage) => "scan: passages".into(),
        Phase::Comparing(level) => format!("scan: {level}, preparing"),
        Phase::Pairing(level) => format!("scan: {level}, candidates"),
        Phase::Verifying(level) => format!("scan: {level}, verifying"),
        Phase::Reporting => "scan: clusters, edits".into(),
        _ => "scan: other".into(),
    }
}
