//! The packs and the source catalogue that are built into the program.

use crate::load::PackFiles;

/// A pack as files: names as messages print them, and texts.
pub struct BuiltinPack {
    /// Its id.
    pub id: &'static str,
    /// Its manifest.
    pub manifest: (&'static str, &'static str),
    /// Its rule files.
    pub rules: &'static [(&'static str, &'static str)],
    /// Its scenarios, which a check does not need.
    pub scenarios: &'static [(&'static str, &'static str)],
}

impl BuiltinPack {
    /// Its files, scenarios included, and the catalogue, to load.
    pub fn files_with_scenarios(&self) -> PackFiles {
        let mut files = self.files();
        files
            .rules
            .extend(self.scenarios.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        files
    }

    /// Its files without scenarios, and the catalogue, to load.
    pub fn files(&self) -> PackFiles {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        PackFiles {
            manifest: owned(&self.manifest),
            rules: self.rules.iter().map(owned).collect(),
            catalogue: CATALOGUE.iter().map(owned).collect(),
            borrowed: Vec::new(),
        }
    }
}

macro_rules! file {
    ($path:literal) => {
        ($path, include_str!(concat!("../", $path)))
    };
}

/// Every built-in pack.
pub const PACKS: &[BuiltinPack] = &[BuiltinPack {
    id: "hmicfrs_2026_04",
    manifest: file!("rules/hmicfrs_2026_04/pack.toml"),
    rules: &[
        file!("rules/hmicfrs_2026_04/mosovo.rules"),
        file!("rules/hmicfrs_2026_04/national.rules"),
        file!("rules/hmicfrs_2026_04/notification.rules"),
        file!("rules/hmicfrs_2026_04/ocsae.rules"),
        file!("rules/hmicfrs_2026_04/partnership.rules"),
        file!("rules/hmicfrs_2026_04/records.rules"),
        file!("rules/hmicfrs_2026_04/visits.rules"),
        file!("rules/hmicfrs_2026_04/vocabulary.rules"),
        file!("rules/hmicfrs_2026_04/wellbeing.rules"),
    ],
    scenarios: &[
        file!("rules/hmicfrs_2026_04/scenarios/guidance.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/mosovo.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/mosovo_records.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/national.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/notification.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/ocsae.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/ocsae_bail.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/ocsae_records.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/partnership.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/visits.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/visits_records.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/wellbeing.rules"),
        file!("rules/hmicfrs_2026_04/scenarios/wellbeing_records.rules"),
    ],
}];

/// The source catalogue.
pub const CATALOGUE: &[(&str, &str)] = &[
    file!("seeds/hmicfrs_2026_04.toml"),
    file!("seeds/avon_and_somerset_2026.toml"),
    file!("seeds/cheshire_2026.toml"),
    file!("seeds/suffolk_2026.toml"),
    file!("seeds/west_midlands_2026.toml"),
];
