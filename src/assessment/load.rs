//! The second step of reading an assessment: everything in it, against its pack.

use std::sync::Arc;

use super::context::{Context, Names, Sources};
use super::error::HeaderError;
use super::extract::{Handling, Unfinished};
use super::file::AssessmentFiles;
use super::records::{Beside, Read};
use super::{Assessment, SignOff, Submission, claim, evidence, fact, recorded, records, undertaking};
use crate::diagnostic::Diagnostic;
use crate::document::field::{flag, table, text};
use crate::document::{self, Item, Mistakes};
use crate::pack::Date;
use crate::pack::field::date;
use crate::pack::rule::Pack;

/// Reads a submission against the pack that it is made for: the assessment, where nothing is wrong with it, and all
/// that is wrong with it.
pub fn load(
    submission: Submission,
    pack: &Pack,
    files: &dyn AssessmentFiles,
) -> (Option<Assessment>, Vec<Diagnostic>) {
    let (unfinished, diagnostics) = load_leaving(submission, pack, files, &Handling::keep(pack));
    (unfinished.and_then(|unfinished| unfinished.assessment), diagnostics)
}

/// The same with the rows of extracts handled as they are to be: some may be left for whoever reads them later.
pub fn load_leaving(
    submission: Submission,
    pack: &Pack,
    files: &dyn AssessmentFiles,
    handling: &Handling,
) -> (Option<Unfinished>, Vec<Diagnostic>) {
    let mut errors = Mistakes::default();
    let flawed = submission.flawed;
    let unfinished = unfinished(submission, pack, (files, handling), &mut errors).map(|unfinished| {
        let assessment = unfinished.assessment.filter(|_| !flawed && !errors.has_errors());
        Unfinished { assessment, ..unfinished }
    });
    (unfinished, errors.into_diagnostics())
}

/// What there is of an assessment, whatever else is wrong with it; nothing where it is made for another pack.
fn unfinished(
    submission: Submission,
    pack: &Pack,
    (files, handling): (&dyn AssessmentFiles, &Handling),
    errors: &mut Mistakes,
) -> Option<Unfinished> {
    // Against another pack nearly every name would be unknown, which helps nobody.
    check_pack(&submission, pack, errors)?;
    let Submission { file, digest, header, mut root, .. } = submission;
    let header_span = header.span;
    let header = read_header(header, pack, errors);
    let published = header.published;

    let names = Names::of(pack);
    let evidence = evidence::read(root.take("evidence"), pack, &names, files, errors);
    let sources = Sources::of(pack, header.source.as_deref(), evidence.ids());
    let context = Context { pack, names, sources };
    let claims = claim::read(root.take("claims"), &context, errors);
    let stated = fact::read(root.take("facts"), &context, errors);
    let departures = undertaking::departures(root.take("departure"), &context, &evidence, errors);
    let actions = undertaking::actions(root.take("action"), &context, published, errors);
    let record = root.take("measured");
    let record_place = record.as_ref().map(|item| item.key_span);
    let recorded = recorded::read(record, &context, errors);
    let beside = Beside { files, recorded: recorded.as_ref(), record_place };
    let Read { records, heard, keys, left } =
        records::read(root.take("tables"), &context, (beside, handling), errors);
    root.finish(errors);

    let records = Arc::new(records);
    let assessment = |body, kind, as_of| Assessment {
        file,
        digest,
        body,
        kind,
        as_of,
        published,
        source: header.source,
        prepared_by: header.prepared_by,
        signed_off: header.signed_off,
        header: header_span,
        facts: stated.facts,
        records: Arc::clone(&records),
        recorded,
        heard_cells: heard,
        groups: stated.groups,
        claims,
        evidence: evidence.items,
        departures,
        actions,
    };
    let assessment = match (header.body, header.kind, header.as_of) {
        (Some(body), Some(kind), Some(as_of)) => Some(assessment(body, kind, as_of)),
        _ => None,
    };
    Some(Unfinished { assessment, records, keys, extracts: left })
}

fn check_pack(submission: &Submission, pack: &Pack, errors: &mut Mistakes) -> Option<()> {
    let (named, named_span) = &submission.pack;
    let (wanted, wanted_span) = &submission.version;
    let Pack { manifest, .. } = pack;
    if *named != manifest.id {
        errors.push(HeaderError::WrongPack { named, given: &manifest.id, span: *named_span });
        return None;
    }
    if !wanted.matches(&manifest.version) {
        let given = &manifest.version;
        errors.push(HeaderError::WrongVersion { wanted, given, pack: named, span: *wanted_span });
        return None;
    }
    Some(())
}

/// What the `[assessment]` table says beside format and pack; what is missing there has been reported.
struct Header {
    body: Option<String>,
    kind: Option<String>,
    as_of: Option<Date>,
    published: bool,
    source: Option<String>,
    prepared_by: Option<String>,
    signed_off: Option<SignOff>,
}

fn read_header(mut table: document::Table, pack: &Pack, errors: &mut Mistakes) -> Header {
    let bodies = &pack.manifest.bodies;
    let kind = |item: Item, errors: &mut Mistakes| {
        let place = item.read_word(bodies.iter().map(String::as_str), errors)?;
        bodies.get(place).cloned()
    };
    let is_signed_off = table.has("signed_off");
    let header = Header {
        body: table.required("body", text, errors),
        kind: table.required("kind", kind, errors),
        as_of: table.required("as_of", date, errors),
        published: table.optional("published", flag, errors).unwrap_or(false),
        source: table.optional("source", text, errors),
        prepared_by: table.optional("prepared_by", text, errors),
        signed_off: table.optional("signed_off", sign_off, errors),
    };
    if !header.published && !is_signed_off {
        errors.push(HeaderError::NotSignedOff { span: table.span });
    }
    table.finish(errors);
    header
}

fn sign_off(item: Item, errors: &mut Mistakes) -> Option<SignOff> {
    let mut table = table(item, errors)?;
    let by = table.required("by", text, errors);
    let on = table.required("on", date, errors);
    table.finish(errors);
    Some(SignOff { by: by?, on: on? })
}
