"""`rcalog redact`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command
from rcalog.errors import RcalogError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.cli.output import Page
    from rcalog.model.redaction import Redaction
    from rcalog.services.redacted import Redacted, Spot


class StillHere(RcalogError):
    """The text is taken out of the branch, and something in this clone still has it."""

    code = "still-here"

    def __init__(self, done: Redacted) -> None:
        holders = [*done.kept_by, *map(str, done.traces.in_use)]
        super().__init__(f"this clone still has it: {', '.join(holders) or 'objects that git keeps'}")


class TextOnCommandLine(UsageError):
    """The text itself was typed as a word of the command line."""

    code = "text-on-command-line"

    def __init__(self) -> None:
        super().__init__(
            "the text must not stand on the command line: that is kept and seen; clear it from the shell's history",
            hint="rcalog redact, which asks for it, or: rcalog redact - --yes < FILE",
        )


FEW = 20
QUESTION = "What shall go? It is not shown, and not kept:"


@command(
    app,
    "redact",
    purpose=LOGBOOK,
    dry_run=True,
    examples=[
        ("rcalog redact --found --dry-run", "what looks like a secret and was not pushed"),
        ("rcalog redact", "asks for the text, without showing it"),
        ("rcalog redact - --yes < secret.txt", "the text comes from a file"),
    ],
)
def redact(
    c: Context,
    source: Annotated[str | None, typer.Argument(metavar="[-]", help="Read the text from stdin.")] = None,
    found: Annotated[
        bool, typer.Option("--found", help="All that looks like a secret in what was not pushed.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Take a secret, or what is known of a person, out of history that was not pushed; mark it in records where it was.

    The text is never an argument: command lines are kept and seen. Commits that hold it are made once more without it,
    by you alone and in this clone alone, and what git kept of the old ones goes, with drafts and journals. Once it was
    pushed it is known: then the records get a mark in its place, and it is said what else there is to do.

    A secret that was committed is best changed, whatever else is done.
    """
    from rcalog.cli.opening import with_identity
    from rcalog.logbook.transaction import commit
    from rcalog.services.redacting import redact as take_out

    wanted = None if found else _wanted(c, source)
    with c.working("looking for it"):
        plan = take_out(c.book, wanted, write=lambda intent: commit(c.book, intent, dry_run=True), dry_run=True)
    if c.dry_run:
        c.output.result(_data(plan), lambda page: _plan(page, plan))
        return
    if not yes:
        page = c.output.error_page()
        _plan(page, plan)
        c.output.write_error(page)
        if not c.asker.confirm("Go on?", flag="--yes", default=False if c.interactive else None):
            return

    def act() -> Redacted:
        return take_out(c.book, wanted, write=lambda intent: commit(c.book, intent), dry_run=False)

    done = with_identity(c, c.book.root, act)
    c.output.commit = done.commit
    c.output.result(_data(done), lambda page: _done(page, done))
    for warning in done.warnings:
        c.output.warn(warning)
    if done.is_left:
        c.fail([StillHere(done)])


def _wanted(c: Context, source: str | None) -> Redaction:
    """Return the text that was typed, or that is on stdin.

    Raises:
        TextOnCommandLine, InputNeeded, NotText, TooShort.
    """
    from rcalog.cli.ask import InputNeeded, read_all
    from rcalog.model.redaction import Redaction

    if source not in (None, "-"):
        raise TextOnCommandLine
    if source == "-":
        return Redaction((read_all(),))
    if not c.interactive:
        raise InputNeeded("-", hint="the text on stdin: rcalog redact - --yes < FILE; or all secrets: --found")
    return Redaction((c.asker.hidden(QUESTION, flag="-"),))


def _data(found: Redacted) -> dict[str, object]:
    from rcalog.services.redacted import steps

    return {
        "pushed": found.is_pushed,
        "places": [vars(spot) for spot in found.spots],
        "commits": [{"was": old, "became": new} for old, new in found.commits.items()],
        "marked": list(found.marked),
        "by_hand": list(found.by_hand),
        "cleaned": [str(path) for path in found.traces.files],
        "in_use": [str(path) for path in found.traces.in_use],
        "removed": {"objects": found.forgotten.objects, "log_entries": found.forgotten.entries},
        "left": {"objects": found.forgotten.left, "references": list(found.kept_by)},
        "steps": [{"say": say, "command": line} for say, line in steps(found)],
    }


def _plan(page: Page, plan: Redacted) -> None:
    """Write what holds the text, which is masked, and what would become of it."""
    from rcalog.cli.output import bold, dim, yellow

    for spot in plan.spots[:FEW]:
        page.line(*_place(spot), spot.text)
    if len(plan.spots) > FEW:
        page.line(dim(f"and {len(plan.spots) - FEW} more places"))
    if plan.is_pushed:
        page.line(
            yellow("it was pushed: "), "whoever has a clone has it; it cannot be taken back, only marked and changed"
        )
        page.line(bold(_count(len(plan.marked), "record")), " would get a mark in its place")
        return
    page.line(bold(_count(len(plan.commits), "commit")), " to be made once more without it; nobody else has them")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _place(spot: Spot) -> Iterator[str]:
    from rcalog.cli.output import bold, dim

    at = "" if spot.line is None else f":{spot.line}"
    match spot.kind:
        case "message":
            yield bold(f"message of {(spot.commit or '')[:9]}{at}: ")
        case "history":
            yield bold(f"{spot.path}{at} ")
            yield dim("in the history: ")
        case _:
            yield bold(f"{spot.path}{at}: ")


def _done(page: Page, done: Redacted) -> None:
    """Write what became of it, what is left, and what a person has to do now."""
    from rcalog.cli.output import bold, cyan, red

    if done.is_pushed:
        page.line(f"marked in {_count(len(done.marked), 'record')}: ", ", ".join(done.marked))
    else:
        page.line("made once more without it: ", bold(_count(len(done.commits), "commit")))
        gone = _count(done.forgotten.objects, "object"), _count(done.forgotten.entries, "line")
        page.line("removed for good: ", f"{gone[0]}, {gone[1]} of git's logs")
    for path in done.traces.files:
        said = red("in use, not cleaned: ") if path in done.traces.in_use else "cleaned: "
        page.line(said, str(path))
    for name in done.kept_by:
        page.line(red("still in "), name)
    if done.forgotten.left:
        page.line(
            red(f"{done.forgotten.left} objects could not be removed"),
            ": they are in a pack with a .keep file, or in another clone",
        )
    page.gap()
    page.line("now:")
    from rcalog.services.redacted import steps

    for number, (say, line) in enumerate(steps(done), 1):
        page.line(f"  {number}. {say}")
        if line:
            page.line("     ", cyan(line))
