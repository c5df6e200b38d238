"""The words of a text, as they are looked for: one tokeniser for queries, for the predicate and for the index.

Width and case are folded. Letters and digits side by side are a word. Chinese and Japanese are written
without blanks: there each two neighbours are a token, and the last character is one. 连接池 gives 连接, 接池 and 池.
A query stands in a text where its tokens follow each other there, the last of them as the beginning of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from operator import add

from rcalog.patterns import pattern

TYPE_CHECKING = False

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from rcalog.model.findings import Loc

SEPARATOR = "\ue000"
"""A token that no text gives: it stands between two values, so that no phrase runs from one into the next."""

_DENSE = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c"  # marks that repeat, and numerals
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"  # ideographs
)
_DENSE_RANGES = tuple(zip(_DENSE[::3], _DENSE[2::3], strict=True))
_END = "\x01"
_ASCII = {each: chr(each).lower() if chr(each).isalnum() else " " for each in range(128)}
_ASCII_AND_END = _ASCII | {ord(_END): _END}
"""What becomes of the characters of an English text, which is many times faster than looking for its words."""


_SAID_EVERYWHERE = "schema"
_ALONE = (int, bool, float, type(None))


_FULL_WIDTH = tuple(zip("，：；！？（）", ",:;!?()", strict=True))
"""The signs of nearly all Chinese texts that are folded: without them there is nothing to fold, which is faster."""


def folded(text: str) -> str:
    """Return text as it is compared: full-width and half-width, upper and lower case alike."""
    if text.isascii():
        return text.lower()
    import unicodedata

    return unicodedata.normalize("NFKC", narrow(text).casefold())


def narrow(text: str) -> str:
    """Return text in the form NFKC, where full-width and half-width are alike."""
    if text.isascii():
        return text
    import unicodedata

    for full, half in _FULL_WIDTH:
        text = text.replace(full, half)
    return unicodedata.normalize("NFKC", text)


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, in order."""
    return text.translate(_ASCII).split() if text.isascii() else [token for _, token in places(folded(text))]


@cache  # so large a class takes longer to compile than a search takes: for a whole record that is little
def _run_or_end() -> re.Pattern[str]:
    return pattern(rf"[^\W_{_DENSE}]+|[{_DENSE}]+|{_END}")


def _is_dense(character: str) -> bool:
    if "\u4e00" <= character <= "\u9fff":  # nearly all of them
        return True
    return character >= _DENSE[0] and any(first <= character <= last for first, last in _DENSE_RANGES)


def have_no_cases(phrases: Iterable[Sequence[str]]) -> bool:
    """Return whether all of these tokens are Chinese or Japanese, which are the same in upper and lower case."""
    return all(_is_dense(token[0]) for phrase in phrases for token in phrase)


def _split(runs: Iterable[str]) -> list[str]:
    """Return the tokens of runs of characters, all of them dense or none."""
    found: list[str] = []
    for run in runs:
        if not run.isascii() and _is_dense(run[0]):
            found += map(add, run, run[1:])
            found.append(run[-1])
        else:
            found.append(run)
    return found


def places(text: str) -> list[tuple[int, str]]:
    """Return the tokens of a folded text, each with the place where it begins."""
    return [each for start, run in _runs(text) for each in enumerate(_split([run]), start)]


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the longest parts of a text that are all letters and digits, or all dense, and where each begins."""
    start, before = 0, ""
    for place, character in enumerate(text):
        kind = "dense" if _is_dense(character) else "word" if character.isalnum() else ""
        if kind != before:
            if before:
                yield start, text[start:place]
            start, before = place, kind
    if before:
        yield start, text[start:]


def phrase(text: str) -> list[str]:
    """Return the tokens that a query looks for, the last as a beginning; none where it has no letter and no digit."""
    found = tokens(text)
    has_pair = len(found) > 1 and len(found[-2]) == 2 and found[-2].endswith(found[-1]) and _is_dense(found[-1][0])
    return found[:-1] if has_pair else found


def stands_in(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Return whether the tokens of a phrase follow each other among those of a text."""
    *whole, start = wanted
    length = len(whole)
    return any(
        token.startswith(start) and list(found[place - length : place]) == whole
        for place, token in enumerate(found)
        if place >= length
    )


def tokens_of_values(values: Iterable[str]) -> list[str]:
    """Return the tokens of several values, with a separator after each."""
    return words_of_values(values).split()


def words_of_values(values: Iterable[str]) -> str:
    """Return the tokens of several values as one text, with blanks between them and a separator after each value."""
    # all of them at once, which is several times faster than one by one
    text = "".join([f"{value.replace(_END, ' ')} {_END} " for value in values])
    found = text.translate(_ASCII_AND_END).split() if text.isascii() else _split(_run_or_end().findall(folded(text)))
    return " ".join(found).replace(_END, SEPARATOR)


def values(data: object) -> Iterator[str]:
    """Return every value of a record that is text or a number, in document order; its keys and its schema are none."""
    found: list[str] = []
    _gather([data], found)
    return iter(found)


def _gather(items: Iterable[object], found: list[str]) -> None:
    for item in items:
        kind = type(item)  # nearly all are plain texts, maps and lists
        if kind is str:
            found.append(item)  # type: ignore[arg-type] # it is one
        elif kind is dict and _SAID_EVERYWHERE not in item:  # type: ignore[operator] # it is a map
            _gather(item.values(), found)  # type: ignore[attr-defined]
        elif kind is list:
            _gather(item, found)  # type: ignore[arg-type]
        elif isinstance(item, str):
            found.append(str(item))
        elif isinstance(item, dict) or (not isinstance(item, list) and isinstance(item, Mapping)):
            _gather([value for key, value in item.items() if key != _SAID_EVERYWHERE], found)
        elif isinstance(item, list | tuple):
            _gather(item, found)
        elif item is not None and not isinstance(item, bool):
            found.append(str(item))


def placed_values(data: Mapping[str, object]) -> list[tuple[Loc, str]]:
    """Return the same values as `values`, each with its place."""
    found: list[tuple[Loc, str]] = []
    _gather_placed(data, (), found)
    return found


def _gather_placed(
    data: Mapping[str, object] | list[object] | tuple[object, ...], loc: Loc, found: list[tuple[Loc, str]]
) -> None:
    pairs: Iterable[tuple[str | int, object]]
    pairs = enumerate(data) if isinstance(data, list | tuple) else data.items()
    for key, value in pairs:
        if isinstance(value, str):
            if key != _SAID_EVERYWHERE:
                found.append(((*loc, key), value))
        elif isinstance(value, dict | list | tuple) or (type(value) not in _ALONE and isinstance(value, Mapping)):
            _gather_placed(value, (*loc, key), found)
        elif value is not None and not isinstance(value, bool):
            found.append(((*loc, key), str(value)))
