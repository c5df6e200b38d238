"""A record that was read: its data at once, and where everything stands when somebody asks."""

from __future__ import annotations

from typing import NamedTuple

from rcalog.values import Value, cached_property

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable

    from rcalog.logbook.recordfile.nodes import MapNode, Node

Loc = tuple[str | int, ...]
"""Where a value is: keys and indices from the top."""

BOM = b"\xef\xbb\xbf"


class Position(NamedTuple):
    """A place in a file, both counted from 1, the column in characters."""

    line: int
    column: int


def _nowhere(_: Loc) -> Position | None:
    return None


class Document(Value):
    """A record that was read: its bytes, its data, and where everything stands, which `parse` tells when asked.

    `find` tells where a value begins, where that can be told without its tree.
    """

    name: str
    raw: bytes
    data: dict[str, object]
    parse: Callable[[], tuple[str, MapNode]]
    find: Callable[[Loc], Position | None] = _nowhere

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash((self.name, self.raw))

    def __repr__(self) -> str:
        return f"Document{self._told()}"

    def _told(self) -> tuple[str, bytes, dict[str, object]]:
        return self.name, self.raw, self.data

    @property
    def text(self) -> str:
        """The decoded text without a byte order mark; all offsets count in it."""
        return self._parsed[0]

    @property
    def root(self) -> MapNode:
        """The tree of nodes."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[str, MapNode]:
        return self.parse()

    def position(self, loc: Loc) -> Position:
        """Return where the value at `loc` begins, or else its nearest existing ancestor."""
        return self.find(loc) or self._nearest(loc).position

    def _nearest(self, loc: Loc) -> Node:
        from rcalog.logbook.recordfile.nodes import ListNode, MapNode

        node: Node = self.root
        for step in loc:
            if isinstance(node, MapNode) and isinstance(step, str) and step in node.pairs:
                node = node.pairs[step].value
            elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
            else:
                break
        return node
