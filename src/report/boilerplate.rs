//! What was not told of each place: boilerplate, and text that was not looked at everywhere.

use std::io::{self, Write};

use console::truncate_str;

use super::View;
use super::excerpt::clean;
use super::model::{BoilerplateView, LedgerView};
use super::terminal::{counted, folded, grouped};

/// Stretches that are shown.
const SHOWN: usize = 10;

/// Writes the boilerplate, and for how much of the text all passages were looked for.
pub(super) fn write_untold(view: &View<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if !view.boilerplate.is_empty() {
        writeln!(out, "\nBoilerplate: {} in more documents than --common", counted(view.boilerplate.len(), "stretch"))?;
    }
    for stretch in view.boilerplate.iter().take(SHOWN) {
        writeln!(out, "  {}", truncate_str(&line(stretch), width.saturating_sub(2), "…"))?;
    }
    if view.boilerplate.len() > SHOWN {
        writeln!(out, "  … and {} more: --format json lists them", grouped(view.boilerplate.len() - SHOWN))?;
    }
    let ledger = view.ledger.as_ref().filter(|ledger| ledger.proved < 1.0);
    ledger.map_or(Ok(()), |ledger| write_ledger(ledger, width, out))
}

fn line(stretch: &BoilerplateView<'_>) -> String {
    let (documents, chars) = (grouped(stretch.documents), grouped(stretch.content_chars));
    format!("{documents} documents, {chars} characters: {}", clean(&stretch.text))
}

fn write_ledger(ledger: &LedgerView<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let (proved, measured, blind) = (percent(ledger.proved), percent(ledger.measured), percent(ledger.blind));
    let text =
        format!("Passages: all were looked at for {proved} of the text; {measured} is common text, {blind} too common");
    writeln!(out, "\n{}", folded(&text, 2, width))?;
    if ledger.boilerplate > 0.0 {
        writeln!(out, "  {} is boilerplate (--common) and counts nothing", percent(ledger.boilerplate))?;
    }
    if !ledger.blind_places.is_empty() {
        let places = counted(ledger.blind_places.len(), "stretch");
        writeln!(out, "  {places} too common; --exhaustive looks at them")?;
    }
    Ok(())
}
