//! Vectors that the user brings to `dedup --by meaning`.
#![cfg(feature = "model")]

use std::path::PathBuf;

use leitong::corpus::OnError;
use leitong::dedup::{Measure, VectorSource};
use leitong::error::SkippedInput;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::cases;
use crate::support::dedup::{Case, Outcome};

/// Texts, of which the second says what the first one says, in words that the model finds similar; the
/// third says it in words that it does not; the last is of another matter.
const TEXTS: [&str; 4] = [
    "我们要努力提高领导干部的工作能力和水平，得到群众的支持和帮助。全市各级部门必须加强社区服务，解决居民生活中的困难，让大家感到满意。",
    "我们要尽力提升领导干部的工作本事和水准，获得群众的支撑和帮忙。全市各级部门务必增强社区服务，处理居民生活中的难题，让大伙觉得满意。",
    "当官的得有真功夫，老百姓才肯撑腰。街道办事处应该把邻里间的麻烦摆平，人人都舒坦，个个都点头称好，这才算把活儿干漂亮了。",
    "医院开设了夜间门诊，病人下班以后就能看病，路上的时间也缩短了。今年夏天雨水很多，江河的水位上涨得很快，乡亲们把粮食搬到高处。",
];

const NEAR: [&[f64]; 4] = [&[1.0, 0.0, 0.1], &[2.0, 0.0, 0.1], &[1.0, 0.1, 0.1], &[0.0, 1.0, 0.2]];
const FAR: [&[f64]; 4] = [&[1.0, 0.0, 0.0], &[0.0, 1.0, 0.0], &[0.0, 0.0, 1.0], &[-1.0, 0.0, 0.0]];

fn record(id: usize, text: &str, vector: &Value) -> String {
    json!({"id": id.to_string(), "text": text, "vector": vector}).to_string() + "\n"
}

/// Records with these vectors in a field.
fn with_field(vectors: &[&[f64]]) -> Case {
    let lines = TEXTS.iter().zip(vectors).enumerate();
    of_lines(lines.map(|(id, (text, vector))| record(id, text, &json!(vector))))
}

fn of_lines(lines: impl Iterator<Item = String>) -> Case {
    let mut case = Case::of(lines.collect::<String>());
    case.set(|settings| settings.by(by_meaning()).vectors(VectorSource::Field("vector".into())));
    case
}

fn by_meaning() -> Vec<Measure> {
    Measure::DEFAULT.into_iter().chain([Measure::Meaning]).collect()
}

fn similarity(case: &mut Case, cosine: f64) {
    case.set(|settings| settings.vector_similarity(cosine));
}

fn removed(outcome: &Outcome) -> Vec<(&str, &str)> {
    outcome
        .list
        .iter()
        .map(|entry| {
            let of = |name: &str| entry[name].as_str().expect("a string");
            (of("id"), of("duplicate_of"))
        })
        .collect()
}

/// An array as `numpy.save` writes it.
fn npy(descr: &str, shape: &str, numbers: &[u8]) -> Vec<u8> {
    let mut header = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}");
    let padding = 64 - (10 + header.len() + 1) % 64;
    header.push_str(&" ".repeat(padding));
    header.push('\n');
    let length = (header.len() as u16).to_le_bytes();
    [&b"\x93NUMPY\x01\x00"[..], &length, header.as_bytes(), numbers].concat()
}

fn singles(vectors: &[&[f64]]) -> Vec<u8> {
    vectors
        .iter()
        .flat_map(|vector| vector.iter())
        .flat_map(|&x| (x as f32).to_le_bytes())
        .collect()
}

/// Records without vectors, and a file of vectors beside them.
fn with_file(bytes: Vec<u8>) -> Case {
    let lines = TEXTS.iter().enumerate();
    let lines =
        lines.map(|(id, text)| json!({"id": id.to_string(), "text": text}).to_string() + "\n");
    let mut case = of_lines(lines);
    let path = case.write("vectors.npy", bytes);
    case.set(|settings| settings.vectors(VectorSource::File(path)));
    case
}

