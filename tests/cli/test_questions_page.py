"""The page of questions on a terminal of eighty columns."""

from __future__ import annotations

from pathlib import Path

from rcalog.cli.output import Page
from rcalog.cli.questions_page import show_questions
from rcalog.logbook.recordfile import load
from rcalog.model.display import width
from rcalog.model.policy import Policy
from rcalog.model.questions import questions
from rcalog.model.reading import read_incident
from rcalog.model.rules.rule import Case
from tests.helpers.words import LEXICON

EXAMPLE = Path(__file__).parents[2] / "examples/gitlab-2017/record.yaml"


def test_it_fits() -> None:
    """No line is broken by the terminal; what is cut ends in a mark."""
    data = load(EXAMPLE.read_bytes()).data
    page = Page(colour=False, cells=80)
    show_questions(page, questions(Case(read_incident(data), data, Policy(), LEXICON)))
    assert [line for line in page.lines if width(line) > 80] == []
    assert page.lines[:3] == [
        "What a reviewer would ask",
        "  evidence: 3 of 17 causes (3 B)",
        "  only weak actions: what would hold if nobody remembers?",
    ]
    assert any(line.endswith(("…", "...")) for line in page.lines)
