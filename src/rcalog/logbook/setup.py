"""Make a logbook: its files in one commit, and what git must know about it in this clone."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.config.default import DEFAULT_CONFIG
from rcalog.config.policyfile import load_policy
from rcalog.errors import RcalogError
from rcalog.logbook import atomic, layout
from rcalog.logbook.atomic import disk_refusals
from rcalog.logbook.legend import legend_page
from rcalog.logbook.lock import exclusive
from rcalog.logbook.repository import CommitResult, Repository
from rcalog.model.jsonschema import incident_schema
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

MESSAGE = "Start an incident log\n\nOperation: init\n"
FALLBACK = "git merge-file -q --marker-size=%L %A %O %B"


class UncommittedChanges(RcalogError):
    """A file that must be changed and committed holds work of the user that is not committed."""

    code = "uncommitted-changes"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} has changes that are not committed", hint=f"git add {path} && git commit {path}")
        self.path = path


class Made(Value):
    """What was done: the commit, where one was needed, and the files in it."""

    commit: CommitResult | None
    files: tuple[str, ...]
    new_repository: bool


def make(path: Path, env: Mapping[str, str]) -> Made:
    """Make or complete the logbook in a folder.

    Raises:
        UncommittedChanges, ConfigError, and what a commit raises.
    """
    repo, is_new = repository(path, env)
    root = path.resolve()
    with exclusive(repo.place.lock_path):
        files = _missing(root, repo)
        known = {name: repo.blob_at("HEAD", name) for name in files}
        new = {name: raw for name, raw in files.items() if repo.blob_oid(raw or b"", name) != known[name]}
        for name in files.keys() - new.keys():  # committed, and gone from the work tree
            atomic.replace(repo.top / name, files[name] or b"", root=repo.top)
        expect = {name: known[name] for name in new}
        commit = repo.commit_paths(new, message=MESSAGE, expect=expect, check_content=None) if new else None
    set_up_clone(repo)
    return Made(commit, tuple(files), is_new)


def repository(path: Path, env: Mapping[str, str]) -> tuple[Repository, bool]:
    """Return the repository for a logbook in a folder, and whether it was made just now.

    Raises:
        BareRepository, DiskRefused, and what finding a repository raises.
    """
    with disk_refusals(path):
        path.mkdir(parents=True, exist_ok=True)
    root = path.resolve()
    found = _repository(root, env)
    return found or Repository.init(root), found is None


def planned(path: Path, env: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files that `make` would write, by their paths in the repository; nothing is changed.

    Raises:
        UncommittedChanges, ConfigError.
    """
    root = path.resolve()
    repo = _repository(root, env) if root.is_dir() else None
    return tuple(_missing(root, repo)) if repo else tuple(below.as_posix() for below in _wanted(root))


def set_up_clone(repo: Repository) -> list[str]:
    """Tell git in this clone how records are merged, and to show names as they are; return the keys that were set."""
    wanted = {
        "merge.rcalog.name": "incident records, key by key",
        "merge.rcalog.driver": driver_line(),
        "core.quotePath": "false",
    }
    missing = [key for key, value in wanted.items() if repo.config(key) != value]
    for key in missing:
        repo.set_config(key, wanted[key])
    return missing


def _interpreter() -> str:
    """Return the Python of this process by the name that every way of starting rcalog agrees on."""
    usual = Path(sys.executable).with_name("python3")  # `python` and `python3.11` stand beside it in most places
    return str(usual) if usual.exists() and usual.samefile(sys.executable) else sys.executable


def driver_line(program: str = _interpreter()) -> str:
    """Return the merge driver: rcalog, and git's own merge with conflict markers where rcalog cannot run.

    Without the second half, a program that is missing would leave our side with no markers: a silent loss. Without
    `-P`, Python would look for its own modules in the folder it is started in, which is the one that others write to.
    """
    python = shlex.quote(program).replace("%", "%%")
    return f"{python} -P -m rcalog merge-driver %O %A %B %L %P && exit 0; {FALLBACK}"


def _repository(root: Path, env: Mapping[str, str]) -> Repository | None:
    """Return the repository to adopt; the user's own logbook never goes into one that the home folder is in."""
    repo = Repository.find(root)
    is_default = root == layout.default_logbook(env).resolve()
    return None if repo and is_default and repo.top != root else repo


def _missing(root: Path, repo: Repository) -> dict[str, bytes | None]:
    """Return the files that have to be committed, by their paths in the repository."""
    prefix = PurePosixPath(root.relative_to(repo.top).as_posix())
    tracked = {path for path, _ in repo.files_at("HEAD", "" if prefix == PurePosixPath() else prefix.as_posix())}
    files: dict[str, bytes | None] = {}
    for below, raw in _wanted(root, repo).items():
        name = (prefix / below).as_posix()
        present = _read(root / below)
        if below == layout.ATTRIBUTES and present not in (None, raw):
            _refuse_changed(repo, name, present or b"")
        if present != raw or name not in tracked:
            files[name] = raw
    return files


def _wanted(root: Path, repo: Repository | None = None) -> dict[PurePosixPath, bytes]:
    """Return what each file should hold; a policy and a legend that are there already stay as they are.

    There is also what HEAD has and this work tree has not: the policy of a team is not checked out everywhere.
    """

    def present(below: PurePosixPath) -> bytes | None:
        found = _read(root / below)
        return _committed(repo, root / below) if found is None and repo else found

    config = present(layout.CONFIG)
    load_policy(config, name=str(root / layout.CONFIG))
    schema = json.dumps(incident_schema(), ensure_ascii=False, indent=2) + "\n"
    return {
        layout.CONFIG: DEFAULT_CONFIG.encode() if config is None else config,
        layout.SCHEMA: schema.encode(),
        layout.ATTRIBUTES: _with_line(present(layout.ATTRIBUTES) or b"", layout.ATTRIBUTES_LINE),
        layout.LEGEND: present(layout.LEGEND) or legend_page().encode(),
    }


def _committed(repo: Repository, path: Path) -> bytes | None:
    """Return what a file holds in HEAD, None where it is not there."""
    name = path.relative_to(repo.top).as_posix()
    oid = repo.blob_at("HEAD", name) if repo.head() else None
    return repo.read_as_file(oid, name) if oid else None


def _with_line(raw: bytes, line: str) -> bytes:
    if line.encode() in raw.splitlines():
        return raw
    return raw + (b"" if raw.endswith(b"\n") or not raw else b"\n") + line.encode() + b"\n"


def _refuse_changed(repo: Repository, name: str, present: bytes) -> None:
    if repo.blob_oid(present, name) != repo.blob_at("HEAD", name):
        raise UncommittedChanges(name)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