fn refusal(case: &Case) -> String {
    case.failure(|_, _| ()).0
}

#[test]
fn near_vectors_are_candidates_and_the_words_decide() {
    assert_eq!(removed(&with_field(&NEAR).run()), [("1", "0")]);
    assert_eq!(removed(&with_field(&FAR).run()), []);
    let bytes = npy("<f4", "(4, 3)", &singles(&NEAR));
    assert_eq!(removed(&with_file(bytes).run()), [("1", "0")]);
    assert_eq!(removed(&with_file(npy("<f4", "(4, 3)", &singles(&FAR))).run()), []);
}

#[test]
fn a_cosine_decides_whatever_the_words_are() {
    let mut case = with_field(&NEAR);
    similarity(&mut case, 0.99);
    let outcome = case.run();
    assert_eq!(removed(&outcome), [("1", "0"), ("2", "0")]);
    for entry in &outcome.list {
        assert_eq!((&entry["measure"], &entry["kind"]), (&json!("meaning"), &json!("reworded")));
        assert!(entry["similarity"].as_f64().is_some_and(|cosine| (0.99..=1.0).contains(&cosine)));
    }
    // Below it, the words decide.
    similarity(&mut case, 0.999_9);
    assert_eq!(removed(&case.run()), [("1", "0")]);
}

#[test]
fn numbers_that_differ_stay_unless_the_guard_is_off() {
    let texts = [(0, 300), (1, 500)]
        .map(|(text, people)| format!("{}参加会议的有{people}人。", TEXTS[text]));
    let lines = texts.iter().enumerate();
    let mut case = of_lines(lines.map(|(id, text)| record(id, text, &json!([1.0, 0.5]))));
    similarity(&mut case, 0.9);
    assert_eq!(removed(&case.run()), []);
    case.set(|settings| settings.guard(false));
    assert_eq!(removed(&case.run()), [("1", "0")]);
}

#[test]
fn halves_and_doubles_are_read() {
    let vectors: [&[f64]; 4] = [&[1.0, 0.0], &[2.0, 0.0], &[1.0, 0.0], &[0.0, 1.0]];
    let half = |x: f64| {
        if x > 1.5 {
            0x4000_u16
        } else if x > 0.5 {
            0x3C00
        } else {
            0
        }
    };
    let halves =
        vectors.iter().flat_map(|vector| vector.iter().flat_map(|&x| half(x).to_le_bytes()));
    let doubles = vectors.iter().flat_map(|vector| vector.iter().flat_map(|x| x.to_le_bytes()));
    for bytes in [
        npy("<f2", "(4, 2)", &halves.collect::<Vec<_>>()),
        npy("<f8", "(4, 2)", &doubles.collect::<Vec<_>>()),
    ] {
        let mut case = with_file(bytes);
        similarity(&mut case, 0.99);
        assert_eq!(removed(&case.run()), [("1", "0"), ("2", "0")]);
    }
}

/// The records that a run skips, each with the reason.
fn skipped(case: &Case) -> Vec<(Option<u64>, String)> {
    let outcome = case.run();
    let skips = &outcome.summary.skips;
    assert_eq!(
        outcome.summary.kept + outcome.summary.removed + outcome.summary.skipped,
        outcome.summary.read
    );
    skips.iter().map(|skip: &SkippedInput| (skip.line, skip.reason.clone())).collect()
}

