//! Places as other programs take them: paths with forward slashes, and URIs.

use std::fmt::Write;

/// The path of a file with forward slashes on every system, without the steps that lead nowhere. What was given as
/// relative stays so.
pub fn path(name: &str) -> String {
    let name = name.replace(std::path::MAIN_SEPARATOR, "/");
    let steps: Vec<&str> = name.split('/').filter(|step| *step != ".").collect();
    if steps.is_empty() { name } else { steps.join("/") }
}

/// The same as a URI reference by RFC 3986: relative where the path is, a `file:` URI where it is not.
pub fn uri(name: &str) -> String {
    let path = path(name);
    let has_drive = path.as_bytes().get(1) == Some(&b':') && cfg!(windows);
    let mut uri = match (path.starts_with('/'), has_drive) {
        (true, _) => "file://".to_owned(),
        (false, true) => "file:///".to_owned(),
        (false, false) => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            // Writing to a string cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{path, uri};

    #[test]
    fn places_are_told_as_they_were_given() {
        for (name, expected_path, expected_uri) in [
            ("forces/a b.toml", "forces/a b.toml", "forces/a%20b.toml"),
            ("./forces/./a.toml", "forces/a.toml", "forces/a.toml"),
            ("../a.toml", "../a.toml", "../a.toml"),
            ("/srv/ä#?%.toml", "/srv/ä#?%.toml", "file:///srv/%C3%A4%23%3F%25.toml"),
            ("a:b.toml", "a:b.toml", "a%3Ab.toml"),
            ("<standard input>", "<standard input>", "%3Cstandard%20input%3E"),
        ] {
            assert_eq!((path(name).as_str(), uri(name).as_str()), (expected_path, expected_uri));
        }
    }
}
