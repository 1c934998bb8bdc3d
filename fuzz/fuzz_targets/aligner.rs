//! Passages and their alignments against a plain oracle: ranges lie inside, equal characters are
//! equal, the strength is what the steps say and no more than the best that any alignment reaches,
//! and edits cover all that differs.
//!
//! Input: a byte for the least strength, one for the limits of seeds, one for the length of the
//! first text, then two texts. In a text a byte below 0x80 stands for a character, another one for
//! a copy of earlier ones.
#![no_main]

use leitong::align::{Alignment, EditOp, Passage, PassageFinder};
use leitong::diff::{AlignedText, Edit, edits};
use leitong::document::{DocId, Span};
use leitong::seeds::{DocumentLimit, NgramIndex, SeedLimits, SequenceId, SequenceSet};
use leitong::text::{Content, Script, width, width_thirds};
use libfuzzer_sys::fuzz_target;

/// Characters of texts: ideographs in two scripts, numerals, a surname, letters, marks and blanks.
const ALPHABET: [char; 32] = [
    '天', '地', '玄', '黄', '宇', '宙', '國', '国', '張', '张', '三', '十', '年', '某', '×', 'a',
    'b', 'c', 'T', 'h', 'e', '1', '2', '，', '。', '、', ' ', '\n', '（', '）', '_', '\u{301}',
];
/// Longest text, in characters. Texts that repeat themselves take a time of the cube of it.
const LONGEST: usize = 160;
/// The oracle is asked about contents with at most so many pairs of characters.
const MOST_PAIRS: usize = 4_096;
/// Most that a run of edits takes away from the strength, in thirds of an ideograph.
const RUN_LIMIT: i64 = 24;
/// A strength in thirds and one in ideographs differ by no more than rounding.
const EPSILON: f64 = 1e-6;

fuzz_target!(|data: &[u8]| {
    let Some((&[least, choice, split], bytes)) = data.split_first_chunk() else { return };
    let (a, b) = bytes.split_at(bytes.len().min(usize::from(split)));
    let a = written(a, &[]);
    let b = written(b, &a.chars().collect::<Vec<_>>());
    let script = if choice & 1 == 0 { Script::AsWritten } else { Script::Simplified };
    let contents = [&a, &b].map(|text| Content::of(text, Span::new(0, text.len()), script));
    let sequences = SequenceSet::new(
        contents.iter().zip(0..).map(|(content, number)| (DocId(number), content.chars())),
    );
    let limits = match choice & 2 {
        0 => SeedLimits::exhaustive(),
        _ => SeedLimits {
            rare: 2,
            occurrences: 4,
            longest: 24,
            common: DocumentLimit::Documents(1 + usize::from(choice >> 6)),
            ..Default::default()
        },
    };
    let index = NgramIndex::of(&sequences, limits);
    let finder = PassageFinder { min_chars: 1 + usize::from(least % 64) };
    let passages = finder.find(&index, |_, _| true).expect("the index is in memory").passages;
    let sides = [
        AlignedText { text: &a, content: &contents[0] },
        AlignedText { text: &b, content: &contents[1] },
    ];
    for passage in &passages {
        assert!(passage.score >= finder.min_chars as f64);
        check(passage, sides, &index);
    }
    if limits == SeedLimits::exhaustive() {
        no_better_than_the_best(&passages, &sequences);
    }
});

/// The text that bytes stand for; a byte from 0x80 on copies the next characters of `model`, or of
/// the text so far.
fn written(bytes: &[u8], model: &[char]) -> String {
    let (mut text, mut at): (Vec<char>, usize) = (Vec::new(), 0);
    for &byte in bytes {
        let length = if byte < 0x80 { 1 } else { usize::from(byte & 0x3F) + 2 };
        let from = if model.is_empty() || byte >= 0xC0 { text.clone() } else { model.to_vec() };
        if byte < 0x80 {
            text.push(ALPHABET[usize::from(byte % 32)]);
        } else if !from.is_empty() {
            text.extend(from.iter().cycle().skip(at % from.len()).take(length));
        }
        // A byte below 0x40 stands in place of a character of the model, another one is new.
        at += if (0x40..0x80).contains(&byte) { 0 } else { length };
        if text.len() >= LONGEST {
            text.truncate(LONGEST);
            break;
        }
    }
    text.into_iter().collect()
}

