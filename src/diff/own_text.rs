//! The text that each of two aligned texts has of its own, beside what the two share.

use super::aligned_text::{AlignedPair, AlignedText};
use super::changed_run::{ChangedRun, LONGEST_WORD};
use super::classify::changed_words;
use super::edit::EditKind;
use crate::align::{Alignment, align_ends};
use crate::text::{is_ideographic, width};

/// Content characters of the shortest text that a side has of its own, in ideographs: a shorter one is a
/// value that was filled in, or an error of copying.
const SHORTEST_OWN: f64 = 8.0;
/// Share of the letters of two words that are equal where one is a form of the other, or an error of copying.
const LEAST_LIKE: f64 = 0.5;

/// The width of the text that each of two aligned texts has of its own, on the side where it is less.
///
/// It is that of the runs that are no words, and of words of letters if many are other ones. The unit is an
/// ideograph.
///
/// ```
/// use leitong::align::align_ends;
/// use leitong::diff::{AlignedText, own_width};
/// use leitong::text::Content;
/// let texts = ["天地玄黄。日月盈昃辰宿列张。", "天地玄黄。寒来暑往秋收冬藏云腾。"];
/// let [a, b] = texts.map(Content::whole);
/// let alignment = align_ends(a.chars(), b.chars());
/// let [a, b] = [AlignedText { text: texts[0], content: &a }, AlignedText { text: texts[1], content: &b }];
/// assert!((own_width(&alignment, a, b) - 8.0).abs() < 1e-9);
/// ```
#[must_use]
pub fn own_width(alignment: &Alignment, a: AlignedText<'_>, b: AlignedText<'_>) -> f64 {
    let pair = AlignedPair { a, b };
    let changed = changed_words(alignment, pair);
    let (mut own, mut words) = ([0.0_f64; 2], [0.0_f64; 2]);
    for run in &changed {
        let widths = run.sides(pair).map(|side| width(side.chars()));
        let are_words = are_other_words(run, pair);
        for side in [0, 1] {
            if widths[side] >= SHORTEST_OWN {
                own[side] += widths[side];
            } else if are_words {
                words[side] += widths[side];
            }
        }
    }
    // A few words are values that were filled in.
    let words = if words[0].min(words[1]) < SHORTEST_OWN { [0.0; 2] } else { words };
    (own[0] + words[0]).min(own[1] + words[1])
}

/// Whether a run replaces words of letters by other words, and not by other forms of them or errors. A
/// text of letters shares short words and letters with any other, which divide what it has of its own.
fn are_other_words(run: &ChangedRun, pair: AlignedPair<'_>) -> bool {
    let [a, b] = run.sides(pair).map(|side| side.chars());
    run.kind == EditKind::Replaced
        && run.longer_len() <= LONGEST_WORD
        && a.iter().chain(b).all(|&char| char.is_alphabetic() && !is_ideographic(char))
        && align_ends(a, b).similarity() < LEAST_LIKE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Content;

    fn own(a: &str, b: &str) -> f64 {
        let [of_a, of_b] = [a, b].map(Content::whole);
        let alignment = align_ends(of_a.chars(), of_b.chars());
        let [a, b] = [(a, &of_a), (b, &of_b)].map(|(text, content)| AlignedText { text, content });
        own_width(&alignment, a, b)
    }

    #[test]
    fn a_text_of_its_own_is_on_both_sides() {
        assert!(own("甲乙丙丁戊己", "甲乙丙丁戊己庚辛").abs() < 1e-9);
        assert!(own("甲乙天地玄黄宇宙洪荒", "甲乙日月盈昃辰宿列张") >= 8.0);
    }

    #[test]
    fn other_words_of_letters_are_a_text_of_its_own() {
        let of = |words: [&str; 4]| {
            let [subject, did, whom, end] = words;
            let form = "Minutes of the town council, for the archive.";
            format!("{form} The {subject} was {did} for {whom}, and the {end}.")
        };
        let text = of(["library catalogue", "printed", "all readers", "shop closed"]);
        let other = of(["vaccination plan", "agreed upon", "young people", "builders waited"]);
        assert!(own(&text, &other) >= 8.0);
        // Errors, and a word or two, are none.
        let copy = of(["libraxy catalogve", "pritned", "al raeders", "shcp clased"]);
        let few = of(["vaccination plan", "printed", "all readers", "shop closed"]);
        for near in [copy, few] {
            assert!(own(&text, &near).abs() < 1e-9, "{near}");
        }
    }
}
