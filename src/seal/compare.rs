//! What a seal says against what the files at hand come to.

use std::collections::BTreeMap;

use super::mistake::Mistake;
use super::statement::{self, Predicate, Resource, Sealed, Statement};

/// How the statement of a seal differs from the one that the files and rules at hand make; nothing where they are the
/// same bytes. That a file has changed is for whoever reads it to say, whether or not the assessment can be evaluated.
pub fn compare(sealed: &Statement, found: &Statement) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    files(sealed, found, &mut mistakes);
    rules(&sealed.predicate, &found.predicate, &mut mistakes);
    stated(&sealed.predicate, &found.predicate, &mut mistakes);
    // Whatever else there is to a statement, such as the order of its lists, must be the same too.
    if mistakes.is_empty() && (sealed != found || sealed.write() != found.write()) {
        mistakes.push(Mistake::OtherStatement);
    }
    mistakes
}

fn files(sealed: &Statement, found: &Statement, mistakes: &mut Vec<Mistake>) {
    let (sealed, found) = (by_name(&sealed.subject), by_name(&found.subject));
    let owned = |name: &str| name.to_owned();
    mistakes.extend(only(&sealed, &found).into_iter().map(|name| Mistake::NotNamed { name: owned(name) }));
    mistakes.extend(only(&found, &sealed).into_iter().map(|name| Mistake::NotSealed { name: owned(name) }));
}

/// How the files of the rules differ from those that were sealed, by name and text, where nothing can be evaluated.
pub fn compare_rules(sealed: &Statement, found: &[(&str, &str)]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    rule_files(&sealed.predicate.configuration, &statement::rule_files(found), &mut mistakes);
    mistakes
}

fn rules(sealed: &Predicate, found: &Predicate, mistakes: &mut Vec<Mistake>) {
    let (sealed_by, found_by) = (&sealed.tipstaff, &found.tipstaff);
    if sealed_by.version != found_by.version {
        let (sealed, found) = (sealed_by.version.clone(), found_by.version.clone());
        mistakes.push(Mistake::Version { sealed, found });
    }
    let (sealed_pack, found_pack) = (sealed.pack_in_words(), found.pack_in_words());
    if sealed_pack != found_pack {
        mistakes.push(Mistake::Pack { sealed: sealed_pack, found: found_pack });
    }
    rule_files(&sealed.configuration, &found.configuration, mistakes);
}

fn rule_files(sealed: &[Resource], found: &[Resource], mistakes: &mut Vec<Mistake>) {
    // The pack itself, which has an edition, is told with its version.
    let is_file = |one: &&Resource| one.annotations.is_none();
    let sealed = by_name(sealed.iter().filter(is_file));
    let found = by_name(found.iter().filter(is_file));
    let is_other = |name: &&str| found.get(*name).is_some_and(|digest| sealed.get(*name) != Some(digest));
    let changed = sealed.keys().copied().filter(is_other).collect::<Vec<_>>();
    for (how, names) in [
        ("have changed", changed),
        ("are missing", only(&sealed, &found)),
        ("were not sealed", only(&found, &sealed)),
    ] {
        if !names.is_empty() {
            mistakes.push(Mistake::Rules { how, names: names.into_iter().map(str::to_owned).collect() });
        }
    }
}

/// The names that only the first has.
fn only<'n>(these: &BTreeMap<&'n str, &str>, those: &BTreeMap<&str, &str>) -> Vec<&'n str> {
    these.keys().copied().filter(|name| !those.contains_key(name)).collect()
}

fn stated(sealed: &Predicate, found: &Predicate, mistakes: &mut Vec<Mistake>) {
    for (what, sealed, found) in [
        ("the result", &sealed.result, &found.result),
        ("the assessment's file", &sealed.tipstaff.assessment, &found.tipstaff.assessment),
        ("the body", &sealed.tipstaff.body, &found.tipstaff.body),
        ("the kind of body", &sealed.tipstaff.kind, &found.tipstaff.kind),
        ("the sign-off", &signed_off(&sealed.tipstaff), &signed_off(&found.tipstaff)),
    ] {
        if sealed != found {
            mistakes.push(Mistake::Stated { what, sealed: sealed.clone(), found: found.clone() });
        }
    }
    let (sealed_tests, found_tests) = (verdicts(sealed), verdicts(found));
    let all = sealed_tests.keys().chain(found_tests.keys().filter(|id| !sealed_tests.contains_key(*id)));
    let ids: Vec<String> =
        all.filter(|id| sealed_tests.get(*id) != found_tests.get(*id)).map(|id| (*id).to_owned()).collect();
    if !ids.is_empty() {
        mistakes.push(Mistake::Verdicts { ids });
    }
    if sealed.tipstaff.result != found.tipstaff.result {
        mistakes.push(Mistake::Result);
    }
}

fn by_name<'r>(resources: impl IntoIterator<Item = &'r Resource>) -> BTreeMap<&'r str, &'r str> {
    resources.into_iter().map(|one| (one.name.as_str(), one.digest.sha256.as_str())).collect()
}

fn signed_off(sealed: &Sealed) -> String {
    sealed.signed_off.as_ref().map_or("nobody".to_owned(), |by| format!("{}, {}", by.by, by.on))
}

/// All that is said of each requirement, by its id.
fn verdicts(predicate: &Predicate) -> BTreeMap<&str, Vec<String>> {
    let mut said: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let tests = [
        ("passed", &predicate.passed_tests),
        ("warned", &predicate.warned_tests),
        ("failed", &predicate.failed_tests),
    ];
    for (test, ids) in tests {
        ids.iter().for_each(|id| said.entry(id).or_default().push(test.to_owned()));
    }
    for verdict in &predicate.tipstaff.requirements {
        let gap = verdict.gap.as_deref().unwrap_or("no gap");
        let words = format!("{} {} {gap}", verdict.outcome, verdict.assurance);
        said.entry(&verdict.id).or_default().push(words);
    }
    said
}
