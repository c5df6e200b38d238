"""`rcalog audit`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, RefArgument, app, command
from rcalog.errors import RcalogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rcalog.cli.output import Page
    from rcalog.model.audit import Discovery
    from rcalog.services.auditing import Audited

FOUND, UNVERIFIED = 1, 4
DIGITS = 9
FEW = 20
"""Findings of one rule that are shown where not all are wanted."""


@command(
    app,
    "audit",
    purpose=LOGBOOK,
    examples=[
        ("rcalog audit", "is the trail of every record whole?"),
        ("rcalog audit k7f3q", "of one incident"),
        ("rcalog audit --since origin/main", "of what a branch adds, in CI"),
        ("rcalog audit --print-anchor", "a line to keep in a chat or a ticket"),
        ("rcalog audit --anchor '...'", "does the history still hold it?"),
    ],
)
def audit(
    c: Context,
    incident: RefArgument = None,
    since: Annotated[str | None, typer.Option(metavar="REV", help="Only commits that REV has not.")] = None,
    anchor: Annotated[str | None, typer.Option(metavar="LINE", help="Also look for what --print-anchor gave.")] = None,
    print_anchor: Annotated[bool, typer.Option("--print-anchor", help="Only print one line to keep.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Judge again what was judged before.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Take the past of the remote as it is from now on.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Show hints too.")] = False,
) -> None:
    """Look whether the trail is whole: nothing changed, dropped, back-dated or rewritten that rcalog did not do.

    Every commit is read anew, against its id. What this clone judged before is not judged again, and where the remote
    was is remembered after an audit that found nothing. The branch is held against what other clones saw, as far as
    rcalog sync has heard of it. docs/audit.md says what is found, and what cannot be.

    Exits with 1 when something is found (hints do not count), with 4 when the trail could not be looked at as a whole.
    """
    from rcalog.cli.choosing import named_ever
    from rcalog.services.auditing import Scope, anchor_of
    from rcalog.services.auditing import audit as look

    with _looking():
        book = c.book
        only = named_ever(c, incident).id if incident and not print_anchor else None
    if print_anchor:
        line = anchor_of(book, now=c.now)
        c.output.result({"anchor": line}, lambda page: page.line(line))
        return
    with _looking(), c.working("auditing") as tell:
        scope = Scope(since, anchor, full=full, accept=accept)
        found = look(book, scope, now=c.now, tell=lambda done, of: tell(f"auditing: commit {done} of {of}"))
    shown = found.about(only)
    c.output.result(_data(found, shown), lambda page: _show(page, found, shown, every=every))
    if alarms := [each for each in shown if each.is_alarm]:
        c.fail(alarms)
    if found.unverified:
        c.fail([_unverified(each) for each in found.unverified], code=UNVERIFIED)


@contextmanager
def _looking() -> Iterator[None]:
    """Have a failure say by its exit code that nothing was looked at, so that nobody takes it for something found."""
    from rcalog.config.policyfile import ConfigError

    try:
        yield
    except RcalogError as error:
        if error.exit_code == FOUND or isinstance(error, ConfigError):
            error.exit_code = UNVERIFIED
        raise


def _data(found: Audited, shown: Sequence[Discovery]) -> dict[str, object]:
    from dataclasses import asdict

    from rcalog.cli.dto import listing

    return listing([_discovery_data(found, each) for each in shown]) | {
        "commits": found.commits,
        "judged": found.judged,
        "head": found.head,
        "remembered": {ref: asdict(tip) for ref, tip in found.remembered.items()},
        "unverified": list(found.unverified),
        "witnesses": found.witnesses,
    }


def _discovery_data(found: Audited, each: Discovery) -> dict[str, object]:
    facts = found.facts.get(each.commit)
    return {
        "rule": each.rule,
        "weight": each.weight.value,
        "title": each.title,
        "message": each.message,
        "hint": each.hint,
        "commit": each.commit,
        "incident_id": each.incident,
        "path": each.path,
        "accepted": each.accepted,
        "author": facts.author.name if facts else None,
        "email": facts.author.email if facts else None,
        "at": _iso(facts.committer.at) if facts else None,
        "operation": facts.operation if facts else None,
    }


def _iso(seconds: int) -> str | None:
    """Return a moment as programs read it; None for one that no calendar has."""
    from contextlib import suppress
    from datetime import UTC, datetime

    with suppress(OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    return None


def _show(page: Page, found: Audited, shown: Sequence[Discovery], *, every: bool) -> None:
    from collections import Counter

    from rcalog.cli.output import dim, yellow
    from rcalog.model.findings import Weight

    told: Counter[str] = Counter()
    for each in shown:
        told[each.rule] += 1
        if every or (each.is_alarm and told[each.rule] <= FEW):
            _show_one(page, found, each)
    for rule in [rule for rule, count in told.items() if count > FEW and not every]:
        page.line(dim(f"and {told[rule] - FEW} more {rule}: rcalog audit --all"))
    for text in found.unverified:
        page.line(yellow("not verified: "), text)
    counts = ", ".join(_count(sum(each.weight is weight for each in shown), weight.value) for weight in Weight)
    again = "" if found.judged == found.commits else f" ({found.judged} of them new)"
    known = sum(each.accepted is not None for each in shown)
    if found.witnesses is not None:
        page.line(dim(_heard(found.witnesses)))
    page.line(f"{_count(found.commits, 'commit')}{again}: {counts}{f', {known} of these accepted' if known else ''}")


def _show_one(page: Page, found: Audited, each: Discovery) -> None:
    from rcalog.cli.output import bold, cyan, dim, red, yellow
    from rcalog.model.audit.commits import moment
    from rcalog.model.findings import Weight

    paint = {Weight.ERROR: red, Weight.WARNING: yellow, Weight.HINT: dim}[each.weight]
    facts = found.facts.get(each.commit)
    who = f"{facts.author.name}, {moment(facts.committer.at)}" if facts else ""
    page.line(paint(each.weight.value), f" {each.rule} ", bold(each.title))
    page.line("    ", cyan(each.commit[:DIGITS]), f"  {who}  {each.incident or ''}".rstrip())
    page.line("    ", each.message)
    page.line(dim("    hint: " if each.accepted is None else "    accepted: "), each.accepted or each.hint)


def _heard(witnesses: int) -> str:
    if witnesses:
        return f"held against what {_count(witnesses, 'other clone')} saw, as of the last sync"
    return "no other clone has said what it saw (rcalog sync hears of it)"


def _unverified(text: str) -> object:
    from rcalog.cli.dto import ErrorEntry

    return ErrorEntry("not-verified", text)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
