"""`rcalog new`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import DURING, Context, app, command, words

if TYPE_CHECKING:
    from rcalog.logbook.intents import Saved
    from rcalog.model.incident import Severity
    from rcalog.model.times import When

NO = ("n", "no", "否", "不")


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
        str | None, typer.Option(metavar="SEV", help="sev1 (worst) to sev5, or the team's word.")
    ] = None,
    service: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A service that is hurt; may be repeated.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A tag; may be repeated.")] = None,
    near_miss: Annotated[bool, typer.Option("--near-miss", help="No harm was done.")] = False,
    lead: Annotated[str | None, typer.Option(metavar="PERSON", help="Who leads the response.")] = None,
    summary: Annotated[str | None, typer.Option(metavar="TEXT", help="The story in a few lines.")] = None,
    template: Annotated[str | None, typer.Option(metavar="NAME", help="data-loss, security, third-party ...")] = None,
    id: Annotated[str | None, typer.Option("--id", help="Record under an id that is known already.")] = None,  # noqa: A002
) -> None:
    """Write down an incident in under a minute; only the title is needed.

    Nothing is taken to be "now" unless you say so: what you leave out stays out and can follow later.
    """
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.services.opening import Opening, open_incident

    c.book_for_new()
    text = words(title) or c.ask("What happens, in one line?", flag="TITLE")
    times = _read(c, introduced=introduced, started=started, detected=detected)
    times |= _read(c, acknowledged=acknowledged, mitigated=mitigated, resolved=resolved)
    if c.interactive and not (ongoing or near_miss or times):
        times, how = _ask(c, how)
    opening = Opening(
        title=text,
        times=times,
        how=how,
        severity=_severity(c, severity),
        services=tuple(service or ()),
        tags=tuple(tag or ()),
        near_miss=near_miss,
        lead=lead,
        summary=summary,
        template=template,
        id=id,
    )
    opened = carry_out(c, lambda write: open_incident(c.book, opening, now=c.now, write=write))
    show_saved(c, opened.saved, did=_sentence(c, opened.saved))
    for remark in opened.remarks:
        c.output.note(remark)


def _read(c: Context, **typed: str | None) -> dict[str, When]:
    from rcalog.cli.acting import read_when

    return {name: read_when(c, text) for name, text in typed.items() if text}


def _severity(c: Context, text: str | None) -> Severity:
    from rcalog.services.fields import severity_of

    return severity_of(text, c.book.policy)


def _sentence(c: Context, saved: Saved) -> str:
    """Say what was understood: where it stands, how bad it is, and each time with its offset."""
    from rcalog.cli.acting import say

    incident = saved.incident
    if incident is None:
        return "nothing"
    times = [f"{name} {say(c, when)}" for name, when in incident.times if when]
    return ", ".join([incident.status.value, incident.severity.value, *times])


def _ask(c: Context, how: str | None) -> tuple[dict[str, When], str | None]:
    """Ask for the three things that help most; each may be skipped with Enter."""
    times = {}
    hurting = c.ask("Still hurting users? (y/n; Enter: not sure)", flag="--ongoing", default="")
    if since := _time(c, "Since when? (14:05, 20m ago; Enter: not known)", "--started"):
        times["started"] = since
    if hurting.casefold() in NO:
        if over := _time(c, "Over since when? (Enter: not known)", "--resolved"):
            times["resolved"] = over
        how = how or c.ask("How do you know? (Enter: later)", flag="--how", default="") or None
    return times, how


def _time(c: Context, question: str, flag: str) -> When | None:
    """Return the time that was answered, None for Enter; what is not understood is asked again."""
    from rcalog.cli.acting import read_when

    def read(text: str) -> list[When]:
        return [read_when(c, text)]

    nothing: list[When] = []
    return next(iter(c.ask_for(question, read, flag=flag, default=nothing, shown="")), None)
