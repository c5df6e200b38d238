"""What is odd about how a commit left a record."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rcalog.model.audit import CommitFacts, Step
from rcalog.model.audit.records import judge_file, judge_record
from tests.unit.model.audit.build import NOON, PATH, broken, commit, done, file, step

ELSEWHERE = "incidents/2026/11/x.yaml"
EVENT = {"event": "alert", "id": "e1", "at": "2026-11-20T10:00:00+00:00"}
LATER = {"event": "call", "id": "e2", "at": "2026-11-20T15:00:00+00:00"}
CLOSED = {"status": "closed", "ladder": [{"status": "closed", "at": "2026-11-20T11:00:00+00:00"}]}
LINK = step(file(), file(mode="120000"))


def files(commit: CommitFacts, found: Step) -> list[str]:
    """Return the rules of what is odd about a file."""
    return [each.rule for each in judge_file(commit, found)]


def rules(commit: CommitFacts, before: Mapping[str, object] | None, after: Mapping[str, object]) -> list[str]:
    """Return the rules of what is odd about the changes from one record to another."""
    return [each.rule for each in judge_record(commit, step(None if before is None else file(**before), file(**after)))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "found", "expected"),
    [
        (commit(), step(file(), file(severity="sev3")), []),
        (commit(), step(file(), None), ["H201"]),
        (done("save"), step(file(), None), ["H205"]),
        (done("hand-edit"), step(file(), None), ["H201"]),
        (commit(), step(file(), file(path=ELSEWHERE)), ["H202"]),
        (done("hand-edit"), step(file(), file(path=ELSEWHERE)), ["H205"]),
        (commit(), step(file(), file(mode="100755")), ["H203"]),
        (commit(), step(file(mode="100755"), file(mode="100755", severity="sev3")), []),
        (commit(), step(None, file(mode="120000")), ["H203"]),
        (commit(), step(None, file(mode="100600")), ["H203"]),
        (commit(), step(file(), broken()), ["H204"]),
        (commit(), step(None, broken()), ["H204"]),
        (commit(), step(broken(), broken()), []),
    ],
)
def test_files(made: CommitFacts, found: Step, expected: list[str]) -> None:
    """A record that goes, moves, becomes a link or a program, or cannot be read from then on, is told."""
    assert files(made, found) == expected


def test_the_kind_of_a_file_is_said() -> None:
    """A finding says what a record is from then on."""
    assert [each.message for each in judge_file(commit(), LINK)] == [f"{PATH} is a symbolic link from then on"]


@pytest.mark.parametrize(
    ("operation", "before", "after", "expected"),
    [
        ("set", {}, {"severity": "sev3"}, []),
        ("note", {}, {"timeline": [{**EVENT, "verbatim": True}, EVENT | {"id": "e3"}]}, []),
        ("edit", {}, {"timeline": None}, ["H401"]),
        ("edit", {}, {"timeline": [EVENT | {"event": "none", "verbatim": True}]}, ["H401"]),
        ("edit", {}, {"timeline": [{**EVENT, "verbatim": True, "by": "li"}]}, []),
        ("edit", {"timeline": [EVENT]}, {"timeline": [EVENT | {"event": "none"}]}, []),
        ("edit", {"timeline": [EVENT]}, {"timeline": None}, []),
        ("undo", {}, {"timeline": None}, []),
        ("edit", {}, {"ladder": None}, ["H401"]),
        ("edit", {}, {"ladder": [{"status": "mitigated", "at": "2026-11-20T09:00:00+00:00"}]}, ["H401"]),
        ("mark", {}, {"ladder": [{"status": "mitigated", "at": "2026-11-20T11:00:00+00:00", "how": "it is"}]}, []),
        (
            "mark",
            {"ladder": [CLOSED["ladder"][0], {"status": "ongoing", "at": "2026-11-20T11:30Z"}]},
            {"ladder": [{"status": "ongoing", "at": "2026-11-20T11:30Z"}]},
            ["H401"],
        ),
        ("edit", {}, {"reviews": None}, ["H401"]),
        ("edit", {}, {"actions": [{"action": "Renew", "id": "a1"}]}, ["H401"]),
        ("edit", {}, {"actions": None}, []),
    ],
)
def test_what_is_only_ever_added_to(
    operation: str, before: dict[str, object], after: dict[str, object], expected: list[str]
) -> None:
    """Steps, sign-offs, proofs and what is quoted word for word stay; undo takes back, a mark completes its last step."""
    assert rules(done(operation), before, after) == expected


@pytest.mark.parametrize(
    ("operation", "change", "expected"),
    [
        ("note", {"timeline": [{**EVENT, "verbatim": True}, EVENT | {"id": "e3"}]}, []),
        ("edit", {"timeline": [{**EVENT, "verbatim": True, "by": "li"}]}, ["H402"]),
        ("set", {"tags": ["x"]}, []),
        ("set", {"severity": "sev3"}, ["H402"]),
        ("undo", {"severity": "sev3"}, []),
        ("review", {"summary": "well"}, []),
        ("edit", {"ladder": [CLOSED["ladder"][0], {"status": "closed", "at": "2026-11-20T11:30:00+00:00"}]}, []),
        (
            "edit",
            {
                "actions": [
                    {
                        "action": "Forget it",
                        "id": "a1",
                        "proofs": [{"proof": "pass", "id": "p1", "at": "2026-11-20T10:00Z"}],
                    }
                ]
            },
            ["H402"],
        ),
        (
            "edit",
            {
                "actions": [
                    {
                        "action": "Renew",
                        "id": "a1",
                        "owner": "li",
                        "proofs": [{"proof": "pass", "id": "p1", "at": "2026-11-20T10:00Z"}],
                    }
                ]
            },
            [],
        ),
    ],
)
def test_a_closed_record_keeps_what_it_says(operation: str, change: dict[str, object], expected: list[str]) -> None:
    """What was concluded does not change without reopening; notes, tags and proofs go on."""
    assert rules(done(operation), dict(CLOSED), CLOSED | change) == expected


def test_the_status_moves_by_steps() -> None:
    """A status that changes without a step of its own is told; a record may begin anywhere."""
    went = {"status": "mitigated", "ladder": [*RUNG, {"status": "mitigated", "at": "2026-11-20T11:40:00+00:00"}]}
    assert rules(done("mark"), {}, went) == []
    assert rules(done("save"), {}, {"status": "resolved"}) == ["H403"]
    assert rules(done("undo"), {}, {"status": "resolved"}) == []
    assert rules(done("new"), None, {"status": "closed"}) == []


RUNG = [{"status": "mitigated", "at": "2026-11-20T11:00:00+00:00"}]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"timeline": [{**EVENT, "verbatim": True}, LATER]}, ["H505"]),
        ({"timeline": [{**EVENT, "verbatim": True}, LATER | {"at": "2026-11-20T12:50:00+00:00"}]}, []),
        ({"times": {"started": "2026-11-20T15:00:00+00:00"}}, ["H505"]),
        ({"times": {"started": "unknown"}}, []),
        ({"times": {"started": "2026-11-20"}}, []),
        ({"x_mine": {"at": "noon"}}, []),
    ],
)
def test_nobody_tells_of_what_comes_later(change: dict[str, object], expected: list[str]) -> None:
    """A commit that speaks of a time after it has a wrong date, or the record has."""
    assert rules(done("set"), {}, change) == expected


def test_a_time_that_is_set_alone_counts_too() -> None:
    """Changing one time of several, or of one event, is looked at like all of them."""
    before = {"times": {"started": "2026-11-20T10:00:00+00:00", "detected": "2026-11-20T10:01:00+00:00"}}
    after = {"times": {"started": "2026-11-20T10:00:00+00:00", "detected": "2026-11-20T15:00:00+00:00"}}
    assert rules(done("set"), before, after) == ["H505"]
    assert rules(commit(at=10**17), before, after) == []
    assert rules(commit(at=NOON + 10**6), before, after) == []


def test_a_secret_in_the_history_is_told() -> None:
    """What looks like a credential is told by its rule, unless its author has said that it is none."""
    key = "AKIA" + "ABCDEFGHIJKLMNOP"
    change: dict[str, object] = {"summary": f"used {key}", "tags": ["a"], "x_more": {"list": [key, 1]}}
    assert rules(done("set"), {}, change) == ["H404"]
    assert rules(commit("it\n\nOperation: set\nAllowed-Secret: aws-key"), {}, change) == []
