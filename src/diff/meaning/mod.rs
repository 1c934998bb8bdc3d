//! Changes that alter what a text says though nearly all of its characters stay: another name, number
//! or date, a negation, an opposite, another unit.

mod names;

use std::ops::Range;

use super::aligned_text::{AlignedPair, AlignedText};
use super::changed_run::{ChangedRun, LONGEST_WORD};
use super::classify::{changed_words, classified_runs};
use super::edit::EditKind;
use crate::align::Alignment;
use crate::similarity::{are_antonyms, are_of_one_series, is_function_word, is_negation};
use crate::text::{amounts, are_percent_signs, is_ideographic, is_numeral};
use names::{are_names, has_name};

/// Changes of the meaning for each other change of the content, at least, in texts that say something
/// else: a notice of another day has a word or two that the first one has not.
const MEANING_PER_OTHER: usize = 2;
/// Content characters between two changes that make one: in 予以批准 and 不予批准 two runs changed.
const NEAR: usize = 2;
/// How many characters before and behind a changed run a word may begin and end: 停工 and 开工 differ in
/// their first character, 星期一 and 星期日 in their last.
const GROWTHS: [(usize, usize); 6] = [(0, 0), (0, 1), (1, 0), (0, 2), (2, 0), (1, 1)];
/// Content characters at the beginning of a text that are its title or have its subject.
const TITLE: usize = 40;
/// How often a word of the title was replaced, at least, if the two texts are about something else.
const LEAST_TIMES: usize = 3;
/// Content characters of the longest run that is grown so.
const LONGEST_GROWN: usize = 4;

/// The changes of the content of two texts that are aligned from end to end.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ContentChanges {
    /// Changes that alter the meaning: another name, number or date, a negation, an opposite.
    pub meaning: usize,
    /// Other changes, except of words without a meaning of their own and of forms of characters.
    pub other: usize,
    /// Of these, changes that only leave out what the first text has.
    pub left_out: usize,
    /// Whether the two are about something else: a word of their titles is another one, wherever it occurs.
    pub has_other_subject: bool,
}

impl ContentChanges {
    /// The changes of two texts.
    ///
    /// ```
    /// use leitong::align::align_ends;
    /// use leitong::diff::{AlignedText, ContentChanges};
    /// use leitong::text::Content;
    /// let texts = ["会议同意这个方案。", "会议不同意这个方案。"];
    /// let [a, b] = texts.map(Content::whole);
    /// let alignment = align_ends(a.chars(), b.chars());
    /// let [a, b] = [AlignedText { text: texts[0], content: &a }, AlignedText { text: texts[1], content: &b }];
    /// assert!(ContentChanges::of(&alignment, a, b).is_variant());
    /// ```
    #[must_use]
    pub fn of(alignment: &Alignment, a: AlignedText<'_>, b: AlignedText<'_>) -> Self {
        let pair = AlignedPair { a, b };
        let raw_runs = changed_words(alignment, pair);
        let (runs, mut meanings) = meaningful_runs(alignment, pair, &raw_runs);
        mark_moved_names(&runs, pair, &mut meanings);
        let has_other_subject = has_other_subject(&raw_runs, pair);
        let mut changes = Self { has_other_subject, ..Self::default() };
        for (at, run) in runs.iter().enumerate() {
            if meanings[at] {
                changes.meaning += 1;
            } else if !is_beside_meaning(&runs, &meanings, at) {
                changes.other += 1;
                changes.left_out += usize::from(run.kind == EditKind::Deleted);
            }
        }
        changes
    }

    /// Whether the texts differ in their meaning and in hardly anything else: each is a variant of the
    /// other, and not a copy.
    #[must_use]
    pub fn is_variant(self) -> bool {
        self.has_meanings_per_other(MEANING_PER_OTHER)
    }

    /// The same for two texts of one template, which may differ as much in other words as in meaning.
    #[must_use]
    pub fn is_variant_of_template(self) -> bool {
        self.has_meanings_per_other(1)
    }