fn check(passage: &Passage, sides: [AlignedText<'_>; 2], index: &NgramIndex<'_>) {
    let (alignment, [a, b]) =
        (&passage.alignment, [sides[passage.a.index()], sides[passage.b.index()]]);
    let (range_a, range_b) = (alignment.range_a(), alignment.range_b());
    assert!(range_a.end <= a.content.len() && range_b.end <= b.content.len());
    assert!(passage.a != passage.b || range_a.end <= range_b.start, "places of one text lie apart");
    let (mut at_a, mut at_b, mut strength) = (range_a.start, range_b.start, 0);
    for pair in alignment.steps.windows(2) {
        assert_ne!(
            matches!(pair[0], EditOp::Equal(_)),
            matches!(pair[1], EditOp::Equal(_)),
            "runs take turns"
        );
    }
    for step in &alignment.steps {
        let of_a = &a.content.chars()[at_a..at_a + step.a() as usize];
        let of_b = &b.content.chars()[at_b..at_b + step.b() as usize];
        assert!(step.a() + step.b() > 0);
        strength += match step {
            EditOp::Equal(_) => {
                assert_eq!(of_a, of_b);
                sum(of_a)
            }
            EditOp::Change { .. } => -sum(of_a).max(sum(of_b)).min(RUN_LIMIT),
        };
        (at_a, at_b) = (at_a + of_a.len(), at_b + of_b.len());
    }
    assert_eq!((at_a, at_b), (range_a.end, range_b.end), "steps consume exactly the ranges");
    assert!(matches!(alignment.steps.first(), Some(EditOp::Equal(_))));
    assert!(matches!(alignment.steps.last(), Some(EditOp::Equal(_))));
    assert!((0.0..=1.0).contains(&alignment.similarity()));
    let is_free =
        index.is_distinctive(passage.a, range_a) && index.is_distinctive(passage.b, range_b);
    let strength = strength as f64 / 3.0;
    assert!(passage.score <= strength + EPSILON, "boilerplate takes away");
    assert!(
        !is_free || (passage.score - strength).abs() < EPSILON,
        "{} for {strength}",
        passage.score
    );
    check_edits(alignment, a, b);
}

/// Weight in thirds of an ideograph.
fn sum(chars: &[char]) -> i64 {
    let sum = chars.iter().map(|&char| i64::from(width_thirds(char))).sum();
    assert!((width(chars) - sum as f64 / 3.0).abs() < EPSILON);
    sum
}

/// Checks that edits lie in the places, and that both places have the same content without them.
fn check_edits(alignment: &Alignment, a: AlignedText<'_>, b: AlignedText<'_>) {
    let places = [a.span_or_position(alignment.range_a()), b.span_or_position(alignment.range_b())];
    let edits = edits(alignment, a, b);
    for edit in &edits {
        assert!(places[0].contains(edit.a) && places[1].contains(edit.b));
        let _ = (edit.a.of(a.text), edit.b.of(b.text));
    }
    let of_a = unedited(a, places[0], &edits, |edit| edit.a);
    assert_eq!(of_a, unedited(b, places[1], &edits, |edit| edit.b), "edits cover all that differs");
}

/// The content of a place outside all edits.
fn unedited(side: AlignedText<'_>, place: Span, edits: &[Edit], of: fn(&Edit) -> Span) -> String {
    let content = Content::of(side.text, place, side.content.script());
    let is_edited =
        |at: u32| edits.iter().map(of).any(|edit| (edit.start..edit.end).contains(&(at as usize)));
    let chars = content.chars().iter().zip(content.offsets());
    chars.filter(|&(_, at)| !is_edited(at)).map(|(char, _)| char).collect()
}

/// Checks that no passage is stronger than the best alignment of its two texts.
fn no_better_than_the_best(passages: &[Passage], sequences: &SequenceSet<'_>) {
    for pair in [(0, 0), (0, 1), (1, 1)] {
        let (a, b) = (sequences.content(SequenceId(pair.0)), sequences.content(SequenceId(pair.1)));
        let found = passages.iter().filter(|passage| (passage.a.0, passage.b.0) == pair);
        let Some(strongest) = found.map(|passage| passage.score).max_by(f64::total_cmp) else {
            continue;
        };
        if a.len() * b.len() <= MOST_PAIRS {
            let best = best_strength(a, b, pair.0 == pair.1) as f64 / 3.0;
            assert!(strongest <= best + EPSILON, "{strongest} is more than {best}");
        }
    }
}

/// The greatest strength of any local alignment of two contents, in thirds: the plain dynamic
/// programming over all pairs of equal characters and all gaps between two of them. In one text the
/// first place lies before the second.
fn best_strength(a: &[char], b: &[char], is_same: bool) -> i64 {
    let (before_a, before_b) = (sums(a), sums(b));
    let width = b.len() + 1;
    // For each pair of beginnings: the best alignment that ends there with an equal pair, and the
    // best up to there.
    let mut ends = vec![i64::MIN / 2; (a.len() + 1) * width];
    let mut up_to = vec![0_i64; (a.len() + 1) * width];
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let at = i * width + j;
            if a[i - 1] == b[j - 1] && !(is_same && i >= j) {
                let mut before =
                    (up_to[at - width - 1] - RUN_LIMIT).max(0).max(ends[at - width - 1]);
                for from_i in
                    (0..i).rev().take_while(|&from| before_a[i - 1] - before_a[from] < RUN_LIMIT)
                {
                    for from_j in (0..j)
                        .rev()
                        .take_while(|&from| before_b[j - 1] - before_b[from] < RUN_LIMIT)
                    {
                        let gap = (before_a[i - 1] - before_a[from_i])
                            .max(before_b[j - 1] - before_b[from_j]);
                        before = before.max(ends[from_i * width + from_j] - gap);
                    }
                }
                ends[at] = before + i64::from(width_thirds(a[i - 1]));
            }
            up_to[at] = ends[at].max(up_to[at - 1]).max(up_to[at - width]);
        }
    }
    up_to[a.len() * width + b.len()]
}

/// The weight of each beginning of a content.
fn sums(chars: &[char]) -> Vec<i64> {
    let mut sums = vec![0];
    for &char in chars {
        sums.push(sums[sums.len() - 1] + i64::from(width_thirds(char)));
    }
    sums
}
