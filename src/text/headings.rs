//! Headings, salutations and closings, by which speeches are delimited.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::rule;
use crate::error::Error;

/// Maximum length of a heading or salutation in characters.
const MAX_HEADING_CHARS: usize = 60;

/// Headings that form a whole line: 篇一, 第二篇, 范文3, 【篇四】, `## Markdown` and similar.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?x) ^(?: \#{1,6} \s+ \S.*
    | [^。!！?？;；]{0,48} (?:篇|[范範]文|例文|[样樣]本|模板) \s* [(（【\[]? [一二三四五六七八九十百零〇两\d]{1,4} [)）】\]]? \s* [:：]?
    | [【\[(（]? \s* (?:篇|[范範]文|例文) \s* [一二三四五六七八九十百零〇两\d]{1,4} \s* [】\])）:：、.\s] [^。!！?？;；]{0,48}
    | [【\[(（]? \s* 第 \s* [一二三四五六七八九十百零〇两\d]{1,4} \s* [篇章回卷讲] (?: [】\])）:：、.\s] [^。!！?？;；]{0,48} )?
    )$",
    )
});

/// A line that only addresses the audience, one or more groups of people.
static SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    let people = "(?:[们們]|[领領][导導]|代表|委[员員]|[来來][宾賓]|嘉[宾賓]|同事|同仁|[专專]家|朋友|同[学學]|老[师師]|家[长長]|[对對]象|[乡鄉][亲親]|父老|先生|女士|主席|[书書][记記]|[评評]委|[战戰]友|同志)";
    let group = format!(r"(?:(?:尊敬|敬[爱愛]|[亲親][爱愛])的)?(?:各位)?\p{{Han}}{{0,10}}{people}");
    let first = "(?:(?:尊敬|敬[爱愛]|[亲親][爱愛])的|各位|全[体體]|(?:同志|朋友|女士|先生|老[师師]|同[学學]|代表|委[员員]|[乡鄉][亲親]|[战戰]友)[们們])";
    rule(&format!(
        r"^{first}(?:\p{{Han}}{{0,10}}{people})?(?:[,，、和及与\s]+{group})*\s*[:：!！]$"
    ))
});

/// The last paragraph of a speech.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?x) ^(?:同志|朋友|女士|先生|老[师師]|同[学學]|代表|委[员員]|[乡鄉][亲親]|[战戰]友)[们們] [,，!！]
    | (?:[谢謝][谢謝]|感[谢謝]|多[谢謝]) (?:大家|各位|同志[们們])? [!！。.]? $
    | [!！] $",
    )
});

/// Decides which lines are headings of speeches: by default those that a built-in pattern matches,
/// and titles that are inferred from the document; or exactly those that a given pattern matches.
#[derive(Debug, Clone, Default)]
pub struct HeadingRule(Option<Regex>);

impl HeadingRule {
    /// The regular expression of the rule; `None` for the default.
    #[must_use]
    pub fn pattern(&self) -> Option<&str> {
        self.0.as_ref().map(Regex::as_str)
    }

    /// A rule by which exactly the lines that match `pattern` are headings.
    ///
    /// # Errors
    /// If `pattern` is not a valid regular expression.
    pub fn from_pattern(pattern: &str) -> Result<Self, Error> {
        let regex = Regex::new(pattern);
        let regex = regex
            .map_err(|cause| Error::Setting { setting: "headings", reason: cause.to_string() })?;
        Ok(Self(Some(regex)))
    }

    /// Whether a line is a heading.
    pub(super) fn is_heading(&self, line: &str) -> bool {
        match &self.0 {
            Some(regex) => regex.is_match(line),
            None => is_short(line) && HEADING.is_match(line),
        }
    }
}

/// The text of a heading without Markdown signs and brackets, and without breaks of wrapped lines.
pub(super) fn title(line: &str) -> String {
    let line = line
        .trim_start_matches('#')
        .trim_matches(|char: char| char.is_whitespace() || "【】[]:：".contains(char));
    if !line.contains('\n') {
        return line.to_owned();
    }
    let pieces = line.split_whitespace();
    let is_spaced = line.is_ascii();
    pieces.collect::<Vec<_>>().join(if is_spaced { " " } else { "" })
}

/// How a salutation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// With a colon, as at the start of a speech.
    Opening,
    /// With an exclamation mark, as also within a speech.
    Exclaimed,
}

/// The kind of salutation that a line is, if it is one.
pub(super) fn salutation(line: &str) -> Option<Address> {
    if !is_short(line) || !SALUTATION.is_match(line) {
        return None;
    }
    Some(if line.ends_with([':', '：']) { Address::Opening } else { Address::Exclaimed })
}

/// Whether a speech may end with a paragraph.
pub(super) fn is_closing(paragraph: &str) -> bool {
    CLOSING.is_match(paragraph)
}

fn is_short(line: &str) -> bool {
    line.chars().nth(MAX_HEADING_CHARS).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_compilations_are_recognised() {
        let rule = HeadingRule::default();
        for heading in [
            "社区建设会议讲话内容篇一",
            "第二篇",
            "范文3",
            "【篇四】",
            "第三篇 在全市大会上的讲话",
            "篇五：在座谈会上的发言",
            "# 讲话",
            "### Speech 2",
            "竞聘演讲稿范文（三）",
            "第十二章 总结",
            "範文1",
        ] {
            assert!(rule.is_heading(heading), "{heading}");
        }
        for line in [
            "2023年社区建设会议讲话内容(优秀12篇)",
            "第一,加强社区建设。",
            "一、充分认识社区建设的重要意义。",
            "他写了一篇文章",
            "#标签",
            "第一篇文章讲的是社区建设的意义。",
        ] {
            assert!(!rule.is_heading(line), "{line}");
        }
    }

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
    fn closings_are_recognised() {
        for line in
            ["谢谢大家!", "感谢各位。", "多谢同志们", "同志们，让我们一起努力", "让我们前进！"]
        {
            assert!(is_closing(line), "{line}");
        }
        for line in ["我们要感谢大家的支持。", "同志们在工作", "让我们前进。"]
        {
            assert!(!is_closing(line), "{line}");
        }
    }

    #[test]
    fn a_pattern_replaces_the_built_in_rule() {
        let rule = HeadingRule::from_pattern("^Chapter").expect("the pattern is valid");
        assert!(rule.is_heading("Chapter 1") && !rule.is_heading("第二篇"));
        assert!(HeadingRule::from_pattern("(").is_err());
    }

    #[test]
    fn titles_lose_their_signs() {
        assert_eq!(title("## 讲话 "), "讲话");
        assert_eq!(title("【篇四】"), "篇四");
    }
}
