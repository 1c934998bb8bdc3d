//! Words of Taiwan that count as those of the mainland.

use leitong::diff::{Edit, EditKind};
use leitong::scan::ScanSettings;
use leitong::text::{Content, Script, fold_chars};
use proptest::prelude::*;

use crate::support::{content_of, numbered, scan_with};

/// The words of the table, and those that replace them.
const TABLE: &str = include_str!("../../src/text/tables/RegionalWords.txt");

/// A character between words that no word has.
const BETWEEN: char = '兮';

fn words() -> Vec<(&'static str, &'static str)> {
    TABLE.lines().filter_map(|line| line.split_once('\t')).collect()
}

/// A text of words of Taiwan, and for each word its place and what replaces it. A word may be
/// broken by a space or a line.
fn text() -> impl Strategy<Value = Vec<(String, &'static str)>> {
    let word = (prop::sample::select(words()), prop::sample::select(vec!["", " ", "\n", "，"]));
    let broken = word.prop_map(|((from, to), sign)| {
        let first = from.chars().next().map_or(0, char::len_utf8);
        (format!("{}{sign}{}", &from[..first], &from[first..]), to)
    });
    prop::collection::vec(broken, 0..12)
}

fn joined(words: &[(String, &str)]) -> String {
    let quoted = words.iter().map(|(word, _)| ["“", word, "”", &BETWEEN.to_string()].concat());
    quoted.collect()
}

#[test]
fn no_word_has_the_character_between_words() {
    assert!(!TABLE.contains(BETWEEN) && words().len() > 600);
}

proptest! {
    #[test]
    fn each_word_is_replaced_and_its_span_is_the_whole_word(words in text()) {
        let text = joined(&words);
        let content = content_of(&text, Script::Regional);
        let mut start = 0;
        for (written, word) in &words {
            let range = start..start + word.chars().count();
            prop_assert_eq!(String::from_iter(&content.chars()[range.clone()]), *word);
            prop_assert_eq!(content.span(&text, range.clone()).of(&text), written);
            let places: Vec<u32> = content.offsets().collect();
            prop_assert!(places.is_sorted());
            prop_assert!(places.iter().all(|&place| text.is_char_boundary(place as usize)));
            start = range.end + 1;
        }
        prop_assert_eq!(start, content.len());
    }

    #[test]
    fn folding_twice_is_folding_once(words in text()) {
        let text = joined(&words);
        let once = folded(&text);
        prop_assert_eq!(folded(&once), once);
    }

    #[test]
    fn folding_without_places_leaves_the_same(words in text()) {
        let text = joined(&words);
        prop_assert_eq!(folded(&text), String::from_iter(content_of(&text, Script::Regional).chars()));
    }
}

fn folded(text: &str) -> String {
    let mut chars = Vec::new();
    fold_chars(text, Script::Regional, &mut chars);
    chars.into_iter().collect()
}

#[test]
fn texts_of_both_regions_are_equal_in_content() {
    for (taiwan, mainland) in [
        ("滑鼠與軟體", "鼠标与软件"),
        ("計程車司機", "出租车司机"),
        ("記憶體及網際網路", "内存及互联网"),
        ("部落格", "博客"),
    ] {
        assert_eq!(folded(taiwan), mainland);
        assert_eq!(folded(mainland), mainland);
    }
    let written: Vec<char> = "滑鼠".chars().collect();
    assert_eq!(Content::whole("滑鼠").chars(), written);
}

#[test]
fn an_edit_within_texts_of_both_regions_has_its_own_place() {
    let taiwan = "請先關閉網際網路，再把滑鼠接到電腦，然後重新啟動軟體，最後檢查記憶體是否足夠。共用三個部落格。";
    let mainland =
        "请先关闭互联网，再把鼠标接到电脑，然后重新启动软件，最后检查内存是否足够。共用五个博客。";
    let texts = numbered([taiwan, mainland].map(String::from).to_vec());
    let findings = scan_with(ScanSettings::default().script(Script::Regional), &texts);
    assert_eq!(findings.matches.len(), 1);
    let edits = findings.matches[0]
        .edits
        .iter()
        .filter(|edit| !edit.kind.is_surface() && edit.kind != EditKind::Variant);
    let edits: Vec<&Edit> = edits.collect();
    assert_eq!(edits.len(), 1, "{edits:?}");
    assert_eq!([edits[0].a.of(taiwan), edits[0].b.of(mainland)], ["三", "五"]);
}
