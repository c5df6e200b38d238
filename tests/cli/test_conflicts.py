"""`rcalog conflicts`: what merges left undecided, listed and settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.recordfile import load
from tests.helpers.desk import Desk
from tests.helpers.logbooks import record_text

ID = "20261120-paydn"
FILE = f"incidents/2026/11/{ID}-mail.yaml"
TEXT = record_text(
    ID,
    "Payments down",
    "times:",
    "  started: 2026-11-20T13:00:00+00:00",
    "timeline:",
    "  - {event: Rolled back, id: e2222, at: 2026-11-20T13:50:00+00:00}",
    "whys:",
    "  - problem: Cards refused",
    "    id: w1111",
    "    leg: occurrence",
    "    because:",
    "      - {cause: It ran out, id: c1111, because: [{cause: Nobody renews, id: c2222}]}",
    "      - {cause: It was late, id: c3333}",
    "conflicts:",
    "  - {path: severity, base: sev3, kept: sev2, other: sev4}",
    "  - {path: times.started, kept: 2026-11-20T13:00:00+00:00, other: 2026-11-20T12:00:00+00:00}",
    "  - {path: 'timeline[e2222]', base: Rolled back, kept: Rolled back}",
    "  - {path: 'whys[w1111].because[c1111].because[c2222]', base: w1111, kept: c1111, other: c3333}",
    "  - {path: summary, base: Short., other: Longer.}",
    "  - {path: 'actions[a9999].owner', kept: ana, other: li}",
    "  - {path: 'whys[w1111].because[c3333]', base: w1111, kept: w1111, other: c9999}",
    "  - {path: severity, base: sev3, kept: sev2, other: unrated}",
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with a record that a merge has left with conflicts."""
    return Desk(tmp_path / "log", {FILE: TEXT})


def data(desk: Desk) -> dict[str, object]:
    """Return the record as it is now."""
    return load(desk.text(FILE).encode()).data


def paths(desk: Desk) -> list[str]:
    """Return what is in dispute."""
    return [each["path"] for each in desk("conflicts --json").json["data"]["items"]]


def test_all_are_listed(desk: Desk) -> None:
    """Each by its number and its field, with what stands, what else was wanted, and what it was."""
    lines = desk("conflicts").out.splitlines()
    assert lines[:5] == [
        f"{ID}  Payments down",
        "  1  severity",
        "     kept    sev2",
        "     other   sev4",
        "     before  sev3",
    ]
    assert lines[-1] == f"to settle one: rcalog conflicts {ID} 1 --take kept, or other"
    assert [(each["number"], each["now"]) for each in desk(f"conflicts {ID} --json").json["data"]["items"][:2]] == [
        (1, "sev2"),
        (2, "2026-11-20T13:00:00+00:00"),
    ]
    desk("set summary='Neither.' -i paydn")
    assert desk(f"conflicts {ID}").out.splitlines()[17:22] == [
        "  5  summary",
        "     kept    (not there)",
        "     other   Longer.",
        "     before  Short.",
        "     now     Neither.",
    ]
    assert Desk(desk.root.parent / "none")("conflicts").out == "no conflicts\n"
    assert "a merge left undecided: severity, times.started, timeline[e2222]," in " ".join(desk("show").out.split())


def test_settled_one_by_one(desk: Desk) -> None:
    """The kept value, the other or a third one: each is one commit, and the rest stays in dispute."""
    assert desk(f"conflicts {ID} 1 --take other").code == 0
    assert desk.message()[0] == f"{ID}: settle severity: the other value"
    assert desk("conflicts paydn times.started --take kept").code == 0
    assert desk("conflicts paydn 'timeline[e2222]' --take other").code == 0
    assert desk("conflicts paydn 2 --value 'Cards were refused.'").code == 0
    assert desk("conflicts paydn 'whys[w1111].because[c1111].because[c2222]' --take other").code == 0
    found = data(desk)
    assert (found["severity"], found["times"], found["summary"], found.get("timeline")) == (
        "sev4",
        {"started": "2026-11-20T13:00:00+00:00"},
        "Cards were refused.",
        None,
    )
    assert "{cause: It ran out, id: c1111}" in desk.text(FILE)
    assert "cause: It was late, id: c3333, because: [{cause: Nobody renews, id: c2222}]" in desk.text(FILE)
    assert paths(desk) == ["actions[a9999].owner", "whys[w1111].because[c3333]"]
    assert desk("conflicts paydn 2 --take kept").code == 0
    assert desk("conflicts paydn --take kept").code == 0
    assert "conflicts" not in data(desk)


def test_all_at_once(desk: Desk) -> None:
    """One commit settles every conflict of a record; the others' values only where each is the only one."""
    before = data(desk) | {"conflicts": None}
    assert desk(f"conflicts {ID} all --take kept").code == 0
    assert desk.message()[0] == f"{ID}: settle 8 conflicts: the kept value"
    assert data(desk) | {"conflicts": None} == before
    assert desk(f"conflicts {ID} all --take kept").code == 2
    two = "- {path: severity, kept: sev2, other: sev4}", "- {path: summary, other: Longer.}"
    desk.write(record_text(ID, "Payments down", "conflicts:", *two), FILE)
    assert desk(f"conflicts {ID} all --take other").code == 0
    assert (data(desk)["severity"], data(desk)["summary"], "conflicts" in data(desk)) == ("sev4", "Longer.", False)


@pytest.mark.parametrize(
    ("line", "code", "status"),
    [
        ("9 --take kept", "no-such-conflict", 2),
        ("--take kept", "no-such-conflict", 2),
        ("6 --take other", "other-gone", 2),
        ("7 --take other", "other-gone", 2),
        ("severity --take other", "no-such-conflict", 2),
        ("1 --take ours", "not-a-choice", 2),
        ("1 --value terrible", "unknown-severity", 2),
        ("all --value sev2", "one-value-for-all", 2),
        ("all --take other", "no-such-conflict", 2),
    ],
)
def test_what_cannot_be_settled(desk: Desk, line: str, code: str, status: int) -> None:
    """Nothing is written, and it is said what there is."""
    ran = desk(f"conflicts {ID} {line} --json")
    assert (ran.code, ran.json["errors"][0]["code"]) == (status, code)
    assert desk.text(FILE) == TEXT


def test_they_keep_an_incident_from_review(desk: Desk) -> None:
    """Check reports them, and no sign-off passes them by."""
    found = [each for each in desk("check --json").json["data"]["items"] if each["rule"] == "F110"]
    assert (len(found), found[0]["hint"]) == (8, f"rcalog conflicts {ID}")
    assert "a merge left severity undecided: kept sev2, the other side has sev4" in desk(f"review {ID}").out
    refused = desk(f"review {ID} --approve --json").json
    assert "F110" in [each["code"] for each in refused["errors"]]
