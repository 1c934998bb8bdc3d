//! The settings of a run as reports spell them.

use serde::{Deserialize, Serialize};

use crate::document::{Level, rounded_share};
use crate::error::Result;
use crate::scan::{Forms, Quotes, ScanSettings, Semantic, WithinDocument};
use crate::sketch::Shingling;
use crate::text::Script;

/// What summaries say where traditional characters were folded.
const FOLDED: &str = "traditional characters were compared as simplified ones (--fold-script)";

/// What summaries say where words of Taiwan were folded too.
const FOLDED_WORDS: &str = "traditional characters and words of Taiwan were compared as those of the mainland (--fold-script=words)";

/// What summaries say of the folding of characters and words.
pub(crate) fn folding_note(folds_script: bool, folds_words: bool) -> Option<&'static str> {
    match (folds_script, folds_words) {
        (_, true) => Some(FOLDED_WORDS),
        (true, false) => Some(FOLDED),
        (false, false) => None,
    }
}

/// The settings of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(expecting = "the settings of a run")]
#[non_exhaustive]
pub struct SettingsModel {
    /// Minimum Jaccard similarity of documents, speeches and paragraphs.
    pub similarity: f64,
    /// Levels that were compared.
    pub levels: Vec<Level>,
    /// `width:N`, `char:N` or `word:N`.
    pub shingle: String,
    /// `idf` if words are weighted by their rarity; absent if all count the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Minimum score of paraphrases; absent if none were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<Likeness>,
    /// Minimum score of translations; absent if none were searched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translated: Option<Likeness>,
    /// The embedding model with which paraphrases and translations were searched: `built-in`, or a name
    /// that the caller gives to one of its own; absent if none were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Minimum length of paragraphs and passages, in ideographs.
    pub min_chars: usize,
    /// Text that occurs in more documents than this is boilerplate; `null` if there is no limit.
    pub common: Option<usize>,
    /// Whether every shared run was compared, however frequent.
    pub exhaustive: bool,
    /// Whether places of one document were compared with each other.
    pub within_document: WithinDocument,
    /// Whether quotations were marked or left out.
    #[serde(default)]
    pub quotes: Quotes,
    /// Whether forms were shown as all others, marked or left out.
    #[serde(default)]
    pub forms: Forms,
    /// Whether traditional characters count as their simplified variants.
    pub fold_script: bool,
    /// Whether words of Taiwan count as those of the mainland; absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub regional_words: bool,
    /// Slots of a signature.
    pub slots: usize,
    /// Bands of a signature.
    pub bands: usize,
    /// Slots of a signature in a band.
    pub rows: usize,
    /// Predicted recall of pairs at exactly `similarity`.
    pub predicted_recall: f64,
    /// Random seed of the signatures.
    pub seed: u64,
}

/// The minimum score of paraphrases or translations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Likeness {
    /// This score.
    Fixed(f64),
    /// The score follows from the number of texts.
    Named(LikenessName),
}

/// How a minimum score that is no number is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LikenessName {
    /// The score that one pair of texts which have nothing to do with each other is expected to reach.
    Computed,
}

impl Likeness {
    const COMPUTED: Self = Self::Named(LikenessName::Computed);

    /// The minimum score of a search.
    fn of(search: &Semantic) -> Self {
        search.min_score.map_or(Self::COMPUTED, Self::Fixed)
    }
}

impl SettingsModel {
    /// The settings of a run on so many documents, as reports spell them.
    ///
    /// # Errors
    /// If no bands suit the similarity; [`Scan::new`](crate::scan::Scan::new) refuses such
    /// settings too.
    pub fn new(settings: &ScanSettings, documents: usize) -> Result<Self> {
        let bands = settings.bands()?;
        let is_weighted = settings.shingling == Shingling::Weighted;
        let shingling = if is_weighted { Shingling::Words(1) } else { settings.shingling };
        let (semantic, translated) = (settings.semantic.as_ref(), settings.translated.as_ref());
        Ok(Self {
            similarity: settings.similarity,
            levels: settings.levels.clone(),
            shingle: shingling.to_string(),
            weight: is_weighted.then(|| "idf".to_owned()),
            likeness: semantic.map(Likeness::of),
            translated: translated.map(Likeness::of),
            model: semantic.or(translated).map(|search| model_name(search).to_owned()),
            min_chars: settings.min_chars,
            common: Some(settings.seeds.common.of(documents))
                .filter(|&common| common != usize::MAX),
            exhaustive: settings.seeds.occurrences == usize::MAX,
            within_document: settings.within,
            quotes: settings.quotes,
            forms: settings.forms,
            fold_script: settings.script != Script::AsWritten,
            regional_words: settings.script == Script::Regional,
            slots: settings.slots,
            bands: bands.bands,
            rows: bands.rows,
            predicted_recall: rounded_share(bands.recall_at(settings.similarity)),
            seed: settings.seed,
        })
    }
}

impl SettingsModel {
    /// What summaries say of the folding of characters and words.
    pub(crate) fn folding_note(&self) -> Option<&'static str> {
        folding_note(self.fold_script, self.regional_words)
    }
}

fn model_name(semantic: &Semantic) -> &'static str {
    if semantic.model.is_none() { "built-in" } else { "custom" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shingle_is_one_that_can_be_asked_for() {
        for shingling in
            [Shingling::Width(5), Shingling::Chars(5), Shingling::Words(3), Shingling::Weighted]
        {
            let settings = ScanSettings::default().shingling(shingling);
            let model = SettingsModel::new(&settings, 5).expect("the settings are valid");
            let parsed: Shingling = model.shingle.parse().expect("the name can be parsed");
            let is_weighted = shingling == Shingling::Weighted;
            assert_eq!(model.weight.as_deref(), is_weighted.then_some("idf"));
            assert!(parsed == shingling || is_weighted && parsed == Shingling::Words(1));
        }
    }

    #[test]
    fn paraphrase_settings_are_there_only_if_paraphrases_are_searched() {
        let json = |settings: &ScanSettings| {
            let model = SettingsModel::new(settings, 5).expect("the settings are valid");
            serde_json::to_value(model).expect("it can be serialized")
        };
        let plain = json(&ScanSettings::default());
        let names = ["weight", "likeness", "translated", "model"];
        assert!(names.iter().all(|name| plain.get(name).is_none()));
        let semantic = json(&ScanSettings::default().semantic(Semantic::default()));
        assert_eq!(
            (&semantic["likeness"], &semantic["model"]),
            (&"computed".into(), &"built-in".into())
        );
        let fixed = json(&ScanSettings::default().semantic(Semantic::default().min_score(0.6)));
        assert_eq!(fixed["likeness"], 0.6);
        let translated =
            json(&ScanSettings::default().translated(Semantic::default().min_score(0.5)));
        assert!(translated.get("likeness").is_none());
        assert_eq!(
            (&translated["translated"], &translated["model"]),
            (&0.5.into(), &"built-in".into())
        );
    }

    #[test]
    fn invalid_settings_are_an_error() {
        assert!(SettingsModel::new(&ScanSettings::default().similarity(0.0), 5).is_err());
    }
}
