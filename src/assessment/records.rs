//! `[tables]`: records, in extracts or written out.

use std::collections::BTreeSet;

use super::context::Context;
use super::error::{NameError, RecordError, TableError};
use super::extract::{Handling, NamedExtract};
use super::fact::entry;
use super::file::{AssessmentFiles, FileProblem, NamedFile};
use super::statement::{self, Asked};
use super::{HeardCell, Recorded};
use crate::document::field::{flag, table};
use crate::document::{Item, Mistakes, Node, Table};
use crate::pack::field::date;
use crate::pack::rule::{self, Column, Pack};
use crate::pack::{Absence, Base, Date, Id, Known, Members, Partial, Slots, Type, words};
use crate::source::Span;
use crate::tables::extract::Contents;
use crate::tables::mistake::{self, Mistake};
use crate::tables::{
    self, Assembled, Cell, Given, GivenRow, GivenRows, KeyIndex, Origin, Place, Records, extract,
};

/// What stands beside the tables of an assessment.
#[derive(Clone, Copy)]
pub(super) struct Beside<'r> {
    /// The files.
    pub(super) files: &'r dyn AssessmentFiles,
    /// What was measured once, where that counts.
    pub(super) recorded: Option<&'r Recorded>,
    /// Where the record is, whether it counts or not.
    pub(super) record_place: Option<Span>,
}

/// What `[tables]` says.
pub(super) struct Read {
    pub(super) records: Records,
    /// What is only heard of cells.
    pub(super) heard: Vec<HeardCell>,
    pub(super) keys: KeyIndex,
    /// Extracts that have not been read.
    pub(super) left: Vec<NamedExtract>,
}

