//! A page for people to read: lines of a limited width, titles, colours and drawn messages. The only door to `anstyle`.

pub use anstyle::{AnsiColor, Style as Paint};

use super::message::Message;
use super::terminal::{Artist, Style};
use super::wrap::wrapped;
use crate::diagnostic::without_commands;
use crate::source::SourceMap;

/// What has been written so far.
pub struct Page {
    text: String,
    style: Style,
}

impl Page {
    /// An empty page.
    pub fn new(style: Style) -> Page {
        Page { text: String::new(), style }
    }

    /// The width of a line in columns.
    pub fn width(&self) -> usize {
        self.style.width
    }

    /// Draws messages over these files in the style of the page.
    pub fn artist<'a>(&self, sources: &'a SourceMap) -> Artist<'a> {
        Artist::new(sources, self.style)
    }

    /// One line as it is. What a pipeline would take for a command is broken.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(&without_commands(line.trim_end()));
        self.text.push('\n');
    }

    /// Words in as many lines as they need, with what stands before the first line and before the others.
    pub fn wrap(&mut self, first: &str, others: &str, words: &str) {
        wrapped(first, others, words, self.style.width).iter().for_each(|line| self.line(line));
    }

    /// Words behind a name, all of them as far to the right.
    pub fn paragraph(&mut self, first: &str, words: &str) {
        self.wrap(first, &" ".repeat(first.chars().count()), words);
    }

    /// Bold words in as many lines as they need, with what stands before the first line and before the others.
    pub fn bold(&mut self, first: &str, others: &str, words: &str) {
        for line in wrapped(first, others, words, self.style.width) {
            self.line(&self.paint(&line, Paint::new().bold()));
        }
    }

    /// A title between empty lines.
    pub fn title(&mut self, title: &str) {
        self.gap();
        self.bold("", "  ", title);
        self.line("");
    }

    /// An empty line, where there is none yet and anything stands above.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.line("");
        }
    }

    /// A message with its places, and an empty line.
    pub fn message(&mut self, artist: &Artist<'_>, message: &Message) {
        self.text.push_str(&artist.draw(message));
        self.text.push('\n');
    }

    /// The text in a colour or weight, where the style has any.
    pub fn paint(&self, text: &str, paint: Paint) -> String {
        if self.style.color { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
    }

    /// The whole text.
    pub fn into_text(self) -> String {
        self.text
    }
}
