//! What counts as content, in every script: pairs of texts that say different things, and pairs that
//! differ in layout only.

use leitong::text::{Content, Script};

use crate::support::{Numbers, content_of, numbered, scan};

/// Pairs of texts that say different things.
const DIFFERENT: [(&str, &str, &str); 76] = [
    // Signs and numbers.
    ("minus", "气温-5℃", "气温5℃"),
    ("minus", "气温−5℃", "气温5℃"),
    ("minus, full width", "气温－5℃", "气温5℃"),
    ("minus, dash", "at –5 degrees", "at 5 degrees"),
    ("minus before a point", "x -.5", "x .5"),
    ("plus and minus", "+2.35 %", "−2.35 %"),
    ("point", "3.58", "35.8"),
    ("point, full width", "３．５８", "３５．８"),
    ("point of a fraction", "about .5", "about 5"),
    ("decimal comma", "3,58", "35,8"),
    ("time", "1:23", "12:3"),
    ("time, full width", "1：23", "12：3"),
    ("section", "1.12.3", "11.2.3"),
    ("percent", "5%", "5"),
    ("per mille", "5‰", "5%"),
    ("power", "10⁶", "106"),
    ("power, ASCII", "10^6", "106"),
    ("fraction", "½", "12"),
    ("mixed fraction", "1½", "11/2"),
    ("currency", "$5", "€5"),
    ("comparison", "left < right", "left > right"),
    ("comparison", "a ≤ b", "a ≥ b"),
    ("equation", "a = b", "a ≠ b"),
    ("operation", "a × b", "a ÷ b"),
    ("tolerance", "5±2", "52"),
    ("ticks", "是√ 否×", "是× 否√"),
    ("ticks", "✓ 是", "✗ 是"),
    ("rating", "★★★★★", "★☆☆☆☆"),
    ("ballot boxes", "☑是 □否", "□是 ☑否"),
    ("boxes", "■是 □否", "□是 ■否"),
    ("emoji", "👍", "👎"),
    ("languages", "C++", "C#"),
    ("languages", "C#", "C"),
    ("rise and fall", "▲2.3", "▼2.3"),
    ("temperature", "5°", "5"),
    // Scripts.
    ("Latin", "resume", "résumé"),
    ("Greek", "νόμος", "νομός"),
    ("Cyrillic", "все", "всё"),
    ("Armenian", "գիր", "գին"),
    ("Georgian", "კარი", "ქარი"),
    ("Hebrew", "ספר", "ספק"),
    ("Arabic", "كتاب", "كاتب"),
    ("Syriac", "ܟܬܒܐ", "ܟܬܒܢ"),
    ("Thaana", "ދިވެހި", "ދަވަހަ"),
    ("Devanagari", "लड़की", "लड़का"),
    ("Bengali", "বালা", "বালি"),
    ("Gurmukhi", "ਕੁੜੀ", "ਕੁੜਾ"),
    ("Gujarati", "છોકરી", "છોકરો"),
    ("Oriya", "ପିଲା", "ପାଲି"),
    ("Tamil", "கல்", "கால்"),
    ("Telugu", "కల", "కాల"),
    ("Kannada", "ಕಲ", "ಕಾಲ"),
    ("Malayalam", "കല", "കാല"),
    ("Sinhala", "කල", "කාල"),
    ("Thai", "มา", "ม้า"),
    ("Lao", "ມາ", "ມ້າ"),
    ("Tibetan", "བོད", "བུད"),
    ("Burmese", "စာ", "စား"),
    ("Khmer", "កា", "កី"),
    ("Ethiopic", "ሰላም", "ሰለም"),
    ("Mongolian", "ᠮᠣᠩᠭᠣᠯ", "ᠮᠣᠩᠭᠣᠨ"),
    ("Hangul", "한국", "한글"),
    ("Hiragana", "かき", "かぎ"),
    ("Katakana", "ハハ", "パパ"),
    ("Han", "人民", "入民"),
    ("Cherokee", "ᏣᎳᎩ", "ᏣᎳᏱ"),
    ("Javanese", "ꦏꦶ", "ꦏꦸ"),
    ("Balinese", "ᬓᬶ", "ᬓᬸ"),
    ("Tai Tham", "ᨾᩣ", "ᨾᩦ"),
    ("Meetei Mayek", "ꯀꯤ", "ꯀꯥ"),
    ("N'Ko", "ߒߞߏ", "ߒߞߐ"),
    ("a bracket that is no reading", "北京(Beijing)", "北京"),
    ("a bracket that is no reading", "会議(オンライン)", "会議"),
    ("a bracket that is no reading", "学生(たち)", "学生"),
    ("confusable, one script", "\u{430}\u{441}\u{435}", "ace"),
    ("Adlam", "𞤀𞤁", "𞤀𞤂"),
];

