"""The fast lane: command lines that are typed most often, understood without Typer, which loads slowly.

It replaces the reading of the command line alone; whatever it does not understand is left to Typer.
"""

from __future__ import annotations

import gc
import os

from rcalog.cli.grammar import COMMANDS, COMMON
from rcalog.cli.streams import is_text
from rcalog.logbook.ahead import look_ahead

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from rcalog.cli.context import Context, Session
    from rcalog.clock import Clock

    Values = dict[str, Any]

NEEDY = ("history", "mark", "set")
"""What does nothing without its first argument."""

FEW_COLLECTIONS = 100_000
"""Ten thousand rows are no garbage, and looking for some among them takes longer than to make them."""


def short_cut(args: Sequence[str], *, clock: Clock | None = None) -> int | None:
    """Run a command line and return its exit code; None where Typer must read it, and nothing was done."""
    values = understood(args)
    if values is None:
        return None
    gc.set_threshold(FEW_COLLECTIONS)
    is_past = "history" in values  # of which no file tells anything
    ahead = look_ahead(values.get("common_logbook"), os.environ, look=not is_past) if "filters" in values else None
    from rcalog.cli.boundary import guarded
    from rcalog.cli.context import Session
    from rcalog.cli.output import Output
    from rcalog.clock import SystemClock

    session = Session(Output.standard(json="common_json" in values), clock or SystemClock(), ahead)
    return guarded(args, session, lambda: _run(session, args[0], values))


def understood(args: Sequence[str]) -> Values | None:
    """Return the values of a command line by the names of the parameters; None where it needs a closer look."""
    if not args or args[0] not in RUN or not all(is_text(word) and word.strip() for word in args):
        return None
    options, words = COMMANDS[args[0]][0] | COMMON, list[str]()
    values: Values = {}
    rest = iter(args[1:])
    for word in rest:
        if not word.startswith("-"):
            words.append(word)
        elif word not in options:
            return None
        else:
            name, kind = options[word]
            value = True if kind == "flag" else _value(kind, next(rest, "-"))
            if value is None or (name in values and kind != "many"):
                return None
            values[name] = [*values.get(name, ()), value] if kind == "many" else value
    return _with_words(args[0], values, words)


def _with_words(verb: str, values: Values, words: list[str]) -> Values | None:
    """Add the words that are no options: one for each argument, all that follow for the last; None where none fit."""
    taken: Values = {}
    if verb in NEEDY and not words:
        return None
    for name, kind in COMMANDS[verb][1]:
        if kind == "many":
            taken[name], words = words, []
        else:
            taken[name], words = (words[0] if words else None), words[1:]
    return None if words else {**values, **taken}


def _value(kind: str, word: str) -> object:
    if word.startswith("-") or kind not in ("text", "int", "ref", "many"):
        return None
    if kind == "int":
        return int(word) if word.isascii() and word.isdecimal() else None
    return word


def _run(session: Session, verb: str, values: Values) -> int:
    from rcalog.cli.context import Context

    session.output.command = verb
    folder = values.get("common_logbook")
    context = Context(
        session,
        verb,
        logbook=str(folder) if folder else None,
        no_input="common_no_input" in values,
        dry_run="common_dry_run" in values,
        no_pager="common_no_pager" in values,
        allow_secret=tuple(values.get("common_allow_secret", ())),
        takes_reference="-i" not in COMMANDS[verb][0],
    )
    own = {name.rstrip("_"): value for name, value in values.items() if not name.startswith("common_")}
    RUN[verb](context, **own)
    context.output.envelope(ok=True)
    return 0


def _list(c: Context, filters: Sequence[str], **form: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.lists import Form, list_incidents

    list_incidents(c, filters, Form(**form))


def _search(c: Context, filters: Sequence[str], **wanted: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.searches import search_for

    search_for(c, filters, **wanted)


def _history(c: Context, incident: str, **wanted: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.histories import show_history

    show_history(c, incident, **wanted)


def _actions(c: Context, filters: Sequence[str], **wanted: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.lists import Form
    from rcalog.cli.tasks import Which, list_tasks

    form = {name: wanted.pop(name) for name in ("sort", "limit", "columns", "format", "ids") if name in wanted}
    list_tasks(c, filters, Which(**wanted), Form(**form))


def _show(c: Context, incident: str | None, **wanted: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.showing import show_incident

    show_incident(c, incident, **wanted)


def _new(c: Context, title: Sequence[str], **given: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.beginning import begin_incident

    begin_incident(c, " ".join(title).strip(), **given)


def _note(c: Context, text: Sequence[str], **given: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.events import note_events

    note_events(c, " ".join(text).strip(), **given)


def _mark(c: Context, status: str, how: Sequence[str], **given: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.climbing import mark_incident

    mark_incident(c, status, " ".join(how).strip(), **given)


def _set(c: Context, assignments: Sequence[str], **given: Any) -> None:  # noqa: ANN401 (as the grammar has them)
    from rcalog.cli.setting import set_values

    set_values(c, assignments, **given)


RUN: dict[str, Callable[..., None]] = {
    "actions": _actions,
    "history": _history,
    "list": _list,
    "mark": _mark,
    "new": _new,
    "note": _note,
    "search": _search,
    "set": _set,
    "show": _show,
}
