//! User text in messages.

use std::fmt::Write;

/// How many characters of a user's text a message repeats.
const LIMIT: usize = 60;

/// A user's text in backticks, [visible] and shortened where it is long.
pub fn quote(text: &str) -> String {
    let (shown, left_out) = match text.char_indices().nth(LIMIT) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), "…"),
        None => (text, ""),
    };
    format!("`{}{left_out}`", visible(shown))
}

/// The text with an escape for what a terminal or a viewer would obey instead of show: control characters, and those
/// that turn the direction of writing or cannot be seen.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        if is_printed_as_it_is(character) {
            visible.push(character);
        } else {
            // Writing to a string does not fail.
            let _ = write!(visible, "{}", character.escape_unicode());
        }
    }
    visible
}

fn is_printed_as_it_is(character: char) -> bool {
    let unseen = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fffe}' | '\u{ffff}'
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
