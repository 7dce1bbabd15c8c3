//! Hostile text in every place that a user fills: each format is parsed back, and has it as data.

#![expect(clippy::unwrap_used, reason = "a test may fail where a format cannot be parsed")]
#![cfg(unix)]

use std::fs;
use std::path::Path;

use markdown::mdast::Node;
use markdown::{ParseOptions, to_mdast};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;
use tipstaff::diagnostic::visible;

use super::FORMATS;
use crate::program::{complained, printed, program, tipstaff, transcript};

/// What some format takes for a sign of its own: of formulas, commands, markup, references, directives, terminals.
const HOSTILE: &str = "=1+1 \"'` %0A%25 :: , ; ] ]]> <!-- <b> & &amp; {0} }} [x](https://e.org) ![i](h) <https://e.org> \
     www.e.org a@e.org @everyone #12 GH-1 :+1: da39a3ee5e6b4b0d | \\ \\# TODO ##vso[task.complete] ::error::x \u{1b}[31m \
     \u{200f}\u{202e}\u{9b}\u{85}\u{2028}\u{7f}\u{3164}\u{e0041} \u{1f46e} \u{0}\u{1}\r\t -- \n- [ ] x\n# h\nok 1 - x";
/// The same in a rule, which may not hold what cannot be seen.
const IN_RULES: &str = "=1+1 \\\"'` %0A%25 :: , ; ] ]]> <!-- <b> & &amp; {{0}} [x](https://e.org) ![i](h) @everyone #12 | \
     ##vso[task.complete] ::error::x 👮 \\n::error::y\\nok 1 - x";
const FILE: &str = "=a\"'%0A::,;]|`x` <b> \u{1b}[31m\u{202e}\u{1f46e}\n.toml";

/// A pack and an assessment with these words wherever words can be.
fn full_of(in_rules: &str, words: &str, file: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let manifest = fs::read_to_string("tests/cases/formats/pack.toml").unwrap();
    write("pack.toml", &manifest);
    write(
        "own.rules",
        &format!(
            "choice evidence_kind {{ policy }}\nfacts f \"{in_rules}\" {{ a: yesno b: yesno c: percent }}\n\
             table t \"{in_rules}\" {{ key id: text  done: yesno }}\n\
             recommendation R1 \"{in_rules}\" {{ to force\n\
             requirement R1.1 \"{in_rules}\" {{ must a: f.a finding \"{in_rules}\" {{ reading \"{in_rules}\" }}\n\
             must rows: every r in t: r.done finding \"{{r.id}} {in_rules}\" must unsaid: f.b\n\
             should c: f.c is 100% finding \"{in_rules}\" advise \"{in_rules}\" departure allowed }} }}\n"
        ),
    );
    let quoted = |text: &str| {
        let escaped = text.chars().map(|char| format!("\\U{:08X}", u32::from(char)));
        format!("\"{}\"", escaped.collect::<String>())
    };
    let hostile = quoted(words);
    write(
        file,
        &format!(
            "[assessment]\nformat = 1\nbody = {hostile}\nkind = \"force\"\npack = \"mixed\"\nversion = \"^1\"\n\
             as_of = 2026-06-10\npublished = true\nsource = \"response\"\nprepared_by = {hostile}\n\
             [claims]\nR1 = {{ status = \"complete\", rag = \"green\", note = {hostile} }}\n\
             [facts.f]\na = {{ value = false, note = {hostile} }}\nb = {{ said = {hostile}, note = {hostile} }}\n\
             c = [ {{ value = \"1%\", note = {hostile} }} ]\n[tables]\nt = \"t.csv\"\n\
             [[evidence]]\nid = \"e\"\nkind = \"policy\"\ntitle = {hostile}\nsupports = [\"R1.1\"]\n\
             [[departure]]\nrequirement = \"R1.1\"\nreason = {hostile}\nmitigation = {hostile}\npolicy = \"e\"\n\
             approved_by = {hostile}\nreview_by = 2026-01-01\n\
             [[action]]\nrequirement = \"R1.1\"\nwhat = {hostile}\nowner = {hostile}\nby = 2026-12-01\n"
        ),
    );
    write("t.csv", &format!("id,done\n\"{}\",no\n=2,\n", words.replace('"', "\"\"").replace('\0', "")));
    folder
}

