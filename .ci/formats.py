"""Holds the formats of one run of `tipstaff check` against its JSON, as readers that this project did not write understand them.

Usage: formats.py FOLDER SCHEMA.xsd...
"""

import csv
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import cmarkgfm
import xmlschema
from cmarkgfm.cmark import Options
from junitparser import Error, Failure, JUnitXml, Skipped

# What GitHub makes of signs in words once Markdown has been read: mentions, references, links, pictures.
REFERENCE = re.compile(r"@\w|#\d|\bGH-\d|://|\bwww\.|:[+\w-]+:|\b(?=[0-9]*[a-f])[0-9a-f]{7,40}\b", re.ASCII)


def files(report):
    return {assessment["file"] for assessment in report["assessments"]}


def requirements(report):
    for assessment in report["assessments"]:
        for recommendation in assessment["recommendations"]:
            for requirement in recommendation["requirements"]:
                yield assessment, recommendation, requirement


def clauses(report):
    for assessment, _, requirement in requirements(report):
        for clause in requirement["clauses"]:
            yield assessment, requirement, clause


def gaps(report):
    """Each gap by its rule, and whether it is only not known whether anything is wrong."""
    for _, _, requirement in requirements(report):
        if requirement["gap"] == "not_evidenced":
            yield requirement["id"], False
        elif requirement["gap"]:
            is_open = requirement["outcome"] == "not_shown"
            for clause in requirement["clauses"]:
                if clause["level"] == "must" and clause["outcome"] != "met":
                    yield clause["id"], is_open or clause["outcome"] == "not_shown"


def check_sarif(folder, report):
    log = json.loads((folder / "sarif").read_text(encoding="utf-8"))
    results = [result for run in log["runs"] for result in run["results"]]
    known = {rule for rule, _ in gaps(report)}
    found = [(result["ruleId"], result["kind"] == "open") for result in results if result["ruleId"] in known]
    assert found == list(gaps(report)), "the results are not the gaps"
    assert all((result["kind"] == "fail") == (result["level"] != "none") for result in results), "a level without a failure"
    fingerprints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
    assert len(set(fingerprints)) == len(fingerprints), "two results have one fingerprint"
    uris = {place["physicalLocation"]["artifactLocation"]["uri"] for result in results for place in result["locations"]}
    assert {unquote(uri.removeprefix("file://")) for uri in uris} <= files(report), "a place in another file"
    succeeded = all(run["invocations"][0]["executionSuccessful"] for run in log["runs"])
    assert succeeded == (not report["problems"]), "input that could not be used is not told"


def check_junit(folder, report, schemas):
    for schema in schemas:
        xmlschema.validate(str(folder / "junit"), schema)
    junit = JUnitXml.fromfile(str(folder / "junit"))
    counted = (junit.tests, junit.failures, junit.errors)
    junit.update_statistics()
    assert counted == (junit.tests, junit.failures, junit.errors), "the cases are counted wrongly"

    def outcome(case):
        kinds = {Failure: "failed", Skipped: "skipped", Error: "error"}
        return next((kinds[type(result)] for result in case.result), "passed")

    def wanted(requirement):
        left_out = requirement["outcome"] in ("departure", "not_applicable")
        return "failed" if requirement["gap"] else "skipped" if left_out else "passed"

    found = [(case.name.split(" ")[0], outcome(case)) for suite in junit for case in suite]
    expected = [(requirement["id"], wanted(requirement)) for _, _, requirement in requirements(report)]
    expected += [(problem["code"], "error") for problem in report["problems"]]
    assert found == expected, "the cases are not the requirements"


def check_gitlab(folder, report):
    issues = json.loads((folder / "gitlab").read_text(encoding="utf-8"))
    fingerprints = {issue["fingerprint"] for issue in issues}
    assert len(fingerprints) == len(issues), "two issues have one fingerprint"
    assert {issue["location"]["path"] for issue in issues} <= files(report) | {"."}, "a place in another file"
    known = {rule for rule, _ in gaps(report)}
    found = [issue["check_name"] for issue in issues if issue["check_name"] in known]
    assert found == [rule for rule, _ in gaps(report)], "the issues are not the gaps"


def check_csv(folder, report):
    with open(folder / "csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert all(None not in row and None not in row.values() for row in rows), "a row of another length"
    found = [(row["as_of"], row["clause"], row["outcome"], row["gap"]) for row in rows]
    expected = [(assessment["as_of"], clause["id"], clause["outcome"], requirement["gap"] or "")
                for assessment, requirement, clause in clauses(report)]
    assert found == expected, "the rows are not the clauses"
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row.values()), "a formula"


class Page(HTMLParser):
    """Counts what there is in a page, and looks for what would be a reference outside of code."""

    PLAIN = {"h1", "h2", "h3", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "br", "code"}

    def __init__(self):
        super().__init__()
        self.count, self.open = {}, []

    def handle_starttag(self, tag, attrs):
        is_plain = not attrs or (tag in ("th", "td") and attrs == [("align", "right")])
        assert tag in self.PLAIN and is_plain, f"a strange element: {tag} {attrs}"
        self.count[tag] = self.count.get(tag, 0) + 1
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        reference = REFERENCE.search(data)
        assert "code" in self.open or not reference, f"a reference: {reference}"


def check_markdown(folder, report):
    text = (folder / "markdown").read_text(encoding="utf-8")
    page = Page()
    page.feed(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))
    assert page.count["h1"] == 1
    # Two files or more have a table of all.
    of_all = text.count("\n## All assessments\n")
    assert of_all == (len(report["assessments"]) > 1 or bool(report["assessments"] and report["problems"]))
    assert page.count["h2"] == len(report["assessments"]) + bool(report["problems"]) + of_all


def main(folder, *schemas):
    folder = Path(folder)
    report = json.loads((folder / "json").read_text(encoding="utf-8"))
    check_sarif(folder, report)
    check_junit(folder, report, schemas)
    check_gitlab(folder, report)
    check_csv(folder, report)
    check_markdown(folder, report)
    print(f"{len(list(clauses(report)))} clauses, {len(list(gaps(report)))} gaps")


if __name__ == "__main__":
    main(*sys.argv[1:])
