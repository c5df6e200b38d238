"""`rcalog save`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, RefArgument, app, command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rcalog.logbook.intents import Saved
    from rcalog.services.handedits import HandEdits


@command(
    app,
    "save",
    purpose=AFTERWARDS,
    writes=True,
    examples=[
        ("rcalog save", "commit what was edited by hand"),
        ("rcalog save k7f3q -m 'times from the chat log'", "one record, and what was done to it"),
    ],
)
def save(
    c: Context,
    incident: RefArgument = None,
    message: Annotated[str | None, typer.Option("-m", "--message", metavar="TEXT", help="What was done.")] = None,
) -> None:
    """Commit records that were edited by hand, each as one commit, once they are valid.

    What waited for git is committed first. A record whose file was deleted is only taken out when it is named.
    """
    from rcalog.logbook.records import ref_of
    from rcalog.logbook.transaction import replay
    from rcalog.services.handedits import EditsInvalid, edited_by_hand

    for note in () if c.dry_run else replay(c.book):
        c.output.warn(note)
    edits = edited_by_hand(c.book, incident, now=c.now)
    saved: list[Saved] = []
    try:
        saved += _save_all(c, edits, message, removes=incident is not None)
    finally:
        _show(c, saved, edits, incident)
    for gone in edits.deleted if incident is None else ():
        c.output.warn(f"{gone.path} was deleted by hand; to commit that: rcalog save {ref_of(gone)}")
        c.output.hint(f"to bring it back: {c.book.repo.restoring(gone.path.as_posix())}")
    if edits.broken:
        raise EditsInvalid(edits.broken)


def _save_all(c: Context, edits: HandEdits, message: str | None, *, removes: bool) -> Iterator[Saved]:
    from rcalog.services.handedits import save_deletion, save_hand_edit

    for record in edits.records:
        yield _save(c, partial(save_hand_edit, record, message))
    for gone in edits.deleted if removes else ():
        yield _save(c, partial(save_deletion, gone, message))


def _save(c: Context, do: Callable[..., Saved]) -> Saved:
    from rcalog.cli.acting import carry_out

    return carry_out(c, lambda write: do(write=write))


def _show(c: Context, saved: Sequence[Saved], edits: HandEdits, incident: str | None) -> None:
    from rcalog.cli.acting import show_all_saved, show_saved
    from rcalog.cli.dto import listing

    if incident is not None and len(saved) == 1:
        show_saved(c, saved[0], did="its file is gone" if saved[0].incident is None else None)
    elif saved or edits.broken:
        show_all_saved(c, saved)
    else:
        said = "a deletion is saved when it is named" if edits.deleted else "nothing to save"
        c.output.result(listing([]), lambda page: page.line(said))
