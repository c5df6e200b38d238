"""References: what a person types to mean an incident."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Literal

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook import layout
from rcalog.logbook.index.asking import SHORTEST
from rcalog.logbook.records import Broken, BrokenRecord, Record
from rcalog.model.display import width
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePosixPath

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Asker, Named


LISTED = 9
"""Candidates that are listed: a number of one digit picks one."""

NONE_NOW = "no incident is ongoing or mitigated"

NONE_LAST = "no incident was worked on in this clone within the last 24 hours"

SPECIAL = {"@": "there is no incident yet", "@now": NONE_NOW, "@last": NONE_LAST}
"""What it means that one of these references names nothing."""

MORE = "type more of the id, or of the file's name"
TWICE = "two files have one id: rename or remove one, rcalog check says which"

NAME_IT = "name it: {}; rcalog list shows all"
"""The hint where none was named, with what to type."""

NOW_LINE = pattern(rb"^status: (?:ongoing|mitigated)\b", re.MULTILINE)

NOW = ("ongoing", "mitigated")
UNREVIEWED = (*NOW, "resolved")

Purpose = Literal["event", "analysis", "reading", "tree"]


class Candidate(Value):
    """One incident that may be meant."""

    id: str | None
    title: str
    status: str
    path: PurePosixPath


class NoSuchIncident(RcalogError):
    """Nothing is called so; `near` has names that look like it."""

    code = "no-such-incident"

    def __init__(self, ref: str, near: Sequence[str] = ()) -> None:
        hint = f"did you mean {' or '.join(near)}?" if near else "rcalog list"
        if ref == "@":
            hint = "rcalog new TITLE"
        super().__init__(SPECIAL.get(ref, f"no incident is called {ref!r}"), hint=hint)
        self.ref, self.near = ref, tuple(near)


class IncidentDeleted(NoSuchIncident):
    """The file of the record was deleted by hand, which is not committed yet; `path` is where it was."""

    code = "incident-deleted"

    def __init__(self, ref: str, path: PurePosixPath, restoring: str) -> None:
        super().__init__(ref)
        self.message = f"{path} was deleted by hand, and that is not committed"
        self.hint = f"to bring it back: {restoring}; to commit that it is gone: rcalog save {layout.id_of(path) or ref}"
        self.path = path


class AmbiguousReference(UsageError):
    """Several incidents are meant."""

    code = "ambiguous-reference"

    def __init__(self, ref: str, candidates: Sequence[Candidate]) -> None:
        ids = [each.id for each in candidates]
        twice = len(set(ids)) < len(ids)
        names = ", ".join(each.path.as_posix() if twice else str(each.id) for each in candidates[:LISTED])
        more = f" and {len(candidates) - LISTED} more" if len(candidates) > LISTED else ""
        super().__init__(f"{ref!r} may be any of {names}{more}", hint=TWICE if twice else MORE)
        self.ref, self.candidates = ref, tuple(candidates)


class NoDefaultIncident(UsageError):
    """No incident was named, and none suggests itself."""

    code = "no-default-incident"

    def __init__(self, why: str, candidates: Sequence[Candidate] = ()) -> None:
        names = ", ".join(str(each.id) for each in candidates[:LISTED])
        super().__init__(f"which incident? {why}{f': {names}' if names else ''}", hint=NAME_IT.format("-i REF"))
        self.candidates = tuple(candidates)


def resolve(book: Logbook, ref: str, *, last: str | None) -> Record:
    """Return the record that a reference names; `last` is the incident last worked on.

    Raises:
        NoSuchIncident, IncidentDeleted, AmbiguousReference, BrokenRecord.
    """
    wanted = ref.strip()
    if wanted == "@":
        return _only(book, ref, book.index.ask(lambda asker: asker.newest()))
    if wanted == "@now":
        return _only(book, ref, book.index.ask(lambda asker: asker.names(*NOW)))
    if wanted == "@last":
        if last is None:
            raise NoSuchIncident(ref)
        wanted = ref = last
    name = wanted.casefold()
    found = book.index.ask(lambda asker: asker.called(name, may_be_part=width(name) >= SHORTEST))
    if not found:
        book.catalog.refuse_deleted(ref, name)
        raise _not_found(book, ref, _near(wanted, book.index.names()))
    return _only(book, ref, found)


def _not_found(book: Logbook, ref: str, near: Sequence[str]) -> NoSuchIncident:
    """Return the error for a reference, which names records that are not here, where there are some."""
    from rcalog.logbook.hidden import hidden_records, told, way_to_have_them

    error = NoSuchIncident(ref, near)
    if hidden := hidden_records(book):
        error.hint = f"{told(hidden)}; {way_to_have_them(book)}"
    return error


def default_for(book: Logbook, purpose: Purpose, *, last: str | None, drafted: Sequence[str]) -> Record:
    """Return the incident that is meant when none is named.

    For an event: the only one ongoing or mitigated, else the one last worked on. For the analysis: that of the
    only unfinished interview (`drafted`), else the only one not yet reviewed. For reading: the one last worked on,
    else the newest; for its tree that of the only unfinished interview comes before them.

    Raises:
        NoDefaultIncident, BrokenRecord.
    """
    if purpose in ("reading", "tree"):
        ids = drafted if purpose == "tree" and len(drafted) == 1 else [last]
        worked_on = book.index.ask(lambda asker: _readable(asker, ids))
        return _only(book, "@", worked_on or book.index.ask(lambda asker: asker.newest()))
    if purpose == "event":
        found = book.index.ask(lambda asker: asker.names(*NOW) or _readable(asker, [last]))
        if not found and len(unreadable := list(_unreadable(book, last))) == 1:
            raise BrokenRecord(unreadable[0])
    else:
        found = book.index.ask(lambda asker: _readable(asker, drafted) or asker.names(*UNREVIEWED))
    if len(found) == 1:
        return _only(book, "@", found)
    nothing = NONE_NOW if purpose == "event" else "none waits for its analysis"
    raise NoDefaultIncident("several may be meant" if found else nothing, [_candidate(each) for each in found])


def _readable(asker: Asker, ids: Sequence[str | None]) -> list[Named]:
    """Return the records with these ids that can be read."""
    wanted = dict.fromkeys(name for name in ids if name)
    return [
        each for name in wanted for each in asker.called(name, may_be_part=False) if each.status and each.id == name
    ]


def _unreadable(book: Logbook, last: str | None) -> Iterator[Broken]:
    """Yield the records that cannot be read, and would be meant for an event."""
    for each in book.index.ask(lambda asker: list(asker.broken())):
        found = book.catalog.read(each.path)
        if isinstance(found, Broken) and (found.id == last or NOW_LINE.search(found.raw)):
            yield found


def _only(book: Logbook, ref: str, found: Sequence[Named]) -> Record:
    if len(found) > 1:
        raise AmbiguousReference(ref, [_candidate(each) for each in found])
    record = book.catalog.read(found[0].path) if found else None
    if record is None:
        raise NoSuchIncident(ref)
    if isinstance(record, Broken):
        raise BrokenRecord(record)
    return record


def _near(wanted: str, known: Sequence[Named]) -> list[str]:
    names = {name: each.id for each in known if each.id for name in (each.id, each.id[9:], layout.slug_of(each.path))}
    found = difflib.get_close_matches(wanted, names, 3)
    return list(dict.fromkeys(names[name] for name in found))


def _candidate(found: Named) -> Candidate:
    return Candidate(found.id, found.title or "(cannot be read)", found.status or "", found.path)
