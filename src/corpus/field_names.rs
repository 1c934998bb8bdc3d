//! Messages about fields that a record does not have.

use std::collections::BTreeSet;

/// Most names that a message lists; a record with more is listed in part.
const LISTED: usize = 12;

/// Least Jaro similarity of a field that the user may have meant, the bound of clap for flags.
const FIELD_ALIKE: f64 = 0.7;

/// Least Jaro similarity of a file that the user may have meant. It is higher than that of a field
/// because unlike files often have the same extension: `nosuch.jsonl` and `some.jsonl` have 0.78,
/// `speach.txt` and `speech.txt` 0.93.
const FILE_ALIKE: f64 = 0.9;

/// The message about a field or column that is missing, with those that there are.
pub(super) fn missing<N: AsRef<str>>(
    what: &str,
    name: &str,
    present: impl IntoIterator<Item = N>,
) -> String {
    let present: Vec<N> = present.into_iter().collect();
    let names: Vec<&str> = present.iter().map(AsRef::as_ref).collect();
    if names.is_empty() {
        return format!("no {what} {name:?}");
    }
    let rest = if names.len() > LISTED { ", …" } else { "" };
    let listed = names[..names.len().min(LISTED)].join(", ");
    let meant = closest(name, &names, FIELD_ALIKE)
        .map_or_else(String::new, |meant| format!(" (did you mean {meant:?}?)"));
    format!("no {what} {name:?} among: {listed}{rest}{meant}")
}

/// The message about a field that no record has, with the fields that there are.
pub(crate) fn missing_field(name: &str, present: &BTreeSet<String>) -> String {
    missing("field", name, present)
}

/// The file name that is most similar to the one that is missing.
pub(super) fn closest_file<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    closest(name, names, FILE_ALIKE)
}

/// The name that is most similar to the one that is missing, if it is at least this similar.
fn closest<'n>(name: &str, names: &[&'n str], least: f64) -> Option<&'n str> {
    let scores = names.iter().map(|other| (strsim::jaro(name, other), *other));
    let best = scores.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (best.0 >= least).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_field_is_told_with_those_that_there_are() {
        let missing = |name, present: &[&str]| missing("field", name, present);
        let message = missing("txt", &["id", "text"]);
        assert_eq!(message, "no field \"txt\" among: id, text (did you mean \"text\"?)");
        assert_eq!(missing("body", &["id"]), "no field \"body\" among: id");
        assert_eq!(missing("body", &[]), "no field \"body\"");
        assert_eq!(closest_file("nosuch.jsonl", &["some.jsonl"]), None);
        assert_eq!(closest_file("speach.txt", &["a.txt", "speech.txt"]), Some("speech.txt"));
        let many: Vec<String> = (0..20).map(|at| format!("f{at:02}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(missing("body", &many).ends_with("f10, f11, …"));
    }
}
