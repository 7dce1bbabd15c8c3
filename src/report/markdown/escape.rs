//! Words of others in Markdown as GitHub and GitLab read it: they stay words, whatever they look like.

use crate::diagnostic::{one_line, without_commands};

/// Stands where it must not be seen: inside what would be turned into a mention, a reference, a link or a picture.
const BREAK: &str = "&#8203;";

/// Words of others, in which nothing means anything to Markdown. They do not begin a line.
pub fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut escaped = String::new();
    let mut before = Before::default();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if before.is_reference_with(char) {
            escaped.push_str(BREAK);
            before = Before::default();
        }
        let is_harmless = matches!(char, '.' | ',' | '\'' | '(' | ')' | '-' | ':' | ';' | '%' | '/');
        if char.is_ascii_punctuation() && !is_harmless {
            escaped.push('\\');
        }
        escaped.push(char);
        // `@name`, `#12`, `!3`, `:octocat:`, `https://`: the sign alone is harmless.
        let is_sign = matches!(char, '@' | '#' | '!' | '~' | '$' | '%' | '&' | '^' | ':');
        let is_joined = |next: &char| next.is_alphanumeric() || matches!(next, '_' | '"' | '/' | '+' | '-');
        if is_sign && chars.peek().is_some_and(is_joined) {
            escaped.push_str(BREAK);
        }
        before.add(char);
    }
    escaped
}

/// What comes before a character, as far as it makes a reference together with it.
#[derive(Default)]
struct Before {
    /// How many hexadecimal digits: seven and more may be a commit.
    digits: usize,
    /// Whether one of them is a letter; a number stays a number.
    has_letter: bool,
    /// The last three characters, in small letters.
    last: [Option<char>; 3],
}

impl Before {
    fn is_reference_with(&self, char: char) -> bool {
        match (self.last, char) {
            (_, char) if char.is_ascii_hexdigit() && self.digits >= 6 => {
                self.has_letter || char.is_ascii_alphabetic()
            }
            ([Some('w'), Some('w'), Some('w')], '.') => true,
            // `GH-12`, and what a project has set up to be linked.
            ([_, Some(letter), Some('-')], char) => letter.is_ascii_alphabetic() && char.is_ascii_digit(),
            _ => false,
        }
    }

    fn add(&mut self, char: char) {
        let is_digit = char.is_ascii_hexdigit();
        self.digits = if is_digit { self.digits.saturating_add(1) } else { 0 };
        self.has_letter = is_digit && (self.has_letter || char.is_ascii_alphabetic());
        let [_, second, third] = self.last;
        self.last = [second, third, Some(char.to_ascii_lowercase())];
    }
}

/// Words of the report, in which names stand between backticks; what is between them is shown as it is, and all else
/// means nothing to Markdown.
pub fn words(text: &str) -> String {
    let text = one_line(text);
    let pieces: Vec<&str> = text.split('`').collect();
    // Without a partner a backtick is one like any other.
    if pieces.len().is_multiple_of(2) {
        return plain(&text);
    }
    let piece = |(place, piece): (usize, &&str)| match place % 2 {
        0 => plain(piece),
        _ => code(piece),
    };
    pieces.iter().enumerate().map(piece).collect()
}

/// A name as it is. Where it holds a backtick, or nothing at all, it is told as plain words.
pub fn code(text: &str) -> String {
    let text = one_line(text);
    if text.trim().is_empty() || text.contains('`') {
        return plain(&format!("`{text}`"));
    }
    // A cell ends at a bar even where it stands in code, and in code nothing can be escaped.
    format!("`{}`", without_commands(&text).replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::{code, plain, words};

    #[test]
    fn what_would_become_a_reference_is_broken_and_nothing_else() {
        for (text, expected) in [
            ("@all #12 !3 GH-1", "\\@&#8203;all \\#&#8203;12 \\!&#8203;3 GH-&#8203;1"),
            (":+1: https://e.org www.e.org", ":&#8203;\\+1: https:&#8203;//e.org www&#8203;.e.org"),
            ("da39a3ee5e6b4b0d 12345678", "da39a3&#8203;ee5e6b&#8203;4b0d 12345678"),
            ("95%, at 10 of 20: all (2026-10-31)", "95%, at 10 of 20: all (2026-10-31)"),
            ("a | b\nc", "a \\| b c"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn names_stay_code_unless_they_hold_what_ends_it() {
        assert_eq!(words("not stated: `a|b`, *c*"), "not stated: `a\\|b`, \\*c\\*");
        assert_eq!(words("`a` b` <i>"), "\\`a\\` b\\` \\<i\\>");
        assert_eq!(words("a `` b"), "a \\`\\` b");
        assert_eq!(code("a`b"), "\\`a\\`b\\`");
    }
}
