"""`rcalog list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FIND, Context, app, command

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Excerpt, Found


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
        found = list_incidents(c.book, query, limit=limit or None, now=c.now, whole=c.json)
    items: list[object] = [record_object(each, today=c.today) for each in found.excerpts] if c.json else []
    c.output.result(listing(items, total=found.total), lambda page: _show(page, found, c.book))
    warn_of(c, found.broken)


def _show(page: Page, found: Found, book: Logbook) -> None:
    page.table([row(each, book) for each in found.excerpts], head=("id", "status", "severity", "started", "title"))
    if not found.excerpts:
        page.line("no incidents")
    elif found.total > len(found.excerpts):
        page.line(f"{found.total - len(found.excerpts)} more: --limit 0")


def row(found: Excerpt, book: Logbook) -> list[str]:
    """Return the cells of an incident in a list; its start is in the zone of the logbook."""
    from rcalog.cli.output import bold, red, yellow
    from rcalog.model.incident import Severity

    paint = {"ongoing": red, "mitigated": yellow}.get(found.status, str)
    severity = book.policy.label(Severity(found.severity))
    return [bold(found.id), paint(found.status), severity, _began(found, book), found.title]


def _began(found: Excerpt, book: Logbook) -> str:
    if found.started is None:
        return "?"
    if found.instant is None:
        return found.started
    return f"{'~' if found.started.startswith('~') else ''}{found.instant.astimezone(book.zone):%Y-%m-%d %H:%M}"
