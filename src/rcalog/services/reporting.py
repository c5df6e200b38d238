"""The report of an incident, from its record and the templates of the logbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.recordfile import load
from rcalog.logbook.templates import read_template
from rcalog.model.timegrammar.render import render_time
from rcalog.reports.markdown import render
from rcalog.reports.view import public_view, view

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.model.spoken import Language
    from rcalog.model.times import When
    from rcalog.reports.view import Labels

TEMPLATE = "report/incident.md.j2"


def markdown_report(book: Logbook, record: Record, *, language: Language, public: bool = False) -> str:
    """Return the report of an incident in Markdown.

    Raises:
        BadTemplate: for a template of the team's own that cannot be used.
    """
    words = labels(book, language)

    def say(when: When) -> str:
        about = words["about"] if when.approximate else ""
        return words["unknown"] if when.is_unknown else about + render_time(when, book.zone).removeprefix("~")

    make = public_view if public else view
    shown = make(record.incident, book.policy, words, say)
    return render(shown, read_template(TEMPLATE, book.root), words, say, name=TEMPLATE)


def labels(book: Logbook, language: Language) -> Labels:
    """Return the words of the report in a language; what a team's own file leaves out is said in ours."""
    name = f"report/labels.{language}.yaml"
    ours, own = (load(read_template(name, root).encode(), name=name).data for root in (None, book.root))
    return {key: str(value) for key, value in {**ours, **own}.items()}
