//! How much of a text stands in others together.

use std::collections::HashMap;

use super::choice::{CutRule, Own};
use super::record_text::RecordText;
use super::runs::{Batch, BatchRecord, RunFinder};
use super::sampling::winnow;
use crate::dedup::DuplicateKind;
use crate::index::RunTable;
use crate::scan::ScanSettings;

/// Share of the content of a text that stands in others together, from 0 to 1: of its characters
/// those that are equal in a passage of at least
/// [`min_chars`](ScanSettings::min_chars) ideographs, of which the share
/// [`similarity`](ScanSettings::similarity) is equal. A text that is put together from several others
/// is like none of them, but its coverage is high. A text without content has a coverage of 0.
///
/// ```
/// use leitong::ScanSettings;
/// use leitong::dedup::coverage;
/// let kept = ["天地玄黄，宇宙洪荒，日月盈昃，辰宿列张。", "寒来暑往，秋收冬藏，闰余成岁，律吕调阳。"];
/// let settings = ScanSettings::default().min_chars(10).similarity(0.9);
/// let both = coverage("宇宙洪荒，日月盈昃，辰宿列张。寒来暑往，秋收冬藏，闰余成岁。", &kept, &settings);
/// assert_eq!(both, 1.0);
/// assert_eq!(coverage("云腾致雨，露结为霜，金生丽水，玉出昆冈。", &kept, &settings), 0.0);
/// ```
///
/// # Panics
/// If there are 2³² texts or more.
#[must_use]
pub fn coverage(text: &str, kept: &[&str], settings: &ScanSettings) -> f64 {
    let bytes: usize = kept.iter().map(|kept| kept.len()).sum();
    let winnow = winnow(settings.min_chars, bytes as u64, u64::MAX);
    let texts = kept.iter().chain([&text]).zip(0..);
    let records = texts
        .map(|(text, rank)| BatchRecord::new(rank, RecordText::new(text, settings.script), winnow));
    let rank = kept.len() as u32;
    let batch = Batch::of(records.collect(), |source| source < rank);
    let nothing = HashMap::new();
    let finder = RunFinder {
        batch: &batch,
        read: &|_| unreachable!("all texts are in the batch"),
        runs: &RunTable::new(0),
        cut: &nothing,
        min_chars: settings.min_chars,
        similarity: settings.similarity,
        may_cut: &|_, _| true,
    };
    let record = batch.get(rank).expect("it is the last");
    let found = finder.find(record).expect("nothing is read");
    let (min_chars, similarity) = (settings.min_chars, settings.similarity);
    let rule = CutRule { min_chars, similarity, removed: &DuplicateKind::ALL };
    let own = Own { rank, chars: record.text.content.chars(), clauses: &found.clauses };
    rule.coverage(&own, &found.runs, &nothing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Text `number` of texts that share nothing: a hundred ideographs.
    fn text(number: u32) -> String {
        let char = |at: u32| char::from_u32(0x4E00 + number * 100 + at).expect("an ideograph");
        (0..100).map(char).collect()
    }

    fn covered(text: &str, kept: &[String]) -> f64 {
        let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
        coverage(text, &kept, &ScanSettings::default().similarity(0.9))
    }

    proptest! {
        #[test]
        fn it_is_the_share_that_was_taken_from_others(
            parts in prop::collection::vec((0_u32..8, 0_usize..60, 25_usize..40), 0..6), own in 1_u32..4,
        ) {
            let kept: Vec<String> = (0..8).map(text).collect();
            let mut whole = String::new();
            let mut taken = 0;
            for (at, &(source, from, len)) in (10..).zip(&parts) {
                whole.extend(text(at).chars().take(30));
                whole.extend(kept[source as usize].chars().skip(from).take(len));
                taken += len;
            }
            (30..30 + own).for_each(|number| whole.push_str(&text(number)));
            let share = taken as f64 / whole.chars().count() as f64;
            // Where a passage ends with the first characters of the next one, these are aligned once.
            let least = share - 4.0 * parts.len() as f64 / whole.chars().count() as f64;
            let found = covered(&whole, &kept);
            prop_assert!(least - 1e-9 < found && found < share + 1e-9, "{found} {share}");
        }

        #[test]
        fn more_texts_never_cover_less(
            parts in prop::collection::vec((0_u32..6, 0_usize..60, 5_usize..60), 1..6), some in 0_usize..6,
        ) {
            let kept: Vec<String> = (0..6).map(text).collect();
            let parts = parts.iter().map(|&(source, from, len)| {
                kept[source as usize].chars().skip(from).take(len).collect::<String>()
            });
            let whole: String = parts.collect();
            let (few, all) = (covered(&whole, &kept[..some]), covered(&whole, &kept));
            prop_assert!((0.0..=1.0).contains(&few) && few <= all, "{few} {all}");
        }
    }

    #[test]
    fn a_text_without_content_is_not_covered() {
        assert!(covered("……", &[text(1), "……".into()]) < f64::EPSILON);
        assert!((covered(&text(1), &[text(1)]) - 1.0).abs() < f64::EPSILON);
        assert!(
            covered(&text(1).repeat(3), &[text(2)]) < f64::EPSILON,
            "repeats of itself are its own"
        );
    }
}
