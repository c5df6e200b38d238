"""`rcalog show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FIND, Context, RefArgument, app, command

if TYPE_CHECKING:
    from rcalog.services.then import Then


@command(
    app,
    "show",
    purpose=FIND,
    pages=True,
    examples=[
        ("rcalog show k7f3q", "one incident"),
        ("rcalog show @ --yaml", "the newest, as its file stands"),
        ("rcalog show k7f3q --at 2026-03-01T02:10Z", "what its record said then; also a date, or a commit"),
    ],
)
def show(
    c: Context,
    incident: RefArgument = None,
    yaml: Annotated[bool, typer.Option("--yaml", help="The record file as it is.")] = False,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="As it was then, or in that commit.")] = None,
) -> None:
    """Show one incident: where it stands, its times, its story, its causes and its actions.

    Without REF it is the one last worked on here within a day, else the newest.
    """
    from rcalog.cli.incident_dto import record_object
    from rcalog.cli.incident_page import write_incident
    from rcalog.logbook.records import BrokenRecord

    if at:
        _show_then(c, incident, at, yaml=yaml)
        return
    try:
        record = c.record(incident, purpose="reading")
    except BrokenRecord as error:
        if yaml and not c.json:  # it can be looked at all the same
            _print(c, None, error.broken.raw.decode("utf-8", "replace"))
        raise
    data = {"incident": record_object(record, today=c.today)}
    if yaml:
        _print(c, data, record.document.text)
    else:
        c.paged(data, lambda page: write_incident(page, record, c))


def _show_then(c: Context, incident: str | None, at: str, *, yaml: bool) -> None:
    """Show a record as it was; what was late then is late in it."""
    from rcalog.cli.incident_dto import record_object
    from rcalog.cli.incident_page import write_incident

    then = _found(c, incident, at)
    record, revision = then.record, then.revision
    back = c.back_at(then.moment)
    when = f"{revision.when.astimezone(c.zone):%Y-%m-%d %H:%M}"
    said = {"commit": revision.commit, "at": revision.when.isoformat(), "author": revision.author}
    data = {"incident": record_object(record, today=back.today), "revision": said}
    if yaml:
        _print(c, data, record.document.text)
        return
    c.output.note(f"as it was from {revision.short}, {when}, {revision.author}: {revision.subject}")
    c.paged(data, lambda page: write_incident(page, record, back))


def _found(c: Context, incident: str | None, at: str) -> Then:
    """Return the record as it was at a time, or in a commit, that was typed."""
    from rcalog.cli.acting import read_bounds
    from rcalog.cli.choosing import named_ever
    from rcalog.cli.histories import record_file
    from rcalog.logbook.repository import UnknownRevision
    from rcalog.model.timegrammar.errors import TimeNotUnderstood
    from rcalog.services.then import record_at, record_in

    file = record_file(c, incident) if incident else named_ever(c, None)
    try:
        _, moment = read_bounds(c, at)
    except TimeNotUnderstood as error:
        try:
            return record_in(c.book, file, at)
        except UnknownRevision:
            raise error from None
    return record_at(c.book, file, moment)


def _print(c: Context, data: object, text: str) -> None:
    """Print a file: made harmless where somebody reads it, else byte for byte."""
    from rcalog.cli.streams import is_terminal

    if c.json or is_terminal(c.output.stdout):
        c.paged(data, lambda page: page.text(text.removesuffix("\n")))
    else:
        c.output.write(text)
