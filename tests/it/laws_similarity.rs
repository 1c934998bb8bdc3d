//! What signatures and buckets promise, against every pair compared with every other.

use std::ops::Range;

use leitong::align::{RunPositions, align_part};
use leitong::document::TextId;
use leitong::index::{Bands, Buckets, Limits, SharedSamples, ShingleSamples, sample_shingles};
use leitong::similarity::ShingleSet;
use leitong::sketch::{Signature, Sketcher};
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use crate::support::{Numbers, shingles};

const THRESHOLD: f64 = 0.7;

/// Families of a text and edited copies of it: 5,200 units with edits of 0 to 40 %, small ones more
/// often.
fn families() -> Vec<String> {
    let mut numbers = Numbers::new(2026);
    let mut units = Vec::new();
    for _ in 0..650 {
        let len = numbers.between(6, 300);
        let text = numbers.text(len);
        for _ in 0..8 {
            let percent = numbers.between(0, 40) * numbers.between(0, 40) / 40;
            units.push(numbers.edited(&text, percent).iter().collect());
        }
    }
    units
}

fn brute_force(sets: &[ShingleSet]) -> Vec<(u32, u32)> {
    let alike = |a: usize, b: &usize| sets[a].overlap(&sets[*b]).jaccard() >= THRESHOLD;
    (0..sets.len())
        .into_par_iter()
        .flat_map_iter(|a| {
            (a + 1..sets.len()).filter(move |b| alike(a, b)).map(move |b| (a as u32, b as u32))
        })
        .collect()
}

#[test]
fn precision_is_one_and_recall_is_as_predicted() {
    let shingles: Vec<Vec<u64>> = families().iter().map(|unit| shingles(unit)).collect();
    let sets: Vec<ShingleSet> = shingles.iter().map(|shingles| ShingleSet::new(shingles)).collect();
    let signatures: Vec<Option<Signature>> =
        shingles.iter().map(|unit| Sketcher::default().sketch(unit)).collect();
    let bands = Bands::for_similarity(THRESHOLD, 128, 0.99).expect("0.7 is reached by 128 slots");
    let candidates = Buckets::of_signatures(bands, &signatures).candidates(Limits::default());
    let jaccard = |&(a, b): &(u32, u32)| sets[a as usize].overlap(&sets[b as usize]).jaccard();
    let found: Vec<(u32, u32)> =
        candidates.pairs.iter().copied().filter(|pair| jaccard(pair) >= THRESHOLD).collect();

    let truth = brute_force(&sets);
    assert!(
        shingles.len() >= 5_000 && truth.len() > 2_000,
        "{} units, {} pairs",
        shingles.len(),
        truth.len()
    );
    let hits = found.iter().filter(|pair| truth.binary_search(pair).is_ok()).count();
    assert_eq!(hits, found.len(), "precision is 1");
    let recall = hits as f64 / truth.len() as f64;
    println!("recall {recall:.4} of {} pairs, {} candidates", truth.len(), candidates.pairs.len());
    assert!(recall >= 0.98, "recall {recall}");
    assert!(candidates.pairs.len() < 20 * truth.len(), "{} candidates", candidates.pairs.len());
}

/// Mean error of the estimate over many pairs of sets of these sizes.
fn mean_error(sizes: Range<usize>, pairs: usize) -> f64 {
    let mut numbers = Numbers::new(7);
    let mut sum = 0.0;
    for seed in 0..pairs {
        let len = numbers.between(sizes.start, sizes.end - 1);
        let shared = numbers.between(0, len);
        let mut set = |count: usize| -> Vec<u64> { (0..count).map(|_| numbers.next()).collect() };
        let (both, only_a, only_b) = (set(shared), set(len - shared), set(len - shared));
        let (a, b) = ([both.as_slice(), &only_a].concat(), [both.as_slice(), &only_b].concat());
        let sketcher = Sketcher::new(128, seed as u64);
        let sketch = |set: &[u64]| sketcher.sketch(set).expect("the set is not empty");
        let jaccard = ShingleSet::new(&a).overlap(&ShingleSet::new(&b)).jaccard();
        sum += sketch(&a).similarity(&sketch(&b)) - jaccard;
    }
    sum / pairs as f64
}

#[test]
fn the_estimate_is_unbiased_for_units_of_any_size() {
    for sizes in [1..5, 5..20, 20..101, 101..2_000] {
        let error = mean_error(sizes.clone(), 4_000);
        println!("{sizes:?} shingles: mean error {error:+.5}");
        assert!(error.abs() < 0.005, "{sizes:?}: {error}");
    }
}

