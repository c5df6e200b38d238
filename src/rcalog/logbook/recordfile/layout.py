"""How a file is laid out: the house style."""

from __future__ import annotations

from rcalog.values import Value

FLOW_KEYS = frozenset({"services", "tags", "for", "dropped", "accepted", "later", "source"})
"""Lists of slugs and small closed maps that stand on one line."""
PROSE_KEYS = frozenset({"summary"})
"""Texts that stand below `|-` even when they are one line."""


class Layout(Value):
    """Columns that a mapping and a list are indented by, and the end of a line."""

    step: int = 2
    list_offset: int = 2
    eol: str = "\n"
