//! Rules over records, made of a run of bytes: read columns and computed ones, references, defines, measured facts, and
//! quantifiers inside quantifiers.

/// The declarations that generated rules stand on. `{name}` is where a generated expression goes.
const RULES: &str = "
choice level { low < medium < high < very_high }
choice kind { red, green, blue }
choice team { here, there }
choice evidence_kind { audit }
facts f {
  y1: yesno  c1: count  n1: number  p1: percent  d1: date  od: optional date
  m1: duration  v1: duration  l1: level  k1: kind  t1: text
}
facts m {
  yes: yesno { measured as {yes} }
  count: count { measured as {count} }
  number: number { measured as {number} }
  percent: percent { measured as {percent} }
  last: date { measured as {date} }
  maybe: optional date { measured as {maybe} }
  length: duration { measured as {months} }
}
table people each p {
  key id: text
  yes: yesno
  n: count
  w: number
  rate: percent
  on: date
  done: optional date
  len: duration
  days: duration
  level: level
  kind: optional kind
  set: set of kind
  note: text
  c_yes: yesno = {people.yes}
  c_number: number = {people.number}
  c_date: date = {people.date}
  c_months: duration = {people.months}
  c_rate: percent = {people.percent}
}
table visits each v {
  key person: people
  key number: count
  by: optional people
  yes: yesno
  w: number
  on: date
  done: optional date
  len: duration
  level: level
  c_yes: yesno = {visits.yes}
  c_number: number = {visits.number}
}
table posts each q {
  key team: team
  key level: level
  yes: yesno
  rate: percent
  len: duration
  c_yes: yesno = {posts.yes}
}
define d_yes: yesno = {d.yes}
define d_number: number = {d.number}
define d_date: date = {d.date}
define d_months: duration = {d.months}
define d_level: level = {d.level}
";

/// Choices taken from bytes, the first of each once the bytes are used up.
pub(super) struct Dice<'b>(pub(super) std::slice::Iter<'b, u8>);

impl Dice<'_> {
    fn pick(&mut self, sides: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % sides)
    }

    fn of<'o>(&mut self, options: &[&'o str]) -> &'o str {
        options[self.pick(options.len())]
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    People,
    Visits,
    Posts,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Table::People => "people",
            Table::Visits => "visits",
            Table::Posts => "posts",
        }
    }
}

/// What an expression may use. Everything may use what comes before it, so that there is no circle.
#[derive(Clone)]
struct Scope {
    rows: Vec<(String, Table)>,
    /// 0 computed columns of people, 1 those of other tables, 2 defines, 3 measured facts, 4 clauses.
    stage: u8,
    depth: u8,
}

impl Scope {
    fn new(stage: u8, row: Option<(&str, Table)>) -> Scope {
        let rows = row.map(|(name, table)| (name.to_owned(), table)).into_iter().collect();
        Scope { rows, stage, depth: if stage == 4 { 4 } else { 3 } }
    }

    fn inner(&self) -> Scope {
        Scope { depth: self.depth - 1, ..self.clone() }
    }

    /// With a row of a table, whose name is new.
    fn with_row(&self, table: Table) -> (String, Scope) {
        let name = format!("r{}", self.rows.len());
        let mut scope = self.inner();
        scope.rows.push((name.clone(), table));
        (name, scope)
    }
}

const ORDER: [&str; 6] = ["<", "<=", ">", ">=", "is", "is not"];

/// Writes expressions of each type.
struct Writer<'d, 'b> {
    dice: &'d mut Dice<'b>,
}

impl Writer<'_, '_> {
    /// A row in scope, mostly the innermost.
    fn row(&mut self, scope: &Scope) -> Option<(String, Table)> {
        let last = scope.rows.len().checked_sub(1)?;
        let back = [0, 0, 1, 2][self.dice.pick(4)];
        scope.rows.get(last.saturating_sub(back)).cloned()
    }

    /// A row of people, by its name or by a reference that is there.
    fn person(&mut self, scope: &Scope) -> Option<String> {
        let (row, table) = self.row(scope)?;
        match table {
            Table::People => Some(row),
            Table::Visits => Some(format!("{row}.person")),
            Table::Posts => None,
        }
    }

