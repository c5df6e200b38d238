"""Carrying out what a writing command wants: times as typed, the write itself, and what is said about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from rcalog.cli.ask import NotAChoice, read_all
from rcalog.cli.dto import listing
from rcalog.cli.incident_dto import change_data, incident_data
from rcalog.cli.opening import with_identity
from rcalog.cli.output import bold, cyan, dim
from rcalog.cli.streams import is_terminal
from rcalog.config.settings import machine_zone
from rcalog.errors import RcalogError
from rcalog.logbook.planning import masked
from rcalog.logbook.secretscan import SecretFound
from rcalog.logbook.transaction import commit
from rcalog.model.changes import describe
from rcalog.model.display import shorten, width
from rcalog.model.timegrammar.render import render_time
from rcalog.model.times import Day, When
from rcalog.services.doubts import doubts
from rcalog.services.secrecy import with_waivers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.logbook.intents import Intent, Saved, Write
    from rcalog.model.changes import Change
    from rcalog.model.timegrammar.windows import Window

T = TypeVar("T")

WHAT_TO_DO = "m: write [masked: ...] in its place; a: it is no secret, and the record says so; n: stop"
TOLD = 12
HEAD = ("schema", "id", "title", "kind")
"""Keys of a new record that go without saying, or stand in the line above."""

WIDTH = 100
BEFORE = "  "


def writer(c: Context, *, mask: bool = False, allow: Sequence[str] = ()) -> Write:
    """Return how this command commits: for real or dry, with secrets masked, or those let through that were allowed."""
    allowed = (*c.allow_secret, *allow)

    def write(intent: Intent) -> Saved:
        if mask:
            return commit(c.book, masked(c.book, intent), dry_run=c.dry_run)
        with suppress(RcalogError):  # the commit meets it again, and keeps what was typed
            intent = with_waivers(c.book, intent, allowed)
        return commit(c.book, intent, dry_run=c.dry_run, allow_secrets=allowed)

    return write


def carry_out(c: Context, act: Callable[[Write], T]) -> T:
    """Return what `act` returns; asks once for a git identity, and what to do about a secret.

    Raises:
        IdentityMissing, SecretFound: where nobody can be asked.
    """
    try:
        with _telling_what_is_kept(c):
            return with_identity(c, c.book.root, lambda: act(writer(c)))
    except SecretFound as error:
        if not c.interactive:
            raise
        c.output.note(error.message)
        answer = c.asker.value(WHAT_TO_DO, _mask_or_allow, flag="--allow-secret", default="m")
        if answer == "n":
            raise
        rules = [secret.rule for secret in error.found]
        done = act(writer(c, mask=answer == "m", allow=rules if answer == "a" else ()))
        if error.draft:
            c.book.drafts.discard(error.draft)
        return done


@contextmanager
def _telling_what_is_kept(c: Context) -> Iterator[None]:
    """Say what a commit has kept that was ended by something else than a refusal, such as Ctrl-C."""
    try:
        yield
    except BaseException as error:
        for told in getattr(error, "__notes__", ()):
            c.output.note()
            c.output.kept(told)
        raise


def _mask_or_allow(typed: str) -> str:
    if typed.casefold() not in ("m", "a", "n"):
        raise NotAChoice(typed, ("m", "a", "n"))
    return typed.casefold()


def read_when(c: Context, text: str, *, near: Window | None = None) -> When:
    """Return the time that was typed; where the logbook's zone is not the machine's, both are said.

    A time of day alone is that of the most recent past, or the one nearest to `near`.

    Raises:
        TimeNotUnderstood, TimeInFuture, TimeAmbiguous.
    """
    from rcalog.model.timegrammar.reader import read_time

    when = read_time(text, now=c.now, zone=c.zone, near=near)
    if said := in_both_zones(c, when):
        c.output.note(dim("understood: "), said)
    return when


def in_both_zones(c: Context, value: object) -> str | None:
    """Return a time in the logbook's zone and the machine's; None where they are the same, or it is no moment."""
    try:
        when = When.read(value)
    except ValueError:
        return None
    here = render_time(when, machine_zone(c.env))
    return f"{say(c, when)} (on this machine {here})" if when.instant and here != say(c, when) else None


def read_stdin(c: Context, what: str) -> str:
    """Return all that is on stdin; somebody who types it there is told how to end it.

    Raises:
        NotText.
    """
    if is_terminal(sys.stdin):
        c.output.note(dim(f"type or paste {what}; Ctrl-D on a line of its own ends it"))
    return read_all()


def read_day(c: Context, text: str) -> Day:
    """Return the date to come that was typed.

    Raises:
        DueNotUnderstood.
    """
    from rcalog.model.timegrammar.due import read_due

    return Day.of(read_due(text, now=c.now, zone=c.zone))


def next_message(c: Context, text: str, after: When) -> When:
    """Return when the next message is due: a length of time after one (`30m`, `+1h`), or a time within a day of it.

    Raises:
        TimeNotUnderstood, TimeInFuture, TimeAmbiguous.
    """
    from rcalog.model.timegrammar.errors import SpanNotUnderstood
    from rcalog.model.timegrammar.lengths import read_span
    from rcalog.model.timegrammar.reader import read_time

    began = (after.instant or c.now).astimezone(c.zone)
    try:
        return When.at(began + read_span(text.removeprefix("+")))
    except SpanNotUnderstood:
        return read_time(text, now=began + timedelta(days=1), zone=c.zone)


def say(c: Context, when: When) -> str:
    """Return a time for people, in the logbook's zone."""
    return render_time(when, c.zone)


