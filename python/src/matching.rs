//! Settings by which texts are compared, which `dedup` and `scan` have in common.

use std::str::FromStr;

use leitong::sketch::Shingling;
use leitong::text::{FoldScript, HeadingRule};
use leitong::{Error, Result, ScanSettings};
use pyo3::prelude::*;

/// Least similarity of weighted words, as on the command line: about that of a text with every
/// fifth word replaced.
const WEIGHTED_SIMILARITY: f64 = 0.45;

/// Settings by which texts are compared, as they are given.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Matching {
    pub(crate) similarity: Option<f64>,
    pub(crate) min_chars: Option<usize>,
    shingle: Option<String>,
    weight: String,
    fold_script: String,
    speech_heading: Option<String>,
}

impl Matching {
    /// The settings, with the defaults of the command line, except the script, for which the texts
    /// are needed.
    pub(crate) fn settings(&self) -> Result<ScanSettings> {
        // What is wrong is told before anything is read.
        self.fold()?;
        let mut settings = ScanSettings::default();
        match (&*self.weight, &self.shingle) {
            ("idf", None) => {
                let weighted = settings.shingling(Shingling::Weighted);
                settings = weighted.similarity(WEIGHTED_SIMILARITY);
            }
            ("idf", Some(_)) => return Err(wrong("shingle", "weighted words have no shingles")),
            ("equal", None) => (),
            ("equal", Some(name)) => settings = settings.shingling(named("shingle", name)?),
            _ => return Err(wrong("weight", &format!("{:?} is not equal or idf", self.weight))),
        }
        if let Some(similarity) = self.similarity {
            settings = settings.similarity(similarity);
        }
        if let Some(min_chars) = self.min_chars {
            settings = settings.min_chars(min_chars);
        }
        if let Some(pattern) = &self.speech_heading {
            let headings = HeadingRule::from_pattern(pattern);
            settings = settings.headings(headings.map_err(|error| as_of("speech_heading", error))?);
        }
        Ok(settings)
    }

    /// When traditional characters are folded.
    pub(crate) fn fold(&self) -> Result<FoldScript> {
        match &*self.fold_script {
            "never" => Ok(FoldScript::Never),
            "always" => Ok(FoldScript::Always),
            "words" => Ok(FoldScript::Words),
            "auto" => Ok(FoldScript::Auto),
            name => {
                Err(wrong("fold_script", &format!("{name:?} is not never, always, words or auto")))
            }
        }
    }
}

/// A setting that is given by its name.
pub(crate) fn named<T: FromStr<Err = Error>>(setting: &'static str, name: &str) -> Result<T> {
    name.parse().map_err(|error| as_of(setting, error))
}

/// The error of a setting that has another name in the package.
fn as_of(setting: &'static str, error: Error) -> Error {
    match error {
        Error::Setting { reason, .. } => Error::Setting { setting, reason },
        other => other,
    }
}

/// The error of a wrong setting.
pub(crate) fn wrong(setting: &'static str, reason: &str) -> Error {
    Error::Setting { setting, reason: reason.into() }
}
