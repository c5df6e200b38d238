"""Bring the index up to what the work tree holds, reading only what may have changed."""

from __future__ import annotations

import os
from functools import cached_property
from itertools import islice

from rcalog.errors import RcalogError
from rcalog.logbook.git.looking import Look, View
from rcalog.logbook.index.store import Known
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rcalog.logbook.git.committing import Advance
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.index.disk import Content, Disk
    from rcalog.logbook.index.store import Store
    from rcalog.logbook.repository import Repository

FEW = 200
"""So many changes are kept in memory; of more, one after the other is."""

NO_ANSWER = ("git-failed", "disk-refused")
"""The errors of a repository that git cannot read, by their codes: their modules are not loaded for a list."""

NOTHING = Known(None, None, "")


class State(Value):
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


class Change(Value):
    """What has become of one path: the blob that HEAD has there, and what the file holds."""

    path: str
    oid: str | None
    content: Content | None
    is_new: bool


class Refresher:
    """Compares the index of one store with the work tree."""

    def __init__(
        self, store: Store, place: Place, folder: str, begun: Look | None, tell: Callable[[int], object]
    ) -> None:
        self.store, self._place, self._folder, self._begun, self._tell = store, place, folder, begun, tell

    @cached_property
    def _repo(self) -> Repository:
        from rcalog.logbook.repository import Repository

        return Repository(self._place)

    @cached_property
    def _disk(self) -> Disk:
        from rcalog.logbook.index.disk import Disk

        return Disk(self._place.folder, self._folder)

    def begin(self) -> None:
        """Have git look, and say all that will be asked of it, while there is something else to do."""
        before = State.of(self.store)
        self._begun = self._begun or Look(self._place, self._folder)
        if before.generation and self._begun.mark != before.index_mark:
            self._begun.ask_what_is_hidden()

    def refresh(self) -> None:
        """Bring the index up to date.

        Small differences are worked out before anything is locked, and once more if another process was faster.
        """
        if State.of(self.store).generation and self._try():
            return
        with self.store.writing():
            self._write(*self._compared(State.of(self.store)))

    def follow(self, commit: str, step: Advance) -> None:
        """Take in a commit that rcalog itself has made, where nothing else has happened since the last refresh."""
        with self.store.writing():
            before = State.of(self.store)
            if not before.generation or before.hides or before.head != step.parent:
                return
            known_mark, mark = step.index_marks
            if known_mark != before.index_mark:
                mark = ""  # what git's own index hides is asked again
            changes = self._changes(step.blobs, self.store.files(step.blobs), step.blobs)
            self._write(State(commit, mark, hides=False, generation=before.generation), changes)

    def _try(self) -> bool:
        before = State.of(self.store)
        after, changes = self._compared(before)
        few = list(islice(changes, FEW + 1))
        if after == before and not few:
            return True
        if len(few) > FEW:
            return False
        with self.store.writing():
            if State.of(self.store) == before:
                self._write(after, few)
                return True
        return False

    def _compared(self, before: State) -> tuple[State, Iterator[Change]]:
        """Return what the index is to know of itself, and what is to change in it."""
        look, self._begun = self._begun or Look(self._place, self._folder), None
        mark = look.mark
        try:
            view = look.view(hides=before.hides if mark and mark == before.index_mark else None)
            if not view.hides and not os.path.islink(f"{self._place.folder}/{self._folder}"):
                oids = self._oids(look, before.head, view.head)
                paths = {*oids, *self._differing(view), *self.store.unsettled()}
                after = State(view.head, mark, hides=False, generation=before.generation)
                return after, self._changes(paths, self.store.files(paths), oids)
        except RcalogError as error:
            if error.code not in NO_ANSWER:
                raise
            # a repository that git cannot read has records all the same
            view, mark = View("", frozenset(), hides=True), ""
        known = self.store.files()
        there = {*known, *self._disk.walk()}
        after = State("", mark, view.hides, before.generation)
        return after, self._changes(there, known, dict.fromkeys(there))

    def _oids(self, look: Look, old: str, new: str) -> Mapping[str, str | None]:
        """Return what HEAD has at each path where that differs from what the index knows."""
        if old == new:
            return {}
        if old and new:
            found = look.files_between(old, new)
            if found is not None:
                return found
        there = dict(self._repo.files_at(new, self._folder)) if new else {}
        known = self.store.files()
        gone = {path: None for path, each in known.items() if each.oid and path not in there}
        return gone | {path: oid for path, oid in there.items() if path not in known or known[path].oid != oid}

    def _differing(self, view: View) -> Iterator[str]:
        for path in view.differing:
            yield from self._disk.walk(path) if path.endswith("/") else (path,)

    def _changes(
        self, paths: Iterable[str], known: Mapping[str, Known], oids: Mapping[str, str | None]
    ) -> Iterator[Change]:
        for path in sorted(path for path in paths if self._disk.is_record(path)):
            was = known.get(path, NOTHING)
            oid = oids.get(path, was.oid)
            mark = self._disk.mark(path)
            if mark and (was.mark, was.oid) == (mark, oid):
                continue
            content = self._disk.read(path, "sha256" if len(oid or "") == 64 else "sha1", mark)
            now = Known(oid, content.blob, content.mark) if content else Known(oid, None, "")
            if now != was:
                yield Change(path, oid, content, is_new=now.blob != was.blob)

    def _write(self, after: State, changes: Iterable[Change]) -> None:
        from rcalog.logbook.index.filling import fill

        fill(self.store, self._place, changes, self._tell)
        self.store.set_facts(after.as_facts())
