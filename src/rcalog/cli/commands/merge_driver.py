"""`rcalog merge-driver`: what git runs for a record that both sides of a merge changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command


@command(
    app,
    "merge-driver",
    purpose=LOGBOOK,
    hidden=True,
    examples=[("rcalog merge-driver %O %A %B %L %P", "as it stands in the configuration of git")],
)
def merge_driver(
    c: Context,
    base: Annotated[Path, typer.Argument(metavar="BASE", help="The file as it was (%O).")],
    ours: Annotated[Path, typer.Argument(metavar="OURS", help="The file of this side; it gets the result (%A).")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="The file of the other side (%B).")],
    marker: Annotated[int, typer.Argument(metavar="SIZE", help="How long conflict markers are (%L).")],
    name: Annotated[str, typer.Argument(metavar="PATH", help="The path of the record (%P).")],
) -> None:
    """Merge a record as git wants it: into the file of our side.

    What both sides changed differently is kept in the record, under conflicts, and is no failure. Exits with 1, and
    leaves the file alone, where no record can be made of the two.
    """
    from rcalog.services.merging import merge_files

    del marker  # there are never any
    merged = merge_files(base, ours, theirs, name=name)
    paths = [conflict.path for conflict in merged.conflicts]
    c.output.result({"path": name, "conflicts": paths}, lambda _page: None)
    if paths:
        c.output.warn(f"{name}: both sides changed {', '.join(paths)}; one value stands, the other is kept")
        c.output.hint(f"rcalog conflicts {merged.incident.id}")
