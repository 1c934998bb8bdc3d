//! Tips for options that do not exist.

use clap::Error;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// An option that people type, and what they mean by it.
struct Tip {
    typed: &'static [&'static str],
    /// Beginning of an option that exists, or another remedy.
    meant: &'static str,
}

/// Options of other programs, and earlier names. Similar spellings are found without this table.
const TIPS: [Tip; 18] = [
    Tip {
        typed: &["field", "column", "text-column", "text-key", "content-field", "text"],
        meant: "--text-field FIELD",
    },
    Tip { typed: &["id", "id-column", "id-key", "key"], meant: "--id-field FIELD" },
    Tip {
        typed: &["min-length", "min-len", "min-size", "minimum-length", "min-words"],
        meant: "--min-chars N",
    },
    Tip {
        typed: &["exclude-dir", "exclude-from", "skip-dir"],
        meant: "--exclude GLOB, such as --exclude 'drafts/**'",
    },
    Tip { typed: &["include-dir", "ext", "extension", "pattern"], meant: "--include GLOB" },
    Tip { typed: &["exclude-text", "stopwords", "boilerplate"], meant: "--ignore PATH" },
    Tip { typed: &["csv"], meant: "--format csv" },
    Tip { typed: &["jsonl", "ndjson"], meant: "--format jsonl" },
    Tip { typed: &["out", "output-file", "outfile", "output-dir"], meant: "--output OUT" },
    Tip { typed: &["jobs", "workers", "num-workers", "num-proc", "cores"], meant: "--threads N" },
    Tip {
        typed: &["jaccard", "min-similarity", "jaccard-threshold", "score", "cutoff"],
        meant: "--similarity 0.8",
    },
    Tip {
        typed: &["ngram", "ngram-size", "n-gram", "shingle-size", "kmer", "tokenizer"],
        meant: "--shingle char:N or --shingle word:N",
    },
    Tip { typed: &["num-hashes", "hashes", "perms"], meant: "--slots N" },
    Tip {
        typed: &["bands", "rows", "num-bands"],
        meant: "--similarity 0.8, from which bands and rows are computed",
    },
    Tip { typed: &["reference", "compare-to", "baseline"], meant: "--against PATH" },
    Tip { typed: &["recursive", "recurse"], meant: "nothing: directories are read recursively" },
    Tip { typed: &["translation", "translations", "cross-lingual"], meant: "--translated" },
    Tip { typed: &["removed", "dupes", "duplicate"], meant: "--duplicates FILE" },
];

/// Options that one command has and another has not, with the reason.
const ELSEWHERE: [Elsewhere; 10] = [
    Elsewhere {
        command: "eval",
        typed: "explain",
        reason: "scan explains a finding; --recall-curve prints the predicted recall",
    },
    Elsewhere {
        command: "dedup",
        typed: "explain",
        reason: "--duplicates FILE lists what is removed and why",
    },
    Elsewhere {
        command: "dedup",
        typed: "semantic",
        reason: "paraphrases are found by scan and not removed",
    },
    Elsewhere {
        command: "dedup",
        typed: "translated",
        reason: "translations are found by scan and not removed",
    },
    Elsewhere {
        command: "dedup",
        typed: "ignore",
        reason: "lines that recur are left out with --common N",
    },
    Elsewhere {
        command: "dedup",
        typed: "between",
        reason: "a set to compare with is named by --against PATH",
    },
    Elsewhere {
        command: "scan",
        typed: "duplicates",
        reason: "dedup writes a list of duplicates; scan writes its report with --output FILE",
    },
    Elsewhere {
        command: "scan",
        typed: "keep",
        reason: "dedup removes duplicates; scan only reports them",
    },
    Elsewhere { command: "scan", typed: "vectors", reason: NO_VECTORS },
    Elsewhere { command: "compare", typed: "vectors", reason: NO_VECTORS },
];

/// Why vectors of records are of no use where parts of texts are compared.
const NO_VECTORS: &str = "it compares paragraphs and passages, for which vectors of records say nothing; \
                          dedup --by jaccard,meaning --vectors … --duplicates FILE lists pairs of records";

/// An option of another command.
struct Elsewhere {
    command: &'static str,
    typed: &'static str,
    reason: &'static str,
}

/// `error` with a tip that fits an option which does not exist.
pub(super) fn with_tip(mut error: Error, command: &str, usage: StyledStr) -> Error {
    if error.kind() != ErrorKind::UnknownArgument {
        return error;
    }
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    let Some(tip) = tip_for(typed.trim_start_matches('-'), command) else { return error };
    for kind in
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::Suggested]
    {
        error.remove(kind);
    }
    // The parser puts what it would suggest into the usage.
    error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    error
}

/// The tip for an option that `command` does not have.
fn tip_for(typed: &str, command: &str) -> Option<String> {
    let typed = typed.split('=').next().unwrap_or_default();
    let elsewhere = ELSEWHERE.iter().find(|other| other.command == command && other.typed == typed);
    let meant = TIPS.iter().find(|tip| tip.typed.contains(&typed));
    elsewhere
        .map(|other| other.reason.to_owned())
        .or_else(|| meant.map(|tip| format!("you may mean {}", tip.meant)))
}

#[cfg(test)]
mod tests {
    use super::tip_for;

    #[test]
    fn options_of_other_programs_are_translated() {
        for (typed, part) in [
            ("field", "--text-field"),
            ("text-column=body", "--text-field"),
            ("min-length", "--min-chars"),
            ("exclude-dir", "--exclude"),
        ] {
            let tip = tip_for(typed, "scan").unwrap_or_default();
            assert!(tip.contains(part), "{typed}: {tip}");
        }
        assert_eq!(tip_for("keep", "dedup"), None);
        assert!(tip_for("keep", "scan").is_some());
        assert!(tip_for("vectors", "scan").is_some_and(|tip| tip.contains("paragraphs")));
    }
}
