//! Collections with known duplicates, the same at every run. Their sentences come from the seeds
//! and from [`Numbers`].

use std::fmt::Write;
use std::fs;

use serde_json::json;

use super::dedup::jaccard;
use super::{Numbers, root};

/// Paragraphs that say the same in other words.
const REWORDED: [[&str; 2]; 2] = [
    [
        "我们要努力提高领导干部的工作能力和水平，得到群众的支持和帮助。全市各级部门必须加强社区服务，解决居民生活中的困难，让大家感到满意。",
        "全市各级部门务必增强社区服务，处理居民生活中的难题，让大伙觉得满意。我们要尽力提升领导干部的工作本事和水准，获得群众的支撑和帮忙。",
    ],
    [
        "农村的道路建设关系到千家万户，我们应当抓紧时间完成工程，保证质量，不辜负乡亲们的期望。学校要关心学生的健康，安排足够的体育活动。",
        "乡村的道路建设关乎到千家万户，我们应该抓紧时刻完成工程，保障质量，不辜负乡亲们的期待。学校要关怀学生的健康，部署充足的体育活动。",
    ],
];

/// A paragraph that stands in many documents.
const NOTICE: &str =
    "本文由编辑部整理发布，转载时请注明出处，文中观点不代表本站立场，如有疑问请与我们联系。\n";

/// A record of a JSON Lines file.
pub(crate) struct Record {
    id: String,
    day: usize,
    text: String,
}

impl Record {
    fn line(&self) -> String {
        let (id, text) = (json!(self.id), json!(self.text));
        format!(
            "{{\"id\": {id}, \"day\": {}, \"date\": \"2024-0{}\", \"text\": {text}}}\n",
            self.day, self.day
        )
    }
}

/// The lines of a JSON Lines file.
pub(crate) fn json_lines(records: &[Record]) -> String {
    records.iter().map(Record::line).collect()
}

/// A passage in a document: the document's number, and the first character and the one after the
/// last.
struct Planted {
    document: usize,
    start: usize,
    end: usize,
}

/// A collection for `eval`, and what is to be found in it.
pub(crate) struct EvalCase {
    pub(crate) records: Vec<Record>,
    /// The rows of a truth file.
    pub(crate) truth: String,
}

/// A writer of texts.
struct Writer {
    numbers: Numbers,
    sentences: Vec<String>,
}

impl Writer {
    fn new(seed: u64) -> Self {
        Self { numbers: Numbers::new(seed), sentences: sentences_of_the_seeds() }
    }

    /// So many ideographs that stand nowhere else, but by chance.
    fn own(&mut self, chars: usize) -> String {
        self.numbers.text(chars).iter().collect::<String>() + "。"
    }

    fn own_paragraphs(&mut self, paragraphs: usize) -> String {
        (0..paragraphs).map(|_| self.own(45) + "\n").collect()
    }

    /// So many sentences of the seeds.
    fn borrowed(&mut self, sentences: usize) -> String {
        let last = self.sentences.len() - 1;
        (0..sentences)
            .map(|_| self.sentences[self.numbers.between(0, last)].clone() + "。")
            .collect()
    }

    /// A copy in which about so many of a hundred characters were edited.
    fn edited(&mut self, text: &str, percent: usize) -> String {
        let chars: Vec<char> = text.chars().collect();
        self.numbers.edited(&chars, percent).iter().collect()
    }

    fn form(&mut self) -> String {
        let (year, people) = (self.numbers.between(2010, 2024), self.numbers.between(50, 900));
        let city = ["杭州", "苏州", "成都", "西安"][self.numbers.between(0, 3)];
        format!(
            "根据上级的统一部署和要求，{city}市于{year}年召开了社区建设推进大会，到会代表共{people}人，\
            会议开得圆满成功，达到了预期的目的，为今后的工作打下了良好的基础。\n"
        )
    }
}

fn sentences_of_the_seeds() -> Vec<String> {
    let text = fs::read_to_string(root().join("seeds/001_b04e5b11a74adacd.txt"));
    let more = fs::read_to_string(root().join("seeds/002_cd6b347d445e63f5.txt"));
    let texts = [text, more].map(|text| text.expect("the seeds can be read"));
    let sentences = texts.iter().flat_map(|text| text.split(['。', '\n'])).map(str::trim);
    sentences.filter(|text| (15..60).contains(&text.chars().count())).map(str::to_owned).collect()
}

fn records(prefix: &str, texts: Vec<String>) -> Vec<Record> {
    let record = |(at, text)| Record { id: format!("{prefix}{at:03}"), day: 1 + at * 7 % 9, text };
    texts.into_iter().enumerate().map(record).collect()
}

