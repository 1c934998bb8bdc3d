//! What holds for the content and the words of any text, whatever its letters.

use std::ops::Range;
use std::sync::LazyLock;
use std::{fs, iter};

use leitong::document::Span;
use leitong::text::{Content, Script, fold, fold_chars, words};
use proptest::prelude::*;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::Xxh3;

use crate::support::{MANY, cases, content_of, root};

/// The scripts that fold character by character.
const SCRIPTS: [Script; 2] = [Script::AsWritten, Script::Simplified];

/// The seeds, and how many content characters each has.
const SEEDS: [(&str, usize); 5] = [
    ("000_e3c628dc2ef785a4.txt", 47579),
    ("001_b04e5b11a74adacd.txt", 2176),
    ("002_cd6b347d445e63f5.txt", 4027),
    ("003_93dac5edb7565754.txt", 3139),
    ("004_5e06da3a7e044293.txt", 2760),
];

/// Characters that meet their neighbours in some way, or are much in one letter.
const SOCIAL: &str = "e\u{301}\u{327}a\u{FE0F}\u{200D}👩👦🏽ｶﾞﾟハ㍿ﬁ⑩㋀ﷺİIςΣΩ台臺\u{FA19}々〇，。 \r\n\u{3000}\u{E0100}\u{D7FF}\u{E000}\u{10FFFF}\
    กำ\u{E49}क्षि\u{16D63}\u{16D67}\u{344}\u{FB1F}\u{AC00}\u{11A8}ㄱㅏ";

/// Characters whose content depends on their neighbours, and such neighbours.
const SIGNS: &str = "012３５.,:：，-–−－/^<>=+#＃二○零〇千★☆□▲→²½% a年\u{301}\u{338}٣٫५\n";

/// A strategy for Chinese text without a sign, in which jieba finds longer words.
const CHINESE: &str = "[发展中国家各位代表同志们社区建设]{0,12}";

fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        2 => any::<char>(),
        2 => prop::sample::select(SOCIAL.chars().collect::<Vec<_>>()),
        4 => prop::sample::select(SIGNS.chars().collect::<Vec<_>>()),
        2 => prop::char::range('一', '龥'),
        1 => prop::char::range(' ', '~'),
        1 => prop::char::range('\u{300}', '\u{36F}'),
        1 => prop::char::range('\u{1100}', '\u{11FF}'),
        1 => prop::char::range('\u{3130}', '\u{318F}'),
        1 => prop::char::range('\u{FF61}', '\u{FF9F}'),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(character(), 0..40).prop_map(String::from_iter)
}

fn script() -> impl Strategy<Value = Script> {
    prop::sample::select(&SCRIPTS[..])
}

/// A strategy for texts in which no character depends on its neighbours, except for clusters.
fn plain_text() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.chars().filter(|&c| is_plain(c)).collect())
}

/// A text and a part of it.
fn part() -> impl Strategy<Value = (String, Span)> {
    part_of(text())
}

fn part_of(text: impl Strategy<Value = String>) -> impl Strategy<Value = (String, Span)> {
    (text, any::<[prop::sample::Index; 2]>()).prop_map(|(text, ends)| {
        let bounds = (0..=text.len()).filter(|&at| text.is_char_boundary(at));
        let bounds: Vec<usize> = bounds.collect();
        let mut ends = ends.map(|end| *end.get(&bounds));
        ends.sort_unstable();
        (text, Span::new(ends[0], ends[1]))
    })
}

/// Characters of readings in brackets and of letters that look alike.
const EXCEPTIONS: &str = "漢字中国(（)）《》かんじzhōngāoеаaoсcрp ";

