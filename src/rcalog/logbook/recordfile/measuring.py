"""The layout that a file already has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.layout import Layout
from rcalog.logbook.recordfile.nodes import ListNode, MapNode, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.logbook.recordfile.document import Document
    from rcalog.logbook.recordfile.nodes import Node


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
