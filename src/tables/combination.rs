//! Tables keyed by choices alone: one row for each combination, whatever is given.

use super::mistake::{Mistake, Problem};
use super::{Cell, GivenRow, Place};
use crate::pack::rule::{Column, Pack, Table};
use crate::pack::{Id, Known, Members, Partial};

/// A row for each combination of the keys' members. A given row that names some of the keys speaks of all combinations
/// with them; what one that names more of them says of a cell replaces it.
pub(super) fn complete(
    pack: &Pack,
    table: Id<Table>,
    given: &[GivenRow],
    mistakes: &mut Vec<Mistake>,
) -> Vec<GivenRow> {
    let keys: Vec<Id<Column>> = pack.keys(table).collect();
    let given: Vec<Speaker<'_>> = given.iter().map(|row| Speaker::of(&keys, row)).collect();
    repeated(pack, table, &keys, &given, mistakes);
    let mut undecided = Vec::new();
    let rows = combinations(pack, &keys)
        .into_iter()
        .map(|members| {
            let speakers = given.iter().filter(|speaker| speaker.speaks_of(&members)).collect();
            Combination { pack, table, keys: &keys, members, speakers }.row(&mut undecided)
        })
        .collect();
    mistakes.append(&mut undecided);
    rows
}

/// Every combination of the keys' members, the last key changing fastest.
fn combinations(pack: &Pack, keys: &[Id<Column>]) -> Vec<Vec<usize>> {
    let mut combinations = vec![Vec::new()];
    for key in keys {
        let members: Vec<usize> = pack.members(pack.columns[*key].ty.base).indexes().collect();
        let longer = |start: Vec<usize>| {
            members.iter().map(move |member| [start.as_slice(), &[*member]].concat()).collect::<Vec<_>>()
        };
        combinations = combinations.into_iter().flat_map(longer).collect();
    }
    combinations
}

/// A given row with the member that it names of each key, where it names one.
struct Speaker<'g> {
    named: Vec<Option<usize>>,
    row: &'g GivenRow,
}

impl<'g> Speaker<'g> {
    fn of(keys: &[Id<Column>], row: &'g GivenRow) -> Speaker<'g> {
        let named = keys.iter().map(|key| match row.cell(*key) {
            Some(Cell::Known(Partial { known: Known::Choice(member), .. })) => member.only(),
            _ => None,
        });
        Speaker { named: named.collect(), row }
    }

    fn speaks_of(&self, members: &[usize]) -> bool {
        self.named.iter().zip(members).all(|(named, member)| named.is_none_or(|named| named == *member))
    }

    /// How many keys it names.
    fn closeness(&self) -> usize {
        self.named.iter().flatten().count()
    }
}

/// Reports rows that name the same members.
fn repeated(
    pack: &Pack,
    table: Id<Table>,
    keys: &[Id<Column>],
    given: &[Speaker<'_>],
    mistakes: &mut Vec<Mistake>,
) {
    for (place, speaker) in given.iter().enumerate() {
        let first = given.iter().take(place).find(|earlier| earlier.named == speaker.named);
        if let Some(first) = first {
            let members = speaker.named.iter().zip(keys);
            let key =
                members.map(|(member, key)| member_name(pack, *key, *member)).collect::<Vec<_>>().join(" ");
            let problem = Problem::DuplicateKey { key, first: first.row.place };
            mistakes.push(Mistake { table, column: None, place: speaker.row.place, problem });
        }
    }
}

fn member_name(pack: &Pack, key: Id<Column>, member: Option<usize>) -> String {
    let choice = pack.columns[key].ty.base.choice();
    let members = choice.map(|choice| &pack.choices[choice].members);
    let name = members.zip(member).and_then(|(members, member)| members.get(member));
    name.map_or_else(|| "*".to_owned(), Clone::clone)
}

/// A combination with the given rows that speak of it.
struct Combination<'g> {
    pack: &'g Pack,
    table: Id<Table>,
    keys: &'g [Id<Column>],
    members: Vec<usize>,
    speakers: Vec<&'g Speaker<'g>>,
}

impl Combination<'_> {
    fn row(&self, undecided: &mut Vec<Mistake>) -> GivenRow {
        let keys = self.keys.iter().zip(&self.members);
        let mut cells: Vec<(Id<Column>, Cell)> = keys
            .map(|(key, member)| (*key, Cell::Known(Known::Choice(Members::one(*member)).into())))
            .collect();
        let others = self.pack.tables[self.table].columns.iter().filter(|column| !self.keys.contains(column));
        for column in others {
            if let Some(cell) = self.cell(*column, undecided) {
                cells.push((*column, cell.clone()));
            }
        }
        let closest = self.speakers.iter().max_by_key(|speaker| speaker.closeness());
        GivenRow { cells, place: closest.map_or(Place::Nowhere, |speaker| speaker.row.place) }
    }

    /// What the row that names most keys says of a cell.
    fn cell(&self, column: Id<Column>, undecided: &mut Vec<Mistake>) -> Option<&Cell> {
        let mut saying: Vec<(&Speaker<'_>, &Cell)> =
            self.speakers.iter().filter_map(|speaker| Some((*speaker, speaker.row.cell(column)?))).collect();
        saying.sort_by_key(|(speaker, _)| std::cmp::Reverse(speaker.closeness()));
        let ((first, cell), second) = (saying.first()?, saying.get(1));
        if let Some((other, _)) = second
            && other.closeness() == first.closeness()
            && other.named != first.named
        {
            let names = self.keys.iter().zip(&self.members);
            let names = names.map(|(key, member)| member_name(self.pack, *key, Some(*member)));
            let combination = names.collect::<Vec<_>>().join(" ");
            let problem = Problem::Undecided { combination, other: other.row.place };
            undecided.push(Mistake {
                table: self.table,
                column: Some(column),
                place: first.row.place,
                problem,
            });
        }
        Some(cell)
    }
}
