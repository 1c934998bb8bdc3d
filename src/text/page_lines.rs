//! Page debris: lines of a scraped page that are not part of the text, such as page numbers and
//! navigation.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{TextLine, rule};

/// Page numbers, anywhere in a text.
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?xi) ^(?: [\d\s]{1,6}
    | [-–—\[(]\s* \d{1,4} \s*[-–—\])]
    | 第? \s* \d* \s* 页 \s* [,，/]? \s* (?:共\s*\d*\s*页)? \s* [,，]? \s* 当前第 .{0,12}
    | 第 \s* \d+ \s* 页 \s* [,，/]? \s* (?:共 \s* \d+ \s* 页)?
    | page \s+ \d+ (?:\s* (?:of|/) \s* \d+)?
    )$",
    )
});

/// Front matter of a download page, before the text.
static FRONT: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?xi) ^(?: 手机阅读 | (?:文档)?格式 \s*[:：] | 上传日期 \s*[:：] | 页码 \s*[:：]
    | .{0,32} 小编 \s*[:：]
    | (?:时间|日期|发布时间|发布日期|更新时间|来源|文章来源|责任编辑|编辑|浏览次数|阅读次数|点击次数) \s*[:：]
    | (?:下面|以下|本文) .{0,6} 小编
    )",
    )
});

/// Back matter of a page, after the text.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?xi) ^(?: 您可能关注的文档 | .{0,40} 相关(?:文章|阅读|推荐|文档) \s*[:：]? $ | 推荐(?:访问|阅读) \s*[:：]
    | 猜你喜欢 | 上一篇 \s*[:：] | 下一篇 \s*[:：] | (?:•\s*)? (?:免责声明|版权声明) \s*[:：] | 本文(?:来源|地址) \s*[:：]
    )",
    )
});

/// Maximum length of back matter in bytes (about 400 Chinese characters), so that a line that
/// resembles back matter within a text does not cut the text off.
const LONGEST_TAIL: usize = 1_200;

/// Whether a line is a page number, a horizontal rule or similar.
pub(super) fn is_page_debris(line: &str) -> bool {
    !line.contains(char::is_alphanumeric) || PAGE.is_match(line)
}

/// Whether a line before the body is front matter of a download page.
pub(super) fn is_front_debris(line: &str) -> bool {
    FRONT.is_match(line)
}

/// Number of lines before the back matter.
pub(super) fn without_tail(lines: &[TextLine<'_>]) -> usize {
    let Some(end) = lines.last().map(|line| line.span.end) else {
        return 0;
    };
    let near = lines.iter().position(|line| end - line.span.start <= LONGEST_TAIL).unwrap_or(0);
    let tail = lines[near..].iter().position(|line| TAIL.is_match(line.text));
    tail.map_or(lines.len(), |tail| near + tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_debris_and_sentences_are_not() {
        for debris in [
            "2",
            "页,当前第。",
            "第 3 页 共 12 页",
            "- 7 -",
            "Page 3 of 9",
            "* * *",
            "第2页,当前第3页",
        ] {
            assert!(is_page_debris(debris), "{debris}");
        }
        for text in ["第一,页岩气", "二、工作目标。", "2023年", "页面设计"] {
            assert!(!is_page_debris(text), "{text}");
        }
    }

    #[test]
    fn a_sentence_that_names_the_editor_is_no_front_matter() {
        assert!(is_front_debris("2023-11-19 20:47:42    小编:ZTFB"));
        assert!(is_front_debris("下面是小编为大家整理的讲话,供大家参考。"));
        assert!(!is_front_debris(
            "社区建设是一项系统工程。下面是本站小编给大家整理的讲话,仅供参考。"
        ));
    }
}
