"""Git's merge of the lines of a text: it keeps the comments and the layout of both sides."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rcalog.logbook.recordfile import RecordError, read
from rcalog.logbook.repository import run_git
from rcalog.model.base import record_data
from rcalog.model.changes import diff
from rcalog.model.reading import InvalidRecord, read_incident, with_item_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.git.spawn import GitResult

Texts = tuple[bytes, bytes, bytes]
"""A text as it is, as it was, and as it shall be."""


def merge_lines(
    texts: Texts, *, folder: Path, names: Sequence[str] = (), takes: Literal["current", "both"] | None = None
) -> GitResult:
    """Return git's merge of the lines; git is started in `folder`.

    Its code is 0 where the merge is clean; else it has conflict markers, with these names. With `takes` it is always
    clean: where both sides changed the same lines, they are the current ones, or both, the current ones first.
    """
    favour = [{"current": "--ours", "both": "--union"}[takes]] if takes else []
    labels = [word for name in names for word in ("-L", name)]
    with tempfile.TemporaryDirectory() as scratch:
        files = [Path(scratch, name) for name in ("current", "base", "mine")]
        for file, raw in zip(files, texts, strict=True):
            file.write_bytes(raw)
        return run_git(["merge-file", "-p", "-q", *favour, *labels, *map(str, files)], cwd=folder, check=False)


def merged_by_line(texts: Texts, wanted: dict[str, object], *, folder: Path) -> bytes | None:
    """Return git's merge of the lines of a record where it is clean and means what is wanted; None elsewhere."""
    answer = merge_lines(texts, folder=folder)
    return answer.out if not answer.code and _named(answer.out) == wanted else None


def united_by_line(texts: Texts, wanted: dict[str, object], *, folder: Path) -> bytes | None:
    """Return a text with all lines that both have put in, the current ones first, where it means what is wanted.

    In which order two put items in at the same place says nothing.
    """
    out = merge_lines(texts, folder=folder, takes="both").out
    data = _named(out)
    is_meant = data is not None and all(change.kind == "moved" for change in diff(data, wanted))
    return out if is_meant else None


def new_comments(texts: Texts) -> set[bytes]:
    """Return the lines of comment that are new in the text that shall be, and not in the text as it is."""
    current, base, mine = ({line.strip() for line in raw.splitlines()} for raw in texts)
    return {line for line in mine - base - current if line.startswith(b"#")}


def _named(raw: bytes) -> dict[str, object] | None:
    """Return the record that a text is, as plain data in which every item has an id; None where it is none."""
    try:
        return record_data(with_item_ids(read_incident(read(raw, name="record").data)))
    except (RecordError, InvalidRecord):
        return None
