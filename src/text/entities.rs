//! Entities in Chinese clauses: names, dates and numbers, which may be variables of a template.

use std::ops::Range;

use super::fold::simplified;
use super::jieba::{self, TaggedWord};

/// About a hundred of the most common family names. jieba tags many abstract words (道德, 阳光) as
/// names of persons; words that do not start with a family name are not taken for one.
const FAMILIES: &str = "\
    王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢\
    姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊孟秦邱江尹薛阎段雷侯史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤";
/// Words that jieba tags as names but that are not names.
const NAMELESS: &str = "\
    外国 爱国 自治州 自治县 英雄 朝廷 太阳 哥哥 阿哥 海洋 湖泊 大桥 平原 高原 上市 山区 江湖 大街 王国 开国 共和国 城市 城镇 \
    大都 京城 庆典 南路 深度 山脉 治安 大国 新鲜 古城 海峡 河口 冰川 长度 山水 长大 莫非 普及 商城 内河 古典 阴阳 江山 高山 \
    大海 山坡 河谷 太平 上马 福利 日志 甘泉 云集 青春 山河 神圣 桥头堡 新建 中路 内城 河水 中断 山洞 都城 关联 上半场 湖水 \
    上山 江水 新城 海关 大洋 山峰 舞美 中密度 东西 南北 美丽 建国 回国 法西斯 国际化 民族自治 社会科学 音乐会 天文学 武功 \
    王朝 高峰 金钱 方向 石头 反革命 中轴线 马上 高兴 严明 严谨 任何 许多 万能 于是 何况 余地 莫大";
/// Words that jieba tags as times but that denote no date.
const DATELESS: &str = "\
    当时 现时 年代 年间 青年 少年 当年 多年 往年 近年 近年来 年纪 年轻 周期 日期 同时 平时 此时 届时 时期 时代 时候 \
    初期 早期 中期 后期 近期 晚期 长期 节目 分明 朝向 天下 号召 有时 及时 一时 时时 日常 平日 终年";

/// Titles that follow the name of a person.
const TITLES: &str = "\
    同志 先生 女士 小姐 老师 同学 教授 书记 主任 主席 总理 部长 局长 处长 科长 司长 厅长 省长 市长 县长 区长 镇长 乡长 \
    村长 州长 院长 校长 所长 站长 队长 组长 会长 董事长 总经理 经理 秘书长 委员 代表 将军 医生 大夫 师傅 院士 博士";

/// The kind of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EntityKind {
    /// A person.
    Person,
    /// A place.
    Place,
    /// An organisation.
    Organisation,
    /// Another thing with a proper name.
    Thing,
    /// A date or a time.
    Time,
    /// A number.
    Number,
}

/// The ranges of the [entities](entities()) of a clause, in order: the words that may be
/// variables of a template.
///
/// ```
/// use leitong::text::entity_ranges;
/// let clause: Vec<char> = "昨天上海举行大会".chars().collect();
/// assert_eq!(entity_ranges(&clause), [0..2, 2..4]);
/// ```
#[must_use]
pub fn entity_ranges(clause: &[char]) -> Vec<Range<usize>> {
    entities(clause).into_iter().map(|(range, _)| range).collect()
}

/// The entities of a clause by the tags of jieba, in order, each with its range of characters:
/// names of persons, places and organisations, dates and numbers.
///
/// ```
/// use leitong::text::{EntityKind, entities};
/// let clause: Vec<char> = "昨天上海举行大会".chars().collect();
/// assert_eq!(entities(&clause), [(0..2, EntityKind::Time), (2..4, EntityKind::Place)]);
/// ```
#[must_use]
pub fn entities(clause: &[char]) -> Vec<(Range<usize>, EntityKind)> {
    // The dictionary is in simplified characters. Simplifying keeps the number of characters, so that
    // ranges stay those of the clause.
    let clause: String = clause.iter().copied().map(simplified).collect();
    let words: Vec<_> = jieba::tag(&clause).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(TaggedWord { range, word, tag }) = words.get(at) {
        let titled = titled_name(&words[at..]);
        if titled > 0 {
            found.push((range.start..words[at + titled - 1].range.end, EntityKind::Person));
        } else if let Some(kind) = entity_kind(word, tag) {
            found.push((range.clone(), kind));
        }
        at += titled.max(1);
    }
    found
}

