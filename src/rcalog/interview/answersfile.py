"""An answers file as it is written: legs in the record's own words, with names for links and actions below causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from rcalog.model.complaints import did_you_mean
from rcalog.model.findings import Finding, Loc, Weight
from rcalog.model.paths import format_path

FORM = "answers/v1"
KEYS = frozenset({"rcalog", "lang", "before", "legs", "whys"})
SESSION_ID = "answers-file-"
"""How the ids begin that legs and causes have until the record gives them their own."""


@dataclass
class AnswersFile:
    """What stands in the file: plain legs and actions with an id on every node, and the place of each in the file.

    `findings` is what is wrong with the form; the models have not seen it yet.
    """

    data: Mapping[str, object]
    legs: list[object] = field(default_factory=list)
    actions: list[dict[str, object]] = field(default_factory=list)
    places: dict[str, Loc] = field(default_factory=dict)
    action_places: list[Loc] = field(default_factory=list)
    refs: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def top(self) -> str:
        """The key that holds the legs."""
        return "legs" if "legs" in self.data or "whys" not in self.data else "whys"

    @property
    def before(self) -> Mapping[str, object]:
        """What is said before the first leg."""
        before = self.data.get("before")
        return cast("Mapping[str, object]", before) if isinstance(before, Mapping) else {}

    def fault(self, loc: Loc, rule: str, message: str, hint: str | None = None) -> None:
        """Note something that is wrong at a place of the file."""
        self.findings.append(Finding(rule, Weight.ERROR, message, hint, loc, format_path(loc, self.data)))


def read_form(data: Mapping[str, object]) -> AnswersFile:
    """Return what stands in an answers file; any record, or its `whys` alone, is one too."""
    file = AnswersFile(data)
    _check_top(file)
    legs = data.get(file.top)
    if isinstance(legs, list):
        file.legs = [_node(file, leg, (file.top, place)) for place, leg in enumerate(legs)]
        file.legs = [_linked(leg, file.refs) for leg in file.legs]
    return file


def _check_top(file: AnswersFile) -> None:
    data = file.data
    if not isinstance(data.get(file.top), list):
        file.fault(
            (file.top,), "F201", f"{file.top} is missing, or no list", "write legs: and one leg per line, - leg:"
        )
    if data.get("rcalog", FORM) != FORM:
        file.fault(("rcalog",), "F208", f"this rcalog reads {FORM}", f"write rcalog: {FORM}")
    if not isinstance(data.get("before", {}), Mapping):
        file.fault(("before",), "F206", "before holds keys of its own", "before: {mitigated: {at: …, how: …}}")
    for key in sorted(data.keys() - KEYS) if "schema" not in data else ():
        near = did_you_mean(key, KEYS)
        file.fault((key,), "F101", f"{key} is no key of an answers file", f"did you mean {near}?" if near else None)


def _node(file: AnswersFile, node: object, loc: Loc) -> object:
    """Return a leg or a cause with an id, without what belongs to the file alone."""
    if isinstance(node, str) and "because" in loc:
        node = {"cause": node}
    if not isinstance(node, Mapping):
        return node
    plain = {key.replace("same-as", "same_as"): value for key, value in node.items()}
    item = str(plain.setdefault("id", f"{SESSION_ID}{len(file.places) + 1}"))
    file.places[item] = loc
    _name(file, plain.pop("ref", None), item, loc)
    _hang(file, plain.pop("actions", []), item, loc)
    if "same_as" in plain:
        plain.setdefault("end", "same-as")
    because = plain.get("because")
    if isinstance(because, list):
        plain["because"] = [_node(file, cause, (*loc, "because", place)) for place, cause in enumerate(because)]
    return plain


def _name(file: AnswersFile, ref: object, item: str, loc: Loc) -> None:
    if ref is not None and str(ref) in file.refs:
        file.fault((*loc, "ref"), "F103", f"ref {ref} is given twice", "give each cause a name of its own")
    elif ref is not None:
        file.refs[str(ref)] = item


def _hang(file: AnswersFile, actions: object, item: str, loc: Loc) -> None:
    if not isinstance(actions, Sequence) or isinstance(actions, str):
        file.fault((*loc, "actions"), "F206", "actions is a list", "one action per line, - action: …")
        return
    for place, action in enumerate(actions):
        own = dict(action) if isinstance(action, Mapping) else {"action": action}
        file.action_places.append((*loc, "actions", place))
        file.actions.append({"status": "todo", "for": [item], **own})


def _linked(value: object, refs: Mapping[str, str]) -> object:
    """Return plain data with the names of causes replaced by their ids."""
    if isinstance(value, Mapping):
        plain = {key: _linked(item, refs) for key, item in value.items()}
        return {**plain, "same_as": refs.get(str(plain["same_as"]), plain["same_as"])} if "same_as" in plain else plain
    return [_linked(item, refs) for item in value] if isinstance(value, list) else value
