"""The table of every key of config.toml, from the policy and the file that init writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import get_args, get_origin

from generator import code, table
from generator.kinds import hints, kind, part
from rcalog.config.default import DEFAULT_CONFIG
from rcalog.model.declared import Declared
from rcalog.model.policy import Policy

ENTRY = re.compile(r"#([\w.]+) = ")


def config_table() -> str:
    """Return one row for each key, with its default.

    Raises:
        KeyError: for a key that the file does not explain.
    """
    said = explained(DEFAULT_CONFIG)
    rows = ((code(key), what, default, said[key]) for key, what, default in _rows(Policy(), ""))
    return table(("key", "what it may be", "default", "meaning"), rows)


def explained(text: str) -> dict[str, str]:
    """Return the comment above each key of a policy file, and above the first key of each table."""
    found: dict[str, str] = {}
    comment = ""
    for line in text.splitlines():
        if line.startswith("# "):
            comment = f"{comment} {line[2:]}".strip()
        elif entry := ENTRY.match(line):
            for name in (entry[1], entry[1].partition(".")[0]):
                found.setdefault(name, comment)
        else:
            comment = ""
    return found


def _rows(section: Declared, prefix: str) -> Iterator[tuple[str, str, str]]:
    for key, hint in hints(type(section)).items():
        value = getattr(section, key)
        if isinstance(value, Declared):
            yield from _rows(value, f"{key}.")
        else:
            yield f"{prefix}{key}", _kind(hint), _default(value)


def _kind(hint: object) -> str:
    if get_origin(hint) is not dict:
        return kind(hint)
    _, value = get_args(hint)
    person = part(value)
    inner = ", ".join(f"{code(key)} ({kind(each)})" for key, each in hints(person).items()) if person else kind(value)
    return f"table; each entry: {inner}"


def _default(value: object) -> str:
    if value is None or value == {}:
        return "none"
    if isinstance(value, Mapping):
        return "<br>".join(code(f"{key} = {_toml(each)}") for key, each in value.items())
    return code(_toml(value))


def _toml(value: object) -> str:
    """Return a value as TOML writes it; for what stands here, JSON does the same."""
    return json.dumps(value, ensure_ascii=False)
