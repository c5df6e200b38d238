"""The strict reader: the only user of ruamel.yaml, which gives events and where they stand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.errors import RecordError
from rcalog.logbook.recordfile.nodes import MapNode
from rcalog.logbook.recordfile.screening import MAX_REPORTED, Lines, decoded, first_of
from rcalog.logbook.recordfile.tree import Refused, TreeBuilder
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

    from rcalog.logbook.recordfile.nodes import Node

_EVERY_FAULT = (
    RecursionError,
    ValueError,
    OverflowError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
)
"""What the parser has been seen to raise on hostile text, beside its own errors."""

_FAR_ESCAPE = pattern(r"\\U(?!000|0010)[0-9a-fA-F]{8}")
_HINTS = (
    ("mapping values are not allowed", "put a text that holds ': ' in quotes, or check the indentation"),
    ("'\\t'", "indent with spaces, and put a text that holds a tab in quotes"),
    ("that cannot start any token", "put the text in quotes"),
    ("unexpected end of stream", "close the quotation mark"),
    ("expected ':'", "write the line as `key: value`, or indent it below the text that it continues"),
    ("block end", "check the indentation of this line and of the one above it"),
    ("escape", "write a backslash in double quotes as \\\\, or use single quotes"),
    ("expected ','", "close the bracket, or put a comma between the entries"),
)
_BEGUN_BEFORE = ("unexpected end of stream", "could not find expected ':'")
"""Faults that the parser notices only after the place where a person has to look."""
_HINT = "check the quotation marks, brackets and indentation around this place"


@lru_cache(maxsize=16)  # on its way to a commit a record is read several times as it was, and as it will be
def read_strictly(raw: bytes, name: str) -> tuple[str, MapNode]:
    """Return the text of a record and the tree of its nodes.

    Raises:
        RecordError: the first thing that is wrong, with all others that are known in `others`.
    """
    text = decoded(raw, name)
    builder = TreeBuilder(text)
    problems = _parse(text, builder)
    root = builder.root
    if problems or not isinstance(root, MapNode):
        lines = Lines(text)
        problems = problems[:MAX_REPORTED] or [_not_a_record(root)]
        raise first_of([_at(lines, name, problem) for problem in problems])
    return text, root


def _at(lines: Lines, name: str, problem: Refused) -> RecordError:
    place = lines.at(problem.offset)
    return RecordError(name, place.line, place.column, problem.message, problem.hint)


def _parse(text: str, builder: TreeBuilder) -> list[Refused]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except Refused as fatal:
        return [*builder.problems, fatal]
    except MarkedYAMLError as err:
        return [*builder.problems, _syntax(err)]
    except (YAMLError, *_EVERY_FAULT):
        return [*builder.problems, _fault(text, builder.reached)]
    return builder.problems


def _syntax(err: MarkedYAMLError) -> Refused:
    problem = " ".join((err.problem or err.context or "not understood").split())
    mark = err.problem_mark or err.context_mark
    if any(words in problem for words in _BEGUN_BEFORE) and err.context_mark is not None:
        mark = err.context_mark
    hint = next((hint for words, hint in _HINTS if words in problem), _HINT)
    return Refused(mark.index if mark is not None else 0, f"not valid YAML: {problem}", hint)


def _fault(text: str, reached: int) -> Refused:
    escape = _FAR_ESCAPE.search(text, reached)
    if escape:
        return Refused(escape.start(), f"{escape[0]} is no character", "remove the escape sequence")
    return Refused(reached, "not valid YAML", _HINT)


def _not_a_record(root: Node | None) -> Refused:
    if root is None:
        return Refused(0, "the file is empty", "bring it back with git, or remove the file")
    return Refused(root.start, "a record is made of `key: value` lines", "begin with `schema: rcalog/v1`")
