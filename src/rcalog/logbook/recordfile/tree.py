"""Parser events to nodes: limits are kept, and what a record must not use is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rcalog.logbook.recordfile.document import Position
from rcalog.logbook.recordfile.limits import MAX_DEPTH, MAX_EVENTS
from rcalog.logbook.recordfile.nodes import ListNode, MapNode, Pair, ScalarNode
from rcalog.logbook.recordfile.scalars import LARGEST, read_plain
from rcalog.logbook.recordfile.screening import SURROGATE, describe
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruamel.yaml.events import (
        AliasEvent,
        CollectionStartEvent,
        DocumentStartEvent,
        Event,
        ScalarEvent,
    )

    from rcalog.logbook.recordfile.nodes import Node

_COLON = pattern(r"[ \t]*:")
_ESCAPE = pattern(r"\\(?:x(..)|u(.{4})|U(.{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", "N": "\x85"}
_SHORT_ESCAPES |= {"L": "\u2028", "P": "\u2029"}


class Refused(Exception):
    """Something at an offset of the text that a record must not hold."""

    def __init__(self, offset: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet; of a mapping, `key` waits for its value."""

    start: int
    position: Position
    flow: bool
    is_map: bool
    items: list[Node] = field(default_factory=list)
    pairs: dict[str, Pair] = field(default_factory=dict)
    key: ScalarNode | None = None
    awaits_value: bool = False


