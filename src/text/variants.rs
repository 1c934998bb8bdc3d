//! Variant forms of Chinese characters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::simplified;

/// Variant forms that the tables of traditional characters lack, each followed by its simplified
/// form.
///
/// The list holds older printed forms of Chinese (衞, 畧, 秊, 徧), Japanese forms (戸, 気, 広), and
/// 著, which traditional texts write for 着. Compatibility characters are absent, since
/// normalisation replaces them. The list was compiled for this file and is not copied from another
/// one.
const FORMS: &str = "\
    亰京 仝同 仮假 価价 児儿 凖准 刦劫 刧劫 劒剑 効效 勅敕 勦剿 卋世 単单 厳严 咲笑 \
    喆哲 囓啮 団团 囬回 囯国 囲围 図图 圧压 塩盐 壊坏 売卖 変变 実实 対对 広广 従从 \
    徧遍 徳德 応应 恠怪 恵惠 悪恶 悳德 慙惭 懽欢 戦战 戸户 拠据 拡扩 挙举 摂摄 撡操 \
    擧举 攷考 敍叙 斉齐 斵斫 昬昏 暎映 暱昵 朙明 朶朵 柹柿 栢柏 桜樱 桮杯 椀碗 検检 \
    楽乐 槀槁 様样 槩概 権权 檝楫 歓欢 歛敛 歩步 歴历 毎每 気气 氷冰 汚污 沢泽 浄净 \
    淸清 済济 渋涩 渓溪 湼涅 溷混 滝泷 濶阔 灋法 烖灾 焔焰 焼烧 煑煮 熈熙 牎窗 牕窗 \
    犂犁 犇奔 犠牺 猟猎 獣兽 珎珍 甯宁 畧略 畱留 畳叠 疎疏 痲麻 発发 盌碗 県县 砕碎 \
    砲炮 礮炮 秊年 秌秋 稲稻 稺稚 穉稚 穏稳 窓窗 窻窗 竜龙 竝并 筭算 粛肃 粧妆 糺纠 \
    経经 絵绘 継继 続续 総总 緜绵 縦纵 繊纤 繙翻 缐线 罸罚 羢绒 翺翱 耡锄 聦聪 聴听 \
    肎肯 胷胸 脃脆 脗吻 脳脑 膓肠 臓脏 臯皋 艸草 荅答 荘庄 菓果 著着 葢盖 蓡参 蔕蒂 \
    蔵藏 蕋蕊 薬药 衞卫 衺邪 裵裴 覚觉 覩睹 観观 訳译 読读 譌讹 譲让 讐仇 豊丰 貎貌 \
    趂趁 躭耽 軆体 転转 軽轻 輭软 辤辞 辺边 迯逃 逈迥 逓递 遅迟 鄕乡 酧酬 醕醇 醻酬 \
    鉄铁 銕铁 銭钱 鎗枪 閙闹 関关 閧哄 闘斗 阯址 陥陷 険险 隄堤 隠隐 隣邻 雑杂 霊灵 \
    靁雷 靑青 韮韭 頟额 頫俯 頼赖 顋腮 顕显 飜翻 飮饮 餧喂 馀余 騐验 騒骚 験验 髄髓 \
    髪发 鬀剃 鬪斗 鬬斗 鬭斗 鵞鹅 鶏鸡 鷰燕 鹻碱 麤粗 黒黑 黙默 鼇鳌 鼔鼓 齢龄";

/// Whether two different characters are forms of the same character: traditional and simplified, or
/// printed variants.
///
/// ```
/// use leitong::text::are_variants;
/// assert!(are_variants('說', '说') && are_variants('裏', '裡') && are_variants('衞', '卫'));
/// assert!(!are_variants('说', '话') && !are_variants('说', '说'));
/// ```
#[must_use]
pub fn are_variants(a: char, b: char) -> bool {
    a != b && shared_form(a) == shared_form(b)
}

/// The simplified form of each variant form in [`FORMS`].
static SIMPLIFIED_FORMS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let forms = FORMS.split_ascii_whitespace().map(str::chars);
    forms.filter_map(|mut form| Some((form.next()?, form.next()?))).collect()
});

/// The simplified form that all forms of a character share.
fn shared_form(char: char) -> char {
    SIMPLIFIED_FORMS.get(&char).copied().unwrap_or_else(|| simplified(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_forms_are_variants() {
        for forms in [
            "裏裡里",
            "爲為为",
            "羣群",
            "說説说",
            "於于",
            "後后",
            "幷並并",
            "衞衛卫",
            "峯峰",
            "气氣気",
        ] {
            let forms: Vec<char> = forms.chars().collect();
            assert!(forms.windows(2).all(|pair| are_variants(pair[0], pair[1])), "{forms:?}");
        }
    }

    #[test]
    fn every_further_form_is_listed_once_and_ends_in_a_simplified_one() {
        let forms: Vec<Vec<char>> =
            FORMS.split_ascii_whitespace().map(|form| form.chars().collect()).collect();
        assert!(forms.is_sorted_by(|x, y| x[0] < y[0]));
        for form in forms {
            assert_eq!((form.len(), simplified(form[1])), (2, form[1]));
        }
    }

    #[test]
    fn other_characters_are_none() {
        for pair in ["能本", "未末", "ab", "12", "的地"] {
            let pair: Vec<char> = pair.chars().collect();
            assert!(!are_variants(pair[0], pair[1]), "{pair:?}");
        }
    }
}
