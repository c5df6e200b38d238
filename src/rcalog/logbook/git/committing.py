"""Commit exactly these files, and nothing else that the user has staged or changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.atomic import disk_refusals
from rcalog.logbook.git import objects, preflight, state, taking, trees
from rcalog.logbook.git.commits import Stamp, asked_short, author_of, settle, update_head, write_commit
from rcalog.logbook.git.hooks import HookRejected, Hooks, HookStagedOthers
from rcalog.logbook.git.looking import index_mark
from rcalog.logbook.git.objects import TreeEntry
from rcalog.logbook.git.preflight import Base, HeadMoved
from rcalog.logbook.git.redo import Redo, RedoFile
from rcalog.logbook.git.scratch import scratch_folder, signals_held
from rcalog.logbook.git.staging import IndexFile, Prepared, publish, users_index
from rcalog.logbook.git.workfiles import WorkFiles
from rcalog.logbook.lock import exclusive
from rcalog.logbook.owner import Owner
from rcalog.values import Value

if TYPE_CHECKING:
    from pathlib import Path

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.settings import Settings
    from rcalog.logbook.git.spawn import Started

_ATTEMPTS = 5
"""How often HEAD may move while a commit is made: only git itself can do it, other rcalogs wait for the lock."""
Entries = Mapping[str, TreeEntry | None]
_BEFORE = ("pre-commit", "prepare-commit-msg", "commit-msg")
"""Hooks that may look at what is going to be committed."""

_DETACHED = "HEAD is detached: this commit is on no branch; git switch -c NAME keeps it"


class NothingToCommit(RcalogError):
    """The files are already as they should become."""

    code = "nothing-to-commit"

    def __init__(self) -> None:
        super().__init__("nothing has changed")


class Advance(Value):
    """How a commit moved HEAD: from where, the new blobs by path, and the marks of git's index before and after."""

    parent: str
    blobs: Mapping[str, str | None]
    index_marks: tuple[str, str]


class CommitResult(Value):
    """A commit that is on the disk; one that somebody else has made of our files has no `advance`."""

    oid: str
    short: str
    warnings: tuple[str, ...]
    advance: Advance | None


class _TakenAlong(Exception):
    """Somebody else's commit has all that was to be committed."""

    def __init__(self, by: str, told: str) -> None:
        self.by, self.told = by, told


class Wanted(Value):
    """What a commit shall hold: the files' new bytes (None removes one), and the blobs that the edit began from.

    `label` is kept for who finishes it, should this process die. Of one that is finished, `author` is who began it,
    and `standing` are the paths at which the new text was in the file before.
    """

    files: Mapping[str, bytes | None]
    expect: Mapping[str, str | None]
    message: str
    check_content: Callable[[str, bytes], None] | None = None
    label: Mapping[str, object] = {}
    author: Mapping[str, str] | None = None
    standing: Sequence[str] | None = None


def commit(place: Place, wanted: Wanted) -> CommitResult:
    """Make one commit of these files on top of HEAD; on any failure before that, everything is as it was.

    Raises: see Repository.commit_paths.
    """
    with exclusive(place.lock_path):
        preflight.refuse_place(place, wanted.files)
        preflight.refuse_operation(place)
        settings = place.settings_of_now()
        env = wanted.author or author_of(place, settings)
        ref = state.branch_ref(place)
        said = [] if ref else [_DETACHED]
        with scratch_folder(place) as scratch:
            making = _Making(place, scratch, wanted, Stamp(env, settings.signs), settings)
            try:
                oid = making.run(ref)
            except _TakenAlong as taken:
                short = asked_short(place, taken.by).result().text
                return CommitResult(taken.by, short, (*said, *making.warnings, taken.told), None)
            said += making.warnings + settle(place, ref)
            if making.is_indexed:  # else the next one lets git's index follow
                making.redo.drop()
    said += Hooks(place, env, settings).tell()
    return CommitResult(oid, making.short.result().text, tuple(said), making.advance)


