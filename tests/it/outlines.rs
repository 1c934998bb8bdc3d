//! How compilations of speeches are cut, in three languages, and what is left whole. All texts are
//! generated.

use leitong::corpus::Collection;
use leitong::document::{Level, Span};
use leitong::scan::{Findings, MatchSide, Scan, ScanSettings};
use leitong::text::{HeadingRule, Outline, Signal};

use proptest::prelude::*;

use crate::support::{Numbers, cases, numbered};

const TITLES: [&str; 5] = [
    "李明在植树大会上的讲话",
    "在丰收节开幕式上的致辞",
    "关于修水库的几点意见",
    "王芳同渔民代表的谈话纪要",
    "给毕业班全体学生的信",
];
const JAPANESE: [&str; 4] =
    ["開校式における祝辞", "港湾会議の開会挨拶", "卒業生への手紙", "図書館の落成にあたって"];
const ENGLISH: [&str; 4] = [
    "Remarks at the Opening of the Harbor",
    "Address to the Graduating Class",
    "On the Repair of the Old Bridge",
    "A Letter to the Farmers of the Valley",
];

/// The first line of a speech with a number and a title.
type Style<'s> = &'s dyn Fn(usize, &str) -> String;

/// Generated paragraphs: `count` of them, each a sentence of its own.
fn paragraphs(numbers: &mut Numbers, count: usize) -> Vec<String> {
    (0..count).map(|_| numbers.text(90).into_iter().collect::<String>() + "。").collect()
}

fn english(numbers: &mut Numbers, count: usize) -> Vec<String> {
    const WORDS: [&str; 12] = [
        "river", "people", "harvest", "bridge", "winter", "school", "market", "labor", "promise",
        "neighbor", "lantern", "orchard",
    ];
    let word = |numbers: &mut Numbers| WORDS[numbers.between(0, WORDS.len() - 1)];
    (0..count)
        .map(|_| {
            let words: Vec<&str> = (0..60).map(|_| word(numbers)).collect();
            format!("The {}.", words.join(" "))
        })
        .collect()
}

/// A compilation: the lines that open a speech, made of its number and title, and its paragraphs.
fn compilation(
    titles: &[&str],
    opening: impl Fn(usize, &str) -> Vec<String>,
    body: impl Fn(usize) -> Vec<String>,
) -> String {
    let mut text = String::new();
    for (number, title) in titles.iter().enumerate() {
        let lines = opening(number + 1, title).into_iter().chain(body(number));
        lines.for_each(|line| text.extend([&line, "\n"]));
    }
    text
}

fn chinese(opening: impl Fn(usize, &str) -> Vec<String>) -> String {
    compilation(&TITLES, opening, |number| paragraphs(&mut Numbers::new(number as u64), 5))
}

fn outline(text: &str) -> Outline {
    Outline::of(text, &HeadingRule::default())
}

/// The lines that speeches start with.
fn starts(text: &str) -> Vec<&str> {
    outline(text)
        .speeches
        .iter()
        .map(|speech| speech.span.of(text).lines().next().expect("a speech has a line"))
        .collect()
}

fn signals(text: &str) -> Vec<Signal> {
    outline(text).speeches.iter().map(|speech| speech.signal).collect()
}

fn line(text: &str) -> String {
    text.to_owned()
}

#[test]
fn titles_above_dates_notes_and_salutations_cut() {
    let openings: [(&str, Signal); 4] = [
        ("（一九五八年三月十二日）", Signal::Date),
        ("〖地点：县礼堂。李明主持。〗", Signal::Note),
        ("各位代表、各位来宾：", Signal::Addressed),
        ("《晨星报》", Signal::Byline),
    ];
    for (second, signal) in openings {
        let text = chinese(|_, title| vec![line(title), line(second)]);
        assert_eq!(starts(&text), TITLES, "{second}");
        assert!(signals(&text)[1..].iter().all(|&found| found == signal), "{second}");
    }
}

