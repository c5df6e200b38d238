"""The entries of a block mapping or list as chunks of whole lines, and a block put together again from chunks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.nodes import ListNode, MapNode
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.recordfile.nodes import Node

    Block = MapNode | ListNode

_COMMENT = pattern(r"([ \t]*)#")
_COLON = pattern(r"[ \t]*:")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one entry, from the comments directly above to the deeper comments directly below."""

    lead: int
    """Where the chunk begins; within its line for the first entry behind a dash."""
    start: int
    """The key or the dash."""
    head_end: int
    """Behind the colon or the dash."""
    end: int
    """Behind the last line end."""
    value: Node


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one entry of the block that is to be: of the old entry `origin`, or new."""

    text: str
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, by lines."""

    text: str

    def line_start(self, offset: int) -> int:
        """Return where the line of a character begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line of a character ends, behind its line end."""
        return self.text.find("\n", offset) + 1 or len(self.text)

    def rest_of_line(self, offset: int) -> str:
        """Return what stands behind a character on its line, without the line end."""
        return self.text[offset : self.line_end(offset)].rstrip("\r\n")

    def comment_column(self, start: int) -> int | None:
        """Return the column of the comment that is the whole line at `start`, if it is one."""
        match = _COMMENT.match(self.text, start)
        return len(match[1]) if match else None

    def chunks(self, block: Block, *, is_root: bool = False) -> list[Chunk]:
        """Return the chunks of a block that is not in flow style."""
        column = block.position.column - 1
        chunks: list[Chunk] = []
        for start, head_end, value in self._entries(block):
            floor = chunks[-1].end if chunks else 0
            keeps_header = is_root and not chunks
            lead = self.line_start(start) if keeps_header else self._lead(start, column, floor)
            end = self._trail(self.line_end(max(head_end, value.end)), column)
            chunks.append(Chunk(lead, start, head_end, end, value))
        return chunks

    def _entries(self, block: Block) -> Sequence[tuple[int, int, Node]]:
        if isinstance(block, ListNode):
            column = block.position.column - 1
            dashes = [self._dash(item, column) for item in block.items]
            return [(dash, dash + 1, item) for dash, item in zip(dashes, block.items, strict=True)]
        entries = []
        for pair in block.pairs.values():
            colon = _COLON.match(self.text, pair.key.end)
            entries.append((pair.key.start, colon.end() if colon else pair.key.end, pair.value))
        return entries

    def _dash(self, item: Node, column: int) -> int:
        """Return the dash of an item: on its line, or above it with only comments in between."""
        line = self.line_start(item.start)
        while line and (self.text[line + column : line + column + 1] != "-" or self.comment_column(line) is not None):
            line = self.line_start(line - 1)
        return line + column

    def _lead(self, start: int, column: int, floor: int) -> int:
        """Return where the comments begin that stand directly above an entry and belong to it."""
        lead = self.line_start(start)
        if self.text[lead:start].strip():
            return start
        while lead > floor:
            above = self.line_start(lead - 1)
            comment = self.comment_column(above)
            if comment is None or comment > column or above < floor:
                break
            lead = above
        return lead

    def _trail(self, end: int, column: int) -> int:
        """Return where the comments end that stand directly below an entry, deeper than it."""
        while end < len(self.text):
            comment = self.comment_column(end)
            if comment is None or comment <= column:
                break
            end = self.line_end(end)
        return end


def is_inline(source: Source, chunk: Chunk) -> bool:
    """Whether a chunk begins behind a dash, on the dash's line."""
    return chunk.lead == chunk.start != source.line_start(chunk.start)


def assemble(source: Source, chunks: list[Chunk], pieces: list[Piece], indent: int, eol: str) -> str:
    """Return the text of a block made of `pieces` in place of the one made of `chunks`.

    What stands between two entries stays above the second of them; where blank lines stand
    between all entries, new ones get one too.
    """
    between = [source.text[one.end : other.lead] for one, other in pairwise(chunks)]
    gaps = _gaps(between, {piece.origin for piece in pieces})
    blank = eol if between and all(gap and not gap.strip() for gap in between) else ""
    inline = is_inline(source, chunks[0])
    text, gap = gaps[None], ""
    for place, piece in enumerate(pieces):
        if piece.origin is not None:
            indented = " " * indent if inline and piece.origin == 0 else ""
            text = _ended(text + gap, eol) + indented + piece.text
            gap = gaps.get(piece.origin, "")
        elif place:
            text = _ended(text, eol) + blank + piece.text
        else:
            text += piece.text + (blank if len(pieces) > 1 else "")
    text += gap if gap.strip() else ""
    return _behind_dash(text, indent, eol) if inline else text


def _gaps(between: list[str], kept: set[int | None]) -> dict[int | None, str]:
    """Return what follows each old entry that stays; None is for what comes before all of them."""
    gaps: dict[int | None, str] = {None: ""}
    owner: int | None = None
    for index, gap in enumerate(between):
        if index in kept:
            owner = index
            gaps[owner] = gap
        elif gap.strip():
            gaps[owner] = gaps.get(owner, "") + gap
    return gaps


def _ended(text: str, eol: str) -> str:
    return text if not text or text.endswith("\n") else text + eol


def _behind_dash(text: str, indent: int, eol: str) -> str:
    first = text[indent : indent + 1]
    return eol + text if text[:indent].strip() or first in {"", "#", "\r", "\n", " "} else text[indent:]
