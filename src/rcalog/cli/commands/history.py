"""`rcalog history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FIND, Context, RefArgument, app, command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from rcalog.cli.output import Page
    from rcalog.services.past import Past

FEW = 12
"""Fields of a new record that are shown; the rest is in the record."""

SAID = ("schema", "id")
"""Fields of a new record that its name says already."""

WIDTH = 110


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
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="How many changes at most; 0: all.")] = 100,
) -> None:
    """Show what became of a record, commit by commit, field by field, out of git.

    Whatever wrote it, and under whatever name its file stood: rcalog, an editor, a plain git commit.
    """
    from rcalog.cli.dto import listing
    from rcalog.services.past import past

    ref = _reference(c, incident) if incident else None
    with c.working("reading history"):
        found, total = past(c.book, ref, limit=limit or None)
    data = listing([past_data(each) for each in found], total=max(total, len(found)))
    c.paged(data, lambda page: _show(page, found, c.zone))
    if limit and total > limit:
        c.output.hint(f"{total - limit} more: --limit 0")


def _reference(c: Context, incident: str) -> str:
    """Return the id that is meant; that of a record which cannot be read, or is gone, too."""
    from rcalog.logbook.layout import id_of
    from rcalog.logbook.records import BrokenRecord
    from rcalog.logbook.references import IncidentDeleted
    from rcalog.services.past import IncidentRemoved

    try:
        return c.record(incident).incident.id
    except BrokenRecord as error:
        return error.broken.id or incident
    except IncidentDeleted as error:
        c.output.warn(error.message)
        c.output.hint(error.hint or "")
        return id_of(error.path) or incident
    except IncidentRemoved as error:
        c.output.hint(error.hint or "")
        return error.removed.incident


def past_data(each: Past) -> dict[str, object]:
    """Return a revision as programs get it."""
    from rcalog.cli.incident_dto import change_data

    revision = each.revision
    return {
        "commit": revision.commit,
        "author": revision.author,
        "email": revision.email,
        "at": revision.when.isoformat(),
        "subject": revision.subject,
        "operation": next(iter(revision.trailers.get("Operation", ())), None),
        "path": revision.path,
        "old_path": revision.old_path,
        "incident_id": each.incident,
        "title": each.title,
        "created": each.created,
        "removed": each.removed,
        "unreadable": each.unreadable,
        "compared": each.compared,
        "changes": [change_data(change) for change in each.changes],
    }


def _show(page: Page, found: Sequence[Past], zone: tzinfo) -> None:
    from rcalog.cli.output import bold, cyan, dim
    from rcalog.model.changes import describe

    for each in found:
        revision = each.revision
        page.gap()
        when = f"{revision.when.astimezone(zone):%Y-%m-%d %H:%M}"
        page.line(cyan(revision.short), f"  {when}  ", bold(revision.author), f"  {revision.subject}")
        for line in _what(each):
            page.line("    ", dim(line))
        told = [change for change in each.changes if not each.created or change.path not in SAID]
        few = told[:FEW] if each.created else told
        for change in few:
            page.line("    ", describe(change, width=WIDTH))
        if len(told) > len(few):
            page.line(dim(f"    and {len(told) - len(few)} more"))
    if not found:
        page.line("no commits yet")


def _what(each: Past) -> Iterator[str]:
    """Yield what cannot be said as a change of a field."""
    revision = each.revision
    if each.incident and each.incident not in revision.subject:
        yield f"{each.incident}  {each.title}"
    if each.created:
        yield f"made: {revision.path}"
    if each.removed:
        yield f"removed: {revision.path}"
    if revision.old_path:
        yield f"renamed: {revision.old_path} -> {revision.path}"
    if each.unreadable:
        yield "it could not be read any more"
    if each.compared:
        yield f"it could be read again; compared with {each.compared}:"
