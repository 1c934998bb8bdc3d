//! Countries, by the words for them and for their people.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokenized_text::Running;

/// The words for each country and its people, divided by bars.
const COUNTRIES: &str = "\
    afghanistan|afghan|afghans|阿富汗 albania|albanian|albanians|阿尔巴尼亚 algeria|algerian|algerians|阿尔及利亚 angola|angolan|安哥拉 \
    argentina|argentine|argentinian|阿根廷 armenia|armenian|armenians|亚美尼亚 australia|australian|australians|澳大利亚|澳洲|澳方 \
    austria|austrian|austrians|奥地利 azerbaijan|azerbaijani|阿塞拜疆 bahrain|巴林 bangladesh|bangladeshi|孟加拉国 belarus|belarusian|白俄罗斯 \
    belgium|belgian|belgians|比利时 benin|贝宁 bolivia|bolivian|玻利维亚 bosnia|bosnian|波黑|波斯尼亚 botswana|博茨瓦纳 \
    brazil|brazilian|brazilians|巴西 britain|british|uk|england|english|scotland|scottish|wales|welsh|英国|英方|英格兰|苏格兰 \
    brunei|文莱 bulgaria|bulgarian|bulgarians|保加利亚 burundi|布隆迪 cambodia|cambodian|柬埔寨|柬方 cameroon|喀麦隆 \
    canada|canadian|canadians|加拿大|加方 chile|chilean|chileans|智利 china|chinese|中国|我国|中方 colombia|colombian|colombians|哥伦比亚 \
    congo|congolese|刚果 croatia|croatian|克罗地亚 cuba|cuban|cubans|古巴 cyprus|cypriot|塞浦路斯 czech|czechs|czechoslovakia|捷克 \
    denmark|danish|danes|dane|丹麦 dominican|多米尼加 ecuador|ecuadorean|ecuadorian|厄瓜多尔 egypt|egyptian|egyptians|埃及 \
    eritrea|厄立特里亚 estonia|estonian|爱沙尼亚 ethiopia|ethiopian|埃塞俄比亚 fiji|斐济 finland|finnish|finns|芬兰 \
    france|french|frenchman|法国|法方 gabon|加蓬 germany|german|germans|德国|德方 ghana|ghanaian|加纳 greece|greek|greeks|希腊 \
    guatemala|危地马拉 haiti|haitian|海地 honduras|洪都拉斯 hungary|hungarian|hungarians|匈牙利 iceland|icelandic|冰岛 \
    india|indian|indians|印度|印方 indonesia|indonesian|印尼|印度尼西亚 iran|iranian|iranians|伊朗|伊方 iraq|iraqi|iraqis|伊拉克 \
    ireland|irish|爱尔兰 israel|israeli|israelis|以色列|以方 italy|italian|italians|意大利|意方 jamaica|jamaican|牙买加 \
    japan|japanese|日本|日方 jordan|jordanian|约旦 kazakhstan|kazakh|哈萨克斯坦|哈方 kenya|kenyan|kenyans|肯尼亚 \
    korea|korean|koreans|韩国|朝鲜|韩方|朝方 kuwait|kuwaiti|科威特 kyrgyzstan|kyrgyz|吉尔吉斯斯坦|吉尔吉斯 laos|laotian|老挝|老方 latvia|latvian|拉脱维亚 \
    lebanon|lebanese|黎巴嫩 liberia|利比里亚 libya|libyan|libyans|利比亚 lithuania|lithuanian|立陶宛 luxembourg|卢森堡 madagascar|马达加斯加 \
    malawi|马拉维 malaysia|malaysian|马来西亚|马方 maldives|马尔代夫 mali|马里 malta|maltese|马耳他 mauritania|毛里塔尼亚 mauritius|毛里求斯 \
    mexico|mexican|mexicans|墨西哥|墨方 moldova|moldovan|摩尔多瓦 mongolia|mongolian|蒙古|蒙方 montenegro|黑山 morocco|moroccan|摩洛哥 \
    mozambique|莫桑比克 myanmar|burma|burmese|缅甸|缅方 namibia|纳米比亚 nepal|nepalese|nepali|尼泊尔 netherlands|dutch|holland|荷兰 \
    zealand|新西兰 nicaragua|尼加拉瓜 nigeria|nigerian|nigerians|尼日利亚 norway|norwegian|norwegians|挪威 oman|omani|阿曼 \
    pakistan|pakistani|pakistanis|巴基斯坦|巴方 palestine|palestinian|palestinians|巴勒斯坦 panama|panamanian|巴拿马 paraguay|巴拉圭 \
    peru|peruvian|peruvians|秘鲁 philippines|philippine|filipino|filipinos|菲律宾|菲方 poland|polish|波兰|波方 portugal|portuguese|葡萄牙 \
    qatar|qatari|卡塔尔 romania|romanian|romanians|罗马尼亚 russia|russian|russians|soviet|ussr|俄罗斯|俄国|俄方|苏联 rwanda|rwandan|卢旺达 \
    saudi|沙特|沙特阿拉伯 senegal|senegalese|塞内加尔 serbia|serbian|serbs|yugoslavia|塞尔维亚|南斯拉夫 singapore|singaporean|新加坡|新方 \
    slovakia|slovak|斯洛伐克 slovenia|slovenian|斯洛文尼亚 somalia|somali|索马里 spain|spanish|spaniards|西班牙 lanka|lankan|斯里兰卡 \
    sudan|sudanese|苏丹 suriname|苏里南 sweden|swedish|swedes|瑞典 switzerland|swiss|瑞士 syria|syrian|syrians|叙利亚|叙方 \
    tajikistan|tajik|塔吉克斯坦 tanzania|tanzanian|坦桑尼亚 thailand|thai|thais|泰国|泰方 togo|多哥 tonga|汤加 tunisia|tunisian|突尼斯 \
    turkey|turkish|turks|土耳其 turkmenistan|turkmen|土库曼斯坦|土方 uganda|ugandan|乌干达 ukraine|ukrainian|ukrainians|乌克兰|乌方 \
    emirates|阿联酋 us|u.s|usa|america|american|americans|美国|美方 uruguay|uruguayan|乌拉圭 uzbekistan|uzbek|乌兹别克斯坦 vatican|梵蒂冈 \
    venezuela|venezuelan|venezuelans|委内瑞拉 vietnam|vietnamese|越南|越方 yemen|yemeni|也门 zambia|zambian|赞比亚 zimbabwe|zimbabwean|津巴布韦";
