//! Rule files: what is told of mistakes in them, and that printing and parsing agree.

use insta::{assert_snapshot, glob};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support;
use tipstaff::diagnostic::Diagnostic;
use tipstaff::source::SourceMap;
use tipstaff::syntax::{self, ast, print};

fn told(text: &str) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("case.rules", text);
    let diagnostics = syntax::parse(file, text).errors.iter().map(Diagnostic::from).collect();
    support::report(text, &sources, diagnostics)
}

fn tree(text: &str) -> ast::File {
    let parsed = syntax::parse(SourceMap::default().add("case.rules", text), text);
    assert!(parsed.errors.is_empty(), "{}\n{text}", told(text));
    parsed.tree
}

/// A tree without its places, which printing changes.
fn shape(tree: &ast::File) -> String {
    let is_place = |line: &&str| !line.trim_start().starts_with("span: ");
    let dump = format!("{tree:#?}");
    // A place may also stand alone, in a list of places.
    let is_bare =
        |line: &&str| !line.trim().trim_end_matches(',').split("..").all(|part| part.parse::<u32>().is_ok());
    dump.lines().filter(is_place).filter(is_bare).collect::<Vec<_>>().join("\n")
}

fn assert_round_trip(text: &str) {
    let first = tree(text);
    let printed = print::file(&first);
    assert_eq!(shape(&tree(&printed)), shape(&first), "{printed}");
    assert_eq!(print::file(&tree(&printed)), printed, "printing is not stable");
}

#[test]
fn every_mistake_is_told_at_its_place() {
    glob!("../cases/syntax", "*.rules", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert_snapshot!(told(&text));
    });
}

#[test]
fn seven_mistakes_are_seven_errors_and_the_rest_is_kept() {
    let text = include_str!("../cases/syntax/seven_mistakes.rules");
    let parsed = syntax::parse(SourceMap::default().add("case.rules", text), text);
    let lines = |span: tipstaff::source::Span| text.get(..span.range().start).unwrap().lines().count();
    assert_eq!(
        parsed.errors.iter().map(|error| lines(error.span)).collect::<Vec<_>>(),
        [2, 5, 9, 15, 17, 18, 23]
    );
    let kept = print::file(&parsed.tree);
    for part in ["every_period: percent", "must fine:", "evidence policy within 3 years"] {
        assert!(kept.contains(part), "{part} is lost in\n{kept}");
    }
}

#[test]
fn every_word_may_name_the_column_behind_a_computed_one() {
    let words =
        "and or is in covers within of else where then not recorded is_not due as_of key each finding every";
    let values = [
        "r.b",
        "r.b is c",
        "1 week",
        "count c in checks",
        "(r.b)",
        "if r.b then r.c",
        "r.b within 2 days",
        "a and b",
    ];
    for (word, value) in words.split(' ').flat_map(|word| values.map(|value| (word, value))) {
        for gap in ["\n", " "] {
            let text =
                format!("table t {{ a: yesno = {value}{gap}{word}: yesno = {value}{gap}key b: count }}");
            let ast::Item::Table(table) = tree(&text).items.remove(0) else { panic!("{text}") };
            assert_eq!(
                table.columns.iter().map(|column| &column.name.text).collect::<Vec<_>>(),
                ["a", word, "b"]
            );
            assert_round_trip(&text);
        }
    }
}

/// A rule file with one clause of this condition.
fn with_condition(condition: &str) -> String {
    format!("recommendation R1 \"t\" {{ requirement R1.1 \"t\" {{ must a: {condition} }} }}")
}

#[test]
fn depth_is_limited_and_length_is_not() {
    const MANY: usize = 100_000;
    for deep in ["(", "not ", "-", "(x and ", "all of [", "if x then (", "every r in t: "] {
        let report =
            syntax::parse(SourceMap::default().add("t", ""), &with_condition(&deep.repeat(MANY))).errors;
        let limits =
            report.iter().filter(|error| error.kind == syntax::error::SyntaxErrorKind::TooDeep).count();
        assert_eq!(limits, 1, "{deep}");
    }
    for long in ["x and ", "x or ", "1 + ", "2 * ", "if x then y else "] {
        tree(&with_condition(&format!("{}x", long.repeat(MANY))));
    }
    tree(&with_condition(&format!("x in [{}x]", "x, ".repeat(MANY))));
    tree(&with_condition(&format!("x{}", ".x".repeat(MANY))));
    tree(&"recommendation R1 \"t\" { requirement R1.1 \"t\" { must a: x } }\n".repeat(20_000));
}

#[test]
fn time_grows_with_the_length_of_a_file_and_no_faster() {
    // A lexer that looks at the rest of the line for every token would need minutes for these.
    for (piece, before) in
        [("1-", "1"), ("2026-10-31-", "1"), ("x-", "x"), ("R1.", "x"), ("\"\"", "x in ["), ("'", "")]
    {
        let text = with_condition(&format!("{before}{}1", piece.repeat(1_000_000 / piece.len())));
        let start = std::time::Instant::now();
        syntax::parse(SourceMap::default().add("t", ""), &text);
        let time = start.elapsed();
        assert!(time.as_secs() < 10, "{piece:?} took {time:?}");
    }
    // Nor does going on behind a mistake read the rest of the file again and again.
    for piece in [
        "}",
        "}\n",
        "tabel x {\n",
        "scenario ",
        "facts\n",
        "{ a ",
        "{ a: } ,",
        "requirement R1.1 {\n",
        "must a\n",
        "a:\n",
    ] {
        for before in ["", "scenario \"t\" { given table t [", "recommendation R1 \"t\" {"] {
            let text = format!("{before}{}", piece.repeat(200_000 / piece.len()));
            let start = std::time::Instant::now();
            syntax::parse(SourceMap::default().add("t", ""), &text);
            let time = start.elapsed();
            assert!(time.as_secs() < 10, "{before}{piece:?} took {time:?}");
        }
    }
}