#[test]
fn a_record_without_a_usable_vector_is_skipped_or_an_error() {
    let other =
        |text: &str, vector: &str| format!("{{\"id\": \"9\", \"text\": \"{text}\"{vector}}}\n");
    for (vector, reason) in [
        ("", "no field \"vector\""),
        (", \"vector\": null", "field \"vector\" is no list of numbers"),
        (", \"vector\": \"1,2,3\"", "field \"vector\" is no list of numbers"),
        (", \"vector\": [1, \"2\", 3]", "field \"vector\" is no list of numbers"),
        (", \"vector\": [1, null, 3]", "field \"vector\" is no list of numbers"),
        (", \"vector\": [1, 2]", "has 2 numbers, and that of the first record 3"),
        (", \"vector\": []", "has 0 numbers, and that of the first record 3"),
        (", \"vector\": [0, 0.0, -0.0]", "the vector is zero"),
        (", \"vector\": [1, 1e300, 0]", "the vector has the component inf"),
    ] {
        let lines = TEXTS.iter().zip(NEAR).enumerate();
        let lines = lines.map(|(id, (text, vector))| record(id, text, &json!(vector)));
        let mut case = of_lines(lines.chain([other(TEXTS[3], vector)]));
        let skips = skipped(&case);
        assert_eq!(skips.len(), 1, "{vector}");
        assert_eq!(skips[0].0, Some(5));
        assert!(skips[0].1.contains(reason), "{}", skips[0].1);
        case.options = case.options.clone().on_error(OnError::Fail);
        let told = refusal(&case);
        assert!(told.contains("in.jsonl:5: ") && told.contains(reason), "{told}");
    }
}

#[test]
fn a_field_that_no_record_has_is_an_error() {
    let mut case = with_field(&NEAR);
    case.set(|settings| settings.vectors(VectorSource::Field("vectr".into())));
    let told = refusal(&case);
    assert!(told.contains("vectr") && told.contains("vector"), "{told}");
    case.set(|settings| settings.vectors(VectorSource::Field("text".into())));
    assert!(refusal(&case).contains("no record has a list of numbers in the field \"text\""));
}