/// Number of words at the start of `words` that are a name which jieba splits: a family name and
/// one or two more characters before a title. 0 if there is no such name.
fn titled_name(words: &[TaggedWord<'_>]) -> usize {
    let Some(first) = words.first() else { return 0 };
    if first.range.len() != 1 || !first.word.starts_with(is_family_name) {
        return 0;
    }
    let longest = (words.len() - 1).min(3);
    let is_name = |&len: &usize| {
        words[len].range.start - first.range.start <= 3 && is_in(TITLES, words[len].word)
    };
    (2..=longest).find(is_name).unwrap_or(0)
}

/// Whether a text has a word of two characters or more that jieba tags as a verb, an adjective, an adverb
/// or a word of another kind of which names are not made.
pub(crate) fn has_predicate(text: &str) -> bool {
    let text: String = text.chars().map(simplified).collect();
    jieba::tag(&text).any(|TaggedWord { range, tag, .. }| {
        range.len() > 1 && tag.starts_with(['v', 'a', 'd', 'p', 'c', 'r', 'm', 'i', 'l'])
    })
}

/// Whether the dictionary has all words of a text as names or abbreviations.
pub(crate) fn is_proper_noun(text: &str) -> bool {
    let text: String = text.chars().map(simplified).collect();
    let is_name = |tag: &str| matches!(tag, "nr" | "nrt" | "nrfg" | "ns" | "nt" | "nz" | "j");
    jieba::tag(&text).all(|word| is_name(word.tag) && !is_in(NAMELESS, word.word))
}

/// Whether a name may begin at this character of a clause: a word begins there as jieba divides the
/// clause, or the word around it is one that jieba only guesses.
pub(crate) fn may_begin_name(clause: &[char], at: usize) -> bool {
    let clause: String = clause.iter().copied().map(simplified).collect();
    let around = jieba::tag(&clause).find(|word| word.range.contains(&at));
    around.is_some_and(|around| around.range.start == at || jieba::occurrences(around.word) == 0)
}

/// Whether a character is one of the most common family names.
#[must_use]
pub fn is_family_name(char: char) -> bool {
    FAMILIES.contains(simplified(char))
}

/// The kind of entity that a word is; `None` if it is not an entity.
fn entity_kind(word: &str, tag: &str) -> Option<EntityKind> {
    let len = word.chars().count();
    let (kind, is_entity) = match tag {
        "nr" | "nrt" | "nrfg" => (EntityKind::Person, is_person(word, len)),
        "ns" => (EntityKind::Place, len > 1 && !is_in(NAMELESS, word)),
        "nt" => (EntityKind::Organisation, len > 1 && !is_in(NAMELESS, word)),
        "nz" => (EntityKind::Thing, len > 2 && !is_in(NAMELESS, word)),
        "t" => (EntityKind::Time, word.contains(is_unit_of_time) && !is_in(DATELESS, word)),
        "m" | "mq" => (EntityKind::Number, word.chars().all(is_numeral)),
        _ => return None,
    };
    is_entity.then_some(kind)
}

/// Whether a word that jieba tags as a person is a name: not an abstract word.
fn is_person(word: &str, len: usize) -> bool {
    (2..=4).contains(&len) && word.starts_with(is_family_name) && !is_in(NAMELESS, word)
}

/// Whether a list of words, separated by spaces, has `word`.
fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// Whether a character occurs in dates and times of day.
fn is_unit_of_time(char: char) -> bool {
    "年月日号时点分天周期季春夏秋冬晨午晚夜节旦朝".contains(char)
}

/// Whether a character is a numeral: a digit of any script, or a Chinese numeral in its common or
/// financial form.
#[must_use]
pub fn is_numeral(char: char) -> bool {
    char.is_numeric()
        || "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅".contains(char)
}

/// Whether a content character can stand in a number: a numeral, or a sign, which is content only
/// between digits or before one.
#[must_use]
pub(crate) fn is_in_number(char: char) -> bool {
    is_numeral(char) || matches!(char, '.' | ',' | ':' | '/' | '-' | '^')
}

/// Whether a content character is a sign by itself, neither a letter nor a number: no word goes on
/// over it.
#[must_use]
pub(crate) fn is_sign(char: char) -> bool {
    let may_be =
        matches!(char, '\0'..='\u{F7}' | '\u{2000}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}');
    may_be && !char.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(clause: &str) -> Vec<String> {
        let clause: Vec<char> = clause.chars().collect();
        entity_ranges(&clause).into_iter().map(|word| clause[word].iter().collect()).collect()
    }

    #[test]
    fn names_and_dates_are_open() {
        assert_eq!(open("请张三同志讲话"), ["张三"]);
        assert_eq!(open("上午在北京市召开"), ["上午", "北京市"]);
        assert_eq!(open("由国务院办公厅印发"), ["国务院办公厅"]);
        assert_eq!(open("開幕式在廣東省舉行"), ["廣東省"]);
    }

    #[test]
    fn what_only_looks_like_a_name_is_not() {
        for clause in [
            "提高能力",
            "高一点的代表",
            "任务由代表完成",
            "增长本事",
            "加强道德建设",
            "推进城市文明",
            "许多干部目前认为",
            "一些同志过去说",
        ] {
            assert!(open(clause).is_empty(), "{clause}: {:?}", open(clause));
        }
    }
}
