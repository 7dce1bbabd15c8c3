//! Reports on standard output, diagnostics on standard error, and what happens where one of them or a file cannot be
//! written.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail where the program cannot be run, and says what it skips"
)]

#[cfg(target_os = "linux")]
mod disk;
#[cfg(unix)]
mod interrupt;

use std::fs;
use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use crate::program::{complained, printed, program, shown, transcript};

/// Every format of `tipstaff check`.
const FORMATS: [&str; 11] =
    ["text", "narrated", "json", "sarif", "junit", "github", "gitlab", "azure", "tap", "markdown", "csv"];
const MIXED: &str = "tests/cases/formats/force/mixed.toml";
const PACK: &str = "--rules tests/cases/formats";
const CHESHIRE: &str = "examples/forces/cheshire.toml";

/// Every other command that prints, and the same asked in vain. `@` is the folder of the test.
const COMMANDS: [(&str, &str); 14] = [
    ("explain R1 MIXED PACK", "explain R9 PACK"),
    ("plan MIXED PACK", "plan missing.toml PACK"),
    ("graph PACK", "graph --around R9 PACK"),
    ("graph --format svg PACK", "graph missing.toml PACK"),
    ("test ten --rules tests/cases/scenarios/mixed", "test --rules missing"),
    ("sources PACK", "sources --rules missing"),
    ("measure MIXED PACK", "measure --from missing.csv MIXED PACK"),
    ("trend @/result.json", "trend missing.json"),
    (
        "sql --dialect duckdb --as-of 2026-06-10 PACK",
        "sql visits.none --dialect duckdb --as-of 2026-06-10 PACK",
    ),
    ("oscal catalog PACK", "oscal catalog none"),
    ("oscal results MIXED PACK", "oscal results missing.toml PACK"),
    ("oscal poam MIXED PACK", "oscal poam missing.toml PACK"),
    ("seal MIXED PACK", "seal - PACK"),
    (
        "verify @/seal.json --without-signature --folder tests/cases/formats/force PACK",
        "verify @/result.json PACK",
    ),
];

/// A folder with a result and a seal to read, and room for what is written.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        place.run("check MIXED PACK --format json --output @/result.json");
        place.run("seal MIXED PACK --output @/seal.json");
        place
    }

    fn path(&self, name: &str) -> String {
        shown(&self.folder.path().join(name))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The words of a command, with what they stand for.
    fn words(&self, command: &str) -> Vec<String> {
        let folder = self.folder.path().to_str().unwrap();
        let command = command.replace("PACK", PACK).replace("MIXED", MIXED).replace('@', folder);
        command.split_whitespace().map(str::to_owned).collect()
    }

    fn program(&self, command: &str) -> std::process::Command {
        program(&self.words(command).iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn run(&self, command: &str) -> Output {
        self.program(command).output().unwrap()
    }

    /// Files that were written in part and left behind.
    fn left_over(&self) -> Vec<String> {
        left_over(self.folder.path())
    }
}

fn left_over(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".tipstaff")).collect()
}

/// A message without the spaces and strokes at which it is broken into lines.
fn joined(message: &str) -> String {
    message.split_whitespace().filter(|word| *word != "│").collect()
}

/// The check of the mixed sample in every format, and every other command, with the status that each ends with.
fn all() -> impl Iterator<Item = (String, i32)> {
    let checks = FORMATS.iter().map(|format| (format!("check MIXED PACK --format {format}"), 1));
    checks.chain(COMMANDS.iter().map(|(command, _)| ((*command).to_owned(), 0)))
}

/// Whether a text is a report in this format and nothing else.
fn is_report(format: &str, text: &str) -> bool {
    let each_line =
        |starts: &[&str]| text.lines().all(|line| starts.iter().any(|start| line.starts_with(start)));
    match format {
        "json" | "sarif" | "gitlab" => serde_json::from_str::<serde_json::Value>(text).is_ok(),
        "junit" => roxmltree::Document::parse(text).is_ok(),
        "github" => each_line(&["::error", "::warning", "::notice"]),
        "azure" => each_line(&["##vso[task.logissue "]),
        "tap" => each_line(&["TAP version 13", "1..", "ok ", "not ok ", "# "]),
        "csv" => csv::Reader::from_reader(text.as_bytes()).records().all(|row| row.is_ok()),
        "markdown" => text.starts_with("# Tipstaff: "),
        // What is wrong with the input is for standard error to say.
        _ => !text.is_empty() && !text.contains("no such file"),
    }
}

