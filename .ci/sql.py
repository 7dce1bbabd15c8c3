"""Holds the statements of `tipstaff sql` against the program's own evaluation, on generated tables.

Tables with blanks, empty tables, several references to one row, ends of months and leap days are written as extracts beside
an assessment, which `tipstaff measure` measures. Warehouses get the same rows and the statements, and every fact must
come out alike. What a warehouse cannot be had for is read by a parser of its dialect.
"""

import argparse
import csv
import datetime
import os
import pathlib
import pwd
import random
import re
import subprocess
import sys
import tempfile
import time
from fractions import Fraction

AS_OF = datetime.date(2026, 3, 31)
INTERVALS = ['3 months', '15 days', '1 year', '{ at_most = "2 months" }', "{ recorded = false }", None]


class Schema:
    """The tables of records and the choices of a pack, read from its rule files."""

    def __init__(self, folder):
        text = "\n".join(path.read_text() for path in sorted(pathlib.Path(folder).glob("*.rules")))
        self.choices = {}
        for name, body in re.findall(r"^choice (\w+)\s*\{(.*?)\}", text, re.S | re.M):
            members = re.split("[,<]", re.sub("#.*", "", body))
            self.choices[name] = [member.strip() for member in members if member.strip()]
        text = (pathlib.Path(folder) / "records.rules").read_text()
        self.tables = {}
        for name, body in re.findall(r"^table (\w+) .*?\{\n(.*?)^\}", text, re.S | re.M):
            column = re.compile(r"\s+(key )?(\w+): (optional )?(set of )?(\w+)\s*(?:\"|$)")
            found = [column.match(line) for line in body.splitlines()]
            self.tables[name] = [
                (match[2], bool(match[1]), bool(match[3]), bool(match[4]), match[5]) for match in found if match
            ]

    def types(self, table, names):
        """The columns of a table with the names of a dialect's types."""
        kinds = {"yesno": "truth", "count": "whole", "number": "decimal", "date": "date"}
        return [(column, names[kinds.get(type_, "text")]) for column, _, _, _, type_ in self.tables[table]]


def a_day(chance):
    kind = chance.random()
    if kind < 0.35:
        return AS_OF + datetime.timedelta(days=chance.randint(-20, 20))
    if kind < 0.5:
        return datetime.date(chance.randint(2022, 2027), chance.choice([1, 3, 5, 8, 12]), 31)
    if kind < 0.55:
        return datetime.date(chance.choice([2008, 2012, 2016, 2020, 2024]), 2, 29)
    if kind < 0.9:
        return AS_OF - datetime.timedelta(days=chance.randint(-100, 800))
    if kind < 0.98:
        return datetime.date(chance.randint(1990, 2030), chance.randint(1, 12), chance.randint(1, 28))
    return chance.choice([datetime.date(9999, 12, 1), datetime.date(1, 1, 2), datetime.date(1900, 2, 28)])


