"""Follow-up: action items and drills, from todo to proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError, UsageError
from rcalog.interview.lines import Calendar, read_action
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.recordfile import load
from rcalog.logbook.records import Record
from rcalog.logbook.templates import read_template
from rcalog.model.actions import Action, ActionStatus, Dropped, Proof
from rcalog.model.base import record_data
from rcalog.model.reading import read_incident
from rcalog.model.times import Day, When
from rcalog.services.fields import Assignment, Reading, assign, guard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.model.incident import Incident

SHORTEST = 3
"""Characters that a part of an action's text must have to name it."""


class NoSuchAction(UsageError):
    """Nothing here is called that."""

    code = "no-such-action"

    def __init__(self, wanted: str) -> None:
        super().__init__(f"there is no action {wanted!r}", hint="rcalog actions")


class AmbiguousAction(UsageError):
    """Several actions are called that."""

    code = "ambiguous-action"

    def __init__(self, wanted: str, found: Sequence[Found]) -> None:
        names = "; ".join(f"{each.record.incident.id}/{each.action.id} {each.action.action}" for each in found)
        super().__init__(f"{wanted!r} may be {len(found)} actions: {names}", hint="name one as REF/ACTION")


class NoSuchCause(UsageError):
    """An action cannot be for a cause that is not in the record."""

    code = "no-such-cause"

    def __init__(self, wanted: str, incident: str) -> None:
        super().__init__(f"there is no cause {wanted!r} in {incident}", hint=f"rcalog why {incident} --show")


class WrongStep(RcalogError):
    """The action is not where this step begins."""

    code = "wrong-step"

    def __init__(self, found: Found, wanted: str, hint: str) -> None:
        super().__init__(f"{found.action.id} is {found.action.status}: it cannot be {wanted}", hint=hint)


@dataclass(frozen=True)
class Found:
    """An action and the record that it stands in."""

    record: Record
    action: Action


@dataclass(frozen=True)
class Acted:
    """An action after a step, and the commit."""

    incident: Incident
    action: Action
    saved: Saved


@dataclass(frozen=True)
class ActionWords:
    """What is said of a new action: `text` may be the one-line form; what was said apart from it goes first."""

    text: str
    owner: str | None = None
    due: Day | None = None
    aim: str | None = None
    strength: str | None = None
    causes: tuple[str, ...] = ()
    every: str | None = None
    template: str | None = None


def add(book: Logbook, record: Record, words: ActionWords, *, now: datetime, write: Write) -> Acted:
    """Add an action to a record.

    Raises:
        NoSuchCause, NoSuchTemplate, InvalidRecord, and what a commit raises.
    """
    known = {cause.id for cause in record.incident.causes()}
    for cause in words.causes:
        if cause not in known:
            raise NoSuchCause(cause, record.incident.id)
    data = record_data(record.incident)
    items = data.get("actions")
    described = _described(book, words, now)
    wanted = read_incident({**data, "actions": [*(items if isinstance(items, list) else []), described]})
    intent = Intent(Operation.ACTION_ADD, record, wanted, f"action {described['action']}")
    saved = write(intent)
    return Acted(saved.incident or wanted, (saved.incident or wanted).actions[-1], saved)


def edit(book: Logbook, found: Found, assignments: Sequence[Assignment], *, now: datetime, write: Write) -> Acted:
    """Set fields of an action.

    Raises:
        BadFieldPath, GuardedField, InvalidRecord, and what a commit raises.
    """
    data = record_data(found.record.incident)
    reading = Reading(now, book.zone, book.policy)
    for assignment in assignments:
        path = f"actions[{found.action.id}].{assignment.path}"
        guard(path)
        assign(data, Assignment(path, assignment.operator, assignment.text), reading)
    wanted = read_incident(data)
    names = ", ".join(dict.fromkeys(assignment.path for assignment in assignments))
    return _commit(found, wanted, Operation.ACTION_EDIT, f"action {found.action.id} set {names}", write)


def done(found: Found, at: When, evidence: Sequence[str], *, write: Write) -> Acted:
    """Mark an action as done; whether it works is for `verify` to say.

    Raises:
        WrongStep: when it is done already, dropped, or a drill.
    """
    if found.action.is_drill:
        raise WrongStep(found, "done, it is a drill", f"rcalog action prove {found.action.id} --pass")
    if found.action.status is not ActionStatus.TODO:
        raise WrongStep(found, "done", f"rcalog action edit {found.action.id} status=todo")
    step = {"status": ActionStatus.DONE, "done_at": at, "evidence": (*found.action.evidence, *evidence)}
    return _step(found, step, Operation.ACTION_DONE, "done", write)


