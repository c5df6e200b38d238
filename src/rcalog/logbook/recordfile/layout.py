"""How a file is laid out: the house style, or what a file already has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.nodes import ListNode, MapNode, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.logbook.recordfile.nodes import Document, Node

FLOW_KEYS = frozenset({"services", "tags", "for", "dropped", "accepted", "later", "source"})
"""Lists of slugs and small closed maps that stand on one line."""
PROSE_KEYS = frozenset({"summary"})
"""Texts that stand below `|-` even when they are one line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns that a mapping and a list are indented by, and the end of a line."""

    step: int = 2
    list_offset: int = 2
    eol: str = "\n"


def layout_of(document: Document) -> Layout:
    """Return the layout that the file has, from its first nested mapping and list."""
    steps = dict(reversed([*_steps(document.root)]))
    crlf = document.text.find("\r\n") == document.text.find("\n") - 1 and "\r\n" in document.text
    return Layout(
        step=min(max(steps.get(MapNode, 2), 1), 8),
        list_offset=min(max(steps.get(ListNode, 2), 0), 8),
        eol="\r\n" if crlf else "\n",
    )


def _steps(node: Node) -> Iterator[tuple[type[Node], int]]:
    if isinstance(node, ScalarNode) or node.flow:
        return
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _steps(item)
        return
    for pair in node.pairs.values():
        child = pair.value
        if not isinstance(child, ScalarNode) and not child.flow:
            yield type(child), child.position.column - node.position.column
        yield from _steps(child)
