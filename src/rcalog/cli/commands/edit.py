"""`rcalog edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, RefArgument, app, command

if TYPE_CHECKING:
    from rcalog.services.editing import Session


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
    kept until it is committed.
    """
    from rcalog.cli.editing import TerminalNeeded, edit_until_valid, find_to_edit, ref_of
    from rcalog.services.editing import begin

    if not c.interactive and not discard:
        raise TerminalNeeded
    found = find_to_edit(c, incident)
    session = begin(c.book, found, resume=resume or _wanted(c, ref_of(found), discard=discard))
    if discard:
        _discard(c, session)
        return
    edit_until_valid(c, session)


def _wanted(c: Context, ref: str, *, discard: bool) -> bool:
    """Return whether to go on with an edit that was kept; asks, where there is one."""
    from rcalog.services.editing import kept

    draft = kept(c.book, ref)
    if draft is None or discard:
        return draft is not None
    return c.confirm(
        f"An edit from {draft.created:%Y-%m-%d %H:%M} was not saved. Go on with it?", flag="--resume", default=True
    )


def _discard(c: Context, session: Session) -> None:
    if session.draft:
        c.book.drafts.discard(session.draft.id)
    said = f"{session.draft.id} thrown away" if session.draft else "there is no kept edit"
    c.output.result(
        {"id": session.id, "draft": session.draft.id if session.draft else None}, lambda page: page.line(said)
    )