def verify(found: Found, how: str, by: str, at: When, *, write: Write) -> Acted:
    """Write down that the action works: who saw it, when, how.

    Raises:
        WrongStep: when it is not done yet.
    """
    if found.action.status not in (ActionStatus.DONE, ActionStatus.VERIFIED):
        raise WrongStep(found, "verified", f"rcalog action done {found.action.id}")
    step = {"status": ActionStatus.VERIFIED, "verified_at": at, "verified_by": by, "verified_how": how}
    return _step(found, step, Operation.ACTION_VERIFY, "verified", write)


def drop(found: Found, because: str, by: str, until: Day | None, *, write: Write) -> Acted:
    """Give an action up, with the reason.

    Raises:
        WrongStep: when it is verified.
    """
    if found.action.status is ActionStatus.VERIFIED:
        raise WrongStep(found, "dropped", f"rcalog action edit {found.action.id} status=todo")
    step = {"status": ActionStatus.DROPPED, "dropped": Dropped(because=because, by=by, until=until)}
    return _step(found, step, Operation.ACTION_DROP, "dropped", write)


def prove(book: Logbook, found: Found, proof: Proof, *, now: datetime, write: Write) -> Acted:
    """Record a run of a drill; the first one puts it in service.

    Raises:
        WrongStep: when it is no drill, or was dropped.
    """
    if not found.action.is_drill:
        raise WrongStep(found, "proven, it is no drill", f"rcalog action edit {found.action.id} every=1w")
    if found.action.status is ActionStatus.DROPPED:
        raise WrongStep(found, "proven", f"rcalog action edit {found.action.id} status=running")
    earliest = proof.at.earliest or now
    since = found.action.running_since or Day.of(earliest.astimezone(book.zone).date())
    proofs = kept_proofs((*found.action.proofs, proof))
    step = {"status": ActionStatus.RUNNING, "running_since": since, "proofs": proofs}
    return _step(found, step, Operation.ACTION_PROVE, f"drill {proof.proof}", write)


def kept_proofs(proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    """Return the first pass, the last pass and every fail, in order; git keeps the rest."""
    passes = [at for at, proof in enumerate(proofs) if proof.proof == "pass"]
    ends = {passes[0], passes[-1]} if passes else set()
    return tuple(proof for at, proof in enumerate(proofs) if proof.proof == "fail" or at in ends)


def find_action(book: Logbook, wanted: str, *, now: datetime) -> Found:
    """Return the action that `am3x7`, `REF/am3x7` or a unique part of its text names.

    Raises:
        NoSuchAction, AmbiguousAction, and what resolving REF raises.
    """
    ref, slash, name = wanted.rpartition("/")
    if slash and " " not in ref and ref:
        records = [book.catalog.resolve(ref, now=now)]
    else:
        records, name = [each for each in book.catalog.scan() if isinstance(each, Record)], wanted
    everything = [Found(record, action) for record in records for action in record.incident.actions]
    found = _named(everything, name)
    if not found:
        raise NoSuchAction(wanted)
    if len(found) > 1:
        raise AmbiguousAction(wanted, found)
    return found[0]


def _named(everything: list[Found], name: str) -> list[Found]:
    exact = [each for each in everything if each.action.id == name]
    if exact or len(name) < SHORTEST:
        return exact
    part = name.casefold()
    return [
        each
        for each in everything
        if part in each.action.action.casefold() and each.action.status is not ActionStatus.DROPPED
    ]


def _described(book: Logbook, words: ActionWords, now: datetime) -> dict[str, object]:
    """Return a new action as plain data: the template, then the one-line form, then what was said apart."""
    line = read_action(words.text, Calendar(now, book.zone))
    base = load(read_template(f"action/{words.template}.yaml", book.root).encode()).data if words.template else {}
    said: dict[str, object] = {
        "action": line.action or base.get("action"),
        "owner": words.owner or line.owner,
        "due": words.due.text if words.due else line.due and line.due.isoformat(),
        "aims_to": words.aim or line.aim,
        "strength": words.strength or line.strength,
        "every": words.every or line.every,
        "for": list(words.causes),
    }
    return {**base, **{key: value for key, value in said.items() if value}}


def _step(found: Found, update: dict[str, object], operation: Operation, word: str, write: Write) -> Acted:
    changed = found.action.model_copy(update=update)
    actions = tuple(changed if action is found.action else action for action in found.record.incident.actions)
    wanted = found.record.incident.model_copy(update={"actions": actions})
    return _commit(found, wanted, operation, f"action {found.action.id} {word}", write)


def _commit(found: Found, wanted: Incident, operation: Operation, summary: str, write: Write) -> Acted:
    saved = write(Intent(operation, found.record, wanted, summary))
    after = saved.incident or wanted
    return Acted(after, next(action for action in after.actions if action.id == found.action.id), saved)
