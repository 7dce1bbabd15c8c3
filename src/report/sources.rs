//! The catalogue of source documents as plain data: which rule cites which clause, and what came of documents at hand.

pub mod entries;
pub mod json;
#[cfg(feature = "cli")]
pub mod text;

use std::collections::BTreeMap;

use crate::pack::rule::{Document, DocumentClause, Pack, Remarks};
use crate::verify::Verified;

/// The catalogue, and the rules that cite it.
pub struct Listing<'a> {
    /// The packs.
    pub packs: &'a [Pack],
    /// The documents.
    pub documents: &'a [Document],
    cited_by: BTreeMap<(&'a str, &'a str), Vec<Citation<'a>>>,
}

/// A rule that cites a clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citation<'a> {
    /// The pack's id.
    pub pack: &'a str,
    /// `R4`, `R4.2`, `R4.2.checked`, or the name of a definition.
    pub rule: String,
}

impl<'a> Listing<'a> {
    /// The documents with the rules that cite them, in the order of the packs.
    pub fn of(packs: &'a [Pack], documents: &'a [Document]) -> Listing<'a> {
        let mut cited_by: BTreeMap<(&str, &str), Vec<Citation<'a>>> = BTreeMap::new();
        for pack in packs {
            for (rule, remarks) in remarks_of(pack) {
                for source in &remarks.sources {
                    let document = &pack.documents[source.document];
                    let Some(clause) = document.clauses.get(source.clause) else { continue };
                    let citations = cited_by.entry((&document.id, &clause.id)).or_default();
                    let citation = Citation { pack: &pack.manifest.id, rule: rule.clone() };
                    if !citations.contains(&citation) {
                        citations.push(citation);
                    }
                }
            }
        }
        Listing { packs, documents, cited_by }
    }

    /// The rules that cite a clause.
    pub fn cited_by(&self, document: &'a Document, clause: &'a DocumentClause) -> &[Citation<'a>] {
        self.cited_by.get(&(document.id.as_str(), clause.id.as_str())).map_or(&[], Vec::as_slice)
    }
}

/// Everything of a pack that can cite: definitions, then recommendations with their requirements and clauses.
fn remarks_of(pack: &Pack) -> Vec<(String, &Remarks)> {
    let mut remarks: Vec<(String, &Remarks)> = Vec::new();
    remarks.extend(pack.defines.iter().map(|define| (define.name.clone(), &define.remarks)));
    for (id, recommendation) in pack.recommendations.entries() {
        remarks.push((recommendation.number.to_string(), &recommendation.remarks));
        for (_, requirement) in pack.requirements_of(id) {
            remarks.push((requirement.number.to_string(), &requirement.remarks));
            let clauses = requirement.clauses.iter();
            remarks.extend(clauses.map(|clause| (requirement.clause_id(clause), &clause.remarks)));
        }
    }
    remarks
}

/// What came of holding the catalogue against the documents in a folder.
pub struct Verification<'a> {
    /// Each document of the catalogue, in its order.
    pub documents: Vec<Verified<'a>>,
    /// Files of the folder that were not looked at or are no document of the catalogue, each with the reason.
    pub passed_over: Vec<(String, String)>,
}

impl Verification<'_> {
    /// Whether every document was found and every clause in it. Where there is none, nothing is verified.
    pub fn passed(&self) -> bool {
        !self.documents.is_empty() && self.documents.iter().all(Verified::passed)
    }
}
