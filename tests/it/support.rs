//! What several tests share.

use tipstaff::assessment::{self, AssessmentFiles, Blocks, FileProblem, Handling};
use tipstaff::diagnostic::{self, Diagnostic, Severity};
use tipstaff::evaluate::outcome::{Question, evaluate, evaluate_swept};
use tipstaff::evaluate::sweep;
use tipstaff::evaluate::verdict::Evaluation;
use tipstaff::load::{self, PackFiles};
use tipstaff::pack::manifest;
use tipstaff::pack::rule::Pack;
use tipstaff::source::SourceMap;
use tipstaff::{resolve, syntax};

/// A text with line numbers, and below it every diagnostic with its places: what snapshots of mistakes show.
pub(crate) fn report(text: &str, sources: &SourceMap, mut diagnostics: Vec<Diagnostic>) -> String {
    diagnostic::sort(&mut diagnostics);
    let numbered = (1..).zip(text.lines()).map(|(number, line)| format!("{number:>3} | {line}\n"));
    let described = diagnostics.iter().map(|diagnostic| describe(sources, diagnostic));
    numbered.chain(["\n".to_owned()]).chain(described).collect()
}

fn describe(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut described = format!("{severity}[{}]: {}\n", diagnostic.code, diagnostic.message);
    for label in &diagnostic.labels {
        let at = sources.position(label.span);
        let marked = sources.text(label.span).lines().next().unwrap_or("");
        described += &format!("    {}:{} `{marked}` {}\n", at.line, at.column, label.text);
    }
    diagnostic.help.iter().for_each(|help| described += &format!("    help: {help}\n"));
    described
}

/// The manifest and the source document that packs of tests have unless they bring their own.
const MANIFEST: &str = r#"
[pack]
id = "test"
version = "1.0.0"
language = 1
title = "A pack of a test"
publisher = "The tests"
bodies = ["force", "college", "npcc"]
domains = ["ocsae", "mosovo"]
sources = ["hmicfrs_2026_04"]
assurance = "stated"
"#;
const CATALOGUE: &str = r#"
[source]
id = "hmicfrs_2026_04"
title = "A report"
publisher = "HMICFRS"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
lines = 9
[clauses]
rec-1 = { lines = [1] }
"rec-1.1" = { lines = [2] }
rec-10 = { lines = [3] }
"rec-10.1" = { lines = [4] }
rec-15 = { lines = [5] }
"rec-15.1" = { lines = [6] }
c-completion = { lines = [7] }
c-npws = { lines = [8] }
"#;

/// A rule file, and what became of it as the only file of a pack.
pub(crate) struct Loaded {
    pub(crate) sources: SourceMap,
    pub(crate) pack: Option<Pack>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// The text with everything that is wrong in it.
    pub(crate) fn report(self, text: &str) -> String {
        report(text, &self.sources, self.diagnostics)
    }
}

/// Reads a rule file as the only one of a pack.
pub(crate) fn load(rules: &str) -> Loaded {
    load_with(MANIFEST, CATALOGUE, rules)
}

/// Reads a manifest and a rule file.
pub(crate) fn load_with(manifest: &str, catalogue: &str, rules: &str) -> Loaded {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let mut sources = SourceMap::default();
    let files = PackFiles {
        manifest: file("pack.toml", manifest),
        rules: vec![file("test.rules", rules)],
        catalogue: vec![file("source.toml", catalogue)],
        borrowed: Vec::new(),
    };
    let (pack, diagnostics) = load::pack(files, &mut sources);
    Loaded { sources, pack, diagnostics }
}

/// The pack of a rule file in which nothing is wrong.
#[expect(clippy::panic, reason = "a test stops where its rules are wrong")]
pub(crate) fn pack(rules: &str) -> Pack {
    let mut loaded = load(rules);
    loaded.pack.take().unwrap_or_else(|| panic!("the rules of a test are wrong\n{}", loaded.report(rules)))
}