    /// The changes without those that only leave out what the first text has: what a second text that
    /// is a part of the first one says differently.
    #[must_use]
    pub fn of_part(self) -> Self {
        Self { other: self.other - self.left_out, left_out: 0, ..self }
    }

    fn has_meanings_per_other(self, least: usize) -> bool {
        self.has_other_subject || (self.meaning > 0 && self.other * least <= self.meaning)
    }
}

/// The places in the second text of the changes that alter the meaning, in order: content characters;
/// an empty range is the place of what only the first text has. Only those that touch `within` are
/// looked for.
pub(crate) fn meaning_changes(
    alignment: &Alignment,
    a: AlignedText<'_>,
    b: AlignedText<'_>,
    within: &[Range<usize>],
) -> Vec<Range<usize>> {
    let pair = AlignedPair { a, b };
    let changed = changed_words(alignment, pair);
    let touches = |run: &ChangedRun| {
        let next = within.partition_point(|part| part.end < run.b.start);
        within.get(next).is_some_and(|part| part.start <= run.b.end)
    };
    let wanted: Vec<ChangedRun> = changed.iter().filter(|run| touches(run)).cloned().collect();
    let runs = classified_runs(&wanted, alignment, pair);
    runs.filter(|run| effect(run, &changed, pair) == Effect::Meaning).map(|run| run.b).collect()
}

/// Whether a run is so near one that alters the meaning that both are one change.
fn is_beside_meaning(runs: &[ChangedRun], meanings: &[bool], at: usize) -> bool {
    // What touches it may be a word, as in sixty-three and forty.
    let len = runs[at].longer_len();
    if len > LONGEST_WORD {
        return false;
    }
    let near = if len <= NEAR { NEAR } else { 0 };
    let is_near = |one: usize| {
        meanings[one] != meanings[one + 1] && runs[one + 1].a.start - runs[one].a.end <= near
    };
    at.checked_sub(1).is_some_and(is_near) || (at + 1 < runs.len() && is_near(at))
}

/// Whether a word of the beginning of the first text, which is its title or has its subject, was replaced
/// by one and the same other word each time it occurs, and each occurs in one of the texts only. Numbers
/// do not count: two versions of a page have other numbers in their titles.
fn has_other_subject(changed: &[ChangedRun], pair: AlignedPair<'_>) -> bool {
    let titles = changed.iter().filter(|run| is_word_of_title(run, pair));
    titles.map(|title| words(title, pair)).any(|[a, b]| {
        let times = changed.iter().filter(|run| words(run, pair) == [a, b]).count();
        times >= LEAST_TIMES
            && !has_run(pair.b.content.chars(), a)
            && !has_run(pair.a.content.chars(), b)
    })
}

/// Whether a run replaces one word of ideographs by another more than once: a name that no rule knows.
/// A single character may be spelled differently throughout, as 作 and 做, and so may a word of letters.
fn is_exchanged(run: &ChangedRun, changed: &[ChangedRun], pair: AlignedPair<'_>) -> bool {
    let [a, b] = words(run, pair);
    run.kind == EditKind::Replaced
        && (3..=LONGEST_WORD).contains(&(a.len() + b.len()))
        && a.iter().chain(b).all(|&char| is_ideographic(char))
        && changed.iter().filter(|other| words(other, pair) == words(run, pair)).count() > 1
}

/// Whether a run replaces a word of the titles, and no number.
fn is_word_of_title(run: &ChangedRun, pair: AlignedPair<'_>) -> bool {
    run.kind == EditKind::Replaced
        && run.a.start < TITLE
        && run.b.start < TITLE
        && run.longer_len() <= LONGEST_WORD
        && words(run, pair)
            .iter()
            .all(|word| word.len() > 1 && !word.iter().any(|&char| is_numeral(char)))
}

fn words<'t>(run: &ChangedRun, pair: AlignedPair<'t>) -> [&'t [char]; 2] {
    run.sides(pair).map(|side| side.chars())
}

fn has_run(chars: &[char], run: &[char]) -> bool {
    chars.windows(run.len()).any(|window| window == run)
}

