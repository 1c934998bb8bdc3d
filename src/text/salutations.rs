//! Salutations: lines that address an audience or a person, at the start of a speech or a letter.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::rule;

/// Maximum length of a salutation in characters.
const LONGEST: usize = 60;
/// Whom salutations name.
const PEOPLE: &str = "(?:[们們]|[领領][导導]|代表|委[员員]|[来來][宾賓]|嘉[宾賓]|同事|同仁|[专專]家|朋友\
    |同[学學]|老[师師]|家[长長]|[对對]象|[乡鄉][亲親]|父老|先生|女士|主席|[书書][记記]|[评評]委|[战戰]友|同志)";
/// Words of respect before the names of people.
const RESPECT: &str = "(?:尊敬|敬[爱愛]|[亲親][爱愛])的";

/// A line that only addresses an audience, one or more groups of people.
static AUDIENCE: LazyLock<Regex> = LazyLock::new(|| {
    let group = format!(r"(?:{RESPECT})?(?:各位)?\p{{Han}}{{0,10}}{PEOPLE}");
    let first =
        "(?:同志|朋友|女士|先生|老[师師]|同[学學]|代表|委[员員]|[乡鄉][亲親]|[战戰]友)[们們]";
    rule(&format!(
        r"^(?:{RESPECT}|各位|全[体體]|{first})(?:\p{{Han}}{{0,10}}{PEOPLE})?(?:[,，、和及与\s]+{group})*\s*[:：!！]$"
    ))
});

/// A line that addresses one person or several, also in English and Japanese.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?xi) ^(?:
      (?: [^。；;]{{0,40}} (?: {PEOPLE} | 同胞 | 小[将將] ) [们們]? )+ \s* [:：!！]
    | (?: {RESPECT} | 各位 ) [^。；;]{{1,50}} [:：!！]
    | ladies\ and\ gentlemen [\w\ ,.']{{0,60}} [,:.!]
    | (?: my\ )? (?: dear|fellow|friends|comrades|citizens|delegates ) (?-u:\b) [\w\ ,.']{{0,60}} [,:.!]
    | (?: your\ excellenc|members\ of|(?:mr|mrs|ms|madam)(?-u:\b) ) [\w\ ,.']{{2,60}} [,:.!]
    | [^。、]{{0,12}} (?: 皆さん | 皆さま | 皆様 | みなさん | みなさま | 諸君 | ご列席の | 本日お集まりの )
            [^。]{{0,30}} [、。,:：!！]
    )$"
    ))
});

/// How a salutation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// With a colon, as at the start of a speech.
    Opening,
    /// With an exclamation mark, as also within a speech.
    Exclaimed,
}

/// How a line that only addresses an audience ends, if it is one. Such lines start speeches of
/// themselves, so that persons are left out: they are the speakers of dialogues.
pub(super) fn salutation(line: &str) -> Option<Address> {
    if !is_short(line) || !AUDIENCE.is_match(line) {
        return None;
    }
    Some(if line.ends_with([':', '：']) { Address::Opening } else { Address::Exclaimed })
}

/// Whether a line addresses an audience or a person. Below a title it starts a speech.
pub(super) fn is_address(line: &str) -> bool {
    line.ends_with([':', '：', '!', '！', ',', '，', '.', '、', '。'])
        && is_short(line)
        && ADDRESS.is_match(line)
}

fn is_short(line: &str) -> bool {
    line.chars().nth(LONGEST).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salutations_are_recognised() {
        for line in [
            "同志们:",
            "各位领导,同志们:",
            "各位代表：",
            "尊敬的各位来宾、女士们、先生们：",
            "各位矫正对象:",
            "各位領導、同志們：",
        ] {
            assert_eq!(salutation(line), Some(Address::Opening), "{line}");
        }
        assert_eq!(salutation("同志们!"), Some(Address::Exclaimed));
        for line in [
            "同志们,社区建设是一项伟大事业!",
            "同志们,下面我讲三点意见:",
            "各部门:",
            "大家早上好!",
            "为实现上述目标,主要措施和要求:",
        ] {
            assert_eq!(salutation(line), None, "{line}");
        }
    }

    #[test]
    fn a_person_is_addressed_and_is_no_audience() {
        for line in ["王明同志：", "王主席："] {
            assert!(is_address(line) && salutation(line).is_none(), "{line}");
        }
    }

    #[test]
    fn audiences_are_addressed_in_three_languages() {
        for line in [
            "同志们：",
            "各位代表、同志們：",
            "Ladies and gentlemen,",
            "My fellow citizens:",
            "Mr. President,",
            "Comrades and friends!",
            "皆さん、",
            "ご列席の皆様、",
            "会員の皆さん：",
        ] {
            assert!(is_address(line), "{line}");
        }
        for line in ["我们的朋友遍天下。", "Dear is the price", "工作的主要计划："]
        {
            assert!(!is_address(line), "{line}");
        }
    }
}
