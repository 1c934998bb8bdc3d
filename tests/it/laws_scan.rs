//! What a scan promises of generated collections whose truth is known.

use std::collections::BTreeSet;

use leitong::corpus::Collection;
use leitong::diff::EditCounts;
use leitong::document::Level;
use leitong::document::{Document, Role, Span};
use leitong::scan::{Findings, Kind, Match, MatchSide, Scan, ScanSettings, WithinDocument};
use leitong::seeds::{DocumentLimit, SeedLimits};
use leitong::text::{Content, Script};
use proptest::prelude::*;

use crate::support::{Numbers, cases, numbered, scan, scan_with};

fn string(chars: &[char]) -> String {
    chars.iter().collect()
}

/// A sentence a line, so that the text has paragraphs.
fn lines(chars: &[char]) -> String {
    chars.chunks(40).map(|line| string(line) + "。\n").collect()
}

fn place(side: &MatchSide) -> (usize, Span) {
    (side.document, side.span)
}

fn sides(found: &Match) -> [(usize, Span); 2] {
    let mut sides = [place(&found.a), place(&found.b)];
    sides.sort_unstable();
    sides
}

/// The content of a place that no edit tells of.
fn unedited(text: &str, place: Span, edits: &[Span]) -> String {
    let content = Content::of(text, place, Script::AsWritten);
    let is_edited =
        |at: u32| edits.iter().any(|edit| (edit.start..edit.end).contains(&(at as usize)));
    let chars = content.chars().iter().zip(content.offsets());
    chars.filter(|&(_, at)| !is_edited(at)).map(|(char, _)| char).collect()
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn findings_keep_their_form(seed in any::<u64>(), percent in 0_usize..30) {
        let mut numbers = Numbers::new(seed);
        let shared = numbers.text(120);
        let texts = (0..6).map(|_| {
            let (before, after) = (numbers.text(90), numbers.text(90));
            let copy = numbers.edited(&shared, percent);
            lines(&before) + &lines(&copy) + &lines(&after)
        });
        let collection = numbered(texts.collect::<Vec<_>>());
        let findings = scan(&collection);
        let mut seen = std::collections::HashSet::new();
        for found in &findings.matches {
            prop_assert!((0.0..=1.0).contains(&found.similarity));
            for side in [&found.a, &found.b] {
                prop_assert!((0.0..=1.0).contains(&side.coverage));
                prop_assert!(collection.documents[side.document].text.get(side.span.start..side.span.end).is_some());
            }
            let [first, second] = sides(found);
            prop_assert!(first.0 != second.0 || first.1.end <= second.1.start, "sides of one document do not overlap");
            prop_assert!(seen.insert((found.level, first, second)), "told twice");
            for edit in &found.edits {
                prop_assert!(found.a.span.contains(edit.a) && found.b.span.contains(edit.b));
            }
            let [of_a, of_b] = [(&found.a, 0), (&found.b, 1)].map(|(side, at)| {
                let spans = found.edits.iter().map(|edit| [edit.a, edit.b][at]);
                unedited(&collection.documents[side.document].text, side.span, &spans.collect::<Vec<_>>())
            });
            prop_assert_eq!(of_a, of_b, "edits cover all that differs");
        }
        for cluster in &findings.clusters {
            prop_assert!(cluster.members.len() > 1 && !cluster.matches.is_empty());
            prop_assert!(cluster.matches.iter().all(|&at| findings.matches[at].level == cluster.level));
        }
    }

    #[test]
    fn a_copied_passage_is_found_by_its_ends(seed in any::<u64>(), len in 60_usize..400, percent in 0_usize..12) {
        let mut numbers = Numbers::new(seed);
        let shared = numbers.text(len);
        let copy = numbers.edited(&shared, percent);
        let mut around = || numbers.text(150);
        let parts = [around(), shared, around(), around(), copy, around()];
        let whole = |parts: &[Vec<char>]| string(&parts.concat());
        let collection = numbered([whole(&parts[..3]), whole(&parts[3..])]);
        let findings = scan(&collection);
        let found = findings.matches.iter().max_by_key(|found| found.a.content_chars);
        let found = found.expect("the copy is found");
        for (side, part) in [(&found.a, &parts[..3]), (&found.b, &parts[3..])] {
            let chars = |span: Span| span.start / 3..span.end / 3;
            let (true_start, true_end) = (part[0].len(), part[0].len() + part[1].len());
            let overlap = chars(side.span).end.min(true_end) - chars(side.span).start.max(true_start);
            prop_assert!(overlap * 100 >= part[1].len() * 80, "{overlap} of {}", part[1].len());
            prop_assert!(side.content_chars <= part[1].len() + 8, "the ends are right");
        }
    }

    #[test]
    fn findings_do_not_depend_on_the_memory_that_is_allowed(seed in any::<u64>()) {
        let mut numbers = Numbers::new(seed);
        let shared = numbers.text(120);
        let texts = (0..6).map(|at| {
            let (before, after) = (numbers.text(90), numbers.text(90));
            lines(&before) + &lines(&numbers.edited(&shared, 3 * at)) + &lines(&after)
        });
        let collection = numbered(texts.collect::<Vec<_>>());
        let all = scan(&collection);
        let with = |memory| {
            let scan = Scan::new(ScanSettings::default().memory(memory)).expect("the settings can be");
            scan.run(&collection, &|_| {}).ok()
        };
        // Just enough makes most parts.
        let enough = (0..1_000).map(|thousand| thousand * 1_000).find(|&memory| with(memory).is_some());
        let enough = enough.expect("a megabyte is enough");
        for memory in (enough..enough + 40_000).step_by(4_000) {
            prop_assert_eq!(with(memory), Some(all.clone()));
        }
    }

    #[test]
    fn the_order_of_documents_does_not_matter(seed in any::<u64>()) {
        let mut numbers = Numbers::new(seed);
        let shared = numbers.text(100);
        let mut text = |percent| {
            let around = numbers.text(80);
            string(&[around, numbers.edited(&shared, percent)].concat())
        };
        let texts = [text(0), text(10)];
        let turned: Vec<String> = texts.iter().rev().cloned().collect();
        let (forth, back) = (scan(&numbered(texts)), scan(&numbered(turned)));
        let told = |findings: &Findings, number: fn(usize) -> usize| {
            let told = findings.matches.iter().map(|found| {
                let mut sides = sides(found).map(|(document, span)| (number(document), span));
                sides.sort_unstable();
                (found.level, sides)
            });
            let mut told: Vec<_> = told.collect();
            told.sort_unstable();
            told
        };
        let forth = told(&forth, |document| document);
        prop_assert!(!forth.is_empty());
        prop_assert_eq!(forth, told(&back, |document| 1 - document));
    }
}

