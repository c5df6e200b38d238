"""A change as one line, for the bodies of commits and for the history."""

from __future__ import annotations

from collections.abc import Mapping

from rcalog.model.changes.form import Change, as_list, is_empty
from rcalog.model.times import When

PROSE = 60
"""A value longer than this is shortened."""

SIGNS = {"added": "+", "removed": "-", "moved": "moved"}
WORDS = ("problem", "cause", "event", "action", "what", "path")


def describe(change: Change, *, width: int | None = None) -> str:
    """Return a change as one line, such as `status: ongoing -> mitigated`, at most `width` characters long."""
    if change.kind == "set":
        text = f"{change.path}: {_step(change.before, change.after)}"
    else:
        item = change.before if change.kind == "removed" else change.after
        text = f"{change.path}: {SIGNS[change.kind]} {_item(item)}"
    return text if width is None else _short(text, width)


def _step(before: object, after: object) -> str:
    if is_empty(before):
        return _value(after)
    return f"{_value(before)} -> {'(removed)' if is_empty(after) else _value(after)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return _short(", ".join(f"{key}: {_value(item)}" for key, item in value.items()), PROSE)
    if isinstance(value, list | tuple):
        return _short(", ".join(_value(item) for item in value), PROSE)
    return _short(str(value), PROSE)


def _item(item: object) -> str:
    if not isinstance(item, Mapping):
        return _value(item)
    below = _count_below(item)
    return _short(own_words(item), PROSE) + (f" (and {below} below)" if below else "")


def own_words(item: Mapping[str, object]) -> str:
    """Return the words that an item of a record is known by to its readers."""
    get = {key: str(value) for key, value in item.items() if isinstance(value, str)}.get
    if "event" in item:
        return f"{_time(get('at', ''))} {get('event')}".strip()
    if "leg" in item:
        return f"{get('leg')}: {get('problem') or 'none: ' + get('none', '')}".removesuffix(": none: ")
    pairs = {"proof": "at", "status": "how", "verdict": "by", "rel": "to", "rule": "because"}
    for key in WORDS:
        if key in item:
            return get(key, "")
    for key, second in pairs.items():
        if key in item:
            return f"{get(key)} {get(second) or get('because', '')}".strip()
    return _value(item)


def _count_below(item: Mapping[str, object]) -> int:
    children = as_list(item.get("because")) or ()
    return sum(1 + (_count_below(child) if isinstance(child, Mapping) else 0) for child in children)


def _time(text: str) -> str:
    """Return the clock time of a stored time, else all of it."""
    try:
        when = When(text)
    except ValueError:
        return text
    about = "~" if when.approximate else ""
    return f"{about}{when.instant:%H:%M}" if when.instant else text


def _short(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"
