"""References: what a person types to mean an incident."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook import layout
from rcalog.logbook.records import Broken, BrokenRecord, Record
from rcalog.model.display import width
from rcalog.model.timeline import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import PurePosixPath

    from rcalog.logbook.catalog import Catalog

SHORTEST = 3
"""Cells that a part of an id or of a name must have: three letters, or two Chinese characters."""

LISTED = 9
"""Candidates that are listed: a number of one digit picks one."""

NONE_NOW = "no incident is ongoing or mitigated"

SPECIAL = {"@": "there is no incident yet", "@now": NONE_NOW}
"""What it means that one of these references names nothing."""

MORE = "type more of the id, or of the file's name"
TWICE = "two files have one id: rename or remove one, rcalog check says which"

NAME_IT = "name it: {}; rcalog list shows all"
"""The hint where none was named, with what to type."""

NOW_LINE = re.compile(rb"^status: (?:ongoing|mitigated)\b", re.MULTILINE)

Purpose = Literal["event", "analysis", "reading"]


@dataclass(frozen=True)
class Candidate:
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


def resolve(catalog: Catalog, ref: str, *, last: str | None) -> Record:
    """Return the record that a reference names; `last` is the incident last worked on.

    Raises:
        NoSuchIncident, IncidentDeleted, AmbiguousReference, BrokenRecord.
    """
    wanted = ref.strip()
    if wanted == "@":
        return _only(ref, _newest(_records(catalog)))
    if wanted == "@now":
        return _only(ref, [record for record in _records(catalog) if is_now(record)])
    if wanted == "@last":
        wanted = last or ref
    ids = catalog.ids()
    found = _matching(wanted.casefold(), ids)
    if not found:
        catalog.refuse_deleted(ref, wanted.casefold())
        raise NoSuchIncident(ref, _near(wanted, ids))
    return _only(ref, [each for path in found if (each := catalog.read(path))])


def default_for(catalog: Catalog, purpose: Purpose, *, last: str | None, drafted: Sequence[str]) -> Record:
    """Return the incident that is meant when none is named.

    For an event: the only one ongoing or mitigated, else the one last worked on. For the analysis: that of the
    only unfinished interview (`drafted`), else the only one not yet reviewed. For reading: the one last worked on,
    else the newest.

    Raises:
        NoDefaultIncident, BrokenRecord.
    """
    records = _records(catalog)
    worked_on = [record for record in records if record.incident.id == last]
    if purpose == "reading":
        return _only("@", worked_on or _newest(records))
    if purpose == "event":
        found = [record for record in records if is_now(record)]
        found = found or worked_on
        if not found and len(unreadable := list(_unreadable(catalog, last))) == 1:
            raise BrokenRecord(unreadable[0])
    else:
        found = [record for record in records if record.incident.id in drafted]
        found = found or [record for record in records if record.incident.status.rung < Status.REVIEWED.rung]
    if len(found) == 1:
        return found[0]
    nothing = NONE_NOW if purpose == "event" else "none waits for its analysis"
    raise NoDefaultIncident("several may be meant" if found else nothing, [_candidate(each) for each in found])


def _unreadable(catalog: Catalog, last: str | None) -> Iterator[Broken]:
    """Yield the records that cannot be read, and would be meant for an event."""
    for found in catalog.scan():
        if isinstance(found, Broken) and (found.id == last or NOW_LINE.search(found.raw)):
            yield found


def is_now(record: Record) -> bool:
    """Return whether an incident is not over."""
    return record.incident.status in (Status.ONGOING, Status.MITIGATED)


def began(record: Record) -> datetime:
    """Return when an incident started, as far as that is known: else the day in its id."""
    started = record.incident.times.started
    earliest = started.earliest if started else None
    return earliest or datetime.strptime(record.incident.id[:8], "%Y%m%d").replace(tzinfo=UTC)


def _records(catalog: Catalog) -> list[Record]:
    return [found for found in catalog.scan() if isinstance(found, Record)]


def _newest(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (began(record), record.incident.id))[-1:]


def _only(ref: str, found: Sequence[Record | Broken]) -> Record:
    if not found:
        raise NoSuchIncident(ref)
    if len(found) > 1:
        raise AmbiguousReference(ref, [_candidate(each) for each in found])
    if isinstance(found[0], Broken):
        raise BrokenRecord(found[0])
    return found[0]


def _matching(wanted: str, ids: Sequence[tuple[str | None, PurePosixPath]]) -> list[PurePosixPath]:
    """Return the paths of what matches in the strictest way in which anything does."""
    ways: list[Callable[[str, str], bool]] = [lambda known, _: known == wanted, lambda known, _: known[9:] == wanted]
    if width(wanted) >= SHORTEST:
        ways += [lambda known, _: known[9:].startswith(wanted), lambda known, name: wanted in known or wanted in name]
    for way in ways:
        found = [path for known, path in ids if way(known or "", path.stem.casefold())]
        if found:
            return found
    return []


def _near(wanted: str, ids: Sequence[tuple[str | None, PurePosixPath]]) -> list[str]:
    names = {name: known for known, path in ids if known for name in (known, known[9:], layout.slug_of(path))}
    found = difflib.get_close_matches(wanted, names, 3)
    return list(dict.fromkeys(names[name] for name in found))


def _candidate(found: Record | Broken) -> Candidate:
    if isinstance(found, Broken):
        return Candidate(found.id, "(cannot be read)", "", found.path)
    return Candidate(found.incident.id, found.incident.title, found.incident.status.value, found.path)
