//! What is said in other words is found, and what says something else is told apart.

use leitong::document::Level;
use leitong::embedding::Model;
use leitong::scan::{Findings, Kind, ScanSettings, Semantic};
use leitong::similarity::{Contradiction, TokenizedText, WordEmbedder, contradictions};
use leitong::sketch::{IdfWeights, Vocabulary, WordId};
use leitong::text::{Content, Script};
use proptest::prelude::*;

use crate::support::{cases, content_of, numbered, on_threads, scan_with};

const PLAIN: &str = "我们要努力提高领导干部的工作能力和水平，得到群众的支持和帮助。全市各级部门必须加强社区服务，解决居民生活中的困难，\
    让大家感到满意。";
const SPUN: &str = "全市各级部门务必增强社区服务，处理居民生活中的难题，让大伙觉得满意。我们要尽力提升领导干部的工作本事和水准，\
    获得群众的支撑和帮忙。";
const OTHER: &str = "今年夏天雨水很多，江河的水位上涨得很快，沿岸的村庄组织了巡逻队，日夜守在大堤上，乡亲们把粮食和牲口搬到高处，\
    等待洪峰过去。";

fn scan(texts: &[&str], settings: ScanSettings) -> Findings {
    scan_with(settings, &numbered(texts.iter().map(ToString::to_string)))
}

fn semantic() -> ScanSettings {
    ScanSettings::default().semantic(Semantic::default())
}

/// Texts with their words, and what the words weigh.
fn words(texts: [&str; 2]) -> (IdfWeights, [(Content, Vec<WordId>); 2]) {
    let mut vocabulary = Vocabulary::default();
    let of = texts.map(|text| {
        let content = content_of(text, Script::Simplified);
        let mut words = Vec::new();
        vocabulary.add(text, &content, 0..content.len(), &mut words);
        (content, words)
    });
    (IdfWeights::new(vocabulary), of)
}

/// The contradictions of two texts.
fn guarded(a: &str, b: &str) -> Vec<Contradiction> {
    let (weights, [(x, words_a), (y, words_b)]) = words([a, b]);
    let reader = WordEmbedder::new(Model::embedded(), &weights);
    let (of_a, of_b) = (reader.word_bag(words_a), reader.word_bag(words_b));
    let resemblance = reader.compare(&of_a, &of_b);
    let (a, b) = (
        TokenizedText { text: a, content: &x, bag: &of_a },
        TokenizedText { text: b, content: &y, bag: &of_b },
    );
    contradictions(a, b, &resemblance).collect()
}

#[test]
fn a_spun_paragraph_is_found_and_its_words_are_told() {
    assert!(scan(&[PLAIN, SPUN, OTHER], ScanSettings::default()).matches.is_empty());
    let findings = scan(&[PLAIN, SPUN, OTHER], semantic());
    let [found] = &findings.matches[..] else { panic!("{} matches", findings.matches.len()) };
    assert_eq!((found.level, found.kind), (Level::Paragraph, Kind::Paraphrase));
    assert_eq!((found.a.document, found.b.document), (0, 1));
    let paraphrase = found.paraphrase.as_ref().expect("it is a paraphrase");
    assert!(paraphrase.contradictions.is_empty());
    let words: Vec<(&str, &str)> =
        paraphrase.similar_words.iter().map(|(a, b)| (a.of(PLAIN), b.of(SPUN))).collect();
    for pair in [("支持", "支撑"), ("困难", "难题"), ("必须", "务必"), ("帮助", "帮忙")]
    {
        assert!(words.contains(&pair), "{pair:?} is not in {words:?}");
    }
}

/// What stands around a passage, about something else.
const HOSTS: [[&str; 2]; 2] = [
    [
        "今年夏天雨水很多，江河的水位上涨得很快，沿岸的村庄组织了巡逻队，日夜守在大堤上。",
        "乡亲们把粮食和牲口搬到高处，等待洪峰过去；下游的水库也打开了闸门。",
    ],
    [
        "音乐学院的学生在广场上演奏了三首古典乐曲，观众安静地听完，掌声响了很久。",
        "演出结束以后，指挥介绍了乐团的历史，并且邀请孩子们上台摸一摸大提琴。",
    ],
];

