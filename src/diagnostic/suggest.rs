//! "Did you mean": the nearest of the names that would have been right.

/// The candidate nearest to `wrong`, where one is near enough to be what was meant.
///
/// Of equally near candidates the first in alphabetical order is given, so that the answer never depends on the
/// order of the candidates.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A very long word is never a slip for a short name, and comparing it would take long.
    if wrong.len() > 100 {
        return None;
    }
    let length = wrong.chars().count();
    // A third of the letters may be wrong, and at least one, but never all.
    let allowed = length.div_ceil(3).min(length.saturating_sub(1));
    candidates
        .into_iter()
        .map(|candidate| {
            (strsim::damerau_levenshtein(&wrong.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The help line for a misspelt name: `did you mean `…`?`.
pub fn did_you_mean<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wrong, candidates).map(|name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        let names = ["completed_on", "completion", "visits"];
        assert_eq!(nearest("completd_on", names), Some("completed_on"));
        assert_eq!(nearest("visist", names), Some("visits"));
        assert_eq!(nearest("offenders", names), None);
    }

    #[test]
    fn ties_are_broken_by_the_alphabet() {
        assert_eq!(nearest("cat", ["rat", "bat"]), Some("bat"));
    }
}