/// The files of a collection in which everything that a scan tells apart occurs: `a.jsonl`,
/// `b.jsonl` to compare it with, and `known.txt` to ignore.
pub(crate) fn scan_files() -> [(&'static str, String); 3] {
    let mut writer = Writer::new(31);
    let passages: Vec<String> = (0..4).map(|_| writer.borrowed(3)).collect();
    let mut texts = with_passages(&mut writer, &passages, 20);
    texts.extend(copies(&mut writer));
    texts.extend(compilations(&mut writer));
    texts.extend(
        (0..5).map(|_| writer.own_paragraphs(2) + &writer.form() + &writer.own_paragraphs(1)),
    );
    for pair in REWORDED {
        texts.extend(pair.map(|text| {
            format!("{}{text}\n{}", writer.own_paragraphs(2), writer.own_paragraphs(1))
        }));
    }
    let mut others = with_passages(&mut writer, &passages, 6);
    others.push(writer.edited(&texts[21], 4));
    others.push(writer.own_paragraphs(2) + &writer.form());
    let (a, b) = (json_lines(&records("a", texts)), json_lines(&records("b", others)));
    [("a.jsonl", a), ("b.jsonl", b), ("known.txt", passages[1].clone() + "\n" + NOTICE)]
}

/// Texts that each hold an edited copy of a passage, every other one a notice, and some a
/// paragraph twice.
fn with_passages(writer: &mut Writer, passages: &[String], count: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for at in 0..count {
        let copy = writer.edited(&passages[at % passages.len()], at % 5 * 3);
        let notice = if at.is_multiple_of(2) { NOTICE } else { "" };
        let twice = if at.is_multiple_of(6) { writer.borrowed(2) + "\n" } else { String::new() };
        let around =
            [writer.own_paragraphs(2), writer.own(30), writer.own(20), writer.own_paragraphs(1)];
        let [before, left, right, after] = around;
        texts.push([&before, &twice, &left, &copy, &right, "\n", notice, &after, &twice].concat());
    }
    texts
}

/// A text with an exact copy, a near one, one with a moved block, and one that contains it.
fn copies(writer: &mut Writer) -> Vec<String> {
    let parts: Vec<String> = (0..6).map(|_| writer.borrowed(2) + &writer.own(40) + "\n").collect();
    let text = parts.concat();
    let near = writer.edited(&text, 2);
    let moved = [0, 3, 1, 2, 4, 5].map(|at| parts[at].as_str()).concat();
    let larger = writer.own_paragraphs(3) + &text + &writer.own_paragraphs(3);
    vec![text.clone(), text, near, moved, larger]
}

/// Texts of several speeches with titles, which have one speech in common.
fn compilations(writer: &mut Writer) -> Vec<String> {
    let shared = format!("同志们：\n{}{}\n", writer.own_paragraphs(4), writer.borrowed(3));
    let mut compilation = |percent| {
        let speech = writer.edited(&shared, percent);
        format!("讲话篇一\n{speech}讲话篇二\n同志们：\n{}", writer.own_paragraphs(5))
    };
    vec![compilation(0), compilation(3)]
}

/// Records for `dedup`: `a.jsonl`, `b.jsonl` and a `reference.jsonl`.
pub(crate) fn dedup_files() -> [(&'static str, String); 3] {
    let texts = family_texts().into_iter().map(|member| member.text);
    let lines: Vec<String> = records("r", texts.collect()).iter().map(Record::line).collect();
    let (a, rest) = lines.split_at(lines.len() * 2 / 5);
    let (b, reference) = rest.split_at(rest.len() * 2 / 3);
    let broken = "{\"id\": \"broken\", \"text\": 5}\n\n";
    [
        ("a.jsonl", a.concat() + broken),
        ("b.jsonl", b.concat()),
        ("reference.jsonl", reference.concat()),
    ]
}

/// The records of [`dedup_files`] as a collection for `eval` to find pairs in: the truth has two
/// ids a row, and the Jaccard similarity of their shingles.
pub(crate) fn pair_case() -> EvalCase {
    let texts = family_texts();
    let truth = pairs_of_families(&texts);
    EvalCase { records: records("r", texts.into_iter().map(|member| member.text).collect()), truth }
}

/// A text, and the family of edited copies that it belongs to.
struct Member {
    family: usize,
    text: String,
}

/// Families of edited copies, forms, texts of shared paragraphs and of shared speeches, in any
/// order.
fn family_texts() -> Vec<Member> {
    let mut writer = Writer::new(57);
    let mut families: Vec<Vec<String>> = (0..50).map(|at| family(&mut writer, at)).collect();
    families.push((0..12).map(|_| writer.form()).collect());
    families.extend(of_shared_paragraphs(&mut writer).into_iter().map(|text| vec![text]));
    families.push((0..8).map(|_| of_notices(&mut writer)).collect());
    families.extend(of_shared_speeches(&mut writer).into_iter().map(|text| vec![text]));
    let mut members: Vec<Member> =
        families.into_iter().enumerate().flat_map(members_of_family).collect();
    for at in (1..members.len()).rev() {
        members.swap(at, writer.numbers.between(0, at));
    }
    members
}

fn members_of_family((family, texts): (usize, Vec<String>)) -> impl Iterator<Item = Member> {
    texts.into_iter().map(move |text| Member { family, text })
}

/// A text and edited copies of it; the first families are empty or short.
fn family(writer: &mut Writer, number: usize) -> Vec<String> {
    let text = match number {
        0 => String::new(),
        1..6 => writer.own(number),
        _ => writer.borrowed(1) + &writer.own(15) + &writer.borrowed(number % 3),
    };
    let mut texts = vec![text.clone()];
    for copy in 0..number % 5 {
        texts.push(match copy {
            0 => text.replace('，', ",") + "\n",
            _ => writer.edited(&text, 4 * copy),
        });
    }
    texts
}

/// Texts made of a few paragraphs, some of them edited.
fn of_shared_paragraphs(writer: &mut Writer) -> Vec<String> {
    let paragraphs: Vec<String> =
        (0..25).map(|_| writer.borrowed(1) + &writer.own(25) + "\n").collect();
    let mut text = |at: usize| {
        let chosen: Vec<usize> = (0..4).map(|_| writer.numbers.between(0, 24)).collect();
        let chosen: String =
            chosen.into_iter().map(|one| writer.edited(&paragraphs[one], at % 4)).collect();
        let notice = if at.is_multiple_of(2) { NOTICE } else { "\n短。\n" };
        writer.own_paragraphs(1) + &chosen + notice
    };
    (0..40).map(&mut text).collect()
}

/// A text that is alike to others of its kind by its notices only.
fn of_notices(writer: &mut Writer) -> String {
    let notice =
        "欢迎关注本站的公众号，每天为您推送精选的文章，内容涵盖会议讲话、工作总结和学习心得。\n";
    writer.own(12)
        + "\n"
        + NOTICE
        + notice
        + &notice.replace("文章", "范文")
        + &NOTICE.replace("本文", "全文")
}

/// Texts of several speeches with titles, made of a few speeches.
fn of_shared_speeches(writer: &mut Writer) -> Vec<String> {
    let mut speech = || format!("同志们：\n{}{}\n", writer.own_paragraphs(2), writer.borrowed(2));
    let speeches: Vec<String> = (0..5).map(|_| speech()).collect();
    let text = |at: usize| {
        let chosen = [at % 5, (at * 2 + 1) % 5, (at * 3 + 2) % 5];
        let titled =
            chosen.iter().zip(1..).map(|(&one, number)| format!("范文{number}\n{}", speeches[one]));
        titled.collect()
    };
    (0..8).map(text).collect()
}

fn pairs_of_families(texts: &[Member]) -> String {
    let numbered: Vec<(usize, &Member)> = texts.iter().enumerate().collect();
    let pairs = numbered.iter().flat_map(|&a| numbered[a.0 + 1..].iter().map(move |&b| (a, b)));
    let related = pairs.filter(|((_, a), (_, b))| a.family == b.family);
    let mut truth = String::new();
    for ((at, a), (other, b)) in related {
        let similarity = jaccard(&a.text, &b.text);
        writeln!(truth, "r{at:03}\tr{other:03}\t{similarity:.4}").expect("a string takes all");
    }
    truth
}

/// Documents with edited copies of a few passages at known places.
pub(crate) fn passage_case() -> EvalCase {
    let mut writer = Writer::new(77);
    let passages: Vec<String> = (0..6).map(|_| writer.borrowed(2) + &writer.own(30)).collect();
    let (mut texts, mut planted) = (Vec::new(), Vec::new());
    for document in 0..24 {
        let copy = writer.edited(&passages[document % 6], document / 6 * 5);
        let before = writer.own_paragraphs(2) + &writer.own(document);
        let start = before.chars().count();
        planted.push(Planted { document, start, end: start + copy.chars().count() });
        texts.push(before + &copy + &writer.own(30) + "\n" + &writer.own_paragraphs(1));
    }
    let rows = planted.iter().zip(&planted[6..]).map(|(a, b)| row_of_passages(a, b));
    EvalCase { truth: rows.collect(), records: records("p", texts) }
}

fn row_of_passages(a: &Planted, b: &Planted) -> String {
    format!(
        "p{:03}\t{}\t{}\tp{:03}\t{}\t{}\n",
        a.document, a.start, a.end, b.document, b.start, b.end
    )
}
