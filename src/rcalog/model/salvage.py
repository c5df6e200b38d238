"""What is left of a record when the values that the models refuse are set aside: the rules can look at the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rcalog.model.fieldtypes import FieldType, Form, field_type
from rcalog.model.findings import Finding, Loc
from rcalog.model.incident import Incident
from rcalog.model.paths import value_at
from rcalog.model.reading import InvalidRecord, read_incident
from rcalog.model.times import UNKNOWN
from rcalog.values import Value

ROUNDS = 3
"""What was refused may have hidden something that is refused too."""

NOBODY = "00000000-aaaaa"
STAND_INS: Mapping[str, str] = {"severity": "unrated", "id": NOBODY, "to": NOBODY, "rule": "A000"}
BY_FORM: Mapping[Form, object] = {Form.TIME: UNKNOWN, Form.DAY: "2000-01-01", Form.TEXT: UNKNOWN}

OF_ALL = frozenset(["F108", "A205"])
"""Rules that no part of a record decides: what is set aside may be what they miss."""
OF_IDS = frozenset(["F104", "F105", "F106"])
IDS = frozenset(["id", "timeline", "whys", "because", "actions", "proofs"])
"""Keys below which ids stand; an id that was set aside with its item may be what others name."""
OF_CAUSES = frozenset(["S104", "S109", "A201", "A204", "A211"])
OF_ACTIONS = frozenset(["A201", "A204", "A211"])


class Rest(Value):
    """A record without the values that stand at the places `aside`; where a key must be, something says nothing."""

    incident: Incident
    data: Mapping[str, object]
    aside: tuple[Loc, ...]

    def tells(self, found: Finding) -> bool:
        """Return whether a finding is one of the rest, and does not only follow from what was set aside."""
        return found.rule not in self._silent() and not any(_follows(found, loc) for loc in self.aside)

    def _silent(self) -> frozenset[str]:
        """Return the rules that cannot be judged without what was set aside."""
        tops = {loc[0] for loc in self.aside}
        keys = {next(step for step in reversed(loc) if isinstance(step, str)) for loc in self.aside}
        silent = ((OF_ALL, True), (OF_IDS, keys & IDS), (OF_CAUSES, "whys" in tops), (OF_ACTIONS, "actions" in tops))
        return frozenset[str]().union(*(rules for rules, applies in silent if applies))


def rest_of(data: Mapping[str, object]) -> Rest | None:
    """Return what is left of a record that is refused; None where it may be of another format, or nothing is left."""
    left, aside = {str(key): _copy(value) for key, value in data.items()}, list[Loc]()
    for _ in range(ROUNDS):
        try:
            return Rest(read_incident(left), left, tuple(aside))
        except InvalidRecord as refused:
            if any(each.rule == "F208" for each in refused.findings):
                return None
            for each in refused.findings:
                _set_aside(left, each.loc)
                aside.append(each.loc)
    return None


def _copy(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list | tuple) else value


def _set_aside(data: dict[str, object], loc: Loc) -> None:
    """Take a value out; items stay where they are, so that the places of all others do."""
    part: Any = value_at(loc[:-1], data)
    key, kind = loc[-1], field_type(loc, "")
    if isinstance(key, int):
        part[key] = _least(kind) if kind.form is Form.ITEMS else UNKNOWN
    elif kind.required:
        part[key] = _stand_in(key, kind)
    else:
        del part[key]


def _stand_in(key: str, kind: FieldType) -> object:
    """Return something that a key takes and that says nothing."""
    return STAND_INS.get(key) or BY_FORM.get(kind.form) or next(iter(kind.words), UNKNOWN)


def _least(kind: FieldType) -> dict[str, object]:
    """Return an item with nothing but what it must have."""
    return {key: _stand_in(key, kind.below(key)) for key in kind.fields() if kind.below(key).required}


def _follows(found: Finding, aside: Loc) -> bool:
    """Return whether a finding is about what was set aside: there, in it, or about the item that it was a part of.

    Whether a cause ends as it should is one question to all of its keys.
    """
    part = aside[: max(at for at, step in enumerate(aside) if isinstance(step, str))]
    if found.loc[: len(aside)] == aside or found.loc in (part, part[:-1], ()):
        return True
    return found.rule.startswith("S1") and found.loc[:-1] == part
