//! Lines of a limited width, broken at spaces alone, so that nothing that is copied is cut.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::message::one_line;

/// Words in lines of at most this width, with what stands before the first line and before the others. What could steer a
/// terminal is made harmless.
pub fn wrapped(first: &str, others: &str, words: &str, width: usize) -> Vec<String> {
    let options = Options::new(width.max(40))
        .initial_indent(first)
        .subsequent_indent(others)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let words = one_line(words);
    let lines = textwrap::wrap(&words, options);
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}
