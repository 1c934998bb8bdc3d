//! Laws of the embedding model: where its words stand, and what their sums are.

use std::fs;

use leitong::document::Span;
use leitong::embedding::{Model, TokenId};
use leitong::text::{Content, Script};
use proptest::prelude::*;

use crate::support::{MANY, cases, root};

/// XXH3 of the model that is shipped; `evaluation/model/make.py` prints it.
const CHECKSUM: u64 = 0x2EEA_C017_255F_8483;

fn ids(model: &Model, text: &str) -> Vec<Option<TokenId>> {
    model.tokens(text, Script::Simplified).iter().map(|token| token.id).collect()
}

fn id(word: &str) -> TokenId {
    let ids = ids(Model::embedded(), word);
    assert_eq!(ids.len(), 1, "{word} is one word");
    ids[0].expect("the model knows the word")
}

fn cut(text: &str) -> Vec<&str> {
    Model::embedded()
        .tokens(text, Script::Simplified)
        .iter()
        .map(|token| token.span.of(text))
        .collect()
}

fn cosine(x: &[f32], y: &[f32]) -> f32 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// Whether the words of `text` lie inside it, rise, and share no more than one cluster of
/// characters that folds to several (㍿, a digit and the vowel that hangs on it), and its vector
/// has unit length or none.
fn holds(model: &Model, text: &str) {
    let tokens = model.tokens(text, Script::Simplified);
    let whole = Content::of(text, Span::new(0, text.len()), Script::Simplified);
    let offsets: Vec<u32> = whole.offsets().collect();
    let before = |end: usize| offsets.partition_point(|&offset| (offset as usize) < end);
    let mut last = Span::new(0, 0);
    for token in &tokens {
        let span = token.span;
        let is_apart = last.end <= span.start || before(last.end) - before(span.start) > 1;
        assert!(last.start <= span.start && is_apart, "words rise and lie apart: {text:?}");
        // A sign that is content between its neighbours may have none by itself.
        let next = offsets.get(before(span.start)).copied();
        assert!(
            next.is_some_and(|next| (next as usize) < span.end),
            "a word has content: {text:?}"
        );
        last = span;
    }
    let vector = model.embed(text, Script::Simplified);
    let length = cosine(&vector, &vector);
    let is_known = tokens.iter().any(|token| token.id.is_some());
    assert!(
        if is_known { length == 0.0 || (length - 1.0).abs() < 1e-4 } else { length == 0.0 },
        "{text:?}: {length}"
    );
    let again = model.embed(text, Script::Simplified);
    assert!(vector.iter().map(|x| x.to_bits()).eq(again.iter().map(|x| x.to_bits())), "{text:?}");
}

#[test]
fn the_shipped_model_is_the_one_that_was_measured() {
    let bytes = fs::read(root().join("src/embedding/default.model")).expect("it is there");
    assert!(bytes.len() <= 9_000_000);
    assert_eq!(xxhash_rust::xxh3::xxh3_64(&bytes), CHECKSUM);
}

#[test]
fn words_of_the_model_are_found_in_texts() {
    let text = "他的本事和水平，值得2,000人学习。It doesn't matter: GDP增长3.5%！";
    assert_eq!(
        cut(text),
        [
            "他", "的", "本事", "和", "水平", "值得", "2,000", "人", "学习", "It", "doesn't",
            "matter", "GDP", "增长", "3.5", "%"
        ]
    );
    assert_eq!(cut("能 力\n强。本，事"), ["能 力", "强", "本", "事"]);
    assert_eq!(ids(Model::embedded(), "2024"), ids(Model::embedded(), "３.５"));
    assert_eq!(ids(Model::embedded(), "zxqvbk 𠀀 привет"), [None, None, None]);
}

#[test]
fn every_word_is_found_as_itself() {
    let model = Model::embedded();
    let mut unknown = Vec::new();
    let first = ids(model, "的")[0].expect("it is known");
    assert_eq!(model.word(first), "的");
    for word in ["能力", "本事", "happy", "科学技术", "一", "0"] {
        if model.word(id(word)) != word {
            unknown.push(word);
        }
    }
    assert_eq!(unknown, [""; 0]);
}

fn words<'m>(model: &'m Model, text: &str) -> Vec<&'m str> {
    let ids = ids(model, text);
    ids.into_iter().map(|id| id.map_or("?", |id| model.word(id))).collect()
}

#[test]
fn forms_of_english_words_are_those_words() {
    let model = Model::embedded();
    for (form, known) in [
        ("the country's annuities", "the country annuity"),
        ("Rescheduled", "scheduled"),
        ("stabilised", "stabilized"),
        ("refinancing", "refinance"),
        ("fire-fighting firefighting", "fire fighting fire fighting"),
        ("tankless nonviolent antianxiety", "? ? ?"),
        ("und nicht oder", "? ? ?"),
    ] {
        assert_eq!(words(model, form).join(" "), known);
    }
}

