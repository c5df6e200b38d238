"""The tree of a record as it stands in its file: what each value is, and from which character to which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rcalog.logbook.recordfile.document import Position


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


def data_of(node: Node) -> object:
    """Return the plain data of a node."""
    if isinstance(node, MapNode):
        return {key: data_of(pair.value) for key, pair in node.pairs.items()}
    if isinstance(node, ListNode):
        return [data_of(item) for item in node.items]
    return node.value
