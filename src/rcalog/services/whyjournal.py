"""What the journal of an interview holds: how it was begun, each answer, and what was typed and not sent."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from rcalog.interview import engine
from rcalog.interview.state import Setup, State
from rcalog.interview.texts import Texts
from rcalog.logbook.recordfile import load
from rcalog.logbook.records import Record, parse_record
from rcalog.logbook.templates import read_template
from rcalog.model.causes import LegName
from rcalog.model.declared import plain
from rcalog.model.policy import Policy
from rcalog.services.whyoutcome import settled
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rcalog.logbook.book import Logbook

Entry = dict[str, object]


class Kept(Value):
    """An interview as its journal gives it again. `lost` are answers that no longer fit its questions.

    `each` tells that its causes are committed as it goes, `base` what the next commit begins from.
    """

    record: Record
    base: Record
    state: State
    unsent: str
    lost: tuple[Entry, ...]
    each: bool


def beginning(record: Record, setup: Setup, *, each: bool = False) -> Entry:
    """Return the first entry: the record and everything that the questions depend on."""
    return {
        "path": record.path.as_posix(),
        "record": record.raw.decode(),
        "lang": setup.texts.lang,
        "policy": plain(setup.policy),
        "now": setup.now.isoformat(),
        "me": setup.me,
        "leg": setup.leg,
        "quick": setup.quick,
        "each": each,
    }


def answer(question: str, text: str, at: datetime) -> Entry:
    """Return the entry of an answer; the question's id shows later whether it still fits."""
    return {"question": question, "text": text, "at": at.isoformat()}


def unsent(text: str) -> Entry:
    """Return the entry of what was typed and not sent."""
    return {"unsent": text}


def committed() -> Entry:
    """Return the entry that the causes which the interview is done with are committed."""
    return {"committed": True}


def switched(lang: str) -> Entry:
    """Return the entry of another language from here on."""
    return {"lang": lang}


def rebuilt(book: Logbook, entries: Sequence[Entry], lang: str | None = None) -> Kept | None:
    """Return the interview that a journal holds, in another language if one is given.

    None where it holds not even its beginning.
    """
    if not entries or "record" not in entries[0]:
        return None
    first, *rest = entries
    langs = [lang, *(str(entry["lang"]) for entry in reversed(entries) if "lang" in entry)]
    rest = [entry for entry in rest if "lang" not in entry]
    record = parse_record(PurePosixPath(str(first["path"])), str(first["record"]).encode(), book.repo)
    if not isinstance(record, Record):
        return None
    state = engine.begin(record.incident, _setup(book, first, next(name for name in langs if name)))
    base, waiting, lost = record, "", tuple[Entry, ...]()
    for place, entry in enumerate(rest):
        if "unsent" in entry:
            waiting = str(entry["unsent"])
        elif "committed" in entry:
            base = settled(book, base, state)
        elif moved := _moved(state, entry):
            state, waiting = moved, ""
        else:
            lost = tuple(one for one in rest[place:] if "text" in one)
            break
    return Kept(record, base, state, waiting, lost, bool(first.get("each")))


def sentences(lang: str, root: Path | None) -> Texts:
    """Return the sentences of a language; those of the logbook at `root` stand over those that come with rcalog.

    Raises:
        RecordError: when the logbook's own cannot be read.
    """
    packaged, own = (_sentences(lang, place) for place in (None, root))
    return Texts(lang, {**packaged.lines, **own.lines})


def _sentences(lang: str, root: Path | None) -> Texts:
    name = f"interview/{lang}.yaml"
    return Texts.read(load(read_template(name, root).encode(), name=name).data)


def _setup(book: Logbook, first: Mapping[str, object], lang: str) -> Setup:
    return Setup(
        texts=sentences(lang, book.root),
        lexicon=book.lexicon,
        policy=Policy.model_validate(first["policy"]),
        now=datetime.fromisoformat(str(first["now"])),
        zone=book.zone,
        me=cast("str | None", first["me"]),
        leg=LegName(str(first["leg"])) if first["leg"] else None,
        quick=bool(first["quick"]),
    )


def _moved(state: State, entry: Entry) -> State | None:
    """Return the state after a kept answer; None where the question is another one by now."""
    asked = engine.question(state)
    if (asked.id if asked else "") != entry["question"]:
        return None
    moved = engine.answer(state, str(entry["text"]), datetime.fromisoformat(str(entry["at"])))
    return moved if isinstance(moved, State) else None
