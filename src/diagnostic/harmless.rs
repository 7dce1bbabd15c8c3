//! Words of others as data: what a terminal, a viewer or the log of a pipeline would obey instead of show.
//!
//! Terminals obey control characters, and viewers those that turn the direction of writing or cannot be seen. Logs obey
//! commands: GitHub Actions those at the beginning of a line, Azure Pipelines and TeamCity theirs anywhere in one.

use std::fmt::Write;

/// How commands begin that may stand anywhere in a line.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// The text with an escape for each character that is obeyed.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        if is_shown(character) {
            visible.push(character);
        } else {
            // Writing to a string does not fail.
            let _ = write!(visible, "{}", character.escape_unicode());
        }
    }
    visible
}

/// The text with a sign in place of each character that is obeyed. Each is as long in bytes as what it stands for, so
/// that places stay where they are. Line breaks and tabs are kept.
pub fn harmless(text: &str) -> String {
    let sign = |character: char| match (character, character.len_utf8()) {
        ('\n' | '\t', _) => character,
        ('\r', _) => ' ',
        _ if is_shown(character) => character,
        (_, 1) => '?',
        (_, 2) => '·',
        (_, 3) => '\u{fffd}',
        _ => '\u{1f5c6}',
    };
    text.chars().map(sign).collect()
}

/// The same for words that must stay on one line, so that they cannot pass for lines of a report.
pub fn one_line(text: &str) -> String {
    harmless(text).replace(['\n', '\t'], " ")
}

/// The text with every command broken by a sign of the same length.
pub fn without_commands(text: &str) -> String {
    characters(text).map(|(character, is_command)| if is_command { '?' } else { character }).collect()
}

/// A JSON document that says the same with an escape for each character that is obeyed, and without commands.
pub fn in_json(document: &str) -> String {
    escaped(document, |character, text| {
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    })
}

/// The same of an XML document without comments and the like, in which nothing can be escaped.
pub fn in_xml(document: &str) -> String {
    escaped(document, |character, text| {
        let _ = write!(text, "&#{};", u32::from(character));
    })
}

fn escaped(document: &str, escape: impl Fn(char, &mut String)) -> String {
    let mut text = String::with_capacity(document.len());
    for (character, is_command) in characters(document) {
        let is_data = matches!(character, '\n' | '\r' | '\t') || is_shown(character);
        if is_data && !is_command {
            text.push(character);
        } else {
            escape(character, &mut text);
        }
    }
    text
}

/// Each character, and whether a command begins with it.
fn characters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut begins = true;
    text.char_indices().map(move |(place, character)| {
        let rest = text.get(place..).unwrap_or_default();
        let is_command = match character {
            ':' => begins && rest.starts_with("::"),
            '#' => COMMANDS.iter().any(|command| {
                rest.get(..command.len()).is_some_and(|start| start.eq_ignore_ascii_case(command))
            }),
            _ => false,
        };
        begins = character == '\n' || (begins && character.is_whitespace());
        (character, is_command)
    })
}

/// Characters that are not seen, or that change the direction of the text round them: those that Unicode calls default
/// ignorable, but for the selectors that choose how a sign before them looks, and those that mark lines and directions.
pub fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

fn is_shown(character: char) -> bool {
    !character.is_control() && !is_unseen(character)
}

#[cfg(test)]
mod tests {
    use super::{harmless, in_json, in_xml, visible, without_commands};

    const HOSTILE: &str = "a\u{1b}[31mb\u{202e}c\u{9b}d\u{feff}e\u{e0041}\r\nf";

    #[test]
    fn what_is_obeyed_is_replaced_by_as_many_bytes() {
        let shown = harmless(HOSTILE);
        assert_eq!(shown, "a?[31mb\u{fffd}c·d\u{fffd}e\u{1f5c6} \nf");
        assert_eq!(shown.len(), HOSTILE.len());
    }

    #[test]
    fn commands_are_broken_by_as_many_bytes() {
        for (hostile, shown) in [
            ("::error::x", "?:error::x"),
            ("a ::b\n \t\u{3000}::stop-commands::x", "a ::b\n \t\u{3000}?:stop-commands::x"),
            (":::x", "?::x"),
            ("a##vso[task.complete]##VSO[x]", "a?#vso[task.complete]?#VSO[x]"),
            ("###[error]x ##teamcity[x", "#?#[error]x ?#teamcity[x"),
            ("input::conflict # #[a] ##vs ##é", "input::conflict # #[a] ##vs ##é"),
        ] {
            assert_eq!(without_commands(hostile), shown);
            assert_eq!(shown.len(), hostile.len());
        }
    }

    #[test]
    fn documents_say_the_same_with_escapes() {
        let text = format!("{HOSTILE}##vso[x] \u{1f46e}");
        let json = in_json(&serde_json::to_string(&text).unwrap_or_default());
        assert!(json.contains("c\\u009bd\\ufeffe\\udb40\\udc41\\r\\nf\\u0023#vso[x] \u{1f46e}"), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).ok(), Some(text));
        assert_eq!(
            in_xml("<a b=\"c\u{9b}\">\u{202e}##[x\n ::y</a>"),
            "<a b=\"c&#155;\">&#8238;&#35;#[x\n &#58;:y</a>"
        );
    }

    #[test]
    fn what_is_obeyed_is_escaped() {
        assert_eq!(visible("a\u{1b}[31m\u{202e}b\n"), "a\\u{1b}[31m\\u{202e}b\\u{a}");
    }
}
