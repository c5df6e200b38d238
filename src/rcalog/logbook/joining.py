"""The text of a record that two sides changed, out of the three that git or a sync has."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.linemerge import merge_lines, merged_by_line
from rcalog.logbook.recordfile import Document, RecordError, SpliceFailed, load, read, splice
from rcalog.model.base import record_data
from rcalog.model.merge import merge
from rcalog.model.reading import read_incident

if TYPE_CHECKING:
    from pathlib import Path

    from rcalog.logbook.linemerge import Texts
    from rcalog.model.incident import Incident
    from rcalog.model.merge import Merged
    from rcalog.model.review import Conflict


@dataclass(frozen=True)
class Joined:
    """A record that became of two: its text, and what both had changed differently."""

    raw: bytes
    incident: Incident
    conflicts: tuple[Conflict, ...]


def join(base: bytes | None, ours: bytes, theirs: bytes, *, name: str, folder: Path) -> Joined:
    """Return the text that becomes of two which went apart at `base` (None, or nothing in it: both are new).

    Where git's merge of the lines is clean and means the same, it is that, with the comments of both sides; else it
    is one of the two, with what of the other stands apart from it, and only those lines changed that must be. It is
    the same text whichever is ours. `name` is said in errors; git is started in `folder`.

    Raises:
        RecordError, InvalidRecord, DifferentRecords, AmbiguousIds, SpliceFailed, UnwritableRecord.
    """
    documents = [read(raw, name=name) for raw in sorted((ours, theirs))]
    mine, other = (read_incident(document.data) for document in documents)
    start = read_incident(read(base, name=name).data) if base else None
    merged = merge(start, mine, other)
    raw = _written(documents[0], (documents[0].raw, base or b"", documents[1].raw), merged, folder)
    return Joined(raw, merged.incident, merged.conflicts)


def _written(document: Document, texts: Texts, merged: Merged, folder: Path) -> bytes:
    wanted = record_data(merged.incident)
    if raw := merged_by_line(texts, wanted, folder=folder):
        return raw
    with suppress(RecordError, SpliceFailed):  # of theirs, what stands apart from our changes: comments too
        return splice(load(merge_lines(texts, folder=folder, takes="current").out, name=document.name), wanted)
    return splice(document, wanted)
