"""`rcalog --help` without Typer, which loads slowly: what the Typer app would say, as docs/generate.py read it off."""

from __future__ import annotations

from rcalog.cli import outline
from rcalog.cli.boundary import guarded
from rcalog.cli.context import Session
from rcalog.cli.helptext import joined, prose, sections
from rcalog.cli.output import Output
from rcalog.clock import Clock, SystemClock


def show(asked: list[str], *, clock: Clock | None = None) -> int:
    """Print the page and return the exit code."""
    session = Session(Output.standard(json=False), clock or SystemClock())
    return guarded(asked, session, lambda: _print(session.output))


def _print(output: Output) -> int:
    text = joined([outline.USAGE, prose(outline.SUMMARY), *sections(outline.PANELS), *sections(outline.PARAMETERS)])
    output.answer({"topic": None, "text": text}, f"{text}\n")
    return 0