#[test]
fn texts_shorter_than_a_shingle_are_alike_only_when_equal() {
    let texts = ["同志们", "同志", "谢谢", "谢谢大", "同志们"];
    let signatures: Vec<_> =
        texts.iter().map(|text| Sketcher::default().sketch(&shingles(text))).collect();
    let bands = Bands::for_similarity(THRESHOLD, 128, 0.99).expect("0.7 is reached by 128 slots");
    assert_eq!(
        Buckets::of_signatures(bands, &signatures).candidates(Limits::default()).pairs,
        [(0, 4)]
    );
}

/// What a stored signature and its bands mean: a short unit, of which slots are left to be settled,
/// and a long one, which one round does.
#[test]
fn signatures_and_their_bands_are_pinned() {
    let checksum = |values: &[u64]| {
        let mut hash = Xxh3::new();
        for value in values {
            hash.update(&value.to_le_bytes());
        }
        hash.digest()
    };
    let long = (0..2_000_u32)
        .filter_map(|at| char::from_u32(0x4E00 + at * at % 9_973))
        .collect::<String>();
    let texts = ["疑", "床前明月光，疑是地上霜。举头望明月，低头思故乡。", &long];
    let pins = texts.map(|text| {
        let hashes = shingles(text);
        let of = |slots| {
            let signature = Sketcher::new(slots, 0).sketch(&hashes).expect("there is content");
            let slots: Vec<u64> = signature.slots().iter().map(|&slot| slot.into()).collect();
            let keys: Vec<u64> = Bands { bands: 20, rows: 6 }.keys(&signature).collect();
            [checksum(&slots), checksum(&keys)]
        };
        (checksum(&hashes), of(128), of(200))
    });
    let expected = [
        (
            0x2BDC_E81B_2DAA_EC7A,
            [0xCFAC_3279_C370_04F4, 0xE965_4811_6826_4428],
            [0x6048_625B_FF81_40CA, 0xBAEE_622D_530B_8104],
        ),
        (
            0xA4DF_6341_5EB4_43BA,
            [0x2096_482B_D9BF_69D2, 0x8388_BA9C_4697_836C],
            [0x8503_EC8F_BBB5_4919, 0xBCF3_D697_552E_9909],
        ),
        (
            0x34B6_BB9F_802F_DBDA,
            [0x4BCF_5B8B_3A81_1BE0, 0xA2B5_F7F8_E08E_8C0F],
            [0x6ACC_4949_1233_9240, 0xDD6E_C789_8204_2762],
        ),
    ];
    assert_eq!(pins, expected);
}

/// Different ideographs, none of which is a numeral.
fn ideographs(from: u32, number: u32) -> Vec<char> {
    let first = 0x7000 + from;
    (first..first + number).map(|code| char::from_u32(code).expect("an ideograph")).collect()
}

#[test]
fn a_part_is_aligned_with_the_whole_of_its_first_densest_place() {
    let (part, before, between) = (ideographs(0, 80), ideographs(100, 300), ideographs(500, 500));
    let place = |whole: &[char], part: &[char]| {
        let runs = RunPositions::new(whole);
        let alignment = align_part(whole, part, || &runs);
        (alignment.range_a(), alignment.range_b())
    };
    // Behind it, all of it again, or a few characters of it.
    for again in [&part[..], &part[..20]] {
        let whole = [&before[..], &part, &between, again, &before].concat();
        assert_eq!(place(&whole, &part), (300..380, 0..80));
    }
    // A number is not divided.
    let numbered = [&['2'][..], &part, &['3']].concat();
    let whole = [&before[..], &['1'], &numbered, &['4'], &between].concat();
    assert_eq!(place(&whole, &numbered).0, 300..384);
}

#[test]
fn shared_samples_have_the_texts_of_all_tasks() {
    let (mut table, mut samples) = (ShingleSamples::new(u64::MAX), Vec::new());
    for text in 0..10_000_u64 {
        sample_shingles(&[text % 5_000], &mut samples);
        table.push(samples.iter().copied());
    }
    let shared = SharedSamples::of(table);
    for text in (0..5_000).map(TextId) {
        let [sample] = *shared.of_text(text) else { panic!("{text:?} has one sample") };
        assert_eq!(shared.texts_of(sample), [text, TextId(text.0 + 5_000)]);
    }
}
