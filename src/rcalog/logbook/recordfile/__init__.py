"""The record file: read it strictly, write a new one, change one without touching the rest of it.

What is named here is loaded when it is first used: whoever reads many records needs none of what writes them.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.logbook.recordfile.document import Document, Loc, Position
    from rcalog.logbook.recordfile.emitter import emit
    from rcalog.logbook.recordfile.errors import RecordError, SpliceFailed, UnwritableRecord
    from rcalog.logbook.recordfile.loader import load, read
    from rcalog.logbook.recordfile.sameness import same_data
    from rcalog.logbook.recordfile.screening import conflict_markers
    from rcalog.logbook.recordfile.splice import splice

__all__ = [
    "Document",
    "Loc",
    "Position",
    "RecordError",
    "SpliceFailed",
    "UnwritableRecord",
    "conflict_markers",
    "emit",
    "load",
    "read",
    "same_data",
    "splice",
]

_PLACES = {
    "emitter": ("emit",),
    "errors": ("RecordError", "SpliceFailed", "UnwritableRecord"),
    "loader": ("load", "read"),
    "document": ("Document", "Loc", "Position"),
    "sameness": ("same_data",),
    "screening": ("conflict_markers",),
    "splice": ("splice",),
}


def __getattr__(name: str) -> object:
    from rcalog.lazily import found_in

    found = globals()[name] = found_in(__name__, _PLACES, name)
    return found