#[test]
fn the_first_hundred_errors_are_told_and_that_there_are_more() {
    let lines = |count: usize| format!("facts f {{\n{}}}", "§ x count \u{200b}\n".repeat(count));
    let told = |text: &str| syntax::parse(SourceMap::default().add("t", ""), text).errors;
    let (fits, many) = (told(&lines(50)), told(&lines(100_000)));
    assert_eq!((fits.len(), many.len()), (100, 101));
    assert_eq!(fits.first().map(|error| error.span.start), many.first().map(|error| error.span.start));
    assert_eq!(many[..100], told(&lines(60))[..100]);
    assert_eq!(many[100].kind, syntax::error::SyntaxErrorKind::More);
    assert_eq!(many[100].span, many[99].span);
}

#[test]
fn a_users_text_is_told_short_and_harmless() {
    let long = "x".repeat(1000);
    for text in [
        format!("facts f {{ a {long} }}"),
        format!("facts f {{ A{long}: count }}"),
        format!("due 1{long}"),
        format!("due {0}-{0}-{0}", "1".repeat(1000)),
        format!("recommendation R{long}"),
        "facts f { a: count \"\\\u{1b}\" }".to_owned(),
    ] {
        for error in syntax::parse(SourceMap::default().add("t", ""), &text).errors {
            let Diagnostic { message, help, .. } = Diagnostic::from(&error);
            assert!(message.len() + help.as_ref().map_or(0, String::len) < 300, "{message} {help:?}");
            assert!(!message.contains(char::is_control), "{message:?}");
        }
    }
}

#[test]
fn other_encodings_and_endless_digits_are_answered() {
    tree(&with_condition(&format!("x > {}", "9".repeat(5000))));
    let utf16: String = "choice risk { low }".chars().flat_map(|char| [char, '\0']).collect();
    assert!(told(&utf16).contains("syntax::hidden-character"));
    tree("\u{feff}choice risk { low }");
    tree("choice risk { low }\r\nchoice other { high }\r\n");
}

fn name() -> BoxedStrategy<String> {
    select(vec!["a", "b.c", "row.some.max", "due", "as_of", "absent", "min", "no", "all"])
        .prop_map(str::to_owned)
        .boxed()
}

fn literal() -> BoxedStrategy<String> {
    select(vec!["1", "0.5", "95%", "2026-10-31", "15 days", "1 weeks", "\"a \\\"b\\\" {{c}}\""])
        .prop_map(str::to_owned)
        .boxed()
}

/// Expressions with every pair of operators side by side, each operand in parentheses, which printing then drops.
fn expression() -> BoxedStrategy<String> {
    let joint = select(vec!["and", "or", "+", "-", "*", "/", "<", "<=", ">", ">=", "is", "is not", "within"]);
    prop_oneof![name(), literal()]
        .prop_recursive(4, 24, 3, move |inner| {
            let pair = (inner.clone(), inner.clone());
            prop_oneof![
                3 => (inner.clone(), joint.clone(), inner.clone()).prop_map(|(a, j, b)| format!("({a}) {j} ({b})")),
                1 => inner.clone().prop_map(|a| format!("not ({a})")),
                1 => inner.clone().prop_map(|a| format!("-({a})")),
                1 => inner.clone().prop_map(|a| format!("({a}).c.in")),
                1 => inner.clone().prop_map(|a| format!("({a}) is not recorded")),
                1 => pair.clone().prop_map(|(a, b)| format!("if {a} then ({b})")),
                1 => (pair.clone(), inner.clone())
                    .prop_map(|((a, b), c)| format!("if ({a}) then ({b}) else if {b} then ({c}) else ({a})")),
                1 => pair.clone().prop_map(|(a, b)| format!("({a}) in [{b}, must]")),
                1 => pair.clone().prop_map(|(a, b)| format!("({a}) within ({b}) of ({a})")),
                1 => pair.clone().prop_map(|(a, b)| format!("at least 2 of [{a}, {b}]")),
                1 => pair.clone().prop_map(|(a, b)| format!("every r in t where ({a}): {b}")),
                1 => pair.prop_map(|(a, _)| format!("count r in t where {a}")),
            ]
        })
        .boxed()
}

proptest! {
    #[test]
    fn every_expression_survives_printing(condition in expression()) {
        assert_round_trip(&with_condition(&condition));
    }

    #[test]
    fn no_text_makes_parsing_panic(text in "(?s).{0,200}") {
        syntax::parse(SourceMap::default().add("t", ""), &text);
    }

    #[test]
    fn no_row_of_words_makes_parsing_panic(
        words in prop::collection::vec(select(vec![
            "recommendation", "R1", "R1.1", "R1.1.a", "\"t\"", "{", "}", "requirement", "must", "a", ":", "x", "and", "or",
            "not", "if", "then", "else", "every", "in", "where", "(", ")", "[", "]", ",", "<", "=", "95%", "2026-10-31",
            "3", "months", "finding", "\"{x}\"", "facts", "table", "key", "choice", "scenario", "given", "expect", "\n", "#",
            "\"", "{{", "is", "within", "of", "at", "least", ".", "evidence", "to", "due", "é", "\u{202e}",
        ]), 0..60)
    ) {
        syntax::parse(SourceMap::default().add("t", ""), &words.join(" "));
    }
}
#[test]
fn what_is_printed_parses_to_the_same_tree() {
    glob!("../..", "rules/**/*.rules", |path| {
        assert_round_trip(&std::fs::read_to_string(path).unwrap());
    });
}
