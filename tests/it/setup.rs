//! Configuration files, completions and manual pages.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::dedup::Case;

/// The commands that read texts or reports.
const COMMANDS: [&str; 8] =
    ["scan", "dedup", "tune", "compare", "outline", "report", "eval", "bench"];

fn leitong(folder: &Path, args: &[&str]) -> Output {
    let program =
        Command::new(env!("CARGO_BIN_EXE_leitong")).args(args).current_dir(folder).output();
    program.expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("messages are UTF-8")
}

#[test]
fn the_template_changes_nothing_and_is_not_replaced() {
    let case = Case::of("{\"id\": 1, \"text\": \"床前明月光，疑是地上霜。\"}\n");
    let before = leitong(&case.path(""), &["scan", "in.jsonl", "--json"]);
    assert!(leitong(&case.path(""), &["init"]).status.success());
    let template = text(&case.read("leitong.toml"));
    assert_eq!(leitong(&case.path(""), &["scan", "in.jsonl", "--json"]), before);
    for command in COMMANDS {
        assert!(template.contains(&format!("\n[{command}]\n")), "{command}");
    }
    for line in ["# keep = \"first\"", "# text-field = \"text\"", "# fold-script = \"auto\""] {
        assert!(template.contains(line), "{line}");
    }
    fs::write(case.path("leitong.toml"), "[scan]\n").expect("there is room");
    let again = leitong(&case.path(""), &["init"]);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(
        text(&again.stderr),
        "leitong: cannot write leitong.toml: it exists, and is not replaced\n"
    );
    assert_eq!(case.read("leitong.toml"), b"[scan]\n");
}

#[test]
fn the_nearest_configuration_up_to_the_repository_is_used() {
    let case = Case::new();
    case.write("leitong.toml", "[scn]\n");
    case.write("repository/.git/HEAD", "");
    case.write("repository/below/a.txt", "床前明月光，疑是地上霜。");
    case.write("repository/ignored.txt", "床前明月光，疑是地上霜。");
    let below = case.path("repository/below");
    // The file above the repository is wrong, and is not read.
    assert_eq!(leitong(&below, &["scan", "a.txt", "-v"]).status.code(), Some(0));
    // A path in a file is relative to the file.
    case.write("repository/leitong.toml", "[scan]\nignore = \"ignored.txt\"\nthreads = 1\n");
    let run = leitong(&below, &["scan", "a.txt", "-v"]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let messages = text(&run.stderr);
    assert!(messages.contains("configuration: ") && messages.contains("ignored.txt"), "{messages}");
    for (content, part) in [
        ("[scn]\n", "[scn] is not the table of a command"),
        ("[scn]\n", "(did you mean scan?)"),
        ("scan = 1\n", "[scan] is not a table"),
        (
            "[scan]\nmin-char = 12\n",
            "[scan] min-char is not an option of scan (did you mean min-chars?)",
        ),
        ("[scan]\nmin-chars = 1\n", "[scan] min-chars: invalid value '1'"),
        ("[scan]\nfold-script = 1\n", "[scan] fold-script: "),
        ("[scan]\noutput = \"a.txt\"\n", "[scan] output is for one run"),
        ("[scan\n", "TOML parse error"),
    ] {
        case.write("repository/leitong.toml", content);
        let run = leitong(&below, &["scan", "a.txt"]);
        assert_eq!(run.status.code(), Some(2), "{content}");
        assert!(text(&run.stderr).contains(part), "{content}: {}", text(&run.stderr));
        assert_eq!(leitong(&below, &["scan", "a.txt", "--no-config"]).status.code(), Some(0));
        assert_eq!(leitong(&below, &["scan", "--help"]).status.code(), Some(0));
    }
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let case = Case::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&leitong(&case.path(""), &["completions", shell]).stdout);
        for word in COMMANDS.iter().chain(&["min-chars", "duplicates"]) {
            assert!(script.contains(word), "{shell} {word}");
        }
    }
    let page = text(&leitong(&case.path(""), &["man"]).stdout);
    assert!(page.contains(".TH leitong 1"), "{page}");
    fs::create_dir(case.path("man")).expect("there is room");
    assert!(leitong(&case.path(""), &["man", "man"]).status.success());
    for command in COMMANDS {
        let page = text(&case.read(&format!("man/leitong-{command}.1")));
        assert!(page.contains("\\-\\-no\\-config"), "{command}");
    }
    assert_eq!(leitong(&case.path(""), &["man", "nosuch"]).status.code(), Some(1));
}
