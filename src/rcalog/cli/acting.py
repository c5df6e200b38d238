"""Carrying out what a writing command wants: times as typed, the write itself, and what is said about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import typer

from rcalog.cli.opening import with_identity
from rcalog.cli.output import bold, cyan, dim
from rcalog.config import machine_zone
from rcalog.logbook.secretscan import SecretFound
from rcalog.logbook.transaction import commit, resume_masked
from rcalog.model.timegrammar import SpanNotUnderstood, read_due, read_span, read_time, render_time
from rcalog.model.times import Day, When

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.logbook.intents import Intent, Saved, Write

T = TypeVar("T")


def writer(c: Context) -> Write:
    """Return how this command commits: for real or dry, with the secrets that were allowed."""

    def write(intent: Intent) -> Saved:
        return commit(c.book, intent, dry_run=c.dry_run, allow_secrets=c.allow_secret)

    return write


def carry_out(c: Context, act: Callable[[Write], T]) -> T:
    """Return what `act` returns; asks once for a git identity, and whether to mask a secret.

    Raises:
        IdentityMissing, SecretFound: where nobody can be asked.
    """
    write = writer(c)
    try:
        return with_identity(c, c.book.root, lambda: act(write))
    except SecretFound as error:
        if not c.interactive or c.dry_run or not error.draft:
            raise
        c.output.note(error.message)
        if not c.confirm("Mask it as [masked: …] and go on?", flag="--allow-secret", default=True):
            raise
        show_saved(c, resume_masked(c.book, error.draft))
        raise typer.Exit(0) from None


def read_when(c: Context, text: str) -> When:
    """Return the time that was typed; where the logbook's zone is not the machine's, both are said.

    Raises:
        TimeNotUnderstood, TimeInFuture, TimeAmbiguous.
    """
    when = read_time(text, now=c.now, zone=c.zone)
    here = render_time(when, machine_zone(c.env))
    if when.instant and here != say(c, when):
        c.output.note(dim("understood: "), say(c, when), f" (on this machine {here})")
    return when


def read_day(c: Context, text: str) -> Day:
    """Return the date to come that was typed.

    Raises:
        DueNotUnderstood.
    """
    return Day.of(read_due(text, now=c.now, zone=c.zone))


def next_message(c: Context, text: str) -> When:
    """Return when the next message is due: a length of time from now (`30m`, `+1h`), or a time within a day.

    Raises:
        TimeNotUnderstood, TimeInFuture, TimeAmbiguous.
    """
    try:
        return When.at(c.now.astimezone(c.zone) + read_span(text.removeprefix("+")))
    except SpanNotUnderstood:
        return read_time(text, now=c.now + timedelta(days=1), zone=c.zone)


def say(c: Context, when: When) -> str:
    """Return a time for people, in the logbook's zone."""
    return render_time(when, c.zone)


def show_saved(c: Context, saved: Saved, *, did: str | None = None, more: Mapping[str, object] | None = None) -> None:
    """Say which incident was touched and how, the commit, and how to take it back; `more` is for programs."""
    for warning in saved.warnings:
        c.output.warn(warning)
    c.output.commit = saved.commit
    data = saved_data(saved, dry_run=c.dry_run) | dict(more or {})
    c.output.result(data, lambda page: _show(page, saved, did, dry_run=c.dry_run))


def saved_data(saved: Saved, *, dry_run: bool) -> dict[str, object]:
    """Return what was written, as programs get it."""
    from rcalog.model.changes import describe

    return {
        "id": saved.incident.id if saved.incident else None,
        "title": saved.incident.title if saved.incident else None,
        "status": saved.incident.status.value if saved.incident else None,
        "file": saved.path.as_posix(),
        "changes": [describe(change) for change in saved.changes],
        "undo": saved.undo,
        "draft": saved.draft.id if saved.draft else None,
        "dry_run": dry_run,
        "message": saved.message,
        "diff": saved.diff,
    }


def _show(page: Page, saved: Saved, did: str | None, *, dry_run: bool) -> None:
    if dry_run:
        page.text(saved.diff.rstrip("\n"))
        page.gap()
        page.text(saved.message.rstrip("\n"))
        return
    if saved.incident:
        page.line(bold(saved.incident.id), f"  {saved.incident.title}")
    for line in [did] if did else _changes(saved):
        page.line("  ", line)
    if saved.draft:
        page.line(dim(f"  kept as draft {saved.draft.id}; the next rcalog command commits it"))
    elif saved.short:
        page.line(dim(f"  saved as {saved.short}; to take it back: "), cyan(saved.undo or ""))
    else:
        page.line(dim("  nothing to change"))


def _changes(saved: Saved) -> list[str]:
    from rcalog.model.changes import describe

    shown = [describe(change, width=100) for change in saved.changes[:12]]
    more = len(saved.changes) - len(shown)
    return [*shown, f"and {more} more"] if more > 0 else shown