#[test]
fn numbered_titles_cut_in_every_style() {
    let han = ["一", "二", "三", "四", "五"];
    let styles: [Style<'_>; 5] = [
        &|number, title| format!("{number}、{title}"),
        &|number, title| format!("{number}．{title}"),
        &|number, title| format!("（{}）{title}", han[number - 1]),
        &|number, title| format!("{}、{title}", han[number - 1]),
        &|number, title| format!("({number}) {title}"),
    ];
    for style in styles {
        let text = chinese(|number, title| vec![style(number, title)]);
        let expected: Vec<String> =
            TITLES.iter().zip(1..).map(|(title, number)| style(number, title)).collect();
        assert_eq!(starts(&text), expected);
        assert!(signals(&text).contains(&Signal::Numbered));
    }
}

#[test]
fn a_stem_with_a_number_and_lines_in_brackets_cut() {
    let styles: [Style<'_>; 5] = [
        &|number, _| format!("演讲稿{number}"),
        &|number, _| format!("讲话稿（{}）", ["一", "二", "三", "四", "五"][number - 1]),
        &|number, _| format!("【范例{}】", ["一", "二", "三", "四", "五"][number - 1]),
        &|_, title| format!("《{title}》"),
        &|_, title| format!("〖{title}〗"),
    ];
    for style in styles {
        let text = chinese(|number, title| vec![style(number, title)]);
        let expected: Vec<String> =
            TITLES.iter().zip(1..).map(|(title, number)| style(number, title)).collect();
        assert_eq!(starts(&text), expected);
    }
}

#[test]
fn traditional_characters_are_cut_alike() {
    let titles = ["李明在植樹大會上的講話", "在豐收節開幕式上的致辭", "關於修水庫的幾點意見"];
    let text = compilation(
        &titles,
        |_, title| vec![line(title), line("各位來賓、同學們：")],
        |number| paragraphs(&mut Numbers::new(number as u64), 5),
    );
    assert_eq!(starts(&text), titles);
}

#[test]
fn a_table_of_contents_and_blank_lines_tell_titles() {
    let body = chinese(|_, title| vec![line(title)]);
    let pages = TITLES.iter().zip(1..).map(|(title, page)| format!("{title}……{}", page * 7));
    let contents: Vec<String> = pages.collect();
    let text = format!("目录\n{}\n{body}", contents.join("\n"));
    assert_eq!(starts(&text), TITLES);
    assert!(signals(&text).iter().all(|&signal| signal == Signal::Contents));
    let long = |number| paragraphs(&mut Numbers::new(number as u64), 9);
    let text = compilation(&TITLES, |_, title| vec![line(""), line(title), line("")], long);
    assert_eq!(starts(&text), TITLES);
}

#[test]
fn parts_of_a_speech_do_not_cut() {
    let inside = [
        "一、植树的意义",
        "二、植树的方法",
        "三、植树以后",
        "同志们！",
        "李明同志讲话",
        "各位代表：",
        "王芳：种得好！",
        "李明：大家种得好！",
        "（热烈鼓掌）",
        "森林万岁！",
        "12",
    ];
    let text = compilation(
        &TITLES,
        |_, title| vec![line(title), line("（一九五八年三月十二日）"), line("各位代表：")],
        |number| {
            let mut numbers = Numbers::new(number as u64);
            inside
                .iter()
                .flat_map(|part| paragraphs(&mut numbers, 2).into_iter().chain([line(part)]))
                .chain([line("谢谢大家！")])
                .collect()
        },
    );
    assert_eq!(starts(&text), TITLES);
}

#[test]
fn lines_that_announce_speakers_cut_where_no_title_encloses_them() {
    let speakers = ["李明同志讲话", "王芳同志的发言", "陈校长致辞"];
    let body = |number| paragraphs(&mut Numbers::new(number as u64), 5);
    let opening = |_: usize, title: &str| vec![line(title), line("同志们、朋友们：")];
    assert_eq!(starts(&compilation(&speakers, opening, body)), speakers);
}

