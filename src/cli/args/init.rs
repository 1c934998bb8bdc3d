//! A commented configuration file, made from the options themselves.

use std::io::{self, Write};

use clap::builder::Str;
use clap::{Arg, ArgAction, Command};

use super::commands::{command, is_configurable};
use super::config::is_setting;

/// Columns of the comments.
const WIDTH: usize = 96;

const HEAD: &str = "\
# Settings of leitong for this directory and those below. Each table has the options of a command;
# a line without its # sets an option. The command line takes precedence.
";

/// Writes a configuration file in which every option is a comment with its default.
pub(crate) fn write_template(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    let mut all = command();
    all.build();
    for command in all.get_subcommands().filter(|command| is_configurable(command)) {
        write_table(command, out)?;
    }
    Ok(())
}

fn write_table(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n[{}]", command.get_name())?;
    for arg in command.get_arguments().filter(|arg| is_setting(arg)) {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        writeln!(out)?;
        for line in lines(&help) {
            writeln!(out, "# {line}")?;
        }
        let key = arg.get_long().expect("settings have long names");
        writeln!(out, "# {key} = {}", value(arg))?;
    }
    Ok(())
}

/// The default of an option in TOML, or the form of its value if there is none.
fn value(arg: &Arg) -> String {
    if matches!(arg.get_action(), ArgAction::SetTrue) {
        return "false".into();
    }
    let defaults = arg.get_default_values();
    let name = arg.get_value_names().and_then(|names| names.first()).map(Str::as_str);
    let values: Vec<String> = match defaults {
        [] => vec![quoted(name.unwrap_or_default())],
        values => values.iter().map(|value| quoted(&value.to_string_lossy())).collect(),
    };
    if matches!(arg.get_action(), ArgAction::Append) {
        format!("[{}]", values.join(", "))
    } else {
        values.join(", ")
    }
}

/// A value in TOML: numbers as they are, everything else as a string.
fn quoted(value: &str) -> String {
    if value.parse::<f64>().is_ok() { value.to_owned() } else { format!("{value:?}") }
}

/// Breaks a text into lines of at most [`WIDTH`] characters.
fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is a line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + word.chars().count() < WIDTH {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
