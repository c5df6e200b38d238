"""The golden case asked and answered in Chinese: the same tree, in the words of a Chinese review."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rcalog.interview import engine, gate
from rcalog.logbook.book import Logbook
from rcalog.logbook.recordfile import load
from rcalog.model.incident import Incident
from rcalog.model.reading import read_incident
from tests.examples.case import CASE, REF, case_book, committed, transcript
from tests.helpers import cli
from tests.helpers.oracle import sayable


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """A logbook with the case and its answers in Chinese."""
    book = case_book(tmp_path / "logbook")
    ran = cli.run("why", REF, "--answers", str(CASE / "answers.zh.yaml"), cwd=book.root)
    assert ran.code == 0, ran.err
    return book


def shape(incident: Incident) -> list[object]:
    """Return what is the same in every language: the trees, how their branches end, and what the actions are."""
    places = {cause.id: place for place, cause in enumerate(incident.causes())}
    causes = [
        (cause.level, cause.end, cause.evidence, len(cause.because), places.get(cause.same_as))
        for cause in incident.causes()
    ]
    actions = [
        (places.get(action.for_[0]), action.owner, action.due, action.aims_to, action.strength, action.every)
        for action in incident.actions
        if action.for_
    ]
    return [*((leg.leg, len(leg.because)) for leg in incident.whys), *causes, *actions]


def test_the_tree_is_that_of_the_english_answers(book: Logbook) -> None:
    """Leg for leg, cause for cause, action for action."""
    english = read_incident(load((CASE / "record.yaml").read_bytes()).data)
    assert shape(committed(book)) == shape(english)


def test_check_finds_no_error(book: Logbook) -> None:
    """It warns of what is so in English too: many actions, and a weak one that stands alone."""
    ran = cli.run("check", "--json", cwd=book.root)
    found = {(item["rule"], item["weight"]) for item in ran.json["data"]["items"]}
    assert (ran.code, found) == (0, {("A204", "warning"), ("A205", "warning")})


def test_the_problems_pass_the_gate(book: Logbook) -> None:
    """A number or a time, no cause, no fix, no person; the systemic leg is not asked for one."""
    *others, _systemic = committed(book).whys
    assert [gate.hints(leg.problem) for leg in others if leg.problem] == [()] * 3


def test_a_chinese_interview_gives_the_record(book: Logbook) -> None:
    """The engine asks in Chinese, and what is answered is what an answers file says."""
    after = sayable(committed(book))
    *_, last = transcript(after, "zh")
    assert (engine.record(last).incident, engine.record(last).open) == (after, ())


def test_every_sentence_is_chinese(book: Logbook) -> None:
    """No sentence was left in English."""
    incident = committed(book)
    said = [leg.problem or leg.none or "" for leg in incident.whys]
    said += [cause.cause for cause in incident.causes()] + [action.action for action in incident.actions]
    assert [text for text in said if not re.search(r"[\u4e00-\u9fff]{4}", text)] == []
