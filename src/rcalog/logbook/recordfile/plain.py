"""The data of a record that is written plainly, put together from its lines: no parser is needed for that."""

from __future__ import annotations

from rcalog.patterns import pattern

TYPE_CHECKING = False

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    Data = dict[str, object]
    Block = Data | list[object]
    """A mapping or a list that may go on in the next line."""

WORDS = {"null": None, "true": True, "false": False}
_INTEGER = pattern("-?[0-9]+")


class NotPlain(Exception):
    """A line does not say by itself what it belongs to."""


def data_of_lines(lines: Iterable[tuple[str, ...]], entry: re.Pattern[str]) -> Data:
    """Return what lines say; `entry` finds key and value of what stands in brackets.

    Each line is its indentation, its dash, its key, its value as text or as something else, and of a text below its key
    the sign behind the bar, the lines and their indentation.

    Raises:
        NotPlain.
    """
    root: Data = {}
    pairs, column, waiting = root, 0, ""  # the mapping that was read last, and a key in it that has no value yet
    blocks: list[tuple[int, Block]] = [(0, root)]
    for indent, dash, key, text, other, chomp, body, below in lines:
        at = len(indent)
        if dash:
            items = _items(blocks, at, waiting)
            waiting = ""
            if not key:
                items.append(text.rstrip(" ") or _value(other, entry))
                column = -1
                continue
            column, pairs = at + 2, {}
            items.append(pairs)
            blocks.append((column, pairs))
        elif at != column:
            column, pairs = at, _pairs(blocks, at, waiting)
        if not key or key in pairs:
            raise NotPlain
        waiting = ""
        if text:
            pairs[key] = text.rstrip(" ")
        elif other:
            pairs[key] = _value(other, entry)
        elif body:
            pairs[key] = _text_below(body, len(below), chomp)
        else:
            pairs[key], waiting = None, key
    return root


def _items(blocks: list[tuple[int, Block]], column: int, waiting: str) -> list[object]:
    """Return the list whose dashes stand at a column, a new one where a key waits for it."""
    at, block = blocks[-1]
    if waiting and column >= at and isinstance(block, dict):
        items: list[object] = []
        block[waiting] = items
        blocks.append((column, items))
        return items
    _close(blocks, column)
    at, block = blocks[-1]
    if at != column or not isinstance(block, list):
        raise NotPlain
    return block


def _pairs(blocks: list[tuple[int, Block]], column: int, waiting: str) -> Data:
    """Return the mapping whose keys stand at a column, a new one where a key waits for it."""
    at, block = blocks[-1]
    if waiting and column > at and isinstance(block, dict):
        pairs: Data = {}
        block[waiting] = pairs
        blocks.append((column, pairs))
        return pairs
    _close(blocks, column)
    if isinstance(blocks[-1][1], list):  # its dashes may stand where the key does to which it belongs
        blocks.pop()
    at, block = blocks[-1]
    if at != column or not isinstance(block, dict):
        raise NotPlain
    return block


def _close(blocks: list[tuple[int, Block]], column: int) -> None:
    """Leave what stands further right; the first mapping is never left."""
    while blocks[-1][0] > column:
        blocks.pop()


def _text_below(body: str, indent: int, chomp: str) -> str:
    """Return the text that stands below its key."""
    text = "\n".join([line[indent:] for line in body.split("\n")]).rstrip("\n")
    return text if chomp else f"{text}\n"


def _value(said: str, entry: re.Pattern[str]) -> object:
    """Return what something says that may be no text."""
    match said[:1]:
        case "[":
            return [_value(each, entry) for _, each in entry.findall(said, 1)]
        case "{":
            return _in_braces(entry.findall(said, 1), entry)
        case "'":
            return said.rstrip(" ")[1:-1].replace("''", "'")
        case '"':
            return said.rstrip(" ")[1:-1]
        case "":
            raise NotPlain
    said = said.rstrip(" ")
    if said in WORDS:
        return WORDS[said]
    return int(said) if _INTEGER.fullmatch(said) else said


def _in_braces(entries: list[tuple[str, str]], entry: re.Pattern[str]) -> Data:
    found = {key[:-1]: _value(each, entry) for key, each in entries}
    if len(found) < len(entries):
        raise NotPlain
    return found
