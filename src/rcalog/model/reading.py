"""Plain data to an incident, with every complaint at once and in words that say what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from rcalog.errors import RcalogError
from rcalog.model.actions import Action, Proof
from rcalog.model.causes import Cause, Leg
from rcalog.model.declared import Misfit
from rcalog.model.emptiness import filled
from rcalog.model.findings import Finding, Loc, with_field
from rcalog.model.ids import Letter, item_id
from rcalog.model.incident import Incident
from rcalog.model.timeline import Event

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Named = Event | Leg | Cause | Action | Proof
Item = TypeVar("Item", Event, Leg, Cause, Action, Proof)


class InvalidRecord(RcalogError):
    """The data is not a record; `findings` holds every complaint."""

    code = "invalid-record"

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(with_field(first.path, first.message) + more, hint=first.hint)
        self.findings = tuple(findings)


def read_incident(data: Mapping[str, object]) -> Incident:
    """Return the incident that plain data describes.

    Raises:
        InvalidRecord: with a finding for everything that is wrong.
    """
    try:
        return Incident.model_validate(filled(data))
    except Misfit as err:
        raise InvalidRecord(_findings(err.errors, data)) from err


def with_item_ids(incident: Incident) -> Incident:
    """Return the incident with an id on every event, leg, cause, action and proof that has none.

    An id comes from the record's id, the item's list and its own words, so every clone gives the same.
    """
    return _Namer(incident).named()


def _findings(errors: Sequence[ErrorDetails], data: Mapping[str, object]) -> list[Finding]:
    from rcalog.model.complaints import complaint, is_newer

    places: dict[Loc, list[ErrorDetails]] = {}
    for error in errors:
        places.setdefault(_place(error["loc"], data), []).append(error)
    findings = [complaint(loc, found, data) for loc, found in places.items()]
    newer = [finding for finding in findings if finding.loc == ("schema",) and is_newer(data.get("schema"))]
    return newer or findings  # what else such a record is, only its own rcalog can tell


def _place(loc: Loc, data: object) -> Loc:
    """Return the part of pydantic's place that is in the data; the key that is missing is kept."""
    steps: list[str | int] = []
    for step in loc:
        if isinstance(data, Mapping) and isinstance(step, str):
            steps.append(step)
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int):
            steps.append(step)
            data = data[step]
        else:
            break
    return tuple(steps)


class _Namer:
    """Gives ids to the items of one record, top down, because the place of an item holds its parent's id."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self.taken = set(_ids(incident))

    def named(self) -> Incident:
        incident = self.incident
        return incident.model_copy(
            update={
                "timeline": tuple(self._item("e", "timeline", event) for event in incident.timeline),
                "whys": tuple(self._leg(leg) for leg in incident.whys),
                "actions": tuple(self._action(action) for action in incident.actions),
            }
        )

    def _leg(self, leg: Leg) -> Leg:
        leg = self._item("w", "whys", leg)
        return leg.model_copy(update={"because": self._causes(f"whys[{leg.id}].because", leg.because)})

    def _causes(self, place: str, causes: Collection[Cause]) -> tuple[Cause, ...]:
        named = [self._item("c", place, cause) for cause in causes]
        return tuple(
            cause.model_copy(update={"because": self._causes(f"{place}[{cause.id}].because", cause.because)})
            for cause in named
        )

    def _action(self, action: Action) -> Action:
        action = self._item("a", "actions", action)
        place = f"actions[{action.id}].proofs"
        return action.model_copy(update={"proofs": tuple(self._item("p", place, proof) for proof in action.proofs)})

    def _item(self, letter: Letter, place: str, item: Item) -> Item:
        if item.id is not None:
            return item
        given = item_id(letter, self.incident.id, place, _own_words(item), self.taken)
        self.taken.add(given)
        return item.model_copy(update={"id": given})


def _ids(incident: Incident) -> list[str]:
    proofs = [proof for action in incident.actions for proof in action.proofs]
    items: tuple[Named, ...] = (*incident.timeline, *incident.whys, *incident.causes(), *incident.actions, *proofs)
    return [item.id for item in items if item.id is not None]


def _own_words(item: Named) -> list[str]:
    """Return what makes an item itself; what is filled in later (owner, end, evidence) must not change its id."""
    match item:
        case Event():
            return [item.event, item.at.text]
        case Leg():
            return [item.leg.value, item.problem or ""]
        case Cause():
            return [item.cause]
        case Action():
            return [item.action]
        case _:
            return [item.proof, item.at.text]
