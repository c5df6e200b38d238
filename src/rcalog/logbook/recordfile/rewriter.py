"""The text of a record after a change, made from the text that it had."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.blocks import Piece, Source, assemble
from rcalog.logbook.recordfile.brackets import FlowPiece, taken_apart
from rcalog.logbook.recordfile.emitter import Emitter
from rcalog.logbook.recordfile.entries import Entry, EntryWriter
from rcalog.logbook.recordfile.limits import MAX_DEPTH
from rcalog.logbook.recordfile.matching import match_items, merge_keys
from rcalog.logbook.recordfile.nodes import MapNode, ScalarNode, data_of
from rcalog.logbook.recordfile.sameness import is_nothing, same_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.logbook.recordfile.blocks import Chunk
    from rcalog.logbook.recordfile.layout import Layout
    from rcalog.logbook.recordfile.nodes import ListNode, Node


class Rewriter:
    """Makes one attempt at a change: entries at depth `whole_from` and below are written anew as a whole."""

    def __init__(self, text: str, layout: Layout, *, quoted: bool = False, whole_from: int = MAX_DEPTH + 1) -> None:
        self.source = Source(text)
        self.eol = layout.eol
        self.emitter = Emitter(layout, quoted=quoted)
        self.writer = EntryWriter(self.source, self.emitter)
        self.whole_from = whole_from

    def root(self, node: MapNode, new: dict[str, object]) -> str:
        """Return the text of the whole file with `new` in place of what `node` holds."""
        text = self.source.text
        if node.flow:
            return text[: node.start] + self._flow(node, new) + text[node.end :]
        chunks = self.source.chunks(node, is_root=True)
        return text[: chunks[0].lead] + self._block(node, chunks, new, depth=1) + text[chunks[-1].end :]

    def _block(self, node: MapNode | ListNode, chunks: list[Chunk], new: object, *, depth: int) -> str:
        """Return the text of a block in place of its chunks; its entries are at `depth`."""
        indent = node.position.column - 1
        pieces: list[Piece] = []
        for key, value, origin in _plan(node, new):
            if origin is None:
                lines = self.emitter.item(value, indent) if key is None else self.emitter.pair(key, value, indent)
                pieces.append(Piece(self.writer.joined(lines)))
            else:
                entry = Entry(chunks[origin], indent, key, value)
                pieces.append(Piece(self._entry(entry, depth), origin))
        return assemble(self.source, chunks, pieces, indent, self.eol)

    def _entry(self, entry: Entry, depth: int) -> str:
        chunk, node, new = entry.chunk, entry.chunk.value, entry.new
        text = self.source.text
        if _stays(entry.key, node, new):
            return text[chunk.lead : chunk.end]
        if depth >= self.whole_from:
            return self.writer.anew(entry)
        if isinstance(node, ScalarNode):
            if new is None or isinstance(new, (str, int)):
                return self.writer.scalar(entry, node, new)
            return (entry.key is None and self.writer.wrapped(entry)) or self.writer.anew(entry)
        if not _can_be_edited(node, new):
            return self.writer.anew(entry)
        if node.flow:
            return text[chunk.lead : node.start] + self._flow(node, new) + text[node.end : chunk.end]
        inner = self.source.chunks(node)
        block = self._block(node, inner, new, depth=depth + 1)
        return text[chunk.lead : inner[0].lead] + block + text[inner[-1].end : chunk.end]

    def _flow(self, node: MapNode | ListNode, new: object) -> str:
        """Return a collection in brackets with the value `new`."""
        text = self.source.text
        if text[node.start] not in "[{":
            return self.emitter.inline(new, flow=True)
        children = _children(node)
        spans = [(child.start if key is None else key.start, child.end) for key, child in children]
        flow = taken_apart(text, node.start, node.end, spans)
        pieces: list[FlowPiece] = []
        for name, value, origin in _plan(node, new):
            if origin is not None:
                pieces.append(replace(flow.pieces[origin], body=self._flow_entry(*children[origin], value)))
            else:
                head = "" if name is None else f"{self.emitter.key(name, flow=True)}: "
                pieces.append(FlowPiece(head + self.emitter.inline(value, flow=True)))
        return flow.joined(pieces, node.position.column - 1, self.eol)

    def _flow_entry(self, key: ScalarNode | None, node: Node, new: object) -> str:
        text = self.source.text
        head = "" if key is None else text[key.start : node.start]
        if key is not None and node.start == node.end and not _stays(key, node, new):
            head = text[key.start : key.end] + ": "
        return head + self._flow_value(key, node, new)

    def _flow_value(self, key: ScalarNode | None, node: Node, new: object) -> str:
        if _stays(key, node, new):
            return self.source.text[node.start : node.end]
        if isinstance(node, ScalarNode):
            return self.emitter.inline(new, flow=True, quote=node.quote)
        return self._flow(node, new) if _can_be_edited(node, new) else self.emitter.inline(new, flow=True)


def _plan(node: MapNode | ListNode, new: object) -> Iterator[tuple[str | None, object, int | None]]:
    """Yield the entries that a collection is to have: key, value, and which old entry it was."""
    old = data_of(node)
    if isinstance(old, dict) and isinstance(new, dict):
        places = {key: place for place, key in enumerate(old)}
        yield from ((key, new.get(key), places.get(key)) for key in merge_keys(old, new))
    elif isinstance(old, list) and isinstance(new, list):
        yield from ((None, value, origin) for value, origin in zip(new, match_items(old, new), strict=True))


def _stays(key: object, node: Node, new: object) -> bool:
    """Whether a value is not changed; under a key, one kind of nothing is as good as another."""
    old = data_of(node)
    return same_data(old, new) or (key is not None and is_nothing(old) and is_nothing(new))


def _can_be_edited(node: MapNode | ListNode, new: object) -> bool:
    """Whether a collection can get the value `new` entry by entry."""
    if isinstance(node, MapNode):
        return isinstance(new, dict) and not is_nothing(new) and bool(node.pairs)
    return isinstance(new, list) and bool(new) and bool(node.items)


def _children(node: MapNode | ListNode) -> list[tuple[ScalarNode | None, Node]]:
    if isinstance(node, MapNode):
        return [(pair.key, pair.value) for pair in node.pairs.values()]
    return [(None, item) for item in node.items]
