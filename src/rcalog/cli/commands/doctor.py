"""`rcalog doctor`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.output import Page
    from rcalog.services.symptoms import Symptom


@command(
    app,
    "doctor",
    purpose=LOGBOOK,
    examples=[("rcalog doctor", "is this clone set up right?"), ("rcalog doctor --fix", "set it up again")],
)
def doctor(
    c: Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Set up this clone again: merge driver, file names, what waited.")
    ] = False,
) -> None:
    """Look whether this clone is set up right, and say what mends it.

    Exits with 1 when something is wrong. --fix sets what belongs to this clone alone and commits what waited for git;
    files of the logbook are completed by rcalog init. What this user may not look at is told; the rest is looked at.
    """
    from rcalog.services.health import examine, mended

    book, unopened = c.book_to_examine()
    fixed, unfixed = mended(book) if fix else ([], [])
    symptoms = [*unfixed, *examine(book, unopened)]
    data = {"logbook": str(book.root), "fixed": fixed, "symptoms": [asdict(symptom) for symptom in symptoms]}
    c.output.result(data, lambda page: _show(c, page, fixed, symptoms))
    if wrong := [symptom for symptom in symptoms if symptom.state == "error"]:
        c.fail(wrong)


def _show(c: Context, page: Page, fixed: Sequence[str], symptoms: Sequence[Symptom]) -> None:
    from rcalog.cli.output import dim, green, red, yellow

    for done in fixed:
        page.line(green(f"{'fixed':<8}"), done)
    paint = {"ok": green, "warning": yellow, "error": red}
    for symptom in symptoms:
        page.line(paint[symptom.state](f"{symptom.state:<8}"), f"{symptom.name}: {symptom.message}")
        if symptom.file:
            page.line("    --> ", c.output.where(symptom.file, symptom.line, symptom.column))
        if symptom.hint:
            page.line(dim("    hint: "), symptom.hint)
