//! Forms of lines: titles, dates, notes in brackets, salutations and turns of a dialogue.

use std::sync::LazyLock;

use regex::Regex;

use super::super::entities::is_family_name;
use super::super::line_ends::{CLOSING, STOPS};
use super::super::lines::rule;
use super::super::numbering::{numbering, numerals_of, without_number};
use super::super::salutations::is_address;
use super::super::width::line_width;

/// Maximum width of a title: 60 ideographs, in thirds. The longest title of the development books
/// has 36, and names of several authorities make titles longer.
pub(super) const LONGEST_TITLE: u32 = 3 * 60;
/// Maximum width of a list of addressees, in thirds of an ideograph: 60 ideographs.
const LONGEST_ADDRESS: u32 = 3 * 60;
/// Maximum length of the name of a speaker before a colon, in characters.
const LONGEST_SPEAKER: usize = 10;
/// Longest abbreviation before a full stop, in bytes: vol., prof.
const LONGEST_ABBREVIATION: usize = 4;
/// Maximum length of a name without a role, in characters.
const LONGEST_NAME: usize = 4;
/// Maximum width of a line that only announces a speaker: 陈先生第一次讲话.
const LONGEST_SPEAKER_HEADING: u32 = 3 * 12;
/// Maximum length of a date in brackets, and of what may stand behind it, in bytes: 30 ideographs.
const LONGEST_DATE: usize = 90;
/// Maximum width of a date line outside brackets, in thirds of an ideograph.
const LONGEST_BARE_DATE: u32 = 3 * 28;
/// So much of a date line may belong to no date: a place, a time of day.
const MOST_BESIDE_DATE: u32 = 3 * 14;

/// So much may stand beside a date that is a title: brackets, a day of the week.
const MOST_BESIDE_ONLY_DATE: u32 = 3 * 8;

const OPENING: [char; 7] = ['(', '（', '〔', '[', '【', '〖', '［'];
/// Signs of code, tables and addresses.
const SIGNS: [char; 11] = ['{', '}', '<', '>', '|', '=', '$', '\\', '_', '@', '`'];
const COLONS: [char; 2] = ['：', ':'];

/// A date with at least two of year, month and day, or a year with its sign.
// Boundaries of words are those of ASCII: the others keep the automaton from reading Chinese.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let months = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?
        |sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?-u:\b)\.?";
    let digit = r"[〇○零一二三四五六七八九十廿卅元\d０-９]";
    let era = "(?:昭和|平成|令和|大正|明治|民国|民國)";
    rule(&format!(
        r"(?xi) {digit}{{2,4}} \s* [年．./、·\-] \s* {digit}{{1,3}} \s*
            (?: [月．./、·\-] \s* (?: {digit}{{1,3}} \s* [日号號]? )? | $ )
    | {digit}{{4}} \s* 年
    | {digit}{{1,3}} \s* 月 \s* {digit}{{1,3}} \s* [日号號]
    | {era} \s* {digit}{{1,3}} \s* 年
    | (?-u:\b){months} \s+ \d{{1,4}} (?: ,? \s+ \d{{4}} )?
    | \d{{1,2}} (?:st|nd|rd|th)? \s+ {months} (?: ,? \s+ \d{{4}} )?"
    ))
});

/// A line that may announce who speaks: 陈先生讲话, 王委员的发言（记录）. The first group is the name.
static SPEAKER: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r#"(?x) ^ ([^，。：:（《“"]{2,12}?) [的の]? (?:第.次)?
    (?: [讲講][话話] | [发發]言 | 插[话話] | [讲講] | [说說] | 致[辞辭詞] | 答 | 挨拶 )
    (?: [（(] [^）)]* [）)] )? [：:]? $"#,
    )
});

/// Characters of the verbs of [`SPEAKER`].
const SPEAKING: [char; 11] = ['讲', '講', '发', '發', '插', '说', '說', '致', '答', '挨', '拶'];

