"""The table of every key of a record, from the models and their legend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import get_origin

from generator import code, table
from generator.kinds import hints, kind, part
from rcalog.model.base import ItemId
from rcalog.model.declared import Declared, FieldInfo
from rcalog.model.incident import Incident
from rcalog.model.legend import LEGEND
from rcalog.model.rules import RULES

CAUSE = "whys[].because[]"
WHEN: Mapping[str, str] = {
    "times.mitigated": "from `mitigated` on, or `unknown` (R208)",
    "times.resolved": "from `resolved` on, or `unknown` (R208)",
    "severity": "yes; not `unrated` from `resolved` on (R210)",
    "ladder[].how": "with `status: mitigated` (R209)",
    "timeline": "from `resolved` on (R211)",
    "whys": "for a review: the legs that the severity asks for (R201)",
    "whys[].problem": "where there is no `none`, but in `systemic` (S109)",
    "whys[].because": "with a `problem` (S103)",
    "whys[].none": "where a leg has no causes (S109)",
    "whys[].reads_true": "for a review, where there are causes (R202)",
    f"{CAUSE}.end": "at a lowest cause that is not parked (S103)",
    f"{CAUSE}.later": "at a lowest cause without `end` (S103)",
    f"{CAUSE}.changeable_by": "with `end: root-cause` (S101)",
    f"{CAUSE}.ask": "with `end: unknown` (S105)",
    f"{CAUSE}.by": "with `end: unknown` (S105)",
    f"{CAUSE}.accepted": "with `end: accepted` (S106)",
    f"{CAUSE}.same_as": "with `end: same-as` (S106)",
    "actions": "one for each root cause (A201)",
    "actions[].owner": "while it is open (A202)",
    "actions[].due": "with `status: todo` (A203)",
    "actions[].aims_to": "while it is open (A209)",
    "actions[].strength": "while it is open (A209)",
    "actions[].every": "with `status: running` or `proofs` (A208)",
    "actions[].running_since": "in a drill in service that has not passed yet (A210)",
    "actions[].verified_at": "with `status: verified`, but in a drill that passed (A206)",
    "actions[].verified_by": "with `status: verified`, but in a drill that passed (A206)",
    "actions[].verified_how": "with `status: verified`, but in a drill that passed (A206)",
    "actions[].dropped": "with `status: dropped` (A207)",
    "actions[].dropped.by": "for a root cause (A211)",
    "actions[].dropped.until": "for a root cause (A211)",
    "actions[].proofs": "in a drill, before `closed` (R303)",
    "reviews": "for a review (R203)",
}
"""When a key that may be missing has to be there, and the rule that asks for it."""


def key_table() -> str:
    """Return one row for each key, in the order in which keys are written.

    Raises:
        KeyError: where a condition names a key or a rule that is not there.
    """
    rows = list(_rows(Incident, "", ()))
    _hold_conditions({path for path, *_ in rows})
    return table(
        ("key", "what it may be", "required", "meaning"),
        ((code(path), what, required, meaning) for path, what, required, meaning in rows),
    )


def _rows(model: type[Declared], prefix: str, above: tuple[type, ...]) -> Iterator[tuple[str, str, str, str]]:
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    for key, hint in hints(model).items():
        path = f"{prefix}{key}"
        named = hint == ItemId and key == "id"
        yield path, kind(hint), "given by rcalog" if named else _required(path, fields[key]), LEGEND[path][0]
        below = part(hint)
        if below and below not in above:
            yield from _rows(below, f"{path}[]." if get_origin(hint) is tuple else f"{path}.", (*above, below))


def _required(path: str, field: FieldInfo) -> str:
    if path in WHEN:
        return WHEN[path]
    if field.is_required():
        return "yes"
    return f"without it: `{field.default}`" if isinstance(field.default, str) else ""


def _hold_conditions(paths: set[str]) -> None:
    for path, condition in WHEN.items():
        rule = re.search(r"\(([A-Z]\d{3})\)$", condition)
        if path not in paths or rule is None or rule[1] not in RULES:
            raise KeyError(path)
