"""What one commit shall do, worked out before anything is written, and the commit that does it."""

from __future__ import annotations

import difflib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook import atomic
from rcalog.logbook.intents import Intent, Operation, Saved
from rcalog.logbook.message import commit_message
from rcalog.logbook.planning import IdChanged, InvalidContent, RecordChanged, merged, named_data
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.logbook.secretscan import Scan, scan_added
from rcalog.logbook.standing import Found, committed, renamed_from
from rcalog.model.changes import Change, diff
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.repository import CommitResult


class Start(Value):
    """What a commit changes: the record, the blob that HEAD must hold for it, and its former path, if it was moved."""

    record: Found = None
    base: str | None = None
    moved_from: str | None = None

    @property
    def raw(self) -> bytes:
        """The bytes of the record; none for a new one."""
        return self.record.raw if self.record else b""


class Plan(Value):
    """What a commit shall do to the record at `path`; `standing` is what the file holds now."""

    intent: Intent
    path: PurePosixPath
    standing: Found
    start: Start
    after: Record | None
    changes: list[Change]
    scan: Scan


def make_plan(book: Logbook, intent: Intent, after: Record | None, standing: Found, allow: Collection[str]) -> Plan:
    """Return what a commit shall do to what stands in the file now.

    Raises:
        RecordChanged, SecretFound, SpliceFailed.
    """
    if after and intent.record and standing and standing.raw != intent.record.raw:
        if not (isinstance(standing, Record) and isinstance(intent.record, Record)):
            raise RecordChanged(intent.record.path.name, [])
        after = merged(after, intent.record, standing, book)
    elif after and standing:
        after = after.with_(path=standing.path, file=standing.file)  # where the file has been moved to
    start = _start(book, intent, standing)
    scan = _search(book, intent, (start.raw, after.raw if after else b""), allow)
    told = after is not None and not isinstance(start.record, Broken)
    changes = diff(_data(start.record), _data(after)) if told else []
    path = next(each.path for each in (after, standing, intent.record) if each)
    return Plan(intent, path, standing, start, after, changes, scan)


def _search(book: Logbook, intent: Intent, sides: tuple[bytes, bytes], allow: Collection[str]) -> Scan:
    """Search all that the commit adds to history: the record, the other files, and what its message says.

    Raises:
        SecretFound.
    """
    before, after = sides
    scans = [scan_added(before, after, allow=allow), scan_added(before + after, intent.summary.encode(), allow=allow)]
    for path, raw in intent.extra_paths.items():
        oid = book.repo.blob_at("HEAD", path) if book.repo.head() else None
        known = book.repo.read_blob(oid) if oid else b""
        scans.append(scan_added(before + b"\n" + known, raw or b"", allow=allow))
    return Scan(scans[0].warnings, tuple(sorted({rule for scan in scans for rule in scan.waived})))


def is_save(intent: Intent, standing: Found) -> bool:
    """Return whether what is wanted is what stands in the file, and only has to be committed."""
    return standing is not None and (intent.raw == standing.raw or _is_masked(intent, standing))


def _is_masked(intent: Intent, standing: Record | Broken) -> bool:
    """Return whether somebody's own edit is saved with something in it put right on the way."""
    return intent.operation is Operation.SAVE and intent.record is not None and intent.record.raw == standing.raw


def result_of(book: Logbook, plan: Plan) -> Saved:
    """Return a plan as a result of which nothing is committed yet."""
    warnings = (*branch_warning(book), *plan.scan.warnings)
    incident = plan.after.incident if plan.after else None
    before = plan.start.record.incident if isinstance(plan.start.record, Record) else None
    message, diff = _message(book, plan), _unified(plan)
    moved_from = plan.start.moved_from
    return Saved(incident, plan.path, plan.changes, message, diff, None, None, None, warnings, before, moved_from)


