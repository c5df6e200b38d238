"""Laws of what the faces keep and show: a journal gives its interview again, no text breaks the JSON of a tree."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.cli.drawing import Form, diagram_of
from rcalog.interview import engine
from rcalog.interview.state import State
from rcalog.model.base import to_data
from rcalog.model.display import safe
from rcalog.services import whyjournal
from tests.helpers.interview import NOW, PLACE, RECORD, incident, setup
from tests.helpers.logbooks import make_logbook
from tests.property.test_interview import ANSWERS


def test_a_journal_gives_the_interview_again(tmp_path: Path) -> None:
    """Whatever was answered, refused or taken back: the draft is gone on with at the same question."""
    book = make_logbook(tmp_path / "log", records={PLACE: RECORD})
    record = book.catalog.resolve("k7f3q", now=NOW)

    @settings(max_examples=40)
    @given(ANSWERS)
    def law(answers: list[str]) -> None:
        state = engine.begin(record.incident, setup())
        entries = [whyjournal.beginning(record, state.setup)]
        for text in answers:
            asked, moved = engine.question(state), engine.answer(state, text)
            if isinstance(moved, State):
                entries.append(whyjournal.answer(asked.id if asked else "", text, moved.now))
                state = moved
        kept = whyjournal.rebuilt(book, entries)
        assert kept is not None
        assert (kept.lost, kept.state.given, kept.state.incident) == ((), state.given, state.incident)

    law()


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_no_text_breaks_json(problem: str, cause: str) -> None:
    """It is read as it was written, and holds nothing that moves a cursor."""
    drawn = incident(whys=[{"leg": "occurrence", "problem": problem, "because": [{"cause": cause}]}])
    text = diagram_of(drawn, Form.JSON)
    assert json.loads(text) == {"id": drawn.id, "whys": to_data(drawn.whys)}
    assert safe(text) == text
