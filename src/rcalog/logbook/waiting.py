"""Writes that wait for git to finish something: stored as drafts, seen by reads, turned into intentions again."""

from __future__ import annotations

import difflib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from rcalog.errors import RcalogError
from rcalog.logbook.intents import Intent, Operation
from rcalog.logbook.planning import merged
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.model.base import record_data
from rcalog.model.reading import read_incident

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.journal import Draft, DraftKind

Payload = dict[str, object]


def payload_of(intent: Intent, after: Record | None) -> Payload:
    """Return an intention as plain data; `after` is what it means, where that could be made out."""
    wanted = intent.wanted
    return {
        "operation": intent.operation.value,
        "path": _path(intent, after),
        "before": _text(intent.record.raw) if intent.record else None,
        "after": _text(after.raw if after else intent.raw),
        "data": record_data(wanted) if wanted and not after else None,
        "trailers": [list(pair) for pair in intent.trailers],
        "extra": {path: _text(raw) for path, raw in intent.extra_paths.items()},
    }


def keep(book: Logbook, intent: Intent, payload: Payload, *, pending: bool) -> Draft:
    """Store an intention as a draft; the same one again is the same draft.

    Raises:
        DiskRefused: when even this cannot be stored.
    """
    record = intent.record
    known = record.incident.id if isinstance(record, Record) else record.id if record else None
    kind: DraftKind = "edit" if intent.operation is Operation.EDIT else "write"
    return book.drafts.keep(
        kind,
        payload,
        incident=known or (intent.wanted.id if intent.wanted else None),
        summary=intent.summary,
        created=book.clock.now(),
        pending=pending,
    )


def intent_of(book: Logbook, draft: Draft) -> Intent:
    """Return the intention that a draft of a write holds.

    Raises:
        InvalidRecord: for one that could never be written.
    """
    path = PurePosixPath(str(draft.payload["path"] or "."))
    before, data = _raw(draft.payload["before"]), draft.payload["data"]
    return Intent(
        Operation(str(draft.payload["operation"])),
        None if before is None else parse_record(path, before, book.repo),
        read_incident(cast("Payload", data)) if data else None,
        draft.summary,
        _raw(draft.payload["after"]),
        tuple((key, value) for key, value in cast("list[list[str]]", draft.payload["trailers"])),
        {name: _raw(text) for name, text in cast("Mapping[str, object]", draft.payload["extra"]).items()},
    )


def before_of(draft: Draft) -> bytes:
    """Return the record that a draft of a write began from; nothing for a new one."""
    return _raw(draft.payload["before"]) or b""


def after_of(draft: Draft) -> bytes:
    """Return the text of the record that a draft of a write holds."""
    return _raw(draft.payload["after"]) or b""


def difference_of(draft: Draft) -> str:
    """Return what a draft of a write changes, line by line; nothing where that could not be made out."""
    return difference(draft.payload)


def difference(payload: Mapping[str, object]) -> str:
    """Return what an intention changes, line by line; nothing where that could not be made out."""
    before, after = (_raw(payload[side]) for side in ("before", "after"))
    old, new = ((raw or b"").decode("utf-8", "replace").splitlines() for raw in (before, after))
    path = payload["path"]
    lines = difflib.unified_diff(old, new, f"a/{path}" if before else "/dev/null", f"b/{path}", lineterm="")
    return "" if after is None and before is None else "\n".join(lines)


def go_on_with(draft: Draft) -> str:
    """Return the command that goes on with a draft."""
    ref = f" {draft.incident}" if draft.incident else ""
    elsewhere = {
        "edit": f"rcalog edit{ref} --resume",
        "interview": f"rcalog why{ref}",
        "text": f"rcalog drafts show {draft.id} | {draft.payload.get('command')}",
    }
    return elsewhere.get(draft.kind, f"rcalog drafts resume {draft.id}")


def overlaid(book: Logbook, found: Record | Broken | None, draft: Draft) -> Record | Broken | None:
    """Return a record as it will be once a waiting draft is committed; as it is, where that cannot be told."""
    path = PurePosixPath(str(draft.payload["path"]))
    before, after = _raw(draft.payload["before"]), _raw(draft.payload["after"])
    if after is None:
        return None if found and found.raw == before else found
    mine = parse_record(path, after, book.repo)
    if (found.raw if found else None) != before:
        base = parse_record(path, before or b"", book.repo)
        if not (isinstance(found, Record) and isinstance(base, Record) and isinstance(mine, Record)):
            return found
        try:
            mine = merged(mine, base, found, book)
        except RcalogError:
            return found
    earlier = found.drafts if isinstance(found, Record) else ()
    return mine.with_(drafts=(*earlier, draft.id)) if isinstance(mine, Record) else mine


def _path(intent: Intent, after: Record | None) -> str | None:
    place = intent.record or after
    return place.path.as_posix() if place else None


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "surrogateescape")


def _raw(text: object) -> bytes | None:
    return None if text is None else str(text).encode("utf-8", "surrogateescape")
