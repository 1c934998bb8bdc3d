//! Titles of laws, books and papers in Chinese marks.

use std::collections::HashSet;

use super::tokenized_text::Running;

/// Share of the pairs of characters of the shorter title that two titles of one work have in common.
const LIKE: f64 = 0.7;

/// Whether both texts have titles, and none of one text is a title of the other one.
pub(super) fn differ_in_titles(texts: [&Running; 2]) -> bool {
    let [a, b] = texts.map(titles);
    let [all_a, all_b] = texts.map(letters);
    are_others(&a, &all_b)
        && are_others(&b, &all_a)
        && !a.iter().any(|one| b.iter().any(|other| are_alike(one, other)))
}

/// Whether there are titles, and none of them is in a text.
fn are_others(titles: &[String], text: &str) -> bool {
    !titles.is_empty() && titles.iter().all(|title| !text.contains(title.as_str()))
}

/// The titles of a text, without marks.
fn titles(text: &Running) -> Vec<String> {
    // The marks before the first word and behind the last one are no part of the text.
    let all: String = text.chars.iter().collect();
    let first = all.split('《').next().filter(|start| start.contains('》'));
    first
        .into_iter()
        .chain(all.split('《').skip(1))
        .map(|rest| rest.split('》').next().unwrap_or(rest))
        .map(|title| title.chars().filter(|char| char.is_alphanumeric()).collect::<String>())
        .filter(|title| !title.is_empty())
        .collect()
}

fn letters(text: &Running) -> String {
    text.chars.iter().filter(|char| char.is_alphanumeric()).collect()
}

/// Whether two titles may be forms of one.
fn are_alike(x: &str, y: &str) -> bool {
    let [x, y] = [x, y].map(|title| {
        let chars: Vec<char> = title.chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect::<HashSet<_>>()
    });
    let common = x.intersection(&y).count();
    common as f64 >= LIKE * x.len().min(y.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::super::tests::running;
    use super::*;

    #[test]
    fn other_titles_are_told_apart() {
        let differ = |a: &str, b: &str| differ_in_titles([&running(a), &running(b)]);
        assert!(differ("印发了《城市供水办法》", "印发了《农村用电规定》"));
        assert!(!differ("印发了《城市供水办法》", "《某市城市供水办法（试行）》印发"));
        assert!(!differ("印发了《城市供水办法》", "印发了城市供水办法，废止《供水规定》"));
        assert!(!differ("印发了《城市供水办法》", "印发了办法"));
    }
}
