//! Text that enumerates or proclaims, and states nothing: lists of names and items, slogans.

use crate::text::{has_predicate, is_ideographic};

/// Marks between the items of a list.
const BETWEEN: [char; 8] = ['、', '，', ',', '；', ';', '\n', '|', '●'];
/// Least number of items of a list.
const FEWEST: usize = 4;
/// Least share of the text that is in items without a verb.
const LEAST_SHARE: f64 = 0.8;
/// Words of the longest item of letters.
const MOST_WORDS: usize = 3;
/// Characters of the longest slogan.
const LONGEST_SLOGAN: usize = 80;

/// Whether a text only enumerates or proclaims.
pub(super) fn states_nothing(text: &str) -> bool {
    is_list(text) || is_slogan(text)
}

/// Whether most of a text is items of a list: words between commas, without a verb.
fn is_list(text: &str) -> bool {
    let items = text.split(BETWEEN).map(str::trim).filter(|item| !item.is_empty());
    let (mut all, mut listed, mut count) = (0, 0, 0);
    for item in items {
        let len = item.chars().filter(|char| char.is_alphanumeric()).count();
        all += len;
        if is_item(item) {
            listed += len;
            count += 1;
        }
    }
    count >= FEWEST && listed as f64 >= LEAST_SHARE * all as f64
}

/// Whether words are an item of a list and no clause.
fn is_item(words: &str) -> bool {
    if words.contains(is_ideographic) {
        !has_predicate(words)
    } else {
        words.split_whitespace().count() <= MOST_WORDS
    }
}

/// Whether each sentence of a short text is exclaimed.
fn is_slogan(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '"', '」', '）', ')']).trim();
    text.ends_with(['！', '!'])
        && !text.contains(['。', '？', '?', '；', '.', ':', '：'])
        && text.contains(is_ideographic)
        && text.chars().count() <= LONGEST_SLOGAN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_slogans_state_nothing() {
        for text in ["苹果、葡萄、香蕉、柑橘、花生", "团结起来，争取更大的胜利！"]
        {
            assert!(states_nothing(text), "{text}");
        }
        for text in [
            "公安、民政、司法等部门应当按照各自职责，对社区工作进行指导和支持。",
            "会议讨论了预算。大家热烈鼓掌！",
            "The council met on Monday, and Smith, Jones and Brown spoke about the new bridge.",
        ] {
            assert!(!states_nothing(text), "{text}");
        }
    }
}
