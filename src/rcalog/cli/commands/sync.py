"""`rcalog sync`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.services.syncing import Manner, Synced


@command(
    app,
    "sync",
    purpose=LOGBOOK,
    writes=True,
    examples=[
        ("rcalog sync", "fetch, merge, push: afterwards both sides have the same"),
        ("rcalog sync --dry-run", "fetch, and say what would be merged and pushed"),
    ],
)
def sync(
    c: Context,
    everything: Annotated[bool, typer.Option("--everything", help="Push commits of other files too.")] = False,
) -> None:
    """Share the logbook: fetch the branch that this one follows, merge records by their values, push, follow.

    The only command that uses a network. What both sides changed differently is kept: rcalog conflicts. Nothing changes
    here before the remote has taken what it gets, and nothing is rebased. What this clone saw is said on the remote, so
    that rcalog audit in other clones can tell when a past was rewritten. In a repository that holds other files too,
    their commits are pushed only with --everything, or after git config rcalog.sync everything.
    """
    from rcalog.cli.opening import with_identity
    from rcalog.services.syncing import OtherFiles
    from rcalog.services.syncing import sync as share

    _offer_driver(c)
    everything = everything or c.book.repo.config("rcalog.sync") == "everything"
    try:
        found = with_identity(c, c.book.root, lambda: share(c.book, _manner(c, everything=everything)))
    except OtherFiles as error:
        if not c.interactive:
            raise
        c.output.note(error.message)
        if not c.asker.confirm("Push those too?", flag="--everything", default=False):
            raise
        found = share(c.book, _manner(c, everything=True))
    for note in found.notes:
        c.output.warn(note)
    c.output.commit = found.commit
    c.output.result(_data(c, found), lambda page: _show(page, c, found))
    for path in found.uncommitted:
        c.output.warn(f"{path} is changed here and not committed, so it was not shared")
    if found.uncommitted:
        c.output.hint("rcalog save")


def _offer_driver(c: Context) -> None:
    """Ask once whether git shall merge records by their values too, where it does not yet."""
    from rcalog.logbook.setup import driver_line, set_up_clone

    if c.dry_run or c.book.repo.config("merge.rcalog.driver") == driver_line():
        return
    question = "May git in this clone merge records by their values, too, when you merge, rebase or stash?"
    if not c.interactive:
        c.output.hint("git itself merges records by lines in this clone; to change that: rcalog doctor --fix")
    elif c.asker.confirm(question, flag="--no-input", default=True):
        set_up_clone(c.book.repo)


def _manner(c: Context, *, everything: bool) -> Manner:
    from threading import Event

    from rcalog.logbook.git.remote import Caller
    from rcalog.services.syncing import Manner

    def tell(text: str) -> None:
        if not c.json:
            c.output.note(text)

    return Manner(Caller(c.interactive), tell, Event().wait, c.allow_secret, everything, c.dry_run)


def _data(c: Context, found: Synced) -> dict[str, object]:
    return {
        "remote": found.upstream.remote,
        "branch": str(found.upstream),
        "url": found.upstream.url,
        "commit": found.commit,
        "sent": found.sent,
        "received": found.received,
        "incidents": list(found.incidents),
        "merged": [
            {"incident_id": one.incident.id, "path": path, "conflicts": [each.path for each in one.conflicts]}
            for path, one in found.merged.joined.items()
        ],
        "undecided": {incident: list(paths) for incident, paths in found.undecided.items()},
        "kept_though_deleted": list(found.merged.revived),
        "uncommitted": list(found.uncommitted),
        "attempts": found.attempts,
        "dry_run": c.dry_run,
    }


def _show(page: Page, c: Context, found: Synced) -> None:
    from rcalog.cli.output import bold, cyan

    would = "would be " if c.dry_run else ""
    name = str(found.upstream)
    if found.received:
        page.line(f"{would}received from {name}: ", bold(_commits(found.received)))
        page.line("  ", ", ".join(found.incidents)) if found.incidents else None
    if found.sent:
        page.line(f"{would}sent to {name}: ", bold(_commits(found.sent)))
    for one in found.merged.joined.values():
        page.line(f"merged: {one.incident.id}  {one.incident.title}")
    for incident, paths in found.undecided.items():
        page.line(f"undecided: {incident}  {', '.join(paths)}: ", cyan(f"rcalog conflicts {incident}"))
    for path in found.merged.revived:
        page.line(f"kept, though one side deleted it: {path}")
    if not found.received and not found.sent:
        page.line(f"the same as {name}")


def _commits(number: int) -> str:
    return f"{number} commit" if number == 1 else f"{number} commits"
