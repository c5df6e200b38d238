"""Look at the bytes of a record before any parser does: size, encoding, characters, conflict markers."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from rcalog.logbook.recordfile.document import BOM, Position
from rcalog.logbook.recordfile.errors import RecordError
from rcalog.logbook.recordfile.limits import MAX_BYTES, NO_TEXT
from rcalog.patterns import pattern

MAX_REPORTED = 100
"""A file full of the same fault needs no longer list."""

FORBIDDEN = pattern(NO_TEXT)
"""What a file may not hold as it is."""
SURROGATE = pattern("[\ud800-\udfff]")
"""What no value may hold: half a character."""
_FORBIDDEN_RAW = pattern(rf"\r(?!\n)|(?!\r){FORBIDDEN.pattern}")
_MARKER = pattern(r"^(?:<{7,}|\|{7,}|={7,}|>{7,})(?=[ \r]|$)", re.MULTILINE)


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> Position:
        """Return the place of a character."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)


def conflict_markers(text: str) -> list[int]:
    """Return the lines that git left as conflict markers, counted from 1."""
    found = list(_MARKER.finditer(text))
    if not any(match[0][0] in "<>" for match in found):
        return []
    lines = Lines(text)
    return [lines.at(match.start()).line for match in found]


def decoded(raw: bytes, name: str) -> str:
    """Return the text of a record without its byte order mark.

    Raises:
        RecordError: for a file too large, not UTF-8, with forbidden characters or with conflict markers.
    """
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; a record has at most {MAX_BYTES:,}"
        raise RecordError(name, 1, 1, message, "move pasted logs out of the record and link to them as evidence")
    try:
        text = raw.removeprefix(BOM).decode()
    except UnicodeDecodeError as err:
        raise _not_utf8(err, name) from err
    problems = _found_markers(text, name) or _found_characters(text, name)
    if problems:
        raise first_of(problems)
    return text


def first_of(problems: list[RecordError]) -> RecordError:
    """Return the problem that stands first in the file, with the others in its `others`."""
    first, *others = sorted(problems, key=lambda error: (error.line, error.column))
    first.others = tuple(others)
    return first


def describe(character: str) -> str:
    """Return how to name a character that cannot be shown: `U+001B`, with its name where it has one."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")


def _not_utf8(err: UnicodeDecodeError, name: str) -> RecordError:
    before = bytes(err.object[: err.start]).decode()
    place = Lines(before).at(len(before))
    message = f"byte 0x{err.object[err.start]:02x} is not UTF-8"
    return RecordError(name, place.line, place.column, message, "save the file as UTF-8")


def _found_markers(text: str, name: str) -> list[RecordError]:
    hint = "keep what is right of both sides and delete the marker lines"
    markers = conflict_markers(text)
    return [RecordError(name, line, 1, "a conflict marker that git left", hint) for line in markers[:MAX_REPORTED]]


def _found_characters(text: str, name: str) -> list[RecordError]:
    lines, problems = Lines(text), []
    for match in _FORBIDDEN_RAW.finditer(text):
        place = lines.at(match.start())
        message = f"the character {describe(match[0])} is not allowed in a record"
        problems.append(RecordError(name, place.line, place.column, message, "delete the character"))
        if len(problems) == MAX_REPORTED:
            break
    return problems