#[test]
fn a_spun_passage_is_found_inside_paragraphs_with_its_ends() {
    let inside = |[before, behind]: [&str; 2], passage: &str| [before, passage, behind].concat();
    let (a, b) = (inside(HOSTS[0], PLAIN), inside(HOSTS[1], SPUN));
    let settings = || semantic().levels([Level::Passage]);
    let findings = scan(&[&a, &b], settings());
    let [found] = &findings.matches[..] else { panic!("{} matches", findings.matches.len()) };
    assert_eq!((found.level, found.kind), (Level::Passage, Kind::Paraphrase));
    let without_stop = |passage: &'static str| passage.trim_end_matches('。');
    assert_eq!(
        (found.a.span.of(&a), found.b.span.of(&b)),
        (without_stop(PLAIN), without_stop(SPUN))
    );
    assert!(
        found.a.coverage > 0.3 && found.a.coverage < 0.6,
        "of the speech: {}",
        found.a.coverage
    );
    let similar = &found.paraphrase.as_ref().expect("it is a paraphrase").similar_words;
    assert!(similar.iter().any(|(x, y)| (x.of(&a), y.of(&b)) == ("支持", "支撑")));
    assert!(scan(&[&a, &inside(HOSTS[1], "")], settings()).matches.is_empty());
}

#[test]
fn a_passage_may_be_cut_into_other_paragraphs() {
    let sentences = |text: &str| text.replace('。', "。\n");
    let a = [HOSTS[0][0], "\n", &sentences(PLAIN), HOSTS[0][1]].concat();
    let b = [HOSTS[1][0], SPUN, HOSTS[1][1]].concat();
    let findings = scan(&[&a, &b], semantic().levels([Level::Passage]));
    let [found] = &findings.matches[..] else { panic!("{} matches", findings.matches.len()) };
    assert_eq!(found.a.span.of(&a), sentences(PLAIN).trim_end_matches(['。', '\n']));
    assert_eq!(found.b.span.of(&b), SPUN.trim_end_matches('。'));
}

#[test]
fn a_spun_speech_is_told_once_however_its_paragraphs_stand() {
    let plain = [
        PLAIN,
        "同志们，农村的道路建设关系到千家万户，我们应当抓紧时间完成工程，保证质量，不辜负乡亲们的期望。",
        "学校要关心学生的健康，安排足够的体育活动，培养他们良好的生活习惯。",
    ];
    let spun = [
        "学校要关怀学生的健康，部署充足的体育活动，培育他们优良的生活习惯。",
        SPUN,
        "同志们，乡村的道路建设关乎到千家万户，我们应该抓紧时刻完成工程，保障质量，不辜负乡亲们的期待。",
    ];
    let (a, b) = (plain.join("\n"), spun.join("\n"));
    let findings = scan(&[&a, &b, OTHER], semantic());
    let [found] = &findings.matches[..] else { panic!("{} matches", findings.matches.len()) };
    assert_eq!((found.level, found.kind), (Level::Speech, Kind::Paraphrase));
    assert_eq!((found.a.span.of(&a), found.b.span.of(&b)), (&a[..], &b[..]));
    assert!(found.a.coverage > 0.8 && found.b.coverage > 0.8);
    let paragraphs = scan(&[&a, &b], semantic().levels([Level::Paragraph]));
    assert_eq!(paragraphs.matches.len(), 3);
}

#[test]
fn a_changed_number_makes_a_template() {
    let spun = "全市52个部门必须增强社区服务，处理居民生活中的困难，让大家感到满意。我们要努力提高领导干部的工作本事和水平，得到群众的\
        支持和帮忙。";
    let plain = PLAIN.replace("全市各级", "全市38个");
    let findings = scan(&[&plain, spun], semantic().levels([Level::Paragraph]));
    assert_eq!(
        findings.matches.iter().map(|found| found.kind).collect::<Vec<_>>(),
        [Kind::Template]
    );
    assert_eq!(
        findings.matches[0].paraphrase.as_ref().map(|how| &how.contradictions[..]),
        Some(&[Contradiction::Numbers][..])
    );
}

#[test]
fn what_was_copied_word_for_word_is_told_as_such() {
    let findings = scan(&[PLAIN, PLAIN], semantic());
    assert!(
        findings
            .matches
            .iter()
            .all(|found| found.kind == Kind::Exact && found.paraphrase.is_none())
    );
}

#[test]
fn a_finding_does_not_depend_on_the_script() {
    let traditional = "全市各級部門務必增強社區服務，處理居民生活中的難題，讓大夥覺得滿意。我們要盡力提升領導幹部的工作本事和水準，\
        獲得群眾的支撐和幫忙。";
    let kinds: Vec<Kind> =
        scan(&[PLAIN, traditional], semantic()).matches.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [Kind::Paraphrase]);
}