/// Pairs of texts that say the same in another layout.
const SAME: [(&str, &str, &str); 62] = [
    ("thousands", "1,200,000", "1200000"),
    ("range", "1990-1995", "1990–1995"),
    ("range", "3月-5月", "3月—5月"),
    ("name with a number", "a-5", "a5"),
    ("list", "- 5 apples", "5 apples"),
    ("end of a sentence", "It was 5. Then 6", "It was 5 Then 6"),
    ("enumeration", "1、2、3", "1 2 3"),
    ("minus", "−5", "-5"),
    ("minus, full width", "－５", "-5"),
    ("fraction", "½", "1/2"),
    ("colon", "时间：5", "时间 5"),
    ("ratio", "3∶2", "3:2"),
    ("quoted mail", "> left right", "left right"),
    ("tag", "a <b> c", "a b c"),
    ("title", "看＜红楼＞", "看《红楼》"),
    ("rule", "=====\n甲", "甲"),
    ("frame", "+-----+ │甲│", "甲"),
    ("bullet", "■ 甲", "甲"),
    ("bullet", "★ 甲", "甲"),
    ("bullet", "● 甲\n● 乙", "甲\n乙"),
    ("missing glyph", "朱□基", "朱基"),
    ("arrow at the start", "→ 甲", "甲"),
    ("skin tone", "👍🏽", "👍"),
    ("presentation", "☑\u{FE0F}是", "☑是"),
    ("range", "10~20", "10～20"),
    ("Latin", "“Don’t”, she said", "Dont she said"),
    ("soft hyphen", "co\u{AD}operate", "cooperate"),
    ("Greek", "ΟΔΟΣ·", "οδος"),
    ("Cyrillic stress", "за\u{301}мок", "замок"),
    ("Armenian", "Բարև։", "բարև"),
    ("Georgian", "კარი — ქარი", "კარი ქარი"),
    ("Hebrew points", "שָׁלוֹם", "שלום"),
    ("Arabic harakat", "كِتَابٌ", "كتاب"),
    ("Arabic tatweel and shadda", "مُدَرِّس", "مدرس"),
    ("Syriac points", "ܟܬܳܒܳܐ", "ܟܬܒܐ"),
    ("Devanagari", "यह, एक।", "यह एक"),
    ("Devanagari digits", "२०१४", "2014"),
    ("joiners", "क्\u{200D}ष", "क्ष"),
    ("Bengali", "আমি।", "আমি"),
    ("Tamil", "கல்!", "கல்"),
    ("Thai", "มา ม้า", "มาม้า"),
    ("Lao", "ມາ «ມ້າ»", "ມາ ມ້າ"),
    ("Tibetan", "བོད་ཡིག།", "བོད ཡིག"),
    ("Burmese", "စာ၊ စား။", "စာ စား"),
    ("Khmer", "កា។", "កា"),
    ("Ethiopic", "ሰላም፡ለዓለም።", "ሰላም ለዓለም"),
    ("Mongolian", "ᠮᠣᠩᠭᠣᠯ\u{202F}ᠤᠨ᠃", "ᠮᠣᠩᠭᠣᠯ ᠤ\u{180B}ᠨ"),
    ("Hangul filler", "한\u{3164}국", "한국"),
    ("Kana", "ｶﾞ・", "ガ"),
    ("Han radicals", "⺠⻅⻛⼈", "民见风人"),
    ("Chinese zeros", "二〇〇八年", "二○○八年"),
    ("Chinese zeros", "二〇〇八年", "二零零八年"),
    ("Chinese zeros", "二〇〇八年", "二00八年"),
    ("Cherokee", "ᏣᎳᎩ.", "ᏣᎳᎩ"),
    ("readings, kana", "日本（にほん）の漢字（かんじ）", "日本の漢字"),
    ("readings, Aozora", "漢《かん》字を読《よ》む", "漢字を読む"),
    ("readings, pinyin", "中(zhōng)国(guó)", "中国"),
    ("readings, pinyin without tones", "中(zhong)国(guo)", "中国"),
    ("readings, bopomofo", "中(ㄓㄨㄥ)國(ㄍㄨㄛˊ)", "中國"),
    ("confusable, Cyrillic", "p\u{430}ypal", "paypal"),
    ("confusable, Greek", "G\u{3BF}\u{3BF}gle", "Google"),
    ("confusable, Latin", "м\u{6F}сква", "москва"),
];

