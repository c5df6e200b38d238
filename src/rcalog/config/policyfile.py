"""The policy file: what a team has decided, read from `.rcalog/config.toml`."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from typing import TYPE_CHECKING

from rcalog.config.settings import zone_named
from rcalog.errors import RcalogError
from rcalog.model.declared import Declared, Misfit, plain
from rcalog.model.findings import Finding, Loc, Weight
from rcalog.model.policy import Policy
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import ErrorDetails

    from rcalog.model.rules.rule import Rule

PERSONAL = ("hooks", "editor", "pager")
"""What could run code or weaken a clone is never taken from a file that comes with a clone."""

CODE = "bad-config"

FORMS = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "dict_type": "a table",
    "greater_than_equal": "a whole number from 1 to 3650",
    "int_type": "a whole number from 1 to 3650",
    "less_than_equal": "a whole number from 1 to 3650",
    "model_type": "a table",
    "string_type": "text in quotation marks",
    "tuple_type": "a list",
}
"""What a value may be, by the kind of error that it made."""

PARTLY_GIVEN = ("required_legs", "action_days")
"""Tables of which a team may set one entry and leave the others as they are."""


class ConfigError(RcalogError):
    """The policy file cannot be read at all; `findings` says why, with its place."""

    code = CODE

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message, hint=finding.hint)
        self.findings = (finding,)
        self.file, self.line, self.column = finding.file, finding.line, finding.column


class PolicyFile(Value):
    """A policy as it was read, and what is odd about the file: values that were left out are errors."""

    policy: Policy
    warnings: tuple[Finding, ...] = ()


def load_policy(raw: bytes | None, *, name: str) -> PolicyFile:
    """Read the text of a policy file; no file is a policy of defaults, and so is each value that cannot be used.

    Raises:
        ConfigError: for what is no TOML.
    """
    if raw is None:
        return PolicyFile(Policy())
    text = _decoded(raw, name)
    policy, wrong = _validated(_parsed(text, name), text, name)
    if policy.timezone and not zone_named(policy.timezone):
        message = f"there is no time zone {policy.timezone!r}; each machine's own is used"
        wrong.append(_finding(text, name, ("timezone",), message, hint="use a name such as Asia/Shanghai"))
        policy = policy.model_copy(update={"timezone": None})
    odd = (*wrong, *_odd_weights(policy, text, name), *_unknown_keys(policy, (), text, name))
    return PolicyFile(_weighed(policy), tuple(sorted(odd, key=lambda each: (each.line or 0, each.column or 0))))


def _validated(data: dict[str, object], text: str, name: str) -> tuple[Policy, list[Finding]]:
    """Return the policy that the data makes without what is wrong in it, and what that is."""
    wrong: list[Finding] = []
    while True:
        try:
            return Policy.model_validate(_completed(data)), wrong
        except Misfit as err:
            for error in err.errors:
                if loc := _taken_out(data, error["loc"]):
                    message, hint = _complaint(loc, error)
                    wrong.append(_finding(text, name, loc, message, hint=hint))


def _taken_out(data: dict[str, object], loc: Loc) -> Loc:
    """Take the value out that an error is about, and return its place; nothing where it is out already."""
    steps: list[str] = []
    node: object = data
    inner: dict[str, object] = {}
    for step in loc:
        if not isinstance(node, dict) or step not in node:
            break
        inner, node = node, node[step]
        steps.append(str(step))
    if steps:
        del inner[steps[-1]]
    return tuple(steps)


def _complaint(loc: Loc, error: ErrorDetails) -> tuple[str, str | None]:
    """Return what is wrong with a value in words, and what it may be."""
    key, kind = ".".join(map(str, loc)), error["type"]
    words = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    if error["loc"][-1] == "[key]":
        return f"{key} is left out: there is no {loc[-1]}", f"one of {words}" if words else None
    value = json.dumps(error["input"], ensure_ascii=False, default=str)
    hint = f"one of {words}" if words else FORMS.get(kind)
    return f"{key} cannot be {value}; {_instead(loc)}", hint


def _instead(loc: Loc) -> str:
    """Return what counts in place of a value that was left out."""
    node: object = plain(Policy())
    for step in loc:
        node = node.get(step) if isinstance(node, dict) else None
    return "it is left out" if node is None else f"the default is used: {json.dumps(node, ensure_ascii=False)}"


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as err:
        line = raw[: err.start].count(b"\n") + 1
        raise ConfigError(Finding(CODE, Weight.ERROR, "not UTF-8 text", file=name, line=line, column=1)) from err


def _parsed(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", str(err))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") + 1, 1)
        message = f"cannot read this as TOML: {str(err)[: place.start() if place else None]}"
        raise ConfigError(Finding(CODE, Weight.ERROR, message, file=name, line=line, column=column)) from err


def _completed(data: dict[str, object]) -> dict[str, object]:
    """Return the data with the defaults of tables that were given in part."""
    given = {key: value for key in PARTLY_GIVEN if isinstance(value := data.get(key), dict)}
    return data | {key: Policy.model_fields[key].get_default() | given[key] for key in given}


def _odd_weights(policy: Policy, text: str, name: str) -> Iterator[Finding]:
    from rcalog.model.complaints import did_you_mean

    for rule, weight in policy.rules.items():
        if is_error_of_format(rule) and weight != Weight.ERROR.value:
            message = f"rules.{rule} cannot be {weight}: what is not in the format is an error, and stays one"
            yield _finding(text, name, ("rules", rule), message, hint="rcalog help rules")
        elif rule not in _rules():
            near = did_you_mean(rule, {each.casefold(): each for each in _rules()})
            hint = f"did you mean {near.upper()}?" if near else "rcalog help rules"
            yield _finding(text, name, ("rules", rule), f"there is no rule {rule}", weight=Weight.WARNING, hint=hint)


def _weighed(policy: Policy) -> Policy:
    """Return the policy without weights that a rule cannot have."""
    kept = {rule: weight for rule, weight in policy.rules.items() if not is_error_of_format(rule)}
    return policy if len(kept) == len(policy.rules) else policy.model_copy(update={"rules": kept})


def is_error_of_format(rule: str) -> bool:
    """Return whether a rule is about the format itself, and what breaks it an error."""
    found = _rules().get(rule)
    return found is not None and found.family == "F" and found.weight is Weight.ERROR


def _rules() -> Mapping[str, Rule]:
    from rcalog.model.rules import RULES

    return RULES


def _unknown_keys(section: Declared, loc: Loc, text: str, name: str) -> Iterator[Finding]:
    known = list(type(section).model_fields)
    for key in section.model_extra:
        if key.startswith("x_"):
            continue
        near = difflib.get_close_matches(key, known, 1)
        hint = f"did you mean {near[0]}?" if near else None
        if key in PERSONAL:
            hint = f"it is yours, not the team's: git config rcalog.{key} …"
        message = f"there is no key {'.'.join(map(str, (*loc, key)))}"
        yield _finding(text, name, (*loc, key), message, weight=Weight.WARNING, hint=hint)
    for key in known:
        value = getattr(section, key)
        inner = value if isinstance(value, dict) else {None: value}
        for step, part in inner.items():
            if isinstance(part, Declared):
                yield from _unknown_keys(part, (*loc, key) if step is None else (*loc, key, step), text, name)


def _finding(
    text: str, name: str, loc: Loc, message: str, *, weight: Weight = Weight.ERROR, hint: str | None = None
) -> Finding:
    line, column = _position(text, loc)
    rule = CODE if weight is Weight.ERROR else "unknown-config-key"
    return Finding(rule, weight, message, hint, loc=loc, file=name, line=line, column=column)


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
