"""Write records as people do by hand, each in a style of its own, and say which line belongs to which value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from rcalog.logbook.recordfile import Loc
from rcalog.logbook.recordfile.scalars import can_stand_in_block, can_stand_plain

Line = tuple[str, Loc | None]
"""A line without its end, and the value that it belongs to; None for a blank line."""


@dataclass
class OddWriter:
    """Writes data in a random style; comments and spacing come as they do by hand."""

    random: Random
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(100_000)))
    brackets: set[Loc] = field(default_factory=set)
    """The outermost collections in brackets: a change within may change their lines."""

    def __post_init__(self) -> None:
        """Choose what one file has throughout."""
        pick = self.random.choice
        self.step = pick([1, 2, 2, 4])
        self.list_offset = pick([0, 0, 2, 4])
        self.dash_gap = pick([1, 1, 3])
        self.eol = pick(["\n", "\n", "\r\n"])
        self.comments = pick([0.0, 0.3, 0.8])
        self.blanks = pick([0.0, 0.0, 0.3])
        self.flows = pick([0.0, 0.2, 0.6])
        self.clips = False

    def document(self, data: dict[str, object]) -> tuple[str, list[Line]]:
        """Return the text of a file and its lines."""
        lines: list[Line] = [(top, None) for top in ("# yaml-language-server: x", "---", "") if self.often(0.3)]
        if lines and lines[0][0].startswith("#"):
            lines.insert(1, ("", None))
        lines += self.block(data, 0, ())
        text = self.eol.join(line for line, _ in lines)
        return text + (self.eol if self.clips or self.often(0.8) else ""), lines

    def often(self, chance: float) -> bool:
        """Throw a coin."""
        return self.random.random() < chance

    def block(self, value: dict[str, object] | list[object], column: int, loc: Loc) -> list[Line]:
        """Return the lines of a collection in block style at a column."""
        lines: list[Line] = []
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for step, child in entries:
            here = (*loc, step)
            if lines:
                lines += self.between(column, here)
            head = "-" if isinstance(step, int) else self.key(step) + self.random.choice(["", "", " "]) + ":"
            lines += self.entry(head, child, column, here)
        return lines

    def between(self, column: int, loc: Loc) -> list[Line]:
        """Return what stands above an entry: blank lines, a comment between, comments of its own."""
        lines: list[Line] = []
        if self.often(self.blanks):
            lines.append((" " if self.often(0.2) else "", None))
            if self.often(self.comments):
                lines += [(self.comment(column), loc[:-1]), ("", None)]
        if self.often(self.comments * 0.5):
            lines += [(self.comment(column), loc)]
        return lines

    def comment(self, column: int) -> str:
        """Return a comment that no other place has."""
        return " " * column + f"# mark {next(self.numbers)}: 说明 \"'"

    def tail(self) -> str:
        """Return what stands behind a value on its line."""
        if self.often(self.comments):
            return self.random.choice([" ", "   "]) + self.comment(0)
        return self.random.choice(["", "", "", "  "])

    def entry(self, head: str, value: object, column: int, loc: Loc) -> list[Line]:
        """Return the lines of a key or dash with its value."""
        pad = " " * column
        if value is None and self.often(0.5):
            return [(pad + head + self.tail(), loc)]
        gap = " " * (self.dash_gap if head == "-" else self.random.choice([1, 1, 3]))
        if not isinstance(value, (dict, list)):
            return self.scalar(pad + head + gap, value, column, loc)
        if not value or self.often(self.flows):
            return self.flow(pad + head + gap, value, column, loc)
        if head == "-":
            return self.item(pad, gap, value, column, loc)
        nested = column + (self.step if isinstance(value, dict) else self.list_offset)
        lines: list[Line] = [(pad + head + self.tail(), loc)]
        if self.often(self.comments * 0.3):
            lines.append((self.comment(nested), (*loc, next(iter(value), 0) if isinstance(value, dict) else 0)))
        lines += self.block(value, nested, loc)
        if nested > column and self.often(self.comments * 0.3):
            lines.append((self.comment(column + 1), loc))
        return lines

    def item(self, pad: str, gap: str, value: dict[str, object] | list[object], column: int, loc: Loc) -> list[Line]:
        """Return a collection behind a dash, or below a dash that stands alone."""
        if self.often(0.1):
            return [(pad + "-" + self.tail(), loc), *self.block(value, column + 2, loc)]
        (first, owner), *rest = self.block(value, column + 1 + len(gap), loc)
        return [(pad + "-" + gap + first.lstrip(" "), owner), *rest]

    def flow(self, head: str, value: dict[str, object] | list[object], column: int, loc: Loc) -> list[Line]:
        """Return a collection in brackets, on one line or an entry on each."""
        self.brackets.add(loc)
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        entries = self.flow_entries(value)
        if len(entries) < 2 or self.often(0.6):
            space = self.random.choice(["", "", " "])
            comma = self.random.choice([", ", ", ", ",", " , "])
            return [(head + opening + space + comma.join(entries) + space + closing + self.tail(), loc)]
        last_comma = self.random.choice(["", ","])
        lines = [(head + opening, loc)]
        for place, text in enumerate(entries):
            comma = "," if place < len(entries) - 1 else last_comma
            here = (*loc, [*value][place] if isinstance(value, dict) else place)
            lines.append((" " * (column + 3) + text + comma + self.tail(), here))
        return [*lines, (" " * (column + 1) + closing + self.tail(), loc)]

    def flow_entries(self, value: dict[str, object] | list[object]) -> list[str]:
        """Return the entries of a collection in brackets."""
        if isinstance(value, list):
            return [self.flow_value(child) for child in value]
        return [f"{self.key(key, flow=True)}: {self.flow_value(child)}" for key, child in value.items()]

    def flow_value(self, value: object) -> str:
        """Return a value within brackets."""
        if isinstance(value, dict):
            return "{" + ", ".join(self.flow_entries(value)) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow_entries(value)) + "]"
        return self.random.choice(self.one_line(value, flow=True))

    def key(self, key: str, *, flow: bool = False) -> str:
        """Return a key in one of its forms."""
        return self.random.choice(self.one_line(key, flow=flow))

    def one_line(self, value: object, *, flow: bool = False) -> list[str]:
        """Return the forms of a scalar on one line."""
        if not isinstance(value, str):
            return [json.dumps(value)]
        double = json.dumps(value, ensure_ascii=False).replace("\ufeff", "\\ufeff")
        forms = [double]
        if "\n" not in value and "\t" not in value and "\ufeff" not in value:
            forms.append("'" + value.replace("'", "''") + "'")
        if can_stand_plain(value, flow=flow):
            forms += [value] * 6
        return forms

    def scalar(self, head: str, value: object, column: int, loc: Loc) -> list[Line]:
        """Return a scalar in one of its forms, on one line or several."""
        keeps = isinstance(value, str) and value.endswith("\n\n")
        if (
            isinstance(value, str)
            and can_stand_in_block(value)
            and self.often(0.9 if "\n" in value else 0.1)
            and not (keeps and self.blanks)
        ):
            return self.block_text(head, value, column, loc)
        if isinstance(value, str) and self.often(0.2):
            lines = self.folded(head, value, column, loc)
            if lines:
                return lines
        if self.often(0.05):
            nested = " " * (column + 1 + self.random.choice([0, 1, 4]))
            return [(head.rstrip(), loc), (nested + self.random.choice(self.one_line(value)) + self.tail(), loc)]
        return [(head + self.random.choice(self.one_line(value)) + self.tail(), loc)]

    def block_text(self, head: str, value: str, column: int, loc: Loc) -> list[Line]:
        """Return a text below a `|`."""
        width = self.random.choice([1, 2, 4])
        body = value.rstrip("\n")
        chomp = {0: "-", 1: ""}.get(len(value) - len(body), "+")
        self.clips |= chomp != "-"
        digit = str(width) if value[0] in " \t\n" or self.often(0.1) else ""
        comment = " " + self.comment(0) if self.often(self.comments * 0.5) else ""
        lines = value.removesuffix("\n").split("\n")
        pad = " " * (column + width)
        below: list[Line] = [(pad + line if line else "", loc) for line in lines]
        after: list[Line] = [] if chomp == "+" else [("", None)] * self.random.choice([0, 0, 1, 2])
        return [(head + "|" + self.random.choice([digit + chomp, chomp + digit]) + comment, loc), *below, *after]

    def folded(self, head: str, value: str, column: int, loc: Loc) -> list[Line]:
        """Return a text whose words stand on several lines; nothing where that would change it."""
        words = value.split(" ")
        if len(words) < 2 or any(not word or can_stand_plain(word, flow=False) is False for word in words):
            return []
        forms = [("'", "'"), ('"', '"')] if not {'"', "'", "\\"} & set(value) else []
        forms += [("", ""), (">-\n", "")] if can_stand_plain(value, flow=False) else []
        if not forms:
            return []
        opening, closing = self.random.choice(forms)
        pad = " " * (column + 1 + self.random.choice([0, 1, 3]))
        parts = (opening + "\n".join(words) + closing).split("\n")
        lines: list[Line] = [(head + parts[0], loc), *((pad + part, loc) for part in parts[1:])]
        if opening == ">-\n":
            return lines
        return [*lines[:-1], (lines[-1][0] + self.tail(), loc)]
