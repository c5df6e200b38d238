"""`rcalog undo`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, app, command


@command(
    app,
    "undo",
    purpose=AFTERWARDS,
    writes=True,
    examples=[("rcalog undo", "take back the last change of a record"), ("rcalog undo 1a2b3c4", "take back that one")],
)
def undo(
    c: Context,
    commit: Annotated[str | None, typer.Argument(metavar="COMMIT", help="Which; without it: the last one.")] = None,
) -> None:
    """Take back what a commit did to a record, by another commit; later changes stay."""
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.services.undoing import take_back

    show_saved(c, carry_out(c, lambda write: take_back(c.book, commit, write=write)))