/// A strategy for texts with readings and with words that mix scripts.
fn exceptional() -> impl Strategy<Value = String> {
    let character = prop::sample::select(EXCEPTIONS.chars().collect::<Vec<_>>());
    let word = prop::sample::select(vec![
        "漢字(かんじ)",
        "中(zhōng)",
        "国(guó)",
        "漢《かん》",
        "p\u{430}y",
    ]);
    let piece = prop_oneof![character.prop_map(String::from), word.prop_map(str::to_owned)];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

fn folded(text: &str, script: Script) -> Vec<char> {
    let mut content = Vec::new();
    fold(text, script, |c, _| content.push(c));
    content
}

/// The definition for plain characters, by other tools than the table is built with.
fn defined(text: &str) -> Vec<char> {
    static CONTENT: LazyLock<Regex> = LazyLock::new(|| only(r"[\p{L}\p{N}]"));
    let lower = text.nfkc().flat_map(char::to_lowercase);
    let one_sigma = lower.map(|c| if c == 'ς' { 'σ' } else { c });
    one_sigma.filter(|&c| is(&CONTENT, c)).collect()
}

/// Whether a character is a letter, a number or ordinary punctuation. Those that are not are signs,
/// marks of letters, radicals, and numbers of a form of their own.
fn is_plain(c: char) -> bool {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        only(
            r"[\p{S}[\p{M}--[\u0300-\u036F\uFE00-\uFE0F\u{E0100}-\u{E01EF}]][\p{Nd}--[1-9]]〇\u1160\u115F\u2E80-\u2FDF\u31C0-\u31EF%‰‱٪#,./:·٫–，．／：－∶-]",
        )
    });
    static RAISED: LazyLock<Regex> = LazyLock::new(|| only(r"[\p{No}]"));
    !iter::once(c).nfkc().chain([c]).any(|c| is(&OTHER, c)) && !is(&RAISED, c)
}

/// Whether all tools here know this character: they follow different versions of Unicode.
fn is_known(c: char) -> bool {
    static KNOWN: LazyLock<Regex> = LazyLock::new(|| only(r"\p{age:16.0}"));
    is(&KNOWN, c)
}

/// An expression for one character of a class.
fn only(class: &str) -> Regex {
    Regex::new(&format!("^{class}$")).expect("the class is well formed")
}

fn is(class: &Regex, c: char) -> bool {
    class.is_match(c.encode_utf8(&mut [0; 4]))
}

/// Parts of Hangul syllables and the vowels of Kirat Rai.
fn melts(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{16D63}'..='\u{16D6A}')
}

fn scalars() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// Ranges of content that cut no cluster.
fn whole_clusters(content: &Content) -> Vec<Range<usize>> {
    let places: Vec<u32> = content.offsets().collect();
    let inner = (1..places.len()).filter(|&at| places[at - 1] != places[at]);
    let bounds: Vec<usize> = iter::once(0).chain(inner).chain([places.len()]).collect();
    let ranges = bounds.iter().flat_map(|&start| bounds.iter().map(move |&end| start..end));
    ranges.filter(|range| range.start <= range.end).collect()
}

/// What a stored signature means: if this fails, signatures of before cannot be compared with those
/// of after.
#[test]
fn the_folding_of_every_character_is_pinned() {
    let checksum = |script| {
        let mut hash = Xxh3::new();
        for c in scalars() {
            let line: String =
                folded(c.encode_utf8(&mut [0; 4]), script).into_iter().chain(['\n']).collect();
            hash.update(line.as_bytes());
        }
        hash.digest()
    };
    assert_eq!(SCRIPTS.map(checksum), [0x365B_6CEC_345B_115F, 0xF6E7_521E_CB43_3F53]);
}

/// With the checksum above, this pins what normalisation composes.
#[test]
fn every_character_folds_like_its_canonical_parts() {
    for c in scalars() {
        let parts: String = c.nfd().collect();
        assert_eq!(
            folded(&parts, Script::AsWritten),
            folded(&c.to_string(), Script::AsWritten),
            "{c:?}"
        );
    }
}

#[test]
fn every_character_alone_folds_as_defined() {
    for c in scalars().filter(|&c| is_known(c) && is_plain(c)) {
        let text = c.to_string();
        assert_eq!(folded(&text, Script::AsWritten), defined(&text), "{c:?}");
    }
}

/// Counted by Python: `len(re.sub(r'[\W_]+', '', unicodedata.normalize('NFKC', text).lower()))`.
#[test]
fn the_seeds_have_as_many_letters_and_numbers_as_python_finds() {
    for (name, count) in SEEDS {
        let text = seed(name);
        let content = content_of(&text, Script::AsWritten);
        let letters = content.chars().iter().filter(|char| char.is_alphanumeric());
        assert_eq!(letters.count(), count, "{name}");
    }
}

fn seed(name: &str) -> String {
    fs::read_to_string(root().join("seeds").join(name)).expect("the seeds are UTF-8")
}