#[test]
fn equal_documents_are_one_cluster() {
    let mut numbers = Numbers::new(3);
    let text = lines(&numbers.text(300));
    let other = lines(&numbers.text(300));
    let findings = scan(&numbered([text.clone(), other, text.clone(), text]));
    let pairs: Vec<_> =
        findings.matches.iter().map(|found| (found.a.document, found.b.document)).collect();
    assert_eq!(pairs, [(0, 2), (0, 3), (2, 3)]);
    assert!(
        findings
            .matches
            .iter()
            .all(|found| (found.level, found.kind) == (Level::Document, Kind::Exact))
    );
    let members: Vec<usize> =
        findings.clusters[0].members.iter().map(|side| side.document).collect();
    assert_eq!(members, [0, 2, 3]);
}

#[test]
fn a_paragraph_is_told_as_one_and_a_passage_beyond_it_as_a_passage() {
    let mut numbers = Numbers::new(4);
    let mut paragraph = || string(&numbers.text(60)) + "。\n";
    let (one, two) = (paragraph(), paragraph() + &paragraph());
    let [before, between, after] = [(); 3].map(|()| paragraph() + &paragraph() + &paragraph());
    let texts =
        [format!("{before}{one}{after}"), format!("{between}{one}{two}"), format!("{after}{two}")];
    let findings = scan(&numbered(texts));
    let told: Vec<_> = findings
        .matches
        .iter()
        .map(|found| (found.level, found.a.document, found.b.document))
        .collect();
    assert_eq!(told, [(Level::Paragraph, 0, 1), (Level::Passage, 0, 2), (Level::Passage, 1, 2)]);
}

#[test]
fn what_a_document_match_tells_is_not_told_again() {
    let mut numbers = Numbers::new(6);
    let text = numbers.text(600);
    let copy = numbers.edited(&text, 3);
    let findings = scan(&numbered([lines(&text), lines(&copy)]));
    let levels: Vec<Level> = findings.matches.iter().map(|found| found.level).collect();
    assert_eq!(levels, [Level::Document]);
    assert!(findings.matches[0].a.coverage > 0.97 && findings.matches[0].kind == Kind::Near);
}

