//! The command line, as its users see it: each file in `tests/cmd` is a case, with its input in the
//! folder `NAME.in`.
//!
//! After a change that is meant, `TRYCMD=overwrite cargo test --test it cli` writes the new
//! outputs; read the difference.

#[test]
fn the_command_line_answers_as_it_did() {
    trycmd::TestCases::new()
        .env("COLUMNS", "100")
        .env("CLICOLOR_FORCE", "")
        .case("tests/cmd/*.trycmd")
        .case("tests/cmd/*.toml");
}
