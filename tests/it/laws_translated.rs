//! Translations are found between two languages, and nothing else is.

use leitong::document::Level;
use leitong::scan::{Findings, Kind, ScanSettings, Semantic};
use leitong::similarity::Contradiction;
use proptest::prelude::*;

use crate::support::{cases, numbered, on_threads, scan_with};

/// Paragraphs and their translations.
const PAIRS: [[&str; 2]; 8] = [
    [
        "每天清晨，老渔夫把小船划到河中央，撒下渔网，然后坐在船头等待太阳升起。",
        "Every morning at dawn the old fisherman rows his small boat to the middle of the river, casts his \
         net, and sits in the bow waiting for the sun to rise.",
    ],
    [
        "图书馆从九月一日起延长开放时间，读者可以借书到晚上十点，周末也不休息。",
        "From the first of September the library will stay open longer: readers can borrow books until ten \
         in the evening, also at weekends.",
    ],
    [
        "医生建议病人每天服药两次，饭后服用，并且多喝水，少吃辛辣的食物。",
        "Doctors advise patients to take the medicine twice a day after meals, to drink more water, and to \
         eat less spicy food.",
    ],
    [
        "银行宣布提高贷款利率 25 个基点，许多小企业因此推迟了投资计划。",
        "The bank announced that it would raise its lending rate by 25 points, so many small companies \
         postponed their investment plans.",
    ],
    [
        "村里的小学去年只有 12 名学生，今年新来了一位年轻的音乐老师，孩子们学会了唱歌。",
        "Last year the village school had only 12 pupils; this year a young music teacher has come, and the \
         children have learned to sing.",
    ],
    [
        "由于大雾，机场关闭了三个小时，旅客只好在候机楼里过夜，航空公司提供了毛毯和热饮。",
        "Because of heavy fog the airport was closed for three hours; passengers had to spend the night in \
         the terminal, where the airline provided blankets and hot drinks.",
    ],
    [
        "考古学家在沙漠里发现了一座古城的遗址，城墙下面埋着陶器和铜币。",
        "Archaeologists have discovered the ruins of an ancient city in the desert; pottery and copper coins \
         were buried under the city wall.",
    ],
    [
        "法院判决被告赔偿原告的全部损失，并承担诉讼费用，被告表示将提出上诉。",
        "The court ordered the defendant to compensate the plaintiff for all losses and to pay the costs of \
         the lawsuit; the defendant said that he would appeal.",
    ],
];

/// Paragraphs without a translation among the others.
const OTHERS: [&str; 4] = [
    "厨师把面粉和鸡蛋搅拌均匀，加一点盐，再放进烤箱烤二十分钟，蛋糕就做好了。",
    "昨天晚上的足球比赛非常激烈，客队在最后一分钟射门得分，赢得了冠军。",
    "The city museum bought three paintings by a Dutch artist, which will be shown to visitors next spring.",
    "Farmers in the north planted new kinds of wheat that need less rain and ripen two weeks earlier.",
];

fn scan(texts: &[&str], settings: ScanSettings) -> Findings {
    scan_with(settings, &numbered(texts.iter().map(ToString::to_string)))
}

fn translated() -> ScanSettings {
    ScanSettings::default().translated(Semantic::default())
}

