//! Readings in brackets behind Chinese characters: 漢字(かんじ), 中(zhōng)国(guó), 漢《かん》字.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memchr_iter;
use memchr::memmem::Finder;

/// Most characters of a reading: the longest names have about as many kana.
const LONGEST_READING: usize = 24;

/// Least number of brackets with hiragana in a text that has readings in them, close together. All
/// 12 of 329 Japanese documents that have one or two far apart have remarks in them.
const MIN_FURIGANA: usize = 2;

/// Most characters for each such bracket.
const MAX_DISTANCE: usize = 80;

/// Most letters of a syllable of pinyin.
const LONGEST_SYLLABLE: usize = 6;

/// Hiragana in brackets that are words of the sentence and no readings.
const WORDS: [&str; 12] = [
    "する", "など", "たち", "なし", "あり", "のみ", "ほか", "まで", "から", "より", "です", "ない",
];

/// The ends of brackets of full width.
const WIDE: [[&str; 2]; 2] = [["（", "）"], ["《", "》"]];

/// Searches for the brackets of [`WIDE`].
static FINDERS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| WIDE.map(|[open, _]| Finder::new(open)));

/// The readings in `text` with their brackets, in order.
///
/// A reading stands directly behind a Chinese character. It is
///
/// - hiragana, more than there are Chinese characters before it, in a text that has at least two such
///   brackets, one in every 80 characters. What is shorter may be an ending or a suffix (彼(ら),
///   学生(たち)), and a single bracket a remark (場合(あれば));
/// - kana in 《》, in which Chinese titles have none. Katakana are readings there only, since they
///   are words too (会議(オンライン));
/// - bopomofo;
/// - pinyin, in which every syllable has its tone mark. Without tone marks, 北京(Beijing) may be
///   the name that is meant. Only in a row of single characters, each with a syllable behind it,
///   these are readings: 中(zhong)国(guo).
pub(super) fn readings(text: &str) -> Vec<Range<usize>> {
    if text.is_ascii() {
        return Vec::new();
    }
    let bytes = text.as_bytes();
    let narrow = memchr_iter(b'(', bytes).filter_map(|at| Bracket::at(text, at, ["(", ")"]));
    let mut brackets: Vec<Bracket<'_>> = narrow.collect();
    for (ends, finder) in WIDE.iter().zip(&*FINDERS) {
        let found = finder.find_iter(bytes);
        brackets.extend(found.filter_map(|at| Bracket::at(text, at, *ends)));
    }
    brackets.sort_unstable_by_key(|bracket| bracket.range.start);
    if brackets.is_empty() {
        return Vec::new();
    }
    let has_furigana = has_furigana(&brackets, text);
    let mut readings = Vec::new();
    for (index, bracket) in brackets.iter().enumerate() {
        let in_row = bracket.is_syllable() && is_in_row(index, &brackets, text);
        if in_row || bracket.is_reading() || (has_furigana && bracket.is_furigana()) {
            readings.push(bracket.range.clone());
        }
    }
    readings
}

/// Whether a text has so many brackets with hiragana that they are readings.
fn has_furigana(brackets: &[Bracket<'_>], text: &str) -> bool {
    let count = brackets.iter().filter(|bracket| bracket.is_furigana()).count();
    count >= MIN_FURIGANA && text.chars().count() <= count * MAX_DISTANCE
}

/// Whether the bracket before or behind another one holds a syllable as well, and a single Chinese
/// character is between them.
fn is_in_row(index: usize, brackets: &[Bracket<'_>], text: &str) -> bool {
    let follows = |first: usize| {
        let [Some(a), Some(b)] = [first, first + 1].map(|at| brackets.get(at)) else {
            return false;
        };
        let between = text.get(a.range.end..b.range.start).unwrap_or_default();
        a.is_syllable() && b.is_syllable() && between.chars().count() == 1
    };
    follows(index) || index > 0 && follows(index - 1)
}

/// A bracket behind a Chinese character.
struct Bracket<'t> {
    /// The bracket with both of its ends.
    range: Range<usize>,
    /// What it encloses.
    inside: &'t str,
    /// The text before it.
    before: &'t str,
    is_book_title: bool,
}

impl<'t> Bracket<'t> {
    /// The bracket that begins at `start`, if it may hold a reading.
    fn at(text: &'t str, start: usize, [open, close]: [&str; 2]) -> Option<Self> {
        let before = &text[..start];
        let first = start + open.len();
        if before.as_bytes().last().is_none_or(u8::is_ascii)
            || !text[first..].chars().next().is_some_and(is_of_reading)
            || !before.chars().next_back().is_some_and(is_han)
        {
            return None;
        }
        let inside: usize = text[first..]
            .chars()
            .take(LONGEST_READING)
            .take_while(|&c| is_of_reading(c))
            .map(char::len_utf8)
            .sum();
        let end = first + inside;
        let range = start..end + close.len();
        let is_closed = text[end..].starts_with(close);
        let inside = &text[first..end];
        is_closed.then_some(Self { range, inside, before, is_book_title: open == "《" })
    }

    fn is_reading(&self) -> bool {
        self.is_title_of_kana() || self.inside.chars().all(is_bopomofo) || self.is_pinyin()
    }

    /// Whether kana are enclosed in 《》.
    fn is_title_of_kana(&self) -> bool {
        self.is_book_title && self.inside.chars().all(|c| is_hiragana(c) || is_katakana(c))
    }

    /// Whether hiragana that are more than the Chinese characters before them are enclosed.
    fn is_furigana(&self) -> bool {
        let kana = self.inside.chars().count();
        let ideographs = self.before.chars().rev().take(kana).take_while(|&c| is_han(c)).count();
        !self.is_book_title
            && self.inside.chars().all(is_hiragana)
            && kana > ideographs
            && !WORDS.contains(&self.inside)
    }

    /// Whether syllables with tone marks are enclosed, and nothing else.
    fn is_pinyin(&self) -> bool {
        let is_latin =
            self.inside.chars().all(|c| c.is_ascii_alphabetic() || is_toned(c) || is_gap(c));
        let mut vowels =
            self.inside.split(|c| !is_vowel(c)).filter(|run| !run.is_empty()).peekable();
        is_latin
            && !self.is_book_title
            && vowels.peek().is_some()
            && vowels.all(|run| run.chars().filter(|&c| is_toned(c)).count() == 1)
    }

    /// Whether a syllable of pinyin, with or without a tone mark, is enclosed.
    fn is_syllable(&self) -> bool {
        let is_short = self.inside.chars().count() <= LONGEST_SYLLABLE;
        is_short
            && !self.is_book_title
            && self.inside.chars().all(|c| c.is_ascii_lowercase() || is_toned(c))
            && self.inside.split(|c| !is_vowel(c)).filter(|run| !run.is_empty()).count() == 1
    }
}

/// Whether a reading may have the character.
fn is_of_reading(c: char) -> bool {
    c.is_ascii_alphabetic()
        || is_toned(c)
        || is_hiragana(c)
        || is_katakana(c)
        || is_bopomofo(c)
        || is_gap(c)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々' | '\u{F900}'..='\u{FAFF}')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | 'ー')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')
}

