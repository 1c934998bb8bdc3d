//! Options of matching.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::{ArgGroup, Args as Group, ValueEnum};
use leitong::dedup::{PASSAGE_CHARS, PASSAGE_SIMILARITY};
use leitong::document::Level;
use leitong::embedding::Model;
use leitong::error::Result;
use leitong::report::{FindingNumber, SettingsModel};
use leitong::scan::{ScanSettings, Semantic};
use leitong::sketch::Shingling;
use leitong::text::{FoldScript, HeadingRule, ScriptMix};

use super::flags::parsed;
use super::share::{COMPUTED, Likeness, likeness, share};

/// The subject of `--explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Explain {
    /// The recall of the bands.
    Bands,
    /// One finding, counted from 1.
    Finding(FindingNumber),
}

impl FromStr for Explain {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        if text == "bands" { Ok(Self::Bands) } else { finding(text).map(Self::Finding) }
    }
}

/// Parses the number of a finding.
pub(super) fn finding(text: &str) -> std::result::Result<FindingNumber, String> {
    let number = text.parse().ok().filter(|&number| number > 0);
    number.map(FindingNumber).ok_or_else(|| "not the number of a finding, counted from 1".into())
}

/// Minimum similarity of shingles, the usual threshold of near-duplicate detection.
const SIMILARITY: f64 = 0.7;

/// Minimum length of a paragraph or passage.
const MIN_CHARS: usize = 25;

/// Minimum similarity of weighted words: about that of a text with every fifth word replaced.
const WEIGHTED_SIMILARITY: f64 = 0.45;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Weight {
    /// All shingles count the same
    Equal,
    /// Single words count by their rarity in the language and in the collection, in any order
    Idf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FoldWhen {
    /// Compare texts as they are written
    Never,
    /// In every collection
    Always,
    /// In every collection, and words of Taiwan count as those of the mainland (軟體 as 软件)
    Words,
    /// In collections with texts in traditional and texts in simplified characters
    Auto,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Matching")]
pub(crate) struct MatchingArgs {
    /// Minimum Jaccard similarity of documents, speeches and paragraphs, from 0 to 1: a higher
    /// threshold finds fewer and closer pairs [default: 0.7; 0.45 with --weight idf; 0.9 with dedup
    /// --level passage]
    #[arg(
        long,
        short = 't',
        visible_alias = "threshold",
        value_name = "0…1",
        value_parser = share,
        allow_negative_numbers = true
    )]
    similarity: Option<f64>,
    /// Minimum length of a paragraph or passage in Chinese characters, of which a letter or digit
    /// counts a third: a smaller minimum finds shorter passages [default: 25; 50 with dedup --level
    /// passage]
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(4..),
        allow_negative_numbers = true
    )]
    min_chars: Option<u16>,
    /// Unit and length of the shingles by which texts are compared: `width:N` for characters as
    /// wide as N ideographs (five are 13 letters), `char:N` for N characters of any script,
    /// `word:N` for N words (Chinese words by jieba)
    #[arg(
        long,
        value_name = "UNIT:N",
        default_value = "width:5",
        value_parser = parsed::<Shingling>,
        hide_short_help = true
    )]
    shingle: Shingling,
    /// Weight of what texts share
    #[arg(
        long,
        value_enum,
        default_value_t = Weight::Equal,
        conflicts_with = "shingle",
        hide_short_help = true
    )]
    weight: Weight,
    /// When to treat traditional characters as their simplified forms [if no value is given:
    /// always]
    #[arg(
        long,
        value_enum,
        value_name = "WHEN",
        num_args = 0..=1,
        require_equals = true,
        default_value_t = FoldWhen::Auto,
        default_missing_value = "always",
        hide_short_help = true
    )]
    fold_script: FoldWhen,
    /// Regular expression: the lines that match it, and no others, begin a speech. Without it,
    /// headings are inferred from each document (`leitong outline` shows them)
    #[arg(long, value_name = "REGEX", hide_short_help = true)]
    speech_heading: Option<String>,
    /// Number of permutations of a MinHash signature, from 16 to 1024: more cost time and memory,
    /// and leave fewer candidates to verify
    #[arg(
        long,
        visible_aliases = ["num-perm", "permutations"],
        value_name = "N",
        default_value_t = 128,
        value_parser = clap::value_parser!(u16).range(16..=1024),
        hide_short_help = true
    )]
    slots: u16,
    /// Random seed of the signatures
    #[arg(long, value_name = "N", default_value_t = 0, hide_short_help = true)]
    seed: u64,
}

/// Options that compare texts by their meaning, for which there must be a model.
const BY_MEANING: &str = "by_meaning";

