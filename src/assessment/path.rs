//! The path of an evidence file as it is written: always inside the assessment's own folder, on every system.

/// Why a path is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PathProblem {
    /// It does not start in the assessment's folder: `/…`, `C:…`, `\\server\…`.
    Absolute,
    /// It leaves the folder: `..`.
    Parent,
    /// It uses `\`, which only some systems understand.
    Backslash,
}

/// Whether a path stays in the folder that it starts in. This looks at the text alone; that no link leads elsewhere
/// is for the reader of the file to check.
pub(super) fn check(path: &str) -> Result<(), PathProblem> {
    let mut letters = path.chars();
    let has_drive = letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next() == Some(':');
    if path.starts_with(['/', '\\']) || has_drive {
        Err(PathProblem::Absolute)
    } else if path.split(['/', '\\']).any(|part| part == "..") {
        Err(PathProblem::Parent)
    } else if path.contains('\\') {
        Err(PathProblem::Backslash)
    } else {
        Ok(())
    }
}

/// The shortest spelling of a path that stays in the folder that it starts in: `evidence/sop.pdf` for
/// `./evidence//sop.pdf`. Nothing for one that does not stay there, or names no file in it.
pub fn inner_path(path: &str) -> Option<String> {
    check(path).ok()?;
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{PathProblem, check, inner_path};

    #[test]
    fn a_path_has_one_shortest_spelling() {
        for (path, expected) in [
            ("evidence/sop.pdf", Some("evidence/sop.pdf")),
            ("./evidence//./sop.pdf", Some("evidence/sop.pdf")),
            ("evidence/../sop.pdf", None),
            ("/sop.pdf", None),
            ("./", None),
            ("", None),
        ] {
            assert_eq!(inner_path(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn paths_stay_in_the_folder_of_the_assessment() {
        for (path, expected) in [
            ("evidence/sop.pdf", Ok(())),
            ("./evidence/.hidden/sop v1..2.pdf", Ok(())),
            ("/etc/passwd", Err(PathProblem::Absolute)),
            ("C:/evidence/sop.pdf", Err(PathProblem::Absolute)),
            ("c:sop.pdf", Err(PathProblem::Absolute)),
            ("\\\\server\\share\\sop.pdf", Err(PathProblem::Absolute)),
            ("//server/share/sop.pdf", Err(PathProblem::Absolute)),
            ("\\\\?\\C:\\sop.pdf", Err(PathProblem::Absolute)),
            ("..", Err(PathProblem::Parent)),
            ("evidence/../../sop.pdf", Err(PathProblem::Parent)),
            ("evidence\\..\\sop.pdf", Err(PathProblem::Parent)),
            ("evidence\\sop.pdf", Err(PathProblem::Backslash)),
        ] {
            assert_eq!(check(path), expected, "{path}");
        }
    }
}
