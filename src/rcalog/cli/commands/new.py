"""`rcalog new`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import DURING, Context, app, command, labels, offer, words
from rcalog.cli.completion import languages

TEMPLATES = ("capacity", "change", "data-loss", "near-miss", "security", "third-party")


@command(
    app,
    "new",
    purpose=DURING,
    writes=True,
    examples=[
        ("rcalog new checkout returns 502", "during the outage: the title is enough"),
        (
            "rcalog new checkout returned 502 --started 14:05 --resolved 14:40 --how 'error rate at 0' --severity sev2",
            "afterwards: a resolved outage in one commit",
        ),
        ("rcalog new orders vanished --started 'yesterday 22:10' --template data-loss", "with the guidance of a kind"),
    ],
)
def new(
    c: Context,
    title: Annotated[list[str] | None, typer.Argument(metavar="TITLE", help="What happens, in one line.")] = None,
    started: Annotated[str | None, typer.Option(metavar="TIME", help="When the harm began; rcalog help times.")] = None,
    detected: Annotated[str | None, typer.Option(metavar="TIME", help="When it was noticed.")] = None,
    acknowledged: Annotated[str | None, typer.Option(metavar="TIME", help="When somebody took it up.")] = None,
    mitigated: Annotated[str | None, typer.Option(metavar="TIME", help="When the harm stopped.")] = None,
    resolved: Annotated[str | None, typer.Option(metavar="TIME", help="When service was fully restored.")] = None,
    introduced: Annotated[str | None, typer.Option(metavar="TIME", help="When the fault came into being.")] = None,
    how: Annotated[str | None, typer.Option(metavar="TEXT", help="How we know that it is over.")] = None,
    ongoing: Annotated[bool, typer.Option("--ongoing", help="Harm goes on; do not ask.")] = False,
    severity: Annotated[
        str | None,
        typer.Option(
            metavar="SEV",
            help="sev1 (worst) to sev5, or the team's word.",
            autocompletion=offer("sev1", "sev2", "sev3", "sev4", "sev5"),
        ),
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A service that is hurt; may be repeated.", autocompletion=labels("service")),
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A tag; may be repeated.", autocompletion=labels("tag"))
    ] = None,
    near_miss: Annotated[bool, typer.Option("--near-miss", help="No harm was done.")] = False,
    lead: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who leads the response.", autocompletion=labels("owner"))
    ] = None,
    summary: Annotated[str | None, typer.Option(metavar="TEXT", help="The story in a few lines.")] = None,
    template: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"{', '.join(TEMPLATES)}, or the team's.", autocompletion=offer(*TEMPLATES)),
    ] = None,
    id: Annotated[  # noqa: A002 (the name of the flag)
        str | None, typer.Option("--id", metavar="ID", help="Record under an id that is known already.")
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="Ask in en or zh.", autocompletion=languages)] = None,
) -> None:
    """Write down an incident in under a minute; only the title is needed.

    Nothing is taken to be "now" unless you say so: what you leave out stays out and can follow later.
    """
    from rcalog.cli.beginning import begin_incident

    begin_incident(
        c,
        words(title),
        started=started,
        detected=detected,
        acknowledged=acknowledged,
        mitigated=mitigated,
        resolved=resolved,
        introduced=introduced,
        how=how,
        ongoing=ongoing,
        severity=severity,
        service=service,
        tag=tag,
        near_miss=near_miss,
        lead=lead,
        summary=summary,
        template=template,
        id=id,
        lang=lang,
    )
