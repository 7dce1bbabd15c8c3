"""Writes extracts of a given size with a fixed seed, and what the five checks must find in them.

Every answer is drawn first and the cells are made to fit it, so that the counts do not rest on any of the engines that are
measured. Usage: generate.py FOLDER [SCALE], where a scale of 1 is 73,000 offenders, 3 million visits and 8.6 million rows.
"""

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl

AS_OF = np.datetime64("2026-11-01")
LAST_YEAR = np.datetime64("2025-11-01")


def days(rng, first, last, size):
    """Days from the first to the last, both included."""
    span = int((np.datetime64(last) - np.datetime64(first)).astype(int)) + 1
    return np.datetime64(first) + rng.integers(0, span, size)


def keys(letter, count):
    return pl.Series("id", [f"{letter}{number}" for number in range(count)])


def maybe(dates, there):
    return pl.Series(dates).to_frame("d").select(pl.when(pl.Series(there)).then(pl.col("d"))).to_series()


def yes_no(answers):
    return pl.Series(np.where(answers, "yes", "no"))


def generate(folder, scale):
    rng = np.random.default_rng(20260610)
    counts = {
        "offenders": 73_000, "visits": 3_000_000, "reviews": 3_000_000, "suspects": 127_000,
        "bail_periods": 600_000, "bail_checks": 1_500_000, "arms": 300_000,
    }
    counts = {table: max(1, round(count * scale)) for table, count in counts.items()}
    answers = {}

    def write(table, **columns):
        frame = pl.DataFrame(columns)
        frame.write_csv(folder / f"{table}.csv")
        frame.write_parquet(folder / f"{table}.parquet")

    def told(check, asked, good):
        answers[check] = {"yes": int((asked & good).sum()), "no": int((asked & ~good).sum())}

    size = counts["offenders"]
    offender_keys, lead = keys("O", size), rng.random(size) < 0.8
    reactive, order = rng.random(size) < 0.1, rng.random(size) < 0.02
    bad = reactive & order
    answers["reactive"] = {"yes": int((~bad).sum()), "no": int(bad.sum())}
    write("offenders", id=offender_keys, police_lead=yes_no(lead), reactive=yes_no(reactive), under_order=yes_no(order))

    size = counts["visits"]
    visit_keys, of = keys("V", size), rng.integers(0, counts["offenders"], size)
    on = days(rng, "2023-11-02", "2026-10-31", size)
    kind = rng.choice(4, size, p=[0.9, 0.06, 0.02, 0.02])  # in pairs, authorised, authorised too late, not authorised
    officers = np.where(kind == 0, rng.integers(2, 4, size), rng.integers(1, 4, size))
    announced = (kind != 0) & ((officers > 1) | (rng.random(size) < 0.3))
    authorised = np.where(kind == 1, on - rng.integers(0, 20, size), on + rng.integers(1, 20, size))
    told("crewed", on >= LAST_YEAR, kind < 2)
    write("visits", id=visit_keys, offender=offender_keys[of], on=on, announced=yes_no(announced), officers=officers,
          authorised_on=maybe(authorised, (kind == 1) | (kind == 2)))

    size = counts["reviews"]
    of, submitted = rng.permutation(size) % counts["visits"], days(rng, "2025-01-01", "2026-09-01", size)
    kind = rng.choice(3, size, p=[0.93, 0.04, 0.03])  # in time, late, never
    # 28 days are never more than a month, and 32 never less.
    reviewed = submitted + np.where(kind == 0, rng.integers(0, 29, size), rng.integers(32, 60, size))
    told("reviewed", np.full(size, True), kind == 0)
    write("reviews", id=keys("R", size), visit=visit_keys[of], submitted_on=submitted,
          reviewed_on=maybe(reviewed, kind != 2))

    size = counts["suspects"]
    suspect_keys = keys("S", size)
    write("suspects", id=suspect_keys)

    # The periods of a suspect follow each other without touching; a check lies in one of them, or between two.
    size, suspects = counts["bail_periods"], counts["suspects"]
    of = np.arange(size) % suspects
    turn = np.arange(size) // suspects
    starts = np.datetime64("2025-01-01") + turn * 100 + rng.integers(0, 20, size)
    ends = starts + rng.integers(28, 70, size)
    good = rng.random(size) < 0.85
    told("checked", ends < AS_OF, good)
    within = np.flatnonzero(good)
    checks = counts["bail_checks"]
    extra = rng.choice(size, max(0, checks - len(within)))
    # Checks beside those that count: prompted ones within the period, and some in the gap behind it.
    prompted = np.concatenate([np.full(len(within), False), rng.random(len(extra)) < 0.5])
    chosen = np.concatenate([within, extra])
    length = (ends - starts).astype(int)[chosen]
    inside = starts[chosen] + (rng.random(len(chosen)) * (length + 1)).astype(int)
    behind = ends[chosen] + 1 + rng.integers(0, 9, len(chosen))
    in_gap = np.concatenate([np.full(len(within), False), ~prompted[len(within):]])
    order_of_rows = rng.permutation(len(chosen))
    when = np.where(in_gap, behind, inside)
    permuted = rng.permutation(size)
    write("bail_periods", id=keys("B", size), suspect=suspect_keys[of[permuted]], starts=starts[permuted],
          ends=ends[permuted])
    write("bail_checks", id=keys("C", len(chosen)), suspect=suspect_keys[of[chosen][order_of_rows]],
          on=when[order_of_rows], prompted=yes_no(prompted[order_of_rows]))

    size = counts["arms"]
    of, due = rng.integers(0, counts["offenders"], size), days(rng, "2025-01-01", "2026-12-31", size)
    kind = rng.choice(3, size, p=[0.9, 0.05, 0.05])  # completed, completed after the day of the check, not completed
    completed = np.where(kind == 0, days(rng, "2025-01-01", "2026-11-01", size), AS_OF + 1 + rng.integers(0, 30, size))
    told("completed", lead[of] & (due < AS_OF), kind == 0)
    write("arms", id=keys("A", size), offender=offender_keys[of], due=due, completed_on=maybe(completed, kind != 2))

    (folder / "answers.json").write_text(json.dumps(answers, indent=2) + "\n")
    tables = "".join(f'{table} = "{table}.csv"\n' for table in counts)
    (folder / "force.toml").write_text(
        '[assessment]\nformat = 1\nbody = "Wexmouth Police (fictional)"\nkind = "force"\npack = "extracts"\n'
        f'version = "^1"\nas_of = 2026-11-01\npublished = true\n\n[tables]\n{tables}')


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    generate(target, float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