#[test]
fn reports_and_diagnostics_never_mix() {
    let place = Place::new();
    let drawn = "input::unreadable\n\n  × cannot read `missing.toml`: there is no such file or folder\n\n\
                 1 error: the input could not be used\n";
    let in_sentences = "Error input::unreadable: cannot read `missing.toml`: there is no such file or folder.\n\
                        1 error: the input could not be used\n";
    let check = "check missing.toml MIXED PACK";
    let reports: String = FORMATS.map(|format| format!(" --report {format}=@/{format}")).concat();
    let together = place.run(&format!("{check} {reports}"));
    for format in FORMATS {
        let output = place.run(&format!("{check} --format {format}"));
        assert!(is_report(format, &printed(&output)), "{format}\n{}", transcript(&output));
        let expected = if format == "narrated" { in_sentences } else { drawn };
        assert_eq!((output.status.code(), complained(&output)), (Some(2), expected.to_owned()), "{format}");
        assert_eq!(place.read(format), printed(&output), "{format}: not the same in a file beside others");
        let in_file = place.run(&format!("{check} --format {format} --output @/output"));
        let said = (in_file.status.code(), printed(&in_file), complained(&in_file));
        assert_eq!(said, (Some(2), String::new(), expected.to_owned()), "{format}");
        assert_eq!(place.read("output"), printed(&output), "{format}: not the same in a file");
    }
    assert_eq!(printed(&together), place.read("text"));
    for (good, bad) in COMMANDS {
        let output = place.run(good);
        assert_eq!((output.status.code(), complained(&output)), (Some(0), String::new()), "{good}");
        let in_file = place.run(&format!("{good} --output @/output"));
        assert_eq!((in_file.status.code(), complained(&in_file)), (Some(0), String::new()), "{good}");
        // A seal in a file leaves standard output to say what is in it.
        assert_eq!(in_file.stdout.is_empty(), !good.starts_with("seal"), "{good}");
        assert!(!output.stdout.is_empty() && place.read("output") == printed(&output), "{good}");
        let in_vain = place.run(&format!("{bad} --output @/output"));
        assert_eq!((in_vain.status.code(), printed(&in_vain)), (Some(2), String::new()), "{bad}");
        assert_ne!(complained(&in_vain), "", "{bad}");
        if bad.starts_with("verify ") {
            // Nobody may take what stands there for the outcome of this run.
            assert!(place.read("output").starts_with("Not verified: "), "{bad}");
        } else {
            assert_eq!(place.read("output"), printed(&output), "{bad}: the old file is gone");
        }
    }
    assert_eq!(place.left_over(), Vec::<String>::new());
}

#[test]
fn a_file_that_cannot_be_written_is_said_and_nothing_else_is() {
    let place = Place::new();
    fs::create_dir(place.path("folder")).unwrap();
    let mut ways = vec![("none/file", "there is no such file or folder"), ("folder", "it is a folder")];
    if cfg!(target_os = "linux") {
        ways.push(("/dev/full", "no space left on device"));
    }
    if is_read_only(&place.path("read-only")) {
        ways.push(("read-only/file", "permission is denied"));
    } else {
        eprintln!("skipped: whom no permission binds can write into any folder");
    }
    for (file, why) in ways {
        let path = if file.starts_with('/') { file.to_owned() } else { place.path(file) };
        let expected = (Some(2), String::new(), joined(&format!("cannot write `{path}`: {why}")));
        for command in COMMANDS.map(|(good, _)| good).into_iter().chain(["check MIXED PACK"]) {
            let output = place.run(&format!("{command} --output {path}"));
            let said = (output.status.code(), printed(&output), joined(&complained(&output)));
            assert_eq!(said, expected, "{command}");
        }
        let mut summary = place.program("check MIXED PACK --quiet --step-summary --output @/output");
        let output = summary.env("GITHUB_STEP_SUMMARY", &path).output().unwrap();
        let said = (output.status.code(), printed(&output), joined(&complained(&output)));
        assert_eq!(said, expected, "--step-summary");
        let output =
            place.run(&format!("check MIXED PACK --update-baseline --baseline {path} --output @/output"));
        assert_eq!((output.status.code(), printed(&output)), (Some(2), String::new()), "--baseline");
        assert!(joined(&complained(&output)).contains(&path), "{}", transcript(&output));
    }
    assert_eq!(place.left_over(), Vec::<String>::new());
}

/// Makes a folder that only allows to be read, where the system knows such folders and holds the user to it.
fn is_read_only(folder: &str) -> bool {
    fs::create_dir(folder).unwrap();
    let mut permissions = fs::metadata(folder).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder, permissions).unwrap();
    fs::write(Path::new(folder).join("probe"), "").is_err()
}

