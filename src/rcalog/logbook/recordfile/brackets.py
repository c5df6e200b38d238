"""Edit a collection in brackets: its entries keep their spacing and their comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_TO_COMMA = pattern(r"((?:[ \t\r\n]|#[^\n]*(?:\n|$))*),")
_COMMENT = pattern(r"[ \t]+#[^\r\n]*")


@dataclass(frozen=True, slots=True)
class FlowPiece:
    """One entry between brackets, with what stands before it and around the comma behind it."""

    body: str
    lead: str | None = None
    """None for an entry that is new."""
    before_comma: str = ""
    comma: str = ""
    after_comma: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A collection in brackets, taken apart."""

    opening: str
    pieces: list[FlowPiece]
    closing: str

    def joined(self, pieces: Sequence[FlowPiece], column: int, eol: str) -> str:
        """Return the collection with `pieces` in place of its own; it begins at `column`."""
        fresh = self._fresh_lead(column, eol)
        text = self.opening
        for place, piece in enumerate(pieces):
            is_last = place == len(pieces) - 1
            lead = fresh if piece.lead is None else piece.lead
            if place == 0 and not lead.strip(" "):
                lead = self.pieces[0].lead or ""
            elif place and piece.lead == self.pieces[0].lead:
                lead = self.pieces[-1].lead or fresh
            comma = self.pieces[-1].comma if is_last else ","
            text += lead + piece.body + piece.before_comma + comma + piece.after_comma
        return text + self.closing

    def _fresh_lead(self, column: int, eol: str) -> str:
        """Return what stands before a new entry: a line of its own where the others have one."""
        own_line = [piece.lead for piece in self.pieces if piece.lead and "\n" in piece.lead]
        if own_line:
            return own_line[-1]
        commented = any("#" in piece.after_comma for piece in self.pieces)
        return eol + " " * (column + 1) if commented else " "


def taken_apart(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Flow:
    """Return the collection at [start, end) whose entries stand at `spans`."""
    pieces = []
    at = start + 1
    for body_start, body_end in spans:
        comma = _TO_COMMA.match(text, body_end, end - 1)
        behind = comma.end() if comma else body_end
        comment = _COMMENT.match(text, behind, end - 1)
        done = comment.end() if comment else behind
        before = comma[1] if comma else ""
        body, lead = text[body_start:body_end], text[at:body_start]
        pieces.append(FlowPiece(body, lead, before, "," if comma else "", text[behind:done]))
        at = done
    return Flow(text[start], pieces, text[at:end])
