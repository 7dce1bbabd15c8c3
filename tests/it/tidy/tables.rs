//! The tables of `docs/architecture.md` and what they allow.

use super::rust::Path;

/// A table of two columns: names, and what each of them may use or be used by.
pub(super) struct Table {
    heading: &'static str,
    pub(super) rows: Vec<Row>,
}

/// The names quoted in each cell of a line.
pub(super) struct Row {
    pub(super) names: Vec<String>,
    pub(super) allowed: Vec<String>,
}

impl Table {
    /// The first table under the heading.
    pub(super) fn read(page: &str, heading: &'static str) -> Table {
        let title = format!("## {heading}");
        let section = page.lines().skip_while(|line| *line != title).skip(1);
        let rows = section
            .take_while(|line| !line.starts_with("## "))
            .filter(|line| line.starts_with("| `"))
            .filter_map(|line| {
                let mut cells = line.trim_matches('|').split('|').map(quoted);
                Some(Row { names: cells.next()?, allowed: cells.next()? })
            })
            .collect();
        Table { heading, rows }
    }

    /// Every name in the first column.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().flat_map(|row| &row.names).map(String::as_str)
    }

    fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.names.iter().any(|other| other == name))
    }

    fn refuse(&self, row: &Row, what: &str) -> String {
        let allowed = if row.allowed.is_empty() { "nothing".to_owned() } else { row.allowed.join(", ") };
        format!("{what}; docs/architecture.md, \"{}\", allows {allowed}", self.heading)
    }
}

/// What is in backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What is wrong with a path from `module`, where the rows say what each module may use.
pub(super) fn forbidden_import(imports: &Table, module: &[String], path: &Path) -> Option<String> {
    let own = module.first()?;
    let target = path.in_crate()?;
    if target.first() == Some(own) {
        return None;
    }
    let Some(row) = imports.row(own) else {
        return Some(format!("`{own}` has no row in docs/architecture.md, \"{}\"", imports.heading));
    };
    let is_allowed = row.allowed.iter().any(|part| is_at_or_below(target, part));
    (!is_allowed).then(|| imports.refuse(row, &format!("`{own}` may not use `crate::{}`", target.join("::"))))
}

/// What is wrong with a path in `module`, where the rows say through which module each dependency comes in.
pub(super) fn wrong_door(doors: &Table, module: &[String], path: &Path) -> Option<String> {
    let row = doors.rows.iter().find(|row| row.names.iter().any(|name| is_of(path, name)))?;
    let is_allowed = row.allowed.iter().any(|door| is_at_or_below(module, door));
    (!is_allowed).then(|| {
        let what = format!("`{}` may not come in at `{}`", path.segments.join("::"), module.join("::"));
        doors.refuse(row, &what)
    })
}

/// Whether the path names the dependency or something in it.
fn is_of(path: &Path, dependency: &str) -> bool {
    if dependency.ends_with('!') {
        return path.segments.last().is_some_and(|name| name == dependency);
    }
    let may_be_a_variable = path.segments.len() == 1 && !path.imported;
    !may_be_a_variable && is_at_or_below(&path.segments, dependency)
}

/// Whether a path leads to `prefix` or into it.
pub(super) fn is_at_or_below(path: &[String], prefix: &str) -> bool {
    let mut path = path.iter();
    prefix.split("::").all(|segment| path.next().is_some_and(|own| own == segment))
}