    /// A value of a column of a row in scope, where the row has one of them and comes early enough.
    fn column(&mut self, scope: &Scope, of_type: &[(&str, &[Table], u8)]) -> Option<String> {
        let (row, table) = self.row(scope)?;
        let through = (table == Table::Visits && self.dice.pick(3) == 1).then_some(Table::People);
        let (row, table) = through.map_or((row.clone(), table), |table| (format!("{row}.person"), table));
        let fitting: Vec<&str> = of_type
            .iter()
            .filter(|(_, tables, stage)| tables.contains(&table) && *stage <= scope.stage)
            .map(|(name, _, _)| *name)
            .collect();
        (!fitting.is_empty()).then(|| format!("{row}.{}", self.dice.of(&fitting)))
    }

    /// A column, or one of the values that stand outside every row.
    fn leaf(&mut self, scope: &Scope, columns: &[(&str, &[Table], u8)], values: &[(&str, u8)]) -> String {
        if self.dice.pick(3) != 2
            && let Some(column) = self.column(scope, columns)
        {
            return column;
        }
        let fitting: Vec<&str> =
            values.iter().filter(|(_, stage)| *stage <= scope.stage).map(|(value, _)| *value).collect();
        self.dice.of(&fitting).to_owned()
    }

    fn table(&mut self, scope: &Scope) -> Table {
        // Columns of people are computed without quantifiers that would read them in a circle.
        let tables = [Table::People, Table::Visits, Table::People, Table::Visits, Table::Posts];
        tables[self.dice.pick(if scope.stage == 0 { 4 } else { 5 })]
    }

    /// `KIND r in table where …` and the scope of what is asked of the row.
    fn quantifier(&mut self, scope: &Scope, kind: &str) -> (String, Scope) {
        let table = self.table(scope);
        let (row, inner) = scope.with_row(table);
        let related = scope.rows.last().and_then(|outer| self.related(outer, (&row, table)));
        let filter = match (self.dice.pick(4), related) {
            (0, _) | (1, None) => String::new(),
            (1, Some(related)) => format!(" where {related}"),
            (2, Some(related)) => format!(" where {related} and {}", self.condition(&inner)),
            _ => format!(" where {}", self.condition(&inner)),
        };
        (format!("{kind} {row} in {}{filter}", table.name()), inner)
    }

    /// What ties a row to one around it.
    fn related(&mut self, outer: &(String, Table), inner: (&str, Table)) -> Option<String> {
        let (outer, outer_table) = outer;
        let (inner, inner_table) = inner;
        let options: &[&str] = match (outer_table, inner_table) {
            (Table::People, Table::People) => &["I is not O", "I.level < O.level", "I is O", "I.on <= O.on"],
            (Table::People, Table::Visits) => {
                &["I.person is O", "I.by is O", "I.on >= O.on", "I.by is not O"]
            }
            (Table::Visits, Table::People) => &["I is O.person", "O.by is I", "I.on < O.done"],
            (Table::Visits, Table::Visits) => &[
                "I.person is O.person",
                "I.by is O.by",
                "I.number < O.number",
                "I is not O",
                "I.on within 30 days of O.on",
            ],
            (Table::Posts, Table::Posts) => &["I.team is O.team", "I.level > O.level", "I is not O"],
            (Table::Posts, _) | (_, Table::Posts) => &["I.level is O.level", "I.level >= O.level"],
        };
        let chosen = self.dice.of(options);
        let words = chosen.replace('I', inner).replace('O', outer);
        Some(format!("({words})"))
    }

    /// An aggregate of values that `body` writes.
    fn aggregate(&mut self, scope: &Scope, kinds: &[&str], body: fn(&mut Self, &Scope) -> String) -> String {
        let kind = self.dice.of(kinds);
        let (head, inner) = self.quantifier(scope, kind);
        let body = body(self, &inner);
        format!("({head}: {body})")
    }

    fn choose(&mut self, scope: &Scope, value: fn(&mut Self, &Scope) -> String) -> String {
        let inner = scope.inner();
        let (condition, yes, no) = (self.condition(&inner), value(self, &inner), value(self, &inner));
        format!("(if {condition} then {yes} else {no})")
    }

