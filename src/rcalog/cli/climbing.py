"""What `rcalog mark` does, however its command line was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.acting import carry_out, read_when, show_saved
from rcalog.model.timegrammar.windows import Window
from rcalog.model.timeline import Status
from rcalog.services.fieldvalues import severity_of
from rcalog.services.marking import Marking
from rcalog.services.marking import mark as climb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.context import Context


def mark_incident(
    c: Context,
    status: str,
    how: str,
    incident: str | None = None,
    *,
    at: str | None = None,
    mitigated: str | None = None,
    severity: str | None = None,
    by: str | None = None,
    because: str | None = None,
    waive: Sequence[str] | None = None,
) -> None:
    """Move an incident along the ladder; what is missing is asked for where somebody can be asked."""
    target = c.one_of(Status, status)
    record = c.record_to_change(incident)
    reached = read_when(c, at) if at else None
    near = Window.between(record.incident.times.started, reached) or Window.day_before(reached)
    said = Marking(
        how=how or None,
        at=reached,
        mitigated=read_when(c, mitigated, near=near) if mitigated else None,
        severity=severity_of(severity, c.book.policy) if severity else None,
        by=by or None,
        because=because or None,
        waive=tuple(waive or ()),
    )
    if c.interactive:
        from rcalog.cli.asking_mark import fill_in

        said = fill_in(c, record.incident, target, said)
    marked = carry_out(c, lambda write: climb(c.book, record, target, said, now=c.now, write=write))
    show_saved(c, marked.saved, remarks=marked.remarks)
