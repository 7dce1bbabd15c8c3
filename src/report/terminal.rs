//! Messages drawn with the lines that they are about; the only door to `miette`.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::message::Message;
use super::wrap::{AT_NO_HYPHEN, AT_SPACES};
use crate::diagnostic::{Label, Severity, harmless, one_line, without_commands};
use crate::source::{FileId, SourceFile, SourceMap, Span};

/// How to draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// The width of a line in columns.
    pub width: usize,
}

impl Style {
    /// Without colours, as wide as files are.
    pub const PLAIN: Style = Style { color: false, width: 80 };
}

/// Draws messages over the files of a source map.
pub struct Artist<'a> {
    handler: GraphicalReportHandler,
    library: Library<'a>,
}

impl<'a> Artist<'a> {
    /// Prepares to draw.
    pub fn new(sources: &'a SourceMap, style: Style) -> Artist<'a> {
        let styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(style.width)
            .with_word_separator(AT_SPACES)
            .with_word_splitter(AT_NO_HYPHEN)
            .with_break_words(false)
            .with_context_lines(0)
            .with_links(false)
            .without_syntax_highlighting();
        Artist { handler, library: Library::new(sources) }
    }

    /// The message with its places, ending in a line break.
    pub fn draw(&self, message: &Message) -> String {
        let view = View { message, sheet: Sheet::new(&self.library, &message.labels) };
        let mut drawn = String::new();
        // Drawing into a string fails only where a place is outside its file, which the sheet rules out.
        if self.handler.render_report(&mut drawn, &view).is_err() {
            drawn = format!("{}\n", harmless(&message.text));
        }
        let drawn = without_commands(&drawn);
        let lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
        format!("{}\n", lines.join("\n").trim_matches('\n'))
    }
}

/// Every file; what could steer a terminal is made harmless once a message shows it.
struct Library<'a> {
    pages: Vec<Page<'a>>,
}

struct Page<'a> {
    file: &'a SourceFile,
    text: OnceLock<String>,
}

impl Page<'_> {
    fn text(&self) -> &str {
        self.text.get_or_init(|| harmless(&self.file.text))
    }
}

impl<'a> Library<'a> {
    fn new(sources: &'a SourceMap) -> Library<'a> {
        let page = |file: &'a SourceFile| Page { file, text: OnceLock::new() };
        Library { pages: sources.files().map(|(_, file)| page(file)).collect() }
    }
}

/// The files that one message marks places in, one after the other in the order of the message: miette knows only
/// offsets. One byte is left between files, so that no two touch.
struct Sheet<'a> {
    pages: Vec<Placed<'a>>,
}

/// Marks in one file that are further apart than this are drawn apart, without the lines between them.
const LINES_BETWEEN_MARKS: usize = 6;

/// Of a line longer than this, in bytes, only what is near its marks is shown.
const LONG: usize = 240;

struct Placed<'a> {
    file: FileId,
    page: &'a Page<'a>,
    start: usize,
}

impl Placed<'_> {
    fn end(&self) -> usize {
        self.start.saturating_add(self.page.text().len())
    }
}

impl<'a> Sheet<'a> {
    fn new(library: &'a Library<'a>, labels: &[Label]) -> Sheet<'a> {
        let mut pages: Vec<Placed<'a>> = Vec::new();
        for file in labels.iter().map(|label| label.span.file) {
            if let Some(page) = library.pages.get(file.index())
                && !pages.iter().any(|placed| placed.file == file)
            {
                let start = pages.last().map_or(0, |last| last.end().saturating_add(1));
                pages.push(Placed { file, page, start });
            }
        }
        Sheet { pages }
    }

    /// The first line of a place, which is all that is marked of it.
    fn place(&self, span: Span) -> Range<usize> {
        let Some(placed) = self.pages.iter().find(|placed| placed.file == span.file) else { return 0..0 };
        let (text, range) = (placed.page.text(), span.range());
        let first_line = text.get(range.clone()).and_then(|marked| marked.lines().next()).unwrap_or("");
        let start = placed.start.saturating_add(range.start.min(text.len()));
        let length = first_line.trim_end().len();
        let shown = if length > LONG { first_line.floor_char_boundary(LONG) } else { length };
        start..start.saturating_add(shown)
    }
}

impl SourceCode for Sheet<'_> {
    /// Whole lines, however little of them is marked; miette's own reader would count lines from the top each time.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset().saturating_add(span.len());
        // A span over two files is refused, so that its places are drawn apart.
        let holds = |placed: &&Placed<'_>| placed.start <= span.offset() && end <= placed.end();
        let Placed { page, start, .. } = self.pages.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let (from, to) = (span.offset().saturating_sub(*start), end.saturating_sub(*start));
        let text = page.text();
        let before = text.get(..from).ok_or(MietteError::OutOfBounds)?;
        let behind = text.get(to..).ok_or(MietteError::OutOfBounds)?;
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let line_end = behind.find('\n').map_or(text.len(), |at| to.saturating_add(at));
        // Marks far apart on one long line are drawn apart.
        if !text.get(from..to).unwrap_or("").contains('\n') && span.len() > LONG {
            return Err(MietteError::OutOfBounds);
        }
        let line_start = line_start.max(text.floor_char_boundary(from.saturating_sub(LONG)));
        let line_end = line_end.min(text.ceil_char_boundary(to.saturating_add(LONG)));
        let lines = text.get(line_start..line_end).ok_or(MietteError::OutOfBounds)?;
        let position = page.file.position(from);
        Ok(Box::new(MietteSpanContents::new_named(
            one_line(&page.file.name),
            lines.as_bytes(),
            SourceSpan::from((start.saturating_add(line_start), lines.len())),
            position.line.saturating_sub(1),
            position.column.saturating_sub(1),
            // What begins within so many lines is drawn together with this.
            lines.matches('\n').count().saturating_add(LINES_BETWEEN_MARKS),
        )))
    }
}

/// A message as miette sees it.
struct View<'a> {
    message: &'a Message,
    sheet: Sheet<'a>,
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.message.text))
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
        Some(Box::new(one_line(&self.message.heading)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.message.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let advice: Vec<&String> = self.message.notes.iter().chain(&self.message.advice).collect();
        if advice.is_empty() {
            return None;
        }
        Some(Box::new(advice.iter().map(|line| one_line(line)).collect::<Vec<_>>().join("\n")))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.message.labels.is_empty()).then_some(&self.sheet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let mark = |label: &Label| {
            let place = self.sheet.place(label.span);
            LabeledSpan::new(Some(one_line(&label.text)), place.start, place.len())
        };
        Some(Box::new(self.message.labels.iter().map(mark)))
    }
}