/// Reads the rows of all tables but those that are to be left where they are extracts.
pub(super) fn read(
    item: Option<Item>,
    context: &Context<'_>,
    (beside, handling): (Beside<'_>, &Handling),
    errors: &mut Mistakes,
) -> Read {
    let pack = context.pack;
    let (mut heard, mut named, mut left) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut given = Slots::new(&pack.tables, |_| None);
    let tables = item.and_then(|item| table(item, errors));
    for item in tables.into_iter().flat_map(Table::into_items) {
        let Some(id) = pack.tables.find(|table| table.name == item.name) else {
            let known = pack.tables.iter().map(|table| table.name.as_str()).collect();
            errors.push(NameError::Table { table: &item.name, span: item.key_span, known });
            continue;
        };
        named.insert(id);
        match (Reader { context, table: id, beside, handling, heard: &mut heard, errors }).rows(item) {
            Some(Found::Rows(rows)) => given[id] = Some(rows),
            Some(Found::Extract(extract)) if handling.leave[id] => left.push(extract),
            Some(Found::Extract(extract)) => given[id] = keep(pack, &extract, beside.files, errors),
            None => {}
        }
    }
    let Assembled { mut records, keys, mistakes } = tables::assemble(pack, given);
    records.show_keys_by(handling.redaction.clone());
    for table in pack.tables.ids() {
        let extract = beside.recorded.and_then(|recorded| recorded.extract(table));
        let is_left = left.iter().any(|extract: &NamedExtract| extract.table == table);
        let is_no_extract =
            !named.contains(&table) || matches!(records.rows(table).origin, Origin::Written(_));
        if let Some(extract) = extract.filter(|_| is_no_extract && !is_left) {
            errors.push(RecordError::NotNamed { table: &pack.tables[table].name, span: extract.span });
        }
    }
    for of_table in mistakes.chunk_by(|a: &Mistake, b: &Mistake| a.table == b.table) {
        let origin = of_table.first().map_or(&Origin::NotGiven, |first| &records.rows(first.table).origin);
        mistake::in_words(pack, origin, of_table).into_iter().for_each(|mistake| errors.push(mistake));
    }
    left.sort_by_key(|extract| extract.table);
    Read { records, heard, keys, left }
}

/// Reads an extract and keeps all its rows.
fn keep(
    pack: &Pack,
    extract: &NamedExtract,
    files: &dyn AssessmentFiles,
    errors: &mut Mistakes,
) -> Option<GivenRows> {
    let read = |contents: Contents<'_>| extract::read(pack, extract.table, contents);
    let ((rows, reading), read) = extract.try_read(files, read, errors)?;
    let origin = Origin::Extract(read);
    reading.mistakes.in_words(pack, &origin).into_iter().for_each(|mistake| errors.push(mistake));
    Some(GivenRows { origin, complete: !extract.sample && !reading.lacks_rows, rows })
}

/// What is given of a table.
enum Found {
    Rows(GivenRows),
    Extract(NamedExtract),
}

/// The table that is being read.
struct Reader<'r, 'p> {
    context: &'r Context<'p>,
    table: Id<rule::Table>,
    beside: Beside<'r>,
    handling: &'r Handling,
    heard: &'r mut Vec<HeardCell>,
    errors: &'r mut Mistakes,
}

impl<'p> Reader<'_, 'p> {
    fn definition(&self) -> &'p rule::Table {
        &self.context.pack.tables[self.table]
    }

    fn rows(&mut self, item: Item) -> Option<Found> {
        let span = item.span();
        let by_choices = self.definition().by_choices;
        match &item.value.node {
            Node::Text(_) => {
                let file = NamedFile::of(item, self.errors)?;
                self.extract(file, None, false, span)
            }
            Node::Table(table) if table.has("file") => self.described_extract(item),
            Node::Table(_) if by_choices => {
                let keys: Vec<Id<Column>> = self.context.pack.keys(self.table).collect();
                let mut rows = Vec::new();
                self.combinations(item, &keys, &[], &mut rows)?;
                let origin = Origin::Written(span);
                Some(Found::Rows(GivenRows { origin, complete: true, rows: Given::Rows(rows) }))
            }
            Node::List(_) => {
                let rows: Vec<Option<GivenRow>> =
                    item.into_parts()?.map(|part| self.row(part, &[])).collect();
                let complete = rows.iter().all(Option::is_some);
                let rows = rows.into_iter().flatten().collect();
                let origin = Origin::Written(span);
                Some(Found::Rows(GivenRows { origin, complete, rows: Given::Rows(rows) }))
            }
            _ => {
                let expected = match by_choices {
                    true => "the path of an extract in quotes, or a table for each member of its keys",
                    false => "the path of an extract in quotes, or rows under headers in double brackets",
                };
                item.reject(expected, self.errors);
                None
            }
        }
    }

    /// `{ file = …, dated = …, sha256 = …, sample = … }`
    fn described_extract(&mut self, item: Item) -> Option<Found> {
        let span = item.span();
        let mut table = table(item, self.errors)?;
        let file = NamedFile::take(&mut table, self.errors);
        let dated = table.optional("dated", date, self.errors);
        let sample = table.optional("sample", flag, self.errors).unwrap_or(false);
        table.finish(self.errors);
        if sample && self.definition().by_choices {
            let table = &self.definition().name;
            self.errors.push(TableError::SampleOfCombinations { table, span });
        }
        self.extract(file?, dated, sample, span)
    }

    /// The extract that a file is; where it is missing and recorded, what is left of it.
    fn extract(&mut self, file: NamedFile, dated: Option<Date>, sample: bool, span: Span) -> Option<Found> {
        let table = &self.definition().name;
        let recorded = self.beside.recorded.and_then(|recorded| recorded.extract(self.table));
        let recorded = recorded.map(|recorded| (table.clone(), recorded.clone()));
        let redaction = self.handling.redaction.clone();
        let named = NamedExtract { table: self.table, file, dated, sample, span, redaction, recorded };
        let Some(record) = self.beside.record_place else { return Some(Found::Extract(named)) };
        if !matches!(self.beside.files.extract(&named.file.path), Err(FileProblem::Missing)) {
            return Some(Found::Extract(named));
        }
        let Some(extract) = named.not_at_hand(self.errors) else {
            let (path, file) = (named.file.path.as_str(), named.file.span);
            self.errors.push(RecordError::NotThere { path, file, record });
            return None;
        };
        let (origin, rows) = (Origin::NotAtHand(extract), Given::Rows(Vec::new()));
        Some(Found::Rows(GivenRows { origin, complete: false, rows }))
    }

    /// A table for each member of the first key, down to the cells behind the last one; `"*"` is every member.
    fn combinations(
        &mut self,
        item: Item,
        keys: &[Id<Column>],
        named: &[(Id<Column>, Cell)],
        rows: &mut Vec<GivenRow>,
    ) -> Option<()> {
        let Some((key, further)) = keys.split_first() else {
            rows.extend(self.row(item, named));
            return Some(());
        };
        for item in table(item, self.errors)?.into_items() {
            let Some(member) = self.member(*key, &item) else { continue };
            let cell = member.map(|member| (*key, Cell::Known(Known::Choice(Members::one(member)).into())));
            let named: Vec<_> = named.iter().cloned().chain(cell).collect();
            self.combinations(item, further, &named, rows);
        }
        Some(())
    }

    /// The member of a key that a TOML key names; nothing within for `"*"`.
    fn member(&mut self, key: Id<Column>, item: &Item) -> Option<Option<usize>> {
        if item.name == "*" {
            return Some(None);
        }
        let column = &self.context.pack.columns[key];
        let choice = column.ty.base.choice().map(|choice| &self.context.pack.choices[choice])?;
        let member = choice.members.iter().position(|member| *member == item.name);
        if member.is_none() {
            let known = choice.members.iter().map(String::as_str).chain(["*"]).collect();
            let (key, name, span) = (column.name.as_str(), item.name.as_str(), item.key_span);
            self.errors.push(TableError::Member { table: &self.definition().name, key, name, span, known });
        }
        member.map(Some)
    }

    /// A row whose keys may have been named around it; nothing where its own key cannot be read.
    fn row(&mut self, item: Item, named: &[(Id<Column>, Cell)]) -> Option<GivenRow> {
        let table = table(item, self.errors)?;
        let place = Place::Written(table.span);
        let mut cells = named.to_vec();
        let mut has_key = true;
        for item in table.into_items() {
            let Some(column) = self.column(&item, named) else { continue };
            let cell = self.cell(column, item);
            has_key &= cell.is_some() || !self.context.pack.columns[column].key;
            cells.extend(cell.map(|cell| (column, cell)));
        }
        has_key.then_some(GivenRow { cells, place })
    }

    /// The column that a TOML key names, which is read and not named around the row.
    fn column(&mut self, item: &Item, named: &[(Id<Column>, Cell)]) -> Option<Id<Column>> {
        let pack = self.context.pack;
        let definition = self.definition();
        let columns = || definition.columns.iter().copied();
        let found = columns().find(|column| pack.columns[*column].name == item.name);
        let (table, name, span) = (definition.name.as_str(), item.name.as_str(), item.key_span);
        let Some(found) = found else {
            let read = columns().filter(|column| pack.columns[*column].computed.is_none());
            let known = read.map(|column| pack.columns[column].name.as_str()).collect();
            self.errors.push(TableError::Column { table, name, span, known });
            return None;
        };
        if pack.columns[found].computed.is_some() {
            let declared = pack.columns[found].span;
            self.errors.push(TableError::Computed { name, span, declared });
            return None;
        }
        if named.iter().any(|(key, _)| *key == found) {
            self.errors.push(TableError::KeyTwice { name, span });
            return None;
        }
        Some(found)
    }

    fn cell(&mut self, column: Id<Column>, item: Item) -> Option<Cell> {
        let pack = self.context.pack;
        let Column { ty: column_type, key, span: declared, .. } = pack.columns[column];
        let span = item.span();
        let name = format!("{}.{}", self.definition().name, item.name);
        let item = Item { name: name.clone(), ..item };
        let refers_to = match column_type.base {
            Base::Row(table) => pack.keys(table).next().map(|key| pack.columns[key].ty),
            _ => None,
        };
        // A reference is the key of the row that it names.
        let ty = refers_to.map_or(column_type, |key| Type { optional: column_type.optional, ..key });
        let asked = Asked::of_type(pack, name.clone(), ty, declared);
        let statements = statement::statements(item, &asked, &self.context.sources, self.errors);
        let heard = statements.iter().filter(|statement| !statement.is_evaluated()).cloned();
        self.heard.extend(heard.map(|statement| HeardCell { column, statement }));
        let entry = entry(statements, &asked, self.errors);
        if entry.contradictory {
            self.errors.push(TableError::Contradictory { name: &name, span });
            return None;
        }
        // Of what could not be read, enough has been said.
        if key && !entry.statements.is_empty() && !entry.known.is_exact() {
            self.errors.push(TableError::KeyNotExact { name: &name, span });
        }
        if !entry.is_evaluated() || (key && !entry.known.is_exact()) {
            return None;
        }
        match refers_to {
            None => Some(Cell::Known(entry.known)),
            Some(_) if entry.known.absence == Absence::Surely => {
                Some(Cell::Known(Partial::absent(column_type, Members::NONE)))
            }
            Some(_) => {
                let key = words::key(&entry.known.known);
                if key.is_none() {
                    self.errors.push(TableError::NotOneRow { name: &name, span });
                }
                key.map(Cell::Reference)
            }
        }
    }
}
