"""The grade of evidence, by how it is written down."""

from __future__ import annotations

import pytest

from rcalog.model.causes import Cause, Grade
from rcalog.model.evidence import grade_of, graded, is_inference


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
