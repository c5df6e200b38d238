"""Findings for services that run checks: GitHub's commands, and SARIF."""

from __future__ import annotations

import json

import jsonschema

from rcalog.model.findings import Finding, Weight
from rcalog.model.rules import RULES
from rcalog.reports.findings import as_github, as_sarif

FILE = "incidents/2026/11/20261120-k7f3q-数据 50%,a:b.yaml"
FOUND = (
    Finding("F202", Weight.ERROR, "kind cannot be 50%\n::stop", "one of incident", ("kind",), "kind", None, FILE, 4, 7),
    Finding("T101", Weight.WARNING, "out of \x1b[31m order", file=FILE, line=9),
    Finding("F901", Weight.HINT, "no place"),
)


def test_commands_of_a_workflow() -> None:
    """One line for each, whatever is in it: nothing in a record can give a command."""
    name = "incidents/2026/11/20261120-k7f3q-数据 50%25%2Ca%3Ab.yaml"
    assert as_github(FOUND).splitlines() == [
        f"::error file={name},line=4,col=7,title=F202::kind cannot be 50%25%0A::stop%0Ahint: one of incident",
        f"::warning file={name},line=9,title=T101::out of ␛[31m order",
        "::notice title=F901::no place",
    ]


def test_sarif() -> None:
    """The places as addresses from the top of the repository, and each rule explained."""
    (run,) = json.loads(as_sarif(FOUND, "1.2"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert (len(rules), run["columnKind"]) == (len(RULES), "unicodeCodePoints")
    assert [(each["ruleId"], each["level"], each.get("ruleIndex") is not None) for each in run["results"]] == [
        ("F202", "error", True),
        ("T101", "warning", True),
        ("F901", "note", False),
    ]
    first, second, third = run["results"]
    assert rules[first["ruleIndex"]]["id"] == "F202"
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {
                    "uri": "incidents/2026/11/20261120-k7f3q-%E6%95%B0%E6%8D%AE%2050%25%2Ca%3Ab.yaml",
                    "uriBaseId": "%SRCROOT%",
                },
                "region": {"startLine": 4, "startColumn": 7},
            },
            "logicalLocations": [{"fullyQualifiedName": "kind"}],
        }
    ]
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 9}
    assert "locations" not in third


def closed(required: str, **properties: object) -> dict[str, object]:
    """Return the schema of an object with these keys and no others."""
    keys = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**keys, "required": required.split()}


TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SAID = closed("text", text=TEXT)
ADDRESS = closed("uri", uri={"type": "string", "pattern": r"^[!-~]+$"}, uriBaseId={"pattern": "^%[A-Z]+%$"})
PLACE = closed(
    "artifactLocation", artifactLocation=ADDRESS, region=closed("startLine", startLine=COUNT, startColumn=COUNT)
)
LOGICAL = {"type": "array", "items": closed("fullyQualifiedName", fullyQualifiedName=TEXT), "uniqueItems": True}
RULE = closed(
    "id", id=TEXT, shortDescription=SAID, fullDescription=SAID, help=SAID, defaultConfiguration=closed("", level=LEVEL)
)
DRIVER = closed("name", name=TEXT, version=TEXT, rules={"type": "array", "items": RULE, "uniqueItems": True})
LOCATIONS = {"type": "array", "items": closed("", physicalLocation=PLACE, logicalLocations=LOGICAL)}
RESULT = closed(
    "message",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=LEVEL,
    message=SAID,
    locations=LOCATIONS,
)
NOTIFICATION = closed("message", descriptor=closed("", id=TEXT), level=LEVEL, message=SAID, locations=LOCATIONS)
INVOCATION = closed(
    "executionSuccessful",
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications={"type": "array", "items": NOTIFICATION},
)
RUN = closed(
    "tool",
    invocations={"type": "array", "items": INVOCATION},
    tool=closed("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
SARIF_2_1_0 = {
    **closed("version runs", version={"const": "2.1.0"}, runs={"type": "array", "items": RUN}, **{"$schema": TEXT}),
    "$schema": "http://json-schema.org/draft-07/schema#",
}
"""The part of the standard's schema that is in use: what it requires, the words that it knows, and no other keys."""


def test_sarif_as_the_standard_has_it() -> None:
    """What the schema of SARIF 2.1.0 requires is there, and nothing that it does not know."""
    for found, failures in ((FOUND, ()), ((), ()), ((), FOUND)):
        told = json.loads(as_sarif(found, "1.2", failures))
        jsonschema.validate(told, SARIF_2_1_0)
        assert told["runs"][0]["invocations"][0]["executionSuccessful"] is not bool(failures)


def test_rules_in_sarif_are_explained_in_both_languages() -> None:
    """Why, and what breaks it and what does not."""
    rules = json.loads(as_sarif((), "1.2"))["runs"][0]["tool"]["driver"]["rules"]
    told = next(rule for rule in rules if rule["id"] == "S302")
    assert told["help"]["text"].splitlines()[1:4:2] == ["Breaks it: human error", "不合规则: 人为失误"]
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error", "warning", "note"}
