"""The policy file: what a team has decided, read from `.rcalog/config.toml`."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from rcalog.config.settings import zone_named
from rcalog.errors import RcalogError
from rcalog.model.findings import Finding, Loc, Weight
from rcalog.model.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

PERSONAL = ("hooks", "editor", "pager")
"""What could run code or weaken a clone is never taken from a file that comes with a clone."""

PARTLY_GIVEN = ("required_legs", "action_days")
"""Tables of which a team may set one entry and leave the others as they are."""


class ConfigError(RcalogError):
    """The policy file cannot be used; `findings` has everything that is wrong with it."""

    code = "bad-config"

    def __init__(self, findings: list[Finding]) -> None:
        first = findings[0]
        super().__init__(first.message, hint=first.hint)
        self.findings = findings
        self.file, self.line, self.column = first.file, first.line, first.column


@dataclass(frozen=True)
class PolicyFile:
    """A policy as it was read, and what is odd about the file."""

    policy: Policy
    warnings: tuple[Finding, ...] = ()


def load_policy(raw: bytes | None, *, name: str) -> PolicyFile:
    """Read the text of a policy file; no file is a policy of defaults.

    Raises:
        ConfigError: with every error in it, each at its line.
    """
    if raw is None:
        return PolicyFile(Policy())
    text = _decoded(raw, name)
    data = _parsed(text, name)
    try:
        policy = Policy.model_validate(_completed(data))
    except ValidationError as err:
        raise ConfigError([_finding(text, name, part["loc"], part["msg"]) for part in err.errors()]) from err
    if policy.timezone and not zone_named(policy.timezone):
        message = f"{policy.timezone!r} is not a time zone; use a name such as Asia/Shanghai"
        raise ConfigError([_finding(text, name, ("timezone",), message)])
    return PolicyFile(policy, tuple(_unknown_keys(policy, (), text, name)))


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as err:
        line = raw[: err.start].count(b"\n") + 1
        raise ConfigError(
            [Finding("bad-config", Weight.ERROR, "not UTF-8 text", file=name, line=line, column=1)]
        ) from err


def _parsed(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", str(err))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") + 1, 1)
        message = f"cannot read this as TOML: {str(err)[: place.start() if place else None]}"
        raise ConfigError([Finding("bad-config", Weight.ERROR, message, file=name, line=line, column=column)]) from err


def _completed(data: dict[str, object]) -> dict[str, object]:
    """Return the data with the defaults of tables that were given in part."""
    for key in PARTLY_GIVEN:
        given = data.get(key)
        if isinstance(given, dict):
            data[key] = Policy.model_fields[key].get_default(call_default_factory=True) | given
    return data


def _unknown_keys(section: BaseModel, loc: Loc, text: str, name: str) -> Iterator[Finding]:
    known = list(type(section).model_fields)
    for key in section.model_extra or {}:
        if key.startswith("x_"):
            continue
        near = difflib.get_close_matches(key, known, 1)
        hint = f"did you mean {near[0]}?" if near else None
        if key in PERSONAL:
            hint = f"it is yours, not the team's: git config rcalog.{key} …"
        yield _finding(text, name, (*loc, key), "unknown key", weight=Weight.WARNING, hint=hint)
    for key in known:
        value = getattr(section, key)
        inner = value if isinstance(value, dict) else {None: value}
        for step, part in inner.items():
            if isinstance(part, BaseModel):
                yield from _unknown_keys(part, (*loc, key) if step is None else (*loc, key, step), text, name)


def _finding(
    text: str, name: str, loc: Loc, message: str, *, weight: Weight = Weight.ERROR, hint: str | None = None
) -> Finding:
    path = ".".join(str(step) for step in loc if step != "[key]")
    line, column = _position(text, loc)
    rule = ConfigError.code if weight is Weight.ERROR else "unknown-config-key"
    message = f"{path}: {message[:1].lower()}{message[1:]}"
    return Finding(rule, weight, message, hint, loc=loc, path=path, file=name, line=line, column=column)


def _position(text: str, loc: Loc) -> tuple[int, int]:
    """Return where the key that leads to `loc` stands: the line that shares most of its path."""
    table: list[str] = []
    best, found = 0, (1, 1)
    for number, line in enumerate(text.splitlines(), 1):
        keys = _keys(line)
        if keys is None:
            continue
        if line.lstrip().startswith("["):
            table = keys
        shared = _shared(keys if line.lstrip().startswith("[") else [*table, *keys], loc)
        if shared > best:
            best, found = shared, (number, len(line) - len(line.lstrip()) + 1)
    return found


def _keys(line: str) -> list[str] | None:
    """Return the keys that a line of TOML names: those of a table's header, or of what it sets."""
    header = re.match(r"\s*\[+([^\[\]]+)\]+", line)
    entry = re.match(r"\s*([\w.\"' -]+?)\s*=", line)
    named = header or entry
    if not named:
        return None
    try:
        node: object = tomllib.loads(f"{named[1]} = 0")
    except tomllib.TOMLDecodeError:
        return None
    keys = []
    while isinstance(node, dict):
        key, node = next(iter(node.items()))
        keys.append(key)
    return keys


def _shared(keys: list[str], loc: Loc) -> int:
    steps = [str(step) for step in loc]
    return len(keys) if steps[: len(keys)] == keys else 0
