//! Tipstaff checks what a body says of itself against what an inspectorate's recommendations ask for.
//!
//! Rule files become a tree ([`syntax`]), trees a typed pack ([`resolve`]), an assessment is read against it
//! ([`mod@assessment`]), and both are evaluated to verdicts ([`evaluate`]), which [`report`] makes into text or JSON:
//!
//! ```
//! use tipstaff::evaluate::outcome::{Question, evaluate};
//! use tipstaff::pack::Date;
//! use tipstaff::vocabulary::Outcome;
//! use tipstaff::{assessment, builtin, load, source::SourceMap};
//! # struct NoFiles;
//! # impl assessment::AssessmentFiles for NoFiles {
//! #     fn sha256(&self, _: &str) -> Result<String, assessment::FileProblem> {
//! #         Err(assessment::FileProblem::Missing)
//! #     }
//! #     fn extract(&self, _: &str) -> Result<assessment::Blocks<'_>, assessment::FileProblem> {
//! #         Err(assessment::FileProblem::Missing)
//! #     }
//! # }
//! let mut sources = SourceMap::default();
//! let (pack, mistakes) = load::pack(builtin::PACKS[0].files(), &mut sources);
//! let pack = pack.expect("the shipped pack has no mistakes");
//! assert!(mistakes.is_empty());
//!
//! let text = r#"
//!     [assessment]
//!     format = 1
//!     body = "Wexmouth Police (fictional)"
//!     kind = "force"
//!     pack = "hmicfrs_2026_04"
//!     version = "^1"
//!     as_of = 2026-11-01
//!     published = true
//!
//!     [facts.family]
//!     leaflet = true
//!     leaflet_contacts = false
//! "#;
//! let file = sources.add("wexmouth.toml", text);
//! let (submission, mistakes) = assessment::read(file, text);
//! assert!(mistakes.is_empty());
//! let (assessment, mistakes) = assessment::load(submission.expect("it is TOML"), &pack, &NoFiles);
//! assert!(mistakes.is_empty());
//!
//! let question = Question { as_of: Date::new(2026, 11, 1).expect("a day"), assurance: pack.manifest.assurance };
//! let evaluation = evaluate(&pack, &assessment.expect("it has no mistakes"), question);
//! let leaflets = evaluation.requirements().find(|verdict| {
//!     pack.requirements[verdict.requirement].number.to_string() == "R5.2"
//! });
//! assert_eq!(leaflets.map(|verdict| verdict.outcome), Some(Outcome::NotMet));
//! ```

pub mod assessment;
pub mod builtin;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod evaluate;
pub mod fingerprint;
pub mod graph;
pub mod load;
pub mod pack;
pub mod repair;
pub mod report;
pub mod resolve;
pub mod results;
pub mod scenario;
pub mod seal;
pub mod source;
pub mod sql;
pub mod syntax;
pub mod tables;
pub mod verify;
pub mod vocabulary;
