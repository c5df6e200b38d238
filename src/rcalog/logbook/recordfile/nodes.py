"""A record as it stands in its file: what each value is, and from which character to which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

Loc = tuple[str | int, ...]
"""Where a value is: keys and indices from the top."""

BOM = b"\xef\xbb\xbf"


class Position(NamedTuple):
    """A place in a file, both counted from 1, the column in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One scalar; `style` is "" (plain), ', ", | or >."""

    start: int
    end: int
    position: Position
    value: str | int | bool | None
    style: str = ""

    @property
    def is_block(self) -> bool:
        """Whether the text stands on the lines below its indicator."""
        return self.style in {"|", ">"}

    @property
    def quote(self) -> str:
        """The quotation mark around the text, if any."""
        return "" if self.is_block else self.style


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and its value."""

    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; a block ends where its last value ends."""

    start: int
    end: int
    position: Position
    flow: bool
    pairs: dict[str, Pair]


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list; `start` of a block is its first dash."""

    start: int
    end: int
    position: Position
    flow: bool
    items: list[Node]


Node = ScalarNode | MapNode | ListNode


@dataclass(frozen=True)
class Document:
    """A record that was read: its bytes, its data, and where everything stands, which `parse` tells when asked.

    `find` tells where a value begins, where that can be told without its tree.
    """

    name: str
    raw: bytes
    data: dict[str, object]
    parse: Callable[[], tuple[str, MapNode]] = field(repr=False, compare=False)
    find: Callable[[Loc], Position | None] = field(default=lambda _: None, repr=False, compare=False)

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
        return self.find(loc) or self._find(loc)[1].position

    def key_position(self, loc: Loc) -> Position:
        """Return where the key of `loc` begins (the item, for an index), or else that of its nearest ancestor."""
        return self._find(loc)[0]

    def _find(self, loc: Loc) -> tuple[Position, Node]:
        node: Node = self.root
        key = node.position
        for step in loc:
            if isinstance(node, MapNode) and isinstance(step, str) and step in node.pairs:
                pair = node.pairs[step]
                key, node = pair.key.position, pair.value
            elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
                key = node.position
            else:
                break
        return key, node


def data_of(node: Node) -> object:
    """Return the plain data of a node."""
    if isinstance(node, MapNode):
        return {key: data_of(pair.value) for key, pair in node.pairs.items()}
    if isinstance(node, ListNode):
        return [data_of(item) for item in node.items]
    return node.value
