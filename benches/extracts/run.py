"""Measures the five checks side by side, each engine in a process of its own, and holds every answer against the generator's.

Usage: run.py [--scale N] [--times N] [--folder DIR] [--parquet]. It makes a virtual environment in the folder, installs the peers from
PyPI, builds `tipstaff` and generates the extracts, so that one command gives one table.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = ["polars", "duckdb", "datafusion", "pandas"]


def measured(command):
    """The seconds that a command takes, the most memory that it holds in MB, and what it prints."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE)
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f"{command} failed:\n{error.decode()}")
        output.seek(0)
        return seconds, usage.ru_maxrss / 1024, json.loads(output.read())


def clauses(result):
    found = result["assessments"][0]["recommendations"][0]["requirements"][0]["clauses"]
    return {clause["id"].rpartition(".")[2]: {"yes": clause["rows"]["yes"], "no": clause["rows"]["no"]} for clause in found}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--folder", type=Path, default=HERE.parents[1] / "target" / "extracts")
    options.add_argument("--parquet", action="store_true", help="read the extracts as Parquet instead of CSV")
    options = options.parse_args()
    kind = "parquet" if options.parquet else "csv"
    root = HERE.parents[1]
    environment = options.folder / "peers"
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        subprocess.check_call([python, "-m", "pip", "install", "-q", *PEERS, "numpy", "pyarrow"])
    features = ["--features", "parquet"] if options.parquet else []
    subprocess.check_call(["cargo", "build", "--release", "--quiet", *features], cwd=root)
    target = Path(os.environ.get("CARGO_TARGET_DIR", root / "target"))
    data = options.folder / f"scale-{options.scale:g}"
    if not (data / "answers.json").exists():
        subprocess.check_call([python, HERE / "generate.py", data, str(options.scale)])
    expected = json.loads((data / "answers.json").read_text())

    force = data / "force.toml"
    if options.parquet:
        force = data / "force-parquet.toml"
        force.write_text((data / "force.toml").read_text().replace(".csv", ".parquet"))
    check = [target / "release" / "tipstaff", "check", "--rules", HERE / "rules", "--format", "json", "--fail-on", "never",
             force]
    engines = {"tipstaff": (check, clauses)}
    engines |= {peer: ([python, HERE / "peers.py", peer, data, kind], lambda found: found) for peer in PEERS}
    print(f"{platform.machine()}, {os.cpu_count()} cores, {kind}, scale {options.scale:g}, best of {options.times}\n")
    print("| Engine | Seconds | MB | Answers |\n|---|---:|---:|---|")
    agreed = True
    runs = {name: [] for name in engines}
    for _ in range(options.times):
        # In turn, so that what else the machine does falls on all of them.
        for name, (command, told) in engines.items():
            seconds, memory, found = measured([str(part) for part in command])
            runs[name].append((seconds, memory, told(found) == expected))
    for name, found in runs.items():
        right = all(right for *_, right in found)
        agreed &= right
        seconds, memory, _ = min(found)
        print(f"| {name} | {seconds:.3f} | {memory:.0f} | {'as generated' if right else 'DIFFER'} |")
    sys.exit(0 if agreed else 1)


if __name__ == "__main__":
    main()
