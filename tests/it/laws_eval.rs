//! What scores promise, whatever was found.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use leitong::document::DocId;
use leitong::eval::{
    DocumentNames, Found, Pair, PairScore, Partition, PassageOutcome, PassagePair, PassageScores,
    Place, Rows, Truth, score_pairs, score_passages,
};
use proptest::prelude::*;

use crate::support::{MANY, cases};

/// Documents of the generated cases; one more is never named there.
const DOCUMENTS: usize = 3;

fn ids() -> Vec<DocId> {
    let mut names = DocumentNames::default();
    (0..=DOCUMENTS).map(|document| names.number(&document.to_string())).collect()
}

fn place() -> impl Strategy<Value = Place> {
    (0..DOCUMENTS, 0_usize..40, 1_usize..20).prop_map(|(document, start, chars)| Place {
        document: ids()[document],
        start,
        end: start + chars,
    })
}

/// Different pairs of different places.
fn passages(most: usize) -> impl Strategy<Value = Vec<PassagePair>> {
    let pairs = prop::collection::btree_set((place(), place()), 1..most);
    pairs.prop_map(|pairs| {
        let pairs = pairs.into_iter().filter(|(a, b)| a != b).map(|(a, b)| PassagePair::new(a, b));
        pairs.collect::<BTreeSet<_>>().into_iter().collect()
    })
}

/// Pairs whose places lie far from each other, so that no detection of one is a detection of
/// another.
fn apart(most: usize) -> impl Strategy<Value = Vec<PassagePair>> {
    prop::collection::vec(2_usize..40, 1..most).prop_map(|lengths| {
        let pair = |(at, chars): (usize, usize)| {
            let [a, b] = [ids()[0], ids()[1]].map(|document| Place {
                document,
                start: at * 100,
                end: at * 100 + chars,
            });
            PassagePair::new(a, b)
        };
        lengths.into_iter().enumerate().map(pair).collect()
    })
}

type Chars = HashSet<(DocId, usize)>;

fn chars(pair: &PassagePair) -> Chars {
    [pair.a, pair.b]
        .into_iter()
        .flat_map(|side| (side.start..side.end).map(move |char| (side.document, char)))
        .collect()
}

fn overlap(x: Place, y: Place) -> bool {
    x.document == y.document && x.start.max(y.start) < x.end.min(y.end)
}

fn detects(case: &PassagePair, detection: &PassagePair) -> bool {
    overlap(case.a, detection.a) && overlap(case.b, detection.b)
        || overlap(case.a, detection.b) && overlap(case.b, detection.a)
}

/// Share of the characters of each of mine that those of theirs have which hit it.
fn naive_shares(mine: &[PassagePair], theirs: &[PassagePair]) -> Vec<f64> {
    let share = |me: &PassagePair| {
        let all = chars(me);
        let hit: Chars = theirs.iter().filter(|other| detects(me, other)).flat_map(chars).collect();
        all.intersection(&hit).count() as f64 / all.len() as f64
    };
    mine.iter().map(share).collect()
}

/// Characters of all hits, of all of mine.
fn naive_micro(mine: &[PassagePair], theirs: &[PassagePair]) -> f64 {
    let all: Chars = mine.iter().flat_map(chars).collect();
    let pairs = mine.iter().flat_map(|me| theirs.iter().map(move |other| (me, other)));
    let hits = pairs.filter(|(me, other)| detects(me, other));
    let hit: Chars = hits
        .flat_map(|(me, other)| chars(me).intersection(&chars(other)).copied().collect::<Vec<_>>())
        .collect();
    hit.len() as f64 / all.len() as f64
}

fn naive_granularity(cases: &[PassagePair], detections: &[PassagePair]) -> Option<f64> {
    let counts =
        cases.iter().map(|case| detections.iter().filter(|found| detects(case, found)).count());
    let counts: Vec<usize> = counts.filter(|&count| count > 0).collect();
    (!counts.is_empty()).then(|| counts.iter().sum::<usize>() as f64 / counts.len() as f64)
}

fn mean(shares: &[f64]) -> f64 {
    shares.iter().sum::<f64>() / shares.len() as f64
}

fn near(share: Option<f64>, wanted: f64) -> bool {
    share.is_some_and(|share| (share - wanted).abs() < 1e-9)
}

