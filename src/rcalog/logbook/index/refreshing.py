"""Bring the index up to what the work tree holds, reading only what may have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.index.disk import Content, Disk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rcalog.logbook.git.looking import Look, View
    from rcalog.logbook.index.store import Known, Store
    from rcalog.logbook.repository import Repository


@dataclass(frozen=True)
class State:
    """What the index knows of itself: the commit that it is of, what it has learnt of git's own index, its age."""

    head: str
    index_mark: str
    hides: bool
    generation: int

    @classmethod
    def of(cls, store: Store) -> State:
        """Return the state of an index."""
        facts = store.facts()
        return cls(
            facts.get("head", ""),
            facts.get("index_mark", ""),
            facts.get("hides") == "1",
            int(facts.get("generation", "0")),
        )

    def as_facts(self) -> dict[str, str]:
        """Return the state as it is stored."""
        return {
            "head": self.head,
            "index_mark": self.index_mark,
            "hides": str(int(self.hides)),
            "generation": str(self.generation + 1),
        }


@dataclass(frozen=True)
class Change:
    """What has become of one path: the blob that HEAD has there, and what the file holds."""

    path: str
    oid: str | None
    content: Content | None
    is_new: bool


class Refresher:
    """Compares the index of one store with the work tree."""

    def __init__(self, store: Store, repo: Repository, folder: str) -> None:
        self._store, self._repo, self._folder = store, repo, folder
        self._disk = Disk(repo.top, folder)

    def refresh(self) -> None:
        """Bring the index up to date; what another process did meanwhile is looked at again, and then held still."""
        if State.of(self._store).generation and self._try():
            return
        with self._store.writing():
            before = State.of(self._store)
            self._write(*self._compared(before))

    def _try(self) -> bool:
        before = State.of(self._store)
        after, changes = self._compared(before)
        if after == before and not changes:
            return True
        with self._store.writing():
            if State.of(self._store) == before:
                self._write(after, changes)
                return True
        return False

    def _compared(self, before: State) -> tuple[State, list[Change]]:
        """Return what the index is to know of itself, and what is to change in it."""
        mark = _mark_of(self._repo.git_dir / "index")
        look = self._repo.look(self._folder, hides=before.hides if mark and mark == before.index_mark else None)
        view = look.view()
        algorithm = "sha256" if len(view.head) == 64 else "sha1"
        scans = view.hides or (self._repo.top / self._folder).is_symlink()
        if scans:
            known = self._store.files()
            paths: Iterable[str] = {*known, *self._disk.walk()}
            oids: Mapping[str, str | None] = dict.fromkeys(paths)
        else:
            oids = self._oids(look, before.head, view.head)
            paths = {*oids, *self._differing(view), *self._store.unsettled()}
            known = self._store.files(paths)
        after = State("" if scans else view.head, mark, view.hides, before.generation)
        wanted = sorted(path for path in paths if self._disk.is_record(path))
        return after, list(self._changes(wanted, known, oids, algorithm))

    def _oids(self, look: Look, old: str, new: str) -> Mapping[str, str | None]:
        """Return what HEAD has at each path where that differs from what the index knows."""
        if old == new:
            return {}
        if old and new:
            found = look.files_between(old, new)
            if found is not None:
                return found
        there = dict(self._repo.files_at(new, self._folder)) if new else {}
        known = self._store.files()
        gone = {path: None for path, each in known.items() if each.oid and path not in there}
        return gone | {path: oid for path, oid in there.items() if path not in known or known[path].oid != oid}

    def _differing(self, view: View) -> Iterator[str]:
        for path in view.differing:
            yield from self._disk.walk(path) if path.endswith("/") else (path,)

    def _changes(
        self, paths: Iterable[str], known: Mapping[str, Known], oids: Mapping[str, str | None], algorithm: str
    ) -> Iterator[Change]:
        for path in paths:
            was = known.get(path)
            oid = oids.get(path, was.oid if was else None)
            mark = self._disk.mark(path)
            is_same = bool(was and mark and was.mark == mark)
            if is_same and was and was.oid == oid:
                continue
            content = self._disk.read(path, algorithm)
            before = (was.oid, was.blob, was.mark) if was else (None, None, "")
            now = (oid, content.blob, content.mark) if content else (oid, None, "")
            if before != now:
                yield Change(path, oid, content, is_new=(was.blob if was else None) != now[1])

    def _write(self, after: State, changes: Iterable[Change]) -> None:
        from rcalog.logbook.index.filling import fill

        fill(self._store, self._repo, changes)
        self._store.set_facts(after.as_facts())


def _mark_of(file: Path) -> str:
    """Return the marks by which git's index is known again."""
    try:
        found = file.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
