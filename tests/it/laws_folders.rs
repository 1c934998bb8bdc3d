//! Models in folders: their pieces and vectors are those of `Model2Vec`, which
//! `evaluation/model/folders.py` wrote beside them.
#![cfg(feature = "model2vec")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use leitong::document::Span;
use leitong::embedding::{Model, TokenId};
use leitong::text::Script;
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{cases, root, temporary_folder};

fn folders() -> Vec<PathBuf> {
    let all = fs::read_dir(root().join("tests/data/model2vec")).expect("it is there");
    let mut folders: Vec<PathBuf> = all.map(|entry| entry.expect("it is read").path()).collect();
    folders.sort();
    folders
}

static ALL: LazyLock<Vec<Model>> = LazyLock::new(|| {
    folders().iter().map(|folder| Model::open(folder).expect("it is read")).collect()
});

fn open(name: &str) -> Model {
    Model::open(&root().join("tests/data/model2vec").join(name)).expect("it is read")
}

fn ids(model: &Model, text: &str) -> Vec<TokenId> {
    model.token_ids(text, Script::AsWritten)
}

fn words(model: &Model, ids: &[TokenId]) -> Vec<String> {
    ids.iter().map(|&id| model.word(id).to_owned()).collect()
}

/// The least cosine of a vector of a text and that of `Model2Vec`. Vectors are rounded to four bits;
/// those of most folders are whole numbers which that does not change.
fn least_cosine(folder: &Path) -> f32 {
    let name = folder.file_name().and_then(|name| name.to_str()).expect("a name");
    match name {
        "bytes" | "clusters" | "clusters-bytes" => 0.98,
        // Model2Vec computes in the precision of the vectors.
        "half" => 0.999,
        _ => 0.999_99,
    }
}

#[test]
fn pieces_and_vectors_are_those_of_model2vec() {
    let folders = folders();
    assert_eq!(folders.len(), 12);
    for folder in folders {
        let model = Model::open(&folder).expect("it is read");
        let expected = fs::read_to_string(folder.join("expected.jsonl")).expect("it is there");
        let mut known = 0;
        for line in expected.lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            let text = line["text"].as_str().expect("a string");
            let pieces: Vec<u64> = ids(&model, text).iter().map(|id| id.index() as u64).collect();
            assert_eq!(json!(pieces), line["ids"], "{}: {text:?}", folder.display());
            let vector = model.embed(text, Script::AsWritten);
            let theirs = line["vector"].as_array().expect("an array").iter();
            let theirs = theirs.map(|number| number.as_f64().expect("a number") as f32);
            let cosine: f32 = vector.iter().zip(theirs).map(|(ours, theirs)| ours * theirs).sum();
            let is_zero = vector.iter().all(|component| component.abs() < f32::EPSILON);
            assert_eq!(is_zero, pieces.is_empty(), "{}: {text:?}", folder.display());
            assert!(
                is_zero || cosine >= least_cosine(&folder),
                "{}: {text:?}: {cosine}",
                folder.display()
            );
            known += pieces.len();
        }
        assert!(known > 100, "{}", folder.display());
    }
}

/// Whether the pieces of a text lie inside it, between characters, in order.
fn holds(model: &Model, text: &str, script: Script) {
    let mut last = Span::new(0, 0);
    let tokens = model.tokens(text, script);
    for token in &tokens {
        assert!(text.is_char_boundary(token.span.start) && text.is_char_boundary(token.span.end));
        assert!(last.start <= token.span.start && token.span.start <= token.span.end, "{text:?}");
        last = token.span;
    }
    let ids: Vec<TokenId> = tokens.iter().filter_map(|token| token.id).collect();
    assert_eq!(ids, model.token_ids(text, script), "{text:?}");
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn pieces_lie_in_the_text(text in "\\PC*", chinese in "([一-龥]|[，。 a-z𠀀飲體國]|\u{301}){0,40}") {
        for model in ALL.iter() {
            for script in [Script::AsWritten, Script::Simplified] {
                holds(model, &text, script);
                holds(model, &chinese, script);
            }
        }
    }
}

#[test]
fn the_script_that_is_asked_for_is_read() {
    let model = open("word-piece");
    let [traditional, simplified] = ["領導幹部的𠀀工作能力", "领导干部的𠀀工作能力"];
    let of = |text| model.tokens(text, Script::Simplified);
    assert_eq!(of(traditional), of(simplified));
    assert_ne!(ids(&model, traditional), ids(&model, simplified));
}

