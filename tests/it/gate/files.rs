//! Which files folders and patterns find.

use std::fs;

use serde_json::Value;

use super::{CLEAN, Place, assessment};
use crate::program::{complained, printed, transcript};

/// The files that were checked, in the order of the result.
fn found(place: &Place, arguments: &[&str]) -> Vec<String> {
    let result = place.json(arguments);
    let assessments = result.get("assessments").and_then(Value::as_array).unwrap().iter();
    let name = |one: &Value| one.get("file").and_then(Value::as_str).unwrap().replace('\\', "/");
    assessments.map(name).collect()
}

#[test]
fn a_file_that_is_meant_as_an_assessment_is_never_passed_over() {
    let whole = assessment("Test Police", &CLEAN, "");
    let headed = |header: &str| whole.replace("[assessment]", header);
    let near = "did you mean `[assessment]`?";
    let meant = [
        (headed("[Assessment]"), near),
        (headed("[assesment]"), near),
        (headed("[assessments]"), near),
        (headed("[[asessment]]"), near),
        (headed("[[assessment]]"), "should be a table"),
        (headed("[force]"), "it says who assesses itself"),
        ("[claims]\nR1 = \"complete\"\n".to_owned(), "it says who assesses itself"),
        ("[[evidence]]\nid = \"p\"\n".to_owned(), "it says who assesses itself"),
        ("[[departure]]\nreason = \"none\"\n".to_owned(), "it says who assesses itself"),
        ("[[action]]\nwhat = \"none\"\n".to_owned(), "it says who assesses itself"),
        ("[tables.visits]\nfile = \"visits.csv\"\n".to_owned(), "it says who assesses itself"),
        ("[measured]\nat = 2026-06-10\n".to_owned(), "it says who assesses itself"),
        ("[package\n".to_owned(), "`]`"),
    ];
    let place = Place::new();
    place.write("forces/good.toml", &whole.replace("Test", "Good"));
    for (text, said) in meant {
        for name in ["forces/x.toml", "forces/tipstaff.toml"] {
            place.write(name, &text);
            let output = place.check(&["--baseline", "all.json", "--update-baseline", "forces"]);
            let all = transcript(&output);
            assert_eq!(output.status.code(), Some(2), "{text}\n{all}");
            assert!(
                complained(&output).contains(said) && complained(&output).contains(name),
                "{text}\n{all}"
            );
            assert!(printed(&output).contains("could not be checked"), "{text}\n{all}");
            assert!(!place.folder.path().join("all.json").exists(), "{text}");
            fs::remove_file(place.folder.path().join(name)).unwrap();
        }
    }
    let others = [
        include_str!("../../../Cargo.toml"),
        include_str!("../../../rules/hmicfrs_2026_04/pack.toml"),
        include_str!("../../../seeds/suffolk_2026.toml"),
        "assesment = 1\n[tool.assessment]\nformat = 1\n[segment]\n[statement]\n[environment]\n",
        "max_width = 110\n",
    ];
    for text in others {
        place.write("forces/x.toml", text);
        let output = place.check(&["-q", "forces"]);
        let all = transcript(&output);
        assert_eq!(output.status.code(), Some(0), "{text}\n{all}");
        assert!(complained(&output).contains("1 file is passed over"), "{text}\n{all}");
    }
}

#[test]
fn a_file_that_says_nothing_has_been_cut_off() {
    let place = Place::new();
    place.write("forces/good.toml", &assessment("Good Police", &CLEAN, ""));
    for text in ["", " \n\n", "# Assessment of 2026\n"] {
        place.write("forces/tipstaff.toml", text);
        let output = place.check(&["-q", "forces"]);
        assert_eq!(output.status.code(), Some(0), "settings may be all comments\n{}", transcript(&output));
        place.write("forces/x.toml", text);
        let output = place.check(&["-q", "forces"]);
        assert_eq!(output.status.code(), Some(2), "{text:?}\n{}", transcript(&output));
        assert!(complained(&output).contains("forces/x.toml"), "{}", transcript(&output));
        fs::remove_file(place.folder.path().join("forces/x.toml")).unwrap();
    }
}

/// A tree with hidden files and, where the system has them, links and names that are no UTF-8.
fn tree() -> Place {
    let place = Place::new();
    for (number, name) in [
        "f/a.toml",
        "f/B.TOML",
        "f/c/d.toml",
        "f/c/e/f.toml",
        "f/x.tml",
        "f/.g.toml",
        "f/.h/i.toml",
        "o/o.toml",
    ]
    .into_iter()
    .enumerate()
    {
        place.write(name, &assessment(&format!("Police {number}"), &CLEAN, ""));
    }
    // What is hidden and no assessment is nobody's loss.
    place.write("f/.rustfmt.toml", "max_width = 100\n");
    place.write("f/tipstaff.toml", "fail_on = [\"never\"]\n");
    place
}

