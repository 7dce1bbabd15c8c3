//! Lines of a limited width, broken at spaces alone, so that nothing that is copied is cut.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use crate::diagnostic::one_line;

/// Where lines may be broken: at spaces, and nowhere in a word, so that a path or an option can be copied.
pub const AT_SPACES: WordSeparator = WordSeparator::AsciiSpace;
/// No word is broken at a hyphen either.
pub const AT_NO_HYPHEN: WordSplitter = WordSplitter::NoHyphenation;

/// Words in lines of at most this width, with what stands before the first line and before the others. Only a word that is
/// longer is on a line beyond it. What could steer a terminal is made harmless.
pub fn wrapped(first: &str, others: &str, words: &str, width: usize) -> Vec<String> {
    let options = Options::new(width.max(40))
        .break_words(false)
        .initial_indent(first)
        .subsequent_indent(others)
        .word_separator(AT_SPACES)
        .word_splitter(AT_NO_HYPHEN)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let words = one_line(words);
    let lines = textwrap::wrap(&words, options);
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// A name in lines of at most this width; a word that is too long is broken as well.
pub fn broken(name: &str, width: usize) -> Vec<String> {
    let options = Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(&one_line(name), options).into_iter().map(|line| line.into_owned()).collect()
}

/// How many columns of a terminal a text takes.
pub fn columns(text: &str) -> usize {
    textwrap::core::display_width(text)
}
