//! The script of words and texts, which tells languages apart as far as scripts do.

/// The script of a word. Two texts of one script may be of two languages, which are not told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum WordScript {
    /// Chinese characters; a text of them is Chinese.
    Han,
    /// Hiragana and katakana; a text with them is Japanese.
    Kana,
    /// Hangul.
    Hangul,
    /// Latin letters.
    Latin,
    /// Greek letters.
    Greek,
    /// Cyrillic letters.
    Cyrillic,
    /// Hebrew letters.
    Hebrew,
    /// Arabic letters.
    Arabic,
    /// Letters of India.
    Indic,
    /// Letters of Thai and its neighbours.
    SouthEastAsian,
}

/// Share of the words of a text in Chinese characters and kana that have kana, from which on it is
/// Japanese. Every Japanese sentence has more, and a Chinese text that names a Japanese word less.
const KANA_SHARE: usize = 10;

/// How many Latin words a word of another script outweighs: texts of all languages name things in Latin
/// letters and have addresses of pages, and an English text has hardly a word in other letters.
const LATIN_WORDS: usize = 4;

impl WordScript {
    /// All scripts.
    pub(crate) const ALL: [Self; 10] = [
        Self::Han,
        Self::Kana,
        Self::Hangul,
        Self::Latin,
        Self::Greek,
        Self::Cyrillic,
        Self::Hebrew,
        Self::Arabic,
        Self::Indic,
        Self::SouthEastAsian,
    ];

    /// The script of the first letter of a word; `None` for numbers and signs.
    pub(crate) fn of(word: impl IntoIterator<Item = char>) -> Option<Self> {
        word.into_iter().find_map(Self::of_letter)
    }

    /// The script of a text, given those of its words: of most of them, where four Latin words count as
    /// one. Of equally many the first; `None` if no word has letters.
    pub(crate) fn of_most(words: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        let mut counts = [0; Self::ALL.len()];
        for script in words.into_iter().flatten() {
            counts[script as usize] += if script == Self::Latin { 1 } else { LATIN_WORDS };
        }
        let [han, kana] = [Self::Han, Self::Kana].map(|script| counts[script as usize]);
        let (chosen, other) = if kana > 0 && kana * KANA_SHARE >= han + kana {
            (Self::Kana, Self::Han)
        } else {
            (Self::Han, Self::Kana)
        };
        counts[chosen as usize] = han + kana;
        counts[other as usize] = 0;
        let most = Self::ALL.into_iter().rev().max_by_key(|&script| counts[script as usize])?;
        (counts[most as usize] > 0).then_some(most)
    }

    fn of_letter(char: char) -> Option<Self> {
        match char {
            'a'..='z' | 'A'..='Z' => Some(Self::Latin),
            _ if !char.is_alphabetic() => None,
            '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Some(Self::Latin),
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Some(Self::Greek),
            '\u{400}'..='\u{52F}' => Some(Self::Cyrillic),
            '\u{590}'..='\u{5FF}' => Some(Self::Hebrew),
            '\u{600}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' => Some(Self::Arabic),
            '\u{900}'..='\u{DFF}' => Some(Self::Indic),
            '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' => {
                Some(Self::SouthEastAsian)
            }
            '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}' => Some(Self::Hangul),
            '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' => Some(Self::Kana),
            '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}' => Some(Self::Han),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_text(text: &str) -> Option<WordScript> {
        WordScript::of_most(text.split(' ').map(|word| WordScript::of(word.chars())))
    }

    #[test]
    fn a_text_has_the_script_of_most_of_its_words() {
        assert_eq!(of_text("请 用 libreoffice writer 打开 文件"), Some(WordScript::Han));
        assert_eq!(of_text("open the file 文件 in libreoffice"), Some(WordScript::Latin));
        assert_eq!(
            of_text("法律 适用 法 law application to foreign related civil"),
            Some(WordScript::Han)
        );
        assert_eq!(of_text("12 34 2024"), None);
        assert_eq!(of_text("откройте файл 3"), Some(WordScript::Cyrillic));
    }

    #[test]
    fn a_text_with_kana_is_japanese() {
        assert_eq!(of_text("文書 を 開く 方法 は 次 の 通り です"), Some(WordScript::Kana));
        let mostly_chinese = "这 是 一 个 词 の 在 很 长 的 句子 里 只 有 一 次";
        assert_eq!(of_text(mostly_chinese), Some(WordScript::Han));
    }

    #[test]
    fn the_first_letter_decides_the_script_of_a_word() {
        assert_eq!(WordScript::of("##ing".chars()), Some(WordScript::Latin));
        assert_eq!(WordScript::of("éé".chars()), Some(WordScript::Latin));
        assert_eq!(WordScript::of("3月".chars()), Some(WordScript::Han));
        assert_eq!(WordScript::of("１２".chars()), None);
    }

    #[test]
    fn scripts_are_numbered_in_their_order() {
        assert!(WordScript::ALL.iter().enumerate().all(|(at, &script)| script as usize == at));
    }
}