#[derive(Debug, Group)]
#[command(next_help_heading = "Matching", group = ArgGroup::new(BY_MEANING).multiple(true))]
pub(crate) struct ParaphraseArgs {
    /// Also find paraphrases: paragraphs, passages and speeches that say the same in other words,
    /// with at least this likeness, from 0 to 1 [default if no value is given: what one pair of
    /// unrelated texts is expected to reach by chance, which rises with the number of texts]
    #[arg(
        long,
        value_name = "0…1",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = COMPUTED,
        value_parser = likeness,
        group = BY_MEANING
    )]
    semantic: Option<Likeness>,
    /// Also find translations: paragraphs that say the same in another language, with at least this
    /// likeness, from 0 to 1 [default if no value is given: as above]. The built-in model has Chinese and
    /// English; languages are told apart by their scripts
    #[arg(
        long,
        value_name = "0…1",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = COMPUTED,
        value_parser = likeness,
        group = BY_MEANING
    )]
    translated: Option<Likeness>,
    /// Directory of an embedding model in the format of `Model2Vec`, used instead of the built-in model
    #[arg(long, value_name = "DIR", requires = BY_MEANING, hide_short_help = true)]
    model: Option<PathBuf>,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Output")]
pub(crate) struct ExplainArgs {
    /// Show the finding with this number in full, instead of the report
    // Without a value, `--explain` was the name of `--recall-curve`.
    #[arg(
        long,
        value_name = "NUMBER",
        num_args = 0..=1,
        default_missing_value = "bands",
        hide_short_help = true
    )]
    explain: Option<Explain>,
    /// Print the predicted recall of candidates at each similarity before the report
    #[arg(long, conflicts_with = "explain", hide_short_help = true)]
    recall_curve: bool,
}

impl ExplainArgs {
    /// What is to be explained.
    pub(crate) fn subject(&self) -> Option<Explain> {
        if self.recall_curve { Some(Explain::Bands) } else { self.explain }
    }
}

impl ParaphraseArgs {
    /// Records the directory of the model in the settings of a report.
    pub(crate) fn name_model(&self, settings: &mut SettingsModel) {
        if let Some(folder) = &self.model {
            settings.model = Some(folder.display().to_string());
        }
    }

    /// `settings` with those of paraphrases.
    pub(crate) fn settings(&self, settings: ScanSettings) -> Result<ScanSettings> {
        let model = self.model.as_deref().map(Model::open).transpose()?.map(Arc::new);
        let [semantic, translated] = [&self.semantic, &self.translated].map(|likeness| {
            let by_meaning = || Semantic::default().model(model.clone());
            likeness.as_ref().map(|likeness| by_meaning().min_score(likeness.0))
        });
        Ok(settings.semantic(semantic).translated(translated))
    }
}

impl MatchingArgs {
    /// When traditional characters are folded.
    pub(crate) fn fold(&self) -> FoldScript {
        match self.fold_script {
            FoldWhen::Never => FoldScript::Never,
            FoldWhen::Always => FoldScript::Always,
            FoldWhen::Words => FoldScript::Words,
            FoldWhen::Auto => FoldScript::Auto,
        }
    }

    /// The settings by which duplicates of a level are removed.
    pub(crate) fn removing(&self, level: Level) -> Result<ScanSettings> {
        let settings = self.settings(&[level])?;
        if level != Level::Passage {
            return Ok(settings);
        }
        Ok(settings
            .similarity(self.similarity.unwrap_or(PASSAGE_SIMILARITY))
            .min_chars(self.min_chars.map_or(PASSAGE_CHARS, usize::from)))
    }

    /// The settings of a comparison at these levels. Whether the texts decide that traditional
    /// characters are folded is not known before they are read.
    pub(crate) fn settings(&self, levels: &[Level]) -> Result<ScanSettings> {
        let headings = self.speech_heading.as_deref().map(HeadingRule::from_pattern).transpose()?;
        let (shingling, similarity) = match self.weight {
            Weight::Idf => (Shingling::Weighted, WEIGHTED_SIMILARITY),
            Weight::Equal => (self.shingle, SIMILARITY),
        };
        Ok(ScanSettings::default()
            .similarity(self.similarity.unwrap_or(similarity))
            .levels(Level::ALL.into_iter().filter(|level| levels.contains(level)))
            .shingling(shingling)
            .script(self.fold().script(ScriptMix::default))
            .min_chars(self.min_chars.map_or(MIN_CHARS, usize::from))
            .headings(headings.unwrap_or_default())
            .slots(self.slots.into())
            .seed(self.seed))
    }
}