def generate(seed, schema, most):
    """The rows of every table: seeded, so that a failure can be made again."""
    chance = random.Random(seed)
    sizes = {table: 0 if chance.random() < 0.1 else chance.randint(1, most) for table in schema.tables}
    blank = chance.choice([0, 0.02, 0.1, 0.3])
    lengths = ["6 months", "30 months", "2 years", "3 months", "45 days", "10 weeks", "1 month", "183 days", "184 days",
               "900 days", "912 days", "916 days", "20 years", "7 months"]
    cells = {
        "yesno": lambda: chance.random() < 0.6,
        "count": lambda: chance.choice([0, 1, 2, 2, 3, 12, 17, 18, 19, 40]),
        "number": lambda: chance.choice(["1", "0.6", "0.5", "0.25", "1.0", "0.333", "2"]),
        "date": lambda: a_day(chance),
        "duration": lambda: chance.choice(lengths),
    }

    def cell(column):
        _, _, optional, is_set, type_ = column
        if chance.random() < (0.25 if optional else blank):
            return None
        if is_set:
            return ";".join(member for member in schema.choices[type_] if chance.random() < 0.5) or ";"
        if type_ in schema.choices:
            return chance.choice(schema.choices[type_])
        if type_ in schema.tables:
            few = min(sizes[type_], max(1, most // 4))
            return f"{type_} {chance.randrange(few)}" if few else None
        return cells[type_]()

    return {
        table: [
            {column[0]: f"{table} {row}" if column[1] else cell(column) for column in columns}
            for row in range(sizes[table])
        ]
        for table, columns in schema.tables.items()
    }


def assess(folder, seed, schema, data):
    """An assessment with the rows as extracts."""
    for table, rows in data.items():
        with open(folder / f"{table}.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, [column[0] for column in schema.tables[table]])
            writer.writeheader()
            for row in rows:
                writer.writerow({name: in_extract(value) for name, value in row.items()})
    interval = INTERVALS[seed % len(INTERVALS)]
    stated = lambda name: "" if interval is None else f"{name} = {interval if interval[0] == '{' else repr(interval)}\n"
    tables = "".join(f'{table} = "{table}.csv"\n' for table in data)
    # The shipped pack counts some facts by answers of the body.
    facts = ""
    if "referrals" in data:
        facts = f"[facts.lifecycle]\n{stated('interval')}[facts.supervisors]\n{stated('training_interval')}"
    path = folder / "assessment.toml"
    path.write_text(
        f'[assessment]\nformat = 1\nbody = "Generated"\nkind = "force"\npack = "hmicfrs_2026_04"\nversion = "^1"\n'
        f"as_of = {AS_OF}\npublished = true\n{facts}[tables]\n{tables}"
    )
    return path


def in_extract(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def statements(program, dialect, path, rules):
    printed = subprocess.run(
        [program, "sql", "--dialect", dialect, "--assessment", path, "--rules", rules],
        check=True, capture_output=True, text=True,
    ).stdout
    assert "not put into SQL" not in printed, printed
    body = "\n".join(line for line in printed.splitlines() if not line.startswith("--"))
    return [statement.strip() for statement in re.split(r";\n", body + "\n") if statement.strip()]


def end(words):
    """An end of a fact, so that two ways to write one number are equal."""
    words = "" if words is None else str(words)
    number, space, rest = words.partition(" ")
    try:
        return str(Fraction(number)) + space + rest
    except (ValueError, ZeroDivisionError):
        return words


def read_back(program, rules, folder, rows):
    """What the program reads in a file of results."""
    facts = folder / "facts.csv"
    with open(facts, "w", newline="") as file:
        csv.writer(file).writerows([["fact", "yes", "no", "unknown", "low", "high"], *rows])
    printed = subprocess.run(
        [program, "measure", "--format", "csv", "--rules", rules, "--from", facts, folder / "assessment.toml"],
        check=True, capture_output=True, text=True,
    ).stdout
    return list(csv.reader(printed.splitlines()))[1:]


def results(rows):
    counted = lambda count: "" if count is None or count == "" else int(count)
    return {row[0]: (*map(counted, row[1:4]), end(row[4]), end(row[5])) for row in rows}


class DuckDb:
    name = "duckdb"
    types = {"truth": "BOOLEAN", "whole": "BIGINT", "decimal": "DECIMAL(28, 9)", "date": "DATE", "text": "VARCHAR"}

    def __init__(self, _):
        import duckdb

        self.base = duckdb.connect()

    def load(self, schema, data):
        for table, rows in data.items():
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in schema.types(table, self.types))
            self.base.execute(f'CREATE OR REPLACE TABLE "{table}" ({columns})')
            if rows:
                marks = ", ".join("?" for _ in schema.tables[table])
                self.base.executemany(f'INSERT INTO "{table}" VALUES ({marks})', [list(row.values()) for row in rows])

    def ask(self, statement):
        return self.base.execute(statement).fetchall()

    def close(self):
        self.base.close()


class Postgres(DuckDb):
    """A server of its own, on a socket in a folder of its own, as a user who is not root."""

    name = "postgres"
    types = {"truth": "BOOLEAN", "whole": "BIGINT", "decimal": "NUMERIC", "date": "DATE", "text": "TEXT"}

    def __init__(self, folder):
        import psycopg

        programs = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        user = pwd.getpwnam("postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name)
        self.folder = folder / "postgres"
        self.folder.mkdir()
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        # The way to it must be open to that user.
        os.chmod(folder, 0o755)
        self.run = lambda *words: subprocess.run(
            [programs / words[0], *words[1:]], check=True, user=user.pw_uid, group=user.pw_gid, cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )
        at = self.folder / "data"
        self.run("initdb", "-D", at, "--auth=trust", "--no-sync", "--locale=C.UTF-8", "-U", "tests")
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self.run("pg_ctl", "-D", at, "-w", "-s", "-l", self.folder / "log", "-o", options, "start")
        self.base = psycopg.connect(f"host={self.folder} user=tests dbname=postgres", autocommit=True)

    def load(self, schema, data):
        with self.base.cursor() as cursor:
            for table, rows in data.items():
                columns = ", ".join(f'"{name}" {type_}' for name, type_ in schema.types(table, self.types))
                cursor.execute(f'DROP TABLE IF EXISTS "{table}"')
                cursor.execute(f'CREATE TABLE "{table}" ({columns})')
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row(list(row.values()))

    def close(self):
        self.base.close()
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-s", "-m", "immediate", "stop")


class Spark:
    """A cluster of two workers, each a process of its own."""

    name = "spark"
    types = {"truth": "BOOLEAN", "whole": "BIGINT", "decimal": "DECIMAL(28, 9)", "date": "DATE", "text": "STRING"}

    def __init__(self, folder):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("tipstaff")
        options = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.default.parallelism": "2",
            "spark.sql.adaptive.enabled": "false",
            # Compiling takes longer than working on so few rows.
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
            "spark.local.dir": str(folder / "spark"),
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
        }
        for name, value in options.items():
            builder = builder.config(name, value)
        self.base = builder.getOrCreate()

    def load(self, schema, data):
        from decimal import Decimal

        for table, rows in data.items():
            types = schema.types(table, self.types)
            columns = ", ".join(f"`{name}` {type_}" for name, type_ in types)
            exact = lambda value, type_: Decimal(value) if value is not None and type_.startswith("DECIMAL") else value
            rows = [tuple(exact(value, type_) for value, (_, type_) in zip(row.values(), types)) for row in rows]
            self.base.createDataFrame(rows, columns).createOrReplaceTempView(table)

    def ask(self, statement):
        return [tuple(row) for row in self.base.sql(statement).collect()]

    def close(self):
        self.base.stop()


class DataFusion:
    name = "datafusion"

    def __init__(self, _):
        import datafusion

        self.base = datafusion.SessionContext()

    def load(self, schema, data):
        import decimal

        import pyarrow

        types = {"truth": pyarrow.bool_(), "whole": pyarrow.int64(), "decimal": pyarrow.decimal128(28, 9),
                 "date": pyarrow.date32(), "text": pyarrow.string()}
        for table, rows in data.items():
            columns = schema.types(table, types)
            exact = lambda value, type_: (
                decimal.Decimal(value) if value is not None and pyarrow.types.is_decimal(type_) else value
            )
            arrays = [
                pyarrow.array([exact(row[name], type_) for row in rows], type=type_) for name, type_ in columns
            ]
            batch = pyarrow.RecordBatch.from_arrays(arrays, names=[name for name, _ in columns])
            if self.base.table_exist(table):
                self.base.deregister_table(table)
            self.base.register_record_batches(table, [[batch]])

    def ask(self, statement):
        return [tuple(row.values()) for row in self.base.sql(statement).to_pylist()]

    def close(self):
        pass


ENGINES = {engine.name: engine for engine in (DuckDb, Postgres, Spark, DataFusion)}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("engine", nargs="+", help="one of " + ", ".join(ENGINES) + ", with how many tables: duckdb=20")
    arguments.add_argument("--program", default="target/debug/tipstaff")
    arguments.add_argument("--rules", default="rules/hmicfrs_2026_04")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--rows", type=int, default=40)
    given = arguments.parse_args()
    schema = Schema(given.rules)
    wrong = 0
    for word in given.engine:
        name, _, count = word.partition("=")
        started, compared = time.monotonic(), 0
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            engine = ENGINES[name](folder)
            try:
                for seed in range(given.seed, given.seed + int(count or 1)):
                    data = generate(seed, schema, given.rows)
                    at = folder / str(seed)
                    at.mkdir()
                    path = assess(at, seed, schema, data)
                    own = subprocess.run(
                        [given.program, "measure", "--format", "csv", "--rules", given.rules, path], check=True, capture_output=True, text=True
                    ).stdout
                    expected = results(list(csv.reader(own.splitlines()))[1:])
                    engine.load(schema, data)
                    rows = []
                    for statement in statements(given.program, name, path, given.rules):
                        rows += engine.ask(statement)
                    got = results(rows)
                    assert results(read_back(given.program, given.rules, at, rows)) == got
                    assert expected and expected.keys() == got.keys(), expected.keys() ^ got.keys()
                    for fact, want in expected.items():
                        compared += 1
                        if got[fact] != want:
                            wrong += 1
                            print(f"{name}, tables {seed}: {fact}\n  tipstaff  {want}\n  {name:9} {got[fact]}")
            finally:
                engine.close()
        print(f"{name}: {compared} facts compared in {time.monotonic() - started:.0f} s", flush=True)
    if wrong:
        sys.exit(f"{wrong} facts differ")


if __name__ == "__main__":
    main()