#[test]
fn examples_fold_as_expected() {
    let cases = [
        ("㍿ﬁ⑩㋀", "株式会社fi101月"),
        ("İSTANBUL, ΟΔΟΣ οδος", "istanbulοδοσοδοσ"),
        ("Cafe\u{301} café", "cafécafé"),
        ("ｶﾞ한ㄱㅏ", "ガ한가"),
        ("1\u{FE0F}\u{20E3}👩\u{200D}👦_—…½", "1👩👦1/2"),
        ("軟體\u{FA19}級", "軟體神級"),
    ];
    for (text, content) in cases {
        assert_eq!(String::from_iter(folded(text, Script::AsWritten)), content);
    }
    assert_eq!(String::from_iter(folded("軟體\u{FA19}㋿諴", Script::Simplified)), "软体神令和𫍯");
}

/// Numbers whose minus stands before a point.
#[test]
fn folding_without_places_keeps_the_minus_before_a_point() {
    for text in ["x -.5", "-.5", "（-.5", "1-.5", "a-.5", "-.", "-1.5"] {
        let mut chars = Vec::new();
        fold_chars(text, Script::AsWritten, &mut chars);
        assert_eq!(chars, folded(text, Script::AsWritten), "{text}");
    }
}

#[test]
fn a_span_takes_in_what_hangs_on_its_last_character_only() {
    let text = "葛\u{E0100}、e\u{301}\u{200D}! ｶﾞ㍿x\u{FE0F}\u{1161}";
    let content = content_of(text, Script::AsWritten);
    let spans: Vec<&str> =
        (0..content.len()).map(|at| content.span(text, at..at + 1).of(text)).collect();
    assert_eq!(
        spans,
        [
            "葛\u{E0100}",
            "e\u{301}\u{200D}",
            "ｶﾞ",
            "㍿",
            "㍿",
            "㍿",
            "㍿",
            "x",
            // The selector and the vowel are a cluster of their own.
            "\u{FE0F}\u{1161}"
        ]
    );
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn any_text_folds_as_defined(text in plain_text()) {
        let text: String = text.chars().filter(|&c| is_known(c)).collect();
        prop_assert_eq!(folded(&text, Script::AsWritten), defined(&text));
    }

    #[test]
    fn folding_without_places_leaves_the_same(before in text(), text in text(), script in script()) {
        let mut chars = folded(&before, script);
        fold_chars(&text, script, &mut chars);
        prop_assert_eq!(chars, [folded(&before, script), folded(&text, script)].concat());
    }

    #[test]
    fn readings_and_mixed_scripts_leave_places_that_rise(text in exceptional(), script in script()) {
        let content = content_of(&text, script);
        let places: Vec<u32> = content.offsets().collect();
        prop_assert!(places.is_sorted_by(|x, y| x < y));
        prop_assert!(places.iter().all(|&place| text.is_char_boundary(place as usize)));
        let mut chars = Vec::new();
        fold_chars(&text, script, &mut chars);
        prop_assert_eq!(content.chars(), chars);
        for at in 0..content.len() {
            let span = content.span(&text, at..at + 1).of(&text);
            prop_assert_eq!(span.chars().count(), 1, "{}", span);
        }
    }

    /// Letters that melt when nothing stands between them any more are the one exception.
    #[test]
    fn content_folds_to_itself(text in plain_text()) {
        let text: String = text.chars().filter(|c| !folded(&c.to_string(), Script::AsWritten).iter().any(|&c| melts(c))).collect();
        let content = folded(&text, Script::AsWritten);
        prop_assert_eq!(folded(&String::from_iter(&content), Script::AsWritten), content);
    }

    #[test]
    fn simplified_content_is_the_content_mapped_one_to_one(text in text()) {
        let written = content_of(&text, Script::AsWritten);
        let simplified = content_of(&text, Script::Simplified);
        let mapped: Vec<char> = written.chars().iter().map(|&c| {
            // A sign may count for nothing by itself.
            folded(&c.to_string(), Script::Simplified).first().copied().unwrap_or(c)
        }).collect();
        prop_assert_eq!(simplified.chars(), mapped);
        prop_assert!(simplified.offsets().eq(written.offsets()));
    }

    #[test]
    fn places_rise_and_lie_between_characters((text, span) in part(), script in script()) {
        let content = Content::of(&text, span, script);
        let places: Vec<u32> = content.offsets().collect();
        prop_assert_eq!(places.len(), content.chars().len());
        prop_assert!(places.is_sorted());
        prop_assert!(places.iter().all(|&place| text.is_char_boundary(place as usize)));
        prop_assert!(places.iter().all(|&place| span.start <= place as usize && (place as usize) < span.end));
    }

    /// For every range that cuts no cluster; one that does covers the whole cluster.
    #[test]
    fn the_span_of_a_range_folds_to_that_range((text, span) in part_of(plain_text()), script in script()) {
        let content = Content::of(&text, span, script);
        for range in whole_clusters(&content) {
            let found = content.span(&text, range.clone());
            prop_assert!(span.contains(found));
            let next = content.offset(range.end).filter(|_| !range.is_empty());
            prop_assert!(next.is_none_or(|next| found.end <= next));
            prop_assert_eq!(&folded(found.of(&text), script)[..], &content.chars()[range]);
        }
        for at in 0..content.len() {
            let found = content.span(&text, at..at + 1);
            prop_assert!(folded(found.of(&text), script).contains(&content.chars()[at]));
        }
    }

    #[test]
    fn parts_pushed_make_one_content((text, first) in part(), script in script()) {
        let second = Span::new(first.end, text.len());
        let parts = [first, second].map(|span| Content::of(&text, span, script));
        let mut content = Content::new(script);
        content.push_span(&text, first);
        content.push_span(&text, second);
        prop_assert_eq!(content.chars(), parts.each_ref().map(Content::chars).concat());
        prop_assert!(content.offsets().eq(parts.iter().flat_map(Content::offsets)));
        let spans = parts.iter().flat_map(|part| (0..part.len()).map(|at| part.span(&text, at..at + 1)));
        for (at, span) in spans.enumerate() {
            prop_assert_eq!(content.span(&text, at..at + 1), span);
        }
    }

    #[test]
    fn words_are_the_whole_content((text, span) in part(), script in script()) {
        let content = Content::of(&text, span, script);
        let mut end = 0;
        for word in words(&text, &content) {
            prop_assert_eq!(word.start, end);
            prop_assert!(!word.is_empty());
            end = word.end;
        }
        prop_assert_eq!(end, content.len());
    }

    #[test]
    fn spaces_between_chinese_characters_change_no_word(chars in CHINESE, breaks in "[ \n\r\u{3000}\u{200B}]{1,3}") {
        let spaced: String = chars.chars().flat_map(|c| [c.to_string(), breaks.clone()]).collect();
        prop_assert_eq!(worded(&spaced), worded(&chars));
    }

    #[test]
    fn no_word_reaches_over_what_is_visible(before in CHINESE, sign in "[，。、·\\-a👩]", after in CHINESE) {
        let parts = [&before, &sign, &after].map(|part| worded(part));
        prop_assert_eq!(worded(&format!("{before}{sign}{after}")), parts.concat());
    }
}

