//! Texts as OSCAL takes them: strings on one line, Markdown that says what the text says and nothing more, references, days.

use crate::diagnostic::visible;
use crate::pack::Date;

/// A text on one line, without space around it; what could not be seen is escaped.
pub(super) fn string(text: &str) -> String {
    visible(text.trim()).trim().to_owned()
}

/// The same as Markdown in which no character of the text is markup.
pub(super) fn line(text: &str) -> String {
    let plain = string(text);
    let number = plain.bytes().take_while(u8::is_ascii_digit).count();
    let mut escaped = String::with_capacity(plain.len());
    let mut before = None;
    let mut characters = plain.char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        let after = characters.peek().map(|(_, after)| *after);
        let is_markup = match character {
            '\\' | '`' | '*' | '[' | '<' | '&' | '~' | '^' | '"' => true,
            // Two of them insert a parameter.
            '{' => [before, after].contains(&Some('{')),
            // Within a word it emphasizes nothing.
            '_' => ![before, after].iter().all(|beside| beside.is_some_and(char::is_alphanumeric)),
            '#' | '+' | '-' | '=' | '>' => place == 0,
            '.' | ')' => place == number && number > 0,
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(character);
        before = Some(character);
    }
    escaped
}

/// Paragraphs, none of them empty.
pub(super) fn prose<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> String {
    let lines = paragraphs.into_iter().map(|paragraph| line(paragraph.as_ref()));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A sentence of what may be none.
pub(super) fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() || words.ends_with(['.', '!', '?', ':']) {
        words.to_owned()
    } else {
        format!("{words}.")
    }
}

/// The text of a rule, line by line, as code. No run of backticks in it is as long as those around it.
pub(super) fn code(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| visible(&line.replace('\t', "    "))).collect();
    // The first line stands behind what is not shown, and has lost its indentation.
    let indented = lines.iter().skip(1).filter(|line| !line.trim().is_empty());
    let indent =
        indented.map(|line| line.len().saturating_sub(line.trim_start_matches(' ').len())).min().unwrap_or(0);
    let lines = lines.iter().enumerate().map(|(number, line)| match number {
        0 => line.as_str(),
        _ => line.get(indent..).unwrap_or_default(),
    });
    let body = lines.collect::<Vec<_>>().join("\n");
    let fence = "`".repeat(longest_run(&body, '`').saturating_add(1).max(3));
    format!("{fence}\n{body}\n{fence}")
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|character| character != of).map(str::len).max().unwrap_or(0)
}

/// A relative reference to a file by its path with forward slashes; nothing in it has a meaning of its own.
pub(super) fn href(path: &str) -> String {
    let mut href = String::with_capacity(path.len());
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
        if plain {
            href.push(char::from(byte));
        } else {
            href.push_str(&format!("%{byte:02X}"));
        }
    }
    href
}

/// The first moment of a day; nothing for one that OSCAL's own pattern refuses: outside the years 1900 to 2999, and the leap
/// days of the 20th century, which it leaves out by mistake.
pub(super) fn start_of(day: Date) -> Option<String> {
    moment(day, "00:00:00")
}

/// The last second of a day.
pub(super) fn end_of(day: Date) -> Option<String> {
    moment(day, "23:59:59")
}

fn moment(day: Date, time: &str) -> Option<String> {
    let (year, month, of_month) = day.parts();
    let leap_day = (month, of_month) == (2, 29);
    let first = if leap_day { 2000 } else { 1900 };
    (first..=2999).contains(&year).then(|| format!("{day}T{time}Z"))
}

#[cfg(test)]
mod tests {
    use super::{code, end_of, href, line, start_of, string};
    use crate::pack::Date;

    #[test]
    fn no_character_of_a_text_is_markup() {
        for (text, expected) in [
            ("Büro 7, a-b + c", "Büro 7, a-b + c"),
            ("<b>*x*</b> {{ insert: param, p }} {x}", r"\<b>\*x\*\</b> \{\{ insert: param, p }} {x}"),
            ("# title\n- list", r"\# title\\u{a}- list"),
            ("- list", r"\- list"),
            ("> quote", r"\> quote"),
            ("12. list", r"12\. list"),
            ("3) list, 4) list", r"3\) list, 4) list"),
            ("every_period _x_ _", r"every_period \_x\_ \_"),
            ("[a](javascript:b) ~sub~ ^sup^", r"\[a](javascript:b) \~sub\~ \^sup\^"),
            ("\u{1b}[31m\u{202e}", r"\\u{1b}\[31m\\u{202e}"),
            ("a `b` \"c\" &lt;", "a \\`b\\` \\\"c\\\" \\&lt;"),
        ] {
            assert_eq!(line(text), expected, "{text}");
        }
        assert_eq!(string("\u{a0} \n x \u{3000}"), "x");
    }

    #[test]
    fn code_ends_where_the_rule_ends() {
        assert_eq!(code("a\n    b # ```\n      c"), "````\na\nb # ```\n  c\n````");
    }

    #[test]
    fn a_reference_is_one_to_a_file_whatever_the_file_is_called() {
        assert_eq!(href("a b/ü#?%.pdf"), "a%20b/%C3%BC%23%3F%25.pdf");
        assert_eq!(href("javascript:x"), "javascript%3Ax");
    }

    #[test]
    fn days_are_moments_with_a_zone_where_oscal_has_them() {
        let at = |day: &str, moment: fn(Date) -> Option<String>| moment(Date::parse(day).unwrap());
        assert_eq!(at("2026-06-10", start_of).as_deref(), Some("2026-06-10T00:00:00Z"));
        assert_eq!(at("2024-02-29", end_of).as_deref(), Some("2024-02-29T23:59:59Z"));
        for day in ["1899-12-31", "3000-01-01", "1996-02-29"] {
            assert_eq!(at(day, start_of), None, "{day}");
        }
    }
}
