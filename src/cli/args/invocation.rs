//! The arguments of a run: those of the command line, and those of `leitong.toml`.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::StyledStr;
use clap::parser::ValueSource;
use clap::{ArgMatches, FromArgMatches};
use leitong::error::Error;

use super::commands::{command, is_configurable};
use super::config::{Config, Setting};
use super::effects::{Effect, idle};
use super::tips::with_tip;
use super::{Args, flags};

/// The option that leaves the configuration unread.
const NO_CONFIG: &str = "--no-config";

/// Words of a command line before the options of a command: the program and the command.
const HEAD: usize = 2;

/// The arguments of a run.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) args: Args,
    /// The configuration file that was used.
    pub(crate) configuration: Option<PathBuf>,
}

/// Why the arguments are refused.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// They cannot be parsed, or they ask for help.
    Parser(clap::Error),
    /// They are parsed, and are wrong for this reason.
    Message(String),
}

impl From<clap::Error> for Refusal {
    fn from(error: clap::Error) -> Self {
        Self::Parser(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Message(flags::message(&error))
    }
}

/// Parses the words of a command line, with the settings of `leitong.toml` before them.
pub(crate) fn parse(words: Vec<OsString>) -> Result<Invocation, Refusal> {
    check_likeness(&words)?;
    let command = command();
    let name = words.get(1).and_then(|word| word.to_str()).unwrap_or_default().to_owned();
    let strict = command.clone().try_get_matches_from(&words);
    if let Err(error) = strict.as_ref()
        && !error.use_stderr()
    {
        return Err(strict.expect_err("it is an error").into());
    }
    let config = if words.iter().any(|word| word == NO_CONFIG) {
        None
    } else {
        Config::find(&env::current_dir().unwrap_or_default()).map_err(Refusal::Message)?
    };
    let known = command.find_subcommand(&name).filter(|command| is_configurable(command));
    let (Some(config), Some(known)) = (config, known) else {
        let line = CommandLine { command, name, words };
        let args = line.resolve(Vec::new())?;
        return Ok(Invocation { args, configuration: None });
    };
    // An option that is typed may need another that is configured.
    let lenient =
        strict.or_else(|_| command.clone().ignore_errors(true).try_get_matches_from(&words));
    let typed = lenient.map(|matches| given(&matches)).unwrap_or_default();
    let mut settings = config.settings(known).map_err(Refusal::Message)?;
    settings.retain(|setting| !setting.is_overridden(&typed));
    let line = CommandLine { command, name, words };
    let args = line.resolve(settings)?;
    Ok(Invocation { args, configuration: Some(config.into_path()) })
}

/// Returns an error if the value of an option such as `--semantic` is typed as a path: it follows an
/// equals sign.
fn check_likeness(words: &[OsString]) -> Result<(), Refusal> {
    for pair in words.windows(2) {
        let Some(option) = ["--semantic", "--translated"].into_iter().find(|name| pair[0] == *name)
        else {
            continue;
        };
        let value = pair[1].to_str().unwrap_or_default();
        let is_number = value.trim_end_matches('%').parse::<f64>().is_ok();
        if is_number && !Path::new(value).exists() {
            return Err(Refusal::Message(format!(
                "{option}: a value follows an equals sign: {option}={value}"
            )));
        }
    }
    Ok(())
}

/// The options that were given to a command, by the names of their fields.
fn given(matches: &ArgMatches) -> Vec<String> {
    let Some((_, matches)) = matches.subcommand() else { return Vec::new() };
    let ids = matches.ids().map(clap::Id::as_str);
    ids.filter(|id| is_given(matches, id)).map(str::to_owned).collect()
}

fn is_given(matches: &ArgMatches, id: &str) -> bool {
    matches!(matches.try_contains_id(id), Ok(true))
        && matches.value_source(id) == Some(ValueSource::CommandLine)
}

/// A command line that is to be joined with settings.
struct CommandLine {
    command: clap::Command,
    name: String,
    words: Vec<OsString>,
}

impl CommandLine {
    /// Parses the words with `settings`, of which those without an effect in this run are left out.
    fn resolve(&self, mut settings: Vec<Setting>) -> Result<Args, Refusal> {
        loop {
            let configured = settings.iter().flat_map(|setting| setting.words.clone());
            let (head, rest) = self.words.split_at(HEAD.min(self.words.len()));
            let words = head.iter().cloned().chain(configured).chain(rest.iter().cloned());
            let matches = self.command.clone().try_get_matches_from(words);
            let matches = matches.map_err(|error| with_tip(error, &self.name, self.usage()))?;
            let args = Args::from_arg_matches(&matches)?;
            let Some(effect) = idle_option(&args, &matches)? else { return Ok(args) };
            let before = settings.len();
            settings.retain(|setting| setting.id != effect.option);
            if settings.len() == before {
                return Err(Refusal::Message(format!(
                    "{}: {}",
                    flags::flag(effect.option),
                    effect.reason
                )));
            }
        }
    }

    /// The usage of the command.
    fn usage(&self) -> StyledStr {
        let mut all = self.command.clone();
        all.build();
        all.find_subcommand_mut(&self.name).map(clap::Command::render_usage).unwrap_or_default()
    }
}

/// The first option without an effect.
fn idle_option(args: &Args, matches: &ArgMatches) -> Result<Option<Effect>, Refusal> {
    let Some((_, matches)) = matches.subcommand() else { return Ok(None) };
    Ok(idle(&args.command, |id| is_given(matches, id))?)
}
