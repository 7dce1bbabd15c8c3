//! Any text is read as an assessment and evaluated, or refused with an error, each label in it.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tipstaff::assessment::{self, AssessmentFiles, Blocks, FileProblem};
use tipstaff::diagnostic::Diagnostic;
use tipstaff::evaluate::outcome::{Question, evaluate};
use tipstaff::load::{self, PackFiles};
use tipstaff::pack::rule::Pack;
use tipstaff::source::SourceMap;
use tipstaff::vocabulary::Assurance;

macro_rules! small_pack {
    ($name:literal) => {
        (
            $name.to_owned(),
            include_str!(concat!("../../tests/cases/assessment/small_pack/", $name)).to_owned(),
        )
    };
}

fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let files = PackFiles {
            manifest: small_pack!("pack.toml"),
            rules: vec![small_pack!("small.rules")],
            catalogue: vec![small_pack!("inspection.toml")],
            borrowed: Vec::new(),
        };
        load::pack(files, &mut SourceMap::default()).0.expect("the small pack is right")
    })
}

/// Every file is there, with the digest that the seed inputs state.
struct AnyFile;

impl AssessmentFiles for AnyFile {
    fn sha256(&self, _path: &str) -> Result<String, FileProblem> {
        Ok("ab".repeat(32))
    }

    fn extract(&self, _path: &str) -> Result<Blocks<'_>, FileProblem> {
        Ok(Box::new(std::iter::once(Ok(b"id,on\na,2026-01-01\n".to_vec()))))
    }
}

/// Stands in the place of what an assessment has recorded.
const RECORD: &str = "[measured]\npack = \"small\"\n";

fuzz_target!(|text: &str| {
    let file = SourceMap::default().add("fuzz.toml", text);
    let (submission, mut mistakes) = assessment::read(file, text);
    let assessment = submission.and_then(|submission| {
        let (assessment, more) = assessment::load(submission, pack(), &AnyFile);
        mistakes.extend(more);
        assessment
    });
    for label in mistakes.iter().flat_map(|mistake| &mistake.labels).filter(|label| label.span.file == file) {
        assert!(text.get(label.span.range()).is_some(), "{label:?}");
    }
    if let Some(recorded) = assessment::with_record(file, text, RECORD) {
        assert_eq!(assessment::with_record(file, &recorded, RECORD), Some(recorded.clone()));
    }
    match assessment {
        None => assert!(mistakes.iter().any(Diagnostic::is_error), "refused without a word"),
        Some(assessment) => {
            let question = Question { as_of: assessment.as_of, assurance: Assurance::Evidenced };
            evaluate(pack(), &assessment, question);
        }
    }
});
