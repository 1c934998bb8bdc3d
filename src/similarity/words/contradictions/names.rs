//! Names that stand in the place of another name.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::super::series::is_function_word;
use super::aligned_words::Side;
use super::countries::differ_in_countries;
use super::dates::date_word;
use super::kinds::differ_in_kind;
use super::places::differ_in_places;
use super::titles::differ_in_titles;
use super::tokenized_text::{Running, TokenizedText};
use crate::text::{
    EntityKind, entities, has_predicate, is_family_name, is_ideographic, is_proper_noun, is_unseen,
};

/// Words with capitals that are no names, or that many names have.
const NO_NAMES: &str = "\
    mr mrs ms dr prof professor sir lord lady president premier minister prime secretary chairman chairwoman director governor mayor senator \
    king queen prince princess pope bishop general colonel captain officer judge justice doctor university college school institute \
    academy hospital church bank company corporation corp inc ltd plc group association federation union party congress parliament \
    senate house council committee commission court ministry department government office agency board bureau state states united \
    kingdom republic county city town village district province region north south east west northern southern eastern western \
    central lake river mount mountain island islands sea ocean bay street avenue road square park bridge airport station hotel museum \
    international national federal royal new great i english i'm i'll i've internet world war act bill law agreement treaty";
/// Names of the same, divided by bars.
const ALIASES: &str = "\
    us|u.s|usa|america|american|americans|united uk|britain|british|england france|french|frenchman germany|german spain|spanish netherlands|dutch|holland \
    denmark|danish|danes turkey|turkish poland|polish wales|welsh greece|greek ireland|irish sweden|swedish|swedes eu|european|europe \
    switzerland|swiss ussr|soviet china|chinese 北京|首都|京 中国|我国|祖国|中华人民共和国|华 上海|沪 广东|粤 广州|穗 重庆|渝 天津|津 \
    美国|美|美方 英国|英|英方 法国|法|法方 德国|德|德方 日本|日|日方 俄罗斯|俄|俄国|俄方 韩国|韩|韩方 欧盟|欧洲联盟|欧洲 联合国|un \
    香港|港 澳门|澳 台湾|台 世界卫生组织|世卫|世卫组织|who 世界贸易组织|世贸|世贸组织|wto 北约|nato";
/// Characters that stand for countries: 中法, 美日韩.
const COUNTRIES: &str = "中美英法德日俄韩印意加澳欧朝越泰巴埃";
/// Words behind the name of a person or organisation that are no part of it.
const GENERIC_ENDINGS: &str = "省市县区州镇乡村国";
/// Family names that are other words too.
const MANY_MEANINGS: &str = "于和高方何任应时向成对连过同都那文万";
/// Words around a name that are looked at for a word that two texts have in common.
const NEAR: usize = 4;
/// Share of the words with capitals above which capitals show no names.
const MOST_CAPITALS: f64 = 0.5;
/// Letters that a name and the word made of it begin with: Norway and Norwegian.
const STEM: usize = 4;

static NO_NAME: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NO_NAMES.split_ascii_whitespace().collect());
static NO_OFFICE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NO_OFFICES.split_ascii_whitespace().collect());
static ALIAS: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    ALIASES.split_ascii_whitespace().map(|names| names.split('|').collect()).collect()
});

/// Characters of the shortest name that is taken for the spelling of a foreign one.
const LONG_NAME: usize = 4;
/// Characters that end the names of offices and places.
const ENDINGS: [char; 14] =
    ['部', '局', '厅', '委', '署', '省', '市', '县', '区', '州', '镇', '乡', '村', '院'];
/// Words for organisations behind their names.
const HEADS: &str = "委员会 公司 集团 大学 学院 协会 学会 研究所 研究院 银行 基金会 联合会 出版社 管理局 法院 医院 中学 小学";
/// Words that end so and are no names.
const NO_OFFICES: &str = "俱乐部 干部 全部 内部 外部 大部 局部 总部 分部 东部 西部 南部 北部 中部 党支部 支部 门市部 城市 都市 超市 上市 股市 地区 社区 山区 景区 小区 园区 城区 市区 农村 乡村 全村 全县 全省 全市 本市 本省 我市 我省 医院 法院 学院 剧院 住院 出院 电影院 当局 结局 布局 县市 省市 城镇 村镇";

/// A name in a text.
struct Name {
    written: String,
    /// Its first word and its last one.
    first: usize,
    last: usize,
    is_person: bool,
    is_latin: bool,
    /// Whether the dictionary has it as a name.
    is_tagged: bool,
}

