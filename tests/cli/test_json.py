"""Every answer for programs, held against the schema that the documents ship."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.test_every_command import NAMES
from tests.contract.source import ROOT
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, LI, Desk, golden_desk
from tests.helpers.git import hook
from tests.helpers.logbooks import record_text

SCHEMA = json.loads((ROOT / "docs/json.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft7Validator(SCHEMA)

ID = "20261120-paydn"
FILE = f"incidents/2026/11/{ID}-payments-down.yaml"
ACTIONS = [
    line
    for name, status in (("a1aaa", "todo"), ("a2bbb", "done"), ("a3ccc", "todo"))
    for line in (
        f"  - action: Look {name}",
        f"    id: {name}",
        "    owner: ana",
        "    due: 2026-12-01",
        f"    status: {status}",
    )
]
STORY = ("times:", "  started: 2026-11-20T12:00:00+00:00", "actions:", *ACTIONS)
PAYMENTS = record_text(ID, "Payments down", *STORY, status="ongoing")

DONE = {
    "home": "",
    "init": "init",
    "new": "new Mail down --started 12:00",
    "note": "note -i paydn 13:00 rolled back",
    "mark": "mark mitigated quiet --at 13:30 -i paydn",
    "set": "set severity=sev1 -i paydn",
    "edit": "edit paydn --discard",
    "save": "save",
    "undo": "undo",
    "move": "move paydn --to . --dry-run",
    "why": "why k7f3q --show",
    "action add": "action add -i paydn Alert on lag --owner ana --due 2026-12-01",
    "action edit": "action edit a1aaa owner=li",
    "action done": "action done a1aaa",
    "action verify": "action verify a2bbb logged in",
    "action drop": "action drop a3ccc replaced",
    "action prove": "action prove am3x7 --pass",
    "actions": "actions",
    "review": "review k7f3q",
    "list": "list",
    "show": "show paydn",
    "history": "history",
    "search": "search payments",
    "similar": "similar payments down",
    "conflicts": "conflicts",
    "sync": "sync",
    "merge-driver": f"merge-driver {GOLDEN_FILE} {GOLDEN_FILE} {GOLDEN_FILE} 7 {GOLDEN_FILE}",
    "check": "check",
    "report": "report paydn",
    "schema": "schema",
    "doctor": "doctor",
    "audit": "audit --print-anchor",
    "redact": "redact --found --dry-run",
    "help": "help times",
    "drafts list": "drafts list",
    "drafts show": "drafts show DRAFT",
    "drafts resume": "drafts resume DRAFT",
    "drafts discard": "drafts discard DRAFT",
}
"""A command line for each command."""

REFUSED = ("edit", "move", "redact", "review", "sync")
"""Those that need a terminal, another logbook, or a better record; they are done in tests of their own."""

MORE = (
    "show nothing",
    "review k7f3q",
    "save paydn",
    "help",
    "help rules",
    "help A202",
    "why k7f3q --show --format dot",
    "why paydn --next",
    "check --questions",
    "check nowhere",
    "audit",
    "nonsense",
    "--version",
    "--help",
    "undo --dry-run",
    "set severity=sev9 -i paydn",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a desk with a story, a hand edit, and a draft that a hook refused."""
    desk = golden_desk(tmp_path_factory.mktemp("json") / "log")
    desk.write(PAYMENTS, FILE)
    desk.git("add -A")
    desk.git("commit -qm two")
    assert desk("note -i paydn 12:05 seen", **LI).code == 0  # something to undo, whichever test comes first
    return desk


def answer(desk: Desk, line: str) -> dict[str, Any]:
    """Return the envelope of a command line, which the schema describes."""
    body: dict[str, Any] = desk(f"{line} --json --no-input", **LI).json
    VALID.validate(body)
    return body


