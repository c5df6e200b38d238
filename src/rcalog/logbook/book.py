"""The logbook: a folder of a git repository, marked by `.rcalog/`, and what belongs to it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.clock import Clock, SystemClock
from rcalog.config import PolicyFile, Settings, load_policy
from rcalog.errors import RcalogError
from rcalog.logbook import layout, setup
from rcalog.logbook.catalog import Catalog
from rcalog.logbook.discovery import Found, discover, is_logbook
from rcalog.logbook.drafts import Drafts
from rcalog.logbook.journal import Place
from rcalog.logbook.lock import exclusive
from rcalog.logbook.repository import Repository
from rcalog.logbook.sources import Sources
from rcalog.logbook.wordlists import word_lists
from rcalog.model.lexicon import Lexicon
from rcalog.model.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from datetime import tzinfo

    from rcalog.logbook.index import Index

__all__ = ["Created", "Found", "Logbook", "NotALogbook", "discover"]


class NotALogbook(RcalogError):
    """There is no logbook in this folder."""

    code = "not-a-logbook"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not a logbook", hint=f"rcalog init {path}")
        self.path = path


@dataclass(frozen=True)
class Created:
    """A logbook that was made or completed, and what that took."""

    book: Logbook
    made: setup.Made


class Logbook:
    """An opened logbook. `root` is its folder, `prefix` that folder's path within the repository.

    `is_made` is whether its own files are there; the first write makes them.
    """

    def __init__(
        self,
        root: Path,
        repo: Repository,
        policy: PolicyFile,
        *,
        clock: Clock,
        env: Mapping[str, str],
        is_made: bool = True,
    ) -> None:
        self.root = root
        self.repo = repo
        self.prefix = PurePosixPath(root.relative_to(repo.top).as_posix())
        self.policy: Policy = policy.policy
        config = self.path_in_repo(layout.CONFIG).as_posix()
        self.warnings = tuple(replace(finding, file=config) for finding in policy.warnings)
        self.clock = clock
        self.env = env
        self.is_made = is_made

    @classmethod
    def open(cls, path: Path, *, clock: Clock | None = None, env: Mapping[str, str] | None = None) -> Logbook:
        """Open the logbook in a folder.

        Raises:
            NotALogbook, ConfigError, BareRepository, GitMissing, GitTooOld.
        """
        root = path.resolve()
        repo = Repository.find(root)
        if repo is None or not is_logbook(root):
            raise NotALogbook(path)
        config = root / layout.CONFIG
        policy = load_policy(config.read_bytes(), name=str(config))
        return cls(root, repo, policy, clock=clock or SystemClock(), env=os.environ if env is None else env)

    @classmethod
    def begin(cls, path: Path, *, clock: Clock, env: Mapping[str, str]) -> Logbook:
        """Return the logbook that the first write will make in a folder; so far only its git repository is made.

        Raises:
            BareRepository, GitMissing, GitTooOld, DiskRefused.
        """
        repo, _ = setup.repository(path, env)
        return cls(path.resolve(), repo, PolicyFile(Policy()), clock=clock, env=env, is_made=is_logbook(path))

    def make(self) -> None:
        """Make what is missing of the logbook's own files, in a commit of their own.

        Raises:
            UncommittedChanges, and what a commit raises.
        """
        if not self.is_made:
            setup.make(self.root, self.env)
            self.is_made = True

    @classmethod
    def create(cls, path: Path, clock: Clock, *, env: Mapping[str, str] | None = None) -> Created:
        """Make a logbook in a folder, or complete the one that is there; the user's own work is left alone.

        Raises:
            UncommittedChanges, ConfigError, and what a commit raises.
        """
        env = os.environ if env is None else env
        made = setup.make(path, env)
        return Created(cls.open(path, clock=clock, env=env), made)

    @cached_property
    def settings(self) -> Settings:
        """What this person sets over the policy."""
        return Settings(self.policy, self.env, self.repo.config)

    @cached_property
    def zone(self) -> tzinfo:
        """The zone in which times without one are meant.

        Raises:
            UnknownZone: when one is set that does not exist.
        """
        return self.settings.zone()

    @cached_property
    def state(self) -> Path:
        """The folder of this clone for what is never committed."""
        return layout.state_folder(self.repo.common_dir, self.env)

    @cached_property
    def drafts(self) -> Drafts:
        """Input that is not committed yet."""
        spare = layout.spare_state_folder(self.repo.common_dir, self.env)
        folders = list(dict.fromkeys(folder / "drafts" for folder in (self.state, spare)))
        return Drafts(folders, Place(self.prefix.as_posix(), str(self.repo.git_dir)))

    @cached_property
    def catalog(self) -> Catalog:
        """The records."""
        return Catalog(self)

    @cached_property
    def sources(self) -> Sources:
        """What evidence names, where it is at hand."""
        return Sources(self)

    @cached_property
    def index(self) -> Index:
        """What is asked of many records at once."""
        from rcalog.logbook.index import Index

        return Index(self)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that rules look for; those of the logbook stand over those that come with rcalog."""
        return Lexicon(lambda: word_lists(self.root))

    def path_in_repo(self, below: PurePosixPath) -> PurePosixPath:
        """Return the path within the repository of something below the logbook's folder."""
        return self.prefix / below

    def lock(self) -> AbstractContextManager[None]:
        """Hold the one lock that admits writers.

        Raises:
            LockBusy, NestedWrite, DiskRefused.
        """
        return exclusive(self.repo.lock_path)
