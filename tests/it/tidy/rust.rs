//! The paths that a Rust file names, as far as holding it against a table of layers needs: comments, literals and tests are
//! skipped, macros are not expanded, and names are not resolved beyond `crate` and `super`.

use std::str::Chars;

/// A path such as `crate::pack::Date`, and the line that it ends on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Path {
    pub(super) line: usize,
    pub(super) segments: Vec<String>,
    /// Whether a `use` brings it in: a lone name is then an import, and elsewhere may be any variable.
    pub(super) imported: bool,
}

impl Path {
    /// What follows `crate`, where that is how the path starts.
    pub(super) fn in_crate(&self) -> Option<&[String]> {
        match self.segments.split_first() {
            Some((first, rest)) if first == "crate" && !rest.is_empty() => Some(rest),
            _ => None,
        }
    }
}

/// Every path in the text of a file that is `depth` modules below the root of the crate, its tests left out.
pub(super) fn paths(text: &str, depth: usize) -> Vec<Path> {
    let tokens = without_tests(tokens(text));
    let mut reader = Reader { tokens: &tokens, depth, blocks: Vec::new(), found: Vec::new() };
    reader.file();
    reader.found
}

#[derive(Clone, Debug)]
struct Token {
    line: usize,
    text: String,
}

impl Token {
    fn is_name(&self) -> bool {
        self.text.starts_with(is_name_start)
    }
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

// ---- text to tokens: names and marks ---------------------------------------------------------------

/// The marks of several characters that must not be taken for others.
const MARKS: [&str; 5] = ["::", "->", "=>", "..", "!="];

struct Cursor<'a> {
    chars: Chars<'a>,
    line: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.chars.as_str()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        self.line = self.line.saturating_add(usize::from(c == '\n'));
        Some(c)
    }

    /// Steps over `prefix`, where it comes next.
    fn eat(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            prefix.chars().for_each(|_| _ = self.bump());
        }
        found
    }

    /// Steps over and returns what comes before the first character that is not `wanted`.
    fn take_while(&mut self, wanted: fn(char) -> bool) -> String {
        let taken: String = self.rest().chars().take_while(|c| wanted(*c)).collect();
        self.eat(&taken);
        taken
    }

    /// Steps behind `end`, or to the end of the text.
    fn skip_behind(&mut self, end: &str) {
        while !self.eat(end) && self.bump().is_some() {}
    }

    fn skip_block_comment(&mut self) {
        let mut open = 1_usize;
        while open > 0 {
            if self.eat("/*") {
                open = open.saturating_add(1);
            } else if self.eat("*/") {
                open = open.saturating_sub(1);
            } else if self.bump().is_none() {
                return;
            }
        }
    }

    /// Steps over the rest of a text or character whose opening `quote` has been taken.
    fn skip_quoted(&mut self, quote: char) {
        while let Some(c) = self.bump() {
            if c == '\\' {
                self.bump();
            } else if c == quote {
                return;
            }
        }
    }

    /// Steps over a raw text whose `r` has been taken; without a text behind the hashes it is a raw name.
    fn skip_raw(&mut self) {
        let hashes = self.take_while(|c| c == '#');
        if self.eat("\"") {
            self.skip_behind(&format!("\"{hashes}"));
        }
    }

    /// Steps over the rest of a character or a lifetime whose `'` has been taken.
    fn skip_tick(&mut self) {
        let mut ahead = self.rest().chars();
        let is_escape = ahead.next() == Some('\\');
        if is_escape || ahead.next() == Some('\'') {
            self.skip_quoted('\'');
        } else {
            self.take_while(is_name_part);
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut cursor = Cursor { chars: text.chars(), line: 1 };
    let mut tokens = Vec::new();
    while let Some(next) = cursor.rest().chars().next() {
        let line = cursor.line;
        if is_name_start(next) {
            let name = cursor.take_while(is_name_part);
            let rest = cursor.rest();
            match name.as_str() {
                "r" | "br" | "cr" if rest.starts_with(['#', '"']) => cursor.skip_raw(),
                "b" | "c" if rest.starts_with(['"', '\'']) => {}
                _ => tokens.push(Token { line, text: name }),
            }
        } else if next.is_ascii_digit() {
            cursor.take_while(is_name_part);
        } else if cursor.eat("//") {
            cursor.skip_behind("\n");
        } else if cursor.eat("/*") {
            cursor.skip_block_comment();
        } else if cursor.eat("\"") {
            cursor.skip_quoted('"');
        } else if cursor.eat("'") {
            cursor.skip_tick();
        } else if let Some(mark) = MARKS.into_iter().find(|mark| cursor.eat(mark)) {
            tokens.push(Token { line, text: mark.to_owned() });
        } else {
            cursor.bump();
            if !next.is_whitespace() {
                tokens.push(Token { line, text: next.to_string() });
            }
        }
    }
    tokens
}

/// Leaves out every item marked `#[cfg(test)]`.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let is_marked =
            rest.len() >= MARK.len() && rest.iter().zip(MARK).all(|(token, mark)| token.text == mark);
        if is_marked {
            rest = behind_item(rest.get(MARK.len()..).unwrap_or_default());
        } else {
            kept.push(first.clone());
            rest = behind;
        }
    }
    kept
}

/// What follows the item at the start of `tokens`: it ends at a `;` or with its block.
fn behind_item(tokens: &[Token]) -> &[Token] {
    let mut open = 0_usize;
    let mut rest = tokens;
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match first.text.as_str() {
            "{" | "(" | "[" => open = open.saturating_add(1),
            "}" | ")" | "]" => {
                open = open.saturating_sub(1);
                if open == 0 && first.text == "}" {
                    return rest;
                }
            }
            ";" if open == 0 => return rest,
            _ => {}
        }
    }
    rest
}

