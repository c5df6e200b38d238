"""`rcalog show`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import FIND, Context, RefArgument, app, command


@command(
    app,
    "show",
    purpose=FIND,
    pages=True,
    examples=[("rcalog show k7f3q", "one incident"), ("rcalog show @ --yaml", "the newest, as its file stands")],
)
def show(
    c: Context,
    incident: RefArgument = None,
    yaml: Annotated[bool, typer.Option("--yaml", help="The record file as it is.")] = False,
) -> None:
    """Show one incident: where it stands, its times, its story, its causes and its actions.

    Without REF it is the one last worked on here within a day, else the newest.
    """
    from rcalog.cli.incident_dto import record_object
    from rcalog.cli.incident_page import write_incident
    from rcalog.logbook.records import BrokenRecord

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


def _print(c: Context, data: object, text: str) -> None:
    """Print a file: made harmless where somebody reads it, else byte for byte."""
    from rcalog.cli.streams import is_terminal

    if c.json or is_terminal(c.output.stdout):
        c.paged(data, lambda page: page.text(text.removesuffix("\n")))
    else:
        c.output.write(text)
