"""Rows as CSV (RFC 4180), for spreadsheets: no cell of it is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from rcalog.model.display import safe

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of something to compute."""


def as_csv(rows: Iterable[Sequence[str]], head: Sequence[str]) -> str:
    """Return a table as CSV, its head first, harmless on a terminal too; ends of lines are CR LF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: str) -> str:
    shown = safe(value, multiline=True)
    return f"'{shown}" if value.startswith(FORMULA) else shown
