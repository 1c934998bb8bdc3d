//! What two translations say differently as far as no language matters: numbers, units and Latin words.

use crate::similarity::Contradiction;
use crate::sketch::{Vocabulary, WordId};
use crate::text::WordScript;

/// Fewest letters with which a Latin word must begin as one of the other text does, to be a form of it.
const STEM: usize = 3;

/// The words that no translation changes.
#[derive(Default)]
struct Fixed {
    numbers: Vec<String>,
    /// Latin words behind a number.
    units: Vec<String>,
    /// Latin words in a text of another script.
    names: Vec<String>,
    /// All Latin words.
    latin: Vec<String>,
}

/// The classes of fixed words in which two texts of two languages differ: each has a number that the other
/// one lacks, or a Latin word of a text in another script is not in the other text. A number in only one of
/// them may be a word in the other one.
pub(super) fn differences(
    vocabulary: &Vocabulary,
    a: &[WordId],
    b: &[WordId],
) -> Vec<Contradiction> {
    let [a, b] = [a, b].map(|words| Fixed::of(vocabulary, words));
    let mut found = Vec::new();
    if lacks(&a.numbers, &b.numbers) && lacks(&b.numbers, &a.numbers) {
        found.push(Contradiction::Numbers);
    }
    if lacks(&a.units, &b.latin) || lacks(&b.units, &a.latin) {
        found.push(Contradiction::Units);
    }
    if lacks(&a.names, &b.latin) || lacks(&b.names, &a.latin) {
        found.push(Contradiction::Names);
    }
    found
}

impl Fixed {
    fn of(vocabulary: &Vocabulary, words: &[WordId]) -> Self {
        let scripts =
            words.iter().map(|&word| WordScript::of(vocabulary.word(word).iter().copied()));
        let is_latin = WordScript::of_most(scripts.clone()) == Some(WordScript::Latin);
        let mut fixed = Self::default();
        let mut after_number = false;
        for (&word, script) in words.iter().zip(scripts) {
            let written: String = vocabulary.word(word).iter().collect();
            let is_number = script.is_none() && written.bytes().any(|byte| byte.is_ascii_digit());
            if is_number {
                fixed.numbers.push(written);
            } else if script == Some(WordScript::Latin) {
                if !is_latin {
                    let class = if after_number { &mut fixed.units } else { &mut fixed.names };
                    class.push(written.clone());
                }
                fixed.latin.push(written);
            }
            after_number = is_number;
        }
        fixed
    }
}

/// Whether a text lacks a word that another one has.
fn lacks(words: &[String], other: &[String]) -> bool {
    words.iter().any(|word| !other.iter().any(|known| are_one(word, known)))
}

/// Whether two words are equal, or forms of one word.
fn are_one(word: &str, other: &str) -> bool {
    let is_number = word.starts_with(|first: char| first.is_ascii_digit());
    word == other || (!is_number && (is_stem(word, other) || is_stem(other, word)))
}

fn is_stem(stem: &str, form: &str) -> bool {
    stem.len() >= STEM && form.starts_with(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Content;

    fn found(a: &str, b: &str) -> Vec<Contradiction> {
        let mut vocabulary = Vocabulary::default();
        let words = [a, b].map(|text| {
            let content = Content::whole(text);
            let mut words = Vec::new();
            vocabulary.add(text, &content, 0..content.len(), &mut words);
            words
        });
        differences(&vocabulary, &words[0], &words[1])
    }

    #[test]
    fn numbers_units_and_latin_words_are_compared() {
        use Contradiction::{Names, Numbers, Units};
        let cases: [(&str, &str, &[Contradiction]); 9] = [
            ("村里有 12 名学生", "the village has 12 pupils", &[]),
            ("村里有 12 名学生", "the village has 13 pupils", &[Numbers]),
            ("利率提高 0.5 个百分点", "rates rise by 0.25 points", &[Numbers]),
            ("村里有 12 名学生", "the village has twelve pupils", &[]),
            ("文件有 5 MB 大", "the file has 5 MB", &[]),
            ("文件有 5 MB 大", "the file has 5 GB", &[Units]),
            ("请打开 Writer 文档", "open a document of Writer", &[]),
            ("请打开 Writer 文档", "open a document of Calc", &[Names]),
            ("请打开 Macro 窗口", "open the window of macros", &[]),
        ];
        for (a, b, expected) in cases {
            assert_eq!(found(a, b), expected, "{a} / {b}");
            assert_eq!(found(b, a), expected, "{b} / {a}");
        }
    }
}
