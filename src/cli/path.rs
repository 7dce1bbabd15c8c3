//! Paths as text: the one way in which messages and results show them.

use std::path::Path;

/// The path as it was given, with forward slashes on every system.
pub fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(windows) { of_windows(&path) } else { path.into_owned() }
}

/// Whether two paths lead to the same place, where neither has links or detours in it.
pub fn is_same(one: &Path, other: &Path) -> bool {
    let folded = |path: &Path| path.to_string_lossy().to_lowercase();
    one == other || (cfg!(windows) && folded(one) == folded(other))
}

/// A path of Windows with forward slashes. The system's own spelling of whole paths is left out: `C:/a` is what people
/// call `\\?\C:\a`, and `//server/share` what they call `\\?\UNC\server\share`.
fn of_windows(path: &str) -> String {
    let has_drive = |rest: &&str| rest.as_bytes().get(1) == Some(&b':');
    if let Some(share) = path.strip_prefix(r"\\?\UNC\") {
        return format!("//{}", share.replace('\\', "/"));
    }
    path.strip_prefix(r"\\?\").filter(has_drive).unwrap_or(path).replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::of_windows;

    #[test]
    fn paths_of_windows_are_shown_as_people_write_them() {
        for (path, expected) in [
            (r"forces\a.toml", "forces/a.toml"),
            (r".\forces/a.toml", "./forces/a.toml"),
            (r"C:\forces\ä b.toml", "C:/forces/ä b.toml"),
            (r"\\?\C:\forces\a.toml", "C:/forces/a.toml"),
            (r"\\server\share\a.toml", "//server/share/a.toml"),
            (r"\\?\UNC\server\share\a.toml", "//server/share/a.toml"),
            (r"\\?\Volume{1}\a.toml", "//?/Volume{1}/a.toml"),
        ] {
            assert_eq!(of_windows(path), expected);
        }
    }
}
