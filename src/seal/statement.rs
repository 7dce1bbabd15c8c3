//! What a seal states: an in-toto Statement v1 with the predicate for test results v0.1, and in it, under a name of its
//! own, what is needed to evaluate again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::mistake::Mistake;
use crate::assessment::{Assessment, inner_path};
use crate::diagnostic::in_json;
use crate::digest::sha256_hex;
use crate::evaluate::verdict::{Evaluation, Gap, RequirementVerdict};
use crate::pack::rule::Pack;
use crate::tables::Origin;
use crate::vocabulary::Outcome;

const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
const PREDICATE_TYPE: &str = "https://in-toto.io/attestation/test-result/v0.1";
const FORMAT: &str = "tipstaff-seal/1";

/// The tests of the predicate are the requirements that are addressed to the body and apply to it.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, expecting = "a statement in braces")]
pub struct Statement {
    #[serde(rename = "_type")]
    statement_type: String,
    /// The assessment and every file that it names, by their paths from its folder on.
    pub subject: Vec<Resource>,
    #[serde(rename = "predicateType")]
    predicate_type: String,
    /// What came out, and by what.
    pub predicate: Predicate,
}

/// A thing and its digest.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, expecting = "a name and a digest in braces")]
pub struct Resource {
    /// Its name.
    pub name: String,
    /// Its digest.
    pub digest: Digest,
    /// Of a pack, which of its kind it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotations: Option<Edition>,
}

/// Which version of a pack, and where it is from.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, expecting = "annotations in braces")]
pub struct Edition {
    /// The version.
    pub version: String,
    /// Whether it is built into the program.
    pub built_in: bool,
}

/// A digest.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, expecting = "a digest in braces")]
pub struct Digest {
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// What came out, and by what.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, rename_all = "camelCase", expecting = "a test result in braces")]
pub struct Predicate {
    /// `PASSED` where the gate is passed, `WARNED` where it is with reservations, else `FAILED`.
    pub result: String,
    /// The pack first, and every file of rules and of the catalogue of source documents.
    pub configuration: Vec<Resource>,
    /// Requirements in order.
    pub passed_tests: Vec<String>,
    /// Requirements that are in order by a departure, or with guidance not followed.
    pub warned_tests: Vec<String>,
    /// Requirements with a gap: what is not shown has not passed.
    pub failed_tests: Vec<String>,
    /// What the predicate has no place for.
    pub tipstaff: Sealed,
}

/// What is needed to evaluate again, and what came out in the program's own terms.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, expecting = "what was sealed in braces")]
pub struct Sealed {
    format: String,
    /// The version of the program: only the same one prints the same bytes.
    pub version: String,
    /// Which of the subjects is the assessment.
    pub assessment: String,
    /// The body's name.
    pub body: String,
    /// What kind of body it is.
    pub kind: String,
    /// Who signed the assessment off.
    pub signed_off: Option<SignedOff>,
    /// The day of the check.
    pub as_of: String,
    /// The assurance that was asked for.
    pub assurance: String,
    /// The verdicts on all requirements that are addressed to the body, in the order of the pack.
    pub requirements: Vec<Verdict>,
    /// The result as `tipstaff check --format json` prints it in the assessment's folder.
    pub result: Digest,
}

/// Who signed an assessment off.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, expecting = "a sign-off in braces")]
pub struct SignedOff {
    /// The role.
    pub by: String,
    /// The day.
    pub on: String,
}

/// The verdict on a requirement, in the words of the JSON result.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, expecting = "a verdict in braces")]
pub struct Verdict {
    /// The requirement.
    pub id: String,
    /// What came out.
    pub outcome: String,
    /// How well it is supported.
    pub assurance: String,
    /// Its gap, where it has one.
    pub gap: Option<String>,
}

/// What is put into a statement.
pub struct Evaluated<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// Whether they are built into the program.
    pub built_in: bool,
    /// What was assessed.
    pub assessment: &'a Assessment,
    /// The name of its file, in its folder.
    pub file: &'a str,
    /// What came out.
    pub evaluation: &'a Evaluation,
    /// Whether it passes the gate.
    pub passed: bool,
    /// Every file of rules and of the catalogue: name and text.
    pub rules: Vec<(&'a str, &'a str)>,
    /// The JSON result.
    pub result: &'a str,
    /// The version of the program.
    pub version: &'a str,
}

impl Resource {
    fn of(name: &str, sha256: &str) -> Resource {
        let digest = Digest { sha256: sha256.to_owned() };
        Resource { name: name.to_owned(), digest, annotations: None }
    }
}

impl Predicate {
    /// The pack: `visits 1.2.0, built in`.
    pub fn pack_in_words(&self) -> String {
        match self.configuration.first() {
            Some(Resource { name, annotations: Some(edition), .. }) => {
                let built_in = if edition.built_in { ", built in" } else { "" };
                format!("{name} {}{built_in}", edition.version)
            }
            _ => "no pack".to_owned(),
        }
    }
}

impl Statement {
    /// States what was evaluated and what came out.
    pub fn of(evaluated: &Evaluated<'_>) -> Statement {
        Statement {
            statement_type: STATEMENT_TYPE.to_owned(),
            subject: subjects(evaluated),
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate: predicate(evaluated),
        }
    }

    /// The one way in which a statement is written; nothing where it cannot be, which does not occur.
    pub fn write(&self) -> Option<String> {
        to_text(self)
    }

