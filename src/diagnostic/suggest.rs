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

/// The candidate of which some words that follow each other are nearest to `wrong`.
pub fn nearest_in_part<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let count = wrong.split_whitespace().count();
    let of = |candidate: &'a str| {
        let words: Vec<&str> = candidate.split_whitespace().collect();
        let parts = words.windows(count.clamp(1, words.len().max(1))).map(|part| part.join(" "));
        parts.map(|part| (part, candidate)).collect::<Vec<_>>()
    };
    let parts: Vec<(String, &str)> = candidates.into_iter().flat_map(of).collect();
    let part = nearest(wrong, parts.iter().map(|(part, _)| part.as_str()))?;
    parts.iter().filter(|(found, _)| found == part).map(|(_, candidate)| *candidate).min()
}

/// The help line for a misspelt name: `did you mean `…`?`.
pub fn did_you_mean<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wrong, candidates).map(|name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_in_part};

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

    #[test]
    fn a_few_words_are_looked_for_in_whole_titles() {
        let titles = ["nobody is on bail", "a visit, and nobody is in", "thirty-two days"];
        assert_eq!(nearest_in_part("on bial", titles), Some("nobody is on bail"));
        assert_eq!(nearest_in_part("Nobody is in", titles), Some("a visit, and nobody is in"));
        assert_eq!(nearest_in_part("thirty two days of bail", titles), None);
        assert_eq!(nearest_in_part("", titles), None);
        assert_eq!(nearest_in_part("bail", []), None);
    }
}
