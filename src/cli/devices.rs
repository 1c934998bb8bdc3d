//! Devices that never end.

use std::path::{Path, PathBuf};

use leitong::error::{Error, Result, SkippedInput};

/// Returns an error if a path is a device that may never end, such as `/dev/zero`. Terminals end,
/// and so does `/dev/null`.
pub(crate) fn check_ends(paths: &[PathBuf]) -> Result<()> {
    match paths.iter().find(|path| is_endless(path)) {
        Some(path) => {
            let reason = "a device, which may have no end".into();
            Err(Error::Unreadable(SkippedInput::new(path, None, reason)))
        }
        None => Ok(()),
    }
}

#[cfg(unix)]
fn is_endless(path: &Path) -> bool {
    use std::fs::File;
    use std::io::IsTerminal;
    use std::os::unix::fs::FileTypeExt;

    // A device is opened only to ask what it is; opening a pipe would wait for its writer.
    let is_device = path.metadata().is_ok_and(|metadata| metadata.file_type().is_char_device());
    is_device
        && path.canonicalize().is_ok_and(|path| path != Path::new("/dev/null"))
        && !File::open(path).is_ok_and(|file| file.is_terminal())
}

#[cfg(not(unix))]
fn is_endless(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::check_ends;

    #[test]
    fn devices_without_end_are_refused() {
        let error = check_ends(&["/dev/null".into(), "/dev/zero".into()]).expect_err("endless");
        assert_eq!(error.to_string(), "/dev/zero: a device, which may have no end");
        assert!(check_ends(&["/dev/null".into(), "Cargo.toml".into(), "nosuch".into()]).is_ok());
    }
}
