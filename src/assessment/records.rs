//! `[tables]`: records, in extracts or written out.

use super::HeardCell;
use super::context::Context;
use super::error::{NameError, TableError};
use super::fact::entry;
use super::file::{AssessmentFiles, NamedFile};
use super::statement::{self, Asked};
use crate::digest::Sha256Stream;
use crate::document::field::{flag, table};
use crate::document::{Item, Mistakes, Node, Table};
use crate::pack::field::date;
use crate::pack::rule::{self, Column};
use crate::pack::{Absence, Base, Date, Id, Known, Members, Partial, Slots, Type, words};
use crate::source::Span;
use crate::tables::mistake::{self, Mistake};
use crate::tables::{self, Cell, Extract, Given, GivenRow, GivenRows, Origin, Place, Records, extract};

/// Reads the rows of all tables, and what is only heard of their cells.
pub(super) fn read(
    item: Option<Item>,
    context: &Context<'_>,
    files: &dyn AssessmentFiles,
    errors: &mut Mistakes,
) -> (Records, Vec<HeardCell>) {
    let pack = context.pack;
    let mut heard = Vec::new();
    let mut given = Slots::new(&pack.tables, |_| None);
    let tables = item.and_then(|item| table(item, errors));
    for item in tables.into_iter().flat_map(Table::into_items) {
        let Some(id) = pack.tables.find(|table| table.name == item.name) else {
            let known = pack.tables.iter().map(|table| table.name.as_str()).collect();
            errors.push(NameError::Table { table: &item.name, span: item.key_span, known });
            continue;
        };
        given[id] = Reader { context, table: id, files, heard: &mut heard, errors }.rows(item);
    }
    let (records, mistakes) = tables::assemble(pack, given);
    for of_table in mistakes.chunk_by(|a: &Mistake, b: &Mistake| a.table == b.table) {
        let origin = of_table.first().map_or(&Origin::NotGiven, |first| &records.rows(first.table).origin);
        mistake::in_words(pack, origin, of_table).into_iter().for_each(|mistake| errors.push(mistake));
    }
    (records, heard)
}

/// The table that is being read.
struct Reader<'r, 'p> {
    context: &'r Context<'p>,
    table: Id<rule::Table>,
    files: &'r dyn AssessmentFiles,
    heard: &'r mut Vec<HeardCell>,
    errors: &'r mut Mistakes,
}

impl<'p> Reader<'_, 'p> {
    fn definition(&self) -> &'p rule::Table {
        &self.context.pack.tables[self.table]
    }

    fn rows(&mut self, item: Item) -> Option<GivenRows> {
        let span = item.span();
        let by_choices = self.definition().by_choices;
        match &item.value.node {
            Node::Text(_) => {
                let file = NamedFile::of(item, self.errors)?;
                self.extract(&file, None, false, span)
            }
            Node::Table(table) if table.has("file") => self.described_extract(item),
            Node::Table(_) if by_choices => {
                let keys: Vec<Id<Column>> = self.context.pack.keys(self.table).collect();
                let mut rows = Vec::new();
                self.combinations(item, &keys, &[], &mut rows)?;
                Some(GivenRows { origin: Origin::Written(span), complete: true, rows: Given::Rows(rows) })
            }
            Node::List(_) => {
                let rows: Vec<Option<GivenRow>> =
                    item.into_parts()?.map(|part| self.row(part, &[])).collect();
                let complete = rows.iter().all(Option::is_some);
                let rows = rows.into_iter().flatten().collect();
                Some(GivenRows { origin: Origin::Written(span), complete, rows: Given::Rows(rows) })
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
    fn described_extract(&mut self, item: Item) -> Option<GivenRows> {
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
        self.extract(&file?, dated, sample, span)
    }

    fn extract(
        &mut self,
        file: &NamedFile,
        dated: Option<Date>,
        sample: bool,
        span: Span,
    ) -> Option<GivenRows> {
        let pack = self.context.pack;
        let mut blocks = file.read(|path| self.files.extract(path), self.errors)?;
        let mut digest = Sha256Stream::default();
        let mut failed = None;
        let mut readable = std::iter::from_fn(|| match blocks.next()? {
            Ok(block) => {
                digest.update(&block);
                Some(block)
            }
            Err(problem) => {
                failed = Some(problem);
                None
            }
        })
        .fuse();
        let reading = extract::read(pack, self.table, &mut readable);
        // The digest is that of the whole file, also where no more of it could be used.
        readable.by_ref().for_each(drop);
        if let Some(problem) = failed {
            return file.read(|_| Err(problem), self.errors);
        }
        let sha256 = digest.finish();
        if !file.has_digest(&sha256, self.errors) {
            return None;
        }
        let origin = Origin::Extract(Extract { path: file.path.clone(), sha256, dated, sample, span });
        let diagnostics = reading.mistakes.in_words(pack, &origin);
        diagnostics.into_iter().for_each(|diagnostic| self.errors.push(diagnostic));
        Some(GivenRows { origin, complete: !sample && !reading.lacks_rows, rows: reading.rows })
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
