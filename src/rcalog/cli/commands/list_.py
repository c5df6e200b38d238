"""`rcalog list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FIND, Context, app, command

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.services.listing import Listing


@command(
    app,
    "list",
    purpose=FIND,
    examples=[
        ("rcalog list", "the newest 50"),
        ("rcalog list status:ongoing,mitigated", "what is not over"),
        ("rcalog list severity:sev2+ service:checkout since:2026-01 'replica lag'", "narrowed down"),
    ],
)
def list_(
    c: Context,
    filters: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help="See: rcalog help filters.")] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="How many at most; 0: all.")] = 50,
) -> None:
    """List incidents, newest first. A record that cannot be read is listed as such."""
    from rcalog.cli.broken import warn_of
    from rcalog.cli.dto import listing
    from rcalog.cli.incident_dto import record_object
    from rcalog.model.query import parse_query
    from rcalog.services.listing import list_incidents

    query = parse_query(filters or [], c.book.policy.severity_labels)
    with c.working("reading records"):
        found = list_incidents(c.book, query, limit=limit or None, now=c.now)
    items: list[object] = [record_object(record, today=c.today) for record in found.records]
    c.output.result(listing(items, total=found.total), lambda page: _show(page, found, c.book))
    warn_of(c, found.broken)


def _show(page: Page, found: Listing, book: Logbook) -> None:
    page.table([row(record, book) for record in found.records], head=("id", "status", "severity", "started", "title"))
    if not found.records:
        page.line("no incidents")
    elif found.total > len(found.records):
        page.line(f"{found.total - len(found.records)} more: --limit 0")


def row(record: Record, book: Logbook) -> list[str]:
    """Return the cells of an incident in a list; its start is in the zone of the logbook."""
    from rcalog.cli.output import bold, red, yellow
    from rcalog.model.timeline import Status

    incident = record.incident
    paint = {Status.ONGOING: red, Status.MITIGATED: yellow}.get(incident.status, str)
    severity = book.policy.label(incident.severity)
    return [bold(incident.id), paint(incident.status.value), severity, _began(record, book), incident.title]


def _began(record: Record, book: Logbook) -> str:
    started = record.incident.times.started
    if started is None:
        return "?"
    if started.instant is None:
        return started.text
    return f"{'~' if started.approximate else ''}{started.instant.astimezone(book.zone):%Y-%m-%d %H:%M}"
