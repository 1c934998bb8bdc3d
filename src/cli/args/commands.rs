//! The commands, as the parser knows them.

use clap::CommandFactory;

use super::Args;

/// The arguments that the parser knows.
pub(crate) fn command() -> clap::Command {
    let command = Args::command();
    let names: Vec<String> =
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    names.iter().fold(command, |command, name| command.mut_subcommand(name, with_both_helps))
}

/// A command whose short help says that there is a long one.
fn with_both_helps(command: clap::Command) -> clap::Command {
    let Some(examples) = command.get_after_help().cloned() else { return command };
    let note = format!("`leitong {} --help` shows all options.", command.get_name());
    command.after_help(format!("{examples}\n\n{note}")).after_long_help(examples)
}

/// Whether `leitong.toml` may have a table for a command.
pub(super) fn is_configurable(command: &clap::Command) -> bool {
    command.get_arguments().any(|arg| arg.get_id() == "no_config")
}