#[test]
fn a_folder_and_the_pattern_for_all_in_it_are_the_same() {
    let place = tree();
    let everything = ["f/B.TOML", "f/a.toml", "f/c/d.toml", "f/c/e/f.toml"];
    let hidden = "2 files are passed over that may be assessments and are hidden";
    let cases: [(&[&str], &[&str], &str); 14] = [
        (&["f"], &everything, hidden),
        (&["f/**"], &everything, hidden),
        (&["f/*"], &everything, hidden),
        (&["f/**/*.toml"], &everything, hidden),
        (&["f/**/**/*.t?ml"], &everything, hidden),
        (&["f/*.toml"], &["f/B.TOML", "f/a.toml"], "1 file is passed over that may be"),
        (&["f/[aB].TOML"], &["f/B.TOML", "f/a.toml"], ""),
        (&["f/*/*.toml"], &["f/c/d.toml"], "`f/.h/i.toml`"),
        (&["f/c*"], &["f/c/d.toml", "f/c/e/f.toml"], ""),
        (&["**/e/*.toml"], &["f/c/e/f.toml"], ""),
        (&["f/.*.toml"], &["f/.g.toml"], "`f/.rustfmt.toml`"),
        (&["f/.h"], &["f/.h/i.toml"], ""),
        (&["f/[!z].toml", "f/.g.toml", "f/.h"], &["f/B.TOML", "f/a.toml", "f/.g.toml", "f/.h/i.toml"], ""),
        (
            &["f/*", "f/.g.toml"],
            &["f/B.TOML", "f/a.toml", "f/c/d.toml", "f/c/e/f.toml", "f/.g.toml"],
            "1 file is",
        ),
    ];
    for (arguments, expected, said) in cases {
        assert_eq!(found(&place, arguments), expected, "{arguments:?}");
        let output = place.check(&[&["-q"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{}", transcript(&output));
        let complaint = complained(&output).replace('\\', "/");
        assert!(
            complaint.contains(said) && complaint.is_empty() == said.is_empty(),
            "{arguments:?}\n{complaint}"
        );
    }
}

#[test]
fn a_place_that_cannot_be_read_hides_no_other() {
    let place = tree();
    let output = place.check(&["-q", "no/*.toml", "f/0[.toml", "f/x.*", "f/[^a].toml", "o"]);
    let complaint = complained(&output);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output));
    for said in [
        "cannot read `no`",
        "the pattern `f/0[.toml`",
        "`f/x.*` finds no assessment",
        "only files whose names end in `.toml` are looked for",
        "`[!…]`, not `[^…]`",
        "4 errors",
    ] {
        assert!(complaint.contains(said), "{said}\n{complaint}");
    }
    assert!(printed(&output).contains("Police 7"), "{}", transcript(&output));
}

#[cfg(unix)]
#[test]
fn links_to_folders_are_told_and_files_of_any_name_found() {
    use std::os::unix::fs::symlink;

    let place = tree();
    let path = |name: &str| place.folder.path().join(name);
    symlink("../o", path("f/link")).unwrap();
    symlink(".", path("f/loop")).unwrap();
    symlink("../../o/o.toml", path("f/c/o.toml")).unwrap();
    symlink("nowhere", path("f/c/gone")).unwrap();
    assert!(complained(&place.check(&["-q", "f"])).contains("1 link leads nowhere"));
    let everything = ["f/B.TOML", "f/a.toml", "f/c/d.toml", "f/c/e/f.toml", "f/c/o.toml"];
    for (arguments, expected, said) in [
        (vec!["f"], everything.to_vec(), "1 folder is not looked into"),
        (vec!["f/**"], everything.to_vec(), "2 folders are not looked into"),
        (vec!["f/**/*.toml"], everything.to_vec(), "2 folders are not looked into"),
        (vec!["f/link"], vec!["f/link/o.toml"], ""),
        (vec!["f/link/*.toml", "f/*.toml"], vec!["f/link/o.toml", "f/B.TOML", "f/a.toml"], "1 file"),
    ] {
        assert_eq!(found(&place, &arguments), expected, "{arguments:?}");
        let complaint = complained(&place.check(&[&["-q"], &*arguments].concat()));
        assert!(complaint.contains(said), "{arguments:?}\n{complaint}");
        assert_eq!(complaint.contains("not looked into"), said.contains("not looked into"), "{complaint}");
    }
    // A pattern that is also the name of a file stands for both.
    place.write("p/x*.toml", &assessment("Star Police", &CLEAN, ""));
    place.write("p/xy.toml", &assessment("Plain Police", &CLEAN, ""));
    assert_eq!(found(&place, &["p/x*.toml"]), ["p/x*.toml", "p/xy.toml"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf_8_are_not_lost() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new();
    for (number, name) in [&b"f/\xfe.toml"[..], b"f/\xff.toml", b"f/\xff/x.toml"].into_iter().enumerate() {
        let path = place.folder.path().join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, assessment(&format!("Police {number}"), &CLEAN, "")).unwrap();
    }
    for (argument, count) in [("f", 3), ("f/?.toml", 2), ("f/?/x.toml", 1)] {
        assert_eq!(found(&place, &[argument]).len(), count, "{argument}");
    }
}
