"""Writes the visits of a generated folder many times over, with a key of its own for each, and an assessment that has only
those and the offenders: for measuring what a hundred million rows take.

Usage: grow.py FOLDER TARGET TIMES.
"""

import shutil
import sys
from pathlib import Path


def grow(folder, target, times):
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "offenders.csv", target)
    header, *rows = (folder / "visits.csv").read_text().splitlines()
    cells = [row.partition(",")[2] for row in rows]
    with open(target / "visits.csv", "w") as out:
        out.write(header + "\n")
        for turn in range(times):
            first = turn * len(cells)
            out.writelines(f"V{first + place},{rest}\n" for place, rest in enumerate(cells))
    head, tables, _ = (folder / "force.toml").read_text().partition("[tables]\n")
    (target / "force.toml").write_text(f'{head}{tables}offenders = "offenders.csv"\nvisits = "visits.csv"\n')


if __name__ == "__main__":
    grow(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
