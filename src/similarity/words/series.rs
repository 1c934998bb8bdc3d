//! Words that exclude each other, and words without a meaning of their own.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Series of words: a text with another word of one series says something else.
const SERIES: [&str; 13] = [
    "春 夏 秋 冬 春季 夏季 秋季 冬季 春天 夏天 秋天 冬天",
    "东 南 西 北 中 东部 南部 西部 北部 中部",
    "红 橙 黄 绿 青 蓝 紫 黑 白 灰 红色 黄色 绿色 蓝色 黑色 白色",
    "亩 公顷 顷 担 石 斗 两 钱 尺 寸 丈 匹 平方米 平方公里 平方千米 米 公里 千米 厘米 毫米 里 吨 公斤 千克 斤 克 升 毫升 元 美元 欧元 英镑 日元 港元 万元 亿元 \
     度 摄氏度 华氏度 小时 分钟 秒 天 周 个月 月 个星期 星期 年 岁 个小时 毫克 公斤 市斤 平方厘米 立方米 立方厘米 海里 英里 英尺 英寸 卢布 韩元 人民币 倍 成 个百分点 千瓦 兆瓦 瓦",
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 周三 周四 周五 周六 周日 礼拜一 礼拜二 礼拜三 礼拜四 礼拜五 \
     礼拜六 礼拜天",
    "厂 公司 研究所 学校 医院 银行",
    "昨天 今天 明天 昨日 今日 明日 去年 今年 明年 前年 后年 上月 本月 下月 上周 本周 下周",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty \
     thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half twice once",
    "first second third fourth fifth sixth seventh eighth ninth tenth last",
    "spring summer autumn fall winter",
    "north south east west northern southern eastern western",
    "red orange yellow green blue purple black white grey gray brown pink",
    "metres meters miles kilometres kilometers feet inches yards centimetres centimeters millimetres \
     acres hectares tonnes tons kilograms kilos pounds ounces grams litres liters gallons pints \
     euros dollars pounds cents yen yuan francs marks stg dlrs hours minutes seconds days weeks months \
     years celsius fahrenheit percent points euro dollar pound hour minute second day week month year \
     mile metre meter kilometre kilometer acre hectare tonne ton",
];
/// The series of directions and colours, by their numbers.
const KINDS: [usize; 4] = [1, 2, 10, 11];
/// Words that oblige, and words that allow.
const STRENGTHS: [&str; 2] =
    ["必须 应当 应该 应 须 务必 must shall should", "可以 可 可能 不必 may might can could"];
/// Prefixes that turn a word into its opposite.
const NEGATIVE_PREFIXES: [&str; 9] = ["un", "in", "im", "il", "ir", "dis", "non", "de", "mis"];
/// Letters of the shortest word that has an opposite with a prefix: not tend and intend.
const SHORTEST_PREFIXED: usize = 4;
/// Words without a meaning of their own.
const FUNCTION_WORDS: &str = "\
    的 了 地 得 之 着 也 都 就 还 又 而 并 且 及 与 和 等 们 所 其 这 那 这个 那个 一个 了的 而且 并且 以及 \
    a an the and or but of to in on at for with by as is are was were be been it its this that these those \
    he she they we you i his her their our your my so then thus also too however moreover therefore \
    furthermore there here when while if since although though because such very just only well now";

/// The series that each word is in, by their numbers.
static SERIES_OF: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut series_of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, series) in SERIES.iter().enumerate() {
        for word in series.split_ascii_whitespace() {
            series_of.entry(word).or_default().push(number);
        }
    }
    series_of
});
static FUNCTION_WORD: LazyLock<HashSet<&str>> =
    LazyLock::new(|| FUNCTION_WORDS.split_ascii_whitespace().collect());

/// Whether two different words are of one series, or one obliges and the other allows, or one is the
/// other with a negative prefix. Words are in lower case.
pub(crate) fn are_of_one_series(x: &str, y: &str) -> bool {
    x != y
        && (share_series(x, y)
            || is_in(STRENGTHS[0], x) && is_in(STRENGTHS[1], y)
            || is_in(STRENGTHS[1], x) && is_in(STRENGTHS[0], y)
            || is_prefixed(x, y)
            || is_prefixed(y, x))
}

/// The words that a word excludes by its meaning or its prefix, apart from units and parts of dates.
pub(super) fn excluded_by(word: &str) -> Vec<String> {
    let series = SERIES_OF.get(word).into_iter().flatten().filter(|number| KINDS.contains(number));
    let others = series.flat_map(|&number| SERIES[number].split_ascii_whitespace());
    let mut excluded: Vec<String> =
        others.filter(|&other| !are_the_same_kind(word, other)).map(ToOwned::to_owned).collect();
    if word.len() >= SHORTEST_PREFIXED && word.is_ascii() {
        excluded.extend(NEGATIVE_PREFIXES.iter().map(|prefix| format!("{prefix}{word}")));
        let stripped = NEGATIVE_PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
        excluded
            .extend(stripped.filter(|rest| rest.len() >= SHORTEST_PREFIXED).map(ToOwned::to_owned));
        excluded.extend(word.strip_suffix("ful").map(|stem| format!("{stem}less")));
        excluded.extend(word.strip_suffix("less").map(|stem| format!("{stem}ful")));
    }
    excluded
}

/// Whether two words of a series are forms of one: 东 and 东部, north and northern.
fn are_the_same_kind(x: &str, y: &str) -> bool {
    x.starts_with(y) || y.starts_with(x) || matches!((x, y), ("grey", "gray") | ("gray", "grey"))
}

/// Whether a word, in lower case, has no meaning of its own.
pub(crate) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORD.contains(word)
}

fn share_series(x: &str, y: &str) -> bool {
    let (Some(x), Some(y)) = (SERIES_OF.get(x), SERIES_OF.get(y)) else { return false };
    x.iter().any(|number| y.contains(number))
}

fn is_prefixed(prefixed: &str, word: &str) -> bool {
    word.len() >= SHORTEST_PREFIXED
        && word.is_ascii()
        && prefixed.strip_suffix(word).is_some_and(|prefix| NEGATIVE_PREFIXES.contains(&prefix))
}

/// Whether a list of words, divided by spaces, has `word`.
fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_series_exclude_each_other() {
        for (x, y) in [
            ("春", "秋"),
            ("亩", "公顷"),
            ("必须", "可以"),
            ("euros", "dollars"),
            ("legal", "illegal"),
            ("must", "may"),
        ] {
            assert!(are_of_one_series(x, y) && are_of_one_series(y, x), "{x} {y}");
        }
        for (x, y) in
            [("春", "红"), ("春", "春"), ("必须", "应当"), ("tend", "intended"), ("can", "may")]
        {
            assert!(!are_of_one_series(x, y), "{x} {y}");
        }
    }

    #[test]
    fn function_words_are_whole_words() {
        assert!(is_function_word("的") && is_function_word("the"));
        assert!(!is_function_word("目的") && !is_function_word("") && !is_function_word("th"));
    }
}
