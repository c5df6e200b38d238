"""Bytes to a `Document`: a record that is written plainly by its lines, any other strictly."""

from __future__ import annotations

from functools import lru_cache, partial

from rcalog.logbook.recordfile.bulk import read_plain
from rcalog.logbook.recordfile.document import Document
from rcalog.logbook.recordfile.plain import NotPlain

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.logbook.recordfile.document import Loc, Position
    from rcalog.logbook.recordfile.nodes import MapNode
    from rcalog.logbook.recordfile.places import Place


def load(raw: bytes, *, name: str = "record") -> Document:
    """Read a record strictly; `name` is how errors call the file.

    Raises:
        RecordError: the first thing that is wrong, with all others that are known in `others`.
    """
    from rcalog.logbook.recordfile.nodes import data_of
    from rcalog.logbook.recordfile.strict import read_strictly

    parsed = read_strictly(raw, name)
    data = {key: data_of(pair.value) for key, pair in parsed[1].pairs.items()}
    return Document(name, raw, data, lambda: parsed)


def read(raw: bytes, *, name: str) -> Document:
    """Read a record as `load` does, and where it is written plainly look for where things stand only when asked.

    Raises:
        RecordError: as `load` does.
    """
    data = read_plain(raw)
    if data is None:
        return load(raw, name=name)
    return Document(name, raw, data, partial(_tree, raw, name), partial(_find, raw))


def _tree(raw: bytes, name: str) -> tuple[str, MapNode]:
    from rcalog.logbook.recordfile.strict import read_strictly

    return read_strictly(raw, name)


def _find(raw: bytes, loc: Loc) -> Position | None:
    found = _places(raw)
    return found.at(loc).position if found else None


@lru_cache(maxsize=16)  # a record that has findings has several
def _places(raw: bytes) -> Place | None:
    from rcalog.logbook.recordfile.places import places

    try:
        return places(raw.decode())
    except NotPlain:
        return None
