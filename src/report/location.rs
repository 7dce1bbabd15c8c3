//! Places as other programs take them: short paths, and URIs.

use std::fmt::Write;

/// The path of a file without the steps that lead nowhere. What was given as relative stays so.
pub fn path(name: &str) -> String {
    let steps: Vec<&str> = name.split('/').filter(|step| *step != ".").collect();
    if steps.is_empty() { name.to_owned() } else { steps.join("/") }
}

/// The same as a URI reference by RFC 3986: relative where the path is, a `file:` URI where it is not.
pub fn uri(name: &str) -> String {
    uri_on(cfg!(windows), name)
}

fn uri_on(windows: bool, name: &str) -> String {
    let path = path(name);
    let (mut uri, path) = match path.split_at_checked(2) {
        // The server of a share is the authority of the URI.
        Some(("//", share)) if windows => ("file://".to_owned(), share),
        Some((drive, rest)) if windows && drive.ends_with(':') && rest.starts_with('/') => {
            (format!("file:///{drive}"), rest)
        }
        _ if path.starts_with('/') => ("file://".to_owned(), path.as_str()),
        _ => (String::new(), path.as_str()),
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
    use super::{path, uri, uri_on};

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

    #[test]
    fn drives_and_shares_of_windows_have_uris() {
        for (name, expected) in [
            ("C:/forces/a b.toml", "file:///C:/forces/a%20b.toml"),
            ("//server/share/a.toml", "file://server/share/a.toml"),
            ("C:a.toml", "C%3Aa.toml"),
            ("forces/a.toml", "forces/a.toml"),
        ] {
            assert_eq!(uri_on(true, name), expected);
        }
    }
}
