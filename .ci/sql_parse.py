"""Reads the statements of every dialect with a parser of that dialect."""

import subprocess
import sys

import sqlglot

program = sys.argv[1]
for dialect in ("duckdb", "postgres", "spark", "tsql"):
    printed = subprocess.run(
        [program, "sql", "--dialect", dialect, "--as-of", "2026-03-31"], check=True, capture_output=True, text=True
    ).stdout
    wanted = sum(line.startswith("FROM ") and line.endswith(";") for line in printed.splitlines())
    read = [statement for statement in sqlglot.parse(printed, dialect=dialect) if statement is not None]
    selects = [statement for statement in read if isinstance(statement, sqlglot.exp.Select)]
    assert wanted == len(selects) == len(read) > 0, (dialect, wanted, len(selects), len(read))
    print(f"{dialect}: {len(selects)} statements read")
