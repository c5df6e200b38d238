"""One write, under the lock: what shall stand in the file, and the commit that makes it so."""

from __future__ import annotations

import difflib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rcalog.logbook import atomic, waiting
from rcalog.logbook.intents import Intent, Operation, Saved
from rcalog.logbook.message import commit_message
from rcalog.logbook.planning import IdChanged, InvalidContent, RecordChanged, intended, merged, named_data
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.logbook.repository import HeadMoved, NothingToCommit, OperationInProgress
from rcalog.logbook.secretscan import Scan, scan_added
from rcalog.logbook.standing import Found, committed, is_uncommitted, renamed_from, standing
from rcalog.model.changes import Change, diff

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import PurePosixPath

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.repository import CommitResult

ATTEMPTS = 3
"""How often a file or HEAD may change under our hands: only git or an editor can do it, other rcalogs wait."""


@dataclass(frozen=True)
class Plan:
    """What a commit shall do: from what is committed to what shall be."""

    path: PurePosixPath
    before: Found
    base: str | None
    after: Record | None
    changes: list[Change]
    scan: Scan


def write(book: Logbook, intent: Intent, allow: Collection[str]) -> Saved:
    """Commit an intention, or keep it for later while git is busy. The caller holds the lock.

    Raises:
        See `transaction.commit`.
    """
    after = intended(book, intent)
    for left in reversed(range(ATTEMPTS)):
        if is_blocked(book):
            break
        try:
            return _committed(book, intent, after, allow)
        except OperationInProgress:  # begun since we looked
            break
        except HeadMoved:
            if not left:
                raise
    return _deferred(book, intent, after, allow)


def preview(book: Logbook, intent: Intent, allow: Collection[str]) -> Saved:
    """Return what `write` would do, after all its checks.

    Raises:
        See `transaction.commit`.
    """
    after = intended(book, intent)
    blocked = is_blocked(book)
    if not blocked:
        book.repo.identity()
    current = standing(book, intent, after, with_drafts=blocked)
    saved = _saved(book, intent, _plan(book, intent, after, current, allow))
    if blocked or not (isinstance(current, Record) and _is_hand_edit(book, intent, current)):
        return saved
    note = "the file has an uncommitted edit, which would be committed first"
    return replace(saved, warnings=(note, *saved.warnings))


def is_blocked(book: Logbook) -> bool:
    """Return whether nothing can be committed now: git is in the middle of something, or this is a submodule."""
    return book.repo.is_submodule or book.repo.operation() is not None


def _committed(book: Logbook, intent: Intent, after: Record | None, allow: Collection[str]) -> Saved:
    current = standing(book, intent, after)
    notes: tuple[str, ...] = ()
    if isinstance(current, Record) and _is_hand_edit(book, intent, current):
        notes = _commit_hand_edit(book, current, allow)
    plan = _plan(book, intent, after, current, allow)
    saved = _saved(book, intent, plan)
    try:
        with _in_place(current, plan):
            done = _commit_files(book, plan, saved.message, intent.extra_paths, allow)
    except NothingToCommit:
        return replace(saved, warnings=(*notes, *saved.warnings))
    if plan.after:
        book.catalog.touch(plan.after.incident.id, now=book.clock.now())
    book.drafts.discard_same(waiting.payload_of(intent, after))
    return replace(saved, commit=done.oid, short=done.short, warnings=(*notes, *saved.warnings, *done.warnings))


def _deferred(book: Logbook, intent: Intent, after: Record | None, allow: Collection[str]) -> Saved:
    plan = _plan(book, intent, after, standing(book, intent, after, with_drafts=True), allow)
    draft = waiting.keep(book, intent, waiting.payload_of(intent, after), pending=True)
    busy = book.repo.operation()
    why = f"a {busy} is in progress" if busy else "this repository is a submodule of another one"
    note = f"{why}: kept as draft {draft.id}, for the next command that can commit it"
    saved = _saved(book, intent, plan)
    return replace(saved, draft=draft, warnings=(note, *saved.warnings))


def _is_save(intent: Intent, current: Found) -> bool:
    """Return whether what is wanted is what stands in the file already, and only has to be committed."""
    return current is not None and intent.raw == current.raw


def _is_hand_edit(book: Logbook, intent: Intent, current: Record) -> bool:
    return not _is_save(intent, current) and is_uncommitted(book, current)


