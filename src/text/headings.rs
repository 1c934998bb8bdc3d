//! Headings and closings, by which speeches are delimited.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::rule;
use super::titles::TitleWeights;
use crate::error::Error;

/// Maximum length of a heading in characters.
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
pub struct HeadingRule {
    pattern: Option<Regex>,
    weights: TitleWeights,
}

impl HeadingRule {
    /// The regular expression of the rule; `None` for the default.
    #[must_use]
    pub fn pattern(&self) -> Option<&str> {
        self.pattern.as_ref().map(Regex::as_str)
    }

    /// The default rule with other weights of the features of titles.
    #[must_use]
    pub fn from_weights(weights: TitleWeights) -> Self {
        Self { pattern: None, weights }
    }

    /// The weights of the features of titles that are inferred.
    pub(super) fn weights(&self) -> &TitleWeights {
        &self.weights
    }

    /// A rule by which exactly the lines that match `pattern` are headings.
    ///
    /// # Errors
    /// If `pattern` is not a valid regular expression.
    pub fn from_pattern(pattern: &str) -> Result<Self, Error> {
        let regex = Regex::new(pattern);
        let regex = regex
            .map_err(|cause| Error::Setting { setting: "headings", reason: cause.to_string() })?;
        Ok(Self { pattern: Some(regex), weights: TitleWeights::default() })
    }

    /// Whether a line is a heading.
    pub(super) fn is_heading(&self, line: &str) -> bool {
        match &self.pattern {
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
