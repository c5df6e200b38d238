"""From the objects of a commit to what an audit judges: who, when, and what became of which record."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.config.policyfile import ConfigError, load_policy
from rcalog.logbook import layout
from rcalog.logbook.git.verified import FOLDER, UnreadableError, read_commit
from rcalog.logbook.recordfile import RecordError, read
from rcalog.model.audit import CommitFacts, RecordFile, Sides, Stamp, Step
from rcalog.model.base import record_data
from rcalog.model.policy import Policy
from rcalog.model.reading import InvalidRecord, read_incident, with_item_ids
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from rcalog.logbook.git.verified import Entry, RawCommit, Verified

PERSON = pattern(r"(.*?) ?<([^<>\n]*)> (-?[0-9]{1,18}) [+-][0-9]{4}")
ONCE = ("tree", "author", "committer")
REMEMBERED = 2_000
"""States of files that are kept: what ends one step begins the next."""

SIGNERS = layout.MARK / "allowed_signers"
Change = tuple[str, "Entry | None", "Entry | None"]


def facts_of(commit: RawCommit) -> CommitFacts:
    """Return what a commit says of itself."""
    return CommitFacts(
        commit.oid,
        _stamp(commit.header("author")),
        _stamp(commit.header("committer")),
        commit.message,
        commit.parents,
        malformed="; ".join(_malformed(commit)),
    )


def _malformed(commit: RawCommit) -> Iterator[str]:
    for name in ONCE:
        if (times := sum(key == name for key, _ in commit.headers)) != 1:
            yield f"it has {times} headers {name!r}"
    for name in ("author", "committer"):
        if not PERSON.fullmatch(commit.header(name)):
            yield f"its {name} cannot be read"
    if "\0" in commit.message:
        yield "its message goes on behind a NUL, where git shows nothing"


def _stamp(text: str) -> Stamp:
    found = PERSON.fullmatch(text)
    return Stamp(found[1], found[2], int(found[3])) if found else Stamp(text, "", 0)


@dataclass
class Reading:
    """Reads what commits hold of one logbook; `folder` is its place in the repository."""

    objects: Verified
    folder: PurePosixPath
    _files: dict[tuple[str, str, str], RecordFile] = field(default_factory=dict)
    _policies: dict[str | None, Policy] = field(default_factory=dict)

    def area(self, tree: str) -> tuple[str | None, str | None]:
        """Return the folders of a commit that are the logbook's: of records, and of what rules them."""
        top = self.folder.parts
        steps = ([*top, layout.RECORDS.name], [*top, layout.MARK.name])
        return self.objects.below(tree, steps[0]), self.objects.below(tree, steps[1])

    def commit(self, oid: str) -> RawCommit:
        """Return a commit.

        Raises: UnreadableError.
        """
        return read_commit(oid, self.objects.sure(oid, "commit"))

    def fetch(self, trees: Sequence[str]) -> None:
        """Read many commits' folders at once, to be asked for soon."""
        self.objects.fetch(trees)
        with suppress(UnreadableError):
            for _ in (*self.folder.parts, layout.RECORDS.name):
                trees = [oid for tree in trees for oid in self._within(tree)]
                self.objects.fetch(trees)

    def _within(self, tree: str) -> Iterator[str]:
        """Yield the folders of a folder that lead to the logbook's, or are those."""
        for name in (*self.folder.parts, layout.RECORDS.name, layout.MARK.name):
            mode, oid = self.objects.folder(tree).get(os.fsencode(name), ("", ""))
            if mode == FOLDER:
                yield oid

    def text(self, tree: str, path: PurePosixPath) -> str | None:
        """Return the text of a file of the logbook in a commit; None where there is none."""
        entry = self.objects.entry(tree, (self.folder / path).as_posix())
        return self.objects.sure(entry.oid, "blob").decode("utf-8", "replace") if entry and _is_file(entry) else None

    def policy(self, tree: str) -> Policy:
        """Return the policy in a commit; that of defaults where it cannot be read."""
        entry = self.objects.entry(tree, (self.folder / layout.CONFIG).as_posix())
        key = entry.oid if entry else None
        if key not in self._policies:
            raw = self.objects.sure(key, "blob") if key else None
            try:
                self._policies[key] = load_policy(raw, name=layout.CONFIG.as_posix()).policy
            except ConfigError:
                self._policies[key] = Policy()
        return self._policies[key]

    def steps(self, old: str | None, new: str | None) -> list[Step]:
        """Return what became of each record between two folders of records; one that was renamed is one step."""
        within = f"{(self.folder / layout.RECORDS).as_posix()}/"
        changes = [each for each in self.objects.differences(old, new, within) if each[0].endswith(".yaml")]
        steps = [Step(self.file(path, was), self.file(path, now)) for path, was, now in changes]
        return _renames_joined(steps)

    def file(self, path: str, entry: Entry | None) -> RecordFile | None:
        """Return a record file as a commit has it."""
        if entry is None:
            return None
        key = (path, entry.mode, entry.oid)
        if key not in self._files:
            if len(self._files) > REMEMBERED:
                self._files.clear()
            self._files[key] = self._read(path, entry)
        return self._files[key]

    def sides(self, trees: Sequence[str | None], bases: Collection[str | None], result: str | None) -> Iterator[Sides]:
        """Yield each record that differs between a merge and one of its parents; all are folders of records."""
        within = f"{(self.folder / layout.RECORDS).as_posix()}/"
        paths = {
            path: None
            for tree in trees
            for path, _, _ in self.objects.differences(tree, result, within)
            if path.endswith(".yaml")
        }
        known: dict[str, list[str]] = {}
        for path in paths:
            known.setdefault(layout.id_of(PurePosixPath(path)) or path, []).append(path)
        for name, names in self._told_apart(known, result, within):
            parents = [self._first(tree, names, within) for tree in trees]
            found = [self._first(tree, names, within) or self._called(tree, name, names, within) for tree in bases]
            yield Sides(parents, found, self._first(result, names, within))

    def _first(self, tree: str | None, paths: Iterable[str], within: str) -> RecordFile | None:
        for path in paths:
            if tree and (entry := self.objects.entry(tree, path.removeprefix(within))):
                return self.file(path, entry)
        return None

    def _told_apart(
        self, known: Mapping[str, list[str]], result: str | None, within: str
    ) -> Iterator[tuple[str, list[str]]]:
        """Yield the paths that are those of one record; where a merge left two files of it, each by itself."""
        for name, paths in known.items():
            kept = [path for path in paths if self._first(result, [path], within)]
            yield from [(name, [path]) for path in paths] if len(kept) > 1 else [(name, paths)]

    def _called(self, tree: str | None, name: str, paths: Iterable[str], within: str) -> RecordFile | None:
        """Return the record of an id that lies beside these paths under a name that it has nowhere else."""
        for folder in dict.fromkeys(path.rpartition("/")[0] for path in paths):
            steps = folder.removeprefix(within.rstrip("/")).strip("/")
            for raw in self.objects.folder(self.objects.below(tree, steps.split("/") if steps else [])):
                path = f"{folder}/{os.fsdecode(raw)}"
                if layout.id_of(PurePosixPath(path)) == name and path.endswith(".yaml"):
                    return self._first(tree, [path], within)
        return None

    def _read(self, path: str, entry: Entry) -> RecordFile:
        raw = self.objects.sure(entry.oid, "blob") if _is_file(entry) else b""
        try:
            incident = with_item_ids(read_incident(read(raw, name=path).data))
        except (RecordError, InvalidRecord):
            return RecordFile(path, entry.mode, entry.oid, None, None)
        return RecordFile(path, entry.mode, entry.oid, incident, record_data(incident))


def _is_file(entry: Entry) -> bool:
    return entry.mode.startswith("100")


def _name(file: RecordFile | None) -> str | None:
    if file is None:
        return None
    return file.incident.id if file.incident else layout.id_of(PurePosixPath(file.path))


def _renames_joined(steps: Sequence[Step]) -> list[Step]:
    """Return steps in which a file that went and one that came are one, where both are the same incident's."""
    gone = {name: step.before for step in steps if step.after is None and (name := _name(step.before))}
    came = {_name(step.after) for step in steps if step.before is None} - {None}
    joined = [
        Step(gone[name], step.after) if step.before is None and (name := _name(step.after)) in gone else step
        for step in steps
    ]
    return [step for step in joined if step.after or _name(step.before) not in came]
