//! Text that was reported as boilerplate, or not searched completely.

use std::io::{self, Write};

use console::truncate_str;

use super::clean::clean;
use super::layout::{counted, folded, grouped};
use crate::report::View;
use crate::report::model::{BoilerplateView, LedgerView};

/// Boilerplate texts that are listed.
const LISTED: usize = 10;

/// Writes the boilerplate, and for how much of the text all passages were searched.
pub(super) fn write_coverage(view: &View<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    write_boilerplate(&view.boilerplate, width, out)?;
    let ledger = view.ledger.as_ref().filter(|ledger| ledger.proved < 1.0);
    ledger.map_or(Ok(()), |ledger| write_shares(ledger, width, out))
}

fn write_boilerplate(texts: &[BoilerplateView<'_>], width: usize, out: &mut dyn Write) -> io::Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    let count = counted(texts.len(), "stretch");
    writeln!(out, "\nBoilerplate: {count} in more documents than --common")?;
    for text in texts.iter().take(LISTED) {
        writeln!(out, "  {}", truncate_str(&line(text), width.saturating_sub(2), "…"))?;
    }
    if texts.len() > LISTED {
        let more = grouped(texts.len() - LISTED);
        writeln!(out, "  … and {more} more: --format json lists them")?;
    }
    Ok(())
}

fn line(text: &BoilerplateView<'_>) -> String {
    let (documents, chars) = (grouped(text.documents), grouped(text.content_chars));
    format!("{documents} documents, {chars} characters: {}", clean(&text.text))
}

fn write_shares(ledger: &LedgerView<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let shares = [ledger.proved, ledger.measured, ledger.blind].map(tenths);
    let [proved, measured, blind] = shares;
    let text = format!(
        "Passages: all were looked at for {proved} of the text; {measured} is common text, \
         {blind} too common"
    );
    writeln!(out, "\n{}", folded(&text, 2, width))?;
    if ledger.boilerplate > 0.0 {
        let share = tenths(ledger.boilerplate);
        writeln!(out, "  {share} is boilerplate (--common) and counts nothing")?;
    }
    if !ledger.blind_places.is_empty() {
        let places = counted(ledger.blind_places.len(), "stretch");
        writeln!(out, "  {places} too common; --exhaustive looks at them")?;
    }
    Ok(())
}

/// A share as a percentage with one digit after the point: the shares of a whole should add up.
fn tenths(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