/// Other words that show that a text speaks of a country, behind one of the words above.
const SIGNS: &str = "\
    china|beijing|北京|祖国|国内|全国|本国|中华人民共和国 us|washington|united|华盛顿|白宫 russia|moscow|莫斯科|kremlin|克里姆林宫 britain|london|伦敦|united france|paris|巴黎 \
    germany|berlin|bonn|柏林|波恩 japan|tokyo|东京 italy|rome|罗马 spain|madrid|马德里 greece|athens|雅典 egypt|cairo|开罗 india|delhi|新德里 \
    iran|tehran|德黑兰 iraq|baghdad|巴格达 israel|jerusalem|以巴|巴以 palestine|巴以|以巴|gaza|加沙 korea|seoul|pyongyang|首尔|汉城|平壤|半岛 \
    ukraine|kiev|kyiv|基辅 turkey|ankara|安卡拉 syria|damascus|大马士革 canada|ottawa|渥太华 australia|canberra|堪培拉 cuba|havana|哈瓦那 \
    mexico|墨西哥城 vatican|pope|教皇 pakistan|islamabad|伊斯兰堡 thailand|bangkok|曼谷 vietnam|hanoi|河内 poland|warsaw|华沙 \
    austria|vienna|维也纳 switzerland|geneva|日内瓦|伯尔尼 belgium|brussels|布鲁塞尔 netherlands|hague|海牙 sweden|stockholm|norway|oslo saudi|riyadh";
/// Characters for countries, each behind a word for the country.
const CHARACTERS: &str = "\
    china|中 us|美 britain|英 france|法 germany|德 japan|日 russia|俄|苏 korea|韩|朝 india|印 italy|意 canada|加 australia|澳 vietnam|越 thailand|泰 \
    pakistan|巴 brazil|巴 palestine|巴 egypt|埃 israel|以 turkey|土 turkmenistan|土 iran|伊 iraq|伊 mongolia|蒙 myanmar|缅 laos|老 cambodia|柬 \
    kazakhstan|哈 uzbekistan|乌 ukraine|乌 uganda|乌 mexico|墨 philippines|菲 poland|波 malaysia|马 singapore|新 zealand|新 spain|西 argentina|阿 sri|斯 nepal|尼";