#[test]
fn a_word_stands_after_a_space_unless_it_is_chinese() {
    let model = open("byte-pairs");
    assert_eq!(words(&model, &model.word_ids("the")), ["Ġthe"]);
    assert_eq!(model.word_ids("能力"), ids(&model, "能力"));
    for name in ["unigram", "sentence-pairs"] {
        let model = open(name);
        let pieces = words(&model, &model.word_ids("the"));
        assert!(pieces[0].starts_with("▁t"), "{name}: {pieces:?}");
        let of_word = words(&model, &model.word_ids("能力"));
        assert!(
            !of_word.is_empty() && of_word.iter().all(|piece| piece != "▁"),
            "{name}: {of_word:?}"
        );
    }
    let model = open("word-piece");
    assert_eq!(model.word_ids("opening"), ids(&model, "opening"));
}

#[test]
fn unknown_pieces_have_no_id() {
    let model = open("word-piece");
    let tokens = model.tokens("the 😀 the", Script::AsWritten);
    let known: Vec<bool> = tokens.iter().map(|token| token.id.is_some()).collect();
    assert_eq!(known, [true, false, true]);
    assert_eq!(model.word_ids("😀"), []);
}

/// A tensor of a file: its name, type, sides and bytes.
struct Tensor<'t> {
    name: &'t str,
    dtype: &'t str,
    shape: &'t [usize],
    bytes: Vec<u8>,
}

fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A tensor of floating-point numbers.
fn numbers<'t>(name: &'t str, shape: &'t [usize], values: &[f32]) -> Tensor<'t> {
    Tensor { name, dtype: "F32", shape, bytes: floats(values) }
}

/// A folder with a tokenizer of three words and these tensors.
fn folder(tensors: &[Tensor<'_>]) -> TempDir {
    let folder = temporary_folder();
    let vocabulary = json!({"[UNK]": 0, "one": 1, "two": 2});
    let tokenizer = json!({
        "version": "1.0", "added_tokens": [], "pre_tokenizer": {"type": "Whitespace"},
        "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": vocabulary},
    });
    fs::write(folder.path().join("tokenizer.json"), tokenizer.to_string()).expect("written");
    let (mut header, mut bytes) = (serde_json::Map::new(), Vec::new());
    for Tensor { name, dtype, shape, bytes: values } in tensors {
        let end = bytes.len() + values.len();
        let tensor = json!({"dtype": dtype, "shape": shape, "data_offsets": [bytes.len(), end]});
        header.insert((*name).to_owned(), tensor);
        bytes.extend(values);
    }
    let header = Value::Object(header).to_string();
    let length = (header.len() as u64).to_le_bytes();
    let file = [&length[..], header.as_bytes(), &bytes].concat();
    fs::write(folder.path().join("model.safetensors"), file).expect("written");
    folder
}

const ROWS: [f32; 6] = [0.0, 1.0, 1.0, 0.0, 0.6, 0.8];