impl Name {
    /// A name of ideographs that the dictionary does not have.
    fn guessed(written: String, words: RangeInclusive<usize>, is_person: bool) -> Self {
        let (first, last) = words.into_inner();
        Self { written, first, last, is_person, is_latin: false, is_tagged: false }
    }

    /// Whether the name is hardly a common word.
    fn is_certain(&self) -> bool {
        self.is_latin || (!self.is_person && self.is_tagged)
    }

    /// Whether only its end shows that it is a name.
    fn is_office(&self) -> bool {
        !self.is_latin && !self.is_person && !self.is_tagged
    }
}

/// Whether a name stands in the place of another name.
pub(super) fn differ_in_names(sides: &[Side; 2], sources: [TokenizedText<'_>; 2]) -> bool {
    let [a, b] = sides;
    let texts = [&a.text, &b.text];
    if differ_in_countries(texts)
        || differ_in_places(texts)
        || differ_in_titles(texts)
        || differ_in_kind(sides)
    {
        return true;
    }
    let of_a = own_names(a, sources[0], b);
    if of_a.is_empty() {
        return false;
    }
    let of_b = own_names(b, sources[1], a);
    // Names of ideographs are less certain than those with capitals.
    let is_single = [&of_a, &of_b].iter().all(|names| names.iter().all(Name::is_certain))
        && [&of_a, &of_b].iter().all(|names| {
            names[..].windows(2).all(|pair| pair[0].last.abs_diff(pair[1].first) <= 1)
        });
    of_a.iter().any(|x| {
        of_b.iter().any(|y| are_different(x, y) && (is_single || are_in_one_place(a, x, y)))
    })
}

/// The names of a text that the other one does not have in any form.
fn own_names(side: &Side, source: TokenizedText<'_>, other: &Side) -> Vec<Name> {
    let text = &side.text;
    let mut names = latin_names(text);
    // Tagging takes long: most texts of Latin letters have no ideographs.
    if text.chars.iter().any(|&char| is_ideographic(char)) {
        names.extend(tagged_names(text, source));
        names.extend(unknown_names(side));
    }
    let all: String = other.text.chars.iter().collect();
    let words: HashSet<&str> = other.text.words.iter().map(|word| word.text.as_str()).collect();
    let own: String = text.chars.iter().collect();
    names.retain(|name| {
        let written = name.written.as_str();
        let times = [&own, &all].map(|text| text.matches(written).count());
        (times[1] > 0 && times[0] > times[1] && !name.is_latin)
            || (times[1] == 0 || name.is_latin) && !is_in_text(name, &all, &words)
    });
    names
}

/// Words with capitals.
fn latin_names(text: &Running) -> Vec<Name> {
    let latin = text.words.iter().filter(|word| word.is_latin());
    let capitals = latin.clone().filter(|word| word.is_capitalized).count();
    let is_latin = 2 * latin.clone().count() > text.words.len();
    if is_latin && capitals as f64 > MOST_CAPITALS * latin.count() as f64 {
        return Vec::new();
    }
    let inside: HashSet<&str> = (0..text.words.len())
        .filter(|&at| may_be_name(text, at, is_latin) && !text.words[at].begins_sentence)
        .map(|at| text.word(at))
        .collect();
    let names = (0..text.words.len()).filter(|&at| {
        may_be_name(text, at, is_latin)
            && (!text.words[at].begins_sentence
                || !is_latin
                || inside.contains(text.word(at))
                || ends_like_people(text.word(at))
                || (may_be_name(text, at + 1, is_latin) && !text.words[at + 1].begins_sentence))
    });
    names
        .map(|at| Name {
            written: text.word(at).trim_end_matches("'s").trim_end_matches("’s").to_owned(),
            first: at,
            last: at,
            is_person: false,
            is_latin: true,
            is_tagged: false,
        })
        .collect()
}

/// Whether a word is one of letters with a capital, or any letters among ideographs, that is no date and no word of many names.
fn may_be_name(text: &Running, at: usize, is_latin: bool) -> bool {
    text.words.get(at).is_some_and(|word| {
        word.is_latin()
            && (word.is_capitalized || !is_latin && word.text.len() > 2)
            && word.text.len() > 1
            && !NO_NAME.contains(word.text.as_str())
            && !is_function_word(&word.text)
            && date_word(text, word.range.start, None).is_none()
    })
}

/// Names by the tags of jieba.
fn tagged_names(text: &Running, source: TokenizedText<'_>) -> Vec<Name> {
    let chars = source.content.chars();
    let tagged = entities(chars).into_iter().filter(|(range, kind)| {
        range.len() > 1 && !matches!(kind, EntityKind::Number | EntityKind::Time)
    });
    tagged
        .map(|(range, kind)| Name {
            written: chars[range.clone()].iter().collect(),
            first: source.word_at(range.start),
            last: source.word_at(range.end - 1).min(text.words.len() - 1),
            is_person: kind == EntityKind::Person,
            is_latin: false,
            is_tagged: true,
        })
        .collect()
}

/// Names that jieba does not know: a family name before characters that make no word with it, and
/// characters for countries.
fn unknown_names(side: &Side) -> Vec<Name> {
    let text = &side.text;
    let mut names = Vec::new();
    for at in 0..text.words.len() {
        let written = text.word(at);
        let len = written.chars().count();
        if is_of_countries(written) {
            names.push(Name::guessed(written.to_owned(), at..=at, false));
        }
        let is_office = len > 2 && written.ends_with(ENDINGS) && side.is_different(at);
        if is_office
            && !NO_OFFICE.contains(written)
            && !written.starts_with(['全', '各', '本', '该', '每'])
        {
            names.push(Name::guessed(written.to_owned(), at..=at, false));
        }
        if is_in(HEADS, written) && at > 0 && side.is_different(at - 1) && is_modifier(side, at - 1)
        {
            let name = format!("{}{written}", text.word(at - 1));
            names.push(Name::guessed(name, at - 1..=at, false));
        }
        let family = written.trim_start_matches(['小', '老', '阿']);
        let is_nickname =
            len == 2 && family.chars().count() == 1 && family.starts_with(is_family_name);
        if is_nickname {
            names.push(Name::guessed(written.to_owned(), at..=at, true));
        }
        if len == 1 && !side.is_different(at) && is_before_given_name(side, at) {
            names.push(Name::guessed(format!("{written}{}", text.word(at + 1)), at..=at + 1, true));
        }
        if !written.starts_with(is_family_name)
            || !side.is_different(at)
            || text.words[at].has_numeral()
        {
            continue;
        }
        if (2..=3).contains(&len) && is_unseen(written) {
            names.push(Name::guessed(written.to_owned(), at..=at, true));
        } else if len == 1
            && text.words.get(at + 1).is_some_and(|next| {
                is_given_name(side, at + 1) && next.range.start == text.words[at].range.end
            })
        {
            names.push(Name::guessed(format!("{written}{}", text.word(at + 1)), at..=at + 1, true));
        }
    }
    names
}

/// Whether a word before that for an organisation says which one it is.
fn is_modifier(side: &Side, word: usize) -> bool {
    let found = &side.text.words[word];
    found.range.len() > 1
        && found.range.end == side.text.words[word + 1].range.start
        && found.text.chars().all(is_ideographic)
        && !found.has_numeral()
        && !found.text.starts_with(['本', '该', '各', '每', '全', '其', '我', '这', '那', '某'])
        && !has_predicate(&found.text)
}

/// Whether a list of words, divided by spaces, has `word`.
fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// Whether a word ends as the names of peoples do: Norwegian, Japanese.
fn ends_like_people(word: &str) -> bool {
    word.len() > 5 && ["ian", "ians", "ese"].iter().any(|ending| word.ends_with(ending))
}

/// Whether a word is made of the characters of two or three countries.
fn is_of_countries(word: &str) -> bool {
    (2..=3).contains(&word.chars().count()) && word.chars().all(|char| COUNTRIES.contains(char))
}

/// Whether a family name that both texts have is before a given name that only one of them has.
fn is_before_given_name(side: &Side, word: usize) -> bool {
    let written = side.text.word(word);
    let next = side.text.words.get(word + 1);
    written.starts_with(is_family_name)
        && !MANY_MEANINGS.contains(written)
        && next.is_some_and(|next| {
            next.range.start == side.text.words[word].range.end
                && (is_unseen(&next.text) || is_proper_noun(&next.text))
        })
        && is_given_name(side, word + 1)
}

fn is_given_name(side: &Side, word: usize) -> bool {
    let written = side.text.word(word);
    (1..=2).contains(&written.chars().count())
        && written.chars().all(is_ideographic)
        && side.is_different(word)
        && !is_function_word(written)
}

/// Whether the other text has a name, or another form of it.
fn is_in_text(name: &Name, all: &str, words: &HashSet<&str>) -> bool {
    let written = name.written.as_str();
    if name.is_latin {
        return words.iter().any(|word| are_forms(written, word) || is_initial_of(written, word))
            || is_acronym(written, all)
            || has_alias(written, |alias| words.contains(alias));
    }
    let trimmed = written.trim_end_matches(|char| GENERIC_ENDINGS.contains(char));
    let chars: Vec<char> = written.chars().collect();
    let given: String = chars.iter().skip(1).collect();
    all.contains(written)
        || (trimmed.chars().count() > 1 && all.contains(trimmed))
        || (name.is_person && chars.len() > 2 && all.contains(&given))
        || (name.is_person && has_titled_family(chars[0], all))
        || (chars.iter().all(|char| COUNTRIES.contains(*char))
            && chars.iter().all(|&char| all.contains(char)))
        || (trimmed.chars().count() == 1
            && COUNTRIES.contains(trimmed)
            && words.iter().any(|word| is_of_countries(word) && word.contains(trimmed)))
        || (!name.is_person
            && words
                .iter()
                .any(|word| is_abbreviation(word, written) || is_abbreviation(written, word)))
        || has_alias(written, |alias| {
            if alias.chars().nth(1).is_some() { all.contains(alias) } else { words.contains(alias) }
        })
}

/// Whether the other text has a person of this family by the family name: 王先生, 老王.
fn has_titled_family(family: char, all: &str) -> bool {
    let titles = [
        "某", "先生", "女士", "主任", "教授", "老师", "书记", "局长", "经理", "总", "医生", "部长",
        "同志", "姓",
    ];
    titles.iter().any(|title| all.contains(&format!("{family}{title}")))
        || ["老", "小", "姓"].iter().any(|before| all.contains(&format!("{before}{family}")))
}

/// Whether a name of ideographs is made of characters of a longer one, in order: 世卫组织.
fn is_abbreviation(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().count() > 1
        && short.chars().count() < long.chars().count()
        && short.chars().next() == long.chars().next()
        && short.chars().all(|char| rest.any(|other| other == char))
}

/// Whether two words are forms of one name: Germany and German, Berlin's and Berlin.
fn are_forms(name: &str, word: &str) -> bool {
    let common = name.chars().zip(word.chars()).take_while(|(x, y)| x == y).count();
    name == word || (common >= STEM && common + 2 >= name.len().min(word.len()))
}

/// Whether a word is an abbreviation by its first letter: J for John.
fn is_initial_of(name: &str, word: &str) -> bool {
    (name.len() == 1 || word.len() == 1)
        && name.chars().next() == word.chars().next()
        && word != "a"
        && word != "i"
}

/// Whether a name is made of the first letters of successive words of a text.
fn is_acronym(name: &str, all: &str) -> bool {
    let initials: String = all
        .split(|char: char| !char.is_alphanumeric())
        .filter_map(|word| word.chars().next())
        .collect();
    name.len() > 1 && name.len() <= 5 && initials.contains(name)
}

fn has_alias(name: &str, mut is_in_text: impl FnMut(&str) -> bool) -> bool {
    let groups = ALIAS.iter().filter(|names| names.contains(&name));
    groups.flatten().any(|alias| *alias != name && is_in_text(alias))
}

/// Whether two names can be names of the same kind.
fn are_different(x: &Name, y: &Name) -> bool {
    let is_same_kind = x.is_latin == y.is_latin && (x.is_latin || x.is_person == y.is_person);
    let ends_alike = x.written.chars().next_back() == y.written.chars().next_back();
    is_same_kind
        && (ends_alike || !(x.is_office() || y.is_office()) || is_of_countries(&x.written))
        && !are_spellings(x, y)
}

/// Whether two names of ideographs are spellings of one foreign name: 圣克鲁斯 and 圣克鲁兹.
fn are_spellings(x: &Name, y: &Name) -> bool {
    let longer = x.written.chars().count().max(y.written.chars().count());
    let common = x.written.chars().filter(|&char| y.written.contains(char)).count();
    !x.is_latin && longer >= LONG_NAME && 2 * common >= longer
}

/// Whether two names have the same place in their texts.
fn are_in_one_place(a: &Side, x: &Name, y: &Name) -> bool {
    (x.first..=x.last)
        .any(|word| a.partner(word).is_some_and(|partner| (y.first..=y.last).contains(&partner)))
        || a.has_common_neighbour(x.first, y.first, NEAR)
        || a.has_common_neighbour(x.last, y.last, NEAR)
}

#[cfg(test)]
mod tests {
    use super::super::Contradiction::Names;
    use super::super::tests::found;

    #[test]
    fn another_name_in_its_place_is_found() {
        assert_eq!(found("会议 由 王建国 主持", "会议 由 李志强 主持"), [Names]);
        assert_eq!(found("大会 由 北京市 主办", "大会 由 北京 主办"), []);
    }
}
