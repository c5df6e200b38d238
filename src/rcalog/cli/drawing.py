"""The tree of causes on a terminal, or as a diagram for other programs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

from rcalog.cli.incident_dto import incident_data
from rcalog.interview.drawing import DRAWN, TYPED, Drawing, Lines
from rcalog.model.base import to_data
from rcalog.model.jsontext import json_text
from rcalog.reports import diagram
from rcalog.services.why import sentences, so_far

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.interview.texts import Texts
    from rcalog.logbook.records import Record
    from rcalog.model.causes import LegName
    from rcalog.model.incident import Incident

WITHOUT_TERMINAL = 100
"""Cells of a tree that goes into a file or a pipe."""


class Form(StrEnum):
    """What a diagram is written for."""

    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    JSON = "json"


def show_tree(c: Context, record: Record, lang: str | None, form: str | None) -> None:
    """Give the tree of an incident, with what an unfinished interview has added to it."""
    state = so_far(c.book, record)
    incident = state.incident if state else record.incident
    about = incident_data(incident, record.path, today=c.today)
    if form is None:
        texts, strokes = sentences(c.language(lang), c.book.root), strokes_for(c.output.stdout)
        data = {"incident": about, "unfinished": state is not None, "whys": to_data(incident.whys)}
        nothing = f"nothing was asked yet: rcalog why {incident.id}"
        c.output.result(data, lambda page: page.text("\n".join(drawn(incident, texts, strokes, page.cells)) or nothing))
        if state:
            c.output.note(texts("face.unfinished", {"ref": incident.id}))
        return
    text = diagram_of(incident, c.one_of(Form, form))
    c.output.result({"incident": about, "format": form, "text": text}, lambda page: page.text(text.rstrip("\n")))


def drawn(
    incident: Incident,
    texts: Texts,
    strokes: Lines,
    cells: int | None,
    *,
    here: str | None = None,
    only: LegName | None = None,
) -> list[str]:
    """Return the tree of an incident, or of one leg, as lines that fit the terminal."""
    return Drawing(texts, cells or WITHOUT_TERMINAL, strokes, here, only).legs(incident)


def strokes_for(stream: TextIO) -> Lines:
    """Return the strokes that a stream can show."""
    try:
        f"{DRAWN.fork}{DRAWN.last}{DRAWN.action}{DRAWN.here}".encode(stream.encoding)
    except (UnicodeEncodeError, LookupError):
        return TYPED
    return DRAWN


def diagram_of(incident: Incident, form: Form) -> str:
    """Return the tree of an incident as a diagram for another program."""
    match form:
        case Form.MERMAID:
            return diagram.mermaid(incident.whys)
        case Form.DOT:
            return diagram.dot(incident.whys)
        case Form.SVG:
            return diagram.svg(incident.whys)
        case Form.JSON:
            return json_text({"id": incident.id, "whys": to_data(incident.whys)})
