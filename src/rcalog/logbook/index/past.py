"""The index of the past: every line that a commit put into a record or took out of it, of deleted records too.

It is derived from git, in a file of its own, and may be deleted at any time. It follows HEAD: what HEAD has behind it
is in it, and nothing else.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rcalog.logbook import folders, layout
from rcalog.logbook.git import objects, state
from rcalog.logbook.git.patches import Patch, patches
from rcalog.logbook.git.run import GitFailed, streaming
from rcalog.logbook.index.database import throw_away
from rcalog.logbook.index.paststore import PastStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rcalog.logbook.book import Logbook


@dataclass(frozen=True)
class Changes:
    """Changes of records in whose lines the words stand, newest first; `total` counts those left out by the limit too.

    `names` says where each of their files is by now, `texts` what those hold in HEAD that are still there.
    `is_shallow` tells that this clone does not have the whole history.
    """

    found: tuple[Patch, ...] = ()
    total: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    is_shallow: bool = False


def changes(book: Logbook, phrases: Sequence[Sequence[str]], *, limit: int | None = None) -> Changes:
    """Return the changes among whose lines, put in or taken out, each of these phrases stands.

    An index that is harmed, or that the disk does not take, is made anew, at last in memory.

    Raises:
        GitMissing, GitFailed.
    """
    head = state.head(book.place)
    if head is None:
        return Changes()
    for path in _places(book):
        for _ in range(2):
            try:
                return _ask(book, head, path, phrases, limit)
            except (OSError, sqlite3.OperationalError):  # locked, or a disk that takes nothing: the file may be whole
                break
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    throw_away(path)
    return _ask(book, head, None, phrases, limit)


def _places(book: Logbook) -> list[Path]:
    name = folders.index_name(book.below, "past")
    spare = layout.spare_state_folder(book.place.git_dir, book.env)
    return [folder / name for folder in (book.place.git_dir / "rcalog", spare)]


def _ask(book: Logbook, head: str, path: Path | None, phrases: Sequence[Sequence[str]], limit: int | None) -> Changes:
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    with closing(PastStore(path)) as store:
        _follow(store, book, head)
        found, total = store.find(phrases, limit)
        names = {path: store.present_name(path) for path in dict.fromkeys(each.path for each in found)}
    texts = objects.texts(book.place, head, sorted(set(names.values())))
    is_shallow = (book.place.common_dir / "shallow").exists()
    return Changes(tuple(found), total, names, texts, is_shallow)


def _follow(store: PastStore, book: Logbook, head: str) -> None:
    """Bring the index to a commit: what that has not behind it goes, what it has comes."""
    now = {"head": head, "made from": _made_from(book)}
    if store.known == now:
        return
    folder = book.path_in_repo(layout.RECORDS).as_posix()
    with store.writing():
        known = store.known  # another process may have been quicker
        is_alike = known.get("made from") == now["made from"]
        old = known["head"] if is_alike and _dropped(store, book.place.top, known["head"], head) else None
        if old is None:
            store.clear()
        with patches(book.place.top, head, folder, known=old) as found:
            store.add(each for each in found if each.path.endswith(".yaml"))
        store.know(now)


def _made_from(book: Logbook) -> str:
    """Return what tells whether the commits that are known are told as git tells them now."""
    digest = hashlib.blake2b(book.prefix.as_posix().encode(), digest_size=16)
    place = book.place
    for file in (place.common_dir / "shallow", place.common_dir / "info" / "grafts", place.top / ".mailmap"):
        with suppress(OSError):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _dropped(store: PastStore, top: Path, old: str, head: str) -> bool:
    """Remove what is not behind HEAD any more; False where git has lost the commits that could tell."""
    try:
        with streaming(["rev-list", old, f"^{head}"], cwd=top) as commits:
            store.drop(line.decode().strip() for line in commits)
    except GitFailed:
        return False
    return True
