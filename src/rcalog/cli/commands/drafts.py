"""`rcalog drafts` and its verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, command, group

if TYPE_CHECKING:
    from rcalog.logbook.journal import Draft

drafts = group("drafts", "Input that is kept and not committed yet", purpose=LOGBOOK)

Name = Annotated[str, typer.Argument(metavar="DRAFT", help="Its id, or the beginning of it.")]


@command(drafts, "list", examples=[("rcalog drafts list", "what is kept")])
def list_(c: Context) -> None:
    """List what is kept, the oldest first."""
    from rcalog.cli.dto import listing
    from rcalog.cli.output import bold

    kept = c.book.drafts.list()
    rows = [
        [bold(each.id), each.kind, f"{each.created:%Y-%m-%d %H:%M}", each.incident or "", each.summary] for each in kept
    ]
    c.output.result(
        listing([draft_data(each) for each in kept]),
        lambda page: (
            page.table(rows, head=("draft", "kind", "kept", "incident", "what")) if rows else page.line("no drafts")
        ),
    )


@command(drafts, "show", pages=True, examples=[("rcalog drafts show d1a2b", "what was typed")])
def show(c: Context, name: Name) -> None:
    """Show what was typed."""
    from rcalog.services.drafts import text_of

    draft = c.book.drafts.load(name)
    text = text_of(c.book, draft)
    c.paged(draft_data(draft) | {"text": text}, lambda page: page.text(text))


@command(drafts, "resume", writes=True, examples=[("rcalog drafts resume d1a2b", "go on with it")])
def resume(c: Context, name: Name) -> None:
    """Go on with what was typed: commit it, or name the command that goes on."""
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.services.drafts import resume as go_on

    saved = carry_out(c, lambda write: go_on(c.book, name, write=write, dry_run=c.dry_run))
    show_saved(c, saved)


@command(drafts, "discard", examples=[("rcalog drafts discard d1a2b", "throw it away")])
def discard(c: Context, name: Name) -> None:
    """Throw away what was typed."""
    draft = c.book.drafts.load(name)
    c.book.drafts.discard(draft.id)
    c.output.result(draft_data(draft), lambda page: page.line(f"{draft.id} thrown away: {draft.summary}"))


def draft_data(draft: Draft) -> dict[str, object]:
    """Return a draft as programs get it."""
    return {
        "id": draft.id,
        "kind": draft.kind,
        "incident": draft.incident,
        "created": draft.created.isoformat(),
        "summary": draft.summary,
        "pending": draft.pending,
    }