    fn number(&mut self, scope: &Scope) -> String {
        use Table::{People, Visits};
        let inner = scope.inner_or_same();
        match if scope.depth == 0 { 0 } else { self.dice.pick(8) } {
            1 | 2 => {
                let (a, o, b) =
                    (self.number(&inner), self.dice.of(&["+", "-", "*", "/"]), self.number(&inner));
                format!("({a} {o} {b})")
            }
            3 => self.choose(scope, Self::number),
            4 | 5 => self.count(scope),
            6 => self.aggregate(scope, &["sum", "min", "max"], Self::number),
            _ => self.leaf(
                scope,
                &[
                    ("n", &[People], 0),
                    ("w", &[People, Visits], 0),
                    ("number", &[Visits], 0),
                    ("c_number", &[People], 1),
                    ("c_number", &[Visits], 2),
                ],
                &[
                    ("1", 0),
                    ("f.c1", 0),
                    ("0", 0),
                    ("f.n1", 0),
                    ("2.5", 0),
                    ("d_number", 3),
                    ("m.count", 4),
                    ("m.number", 4),
                ],
            ),
        }
    }

    fn count(&mut self, scope: &Scope) -> String {
        let (head, _) = self.quantifier(scope, "count");
        format!("({head})")
    }

    fn percent(&mut self, scope: &Scope) -> String {
        use Table::{People, Posts};
        let inner = scope.inner_or_same();
        match if scope.depth == 0 { 0 } else { self.dice.pick(6) } {
            1 | 2 => self.aggregate(scope, &["share"], Self::condition),
            3 => {
                let (a, o, b) = (self.percent(&inner), self.dice.of(&["+", "-"]), self.percent(&inner));
                format!("({a} {o} {b})")
            }
            4 => self.aggregate(scope, &["min", "max", "sum"], Self::percent),
            _ => self.leaf(
                scope,
                &[("rate", &[People, Posts], 0), ("c_rate", &[People], 1)],
                &[("50%", 0), ("f.p1", 0), ("95%", 0), ("m.percent", 4)],
            ),
        }
    }

    fn date(&mut self, scope: &Scope) -> String {
        use Table::{People, Visits};
        let inner = scope.inner_or_same();
        match if scope.depth == 0 { 0 } else { self.dice.pick(7) } {
            1 | 2 => {
                let date = self.leaf(
                    scope,
                    &[("on", &[People, Visits], 0)],
                    &[("as_of", 0), ("f.d1", 0), ("d_date", 3)],
                );
                let operator = self.dice.of(&["+", "-"]);
                let length = if self.dice.pick(2) == 0 { self.months(&inner) } else { self.days(&inner) };
                format!("({date} {operator} {length})")
            }
            3 => self.choose(scope, Self::date),
            4 => self.aggregate(scope, &["min", "max"], Self::date),
            _ => self.leaf(
                scope,
                &[("on", &[People, Visits], 0), ("c_date", &[People], 1)],
                &[("2026-03-31", 0), ("f.d1", 0), ("as_of", 0), ("d_date", 3), ("m.last", 4), ("due", 4)],
            ),
        }
    }

    /// A date that may be absent.
    fn maybe_date(&mut self, scope: &Scope) -> String {
        use Table::{People, Visits};
        if scope.depth > 0 && self.dice.pick(3) == 1 {
            return self.aggregate(scope, &["max", "min"], Self::maybe_date);
        }
        if let Some((row, Visits)) = self.row(scope)
            && self.dice.pick(3) == 1
        {
            let late = if scope.stage >= 1 { "c_date" } else { "on" };
            return format!("{row}.by.{}", self.dice.of(&["on", "done", late]));
        }
        self.leaf(scope, &[("done", &[People, Visits], 0)], &[("f.od", 0), ("m.maybe", 4)])
    }

    fn months(&mut self, scope: &Scope) -> String {
        use Table::{People, Posts, Visits};
        let inner = scope.inner_or_same();
        match if scope.depth == 0 { 0 } else { self.dice.pick(7) } {
            1 if self.dice.pick(2) == 0 => {
                // Only what is surely a whole number of months may be halved.
                let even = [("len", [People, Visits, Posts].as_slice(), 0)];
                format!("({} / 2)", self.leaf(scope, &even, &[("f.m1", 0)]))
            }
            1 => format!("({} {})", self.months(&inner), self.dice.of(&["* 2", "* f.c1", "- 1 month"])),
            2 => format!("({} + {})", self.months(&inner), self.months(&inner)),
            3 if scope.stage == 4 && self.dice.pick(2) == 0 => {
                // Not where it is measured: what is stated of that is in one unit.
                let (condition, days) = (self.condition(&inner), self.days(&inner));
                format!("(if {condition} then {days} else {})", self.months(&inner))
            }
            3 => self.choose(scope, Self::months),
            4 | 5 => self.aggregate(scope, &["sum", "min", "max"], Self::months),
            _ => self.leaf(
                scope,
                &[("len", &[People, Visits, Posts], 0), ("c_months", &[People], 1)],
                &[("3 months", 0), ("f.m1", 0), ("1 year", 0), ("d_months", 3), ("m.length", 4)],
            ),
        }
    }

