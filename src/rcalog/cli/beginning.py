"""What `rcalog new` does, however its command line was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.acting import carry_out, read_when, say, show_saved
from rcalog.cli.ask import InputNeeded
from rcalog.services.fieldvalues import severity_of, slugs
from rcalog.services.opening import Opening, open_incident

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rcalog.cli.context import Context
    from rcalog.logbook.intents import Saved
    from rcalog.model.times import When

LATER = ("detected", "acknowledged", "mitigated", "resolved")


def begin_incident(
    c: Context,
    title: str,
    *,
    started: str | None = None,
    introduced: str | None = None,
    how: str | None = None,
    ongoing: bool = False,
    severity: str | None = None,
    service: Sequence[str] | None = None,
    tag: Sequence[str] | None = None,
    near_miss: bool = False,
    lead: str | None = None,
    summary: str | None = None,
    template: str | None = None,
    id: str | None = None,  # noqa: A002 (the name of the flag)
    lang: str | None = None,
    **later: str | None,
) -> None:
    """Write a new record of what was typed, and of what is answered where somebody can be asked."""
    if not (title or c.interactive):
        raise InputNeeded("TITLE")
    book = c.book_for_new()
    opening = Opening(
        title=title,
        times=_times(c, started, introduced, {name: later.get(name) for name in LATER}),
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


def _times(c: Context, started: str | None, introduced: str | None, later: Mapping[str, str | None]) -> dict[str, When]:
    """Return the times that were typed; only the start needs its day, the others follow it, or lie before it."""
    if not (started or introduced or any(later.values())):
        return {}
    from rcalog.model.timegrammar.windows import Window

    first = read_when(c, started) if started else None
    before, after = Window.day_before(first), Window.day_after(first)
    times = {"started": first, "introduced": read_when(c, introduced, near=before) if introduced else None}
    times |= {name: read_when(c, text, near=after) for name, text in later.items() if text}
    return {name: when for name, when in times.items() if when}


def _sentence(c: Context, saved: Saved) -> str:
    """Say what was understood: where it stands, how bad it is, and each time with its offset."""
    incident = saved.incident
    if incident is None:
        return "nothing"
    known: list[tuple[str, When | None]] = list(incident.times)
    times = [f"{name} {say(c, when)}" for name, when in known if when]
    return ", ".join([incident.status.value, c.book.policy.label(incident.severity), *times])
