"""`rcalog new`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import DURING, Context, app, command, offer, words

if TYPE_CHECKING:
    from rcalog.logbook.intents import Saved
    from rcalog.model.times import When

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
        list[str] | None, typer.Option(metavar="NAME", help="A service that is hurt; may be repeated.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A tag; may be repeated.")] = None,
    near_miss: Annotated[bool, typer.Option("--near-miss", help="No harm was done.")] = False,
    lead: Annotated[str | None, typer.Option(metavar="PERSON", help="Who leads the response.")] = None,
    summary: Annotated[str | None, typer.Option(metavar="TEXT", help="The story in a few lines.")] = None,
    template: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=f"{', '.join(TEMPLATES)}, or the team's.", autocompletion=offer(*TEMPLATES)),
    ] = None,
    id: Annotated[  # noqa: A002 (the name of the flag)
        str | None, typer.Option("--id", metavar="ID", help="Record under an id that is known already.")
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="Ask in en or zh.")] = None,
) -> None:
    """Write down an incident in under a minute; only the title is needed.

    Nothing is taken to be "now" unless you say so: what you leave out stays out and can follow later.
    """
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.cli.ask import InputNeeded
    from rcalog.services.fieldvalues import severity_of, slugs
    from rcalog.services.opening import Opening, open_incident

    text = words(title)
    if not (text or c.interactive):
        raise InputNeeded("TITLE")
    book = c.book_for_new()
    later = {"detected": detected, "acknowledged": acknowledged, "mitigated": mitigated, "resolved": resolved}
    opening = Opening(
        title=text,
        times=_times(c, started, introduced, later),
        how=how or None,
        ongoing=ongoing,
        severity=severity_of(severity, book.policy),
        services=slugs(service or ()),
        tags=slugs(tag or ()),
        near_miss=near_miss,
        lead=lead or None,
        summary=summary or None,
        template=template,
        id=id,
    )
    if c.interactive:
        from rcalog.cli.asking import fill_in

        opening = fill_in(c, opening, lang)
    opened = carry_out(c, lambda write: open_incident(book, opening, now=c.now, write=write))
    show_saved(c, opened.saved, did=_sentence(c, opened.saved), remarks=opened.remarks)


def _times(c: Context, started: str | None, introduced: str | None, later: dict[str, str | None]) -> dict[str, When]:
    """Return the times that were typed; only the start needs its day, the others follow it, or lie before it."""
    from rcalog.cli.acting import read_when
    from rcalog.model.timegrammar.windows import Window

    first = read_when(c, started) if started else None
    before, after = Window.day_before(first), Window.day_after(first)
    times = {"started": first, "introduced": read_when(c, introduced, near=before) if introduced else None}
    times |= {name: read_when(c, text, near=after) for name, text in later.items() if text}
    return {name: when for name, when in times.items() if when}


def _sentence(c: Context, saved: Saved) -> str:
    """Say what was understood: where it stands, how bad it is, and each time with its offset."""
    from rcalog.cli.acting import say

    incident = saved.incident
    if incident is None:
        return "nothing"
    known: list[tuple[str, When | None]] = list(incident.times)
    times = [f"{name} {say(c, when)}" for name, when in known if when]
    return ", ".join([incident.status.value, c.book.policy.label(incident.severity), *times])
