//! Errors of the engine as exceptions.

use std::path::Path;

use leitong::Error;
use leitong::error::SkippedInput;
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError};
use pyo3::prelude::*;

/// The module that defines the exceptions.
const MODULE: &str = "leitong._errors";

/// The exception for an error.
pub(crate) fn exception(py: Python<'_>, error: &Error) -> PyErr {
    let message = error.to_string();
    match error {
        Error::Setting { .. } | Error::Memory { .. } => raised(py, "SettingsError", (message,)),
        Error::Unreadable(skip) => unreadable(py, skip, message),
        Error::TooManySkipped { first, .. } => unreadable(py, &first[0], message),
        Error::Read { path, source } => {
            let place = (text_of(path), None::<u64>, source.to_string(), message);
            raised(py, "ReadError", place)
        }
        Error::Stopped => PyKeyboardInterrupt::new_err(()),
        _ => raised(py, "LeitongError", (message,)),
    }
}

/// The exception for a setting that the binding refuses.
pub(crate) fn wrong_setting(py: Python<'_>, setting: &'static str, reason: String) -> PyErr {
    exception(py, &Error::Setting { setting, reason })
}

fn unreadable(py: Python<'_>, skip: &SkippedInput, message: String) -> PyErr {
    let place = (text_of(&skip.path), skip.line, skip.reason.clone(), message);
    raised(py, "ReadError", place)
}

fn text_of(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// An exception of the package, made of these arguments.
fn raised<'py, A>(py: Python<'py>, name: &str, arguments: A) -> PyErr
where
    A: pyo3::call::PyCallArgs<'py>,
{
    let made = py
        .import(MODULE)
        .and_then(|module| module.getattr(name))
        .and_then(|class| class.call1(arguments));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => PyRuntimeError::new_err(error.to_string()),
    }
}
