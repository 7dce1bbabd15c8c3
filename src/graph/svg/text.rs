//! How wide a text will be, and where it is broken into lines.

use super::geometry::Pixels;

/// Sizes of letters.
pub(crate) const HEADING: Pixels = 18.0;
pub(crate) const TITLE: Pixels = 13.0;
pub(crate) const SMALL: Pixels = 12.0;
/// From one line to the next, as a share of the size of letters.
const LEADING: Pixels = 1.25;

/// From one line to the next.
pub(crate) fn line_height(size: Pixels) -> Pixels {
    (size * LEADING).round()
}

/// About how wide a text will be. Readers' fonts differ: it is made for Arial and fonts of its widths, with some room
/// for wider ones.
pub(crate) fn width(text: &str, size: Pixels) -> Pixels {
    text.chars().map(letter_width).sum::<Pixels>() * size
}

fn letter_width(letter: char) -> Pixels {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 0.27,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '\\' | '(' | ')' | '[' | ']' | '·' => {
            0.34
        }
        'r' | '-' | '{' | '}' | '"' | '`' | '*' => 0.4,
        'm' | 'w' | 'M' | '%' | '+' | '<' | '=' | '>' | '~' | '×' => 0.88,
        'W' | '@' | '…' => 1.06,
        'A'..='Z' | '&' | '#' => 0.75,
        '\u{300}'..='\u{36f}' => 0.0,
        '\0'..='\u{2ff}' => 0.59,
        '\u{370}'..='\u{10ff}' | '\u{2010}'..='\u{2027}' => 0.75,
        _ => 1.1,
    }
}

/// The text in lines of at most this width. Words that are too long are broken, and what does not fit on so many lines
/// is left out behind an ellipsis.
pub(crate) fn wrap(text: &str, size: Pixels, room: Pixels, most_lines: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = pieces(word, size, room);
        line = pieces.pop().unwrap_or_default();
        lines.extend(pieces);
        if lines.len() > most_lines {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most_lines {
        lines.truncate(most_lines);
        if let Some(last) = lines.last_mut() {
            *last = shorten(&format!("{last}…"), size, room);
        }
    }
    lines
}

/// The text in one line of at most this width, with an ellipsis where something is left out.
pub(crate) fn fit(text: &str, size: Pixels, room: Pixels) -> String {
    wrap(text, size, room, 1).pop().unwrap_or_default()
}

/// A text that ends in an ellipsis, with fewer letters before it where it is too wide.
fn shorten(text: &str, size: Pixels, room: Pixels) -> String {
    let mut kept: Vec<char> = text.chars().collect();
    while kept.len() > 1 && width(&String::from_iter(&kept), size) > room {
        kept.remove(kept.len().saturating_sub(2));
    }
    String::from_iter(kept)
}

/// A word cut into pieces that fit.
fn pieces(word: &str, size: Pixels, room: Pixels) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for letter in word.chars() {
        piece.push(letter);
        if width(&piece, size) > room {
            piece.pop();
            pieces.push(std::mem::replace(&mut piece, letter.to_string()));
        }
    }
    pieces.push(piece);
    pieces
}

#[cfg(test)]
mod tests {
    use super::{SMALL, TITLE, fit, width, wrap};

    #[test]
    fn no_line_is_wider_than_its_room() {
        let texts = [
            "",
            "a",
            "Outstanding work is manageable, and known by risk and age",
            "W W WWWW WWWWWWW",
            "𝕏𝕏 漢字漢字漢字漢字漢字",
        ];
        let endless = "m".repeat(10_000);
        for text in texts.into_iter().chain([endless.as_str()]) {
            for room in [30.0, 90.0, 160.0] {
                let lines = wrap(text, TITLE, room, 3);
                assert!(lines.len() <= 3, "{lines:?}");
                assert!(lines.iter().all(|line| width(line, TITLE) <= room && !line.is_empty()), "{lines:?}");
            }
        }
    }

    #[test]
    fn texts_are_broken_between_words_and_only_what_does_not_fit_is_left_out() {
        let lines = |text, most| wrap(text, SMALL, 90.0, most).join("|");
        assert_eq!(lines("known by risk and age", 3), "known by risk|and age");
        assert_eq!(lines("known by risk and age", 2), "known by risk|and age");
        assert_eq!(lines("known by risk and age", 1), "known by ris…");
        assert_eq!(lines("Donaudampfschifffahrtsgesellschaft", 3), "Donaudampfsc|hifffahrtsgesell|schaft");
        assert_eq!(fit("", SMALL, 90.0), "");
    }
}
