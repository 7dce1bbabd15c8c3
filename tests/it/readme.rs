//! What the README and the guides show is what the program prints.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test may fail where a page shows nonsense"
)]

use std::process::Command;

/// Stands in a shown output for lines that are left out.
const LEFT_OUT: &str = "\n[…]\n";

#[test]
fn the_shown_output_is_real() {
    for (page, expected) in [
        (include_str!("../../README.md"), 2),
        (include_str!("../../docs/explain.md"), 1),
        (include_str!("../../docs/oscal.md"), 1),
        (include_str!("../../docs/plan.md"), 1),
        (include_str!("../../docs/seal.md"), 1),
    ] {
        let blocks = page.split("```console\n").skip(1).filter_map(|block| block.split("```").next());
        let shown = blocks.filter(|block| is_shown(block)).count();
        assert_eq!(shown, expected, "a page shows other commands than this test knows");
    }
}

/// Holds the output that a block shows against what its command prints; not of commands of other programs.
fn is_shown(block: &str) -> bool {
    let (command, output) = block.split_once('\n').unwrap();
    let Some(arguments) = command.strip_prefix("$ cargo run --release --quiet -- ") else { return false };
    let run = Command::new(env!("CARGO_BIN_EXE_tipstaff"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments.split(' '))
        .output()
        .unwrap();
    let mut printed = std::str::from_utf8(&run.stdout).unwrap();
    let output = format!("\n{output}");
    for part in output.split(LEFT_OUT).map(str::trim) {
        let found = printed
            .find(part)
            .unwrap_or_else(|| panic!("`{command}` does not print\n{part}\nbut\n{printed}"));
        printed = printed.get(found + part.len()..).unwrap();
    }
    true
}
