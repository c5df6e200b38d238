"""`rcalog save`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, RefArgument, app, command

if TYPE_CHECKING:
    from rcalog.logbook.intents import Saved
    from rcalog.logbook.records import Record


@command(
    app,
    "save",
    purpose=AFTERWARDS,
    writes=True,
    examples=[
        ("rcalog save", "commit what was edited by hand"),
        ("rcalog save k7f3q -m 'times from the chat log'", ""),
    ],
)
def save(
    c: Context,
    incident: RefArgument = None,
    message: Annotated[str | None, typer.Option("-m", "--message", metavar="TEXT", help="What was done.")] = None,
) -> None:
    """Commit records that were edited by hand, each as one commit, once they are valid."""
    from rcalog.cli.acting import saved_data, show_saved
    from rcalog.services.handedits import edited_by_hand

    edits = edited_by_hand(c.book, incident, now=c.now)
    saved = [_save(c, edit, message) for edit in edits]
    if len(saved) == 1:
        show_saved(c, saved[0])
        return
    for one in saved:
        c.output.note(f"{one.short or '(not yet)'}  {one.path}")
    data = {"items": [saved_data(one, dry_run=c.dry_run) for one in saved], "total": len(saved)}
    c.output.result(data, lambda page: page.line(f"{len(saved)} records saved" if saved else "nothing to save"))


def _save(c: Context, edit: Record, message: str | None) -> Saved:
    from rcalog.cli.acting import carry_out
    from rcalog.services.handedits import save_hand_edit

    return carry_out(c, lambda write: save_hand_edit(edit, message, write=write))