/// Words that speeches end with.
const THANKS: [&str; 6] = ["谢谢", "謝謝", "感谢", "感謝", "多谢", "多謝"];

/// What people are called with their names.
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?x) 同志 | 先生 | 女士 | 小姐 | [总總]理 | 主席 | [书書][记記] | 主任 | 委[员員] | 代表
    | [部市省县縣校院局][长長] | [总總][统統] | 首相 | [议議][员員] | 大臣 | 会長 | 教授
    | 老[师師] | 司令 | [将將][军軍] | (?:君|氏|さん)$",
    )
});

/// Words by which a line says where, to whom or about what someone speaks, as titles do.
const RELATIONS: [char; 17] = [
    '在', '对', '對', '关', '關', '于', '於', '与', '與', '和', '谈', '談', '给', '給', '上', '时',
    '時',
];

/// A line without the sign of a footnote, and without what stands for a broken character.
pub(super) fn without_footnote(line: &str) -> &str {
    let is_sign = |char: char| {
        matches!(char, '\u{FFFD}' | '①'..='⑳' | '*' | '＊' | '※') || char.is_whitespace()
    };
    line.trim_matches('\u{FFFD}').trim_end_matches(is_sign)
}

/// Whether a line may be a title: it is short, has letters, and is no sentence, no list item, no
/// turn of a dialogue and no code.
pub(super) fn has_title_form(line: &str, width: u32) -> bool {
    if width > LONGEST_TITLE || !line.contains(char::is_alphabetic) {
        return false;
    }
    let core = without_number(line, numbering(line));
    !ends_open(core)
        && !starts_beside_text(core)
        && !has_foreign_signs(line)
        && speaker(core).is_none()
        && !is_subtitle(line)
}

/// Whether a line has the form of a title but for the mark that it ends with: 向前进！ or 几点意见：.
/// Salutations, addressees and speakers end so too.
pub(super) fn is_marked_title(line: &str, width: u32) -> bool {
    let core = line.trim_end_matches(['！', '!', '：', ':']);
    core.len() < line.len()
        && has_title_form(core, width)
        && !announces_turn(line, core)
        && !THANKS.iter().any(|thanks| line.starts_with(thanks))
        && !is_address(line)
        && !is_address_list(line, width)
}

/// Whether a line only names who speaks below: 王主任：.
fn announces_turn(line: &str, name: &str) -> bool {
    line.ends_with(COLONS) && !name.contains(RELATIONS) && is_person(name)
}

/// Whether a line ends as a sentence or a clause does, or has a sentence in it. A title may end
/// with a question mark.
fn ends_open(line: &str) -> bool {
    let ends = line.ends_with(['。', '！', '!', '；', ';', '，', ',', '、', '：', ':', '…', '.']);
    let quoted = line.trim_end_matches(['”', '"', '’', '」', '』', '）', ')']);
    let quotes_sentence = quoted.len() < line.len() && quoted.ends_with(['。', '？', '?']);
    ends || quotes_sentence || line.contains(['。', '！', '!', '；', ';']) || has_full_stop(line)
}

/// Whether an English sentence ends inside of a line: a full stop after a word in small letters.
fn has_full_stop(line: &str) -> bool {
    let mut words = line.split(' ').filter_map(|word| word.strip_suffix('.'));
    words.any(|word| word.len() > LONGEST_ABBREVIATION && word.starts_with(char::is_lowercase))
}

/// Whether a line starts as an aside, a list item, or the rest of another line does.
fn starts_beside_text(line: &str) -> bool {
    line.starts_with(|char: char| char.is_lowercase())
        || line.starts_with([
            '（', '(', '〖', '-', '*', '+', '•', '·', ':', '|', '&', '/', '。', '！', '？', '，',
            '、', '：', '；', '）',
        ])
}

