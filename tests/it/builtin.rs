//! The program holds the shipped pack whole, and the pack explains itself.

#![expect(clippy::unwrap_used, reason = "a test may fail where the project cannot be read")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tipstaff::pack::rule::Pack;
use tipstaff::source::SourceMap;
use tipstaff::vocabulary::Level;
use tipstaff::{builtin, load};

fn files_in(folder: &str, extension: &str) -> BTreeSet<String> {
    let listed = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let names = listed.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(extension)).map(|name| format!("{folder}/{name}")).collect()
}

#[test]
fn every_shipped_file_is_built_in() {
    for pack in builtin::PACKS {
        let built_in: BTreeSet<String> = pack.rules.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(built_in, files_in(&format!("rules/{}", pack.id), ".rules"), "{}", pack.id);
        let scenarios: BTreeSet<String> = pack.scenarios.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(scenarios, files_in(&format!("rules/{}/scenarios", pack.id), ".rules"), "{}", pack.id);
    }
    let built_in: BTreeSet<String> = builtin::CATALOGUE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(built_in, files_in("seeds", ".toml"));
}

fn shipped() -> Pack {
    let files = builtin::PACKS.first().unwrap().files();
    load::pack(files, &mut SourceMap::default()).0.unwrap()
}

/// Who fills in an assessment or reads a finding has only these words to go by.
#[test]
fn every_shipped_rule_says_what_it_asks_and_what_to_do() {
    let pack = shipped();
    let mut silent = Vec::new();
    for fact in &pack.facts {
        if fact.question.is_none() || fact.help.is_none() {
            silent.push(format!("fact {}", fact.name));
        }
    }
    for requirement in &pack.requirements {
        if requirement.advise.is_none() {
            silent.push(requirement.number.to_string());
        }
        let clauses = requirement.clauses.iter().filter(|clause| clause.finding.is_none());
        silent.extend(clauses.map(|clause| requirement.clause_id(clause)));
    }
    silent.extend(pack.ties.iter().filter(|tie| tie.because.is_none()).map(|tie| format!("{tie:?}")));
    assert_eq!(silent, Vec::<String>::new());
}

/// `docs/coverage.md` has a row for every criterion of the catalogue, and names every `must` and no clause that is not there.
#[test]
fn the_page_of_coverage_is_complete() {
    let pack = shipped();
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md")).unwrap();
    let (obligations, criteria) = page.split_once("\n## Criteria\n").unwrap();
    let clauses: BTreeMap<String, Level> = pack
        .requirements
        .iter()
        .flat_map(|requirement| {
            requirement.clauses.iter().map(|clause| (requirement.clause_id(clause), clause.level))
        })
        .collect();
    let named = |text: &str| {
        let quoted = text.split('`').skip(1).step_by(2);
        quoted.filter(|name| name.starts_with('R')).map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let musts = clauses.iter().filter(|(_, level)| **level == Level::Must).map(|(id, _)| id.clone());
    let asked_for = obligations.lines().filter_map(|line| line.split("; as guidance").next());
    assert_eq!(asked_for.flat_map(named).collect::<BTreeSet<_>>(), musts.collect());
    let rows: BTreeSet<&str> =
        criteria.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let catalogue = pack.documents.iter().flat_map(|document| &document.clauses);
    let mut criteria_of_it = catalogue.map(|clause| clause.id.as_str()).filter(|id| id.starts_with("c-"));
    assert_eq!(criteria_of_it.find(|id| !rows.contains(id)), None, "has no row");
    for id in named(criteria).into_iter().filter(|id| id.matches('.').count() == 2) {
        let level = clauses.get(&id).map(|level| format!("`{id}` ({})", level.name()));
        assert!(level.is_some_and(|level| criteria.contains(&level)), "{id}");
    }
}

/// Whoever signs the pack opens the report at these lines.
#[test]
fn the_page_of_coverage_gives_the_lines_of_the_catalogue() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md")).unwrap();
    let lines: BTreeMap<String, String> = shipped()
        .documents
        .iter()
        .flat_map(|document| &document.clauses)
        .map(|clause| {
            let lines: Vec<String> = clause.lines.iter().map(u32::to_string).collect();
            (clause.id.clone(), lines.join(", "))
        })
        .collect();
    let mut compared = 0;
    for row in page.lines() {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (id, given) = match cells.as_slice() {
            ["", id, _, given, ""] if id.starts_with('R') => {
                let bullet = id.rsplit_once('.').map_or("", |(bullet, _)| bullet);
                (bullet.replacen('R', "rec-", 1), given)
            }
            ["", id, _, given, _, ""] => (id.trim_matches('`').to_owned(), given),
            _ => continue,
        };
        if let Some(lines) = lines.get(&id) {
            assert_eq!(given, lines, "{row}");
            compared += 1;
        }
    }
    assert_eq!(compared, 105 + lines.keys().filter(|id| id.starts_with("c-")).count());
}
