//! The program holds the shipped pack whole.

#![expect(clippy::unwrap_used, reason = "a test may fail where the project cannot be listed")]

use std::collections::BTreeSet;
use std::path::Path;

use tipstaff::builtin;

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
