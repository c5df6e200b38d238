"""`rcalog drafts` and its verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, command, group
from rcalog.cli.help import ListingGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.output import Page
    from rcalog.logbook.journal import Draft

drafts = group(
    "drafts", "List what is kept and not committed yet, and go on with it", purpose=LOGBOOK, kind=ListingGroup
)

Name = Annotated[
    str | None, typer.Argument(metavar="DRAFT", help="Its id, or the beginning of it; not needed for the only one.")
]
Names = Annotated[list[str], typer.Argument(metavar="DRAFT...", help="Its id, or the beginning of it.")]


@command(
    drafts, "list", examples=[("rcalog drafts list", "what is kept, and how to go on; rcalog drafts does the same")]
)
def list_(c: Context) -> None:
    """List what is kept, the oldest first, each with the command that goes on with it."""
    from rcalog.cli.dto import listing
    from rcalog.services.drafts import all_kept

    kept = all_kept(c.book)
    c.output.result(listing([draft_data(each) for each in kept]), lambda page: write(page, c, kept))
    warn_of_unreadable(c)


@command(drafts, "show", examples=[("rcalog drafts show d1a2b", "what was typed")])
def show(c: Context, name: Name = None) -> None:
    """Show what was typed."""
    from rcalog.services.drafts import text_of

    draft = _chosen(c, name)
    text = text_of(c.book, draft)
    c.output.result(draft_data(draft) | {"text": text}, lambda page: page.text(text.removesuffix("\n")))


@command(
    drafts,
    "resume",
    writes=True,
    examples=[
        ("rcalog drafts resume d1a2b", "go on with it"),
        ("rcalog drafts resume d1a2b --merge", "somebody changed the same meanwhile: keep both values"),
    ],
)
def resume(
    c: Context,
    name: Name = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Where the same was changed meanwhile, keep both, as a conflict to settle.")
    ] = False,
) -> None:
    """Go on with what was typed: commit it, or name the command that goes on."""
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.services.drafts import resume as go_on

    draft = _chosen(c, name)
    saved = carry_out(c, lambda write: go_on(c.book, draft.id, write=write, merge=merge, dry_run=c.dry_run))
    show_saved(c, saved)


@command(drafts, "discard", dry_run=True, examples=[("rcalog drafts discard d1a2b", "throw it away")])
def discard(c: Context, names: Names) -> None:
    """Throw away what was typed, for good."""
    from rcalog.cli.dto import listing
    from rcalog.services.drafts import discard as throw_away

    gone = throw_away(c.book, names, dry_run=c.dry_run)
    said = "would be thrown away" if c.dry_run else "thrown away"

    def show(page: Page) -> None:
        for draft in gone:
            page.line(f"{draft.id} {said}: {draft.told}")

    c.output.result(listing([draft_data(draft) for draft in gone]), show)


def draft_data(draft: Draft) -> dict[str, object]:
    """Return a draft as programs get it."""
    from rcalog.logbook.waiting import go_on_with

    return {
        "id": draft.id,
        "kind": draft.kind,
        "incident_id": draft.incident,
        "created": draft.created.isoformat(),
        "summary": draft.told,
        "pending": draft.pending,
        "next": None if draft.pending else go_on_with(draft),
    }


def warn_of_unreadable(c: Context) -> None:
    """Name the files of drafts that cannot be read: somebody has typed what is in them."""
    for path in c.book.drafts.unreadable():
        c.output.warn(f"a draft cannot be read: {path}")


def write(page: Page, c: Context, kept: Sequence[Draft]) -> None:
    """Write drafts as a table: what was typed when, and what becomes of it."""
    from rcalog.cli.output import bold, cyan, dim
    from rcalog.logbook.waiting import go_on_with

    waits = (
        "nothing is committed in a submodule" if c.book.repo.is_submodule else "the next command that writes commits it"
    )
    rows = [
        [
            bold(each.id),
            f"{each.created.astimezone(c.zone):%Y-%m-%d %H:%M}",
            each.incident or "",
            dim(waits) if each.pending else cyan(go_on_with(each)),
            each.told,
        ]
        for each in kept
    ]
    page.table(rows, head=("draft", "kept", "incident", "how it goes on", "what"))
    if not rows:
        page.line("no drafts")


def _chosen(c: Context, name: str | None) -> Draft:
    """Return the draft that was named; without a name the only one, or one that is picked."""
    from rcalog.cli.ask import InputNeeded
    from rcalog.logbook.drafts import NoSuchDraft
    from rcalog.services.drafts import all_kept

    kept = all_kept(c.book)
    if name is not None:
        return c.book.drafts.load(name)
    if not kept:
        raise NoSuchDraft
    if len(kept) > 1 and not c.interactive:
        raise InputNeeded("DRAFT", hint=f"one of {', '.join(draft.id for draft in kept)}; rcalog drafts")
    choices = [f"{draft.id}  {draft.told}" for draft in kept]
    return kept[c.asker.pick("Which one?", choices, flag="DRAFT") if len(kept) > 1 else 0]