#[test]
fn what_a_speech_match_tells_is_not_told_again() {
    let mut numbers = Numbers::new(9);
    let speech = numbers.text(600);
    let copy = numbers.edited(&speech, 3);
    let mut compilation = |speech: &[char]| {
        let other = lines(&numbers.text(900));
        format!("讲话篇一\n{}讲话篇二\n{other}", lines(speech))
    };
    let findings = scan(&numbered([compilation(&speech), compilation(&copy)]));
    let levels: Vec<Level> = findings.matches.iter().map(|found| found.level).collect();
    assert_eq!(levels, [Level::Speech]);
}

#[test]
fn a_part_of_a_passage_is_another_place_than_the_whole() {
    let mut numbers = Numbers::new(10);
    let (p, q) = (numbers.text(60), numbers.text(60));
    let mut within = |parts: &[&[char]]| {
        string(&[&numbers.text(90), parts.concat().as_slice(), &numbers.text(90)].concat())
    };
    let texts = [within(&[&p, &q]), within(&[&p]), within(&[&p, &q])];
    let findings = scan(&numbered(texts));
    let told: Vec<_> =
        findings.matches.iter().map(|found| (found.a.document, found.b.document)).collect();
    assert_eq!(told, [(0, 2), (0, 1), (1, 2)]);
}

#[test]
fn a_character_that_agrees_by_chance_makes_no_passage_of_a_paragraph() {
    let mut numbers = Numbers::new(8);
    let mut text = |len| string(&numbers.text(len));
    let paragraph = text(60);
    let texts = [(); 2].map(|()| format!("{}甲。\n{paragraph}。\n乙{}。", text(80), text(80)));
    let findings = scan(&numbered(texts));
    let levels: Vec<Level> = findings.matches.iter().map(|found| found.level).collect();
    assert_eq!(levels, [Level::Paragraph]);
}

#[test]
fn a_block_that_stands_elsewhere_has_moved() {
    let mut numbers = Numbers::new(12);
    let [first, block, second, last] = [300, 60, 250, 300].map(|len| lines(&numbers.text(len)));
    let texts = [[&first, &block, &second, &last], [&first, &second, &block, &last]].map(|parts| {
        let parts: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
        parts.concat()
    });
    let findings = scan(&numbered(texts.clone()));
    let [found] = &findings.matches[..] else { panic!("{} matches", findings.matches.len()) };
    assert_eq!((found.level, found.kind), (Level::Document, Kind::Near));
    let mut moved = EditCounts::default();
    moved.moved = 1;
    assert_eq!(found.edit_counts, moved);
    let [edit] = &found.edits[..] else { panic!("{} edits", found.edits.len()) };
    assert_eq!(
        [edit.a.of(&texts[0]).trim_end(), edit.b.of(&texts[1]).trim_end()],
        [block.trim_end(); 2]
    );
}

#[test]
fn a_template_filled_anew_is_called_one() {
    let form = |year: &str, count: &str| {
        format!(
            "根据上级的统一部署和要求,我区于{year}年召开了社区建设推进大会,到会代表共{count}人,会议开得圆满成功,达到了预期目的。"
        )
    };
    let findings = scan(&numbered([form("2021", "120"), form("2023", "385")]));
    assert_eq!(
        findings.matches.iter().map(|found| found.kind).collect::<Vec<_>>(),
        [Kind::Template]
    );
}

#[test]
fn a_passage_in_many_places_is_told_by_its_representative() {
    let mut numbers = Numbers::new(5);
    let shared = numbers.text(80);
    let texts: Vec<String> = (0..40)
        .map(|_| string(&[numbers.text(200), shared.clone(), numbers.text(200)].concat()))
        .collect();
    let findings = scan(&numbered(texts));
    assert_eq!(findings.matches.len(), 39);
    assert_eq!(findings.clusters.len(), 1);
    assert_eq!(findings.clusters[0].members.len(), 40);
}

/// Twelve documents that share a text, which the last one holds alone.
fn family(roles: [Role; 12]) -> Collection {
    let mut numbers = Numbers::new(15);
    let shared = numbers.text(60);
    let mut collection = numbered(
        (0..12)
            .map(|number| match number {
                11 => string(&shared),
                _ => string(&[numbers.text(200), shared.clone(), numbers.text(200)].concat()),
            })
            .collect::<Vec<_>>(),
    );
    for (document, role) in collection.documents.iter_mut().zip(roles) {
        document.role = role;
    }
    collection
}

#[test]
fn a_text_of_many_documents_is_found_in_every_wanted_pair() {
    let passages = ScanSettings::default().levels([Level::Passage]);
    let mut roles = [Role::Collection; 12];
    roles[6..].fill(Role::Second);
    let findings = scan_with(passages.clone(), &family(roles));
    assert_eq!(findings.matches.len(), 36, "six of one collection with six of the other");
    let mut roles = [Role::Collection; 12];
    roles[11] = Role::Ignored;
    assert_eq!(scan_with(passages, &family(roles)).matches, []);
}