/// Whether a line has signs of code, tables or addresses, or quotes what someone says.
fn has_foreign_signs(line: &str) -> bool {
    let has_sign = line.contains(SIGNS);
    // Searching for strings takes longer than searching for a character.
    if has_sign || !line.contains(COLONS) {
        return has_sign;
    }
    let quotes = ["：“", "：\"", "：「", ":“", ":\"", ":「", "://"];
    quotes.iter().any(|quote| line.contains(quote))
}

/// Whether a short line is one of a list, a table or code; links stand in all kinds of text.
pub(super) fn is_of_listing(line: &str) -> bool {
    let is_item =
        line.starts_with(['-', '.', '•']) || line.starts_with("* ") || line.starts_with("+ ");
    is_item || (line.contains(SIGNS) && !line.contains("://"))
}

/// Whether a line promises that something follows.
pub(super) fn leads_on(line: &str) -> bool {
    line.ends_with(['：', ':', '，', ',', '、'])
}

/// Whether a line is a date, in brackets or not; a salutation may stand behind a bracket.
pub(super) fn is_date(line: &str) -> bool {
    if starts_in_brackets(line) {
        let end = line
            .find(CLOSING)
            .filter(|&end| end <= LONGEST_DATE && line.len() - end <= LONGEST_DATE);
        return end.is_some_and(|end| DATE.is_match(&line[..end]));
    }
    line_width(line) <= LONGEST_BARE_DATE
        && line.contains(|char| numerals_of(char).is_some())
        && !line.contains(STOPS)
        && width_beside_date(line).is_some_and(|width| width <= MOST_BESIDE_DATE)
}

/// Whether a line ends with a date in brackets.
pub(super) fn ends_with_date(line: &str) -> bool {
    let start = line.ends_with(CLOSING).then(|| line.rfind(OPENING)).flatten();
    start.is_some_and(|start| start > 0 && is_only_date(&line[start..]))
}

/// The width of what is no date in a line with a date.
fn width_beside_date(line: &str) -> Option<u32> {
    DATE.find(line).map(|date| line_width(line) - line_width(date.as_str()))
}

/// Whether a line is a date and nothing else, as in a diary.
pub(super) fn is_only_date(line: &str) -> bool {
    is_date(line) && width_beside_date(line).is_some_and(|width| width <= MOST_BESIDE_ONLY_DATE)
}

/// Whether a line is a subtitle, after a dash.
pub(super) fn is_subtitle(line: &str) -> bool {
    line.starts_with(['—', '―', '─', '–'])
}

/// Whether a line starts with a bracket.
pub(super) fn starts_in_brackets(line: &str) -> bool {
    line.starts_with(OPENING)
}

/// Whether a line is a note: all of it stands in brackets.
pub(super) fn is_note(line: &str) -> bool {
    starts_in_brackets(line) && line.ends_with(CLOSING) && line.len() > 9
}

/// Whether a line is a list of addressees, as above a letter or a telegram: 王，李，并告张：.
pub(super) fn is_address_list(line: &str, width: u32) -> bool {
    let Some(list) = line.strip_suffix(COLONS).filter(|_| width <= LONGEST_ADDRESS) else {
        return false;
    };
    let names = list.split(['，', ',', '、']);
    !list.contains(STOPS)
        && names.clone().count() > 1
        && names.clone().all(|name| name.chars().nth(LONGEST_SPEAKER).is_none())
}

/// Whether a line only announces who speaks. Where, to whom and about what are for titles.
pub(super) fn is_speaker_heading(line: &str, width: u32) -> bool {
    if width > LONGEST_SPEAKER_HEADING || !line.contains(SPEAKING) {
        return false;
    }
    let about = line.replace("同志", "");
    let name = SPEAKER.captures(line).and_then(|found| found.get(1));
    !about.contains(RELATIONS)
        && !about.contains('同')
        && name.is_some_and(|name| is_person(name.as_str()))
}

