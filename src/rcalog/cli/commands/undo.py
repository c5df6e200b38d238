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
    examples=[
        ("rcalog undo", "take back your last change of a record; once more: bring it back"),
        ("rcalog undo 1a2b3c4", "take back that one; what was changed since stays"),
    ],
)
def undo(
    c: Context,
    commit: Annotated[str | None, typer.Argument(metavar="COMMIT", help="Which; without it: your last one.")] = None,
) -> None:
    """Take back what a commit did to a record, by another commit; later changes stay."""
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.services.undoing import take_back

    undone = carry_out(c, lambda write: take_back(c.book, commit, write=write))
    did = "the record is gone" if undone.saved.incident is None else None
    c.output.note(f"taken back: {undone.revision.short}  {undone.revision.subject}")
    show_saved(c, undone.saved, did=did, remarks=undone.remarks)
