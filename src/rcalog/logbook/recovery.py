"""What a writer left undone that died in the middle: finished by the next one, or kept as a draft."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast

from rcalog.errors import RcalogError
from rcalog.logbook import layout, waiting
from rcalog.logbook.git import recovering
from rcalog.logbook.git.recovering import Became
from rcalog.logbook.git.redo import unfinished
from rcalog.logbook.intents import Intent, Operation
from rcalog.logbook.plans import check_from_hook
from rcalog.logbook.records import Record, parse_record
from rcalog.logbook.repository import DiskRefused, LockBusy
from rcalog.model.secrets import mask

if TYPE_CHECKING:
    from collections.abc import Callable

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.redo import Redo, RedoFile


def recover(book: Logbook) -> list[str]:
    """Finish or forget what died in the middle; return what to tell. The caller holds the lock, and git is not busy.

    What was written and not committed is committed; where nothing was written there is nothing to do; where
    somebody has gone on from there, nothing is touched, and what was meant becomes a draft. A process that may
    still be running is left alone.
    """
    notes = []
    for left in unfinished(book.repo.place):
        is_here = left.redo.git_dir == str(book.repo.git_dir)
        if left.redo.owner.is_gone(needs_lock=True) and (is_here or not Path(left.redo.git_dir).exists()):
            notes += _settled(book, left, is_here=is_here)
    return notes


def _settled(book: Logbook, left: RedoFile, *, is_here: bool) -> list[str]:
    try:
        notes = _followed(book, left.redo) if is_here else _kept(book, left.redo, "its work tree is gone")
    except RcalogError as err:  # the next command tries again
        return [f"{_told(left.redo)} was interrupted and is not settled yet: {err.message}"]
    left.drop()
    return notes


def _followed(book: Logbook, redo: Redo) -> list[str]:
    became = recovering.look(book.repo.place, redo)
    if became is Became.COMMITTED:
        recovering.mend_index(book.repo.place, redo)
        _forget(book, redo)
    if became is Became.OTHERWISE:
        return _kept(book, redo, "the record has been changed since")
    return _finished(book, redo) if became is Became.WRITTEN else []


def _finished(book: Logbook, redo: Redo) -> list[str]:
    try:
        done = recovering.finish(book.repo.place, redo, _checker(book, redo))
    except (LockBusy, DiskRefused):  # that passes
        raise
    except RcalogError as err:
        notes = _kept(book, redo, err.message)
        recovering.put_back(book.repo.place, redo)
        return notes
    book.index.follow(done)
    return [f"{_told(redo)} had been interrupted and is committed now ({done.short})", *done.warnings]


def _checker(book: Logbook, redo: Redo) -> Callable[[str, bytes], None]:
    def check(path: str, raw: bytes) -> None:
        old, new = (recovering.contents(book.repo.place, path, oid) or b"" for oid in redo.files[path])
        if _is_record(path):
            check_from_hook(book, PurePosixPath(path), (old, new, raw), ())

    return check


def _kept(book: Logbook, redo: Redo, why: str) -> list[str]:
    """Keep what was meant as a draft; files that no person wrote, and what stands in the file anyway, need none."""
    path = next(
        (path for path in sorted(redo.files, key=lambda each: redo.files[each][1] is None) if _is_record(path)), None
    )
    if path is None or path in redo.standing:
        return []
    intent = _intent(book, redo, path)
    after = parse_record(PurePosixPath(path), intent.raw, book.repo) if intent.raw is not None else None
    payload = waiting.payload_of(intent, after if isinstance(after, Record) else None)
    draft = waiting.keep(book, intent, payload, pending=False)
    return [f"{_told(redo)} had been interrupted and is kept ({why}): {waiting.go_on_with(draft)}"]


def _forget(book: Logbook, redo: Redo) -> None:
    """Remove drafts of what has been committed after all: another commit took it along while this one was refused."""
    after = {path: recovering.contents(book.repo.place, path, new) for path, (_, new) in redo.files.items()}
    for draft in book.drafts.list():
        path = str(draft.payload.get("path"))
        if draft.kind == "write" and path in after and waiting.after_of(draft) == after[path]:
            book.drafts.discard(draft.id)


def _intent(book: Logbook, redo: Redo, path: str) -> Intent:
    raws = {each: recovering.contents(book.repo.place, each, new) for each, (_, new) in redo.files.items()}
    before = recovering.contents(book.repo.place, path, redo.files[path][0])
    label = redo.label
    return Intent(
        Operation(str(label["operation"])),
        None if before is None else parse_record(PurePosixPath(path), before, book.repo),
        None,
        str(label["summary"]),
        raws.pop(path),
        tuple((key, value) for key, value in cast("list[list[str]]", label["trailers"])),
        raws,
    )


def _is_record(path: str) -> bool:
    """Return whether a record stands at a path, by its name."""
    return path.endswith(".yaml") and layout.id_of(PurePosixPath(path)) is not None


def _told(redo: Redo) -> str:
    return repr(mask(redo.message.partition("\n")[0]))
