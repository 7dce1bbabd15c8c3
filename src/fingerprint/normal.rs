//! The wording of a line without what a conversion adds or changes: marks, links, typographic characters, white space.

/// The words of a line with one space between them.
///
/// Typographic quotes, dashes and ligatures are made plain, links leave their text, and marks of Markdown, tags of HTML,
/// bullets and characters without width go. Case and punctuation stay; a word of nothing but punctuation goes, as it is
/// a bullet, or a dash that another conversion ties to its neighbour.
pub fn normalise(line: &str) -> String {
    let text = without_tags(&without_links(&plain(line)));
    let words = text.split(' ').filter(|word| !bare(word).is_empty());
    let words: Vec<&str> = words.skip_while(|word| is_mark_of_a_line(word)).collect();
    words.join(" ")
}

/// A word without the punctuation around it.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches(is_punctuation)
}

fn is_punctuation(char: char) -> bool {
    matches!(char, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '(' | ')' | '{' | '}' | '-' | '#')
}

/// A quotation and a list begin with such a mark; further on it may be a sign.
fn is_mark_of_a_line(word: &str) -> bool {
    word.chars().all(|char| matches!(char, '>' | '+'))
}

/// Every character in its plain form, all white space as spaces.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for char in line.chars() {
        match char {
            '‘' | '’' | '‚' | '‛' | '′' | '´' => text.push('\''),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' => text.push('"'),
            '\u{2010}'..='\u{2015}' | '−' => text.push('-'),
            '…' => text.push_str("..."),
            'ﬀ' => text.push_str("ff"),
            'ﬁ' => text.push_str("fi"),
            'ﬂ' => text.push_str("fl"),
            'ﬃ' => text.push_str("ffi"),
            'ﬄ' => text.push_str("ffl"),
            // Marks of Markdown, and a backslash that keeps one from being read as such.
            '*' | '_' | '`' | '\\' => {}
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '|' | '•' | '●' | '○' | '◦' | '▪' | '■' | '‣' | '∙' | '·' => text.push(' '),
            _ if char.is_whitespace() || char.is_control() => text.push(' '),
            _ => text.push(char),
        }
    }
    text
}

/// The text without square brackets, and without the target in parentheses straight behind one.
fn without_links(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    let mut open = 0_usize;
    while let Some((before, behind)) = rest.split_once(['[', ']']) {
        kept.push_str(before);
        let closes = rest.get(before.len()..).is_some_and(|bracket| bracket.starts_with(']'));
        rest = if closes { behind_target(behind, open > 0) } else { behind };
        open = if closes { open.saturating_sub(1) } else { open.saturating_add(1) };
    }
    kept + rest
}

/// What is behind the target of a link, where one begins here and ends.
fn behind_target(text: &str, is_open: bool) -> &str {
    if !text.starts_with('(') {
        return text;
    }
    let mut depth = 0_usize;
    // Targets are short and hold no brackets, so that a line of nothing but brackets is still read in one go.
    for (at, char) in text.char_indices().take(2000).take_while(|(_, char)| !matches!(char, '[' | ']')) {
        match char {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let target = text.get(1..at).unwrap_or("");
            let behind = text.get(at.saturating_add(1)..).unwrap_or("");
            return if is_target(target, is_open) { behind } else { text };
        }
    }
    text
}

/// Whether what is in the parentheses is a link's target, with its title or without, and not a remark. Where the bracket
/// was opened in the line before, it has to look like an address.
fn is_target(target: &str, is_open: bool) -> bool {
    let (address, title) = target.split_once(' ').unwrap_or((target, ""));
    let is_address = address.starts_with('#') || address.contains(['/', ':']);
    (is_open || is_address) && (title.is_empty() || title.starts_with(['"', '\'']))
}

/// The names of tags that converters write. Anything else between `<` and `>` may be a word that somebody put in.
const TAGS: [&str; 34] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "div",
    "em",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];

/// The text with a space for every tag. Other brackets are spaces, and what is in them counts; only a sign before a
/// number stays. So nothing that is left can look like a tag, whatever else is taken out of it.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut parts = text.split('<');
    kept.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let is_sign = part.starts_with(|first: char| first.is_ascii_digit());
        kept.push(if is_sign { '<' } else { ' ' });
        match part.split_once('>') {
            Some((inside, behind)) if !is_sign => {
                if !is_tag(inside) {
                    kept.push_str(inside);
                    kept.push(' ');
                }
                kept.push_str(behind);
            }
            _ => kept.push_str(part),
        }
    }
    kept
}

/// Whether the words between `<` and `>` are a tag: its name, and attributes with their values.
fn is_tag(inside: &str) -> bool {
    let inside = inside.trim_start_matches('/').trim_end_matches('/');
    let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let name = name.to_ascii_lowercase();
    TAGS.contains(&name.as_str()) && (attributes.trim().is_empty() || attributes.contains('='))
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn what_a_conversion_adds_or_changes_is_gone() {
        for (line, words) in [
            ("- keep  **the [spare keys](#)** in\tthe safe; and", "keep the spare keys in the safe; and"),
            ("• Keep ‘the’ keys – always –\r", "Keep 'the' keys always"),
            ("## [The Council \\(TC\\)](a_(b).html)", "The Council (TC)"),
            ("<p>Keep</p> <ul style=\"x\"> • keys</ul>", "Keep keys"),
            ("> > | a ﬁle | at 5 > 3 |", "a file at 5 > 3"),
            ("a[b](c", "ab(c"),
            ("the tool](http://a.b/c) and [its](d \"e f\") use", "the tool and its use"),
            ("[are](but never in person) checked](never)", "are(but never in person) checked(never)"),
            ("well\u{2011}be\u{ad}ing\u{a0}now", "well-being now"),
            ("under <5 a <b", "under <5 a b"),
            ("are <not> checked <!-- never --> <b>daily</b>", "are not checked never daily"),
        ] {
            assert_eq!(normalise(line), words);
        }
    }
}
