"""The record file: read it strictly, write a new one, change one without touching the rest of it."""

from rcalog.logbook.recordfile.emitter import emit
from rcalog.logbook.recordfile.errors import RecordError, SpliceFailed, UnwritableRecord
from rcalog.logbook.recordfile.loader import load, read
from rcalog.logbook.recordfile.nodes import Document, Loc, Position
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
