//! Fields inside other fields, and texts that are joined from several fields.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

/// The fields of an object, with their values as JSON.
pub(super) type RawFields<'r> = BTreeMap<String, &'r RawValue>;

/// What stands between texts that are joined.
pub(super) const JOINT: &str = "\n\n";

/// Whether the name of a text field may be more than a name: several names with commas between
/// them, names of nested fields with dots, or JSON Pointers.
pub(super) fn is_compound(name: &str) -> bool {
    name.contains([',', '.', '/'])
}

/// The paths of a compound name. A name that is that of a field is no path; see [`find`].
pub(super) fn paths(name: &str) -> impl Iterator<Item = &str> {
    name.split(',').map(str::trim).filter(|path| !path.is_empty())
}

/// Whether a text is joined from several fields.
pub(super) fn is_joined(name: &str) -> bool {
    paths(name).count() > 1
}

/// Whether a path of a compound name is, or leads through, the field `first`.
#[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "columns of Parquet only"))]
pub(super) fn begins_with(name: &str, first: &str) -> bool {
    paths(name).any(|path| path == first || steps(path)[0] == first)
}

/// The names that a path consists of.
fn steps(path: &str) -> Vec<Cow<'_, str>> {
    match path.strip_prefix('/') {
        // JSON Pointer, RFC 6901.
        Some(pointer) => pointer
            .split('/')
            .map(|step| Cow::Owned(step.replace("~1", "/").replace("~0", "~")))
            .collect(),
        None => path.split('.').map(Cow::Borrowed).collect(),
    }
}

/// The last name of a path.
pub(super) fn last_step(path: &str) -> Cow<'_, str> {
    steps(path).pop().unwrap_or_default()
}

/// The value at a path in an object. A field whose name is the whole path counts first.
pub(super) fn find<'r>(fields: &RawFields<'r>, path: &str) -> Option<&'r RawValue> {
    if let Some(value) = fields.get(path) {
        return Some(value);
    }
    let steps = steps(path);
    let (first, rest) = steps.split_first()?;
    let first = fields.get(first.as_ref()).copied();
    rest.iter().try_fold(first?, |value, step| child(value, step))
}

/// A field of an object, or an element of a list by its number, counted from 0.
fn child<'r>(value: &'r RawValue, step: &str) -> Option<&'r RawValue> {
    if value.get().starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
        return list.get(step.parse::<usize>().ok()?).copied();
    }
    let fields: RawFields<'_> = serde_json::from_str(value.get()).ok()?;
    fields.get(step).copied()
}

/// Removes the value at a path.
pub(super) fn remove(fields: &mut serde_json::Map<String, Value>, path: &str) {
    if fields.remove(path).is_some() {
        return;
    }
    let steps = steps(path);
    let Some((last, before)) = steps.split_last() else { return };
    let mut at = fields;
    for step in before {
        let Some(Value::Object(inside)) = at.get_mut(step.as_ref()) else { return };
        at = inside;
    }
    at.remove(last.as_ref());
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(record: &str, path: &str) -> Option<String> {
        let fields = serde_json::from_str(record).expect("the record is JSON");
        find(&fields, path).map(|value| value.get().to_owned())
    }

    #[test]
    fn paths_lead_through_objects_and_lists() {
        let record = r#"{"data": {"a.b": 1, "list": [{"t": "x"}, "y"]}, "data.body": 2, "a/b": 3}"#;
        assert_eq!(found(record, "data.list.1").as_deref(), Some("\"y\""));
        assert_eq!(found(record, "/data/list/0/t").as_deref(), Some("\"x\""));
        assert_eq!(found(record, "/data/a.b").as_deref(), Some("1"));
        assert_eq!(found(record, "data.body").as_deref(), Some("2"));
        assert_eq!(found(record, "/a~1b").as_deref(), Some("3"));
        for path in ["data.list.2", "data.list.x", "data.none", "none.x", "data.list.1.x"] {
            assert_eq!(found(record, path), None, "{path}");
        }
    }

    #[test]
    fn a_nested_field_is_removed_alone() {
        let record = json!({"data": {"body": "long", "title": "x"}, "n": 1});
        let mut fields = record.as_object().expect("an object").clone();
        remove(&mut fields, "data.body");
        remove(&mut fields, "data.title.none");
        assert_eq!(json!(fields), json!({"data": {"title": "x"}, "n": 1}));
    }
}
