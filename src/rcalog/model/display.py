"""Text for terminals: harmless whatever it holds, and measured in cells."""

from __future__ import annotations

from rcalog.patterns import pattern

HIDDEN = pattern(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"  # zero width, bidi, separators
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # shorthand and music controls, tags
    "\ud800-\udfff]"
)
"""Characters that act on a terminal, or that nobody sees."""

_PRINTABLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
_PRINTABLE_TAGS = b"\xf3\xa0"
"""Those of them that Python takes for printable, and how those begin in UTF-8 that are beyond U+E0000."""

ELLIPSIS = "..."

_WIDE = (("\u4e00", "\u9fff"), ("\uff01", "\uff60"), ("\u3001", "\u3011"))
"""Ideographs, full-width signs, and Chinese punctuation: all of them take two cells."""

_UNIT = pattern(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60][，。；：！？、）」』》]*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]+"
)
"""What is kept on one line: a word, or a wide character with the punctuation after it."""


def safe(text: str, *, multiline: bool = False) -> str:
    """Return `text` with everything that a terminal obeys, or that is invisible, spelt out.

    C0 controls become their pictures, the rest `<U+XXXX>`. With `multiline`, newlines and tabs stay.
    """
    if text.isprintable() and (text.isascii() or not _hides(text)):  # nearly all that is shown
        return text
    kept = "\n\t" if multiline else ""
    return HIDDEN.sub(lambda match: match[0] if match[0] in kept else _spelt(match[0]), text)


def _hides(text: str) -> bool:
    return _PRINTABLE_TAGS in text.encode() or any(character in text for character in _PRINTABLE)


def width(text: str) -> int:
    """Return how many cells `text` takes on a terminal; what `safe` would spell out is measured so."""
    shown = safe(text)
    if shown.isascii():
        return len(shown)
    if (plain := _plain_width(shown)) is not None:
        return plain
    from wcwidth import wcswidth

    return max(wcswidth(shown), 0)


def _plain_width(text: str) -> int | None:
    """Return the width of text in ASCII, ideographs and full-width signs, which needs no tables; None of any other."""
    cells = 0
    for character in text:
        if character < "\x7f":
            cells += 1
        elif any(first <= character <= last for first, last in _WIDE):
            cells += 2
        else:
            return None
    return cells


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Return `text` filled with blanks to `cells`; with `right`, the blanks come first."""
    if text.isascii() and text.isprintable() and not right:  # it is shown as it is
        return text.ljust(cells)
    blanks = " " * max(cells - width(text), 0)
    return blanks + text if right else text + blanks


def shorten(text: str, cells: int) -> str:
    """Return `text` on one line, cut so that it takes at most `cells`, with an ellipsis where something is missing."""
    shown = safe(text)
    if width(shown) <= cells:
        return shown
    if cells <= len(ELLIPSIS):
        return ELLIPSIS[:cells]
    room = cells - len(ELLIPSIS)
    kept = shown[:room]
    while width(kept) > room:
        kept = kept[:-1]
    return kept + ELLIPSIS


def wrap(text: str, cells: int) -> list[str]:
    """Return `text` as lines of at most `cells` (two at least), broken between words and between wide characters.

    Blanks and ends of lines are folded. A word that is wider than a line is broken.
    """
    shown, lines, line, end = safe(" ".join(text.split())), [], "", 0
    for token in _UNIT.finditer(shown):
        joined = line + shown[end : token.end()] if line else token[0]
        if line and width(joined) > cells:
            lines.append(line)
            joined = token[0]
        *full, line = [joined] if width(joined) <= cells else _pieces(joined, max(cells, 2))
        lines += full
        end = token.end()
    return [*lines, line]


def _pieces(text: str, cells: int) -> list[str]:
    pieces = [""]
    for character in text:
        if pieces[-1] and width(pieces[-1] + character) > cells:  # beside another one, a mark may take a cell
            pieces.append("")
        pieces[-1] += character
    return pieces


def _spelt(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return f"<U+{code:04X}>"
