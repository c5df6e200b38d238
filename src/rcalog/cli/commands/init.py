"""`rcalog init`: make a logbook, or adopt one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command
from rcalog.cli.output import Page, bold, cyan


@command(
    app,
    "init",
    purpose=LOGBOOK,
    dry_run=True,
    examples=[
        ("rcalog init", "in this folder; it may be the repository of a service"),
        ("rcalog init ~/incidents", "in a repository of its own, made if there is none"),
    ],
)
def init(
    c: Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="The folder; this one by default.")] = None,
) -> None:
    """Make a logbook in a folder, or complete the one that is there, or that this folder lies in.

    Policy, JSON Schema, legend and merge settings are written and committed; what is there already stays.
    """
    from rcalog.cli.opening import with_identity
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.discovery import around
    from rcalog.logbook.setup import planned

    root = (folder or (Path(c.logbook) if c.logbook else None) or around(Path.cwd()) or Path()).resolve()
    if (outer := around(root.parent)) and not (root / ".git").exists():
        c.output.warn(f"{root} lies in another logbook, {outer}; what is typed here goes to the nearer one")
    if c.dry_run:
        _show(c, root, planned(root, c.env), None)
        return
    created = with_identity(c, root, lambda: Logbook.create(root, c.clock, env=c.env))
    commit = created.made.commit
    c.output.commit = commit.oid if commit else None
    for warning in commit.warnings if commit else ():
        c.output.warn(warning)
    _show(c, root, created.made.files, commit.short if commit else None)


def _show(c: Context, root: Path, files: tuple[str, ...], short: str | None) -> None:
    def show(page: Page) -> None:
        for name in files:
            page.line("+ ", name)
        state = "would be made" if c.dry_run and files else "is ready" if files else "is complete already"
        page.line("the logbook in ", bold(str(root)), f" {state}", f" ({short})" if short else "")
        page.line("next: ", cyan("rcalog new TITLE"))

    c.output.result({"root": str(root), "files": list(files), "dry_run": c.dry_run}, show)