class TreeBuilder:
    """Takes the events of one document and builds its tree.

    What is wrong is collected in `problems` as long as reading on makes sense; beyond a limit `Refused` is raised.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.problems: list[Refused] = []
        self.reached = 0
        self._open: list[_Open] = []
        self._events = 0
        self._documents = 0
        self._handlers: dict[str, Callable[[Any], None]] = {
            "DocumentStartEvent": self._begin_document,
            "MappingStartEvent": self._begin_map,
            "MappingEndEvent": self._end_map,
            "SequenceStartEvent": self._begin_list,
            "SequenceEndEvent": self._end_list,
            "ScalarEvent": self._add_scalar,
            "AliasEvent": self._add_alias,
        }

    def take(self, event: Event) -> None:
        """Build on with one event."""
        self._events += 1
        self.reached = event.start_mark.index
        if self._events > MAX_EVENTS:
            message = f"more than {MAX_EVENTS:,} values and marks"
            raise Refused(self.reached, message, "move pasted logs out of the record and link to them as evidence")
        handler = self._handlers.get(type(event).__name__)
        if handler is not None:
            handler(event)

    def _begin_document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            raise Refused(self.reached, "a second document begins here", "one file holds one record: remove the rest")
        if event.version or event.tags:
            offset = re.search(r"^%", self.text, re.MULTILINE)
            self._refuse(offset.start() if offset else 0, "a YAML directive", "remove the line that begins with %")

    def _add_alias(self, event: AliasEvent) -> None:
        self._refuse(self.reached, f"an alias (*{event.anchor})", "write the value itself, or put the text in quotes")
        self._add(ScalarNode(self.reached, event.end_mark.index, _position(event), None))

    def _begin_map(self, event: CollectionStartEvent) -> None:
        self._begin(event, is_map=True)

    def _begin_list(self, event: CollectionStartEvent) -> None:
        self._begin(event, is_map=False)

    def _end_map(self, event: Event) -> None:
        done = self._open.pop()
        last = next(reversed(done.pairs.values()), None)
        end = event.end_mark.index if done.flow or last is None else last.value.end
        self._add(MapNode(done.start, end, done.position, done.flow, done.pairs))

    def _end_list(self, event: Event) -> None:
        done = self._open.pop()
        end = event.end_mark.index if done.flow or not done.items else done.items[-1].end
        self._add(ListNode(done.start, end, done.position, done.flow, done.items))

    def _add_scalar(self, event: ScalarEvent) -> None:
        self._refuse_properties(event)
        style = event.style or ""
        if not style and not event.value:
            self._add(self._empty(event))
            return
        start, end = event.start_mark.index, event.end_mark.index
        if style in {"|", ">"}:
            end = _end_of_block(self.text, start, end)
        value = event.value if style else self._plain(event.value)
        if style == '"':
            self._refuse_escapes(start, end)
        elif not style and event.value.endswith(":") and self._open and self._open[-1].flow:
            self._refuse(end - 1, "a colon without a space behind it", "put a space behind the colon, or use quotes")
        self._add(ScalarNode(start, end, _position(event), value, style))

    def _plain(self, text: str) -> str | int | bool | None:
        try:
            return read_plain(text)
        except OverflowError:
            message = f"an integer beyond ±{LARGEST:,}"
            self._refuse(self.reached, message, "put it in quotes if it is a name rather than a number")
            return text

    def _empty(self, event: ScalarEvent) -> ScalarNode:
        """Place an empty value right behind its colon; the parser names the next token's place."""
        place = event.start_mark.index
        top = self._open[-1] if self._open else None
        if top is None or top.key is None or not top.awaits_value:
            return ScalarNode(place, place, _position(event), None)
        colon = _COLON.match(self.text, top.key.end)
        place = colon.end() if colon else top.key.end
        line, column = top.key.position
        return ScalarNode(place, place, Position(line, column + place - top.key.start), None)

    def _begin(self, event: CollectionStartEvent, *, is_map: bool) -> None:
        self._refuse_properties(event)
        if len(self._open) == MAX_DEPTH:
            raise Refused(self.reached, f"nested deeper than {MAX_DEPTH} levels", "make the tree flatter")
        self._open.append(_Open(self.reached, _position(event), bool(event.flow_style), is_map))

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if not top.is_map:
            top.items.append(node)
        elif not top.awaits_value:
            top.key, top.awaits_value = self._checked_key(node, top), True
        else:
            if top.key is not None:
                self._add_pair(top, Pair(top.key, node))
            top.key, top.awaits_value = None, False

    def _add_pair(self, top: _Open, pair: Pair) -> None:
        name = str(pair.key.value)
        first = top.pairs.get(name)
        if first is None:
            top.pairs[name] = pair
            return
        lines = f"lines {first.key.position.line} and {pair.key.position.line}"
        self._refuse(pair.key.start, f"the key `{name}` stands twice: {lines}", "keep one of the two")

    def _checked_key(self, node: Node, top: _Open) -> ScalarNode | None:
        if not isinstance(node, ScalarNode):
            self._refuse(node.start, "a list or mapping as a key", "put the text in quotes if it is meant as text")
            return None
        if not isinstance(node.value, str):
            self._refuse(node.start, "a key that is not text", "put the key in quotes")
            return None
        if node.value == "<<" and not node.style:
            self._refuse(node.start, "a merge key (<<)", "write out the keys themselves")
        elif not top.flow and not _COLON.match(self.text, node.end):
            self._refuse(node.start, "a key marked by `?`", "write it as `key: value`")
        return node

    def _refuse_properties(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(self.reached, f"an anchor (&{event.anchor})", "remove it, or put the text in quotes")
        if event.tag:
            self._refuse(self.reached, "a tag (!)", "remove it, or put the text in quotes")

    def _refuse_escapes(self, start: int, end: int) -> None:
        for match in _ESCAPE.finditer(self.text, start, end):
            code = match[1] or match[2] or match[3]
            character = chr(int(code, 16)) if code else _SHORT_ESCAPES.get(match[4], "")
            if SURROGATE.match(character):
                message = f"the character {describe(character)} is not allowed in a record"
                self._refuse(match.start(), message, "delete the escape sequence")

    def _refuse(self, offset: int, message: str, hint: str) -> None:
        self.problems.append(Refused(offset, message, hint))


def _position(event: Event) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


def _end_of_block(text: str, start: int, end: int) -> int:
    """Return where the last line of a block scalar ends; blank lines below count only where `+` keeps them."""
    header, _, body = text[start:end].partition("\n")
    if "+" in header.split("#")[0]:
        return end - len(body) + len(body.removesuffix("\n").removesuffix("\r")) if body else end
    return start + len((header + "\n" + body).rstrip("\r\n"))
