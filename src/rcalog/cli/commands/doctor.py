"""`rcalog doctor`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.services.health import Symptom


@command(
    app,
    "doctor",
    purpose=LOGBOOK,
    examples=[("rcalog doctor", "is this clone set up right?"), ("rcalog doctor --fix", "set it up again")],
)
def doctor(
    c: Context,
    fix: Annotated[bool, typer.Option("--fix", help="Set up this clone again: merge driver, file names.")] = False,
) -> None:
    """Look whether this clone is set up right, and say what mends it.

    Exits with 1 when something is wrong.
    """
    from rcalog.services.health import examine, mend

    if fix:
        mend(c.book)
    symptoms = examine(c.book)
    data = {"logbook": str(c.book.root), "fixed": [], "symptoms": [asdict(symptom) for symptom in symptoms]}
    c.output.result(data, lambda page: _show(page, symptoms))
    if wrong := [symptom for symptom in symptoms if symptom.state == "error"]:
        c.fail(wrong)


def _show(page: Page, symptoms: list[Symptom]) -> None:
    from rcalog.cli.output import dim, green, red, yellow

    paint = {"ok": green, "warning": yellow, "error": red}
    for symptom in symptoms:
        page.line(paint[symptom.state](f"{symptom.state:<8}"), f"{symptom.name}: {symptom.message}")
        if symptom.hint:
            page.line(dim("        hint: "), symptom.hint)
