"""The grade of evidence, by how it is written down."""

from __future__ import annotations

import pytest

from rcalog.model.causes import Cause, Grade
from rcalog.model.evidence import (
    Looked,
    Reference,
    Standing,
    grade_of,
    graded,
    is_absent,
    is_inference,
    is_verified,
    references,
)


@pytest.mark.parametrize(
    ("evidence", "grade"),
    [
        ("logs/db1.log#L10", Grade.A),
        ("git:ops@1a2b3c4d:etc/postgresql.conf", Grade.A),
        ("https://github.com/example/ops/commit/1a2b3c4d", Grade.A),
        ("df of 23:50", Grade.A),
        ("shell history of db1", Grade.A),
        ("p99 of 2300 ms", Grade.A),
        ("hit rate 3 %", Grade.A),
        ("https://grafana.example.org/d/abc", Grade.A),
        ("监控截图", Grade.A),
        ("https://example.org/review", Grade.B),
        ("runbook of 2016", Grade.B),
        ("恢复手册", Grade.B),
        ("ana and li said so", Grade.C),
        ("张伟和李娜都说", Grade.C),
        ("ana said so", Grade.D),
        ("值班的人口述", Grade.D),
        ("the vendor confirmed it", Grade.E),
        ("专家判断", Grade.E),
        ("probably so", Grade.F),
        ("somewhere", None),
    ],
)
def test_how_it_is_written_says_the_grade(evidence: str, grade: Grade | None) -> None:
    """A measurement, a document, two accounts, one, an expert's view, a guess."""
    assert graded(evidence) is grade


def test_the_best_evidence_counts() -> None:
    """A grade that was given counts before it; without evidence only a guess has one."""
    assert [
        grade_of(Cause(cause="Full", evidence=("ana said so", "df of 23:50"))),
        grade_of(Cause(cause="Full", evidence=("df of 23:50",), grade=Grade.E)),
        grade_of(Cause(cause="Full", evidence=("somewhere",))),
        grade_of(Cause(cause="Probably full")),
        grade_of(Cause(cause="Full")),
    ] == [Grade.A, Grade.E, None, Grade.F, None]


@pytest.mark.parametrize(("text", "guess"), [("I think the cache was cold", True), ("可能是缓存", True), ("the cache was cold", False), ("不知道", False)])  # fmt: skip
def test_guesses_say_so(text: str, *, guess: bool) -> None:
    """What sounds like a guess wants evidence."""
    assert is_inference(text) is guess


@pytest.mark.parametrize(
    ("evidence", "named"),
    [
        ("logs/db1.log#L10", [Reference("logs/db1.log#L10", "logs/db1.log", (10, 10))]),
        ("见 a%20b.log#L1-L3，第一行", [Reference("a%20b.log#L1-L3", "a b.log", (1, 3))]),
        ("(a.log#L1-3)", [Reference("a.log#L1-3", "a.log", (1, 3))]),
        ("git:web@1a2b3c4", [Reference("git:web@1a2b3c4", "", None, "web", "1a2b3c4")]),
        ("看git:acme/web@v1.2:a/b.py#L7.", [Reference("git:acme/web@v1.2:a/b.py#L7", "a/b.py", (7, 7), "acme/web", "v1.2")]),
        ("diff of git:w@1a2:x.py, and y.log#L2", [Reference("git:w@1a2:x.py", "x.py", None, "w", "1a2"), Reference("y.log#L2", "y.log", (2, 2))]),
        ("https://example.org/a.log#L10", []),
        ("df of 23:50", []),
        ("git:w@1a2\x00b3:x", [Reference("git:w@1a2", "", None, "w", "1a2")]),
        ("a\x00b#L1", [Reference("b#L1", "b", (1, 1))]),
    ],
)  # fmt: skip
def test_what_evidence_names(evidence: str, named: list[Reference]) -> None:
    """Lines of files and pieces of repositories, in the middle of a sentence too."""
    assert references(evidence) == named


VERDICTS = {"a.log#L9": Looked(Standing.ABSENT), "git:w@1a2b3c4": Looked(Standing.NOT_VERIFIED)}


@pytest.mark.parametrize(
    ("evidence", "given", "grade"),
    [
        (("a.log#L9",), None, None),
        (("a.log#L9",), Grade.A, None),
        (("a.log#L9", "ana said so"), Grade.A, Grade.D),
        (("a.log#L9", "somewhere"), Grade.A, None),
        (("b.log#L9",), None, Grade.A),
        (("git:w@1a2b3c4",), None, Grade.A),
        (("git:w@1a2b3c4",), Grade.B, Grade.B),
    ],
)
def test_what_is_not_there_does_not_count(evidence: tuple[str, ...], given: Grade | None, grade: Grade | None) -> None:
    """Neither by how it is written nor by the grade that it was given."""
    assert grade_of(Cause(cause="Probably full", evidence=evidence, grade=given), VERDICTS) is grade


@pytest.mark.parametrize(
    ("evidence", "given", "absent", "verified"),
    [
        ((), None, False, True),
        (("a.log#L9",), None, True, True),
        (("a.log#L9", "ana said so"), None, False, True),
        (("git:w@1a2b3c4",), None, False, False),
        (("git:w@1a2b3c4", "df of 23:50"), None, False, True),
        (("git:w@1a2b3c4", "ana said so"), None, False, False),
        (("git:w@1a2b3c4", "df of 23:50"), Grade.A, False, False),
    ],
)
def test_what_a_grade_rests_on(evidence: tuple[str, ...], given: Grade | None, *, absent: bool, verified: bool) -> None:
    """A grade is verified when what could not be looked up does not make it better."""
    cause = Cause(cause="Full", evidence=evidence, grade=given)
    assert (is_absent(cause, VERDICTS), is_verified(cause, VERDICTS)) == (absent, verified)
