"""What a record file held at a commit: its data, read fast, and compared without its ids being in the way."""

from __future__ import annotations

from collections.abc import Mapping

from rcalog.logbook.recordfile.bulk import read_plain
from rcalog.model.changes import Change, diff
from rcalog.model.emptiness import without_empty
from rcalog.values import Value, cached_property

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Collection

    from rcalog.logbook.book import Logbook

WITH_IDS = ("timeline", "whys", "because", "actions", "proofs")
"""The lists whose items get an id from rcalog."""


class State(Value):
    """What a file held, or nothing where there was none."""

    raw: bytes | None
    path: str
    book: Logbook

    @cached_property
    def data(self) -> Mapping[str, object] | None:
        """Its data as it stands; None where it is no YAML."""
        if self.raw is None:
            return {}
        if (plain := read_plain(self.raw)) is not None:
            return plain
        from rcalog.logbook.recordfile import RecordError, read

        try:
            return read(self.raw, name=self.path).data
        except RecordError:
            return None

    @cached_property
    def named(self) -> Mapping[str, object] | None:
        """Its data with an id for every item; None where it has not all of them, and is no valid record."""
        if self.data is None or _has_ids(self.data):
            return None if self.data is None else without_empty(self.data)
        from pathlib import PurePosixPath

        from rcalog.logbook.planning import named_data
        from rcalog.logbook.records import Record, parse_record

        record = parse_record(PurePosixPath(self.path), self.raw or b"", self.book.repo)
        return named_data(record) if isinstance(record, Record) else None

    @property
    def name(self) -> str | None:
        """The id of the record."""
        data = self.data or {}
        return str(data["id"]) if "id" in data else None

    @property
    def title(self) -> str:
        """The title of the record."""
        return str((self.data or {}).get("title", ""))

    def part(self, key: str) -> bytes | None:
        """Return the lines of a key at the top, nothing where it is not there; None where only a parser can tell."""
        raw = self.raw or b""
        if key.encode() not in raw:
            return b""
        import re

        found = re.findall(rb"^%b:.*(?:\n(?:[ \t#-].*|\r?$))*" % re.escape(key.encode()), raw, re.MULTILINE)
        return found[0] if len(found) == 1 else None


def changes_between(before: State, after: State) -> list[Change]:
    """Return the changes between two states: ids that were given on the way are none."""
    old, new = before.named, after.named
    if old is None or new is None:
        old, new = before.data or {}, after.data or {}
    # most of a record stays as it is, and need not be walked through; 1 and true are not alike
    alike = {key for key in old.keys() & new.keys() if repr(old[key]) == repr(new[key])}
    return diff(_without(old, alike), _without(new, alike))


def _without(data: Mapping[str, object], keys: Collection[str]) -> dict[str, object]:
    return {key: value for key, value in data.items() if key not in keys}


def may_differ(before: Collection[State], after: State, key: str) -> bool:
    """Return whether what stands under a key at the top may have changed, without parsing anything."""
    now = after.part(key)
    return now is None or any(each.part(key) != now for each in before)


def _has_ids(value: object, key: object = None) -> bool:
    if isinstance(value, Mapping):
        return (key not in WITH_IDS or "id" in value) and all(_has_ids(inner, name) for name, inner in value.items())
    return all(_has_ids(inner, key) for inner in value) if isinstance(value, list) else True