fn scores(truth: &[PassagePair], found: &[PassagePair]) -> PassageScores {
    score_passages(truth, found).scores
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn passages_are_scored_by_their_characters(truth in passages(12), found in passages(12)) {
        prop_assume!(!truth.is_empty() && !found.is_empty());
        let PassageOutcome { scores, recall, precision, .. } = score_passages(&truth, &found);
        prop_assert_eq!(&recall, &naive_shares(&truth, &found));
        prop_assert_eq!(&precision, &naive_shares(&found, &truth));
        prop_assert!(near(scores.by_passage.recall, mean(&recall)));
        prop_assert!(near(scores.by_passage.precision, mean(&precision)));
        prop_assert!(near(scores.by_character.recall, naive_micro(&truth, &found)));
        prop_assert!(near(scores.by_character.precision, naive_micro(&found, &truth)));
        prop_assert_eq!(scores.granularity, naive_granularity(&truth, &found));
    }

    #[test]
    fn truth_and_findings_may_change_places(truth in passages(12), found in passages(12)) {
        let (forth, back) = (scores(&truth, &found), scores(&found, &truth));
        prop_assert_eq!(forth.by_passage.recall, back.by_passage.precision);
        prop_assert_eq!(forth.by_character.precision, back.by_character.recall);
        prop_assert_eq!(forth.by_passage.f1.is_some(), !truth.is_empty());
    }

    #[test]
    fn what_is_found_perfectly_scores_one(truth in apart(12)) {
        let scores = scores(&truth, &truth);
        for averages in [scores.by_passage, scores.by_character] {
            prop_assert_eq!([averages.precision, averages.recall, averages.f1, averages.plagdet], [Some(1.0); 4]);
        }
        prop_assert_eq!((scores.granularity, scores.found_at_80), (Some(1.0), Some(1.0)));
        prop_assert_eq!((scores.false_negatives, scores.false_positives), (0, 0));
        prop_assert!(scores.boundary_error.is_some_and(|error| error.worst == 0));
    }

    #[test]
    fn a_detection_in_two_pieces_is_more_granular(truth in apart(12), which in any::<prop::sample::Index>()) {
        let whole = truth[which.index(truth.len())];
        let middle = whole.a.start + whole.a.chars() / 2;
        let piece = |start, end| PassagePair::new(Place { start, end, ..whole.a }, Place { start, end, ..whole.b });
        let mut found: Vec<PassagePair> = truth.iter().copied().filter(|&found| found != whole).collect();
        found.extend([piece(whole.a.start, middle), piece(middle, whole.a.end)]);
        let (before, after) = (scores(&truth, &truth), scores(&truth, &found));
        prop_assert!(after.granularity > before.granularity);
        prop_assert_eq!(after.by_passage.recall, before.by_passage.recall);
        prop_assert_eq!(after.by_character.precision, before.by_character.precision);
        prop_assert!(after.by_passage.plagdet < before.by_passage.plagdet);
    }

    #[test]
    fn a_false_detection_lowers_precision_only(truth in passages(12), found in passages(12)) {
        let before = scores(&truth, &found);
        prop_assume!(before.true_positives > 0);
        let [elsewhere, nowhere] = [0, 100].map(|start| Place { document: ids()[DOCUMENTS], start, end: start + 10 });
        let more: Vec<_> = found.iter().copied().chain([PassagePair::new(elsewhere, nowhere)]).collect();
        let after = scores(&truth, &more);
        prop_assert!(after.by_passage.precision < before.by_passage.precision);
        prop_assert!(after.by_character.precision < before.by_character.precision);
        prop_assert_eq!(after.by_passage.recall, before.by_passage.recall);
        prop_assert_eq!(after.by_character.recall, before.by_character.recall);
        prop_assert_eq!((after.granularity, after.covered, after.boundary_error), (before.granularity, before.covered, before.boundary_error));
        prop_assert_eq!(after.false_positives, before.false_positives + 1);
    }
}

type Numbered = BTreeMap<(usize, usize), f64>;

/// Pairs of a few documents with a value each.
fn pairs() -> impl Strategy<Value = Numbered> {
    let pair = (0_usize..8, 0_usize..8).prop_filter("two documents", |(a, b)| a != b);
    let pair = pair.prop_map(|(a, b)| (a.min(b), a.max(b)));
    prop::collection::btree_map(pair, 0.4_f64..1.0, 1..20)
}

fn parsed(pairs: &Numbered, names: &mut DocumentNames) -> Truth {
    let rows: Vec<String> =
        pairs.iter().map(|((a, b), value)| format!("{b}\t{a}\t{value}")).collect();
    Truth::parse(Path::new("truth.tsv"), &rows.join("\n"), names).expect("the rows are sound")
}

fn found(pairs: &Numbered, names: &mut DocumentNames) -> Found {
    let mut pair = |&(a, b): &(usize, usize)| {
        Pair::new(names.number(&a.to_string()), names.number(&b.to_string()))
    };
    let pairs: BTreeMap<Pair, Option<f64>> =
        pairs.keys().map(|numbers| (pair(numbers), None)).collect();
    let clusters = Some(Partition::of_links(pairs.keys().copied()));
    Found { pairs, clusters, ..Found::default() }
}

fn scored(truth: &Numbered, told: &Numbered) -> leitong::eval::PairScores {
    let mut names = DocumentNames::default();
    let truth = parsed(truth, &mut names);
    let told = found(told, &mut names);
    let Rows::Pairs(rows) = &truth.rows else { panic!("these are documents") };
    score_pairs(rows, &told, 0.7, names.len())
}

