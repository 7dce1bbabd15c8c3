//! What `tipstaff seal`, `tipstaff verify` and `tipstaff keygen` say.

use super::page::Page;
use super::terminal::Style;
use crate::seal::Statement;

/// Whose signature was checked.
pub enum Signature {
    /// That of a key, by its id, which was given in a file.
    Of {
        /// The key's id.
        key: String,
        /// The file.
        file: String,
    },
    /// There is one, and it was not to be checked.
    NotChecked,
    /// There is none.
    None,
}

/// What has been sealed, into which file, and signed with which key.
pub fn sealed(statement: &Statement, file: &str, signer: Option<&str>, quiet: bool) -> String {
    let mut page = page_of("Sealed", statement);
    entry(&mut page, "seal", file);
    match signer {
        Some(key) => entry(&mut page, "signed by", key),
        None => entry(&mut page, "signed by", &unsigned(statement)),
    }
    contents(&mut page, statement, quiet);
    page.into_text()
}

/// What has been verified.
pub fn verified(statement: &Statement, signature: &Signature, quiet: bool) -> String {
    let mut page = match signature {
        Signature::Of { .. } => page_of("Verified", statement),
        Signature::NotChecked | Signature::None => page_of("Verified without a signature", statement),
    };
    match signature {
        Signature::Of { key, file } => {
            entry(&mut page, "signed by", key);
            entry(&mut page, "", &format!("the key in {file}"));
        }
        Signature::NotChecked => entry(&mut page, "signed by", "not checked: anybody could have sealed this"),
        Signature::None => entry(&mut page, "signed by", &unsigned(statement)),
    }
    entry(&mut page, "result", "evaluated again, with the same bytes");
    contents(&mut page, statement, quiet);
    page.into_text()
}

/// That nothing has been verified, for the file of a report.
pub fn not_verified(seal: &str) -> String {
    let mut page = Page::new(Style::PLAIN);
    page.wrap("", "  ", &format!("Not verified: {seal}"));
    page.line("");
    entry(&mut page, "why", "as the run has said on standard error");
    page.into_text()
}

/// The pair of keys that has been made, and its files.
pub fn made(id: &str, [private, public]: &[String; 2]) -> String {
    let mut page = Page::new(Style::PLAIN);
    entry(&mut page, "key", id);
    entry(&mut page, "private", &format!("{private}: keep it to yourself; whoever has it signs as you"));
    entry(&mut page, "public", &format!("{public}: give it to everybody who verifies"));
    page.into_text()
}

fn unsigned(statement: &Statement) -> String {
    match statement.predicate.tipstaff.signed_off {
        Some(_) => "nobody: these are digests, and the sign-off is all that stands for them".to_owned(),
        None => "nobody: these are digests, and nobody has signed the assessment off".to_owned(),
    }
}

fn page_of(what: &str, statement: &Statement) -> Page {
    let sealed = &statement.predicate.tipstaff;
    let mut page = Page::new(Style::PLAIN);
    page.wrap("", "  ", &format!("{what}: {} ({}), as of {}", sealed.body, sealed.kind, sealed.as_of));
    page.line("");
    page
}

fn entry(page: &mut Page, title: &str, words: &str) {
    page.paragraph(&format!("  {title:12} "), words);
}

fn contents(page: &mut Page, statement: &Statement, quiet: bool) {
    let (predicate, sealed) = (&statement.predicate, &statement.predicate.tipstaff);
    let signed_off = sealed.signed_off.as_ref();
    entry(page, "assessment", &sealed.assessment);
    entry(
        page,
        "signed off",
        &signed_off.map_or("by nobody".to_owned(), |by| format!("{}, {}", by.by, by.on)),
    );
    entry(page, "rules", &predicate.pack_in_words());
    entry(page, "asked for", &sealed.assurance);
    let counts = [
        (predicate.passed_tests.len(), "passed"),
        (predicate.warned_tests.len(), "passed with a reservation"),
        (predicate.failed_tests.len(), "with a gap"),
        (sealed.requirements.iter().filter(|one| one.outcome == "not_applicable").count(), "not applicable"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    entry(page, "requirements", &counts);
    if quiet {
        return;
    }
    list(page, "files", statement.subject.iter().map(|file| file.name.as_str()));
    // The first is the pack itself.
    list(page, "rule files", predicate.configuration.iter().skip(1).map(|file| file.name.as_str()));
}

fn list<'n>(page: &mut Page, title: &str, names: impl Iterator<Item = &'n str>) {
    let names: Vec<&str> = names.collect();
    page.gap();
    entry(page, title, &names.len().to_string());
    names.iter().for_each(|name| entry(page, "", name));
}
