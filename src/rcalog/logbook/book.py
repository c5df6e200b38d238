"""The logbook: a folder of a git repository, marked by `.rcalog/`, and what belongs to it."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property

from rcalog.clock import SystemClock
from rcalog.config.basics import Basics, recall, remember
from rcalog.config.settings import Settings
from rcalog.errors import RcalogError
from rcalog.logbook.folders import CONFIG, below_top, index_name, is_logbook, records_below, spare_states
from rcalog.logbook.git.looking import Look
from rcalog.logbook.git.place import locate
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import tzinfo
    from pathlib import Path, PurePosixPath

    from rcalog.clock import Clock
    from rcalog.config.policyfile import PolicyFile
    from rcalog.logbook.catalog import Catalog
    from rcalog.logbook.drafts import Drafts
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.index import Index
    from rcalog.logbook.repository import Repository
    from rcalog.logbook.setup import Made
    from rcalog.logbook.sources import Sources
    from rcalog.model.findings import Finding
    from rcalog.model.lexicon import Lexicon
    from rcalog.model.policy import Policy


class NotALogbook(RcalogError):
    """There is no logbook in this folder."""

    code = "not-a-logbook"

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"{path} is not a logbook", hint=f"rcalog init {path}")
        self.path = path


class Created(Value):
    """A logbook that was made or completed, and what that took."""

    book: Logbook
    made: Made


class Logbook:
    """An opened logbook. `folder` is where it is, `below` that folder's path within the repository, "." for its top.

    `is_made` is whether its own files are there; the first write makes them.
    """

    def __init__(
        self,
        folder: str,
        place: Place,
        config: bytes | None,
        *,
        clock: Clock,
        env: Mapping[str, str],
        is_made: bool = True,
    ) -> None:
        self.folder, self.place = folder, place
        self.below = below_top(folder, place.folder)
        self._config, self.is_made = config, is_made
        self.clock, self.env = clock, env
        self.begun: Look | None = None
        """The look that git has begun, if any."""
        self.warn: Callable[[str], object] = lambda _: None  # of what is odd about an answer that is right all the same

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        clock: Clock | None = None,
        env: Mapping[str, str] | None = None,
        place: Place | None = None,
    ) -> Logbook:
        """Open the logbook in a folder; `place` is its repository, where that was found before.

        Raises:
            NotALogbook, ConfigError, BareRepository, GitMissing, GitTooOld.
        """
        root = os.path.realpath(path)
        place = place or locate(root)
        if place is None or not is_logbook(root):
            raise NotALogbook(path)
        with open(f"{root}/{CONFIG}", "rb") as file:
            config = file.read()
        book = cls(root, place, config, clock=clock or SystemClock(), env=os.environ if env is None else env)
        _ = book._recalled or book._policy_file
        return book

    @classmethod
    def begin(cls, path: Path, *, clock: Clock, env: Mapping[str, str]) -> Logbook:
        """Return the logbook that the first write will make in a folder; so far only its git repository is made.

        Raises:
            BareRepository, GitMissing, GitTooOld, DiskRefused.
        """
        from rcalog.logbook import setup

        repo, _ = setup.repository(path, env)
        return cls(str(path.resolve()), repo.place, None, clock=clock, env=env, is_made=is_logbook(str(path)))

    def make(self) -> None:
        """Make what is missing of the logbook's own files, in a commit of their own.

        Raises:
            UncommittedChanges, and what a commit raises.
        """
        if not self.is_made:
            from rcalog.logbook import setup

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

    @cached_property
    def root(self) -> Path:
        """Its folder."""
        from pathlib import Path

        return Path(self.folder)

    @cached_property
    def prefix(self) -> PurePosixPath:
        """The path of its folder within the repository."""
        from pathlib import PurePosixPath

        return PurePosixPath(self.below)

    @cached_property
    def repo(self) -> Repository:
        """The repository that it lies in."""
        from rcalog.logbook.repository import Repository

        return Repository(self.place)

    @property
    def records_folder(self) -> str:
        """The path of the folder of its records within the repository."""
        return records_below(self.below)

    def ask_git(self, *, look: bool = True, settings: bool = True) -> None:
        """Have git list its settings, and `look` at the records, while there is something else to do; never fails."""
        with suppress(RcalogError, OSError):
            self.begun = self.begun or (Look(self.place, self.records_folder) if look else None)
            _ = self.place.settings if settings else None

    def begun_look(self) -> Look | None:
        """Return the look that git has begun, for the one who needs it first."""
        begun, self.begun = self.begun, None
        return begun

    @property
    def policy(self) -> Policy:
        """What the team has decided."""
        return self._policy_file.policy

    @cached_property
    def basics(self) -> Basics:
        """The little of the policy that lists go by; from then on it is remembered."""
        if self._recalled:
            return self._recalled
        policy = self.policy
        labels = {severity.value: label for severity, label in policy.severity_labels.items()}
        found = Basics(policy.timezone, policy.language, labels)
        if self._config is not None and not self._policy_file.warnings:
            remember(self._memory, self._config, found)
        return found

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is odd about the policy file: nothing, where it is remembered."""
        if "_policy_file" not in self.__dict__ and self._recalled is not None:
            return ()

        config = os.path.normpath(f"{self.below}/{CONFIG}")
        return tuple(finding.with_(file=config) for finding in self._policy_file.warnings)

    @cached_property
    def settings(self) -> Settings:
        """What this person sets over the policy."""
        return Settings(self._recalled or self.policy, self.env, self.place.settings.get)

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
        from rcalog.logbook.layout import state_folder

        return state_folder(self.place.common_dir, self.env)

    @cached_property
    def drafts(self) -> Drafts:
        """Input that is not committed yet."""
        from rcalog.logbook import layout
        from rcalog.logbook.drafts import Drafts
        from rcalog.logbook.journal import Place

        spare = layout.spare_state_folder(self.place.common_dir, self.env)
        folders = list(dict.fromkeys(folder / "drafts" for folder in (self.state, spare)))
        return Drafts(folders, Place(self.below, self.place.git_folder))

    @property
    def has_drafts(self) -> bool:
        """Whether there may be input that is not committed yet, also of others than this logbook."""
        spare = spare_states(self.env)
        folders = [f"{spare}/{clone}/drafts" for clone in os.listdir(spare)] if os.path.isdir(spare) else []
        there = [each for each in (f"{self.place.common_folder}/rcalog/drafts", *folders) if os.path.isdir(each)]
        return any(name.endswith(".jsonl") for folder in there for name in os.listdir(folder))

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
        from rcalog.logbook.index.index import Index

        return Index(self)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that rules look for; those of the logbook stand over those that come with rcalog."""
        from rcalog.logbook.wordlists import word_lists
        from rcalog.model.lexicon import Lexicon

        return Lexicon(lambda: word_lists(self.root))

    @cached_property
    def _policy_file(self) -> PolicyFile:
        from rcalog.config.policyfile import load_policy

        return load_policy(self._config, name=f"{self.folder}/{CONFIG}")

    @cached_property
    def _recalled(self) -> Basics | None:
        return recall(self._memory, self._config) if self._config is not None else None

    @property
    def _memory(self) -> str:
        return f"{self.place.git_folder}/rcalog/{index_name(self.below, 'policy').removesuffix('.db')}"

    def path_in_repo(self, below: PurePosixPath) -> PurePosixPath:
        """Return the path within the repository of something below the logbook's folder."""
        return self.prefix / below

    def lock(self) -> AbstractContextManager[None]:
        """Hold the one lock that admits writers.

        Raises:
            LockBusy, NestedWrite, DiskRefused.
        """
        from rcalog.logbook.lock import exclusive

        return exclusive(self.place.lock_path)
