"""What the operation that a commit names explains, and what not."""

from __future__ import annotations

import pytest

from rcalog.logbook.intents import Operation
from rcalog.model.audit import Around, CommitFacts, Step
from rcalog.model.audit.operations import REACHES, judge_operation
from tests.unit.model.audit.build import AROUND, ID, broken, commit, done, file, step

SEV3 = step(file(), file(severity="sev3"))
NOTED = step(file(timeline=None), file())
NEW = step(None, file())
GONE = step(file(), None)
NOTE = "timeline: + 10:00 alert"


def rules(commit: CommitFacts, *steps: Step, around: Around = AROUND) -> list[str]:
    """Return the rules of what an operation does not explain."""
    return [each.rule for each in judge_operation(commit, around, steps)]


def test_every_operation_is_known() -> None:
    """Each operation that rcalog can name has its reach."""
    assert set(REACHES) == {each.value for each in Operation}


@pytest.mark.parametrize(
    ("made", "steps", "expected"),
    [
        (done("note", NOTE), [NOTED], []),
        (done("set", "severity: sev2 -> sev3", severity="sev3"), [SEV3], []),
        (done("note", "severity: sev2 -> sev3", severity="sev3"), [SEV3], ["H302"]),
        (done("move"), [step(file(), file(path="incidents/2026/11/x.yaml"))], []),
        (done("move", "severity: sev2 -> sev3", severity="sev3"), [SEV3], ["H302"]),
        (done("undo", why="Undoes: 5f3c"), [GONE], []),
        (done("undo"), [GONE], ["H304"]),
        (done("move", why="Moved-To: team 5f3c"), [GONE], []),
        (done("move", why="Moved-From: own 5f3c"), [GONE], ["H304"]),
        (done("move"), [step(None, broken())], ["H304"]),
        (done("save"), [GONE], []),
        (done("save"), [step(broken(), None)], []),
        (done("save", severity="sev4"), [GONE], ["H303"]),
        (done("note"), [GONE], ["H302"]),
        (done("note"), [NEW], ["H302", "H304"]),
        (done("why", NOTE), [NOTED, step(None, file(id="20261121-paydn"))], []),
        (done("set", NOTE), [NOTED, step(file(id="20261121-paydn"), file(id="20261121-paydn"))], ["H303"]),
        (done("set", "severity: sev2 -> sev3"), [SEV3], ["H303"]),
        (done("set", "severity: sev2 -> sev4", severity="sev3"), [SEV3], ["H304"]),
        (done("set", "severity: sev2 -> sev3", "title: a -> b", severity="sev3"), [SEV3], ["H304"]),
        (done("save"), [step(broken(), file())], []),
        (done("save"), [step(file(), broken())], []),
        (done("save"), [step(broken(), broken())], []),
        (done("mark"), [], ["H304"]),
        (done("init"), [], []),
        (done("deploy"), [], []),
        (done("deploy"), [SEV3], ["H306"]),
        (commit("a change"), [], []),
        (commit("a change"), [SEV3, GONE], ["H301"]),
        (commit("a change"), [NEW], ["H301"]),
        (commit("a change"), [step(file(), file(mode="100755"))], ["H301"]),
        (commit(f"all\n\n{done('note').message}\n\n{done('set').message}"), [SEV3], ["H305"]),
        (commit(f"{ID}\n\nOperation: set\nOperation: note"), [SEV3], ["H305"]),
        (done("redact", "title: redacted"), [step(file(), file(title="(redacted)"))], ["H902"]),
        (done("redact", "title: redacted"), [step(file(), file(title="well"))], ["H902", "H302"]),
        (done("redact", "tags: x"), [step(file(tags=["a", "b"]), file(tags=["a", "redacted"]))], ["H902"]),
        (done("redact", "tags: x"), [step(file(tags=["a", "b"]), file(tags=["redacted"]))], ["H902", "H302"]),
        (commit("take it out\n\nOperation: redact\nRedacted-Commits: 3"), [], ["H902"]),
        (done("set", "title: Payments… -> (redacted)"), [step(file(), file(title="a (redacted)"))], []),
    ],
)
def test_what_a_commit_says_and_does(made: CommitFacts, steps: list[Step], expected: list[str]) -> None:
    """Its trailers, its message and its changes are of one piece, or it is told."""
    assert rules(made, *steps) == expected


def test_a_team_without_trailers_edits_as_it_likes() -> None:
    """Where the policy wants no trailers, their absence says nothing."""
    assert rules(commit(), SEV3, around=Around(trailers=False)) == []


def test_many_changes_are_told_in_part() -> None:
    """A commit tells forty changes and counts the others; so many are compared."""
    many = step(file(), file(tags=[f"t{number}" for number in range(50)]))
    lines = [f"tags: + t{number}" for number in range(40)]
    assert rules(done("set", *lines, "and 10 more"), many) == []
    assert rules(done("set", *lines[:-1], "and 11 more"), many) == ["H304"]


def test_what_was_done_is_told_shortly() -> None:
    """A finding names the first changes and counts the others."""
    many = step(file(), file(tags=[f"t{number}" for number in range(5)]))
    [found] = judge_operation(commit(), AROUND, [many])
    assert found.message == "tags: + t0; tags: + t1; tags: + t2; and 2 more"
