//! Options of reading.

use clap::{Args as Group, ValueEnum};
use leitong::corpus::{Encoding, Format, OnError, ReadOptions};
use leitong::extract::HtmlPart;

use super::flags::parsed;

/// Field of texts by default.
const TEXT_FIELD: &str = "text";

/// Field of ids by default.
const ID_FIELD: &str = "id";

#[derive(Debug, Group)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Field of a JSON record, or column of a table, with the text: a name, a path such as
    /// `data.body`, or several with commas between them, which are joined
    #[arg(long, value_name = "FIELD", default_value = TEXT_FIELD)]
    text_field: String,
    /// Field of a JSON record, or column of a table, with the id of the document; a record without
    /// it is named by its line
    #[arg(long, value_name = "FIELD", default_value = ID_FIELD, hide_short_help = true)]
    id_field: String,
    /// Encoding of all files, such as gb18030 or big5 [default: detected for each file]
    #[arg(
        long,
        value_name = "NAME",
        value_parser = parsed::<Encoding>,
        hide_short_help = true
    )]
    encoding: Option<Encoding>,
    /// Format of all files, such as `text`, `jsonl`, `csv` or `html` [default: detected for each
    /// file]
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = parsed::<Format>,
        hide_short_help = true
    )]
    input_format: Option<Format>,
    /// Part of HTML pages that is read
    #[arg(
        long,
        value_enum,
        value_name = "PART",
        default_value_t = HtmlPartArg::Main,
        hide_short_help = true
    )]
    html_part: HtmlPartArg,
    /// What to do with files and records that cannot be read [default: skip up to --max-skipped]
    #[arg(long, value_enum, value_name = "ACTION", hide_short_help = true)]
    on_error: Option<OnErrorArg>,
}

impl ReadingArgs {
    pub(crate) fn options(&self) -> ReadOptions {
        let on_error = match self.on_error {
            Some(OnErrorArg::Fail) => OnError::Fail,
            Some(OnErrorArg::Skip) | None => OnError::Skip,
        };
        ReadOptions::default()
            .text_field(&self.text_field)
            .id_field(&self.id_field)
            .encoding(self.encoding)
            .input_format(self.input_format)
            .html_part(self.html_part.into())
            .on_error(on_error)
    }

    /// The field of ids, if it is not the default, which no record need have.
    pub(crate) fn named_id_field(&self) -> Option<&str> {
        Some(self.id_field.as_str()).filter(|&name| name != ID_FIELD)
    }

    /// The options that name fields other than the default ones.
    pub(crate) fn named_fields(&self) -> Vec<&'static str> {
        let mut options = Vec::new();
        if self.text_field != TEXT_FIELD {
            options.push("--text-field");
        }
        if self.named_id_field().is_some() {
            options.push("--id-field");
        }
        options
    }

    /// Whether files may hold records with fields.
    pub(super) fn has_records(&self) -> bool {
        self.input_format.is_none_or(|format| format != Format::Text)
    }

    /// Whether the user said that what cannot be read is skipped, however much it is.
    pub(crate) fn skips(&self) -> bool {
        self.on_error == Some(OnErrorArg::Skip)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HtmlPartArg {
    /// The article with its headings, without navigation, notices and comments
    Main,
    /// All visible text
    All,
}

impl From<HtmlPartArg> for HtmlPart {
    fn from(part: HtmlPartArg) -> Self {
        match part {
            HtmlPartArg::Main => Self::Main,
            HtmlPartArg::All => Self::All,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnErrorArg {
    /// Skip them, however many they are, and list them
    Skip,
    /// Stop at the first of them
    Fail,
}
