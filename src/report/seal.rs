//! What `tipstaff seal`, `tipstaff verify` and `tipstaff keygen` say.

use super::wrap::wrapped;
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
    let mut page = Page::of("Sealed", statement);
    page.line("seal", file);
    match signer {
        Some(key) => page.line("signed by", key),
        None => page.line("signed by", &unsigned(statement)),
    }
    page.contents(statement, quiet);
    page.0
}

/// What has been verified.
pub fn verified(statement: &Statement, signature: &Signature, quiet: bool) -> String {
    let mut page = match signature {
        Signature::Of { .. } => Page::of("Verified", statement),
        Signature::NotChecked | Signature::None => Page::of("Verified without a signature", statement),
    };
    match signature {
        Signature::Of { key, file } => {
            page.line("signed by", key);
            page.line("", &format!("the key in {file}"));
        }
        Signature::NotChecked => page.line("signed by", "not checked: anybody could have sealed this"),
        Signature::None => page.line("signed by", &unsigned(statement)),
    }
    page.line("result", "evaluated again, with the same bytes");
    page.contents(statement, quiet);
    page.0
}

/// The pair of keys that has been made, and its files.
pub fn made(id: &str, [private, public]: &[String; 2]) -> String {
    let mut page = Page(String::new());
    page.line("key", id);
    page.line("private", &format!("{private}: keep it to yourself; whoever has it signs as you"));
    page.line("public", &format!("{public}: give it to everybody who verifies"));
    page.0
}

fn unsigned(statement: &Statement) -> String {
    match statement.predicate.tipstaff.signed_off {
        Some(_) => "nobody: these are digests, and the sign-off is all that stands for them".to_owned(),
        None => "nobody: these are digests, and nobody has signed the assessment off".to_owned(),
    }
}

struct Page(String);

impl Page {
    fn of(what: &str, statement: &Statement) -> Page {
        let sealed = &statement.predicate.tipstaff;
        let title = format!("{what}: {} ({}), as of {}", sealed.body, sealed.kind, sealed.as_of);
        let mut page = Page(String::new());
        page.wrap("", "  ", &title);
        page.0.push('\n');
        page
    }

    fn line(&mut self, title: &str, words: &str) {
        self.wrap(&format!("  {title:12} "), &" ".repeat(15), words);
    }

    fn wrap(&mut self, first: &str, others: &str, words: &str) {
        for line in wrapped(first, others, words, 80) {
            self.0.push_str(&line);
            self.0.push('\n');
        }
    }

    fn contents(&mut self, statement: &Statement, quiet: bool) {
        let (predicate, sealed) = (&statement.predicate, &statement.predicate.tipstaff);
        let signed_off = sealed.signed_off.as_ref();
        self.line("assessment", &sealed.assessment);
        self.line(
            "signed off",
            &signed_off.map_or("by nobody".to_owned(), |by| format!("{}, {}", by.by, by.on)),
        );
        self.line("rules", &predicate.pack_in_words());
        self.line("asked for", &sealed.assurance);
        let counts = [
            (predicate.passed_tests.len(), "passed"),
            (predicate.warned_tests.len(), "passed with a reservation"),
            (predicate.failed_tests.len(), "with a gap"),
            (
                sealed.requirements.iter().filter(|one| one.outcome == "not_applicable").count(),
                "not applicable",
            ),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
        self.line("requirements", &counts);
        if quiet {
            return;
        }
        self.list("files", statement.subject.iter().map(|file| file.name.as_str()));
        // The first is the pack itself.
        self.list("rule files", predicate.configuration.iter().skip(1).map(|file| file.name.as_str()));
    }

    fn list<'n>(&mut self, title: &str, names: impl Iterator<Item = &'n str>) {
        let names: Vec<&str> = names.collect();
        self.0.push('\n');
        self.line(title, &names.len().to_string());
        names.iter().for_each(|name| self.line("", name));
    }
}