    /// Reads what [`Statement::write`] has written.
    pub(super) fn read(text: &str, mistakes: &mut Vec<Mistake>) -> Option<Statement> {
        let statement: Statement = match serde_json::from_str(text) {
            Ok(statement) => statement,
            Err(error) => {
                mistakes.push(Mistake::Unreadable { what: "statement", why: error.to_string() });
                return None;
            }
        };
        let types = [
            (&statement.statement_type, STATEMENT_TYPE),
            (&statement.predicate_type, PREDICATE_TYPE),
            (&statement.predicate.tipstaff.format, FORMAT),
        ];
        let others = types.into_iter().filter(|(found, expected)| found != expected);
        mistakes
            .extend(others.map(|(found, expected)| Mistake::OtherType { found: found.clone(), expected }));
        if statement.write().as_deref() != Some(text) {
            mistakes.push(Mistake::OtherSpelling { what: "statement" });
        }
        Some(statement)
    }
}

/// The one way in which JSON is written here: indented, ending in a line break.
pub(super) fn to_text(value: &impl Serialize) -> Option<String> {
    serde_json::to_string_pretty(value).ok().map(|text| in_json(&text) + "\n")
}

/// The assessment and the files that it names, each path once and in its shortest spelling, in the order of the paths.
fn subjects(evaluated: &Evaluated<'_>) -> Vec<Resource> {
    let assessment = evaluated.assessment;
    let evidence = assessment.evidence.iter().filter_map(|item| item.file.as_ref());
    let evidence = evidence.map(|file| (file.path.as_str(), file.sha256.as_str()));
    let tables = evaluated.pack.tables.ids().map(|table| &assessment.records.rows(table).origin);
    let extracts = tables.filter_map(|origin| match origin {
        Origin::Extract(extract) => Some((extract.path.as_str(), extract.sha256.as_str())),
        // Of a file that is not at hand nobody has seen the bytes; the assessment says what it has recorded of them.
        Origin::NotGiven | Origin::Written(_) | Origin::NotAtHand(_) => None,
    });
    let named = [(evaluated.file, assessment.digest.as_str())].into_iter().chain(evidence).chain(extracts);
    // A file that changes between two readings stands here twice, and no verification will find it so.
    let unique: BTreeSet<(String, &str)> =
        named.filter_map(|(path, sha256)| Some((inner_path(path)?, sha256))).collect();
    unique.iter().map(|(path, sha256)| Resource::of(path, sha256)).collect()
}

/// The files of the rules, by name and text, in the order of their names.
pub(super) fn rule_files(files: &[(&str, &str)]) -> Vec<Resource> {
    let mut files = files.to_vec();
    files.sort_unstable();
    files.iter().map(|(name, text)| Resource::of(name, &sha256_hex(text.as_bytes()))).collect()
}

fn predicate(evaluated: &Evaluated<'_>) -> Predicate {
    let (pack, assessment, evaluation) = (evaluated.pack, evaluated.assessment, evaluated.evaluation);
    let version = pack.manifest.version.to_string();
    let edition = Some(Edition { version, built_in: evaluated.built_in });
    let itself = Resource { annotations: edition, ..Resource::of(&pack.manifest.id, &pack.digest) };
    let of = |wanted: Test| {
        let verdicts = evaluation.requirements().filter(|verdict| Test::of(pack, verdict) == Some(wanted));
        verdicts.map(|verdict| pack.requirements[verdict.requirement].number.to_string()).collect()
    };
    let warned: Vec<String> = of(Test::Warned);
    let result = match (evaluated.passed, warned.is_empty()) {
        (false, _) => "FAILED",
        (true, false) => "WARNED",
        (true, true) => "PASSED",
    };
    let signed_off = assessment.signed_off.as_ref();
    Predicate {
        result: result.to_owned(),
        configuration: [itself].into_iter().chain(rule_files(&evaluated.rules)).collect(),
        passed_tests: of(Test::Passed),
        warned_tests: warned,
        failed_tests: of(Test::Failed),
        tipstaff: Sealed {
            format: FORMAT.to_owned(),
            version: evaluated.version.to_owned(),
            assessment: evaluated.file.to_owned(),
            body: assessment.body.clone(),
            kind: assessment.kind.clone(),
            signed_off: signed_off
                .map(|sign_off| SignedOff { by: sign_off.by.clone(), on: sign_off.on.to_string() }),
            as_of: evaluation.as_of.to_string(),
            assurance: evaluation.asked.name().to_owned(),
            requirements: evaluation.requirements().map(|verdict| Verdict::of(pack, verdict)).collect(),
            result: Digest { sha256: sha256_hex(evaluated.result.as_bytes()) },
        },
    }
}

/// How a requirement fares as a test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Test {
    Passed,
    Warned,
    Failed,
}

impl Test {
    /// Nothing for a requirement that does not apply: it has been neither passed nor failed.
    fn of(pack: &Pack, verdict: &RequirementVerdict) -> Option<Test> {
        let ignores = verdict.ignores_guidance(&pack.requirements[verdict.requirement]);
        match (verdict.gap, verdict.outcome) {
            (Some(Gap::NotMet | Gap::NotShown | Gap::NotEvidenced), _) => Some(Test::Failed),
            (None, Outcome::Met) if !ignores => Some(Test::Passed),
            (None, Outcome::Met | Outcome::Departure) => Some(Test::Warned),
            (None, Outcome::NotMet | Outcome::NotShown) => Some(Test::Failed),
            (None, Outcome::NotApplicable) => None,
        }
    }
}

impl Verdict {
    fn of(pack: &Pack, verdict: &RequirementVerdict) -> Verdict {
        Verdict {
            id: pack.requirements[verdict.requirement].number.to_string(),
            outcome: verdict.outcome.name().to_owned(),
            assurance: verdict.assurance.name().to_owned(),
            gap: verdict.gap.map(|gap| gap.name().to_owned()),
        }
    }
}