/// The runs that say something, and whether each alters the meaning. They end where so many do not that
/// the texts are no variants, whatever follows: most texts with many changes are none, and names take
/// long to recognize.
fn meaningful_runs(
    alignment: &Alignment,
    pair: AlignedPair<'_>,
    changed: &[ChangedRun],
) -> (Vec<ChangedRun>, Vec<bool>) {
    let (mut runs, mut meanings) = (Vec::new(), Vec::new());
    let mut others = 0;
    for run in classified_runs(changed, alignment, pair) {
        let effect = effect(&run, changed, pair);
        if effect == Effect::None {
            continue;
        }
        let is_meaning = effect == Effect::Meaning;
        others +=
            usize::from(!is_meaning && run.kind != EditKind::Deleted && run.longer_len() > NEAR);
        runs.push(run);
        meanings.push(is_meaning);
        if others * 2 > changed.len() {
            break;
        }
    }
    (runs, meanings)
}

/// What a changed run does to the meaning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing: it has forms of characters, words without a meaning of their own on one side only, or one
    /// amount in two forms.
    None,
    /// It alters the meaning.
    Meaning,
    Other,
}

/// The effect of one of the changes of two texts.
fn effect(run: &ChangedRun, changed: &[ChangedRun], pair: AlignedPair<'_>) -> Effect {
    if run.kind == EditKind::Variant {
        return Effect::None;
    }
    match effect_of_words(run, pair) {
        Effect::Other if is_exchanged(run, changed, pair) => Effect::Meaning,
        effect => effect,
    }
}

fn effect_of_words(run: &ChangedRun, pair: AlignedPair<'_>) -> Effect {
    let is_filled = run.kind == EditKind::Variable && !run.a.is_empty() && !run.b.is_empty();
    if run.longer_len() > LONGEST_WORD {
        return if is_filled { Effect::Meaning } else { Effect::Other };
    }
    let sides = run.sides(pair);
    let [a, b] = sides.each_ref().map(|side| side.raw().to_lowercase());
    let amounts = amounts(&a, &b);
    let is_neutral = match (a.is_empty(), b.is_empty()) {
        (true, false) => is_function_word(&b),
        (false, true) => is_function_word(&a),
        _ => are_percent_signs(&a, &b) || amounts.as_ref().is_some_and(|[a, b]| a == b),
    };
    if is_neutral {
        return Effect::None;
    }
    let alters_meaning = is_filled
        || negates(&a) != negates(&b)
        || amounts.is_some()
        || has_opposites(&a, &b)
        || are_grown_opposites(run, pair)
        || (run.kind == EditKind::Replaced && are_names(&sides[0], &sides[1]));
    if alters_meaning { Effect::Meaning } else { Effect::Other }
}

/// Whether a run is a negation, or has one among its words.
fn negates(words: &str) -> bool {
    is_negation(words) || words.split_whitespace().any(is_negation)
}

/// Whether a word on each side excludes the other.
fn has_opposites(a: &str, b: &str) -> bool {
    exclude(a, b) || a.split_whitespace().any(|x| b.split_whitespace().any(|y| exclude(x, y)))
}

fn exclude(x: &str, y: &str) -> bool {
    are_antonyms(x, y) || are_of_one_series(x, y)
}

/// Whether two words exclude each other of which the run is a part.
fn are_grown_opposites(run: &ChangedRun, pair: AlignedPair<'_>) -> bool {
    if run.longer_len() > LONGEST_GROWN {
        return false;
    }
    let [a, b] = [pair.a, pair.b].map(|side| side.content.chars());
    GROWTHS.iter().skip(1).any(|&(before, behind)| {
        let fits = before <= run.a.start.min(run.b.start)
            && run.a.end + behind <= a.len()
            && run.b.end + behind <= b.len();
        if !fits {
            return false;
        }
        let grown = run.grown(before, behind);
        let (x, y) = (&a[grown.a], &b[grown.b]);
        let is_shared = x[..before] == y[..before] && x.ends_with(&y[y.len() - behind..]);
        let [x, y] = [x, y].map(|chars| chars.iter().collect::<String>());
        is_shared && exclude(&x, &y)
    })
}

