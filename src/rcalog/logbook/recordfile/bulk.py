"""Read many records: a plain one by a parser that is some fifty times faster, and only where both see the same in it.

The fast parser (ryaml, where it is installed) knows more of YAML than a record may hold, and sees numbers where the
strict reader sees text. So a text is let through only when each of its lines is of a few plain forms, in which the two
cannot differ; whatever else there is, comments behind a `>` or a text wrapped over lines, the strict reader judges.
"""

from __future__ import annotations

import re
from functools import cache

from rcalog.logbook.recordfile.limits import MAX_BYTES, MAX_DEPTH, MAX_EVENTS
from rcalog.patterns import pattern

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable

_END = r"(?=[ ]*+(?:\n|\#))"
_FLOW_END = r"(?=[ ]*+[,\]}])"
_NO_WORD = r"(?![nNtTfFiI](?i:(?<=n)ull|(?<=t)rue|(?<=f)alse|(?<=n)an|(?<=i)nf|(?<=i)nfinity)"
_KEY = rf"{_NO_WORD}:)[^\W\d][\w-]{{0,99}}+:"
_INTEGER = r"-?(?:0|[1-9][0-9]{0,17})"
_DATE = r"~?[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
_TIME = rf"{_DATE}T[0-9][0-9:.]*+(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
_WORD = r"(?:null|true|false)"
_QUOTED = r"""(?:'(?:[^'\n]|'')*+'|"[^"\\\n]*+")"""
_FIRST = r"[^\s0-9\-?:,\[\]{}\#&*!|>'\"%@`+~.<=]"
_NUMBERLIKE = r"(?:0[xob]|[0-9_.,:eE+-]*+"
_TEXT = (
    rf"(?:{_NO_WORD}{_END}){_FIRST}|(?!{_NUMBERLIKE}{_END}))[0-9])"
    r"[^\n:\# ]*+(?:(?::(?=\S)|[ ]++(?=[^\s\#])|\#)[^\n:\# ]*+)*+"
)
_FLOW_TEXT = rf"(?:{_NO_WORD}{_FLOW_END}){_FIRST}|(?!{_NUMBERLIKE}{_FLOW_END}))[0-9])[^\n:\#,\[\]{{}}]*+"
_FLOW_VALUE = rf"(?:{_QUOTED}|(?:{_WORD}|{_INTEGER}|{_DATE}|{_TIME}){_FLOW_END}|{_FLOW_TEXT})[ ]*+"
_NEXT = r"(?:,[ ]++(?=[^\],}])|(?=[\]}]))"
_LIST = rf"\[[ ]*+(?:{_FLOW_VALUE}{_NEXT})*+\]"
_MAP = rf"\{{[ ]*+(?:{_KEY}[ ]++{_FLOW_VALUE}{_NEXT})*+\}}"
_VALUE = rf"(?:(?:{_WORD}|{_INTEGER}|{_DATE}|{_TIME}){_END}|{_QUOTED}|{_LIST}|{_MAP}|{_TEXT})"
_REST = r"(?:[ ]++(?:\#[^\n]*+)?)?+\n"
_BODY = r"\n*+{indent}(?P<{name}>[ ]++)[^\s][^\n]*+\n(?:\n|{indent}(?P={name})[^\n]*+\n)*+"


@cache
def flow() -> re.Pattern[str]:
    """Return what a list or a mapping in brackets looks like."""
    return pattern(rf"{_LIST}|{_MAP}", re.VERBOSE)


@cache
def flow_entry() -> re.Pattern[str]:
    """Return what an entry of one looks like: its value, and its key."""
    return pattern(rf"(?:(?P<key>{_KEY})[ ]++)?+(?P<value>{_FLOW_VALUE})", re.VERBOSE)


_PLAIN = pattern(
    rf"""(?:
        [ ]*+(?:(?:-[ ])?+{_KEY}[ ]++|-[ ]){_VALUE}{_REST}
      | [ ]*+(?:-[ ])?+{_KEY}{_REST}
      | (?P<key>[ ]*+){_KEY}[ ]\|-?\n{_BODY.format(name="below_key", indent="(?P=key)")}
      | (?P<item>[ ]*+)-[ ]{_KEY}[ ]\|-?\n{_BODY.format(name="below_item", indent="(?P=item)[ ][ ]")}
      | [ ]*+(?:\#[^\n]*+)?\n
    )++""",
    re.VERBOSE,
)
"""A whole text of lines that both readers take for the same."""

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
    parse = parser()
    if parse is None or len(raw) > MAX_BYTES:
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    if raw.translate(None, _CONTROLS) != raw or (not raw.isascii() and _UNUSUAL.search(raw)):
        return None
    if not _PLAIN.fullmatch(text if text.endswith("\n") else text + "\n"):
        return None
    try:
        data = parse(text)
    except ValueError:
        return None
    is_small = len(raw) < _SMALL and _DEEP not in text
    return data if isinstance(data, dict) and (is_small or _is_within(data)) else None


@cache
def parser() -> Callable[[str], object] | None:
    """Return the fast parser, if it is installed."""
    try:
        import ryaml
    except ImportError:
        return None
    loads: Callable[[str], object] = ryaml.loads
    return loads


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