/// Whether a text calls someone by name or role: 王委员, 李明, and not 元旦.
fn is_person(name: &str) -> bool {
    let is_name =
        name.chars().nth(LONGEST_NAME).is_none() && name.chars().next().is_some_and(is_family_name);
    is_name || ROLE.is_match(name)
}

/// The speaker of a turn of a dialogue: 甲 in `甲：…`.
pub(super) fn speaker(line: &str) -> Option<&str> {
    let end = line
        .char_indices()
        .take(LONGEST_SPEAKER + 1)
        .find(|&(at, char)| at > 0 && (COLONS.contains(&char) || char == '（'))?;
    let (name, rest) = line.split_at(end.0);
    let has_colon = !rest.starts_with('（')
        || rest.split_once('）').is_some_and(|(_, rest)| rest.starts_with(COLONS));
    let is_name =
        !name.contains(['，', '。', ' ']) && !name.contains(|char: char| char.is_ascii_digit());
    (has_colon && is_name).then(|| name.trim_end_matches("同志"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_title(line: &str) -> bool {
        has_title_form(line, line_width(line))
    }

    #[test]
    fn titles_are_told_from_sentences_and_turns() {
        for line in ["15．张三在大会上的讲话", "Remarks at the Opening", "開会の挨拶", "谁是朋友？"]
        {
            assert!(is_title(line), "{line}");
        }
        for line in
            ["向前进！", "3．向前进！", "谈几点意见：", "接见代表时的谈话：", "On to the Valley!"]
        {
            assert!(!is_title(line) && is_marked_title(line, line_width(line)), "{line}");
        }
        for line in ["同志们！", "王代表：", "谢谢大家！", "今天开会。大家努力！"]
        {
            assert!(!is_marked_title(line, line_width(line)), "{line}");
        }
        for line in [
            "今天开会。",
            "It was finished. And then",
            "张三：我来了",
            "（记录稿）",
            "- item",
            "let x = 1",
            "同志们！",
            "1．很好。",
            "张三问：“谁？”",
            "----",
        ] {
            assert!(!is_title(line), "{line}");
        }
    }

    #[test]
    fn dates_are_recognised_in_three_languages() {
        for line in [
            "(1966年4月)",
            "（一九五八年三月十二日）",
            "1958年3月12日",
            "（1958.3.12）",
            "March 12, 1958",
            "12 March 1958",
            "Washington, Jan. 20, 1961",
            "昭和三十九年十月十日",
            "(1966年6月15日)同志们：",
            "〔1958年3月12日〕",
        ] {
            assert!(is_date(line), "{line}");
        }
        for line in [
            "今年三月以来，我们做了许多工作，取得了成绩。",
            "（热烈鼓掌）",
            "May I begin",
            "三个问题",
        ] {
            assert!(!is_date(line), "{line}");
        }
    }

    #[test]
    fn lists_of_addressees_are_recognised() {
        assert!(is_address_list("王，李，并告张：", 24) && !is_address_list("工作对象：", 15));
    }

    #[test]
    fn a_line_that_announces_a_speaker_is_no_title_of_a_speech() {
        for line in ["陈先生讲话", "王委员的发言（记录）", "周主席第一次讲话", "李、陈等同志的插话"]
        {
            assert!(is_speaker_heading(line, line_width(line)), "{line}");
        }
        for line in ["陈先生在北京的讲话", "给学生的讲话", "元旦致辞", "開会の挨拶"]
        {
            assert!(!is_speaker_heading(line, line_width(line)), "{line}");
        }
    }

    #[test]
    fn turns_of_a_dialogue_have_a_speaker() {
        assert_eq!(speaker("张三同志：很好"), Some("张三"));
        assert_eq!(speaker("李四（笑）：很好"), Some("李四"));
        for line in ["今天，我们说：很好", "一二三四五六七八九十十一：", "：", "李四（笑）很好"]
        {
            assert_eq!(speaker(line), None, "{line}");
        }
    }
}
