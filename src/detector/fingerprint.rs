//! The fingerprint of a detector: a line of text that names everything its hashes depend on.

use std::sync::LazyLock;

use xxhash_rust::xxh3::Xxh3;

use super::parameters::Parameters;
use crate::text::{Script, fold_chars};

/// Version of the dictionary that words are cut by; pinned in `Cargo.toml` as that of jieba.
const JIEBA: &str = "0.11.0";

/// Checksum of the folding table: what every character becomes, in both scripts.
static FOLDING: LazyLock<u64> = LazyLock::new(|| {
    let mut hasher = Xxh3::new();
    let (mut text, mut chars) = (String::new(), Vec::new());
    for script in [Script::AsWritten, Script::Simplified] {
        for char in '\0'..=char::MAX {
            text.clear();
            text.push(char);
            chars.clear();
            fold_chars(&text, script, &mut chars);
            hasher.update(&(chars.len() as u32).to_le_bytes());
            for &char in &chars {
                hasher.update(&u32::from(char).to_le_bytes());
            }
        }
    }
    hasher.digest()
});

/// The fingerprint of checked settings.
pub(super) fn fingerprint(parameters: &Parameters) -> String {
    let Parameters { similarity, shingling, script, sketcher, seed, recall, bands: _, weights } =
        parameters;
    let version = env!("CARGO_PKG_VERSION");
    // The bands follow from the similarity, the slots and the recall, and are not named.
    let words = weights.as_ref().map_or(0, |weights| weights.checksum());
    let script = match script {
        Script::AsWritten => "as-written",
        Script::Simplified => "simplified",
        Script::Regional => "regional",
    };
    format!(
        "leitong {version}, folding {:016x}, jieba {JIEBA}, shingle {shingling}, script {script}, slots {}, seed {seed}, \
         recall {recall}, similarity {similarity}, words {words:016x}",
        *FOLDING,
        sketcher.slots(),
    )
}

#[cfg(test)]
mod tests {
    use crate::detector::Detector;
    use crate::sketch::Shingling;

    fn fingerprint(
        build: impl Fn(crate::detector::DetectorBuilder) -> crate::detector::DetectorBuilder,
    ) -> String {
        build(Detector::builder()).build().expect("the settings are valid").fingerprint()
    }

    #[test]
    fn every_setting_is_in_the_fingerprint() {
        let same = fingerprint(|builder| builder);
        assert_eq!(same, fingerprint(|builder| builder.seed(0)));
        for other in [
            fingerprint(|builder| builder.seed(1)),
            fingerprint(|builder| builder.slots(256)),
            fingerprint(|builder| builder.similarity(0.8)),
            fingerprint(|builder| builder.recall(0.9)),
            fingerprint(|builder| builder.shingling(Shingling::Words(3))),
            fingerprint(|builder| builder.script(crate::text::Script::Simplified)),
            fingerprint(|builder| builder.script(crate::text::Script::Regional)),
        ] {
            assert_ne!(same, other);
        }
    }
}
