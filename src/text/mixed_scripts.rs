//! Letters that look like those of another script, in words that mix scripts: `pаypal` with a
//! Cyrillic а is `paypal`.

/// Pairs of a Cyrillic letter and the Latin letter that looks the same (Unicode's `confusables.txt`),
/// without those that differ in most typefaces.
const CYRILLIC: &str = "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌGԚQԜW";

/// Pairs of a Greek letter and the Latin letter that looks the same.
const GREEK: &str = "οoΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";

/// The script of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LetterScript {
    Latin,
    Cyrillic,
    Greek,
}

/// The letters of `text` that count as letters of another script: their offsets, in order, and what
/// they count as. Only words that mix scripts have such letters.
///
/// If all Cyrillic or Greek letters of a word look like Latin ones, they are Latin. If not, and all
/// Latin letters look like those of the other script and are fewer, these are of the other script.
/// Other words mix scripts on purpose (`USB-порт` without the hyphen).
pub(super) fn replacements(text: &str) -> Vec<(usize, char)> {
    if text.is_ascii() || !may_mix(text.as_bytes()) {
        return Vec::new();
    }
    let mut replaced = Vec::new();
    let mut word: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        if c.is_alphabetic() {
            word.push((at, c));
        } else {
            replace_in_word(&word, &mut replaced);
            word.clear();
        }
    }
    replace_in_word(&word, &mut replaced);
    replaced
}

/// Bytes that are examined without a branch, so that many are at once.
const BLOCK: usize = 4096;

/// Whether a letter of ASCII stands beside a character from U+0340 to U+053F.
fn may_mix(bytes: &[u8]) -> bool {
    let starts = (0..bytes.len()).step_by(BLOCK);
    let mut blocks = starts.map(|start| &bytes[start..bytes.len().min(start + BLOCK + 2)]);
    blocks.any(|block| has_lead(block) && has_mix(block))
}

/// Whether a character from U+0340 to U+053F begins in a block. Most texts have none.
fn has_lead(block: &[u8]) -> bool {
    block.iter().fold(false, |found, &byte| found | leads(byte))
}

fn has_mix(bytes: &[u8]) -> bool {
    let next = bytes.iter().zip(bytes.iter().skip(1));
    let before = next.fold(false, |found, (&a, &b)| found | (a.is_ascii_alphabetic() & leads(b)));
    let after = bytes.iter().zip(bytes.iter().skip(2));
    before | after.fold(false, |found, (&a, &c)| found | (leads(a) & c.is_ascii_alphabetic()))
}

/// Whether the byte begins a character from U+0340 to U+053F.
fn leads(byte: u8) -> bool {
    byte.wrapping_sub(0xCD) < 8
}

/// Appends the letters of a word that count as letters of another script.
fn replace_in_word(word: &[(usize, char)], replaced: &mut Vec<(usize, char)>) {
    let count = |script| word.iter().filter(|&&(_, c)| script_of(c) == Some(script)).count();
    let latin = count(LetterScript::Latin);
    for (script, pairs) in [(LetterScript::Cyrillic, CYRILLIC), (LetterScript::Greek, GREEK)] {
        let other = count(script);
        if latin == 0 || other == 0 || latin + other < word.len() {
            continue;
        }
        let to_latin = letters(word, script, |c| partner(pairs, c, 0));
        let to_other = letters(word, LetterScript::Latin, |c| partner(pairs, c, 1));
        if to_latin.len() == other {
            replaced.extend(to_latin);
        } else if to_other.len() == latin && latin < other {
            replaced.extend(to_other);
        }
    }
}

/// The letters of `script` in a word that have a partner.
fn letters(
    word: &[(usize, char)],
    script: LetterScript,
    partner: impl Fn(char) -> Option<char>,
) -> Vec<(usize, char)> {
    let own = word.iter().filter(|&&(_, c)| script_of(c) == Some(script));
    own.filter_map(|&(at, c)| Some((at, partner(c)?))).collect()
}

/// The letter beside `c` in a list of pairs, if `c` is at place `side` of a pair.
fn partner(pairs: &str, c: char, side: usize) -> Option<char> {
    let at = pairs.chars().position(|listed| listed == c)?;
    (at % 2 == side).then(|| pairs.chars().nth(at + 1 - 2 * side)).flatten()
}

fn script_of(c: char) -> Option<LetterScript> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => Some(LetterScript::Latin),
        '\u{370}'..='\u{3FF}' => Some(LetterScript::Greek),
        '\u{400}'..='\u{52F}' => Some(LetterScript::Cyrillic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str) -> String {
        let letters = replacements(text);
        let letter = |at| letters.iter().find(|&&(place, _)| place == at).map(|&(_, c)| c);
        text.char_indices().map(|(at, c)| letter(at).unwrap_or(c)).collect()
    }

    #[test]
    fn letters_of_words_that_mix_scripts_are_of_one() {
        for (mixed, one) in [
            ("p\u{430}ypal", "paypal"),
            ("\u{421}O2", "CO2"),
            ("see G\u{3BF}\u{3BF}gle now", "see Google now"),
            ("м\u{6F}сква", "москва"),
            ("\u{412}eta", "Beta"),
        ] {
            assert_eq!(replaced(mixed), one);
        }
    }

    #[test]
    fn words_of_one_script_and_words_that_mix_on_purpose_stay() {
        for text in ["рассказ о море", "сохо soho", "USBпорт", "ΔT", "10 кВт", "а b", "漢a字"]
        {
            assert_eq!(replaced(text), text);
        }
    }

    #[test]
    fn a_mix_at_any_place_is_seen() {
        for length in [0, 1, BLOCK - 3, BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1] {
            let before = " ".repeat(length);
            for word in ["a\u{430}", "\u{430}a"] {
                assert_eq!(replaced(&format!("{before}{word}")), format!("{before}aa"), "{length}");
            }
        }
    }

    #[test]
    fn each_letter_has_one_partner() {
        for pairs in [CYRILLIC, GREEK] {
            let mut letters: Vec<char> = pairs.chars().collect();
            let count = letters.len();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!((letters.len(), count % 2), (count, 0));
        }
    }
}
