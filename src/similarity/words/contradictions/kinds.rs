//! Words of one kind that exclude each other: relatives, offices, colours, vehicles.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::aligned_words::Side;

/// Kinds of things. Words for the same thing are divided by spaces, things by bars.
const KINDS: &[&str] = &[
    "弟弟 弟|哥哥 哥 兄长|姐姐 姐|妹妹 妹|堂兄 堂哥|堂弟|表哥|表弟|表姐|表妹|父亲 爸爸 爸 爹 父|母亲 妈妈 妈 娘 母|爷爷 祖父|奶奶 祖母|外公 外祖父|外婆 外祖母 姥姥|\
     姑妈 姑姑 姑母|姨妈 姨母 阿姨|叔叔 叔父|伯父 伯伯 大伯|舅舅 舅父|丈夫 老公|妻子 老婆 太太|婆婆|岳母 丈母娘|岳父|公公|儿子|女儿|孙子|孙女|侄子 侄儿|侄女|外甥|女婿|儿媳",
    "father father's dad dad's daddy|mother mother's mum mum's mom|brother brother's|sister sister's|grandmother grandma granny grandmother's|\
     grandfather grandpa grandfather's|aunt aunt's auntie|uncle uncle's|cousin cousin's|nephew|niece|husband husband's|wife wife's|son son's|daughter daughter's",
    "省长|市长|县长|区长|镇长|乡长|村长",
    "局长|厅长|部长|处长|科长|院长|校长|所长|厂长",
    "教育局 教委|卫生局|公安局|财政局|税务局|民政局|环保局|水利局|农业局|林业局|交通局|规划局|司法局|统计局|审计局|气象局|文化局",
    "红色 红|橙色 橙 橘色|黄色 黄|绿色 绿|蓝色 蓝|紫色 紫|黑色 黑|白色 白|灰色 灰|棕色 褐色|粉色 粉红色",
    "red|orange|yellow|green|blue|purple|black|white|grey gray|brown|pink",
    "卡车 货车|客车 大巴 巴士 公交车|轿车 小汽车|摩托车|自行车 单车|火车 列车 动车 高铁|飞机 客机 航班|轮船 客轮 船 渡轮|拖拉机|救护车|消防车",
    "lorry lorries lorry's truck trucks|bus buses bus's coach|motorcycle motorcycles motorbike|bicycle bicycles bike bikes|train trains|plane planes aircraft airplane|ship ships boat boats vessel|tractor tractors|ambulance",
    "小麦 麦子|水稻 稻谷 稻子|玉米 苞谷|大豆 黄豆|棉花|土豆 马铃薯|花生|油菜|甘蔗|苹果|葡萄|梨|桃|柑橘 橘子|香蕉|茶叶",
    "wheat|rice|maize corn|cotton|potatoes potato|apples apple|grapes grape|pears pear|oranges|bananas|tea|coffee|sugar",
    "金牌 冠军|银牌 亚军|铜牌 季军",
    "gold|silver|bronze|copper",
    "原告|被告",
    "prosecution prosecutor prosecutors|defence defense",
    "一等奖|二等奖|三等奖",
    "小学 小学生|中学 中学生 初中 高中|大学 大学生|幼儿园",
    "语文|数学|英语|物理|化学|生物|历史|地理",
    "足球|篮球|排球|乒乓球|羽毛球|网球|棒球",
    "football soccer|basketball|volleyball|tennis|baseball|cricket|rugby|hockey",
];
/// Words on either side that are looked at for a word that two texts have in common.
const NEAR: usize = 6;

/// A thing, by the number of its kind and all words for it.
type Thing = (usize, &'static str);

/// The things that each word may be, by kind.
static THINGS: LazyLock<HashMap<&str, Vec<Thing>>> = LazyLock::new(|| {
    let mut things: HashMap<&str, Vec<Thing>> = HashMap::new();
    for (number, kind) in KINDS.iter().enumerate() {
        for thing in kind.split('|') {
            for word in thing.split_ascii_whitespace() {
                things.entry(word).or_default().push((number, thing));
            }
        }
    }
    things
});

/// Whether one text has something where the other one has another thing of the same kind.
pub(super) fn differ_in_kind(sides: &[Side; 2]) -> bool {
    let [a, b] = sides;
    let (of_a, of_b) = (things(a), things(b));
    of_a.iter().any(|&(x, (kind, thing))| {
        of_b.iter().any(|&(y, (of, other))| {
            of == kind
                && other != thing
                && (a.partner(x) == Some(y) || a.has_common_neighbour(x, y, NEAR))
                && !has(b, thing)
                && !has(a, other)
        })
    })
}

/// The words for things of a text, and what they are.
fn things(side: &Side) -> Vec<(usize, Thing)> {
    let words = side.text.words.iter().enumerate();
    words
        .filter_map(|(at, word)| Some((at, THINGS.get(word.text.as_str())?)))
        .flat_map(|(at, things)| things.iter().map(move |&thing| (at, thing)))
        .collect()
}

/// Whether a text has one of the words for a thing, or a longer word with it.
fn has(side: &Side, thing: &str) -> bool {
    side.text.words.iter().any(|word| {
        thing
            .split_ascii_whitespace()
            .any(|name| word.text == name || (!name.is_ascii() && word.text.contains(name)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::sides;
    use super::*;

    #[test]
    fn another_thing_of_the_same_kind_is_found_in_its_place() {
        for (a, b) in [
            ("他 和 弟弟 开店", "他 和 堂兄 开店"),
            ("发布 黄色 预警", "发布 橙色 预警"),
            ("then Grandmother came", "then Aunt came"),
        ] {
            assert!(differ_in_kind(&sides(&a.to_lowercase(), &b.to_lowercase())), "{a} {b}");
        }
        for (a, b) in [("父亲 病 了", "爸爸 病 了"), ("弟弟 和 哥哥 来 了", "哥哥 来 了")]
        {
            assert!(!differ_in_kind(&sides(a, b)), "{a} {b}");
        }
    }
}
