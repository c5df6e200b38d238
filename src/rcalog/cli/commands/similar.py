"""`rcalog similar`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FIND, Context, app, command, words
from rcalog.cli.completion import complete_references
from rcalog.errors import UsageError

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.model.likeness import Reason
    from rcalog.services.similar import Alike, Meant, Similar

FEW = 6
"""What two incidents share that is shown of one kind."""

KINDS = {"service": "service", "tag": "tag", "leg": "line of inquiry", "cause": "cause", "word": "words"}


class NothingToCompare(UsageError):
    """Neither an incident is named nor a text given."""

    code = "nothing-to-compare"

    def __init__(self) -> None:
        super().__init__(
            "there is nothing to compare", hint="rcalog similar REF, or words: rcalog similar checkout 502"
        )


@command(
    app,
    "similar",
    purpose=FIND,
    examples=[
        ("rcalog similar k7f3q", "what is most like this incident, and why"),
        ("rcalog similar checkout answers 502 after a deploy", "like a text, before there is a record"),
        ("rcalog similar @now --limit 3", "while it happens: how did it end the last time?"),
    ],
)
def similar(
    c: Context,
    about: Annotated[
        list[str],
        typer.Argument(metavar="REF|TEXT", help="An incident, or words about one.", autocompletion=complete_references),
    ],
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="How many at most; 0: all.")] = 5,
) -> None:
    """Find incidents that are like another one, or like a text, each with what they have in common.

    An id, or the end of one, means that incident; anything else is a text. The score, from 0 to 1, says how
    much of what is rare about the one stands in the other: services, tags, causes, and words of titles, summaries and
    causes. A word of a text that none has stands for one that begins with it; one that nobody wrote counts for nothing.
    Of very many that share something the likeliest 500 are compared; --limit 0 compares them all.
    """
    from rcalog.cli.broken import warn_of
    from rcalog.cli.dto import listing
    from rcalog.services.similar import similar_to_incident, similar_to_text

    text = words(about)
    if not text:
        raise NothingToCompare
    meant = _named(c, text)
    with c.working("comparing incidents"):
        if meant:
            found = similar_to_incident(c.book, meant, limit=limit or None)
        else:
            found = similar_to_text(c.book, text, limit=limit or None)
    data = listing([alike_data(each) for each in found.found], total=found.total)
    is_cut = found.total is None or found.more > 0
    data |= {"total": found.total, "truncated": is_cut, "to": meant.id if meant else None, "unknown": [*found.unknown]}
    c.output.result(data, lambda page: _show(c, page, found, meant))
    if not found.found:
        c.output.note(f"nothing is like {meant.id if meant else 'this'}")
    elif found.unknown:
        c.output.note(f"no incident has: {', '.join(found.unknown)}")
    warn_of(c, found.broken)


def _named(c: Context, text: str) -> Meant | None:
    """Return the incident that one word names by its id; a word of its title is a text, as is what names many."""
    if len(text.split()) > 1:
        return None
    from rcalog.services.similar import Meant, named

    if not text.startswith("@") and (found := named(c.book, text.casefold())):
        return found
    from rcalog.logbook.references import AmbiguousReference, IncidentDeleted, NoSuchIncident

    try:
        record = c.record(text)
    except (NoSuchIncident, IncidentDeleted, AmbiguousReference):
        if text.startswith("@") or _looks_like_an_id(text):
            raise
        return None
    name = record.incident.id
    is_named = text.startswith("@") or text.casefold() == name or name[9:].startswith(text.casefold())
    return Meant(name, record.incident.title, record.document.data) if is_named else None


def _looks_like_an_id(text: str) -> bool:
    day, _, rest = text.partition("-")
    return len(day) == 8 and day.isdecimal() and len(rest) == 5


def alike_data(each: Alike) -> dict[str, object]:
    """Return an incident that is like another one, as programs get it."""
    told = each.excerpt
    return {
        "incident_id": told.id,
        "title": told.title,
        "status": told.status,
        "severity": told.severity,
        "started": told.started,
        "path": told.path.as_posix(),
        "score": round(each.score, 3),
        "reasons": [
            {"kind": reason.kind, "values": [*reason.values], "share": round(reason.share, 3)}
            for reason in each.reasons
        ],
    }


def _show(c: Context, page: Page, similar: Similar, meant: Meant | None) -> None:
    from rcalog.cli.folding import put
    from rcalog.cli.output import bold, dim
    from rcalog.cli.searches import named

    found = similar.found
    if meant and found:
        put(page, "like ", bold(meant.id), "  ", meant.title)
    for each in found:
        page.gap()
        put(page, bold(each.excerpt.id), f"  {each.score:.2f}  ", *named(c, each.excerpt))
        for reason in each.reasons:
            put(page, "    ", dim(f"{reason.share:.2f}  {KINDS[reason.kind]}: "), _said(reason))
    if similar.more or similar.total is None:
        page.gap()
        page.line(f"{'' if similar.total else 'at least '}{similar.more} more: --limit 0")


def _said(reason: Reason) -> str:
    more = f" and {len(reason.values) - FEW} more" if len(reason.values) > FEW else ""
    return "; ".join(reason.values[:FEW]) + more