/// Marks the names that stand at another place: who does what to whom has changed. The runs of a name
/// and of the words that it changed places with have the same characters.
fn mark_moved_names(runs: &[ChangedRun], pair: AlignedPair<'_>, meanings: &mut [bool]) {
    for deleted in (0..runs.len()).filter(|&at| runs[at].kind == EditKind::Deleted) {
        let [gone, _] = runs[deleted].sides(pair);
        if !(2..=LONGEST_WORD).contains(&gone.range.len()) || !has_name(&gone) {
            continue;
        }
        for inserted in (0..runs.len()).filter(|&at| runs[at].kind == EditKind::Inserted) {
            let [_, new] = runs[inserted].sides(pair);
            if sorted(new.chars()) == sorted(gone.chars()) {
                meanings[deleted] = true;
                meanings[inserted] = true;
            }
        }
    }
}

fn sorted(chars: &[char]) -> Vec<char> {
    let mut sorted = chars.to_vec();
    sorted.sort_unstable();
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::align_ends;
    use crate::text::Content;

    fn changes(a: &str, b: &str) -> ContentChanges {
        let [of_a, of_b] = [a, b].map(Content::whole);
        let alignment = align_ends(of_a.chars(), of_b.chars());
        let [a, b] =
            [AlignedText { text: a, content: &of_a }, AlignedText { text: b, content: &of_b }];
        ContentChanges::of(&alignment, a, b)
    }

    #[test]
    fn changes_of_meaning_have_places() {
        let [a, b] = [
            "会议由王建国主持，有三百人到会，很不顺利。",
            "会议由李志强主持，有三百多人到会，很顺利。",
        ];
        let [of_a, of_b] = [a, b].map(Content::whole);
        let alignment = align_ends(of_a.chars(), of_b.chars());
        let [a, b] =
            [AlignedText { text: a, content: &of_a }, AlignedText { text: b, content: &of_b }];
        let within = |parts: [Range<usize>; 2]| meaning_changes(&alignment, a, b, &parts);
        assert_eq!(within([0..10, 10..20]), [3..6, 16..16]);
        assert_eq!(within([0..2, 6..20]), [3..6, 16..16]);
        assert_eq!(within([7..15, 16..20]).first(), Some(&(16..16)));
        assert!(within([0..2, 7..15]).is_empty());
    }

    const HEAD: &str = "为了进一步做好有关工作，各部门要密切配合，";
    const TAIL: &str = "，并按时上报落实情况。";

    fn is_variant(a: &str, b: &str) -> bool {
        let [a, b] = [a, b].map(|phrase| format!("{HEAD}{phrase}{TAIL}"));
        let (there, back) = (changes(&a, &b), changes(&b, &a));
        assert_eq!(there.is_variant(), back.is_variant(), "{a} {b}: {there:?} {back:?}");
        there.is_variant()
    }

    #[test]
    fn texts_of_another_meaning_are_variants() {
        for (a, b) in [
            ("会议由王建国主持", "会议由李志强主持"),
            ("在蓝天公司举行", "在白云公司举行"),
            ("共完成三分之一", "共完成二分之一"),
            ("共有12人到会", "共有15人到会"),
            ("定于9月30日召开", "定于10月1日召开"),
            ("会议批准了方案", "会议否决了方案"),
            ("指数今天上涨", "指数今天下跌"),
            ("代表们同意方案", "代表们不同意方案"),
            ("面积为五亩", "面积为五公顷"),
            ("企业必须申报", "企业可以申报"),
            ("予以批准", "不予批准"),
            ("his friend Helen Archer came", "his friend Martin Doyle came"),
            ("the capital of France is", "the capital of Germany is"),
            ("sales increased in spring", "sales increased in winter"),
            ("it is legal to park here", "it is illegal to park here"),
            ("he will never come", "he will come"),
            ("it costs ten euros", "it costs ten dollars"),
            ("it costs sixty-three euros", "it costs forty euros"),
            ("half of them came", "two thirds of them came"),
            ("a third of them came", "two thirds of them came"),
            ("由书记陈刚说明", "由书记陈家豪说明"),
            ("到访的联合国秘书长", "到访的东盟秘书长"),
            ("they must not be moved", "they may be moved"),
            ("the work began early", "the work did not begin early"),
            ("星期日的会议", "星期三的会议"),
            ("支付货款500日元", "支付货款500欧元"),
            ("长310米", "长310厘米"),
            ("工程已经停工", "工程已经开工"),
            ("由罗淑芬领取", "由罗思源领取"),
            ("在石桥镇上演", "在永兴乡上演"),
            ("由恒通研究所承办", "由恒通印刷厂承办"),
            ("东方纺织厂扩建", "瑞丰纺织厂扩建"),
        ] {
            assert!(is_variant(a, b), "{a} {b}");
        }
    }

    #[test]
    fn copies_with_errors_are_no_variants() {
        for (a, b) in [
            ("会议由王建国主持", "会议由王建国主持"),
            ("提高能力建设", "提高本领建设"),
            ("二〇〇八年完成", "2008年完成"),
            ("取得非常大的成绩", "取得大的成绩"),
            ("取得了显著成绩", "取得显著的成绩"),
            ("我市的发展", "本市的发展"),
            ("已经基本完成任务", "已经基本完戌任务"),
            ("不断提高水平", "提高水平"),
            ("it was a good idea", "it was good idea"),
            ("However it rained", "But it rained"),
            ("低于全县51.2%", "低于全县百分之五十一点二"),
            ("seventy-five of them", "75 of them"),
            ("加强公司管理", "抓好公司管理"),
            ("A fund. The end", "A fund.[63] The end"),
            ("其中8.7% of it", "其中8.7 per cent of it"),
        ] {
            assert!(!is_variant(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_word_that_is_exchanged_twice_is_a_name() {
        let (a, b) = ("外长会见朔尔茨，随后朔尔茨发言", "外长会见哈西娜，随后哈西娜发言");
        assert!(is_variant(a, b));
        assert!(!is_variant("外长会见客人，随后客人发言", "外长会见来宾，随后代表发言"));
        assert!(!is_variant("分别作出安排，作出决定", "分别做出安排，做出决定"));
        assert!(!is_variant("the colour of colours", "the color of colors"));
    }

    #[test]
    fn another_word_in_the_title_and_wherever_it_occurs_is_another_subject() {
        let law = |subject: &str, more: &str| {
            format!(
                "{subject}条例。第一条为了规范{subject}工作，{more}制定本条例。第二条{subject}工作由各部门负责。"
            )
        };
        let more = "根据有关法律法规并结合本地的实际情况，";
        assert!(changes(&law("丽水市节水", ""), &law("台州市节水", more)).has_other_subject);
        assert!(!changes(&law("丽水市节水", ""), &law("丽水市节水", more)).has_other_subject);
        // Each time another word, or a number.
        assert!(
            !changes(&law("节水", more), &law("节水", more).replacen("节水", "供暖", 1))
                .has_other_subject
        );
        assert!(!changes(&law("2019年度", ""), &law("2020年度", more)).has_other_subject);
    }

    #[test]
    fn names_that_change_places_alter_the_meaning() {
        assert!(is_variant("会上王建国表扬了李志强", "会上李志强表扬了王建国"));
        assert!(is_variant("then Anna Berg thanked Tom", "then Tom thanked Anna Berg"));
        assert!(is_variant("恒通测绘院排在华安中学之前", "华安中学排在恒通测绘院之前"));
        assert!(!is_variant("我们今天开会", "今天我们开会"));
    }

    #[test]
    fn texts_with_other_changes_are_no_variants() {
        let (a, b) = ("共有12人到会，会场布置得非常漂亮", "共有15人到会，场地安排得十分好看");
        assert!(!is_variant(a, b));
    }

    #[test]
    fn what_a_part_lacks_is_no_change_of_it() {
        let whole = "第一段话说得很好。共有12人到会，会议开得很好。后面还有一段话。";
        let part = changes(whole, "共有15人到会，会议开得很好。");
        assert!(part.of_part().is_variant() && !part.is_variant(), "{part:?}");
        assert!(!changes(whole, "共有12人到会，会议开得很好。").of_part().is_variant());
    }
}
