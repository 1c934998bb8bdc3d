//! The configuration file `leitong.toml`: a table for each command, whose keys are the long names of
//! its options.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, ValueHint};
use toml::{Table, Value};

use super::commands::{command, is_configurable};

/// Name of the configuration file.
pub(crate) const FILE_NAME: &str = "leitong.toml";

/// Options of one run. A file that lies in a parent directory must not make a run write files, nor
/// read others than those that are named.
const OF_ONE_RUN: [&str; 16] = [
    "baseline",
    "dry_run",
    "duplicates",
    "explain",
    "files_from",
    "found",
    "html",
    "json",
    "misses",
    "no_config",
    "null",
    "output",
    "recall_curve",
    "resume",
    "save",
    "skipped",
];

/// Similarity of two names above which one is proposed for the other.
const SIMILAR: f64 = 0.75;

/// A configuration file that was read.
#[derive(Debug)]
pub(super) struct Config {
    path: PathBuf,
    tables: Table,
}

/// An option that is configured, and how it would be typed.
#[derive(Debug)]
pub(super) struct Setting {
    /// The option, by the name of its field.
    pub(super) id: String,
    /// Options that cannot be given together with this one.
    conflicts: Vec<String>,
    pub(super) words: Vec<OsString>,
}

impl Setting {
    /// Whether the command line has the option, or one that excludes it.
    pub(super) fn is_overridden(&self, typed: &[String]) -> bool {
        typed.iter().any(|id| *id == self.id || self.conflicts.contains(id))
    }
}

impl Config {
    /// Reads the configuration file of `directory`: the first in it and its parents, up to the root
    /// of a repository or the home directory.
    pub(super) fn find(directory: &Path) -> Result<Option<Self>, String> {
        let home = env::home_dir();
        for directory in directory.ancestors() {
            let path = directory.join(FILE_NAME);
            if path.is_file() {
                return Self::read(path).map(Some);
            }
            if directory.join(".git").exists() || home.as_deref() == Some(directory) {
                break;
            }
        }
        Ok(None)
    }

    fn read(path: PathBuf) -> Result<Self, String> {
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let tables = text.parse::<Table>().map_err(|error| {
            // The message of the parser has several lines, with the place in the first.
            format!("{}: {}", path.display(), error.to_string().trim_end())
        })?;
        let config = Self { path, tables };
        config.check_tables()?;
        Ok(config)
    }

    /// The file.
    pub(super) fn into_path(self) -> PathBuf {
        self.path
    }

    /// The settings of one command.
    pub(super) fn settings(&self, command: &Command) -> Result<Vec<Setting>, String> {
        let Some(Value::Table(table)) = self.tables.get(command.get_name()) else {
            return Ok(Vec::new());
        };
        table.iter().map(|(key, value)| self.setting(command, key, value)).collect()
    }

    /// Checks that each table is that of a command.
    fn check_tables(&self) -> Result<(), String> {
        let all = command();
        let commands = all.get_subcommands().filter(|command| is_configurable(command));
        let names: Vec<&str> = commands.map(Command::get_name).collect();
        for (name, value) in &self.tables {
            let table = format!("{}: [{name}]", self.path.display());
            if !names.contains(&name.as_str()) {
                let tip = similar(name, names.iter().copied());
                return Err(format!(
                    "{table} is not the table of a command: {}{tip}",
                    names.join(", ")
                ));
            }
            if !value.is_table() {
                return Err(format!("{table} is not a table"));
            }
        }
        Ok(())
    }

    fn setting(&self, command: &Command, key: &str, value: &Value) -> Result<Setting, String> {
        let named = format!("{}: [{}] {key}", self.path.display(), command.get_name());
        let Some(arg) = command.get_arguments().find(|arg| is_called(arg, key)) else {
            let known = command.get_arguments().filter(|arg| is_setting(arg));
            let tip = similar(key, known.filter_map(Arg::get_long));
            return Err(format!("{named} is not an option of {}{tip}", command.get_name()));
        };
        if !is_setting(arg) {
            return Err(format!("{named} is for one run; give it on the command line"));
        }
        let words = self.words(arg, value).map_err(|reason| format!("{named}: {reason}"))?;
        check(command.get_name(), &words).map_err(|reason| format!("{named}: {reason}"))?;
        let others = command.get_arguments().filter(|other| exclude(command, arg, other));
        let conflicts = others.map(|other| other.get_id().to_string()).collect();
        Ok(Setting { id: arg.get_id().to_string(), conflicts, words })
    }

    /// The words of an option with a value.
    fn words(&self, arg: &Arg, value: &Value) -> Result<Vec<OsString>, String> {
        let long = arg.get_long().expect("only options with long names are settings");
        let takes_flag = matches!(arg.get_action(), ArgAction::SetTrue)
            || arg.get_num_args().is_some_and(|count| count.min_values() == 0);
        let values = match value {
            Value::Boolean(is_on) if takes_flag => {
                return Ok(is_on.then(|| format!("--{long}").into()).into_iter().collect());
            }
            Value::Array(values) => values.iter().collect(),
            value => vec![value],
        };
        if matches!(arg.get_action(), ArgAction::SetTrue) {
            return Err("is true or false".into());
        }
        values.into_iter().map(|value| self.word(arg, long, value)).collect()
    }

    fn word(&self, arg: &Arg, long: &str, value: &Value) -> Result<OsString, String> {
        let mut word = OsString::from(format!("--{long}="));
        match value {
            // A path is relative to the file that it stands in.
            Value::String(text) if is_path(arg) => {
                word.push(self.path.parent().unwrap_or(Path::new("")).join(text));
            }
            Value::String(text) => word.push(text),
            Value::Integer(number) => word.push(number.to_string()),
            Value::Float(number) => word.push(number.to_string()),
            _ => return Err("is neither a text nor a number".into()),
        }
        Ok(word)
    }
}

/// Whether an option can be configured.
pub(super) fn is_setting(arg: &Arg) -> bool {
    let id = arg.get_id().as_str();
    arg.get_long().is_some() && !OF_ONE_RUN.contains(&id) && id != "help" && id != "version"
}

fn is_called(arg: &Arg, key: &str) -> bool {
    arg.get_long() == Some(key) || arg.get_all_aliases().is_some_and(|all| all.contains(&key))
}

/// Whether two options cannot be given together. Only one of them need say so.
fn exclude(command: &Command, a: &Arg, b: &Arg) -> bool {
    command.get_arg_conflicts_with(a).contains(&b) || command.get_arg_conflicts_with(b).contains(&a)
}

fn is_path(arg: &Arg) -> bool {
    arg.get_value_hint() == ValueHint::AnyPath
}

/// Checks the values of one option by themselves, so that the file is blamed for them.
fn check(name: &str, words: &[OsString]) -> Result<(), String> {
    let line = ["leitong".into(), name.into()].into_iter().chain(words.iter().cloned());
    match command().try_get_matches_from(line) {
        Err(error) if error.kind() != ErrorKind::MissingRequiredArgument => {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            Err(line.trim_start_matches("error: ").to_owned())
        }
        _ => Ok(()),
    }
}

/// A tip that names the most similar of several names.
fn similar<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> String {
    let scored = names.map(|name| (strsim::jaro_winkler(typed, name), name));
    let best = scored.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.filter(|(score, _)| *score >= SIMILAR)
        .map_or_else(String::new, |(_, name)| format!(" (did you mean {name}?)"))
}
