"""`rcalog check`."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, app, command
from rcalog.cli.completion import offer
from rcalog.errors import RcalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rcalog.cli.output import Page
    from rcalog.logbook.records import Record
    from rcalog.model.findings import Finding
    from rcalog.model.questions import Questions
    from rcalog.services.checking import Checked

SELDOM = 100_000
FORMS = ("text", "json", "github", "sarif")


@command(
    app,
    "check",
    purpose=AFTERWARDS,
    examples=[
        ("rcalog check", "every record of the logbook"),
        ("rcalog check --strict incidents/2026/11", "warnings fail too, as in CI"),
        ("rcalog check --questions", "and what a reviewer would ask"),
        ("rcalog check --since origin/main --format github", "what a pull request changes, shown beside its lines"),
    ],
)
def check(
    c: Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Record files or folders.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    questions: Annotated[bool, typer.Option("--questions", help="Add what a reviewer would ask.")] = False,
    since: Annotated[
        str | None, typer.Option(metavar="REV", help="Only records that changed since this branch left REV.")
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="text, json, github or sarif.", autocompletion=offer(*FORMS)),
    ] = "text",
) -> None:
    """Find what is wrong or missing in records, each with file:line:column and a hint.

    With --questions, what a reviewer would ask of each analysis stands below: computed, and no reason to fail. With
    --since, records that are the same as where this branch left REV are passed over; what is not committed counts.

    Exits with 1 when there is an error (with --strict: a warning).
    """
    from rcalog.cli.broken import warn_of_hidden
    from rcalog.cli.dto import listing
    from rcalog.cli.finding_dto import finding_data
    from rcalog.model.findings import Weight
    from rcalog.services.recordpaths import misnamed

    _read_form(c, form, questions=questions)
    gc.set_threshold(SELDOM)  # what a check has made goes with its record; looking for more takes a while
    checked = _checked(c, paths or [], since, form)
    data = listing([finding_data(found) for found in checked.findings]) | {"files": checked.files}
    asked = _asked(c, checked) if questions else []
    if questions:
        data["questions"] = [_as_data(record, found) for record, found in asked]
    if form in ("github", "sarif"):
        _write(c, _rendered(checked.findings, form))
    else:
        c.output.result(data, lambda page: show(page, checked, c.output.where, asked))
    for gone in checked.deleted:
        c.output.warn(f"{c.output.where(str(c.book.repo.top / gone))} was deleted by hand, and that is not committed")
        c.output.hint(f"to bring it back: {c.book.repo.restoring(gone.as_posix())}")
    warn_of_hidden(c)
    for path in misnamed(c.book):
        c.output.warn(f"{c.output.where(str(c.book.repo.top / path))} is not read: records end with .yaml")
    fatal = (Weight.ERROR, Weight.WARNING) if strict else (Weight.ERROR,)
    if failing := [found for found in checked.findings if found.weight in fatal]:
        c.fail(failing)


def _read_form(c: Context, form: str, *, questions: bool) -> None:
    """Make sure that one form is asked for, and that it can show what is asked for.

    Raises:
        TwoForms, NoSuchName.
    """
    from rcalog.cli.lists import TwoForms
    from rcalog.model.query.sorting import NoSuchName

    if form not in FORMS:
        raise NoSuchName("format", form, FORMS)
    others = {"--json": c.json, "--questions": questions}
    for flag in [flag for flag, is_said in others.items() if is_said and form in ("github", "sarif")]:
        raise TwoForms(flag, f"--format {form}", help_on="rcalog check --help")
    c.output.json = c.json or form == "json"


def _checked(c: Context, paths: Sequence[Path], since: str | None, form: str) -> Checked:
    """Return what was found; where nothing could be looked at, whoever reads the form is told that too."""
    from rcalog.services.checking import check_logbook

    try:
        with c.working("checking") as say:
            return check_logbook(
                c.book, paths, since, tell=lambda done, every: say(f"checking ({done} of {every} records)")
            )
    except RcalogError as error:
        if form in ("github", "sarif"):
            _write(c, _rendered((), form, _failures(error)))
        raise


def _asked(c: Context, checked: Checked) -> list[tuple[Record, Questions]]:
    """Return the records that were looked at, each with what a reviewer would ask."""
    from rcalog.logbook.records import Record
    from rcalog.services.questioning import questions_of

    records = (c.book.catalog.read_file(path) for path in checked.readable)
    return [(record, questions_of(c.book, record)) for record in records if isinstance(record, Record)]


def _as_data(record: Record, found: Questions) -> dict[str, object]:
    from rcalog.cli.questions_page import questions_data

    return {"incident_id": record.incident.id} | questions_data(found)


def _write(c: Context, text: str) -> None:
    from rcalog.cli.streams import speak_utf8

    speak_utf8(c.output.stdout)
    c.output.write(text)


def _rendered(findings: Sequence[Finding], form: str, failures: Sequence[Finding] = ()) -> str:
    from rcalog.reports.findings import as_github, as_sarif
    from rcalog.version import __version__

    if form == "github":
        return as_github([*findings, *failures])
    return as_sarif(findings, __version__, failures)


def _failures(error: RcalogError) -> list[Finding]:
    """Return why nothing could be looked at, as whoever reads the findings gets it."""
    from rcalog.cli.errors import entries
    from rcalog.model.findings import Finding, Weight

    return [
        Finding(one.code, Weight.ERROR, one.message, one.hint, file=one.path, line=one.line, column=one.column)
        for one in entries(error)
    ]


def show(
    page: Page,
    checked: Checked,
    where: Callable[[str, int | None, int | None], str],
    asked: Sequence[tuple[Record, Questions]] = (),
) -> None:
    """Write findings as a compiler would, what a reviewer would ask, then how many findings there are.

    `where` tells a place.
    """
    from rcalog.cli.output import bold, dim, red, yellow
    from rcalog.model.findings import Weight

    paint = {Weight.ERROR: red, Weight.WARNING: yellow, Weight.HINT: dim}
    for found in checked.findings:
        place = where(found.file or "", found.line, found.column)
        page.line(bold(place), ": ", paint[found.weight](found.weight.value), f" {found.rule} ", found.message)
        if found.hint:
            page.line(dim("    hint: "), found.hint)
    for record, questions in asked:
        from rcalog.cli.questions_page import show_questions

        if questions.evidence.causes:
            page.gap()
            page.line(bold(record.incident.id), f"  {record.incident.title}")
            show_questions(page, questions)
    counts = [_count(checked.count(weight), weight.value) for weight in Weight]
    page.line(f"{_count(checked.files, 'record')}: ", ", ".join(counts))


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