/// The documents of all matches, in ascending order.
fn documents(findings: &Findings) -> Vec<(usize, usize)> {
    let matches = findings.matches.iter();
    let mut pairs: Vec<(usize, usize)> = matches
        .inspect(|found| {
            assert_eq!((found.level, found.kind), (Level::Paragraph, Kind::Translation));
        })
        .map(|found| {
            (found.a.document.min(found.b.document), found.a.document.max(found.b.document))
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

proptest! {
    #![proptest_config(cases(24))]

    /// Of any paragraphs in any order exactly the translations are found.
    #[test]
    fn translations_are_found_and_nothing_else(
        order in Just((0..20_usize).collect::<Vec<_>>()).prop_shuffle(),
        count in 8..20_usize,
    ) {
        let text = |&at: &usize| if at < 16 { PAIRS[at / 2][at % 2] } else { OTHERS[at - 16] };
        let chosen = &order[..count];
        let texts: Vec<&str> = chosen.iter().map(text).collect();
        let findings = scan(&texts, translated());
        let of = |number: usize| chosen.iter().position(|&at| at == number);
        let mut expected: Vec<(usize, usize)> = (0..8)
            .filter_map(|pair| of(2 * pair).zip(of(2 * pair + 1)))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(documents(&findings), expected);
        prop_assert_eq!(&findings, &on_threads(1, || scan(&texts, translated())));
    }

    /// Text of one language has no translations, and a report says that there was nothing to compare.
    #[test]
    fn text_of_one_language_has_no_translations(count in 1..8_usize, language in 0..2_usize) {
        let texts: Vec<&str> = PAIRS[..count].iter().map(|pair| pair[language]).collect();
        let findings = scan(&texts, translated());
        prop_assert_eq!(documents(&findings), []);
        prop_assert_eq!(findings.stats.one_language, count);
    }
}

#[test]
fn a_translation_tells_its_words_and_covers_both_paragraphs() {
    let [zh, en] = PAIRS[2];
    let findings = scan(&[zh, en, OTHERS[0], OTHERS[2]], translated());
    assert_eq!(documents(&findings), [(0, 1)]);
    let found = &findings.matches[0];
    assert!(found.a.coverage > 0.99 && found.b.coverage > 0.99 && found.form.is_none());
    assert_eq!(findings.stats.one_language, 0);
    let evidence = found.paraphrase.as_ref().expect("words were compared");
    assert!(evidence.by_chance < 0.01 && evidence.contradictions.is_empty(), "{evidence:?}");
    let words: Vec<(&str, &str)> =
        evidence.similar_words.iter().map(|(a, b)| (a.of(zh), b.of(en))).collect();
    for pair in [("医生", "Doctors"), ("病人", "patients"), ("建议", "advise")] {
        assert!(words.contains(&pair), "{pair:?} is not in {words:?}");
    }
}

#[test]
fn another_number_is_told() {
    let [zh, en] = PAIRS[3];
    let differing = |en: &str| {
        let findings = scan(&[zh, en, OTHERS[0], OTHERS[2]], translated());
        assert_eq!(documents(&findings), [(0, 1)]);
        let evidence = findings.matches[0].paraphrase.as_ref();
        evidence.expect("words were compared").contradictions.clone()
    };
    assert_eq!(differing(en), []);
    assert_eq!(differing(&en.replace("25", "50")), [Contradiction::Numbers]);
}

#[test]
fn paraphrases_and_translations_are_found_together() {
    let spun = "大夫劝告患者每日吃药两回，在饭后服用，而且多喝水，少吃辣的食品。";
    let texts = [PAIRS[2][0], spun, PAIRS[0][1], PAIRS[0][0], OTHERS[2]];
    let alone = scan(&texts, translated());
    assert_eq!(documents(&alone), [(2, 3)]);
    let both = scan(&texts, translated().semantic(Semantic::default()));
    let kinds: Vec<Kind> = both.matches.iter().map(|found| found.kind).collect();
    assert!(kinds.contains(&Kind::Paraphrase) && kinds.contains(&Kind::Translation), "{kinds:?}");
    assert_eq!(both.matches.len(), 2);
}

#[test]
fn a_language_that_the_model_lacks_is_counted_and_not_guessed() {
    let russian = "Каждое утро на рассвете старый рыбак выводит свою маленькую лодку на середину реки, \
                   забрасывает сеть и ждёт, пока взойдёт солнце.";
    let findings = scan(&[PAIRS[0][0], russian], translated());
    assert_eq!((documents(&findings), findings.stats.unknown_words), (Vec::new(), 1));
}

#[test]
fn translations_need_paragraphs() {
    let settings = translated().levels([Level::Document, Level::Passage]);
    let refused = leitong::Scan::new(settings).expect_err("there are no paragraphs").to_string();
    assert!(refused.contains("paragraphs"), "{refused}");
}
