//! The source keeps the rules that `docs/architecture.md` sets: who may use whom, one door for each dependency, small files.

#![expect(clippy::expect_used, reason = "a test may fail where its files cannot be read")]

mod rust;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tipstaff::diagnostic::Code;

use self::tables::{Row, Table, forbidden_import, is_at_or_below, wrong_door};

const LINES_OF_A_FILE: usize = 600;

struct File {
    /// From the root of the project, with forward slashes.
    path: String,
    /// `["pack", "date"]` for `src/pack/date.rs`.
    module: Vec<String>,
    text: String,
}

impl File {
    /// The paths that the file names outside its tests.
    fn paths(&self) -> Vec<rust::Path> {
        let depth = if self.is_root() { 0 } else { self.module.len() };
        let mut paths = rust::paths(&self.text, depth);
        if self.module == ["main"] {
            // To the program the library is a crate of its own.
            let firsts = paths.iter_mut().filter_map(|path| path.segments.first_mut());
            firsts.filter(|first| *first == "tipstaff").for_each(|first| *first = "crate".to_owned());
        }
        paths
    }

    fn is_root(&self) -> bool {
        self.module == ["lib"] || self.module == ["main"]
    }

    fn is_test(&self) -> bool {
        self.module.iter().any(|name| name == "tests")
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file in `src/`, in the order of their paths.
fn files() -> Vec<File> {
    let mut found = Vec::new();
    let mut folders = vec![project().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be listed") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found.iter().map(|path| file(path)).collect()
}

fn file(path: &Path) -> File {
    let inside = path.strip_prefix(project()).expect("the file is in the project");
    let names: Vec<_> = inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let path_of_module = names.iter().skip(1).map(|name| name.trim_end_matches(".rs").to_owned());
    File {
        path: names.join("/"),
        module: path_of_module.collect(),
        text: fs::read_to_string(path).expect("the file is UTF-8"),
    }
}

fn architecture() -> String {
    fs::read_to_string(project().join("docs/architecture.md")).expect("the page can be read")
}

fn imports() -> Table {
    Table::read(&architecture(), "Who may use whom")
}

fn doors() -> Table {
    Table::read(&architecture(), "One dependency, one door")
}

/// `file:line: what is wrong` for every path outside tests that `check` has something against.
fn complaints(check: impl Fn(&[String], &rust::Path) -> Option<String>) -> Vec<String> {
    let checked = files().into_iter().filter(|file| !file.is_test());
    checked.flat_map(|file| complaints_about(&file, &check)).collect()
}

fn complaints_about(file: &File, check: impl Fn(&[String], &rust::Path) -> Option<String>) -> Vec<String> {
    let say = |path: &rust::Path| {
        check(&file.module, path).map(|wrong| format!("{}:{}: {wrong}", file.path, path.line))
    };
    file.paths().iter().filter_map(say).collect()
}

#[track_caller]
fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn modules_use_only_what_the_table_allows() {
    let imports = imports();
    // The root only lists the modules, and may offer any of them under a shorter name.
    assert_none(&complaints(|module, path| match module {
        [root] if root == "lib" => None,
        _ => forbidden_import(&imports, module, path),
    }));
}

#[test]
fn dependencies_come_in_at_their_doors() {
    let doors = doors();
    assert_none(&complaints(|module, path| wrong_door(&doors, module, path)));
}

#[test]
fn modules_and_rows_are_the_same() {
    let files = files();
    let modules: BTreeSet<&str> =
        files.iter().filter_map(|file| file.module.first()).map(String::as_str).collect();
    let imports = imports();
    let rows: BTreeSet<&str> = imports.names().chain(["lib"]).collect();
    assert_eq!(modules, rows, "modules, and rows of docs/architecture.md, \"Who may use whom\"");
}

#[test]
fn rows_only_point_upwards() {
    let mut above = BTreeSet::new();
    for row in imports().rows {
        for part in &row.allowed {
            let module = part.split("::").next().unwrap_or_default();
            assert!(above.contains(module), "{:?} may use `{module}`, which is not above it", row.names);
        }
        above.extend(row.names);
    }
}

#[test]
fn no_row_allows_what_nobody_uses() {
    let files = files();
    let is_used = |module: &String, part: &str| {
        let of_module = files.iter().filter(|file| file.module.first() == Some(module) && !file.is_test());
        of_module
            .flat_map(File::paths)
            .any(|path| path.in_crate().is_some_and(|target| is_at_or_below(target, part)))
    };
    for Row { names, allowed } in imports().rows {
        let unused: Vec<_> =
            allowed.iter().filter(|part| !names.iter().any(|name| is_used(name, part))).collect();
        assert!(unused.is_empty(), "{names:?} may use {unused:?} and does not");
    }
}

#[test]
fn every_dependency_has_a_door() {
    let manifest = fs::read_to_string(project().join("Cargo.toml")).expect("the manifest can be read");
    let manifest = toml::de::DeTable::parse(&manifest).expect("the manifest is TOML");
    let dependencies = manifest.get_ref().get("dependencies").and_then(|table| table.get_ref().as_table());
    let crates: BTreeSet<String> = dependencies
        .expect("there are dependencies")
        .keys()
        .map(|name| name.get_ref().replace('-', "_"))
        .collect();
    let doors = doors();
    let rows: BTreeSet<String> = doors.names().map(str::to_owned).collect();
    let missing: Vec<_> = crates.difference(&rows).collect();
    assert!(
        missing.is_empty(),
        "without a row in docs/architecture.md, \"One dependency, one door\": {missing:?}"
    );
}

#[test]
fn every_code_of_a_diagnostic_is_made() {
    let used: BTreeSet<String> = files()
        .iter()
        .flat_map(File::paths)
        .filter_map(|path| match path.segments.as_slice() {
            [.., code, variant] if code == "Code" => Some(variant.clone()),
            _ => None,
        })
        .collect();
    let unused: Vec<_> = Code::ALL.iter().filter(|code| !used.contains(&format!("{code:?}"))).collect();
    assert!(unused.is_empty(), "documented and never made: {unused:?}");
}

#[test]
fn files_are_small() {
    let long = files().into_iter().map(|file| (file.text.lines().count(), file.path));
    let long: BTreeMap<_, _> = long.filter(|(lines, _)| *lines > LINES_OF_A_FILE).collect();
    assert!(long.is_empty(), "over {LINES_OF_A_FILE} lines; which concept wants a home of its own? {long:?}");
}

// ---- the checks can fail ----------------------------------------------------------------------------------------

const PAGE: &str = "\
## Who may use whom
| Module | May use |
|---|---|
| `low` | nothing |
| `mid` | `low::open` |

## One dependency, one door
| Dependency | Door |
|---|---|
| `nom`, `std::fs` | `mid::files` |
| `println!` | nobody |
";

fn planted(module: &str, text: &str) -> File {
    let module: Vec<String> = module.split("::").map(str::to_owned).collect();
    File { path: format!("src/{}.rs", module.join("/")), module, text: text.to_owned() }
}

#[test]
fn a_forbidden_import_is_named_with_its_line() {
    let imports = Table::read(PAGE, "Who may use whom");
    let complaints = |module, text| {
        complaints_about(&planted(module, text), |module, path| forbidden_import(&imports, module, path))
    };
    assert_eq!(
        complaints("mid::part", "use crate::low::open::Thing;\nuse crate::mid;"),
        Vec::<String>::new()
    );
    assert_eq!(
        complaints("mid::part", "use crate::{\n    low::{open, shut},\n};"),
        [
            "src/mid/part.rs:2: `mid` may not use `crate::low::shut`; docs/architecture.md, \"Who may use whom\", \
          allows low::open"
        ]
    );
    assert_eq!(
        complaints("low", "\nfn f() { super::mid::g() }"),
        [
            "src/low.rs:2: `low` may not use `crate::mid::g`; docs/architecture.md, \"Who may use whom\", allows nothing"
        ]
    );
    assert_eq!(
        complaints("new", "use crate::low;"),
        ["src/new.rs:1: `new` has no row in docs/architecture.md, \"Who may use whom\""]
    );
}

#[test]
fn a_wrong_door_is_named_with_its_line() {
    let doors = Table::read(PAGE, "One dependency, one door");
    let complaints = |module, text| {
        complaints_about(&planted(module, text), |module, path| wrong_door(&doors, module, path))
    };
    assert_eq!(complaints("mid::files", "use nom::Parser;\nuse std::{fs, io};"), Vec::<String>::new());
    assert_eq!(complaints("low", "use std::fmt;\nlet nom = 1;"), Vec::<String>::new());
    assert_eq!(
        complaints("mid", "use std::{\n    fmt,\n    fs,\n};\nuse nom;"),
        [
            "src/mid.rs:3: `std::fs` may not come in at `mid`; docs/architecture.md, \"One dependency, one door\", \
             allows mid::files",
            "src/mid.rs:5: `nom` may not come in at `mid`; docs/architecture.md, \"One dependency, one door\", \
             allows mid::files",
        ]
    );
    assert_eq!(
        complaints("mid::files", "fn f() {\n    std::println!();\n}"),
        ["src/mid/files.rs:2: `std::println!` may not come in at `mid::files`; docs/architecture.md, \
          \"One dependency, one door\", allows nothing"]
    );
}
