"""`rcalog edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, RefArgument, app, command

if TYPE_CHECKING:
    from rcalog.logbook.journal import Draft


@command(
    app,
    "edit",
    purpose=AFTERWARDS,
    writes=True,
    examples=[
        ("rcalog edit k7f3q", "in your editor, checked before it is saved"),
        ("rcalog edit k7f3q --resume", "go on with what could not be saved"),
    ],
)
def edit(
    c: Context,
    incident: RefArgument = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the edit that was kept.")] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Throw away the edit that was kept.")] = False,
) -> None:
    """Open a record in your editor, with its comments, and save it once it is valid.

    What is wrong is shown on top and the editor opens again; an unchanged file changes nothing. What you typed is
    kept until it is committed, also where the record was changed meanwhile. A record that cannot be read is mended so.
    """
    from rcalog.cli.editing import TerminalNeeded, find_to_edit
    from rcalog.cli.editing import edit as edit_record
    from rcalog.services.editfiles import rescue
    from rcalog.services.editing import NoKeptEdit, begin, go_on, kept, place_of

    rescue(c.book)
    latest = kept(c.book) if incident is None and (resume or discard) else None
    found = find_to_edit(c, place_of(latest) if latest else incident)
    draft = kept(c.book, found)
    if draft is None and (resume or discard):
        raise NoKeptEdit(incident)
    if draft and discard:
        _discard(c, draft)
        return
    if not c.interactive:
        raise TerminalNeeded
    goes_on = draft is not None and (resume or _wants(c, draft))
    edit_record(c, go_on(c.book, found, draft) if draft and goes_on else begin(found))


def _wants(c: Context, draft: Draft) -> bool:
    """Return whether to go on with an edit that was kept."""
    began = f"{draft.created.astimezone(c.zone):%Y-%m-%d %H:%M}"
    return c.asker.confirm(f"An edit of {began} was not saved. Go on with it?", flag="--resume", default=True)


def _discard(c: Context, draft: Draft) -> None:
    from rcalog.cli.commands.drafts import draft_data

    c.book.drafts.discard(draft.id)
    said = f"{draft.id} thrown away: an edit of {draft.incident}"
    c.output.result(draft_data(draft), lambda page: page.line(said))