def draft(desk: Desk) -> str:
    """Keep a note as a draft, because a hook refuses it, and return its id."""
    hook(desk.root, "pre-commit", "exit 1")
    desk(f"note -i paydn 12:10 restarted after {len(desk.subjects())}")
    (desk.root / ".git/hooks/pre-commit").unlink()
    kept: str = desk("drafts list --json").json["data"]["items"][-1]["id"]
    return kept


def test_the_schema_is_one() -> None:
    """It is a JSON Schema, and speaks of every command there is."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    named = {name for rule in SCHEMA["allOf"] for name in rule["if"]["properties"].get("command", {}).get("enum", ())}
    assert (named, set(DONE)) == (set(NAMES), set(NAMES))


@pytest.mark.parametrize("name", sorted(DONE))
def test_every_command(name: str, desk: Desk) -> None:
    """The answer of each command is as the schema says, and names the command."""
    line = DONE[name].replace("DRAFT", draft(desk)) if "DRAFT" in DONE[name] else DONE[name]
    body = answer(desk, line)
    assert (body["command"], body["ok"]) == (name, name not in REFUSED)


@pytest.mark.parametrize("line", MORE)
def test_other_answers(line: str, desk: Desk) -> None:
    """So are refusals, and other forms of the same commands."""
    body = answer(desk, line)
    assert body["ok"] is (body["errors"] == [])


@pytest.mark.parametrize("line", ["show paydn", "report paydn", "set severity=sev3 -i paydn --dry-run", "review paydn"])
def test_one_incident_object(line: str, desk: Desk) -> None:
    """Whatever the command, the incident is in the same place, with the same keys."""
    incident = answer(desk, line)["data"]["incident"]
    assert (incident["id"], {"ref", "file", "derived", "title", "status"} <= set(incident)) == (ID, True)


def test_what_a_check_finds_is_an_error(tmp_path: Path) -> None:
    """Findings that fail a check are in `errors`, with their places; a broken record is told once."""
    desk = golden_desk(tmp_path / "log")
    desk.write(PAYMENTS.replace("sev2", "sev9"), FILE)
    body = answer(desk, "check")
    assert [(error["code"], error["path"], error["line"]) for error in body["errors"]] == [("F202", FILE, 6)]
    [error] = answer(desk, "show paydn")["errors"]
    assert (error["code"], error["path"], error["line"], error["column"]) == ("broken-record", FILE, 6, 11)


def test_a_removed_record(tmp_path: Path) -> None:
    """The incident is told as it was, and that it is gone."""
    desk = golden_desk(tmp_path / "log")
    desk(f"new Mail down --started 12:00 --id {ID}")
    data = answer(desk, f"undo {desk.git('rev-parse HEAD')} --dry-run")["data"]
    assert (data["removed"], data["incident"]["title"]) == (True, "Mail down")
    assert answer(desk, f"show {GOLDEN}")["data"]["incident"]["title"].startswith("Production")


def test_what_is_redacted(tmp_path: Path) -> None:
    """What was found and done, also where something of it is left, which is an error."""
    desk = Desk(tmp_path / "log", {FILE: record_text(ID, "Payments down", "summary: jane doe")})
    desk.git("tag kept")
    for more in ("--dry-run", "--yes"):
        body = desk(f"redact - --json {more}", stdin="jane doe").json
        VALID.validate(body)
        assert (len(body["data"]["commits"]), len(body["errors"])) == (1, more == "--yes")


def test_a_value_of_nothing_but_a_control(tmp_path: Path) -> None:
    """It is a value like any, whatever stands for what is put together while the answer is printed."""
    more = 'tags: ["\\0", "\\x01"]', 'summary: "\\0"'
    desk = Desk(tmp_path, {FILE: record_text(ID, '"\\0"', *more)})
    for line in ("list --json", f"show {ID} --json", "search --json severity:sev2", "--json"):
        shown = desk(line).json["data"]
        [found] = [shown["incident"]] if "incident" in shown else shown.get("items") or shown["open"]
        assert found["title"] == "\0"
