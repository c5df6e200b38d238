"""Interviews in a few words, without a terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from rcalog.interview import engine
from rcalog.interview.state import Question, Refusal, Setup, State
from rcalog.interview.texts import Texts
from rcalog.logbook.recordfile import load
from rcalog.logbook.templates import read_template
from rcalog.model.causes import LegName
from rcalog.model.incident import Incident
from rcalog.model.policy import Policy
from rcalog.model.reading import read_incident
from tests.helpers.words import LEXICON

NOW = datetime(2017, 2, 3, 10, 0, tzinfo=UTC)

OVER: dict[str, object] = {
    "schema": "rcalog/v1",
    "id": "20170131-k7f3q",
    "title": "Production database deleted",
    "kind": "incident",
    "status": "resolved",
    "severity": "sev1",
    "times": {
        "started": "2017-01-31T23:27:00+00:00",
        "detected": "2017-01-31T23:27:30+00:00",
        "mitigated": "~2017-02-01T00:36:00+00:00",
        "resolved": "2017-02-01T18:00:00+00:00",
    },
    "ladder": [{"status": "mitigated", "at": "2017-02-01T00:36:00+00:00", "how": "writes stopped"}],
    "timeline": [{"event": "Directory removed on db1", "id": "e4k2m", "at": "2017-01-31T23:27:00+00:00"}],
}
"""An incident that leaves nothing to ask before the first leg."""


@cache
def texts(lang: str = "en") -> Texts:
    """Return the sentences that come with rcalog."""
    return Texts.read(load(read_template(f"interview/{lang}.yaml").encode()).data)


def incident(**fields: object) -> Incident:
    """Return an incident that is over, with some fields replaced."""
    return read_incident(OVER | fields)


def setup(
    *, leg: LegName | None = None, lang: str = "en", me: str | None = "ana", quick: bool = False, **policy: object
) -> Setup:
    """Return a set-up of 2017-02-03 in UTC; `policy` are keys of the policy."""
    return Setup(texts(lang), LEXICON, Policy.model_validate(policy), NOW, UTC, me=me, leg=leg, quick=quick)


def begin(leg: LegName | None = LegName.OCCURRENCE, *, me: str | None = "ana", **fields: object) -> State:
    """Return the beginning of an interview about one leg."""
    return engine.begin(incident(**fields), setup(leg=leg, me=me))


def tell(state: State, *answers: str) -> State:
    """Return the state after these answers, each of which is taken."""
    for text in answers:
        moved = engine.answer(state, text)
        assert isinstance(moved, State), (text, moved, asked(state))
        state = moved
    return state


def refused(state: State, text: str) -> str:
    """Return the reason for which an answer is not taken."""
    moved = engine.answer(state, text)
    assert isinstance(moved, Refusal), (text, asked(state))
    return moved.key


def question(state: State) -> Question:
    """Return the question that is asked; there is one."""
    found = engine.question(state)
    assert found is not None
    return found


def asked(state: State) -> str | None:
    """Return the kind of the question that is asked, or None at the end."""
    found = engine.question(state)
    return None if found is None else found.ask.value


def sentence(state: State) -> str:
    """Return the question as it is worded."""
    found = question(state)
    return state.setup.texts(found.line, found.values)


def remarks(state: State) -> list[str]:
    """Return the keys of what is remarked beside the question."""
    return [remark.key for remark in question(state).remarks]


RECORD = """\
schema: rcalog/v1
id: 20170131-k7f3q
title: Production database deleted
kind: incident
status: resolved
severity: sev2
times:
  started: 2017-01-31T23:27:00+00:00
  detected: 2017-01-31T23:27:30+00:00
  mitigated: ~2017-02-01T00:36:00+00:00
  resolved: 2017-02-01T00:40:00+00:00
ladder:
  - status: mitigated
    at: 2017-02-01T00:36:00+00:00
    how: writes stopped
timeline:
  - event: Directory removed on db1
    id: e4k2m
    at: 2017-01-31T23:27:00+00:00  # by hand
"""
"""A record file that leaves nothing to ask before the first leg."""

PLACE = "2017/01/20170131-k7f3q-production-database-deleted.yaml"
"""Where it stands below `incidents/`."""
