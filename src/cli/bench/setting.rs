//! The settings that are measured.

use std::fmt;

use leitong::dedup::{DedupSettings, Others};
use leitong::document::Level;
use leitong::scan::ScanSettings;
use leitong::sketch::Shingling;
use leitong::text::Script;
use serde::{Deserialize, Serialize};

use super::super::args::BenchArgs;

/// One combination of settings.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    name: SettingName,
    shingling: Shingling,
    script: Script,
    /// Levels of a scan.
    levels: Vec<Level>,
}

/// The values of a combination of settings, as figures name them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SettingName {
    pub(crate) level: Level,
    /// `width:N`, `char:N` or `word:N`.
    pub(crate) shingle: String,
    pub(crate) similarity: f64,
}

impl fmt::Display for SettingName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { level, shingle, similarity } = self;
        write!(f, "{level}, {shingle}, similarity {similarity}")
    }
}

impl Setting {
    /// All combinations of the values that were asked for, in their order.
    pub(super) fn all(args: &BenchArgs) -> Vec<Self> {
        let levels = or_default(&args.level, Level::Document);
        let shingles = or_default(&args.shingle, Shingling::default());
        let similarities = or_default(&args.similarity, ScanSettings::default().get_similarity());
        let mut all = Vec::new();
        for level in levels {
            for &shingling in &shingles {
                all.extend(similarities.iter().map(|&similarity| Self {
                    name: SettingName { level, shingle: shingling.to_string(), similarity },
                    shingling,
                    script: Script::AsWritten,
                    levels: scan_levels(&args.level, level),
                }));
            }
        }
        all
    }

    /// Compares traditional characters as simplified ones.
    pub(super) fn fold_script(&mut self) {
        self.script = Script::Simplified;
    }

    pub(super) fn name(&self) -> &SettingName {
        &self.name
    }

    /// Whether whole documents are compared.
    pub(super) fn is_of_documents(&self) -> bool {
        self.name.level == Level::Document
    }

    /// The settings of a scan.
    pub(super) fn scan(&self) -> ScanSettings {
        let settings = ScanSettings::default().levels(self.levels.clone());
        settings.similarity(self.name.similarity).shingling(self.shingling).script(self.script)
    }

    /// The settings of a deduplication.
    pub(super) fn dedup(&self) -> DedupSettings {
        let settings = DedupSettings::default().matching(self.scan()).level(self.name.level);
        settings.others(Others::Skip)
    }
}

/// The values that were asked for, or the default one.
fn or_default<T: Copy>(asked: &[T], default: T) -> Vec<T> {
    if asked.is_empty() { vec![default] } else { asked.to_vec() }
}

/// The levels of a scan: all of them, or with a sweep of levels this one and passages.
fn scan_levels(asked: &[Level], level: Level) -> Vec<Level> {
    if asked.is_empty() { Level::ALL.to_vec() } else { vec![level, Level::Passage] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_compares_all_levels_or_those_of_the_setting() {
        assert_eq!(scan_levels(&[], Level::Document), Level::ALL);
        let asked = [Level::Speech, Level::Paragraph];
        assert_eq!(scan_levels(&asked, Level::Speech), [Level::Speech, Level::Passage]);
        assert_eq!(or_default(&[], 7), [7]);
        assert_eq!(or_default(&[3, 4], 7), [3, 4]);
    }
}
