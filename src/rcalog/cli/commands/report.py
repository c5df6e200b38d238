"""`rcalog report`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, RefArgument, app, command
from rcalog.cli.completion import languages


class Audience(StrEnum):
    """For whom a report is."""

    TEAM = "team"
    PUBLIC = "public"


@command(
    app,
    "report",
    purpose=AFTERWARDS,
    pages=True,
    examples=[
        ("rcalog report k7f3q", "Markdown on the terminal"),
        ("rcalog report k7f3q --lang zh -o report.md", "in Chinese, into a file"),
        ("rcalog report k7f3q --audience public", "title, times, harm and remedies only"),
    ],
)
def report(
    c: Context,
    incident: RefArgument = None,
    lang: Annotated[
        str | None, typer.Option(metavar="en|zh", help="The language of the report.", autocompletion=languages)
    ] = None,
    audience: Annotated[Audience, typer.Option(help="For the team, or for everybody.")] = Audience.TEAM,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Write the report of an incident as Markdown.

    Without REF it is the one last worked on here within a day, else the newest.
    """
    from rcalog.cli.incident_dto import record_object
    from rcalog.cli.writing import write_file
    from rcalog.services.reporting import markdown_report

    record = c.record(incident, purpose="reading")
    text = markdown_report(c.book, record, language=c.language(lang), public=audience is Audience.PUBLIC)
    about = record_object(record, today=c.today)
    data = {"incident": about, "language": c.language(lang), "markdown": text}
    if output:
        write_file(output, text)
        c.output.result({**data, "file": str(output)}, lambda page: page.line("written to ", str(output)))
    else:
        c.paged(data, lambda page: page.text(text.rstrip("\n")))