#[test]
fn a_text_of_many_documents_is_found_inside_each() {
    let mut numbers = Numbers::new(16);
    let shared = numbers.text(60);
    let own = |numbers: &mut Numbers| [numbers.text(200), shared.clone()].concat();
    let texts: Vec<String> =
        (0..10).map(|_| string(&[own(&mut numbers), own(&mut numbers)].concat())).collect();
    let settings = ScanSettings::default().levels([Level::Passage]).within(WithinDocument::Only);
    assert_eq!(scan_with(settings, &numbered(texts)).matches.len(), 10);
}

#[test]
fn an_exact_copy_in_a_large_family_is_told_besides_the_representative() {
    let mut numbers = Numbers::new(6);
    let shared = numbers.text(80);
    let mut copies: Vec<Vec<char>> = (0..40).map(|_| numbers.edited(&shared, 10)).collect();
    copies[31] = copies[17].clone();
    let texts = copies
        .iter()
        .map(|copy| string(&[numbers.text(200), copy.clone(), numbers.text(200)].concat()));
    let findings = scan(&numbered(texts.collect::<Vec<_>>()));
    let exact = |found: &&Match| {
        (found.a.document, found.b.document) == (17, 31) && found.kind == Kind::Exact
    };
    assert_eq!(findings.matches.iter().filter(exact).count(), 1);
    assert!(
        findings.matches.len() < 80,
        "and not every pair of 40 is told: {}",
        findings.matches.len()
    );
}

#[test]
fn a_collection_that_needs_more_memory_than_allowed_is_refused() {
    let mut numbers = Numbers::new(2);
    let collection = numbered([string(&numbers.text(1_000))]);
    let run = |memory| {
        let scan = Scan::new(ScanSettings::default().memory(memory)).expect("the settings can be");
        scan.run(&collection, &|_| {})
    };
    let error = run(30_000).expect_err("1,000 characters need 60,000 bytes").to_string();
    assert!(error.contains("memory: ") && error.contains("about 1 MB"), "{error}");
    assert!(run(70_000).is_ok());
}

/// 200 documents that share 60 characters.
fn everywhere() -> (Vec<char>, Collection) {
    let mut numbers = Numbers::new(11);
    let shared = numbers.text(60);
    let texts =
        (0..200).map(|_| string(&[numbers.text(60), shared.clone(), numbers.text(60)].concat()));
    let collection = numbered(texts.collect::<Vec<_>>());
    (shared, collection)
}

#[test]
fn a_passage_that_is_everywhere_is_boilerplate() {
    let (shared, collection) = everywhere();
    let findings = scan(&collection);
    assert_eq!(findings.matches, []);
    let [stretch] = &findings.boilerplate[..] else { panic!("{:?}", findings.boilerplate) };
    assert_eq!(
        (stretch.documents, stretch.places.len(), stretch.content_chars),
        (200, 200, shared.len())
    );
    for &leitong::scan::Place { document, span } in &stretch.places {
        assert_eq!(span.of(&collection.documents[document].text), string(&shared));
    }
}

#[test]
fn a_passage_that_is_everywhere_is_one_family_if_nothing_is_boilerplate() {
    let (_, collection) = everywhere();
    let seeds =
        SeedLimits { common: DocumentLimit::Documents(usize::MAX), ..SeedLimits::default() };
    let findings = scan_with(ScanSettings::default().seeds(seeds), &collection);
    assert_eq!(findings.clusters.iter().map(|cluster| cluster.members.len()).max(), Some(200));
    assert!(
        findings.coverage.too_frequent > 0 && findings.stats.capped > 0,
        "and what was not compared is counted"
    );
    let all = scan_with(ScanSettings::default().seeds(SeedLimits::exhaustive()), &collection);
    assert_eq!((all.coverage.measured, all.coverage.too_frequent), (0, 0));
    assert_eq!(all.clusters.iter().map(|cluster| cluster.members.len()).max(), Some(200));
}

/// Documents some of which share an edited passage with the next, and with themselves.
fn chained(seed: u64) -> Vec<Document> {
    let mut numbers = Numbers::new(seed);
    let passages: Vec<Vec<char>> = (0..5).map(|_| numbers.text(70)).collect();
    let mut text = |number: usize| {
        let (first, second) = (
            numbers.edited(&passages[number % 5], 8),
            numbers.edited(&passages[(number + 1) % 5], 8),
        );
        let (before, between, after) = (numbers.text(50), numbers.text(200), numbers.text(50));
        let inside = if number == 3 { numbers.edited(&first, 4) } else { Vec::new() };
        [before, first, between, inside, second, after]
            .iter()
            .map(|part| lines(part))
            .collect::<String>()
    };
    let texts: Vec<String> = (0..8).map(&mut text).collect();
    numbered(texts).documents
}