/// Characters behind that of a country in words for it: 美方, 美军.
const BEHIND: &str = "方国军企媒资籍商";

/// Characters of the longest name in ideographs.
const LONGEST: usize = 6;

/// The first word for the country that a word names.
static COUNTRY: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let names =
        groups(COUNTRIES).flat_map(|(country, names)| names.map(move |name| (name, country)));
    names.collect()
});

/// Whether each text speaks of a country that the other one does not speak of.
pub(super) fn differ_in_countries(texts: [&Running; 2]) -> bool {
    let [of_a, of_b] = texts.map(named);
    // Most texts name no country, or the same ones.
    let own_a: Vec<_> = of_a.iter().filter(|country| !of_b.contains(country)).collect();
    let own_b: Vec<_> = of_b.iter().filter(|country| !of_a.contains(country)).collect();
    !own_a.is_empty()
        && !own_b.is_empty()
        && own_a.iter().any(|country| !speaks_of(texts[1], country))
        && own_b.iter().any(|country| !speaks_of(texts[0], country))
}

/// The countries that a text names, by their first words.
fn named(text: &Running) -> Vec<&'static str> {
    let mut named = Vec::new();
    for word in text.words.iter().filter(|word| !word.is_latin() || word.is_capitalized) {
        if let Some(country) = country_of(&word.text).filter(|country| !named.contains(country)) {
            named.push(country);
        }
    }
    named
}

/// The country that a word names or begins with: 哥伦比亚政府.
fn country_of(word: &str) -> Option<&'static str> {
    if word.is_ascii() {
        return COUNTRY.get(word).or_else(|| COUNTRY.get(word.strip_suffix('s')?)).copied();
    }
    let mut ends = word.char_indices().map(|(at, char)| at + char.len_utf8()).skip(1).take(LONGEST);
    ends.find_map(|end| COUNTRY.get(&word[..end]).copied())
}

/// Whether a text speaks of a country by any word.
fn speaks_of(text: &Running, country: &str) -> bool {
    let all: String = text.chars.iter().collect();
    let of = |list| groups(list).filter(|(of, _)| *of == country).flat_map(|(_, signs)| signs);
    of(SIGNS).chain(of(COUNTRIES)).any(|sign| has_sign(text, &all, sign))
        || of(CHARACTERS).any(|character| has_character(text, character))
}

/// Whether a text, all of which is `all`, has a word for a country.
fn has_sign(text: &Running, all: &str, sign: &str) -> bool {
    if sign.is_ascii() {
        text.words.iter().any(|word| word.text == sign)
    } else {
        all.contains(sign)
    }
}

/// Whether a word is the character of a country, or has it with another one: 中美, 美军.
fn has_character(text: &Running, character: &str) -> bool {
    text.words.iter().any(|word| {
        let others = word.text.replacen(character, "", 1);
        others.len() < word.text.len()
            && others.chars().count() <= 2
            && others.chars().all(|other| BEHIND.contains(other) || CHARACTERS.contains(other))
    })
}

/// The groups of a list: the first word of each, and all of its words.
fn groups(
    list: &'static str,
) -> impl Iterator<Item = (&'static str, std::str::Split<'static, char>)> {
    list.split_ascii_whitespace()
        .filter_map(|group| Some((group.split('|').next()?, group.split('|'))))
}

#[cfg(test)]
mod tests {
    use super::super::tests::running;
    use super::*;

    #[test]
    fn other_countries_are_told_apart_by_any_word_for_them() {
        let differ = |a: &str, b: &str| differ_in_countries([&running(a), &running(b)]);
        for (a, b) in [
            ("尼泊尔客人昨天抵达", "希腊客人昨天抵达"),
            ("Nepal's president came", "The president of Greece came"),
            ("法国代表发言", "德国代表发言"),
        ] {
            assert!(differ(a, b) && differ(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("美国代表发言", "美方的代表发言"),
            ("中美会谈", "美国和中国会谈"),
            ("Norwegian ships", "ships from Norway"),
            ("France protested", "Paris protested"),
            ("德国和法国", "法国"),
        ] {
            assert!(!differ(a, b) && !differ(b, a), "{a} {b}");
        }
    }
}
