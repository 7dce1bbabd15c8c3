//! Keys of records as hashes: a report that travels says which rows are at fault to whoever has the secret, and to nobody
//! else.

#![expect(clippy::unwrap_used, reason = "a test may fail where the program cannot be run")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{complained, pack, printed, tipstaff};

const RULES: &str = r#"
table people each p { key id: text  lead: yesno }
table visits each v { key id: text  person: people  crewed: yesno }
recommendation R1 "Visits" { to force domain mosovo due 2026-10-31
  requirement R1.1 "Every visit is crewed" {
    must crewed: every v in visits where v.person.lead: v.crewed finding "{v}, {v.id} of {v.person}, {v.person.id}"
    must lead: no p in people where not p.lead
  }
}
"#;

const HEADER: &str = "[assessment]\nformat = 1\nbody = \"Test Police\"\nkind = \"force\"\npack = \"hmicfrs_2026_04\"\n\
    version = \"^1\"\nas_of = 2026-06-10\npublished = true\n[tables]\n";

/// A folder with records whose keys all hold the same word.
fn records(tables: &str, visits: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("force.toml", &format!("{HEADER}{tables}"));
    write("people.csv", "id,lead\nsmith-1,yes\nsmith-2,no\nsmith-3,yes\n");
    write("visits.csv", visits);
    write("secret", "a secret that is long enough\n");
    write("other", "another secret, long enough too");
    write("short", "too short");
    folder
}

fn run(command: &[&str], rules: &Path, folder: &Path, secret: &str) -> (String, String, Option<i32>) {
    let (file, secret) = (folder.join("force.toml"), folder.join(secret));
    let mut arguments = command.to_vec();
    arguments.extend([file.to_str().unwrap(), "--rules", rules.to_str().unwrap()]);
    arguments.extend(["--redact", secret.to_str().unwrap()]);
    let output = tipstaff(&arguments);
    (printed(&output), complained(&output), output.status.code())
}

#[test]
fn no_output_shows_a_key_and_the_same_secret_gives_the_same_hashes() {
    let rules = pack(RULES);
    for tables in [
        "people = \"people.csv\"\nvisits = \"visits.csv\"\n",
        "visits = { file = \"visits.csv\", sample = true }\n",
    ] {
        let folder = records(tables, "id,person,crewed\nsmith-v1,smith-1,no\nsmith-v2,smith-3,\n");
        let mut commands: Vec<Vec<&str>> = [
            "text", "narrated", "json", "sarif", "junit", "github", "gitlab", "azure", "tap", "markdown",
            "csv",
        ]
        .into_iter()
        .map(|format| vec!["check", "--format", format])
        .collect();
        commands.extend([vec!["explain", "R1.1"], vec!["plan"]]);
        for command in commands {
            let (printed, complained, status) = run(&command, rules.path(), folder.path(), "secret");
            assert_ne!(status, Some(2), "{command:?}: {complained}");
            assert!(
                !printed.contains("smith") && !complained.contains("smith"),
                "{command:?}\n{printed}\n{complained}"
            );
        }
        let [json, again, other] = ["secret", "secret", "other"]
            .map(|secret| run(&["check", "--format", "json"], rules.path(), folder.path(), secret).0);
        assert_eq!(json, again);
        assert_ne!(json, other);
        assert!(json.contains("\"#"), "{json}");
    }
}

#[test]
fn mistakes_in_records_show_no_key_either() {
    let rules = pack(RULES);
    let tables = "people = \"people.csv\"\nvisits = \"visits.csv\"\n";
    let visits = "id,person,crewed\nsmith-v1,smith-1,no\nsmith-v1,smith-9,yes\n#REF!smith,Err:smith,yes\n";
    let folder = records(tables, visits);
    let (printed, complained, status) = run(&["check"], rules.path(), folder.path(), "secret");
    assert_eq!((printed.as_str(), status), ("", Some(2)));
    assert!(complained.contains("is taken by line 2") && complained.contains('#'), "{complained}");
    assert!(!complained.contains("smith"), "{complained}");
}

#[test]
fn without_a_good_secret_nothing_is_shown() {
    let rules = pack(RULES);
    let folder = records(
        "visits = { file = \"visits.csv\", sample = true }\n",
        "id,person,crewed\nsmith-v1,smith-1,no\n",
    );
    for (secret, said) in [("short", "holds fewer than 16 bytes"), ("missing", "there is no such file")] {
        let (printed, complained, status) = run(&["check"], rules.path(), folder.path(), secret);
        assert_eq!((printed.as_str(), status), ("", Some(2)), "{complained}");
        assert!(complained.contains(said) && !complained.contains("smith"), "{complained}");
    }
}

#[test]
fn no_report_takes_the_place_of_the_secret() {
    let rules = pack(RULES);
    let tables = "people = \"people.csv\"\nvisits = \"visits.csv\"\n";
    let folder = records(tables, "id,person,crewed\nsmith-v1,smith-1,no\n");
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    #[cfg(unix)]
    std::os::unix::fs::symlink("secret", path("link")).unwrap();
    let outputs = if cfg!(unix) { vec![path("secret"), path("link")] } else { vec![path("secret")] };
    let secret = fs::read(path("secret")).unwrap();
    for output in outputs {
        let report = format!("json={output}");
        for command in [
            vec!["check", "--output", &output],
            vec!["check", "--report", &report],
            vec!["check", "--update-baseline", "--baseline", &output],
            vec!["explain", "R1.1", "--output", &output],
            vec!["plan", "--output", &output],
            vec!["oscal", "results", "--output", &output],
            vec!["oscal", "poam", "--output", &output],
        ] {
            let (printed, complained, status) = run(&command, rules.path(), folder.path(), "secret");
            assert_eq!((printed.as_str(), status), ("", Some(2)), "{command:?}: {complained}");
            assert!(complained.contains("input::conflict"), "{command:?}: {complained}");
            assert_eq!(fs::read(path("secret")).unwrap(), secret, "{command:?}");
        }
        // Without an assessment no secret is needed, and it is not written over either; nor are the rules.
        let own = rules.path().join("own.rules");
        for output in [output.as_str(), own.to_str().unwrap()] {
            let rules = rules.path().to_str().unwrap();
            let options = ["--rules", rules, "--redact", &path("secret"), "--output", output];
            let explained = tipstaff(&[&["explain", "R1.1"], &options[..]].concat());
            assert_eq!(explained.status.code(), Some(2), "{}", complained(&explained));
        }
        assert_eq!(fs::read(path("secret")).unwrap(), secret);
        assert_eq!(fs::read_to_string(own).unwrap(), RULES);
    }
}