/// What was found, by names and places, whatever the order.
fn told(collection: &Collection, findings: &Findings) -> BTreeSet<[(String, Span); 2]> {
    let name = |side: &MatchSide| (collection.documents[side.document].id.clone(), side.span);
    let sides = findings.matches.iter().map(|found| {
        let mut sides = [name(&found.a), name(&found.b)];
        sides.sort();
        sides
    });
    sides.collect()
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn the_order_of_files_changes_nothing(seed in any::<u64>(), turns in 1_usize..8) {
        let documents = chained(seed);
        let mut turned = documents.clone();
        turned.rotate_left(turns);
        turned.swap(0, 5);
        let found = [documents, turned].map(|documents| {
            let mut collection = Collection { documents, ..Collection::default() };
            collection.sort_by_id();
            told(&collection, &scan(&collection))
        });
        prop_assert!(found[0].len() > 5);
        prop_assert_eq!(&found[0], &found[1]);
    }

    #[test]
    fn within_only_and_without_are_all(seed in any::<u64>()) {
        let collection = Collection { documents: chained(seed), ..Collection::default() };
        let [all, no, only] = [WithinDocument::Yes, WithinDocument::No, WithinDocument::Only]
            .map(|within| told(&collection, &scan_with(ScanSettings::default().within(within), &collection)));
        prop_assert!(no.iter().all(|[a, b]| a.0 != b.0) && only.iter().all(|[a, b]| a.0 == b.0));
        prop_assert_eq!(no.len() + only.len(), all.len());
        prop_assert!(!only.is_empty());
    }

    #[test]
    fn two_collections_are_compared_with_each_other_only(seed in any::<u64>()) {
        let mut documents = chained(seed);
        let all = told(&Collection { documents: documents.clone(), ..Collection::default() }, &scan(&Collection { documents: documents.clone(), ..Collection::default() }));
        documents[4..].iter_mut().for_each(|document| document.role = Role::Second);
        let collection = Collection { documents, ..Collection::default() };
        let between = told(&collection, &scan(&collection));
        let is_across = |sides: &&[(String, Span); 2]| (sides[0].0.as_str() < "d004") != (sides[1].0.as_str() < "d004");
        prop_assert_eq!(between, all.iter().filter(is_across).cloned().collect::<BTreeSet<_>>());
    }

    #[test]
    fn of_two_collections_equal_texts_are_told_alike(seed in any::<u64>()) {
        let mut documents = chained(seed);
        let copy: Vec<char> = documents[0].text.chars().collect();
        documents[7].text = string(&Numbers::new(!seed).edited(&copy, 2));
        documents[4..].iter_mut().for_each(|document| document.role = Role::Second);
        let mut twins = documents.clone();
        for twin in &mut twins {
            twin.id += "'";
        }
        documents.extend(twins);
        let collection = Collection { documents, ..Collection::default() };
        let found = told(&collection, &scan(&collection));
        let other = |id: &String| id.strip_suffix('\'').map_or_else(|| format!("{id}'"), str::to_owned);
        for turned in [[true, false], [false, true], [true, true]] {
            let renamed = found.iter().map(|[a, b]| {
                let name = |(id, span): &(String, Span), turn| (if turn { other(id) } else { id.clone() }, *span);
                [name(a, turned[0]), name(b, turned[1])]
            });
            prop_assert_eq!(&found, &renamed.collect::<BTreeSet<_>>());
        }
        prop_assert!(found.iter().any(|[a, b]| a.0 == "d000" && b.0 == "d007'"));
    }

    #[test]
    fn what_is_known_is_not_told(seed in any::<u64>()) {
        let mut documents = chained(seed);
        let before = scan(&Collection { documents: documents.clone(), ..Collection::default() }).matches.len();
        let mut known = documents[3].clone();
        (known.id, known.role) = ("known".into(), Role::Ignored);
        documents.push(known);
        let collection = Collection { documents, ..Collection::default() };
        let findings = scan(&collection);
        prop_assert!(findings.matches.len() < before);
        prop_assert!(findings.matches.iter().all(|found| found.a.document != 3 && found.b.document != 3));
        prop_assert_eq!(findings.stats.documents, 8);
    }
}
