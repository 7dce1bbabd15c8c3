//! User text in messages.

use std::fmt::Write;

/// How many characters of a user's text a message repeats.
const LIMIT: usize = 60;

/// A user's text in backticks, shortened where it is long. What a terminal would obey instead of print is escaped:
/// control characters, and those that turn the direction of writing or cannot be seen.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("`");
    for character in text.chars().take(LIMIT) {
        if is_printed_as_it_is(character) {
            quoted.push(character);
        } else {
            // Writing to a string does not fail.
            let _ = write!(quoted, "{}", character.escape_unicode());
        }
    }
    if text.chars().nth(LIMIT).is_some() {
        quoted.push('…');
    }
    quoted.push('`');
    quoted
}

fn is_printed_as_it_is(character: char) -> bool {
    let unseen = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    !character.is_control() && !unseen
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_long_texts_are_cut() {
        assert_eq!(quote("Büro 7"), "`Büro 7`");
        assert_eq!(quote("a\u{1b}[31m\u{202e}b\n"), "`a\\u{1b}[31m\\u{202e}b\\u{a}`");
        assert_eq!(quote(&"x".repeat(61)), format!("`{}…`", "x".repeat(60)));
    }
}