fn is_bopomofo(c: char) -> bool {
    matches!(c, '\u{3105}'..='\u{312F}' | 'ˊ' | 'ˇ' | 'ˋ' | '˙')
}

/// What stands between syllables.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\'' | '’' | '-')
}

/// Whether `c` is a vowel of pinyin with its tone mark.
fn is_toned(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒ".contains(c)
}

fn is_vowel(c: char) -> bool {
    "aeiouüAEIOU".contains(c) || is_toned(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_readings(text: &str) -> String {
        let mut rest = text.to_owned();
        for range in readings(text).into_iter().rev() {
            rest.replace_range(range, "");
        }
        rest
    }

    #[test]
    fn readings_behind_chinese_characters_are_found() {
        for (annotated, text) in [
            ("漢字(かんじ)を読(よみ)む", "漢字を読む"),
            ("日本（にほん）の漢字（かんじ）", "日本の漢字"),
            ("漢《かん》字《じ》", "漢字"),
            ("倶楽部《クラブ》", "倶楽部"),
            ("中(zhōng)国(guó)人", "中国人"),
            ("中(zhong)国(guo)人(ren)", "中国人"),
            ("北京（Běijīng）", "北京"),
            ("中(ㄓㄨㄥ)國(ㄍㄨㄛˊ)", "中國"),
        ] {
            assert_eq!(without_readings(annotated), text);
        }
    }

    #[test]
    fn other_brackets_stay() {
        for text in [
            "北京(Beijing)",
            "北京(Pékin)",
            "茶(cha)",
            "彼(ら)",
            "学生(たち)",
            "勉強(する)",
            "会議(オンライン)",
            "ある場合(あれば)に",
            "看《红楼梦》",
            "世界卫生组织(WHO)",
            "かな(かな)",
            "中(a)国(b",
            "函数(x)和(y)",
            "中(",
            "漢()",
        ] {
            assert_eq!(without_readings(text), text);
        }
    }

    #[test]
    fn what_stands_beside_readings_is_one_only_by_its_own_form() {
        for (annotated, text) in [
            ("漢字(かんじ)を読(よみ)む事(など)", "漢字を読む事(など)"),
            ("漢字(かんじ)を読(よみ)む彼(ら)", "漢字を読む彼(ら)"),
            ("漢《かん》字、場合(あれば)", "漢字、場合(あれば)"),
            ("人々(ひとびと)と国(くに)", "人々と国"),
            ("珈琲(こーひー)と国(くに)", "珈琲と国"),
            ("的(ㄉㄜ˙)", "的"),
            ("西安（Xī'ān）与北京(Běi-jīng)和长安(Cháng’ān)", "西安与北京和长安"),
            ("中(zhong)国（guo）人(ren)", "中国人"),
            ("中(zhong)国人(guo)", "中(zhong)国人(guo)"),
            ("中(zhuang)国(guo)", "中国"),
            ("中(zhuangg)国(guo)", "中(zhuangg)国(guo)"),
            ("中《zhong》国《guo》", "中《zhong》国《guo》"),
            ("读《hǎo》", "读《hǎo》"),
        ] {
            assert_eq!(without_readings(annotated), text);
        }
    }

    #[test]
    fn readings_have_a_greatest_length_and_distance() {
        let long = |kana: usize| format!("漢字(かんじ)を長({})", "あ".repeat(kana));
        assert_eq!(without_readings(&long(LONGEST_READING)), "漢字を長");
        // The long bracket is none, and the other one alone may be a remark.
        let longer = long(LONGEST_READING + 1);
        assert_eq!(without_readings(&longer), longer);

        let furigana = "漢字(かんじ)を読(よみ)む";
        let most = 2 * MAX_DISTANCE - furigana.chars().count();
        let far = |chars: usize| furigana.to_owned() + &"あ".repeat(chars);
        assert_eq!(without_readings(&far(most)), "漢字を読む".to_owned() + &"あ".repeat(most));
        assert_eq!(without_readings(&far(most + 1)), far(most + 1));
    }
}
