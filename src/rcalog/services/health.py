"""Doctor: is this clone set up right, and what mends it?"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.atomic import refusal
from rcalog.logbook.hidden import hidden_records, told, way_to_have_them
from rcalog.logbook.records import Record, ref_of
from rcalog.logbook.repository import in_progress, installed_git, way_out
from rcalog.logbook.setup import driver_line, set_up_clone
from rcalog.logbook.standing import renamed_from
from rcalog.logbook.transaction import replay
from rcalog.model.findings import Weight
from rcalog.model.jsonschema import incident_schema
from rcalog.services.editfiles import left, rescue
from rcalog.services.handedits import edited_by_hand
from rcalog.services.recordpaths import misnamed
from rcalog.services.symptoms import State, Symptom, looked, refused, who_may

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.model.findings import Finding

Look = Callable[["Logbook"], Iterator[Symptom]]

CANNOT = "cannot be read: "

FIX = "rcalog doctor --fix"


def examine(book: Logbook, unopened: RcalogError | OSError | None = None) -> list[Symptom]:
    """Return how this clone is, one line for each thing looked at; each look stands for itself.

    `unopened` is why the policy could not be read, if it could not: then the rest is looked at without it.
    """

    def config(book: Logbook) -> Iterator[Symptom]:
        if unopened is None:
            yield from _config(book)
        else:
            yield refused("config", unopened)

    looks: dict[str, Look] = {
        "git": _git,
        "identity": _identity,
        "disk": _disk,
        "merge driver": _merge_driver,
        "attributes": _attributes,
        "schema": _schema,
        "config": config,
        "hooks": _hooks,
        "state": _place,
        "drafts": _drafts,
        "records": _records,
    }
    found = [symptom for name, look in looks.items() for symptom in looked(name, look, book)]
    once: dict[tuple[object, ...], Symptom] = {}
    for each in found:  # what stands in the way of several looks, as git that is missing, is told once
        once.setdefault((each.message, each.file, each.line), each)
    return [*once.values()]


def mended(book: Logbook) -> tuple[list[str], list[Symptom]]:
    """Set up the clone again, keep what killed editors left, commit what waited; return what was done, and what failed.

    Files of the logbook are completed by `init`.
    """
    done: list[str] = []
    failed: list[Symptom] = []
    for mend in (_set_up, _rescued, replay):
        try:
            done += mend(book)
        except (RcalogError, OSError) as error:
            failed.append(refused("fix", error))
    return done, failed


def _set_up(book: Logbook) -> list[str]:
    done = [f"set {key} in this clone" for key in set_up_clone(book.repo)]
    return [*done, *(["had git remember which paths each commit changed"] if book.repo.remember_paths() else [])]


def _rescued(book: Logbook) -> list[str]:
    return [f"kept what was typed in an editor that was killed: draft {draft.id}" for draft in rescue(book)]


def _git(_book: Logbook) -> Iterator[Symptom]:
    try:
        yield Symptom("git", "ok", f"git {installed_git()}")
    except RcalogError as error:
        yield Symptom("git", "error", error.message, error.hint)


def _identity(book: Logbook) -> Iterator[Symptom]:
    try:
        identity = book.repo.identity()
    except RcalogError as error:
        yield Symptom("identity", "error", error.message, error.hint)
    else:
        yield Symptom("identity", "ok", f"{identity.name} <{identity.email}>")


def _disk(book: Logbook) -> Iterator[Symptom]:
    records = book.root / layout.RECORDS
    folders = [records if records.is_dir() else book.root, book.repo.common_dir]
    closed = [(folder, reason) for folder in folders if (reason := refusal(folder))]
    for folder, reason in closed:
        hint = "records can be read, and nothing can be written here"
        yield Symptom("disk", "error", f"{folder} cannot be written: {reason}", hint)
    if not closed:
        yield Symptom("disk", "ok", "the logbook and its git folder can be written")


def _merge_driver(book: Logbook) -> Iterator[Symptom]:
    found = book.repo.config("merge.rcalog.driver")
    if found == driver_line():
        yield Symptom("merge driver", "ok", "git has a driver that merges records, and falls back to its own merge")
    else:
        yield Symptom("merge driver", "warning", f"in this clone {_driven_by(found)}", FIX)
    if book.repo.config("core.quotePath") != "false":
        yield Symptom("names", "warning", "git shows Chinese file names as escapes", FIX)


def _driven_by(line: str | None) -> str:
    """Say what is wrong with what git runs to merge records."""
    if line is None:
        return "git does not know how to merge records"
    program = line.partition(" -m rcalog")[0].removesuffix(" -P").strip("'").replace("%%", "%")
    by_lines = "git merges records by lines, with conflict markers"
    try:
        Path(program if program.startswith("/") else "/").stat()
    except (FileNotFoundError, NotADirectoryError):
        return f"{by_lines}: {program} is not there any more"
    except OSError as error:
        return f"{by_lines}: {program} cannot be looked at: {error.strerror}"
    return "git merges records with another rcalog"


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
    yield from (_found("config", finding) for finding in book.warnings)
    if not book.warnings:
        yield Symptom("config", "ok", f"{layout.CONFIG} is understood")


def _hooks(book: Logbook) -> Iterator[Symptom]:
    folder = book.repo.top / (book.repo.config("core.hooksPath") or book.repo.common_dir / "hooks")
    if os.path.lexists(folder) and not os.access(folder, os.R_OK | os.X_OK):
        message = f"{folder} cannot be looked at: no hook of git runs here"
        yield Symptom("hooks", "warning", message, who_may(str(folder)))


def _place(book: Logbook) -> Iterator[Symptom]:
    operation = book.repo.operation()
    if operation:
        message = f"{in_progress(operation)}: what is written meanwhile waits as drafts"
        yield Symptom("state", "warning", message, f"finish it: {way_out(operation)}")
    if book.repo.is_submodule:
        yield Symptom("state", "warning", "in a submodule nothing is committed", "work in a clone of its own")
    branch, wanted = book.repo.branch(), book.policy.branch
    if book.repo.head() and branch is None and not operation:
        yield Symptom("state", "warning", "HEAD is detached: commits are on no branch", "git switch BRANCH")
    elif wanted and branch != wanted:
        message = f"this is branch {branch}; records belong on {wanted}"
        yield Symptom("state", "warning", message, f"git switch {wanted}")
    if book.repo.ignored(book.path_in_repo(layout.RECORDS / "x.yaml").as_posix()):
        yield Symptom("state", "error", "git ignores the folder of the records", "git check-ignore -v incidents/x.yaml")


def _drafts(book: Logbook) -> Iterator[Symptom]:
    waiting = {draft.id for draft in book.drafts.pending()}
    kept = [draft for draft in book.drafts.list() if draft.id not in waiting]
    if waiting:
        message = f"{len(waiting)} waiting for git: {', '.join(sorted(waiting))}"
        yield Symptom("drafts", "warning", message, "the next command that writes commits them; rcalog drafts")
    if kept:
        message = f"{len(kept)} not committed: {', '.join(draft.id for draft in kept)}"
        yield Symptom("drafts", "warning", message, "rcalog drafts")
    lost = left(book)
    if lost:
        names = ", ".join(file.stem for own in lost for file in own.glob("*.yaml"))
        yield Symptom("drafts", "warning", f"left in an editor that was killed: {names}", "rcalog drafts")
    unreadable = book.drafts.unreadable()
    for path in unreadable:
        message = "a draft cannot be read: somebody has typed what is in the file"
        yield Symptom("drafts", "warning", message, "what can be read of it is yours to save", str(path))
    if not (waiting or kept or lost or unreadable):
        yield Symptom("drafts", "ok", "everything that was typed is committed")


def _records(book: Logbook) -> Iterator[Symptom]:
    looks: tuple[Look, ...] = (_broken, _by_hand, _hidden, _closed)
    found = [symptom for look in looks for symptom in looked("records", look, book)]
    yield from found
    yield from looked("records", _misnamed, book)
    if not found:
        yield Symptom("records", "ok", "all can be read, and are as committed")


def _broken(book: Logbook) -> Iterator[Symptom]:
    for each in book.index.ask(lambda asker: list(asker.broken())):
        first, ref = each.errors[0], each.id or each.path.stem
        more = f" (and {len(each.errors) - 1} more: rcalog check)" if len(each.errors) > 1 else ""
        message = f"{ref} {CANNOT}{first.message.removeprefix(CANNOT)}{more}"
        hint = first.hint or f"rcalog edit {ref}"
        yield Symptom("records", "error", message, hint, first.file, first.line, first.column)


def _hidden(book: Logbook) -> Iterator[Symptom]:
    if hidden := hidden_records(book):
        yield Symptom("records", "warning", told(hidden), way_to_have_them(book))


def _closed(book: Logbook) -> Iterator[Symptom]:
    """Yield the folders that this user may not look into: what is in them is in no list."""
    closed: list[OSError] = []
    folder = book.root / layout.RECORDS
    for _ in os.walk(folder, onerror=closed.append):
        pass
    for error in closed:
        if isinstance(error, FileNotFoundError):
            yield Symptom("records", "ok", f"there is no folder {layout.RECORDS}: the next record makes it")
        else:
            yield refused("records", error)


def _misnamed(book: Logbook) -> Iterator[Symptom]:
    for path in misnamed(book):
        hint = f"git mv {path} {path.with_suffix('.yaml')}"
        yield Symptom("records", "warning", "not read: records end with .yaml", hint, str(path))


def _by_hand(book: Logbook) -> Iterator[Symptom]:
    """Yield what was done to files by hand and is not committed."""
    edits = edited_by_hand(book, None, now=book.clock.now())
    for gone in edits.deleted:
        hint = (
            f"to bring it back: {book.repo.restoring(gone.path.as_posix())}; to commit it: rcalog save {ref_of(gone)}"
        )
        yield Symptom(
            "records",
            "warning",
            f"deleted by hand, and not committed: {ref_of(gone)}",
            hint,
            str(book.repo.top / gone.path),
        )
    for record in edits.records:
        message = f"{_what(book, record)} by hand, and not committed: {record.incident.id}"
        yield Symptom("records", "warning", message, f"rcalog save {record.incident.id}", str(record.path))


def _what(book: Logbook, record: Record) -> str:
    if book.repo.head() is None:
        return "written"
    if book.repo.blob_at("HEAD", record.path.as_posix()):
        return "edited"
    return "renamed" if renamed_from(book, record) else "written"


def _found(name: str, finding: Finding) -> Symptom:
    state: State = "error" if finding.weight is Weight.ERROR else "warning"
    return Symptom(name, state, finding.message, finding.hint, finding.file, finding.line, finding.column)