fn worded(text: &str) -> Vec<String> {
    let content = content_of(text, Script::AsWritten);
    let words = words(text, &content).into_iter();
    words.map(|word| content.chars()[word].iter().collect()).collect()
}

#[test]
fn words_end_where_a_reader_ends_them() {
    let cases: [(&str, &[&str]); 5] = [
        ("同 志\n们，大家好！", &["同志", "们", "大家", "好"]),
        ("8月1日上午GDP增长3.5%", &["8", "月", "1", "日", "上午", "gdp", "增长", "3.5", "%"]),
        ("e-mail don't ﬁne", &["e", "mail", "dont", "fine"]),
        ("维护和，平安", &["维护", "和", "平安"]),
        ("한국어 텍스트", &["한국어", "텍스트"]),
    ];
    for (text, words) in cases {
        assert_eq!(worded(text), words, "{text}");
    }
}

/// A Chinese character and a digit out of one letter: `㋀` is 1月.
#[test]
fn one_letter_may_hold_two_words() {
    assert_eq!(worded("㋀"), ["1", "月"]);
}

/// What a signature of words means: a new dictionary or new rules for word bounds show here.
#[test]
fn the_words_of_the_seeds_are_pinned() {
    let mut hash = Xxh3::new();
    for (name, _) in SEEDS {
        for word in worded(&seed(name)) {
            hash.update(word.as_bytes());
            hash.update(b"\n");
        }
    }
    assert_eq!(hash.digest(), 0x1084_5464_F9FD_8A5A);
}