    fn days(&mut self, scope: &Scope) -> String {
        let inner = scope.inner_or_same();
        match if scope.depth == 0 { 0 } else { self.dice.pick(5) } {
            1 => format!("({} - {})", self.date(&inner), self.date(&inner)),
            2 => format!("({} + {})", self.days(&inner), self.days(&inner)),
            3 => self.aggregate(scope, &["sum", "min", "max"], Self::days),
            _ => self.leaf(
                scope,
                &[("days", &[Table::People], 0)],
                &[("90 days", 0), ("f.v1", 0), ("15 days", 0)],
            ),
        }
    }

    fn level(&mut self, scope: &Scope) -> String {
        use Table::{People, Posts, Visits};
        match if scope.depth == 0 { 0 } else { self.dice.pick(5) } {
            1 => self.aggregate(scope, &["min", "max"], Self::level),
            2 => self.choose(scope, Self::level),
            _ => self.leaf(scope, &[("level", &[People, Visits, Posts], 0)], &[("f.l1", 0), ("d_level", 3)]),
        }
    }

    /// What is asked of values of a row, or of references, that need no further value.
    fn fixed(&mut self, scope: &Scope) -> String {
        let Some((row, table)) = self.row(scope) else {
            return self
                .dice
                .of(&["f.y1", "f.k1 is red", "f.od is recorded", "f.t1 is \"one\"", "f.l1 in [low, high]"])
                .to_owned();
        };
        if let (Some(person), 1) = (self.person(scope), self.dice.pick(3))
            && let Some(other) = self.person(scope)
        {
            return format!("{person} is {}{other}", self.dice.of(&["", "not "]));
        }
        let options: &[&str] = match table {
            Table::People => &[
                "R.yes",
                "R.kind is red",
                "R.kind is absent",
                "R.kind is recorded",
                "R.kind in [red, blue]",
                "R.kind is f.k1",
                "R.set covers [red]",
                "R.set covers [f.k1, blue]",
                "R.set covers [red, green]",
                "R.note is \"one\"",
                "R.note in [\"one\", f.t1]",
                "R.level in [low, medium]",
                "R.done is absent",
                "R.done within 3 months",
                "R.done within f.m1 of R.on",
                "R.days <= R.len",
                "R.id is \"p1\"",
            ],
            Table::Visits => &[
                "R.yes",
                "R.person.yes",
                "R.by is absent",
                "R.by is recorded",
                "R.by is R.person",
                "R.by is not R.person",
                "R.by.yes is yes",
                "R.by.level >= medium",
                "R.by.level is high",
                "R.by.n + 1 > 2",
                "R.by.kind is absent",
                "R.by.kind is not red",
                "R.by.set covers [green]",
                "R.by.note is R.person.note",
                "R.by.len >= R.len",
                "R.done is recorded",
                "R.done within 60 days of R.on",
                "R.by.level in [low, f.l1]",
            ],
            Table::Posts => {
                &["R.yes", "R.team is here", "R.level >= high", "R.rate >= 95%", "R.len <= 12 months"]
            }
        };
        self.dice.of(options).replace("R.", &format!("{row}."))
    }

    /// A yes/no, in parentheses unless it needs none anywhere.
    fn condition(&mut self, scope: &Scope) -> String {
        use Table::{People, Posts, Visits};
        let inner = &scope.inner_or_same();
        match if scope.depth == 0 { self.dice.pick(3) } else { self.dice.pick(24) } {
            1 => {
                let (level, order) = (self.level(inner), self.dice.of(&ORDER));
                format!("({level} {order} {})", self.dice.of(&["medium", "high", "low"]))
            }
            2 | 3 => format!("({})", self.fixed(scope)),
            4..=12 => self.compared(inner),
            13 => format!("(not {})", self.condition(inner)),
            14 => format!("({} and {})", self.condition(inner), self.condition(inner)),
            15 => format!("({} or {})", self.condition(inner), self.condition(inner)),
            16 => self.choose(scope, Self::condition),
            17 => {
                let three = [0; 3].map(|_| self.condition(inner));
                format!("(at least 2 of [{}])", three.join(", "))
            }
            18 | 19 => self.aggregate(scope, &["every"], Self::condition),
            20..=22 => {
                let kind = self.dice.of(&["some", "no"]);
                format!("({})", self.quantifier(scope, kind).0)
            }
            23 => {
                let (count, order) = (self.count(scope), self.dice.of(&ORDER));
                format!("({count} {order} {})", self.dice.of(&["0", "1", "2"]))
            }
            _ => self.leaf(
                scope,
                &[
                    ("yes", &[People, Visits, Posts], 0),
                    ("c_yes", &[People], 1),
                    ("c_yes", &[Visits, Posts], 2),
                ],
                &[("f.y1", 0), ("d_yes", 3), ("m.yes", 4)],
            ),
        }
    }