#[test]
fn threads_change_nothing() {
    let run = |threads| {
        let inside = [HOSTS[0][0], SPUN, HOSTS[0][1]].concat();
        on_threads(threads, || scan(&[PLAIN, OTHER, SPUN, PLAIN, &inside], semantic()))
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn guards_see_what_changes_the_sense() {
    let text = "据统计，今年上半年北京的粮食产量上涨了，有关部门对此表示支持。";
    for (from, to, guard) in [
        ("上涨", "下跌", Contradiction::Opposites),
        ("支持", "不支持", Contradiction::Negation),
        ("表示", "没有表示", Contradiction::Negation),
        ("北京", "上海", Contradiction::Names),
    ] {
        let fired = guarded(text, &text.replace(from, to));
        assert!(fired.contains(&guard), "{from} → {to}: {fired:?}");
    }
    let counted = |number: &str| format!("共收购{number}吨粮食，比去年多。");
    assert_eq!(guarded(&counted("3.5"), &counted("3.6")), [Contradiction::Numbers]);
    assert_eq!(guarded(&counted("三十"), &counted("四十")), [Contradiction::Numbers]);
}

#[test]
fn guards_are_silent_where_the_sense_stays() {
    assert!(guarded(PLAIN, SPUN).is_empty());
    for (a, b) in [
        ("两个不同的部门", "两个不等的部门"),
        ("队伍28日出发", "部队28日出发"),
        ("（1）利润增长7.4%；（2）建设完成", "（2）建设完成；（1）利润增长7.4%"),
        ("增长3.5%，2024年完成", "2024年完成，增长3.5%"),
    ] {
        assert!(guarded(a, b).is_empty(), "{a} / {b}: {:?}", guarded(a, b));
    }
}

#[test]
fn what_is_written_otherwise_does_not_contradict() {
    for (a, b) in [
        ("大会定于三月五日召开，约一万人到会", "大会将于3月5日召开，10000人左右到会"),
        ("产量增长20%，占全省的三分之一", "产量增长百分之二十，占全省的1/3"),
        ("代表们不同意这个方案，认为太贵", "代表们反对这个方案，认为太贵"),
        ("王建国表扬了李志强的工作", "李志强的工作被王建国表扬"),
        ("货款为五百元，星期日以前付清", "货款为500元，周日之前付清"),
        ("会议批准了方案，没有人反对", "方案获得会议批准，无人反对"),
        (
            "The plan was approved by half of the members",
            "50 percent of the members approved the plan",
        ),
        ("Mr Smith came to Berlin on March 5", "John Smith arrived in Berlin on 5 March"),
        ("It is not legal to park here at night", "It is illegal to park here at night"),
        (
            "Anna Berg praised Tom Reed in the meeting",
            "Tom Reed was praised by Anna Berg in the meeting",
        ),
    ] {
        assert!(guarded(a, b).is_empty(), "{a} / {b}: {:?}", guarded(a, b));
    }
}

#[test]
fn each_class_is_found_by_its_name() {
    use Contradiction::{Dates, Modality, Names, Negation, Numbers, Opposites, Roles, Units};
    for (a, b, class) in [
        ("其中三分之一是新会员", "其中二分之一是新会员", Numbers),
        ("过半数的代表参加了会议", "三分之二的代表参加了会议", Numbers),
        ("two thirds of the members came", "a quarter of the members came", Numbers),
        ("昨天的会议由王建国主持", "昨天的会议由李志强主持", Names),
        (
            "The prize went to Helen Archer last night",
            "The prize went to Martin Doyle last night",
            Names,
        ),
        ("大家认为他的方法是可靠的", "大家认为他的方法不是可靠的", Negation),
        ("the workers did finish the bridge", "the workers did not finish the bridge", Negation),
        ("会议批准了扩建方案", "会议否决了扩建方案", Opposites),
        ("the council approved the budget", "the council rejected the budget", Opposites),
        ("会上王建国表扬了李志强的做法", "会上李志强表扬了王建国的做法", Roles),
        ("then the dog chased the cat away", "then the cat chased the dog away", Roles),
        ("新增果园面积为五亩", "新增果园面积为五公顷", Units),
        ("the ticket costs ten euros there", "the ticket costs ten dollars there", Units),
        ("所有企业必须申报排放数据", "所有企业可以申报排放数据", Modality),
        ("all members must pay the fee", "all members may pay the fee", Modality),
        ("代表团将于五月抵达", "代表团将于九月抵达", Dates),
        ("the shop is closed on Monday", "the shop is closed on Friday", Dates),
        ("定于星期三上午开会", "定于星期日上午开会", Dates),
    ] {
        assert!(guarded(a, b).contains(&class), "{a} / {b}: {:?}", guarded(a, b));
    }
}

/// Changed texts that are taken for the same, and rewordings that are taken for changed, as shares.
fn error_shares(cases: &str) -> (f64, f64) {
    let (mut text, mut reworded) = ("", "");
    let (mut changed, mut missed, mut kept, mut stopped) = (0, 0, 0, 0);
    for line in cases.lines() {
        match line.split_once(' ') {
            Some(("<", rest)) => text = rest,
            Some((">", rest)) => {
                reworded = rest;
                kept += 1;
                stopped += usize::from(!guarded(text, reworded).is_empty());
            }
            Some(("~", rest)) => {
                let parts: Vec<&str> = rest.split(" | ").collect();
                assert!(reworded.contains(parts[1]), "{line}");
                changed += 1;
                missed +=
                    usize::from(guarded(text, &reworded.replace(parts[1], parts[2])).is_empty());
            }
            _ => {}
        }
    }
    (f64::from(missed as u32) / f64::from(changed), f64::from(stopped as u32) / f64::from(kept))
}

#[test]
fn changes_of_the_meaning_are_found_in_reworded_texts() {
    let (missed, stopped) = error_shares(include_str!("../data/meaning_cases.txt"));
    println!("missed: {:.1} %, stopped: {:.1} %", 100.0 * missed, 100.0 * stopped);
    assert!(missed <= 0.13, "{missed}");
    assert!(stopped <= 0.05, "{stopped}");
}

#[test]
fn changes_of_the_meaning_are_found_in_paragraphs_that_were_written_anew() {
    for (cases, most_missed, most_stopped) in [
        (include_str!("../data/meaning_cases_zh.txt"), 0.33, 0.14),
        (include_str!("../data/meaning_cases_en.txt"), 0.33, 0.24),
    ] {
        let (missed, stopped) = error_shares(cases);
        println!("missed: {:.1} %, stopped: {:.1} %", 100.0 * missed, 100.0 * stopped);
        assert!(missed <= most_missed, "{missed}");
        assert!(stopped <= most_stopped, "{stopped}");
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn contradictions_do_not_depend_on_the_order(
        a in "((会议|批准|否决|王建国|李志强|表扬|不|必须|可以|三月|5月|二十吨|30吨|北京|，|。){0,12})",
        b in "((会议|批准|否决|王建国|李志强|表扬|不|必须|可以|三月|5月|二十吨|30吨|北京|，|。){0,12})",
    ) {
        let (mut there, mut back) = (guarded(&a, &b), guarded(&b, &a));
        there.sort_unstable();
        back.sort_unstable();
        prop_assert_eq!(there, back);
        prop_assert_eq!(guarded(&a, &a), []);
    }

    #[test]
    fn numbers_of_equal_value_do_not_contradict(number in 2_u32..10, month in 1_usize..13) {
        let digit = "零一二三四五六七八九".chars().nth(number as usize).expect("a digit");
        let months = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        let (a, b) = (
            format!("到{month}月共收购{number}0吨粮食，占{number}0%"),
            format!("到{}月共收购{digit}十吨粮食，占百分之{digit}十", months[month - 1]),
        );
        prop_assert_eq!(guarded(&a, &b), []);
        let other = b.replace("吨", "公斤");
        prop_assert_eq!(guarded(&a, &other), [Contradiction::Units]);
    }

    #[test]
    fn likeness_is_symmetric_and_a_share(
        a in "[提高能力升本事水平准群众支持帮助，。35a ]{0,60}",
        b in "[提高能力升本事水平准群众支持帮助，。35a ]{0,60}",
    ) {
        let (weights, [(_, of_a), (_, of_b)]) = words([&a, &b]);
        let reader = WordEmbedder::new(Model::embedded(), &weights);
        let (x, y) = (reader.word_bag(of_a), reader.word_bag(of_b));
        let (there, back) = (reader.compare(&x, &y), reader.compare(&y, &x));
        for share in [there.words, there.soft_words, there.order] {
            prop_assert!((0.0..=1.0).contains(&share), "{share}");
        }
        prop_assert!((there.words - back.words).abs() < 1e-5);
        prop_assert!((there.soft_words - back.soft_words).abs() < 1e-5);
        prop_assert!((x.words_shared(&y) - there.words).abs() < 1e-5);
        prop_assert!(there.soft_words >= there.words - 1e-6);
        if !x.words().is_empty() {
            prop_assert!((reader.compare(&x, &x).soft_words - 1.0).abs() < 1e-5);
        }
    }
}
