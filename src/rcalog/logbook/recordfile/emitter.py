"""Data to the lines of a record, in the style of the format; no line of an existing file passes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.errors import RecordError, UnwritableRecord
from rcalog.logbook.recordfile.layout import FLOW_KEYS, PROSE_KEYS, Layout
from rcalog.logbook.recordfile.loader import read
from rcalog.logbook.recordfile.scalars import block_header, block_lines, can_stand_in_block, write_inline
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

DASH_WIDTH = 2
LONGEST_KEY = 1000
"""YAML finds a key within 1,024 characters."""


def emit(data: Mapping[str, object], *, header: str | None = None) -> bytes:
    """Write a new record; each line of `header` becomes a comment on top.

    Raises:
        UnwritableRecord: for text that no record may hold, or for a record beyond the limits.
    """
    lines = [f"# {line}".rstrip() for line in header.splitlines()] if header else []
    emitter = Emitter(Layout())
    for key, value in data.items():
        lines += emitter.pair(key, value, 0)
    raw = "".join(f"{line}\n" for line in lines).encode()
    try:
        written = read(raw, name="record")
    except RecordError as err:
        raise UnwritableRecord(err.message, err.hint) from err
    if written.data != dict(data):
        reason = "it would be read back as something else"
        raise UnwritableRecord(reason)
    return raw


class Emitter(Value):
    """Writes values as lines without their line ends; `quoted` puts every new text in double quotes."""

    layout: Layout
    quoted: bool = False

    def pair(self, key: str, value: object, indent: int) -> list[str]:
        """Return the lines of `key: value`, the key at column `indent`."""
        first, *rest = self.value(value, indent, key=key)
        return [f"{' ' * indent}{self.key(key)}:{first}", *rest]

    def item(self, value: object, indent: int) -> list[str]:
        """Return the lines of a list item, the dash at column `indent`."""
        first, *rest = self.value(value, indent)
        return [f"{' ' * indent}-{first}", *rest]

    def value(self, value: object, indent: int, *, key: str | None = None) -> list[str]:
        """Return `value` as what follows a colon (of `key`) or a dash at column `indent`, and the lines below."""
        if isinstance(value, str) and self.in_block(key, value):
            width = self.width(key)
            return [f" {block_header(value, width)}", *block_lines(value, indent + width)]
        if not isinstance(value, (dict, list)) or not value or key in FLOW_KEYS:
            return [f" {self.inline(value)}"]
        if key is not None:
            nested = self.layout.step if isinstance(value, dict) else self.layout.list_offset
            return ["", *self.nested(value, indent + nested)]
        first, *rest = self.nested(value, indent + DASH_WIDTH)
        return [f" {first.lstrip(' ')}", *rest]

    def width(self, key: str | None) -> int:
        """Return by how much the text of a `|` is indented."""
        return DASH_WIDTH if key is None else self.layout.step

    def nested(self, value: dict[str, object] | list[object], indent: int) -> list[str]:
        """Return the lines of a collection that is not empty, at column `indent`."""
        if isinstance(value, dict):
            return [line for key, child in value.items() for line in self.pair(key, child, indent)]
        return [line for child in value for line in self.item(child, indent)]

    def inline(self, value: object, *, flow: bool = False, quote: str = "") -> str:
        """Return `value` on one line; `flow` inside brackets, `quote` the mark that its text had before."""
        if isinstance(value, dict):
            pairs = (f"{self.key(key, flow=True)}: {self.inline(child, flow=True)}" for key, child in value.items())
            return "{" + ", ".join(pairs) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.inline(child, flow=True) for child in value) + "]"
        if value is None or isinstance(value, (str, int)):
            return write_inline(value, flow=flow, quote='"' if self.quoted else quote)
        msg = f"a record holds no {type(value).__name__}"
        raise TypeError(msg)

    def key(self, key: str, *, flow: bool = False) -> str:
        """Return a key without its colon."""
        written = write_inline(key, flow=flow)
        if len(written) > LONGEST_KEY:
            reason = f"a key of {len(written):,} characters"
            raise UnwritableRecord(reason, "shorten it")
        return written

    def in_block(self, key: str | None, text: str) -> bool:
        """Whether `text` goes below a `|`."""
        return not self.quoted and ("\n" in text or key in PROSE_KEYS) and can_stand_in_block(text)
