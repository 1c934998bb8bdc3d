//! What a scan tells of passages that stand in many documents: their variants, their dates, who is
//! contained in whom.

use std::collections::BTreeMap;

use leitong::corpus::Collection;
use leitong::document::{Document, Role};
use leitong::report::{Report, write_json};
use leitong::scan::{Cluster, Kind, MatchSide, Scan, ScanSettings, WithinDocument};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Numbers, cases, collection, content_chars, scan};

fn document(text: String, date: Option<&str>) -> Document {
    let metadata = date.map(|date| ("date".to_owned(), json!(date))).into_iter().collect();
    Document { id: text.chars().take(4).collect(), text, metadata, ..Document::default() }
}

fn report(collection: &Collection) -> Value {
    let findings = scan(collection);
    let mut json = Vec::new();
    write_json(
        &Report::new(collection, &findings, &ScanSettings::default())
            .expect("the settings are valid"),
        &mut json,
    )
    .expect("memory can be written");
    serde_json::from_slice(&json).expect("a report is JSON")
}

/// Hangul syllables that stand in one document only, so that nothing agrees by chance beside what
/// is shared.
fn own_text(document: usize, len: usize) -> String {
    let first = 0xAC00 + document * 200;
    (first..first + len).filter_map(|char| char::from_u32(char as u32)).collect()
}

/// A document in the middle of which `passage` stands.
fn around(number: usize, passage: &[char]) -> String {
    own_text(number, 90) + &passage.iter().collect::<String>() + &own_text(number, 180)[270..]
}

/// Passages that have the same ends, and in their middle what was made of the same ten characters.
fn variants(seed: u64, count: usize) -> Vec<Vec<char>> {
    let mut numbers = Numbers::new(seed);
    let passage = numbers.text(80);
    (0..count)
        .map(|_| [&passage[..35], &numbers.edited(&passage[35..45], 20), &passage[45..]].concat())
        .collect()
}

fn content(collection: &Collection, member: &MatchSide) -> Vec<char> {
    content_chars(member.span.of(&collection.documents[member.document].text))
}

/// Names of the documents of each variant, without the numbers of the variants.
fn by_variant(collection: &Collection, cluster: &Cluster) -> Vec<Vec<String>> {
    let mut variants: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (member, &variant) in cluster.members.iter().zip(&cluster.variant_of) {
        variants.entry(variant).or_default().push(collection.documents[member.document].id.clone());
    }
    let mut variants: Vec<Vec<String>> = variants.into_values().collect();
    for names in &mut variants {
        names.sort();
    }
    variants.sort();
    variants
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn members_are_one_variant_exactly_if_their_contents_are_equal(
        seed in any::<u64>(),
        chosen in prop::collection::vec(0_usize..4, 3..12),
        turn in 0_usize..12,
    ) {
        let variants = variants(seed, 4);
        let chosen: Vec<_> = chosen.iter().map(|&at| &variants[at]).enumerate().collect();
        let documents: Vec<Document> =
            chosen.iter().map(|(number, passage)| document(around(*number, passage), None)).collect();
        let mut turned = documents.clone();
        turned.rotate_left(turn % documents.len());
        let [forth, back] = [documents, turned].map(collection);
        let [told, told_back] = [&forth, &back].map(|collection| scan(collection).clusters);
        let [cluster] = &told[..] else { return Err(TestCaseError::fail(format!("{} clusters", told.len()))) };
        prop_assert_eq!(cluster.members.len(), chosen.len());
        let members: Vec<_> = cluster.members.iter().zip(&cluster.variant_of).collect();
        for (x, variant_x) in &members {
            for (y, variant_y) in &members {
                prop_assert_eq!(variant_x == variant_y, content(&forth, x) == content(&forth, y));
            }
        }
        let sizes: Vec<usize> =
            (0..cluster.variants()).map(|at| cluster.variant_of.iter().filter(|&&of| of == at).count()).collect();
        prop_assert!(sizes.iter().all(|&size| size > 0) && sizes.is_sorted_by(|x, y| x >= y), "the commonest is the first");
        let turned: Vec<_> = told_back.iter().map(|cluster| by_variant(&back, cluster)).collect();
        prop_assert_eq!(vec![by_variant(&forth, cluster)], turned, "the order of documents does not matter");
    }
}

#[test]
fn copies_beyond_those_that_are_all_paired_are_variants_too() {
    let variants = variants(1, 2);
    let texts = (0..40)
        .map(|number| document(around(number, &variants[usize::from(number % 4 == 3)]), None));
    let findings = scan(&collection(texts.collect()));
    let [cluster] = &findings.clusters[..] else { panic!("{} clusters", findings.clusters.len()) };
    assert_eq!((cluster.documents(), cluster.variants()), (40, 2));
    assert_eq!(
        cluster.variant_of,
        (0..40).map(|number| usize::from(number % 4 == 3)).collect::<Vec<_>>()
    );
}