    /// Two values of one kind beside each other.
    fn compared(&mut self, scope: &Scope) -> String {
        let order = self.dice.of(&ORDER);
        match self.dice.pick(9) {
            1 => format!("({} {order} {})", self.percent(scope), self.percent(scope)),
            2 => format!("({} {order} {})", self.date(scope), self.date(scope)),
            3 => format!("({} {order} {})", self.maybe_date(scope), self.date(scope)),
            4 => format!("({} is recorded)", self.maybe_date(scope)),
            5 => format!("({} {order} {})", self.months(scope), self.months(scope)),
            6 => format!("({} {order} {})", self.days(scope), self.months(scope)),
            7 => format!("({} {order} {})", self.level(scope), self.level(scope)),
            8 => {
                let (date, length) = (self.maybe_date(scope), self.months(scope));
                format!("({date} within {length} of {})", self.date(scope))
            }
            _ => format!("({} {order} {})", self.number(scope), self.number(scope)),
        }
    }
}

impl Scope {
    fn inner_or_same(&self) -> Scope {
        if self.depth == 0 { self.clone() } else { self.inner() }
    }
}

/// A rule file with so many clauses, and their expressions behind that of `applies when`.
pub(super) fn rules(bytes: &[u8], clauses: usize) -> (String, Vec<String>) {
    let mut dice = Dice(bytes.iter());
    let writer = &mut Writer { dice: &mut dice };
    let conditions: Vec<String> = (0..=clauses).map(|_| writer.condition(&Scope::new(4, None))).collect();
    let mut rules = RULES.to_owned();
    let mut fill =
        |name: &str, expression: String| rules = rules.replace(&format!("{{{name}}}"), &expression);
    let (person, visit, post) = (
        Scope::new(0, Some(("p", Table::People))),
        Scope::new(1, Some(("v", Table::Visits))),
        Scope::new(1, Some(("q", Table::Posts))),
    );
    let (define, measured) = (&Scope::new(2, None), &Scope::new(3, None));
    fill("people.yes", writer.condition(&person));
    fill("people.number", writer.number(&person));
    fill("people.date", writer.date(&person));
    fill("people.months", writer.months(&person));
    fill("people.percent", writer.percent(&person));
    fill("visits.yes", writer.condition(&visit));
    fill("visits.number", writer.number(&visit));
    fill("posts.yes", writer.condition(&post));
    fill("d.yes", writer.condition(define));
    fill("d.number", writer.number(define));
    fill("d.date", writer.aggregate(define, &["max"], Writer::date));
    fill("d.months", writer.aggregate(define, &["sum"], Writer::months));
    fill("d.level", writer.aggregate(define, &["min"], Writer::level));
    fill("yes", writer.condition(measured));
    fill("count", writer.count(measured));
    fill("number", writer.aggregate(measured, &["sum", "max"], Writer::number));
    fill("percent", writer.percent(measured));
    fill("date", writer.aggregate(measured, &["min", "max"], Writer::date));
    fill("maybe", writer.aggregate(measured, &["min", "max"], Writer::maybe_date));
    fill("months", writer.aggregate(measured, &["min", "max"], Writer::months));
    let musts = conditions.iter().skip(1).enumerate();
    let musts: String = musts.map(|(index, condition)| format!("    must c{index}: {condition}\n")).collect();
    rules += &format!(
        "recommendation R1 \"Generated\" {{\n  to force\n  due 2026-06-15\n  \
         requirement R1.1 \"Generated\" {{\n    applies when {}\n{musts}  }}\n}}\n",
        conditions[0]
    );
    (rules, conditions)
}
