"""Typed values: what a word means to the field that it is meant for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.recordfile import RecordError, load
from rcalog.model.fieldtypes import FieldType, Form, UnknownField
from rcalog.model.incident import Severity
from rcalog.model.numerals import digits
from rcalog.model.times import UNKNOWN
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.model.policy import Policy
    from rcalog.model.timegrammar.windows import Window

FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
SLUGS = {"services", "tags", "for"}
"""Lists of names, which hold no comma: several may be typed with commas between them."""

CAN_BE_UNKNOWN = {Form.TIME, Form.COUNT, Form.TEXT}
NOBODY_KNOWS = {UNKNOWN, "不知道", "未知", "不清楚"}
PERIOD = "every"


class BadValue(UsageError):
    """The value is none for this field."""

    code = "bad-value"

    def __init__(self, path: str, message: str, hint: str | None = None) -> None:
        super().__init__(f"{path}: {message}", hint=hint)


class UnknownSeverity(UsageError):
    """The word is no severity, ours or the team's."""

    code = "unknown-severity"

    def __init__(self, text: str, policy: Policy) -> None:
        words = ", ".join(policy.label(each) for each in Severity)
        super().__init__(f"{text!r} is no severity here", hint=f"one of {words}; rcalog help words")


class Reading(Value):
    """What is needed to understand a typed value."""

    now: datetime
    zone: tzinfo
    policy: Policy
    near: Window | None = None
    """What a time without a day is about, if not the present."""

    def value(self, kind: FieldType, path: str, text: str) -> object:
        """Return a typed text as plain data for a field.

        Raises:
            BadValue, UnknownSeverity, UnknownField, TimeNotUnderstood, TimeInFuture, TimeAmbiguous, DueNotUnderstood,
            PeriodNotUnderstood.
        """
        key = path.rpartition(".")[2]
        if kind.form in (Form.ITEMS, Form.KEYS, Form.ANYTHING) or (kind.form is Form.TEXTS and _is_flow(text)):
            return self._data(kind, path, _flow(kind, path, text))
        if kind.form is Form.TEXTS:
            return list(slugs([text])) if key in SLUGS else [text]
        if key == "severity":
            return (Severity.UNRATED if text == UNKNOWN else severity_of(text, self.policy)).value
        if text in NOBODY_KNOWS and kind.form in CAN_BE_UNKNOWN - {Form.TEXT}:
            return UNKNOWN
        return self._scalar(kind, path, text)

    def _scalar(self, kind: FieldType, path: str, text: str) -> object:
        match kind.form:
            case Form.TIME:
                from rcalog.model.timegrammar.reader import read_time

                return read_time(text, now=self.now, zone=self.zone, near=self.near).text
            case Form.DAY:
                from rcalog.model.timegrammar.due import read_due

                return read_due(text, now=self.now, zone=self.zone).isoformat()
            case Form.FLAG:
                return _flag(path, text)
            case Form.COUNT:
                return _count(path, text)
            case Form.WORD:
                return _word(kind, path, text)
            case _ if path.endswith(f".{PERIOD}"):
                from rcalog.model.timegrammar.lengths import read_period

                return read_period(text)
            case _:
                return text

    def _data(self, kind: FieldType, path: str, value: object) -> object:
        """Return what was typed in YAML's flow form, each part of it understood as its key wants it."""
        if kind.form is Form.ANYTHING or value is None:
            return value
        if isinstance(value, list):
            return [self._data(kind, path, item) for item in value]
        if isinstance(value, dict):
            return {key: self._key(kind, path, str(key), item) for key, item in value.items()}
        if kind.form in (Form.ITEMS, Form.KEYS):
            raise BadValue(path, f"{str(value)!r} has no keys", _example(kind))
        return str(value) if isinstance(value, int) and kind.form in (Form.TEXT, Form.TEXTS) else value

    def _key(self, kind: FieldType, path: str, key: str, value: object) -> object:
        try:
            below = kind.below(key)
        except KeyError:
            near = get_close_matches(key, kind.fields(), 1)
            raise UnknownField(f"{path}.{key}", next(iter(near), None), kind.fields()) from None
        if isinstance(value, str) and below.form not in (Form.ITEMS, Form.KEYS, Form.ANYTHING):
            return self.value(below, f"{path}.{key}", value)
        return self._data(below, f"{path}.{key}", value)


def slugs(typed: Iterable[str]) -> tuple[str, ...]:
    """Return the names that were typed, several with commas between them, each once."""
    names = [name.strip() for text in typed for name in re.split("[,，、]", text)]
    return tuple(dict.fromkeys(name for name in names if name))


def severity_of(text: str | None, policy: Policy) -> Severity:
    """Return the severity that a typed word means, ours or the team's own label; unrated for none.

    Raises:
        UnknownSeverity: for another word; it is never guessed.
    """
    if not text:
        return Severity.UNRATED
    labels = {label.casefold(): each for each, label in policy.severity_labels.items()}
    known = {each.value: each for each in Severity} | labels
    if text.casefold() not in known:
        raise UnknownSeverity(text, policy)
    return known[text.casefold()]


def _is_flow(text: str) -> bool:
    return text.startswith("[") and text.endswith("]")


def _flow(kind: FieldType, path: str, text: str) -> object:
    """Return what a text in YAML's flow form says; a field that may hold anything takes other text as it is."""
    if kind.form is Form.ANYTHING and not re.fullmatch(r"-?\d+|true|false|null|\[.*\]|\{.*\}", text, re.DOTALL):
        return text
    try:
        return load(f"value: {text}\n".encode(), name="value").data["value"]
    except RecordError as error:
        raise BadValue(path, f"cannot read {text!r}: {error.message}", _example(kind)) from error


def _example(kind: FieldType) -> str:
    keys = ", ".join(f"{key}: ..." for key in list(kind.fields())[:2])
    return f"write it as {{{keys}}}; keys: {', '.join(kind.fields())}" if keys else "write it as [one, two]"


def _flag(path: str, text: str) -> bool:
    if text.casefold() not in FLAGS:
        raise BadValue(path, f"expected true or false, found {text!r}")
    return FLAGS[text.casefold()]


def _count(path: str, text: str) -> int:
    plain = re.sub(r"(?<=\d)[,_ ](?=\d{3})", "", digits(text.strip()))
    if not plain.isdecimal():
        raise BadValue(path, f"expected a whole number, found {text!r}", "write a number, or unknown")
    return int(plain)


def _word(kind: FieldType, path: str, text: str) -> str:
    known = {word.casefold(): word for word in kind.words}
    if text.casefold() in known:
        return known[text.casefold()]
    near = get_close_matches(text.casefold(), known, 1)
    hint = f"did you mean {known[near[0]]}? " if near else ""
    raise BadValue(path, f"cannot be {text!r}", f"{hint}one of {', '.join(kind.words)}")