#[test]
fn the_earliest_is_told_if_all_dates_say_so() {
    let passage = Numbers::new(2).text(80);
    let earliest = |dates: [Option<&str>; 3]| {
        let texts = dates
            .iter()
            .enumerate()
            .map(|(number, &date)| document(around(number, &passage), date));
        let report = report(&collection(texts.collect()));
        assert!(report["clusters"][0]["representative"].as_u64().is_some_and(|member| member < 3));
        let earlier = ["a", "b"].map(|side| {
            let matches = report["matches"].as_array().expect("there are matches").iter();
            matches.filter(|found| found["earlier"] == side).count()
        });
        (report["clusters"][0]["earliest"].clone(), earlier)
    };
    assert_eq!(earliest([Some("2024-03-05"), Some("2024年2月"), Some("2025")]), (json!(1), [2, 1]));
    assert_eq!(earliest([Some("2024-03-05"), Some("2024"), Some("2025")]), (Value::Null, [2, 0]));
    assert_eq!(earliest([Some("2024-03-05"), None, Some("2025")]), (Value::Null, [1, 0]));
    assert_eq!(earliest([None; 3]), (Value::Null, [0, 0]));
}

#[test]
fn a_date_is_told_with_the_place_and_only_if_it_is_known() {
    let passage = Numbers::new(3).text(80);
    let texts = vec![
        document(around(0, &passage), Some("2024年3月5日")),
        document(around(1, &passage), Some("1709596800")),
    ];
    let report = report(&collection(texts));
    assert_eq!(report["matches"][0]["a"]["date"], "2024-03-05");
    assert_eq!(report["matches"][0]["b"].get("date"), None);
    assert_eq!(report["clusters"][0]["members"][0]["date"], "2024-03-05");
}

#[test]
fn a_whole_text_in_a_larger_one_is_contained_whoever_is_earlier() {
    let whole: String = Numbers::new(4).text(80).into_iter().collect();
    let larger = own_text(0, 90) + &whole + &own_text(1, 90);
    let texts = vec![document(larger, Some("2020")), document(whole, Some("2021"))];
    let report = report(&collection(texts));
    assert_eq!(
        (&report["matches"][0]["contained"], &report["matches"][0]["earlier"]),
        (&json!("b"), &json!("a"))
    );
}

/// Documents with these texts, several copies of each.
fn copies(texts: &[&str], of_each: usize) -> Collection {
    let copies = texts.iter().flat_map(|text| (0..of_each).map(move |copy| (copy, *text)));
    let copies = copies.map(|(copy, text)| Document {
        id: format!("{copy} {text}"),
        text: text.to_owned(),
        ..Document::default()
    });
    collection(copies.collect())
}

#[test]
fn copies_of_a_text_and_of_its_variant_are_one_family() {
    let text: String = Numbers::new(5).text(120).into_iter().collect();
    let variant = format!("{}字{}", &text[..150], &text[153..]);
    for of_each in [1, 2, 3, 20, 40] {
        let findings = scan(&copies(&[&text, &variant], of_each));
        let clusters: Vec<_> = findings.clusters.iter().collect();
        assert_eq!(clusters.len(), 1, "{of_each} copies");
        assert_eq!((clusters[0].members.len(), clusters[0].variants()), (2 * of_each, 2));
    }
}

#[test]
fn text_that_differs_from_a_copy_in_its_own_document_is_found_in_another_one() {
    let text: String = Numbers::new(6).text(80).into_iter().collect();
    let variant = format!("{}字{}", &text[..90], &text[93..]);
    let both = document(format!("{text}\n\n{variant}"), None);
    let one = document(format!("{}\n\n{variant}\n\n{}", own_text(1, 90), own_text(2, 90)), None);
    let collection = collection(vec![both, one]);
    let settings = ScanSettings::default().within(WithinDocument::No);
    let findings = Scan::new(settings).and_then(|scan| scan.run(&collection, &|_| {}));
    let matches = findings.expect("the settings are valid").matches;
    assert!(matches.iter().map(|found| found.kind).eq([Kind::Exact, Kind::Near]));
}

/// Speeches of equal text are compared once, and one of them may have a heading before it.
#[test]
fn passages_of_equal_speeches_are_where_their_own_headings_put_them() {
    let passage = "嫽妟扦圾撏奋僘哲刚戄";
    let speech = format!("墕嬠卣徜巕凛宬乔哲埊懶佥挜嗄崑傧摺掅撈吠墜冿侁各埭埦唎憩廟凍嘦{passage}");
    let plain = (speech.clone(), Role::Second);
    let headed = (format!("廑劑匫姺圢僻捩挣堥掅偯掚倰卣儂娤嫨\n\n{speech}"), Role::Second);
    let own = (passage.to_owned(), Role::Collection);
    for texts in [[&own, &plain, &headed], [&own, &headed, &plain], [&headed, &plain, &own]] {
        let documents = texts.map(|(text, role)| Document {
            text: text.clone(),
            role: *role,
            ..Document::default()
        });
        let collection = Collection { documents: documents.into(), ..Collection::default() };
        let scan =
            Scan::new(ScanSettings::default().min_chars(10)).expect("the settings are valid");
        let found = scan.run(&collection, &|_| {}).expect("the collection is in memory");
        let text = |side: &MatchSide| side.span.of(&collection.documents[side.document].text);
        let sides: Vec<[&str; 2]> =
            found.matches.iter().map(|found| [text(&found.a), text(&found.b)]).collect();
        assert_eq!(sides, [[passage; 2]; 2]);
    }
}
