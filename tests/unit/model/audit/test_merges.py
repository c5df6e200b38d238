"""What is odd about a merge."""

from __future__ import annotations

import pytest

from rcalog.model.audit import RecordFile, Sides, judge_merge
from tests.unit.model.audit.build import RECORD, broken, commit, file

EVENTS = RECORD["timeline"]
CALL = {"event": "call", "id": "e2", "at": "2026-11-20T10:30:00+00:00"}
BASE = file()
TAGGED, RATED = file(tags=["a"]), file(severity="sev3")
BOTH = file(tags=["a"], severity="sev3")
CALLED = file(timeline=[*EVENTS, CALL])  # type: ignore[misc]
SEV1, SEV4 = file(severity="sev1"), file(severity="sev4")
CLASH = {"path": "severity", "base": "sev2", "kept": "sev1", "other": "sev4"}


def rules(parents: list[RecordFile | None], bases: list[RecordFile | None], result: RecordFile | None) -> list[str]:
    """Return the rules of what is odd about a merge of one record."""
    return [each.rule for each in judge_merge(commit(), Sides(parents, bases, result))]


@pytest.mark.parametrize(
    ("parents", "bases", "result", "expected"),
    [
        ([TAGGED, RATED], [BASE], BOTH, []),
        ([TAGGED, BASE], [BASE], TAGGED, []),
        ([TAGGED, RATED], [BASE], file(tags=["a"], severity="sev5"), ["H801"]),
        ([TAGGED, RATED], [BASE], TAGGED, ["H802"]),
        ([TAGGED, CALLED], [BASE], file(tags=["a"], timeline=[*EVENTS, CALL | {"event": "none"}]), ["H801"]),  # type: ignore[misc]
        ([TAGGED, CALLED], [BASE], file(tags=["a"]), ["H802"]),
        ([TAGGED, RATED], [BASE], file(tags=["a"], severity="sev3", timeline=None), ["H801"]),
        ([SEV1, SEV4], [BASE], file(severity="sev1", conflicts=[CLASH]), []),
        ([SEV1, SEV4], [BASE], file(severity="sev1", conflicts=[CLASH | {"base": "sev3"}]), []),
        ([SEV1, SEV4], [BASE], file(severity="sev4"), []),
        ([SEV1, SEV4], [BASE], file(severity="sev5"), ["H801"]),
        ([TAGGED, RATED], [SEV1, BASE], BOTH, []),
        ([TAGGED, RATED], [], file(tags=["a"], severity="sev3"), []),
        ([None, TAGGED], [None], TAGGED, []),
        ([None, TAGGED], [BASE], TAGGED, []),
        ([None, None], [None], TAGGED, ["H801", "H803"]),
        ([TAGGED, RATED], [BASE], None, ["H201"]),
        ([None, BASE], [BASE], None, []),
        ([None, RATED], [BASE], None, ["H802"]),
        ([TAGGED, RATED], [BASE], file(tags=["a"], severity="sev3", mode="100755"), ["H203"]),
        ([TAGGED, RATED], [BASE], broken(), ["H204"]),
        ([TAGGED, broken()], [BASE], broken(), []),
        ([TAGGED, broken()], [BASE], BOTH, ["H803"]),
        ([TAGGED, RATED, CALLED], [BASE], BOTH, ["H803"]),
        ([TAGGED, file(id="20261121-paydn")], [BASE], BOTH, ["H803"]),
    ],
)
def test_what_a_merge_made_of_a_record(
    parents: list[RecordFile | None], bases: list[RecordFile | None], result: RecordFile | None, expected: list[str]
) -> None:
    """It has what both sides have: nothing of its own, and nothing left out; where they disagree a person may choose."""
    assert rules(parents, bases, result) == expected


def test_a_finding_says_what_was_left_out() -> None:
    """What a merge did not take is told as it was on the side that had it."""
    [found] = judge_merge(commit(), Sides([TAGGED, CALLED], [BASE], file(tags=["a"])))
    assert (found.message, found.incident) == ("timeline: + 10:30 call", RECORD["id"])
