"""`rcalog history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FIND, Context, RefArgument, app, command

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.services.past import Past


@command(
    app,
    "history",
    purpose=FIND,
    pages=True,
    examples=[
        ("rcalog history k7f3q", "who changed which field from what to what, when"),
        ("rcalog history --limit 20", "of all incidents"),
    ],
)
def history(
    c: Context,
    incident: RefArgument = None,
    limit: Annotated[int, typer.Option(min=0, help="How many commits at most; 0: all.")] = 0,
) -> None:
    """Show what became of a record, commit by commit, field by field, out of git."""
    from rcalog.cli.dto import listing
    from rcalog.services.past import past

    ref = _reference(c, incident) if incident else None
    with c.working("reading history"):
        found = list(past(c.book, ref, limit=limit or None))
    c.paged(listing([past_data(each) for each in found]), lambda page: _show(page, found))


def _reference(c: Context, incident: str) -> str:
    """Return the id that is meant; that of a record which cannot be read, or is gone, too."""
    import re

    from rcalog.logbook.records import BrokenRecord
    from rcalog.logbook.references import NoSuchIncident
    from rcalog.model.base import INCIDENT_ID

    try:
        return c.record(incident).incident.id
    except BrokenRecord as error:
        return error.broken.id or incident
    except NoSuchIncident:
        if re.fullmatch(INCIDENT_ID, incident):
            return incident
        raise


def past_data(each: Past) -> dict[str, object]:
    """Return a revision as programs get it."""
    revision = each.revision
    return {
        "commit": revision.commit,
        "author": revision.author,
        "email": revision.email,
        "at": revision.when.isoformat(),
        "subject": revision.subject,
        "operation": next(iter(revision.trailers.get("Operation", ())), None),
        "path": revision.path,
        "created": each.created,
        "removed": each.removed,
        "unreadable": each.unreadable,
        "changes": [
            {"path": change.path, "kind": change.kind, "before": change.before, "after": change.after}
            for change in each.changes
        ],
    }


def _show(page: Page, found: list[Past]) -> None:
    from rcalog.cli.output import bold, cyan, dim
    from rcalog.model.changes import describe

    for each in found:
        revision = each.revision
        page.gap()
        page.line(cyan(revision.short), f"  {revision.when:%Y-%m-%d %H:%M %z}  ", bold(revision.author))
        page.line("  ", revision.subject)
        for change in each.changes:
            page.line("    ", describe(change, width=110))
        if each.created or each.removed:
            page.line(dim(f"    {revision.path} {'created' if each.created else 'removed'}"))
        if each.unreadable:
            page.line(dim("    not a valid record on one side: the changes cannot be told"))
    if not found:
        page.line("no commits yet")
