//! What the README shows is what the program prints.

use std::process::Command;

/// Stands in a shown output for lines that are left out.
const LEFT_OUT: &str = "\n[…]\n";

#[test]
fn the_shown_output_is_real() {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```console\n").skip(1).filter_map(|block| block.split("```").next());
    let mut shown = 0;
    for block in blocks {
        let (command, output) = block.split_once('\n').unwrap();
        let Some(arguments) = command.strip_prefix("$ cargo run --release --quiet -- ") else { continue };
        let run = Command::new(env!("CARGO_BIN_EXE_tipstaff"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(arguments.split(' '))
            .output()
            .unwrap();
        let mut printed = std::str::from_utf8(&run.stdout).unwrap();
        for part in output.split(LEFT_OUT).map(str::trim) {
            let found = printed
                .find(part)
                .unwrap_or_else(|| panic!("`{command}` does not print\n{part}\nbut\n{printed}"));
            printed = printed.get(found + part.len()..).unwrap();
        }
        shown += 1;
    }
    assert_eq!(shown, 2, "the README shows other commands than this test knows");
}