#[test]
fn japanese_speeches_are_cut() {
    let body = |number| {
        let mut numbers = Numbers::new(100 + number as u64);
        (0..6)
            .map(|_| numbers.text(80).into_iter().collect::<String>() + "のであります。")
            .collect()
    };
    for second in ["昭和三十九年十月十日", "ご列席の皆様、", "（平成五年四月一日）"]
    {
        let text = compilation(&JAPANESE, |_, title| vec![line(title), line(second)], body);
        assert_eq!(starts(&text), JAPANESE, "{second}");
    }
    let text = compilation(&JAPANESE, |number, _| vec![format!("挨拶（{number}）")], body);
    assert_eq!(starts(&text), ["挨拶（1）", "挨拶（2）", "挨拶（3）", "挨拶（4）"]);
    let text = compilation(&JAPANESE, |number, title| vec![format!("第{number}回　{title}")], body);
    assert_eq!(starts(&text).len(), 4);
}

#[test]
fn english_speeches_are_cut() {
    let body = |number| english(&mut Numbers::new(200 + number as u64), 6);
    for second in ["March 12, 1958", "Ladies and gentlemen,", "(Delivered in the town hall)"] {
        let text = compilation(&ENGLISH, |_, title| vec![line(title), line(second)], body);
        assert_eq!(starts(&text), ENGLISH, "{second}");
    }
    for stem in ["Speech", "Chapter"] {
        let text = compilation(&ENGLISH, |number, _| vec![format!("{stem} {number}")], body);
        assert_eq!(starts(&text).len(), 4, "{stem}");
    }
}

#[test]
fn subtitles_and_page_numbers_stand_between_a_title_and_its_date() {
    let opening = |number: usize, title: &str| {
        vec![line(title), line("——为乡亲们而作"), format!("- {number} -"), line("一九五八年三月")]
    };
    assert_eq!(starts(&chinese(opening)), TITLES);
}

#[test]
fn numbers_may_start_late_be_left_out_or_misread() {
    let kept = |numbers: [usize; 5]| {
        let opening =
            |number: usize, title: &str| vec![format!("{}．{title}", numbers[number - 1])];
        starts(&chinese(opening)).len()
    };
    assert_eq!(kept([1, 2, 3, 4, 5]), 5);
    assert_eq!(kept([1, 2, 4, 5, 7]), 5, "numbers are left out");
    assert_eq!(kept([1, 2, 13, 4, 5]), 5, "a number is misread");
    let titles = [&TITLES[..], &JAPANESE[..]].concat();
    let opening = |number: usize, title: &str| vec![format!("{}、{title}", number + 20)];
    let body = |number| paragraphs(&mut Numbers::new(number as u64), 6);
    let text = compilation(&titles, opening, body);
    assert_eq!(starts(&text).len(), 9, "numbers start late");
}

