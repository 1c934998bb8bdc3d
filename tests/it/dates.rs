//! Dates of documents that a table gives.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::temporary_folder;

const TEXT: &str =
    "清晨的渡口还笼着薄雾，摆渡人解开缆绳，把第一批赶集的乡亲送到对岸，橹声惊起芦苇丛";

/// Scans the folder `in` of a folder.
fn scan(folder: &Path, args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_leitong"));
    program.current_dir(folder).args(["scan", "in"]).args(args).output().expect("it is built")
}

#[test]
fn a_table_of_dates_orders_what_has_no_dates() {
    let folder = temporary_folder();
    fs::create_dir(folder.path().join("in")).expect("there is room");
    for name in ["in/a.txt", "in/b.txt"] {
        fs::write(folder.path().join(name), TEXT).expect("there is room");
    }
    let dates = folder.path().join("dates.csv");
    fs::write(&dates, "id,date\nb.txt,1998\na.txt,2001-05\n").expect("there is room");
    let output = scan(folder.path(), &["--dates", "dates.csv", "--json", "-v"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(json["matches"][0]["earlier"], "b");
    assert_eq!(json["matches"][0]["a"]["date"], "2001-05");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("dates.csv: dates for 2 documents; 2 of 2 have a date"), "{said}");
    fs::write(&dates, "id,date\nc.txt,1998\n").expect("there is room");
    let output = scan(folder.path(), &["--dates", "dates.csv"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("dates.csv:2: \"c.txt\" is neither the id nor the path"), "{said}");
    let output = scan(folder.path(), &["--dates", "dates.csv", "-o", "dates.csv"]);
    assert!(!output.status.success());
}
