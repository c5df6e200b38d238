"""Where in a text the words stand that were looked for, as ranges of its characters."""

from __future__ import annotations

from functools import lru_cache

from rcalog.model.display import ELLIPSIS, width
from rcalog.model.tokens import folded, have_no_cases, narrow, places

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Range = tuple[int, int]


Marked = tuple[int, str, list[Range]]
"""A line: its number from 0, its text without the blanks around it, and where the words stand in it."""

_BETWEEN = "\x01"
"""Stands between texts that are folded at once: no text of a record holds it, and it changes nothing beside it."""


def worth_a_look(texts: Sequence[str], phrases: Sequence[Sequence[str]]) -> list[int]:
    """Return the places of the texts in which words may stand, the others being passed over quickly."""
    sought = [(max(phrase, key=len), phrase) for phrase in phrases]
    is_wide = not any(longest.isascii() for longest, _ in sought)  # then no text in ASCII has any of them
    seen = [place for place, text in enumerate(texts) if not (is_wide and text.isascii())]
    shown = folded(_BETWEEN.join([texts[place] for place in seen])).split(_BETWEEN)
    if len(shown) != len(seen):
        return seen
    found = set[int]()
    for longest, phrase in sought:
        near = [(place, text) for place, text in zip(seen, shown, strict=True) if longest in text]
        found.update(place for place, text in near if all(each in text for each in phrase))
    return sorted(found)


def may_stand(texts: str, phrases: Sequence[Sequence[str]]) -> list[bool]:
    """Return of each line whether it has all tokens of one of the phrases, in whatever order."""
    shown = (narrow if have_no_cases(phrases) else folded)(texts).split("\n")
    return [_has(line, phrases) for line in shown]


def _has(shown: str, phrases: Sequence[Sequence[str]]) -> bool:
    for phrase in phrases:  # plain loops: a search asks this of every key of what it has found
        for token in phrase:
            if token not in shown:
                break
        else:
            return True
    return False


def lines(text: str, phrases: Sequence[Sequence[str]]) -> list[Marked]:
    """Return the lines in which words stand; a phrase may run over the end of a line."""
    shown = folded(text)
    for phrase in phrases:
        if max(phrase, key=len) in shown:
            return list(_lines(text, ranges(text, phrases)))
    return []


def _lines(text: str, found: Sequence[Range]) -> Iterator[Marked]:
    """Yield the lines with what stands in them; `found` is in order, so that each line goes on where the last ended."""
    start = at = 0
    for number, line in enumerate(text.split("\n") if found else ()):
        shown, end = line.strip(), start + len(line)
        begin = end - len(line.lstrip())
        while at < len(found) and found[at][1] <= start:
            at += 1
        within = at
        while within < len(found) and found[within][0] < end:
            within += 1
        marks = [(max(first - begin, 0), min(last - begin, len(shown))) for first, last in found[at:within]]
        if marks := [(first, last) for first, last in marks if first < last]:
            yield number, shown, marks
        start = end + 1


def ranges(text: str, phrases: Iterable[Sequence[str]]) -> list[Range]:
    """Return where the phrases stand, from which character up to which, in order; what overlaps is one."""
    shown, starts, ends = _folded(text)
    found = _places(shown)
    joined: list[Range] = []
    for start, end in sorted(hit for phrase in phrases for hit in _hits(phrase, found)):
        first, last = starts[start], ends[end - 1]
        if joined and first < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def around(text: str, marks: Sequence[Range], cells: int) -> tuple[str, list[Range]]:
    """Return what of a text fits into so many cells, the first of the marks in it, and where the marks are then."""
    if width(text) <= cells:
        return text, list(marks)
    room = cells - 2 * len(ELLIPSIS)
    first = marks[0][0]
    begin = max(first - room // 3, 0)
    while width(text[begin:first]) > room // 3:
        begin += 1
    end = min(begin + room, len(text))
    while width(text[begin:end]) > room:
        end -= 1
    before, after = ELLIPSIS if begin else "", ELLIPSIS if end < len(text) else ""
    here = [(max(start, begin), min(stop, end)) for start, stop in marks]
    move = len(before) - begin
    return f"{before}{text[begin:end]}{after}", [(start + move, stop + move) for start, stop in here if start < stop]


def count(text: str, phrase: Sequence[str]) -> int:
    """Return how often a phrase stands in a text."""
    shown = folded(text)
    return len(_hits(phrase, _places(shown))) if max(phrase, key=len) in shown else 0


@lru_cache(maxsize=256)  # a line is looked at to count, to mark, and once more where it still stands
def _places(text: str) -> Sequence[tuple[int, str]]:
    return places(text)


def _hits(phrase: Sequence[str], found: Sequence[tuple[int, str]]) -> list[Range]:
    """Return the ranges of the folded text in which a phrase stands, the last of it as a beginning."""
    *whole, last = phrase
    length = len(whole)
    return [
        (found[place - length][0], start + len(last))
        for place, (start, token) in enumerate(found)
        if place >= length and token.startswith(last) and [each for _, each in found[place - length : place]] == whole
    ]


def _folded(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Return the folded text, and where in the text each of its characters begins and ends."""
    whole, length = folded(text), len(text)
    if text.isascii() or (len(whole) == length and _is_composed(text)):  # one by one
        return whole, range(length), range(1, length + 1)
    clusters = [(place, folded(cluster)) for place, cluster in _clusters(text)]
    if "".join(shown for _, shown in clusters) != whole:
        return whole, [0] * len(whole), [length] * len(whole)
    stops = [*(place for place, _ in clusters[1:]), length]
    starts = [place for place, shown in clusters for _ in shown]
    return whole, starts, [stop for stop, (_, shown) in zip(stops, clusters, strict=True) for _ in shown]


def _is_composed(text: str) -> bool:
    import unicodedata

    return unicodedata.is_normalized("NFC", text)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character with the marks that belong to it."""
    import unicodedata

    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, text[start:place]
            start = place