#[test]
fn points_numbered_like_titles_do_not_cut() {
    let titles: Vec<String> = (1..9).map(|number| format!("{number}．论水库{number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let body = |speech| {
        let text = paragraphs(&mut Numbers::new(speech as u64), 6);
        let points = ["1．方针", "2．关系", "3．希望"].map(line);
        text.chunks(2).zip(points).flat_map(|(text, point)| [text, &[point]].concat()).collect()
    };
    let opening = |_: usize, title: &str| vec![line(title), line("（1958年3月）")];
    assert_eq!(starts(&compilation(&titles, opening, body)), titles);
}

#[test]
fn titles_may_end_with_marks_and_cheers_do_not_cut() {
    for mark in ["！", "？", "："] {
        let opening =
            |_: usize, title: &str| vec![format!("{title}{mark}"), line("（1958年3月12日）")];
        assert_eq!(starts(&chinese(opening)), TITLES.map(|title| format!("{title}{mark}")));
    }
    let opening = |_: usize, title: &str| vec![line(title), line("（1958年3月12日）")];
    let body = |number| {
        let text = paragraphs(&mut Numbers::new(number as u64), 4);
        let cheers = ["大家要努力啊！", "胜利万岁！", "王芳同志讲话"].map(line);
        [&text[..2], &cheers, &text[2..]].concat()
    };
    assert_eq!(starts(&compilation(&TITLES, opening, body)), TITLES);
}

#[test]
fn titles_have_two_lines_dates_of_their_own_or_a_table_of_contents_at_the_end() {
    let opening = |_: usize, title: &str| {
        let middle = title.char_indices().nth(6).expect("titles are longer").0;
        let (first, second) = title.split_at(middle);
        vec![line(first), line(second), line("（1958年3月12日）")]
    };
    assert_eq!(
        starts(&chinese(opening)),
        TITLES.map(|title| title.chars().take(6).collect::<String>())
    );
    let dated = |_: usize, title: &str| vec![format!("{title}（1958年3月12日）")];
    assert_eq!(starts(&chinese(dated)).len(), 5);
    let contents = format!("目录\n{}\n", TITLES.join("……12\n"));
    let text = chinese(|_, title| vec![line(title)]) + &contents;
    assert_eq!(starts(&text), TITLES);
}

#[test]
fn speeches_may_have_one_title_above_names_and_dates() {
    let opening = |number: usize, _: &str| {
        vec![line("在水库上的讲话"), line("李明"), format!("1958年3月{number}日")]
    };
    assert_eq!(starts(&chinese(opening)), ["在水库上的讲话"; 5]);
    let names = ["李明", "王芳", "张强", "刘洋", "陈静"];
    let opening = |number: usize, _: &str| {
        vec![line("在水库上的讲话"), line(names[number - 1]), format!("1958年3月{number}日")]
    };
    assert_eq!(starts(&chinese(opening)), ["在水库上的讲话"; 5]);
}

#[test]
fn running_heads_are_no_titles() {
    let body = |number| {
        let text = paragraphs(&mut Numbers::new(number as u64), 4);
        let page = [line("水库讲话集"), format!("- {number} -")];
        [&text[..2], &page, &text[2..]].concat()
    };
    let opening = |number: usize, title: &str| vec![format!("{number}．{title}")];
    assert_eq!(starts(&compilation(&TITLES, opening, body)).len(), 5);
}

#[test]
fn manuals_stay_whole() {
    let opening = |_: usize, title: &str| vec![line(title), line("（参见 tar）")];
    let body = |fragments: &[&str]| {
        let text = paragraphs(&mut Numbers::new(5), 2);
        text.into_iter().chain(fragments.iter().copied().map(line)).collect()
    };
    let fragments = ["如果指定了", "文件的名称", "那么就从它那里读入", "否则", "写到标准的输出"];
    let manual = compilation(&TITLES[..4], opening, |_| body(&fragments.repeat(2)));
    assert_eq!(starts(&manual).len(), 1);
    assert_eq!(starts(&compilation(&TITLES[..4], opening, |_| body(&fragments[..1]))).len(), 4);
}

#[test]
fn wrapped_lines_are_read_as_paragraphs() {
    let wrapped = |number| {
        let text = paragraphs(&mut Numbers::new(number as u64), 5);
        let chars: Vec<Vec<char>> = text.iter().map(|line| line.chars().collect()).collect();
        let lines = chars.iter().flat_map(|line| line.chunks(34));
        lines.map(|line| line.iter().collect()).collect()
    };
    let opening = |_: usize, title: &str| vec![line(title), line("（一九五八年三月十二日）")];
    assert_eq!(starts(&compilation(&TITLES, opening, wrapped)), TITLES);
}

#[test]
fn texts_without_speeches_stay_whole() {
    let mut numbers = Numbers::new(7);
    let law: Vec<String> = std::iter::once(line("森林保护条例"))
        .chain((1..40).map(|number| format!("第{number}条 {}", paragraphs(&mut numbers, 1)[0])))
        .collect();
    assert_eq!(starts(&law.join("\n")).len(), 1);
    let mut page = vec![line(TITLES[0]), line("1958年3月12日 来源：晨星网"), line("（小编整理）")];
    page.extend([line(TITLES[0]), line("各位代表：")]);
    page.extend(paragraphs(&mut numbers, 20));
    assert_eq!(starts(&page.join("\n")).len(), 1);
    let mut article = vec![line("怎样种树")];
    for part in ["一、选地", "二、挖坑", "三、浇水"] {
        article.push(line(part));
        article.extend(paragraphs(&mut numbers, 5));
    }
    assert_eq!(starts(&article.join("\n")).len(), 1);
    let mut manual = Vec::new();
    for number in 1..9 {
        manual.push(format!("{number}. Setup of part {number}"));
        manual.extend(english(&mut numbers, 1));
    }
    assert_eq!(starts(&manual.join("\n")).len(), 1);
    let mut diary = Vec::new();
    for day in 1..9 {
        diary.push(format!("1958年3月{day}日 晴"));
        diary.extend(paragraphs(&mut numbers, 3));
    }
    assert_eq!(starts(&diary.join("\n")).len(), 1);
    let poem = "春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少\n".repeat(300);
    assert_eq!(starts(&poem).len(), 1);
}

/// The titles of the speeches that a finding at level `speech` names.
fn titles<'o>(findings: &'o Findings, side: &MatchSide) -> &'o str {
    let speech = side.speech.expect("a match of speeches names them");
    &findings.outlines[side.document].speeches[speech].title
}

