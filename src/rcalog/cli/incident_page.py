"""One incident as a person reads it on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.output import bold, cyan, dim, green, red, yellow
from rcalog.model.metrics import durations, render_span
from rcalog.model.overdue import overdue
from rcalog.model.timegrammar import render_time

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.cli.output import Page
    from rcalog.logbook.records import Record
    from rcalog.model.causes import Cause
    from rcalog.model.incident import Incident
    from rcalog.model.times import When

NAMES = {
    "time_to_detect": "time to detect",
    "time_to_acknowledge": "time to acknowledge",
    "time_to_mitigate": "time to mitigate",
    "time_to_resolve": "time to resolve",
    "latent": "latent",
}


def write_incident(page: Page, record: Record, c: Context) -> None:
    """Write where an incident stands, its times, its story, its causes and its actions."""
    incident = record.incident
    page.line(bold(incident.id), "  ", bold(incident.title))
    state = f"{incident.status}, {c.book.policy.label(incident.severity)}, {incident.kind}"
    page.line(state, dim(f"  {record.path}"))
    for label, words in (("services", incident.services), ("tags", incident.tags)):
        if words:
            page.line(f"{label}: ", ", ".join(words))
    _times(page, incident, c)
    for text in (incident.summary, incident.impact.summary if incident.impact else None):
        if text:
            page.gap()
            page.text(text)
    _timeline(page, incident, c)
    _whys(page, incident)
    _actions(page, incident, c)
    if record.drafts:
        page.gap()
        page.line(yellow("not committed yet: "), f"draft {', '.join(record.drafts)}")


def _times(page: Page, incident: Incident, c: Context) -> None:
    page.gap()
    times = [(name, getattr(incident.times, name)) for name in type(incident.times).model_fields]
    rows = [(name, _said(when, c)) for name, when in times if when]
    rows += [
        (NAMES[name], f"{'about ' if span.approximate else ''}{render_span(span.seconds)}")
        for name, span in durations(incident).items()
    ]
    page.table(rows, indent="  ")


def _timeline(page: Page, incident: Incident, c: Context) -> None:
    if not incident.timeline:
        return
    page.gap()
    page.line(bold("timeline"))
    page.table([(_said(event.at, c), event.event) for event in incident.timeline], indent="  ", whole=True)


def _whys(page: Page, incident: Incident) -> None:
    for leg in incident.whys:
        page.gap()
        page.line(bold(leg.leg.value), f"  {leg.problem or leg.none or ''}")
        for cause in leg.because:
            _cause(page, cause, "  ")


def _cause(page: Page, cause: Cause, indent: str) -> None:
    end = f"  [{cause.end.value}]" if cause.end else f"  [parked: {cause.later.owner}]" if cause.later else ""
    page.line(indent, "because ", cause.cause, green(end) if cause.is_root else dim(end), dim(f"  {cause.id or ''}"))
    for below in cause.because:
        _cause(page, below, f"{indent}  ")


def _actions(page: Page, incident: Incident, c: Context) -> None:
    if not incident.actions:
        return
    late = {id(action) for action in overdue(incident, c.today)}
    page.gap()
    page.line(bold("actions"))
    for action in incident.actions:
        due = f"every {action.every}" if action.every else f"due {action.due or '?'}"
        mark = red("  overdue") if id(action) in late else ""
        page.line("  ", cyan(action.id or "?"), f"  {action.status}  @{action.owner or '?'}  {due}", mark)
        page.line("      ", action.action)


def _said(when: When, c: Context) -> str:
    return render_time(when, c.zone)
