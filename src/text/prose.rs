//! Whether a text is prose: sentences, not code, links, data or the rows of a table.

use super::tokens::{TokenKind, tokens};

/// Least share of the words among the words, pieces of code and links of prose.
const LEAST_WORDS: f64 = 0.6;
/// Weight of a word, a piece of code or a link, in ideographs: most words of Chinese have two.
const WORD: usize = 2;
/// Least weight of the words of prose outside of links, in ideographs: fewer ones only lead to a link.
const FEWEST: usize = 16;
/// Least number of bars in a row of a table.
const BARS: usize = 2;
/// Marks behind which commands or code are typed.
const PROMPTS: [&str; 5] = ["$ ", ">>> ", "% ", "#!", "//"];

/// Whether most of a text is words of sentences, and not code, data, links or the cells of a table. It
/// is told from the text alone, in one pass.
pub(crate) fn is_prose(text: &str) -> bool {
    if is_row(text) || PROMPTS.iter().any(|prompt| text.starts_with(prompt)) {
        return false;
    }
    let (mut words, mut others) = (0, 0);
    for token in tokens(text) {
        match token.kind {
            TokenKind::Word => words += WORD,
            TokenKind::Ideograph => words += 1,
            TokenKind::Code => others += WORD * text[token.range].split_whitespace().count(),
            TokenKind::Link => others += WORD,
            TokenKind::Other => {}
        }
    }
    words >= FEWEST && words as f64 >= LEAST_WORDS * (words + others) as f64
}

/// Whether a text is a row of a table: bars part its cells.
fn is_row(text: &str) -> bool {
    text.matches('|').count() >= BARS
        && (text.starts_with('|') || text.ends_with('|') || text.matches(" | ").count() >= BARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_prose() {
        for text in [
            "The function `open` returns a handle, or an error if the file does not exist.",
            "See [the guide](https://example.org/guide) for what else the option may do.",
            "使用 `kubectl apply` 命令将应用部署到集群，然后等待所有实例启动完成。",
            "He paid $5 at 10:30 a.m. and left; nobody, it seems, had seen him before.",
            "人们说，那一年的雪下得特别大，路都看不见了。",
        ] {
            assert!(is_prose(text), "{text}");
        }
    }

    #[test]
    fn code_links_and_data_are_no_prose() {
        for text in [
            "let found = tokens.iter().filter(|token| token.kind == TokenKind::Word);",
            "\"ConnectionName\": \"my-connection\", \"Status\": \"AVAILABLE\",",
            "[![build](https://example.org/a.svg)](https://example.org) [docs](https://example.org/docs)",
            "- [How to write a guide that others read](https://example.org/guide)",
            "$ tool apply the file with all of its parts to the cluster",
            "| name | what it is called in the report |",
            "更多信息请参见 [部署应用到集群的步骤](https://example.org/deploy)。",
            "`max_len`, `min_len`, `set_len`, `with_len` and `len_of`",
            "pip_install(url=\"https://example.org\", sha256 = \"00aa\", strip_prefix = \"x\")",
        ] {
            assert!(!is_prose(text), "{text}");
        }
    }
}