#[test]
fn a_speech_that_reappears_in_another_compilation_is_found_as_a_speech() {
    let shared = |number: usize| paragraphs(&mut Numbers::new(number as u64 % 1_000), 5);
    let first = compilation(
        &TITLES,
        |_, title| vec![line(title), line("（一九五八年三月十二日）")],
        shared,
    );
    let second = compilation(
        &TITLES,
        |number, title| vec![format!("{}．{title}", number + 6), line("各位代表：")],
        |number| shared(if number < 3 { number } else { number + 100 }),
    );
    let collection: Collection = numbered([first, second]);
    let settings = ScanSettings::default().levels([Level::Speech]);
    let scan = Scan::new(settings).expect("the settings are valid");
    let findings = scan.run(&collection, &|_| ()).expect("nothing is read");
    assert_eq!(findings.matches.len(), 3);
    for found in &findings.matches {
        assert_eq!(found.level, Level::Speech);
        let [a, b] = [titles(&findings, &found.a), titles(&findings, &found.b)];
        assert!(a.ends_with(b) || b.ends_with(a), "{a} and {b}");
    }
}

/// Lines of all forms that the outline knows, and some that are long or empty.
fn any_line() -> impl Strategy<Value = String> {
    let forms = [
        "",
        "——副题",
        "15．在大会上的讲话",
        "第三回 风雪",
        "（四）在大会上的讲话",
        "【范例一】",
        "《风雪》",
        "演讲稿2",
        "Speech 3",
        "（一九五八年三月）",
        "March 12, 1958",
        "同志们：",
        "李明：好",
        "李明同志讲话",
        "张三",
        "目录",
        "在大会上的讲话……12",
        "- 7 -",
        "\u{3000}\u{3000}在大会上的讲话",
        "IV. 百百",
        "第九九九九九章",
    ];
    prop_oneof![
        4 => prop::sample::select(forms.to_vec()).prop_map(str::to_owned),
        2 => (1_usize..120, "[一二两百句。，！]").prop_map(|(count, end)| "风雪".repeat(count) + &end),
        1 => "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn parts_of_an_outline_are_disjoint_and_in_order(
        lines in prop::collection::vec(any_line(), 0..60),
    ) {
        let text = lines.join("\n");
        let outline = outline(&text);
        let mut parts: Vec<Span> = outline.left_out.iter().chain(&outline.loose).copied().collect();
        for speech in &outline.speeches {
            prop_assert!(!speech.paragraphs.is_empty());
            parts.extend(&speech.paragraphs);
        }
        parts.sort_unstable();
        prop_assert!(parts.windows(2).all(|pair| pair[0].end <= pair[1].start), "{parts:?}");
        let starts: Vec<usize> = outline.speeches.iter().map(|speech| speech.span.start).collect();
        prop_assert!(starts.is_sorted());
    }
}