def carry_out(book: Logbook, plan: Plan, allow: Collection[str]) -> CommitResult:
    """Commit a plan.

    Raises:
        NothingToCommit, and what `Repository.commit_paths` raises.
    """
    path = plan.path.as_posix()
    files = {path: plan.after.raw if plan.after else None, **plan.intent.extra_paths}
    if plan.start.moved_from:
        files[plan.start.moved_from] = None
    expect = {name: plan.start.base if name == path else book.repo.blob_at("HEAD", name) for name in files}

    def check_content(changed: str, raw: bytes) -> None:
        if changed == path:
            check_from_hook(book, plan.path, (plan.start.raw, plan.after.raw if plan.after else b"", raw), allow)

    with _in_place(book, plan):
        message = _message(book, plan)
        label = plan.intent.label
        done = book.repo.commit_paths(files, message=message, expect=expect, check_content=check_content, label=label)
    book.index.follow(done)
    return done


def _start(book: Logbook, intent: Intent, standing: Found) -> Start:
    if standing is None:
        gone = intent.record  # of a record that is to be removed, and whose file is not there any more
        return Start(committed(book, gone.path), book.repo.blob_at("HEAD", gone.path.as_posix())) if gone else Start()
    path = standing.path.as_posix()
    base = book.repo.blob_at("HEAD", path)
    if isinstance(standing, Record) and not is_save(intent, standing):
        is_base = book.repo.is_stored_as(standing.raw, path, base)
        return Start(standing, base if is_base else book.repo.blob_oid(standing.raw, path))
    moved_from = renamed_from(book, standing) if base is None and isinstance(standing, Record) else None
    return Start(committed(book, PurePosixPath(moved_from or path)), base, moved_from)


@contextmanager
def _in_place(book: Logbook, plan: Plan) -> Iterator[None]:
    """Let the new text stand in the place of one that a commit would not dare to overwrite.

    That is a text that is no record, and an edit by hand that is saved with something in it put right.
    """
    spoilt = plan.standing
    is_ours = isinstance(spoilt, Broken) or (spoilt is not None and _is_masked(plan.intent, spoilt))
    if spoilt is None or plan.after is None or spoilt.raw == plan.after.raw or not is_ours:
        yield
        return
    atomic.replace(spoilt.file, plan.after.raw)
    try:
        yield
    except BaseException:
        path = plan.path.as_posix()
        if not book.repo.is_stored_as(plan.after.raw, path, book.repo.blob_at("HEAD", path)):
            atomic.replace(spoilt.file, spoilt.raw)
        raise


def check_from_hook(
    book: Logbook, path: PurePosixPath, raws: tuple[bytes, bytes, bytes], allow: Collection[str]
) -> None:
    """Make sure that what a hook has made of a record is still that record; the bytes are: before, meant, made.

    Raises:
        InvalidContent, IdChanged, SecretFound.
    """
    before, meant, made = raws
    found, wanted = parse_record(path, made, book.repo), parse_record(path, meant, book.repo)
    if isinstance(found, Broken):
        raise InvalidContent(found.errors, "what a hook made of it")
    if isinstance(wanted, Record) and found.incident.id != wanted.incident.id:
        raise IdChanged(wanted.incident.id, found.incident.id)
    scan_added(before, made, allow=allow)


def _message(book: Logbook, plan: Plan) -> str:
    waived = [("Allowed-Secret", rule) for rule in plan.scan.waived]
    return commit_message(
        book.policy.commit,
        next((each.incident for each in (plan.after, plan.start.record) if isinstance(each, Record)), None),
        operation=plan.intent.operation,
        summary=plan.intent.summary,
        changes=plan.changes,
        trailers=(*plan.intent.trailers, *waived),
    )


def branch_warning(book: Logbook) -> tuple[str, ...]:
    """Return what to say where records belong on another branch than the one that is checked out."""
    wanted = book.policy.branch
    found = book.repo.branch() if wanted else None
    return (f"this is branch {found}; records belong on {wanted}",) if found and found != wanted else ()


def _data(found: Found) -> dict[str, object]:
    return named_data(found) if isinstance(found, Record) else {}


def _unified(plan: Plan) -> str:
    names = f"a/{plan.path}" if plan.start.record else "/dev/null", f"b/{plan.path}" if plan.after else "/dev/null"
    raws = plan.start.raw, plan.after.raw if plan.after else b""
    before, after = (raw.decode("utf-8", "replace").splitlines(keepends=True) for raw in raws)
    return "".join(difflib.unified_diff(before, after, *names))
