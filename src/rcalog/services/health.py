"""Doctor: is this clone set up right, and what mends it?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.repository import run_git
from rcalog.logbook.setup import driver_line, set_up_clone
from rcalog.model.jsonschema import incident_schema

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook

State = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Symptom:
    """One thing that was looked at: what, how it is, and what mends it."""

    name: str
    state: State
    message: str
    hint: str | None = None


def examine(book: Logbook) -> list[Symptom]:
    """Return how this clone is, one line for each thing that was looked at."""
    looks: tuple[Callable[[Logbook], Iterator[Symptom]], ...] = (
        _git,
        _identity,
        _merge_driver,
        _attributes,
        _schema,
        _config,
        _place,
        _drafts,
        _records,
    )
    return [symptom for look in looks for symptom in look(book)]


def mend(book: Logbook) -> None:
    """Set up the clone again; files of the logbook are completed by `init`."""
    set_up_clone(book.repo)


def _git(book: Logbook) -> Iterator[Symptom]:
    version = run_git(["version"], cwd=book.repo.top).text
    yield Symptom("git", "ok", version)


def _identity(book: Logbook) -> Iterator[Symptom]:
    try:
        identity = book.repo.identity()
    except RcalogError as error:
        yield Symptom("identity", "error", error.message, error.hint)
    else:
        yield Symptom("identity", "ok", f"{identity.name} <{identity.email}>")


def _merge_driver(book: Logbook) -> Iterator[Symptom]:
    if book.repo.config("merge.rcalog.driver") == driver_line():
        yield Symptom("merge driver", "ok", "git merges records key by key, and falls back to its own merge")
    else:
        hint = "rcalog doctor --fix"
        yield Symptom("merge driver", "warning", "this clone does not know how to merge records", hint)
    if book.repo.config("core.quotePath") != "false":
        yield Symptom("names", "warning", "git shows Chinese file names as escapes", "rcalog doctor --fix")


def _attributes(book: Logbook) -> Iterator[Symptom]:
    file = book.root / layout.ATTRIBUTES
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    if layout.ATTRIBUTES_LINE in lines:
        yield Symptom("attributes", "ok", f"{layout.ATTRIBUTES} names the merge driver")
    else:
        yield Symptom("attributes", "warning", f"{layout.ATTRIBUTES} lacks the line for records", "rcalog init")


def _schema(book: Logbook) -> Iterator[Symptom]:
    file = book.root / layout.SCHEMA
    try:
        is_current = json.loads(file.read_bytes()) == incident_schema()
    except (OSError, ValueError):
        is_current = False
    if is_current:
        yield Symptom("schema", "ok", f"{layout.SCHEMA} is that of this version")
    else:
        yield Symptom("schema", "warning", f"{layout.SCHEMA} is missing or of another version", "rcalog init")


def _config(book: Logbook) -> Iterator[Symptom]:
    for finding in book.warnings:
        yield Symptom("config", "warning", f"{finding.file}:{finding.line}: {finding.message}", finding.hint)
    if not book.warnings:
        yield Symptom("config", "ok", f"{layout.CONFIG} is understood")


def _place(book: Logbook) -> Iterator[Symptom]:
    operation = book.repo.operation()
    if operation:
        message = f"a {operation} is in progress: what is written meanwhile waits as drafts"
        yield Symptom("state", "warning", message, f"finish it, or: git {operation} --abort")
    if book.repo.is_submodule:
        yield Symptom("state", "warning", "in a submodule nothing is committed", "work in a clone of its own")
    if book.repo.head() and book.repo.branch() is None:
        yield Symptom("state", "warning", "HEAD is detached: commits are on no branch", "git switch BRANCH")
    if book.repo.ignored(book.path_in_repo(layout.RECORDS / "x.yaml").as_posix()):
        yield Symptom("state", "error", "git ignores the folder of the records", "git check-ignore -v incidents/x.yaml")


def _drafts(book: Logbook) -> Iterator[Symptom]:
    kept = len(book.drafts.list())
    if kept:
        yield Symptom("drafts", "warning", f"{kept} not committed", "rcalog drafts")
    else:
        yield Symptom("drafts", "ok", "everything that was typed is committed")


def _records(book: Logbook) -> Iterator[Symptom]:
    dirty = [entry.path for entry in book.repo.status(book.path_in_repo(layout.RECORDS).as_posix())]
    if dirty:
        yield Symptom("records", "warning", f"{len(dirty)} edited by hand and not committed", "rcalog save")
    else:
        yield Symptom("records", "ok", "the work tree is as committed")
