"""What the models refuse, in words that say what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rcalog.model.findings import Finding, Loc, Weight
from rcalog.model.paths import format_path, value_at

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SCHEMA = "rcalog/v1"
EXAMPLES = {
    "id": "an item's id is lower-case letters, digits, - and _, as in am3x7; an incident's is 20170131-k7f3q",
    "to": "an incident's id looks like 20170131-k7f3q",
    "every": "a period is a number and d, w, mo or y, as in 1d or 2w, and no longer than 99y",
    "of": "the blob that was approved, 40 hexadecimal digits",
    "rule": "a rule id is a letter and three digits, as in A204",
}

Verdict = tuple[str, str, str | None]
"""Rule, message, hint."""


def complaint(loc: Loc, errors: Sequence[ErrorDetails], data: Mapping[str, object]) -> Finding:
    """Return the finding for everything that the models refuse at one place."""
    rule, message, hint = _verdict(loc, errors, value_at(loc, data))
    item = _nearest_id(loc, data)
    return Finding(rule, Weight.ERROR, message, hint, loc, format_path(loc, data), item)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was probably meant to be."""
    near = difflib.get_close_matches(word.casefold(), list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def _verdict(loc: Loc, errors: Sequence[ErrorDetails], value: object) -> Verdict:
    key = next((step for step in reversed(loc) if isinstance(step, str)), "")
    if loc == ("schema",):
        return _schema(value)
    if value is None and isinstance(loc[-1], str):
        return "F201", f"{key} is missing", _missing_hint(key)
    found = next((error for error in errors if error["type"] in SPEAKERS), errors[0])
    return SPEAKERS.get(found["type"], _other)(key, found, value)


def is_newer(schema: object) -> bool:
    """Return whether a record has a format that only a newer rcalog knows."""
    found = re.fullmatch(r"rcalog/v(\d+)", schema) if isinstance(schema, str) else None
    return found is not None and int(found[1]) > int(SCHEMA.rpartition("v")[2])


def _schema(value: object) -> Verdict:
    if value is None:
        return "F208", "schema is missing, so this may not be a record", f"write schema: {SCHEMA} as the first line"
    if is_newer(value):
        return "F208", f"written by a newer rcalog, as {value}; this one reads {SCHEMA}", "install a newer rcalog"
    return "F208", f"schema is {shown(value)}; this rcalog reads {SCHEMA}", f"write schema: {SCHEMA}"


def _missing_hint(key: str) -> str | None:
    return "write when, with the offset, or unknown" if key == "at" else f"write {key}: and its value"


def _number(_key: str, _error: ErrorDetails, value: object) -> Verdict:
    digits = re.sub(r"[\s,_.']", "", value) if isinstance(value, str) else ""
    hint = f"write {digits} without quotes" if digits.isascii() and digits.isdecimal() else "write a number, or unknown"
    return "F203", f"expected a whole number from 0, or unknown; found {shown(value)}", hint


def _choice(key: str, error: ErrorDetails, value: object) -> Verdict:
    allowed = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    near = did_you_mean(value, allowed) if isinstance(value, str) else None
    listed = ", ".join(allowed)
    return "F202", f"{key} cannot be {shown(value)}", f"did you mean {near}? ({listed})" if near else f"one of {listed}"


def _text(_key: str, _error: ErrorDetails, value: object) -> Verdict:
    if value == "":
        return "F207", "the text is empty", "write something, or remove the key"
    scalar = isinstance(value, bool | int)
    return "F203", f"expected text; found {shown(value)}", f'quote it: "{shown(value)}"' if scalar else "write one text"


def _list(key: str, _error: ErrorDetails, value: object) -> Verdict:
    hint = (
        f"write it as an item below the key: - {shown(value)}"
        if isinstance(value, str)
        else "one item per line, - first"
    )
    return "F206", f"{key} is a list; found {shown(value)}", hint


def _keys(key: str, _error: ErrorDetails, value: object) -> Verdict:
    return "F206", f"{key} holds keys of its own; found {shown(value)}", "write its keys below it, indented by 2"


def _flag(_key: str, _error: ErrorDetails, value: object) -> Verdict:
    return "F203", f"expected true or false; found {shown(value)}", "write true or false, without quotes"


def _pattern(key: str, _error: ErrorDetails, value: object) -> Verdict:
    return "F205", f"{shown(value)} is not a valid {key}", EXAMPLES.get(key, EXAMPLES["id"])


def _time(_key: str, error: ErrorDetails, _value: object) -> Verdict:
    message, _, hint = error["msg"].removeprefix("Value error, ").partition("; ")
    return "F204", message, hint or "write 2026-11-20T14:05:00+08:00, a date, a month, or unknown"


def _other(_key: str, error: ErrorDetails, _value: object) -> Verdict:
    return "F200", error["msg"], None


SPEAKERS: Mapping[str, Callable[[str, ErrorDetails, object], Verdict]] = {
    "int_type": _number,
    "greater_than_equal": _number,
    "enum": _choice,
    "literal_error": _choice,
    "string_type": _text,
    "string_too_short": _text,
    "tuple_type": _list,
    "model_type": _keys,
    "model_attributes_type": _keys,
    "bool_type": _flag,
    "string_pattern_mismatch": _pattern,
    "value_error": _time,
}
"""Who speaks for a kind of pydantic error; a ValueError comes from our own times only."""


def shown(value: object) -> str:
    """Return a value as the record file would show it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "keys (" + ", ".join(map(str, value)) + ")"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"


def _nearest_id(loc: Loc, data: Mapping[str, object]) -> str | None:
    for end in range(len(loc), 0, -1):
        part = value_at(loc[:end], data)
        if isinstance(part, Mapping) and isinstance(part.get("id"), str):
            return str(part["id"])
    return None
