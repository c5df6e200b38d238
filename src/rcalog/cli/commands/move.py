"""`rcalog move`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command


@command(
    app,
    "move",
    purpose=LOGBOOK,
    writes=True,
    examples=[("rcalog move k7f3q --to ~/team/incidents", "from your own logbook to the team's")],
)
def move(
    c: Context,
    incident: Annotated[str, typer.Argument(metavar="REF", help="Which incident.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The logbook that it goes to.")],
) -> None:
    """Take a record to another logbook: one commit there, then one here. Its history here stays."""
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.transaction import commit
    from rcalog.services.moving import arrive, leave

    record = c.record(incident)
    target = Logbook.open(to, clock=c.clock, env=c.env)
    there = arrive(target, record, write=lambda intent: commit(target, intent, dry_run=c.dry_run))
    left = carry_out(c, lambda write: leave(record, target, there, write=write))
    show_saved(
        c, left, did=f"moved to {target.root / there.path.relative_to(target.prefix)} ({there.short or 'dry run'})"
    )
