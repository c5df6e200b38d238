"""Read many records: those that are written plainly line by line, some fifty times sooner than strictly.

A text is let through only when each of its lines is of a few plain forms and says by its indentation what it belongs
to: then there is one way to read it, and the strict reader sees the same. Whatever else there is, comments behind a `>`
or a text wrapped over lines, the strict reader judges.
"""

from __future__ import annotations

import re
from functools import cache

from rcalog.logbook.recordfile.limits import MAX_BYTES, MAX_DEPTH, MAX_EVENTS
from rcalog.logbook.recordfile.plain import NotPlain, data_of_lines
from rcalog.patterns import pattern

_END = r"(?=[ ]*+(?:\n|\#))"
_FLOW_END = r"(?=[ ]*+[,\]}])"
_NO_WORD = r"(?![nNtTfFiI](?i:(?<=n)ull|(?<=t)rue|(?<=f)alse|(?<=n)an|(?<=i)nf|(?<=i)nfinity)"
_NAME = rf"{_NO_WORD}:)(?:[a-z][a-z0-9_]{{0,99}}+(?=:)|[^\W\d][\w-]{{0,99}}+)"  # as most are; any
_KEY = f"{_NAME}:"
_INTEGER = r"-?(?:0|[1-9][0-9]{0,17})"
_DATE = r"~?[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
_TIME = rf"{_DATE}T[0-9][0-9:.]*+(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
_WORD = r"(?:null|true|false)"
_QUOTED = r"""(?:'(?:[^'\n]|'')*+'|"[^"\\\n]*+")"""
_FIRST = r"[^\s0-9\-?:,\[\]{}\#&*!|>'\"%@`+~.<=]"
_NUMBERLIKE = r"(?:0[xob]|[0-9_.,:eE+-]*+"
_TEXT = (
    rf"(?:{_NO_WORD}{_END}){_FIRST}|(?!{_NUMBERLIKE}{_END}))[0-9])"
    r"[^\n:\#]*+(?:(?::(?=\S)|(?<=[^ ])\#)[^\n:\#]*+)*+"
)
_FLOW_NUMBERLIKE = r"(?:0[xob]|[0-9_.:eE+-]*+"  # a comma ends it there
_FLOW_TEXT = rf"(?:{_NO_WORD}{_FLOW_END}){_FIRST}|(?!{_FLOW_NUMBERLIKE}{_FLOW_END}))[0-9])[^\n:\#,\[\]{{}}]*+"
_FLOW_VALUE = rf"(?:{_QUOTED}|(?:{_WORD}|{_INTEGER}|{_DATE}|{_TIME}){_FLOW_END}|{_FLOW_TEXT})[ ]*+"
_NEXT = r"(?:,[ ]++(?=[^\],}])|(?=[\]}]))"
_LIST = rf"\[[ ]*+(?:{_FLOW_VALUE}{_NEXT})*+\]"
_MAP = rf"\{{[ ]*+(?:{_KEY}[ ]++{_FLOW_VALUE}{_NEXT})*+\}}"
_REST = r"[ ]*+(?:(?<![^ \n])\#[^\n]*+)?+\n"
_BODY = r"\n*+(\1(?(2)[ ][ ])[ ]++)[^\s][^\n]*+\n(?:[ ]*+\n|\8[^\n]*+\n)*+"


@cache
def flow() -> re.Pattern[str]:
    """Return what a list or a mapping in brackets looks like."""
    return pattern(rf"{_LIST}|{_MAP}", re.VERBOSE)


@cache
def flow_entry() -> re.Pattern[str]:
    """Return what an entry of one looks like: its key, and its value."""
    return pattern(rf"(?:(?P<key>{_KEY})[ ]++)?+(?P<value>{_FLOW_VALUE})", re.VERBOSE)


_SKIPPED = pattern(rf"(?:{_REST})*+", re.VERBOSE)
_LINE = pattern(
    rf"""([ ]*+)(-[ ])?+(?:({_NAME}):(?=[ \n])[ ]*+)?+
    (?:
        (?:({_TEXT}|(?:{_DATE}|{_TIME}){_END})|({_WORD}{_END}|{_INTEGER}{_END}|{_QUOTED}|{_LIST}|{_MAP}))?+{_REST}
      | \|(-?+)\n({_BODY})
    )(?:{_REST})*+
    |[^\n]""",
    re.VERBOSE,
)
"""A line, as `data_of_lines` takes it, with the empty ones and the comments below it; what is not plain has no key."""

_CONTROLS = bytes({*range(32), 127} - {10})
_UNUSUAL = pattern(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef(?:\xbf[\xbe\xbf]|\xbb\xbf)")
"""What else a file may not hold as it is, and the mark of byte order: bytes are searched several times faster."""

_SMALL = 14_000
_DEEP = " " * 50
"""A text of so few bytes, indented by less, cannot pass the limits: three bytes make four events at most, and each
column of indentation one level."""


def read_plain(raw: bytes) -> dict[str, object] | None:
    """Return the data of a record that is written plainly; None where the strict reader must judge.

    What is returned is what the strict reader would return.
    """
    if len(raw) > MAX_BYTES or not raw.endswith(b"\n"):  # a text below its key is another without its end
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    if raw.translate(None, _CONTROLS) != raw or (not raw.isascii() and _UNUSUAL.search(raw)):
        return None
    try:
        data = data_of_lines(_LINE.findall(_SKIPPED.sub("", text, 1)), flow_entry())
    except NotPlain:
        return None
    is_small = len(raw) < _SMALL and _DEEP not in text
    return data if data and (is_small or _is_within(data)) else None


def _is_within(data: dict[str, object]) -> bool:
    """Say whether data keeps the limits of a record."""
    level: list[dict[str, object] | list[object]] = [data]
    events, depth = 5, 0  # the stream and its document begin and end, the first mapping begins
    while level:
        depth += 1
        inside = [child for each in level for child in (each.values() if isinstance(each, dict) else each)]
        events += len(inside) + len(level) + sum(len(each) for each in level if isinstance(each, dict))
        if depth > MAX_DEPTH or events > MAX_EVENTS:
            return False
        level = [child for child in inside if isinstance(child, dict | list)]
    return True
