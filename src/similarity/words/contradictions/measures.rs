//! Units of measurement, and words that count things.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A unit of measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    /// What is measured. Money of each currency is a dimension of its own.
    pub(super) dimension: &'static str,
    /// Number of basic units of the dimension.
    pub(super) factor: f64,
}

/// The units of each dimension: the number of basic units, and the names of the unit.
const UNITS: &[(&str, &[(f64, &str)])] = &[
    (
        "length",
        &[
            (0.001, "毫米 millimetre millimetres millimeter millimeters mm"),
            (0.01, "厘米 公分 centimetre centimetres centimeter centimeters cm"),
            (1.0, "米 公尺 metre metres meter meters"),
            (1000.0, "公里 千米 kilometre kilometres kilometer kilometers km"),
            (500.0, "里 华里"),
            (1609.344, "英里 mile miles"),
            (1852.0, "海里"),
            (0.3048, "英尺 foot feet"),
            (0.0254, "英寸 inch inches"),
            (0.9144, "码 yard yards"),
            (1.0 / 3.0, "尺"),
            (1.0 / 30.0, "寸"),
            (10.0 / 3.0, "丈"),
        ],
    ),
    (
        "area",
        &[
            (1.0, "平方米 平米"),
            (1e6, "平方公里 平方千米"),
            (1e-4, "平方厘米"),
            (666.67, "亩"),
            (1e4, "公顷 hectare hectares"),
            (66_667.0, "顷"),
            (4046.86, "英亩 acre acres"),
        ],
    ),
    (
        "mass",
        &[
            (0.001, "毫克 milligram milligrams mg"),
            (1.0, "克 gram grams"),
            (1000.0, "公斤 千克 kilogram kilograms kilo kilos kg"),
            (500.0, "斤 市斤"),
            (50.0, "两"),
            (1e6, "吨 tonne tonnes ton tons"),
            (453.6, "磅 pound"),
            (28.35, "盎司 ounce ounces"),
        ],
    ),
    (
        "volume",
        &[
            (0.001, "毫升 millilitre millilitres milliliter milliliters ml"),
            (1.0, "升 公升 litre litres liter liters"),
            (1000.0, "立方米"),
            (0.001, "立方厘米"),
            (3.785, "加仑 gallon gallons"),
            (0.568, "品脱 pint pints"),
            (159.0, "桶 barrel barrels"),
        ],
    ),
    (
        "days",
        &[
            (1.0 / 86_400.0, "秒 秒钟 second seconds"),
            (1.0 / 1440.0, "分钟 minute minutes"),
            (1.0 / 24.0, "小时 钟头 hour hours"),
            (1.0, "天 日 昼夜 day days"),
            (7.0, "周 星期 礼拜 week weeks"),
            (14.0, "fortnight fortnights"),
        ],
    ),
    (
        "months",
        &[
            (1.0, "个月 月 month months"),
            (3.0, "个季度"),
            (12.0, "年 周年 载 year years"),
            (120.0, "decade decades"),
            (1200.0, "个世纪 century centuries"),
        ],
    ),
    ("age", &[(1.0, "岁 周岁")]),
    (
        "temperature",
        &[(1.0, "度 摄氏度 degree degrees celsius centigrade"), (1.5, "华氏度 fahrenheit")],
    ),
    (
        "power",
        &[
            (1.0, "瓦 watt watts"),
            (1e3, "千瓦 kilowatt kilowatts"),
            (1e6, "兆瓦 megawatt megawatts"),
        ],
    ),
    (
        "energy",
        &[(1.0, "千瓦时 度电"), (0.001, "焦耳"), (0.004, "卡路里 calories"), (0.005, "千卡")],
    ),
    ("yuan", &[(1.0, "元 元人民币 块钱 人民币 yuan renminbi"), (0.1, "角"), (0.01, "分钱")]),
    ("dollars", &[(1.0, "美元 美金 dollar dollars"), (0.01, "美分 cent cents")]),
    ("euros", &[(1.0, "欧元 euro euros")]),
    ("pounds", &[(1.0, "英镑 pounds sterling")]),
    ("yen", &[(1.0, "日元 日圆 yen")]),
    ("hk dollars", &[(1.0, "港元 港币")]),
    ("francs", &[(1.0, "法郎 瑞士法郎 franc francs")]),
    ("roubles", &[(1.0, "卢布 rouble roubles ruble rubles")]),
    ("won", &[(1.0, "韩元")]),
    ("rupees", &[(1.0, "卢比 rupee rupees")]),
    ("marks", &[(1.0, "马克")]),
];
/// Signs of currencies before a number, and their dimensions.
const CURRENCY_SIGNS: [(char, &str); 6] = [
    ('$', "dollars"),
    ('€', "euros"),
    ('£', "pounds"),
    ('¥', "yuan"),
    ('￥', "yuan"),
    ('₩', "won"),
];
/// Characters of the longest Chinese name of a unit.
const LONGEST: usize = 5;
/// Measure words: 三名, 五辆.
const MEASURE_WORDS: &str = "个名位人列种项条家倍级届批座台辆艘架所间套份场起件次轮只头匹张棵株本册篇幅支枝颗粒枚户口声步遍趟桩笔门道节片块把根双副对班排队车站城国层页栋幢艇筐袋箱瓶杯碗盘";

static UNIT_OF: LazyLock<HashMap<&str, Unit>> = LazyLock::new(|| {
    let mut units = HashMap::new();
    for &(dimension, of_dimension) in UNITS {
        for &(factor, names) in of_dimension {
            for name in names.split_ascii_whitespace() {
                units.insert(name, Unit { dimension, factor });
            }
        }
    }
    units
});

/// The unit of this name.
pub(super) fn unit(name: &str) -> Option<Unit> {
    UNIT_OF.get(name).copied()
}

/// The unit whose Chinese name the characters begin with, the longest of several, and its length.
pub(super) fn unit_at(chars: &[char]) -> Option<(Unit, usize)> {
    let longest = LONGEST.min(chars.len());
    (1..=longest).rev().find_map(|len| {
        let name: String = chars[..len].iter().collect();
        unit(&name).map(|unit| (unit, len))
    })
}

/// The unit of a currency sign.
pub(super) fn currency(sign: char) -> Option<Unit> {
    let found = CURRENCY_SIGNS.iter().find(|(listed, _)| *listed == sign);
    found.map(|&(_, dimension)| Unit { dimension, factor: 1.0 })
}

/// Whether a character counts things.
pub(super) fn is_measure_word(char: char) -> bool {
    MEASURE_WORDS.contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_have_a_dimension_and_a_factor() {
        let (mu, hectare) = (unit("亩").expect("a unit"), unit("hectares").expect("a unit"));
        assert!(mu.dimension == hectare.dimension && mu.factor < hectare.factor);
        let (found, len) = unit_at(&['平', '方', '公', '里']).expect("a unit");
        assert_eq!((found.dimension, len), ("area", 4));
        assert_eq!(currency('$'), unit("dollars"));
        assert!(unit("桌子").is_none() && is_measure_word('名') && !is_measure_word('定'));
    }
}
