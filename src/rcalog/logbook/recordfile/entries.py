"""The lines of one entry of a block after its value changed; its comments and its key stay as written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.nodes import ScalarNode
from rcalog.logbook.recordfile.scalars import block_header, block_lines, can_stand_in_block
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from rcalog.logbook.recordfile.blocks import Chunk, Source
    from rcalog.logbook.recordfile.emitter import Emitter
    from rcalog.logbook.recordfile.scalars import Scalar

_INDICATOR = pattern(r"[|>][-+0-9]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A chunk of a block at column `indent` that gets the value `new`; an item has no key."""

    chunk: Chunk
    indent: int
    key: str | None
    new: object


@dataclass(frozen=True, slots=True)
class EntryWriter:
    """Writes changed entries into a source."""

    source: Source
    emitter: Emitter

    def scalar(self, entry: Entry, node: ScalarNode, new: Scalar) -> str:
        """Return the chunk with one scalar in place of another; what else stands on the line stays."""
        head = self._head(entry, node)
        if isinstance(new, str) and self._goes_in_block(entry, node, new):
            width = self._body_width(entry, node)
            lines = [block_header(new, width) + self._comment(entry), *block_lines(new, entry.indent + width)]
            return head + self.joined(lines) + self._below(entry)
        inline = head + self.emitter.inline(new, quote=node.quote)
        if node.is_block:
            return inline + self.joined([self._comment(entry)]) + self._below(entry)
        return inline + self.source.text[node.end : entry.chunk.end]

    def anew(self, entry: Entry) -> str:
        """Return the chunk with a value of another kind, or the same kind written anew."""
        first, *rest = self.emitter.value(entry.new, entry.indent, key=entry.key)
        comment = self._comment(entry)
        head = self.source.text[entry.chunk.lead : entry.chunk.head_end]
        return head + self.joined([first + (comment if "#" in comment else ""), *rest]) + self._below(entry)

    def wrapped(self, entry: Entry) -> str | None:
        """Return the chunk of a bare text that becomes the first value of a mapping, if it can stay as written."""
        node, new = entry.chunk.value, entry.new
        text = self.source.text
        if not isinstance(node, ScalarNode) or not isinstance(new, dict) or not isinstance(node.value, str):
            return None
        if next(iter(new.values()), None) != node.value or "\n" in text[node.start : node.end]:
            return None
        word, *others = new
        column = node.start - self.source.line_start(node.start)
        rest = self.emitter.nested({key: new[key] for key in others}, column)
        line = f"{self.emitter.key(word)}: {text[node.start : node.end]}{self.source.rest_of_line(node.end)}"
        return text[entry.chunk.lead : node.start] + self.joined([line, *rest]) + self._below(entry)

    def joined(self, lines: list[str]) -> str:
        """Return whole lines, each with its line end."""
        return "".join(line + self.emitter.layout.eol for line in lines)

    def _head(self, entry: Entry, node: ScalarNode) -> str:
        head = self.source.text[entry.chunk.lead : node.start]
        return head if head[-1:].isspace() else head + " "

    def _comment(self, entry: Entry) -> str:
        """Return what stands behind the value on its line: nothing, blanks or a comment."""
        node = entry.chunk.value
        if isinstance(node, ScalarNode) and node.is_block:
            indicator = _INDICATOR.match(self.source.text, node.start)
            return self.source.rest_of_line(indicator.end() if indicator else node.start)
        if isinstance(node, ScalarNode) or node.flow:
            return self.source.rest_of_line(node.end)
        is_below = self.source.line_end(entry.chunk.head_end) <= node.start
        return self.source.rest_of_line(entry.chunk.head_end) if is_below else ""

    def _below(self, entry: Entry) -> str:
        """Return the comments of the chunk that stand below its value."""
        below = self.source.line_end(max(entry.chunk.value.end, entry.chunk.head_end))
        return self.source.text[below : entry.chunk.end]

    def _goes_in_block(self, entry: Entry, node: ScalarNode, new: str) -> bool:
        if self.emitter.quoted:
            return False
        return self.emitter.in_block(entry.key, new) or (node.is_block and can_stand_in_block(new))

    def _body_width(self, entry: Entry, node: ScalarNode) -> int:
        """Return by how much the lines of a block text are indented: as they were, where there were any."""
        header, _, body = self.source.text[node.start : node.end].partition("\n")
        digit = re.match(r"[|>][-+]?([1-9])", header)
        if digit:
            return int(digit[1])
        line = next((line for line in body.split("\n") if line.strip()), "")
        width = len(line) - len(line.lstrip(" ")) - entry.indent
        return width if 1 <= width <= 9 else self.emitter.width(entry.key)
