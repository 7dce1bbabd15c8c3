//! Messages drawn with the lines that they are about; the only door to `miette`.

use std::fmt;
use std::ops::Range;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::message::{Message, harmless};
use crate::diagnostic::{Label, Severity};
use crate::source::{SourceMap, Span};

/// How to draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// The width of a line in columns.
    pub width: usize,
}

/// Draws messages over the files of a source map.
pub struct Artist {
    handler: GraphicalReportHandler,
    sheet: Sheet,
}

impl Artist {
    /// Prepares to draw.
    pub fn new(sources: &SourceMap, style: Style) -> Artist {
        let styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(style.width)
            .with_context_lines(0)
            .with_links(false)
            .without_syntax_highlighting();
        Artist { handler, sheet: Sheet::new(sources) }
    }

    /// The message with its places, ending in a line break.
    pub fn draw(&self, message: &Message) -> String {
        let view = View { message, sheet: &self.sheet };
        let mut drawn = String::new();
        // Drawing into a string fails only where a place is outside its file, which the sheet rules out.
        if self.handler.render_report(&mut drawn, &view).is_err() {
            drawn = format!("{}\n", harmless(&message.text));
        }
        let lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
        format!("{}\n", lines.join("\n").trim_matches('\n'))
    }
}

/// All files one after the other, so that one message can mark places in several of them: miette knows only offsets.
struct Sheet {
    pages: Vec<Page>,
}

struct Page {
    name: String,
    /// Where the file starts on the sheet; one byte is left between files, so that no two touch.
    start: usize,
    text: String,
}

impl Page {
    fn end(&self) -> usize {
        self.start.saturating_add(self.text.len())
    }
}

impl Sheet {
    fn new(sources: &SourceMap) -> Sheet {
        let mut start = 0;
        let mut pages = Vec::new();
        for (_, file) in sources.files() {
            let page = Page { name: harmless(&file.name), start, text: harmless(&file.text) };
            start = page.end().saturating_add(1);
            pages.push(page);
        }
        Sheet { pages }
    }

    /// The first line of a place, which is all that is marked of it.
    fn place(&self, span: Span) -> Range<usize> {
        let Some(page) = self.pages.get(span.file.index()) else { return 0..0 };
        let range = span.range();
        let marked = page.text.get(range.clone()).unwrap_or("");
        let first_line = marked.lines().next().unwrap_or("").trim_end().len();
        let start = page.start.saturating_add(range.start.min(page.text.len()));
        start..start.saturating_add(first_line)
    }
}

impl SourceCode for Sheet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset().saturating_add(span.len());
        // A span over two files is refused, so that their places are drawn apart.
        let holds = |page: &&Page| page.start <= span.offset() && end <= page.end();
        let page = self.pages.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let local = SourceSpan::from((span.offset().saturating_sub(page.start), span.len()));
        let contents = page.text.read_span(&local, before, after)?;
        let shown = contents.span();
        Ok(Box::new(MietteSpanContents::new_named(
            page.name.clone(),
            contents.data(),
            SourceSpan::from((shown.offset().saturating_add(page.start), shown.len())),
            contents.line(),
            contents.column(),
            contents.line_count(),
        )))
    }
}

/// A message as miette sees it.
struct View<'a> {
    message: &'a Message,
    sheet: &'a Sheet,
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&harmless(&self.message.text))
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for View<'_> {}

impl miette::Diagnostic for View<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(harmless(&self.message.heading)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.message.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let advice = &self.message.advice;
        if advice.is_empty() {
            return None;
        }
        Some(Box::new(harmless(&advice.join("\n"))))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.message.labels.is_empty()).then_some(self.sheet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let mark = |label: &Label| {
            let place = self.sheet.place(label.span);
            LabeledSpan::new(Some(harmless(&label.text)), place.start, place.len())
        };
        Some(Box::new(self.message.labels.iter().map(mark)))
    }
}
