"""Findings in the forms that services which run checks show beside the lines of a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from rcalog.model.display import safe
from rcalog.model.findings import Finding, Weight
from rcalog.model.rules import RULES

if TYPE_CHECKING:
    from rcalog.model.rules.rule import Rule

COMMANDS = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.HINT: "notice"}
LEVELS = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.HINT: "note"}
PLAIN = frozenset(b"/-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""What stands for itself in an address."""

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_github(findings: Iterable[Finding]) -> str:
    """Return findings as commands of a GitHub workflow, which shows them beside the lines."""
    return "".join(f"{_command(found)}\n" for found in findings)


def _command(found: Finding) -> str:
    place = {"file": found.file, "line": found.line, "col": found.column, "title": found.rule}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value is not None)
    return f"::{COMMANDS[found.weight]} {properties}::{_message(_told(found))}"


def _message(text: str) -> str:
    return safe(text, multiline=True).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _told(found: Finding) -> str:
    return "\n".join([found.message, *([f"hint: {found.hint}"] if found.hint else [])])


def as_sarif(findings: Sequence[Finding], version: str, failures: Sequence[Finding] = ()) -> str:
    """Return findings as SARIF 2.1.0, which many services take in; every rule is explained in it.

    `failures` are why nothing could be looked at: without them, a service would take no findings for none.
    """
    rules = list(RULES.values())
    driver = {"name": "rcalog", "version": version, "rules": [_rule(rule) for rule in rules]}
    numbers = {rule.id: at for at, rule in enumerate(rules)}
    results = [_result(found, numbers) for found in findings]
    told = {"toolExecutionNotifications": [_notification(each) for each in failures]} if failures else {}
    invocation = {"executionSuccessful": not failures, **told}
    run = {"tool": {"driver": driver}, "invocations": [invocation], "columnKind": "unicodeCodePoints"}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run | {"results": results}]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    examples = [("Breaks it", rule.bad), ("Does not", rule.good), ("不合规则", rule.bad_zh), ("合规则", rule.good_zh)]
    shown = chain([rule.why], (f"{name}: {text}" for name, text in examples if text))
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": "\n".join(shown)},
        "defaultConfiguration": {"level": LEVELS[rule.weight]},
    }


def _result(found: Finding, numbers: dict[str, int]) -> dict[str, object]:
    known = {"ruleIndex": numbers[found.rule]} if found.rule in numbers else {}
    told = {"ruleId": found.rule, **known, "level": LEVELS[found.weight], "message": {"text": _told(found)}}
    return {**told, "locations": [_location(found)]} if found.file else told


def _notification(failure: Finding) -> dict[str, object]:
    descriptor, message = {"id": failure.rule}, {"text": _told(failure)}
    told: dict[str, object] = {"descriptor": descriptor, "level": "error", "message": message}
    return {**told, "locations": [_location(failure)]} if failure.file else told


def _location(found: Finding) -> dict[str, object]:
    address = _address(found.file or "")
    is_whole = address.startswith("/")
    artifact = {"uri": f"file://{address}"} if is_whole else {"uri": address, "uriBaseId": "%SRCROOT%"}
    where: dict[str, object] = {"artifactLocation": artifact}
    if found.line:
        where["region"] = {"startLine": found.line, **({"startColumn": found.column} if found.column else {})}
    named = {"logicalLocations": [{"fullyQualifiedName": found.path}]} if found.path else {}
    return {"physicalLocation": where, **named}


def _address(path: str) -> str:
    """Return a path as part of a web address."""
    raw = path.encode(errors="surrogateescape")
    return "".join(chr(byte) if byte in PLAIN else f"%{byte:02X}" for byte in raw)
