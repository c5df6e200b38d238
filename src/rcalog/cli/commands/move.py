"""`rcalog move`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command
from rcalog.cli.completion import complete_references

if TYPE_CHECKING:
    from rcalog.logbook.records import Record


@command(
    app,
    "move",
    purpose=LOGBOOK,
    writes=True,
    examples=[("rcalog move k7f3q --to ~/team/incidents", "from your own logbook to the team's")],
)
def move(
    c: Context,
    incident: Annotated[str, typer.Argument(metavar="REF", help="Which incident.", autocompletion=complete_references)],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The logbook that it goes to.")],
) -> None:
    """Take a record to another logbook: one commit there, then one here.

    Its history stays here. Where the second commit is refused the record is in both; the same command finishes it.
    """
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.services.moving import arrive, leave

    record = c.record(incident)
    there = c.with_(logbook=Path(os.path.expanduser(to)))  # noqa: PTH111 - Path's own fails for ~nobody
    arrival = carry_out(there, lambda write: arrive(c.book, there.book, record, write=write))
    left = carry_out(c, lambda write: leave(record, there.book, arrival, write=write))
    if c.dry_run and arrival.saved:
        show_saved(there, arrival.saved)
    commit = arrival.saved.commit if arrival.saved else None
    more = {"to": {"logbook": str(there.book.root), "file": str(arrival.file), "commit": commit}}
    show_saved(c, left, did=f"moved to {arrival.file}", remarks=_remarks(c, record), more=more)


def _remarks(c: Context, record: Record) -> list[str]:
    kept = [draft.id for draft in c.book.drafts.list() if draft.incident == record.incident.id]
    return [f"what was typed and not saved stays here: rcalog drafts show {draft}" for draft in kept]