fn content(text: &str) -> String {
    content_of(text, Script::AsWritten).chars().iter().collect()
}

#[test]
fn texts_that_say_different_things_differ_in_content() {
    for (what, a, b) in DIFFERENT {
        assert_ne!(content(a), content(b), "{what}: {a} and {b}");
    }
}

#[test]
fn texts_that_differ_in_layout_are_equal_in_content() {
    for (what, a, b) in SAME {
        assert_eq!(content(a), content(b), "{what}: {a} and {b}");
    }
}

#[test]
fn a_part_cut_out_keeps_the_signs_that_its_surroundings_make_content() {
    let text = "共3.58元";
    let part = Content::whole(text).cut_out(text, 1..3);
    assert_eq!(part.chars(), ['3', '.']);
}

/// Words of three scripts whose vowels are marks, or which few programs cut into words.
const WORDS: [(&str, &str); 3] = [
    (
        "Burmese",
        "စာအုပ် ကျောင်း ဆရာ မြန်မာ နိုင်ငံ ရေ မီး လူ အိမ် လမ်း ပန်း သစ်ပင် တောင် မြစ် ကောင်းကင် နေ့ ည မနက်ဖြန် စကား ပြော",
    ),
    (
        "Tibetan",
        "བོད་ ཡིག་ སློབ་ གྲྭ་ དགེ་ རྒན་ མི་ ཆུ་ མེ་ ལམ་ ཁང་ མེ་ཏོག་ ཤིང་ རི་ གཙང་པོ་ ནམ་མཁའ་ ཉིན་ མཚན་ སང་ཉིན་ སྐད་ཆ་",
    ),
    (
        "Mongolian",
        "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ ᠰᠤᠷᠭᠠᠭᠤᠯᠢ ᠪᠠᠭᠰᠢ ᠬᠦᠮᠦᠨ ᠤᠰᠤ ᠭᠠᠯ ᠵᠠᠮ ᠭᠡᠷ ᠴᠡᠴᠡᠭ ᠮᠣᠳᠤ ᠠᠭᠤᠯᠠ ᠭᠣᠣᠯ ᠲᠡᠩᠷᠢ ᠡᠳᠦᠷ ᠰᠥᠨᠢ ᠮᠠᠷᠭᠠᠰᠢ ᠦᠭᠡ ᠨᠣᠮ ᠬᠣᠲᠠ",
    ),
];

/// So many words of a list, in an order of their own.
fn running(words: &str, count: usize, random: &mut Numbers) -> Vec<String> {
    let words: Vec<&str> = words.split(' ').collect();
    (0..count).map(|_| words[random.between(0, words.len() - 1)].to_owned()).collect()
}

#[test]
fn edited_passages_in_scripts_with_vowel_marks_are_found() {
    for (script, words) in WORDS {
        let mut random = Numbers::new(7);
        let passage = running(words, 70, &mut random);
        let mut edited = passage.clone();
        for at in [12, 34, 55] {
            edited.remove(at);
        }
        let mut texts: Vec<String> = Vec::new();
        for part in [passage, edited] {
            let parts = [running(words, 90, &mut random), part, running(words, 90, &mut random)];
            texts.push(parts.concat().join(" "));
        }
        let findings = scan(&numbered(texts));
        assert_eq!(findings.matches.len(), 1, "{script}");
    }
}

#[test]
fn readings_have_no_place_in_content_and_all_others_keep_theirs() {
    let text = "中(zhōng)国(guó)人";
    let whole = Content::whole(text);
    assert_eq!(whole.chars(), ['中', '国', '人']);
    assert!(whole.offsets().eq([0, 11, 20]));
    let spans: Vec<&str> = (0..3).map(|at| whole.span(text, at..at + 1).of(text)).collect();
    assert_eq!(spans, ["中", "国", "人"]);
    assert_eq!(whole.span(text, 0..3).of(text), text);
}

#[test]
fn letters_that_look_alike_keep_their_places() {
    let text = "p\u{430}yp\u{430}l";
    let content = Content::whole(text);
    assert_eq!(content.chars(), ['p', 'a', 'y', 'p', 'a', 'l']);
    assert!(content.offsets().eq([0, 1, 3, 4, 5, 7]));
    assert_eq!(content.span(text, 1..2).of(text), "\u{430}");
}
