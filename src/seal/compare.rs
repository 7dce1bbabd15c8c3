//! What a seal says against what the files at hand come to.

use std::collections::BTreeMap;

use super::mistake::Mistake;
use super::statement::{Predicate, Resource, Sealed, Statement};

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
    let only = |these: &BTreeMap<&str, &str>, those: &BTreeMap<&str, &str>| -> Vec<String> {
        these.keys().filter(|name| !those.contains_key(*name)).map(|name| (*name).to_owned()).collect()
    };
    mistakes.extend(only(&sealed, &found).into_iter().map(|name| Mistake::NotNamed { name }));
    mistakes.extend(only(&found, &sealed).into_iter().map(|name| Mistake::NotSealed { name }));
}

fn rules(sealed: &Predicate, found: &Predicate, mistakes: &mut Vec<Mistake>) {
    let (sealed_by, found_by) = (&sealed.tipstaff, &found.tipstaff);
    if sealed_by.version != found_by.version {
        let (sealed, found) = (sealed_by.version.clone(), found_by.version.clone());
        mistakes.push(Mistake::Version { sealed, found });
    }
    if sealed_by.pack != found_by.pack {
        mistakes.push(Mistake::Pack { sealed: pack(sealed_by), found: pack(found_by) });
    }
    let (sealed, found) = (by_name(&sealed.configuration), by_name(&found.configuration));
    let those = |is: &dyn Fn(&str) -> bool| -> Vec<String> {
        let all = sealed.keys().chain(found.keys().filter(|name| !sealed.contains_key(*name)));
        all.filter(|name| is(name)).map(|name| (*name).to_owned()).collect()
    };
    let is_new = |name: &str| !sealed.contains_key(name);
    let is_gone = |name: &str| !found.contains_key(name);
    let is_changed = |name: &str| !is_new(name) && !is_gone(name) && sealed.get(name) != found.get(name);
    let kinds: [(&str, &dyn Fn(&str) -> bool); 3] =
        [("have changed", &is_changed), ("are missing", &is_gone), ("were not sealed", &is_new)];
    for (how, is) in kinds {
        let names = those(is);
        if !names.is_empty() {
            mistakes.push(Mistake::Rules { how, names });
        }
    }
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

fn by_name(resources: &[Resource]) -> BTreeMap<&str, &str> {
    resources.iter().map(|one| (one.name.as_str(), one.digest.sha256.as_str())).collect()
}

fn pack(sealed: &Sealed) -> String {
    let built_in = if sealed.pack.built_in { ", built in" } else { "" };
    format!("{} {}{built_in}", sealed.pack.id, sealed.pack.version)
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