/// The same with all that is hostile, checked in every format; the reports lie beside it, by the formats' names.
fn checked() -> TempDir {
    let folder = full_of(IN_RULES, HOSTILE, FILE);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let formats = FORMATS.iter().chain(&["json"]);
    let reports: Vec<String> = formats.map(|format| format!("--report={format}={}", path(format))).collect();
    let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
    let arguments = ["check", "--rules", folder.path().to_str().unwrap(), &path(FILE)];
    let output = tipstaff(&[&arguments[..], &reports[..]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", transcript(&output));
    folder
}

fn report(folder: &TempDir, format: &str) -> String {
    fs::read_to_string(folder.path().join(format)).unwrap()
}

/// What cannot be seen made visible, but for line breaks.
fn shown(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

fn percent_decoded(text: &str, hundred: &str) -> String {
    let mut decoded = text.to_owned();
    for (code, char) in
        [("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%5D", "]"), ("%3B", ";"), (hundred, "%")]
    {
        decoded = decoded.replace(code, char);
    }
    decoded
}

/// Programs that this project did not write read the same reports.
#[test]
fn hostile_reports_are_left_for_their_own_readers() {
    let folder = checked();
    let left = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats");
    fs::create_dir_all(&left).unwrap();
    for format in FORMATS.iter().chain(&["json"]) {
        let text = report(&folder, format);
        assert!(!text.is_empty());
        fs::write(left.join(format), text).unwrap();
    }
}

/// Whoever prints a report at a terminal sees what it says, and nothing else happens.
#[test]
fn no_report_steers_a_terminal_or_a_viewer() {
    let folder = checked();
    for format in FORMATS.iter().chain(&["json"]) {
        let text = report(&folder, format);
        // In Markdown a space of no width keeps words from being read as signs.
        let text = if *format == "markdown" { text.replace('\u{200b}', "") } else { text };
        let text = text.replace(['\n', '\r', '\t'], " ");
        assert!(text == visible(&text), "{format}");
    }
}

#[test]
fn hostile_text_is_data_in_json() {
    let folder = checked();
    let log: Value = serde_json::from_str(&report(&folder, "sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 6);
    for result in results {
        let text = result["message"]["text"].as_str().unwrap();
        assert!(!text.replace("\\](", "").contains("]("), "a link: {text}");
        let text = text.replace("{{", "{").replace("}}", "}").replace("\\](", "](");
        assert!(text.starts_with(HOSTILE), "{text}");
        let uri = result.pointer("/locations/0/physicalLocation/artifactLocation/uri").unwrap();
        let uri = uri.as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains([' ', '"', '<', '|', '\n']), "{uri}");
        assert!(uri.ends_with("%3Cb%3E%20%1B%5B31m%E2%80%AE%F0%9F%91%AE%0A.toml"), "{uri}");
    }
    let violations: Value = serde_json::from_str(&report(&folder, "gitlab")).unwrap();
    for violation in violations.as_array().unwrap() {
        assert!(violation["description"].as_str().unwrap().starts_with(HOSTILE), "{violation}");
        assert!(violation["location"]["path"].as_str().unwrap().ends_with(FILE), "{violation}");
    }
}

#[test]
fn hostile_text_is_data_in_xml_and_in_a_table() {
    let folder = checked();
    let xml = report(&folder, "junit");
    let xml = roxmltree::Document::parse(&xml).unwrap();
    let suites: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("testsuite")).collect();
    let name = suites[0].attribute("name").unwrap();
    let body = HOSTILE.replace('\0', "\\u{0}").replace('\u{1}', "\\u{1}").replace('\u{1b}', "\\u{1b}");
    assert!(name.starts_with(&format!("{body} (force), as of 2026-06-10: ")), "{name}");
    assert_eq!(xml.descendants().filter(|node| node.has_tag_name("testcase")).count(), 1);

    let text = report(&folder, "csv");
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    for row in rows {
        assert_eq!(row[1], format!("'{}", shown(HOSTILE)));
        assert!(row[0].ends_with(&shown(FILE)));
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
    }
}

#[test]
fn hostile_text_is_data_in_lines() {
    let folder = checked();
    let annotations = report(&folder, "github");
    assert_eq!(annotations.lines().count(), 6);
    for line in annotations.lines() {
        let (_, rest) = line.split_once(" title=").unwrap();
        let (properties, _) = rest.split_once("::").unwrap();
        let properties: Vec<&str> = properties.split(',').collect();
        assert!(percent_decoded(properties[0], "%25").contains(&shown(HOSTILE)), "{line}");
        let file = properties[1].strip_prefix("file=").unwrap();
        assert!(percent_decoded(file, "%25").ends_with(&shown(FILE)), "{line}");
        assert!(!line.contains(['\u{1b}', '\u{202e}']), "{line}");
    }
    let issues = report(&folder, "azure");
    assert_eq!(issues.lines().count(), 6);
    for line in issues.lines() {
        let rest = line.strip_prefix("##vso[task.logissue ").unwrap();
        let (properties, message) = rest.split_once(']').unwrap();
        let properties: Vec<&str> = properties.split_terminator(';').collect();
        assert_eq!(properties.len(), 5, "{line}");
        let path = properties[1].strip_prefix("sourcepath=").unwrap();
        assert!(percent_decoded(path, "%AZP25").ends_with(&shown(FILE)), "{line}");
        assert!(percent_decoded(message, "%AZP25").starts_with(&shown(HOSTILE)), "{line}");
    }
    let lines = report(&folder, "tap");
    let tests: Vec<&str> = lines.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(tests[..2], ["TAP version 13", "1..1"]);
    assert!(tests[2].starts_with("not ok 1 - =1+1 ") && tests.len() == 3, "{tests:?}");
    // The one thing that is unescaped would be a directive, and a gap without a deadline has none.
    assert!(!tests[2].replace("\\\\", "").replace("\\#", "").contains('#'), "{}", tests[2]);
}

/// Whatever stands in an assessment, a rule, a name of a file or an argument, the log of a pipeline takes no part of what
/// is printed for a command: on neither stream, and wherever lines are broken.
#[test]
fn no_log_takes_words_for_commands() {
    let words = "::stop-commands::x ##vso[task.complete] ##[error]x ".repeat(9);
    let file = "::error::##vso[x].toml";
    let folder = full_of(&words, &words, file);
    let broken = words.replace(' ', "\n");
    for (name, text) in
        [("::a ##vso[x].toml", broken.as_str()), ("b.toml", &format!("[assessment]\n{broken}"))]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let many = [file, "::a ##vso[x].toml", "b.toml", "::missing::##[x].toml", "::nowhere::/##vso[x]/*"];
    let nowhere = "::none::/##vso[x]";
    let runs: Vec<Vec<&str>> = ["text", "narrated", "json", "sarif", "junit", "gitlab", "tap", "markdown"]
        .into_iter()
        .map(|format| [&["check", "--format", format], &many[..]].concat())
        .chain([
            vec!["check", "--output", nowhere, file],
            vec!["check", "--config", nowhere, file],
            vec!["check", "--baseline", nowhere, file],
            vec!["check", "##vso[x] --::", "--report", "::x"],
            vec!["check", "--##vso[x]"],
            vec!["explain", "R1.1", file],
            vec!["explain", "--format", "json", "::x##[", file],
            vec!["plan", file],
            vec!["plan", "--format", "markdown", file],
            vec!["graph", file],
            vec!["graph", "--format", "svg", file],
            vec!["graph", "--format", "dot", file],
            vec!["measure", file],
            vec!["seal", file],
            vec!["sources"],
            vec!["trend", file, nowhere],
            vec!["oscal", "results", file],
        ])
        .collect();
    for mut arguments in runs {
        if !matches!(arguments[0], "trend") {
            arguments.splice(1..1, ["--rules", "."]);
        }
        let output = program(&arguments).current_dir(folder.path()).output().unwrap();
        let (printed, complained) = (printed(&output), complained(&output));
        assert!(printed.len() + complained.len() > 40, "{arguments:?}");
        for line in printed.lines().chain(complained.lines()) {
            let is_command =
                line.trim_start().starts_with("::") || line.contains("##vso[") || line.contains("##[");
            assert!(!is_command, "{arguments:?}: {line}");
        }
    }
}

/// What a text shows when it is read as GitHub reads it, and every node of it that is not just words.
fn read(text: &str) -> (String, Vec<Node>) {
    fn walk(node: &Node, shown: &mut String, others: &mut Vec<Node>) {
        match node {
            Node::Text(text) => shown.push_str(&text.value),
            Node::InlineCode(code) => shown.push_str(&code.value),
            Node::Root(_) | Node::Paragraph(_) | Node::TableCell(_) => {}
            other => others.push(other.clone()),
        }
        for child in node.children().into_iter().flatten() {
            walk(child, shown, others);
        }
    }
    let (mut shown, mut others) = (String::new(), Vec::new());
    walk(&to_mdast(text, &ParseOptions::gfm()).unwrap(), &mut shown, &mut others);
    (shown.replace('\u{200b}', ""), others)
}

#[test]
fn hostile_text_is_data_in_markdown() {
    let folder = checked();
    let (shown, others) = read(&report(&folder, "markdown"));
    let count = |is_of: fn(&Node) -> bool| others.iter().filter(|node| is_of(node)).count();
    let html: Vec<&Node> =
        others.iter().filter(|node| matches!(node, Node::Html(html) if html.value != "<br>")).collect();
    assert_eq!(html, Vec::<&Node>::new());
    assert_eq!(count(|node| matches!(node, Node::Heading(_))), 5);
    assert_eq!(count(|node| matches!(node, Node::Table(_))), 4);
    // Each table has a head; below there are one recommendation, one requirement twice, and two warnings.
    assert_eq!(count(|node| matches!(node, Node::TableRow(_))), 4 + 1 + 1 + 1 + 2);
    let known = |node: &Node| {
        matches!(
            node,
            Node::Html(_)
                | Node::Heading(_)
                | Node::Table(_)
                | Node::TableRow(_)
                | Node::List(_)
                | Node::ListItem(_)
        )
    };
    let strange: Vec<&Node> = others.iter().filter(|node| !known(node)).collect();
    assert_eq!(strange, Vec::<&Node>::new());
    assert!(
        shown
            .contains("[x](https://e.org) ![i](h) <https://e.org> www.e.org a@e.org @everyone #12 GH-1 :+1:")
    );
}

proptest! {
    /// Words of others stay words: nothing else comes of them, and they are shown as they are.
    #[test]
    fn words_of_others_are_shown_as_they_are(text in "[a-z@#:`|\\\\<>\\[\\]()!*_~&;./w0-9{}$^+=\" -]{0,40}") {
        use tipstaff::report::markdown::{plain, words};
        for escaped in [plain(&text), words(&text)] {
            let table = format!("| a |\n|---|\n| x {escaped} y |\n");
            let (shown, others) = read(&table);
            let known = |node: &Node| matches!(node, Node::Table(_) | Node::TableRow(_));
            prop_assert!(others.iter().all(known), "{escaped}: {others:?}");
            let without = |text: &str| text.replace([' ', '`'], "");
            prop_assert_eq!(without(&shown), without(&format!("ax {text} y")), "{}", escaped);
        }
    }
}