fn vector(tensors: &[Tensor<'_>], text: &str) -> Vec<f32> {
    let folder = folder(tensors);
    Model::open(folder.path()).expect("it is read").embed(text, Script::AsWritten)
}

#[test]
fn rows_are_mapped_and_weighted() {
    let rows = || numbers("embeddings", &[3, 2], &ROWS);
    let near = |vector: Vec<f32>, [x, y]: [f32; 2]| {
        assert!((vector[0] - x).abs() < 0.05 && (vector[1] - y).abs() < 0.05, "{vector:?} {x} {y}");
    };
    near(vector(&[rows()], "one"), [1.0, 0.0]);
    near(vector(&[numbers("embedding.weight", &[3, 2], &ROWS)], "one"), [1.0, 0.0]);
    let mapping = || Tensor {
        name: "mapping",
        dtype: "I64",
        shape: &[3],
        bytes: [2_i64, 0, 1].iter().flat_map(|row| row.to_le_bytes()).collect(),
    };
    near(vector(&[rows(), mapping()], "one"), [0.0, 1.0]);
    near(vector(&[rows(), mapping()], "two"), [1.0, 0.0]);
    let weights = || numbers("weights", &[3], &[0.0, 1.0, 3.0]);
    near(
        vector(&[rows(), mapping(), weights()], "one two"),
        [3.0 / 10_f32.sqrt(), 1.0 / 10_f32.sqrt()],
    );
}

fn refusal(folder: &TempDir) -> String {
    Model::open(folder.path()).expect_err("it is no model").to_string()
}

#[test]
fn tensors_that_are_not_well_defined_are_refused() {
    let rows = || numbers("embeddings", &[3, 2], &ROWS);
    let integers = |name, values: &[i64]| Tensor {
        name,
        dtype: "I64",
        shape: &[3],
        bytes: values.iter().flat_map(|value| value.to_le_bytes()).collect(),
    };
    for (tensors, reason) in [
        (vec![], "it has no tensor `embeddings`"),
        (vec![numbers("embeddings", &[6], &ROWS)], "`embeddings` has the shape [6], not two sides"),
        (vec![numbers("embeddings", &[3, 0], &[])], "`embeddings` has no columns"),
        (vec![numbers("embeddings", &[2, 2], &ROWS[..4])], "has 3 pieces, and piece 2 has no row"),
        (
            vec![numbers("embeddings", &[3, 2], &[f32::NAN; 6])],
            "the vector of piece 0 has components that are no numbers",
        ),
        (
            vec![Tensor { name: "embeddings", dtype: "U8", shape: &[3, 2], bytes: vec![1; 6] }],
            "`embeddings` has the type U8, of which only F16, F32, F64, I8 are read",
        ),
        (vec![rows(), integers("weights", &[1, 1, 1])], "`weights` has the type I64"),
        (vec![rows(), numbers("weights", &[2], &[1.0, 1.0])], "piece 2 has no weight"),
        (
            vec![rows(), numbers("weights", &[3, 1], &[1.0; 3])],
            "`weights` has the shape [3, 1], not one side",
        ),
        (vec![rows(), numbers("mapping", &[3], &[0.0; 3])], "`mapping` has the type F32"),
        (vec![rows(), integers("mapping", &[0, 1, 3])], "piece 2 has no row"),
        (vec![rows(), integers("mapping", &[0, 1, -1])], "piece 2 has no row"),
    ] {
        let told = refusal(&folder(&tensors));
        assert!(told.contains("model.safetensors: ") && told.contains(reason), "{told}");
    }
}

#[test]
fn files_that_are_damaged_or_missing_are_refused() {
    let folder = folder(&[numbers("embeddings", &[3, 2], &ROWS)]);
    let [tensors, tokenizer] =
        ["model.safetensors", "tokenizer.json"].map(|name| folder.path().join(name));
    let bytes = fs::read(&tensors).expect("it is there");
    for damaged in [&bytes[..bytes.len() - 1], &bytes[..4], &[u8::MAX; 64], b""] {
        fs::write(&tensors, damaged).expect("written");
        let told = refusal(&folder);
        assert!(
            told.contains("model.safetensors: it is cut off, or no safetensors file"),
            "{told}"
        );
    }
    fs::remove_file(&tensors).expect("removed");
    let told = refusal(&folder);
    assert!(told.contains("model.safetensors: a Model2Vec directory has this file"), "{told}");
    for (json, reason) in [
        (r#"{"model": {"type": "Guess", "vocab": {}}}"#, "it is no tokenizer that can be read: "),
        ("{", "it is no tokenizer that can be read: "),
        (
            r#"{"model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"one": 0}}}"#,
            "it fails at characters that it does not know: ",
        ),
        (
            r#"{"model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"[UNK]": 4294967295}}}"#,
            "piece [UNK] has the number 4294967295",
        ),
    ] {
        fs::write(&tokenizer, json).expect("written");
        let told = refusal(&folder);
        assert!(told.contains("tokenizer.json: ") && told.contains(reason), "{told}");
    }
    fs::remove_file(&tokenizer).expect("removed");
    let told = refusal(&folder);
    assert!(told.contains("tokenizer.json: a Model2Vec directory has this file"), "{told}");
}

#[test]
fn texts_are_not_cut_off_or_filled() {
    let folder = folder(&[numbers("embeddings", &[3, 2], &ROWS)]);
    let path = folder.path().join("tokenizer.json");
    let mut tokenizer: Value =
        serde_json::from_slice(&fs::read(&path).expect("it is there")).expect("JSON");
    tokenizer["truncation"] =
        json!({"direction": "Right", "max_length": 2, "strategy": "LongestFirst", "stride": 0});
    tokenizer["padding"] = json!({
        "strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 1,
        "pad_type_id": 0, "pad_token": "one",
    });
    fs::write(&path, tokenizer.to_string()).expect("written");
    let model = Model::open(folder.path()).expect("it is read");
    assert_eq!(words(&model, &ids(&model, "one two one")), ["one", "two", "one"]);
}

#[test]
fn all_kinds_of_tokenizers_have_a_folder() {
    let kinds: BTreeSet<String> = folders()
        .iter()
        .map(|folder| {
            let json = fs::read(folder.join("tokenizer.json")).expect("it is there");
            let tokenizer: Value = serde_json::from_slice(&json).expect("JSON");
            tokenizer["model"]["type"].as_str().expect("a name").to_owned()
        })
        .collect();
    assert!(kinds.iter().eq(["BPE", "Unigram", "WordLevel", "WordPiece"]));
}
