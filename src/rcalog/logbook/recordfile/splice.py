"""Change a record as a splice of its source: every byte that the change does not mean stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.document import BOM
from rcalog.logbook.recordfile.errors import RecordError, SpliceFailed
from rcalog.logbook.recordfile.loader import read
from rcalog.logbook.recordfile.measuring import layout_of
from rcalog.logbook.recordfile.rewriter import Rewriter
from rcalog.logbook.recordfile.sameness import is_nothing, same_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rcalog.logbook.recordfile.document import Document


def splice(document: Document, wanted: Mapping[str, object]) -> bytes:
    """Return the bytes of `document` changed so that they hold `wanted`.

    Keys that hold null, [] or {} count as absent on both sides. What is returned was read again and compared.

    Raises:
        UnwritableRecord: for a text that no record may hold.
        SpliceFailed: where no way of writing the change into this file is read back as it was meant.
    """
    data = dict(wanted)
    if same_data(document.data, data):
        return document.raw
    reason = "it would be empty"
    for rewriter in () if is_nothing(data) else _attempts(document):
        raw = _with_bom(document, rewriter.root(document.root, data))
        try:
            written = read(raw, name=document.name)
        except RecordError as err:
            reason = f"{err.message} (line {err.line})"
            continue
        if same_data(written.data, data):
            return raw
        reason = "it would be read back as something else"
    raise SpliceFailed(document.name, reason)


def _attempts(document: Document) -> Iterator[Rewriter]:
    """Yield ways to write a change, from the smallest: then in quotes, then larger and larger parts anew."""
    layout = layout_of(document)
    yield Rewriter(document.text, layout)
    yield Rewriter(document.text, layout, quoted=True)
    for depth in range(_deepest(document.data), 0, -1):
        yield Rewriter(document.text, layout, whole_from=depth)


def _deepest(value: object) -> int:
    if isinstance(value, dict):
        value = [*value.values()]
    return 1 + max(map(_deepest, value), default=0) if isinstance(value, list) else 0


def _with_bom(document: Document, text: str) -> bytes:
    return (BOM if document.raw.startswith(BOM) else b"") + text.encode()
