//! What shows a name without a dictionary of names.

use super::super::changed_run::RunSide;
use crate::similarity::is_function_word;
use crate::text::{
    EntityKind, entities, has_predicate, is_family_name, is_ideographic, is_proper_noun,
    may_begin_name,
};

/// Ends of the names of places and organisations.
const NAME_ENDINGS: &str = "\
    省 市 县 區 区 州 盟 旗 镇 鎮 乡 鄉 村 庄 屯 路 街 巷 港 湾 河 江 山 湖 岛 寺 站 桥 厂 廠 局 社 所 院 馆 館 店 校 场 部 公司 \
    集团 大学 学院 医院 银行 中学 小学 机场 中心 基金会 协会 事务所 委员会 合作社";
/// Ends of the names of organisations before which a name may have other words.
const ORGANISATIONS: &str = "\
    公司 集团 大学 学院 医院 银行 中学 小学 学校 中心 基金会 协会 事务所 研究所 合作社 出版社 报社 厂 院 社 商场 超市 酒店";
/// Characters that begin no name: 我市, 全省.
const NO_NAMES: &str = "我本该全各某此每其这那哪一二三两几多";
/// Characters that make no name by themselves: 新区, 大学.
const NO_SHORT_NAMES: &str = "外原老新旧大小都城同";
/// Characters between a name and the word that says what it is the name of.
const BETWEEN: usize = 4;
/// Characters before a name that show where its first word begins.
const CONTEXT: usize = 8;
/// Content characters of the longest name in ideographs.
const LONGEST: usize = 8;

/// Whether both sides can be names.
pub(super) fn are_names(a: &RunSide<'_>, b: &RunSide<'_>) -> bool {
    let kinds =
        [is_capitalized, is_family, is_full_name, ends_like_name, stands_before_ending, is_proper];
    kinds.iter().any(|is_name| is_name(a) && is_name(b)) || are_given_names(a, b)
}

/// Whether a side has words that are names or abbreviations in the dictionary, and no others.
fn is_proper(side: &RunSide<'_>) -> bool {
    is_short_name(side) && side.chars().len() > 1 && is_proper_noun(side.raw())
}

/// Whether a side is of words with capitals and without function words.
pub(super) fn is_capitalized(side: &RunSide<'_>) -> bool {
    let word = side.raw();
    word.starts_with(char::is_uppercase)
        && !word.split_whitespace().any(|word| is_function_word(&word.to_lowercase()))
}

/// Whether a side is a family name with a given name.
pub(super) fn is_full_name(side: &RunSide<'_>) -> bool {
    (2..=3).contains(&side.chars().len()) && is_ideographs(side) && is_family_name(side.chars()[0])
}

/// Whether a side has a name among other words.
pub(super) fn has_name(side: &RunSide<'_>) -> bool {
    let text = side.raw();
    text.split_whitespace()
        .any(|word| word.starts_with(char::is_uppercase) && !is_function_word(&word.to_lowercase()))
        || is_full_name(side)
        || NAME_ENDINGS.split_ascii_whitespace().any(|ending| text.contains(ending))
        || entities(side.chars()).iter().any(|(_, kind)| *kind != EntityKind::Number)
}

/// Whether a side is a family name alone.
fn is_family(side: &RunSide<'_>) -> bool {
    side.chars().len() == 1 && is_family_name(side.chars()[0])
}

/// Whether both sides are given names behind a family name, as the words of one of them show: jieba knows
/// only some names. Two that are one character each may be an error of copying.
fn are_given_names(a: &RunSide<'_>, b: &RunSide<'_>) -> bool {
    [a, b].iter().all(|side| (1..=2).contains(&side.chars().len()) && is_ideographs(side))
        && a.chars().len() + b.chars().len() > 2
        && [a, b].iter().any(|side| is_behind_family_name(side))
}

/// Whether a side stands behind a family name with which a word begins.
fn is_behind_family_name(side: &RunSide<'_>) -> bool {
    let chars = side.text.content.chars();
    let family = side.range.start.checked_sub(1).filter(|&family| is_family_name(chars[family]));
    family.is_some_and(|family| {
        let clause = family.saturating_sub(CONTEXT)..side.range.end;
        may_begin_name(&chars[clause.clone()], family - clause.start)
    })
}

/// Whether a side ends as names of places and organisations do.
fn ends_like_name(side: &RunSide<'_>) -> bool {
    let text = side.raw();
    is_short_name(side)
        && NAME_ENDINGS
            .split_ascii_whitespace()
            .filter(|ending| text.ends_with(ending))
            .any(|ending| text != ending || ending.chars().count() > 1)
}

/// Whether a side stands before a word that says what it is the name of, and is no verb or adverb.
fn stands_before_ending(side: &RunSide<'_>) -> bool {
    let all = &side.text.content.chars()[side.range.end..];
    let behind: String = all.iter().take(BETWEEN + 4).collect();
    let is_next = NAME_ENDINGS.split_ascii_whitespace().any(|ending| behind.starts_with(ending));
    let mut near = ORGANISATIONS.split_ascii_whitespace().filter_map(|ending| behind.find(ending));
    is_short_name(side)
        && (is_next || near.any(|at| behind[..at].chars().count() <= BETWEEN))
        && !has_predicate(side.raw())
}

fn is_short_name(side: &RunSide<'_>) -> bool {
    (1..=LONGEST).contains(&side.chars().len())
        && is_ideographs(side)
        && !NO_NAMES.contains(side.chars()[0])
        && (side.chars().len() > 1 || !NO_SHORT_NAMES.contains(side.chars()[0]))
}

fn is_ideographs(side: &RunSide<'_>) -> bool {
    side.chars().iter().all(|&char| is_ideographic(char))
}
