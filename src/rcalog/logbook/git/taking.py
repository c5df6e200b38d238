"""A commit of somebody else's that took along what was in the making: it stands there now, and is not put back."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git import heads, objects, trees
from rcalog.logbook.git.staging import GitLocked, publish, users_index
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rcalog.logbook.git.objects import TreeEntry
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.workfiles import WorkFiles

Blobs = dict[str, str | None]


class Taken(Value):
    """What others made of files that were in the making.

    `texts` are those that stay, `by` is the commit that has all of them; `is_underway` says that a git which is at
    work now is about to commit some.
    """

    texts: Mapping[str, bytes | None]
    by: str | None
    is_underway: bool

    def told(self, place: Place) -> str:
        """Say whose commit it is."""
        args = ("show", "--no-patch", "--no-show-signature", "--format=%h by %an: %s", str(self.by))
        return f"another commit took it along while it was being made: {place.read(*args).text}"


def put_back(place: Place, work: WorkFiles, head: str | None) -> Taken:
    """Put files back as they were before, but not what stands in a commit by now that came after `head`.

    Nor what a git that is at work has taken already: whoever comes next sees what became of it.
    """
    taken = Taken({}, None, is_underway=False)
    with suppress(RcalogError, OSError):  # where nothing can be found out, everything is as if nobody had come
        taken = _look(place, work, head)
    work.restore(taken.texts)
    return taken


def is_in(place: Place, path: str, oid: str | None) -> bool:
    """Return whether a file's blob (None: no file) is what HEAD has, or what a git at work is about to commit."""
    head = heads.head(place)
    there: Blobs = _blobs_at(place, head, [path]) if head else {path: None}
    return oid in (there[path], _underway(place, [path]).get(path, there[path]))


def unstage(place: Place, scratch: Path, before: Mapping[str, TreeEntry], ours: Mapping[str, TreeEntry | None]) -> None:
    """Take out of git's index what somebody has staged of ours meanwhile: it is not there any more."""
    staged = _listed(place, [path for path, entry in ours.items() if entry and entry != before.get(path)])
    taken = [path for path, oid in staged.items() if (entry := ours[path]) and entry.oid == oid]
    if taken:
        with suppress(GitLocked), users_index(place, scratch) as index:
            index.put({path: before.get(path) for path in taken}, [path for path in taken if path in before])
            publish(index)


def tell_underway(error: BaseException) -> None:
    """Say in an error why the new text is still there."""
    if isinstance(error, RcalogError):
        error.hint = "a git commit that is at work is taking it along: the next command that writes sees to it"


def _look(place: Place, work: WorkFiles, head: str | None) -> Taken:
    now, texts = heads.head(place), work.texts
    in_head = _standing(place, texts, _blobs_at(place, now, texts)) if now and now != head else {}
    by = _last(place, head, now, texts) if len(in_head) == len(texts) else None
    underway = {} if by else _standing(place, texts, _underway(place, texts))
    return Taken(in_head | underway, by, is_underway=bool(underway))


def _standing(place: Place, texts: Mapping[str, tuple[bytes | None, ...]], there: Blobs) -> dict[str, bytes | None]:
    """Return those of our texts that stand in a commit; what we removed counts where all that we wrote does."""
    written = [path for path, raws in texts.items() if raws[0] is not None]
    found: dict[str, bytes | None] = {
        path: raw
        for path in written
        for raw in texts[path]
        if path in there and objects.is_stored_as(place, raw or b"", path, there[path])
    }
    if len(found) == len(written):
        found |= {path: None for path in texts if path not in written and path in there and there[path] is None}
    return found


def _blobs_at(place: Place, commit: str, paths: Iterable[str]) -> Blobs:
    entries = trees.entries_at(place, commit, list(paths))
    return {path: entry.oid if entry else None for path, entry in entries.items()}


def _underway(place: Place, paths: Iterable[str]) -> Blobs:
    """Return what a git that is at work has of these paths, which puts its next index where it locks the present."""
    lock = place.git_dir / "index.lock"
    return _listed(place, paths, {"GIT_INDEX_FILE": str(lock)}) if lock.exists() else {}


def _listed(place: Place, paths: Iterable[str], env: Mapping[str, str] | None = None) -> Blobs:
    wanted = list(paths)
    if not wanted:
        return {}
    listed = place.write("ls-files", "--stage", "-z", "--", *wanted, env=env, check=False).fields
    return {path: facts.split(" ")[1] for facts, path in (field.split("\t", 1) for field in listed)}


def _last(place: Place, head: str | None, now: str | None, paths: Iterable[str]) -> str | None:
    since = [f"^{head}"] if head else []
    args = ("rev-list", "--max-count=1", str(now), *since, "--", *paths)
    return place.read(*args).text or None
