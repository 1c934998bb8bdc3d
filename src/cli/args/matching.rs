//! Options of matching.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::{Args as Group, ValueEnum};
use leitong::document::Level;
use leitong::embedding::Model;
use leitong::error::Result;
use leitong::report::{FindingNumber, SettingsModel};
use leitong::scan::{ScanSettings, Semantic};
use leitong::sketch::Shingling;
use leitong::text::{HeadingRule, Script};

use super::flags::parsed;

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
        match text.parse() {
            _ if text == "bands" => Ok(Self::Bands),
            Ok(number) if number > 0 => Ok(Self::Finding(FindingNumber(number))),
            _ => {
                Err("not the number of a finding; to print the bands, write --explain=bands".into())
            }
        }
    }
}

/// Minimum similarity of shingles, the usual threshold of near-duplicate detection.
const SIMILARITY: f64 = 0.7;

/// Minimum similarity of weighted words: about that of a text with every fifth word replaced.
const WEIGHTED_SIMILARITY: f64 = 0.45;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Weight {
    /// All words count the same
    Equal,
    /// By rarity in the language and in the collection
    Idf,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Matching")]
pub(crate) struct MatchingArgs {
    /// Minimum Jaccard similarity of two documents, speeches or paragraphs: 0.7 by default, 0.45
    /// for weighted words
    #[arg(long, value_name = "0…1")]
    similarity: Option<f64>,
    /// Shingles by which texts are compared: `char:N` or `word:N` (words by jieba)
    #[arg(long, value_name = "UNIT:N", default_value = "char:5", value_parser = parsed::<Shingling>)]
    shingle: Shingling,
    /// Weight of words: `equal` as in shingles, or `idf` for single words by their rarity, in any
    /// order
    #[arg(long, value_enum, default_value_t = Weight::Equal, conflicts_with = "shingle")]
    weight: Weight,
    /// Minimum length of a paragraph or passage in Chinese characters; a letter or digit counts a
    /// third
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u16).range(4..))]
    min_chars: u16,
    /// Also find paragraphs, passages and speeches that say the same in other words, with at least
    /// this likeness from 0 to 1
    #[arg(long, value_name = "LIKENESS", num_args = 0..=1, require_equals = true, default_missing_value = "0.5")]
    semantic: Option<f64>,
    /// Embedding model to use instead of the built-in one: a folder in the format of `Model2Vec`
    #[arg(long, value_name = "DIR", requires = "semantic")]
    model: Option<PathBuf>,
    /// Treat traditional characters as their simplified variants
    #[arg(long)]
    fold_script: bool,
    /// Pattern of speech headings; without it, headings are inferred from each document, as
    /// `leitong outline` shows
    #[arg(long, value_name = "REGEX")]
    speech_heading: Option<String>,
    /// Slots of a MinHash signature
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u16).range(16..=1024))]
    slots: u16,
    /// Seed of the signatures
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Print the recall of the bands at each similarity before the report; or, with the number of
    /// a finding, that finding in full
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "bands")]
    pub(crate) explain: Option<Explain>,
}

impl MatchingArgs {
    /// Records the folder of the model in the settings of a report.
    pub(crate) fn name_model(&self, settings: &mut SettingsModel) {
        if let Some(folder) = &self.model {
            settings.model = Some(folder.display().to_string());
        }
    }

    fn semantic(&self) -> Result<Option<Semantic>> {
        let model = self.model.as_deref().map(Model::open).transpose()?.map(Arc::new);
        Ok(self.semantic.map(|min_score| Semantic::default().model(model).min_score(min_score)))
    }

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
            .semantic(self.semantic()?)
            .script(if self.fold_script { Script::Simplified } else { Script::AsWritten })
            .min_chars(self.min_chars.into())
            .headings(headings.unwrap_or_default())
            .slots(self.slots.into())
            .seed(self.seed))
    }
}