#[test]
fn a_report_that_cannot_be_written_does_not_hinder_the_others() {
    let place = Place::new();
    let reports: String = FORMATS
        .map(|format| format!(" --report {format}=@/none/{format} --report {format}=@/{format}"))
        .concat();
    let output = place.run(&format!("check MIXED PACK {reports}"));
    let nowhere = FORMATS.map(|format| place.path(&format!("none/{format}")));
    let said = nowhere.map(|path| format!("cannot write `{path}`: there is no such file or folder\n"));
    assert_eq!((output.status.code(), joined(&complained(&output))), (Some(2), joined(&said.concat())));
    assert_eq!(printed(&output), place.read("text"));
    for format in FORMATS {
        assert!(is_report(format, &place.read(format)), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_printed_is_an_error() {
    let place = Place::new();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let read_only = || fs::File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let keys = format!("keygen {} --replace", place.path("keys"));
    let seal = "seal MIXED PACK --output @/seal.json".to_owned();
    let commands =
        all().map(|(command, _)| command).chain([keys.clone(), seal]).map(|command| (command, full()));
    for (command, stream) in commands.chain([("check MIXED PACK".to_owned(), read_only())]) {
        let output = place.program(&command).stdout(stream).output().unwrap();
        let why =
            if command == "check MIXED PACK" { "bad file descriptor" } else { "no space left on device" };
        let said = (output.status.code(), joined(&complained(&output)));
        let made = if command == keys { "the keys are made, but cannot be told of: " } else { "" };
        assert_eq!(said, (Some(2), joined(&format!("{made}cannot write the report: {why}\n"))), "{command}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::new();
    let help = ["--help", "check --help", "--version"].map(|command| (command.to_owned(), 0));
    for (command, status) in all().chain(help) {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = place.program(&command).stdout(writer).output().unwrap();
        let said = (output.status.code(), complained(&output));
        assert_eq!(said, (Some(status), String::new()), "{command}");
    }
    // Nobody hears the diagnostics either.
    for bad in COMMANDS.iter().map(|(_, bad)| *bad).chain(["check missing.toml", "check --none"]) {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = place.program(bad).stderr(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{bad}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_stream_is_no_error() {
    let place = Place::new();
    let run = |command: &str, closed: &str| {
        let mut shell = std::process::Command::new("sh");
        shell.current_dir(env!("CARGO_MANIFEST_DIR")).args(["-c", &format!("exec \"$@\" {closed}"), "sh"]);
        shell.arg(env!("CARGO_BIN_EXE_tipstaff")).args(place.words(command)).output().unwrap()
    };
    for (command, closed, status) in [
        ("check MIXED PACK", ">&-", 1),
        ("graph --format svg PACK", ">&-", 0),
        ("check missing.toml", "2>&-", 2),
        ("check missing.toml", "<&- >&- 2>&-", 2),
    ] {
        let output = run(command, closed);
        let said = (output.status.code(), printed(&output), complained(&output));
        assert_eq!(said, (Some(status), String::new(), String::new()), "{command} {closed}");
    }
    // The first file that is opened is not taken for a stream.
    run("check missing.toml MIXED PACK --output @/output", "<&- >&- 2>&-");
    assert_eq!(place.read("output"), printed(&place.run("check missing.toml MIXED PACK")));
}

/// `tipstaff … | head`, of reports that a pipe has no room for.
#[test]
fn a_reader_that_has_read_enough_is_no_error() {
    use std::io::Read;
    let place = Place::new();
    // What is printed in the other formats fits into a pipe, whoever reads it.
    let large = ["text", "json", "sarif", "csv"].map(|format| format!("check {CHESHIRE} --format {format}"));
    let others = ["oscal catalog", "sql --dialect tsql --as-of 2026-06-10"].map(str::to_owned);
    for command in large.into_iter().chain(others) {
        let status = i32::from(command.starts_with("check"));
        let (mut reader, writer) = std::io::pipe().unwrap();
        // The command holds a writer of its own until it is gone.
        let child =
            place.program(&command).stdout(writer).stderr(std::process::Stdio::piped()).spawn().unwrap();
        reader.read_exact(&mut [0; 100]).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), complained(&output)), (Some(status), String::new()), "{command}");
    }
}

/// `/dev/stdout` leads to the stream: it must not be replaced by a file.
#[cfg(target_os = "linux")]
#[test]
fn a_path_that_leads_to_a_stream_is_written_to() {
    let place = Place::new();
    std::os::unix::fs::symlink("/proc/self/fd/1", place.path("stream")).unwrap();
    for format in FORMATS {
        let output = place.run(&format!("check MIXED PACK --format {format} --output @/stream"));
        assert_eq!((output.status.code(), complained(&output)), (Some(1), String::new()), "{format}");
        assert_eq!(printed(&output), printed(&place.run(&format!("check MIXED PACK --format {format}"))));
        assert!(fs::symlink_metadata(place.path("stream")).unwrap().is_symlink(), "the link was replaced");
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = place.program("check MIXED PACK --output @/stream").stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), complained(&output)), (Some(1), String::new()));
}