#[test]
fn a_single_word_is_that_of_a_text() {
    let model = Model::embedded();
    for word in ["能力", "體育", "annuities", "2024"] {
        assert_eq!(model.word_ids(word), model.token_ids(word, Script::Simplified));
    }
}

#[test]
fn words_of_like_meaning_are_alike() {
    let model = Model::embedded();
    for (word, near, far) in [
        ("能力", "本事", "苹果"),
        ("帮助", "帮忙", "石头"),
        ("谢谢", "感谢", "电视"),
        ("big", "large", "river"),
        ("能力", "ability", "river"),
    ] {
        let [word, near, far] = [word, near, far].map(id);
        let (near, far) = (model.similarity(word, near), model.similarity(word, far));
        assert!(near > far + 0.05, "{}: {near} {far}", model.word(word));
    }
}

#[test]
fn texts_of_like_meaning_are_alike() {
    let embed = |text| Model::embedded().embed(text, Script::Simplified);
    let text = embed("感谢各位同志对我的支持和帮助，我一定努力提高自己的能力和水平。");
    let reworded = embed("多谢大家给我的支持与帮忙，我必定努力提升个人的本事和水平。");
    let other = embed("昨天夜里下了一场大雨，河水涨了三尺，桥也被冲走了。");
    assert!(cosine(&text, &reworded) > 0.6, "{}", cosine(&text, &reworded));
    assert!(cosine(&text, &other) < 0.5, "{}", cosine(&text, &other));
}

#[test]
fn frequent_words_weigh_less() {
    let model = Model::embedded();
    let weights = ["的", "我们", "工作", "科学技术"]
        .map(|word| model.weight(ids(model, word)[0].expect("it is known")));
    assert!(weights[0] < weights[2] && weights[1] < weights[3], "{weights:?}");
    assert!(weights.iter().all(|weight| (0.0..=1.0).contains(weight)));
}

#[test]
fn a_word_is_like_itself() {
    let model = Model::embedded();
    let (x, y) = (id("能力"), id("苹果"));
    let [mut u, mut v] = [vec![0.0; model.dims()], vec![0.0; model.dims()]];
    model.vector(x, &mut u);
    model.vector(y, &mut v);
    assert!((cosine(&u, &u) - 1.0).abs() < 1e-5 && (model.similarity(x, x) - 1.0).abs() < 1e-5);
    assert!((cosine(&u, &v) - model.similarity(x, y)).abs() < 1e-5);
    assert!((model.similarity(x, y) - model.similarity(y, x)).abs() < f32::EPSILON);
}

#[test]
fn hostile_texts_are_embedded() {
    let model = Model::embedded();
    let long = ["能", "能力", "a", "1", " ", "\0", "é", "e\u{301}", "体𠀀", "\u{202E}", "가"]
        .map(|run| run.repeat(1_000_000 / run.len()));
    for text in long.iter().map(String::as_str).chain([
        "",
        "\0能\0力\0",
        "\u{202E}力能\u{202C}",
        "\u{FEFF}",
        "ﷺ㍿",
        "…！",
    ]) {
        holds(model, text);
    }
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn words_stand_in_the_text(text in "\\PC*") {
        holds(Model::embedded(), &text);
    }

    #[test]
    fn words_stand_in_chinese_text(text in "([一-龥]|[，。 的是不了我]|[a-zA-Z']|[0-9.,]|\r\n|\u{301}|\u{AD}){0,80}") {
        holds(Model::embedded(), &text);
    }

    #[test]
    fn the_script_does_not_matter(words in prop::collection::vec(prop::sample::select(&[("體育", "体育"), ("國家", "国家"), ("電腦", "电脑"), ("學習", "学习"), ("，", "，"), ("我們", "我们"), ("發展", "发展")][..]), 0..30)) {
        let [traditional, simplified]: [String; 2] =
            [words.iter().map(|pair| pair.0).collect(), words.iter().map(|pair| pair.1).collect()];
        let model = Model::embedded();
        prop_assert_eq!(ids(model, &traditional), ids(model, &simplified));
        for script in [Script::AsWritten, Script::Simplified] {
            prop_assert_eq!(model.tokens(&traditional, script), model.tokens(&traditional, Script::Simplified));
        }
    }

    #[test]
    fn sums_add_up_in_any_order(words in prop::collection::vec(0_u32..30_000, 0..300), cut in any::<prop::sample::Index>()) {
        // Every word of the model that these numbers name, through texts.
        let model = Model::embedded();
        let vocabulary = ids(model, "我们的能力和本事，科学技术是第一生产力；发展体育运动，增强人民体质。happy table 12");
        let ids: Vec<TokenId> = words.iter().filter_map(|&word| vocabulary[word as usize % vocabulary.len()]).collect();
        let (head, tail) = ids.split_at(cut.index(ids.len() + 1));
        let [mut whole, mut parts] = [vec![0.0; model.dims()], vec![0.0; model.dims()]];
        model.sum(ids.iter().copied(), &mut whole);
        model.sum(tail.iter().rev().copied(), &mut parts);
        model.sum(head.iter().copied(), &mut parts);
        prop_assert_eq!(whole, parts);
    }
}
