"""What the verbs of `rcalog action` have in common: which action, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rcalog.cli.acting import carry_out, read_day, show_saved
from rcalog.cli.incident_dto import action_data
from rcalog.model.actions import ActionStatus
from rcalog.model.overdue import due_on
from rcalog.services import action_refs
from rcalog.services.action_refs import AmbiguousAction, Found

if TYPE_CHECKING:
    from collections.abc import Callable

    from rcalog.cli.context import Context
    from rcalog.logbook.intents import Write
    from rcalog.model.actions import Action
    from rcalog.model.times import Day
    from rcalog.services.actions import Acted
    from rcalog.services.adding import ActionWords


def find_action(c: Context, wanted: str) -> Found:
    """Return the action that is meant; on a terminal pick among several.

    Raises:
        NoSuchAction, AmbiguousAction, and what resolving REF raises.
    """
    try:
        return action_refs.find_action(c.book, wanted, now=c.now)
    except AmbiguousAction as error:
        if not c.interactive:
            raise
        c.output.note(f"{wanted!r} may be any of {len(error.found)} actions")
        choices = [f"{each.name}  {each.text}" for each in error.found]
        chosen = error.found[c.asker.pick("Which one?", choices, flag="REF/ACTION")]
        return action_refs.read_action(c.book, chosen)


def ask_for_all(c: Context, said: ActionWords) -> ActionWords:
    """Ask what will be done, and who does it by when, as far as that was not said; Enter leaves those two open.

    Raises:
        InputNeeded: where nobody can be asked.
    """
    text = c.asker.text("What will be done?", flag="TEXT")
    if said.owner is None and "@" not in text:
        said = replace(said, owner=c.asker.text("Who does it? (Enter: nobody yet)", flag="--owner", default="") or None)
    if said.due is None and "@" not in text:
        said = replace(said, due=_ask_due(c))
    return replace(said, text=text)


def _ask_due(c: Context) -> Day | None:
    def read(text: str) -> tuple[Day, ...]:
        return (read_day(c, text),)

    nothing: tuple[Day, ...] = ()
    found = c.asker.value("By when? (Enter: no date yet)", read, flag="--due", default=nothing, shown="")
    return next(iter(found), None)


def ask_until(c: Context) -> Day:
    """Ask until when a decision to live with a root cause holds.

    Raises:
        InputNeeded: where nobody can be asked.
    """
    return c.asker.value(
        "It stands against a root cause. Until when does that hold?", lambda text: read_day(c, text), flag="--until"
    )


def act(c: Context, do: Callable[[Write], Acted]) -> Action:
    """Carry out a step of an action, say what became of it, and return it."""
    acted = carry_out(c, do)
    if acted.remark:
        c.output.warn(acted.remark)
    show_saved(c, acted.saved, did=_said(acted.action), more={"action": action_data(acted.action)})
    return acted.action


def hint_at_gaps(c: Context, action: Action) -> None:
    """Say what a new action lacks, and how to give it."""
    gaps = [] if action.owner else ["owner=ana"]
    gaps += [] if action.due or action.is_drill else ["due=2w"]
    if gaps:
        c.output.hint(f"rcalog action edit {action.id} {' '.join(gaps)}")


def _said(one: Action) -> str:
    owner = f"@{one.owner}" if one.owner else "no owner yet"
    return f"{one.id} {one.action} ({one.status.value}) {owner} {_due(one)}"


def _due(one: Action) -> str:
    if one.status is ActionStatus.RUNNING and one.every:
        return f"every {one.every}, due to pass by {due_on(one)}"
    if one.every:
        return f"every {one.every}"
    return f"due {one.due}" if one.due else "no due date yet"
