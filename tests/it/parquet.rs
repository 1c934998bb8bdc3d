//! Parquet in and out, and what is said where it is not built in.

use std::fs;
use std::path::{Path, PathBuf};

use leitong::corpus::{Collection, ReadOptions, read};

use crate::support::{skip_reasons, temporary_folder};

fn read_all(paths: &[PathBuf]) -> Collection {
    read(paths, &ReadOptions::default()).expect("what cannot be read is skipped")
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("written into a folder of ours");
}

#[cfg(not(feature = "parquet"))]
mod not_built_in {
    use super::*;

    const REASON: &str = "Parquet, which is not read: build with `--features parquet`";

    #[test]
    fn a_table_is_refused_before_the_work_begins() {
        let mut scan = std::process::Command::new(env!("CARGO_BIN_EXE_leitong"));
        let told =
            scan.args(["scan", "nowhere", "--format", "parquet"]).output().expect("it is built");
        assert_eq!(told.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&told.stderr).contains("not built in"), "{told:?}");
    }

    #[test]
    fn a_named_file_is_skipped_with_the_reason() {
        let folder = temporary_folder();
        let (by_name, by_mark) = (folder.path().join("a.parquet"), folder.path().join("b"));
        write(&by_name, b"whatever");
        write(&by_mark, b"PAR1\x15\x04");
        assert_eq!(skip_reasons(&read_all(&[by_name, by_mark])), [REASON, REASON]);
    }

    #[test]
    fn a_file_in_a_folder_is_passed_over() {
        let folder = temporary_folder();
        write(&folder.path().join("a.parquet"), b"whatever");
        write(&folder.path().join("b.txt"), b"text");
        let collection = read_all(&[folder.path().into()]);
        assert_eq!((collection.documents.len(), collection.passed_over.len()), (1, 1));
        assert_eq!(collection.skipped, []);
    }
}

#[cfg(feature = "parquet")]
mod built_in {
    use std::fs::File;
    use std::io::Write;
    use std::process::{Command, Output, Stdio};
    use std::slice::from_ref;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use arrow_array::cast::AsArray;
    use arrow_array::types::Int32Type;
    use arrow_array::{
        Array, ArrayRef, DictionaryArray, Float32Array, Int64Array, LargeStringArray, ListArray,
        RecordBatch, StringArray, StringViewArray, StructArray, TimestampSecondArray,
    };
    use arrow_cast::cast;
    use arrow_schema::{DataType, Field};
    use arrow_select::concat::concat_batches;
    use leitong::dedup::{Dedup, DedupSettings, Inputs, Keep, Monitor, Outputs, Summary};
    use leitong::document::Level;
    use leitong::error::Result;
    use leitong::scan::{Scan, ScanSettings};
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use parquet::arrow::arrow_writer::ArrowWriterOptions;
    use parquet::basic::{Compression, GzipLevel, ZstdLevel};
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;

    /// Texts of which the second and the fourth are like the first.
    const TEXTS: [&str; 5] = [
        "床前明月光，疑是地上霜。举头望明月，低头思故乡。这首诗人人会背。",
        "床前明月光,疑是地上霜!举头望明月,低头思故乡。这首诗人人会背!",
        "白日依山尽，黄河入海流。欲穷千里目，更上一层楼。这首诗也人人会背。",
        "床前明月光 疑是地上霜 举头望明月 低头思故乡 这首诗人人会背",
        "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。这首诗还是人人会背。",
    ];

