"""Git's merge of the lines of a text: it keeps the comments and the layout of both sides."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.logbook.recordfile import RecordError, load
from rcalog.logbook.repository import run_git
from rcalog.model.base import record_data
from rcalog.model.reading import InvalidRecord, read_incident, with_item_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.git.spawn import GitResult

Texts = tuple[bytes, bytes, bytes]
"""A text as it is, as it was, and as it shall be."""


def merge_lines(texts: Texts, *, folder: Path, names: Sequence[str] = (), takes_current: bool = False) -> GitResult:
    """Return git's merge of the lines; git is started in `folder`.

    Its code is 0 where the merge is clean; else it has conflict markers, with these names. With `takes_current` it is
    always clean, for where both sides changed the same lines, they are the current ones.
    """
    favour = ["--ours"] if takes_current else []
    labels = [word for name in names for word in ("-L", name)]
    with tempfile.TemporaryDirectory() as scratch:
        files = [Path(scratch, name) for name in ("current", "base", "mine")]
        for file, raw in zip(files, texts, strict=True):
            file.write_bytes(raw)
        return run_git(["merge-file", "-p", "-q", *favour, *labels, *map(str, files)], cwd=folder, check=False)


def merged_by_line(texts: Texts, wanted: dict[str, object], *, folder: Path) -> bytes | None:
    """Return git's merge of the lines of a record where it is clean and means what is wanted; None elsewhere."""
    answer = merge_lines(texts, folder=folder)
    if answer.code:
        return None
    try:
        data = record_data(with_item_ids(read_incident(load(answer.out).data)))
    except (RecordError, InvalidRecord):
        return None
    return answer.out if data == wanted else None
