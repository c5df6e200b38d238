"""Follow-up: the steps of an action item, from todo to verified, or dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.model.actions import ActionStatus, Dropped
from rcalog.model.base import record_data
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.model.times import Day
from rcalog.services.authorship import everybody
from rcalog.services.fields import GuardedField, assign_all
from rcalog.services.fieldvalues import Reading
from rcalog.services.people import me
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.model.actions import Action
    from rcalog.model.times import When
    from rcalog.services.action_refs import Found
from rcalog.services.fields import Assignment

ENDED = {
    ActionStatus.DONE: "rcalog action done",
    ActionStatus.VERIFIED: "rcalog action verify",
    ActionStatus.DROPPED: "rcalog action drop",
}
"""Statuses that ask for more than a word, and the command that asks for it."""

OF_LATER_STEPS = ("done_at", "verified_at", "verified_by", "verified_how", "dropped")
"""What is no longer so when an action is taken up again."""


class WrongStep(RcalogError):
    """The action is not where this step begins."""

    code = "wrong-step"

    def __init__(self, found: Found, reason: str, hint: str) -> None:
        super().__init__(f"action {found.action.id} {reason}", hint=hint)


class OwnWork(RcalogError):
    """Whoever owns an action does not verify it, where there is somebody else."""

    code = "own-work"

    def __init__(self, found: Found) -> None:
        hint = f"let somebody else type: rcalog action verify {found.name} HOW"
        super().__init__(f"{found.action.owner} owns action {found.action.id}, and cannot verify it", hint=hint)


class Acted(Value):
    """An action after a step, the commit, and what is to be said beside it."""

    action: Action
    saved: Saved
    remark: str | None = None


def edit(book: Logbook, found: Found, assignments: Sequence[Assignment], *, now: datetime, write: Write) -> Acted:
    """Set fields of an action; `status=running` puts a drill in service, `status=todo` takes an action up again.

    Raises:
        What `assign_all` raises, GuardedField, WrongStep, InvalidRecord, and what a commit raises.
    """
    data = record_data(with_item_ids(found.record.incident))
    place = f"actions[{found.action.id}]."
    prefixed = [replace(assignment, path=f"{place}{assignment.path}") for assignment in assignments]
    reading = Reading(now, book.zone, book.policy)
    assign_all(data, prefixed, reading, guard=lambda each: _guard(found, each.path.removeprefix(place), each.text))
    if any(assignment.path == "status" for assignment in assignments):
        own = next(item for item in _items(data) if isinstance(item, dict) and item["id"] == found.action.id)
        _take_up(found, own, Day.of(now.astimezone(book.zone).date()))
    names = ", ".join(dict.fromkeys(assignment.path for assignment in assignments))
    intent = Intent(Operation.ACTION_EDIT, found.record, read_incident(data), f"action {found.action.id} set {names}")
    return acted(found, intent, write)


def done(found: Found, at: When, evidence: Sequence[str], *, write: Write) -> Acted:
    """Mark an action as done; whether it works is for `verify` to say.

    Raises:
        WrongStep: when it is done already, dropped, or a drill.
    """
    if found.action.is_drill:
        raise WrongStep(found, "is a drill: it is proven, again and again", f"rcalog action prove {found.name} --pass")
    if found.action.status is not ActionStatus.TODO:
        hint = f"to take it up again: rcalog action edit {found.name} status=todo"
        raise WrongStep(found, f"is {found.action.status} already", hint)
    update = {"status": ActionStatus.DONE, "done_at": at, "evidence": (*found.action.evidence, *evidence)}
    return step(found, update, Operation.ACTION_DONE, f"action {found.action.id} done", write)


def verify(book: Logbook, found: Found, how: str, by: str, at: When, *, write: Write) -> Acted:
    """Write down that an action works: who saw it, when, how.

    Raises:
        WrongStep: when it is not done yet.
        OwnWork: when its owner verifies it, and there is somebody else.
    """
    if found.action.is_drill:
        raise WrongStep(found, "is a drill: its proofs verify it", f"rcalog action prove {found.name} --pass")
    if found.action.status not in (ActionStatus.DONE, ActionStatus.VERIFIED):
        raise WrongStep(found, f"is {found.action.status}, not done", f"rcalog action done {found.name}")
    remark = _own_work(book, found, by)
    update = {"status": ActionStatus.VERIFIED, "verified_at": at, "verified_by": by, "verified_how": how}
    after = step(found, update, Operation.ACTION_VERIFY, f"action {found.action.id} verified", write)
    return Acted(after.action, after.saved, remark)


def drop(found: Found, because: str, by: str, until: Day | None, *, write: Write) -> Acted:
    """Give an action up, with the reason.

    Raises:
        WrongStep: when it is verified.
    """
    if found.action.status is ActionStatus.VERIFIED:
        hint = f"to take it up again: rcalog action edit {found.name} status=todo"
        raise WrongStep(found, "is verified already", hint)
    update = {"status": ActionStatus.DROPPED, "dropped": Dropped(because=because, by=by, until=until)}
    return step(found, update, Operation.ACTION_DROP, f"action {found.action.id} dropped", write)


def is_for_root(found: Found) -> bool:
    """Return whether an action stands against a root cause: to drop it is a decision for a time."""
    roots = {cause.id for cause in with_item_ids(found.record.incident).root_causes()}
    return bool(roots & set(found.action.for_))


def step(found: Found, update: dict[str, object], operation: Operation, summary: str, write: Write) -> Acted:
    """Commit an action with some of its fields changed."""
    named = with_item_ids(found.record.incident)
    changed = found.action.model_copy(update=update)
    actions = tuple(changed if action == found.action else action for action in named.actions)
    wanted = named.model_copy(update={"actions": actions})
    return acted(found, Intent(operation, found.record, wanted, summary), write)


def acted(found: Found, intent: Intent, write: Write) -> Acted:
    """Commit an intention about an action, and return the action as it is then."""
    saved = write(intent)
    after = saved.incident or intent.wanted or found.record.incident
    return Acted(next(action for action in after.actions if action.id == found.action.id), saved)


def _guard(found: Found, field: str, text: str) -> None:
    if field == "id":
        raise GuardedField("id", "an id never changes")
    if field == "status" and text in [status.value for status in ENDED]:
        raise GuardedField("status", f"that is {ENDED[ActionStatus(text)]} {found.name}")


def _take_up(found: Found, action: dict[str, object], today: Day) -> None:
    """Make the rest of an action fit its new status: nothing is left of later steps, and a drill is in service."""
    for key in OF_LATER_STEPS:
        action.pop(key, None)
    if action.get("status") == ActionStatus.RUNNING:
        if "every" not in action:
            hint = f"rcalog action edit {found.name} every=1w status=running"
            raise WrongStep(found, "is no drill: it does not recur", hint)
        if found.action.status is not ActionStatus.RUNNING:
            action["running_since"] = today.text


def _own_work(book: Logbook, found: Found, by: str) -> str | None:
    """Return what to say where the owner verifies, and nobody else could.

    Raises:
        OwnWork: where somebody else could: identities count as git knows them, not only what was typed.
    """
    owner = (found.action.owner or "").casefold()
    if owner not in (by.casefold(), me(book).casefold()):
        return None
    if book.policy.second_person == "required" or len(everybody(book)) > 1:
        raise OwnWork(found)
    return f"{found.action.owner} verified an action of their own: there is nobody else in this logbook"


def _items(data: dict[str, object]) -> list[object]:
    items = data.get("actions")
    return items if isinstance(items, list) else []