// ---- tokens to paths --------------------------------------------------------------------------------------------

struct Reader<'a> {
    tokens: &'a [Token],
    /// How many modules below the root the file is.
    depth: usize,
    /// The open blocks, outermost first: whether each is a module.
    blocks: Vec<bool>,
    found: Vec<Path>,
}

impl Reader<'_> {
    fn peek(&self) -> &str {
        self.tokens.first().map_or("", |token| token.text.as_str())
    }

    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn file(&mut self) {
        let mut before = [String::new(), String::new()];
        while let Some(token) = self.next() {
            let is_module = before.first().is_some_and(|word| word == "mod");
            match token.text.as_str() {
                "{" => self.blocks.push(is_module),
                "}" => _ = self.blocks.pop(),
                // `use<'a>` in a type names what it captures.
                "use" if self.peek() != "<" => self.import(&mut Vec::new()),
                _ if token.is_name() && starts_a_path(&before) => self.path(&token),
                _ => {}
            }
            let [_, last] = before;
            before = [last, token.text];
        }
    }

    /// One branch of a `use`, behind the segments in `prefix`; stops in front of what closes or parts branches.
    fn import(&mut self, prefix: &mut Vec<String>) {
        let mut line = None;
        while !matches!(self.peek(), "" | ";" | "," | "}") {
            let Some(token) = self.next() else { break };
            match token.text.as_str() {
                "::" => {}
                "as" => _ = self.next(),
                "{" => {
                    while !matches!(self.peek(), "" | "}") {
                        self.import(&mut prefix.clone());
                        if self.peek() == "," {
                            self.next();
                        }
                    }
                    self.next();
                    return;
                }
                _ => {
                    line = Some(token.line);
                    prefix.push(token.text);
                }
            }
        }
        if let Some(line) = line {
            self.record(line, prefix.clone(), true);
        }
    }

    /// A path in an expression, a type or an attribute, from its first name on; a macro's name keeps its `!`.
    fn path(&mut self, first: &Token) {
        let mut segments = vec![first.text.clone()];
        let mut line = first.line;
        while self.peek() == "::" && self.tokens.get(1).is_some_and(Token::is_name) {
            self.next();
            if let Some(name) = self.next() {
                line = name.line;
                segments.push(name.text);
            }
        }
        if self.peek() == "!" {
            segments.last_mut().into_iter().for_each(|name| name.push('!'));
        }
        self.record(line, segments, false);
    }

    fn record(&mut self, line: usize, segments: Vec<String>, imported: bool) {
        let supers = segments.iter().take_while(|segment| *segment == "super").count();
        let modules = self.blocks.iter().filter(|is_module| **is_module).count();
        let leaves_the_module = supers > 0 && supers >= self.depth.saturating_add(modules);
        let segments = if leaves_the_module {
            std::iter::once("crate".to_owned()).chain(segments.into_iter().skip(supers)).collect()
        } else {
            segments
        };
        self.found.push(Path { line, segments, imported });
    }
}

/// Whether a name behind these two tokens is the first of a path: it is not a field, a method or a later segment.
fn starts_a_path([earlier, last]: &[String; 2]) -> bool {
    match last.as_str() {
        "." => false,
        "::" => !earlier.starts_with(is_name_start) && earlier != ">",
        _ => true,
    }
}

// ---- tests ------------------------------------------------------------------------------------------------------

#[cfg(test)]
mod tests {
    use super::paths;

    /// `line path` of each path with more than one segment, of each import and of each macro.
    fn read(text: &str, depth: usize) -> Vec<String> {
        paths(text, depth)
            .into_iter()
            .filter(|path| path.imported || path.segments.len() > 1 || path.segments.concat().ends_with('!'))
            .map(|path| format!("{} {}", path.line, path.segments.join("::")))
            .collect()
    }

    #[test]
    fn a_group_of_imports_is_taken_apart() {
        let text =
            "use crate::{\n    pack::{self, date::Date as Day},\n    source,\n};\npub use std::fmt::*;";
        let expected =
            ["2 crate::pack::self", "2 crate::pack::date::Date", "3 crate::source", "5 std::fmt::*"];
        assert_eq!(read(text, 1), expected);
    }

    #[test]
    fn paths_and_macros_in_code_are_seen() {
        let text = "fn f(x: crate::a::B) -> ::nom::C { if x.fs != d { println!() } else { [..super::super::e::F] } }";
        assert_eq!(read(text, 2), ["1 crate::a::B", "1 nom::C", "1 println!", "1 crate::e::F"]);
    }

    #[test]
    fn comments_and_literals_are_not() {
        let text = "/* a::b /* c::d */ e::f */ // g::h\n\"i::j \\\" k::l\" r#\"m::\" n::o\"# b\"p::q\" ':' '\\'' r::<'s>::t u::v";
        assert_eq!(read(text, 1), ["2 u::v"]);
    }

    #[test]
    fn tests_are_not() {
        let text = "#[cfg(test)]\nmod tests {\n    use crate::a;\n    fn f() { {} }\n}\n#[cfg(test)]\nuse b::c;\nuse d::e;";
        assert_eq!(read(text, 1), ["8 d::e"]);
    }

    #[test]
    fn super_reaches_the_root_only_from_the_outermost_module() {
        let text = "use super::a;\nmod inner {\n    use super::b;\n    use super::super::c;\n}";
        assert_eq!(read(text, 1), ["1 crate::a", "3 super::b", "4 crate::c"]);
        assert_eq!(read(text, 2), ["1 super::a", "3 super::b", "4 super::super::c"]);
    }
}