/// The pack of a rule file, resolved, without the checks that loading adds.
#[expect(clippy::panic, reason = "a test stops where its rules are wrong")]
pub(crate) fn resolved(rules: &str) -> Pack {
    let mut sources = SourceMap::default();
    let file = sources.add("pack.toml", MANIFEST);
    let (manifest, _) = manifest::read(file, MANIFEST);
    let (documents, _) =
        load::catalogue(vec![("source.toml".to_owned(), CATALOGUE.to_owned())], Vec::new(), &mut sources);
    let file = sources.add("test.rules", rules);
    let tree = syntax::parse(file, rules).tree;
    let pack = manifest.and_then(|manifest| resolve::resolve(manifest, documents, &[tree], String::new()).0);
    pack.unwrap_or_else(|| panic!("the rules of a test are wrong\n{rules}"))
}

/// What comes out of an assessment with this text below its header, on its own day.
pub(crate) fn judge(pack: &Pack, text: &str) -> Evaluation {
    judge_with(pack, text, &Files::default())
}

/// What comes out of an assessment with this text below its header and these extracts beside it.
pub(crate) fn judge_with(pack: &Pack, text: &str, files: &Files) -> Evaluation {
    judged(pack, text, files).1
}

/// An assessment with this text below its header and these extracts beside it, and what comes out of it.
#[expect(clippy::panic, reason = "a test stops where its assessment is wrong")]
pub(crate) fn judged(pack: &Pack, text: &str, files: &Files) -> (assessment::Assessment, Evaluation) {
    let (assessment, report) = read_assessment(pack, text, files);
    let assessment = assessment.unwrap_or_else(|| panic!("{report}"));
    let question = Question { as_of: assessment.as_of, assurance: pack.manifest.assurance };
    let evaluation = evaluate(pack, &assessment, question);
    (assessment, evaluation)
}

/// What comes out of the same where the rows of extracts are not kept, or the report of what is wrong.
pub(crate) fn swept(pack: &Pack, text: &str, files: &dyn AssessmentFiles) -> Result<Evaluation, String> {
    let text = format!("{HEADER}{text}");
    let mut sources = SourceMap::default();
    let file = sources.add("test.toml", text.as_str());
    let (submission, mut diagnostics) = assessment::read(file, &text);
    let handling = Handling { leave: sweep::tables(pack), ..Handling::keep(pack) };
    let swept = submission.and_then(|submission| {
        let (unfinished, more) = assessment::load_leaving(submission, pack, files, &handling);
        diagnostics.extend(more);
        let (swept, more) = sweep::sweep(pack, unfinished?, files, None);
        diagnostics.extend(more);
        swept
    });
    let evaluation = swept.map(|(assessment, swept)| {
        let question = Question { as_of: assessment.as_of, assurance: pack.manifest.assurance };
        evaluate_swept(pack, &assessment, question, swept)
    });
    evaluation.ok_or_else(|| report(&text, &sources, diagnostics))
}

/// An assessment with this text below its header, and the report of what is wrong with it.
pub(crate) fn read_assessment(
    pack: &Pack,
    text: &str,
    files: &dyn AssessmentFiles,
) -> (Option<assessment::Assessment>, String) {
    let text = format!("{HEADER}{text}");
    let mut sources = SourceMap::default();
    let file = sources.add("test.toml", text.as_str());
    let (submission, mut diagnostics) = assessment::read(file, &text);
    let assessment = submission.and_then(|submission| {
        let (assessment, more) = assessment::load(submission, pack, files);
        diagnostics.extend(more);
        assessment
    });
    (assessment, report(&text, &sources, diagnostics))
}

/// Extracts beside an assessment, by their paths.
#[derive(Default)]
pub(crate) struct Files(pub(crate) Vec<(&'static str, String)>);

impl AssessmentFiles for Files {
    fn sha256(&self, path: &str) -> Result<String, FileProblem> {
        let bytes: Result<Vec<Vec<u8>>, FileProblem> = self.extract(path)?.collect();
        bytes.map(|bytes| tipstaff::digest::sha256_hex(&bytes.concat()))
    }

    fn extract(&self, path: &str) -> Result<Blocks<'_>, FileProblem> {
        let file = self.0.iter().find(|(known, _)| *known == path);
        let (_, text) = file.ok_or(FileProblem::Missing)?;
        // In blocks as small as can be, so that records and characters are parted.
        Ok(Box::new(text.as_bytes().chunks(7).map(|block| Ok(block.to_vec()))))
    }
}

pub(crate) const HEADER: &str = r#"[assessment]
format = 1
body = "Test Police"
kind = "force"
pack = "test"
version = "^1"
as_of = 2026-06-10
published = true
source = "response"
"#;
