//! The catalogue and its verification as JSON. Field names and values are stable; the schema of both is
//! `docs/tipstaff-sources.schema.json`.

use serde::Serialize;

use super::{Listing, Verification};
use crate::pack::rule::{Document, DocumentClause};
use crate::report::json::parts::{self, PackId, TOOL, Tool};
use crate::verify::{ClauseVerified, Place, Quotation, Quoted, Slip, State, Verified};

/// The catalogue as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn listing(listing: &Listing<'_>) -> Result<String, serde_json::Error> {
    parts::to_text(&ListingFile {
        format: "tipstaff-sources/1",
        tool: TOOL,
        packs: listing.packs.iter().map(PackId::of).collect(),
        documents: listing.documents.iter().map(|document| listed(listing, document)).collect(),
    })
}

#[derive(Serialize)]
struct ListingFile<'a> {
    format: &'static str,
    tool: Tool,
    packs: Vec<PackId>,
    documents: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    publisher: &'a str,
    date: Option<String>,
    sha256: &'a str,
    lines: u32,
    responds_to: Option<&'a str>,
    borrowed: bool,
    clauses: Vec<ListedClause<'a>>,
}

#[derive(Serialize)]
struct ListedClause<'a> {
    id: &'a str,
    lines: &'a [u32],
    fingerprinted: bool,
    cited_by: Vec<ListedCitation<'a>>,
}

#[derive(Serialize)]
struct ListedCitation<'a> {
    pack: &'a str,
    rule: &'a str,
}

fn listed<'a>(listing: &'a Listing<'a>, document: &'a Document) -> Listed<'a> {
    let clause = |clause: &'a DocumentClause| {
        let citations = listing.cited_by(document, clause).iter();
        ListedClause {
            id: &clause.id,
            lines: &clause.lines,
            fingerprinted: !clause.fingerprints.is_empty(),
            cited_by: citations
                .map(|citation| ListedCitation { pack: citation.pack, rule: &citation.rule })
                .collect(),
        }
    };
    Listed {
        id: &document.id,
        title: &document.title,
        publisher: &document.publisher,
        date: document.date.map(|date| date.to_string()),
        sha256: &document.sha256,
        lines: document.lines,
        responds_to: document.responds_to.as_ref().map(|(id, _)| id.as_str()),
        borrowed: document.borrowed,
        clauses: document.clauses.iter().map(clause).collect(),
    }
}

/// The verification as JSON, ending in a line break.
///
/// # Errors
/// None that can occur: only maps with keys that are not texts cannot be written, and there are none.
pub fn verification(verification: &Verification<'_>) -> Result<String, serde_json::Error> {
    let passed_over = verification.passed_over.iter();
    parts::to_text(&VerificationFile {
        format: "tipstaff-sources-verify/1",
        tool: TOOL,
        passed: verification.passed(),
        documents: verification.documents.iter().map(VerifiedResult::of).collect(),
        passed_over: passed_over.map(|(file, reason)| PassedOver { file, reason }).collect(),
    })
}

#[derive(Serialize)]
struct VerificationFile<'a> {
    format: &'static str,
    tool: Tool,
    passed: bool,
    documents: Vec<VerifiedResult<'a>>,
    passed_over: Vec<PassedOver<'a>>,
}

#[derive(Serialize)]
struct PassedOver<'a> {
    file: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct VerifiedResult<'a> {
    id: &'a str,
    borrowed: bool,
    file: Option<&'a str>,
    found_by: Option<&'static str>,
    passed: bool,
    lines: Option<u32>,
    clauses: Vec<ClauseResult<'a>>,
    quotes: Option<&'a str>,
    quotations: Vec<QuotationResult<'a>>,
}

impl<'a> VerifiedResult<'a> {
    fn of(verified: &'a Verified<'a>) -> VerifiedResult<'a> {
        let quotations = verified.quotations.as_deref();
        let responds_to = verified.document.responds_to.as_ref().map(|(id, _)| id.as_str());
        VerifiedResult {
            id: &verified.document.id,
            borrowed: verified.document.borrowed,
            file: verified.file.map(|(file, _)| file.name.as_str()),
            found_by: verified.file.map(|(_, by)| by.name()),
            passed: verified.passed(),
            lines: verified.file.map(|(file, _)| file.wording.lines()),
            clauses: verified.clauses.iter().map(ClauseResult::of).collect(),
            quotes: responds_to.filter(|_| quotations.is_some()),
            quotations: quotations.unwrap_or(&[]).iter().map(QuotationResult::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct ClauseResult<'a> {
    id: &'a str,
    state: &'static str,
    places: Vec<PlaceResult<'a>>,
}

impl<'a> ClauseResult<'a> {
    fn of(verified: &'a ClauseVerified<'a>) -> ClauseResult<'a> {
        ClauseResult {
            id: &verified.clause.id,
            state: verified.worst().name(),
            places: verified.places.iter().map(PlaceResult::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct PlaceResult<'a> {
    line: u32,
    state: &'static str,
    found_at: Option<u32>,
    changes: Vec<ChangeResult<'a>>,
}

#[derive(Serialize)]
struct ChangeResult<'a> {
    gone: usize,
    new: &'a [String],
}

impl<'a> PlaceResult<'a> {
    fn of(place: &'a Place) -> PlaceResult<'a> {
        let (found_at, changes) = match &place.state {
            State::Verified => (Some(place.line), &[][..]),
            State::Moved { to } => (Some(*to), &[][..]),
            State::Reworded { at, changes } => (Some(*at), changes.as_slice()),
            State::Misdescribed { stands_at } => (*stands_at, &[][..]),
            State::Missing | State::NotKept => (None, &[][..]),
        };
        let changes = changes.iter().map(|change| ChangeResult { gone: change.gone, new: &change.new });
        PlaceResult { line: place.line, state: place.state.name(), found_at, changes: changes.collect() }
    }
}

#[derive(Serialize)]
struct QuotationResult<'a> {
    clause: &'a str,
    quoted: &'static str,
    first_line: Option<u32>,
    last_line: Option<u32>,
    slips: Vec<SlipResult<'a>>,
}

#[derive(Serialize)]
struct SlipResult<'a> {
    line: u32,
    left_out: &'a [String],
    put_in: &'a [String],
}

impl<'a> QuotationResult<'a> {
    fn of(quotation: &'a Quotation<'a>) -> QuotationResult<'a> {
        let (quoted, at, slips) = match &quotation.quoted {
            Quoted::Exactly { at } => ("exactly", Some(*at), &[][..]),
            Quoted::Changed { at, slips } => ("changed", Some(*at), slips.as_slice()),
            Quoted::Not => ("not", None, &[][..]),
        };
        let slip =
            |slip: &'a Slip| SlipResult { line: slip.line, left_out: &slip.left_out, put_in: &slip.put_in };
        QuotationResult {
            clause: quotation.clause,
            quoted,
            first_line: at.map(|(first, _)| first),
            last_line: at.map(|(_, last)| last),
            slips: slips.iter().map(slip).collect(),
        }
    }
}
