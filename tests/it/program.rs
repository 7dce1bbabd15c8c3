//! The built program, run: what several tests share.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// The program with these arguments, in the project's folder.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tipstaff"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").args(arguments);
    command
}

/// Runs the program in the project's folder.
pub(crate) fn tipstaff(arguments: &[&str]) -> Output {
    program(arguments).output().unwrap()
}

pub(crate) fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Status, standard output and standard error, for snapshots.
pub(crate) fn transcript(output: &Output) -> String {
    let status = output.status.code().unwrap();
    format!("exit status {status}\n---- printed\n{}---- complained\n{}", printed(output), complained(output))
}

/// A path as the program shows it: with forward slashes on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.to_str().unwrap().replace(std::path::MAIN_SEPARATOR, "/")
}

/// A folder with a pack of this rule file, with the shipped manifest.
pub(crate) fn pack(rules: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/hmicfrs_2026_04/pack.toml");
    fs::copy(manifest, folder.path().join("pack.toml")).unwrap();
    fs::write(folder.path().join("own.rules"), rules).unwrap();
    folder
}

/// What of a result does not keep to a schema.
pub(crate) fn strays_from_schema(schema: &str, result: &serde_json::Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap();
    validator.iter_errors(result).map(|error| format!("{}: {error}", error.instance_path())).collect()
}
