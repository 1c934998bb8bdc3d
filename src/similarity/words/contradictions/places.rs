//! Provinces and cities.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokenized_text::Running;

/// Provinces of China and their short names, each with its character.
const PROVINCES: &str = "\
    河北|冀 山西|晋 辽宁|辽 吉林 黑龙江 江苏|苏 浙江|浙 安徽|皖 福建|闽 江西|赣 山东|鲁 河南|豫 湖北|鄂 湖南|湘 广东|粤 海南|琼 四川|川|蜀 贵州|黔 \
    云南|滇 陕西|陕 甘肃|甘 青海 台湾|台 内蒙古|内蒙 广西|桂 西藏|藏 宁夏 新疆|疆 香港|港 澳门|澳";
/// Cities, each with its other names.
const CITIES: &str = "\
    北京|京|首都 上海|沪|申城 天津|津 重庆|渝|山城 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原|并州 大同 阳泉 长治 晋城 临汾 运城 呼和浩特|呼市 包头 \
    沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 长春 四平 通化 哈尔滨|哈市 齐齐哈尔 牡丹江 佳木斯 大庆 南京|宁|金陵 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 \
    镇江 泰州 宿迁 杭州|杭 宁波|甬 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 安庆 黄山 阜阳 福州|榕 厦门|鹭岛 莆田 三明 泉州 漳州 \
    南平 龙岩 宁德 南昌|洪城 景德镇|瓷都 萍乡 九江 赣州 上饶 济南|泉城 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封|汴 洛阳 \
    平顶山 安阳 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉|江城 黄石 十堰 宜昌 襄阳 荆州 黄冈 长沙|星城 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 \
    益阳 郴州 永州 怀化 广州|穗|羊城 韶关 深圳|深|鹏城 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 阳江 清远 东莞 中山 潮州 揭阳 南宁 柳州 桂林 梧州 北海 钦州 \
    玉林 海口 三亚 成都|蓉|蓉城 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 宜宾 达州 贵阳|筑 遵义 六盘水 安顺 毕节 昆明|春城 曲靖 玉溪 保山 昭通 丽江 大理 拉萨|逻些 \
    日喀则 西安|长安|古城 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 兰州|金城 嘉峪关 天水 武威 张掖 酒泉 敦煌 西宁 银川 石嘴山 乌鲁木齐|乌市 克拉玛依 喀什 伊犁 台北 高雄 \
    纽约 华盛顿 洛杉矶 芝加哥 旧金山 波士顿 休斯敦 西雅图 伦敦 巴黎 柏林 慕尼黑 法兰克福 罗马 米兰 威尼斯 马德里 巴塞罗那 里斯本 维也纳 日内瓦 苏黎世 布鲁塞尔 海牙 阿姆斯特丹 \
    哥本哈根 斯德哥尔摩 奥斯陆 赫尔辛基 华沙 布拉格 布达佩斯 莫斯科 圣彼得堡 基辅 雅典 伊斯坦布尔 安卡拉 开罗 东京 大阪 京都 名古屋 横滨 神户 首尔|汉城 釜山 平壤 河内 胡志明市 \
    曼谷 吉隆坡 雅加达 马尼拉 新德里 孟买 加尔各答 达卡 卡拉奇 伊斯兰堡 德黑兰 巴格达 大马士革 耶路撒冷 利雅得 迪拜 多哈 悉尼 墨尔本 堪培拉 惠灵顿 多伦多 渥太华 温哥华 蒙特利尔 \
    里约热内卢 圣保罗 布宜诺斯艾利斯 利马 墨西哥城 哈瓦那 内罗毕 约翰内斯堡 开普敦 拉各斯 莱比锡 汉堡 里昂 马赛 那不勒斯 都灵 曼彻斯特 利物浦 爱丁堡";
/// Continents and parts of the world.
const CONTINENTS: &str = "亚洲|亚 欧洲|欧 非洲|非 南美洲|南美|拉美 北美洲|北美 大洋洲 中东 东南亚 拉丁美洲|拉美|南美 asia|asian africa|african europe|european";

/// Characters of the longest name in ideographs.
const LONGEST: usize = 7;

/// The number of the list that a name is in, and all names of the place.
static PLACE: LazyLock<HashMap<&str, (usize, &str)>> = LazyLock::new(|| {
    let lists = [PROVINCES, CITIES, CONTINENTS].into_iter().enumerate();
    let places = lists
        .flat_map(|(number, list)| list.split_ascii_whitespace().map(move |names| (number, names)));
    places.filter_map(|(number, names)| Some((names.split('|').next()?, (number, names)))).collect()
});

/// Whether each text has a province that the other one does not have, or a city, or a continent.
pub(super) fn differ_in_places(texts: [&Running; 2]) -> bool {
    let [of_a, of_b] = texts.map(places);
    if of_a.is_empty() || of_b.is_empty() {
        return false;
    }
    let (own_a, own_b) = (own_lists(&of_a, texts[1]), own_lists(&of_b, texts[0]));
    own_a.iter().any(|list| own_b.contains(list))
}

/// The lists of the places that another text does not name in any way.
fn own_lists(places: &[(usize, &str)], other: &Running) -> Vec<usize> {
    let all: String = other.chars.iter().collect();
    let own = places
        .iter()
        .filter(|(_, names)| !names.split('|').any(|name| has_name(other, &all, name)));
    own.map(|&(list, _)| list).collect()
}

/// Whether a text, all of which is `all`, has a name.
fn has_name(text: &Running, all: &str, name: &str) -> bool {
    if name.is_ascii() {
        text.words.iter().any(|word| word.text == name)
    } else {
        all.contains(name)
    }
}

/// The places that words of a text name or begin with: 贵阳市, 湖州人.
fn places(text: &Running) -> Vec<(usize, &'static str)> {
    text.words.iter().filter_map(|word| place_of(&word.text)).collect()
}

fn place_of(word: &str) -> Option<(usize, &'static str)> {
    if word.is_ascii() {
        return PLACE.get(word).copied();
    }
    let mut ends = word.char_indices().map(|(at, char)| at + char.len_utf8()).skip(1).take(LONGEST);
    ends.find_map(|end| {
        let is_whole = word[end..].chars().count() <= 2;
        PLACE.get(&word[..end]).copied().filter(|_| is_whole)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::running;
    use super::*;

    #[test]
    fn other_cities_are_told_apart_from_other_names_of_one() {
        let differ = |a: &str, b: &str| differ_in_places([&running(a), &running(b)]);
        assert!(differ("书局迁往桂林", "书局搬到贵阳"));
        assert!(!differ("书局在上海成立", "书局成立于沪"));
        assert!(!differ("大会在杭州召开", "大会在浙江召开"));
        assert!(!differ("大会在杭州召开", "大会在杭州和宁波召开"));
    }
}
