"""The golden case as its interview finds it, and as it leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rcalog.interview import engine
from rcalog.interview.naming import final_ids
from rcalog.interview.state import State
from rcalog.logbook.book import Logbook
from rcalog.logbook.recordfile import emit, load
from rcalog.model.base import record_data
from rcalog.model.incident import Incident
from rcalog.model.reading import read_incident
from rcalog.model.timeline import Status
from tests.helpers.interview import NOW, setup, tell
from tests.helpers.logbooks import make_logbook
from tests.helpers.oracle import Oracle, sayable

CASE = Path("examples/gitlab-2017").absolute()
REF = "20170131-k7f3q"
FILE = f"2017/01/{REF}-production-database-deleted.yaml"


def outcome(in_chinese: Mapping[str, str] | None = None) -> Incident:
    """Return the case as its interview leaves it, with some sentences in Chinese."""
    text = (CASE / "record.yaml").read_text(encoding="utf-8")
    for english, chinese in (in_chinese or {}).items():
        assert english in text
        text = text.replace(english, chinese)
    said = read_incident(load(text.encode()).data)
    later = {"status": Status.RESOLVED, "ladder": said.ladder[:-1], "lessons": None, "reviews": (), "waivers": ()}
    kept = {str(event.id) for event in said.timeline}
    return final_ids(sayable(said).model_copy(update=later), kept)


def before(after: Incident) -> Incident:
    """Return the incident as it was before its interview."""
    return after.model_copy(update={"whys": (), "actions": ()})


def case_book(folder: Path) -> Logbook:
    """Make a logbook with the case, resolved and not yet asked about."""
    return make_logbook(folder, records={FILE: emit(record_data(before(outcome()))).decode()})


def committed(book: Logbook) -> Incident:
    """Return the incident as it is committed."""
    return book.catalog.resolve(REF, now=NOW).incident


def transcript(after: Incident, lang: str = "en") -> list[State]:
    """Return the states of the interview from which `after` comes out: one before each answer, and the last."""
    states = [engine.begin(before(after), setup(lang=lang))]
    while engine.question(states[-1]):
        states.append(tell(states[-1], Oracle(after)(states[-1])))
    return states
