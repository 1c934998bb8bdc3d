//! What a scan would do: the files that it would read, and its settings.

use std::io::{self, Write};

use leitong::corpus::{Listing, PassedOver};
use leitong::document::Role;
use leitong::report::SettingsModel;
use serde_json::Value;

/// Writes the plan of a scan; `common` is the limit of boilerplate that was asked for.
pub(crate) fn write_plan(
    listings: &[(Role, Listing)],
    settings: &SettingsModel,
    common: Option<u64>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "Nothing is compared or written (--dry-run).")?;
    let found = listings.iter().map(|(_, listing)| listing.sources.iter().flatten().count());
    writeln!(out, "\nFiles that would be read: {}", found.sum::<usize>())?;
    for (role, listing) in listings {
        for source in listing.sources.iter().flatten() {
            let (path, format) = (source.path.display().to_string(), source.description());
            writeln!(out, "  {}: {format}{}", path.escape_debug(), option_of(*role))?;
        }
    }
    write_unread(listings, out)?;
    writeln!(out, "\nSettings")?;
    let Value::Object(settings) = serde_json::to_value(settings)? else { return Ok(()) };
    for (name, value) in settings {
        if name == "common" && common.is_none() {
            writeln!(out, "  {name}: a tenth of the documents, at least 50 and at most 100")?;
        } else {
            writeln!(out, "  {name}: {value}")?;
        }
    }
    Ok(())
}

/// Writes the files that would not be read, if there are any.
fn write_unread(listings: &[(Role, Listing)], out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Vec::new();
    for (_, listing) in listings {
        let skips = listing.sources.iter().filter_map(|source| source.as_ref().err());
        lines.extend(skips.map(ToString::to_string));
        for PassedOver { path, kind, .. } in &listing.passed_over {
            lines.push(format!("{}: {kind}", path.display()));
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFiles that would not be read: {}", lines.len())?;
    lines.iter().try_for_each(|line| writeln!(out, "  {}", line.escape_debug()))
}

/// The option that names the files of a role.
fn option_of(role: Role) -> &'static str {
    match role {
        Role::Collection => "",
        Role::Second => " (--against)",
        Role::Ignored => " (--ignore)",
    }
}