class _Making:
    """One commit in the making; the methods stand in the order in which they run."""

    def __init__(self, place: Place, scratch: Path, wanted: Wanted, stamp: Stamp, settings: Settings) -> None:
        self.place, self.scratch, self.wanted, self.stamp = place, scratch, wanted, stamp
        self.warnings: list[str] = []
        self.work = WorkFiles(place.top, scratch)
        self.index = IndexFile(place, scratch / "index")
        self.hooks = Hooks(place, {**stamp.author, **self.index.env}, settings)
        self.stored: Entries = {}
        self.redo: RedoFile
        self.short: Started
        self.prepared: Prepared | None = None
        self.is_committed = self.is_indexed = False
        self.advance = Advance("", {}, ("", ""))

    def run(self, ref: str | None) -> str:
        base = preflight.base(self.place, self.wanted.expect)
        preflight.refuse_edited(self.place, self.work, self.wanted.files, self.wanted.expect)
        ignored = state.asked_ignored(self.place, [path for path in self.wanted.files if path not in base.entries])
        self.stored = {path: self._store(path, raw, base.entries.get(path)) for path, raw in self.wanted.files.items()}
        if all(entry == base.entries.get(path) for path, entry in self.stored.items()):
            raise NothingToCommit
        self.warnings += [f"{path} is ignored by git, but committed all the same" for path in ignored()]
        self.redo = RedoFile.write(self.place, self._redo(ref, base))
        try:
            for path, raw in self.wanted.files.items():
                entry = self.stored[path]
                self.work.put(path, raw, is_plain=entry is not None and entry.mode == "100644")
            if Prepared.can_hold(self.stored) and not self.hooks.are_there(*_BEFORE):
                self.prepared = Prepared(self.place, self.scratch, self.stored)
            return self._until_head_stays(base)
        except BaseException as error:
            if not self.is_committed:
                self._give_up(base, error)
            raise

    def _give_up(self, base: Base, error: BaseException) -> None:
        """Have everything as it was; what another commit has taken along stays, and is done where that is all.

        Raises: _TakenAlong.
        """
        taken = taking.put_back(self.place, self.work, base.head)
        if taken.is_underway:  # whoever writes next finds the redo record, and sees what became of it
            taking.tell_underway(error)
            return
        self.redo.drop()
        if taken.by and isinstance(error, RcalogError):
            raise _TakenAlong(taken.by, taken.told(self.place)) from error
        with suppress(RcalogError, OSError):
            taking.unstage(self.place, self.scratch, base.entries, self._not_before())

    def _not_before(self) -> Entries:
        """Return what stood nowhere before, neither in the file nor in a commit."""
        return {path: entry for path, entry in self.stored.items() if path not in self.redo.redo.standing}

    def _redo(self, ref: str | None, base: Base) -> Redo:
        """Return what is about to be done, for who may have to finish it."""
        wanted, blobs = self.wanted, _blobs(self.stored)
        files = {path: (wanted.expect[path], blobs[path]) for path in wanted.files}
        standing = wanted.standing
        if standing is None:
            standing = [path for path, raw in wanted.files.items() if self.work.read(path) == raw]
        author, git_dir = self.stamp.author, str(self.place.git_dir)
        return Redo(Owner.here(), git_dir, ref, base.head, files, wanted.message, author, standing, wanted.label)

    def _store(self, path: str, raw: bytes | None, before: TreeEntry | None) -> TreeEntry | None:
        if raw is None:
            return None
        mode = before.mode if before else "100644"
        return TreeEntry(path, mode, objects.store_blob(self.place, raw, path))

    def _until_head_stays(self, base: Base) -> str:
        entries = self.stored
        for _ in range(_ATTEMPTS):
            tree, made = self._build_tree(base, entries)
            if made != entries:
                self.redo = self.redo.now_becomes(self.place, _blobs(made))
            entries = made
            message = self._message()
            commit = write_commit(self.place, tree, filter(None, [base.head]), message, self.stamp)
            self.short = asked_short(self.place, commit)
            if self._move_head(commit, base.head, message, entries):
                return commit
            base = preflight.base(self.place, self.wanted.expect)
        raise HeadMoved(next(iter(entries)))

    def _build_tree(self, base: Base, entries: Entries) -> tuple[str, Entries]:
        """Return the new tree and what it holds at our paths after the pre-commit hook."""
        looks_at_index = not base.head or self.hooks.are_there(*_BEFORE)
        if not looks_at_index and (tree := trees.write_changed(self.place, self.scratch, str(base.head), entries)):
            return tree, entries
        with disk_refusals(self.index.path):
            self.index.copy_users()
        self.index.read_commit(base.head)
        self.index.put(entries)
        untouched = self.index.state
        self._run_hook("pre-commit")
        has_staged = self.index.state != untouched
        tree = self.index.write_tree()
        return tree, self._staged_by_hook(base, entries, tree) if has_staged else entries

    def _staged_by_hook(self, base: Base, entries: Entries, tree: str) -> Entries:
        """Return what the tree holds at our paths, where the hook has staged something of its own."""
        changes = objects.changes(self.place, base.head, tree)
        if not changes:
            raise HookRejected("pre-commit", "it left nothing to commit")
        if others := changes.keys() - entries.keys():
            raise HookStagedOthers("pre-commit", sorted(others))
        taken = {path: changes.get(path, base.entries.get(path)) for path in entries}
        for path, entry in taken.items():
            if entry != entries[path]:
                self._take_from_hook(path, entry)
        return taken

    def _run_hook(self, name: str, *args: str) -> None:
        try:
            if said := self.hooks.run(name, *args):
                self.warnings.append(f"the {name} hook says: {said}")
        finally:
            self.work.adopt()

    def _take_from_hook(self, path: str, entry: TreeEntry | None) -> None:
        """Check what a hook made of a file, and bring the work tree in line with it."""
        if entry is None or not entry.is_file:
            raise HookRejected("pre-commit", f"it took {path} out of the commit")
        raw = objects.read_filtered(self.place, entry.oid, path)
        if self.wanted.check_content:
            self.wanted.check_content(path, raw)
        there = self.work.read(path)
        if there is None or objects.blob_oid(self.place, there, path) != entry.oid:
            self.work.put(path, raw)

    def _message(self) -> bytes:
        """Return the message after the hooks that may change it."""
        raw = self.wanted.message.rstrip("\n").encode() + b"\n"
        if not self.hooks.are_there(*_BEFORE):
            return raw
        file = self.scratch / "COMMIT_EDITMSG"
        with disk_refusals(file):
            file.write_bytes(raw)
        self._run_hook("prepare-commit-msg", str(file), "message")
        self._run_hook("commit-msg", str(file))
        if file.read_bytes() == raw:
            return raw
        said = self.place.write("stripspace", stdin=file.read_bytes()).out
        if not said:
            raise HookRejected("commit-msg", "it left an empty message")
        return said

    def _move_head(self, commit: str, head: str | None, message: bytes, entries: Entries) -> bool:
        """Let HEAD and the user's index follow together; False when HEAD has moved elsewhere."""
        looked_at = [path for path, entry in entries.items() if entry and self._holds(path, entry)]
        prepared = self.prepared if self.prepared and self.prepared.holds(entries, looked_at) else None
        with signals_held(), users_index(self.place, self.scratch, self.redo.path, prepared) as index:
            preflight.refuse_operation(self.place)
            if prepared is None or index is not prepared.index:
                index.put(entries, looked_at)
            if not update_head(self.place, commit, head, message):
                return False
            self.is_committed = True
            before = index_mark(self.place)
            try:
                publish(index)
                self.is_indexed = True
            except OSError as error:
                self.warnings.append(
                    f"git's index could not be updated ({error.strerror}): git reset -- {' '.join(entries)}"
                )
            self.advance = Advance(head or "", _blobs(entries), (before, index_mark(self.place)))
        return True

    def _holds(self, path: str, entry: TreeEntry) -> bool:
        """Whether the work tree holds what is committed (a hook may leave it otherwise)."""
        there = self.work.read(path)
        if entry == self.stored[path] and there == self.wanted.files[path]:
            return True
        return there is not None and objects.blob_oid(self.place, there, path) == entry.oid


def _blobs(entries: Entries) -> dict[str, str | None]:
    return {path: entry.oid if entry else None for path, entry in entries.items()}
