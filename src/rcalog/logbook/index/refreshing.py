"""Bring the index up to what the work tree holds, reading only what may have changed."""

from __future__ import annotations

import os
from functools import cached_property
from itertools import islice

from rcalog.errors import RcalogError
from rcalog.logbook.git.looking import Look, Seen
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


class State(Seen):
    """What the index knows of itself: what was seen of git when it was brought up to date, and how often it changed."""

    generation: int = 0

    @classmethod
    def of(cls, store: Store) -> State:
        """Return the state of an index."""
        facts = store.facts()
        return cls(
            facts.get("head", ""),
            facts.get("index_mark", ""),
            facts.get("staged") != "0",
            facts.get("hides") == "1",
            int(facts.get("generation", "0")),
        )

    def as_facts(self, *, grown: bool) -> dict[str, str]:
        """Return the state as it is stored; `grown` where the index has changed."""
        return {
            "head": self.head,
            "index_mark": self.index_mark,
            "staged": str(int(self.staged)),
            "hides": str(int(self.hides)),
            "generation": str(self.generation + grown),
        }


class Change(Value):
    """What has become of one path: the blob that HEAD has there, what the file holds, and whether it held something."""

    path: str
    oid: str | None
    content: Content | None
    is_new: bool
    was_there: bool


class Difference(Value):
    """What the index is to know of itself, what has changed, and the folders with their marks, as known and as seen."""

    after: State
    changes: Iterator[Change]
    known: Mapping[str, str]
    marks: Mapping[str, str]


class Refresher:
    """Compares the index of one store with the work tree."""

    def __init__(
        self, store: Store, place: Place, folder: str, begun: Look | None, tell: Callable[[int], object]
    ) -> None:
        self.store, self._place, self._folder, self._begun, self._tell = store, place, folder, begun, tell
        self._doubtful: set[str] = set()
        """The folders in which a file was listed that then was not there."""

    @cached_property
    def _repo(self) -> Repository:
        from rcalog.logbook.repository import Repository

        return Repository(self._place)

    @cached_property
    def _disk(self) -> Disk:
        from rcalog.logbook.index.disk import Disk

        return Disk(self._place.folder, self._folder)

    @property
    def _is_link(self) -> bool:
        """Whether the folder of the records is a link, behind which git does not look."""
        return os.path.islink(f"{self._place.folder}/{self._folder}")

    def begin(self) -> None:
        """Have git look, and take in what the commits since have changed, while it does.

        That leaves a whole index: what differs from the commit is seen by each look, whatever was known.
        """
        before = State.of(self.store)
        self._begun = self._begun or Look(self._place, self._folder)
        try:
            head = self._begun.ask(before)
            if not before.head or head in ("", before.head):
                return
            from rcalog.logbook.index import filling as filling  # noqa: PLC0414 (loaded while git works)

            oids = self._begun.files_between(before.head, head)
        except RcalogError:  # whoever waits for the look says so
            return
        if not oids or len(oids) > FEW or self._is_link:
            return
        changes = list(self._changes(oids, self.store.files(oids), oids))
        with self.store.writing():
            if State.of(self.store) == before:
                self._write(State(head, generation=before.generation), changes)

    def refresh(self) -> None:
        """Bring the index up to date.

        Small differences are worked out before anything is locked, and once more if another process was faster.
        """
        if State.of(self.store).generation and self._try():
            return
        with self.store.writing():
            found = self._compared(State.of(self.store))
            self._write(found.after, found.changes)
            self.store.set_folders(self._sure(found))

    def follow(self, commit: str, step: Advance) -> None:
        """Take in a commit that rcalog itself has made, where nothing else has happened since the last refresh."""
        with self.store.writing():
            before = State.of(self.store)
            if not before.generation or before.hides or before.head != step.parent:
                return
            known_mark, mark = step.index_marks
            if before.staged or known_mark != before.index_mark or mark == known_mark:
                mark = ""  # what git's own index hides, and has other than the commit, is asked again
            changes = self._changes(step.blobs, self.store.files(step.blobs), step.blobs)
            self._write(State(commit, mark, staged=False, generation=before.generation), changes)

    def _try(self) -> bool:
        before = State.of(self.store)
        found = self._compared(before)
        few = list(islice(found.changes, FEW + 1))
        marks = self._sure(found)
        if not few and found.after == before and marks == found.known:
            return True
        if len(few) > FEW:
            return False
        with self.store.writing():
            if State.of(self.store) == before:
                self._write(found.after, few)
                self.store.set_folders(marks)
                return True
        return False

    def _compared(self, before: State) -> Difference:
        look, self._begun = self._begun or Look(self._place, self._folder), None
        folders = self.store.folders()
        try:
            look.ask(before)
            listing = self._disk.look(folders)
            view = look.view(before)
            if not view.hides and not self._is_link:
                oids = self._oids(look, before.head, view.head)
                new = set(listing.files).difference(self.store.files(listing.files))
                paths = {*oids, *view.differing, *new, *self.store.unsettled()}
                after = State(view.head, look.mark, view.staged, hides=False, generation=before.generation)
                return Difference(after, self._changes(paths, self.store.files(paths), oids), folders, listing.marks)
            after = State("", look.mark, hides=view.hides, generation=before.generation)
        except RcalogError as error:
            if error.code not in NO_ANSWER:
                raise
            # a repository that git cannot read has records all the same
            after = State("", "", hides=True, generation=before.generation)
        known = self.store.files()
        there = {*known, *self._disk.look().files}
        return Difference(after, self._changes(there, known, dict.fromkeys(there)), folders, {})

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

    def _changes(
        self, paths: Iterable[str], known: Mapping[str, Known], oids: Mapping[str, str | None]
    ) -> Iterator[Change]:
        for path in sorted(path for path in paths if self._disk.is_record(path)):
            was = known.get(path, NOTHING)
            oid = oids.get(path, was.oid)
            mark = self._disk.mark(path)
            if mark and (was.mark, was.oid) == (mark, oid):
                continue
            content = self._disk.read(path, oid, mark)
            now = Known(oid, content.blob, content.mark) if content else Known(oid, None, "")
            if now == NOTHING:
                self._doubtful.add(path.rpartition("/")[0])
            if now != was:
                yield Change(path, oid, content, now.blob != was.blob, was.blob is not None)

    def _sure(self, found: Difference) -> dict[str, str]:
        """Return the folders with their marks where all of their files are known, once the changes are worked out.

        Those of a folder that is too new for marks stay as they were, and so are others than it has.
        """
        return {
            folder: "" if folder in self._doubtful else mark or found.known.get(folder, "")
            for folder, mark in found.marks.items()
        }

    def _write(self, after: State, changes: Iterable[Change]) -> None:
        from rcalog.logbook.index.filling import fill

        fill(self.store, self._place, changes, self._tell)
        self.store.set_facts(after.as_facts(grown=changes != []))
