//! User text in messages.

use super::visible;

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