#[test]
fn a_file_that_is_no_array_of_rows_is_an_error() {
    let numbers = singles(&NEAR);
    let wrong = |at: usize, number: f32| {
        let mut numbers = numbers.clone();
        numbers[at * 4..][..4].copy_from_slice(&number.to_le_bytes());
        npy("<f4", "(4, 3)", &numbers)
    };
    let zero = {
        let mut numbers = numbers.clone();
        numbers[24..36].fill(0);
        npy("<f4", "(4, 3)", &numbers)
    };
    let whole = npy("<f4", "(4, 3)", &numbers);
    let at = whole.windows(5).position(|bytes| bytes == b"False").expect("it is there");
    let mut fortran = whole.clone();
    fortran[at..at + 5].copy_from_slice(b"True ");
    let mut version = whole.clone();
    version[6] = 9;
    let mut long_header = whole.clone();
    long_header[6] = 2;
    for (bytes, reason) in [
        (b"hello, world".to_vec(), "it is no file of numpy.save"),
        (whole[..5].to_vec(), "it is cut off"),
        (whole[..40].to_vec(), "it is cut off"),
        (whole[..whole.len() - 1].to_vec(), "tells of 4 rows of 3 numbers, and it has not as many"),
        ([&whole[..], b"x"].concat(), "it has not as many"),
        (npy("<f4", "(3, 3)", &numbers), "it has not as many"),
        (npy("<f4", "(18446744073709551615, 9223372036854775807)", &numbers), "it has not as many"),
        (npy("<f4", "(-4, 3)", &numbers), "its shape is (-4, 3)"),
        (npy("<f4", "(12,)", &numbers), "it has 1 sides"),
        (npy("<f4", "(4, 0)", b""), "its vectors have no components"),
        (npy(">f4", "(4, 3)", &numbers), "first byte first"),
        (npy("<i4", "(4, 3)", &numbers), "of the type <i4; f2, f4 and f8 are read"),
        (fortran, "it is in Fortran order"),
        (version, "its version is 9"),
        (long_header, "its header has "),
        (wrong(7, f32::NAN), "row 3: the vector has the component NaN"),
        (wrong(0, f32::INFINITY), "row 1: the vector has the component inf"),
        (zero, "row 3: the vector is zero"),
    ] {
        let told = refusal(&with_file(bytes));
        assert!(told.contains("vectors.npy: ") && told.contains(reason), "{reason}: {told}");
    }
    let mut case = with_file(whole);
    case.set(|settings| settings.vectors(VectorSource::File(PathBuf::from("missing.npy"))));
    assert!(refusal(&case).contains("missing.npy"));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_table_of_vectors_needs_the_feature() {
    let mut case = with_field(&NEAR);
    let path = case.write("vectors.parquet", b"PAR1");
    case.set(|settings| settings.vectors(VectorSource::File(path)));
    assert!(refusal(&case).contains("Parquet is not built in"));
}

#[test]
fn each_record_has_a_row() {
    let told = refusal(&with_file(npy("<f4", "(3, 3)", &singles(&NEAR[..3]))));
    assert!(told.contains("vectors.npy has 3 rows, and 4 records were read"), "{told}");
    // A record that is skipped has one too.
    let lines =
        [record(0, TEXTS[0], &json!(0)), "no JSON\n".to_owned(), record(2, TEXTS[1], &json!(0))];
    let mut case = of_lines(lines.into_iter());
    let rows: [&[f64]; 3] = [&[1.0, 0.0], &[-1.0, 0.3], &[1.0, 0.1]];
    let path = case.write("vectors.npy", npy("<f4", "(3, 2)", &singles(&rows)));
    case.set(|settings| settings.vectors(VectorSource::File(path)).vector_similarity(0.99));
    let outcome = case.run();
    assert_eq!((outcome.summary.skipped, removed(&outcome)), (1, vec![("2", "0")]));
}

#[test]
fn a_reference_has_its_vectors_in_a_field() {
    let mut case = with_file(npy("<f4", "(4, 3)", &singles(&NEAR)));
    case.write("ref.jsonl", record(7, TEXTS[2], &json!([1.0, 0.1, 0.1])));
    case.against = vec!["ref.jsonl"];
    assert!(refusal(&case).contains("without those of --against"));
    let mut case = with_field(&NEAR);
    case.write(
        "ref.jsonl",
        record(7, &TEXTS[2].replace("邻里间", "左右街坊"), &json!([1.0, 0.1, 0.1])),
    );
    case.against = vec!["ref.jsonl"];
    similarity(&mut case, 0.99);
    let outcome = case.run();
    let all: Vec<&str> = removed(&outcome).into_iter().map(|(_, kept)| kept).collect();
    assert_eq!(all, ["7"; 3]);
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn what_goes_has_the_cosine_of_what_is_kept(
        vectors in prop::collection::vec(prop::collection::vec(-1.0_f64..1.0, 3), 4),
        least in 0.5_f64..1.0,
    ) {
        prop_assume!(vectors.iter().all(|vector| vector.iter().any(|x| x.abs() > 0.1)));
        let rows: Vec<&[f64]> = vectors.iter().map(Vec::as_slice).collect();
        // The third text is not like any other one by its words.
        let mut case = with_field(&rows);
        case.set(|settings| settings.guard(false).vector_similarity(least));
        let outcome = case.run();
        for (id, kept) in removed(&outcome) {
            let [a, b] = [id, kept].map(|id| &vectors[id.parse::<usize>().expect("a number")]);
            let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            let cosine = product(a, b) / (product(a, a) * product(b, b)).sqrt();
            prop_assert!(cosine >= least - 1e-5 || [id, kept] == ["1", "0"], "{} {}", id, kept);
        }
        let mut file = with_file(npy("<f4", "(4, 3)", &singles(&rows)));
        file.threads = 1;
        file.set(|settings| settings.guard(false).vector_similarity(least));
        let of_file = file.run();
        prop_assert_eq!(removed(&of_file), removed(&outcome));
    }
}