def show_saved(
    c: Context,
    saved: Saved,
    *,
    did: str | None = None,
    remarks: Sequence[str] = (),
    more: Mapping[str, object] | None = None,
) -> None:
    """Say which incident was touched and how, the commit, how to take it back, and what is doubtful about its times.

    `remarks` are what was understood, and what may follow; `more` is for programs.
    """
    _warn(c, saved)
    data = saved_data(c, saved) | {"remarks": list(remarks)} | dict(more or {})
    c.output.result(data, lambda page: _write(page, c, saved, did))
    for remark in remarks:
        c.output.note(remark)


def show_all_saved(c: Context, saved: Sequence[Saved]) -> None:
    """Say the same of several commits, one below the other; programs get a list."""

    def show(page: Page) -> None:
        for one in saved:
            page.gap()
            _write(page, c, one, None)

    for one in saved:
        _warn(c, one)
    c.output.result(listing([saved_data(c, one) for one in saved]), show)


def saved_data(c: Context, saved: Saved) -> dict[str, object]:
    """Return what was written, as programs get it: the incident as it is now, or as it was where it is gone."""
    incident = saved.incident or saved.before
    return {
        "incident": incident_data(incident, saved.path, today=c.today) if incident else None,
        "removed": saved.incident is None,
        "renamed_from": saved.moved_from,
        "changes": [change_data(change) for change in saved.changes],
        "commit": saved.commit,
        "undo": saved.undo,
        "draft": saved.draft.id if saved.draft else None,
        "dry_run": c.dry_run,
        "message": saved.message,
        "diff": saved.diff,
    }


def _warn(c: Context, saved: Saved) -> None:
    for warning in saved.warnings:
        c.output.warn(warning)
    for doubt in doubts(saved.before, saved.incident, c.book.policy) if saved.incident else ():
        c.output.warn(f"{doubt.path}: {doubt.message}{f' ({doubt.hint})' if doubt.hint else ''}")
    c.output.commit = saved.commit


def _write(page: Page, c: Context, saved: Saved, did: str | None) -> None:
    """Write what became of an incident: the difference in a dry run, else the changes and the commit."""
    if c.dry_run:
        page.text(saved.diff.rstrip("\n"))
        page.gap()
        page.text(saved.message.rstrip("\n"))
        return
    if incident := saved.incident or saved.before:
        page.line(bold(incident.id), f"  {shorten(incident.title, WIDTH)}")
    if saved.moved_from:
        page.line(f"  renamed: {c.output.place(str(saved.moved_from))} -> {c.output.place(str(saved.path))}")
    changes = [change for change in saved.changes if saved.before or change.path not in HEAD]
    room = page.cells - len(BEFORE) if page.cells else WIDTH
    for line in fitted(did, page.cells and room) if did else [_told(c, change, room) for change in changes[:TOLD]]:
        page.line(BEFORE, line)
    if len(changes) > TOLD and not did:
        page.line(f"  and {len(changes) - TOLD} more")
    if saved.draft:
        then = "rcalog drafts" if c.book.repo.is_submodule else "the next command that writes commits it"
        page.line(dim(f"  kept as draft {saved.draft.id}; {then}"))
    elif saved.short:
        page.line(dim(f"  saved as {saved.short}; to take it back: "), cyan(saved.undo or ""))
    else:
        page.line(dim("  nothing to change"))


def fitted(things: str, room: int | None) -> list[str]:
    """Return things with commas between them as lines of a width; none is parted, so that a date stays whole."""
    if room is None:
        return [things]
    first, *others = things.split(", ")
    lines = [first]
    for thing in others:
        if width(f"{lines[-1]}, {thing},") <= room:
            lines[-1] += f", {thing}"
        else:
            lines[-1] += ","
            lines.append(thing)
    return lines


def _told(c: Context, change: Change, room: int) -> str:
    """Return a change in one line; an event with its whole time."""
    event = change.after if change.kind == "added" and change.path == "timeline" else None
    if isinstance(event, Mapping):
        return shorten(f"timeline: + {say(c, When(str(event['at'])))}  {event['event']}", room)
    return shorten(describe(change, width=room), room)