def _commit_hand_edit(book: Logbook, current: Record, allow: Collection[str]) -> tuple[str, ...]:
    """Commit what somebody has done to the file by hand, on its own."""
    intent = Intent(Operation.HAND_EDIT, current, None, "edit by hand", current.raw)
    plan = _plan(book, intent, current, current, allow)
    done = _commit_files(book, plan, _saved(book, intent, plan).message, {}, allow)
    return (f"an uncommitted edit of {current.path} was committed first ({done.short})", *done.warnings)


def _plan(book: Logbook, intent: Intent, after: Record | None, current: Found, allow: Collection[str]) -> Plan:
    if after and intent.record and current and current.raw != intent.record.raw:
        if not (isinstance(current, Record) and isinstance(intent.record, Record)):
            raise RecordChanged(intent.record.path.name, [])
        after = merged(after, intent.record, current, book)
    elif after and current:
        after = replace(after, path=current.path, file=current.file)  # where the file has been moved to
    before, base = _begins_from(book, intent, current)
    scan = scan_added(before.raw if before else b"", after.raw if after else b"", allow=allow)
    changes = [] if isinstance(before, Broken) else diff(_data(before), _data(after))
    return Plan(next(each.path for each in (after, current) if each), before, base, after, changes, scan)


def _begins_from(book: Logbook, intent: Intent, current: Found) -> tuple[Found, str | None]:
    """Return what a commit changes, and the blob that HEAD must hold for it."""
    if current is None:
        return None, None
    path = current.path.as_posix()
    if _is_save(intent, current) or isinstance(current, Broken):
        return committed(book, current.path), book.repo.blob_at("HEAD", path)
    return current, book.repo.blob_oid(current.raw, path)


def _saved(book: Logbook, intent: Intent, plan: Plan) -> Saved:
    """Return a plan as a result of which nothing is committed yet."""
    about = next((each.incident for each in (plan.after, plan.before) if isinstance(each, Record)), None)
    waived = [("Allowed-Secret", rule) for rule in plan.scan.waived]
    message = commit_message(
        book.policy.commit,
        about,
        operation=intent.operation,
        summary=intent.summary,
        changes=plan.changes,
        trailers=(*intent.trailers, *waived),
    )
    path, warnings = plan.path, (*_branch_warning(book), *plan.scan.warnings)
    shown = _unified(path, plan.before.raw if plan.before else None, plan.after.raw if plan.after else None)
    return Saved(plan.after.incident if plan.after else None, path, plan.changes, message, shown, warnings=warnings)


@contextmanager
def _in_place(current: Found, plan: Plan) -> Iterator[None]:
    """Let the new text stand in the place of one that is no record, which a commit would not dare to overwrite."""
    if not isinstance(current, Broken) or plan.after is None:
        yield
        return
    atomic.replace(current.file, plan.after.raw)
    try:
        yield
    except BaseException:
        atomic.replace(current.file, current.raw)
        raise


def _commit_files(
    book: Logbook, plan: Plan, message: str, extra: Mapping[str, bytes | None], allow: Collection[str]
) -> CommitResult:
    path = plan.path.as_posix()
    files: dict[str, bytes | None] = {path: plan.after.raw if plan.after else None, **extra}
    if plan.after and (old := renamed_from(book, plan.after)):
        files[old] = None
    expect = {name: book.repo.blob_at("HEAD", name) for name in files}
    expect[path] = plan.base

    def check_content(changed: str, raw: bytes) -> None:
        if changed == path:
            _check_from_hook(book, plan, raw, allow)

    return book.repo.commit_paths(files, message=message, expect=expect, check_content=check_content)


def _check_from_hook(book: Logbook, plan: Plan, raw: bytes, allow: Collection[str]) -> None:
    """Make sure that what a hook has made of the record is still the record."""
    found = parse_record(plan.path, raw, book.repo)
    if isinstance(found, Broken):
        raise InvalidContent(found.errors)
    if plan.after and found.incident.id != plan.after.incident.id:
        raise IdChanged(plan.after.incident.id, found.incident.id)
    scan_added(plan.before.raw if plan.before else b"", raw, allow=allow)


def _branch_warning(book: Logbook) -> tuple[str, ...]:
    wanted = book.policy.branch
    found = book.repo.branch() if wanted else None
    return (f"this is branch {found}; records belong on {wanted}",) if found and found != wanted else ()


def _data(found: Found) -> dict[str, object]:
    return named_data(found) if isinstance(found, Record) else {}


def _unified(path: PurePosixPath, old: bytes | None, new: bytes | None) -> str:
    names = "/dev/null" if old is None else f"a/{path}", "/dev/null" if new is None else f"b/{path}"
    before, after = ((raw or b"").decode("utf-8", "replace").splitlines(keepends=True) for raw in (old, new))
    return "".join(difflib.unified_diff(before, after, *names))