    type Columns<'c> = Vec<(&'c str, ArrayRef)>;

    fn texts(texts: &[&str]) -> ArrayRef {
        Arc::new(StringArray::from(texts.to_vec()))
    }

    /// The texts with columns of many types.
    fn poems() -> Columns<'static> {
        let rows = TEXTS.len() as i32;
        let lists = (0..rows).map(|row| Some((0..row).map(Some).collect::<Vec<_>>()));
        vec![
            (
                "score",
                Arc::new(
                    (0..rows)
                        .map(|row| (row != 2).then_some(row as f32 / 4.0))
                        .collect::<Float32Array>(),
                ),
            ),
            (
                "id",
                Arc::new(Int64Array::from_iter_values((0..rows).map(|row| i64::from(row) + 100))),
            ),
            ("text", texts(&TEXTS)),
            ("list", Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(lists))),
            (
                "day",
                cast(
                    &texts(&["2001-01-05", "2001-01-04", "2001-01-03", "2001-01-02", "2001-01-01"]),
                    &DataType::Date32,
                )
                .expect("they are dates"),
            ),
        ]
    }

    fn batch(columns: Columns<'_>) -> RecordBatch {
        RecordBatch::try_from_iter(columns).expect("the columns are of one length")
    }

    fn write_table(path: &Path, batch: &RecordBatch, properties: WriterProperties) {
        let file = File::create(path).expect("written into a folder of ours");
        let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties))
            .expect("the types are known");
        writer.write(batch).expect("there is room");
        writer.close().expect("there is room");
    }

    fn table(folder: &TempDir, name: &str, columns: Columns<'_>) -> PathBuf {
        let path = folder.path().join(name);
        write_table(&path, &batch(columns), WriterProperties::default());
        path
    }

    fn read_table(path: &Path) -> RecordBatch {
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("it is there"));
        let reader =
            reader.and_then(ParquetRecordBatchReaderBuilder::build).expect("it is Parquet");
        let schema = arrow_array::RecordBatchReader::schema(&reader);
        let batches: Vec<_> = reader.map(|batch| batch.expect("it is sound")).collect();
        concat_batches(&schema, &batches).expect("they have one schema")
    }

    /// What stands in the footer beside the columns.
    fn notes_of(path: &Path) -> Option<Vec<KeyValue>> {
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("it is there"));
        reader.expect("it is Parquet").metadata().file_metadata().key_value_metadata().cloned()
    }

    fn dedup_with(settings: DedupSettings, paths: &[PathBuf], out: &Path) -> Result<Summary> {
        let watch = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
        let dedup = Dedup::new(settings, ReadOptions::default())?;
        let inputs = Inputs::find(paths, &[], &ReadOptions::default())?;
        dedup.run(&inputs, &Outputs::at(out, &inputs)?, None, watch)
    }

    fn dedup(paths: &[PathBuf], out: &Path) -> Result<Summary> {
        dedup_with(DedupSettings::default(), paths, out)
    }

    fn refusal(paths: &[PathBuf], out: &Path) -> String {
        let error = dedup(paths, out).expect_err("it must be refused").to_string();
        assert!(!out.exists(), "{} was written", out.display());
        error
    }

    fn command(arguments: &[&str], input: &[u8]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leitong"));
        let command = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it was built");
        child.stdin.take().expect("it is piped").write_all(input).expect("it reads");
        child.wait_with_output().expect("it ends")
    }

    #[test]
    fn rows_become_documents_with_all_columns() {
        let folder = temporary_folder();
        let collection = read_all(&[table(&folder, "a.parquet", poems())]);
        assert_eq!(skip_reasons(&collection), [""; 0]);
        let document = &collection.documents[2];
        assert_eq!(
            (document.id.as_str(), document.line, document.text.as_str()),
            ("102", Some(3), TEXTS[2])
        );
        assert_eq!(
            json!(document.metadata),
            json!({"score": null, "list": [0, 1], "day": "2001-01-03"})
        );
        assert_eq!(collection.bytes, fs::metadata(&document.path).expect("it is there").len());
    }

    #[test]
    fn strings_of_every_kind_are_texts() {
        let folder = temporary_folder();
        let dictionary: DictionaryArray<Int32Type> = TEXTS.into_iter().collect();
        let kinds: [(&str, ArrayRef); 3] = [
            ("dictionary", Arc::new(dictionary)),
            ("large", Arc::new(LargeStringArray::from(TEXTS.to_vec()))),
            ("view", Arc::new(StringViewArray::from(TEXTS.to_vec()))),
        ];
        for (name, texts) in kinds {
            let kind = texts.data_type().clone();
            let path = table(&folder, &format!("{name}.parquet"), vec![("text", texts)]);
            let found: Vec<String> =
                read_all(from_ref(&path)).documents.into_iter().map(|found| found.text).collect();
            assert_eq!(found, TEXTS, "{name}");
            let out = folder.path().join(format!("{name}-out.parquet"));
            let paragraphs = DedupSettings::default().level(Level::Paragraph);
            dedup_with(paragraphs, &[path], &out).expect("it can be written");
            let written = read_table(&out);
            assert_eq!((written.num_rows(), written.column(0).data_type()), (3, &kind), "{name}");
        }
    }

    #[test]
    fn times_of_any_zone_are_told_in_utc() {
        let folder = temporary_folder();
        let times =
            |zone: &str| TimestampSecondArray::from(vec![1_000_000_000]).with_timezone(zone);
        let inside: ArrayRef = Arc::new(times("America/Lima"));
        let field = Arc::new(Field::new("at", inside.data_type().clone(), true));
        let columns: Columns<'_> = vec![
            ("text", texts(&TEXTS[..1])),
            ("day", Arc::new(times("Asia/Shanghai"))),
            ("in", Arc::new(StructArray::from(vec![(field, inside)]))),
        ];
        let collection = read_all(&[table(&folder, "a.parquet", columns)]);
        assert_eq!(skip_reasons(&collection), [""; 0]);
        let time = "2001-09-09T01:46:40Z";
        assert_eq!(
            json!(collection.documents[0].metadata),
            json!({"day": time, "in": {"at": time}})
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        let folder = temporary_folder();
        let nulls: ArrayRef = Arc::new(StringArray::from(vec![Some("甲"), None, Some("乙")]));
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
        for (name, columns, expected) in [
            ("null.parquet", vec![("text", nulls)], r#"2: field "text" is null, not a string"#),
            (
                "wrong.parquet",
                vec![("text", Arc::clone(&numbers))],
                r#"column "text" is of type Int64, not a string"#,
            ),
            ("missing.parquet", vec![("body", numbers)], r#"no column "text" among: body"#),
        ] {
            let collection = read_all(&[table(&folder, name, columns)]);
            assert_eq!(skip_reasons(&collection), [expected], "{name}");
            assert_eq!(collection.documents.len(), if name.starts_with("null") { 2 } else { 0 });
        }
        let text = folder.path().join("text.parquet");
        write(&text, b"this is no Parquet");
        assert_eq!(
            skip_reasons(&read_all(&[text])),
            ["not a Parquet file, though its name says so"]
        );
    }

    #[test]
    fn a_cut_file_says_so() {
        let folder = temporary_folder();
        let path = table(&folder, "a.parquet", poems());
        let whole = fs::read(&path).expect("it is there");
        for length in [4, 7, 100, whole.len() - 1] {
            write(&path, &whole[..length]);
            assert_eq!(
                skip_reasons(&read_all(from_ref(&path))),
                ["the Parquet file ends too early"],
                "{length} bytes"
            );
        }
        for length in 0..4 {
            write(&path, &whole[..length]);
            assert_eq!(read_all(from_ref(&path)).skipped.len(), 1, "{length} bytes");
        }
    }

    /// A file of two row groups, of which the second is spoilt.
    fn half_broken(folder: &TempDir) -> PathBuf {
        let path = folder.path().join("broken.parquet");
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(3)).build();
        write_table(&path, &batch(vec![("text", texts(&TEXTS))]), properties);
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(File::open(&path).expect("it is there"));
        let footer = Arc::clone(reader.expect("it is Parquet").metadata());
        let (start, length) = footer.row_group(1).column(0).byte_range();
        let mut bytes = fs::read(&path).expect("it is there");
        bytes[start as usize..(start + length) as usize].fill(0xFF);
        write(&path, &bytes);
        path
    }

    #[test]
    fn a_row_group_that_breaks_ends_the_file() {
        let folder = temporary_folder();
        let path = half_broken(&folder);
        let collection = read_all(from_ref(&path));
        assert_eq!(collection.documents.len(), 3);
        let reasons = skip_reasons(&collection);
        assert!(
            reasons.len() == 1 && reasons[0].starts_with("4: cannot be read as Parquet: "),
            "{reasons:?}"
        );

        let out = folder.path().join("out.parquet");
        let summary = dedup(&[path], &out).expect("what can be read is written");
        assert_eq!((summary.read, summary.kept, summary.removed, summary.skipped), (4, 2, 1, 1));
        assert_eq!(read_table(&out).num_rows(), 2);
    }

    #[test]
    fn spoilt_bytes_are_never_a_panic() {
        let folder = temporary_folder();
        let path = table(&folder, "a.parquet", poems());
        let whole = fs::read(&path).expect("it is there");
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            write(&path, &bytes);
            read_all(from_ref(&path));
        }
    }

    #[test]
    fn dedup_keeps_rows_and_columns_as_they_are() {
        let folder = temporary_folder();
        let all = batch(poems());
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(GzipLevel::default()),
            Compression::LZ4_RAW,
            Compression::ZSTD(ZstdLevel::default()),
        ] {
            let (path, out) = (folder.path().join("a.parquet"), folder.path().join("out.parquet"));
            let notes = vec![KeyValue::new("note".into(), "kept".to_owned())];
            let properties = WriterProperties::builder()
                .set_compression(compression)
                .set_max_row_group_row_count(Some(2))
                .set_key_value_metadata(Some(notes))
                .build();
            write_table(&path, &all, properties);
            let summary = dedup(from_ref(&path), &out).expect("it can be written");
            assert_eq!((summary.read, summary.kept, summary.removed), (5, 3, 2));
            let expected =
                arrow_select::take::take_record_batch(&all, &Int64Array::from(vec![0, 2, 4]))
                    .expect("in range");
            let written = read_table(&out);
            assert_eq!(written.columns(), expected.columns(), "{compression}");
            assert_eq!(written.schema(), read_table(&path).schema());
            assert_eq!(notes_of(&out), notes_of(&path));
            assert_eq!(
                notes_of(&out).map(|notes| notes.len()),
                Some(2),
                "one of ours, and Arrow's schema"
            );
        }
    }

    #[test]
    fn columns_that_decide_are_read_and_others_are_not() {
        let folder = temporary_folder();
        let (path, out) = (table(&folder, "a.parquet", poems()), folder.path().join("out.parquet"));
        let keep = Keep::Smallest("day".into());
        let summary = dedup_with(DedupSettings::default().keep(keep), from_ref(&path), &out);
        let with_day = summary.expect("it can be written").bytes_read;
        let kept =
            cast(read_table(&out).column(1), &DataType::Utf8).expect("numbers can be written");
        assert_eq!(kept.as_ref(), &StringArray::from(vec!["102", "103", "104"]) as &dyn Array);
        let without = dedup(&[path], &folder.path().join("again.parquet"))
            .expect("it can be written")
            .bytes_read;
        assert_eq!(with_day - without, 5 * ",\"day\":\"2001-01-01\"".len() as u64);
    }

    #[test]
    fn parts_are_cut_out_of_the_texts_only() {
        let folder = temporary_folder();
        let second = format!("{}\n{}\n", TEXTS[2], TEXTS[1]);
        let mut columns = poems();
        columns[2].1 = texts(&[TEXTS[0], &second, "短", TEXTS[3], TEXTS[4]]);
        let (path, out) = (table(&folder, "a.parquet", columns), folder.path().join("out.parquet"));
        let settings = DedupSettings::default().level(Level::Paragraph);
        let summary = dedup_with(settings, &[path], &out).expect("it can be written");
        assert_eq!((summary.kept, summary.changed, summary.removed), (4, 1, 1));
        let written = read_table(&out);
        assert_eq!(
            written.column(2).as_ref(),
            &StringArray::from(vec![TEXTS[0], &format!("{}\n", TEXTS[2]), "短", TEXTS[4]])
                as &dyn Array
        );
        assert_eq!(
            written.column(1).as_ref(),
            &Int64Array::from(vec![100, 101, 102, 104]) as &dyn Array
        );
    }

    /// The values of the columns of marks, of each row.
    fn marks_of(table: &RecordBatch) -> Vec<Vec<String>> {
        let named = table.schema();
        let columns = named.fields().iter().zip(table.columns());
        let marks = columns.filter(|(field, _)| field.name().starts_with("dup_"));
        let texts: Vec<ArrayRef> = marks
            .map(|(_, column)| cast(column, &DataType::Utf8).expect("they can be written"))
            .collect();
        let cell = |column: &ArrayRef, row: usize| {
            let texts = column.as_string::<i32>();
            if texts.is_null(row) { "null".to_owned() } else { texts.value(row).to_owned() }
        };
        (0..table.num_rows())
            .map(|row| texts.iter().map(|column| cell(column, row)).collect())
            .collect()
    }

    /// The same of JSON Lines.
    fn marks_of_lines(lines: &str) -> Vec<Vec<String>> {
        let fields = ["cluster", "of", "similarity", "measure", "kind", "keep"];
        let cell = |value: &serde_json::Value| match value {
            serde_json::Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        lines
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
            .map(|record| fields.map(|field| cell(&record[format!("dup_{field}")])).to_vec())
            .collect()
    }

    fn marked(path: &Path, out: &Path) -> Summary {
        let settings = DedupSettings::default().mark("dup_".to_owned());
        dedup_with(settings, &[path.to_owned()], out).expect("it can be written")
    }

    #[test]
    fn marks_are_the_columns_that_json_lines_have_as_fields() {
        let folder = temporary_folder();
        let mut columns = poems();
        let read = [Some(TEXTS[0]), Some(TEXTS[1]), None, Some(TEXTS[3]), Some(TEXTS[4])];
        columns[2].1 = Arc::new(StringArray::from(read.to_vec()));
        let (path, out) = (table(&folder, "a.parquet", columns), folder.path().join("out.parquet"));
        let summary = marked(&path, &out);
        assert_eq!((summary.kept, summary.removed, summary.skipped), (2, 2, 1));
        let record = |(text, id): (Option<&str>, i32)| json!({"id": id, "text": text}).to_string();
        let lines: Vec<String> = read.into_iter().zip(100..).map(record).collect();
        let (of_lines, out_of_lines) =
            (folder.path().join("a.jsonl"), folder.path().join("out.jsonl"));
        write(&of_lines, lines.join("\n").as_bytes());
        marked(&of_lines, &out_of_lines);

        let (before, after) = (read_table(&path), read_table(&out));
        let rows = Int64Array::from(vec![0, 1, 3, 4]);
        let rows = arrow_select::take::take_record_batch(&before, &rows).expect("in range");
        assert_eq!(&after.columns()[..5], rows.columns(), "what cannot be read is left out");
        assert_eq!(after.schema().fields()[..5], before.schema().fields()[..]);
        let expected = std::fs::read_to_string(&out_of_lines).expect("it was written");
        assert_eq!(marks_of(&after), marks_of_lines(&expected));
        assert_eq!(marks_of(&after)[1], ["1", "100", "1.0", "jaccard", "exact", "false"]);
        assert_eq!(marks_of(&after)[3], ["null", "null", "null", "null", "null", "true"]);
        let types: Vec<(String, DataType, bool)> = after.schema().fields()[5..]
            .iter()
            .map(|field| (field.name().clone(), field.data_type().clone(), field.is_nullable()))
            .collect();
        let expected = [
            ("dup_cluster", DataType::Int64, true),
            ("dup_of", DataType::Utf8, true),
            ("dup_similarity", DataType::Float64, true),
            ("dup_measure", DataType::Utf8, true),
            ("dup_kind", DataType::Utf8, true),
            ("dup_keep", DataType::Boolean, false),
        ];
        assert_eq!(types, expected.map(|(name, kind, null)| (name.to_owned(), kind, null)));
    }

    #[test]
    fn marked_tables_keep_their_types_and_notes() {
        let folder = temporary_folder();
        let (path, out) = (folder.path().join("a.parquet"), folder.path().join("out.parquet"));
        let mut columns = poems();
        let words: DictionaryArray<Int32Type> = ["a", "b", "a", "b", "a"].into_iter().collect();
        columns.push(("word", Arc::new(words)));
        let all = batch(columns);
        for has_arrow_schema in [true, false] {
            let notes = vec![KeyValue::new("note".into(), "kept".to_owned())];
            let properties =
                WriterProperties::builder().set_key_value_metadata(Some(notes)).build();
            let options = ArrowWriterOptions::new()
                .with_properties(properties)
                .with_skip_arrow_metadata(!has_arrow_schema);
            let file = File::create(&path).expect("written into a folder of ours");
            let mut writer = ArrowWriter::try_new_with_options(file, all.schema(), options)
                .expect("the types are known");
            writer.write(&all).and_then(|()| writer.close()).expect("there is room");
            marked(&path, &out);
            let (before, after) = (read_table(&path), read_table(&out));
            assert_eq!(&after.columns()[..6], before.columns());
            assert_eq!(after.schema().fields()[..6], before.schema().fields()[..]);
            let keys = |path: &Path| -> Vec<String> {
                let notes = notes_of(path).expect("there is one at least");
                notes.into_iter().map(|note| note.key).collect()
            };
            assert_eq!(keys(&out), keys(&path));
            std::fs::remove_file(&out).expect("it was written");
        }
    }

    #[test]
    fn several_tables_are_marked_as_one_or_as_several() {
        let folder = temporary_folder();
        let paths = [table(&folder, "a.parquet", poems()), table(&folder, "b.parquet", poems())];
        let (one, several) = (folder.path().join("one.parquet"), folder.path().join("several"));
        for out in [&one, &several] {
            let settings = DedupSettings::default().mark("dup_".to_owned());
            let summary = dedup_with(settings, &paths, out).expect("it can be written");
            assert_eq!((summary.kept, summary.removed), (3, 7));
        }
        let tables = ["a.parquet", "b.parquet"].map(|name| read_table(&several.join(name)));
        assert_eq!(tables.each_ref().map(RecordBatch::num_rows), [5, 5]);
        assert_eq!(marks_of(&read_table(&one)), tables.each_ref().map(marks_of).concat());
        assert!(marks_of(&tables[1]).iter().all(|row| row[5] == "false"));
    }

    #[test]
    fn marks_replace_no_column_of_a_table() {
        let folder = temporary_folder();
        let mut columns = poems();
        columns[0].0 = "dup_kind";
        let (path, out) = (table(&folder, "a.parquet", columns), folder.path().join("out.parquet"));
        let settings = DedupSettings::default().mark("dup_".to_owned());
        let said =
            dedup_with(settings, from_ref(&path), &out).expect_err("it is taken").to_string();
        assert!(said.contains("a.parquet: there is a field \"dup_kind\" already"), "{said}");
        assert!(!out.exists());
        let settings = DedupSettings::default().mark("mine_".to_owned());
        dedup_with(settings, &[path], &out).expect("another prefix is free");
    }

    #[test]
    fn several_tables_come_out_as_one_or_as_several() {
        let folder = temporary_folder();
        let paths = [table(&folder, "a.parquet", poems()), table(&folder, "b.parquet", poems())];
        let one = folder.path().join("one.parquet");
        dedup(&paths, &one).expect("they have the same columns");
        assert_eq!(read_table(&one).num_rows(), 3);
        let several = folder.path().join("several");
        let summary = dedup(&paths, &several).expect("the folder is new");
        assert_eq!((summary.read, summary.kept, summary.removed), (10, 3, 7));
        assert_eq!(read_table(&several.join("a.parquet")).num_rows(), 3);
        assert_eq!(read_table(&several.join("b.parquet")).num_rows(), 0);
        assert_eq!(read_table(&several.join("b.parquet")).schema(), read_table(&paths[1]).schema());
    }

    #[test]
    fn many_rows_come_out_in_order() {
        let folder = temporary_folder();
        let rows = 5_000;
        let texts = StringArray::from_iter_values(
            (0..rows).map(|row| format!("{} {row} {}", row * 7919, TEXTS[0].repeat(row % 3))),
        );
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(0..rows as i64));
        let path = folder.path().join("a.parquet");
        let all = batch(vec![("n", numbers), ("text", Arc::new(texts))]);
        write_table(
            &path,
            &all,
            WriterProperties::builder().set_max_row_group_row_count(Some(1_300)).build(),
        );
        let out = folder.path().join("out.parquet");
        let summary = dedup(&[path], &out).expect("it can be written");
        let written = read_table(&out);
        assert_eq!((summary.read, summary.kept), (rows, written.num_rows()));
        assert!(
            summary.removed > summary.removed_equal,
            "some are alike and not equal, so that rows are read again"
        );
        let kept = cast(written.column(0), &DataType::Utf8).expect("numbers can be written");
        let kept: Vec<usize> = kept
            .as_any()
            .downcast_ref::<StringArray>()
            .expect("they are strings")
            .iter()
            .flatten()
            .map(|n| n.parse().expect("a number"))
            .collect();
        assert!(kept.is_sorted());
        for (row, number) in kept.into_iter().enumerate() {
            assert_eq!(written.slice(row, 1), all.slice(number, 1));
        }
    }

    #[test]
    fn forms_are_not_mixed() {
        let folder = temporary_folder();
        let (a, other) = (
            table(&folder, "a.parquet", poems()),
            table(&folder, "b.parquet", vec![("text", texts(&TEXTS))]),
        );
        let lines = folder.path().join("c.jsonl");
        write(&lines, b"{\"text\": \"\"}\n");
        let to = |name: &str| folder.path().join(name);
        assert!(refusal(&[a.clone(), other], &to("out.parquet")).ends_with(
            "do not have the same columns, so that they cannot come out as one file; name a directory"
        ));
        assert!(
            refusal(from_ref(&lines), &to("out.parquet"))
                .contains("c.jsonl is JSON Lines, and cannot become ")
        );
        let said = refusal(from_ref(&a), &to("out.jsonl"));
        assert!(said.contains("a.parquet is Parquet, and cannot become "), "{said}");
        // A file that is there may have any name.
        write(&to("out.dat"), b"of an earlier run");
        let said = dedup(from_ref(&a), &to("out.dat")).expect_err("it is refused").to_string();
        assert!(said.contains("cannot become"), "{said}");
        assert_eq!(fs::read(to("out.dat")).expect("it is there"), b"of an earlier run");
        assert!(
            refusal(&[a.clone(), lines.clone()], &to("out.jsonl"))
                .ends_with("cannot come out as one file; name a directory")
        );
        dedup(&[a, lines], &to("out")).expect("a folder holds both");
        assert_eq!(read_table(&to("out/a.parquet")).num_rows(), 3);
        assert_eq!(
            fs::read_to_string(to("out/c.jsonl")).expect("it is there"),
            "{\"text\": \"\"}\n"
        );
    }

    #[test]
    fn scan_finds_what_stands_in_a_table_and_a_text() {
        let folder = temporary_folder();
        let text = folder.path().join("b.txt");
        write(&text, TEXTS[2].as_bytes());
        let collection =
            read_all(&[table(&folder, "a.parquet", vec![("text", texts(&TEXTS[1..3]))]), text]);
        let findings =
            Scan::new(ScanSettings::default()).and_then(|scan| scan.run(&collection, &|_| ()));
        assert_eq!(findings.expect("the settings can be").matches.len(), 1);
    }

    #[test]
    fn a_mark_tells_where_the_name_does_not() {
        let folder = temporary_folder();
        let path = table(&folder, "download", poems());
        assert_eq!(read_all(from_ref(&path)).documents.len(), 5);
        let bytes = fs::read(&path).expect("it is there");
        let (out, list) = (folder.path().join("out.parquet"), folder.path().join("list.jsonl"));
        let arguments = [
            "dedup",
            "-",
            "-q",
            "-o",
            &out.to_string_lossy(),
            "--duplicates",
            &list.to_string_lossy(),
        ]
        .map(ToOwned::to_owned);
        let told = command(&arguments.each_ref().map(String::as_str), &bytes);
        assert!(told.status.success(), "{told:?}");
        assert_eq!(read_table(&out).num_rows(), 3);
        let list = fs::read_to_string(list).expect("it is there");
        assert_eq!(list.lines().count(), 2);
        assert!(
            list.starts_with(r#"{"id":"101","path":"-","line":2,"duplicate_of":"100""#),
            "{list}"
        );
        let told = command(&["scan", "-", "--format", "json", "-q"], &bytes);
        assert!(
            told.status.success()
                && String::from_utf8_lossy(&told.stdout).contains("\"documents\": 5"),
            "{told:?}"
        );
        let told = command(&["dedup", "-", "-q", "-o", "-"], &bytes);
        write(&out, &told.stdout);
        assert_eq!(read_table(&out).num_rows(), 3);
    }

    #[test]
    fn findings_come_out_as_tables() {
        let folder = temporary_folder();
        let path = table(&folder, "a.parquet", poems());
        for (rows, columns) in [("matches", 33), ("clusters", 13), ("members", 12)] {
            let (out, csv) = (folder.path().join("out.parquet"), folder.path().join("out.csv"));
            for (format, file) in [("parquet", &out), ("csv", &csv)] {
                let arguments = [
                    "scan",
                    &path.to_string_lossy(),
                    "--format",
                    format,
                    "--table",
                    rows,
                    "-o",
                    &file.to_string_lossy(),
                ]
                .map(ToOwned::to_owned);
                let told = command(&arguments.each_ref().map(String::as_str), b"");
                assert!(told.status.success(), "{told:?}");
            }
            let (table, csv) = (read_table(&out), fs::read_to_string(csv).expect("it is there"));
            let names: Vec<&str> =
                table.schema_ref().fields().iter().map(|field| field.name().as_str()).collect();
            assert_eq!(Some(names.join(",").as_str()), csv.lines().next());
            assert_eq!((table.num_columns(), table.num_rows() > 0), (columns, true));
            assert_eq!(table.num_rows(), csv.lines().count() - 1);
            let levels =
                cast(table.column_by_name("level").expect("all tables have it"), &DataType::Utf8);
            assert_eq!(levels.expect("it is text").null_count(), 0);
        }
    }
}
