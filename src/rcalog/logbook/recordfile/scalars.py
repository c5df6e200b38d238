"""Scalars: what an unquoted word means, and how a text is written so that every YAML reads it the same."""

from __future__ import annotations

import re

from rcalog.logbook.recordfile.errors import UnwritableRecord
from rcalog.logbook.recordfile.limits import CONTROLS
from rcalog.logbook.recordfile.screening import SURROGATE, describe
from rcalog.model.times import Plain
from rcalog.patterns import pattern

Scalar = str | int | bool | None

LARGEST = 10**18
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = pattern(r"-?(?:0|[1-9][0-9]*)")

# What some YAML 1.1 or 1.2 reader takes for something else than text.
_NOT_TEXT = pattern(
    r"""~|null|true|false|yes|no|on|off|y|n|<<|=
      | [-+]?\.?[0-9_][0-9_.,:eE+-]*            # numbers, sexagesimals, leading zeros, dates
      | [-+]?0[xob][0-9a-f_]+ | [-+]?\.(?:inf|nan)
      | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:t|[ \t]+)[0-9].*""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_PLAIN = pattern(r"""[-?:,\[\]{}#&*!|>'"%@`]|.*(?::(?:\s|$)|\s\#)|\.\.\.|---""", re.DOTALL)
_FLOW_MARKS = pattern(r"[,\[\]{}?]")
# Controls act on a terminal, bidirectional ones show other words than the file holds; a BOM is seen by nobody.
_UNSEEN = rf"{CONTROLS}\t\ufeff\u202a-\u202e\u2066-\u2069"
_ESCAPED = pattern(rf'[\\"\n{_UNSEEN}]')
_HIDDEN = pattern(f"[{_UNSEEN}]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def read_plain(text: str) -> Scalar:
    """Return what an unquoted scalar means: null, true, false, a decimal integer, else text.

    Raises:
        OverflowError: for an integer beyond ±10^18.
    """
    if text in _WORDS:
        return _WORDS[text]
    if not _INTEGER.fullmatch(text):
        return text
    if len(text) > len(str(LARGEST)) + 1 or abs(int(text)) > LARGEST:
        raise OverflowError
    return int(text)


def write_inline(value: Scalar, *, flow: bool = False, quote: str = "") -> str:
    """Return a scalar on one line; `quote` is the quotation mark that the text had, if any."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    refuse_forbidden(value)
    if not quote and can_stand_plain(value, flow=flow):
        return value
    return _quoted(value, quote)


def can_stand_plain(text: str, *, flow: bool) -> bool:
    """Whether every YAML reader reads `text` as the same text without quotes."""
    if text != text.strip() or "\n" in text or _HIDDEN.search(text) or _NOT_PLAIN.match(text):
        return False
    if flow and _FLOW_MARKS.search(text):
        return False
    if isinstance(text, Plain):
        return isinstance(read_plain(text), str)
    return bool(text) and not _NOT_TEXT.fullmatch(text)


def can_stand_in_block(text: str) -> bool:
    """Whether `text` can be written below a `|`."""
    return bool(text.strip()) and not _HIDDEN.search(text.replace("\t", ""))


def block_header(text: str, width: int) -> str:
    """Return the indicator for `text` in a block that is indented by `width` more than its parent."""
    indent = str(width) if text[0] in " \t\n" else ""
    body = text.rstrip("\n")
    chomp = {0: "-", 1: ""}.get(len(text) - len(body), "+")
    return f"|{indent}{chomp}"


def block_lines(text: str, indent: int) -> list[str]:
    """Return the lines of `text` below its indicator."""
    refuse_forbidden(text)
    pad = " " * indent
    return [pad + line if line else "" for line in text.removesuffix("\n").split("\n")]


def refuse_forbidden(text: str) -> None:
    """Refuse characters that no record may hold.

    Raises:
        UnwritableRecord: that names the first of them.
    """
    match = SURROGATE.search(text)
    if match:
        reason = f"the text holds the character {describe(match[0])}"
        raise UnwritableRecord(reason, "type the text without it")


def _quoted(text: str, quote: str) -> str:
    if "\n" in text or _HIDDEN.search(text):
        return _double(text)
    if not quote:
        quote = "'" if '"' in text or "\\" in text else '"'
    return _single(text) if quote == "'" else _double(text)


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}", text) + '"'
