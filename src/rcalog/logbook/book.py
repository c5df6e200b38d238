"""The logbook: a folder of a git repository, marked by `.rcalog/`, and what belongs to it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.clock import Clock, SystemClock
from rcalog.config.basics import Basics, recall, remember
from rcalog.config.settings import Settings
from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.discovery import Found, discover, is_logbook
from rcalog.logbook.lock import exclusive
from rcalog.logbook.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from datetime import tzinfo

    from rcalog.config.policyfile import PolicyFile
    from rcalog.logbook.catalog import Catalog
    from rcalog.logbook.drafts import Drafts
    from rcalog.logbook.index import Index
    from rcalog.logbook.setup import Made
    from rcalog.logbook.sources import Sources
    from rcalog.model.findings import Finding
    from rcalog.model.lexicon import Lexicon
    from rcalog.model.policy import Policy

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
    made: Made


class Logbook:
    """An opened logbook. `root` is its folder, `prefix` that folder's path within the repository.

    `is_made` is whether its own files are there; the first write makes them.
    """

    def __init__(
        self,
        root: Path,
        repo: Repository,
        config: bytes | None,
        *,
        clock: Clock,
        env: Mapping[str, str],
        is_made: bool = True,
    ) -> None:
        self.root = root
        self.repo = repo
        self.prefix = PurePosixPath(root.relative_to(repo.top).as_posix())
        self._config = config
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
        config = (root / layout.CONFIG).read_bytes()
        book = cls(root, repo, config, clock=clock or SystemClock(), env=os.environ if env is None else env)
        if book._recalled is None:
            book._read_policy()
        return book

    @classmethod
    def begin(cls, path: Path, *, clock: Clock, env: Mapping[str, str]) -> Logbook:
        """Return the logbook that the first write will make in a folder; so far only its git repository is made.

        Raises:
            BareRepository, GitMissing, GitTooOld, DiskRefused.
        """
        from rcalog.logbook import setup

        repo, _ = setup.repository(path, env)
        return cls(path.resolve(), repo, None, clock=clock, env=env, is_made=is_logbook(path))

    def make(self) -> None:
        """Make what is missing of the logbook's own files, in a commit of their own.

        Raises:
            UncommittedChanges, and what a commit raises.
        """
        from rcalog.logbook import setup

        if not self.is_made:
            setup.make(self.root, self.env)
            self.is_made = True

    @classmethod
    def create(cls, path: Path, clock: Clock, *, env: Mapping[str, str] | None = None) -> Created:
        """Make a logbook in a folder, or complete the one that is there; the user's own work is left alone.

        Raises:
            UncommittedChanges, ConfigError, and what a commit raises.
        """
        from rcalog.logbook import setup

        env = os.environ if env is None else env
        made = setup.make(path, env)
        return Created(cls.open(path, clock=clock, env=env), made)

    @property
    def policy(self) -> Policy:
        """What the team has decided."""
        return self._read_policy().policy

    @cached_property
    def basics(self) -> Basics:
        """The little of the policy that lists go by; from then on it is remembered."""
        if self._recalled:
            return self._recalled
        policy = self.policy
        found = Basics(policy.timezone, policy.language, policy.severity_labels)
        if self._config is not None and not self._read_policy().warnings:
            remember(self._memory, self._config, found)
        return found

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is odd about the policy file: nothing, where it is remembered."""
        if "_policy_file" not in self.__dict__ and self._recalled is not None:
            return ()
        config = self.path_in_repo(layout.CONFIG).as_posix()
        return tuple(replace(finding, file=config) for finding in self._read_policy().warnings)

    @cached_property
    def settings(self) -> Settings:
        """What this person sets over the policy."""
        return Settings(self._recalled or self.policy, self.env, self.repo.config)

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
        from rcalog.logbook.drafts import Drafts
        from rcalog.logbook.journal import Place

        return Drafts(self._draft_folders, Place(self.prefix.as_posix(), str(self.repo.git_dir)))

    @property
    def has_drafts(self) -> bool:
        """Whether there may be input that is not committed yet, also of other logbooks of the repository."""
        return any(True for folder in self._draft_folders for _ in folder.glob("*.jsonl"))

    @cached_property
    def _draft_folders(self) -> list[Path]:
        spare = layout.spare_state_folder(self.repo.common_dir, self.env)
        return list(dict.fromkeys(folder / "drafts" for folder in (self.state, spare)))

    @cached_property
    def catalog(self) -> Catalog:
        """The records."""
        from rcalog.logbook.catalog import Catalog

        return Catalog(self)

    @cached_property
    def sources(self) -> Sources:
        """What evidence names, where it is at hand."""
        from rcalog.logbook.sources import Sources

        return Sources(self)

    @cached_property
    def index(self) -> Index:
        """What is asked of many records at once."""
        from rcalog.logbook.index import Index

        return Index(self)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that rules look for; those of the logbook stand over those that come with rcalog."""
        from rcalog.logbook.wordlists import word_lists
        from rcalog.model.lexicon import Lexicon

        return Lexicon(lambda: word_lists(self.root))

    def _read_policy(self) -> PolicyFile:
        if "_policy_file" not in self.__dict__:
            from rcalog.config.policyfile import load_policy

            self.__dict__["_policy_file"] = load_policy(self._config, name=str(self.root / layout.CONFIG))
        read: PolicyFile = self.__dict__["_policy_file"]
        return read

    @cached_property
    def _recalled(self) -> Basics | None:
        return recall(self._memory, self._config) if self._config is not None else None

    @property
    def _memory(self) -> Path:
        return (self.repo.git_dir / "rcalog" / layout.index_name(self.prefix, "policy")).with_suffix(".json")

    def path_in_repo(self, below: PurePosixPath) -> PurePosixPath:
        """Return the path within the repository of something below the logbook's folder."""
        return self.prefix / below

    def lock(self) -> AbstractContextManager[None]:
        """Hold the one lock that admits writers.

        Raises:
            LockBusy, NestedWrite, DiskRefused.
        """
        return exclusive(self.repo.place.lock_path)
