"""Holds the JUnit file of `tipstaff test` against its JSON, as a reader that this project did not write understands it.

Usage: junit.py REPORT.xml REPORT.json SCHEMA.xsd
"""

import json
import sys

import xmlschema
from junitparser import Attr, Failure, IntAttr, JUnitXml, TestCase


class PlacedCase(TestCase):
    file = Attr("file")
    line = IntAttr("line")


def cases(junit):
    for suite in junit:
        for case in map(PlacedCase.fromelem, suite):
            failures = [result.message for result in case.result if isinstance(result, Failure)]
            yield case.name, case.file, case.line, failures


def scenarios(report):
    for scenario in report["scenarios"]:
        messages = [failure["message"] for failure in scenario["failures"]]
        failures = ["; ".join(messages)] if messages else []
        yield scenario["title"], scenario["file"], scenario["line"], failures


def main(xml, report, schema):
    xmlschema.validate(xml, schema)
    with open(report, encoding="utf-8") as file:
        report = json.load(file)
    junit = JUnitXml.fromfile(xml)
    summary = report["summary"]
    counted = (junit.tests, junit.failures, junit.errors)
    junit.update_statistics()
    recounted = (junit.tests, junit.failures, junit.errors)
    wanted = (summary["passed"] + summary["failed"], summary["failed"], 0)
    assert counted == recounted == wanted, (counted, recounted, wanted)
    assert list(cases(junit)) == list(scenarios(report)), "the cases are not the scenarios"
    print(f"{wanted[0]} cases, of which {wanted[1]} failed")


if __name__ == "__main__":
    main(*sys.argv[1:])
