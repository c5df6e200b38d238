"""A record as it is read from its file, and a file that cannot be read as one."""

from __future__ import annotations

from errno import ELOOP
from functools import cached_property
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.rawfile import read_bytes
from rcalog.logbook.recordfile import Document, RecordError, read
from rcalog.model.findings import Finding, Weight
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

    from rcalog.logbook.repository import Repository
    from rcalog.model.incident import Incident

ID_LINE = pattern(rb"(?m)^id:[ \t]+[\"']?([0-9]{8}-[0-9a-z]{5})[\"']?[ \t]*(?:#.*)?\r?$")


class BrokenRecord(RcalogError):
    """The record that is meant cannot be read; `findings` says where and why."""

    code = "broken-record"

    def __init__(self, broken: Broken) -> None:
        first = broken.errors[0]
        super().__init__(first.message, hint=first.hint or f"rcalog edit {broken.id}")
        self.broken = broken
        self.findings = broken.errors


class Record(Value):
    """A record that was read. `path` is relative to the top of the repository; `drafts` are not committed yet."""

    path: PurePosixPath
    file: Path
    raw: bytes
    document: Document
    incident: Incident
    repo: Repository
    drafts: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash((self.path, self.raw))

    def __repr__(self) -> str:
        return f"Record({self.path})"

    def _told(self) -> tuple[object, ...]:
        return self.path, self.file, self.raw, self.document, self.incident, self.drafts

    @cached_property
    def blob(self) -> str:
        """The id that git gives these bytes."""
        return self.repo.blob_oid(self.raw, self.path.as_posix())


class Broken(Value):
    """A record file that cannot be used, why, and whose it seems to be."""

    path: PurePosixPath
    file: Path
    id: str | None
    errors: tuple[Finding, ...]
    raw: bytes = b""

    def __repr__(self) -> str:
        return f"Broken({self.path}, {self.errors})"


def ref_of(found: Record | Broken) -> str:
    """Return the id of a record, the name of its file where that cannot be read."""
    return found.incident.id if isinstance(found, Record) else found.id or found.path.stem


def read_record(path: PurePosixPath, repo: Repository) -> Record | Broken | None:
    """Return the record at a path within a repository; None when the file has gone."""
    try:
        raw = read_bytes(f"{repo.top}/{path}")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as err:
        return unreadable(path, err, repo)
    return parse_record(path, raw, repo)


def unreadable(path: PurePosixPath, error: OSError, repo: Repository) -> Broken:
    """Return what stands for a file that the disk refuses to read."""
    is_link = error.errno == ELOOP
    why = "it is a symbolic link, and none is followed" if is_link else error.strerror
    reason = Finding("F001", Weight.ERROR, f"cannot be read: {why}", file=path.as_posix())
    return Broken(path, repo.top / path, layout.id_of(path), (reason,))


def parse_record(path: PurePosixPath, raw: bytes, repo: Repository) -> Record | Broken:
    """Return the record that these bytes are at a path within a repository."""
    from rcalog.model.reading import InvalidRecord, read_incident  # heavy, and not needed to know names

    file = repo.top / path
    try:
        document = read(raw, name=path.as_posix())
    except RecordError as err:
        return _broken(path, raw, repo, [_finding(each) for each in (err, *err.others)])
    try:
        return Record(path, file, raw, document, read_incident(document.data), repo)
    except InvalidRecord as err:
        return _broken(path, raw, repo, [placed(finding, document) for finding in err.findings])


def _broken(path: PurePosixPath, raw: bytes, repo: Repository, errors: list[Finding]) -> Broken:
    """Return what cannot be read; no error repeats a credential that the file holds."""
    from rcalog.logbook.secretscan import mask_said

    told = tuple(each.with_(message=mask_said(each.message, raw)) for each in errors)
    return Broken(path, repo.top / path, id_inside(path, raw), told, raw)


def id_inside(path: PurePosixPath, raw: bytes) -> str | None:
    """Return the id inside a file, read as a line of text, else the one in its name."""
    found = ID_LINE.findall(raw)
    return found[0].decode() if len(found) == 1 else layout.id_of(path)


def placed(finding: Finding, document: Document) -> Finding:
    """Return a finding with its line and column in the file."""
    place = document.position(finding.loc)
    return finding.with_(file=document.name, line=place.line, column=place.column)


def _finding(err: RecordError) -> Finding:
    return Finding("F001", Weight.ERROR, err.message, err.hint, file=err.file, line=err.line, column=err.column)