fn add_up(score: &PairScore) -> bool {
    score.true_positives + score.false_negatives == score.relevant
        && score.true_positives + score.false_positives + score.below.unwrap_or(0) == score.found
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn pairs_are_scored_by_their_sets(truth in pairs(), told in pairs()) {
        let scores = scored(&truth, &told);
        let wanted: BTreeSet<_> = truth.iter().filter(|&(_, &value)| value >= 0.7).map(|(&pair, _)| pair).collect();
        let hits = wanted.iter().filter(|pair| told.contains_key(pair)).count();
        prop_assert_eq!((scores.pairs.true_positives, scores.pairs.relevant), (hits as u64, wanted.len() as u64));
        prop_assert!(near(scores.pairs.precision, hits as f64 / told.len() as f64));
        prop_assert!(add_up(&scores.pairs));
        let clusters = scores.clusters.expect("there are clusters");
        prop_assert!(add_up(&clusters) && clusters.true_positives >= scores.pairs.true_positives && clusters.found >= scores.pairs.found);
        let groups = scores.groups.expect("there are clusters");
        prop_assert!(groups.both <= groups.relevant.min(groups.found));
        prop_assert!(groups.adjusted_rand.is_some_and(|rand| rand <= 1.0 + 1e-9));
        for (band, (pairs, clusters)) in scores.pairs.bands.iter().zip(&clusters.bands).enumerate() {
            prop_assert!(pairs.true_positives <= clusters.true_positives && clusters.true_positives <= pairs.relevant, "band {band}");
        }
    }

    #[test]
    fn copies_are_alike_to_what_their_twins_are_alike_to(truth in pairs(), told in pairs(), exact in pairs()) {
        let mut names = DocumentNames::default();
        let ids: Vec<DocId> = (0..8).map(|document| names.number(&document.to_string())).collect();
        let truth = parsed(&truth, &mut names);
        let Rows::Pairs(rows) = &truth.rows else { panic!("these are documents") };
        let exact: Vec<Pair> = exact.keys().take(4).map(|&(a, b)| Pair::new(ids[a], ids[b])).collect();
        let mut told = found(&told, &mut names);
        told.pairs.extend(exact.iter().map(|&pair| (pair, Some(1.0))));
        let twins = Partition::of_links(exact);
        let same = |a: DocId, b: DocId| a == b || twins.together(Pair::new(a, b));
        let follows = |pair: &Pair| {
            let like = |told: &Pair| same(told.a, pair.a) && same(told.b, pair.b) || same(told.a, pair.b) && same(told.b, pair.a);
            told.pairs.keys().any(like) || same(pair.a, pair.b)
        };
        let all = ids.iter().flat_map(|&a| ids.iter().map(move |&b| (a, b))).filter(|(a, b)| a < b);
        let all: BTreeSet<Pair> = all.map(|(a, b)| Pair::new(a, b)).filter(follows).collect();
        let hits = rows.values.iter().filter(|&(pair, &value)| value >= 0.7 && all.contains(pair)).count();
        let told = Found { copies: Some(twins.clone()), ..told.clone() };
        let copies = score_pairs(rows, &told, 0.7, names.len()).copies.expect("the copies are known");
        prop_assert_eq!((copies.found, copies.true_positives), (all.len() as u64, hits as u64));
        prop_assert!(add_up(&copies));
    }

    #[test]
    fn pairs_found_perfectly_score_one(truth in pairs()) {
        let wanted: Numbered = truth.iter().filter(|&(_, &value)| value >= 0.7).map(|(&pair, &value)| (pair, value)).collect();
        prop_assume!(!wanted.is_empty());
        let scores = scored(&truth, &wanted);
        prop_assert_eq!([scores.pairs.precision, scores.pairs.recall, scores.pairs.f1], [Some(1.0); 3]);
        let groups = scores.groups.expect("there are clusters");
        prop_assert_eq!([groups.precision, groups.recall, groups.adjusted_rand], [Some(1.0); 3]);
    }

    #[test]
    fn a_false_pair_lowers_precision_only(truth in pairs(), told in pairs()) {
        let before = scored(&truth, &told).pairs;
        prop_assume!(before.true_positives > 0);
        let mut more = told;
        more.insert((98, 99), 1.0);
        let after = scored(&truth, &more).pairs;
        prop_assert!(after.precision < before.precision);
        prop_assert_eq!((after.recall, after.false_positives), (before.recall, before.false_positives + 1));
    }
}

#[test]
fn many_passages_are_scored_at_once() {
    let document = ids()[0];
    let pair = |at: usize, shift: usize| {
        let place = |start| Place { document, start, end: start + 80 };
        PassagePair::new(place(at * 100 + shift), place(20_000_000 + at * 100 + shift))
    };
    let all = |shift| (0..100_000).map(|at| pair(at, shift)).collect::<Vec<_>>();
    let scores = scores(&all(0), &all(8));
    assert_eq!(
        (scores.covered, scores.boundary_error.map(|error| error.worst)),
        (100_000, Some(8))
    );
}
