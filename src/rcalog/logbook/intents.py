"""What a command wants to write, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from rcalog.logbook.journal import Draft
    from rcalog.logbook.records import Broken, Record
    from rcalog.model.changes import Change
    from rcalog.model.incident import Incident


class Operation(StrEnum):
    """What kind of intention a commit carries out; its trailer says so."""

    INIT = "init"
    NEW = "new"
    NOTE = "note"
    MARK = "mark"
    SET = "set"
    EDIT = "edit"
    SAVE = "save"
    UNDO = "undo"
    MOVE = "move"
    WHY = "why"
    ACTION_ADD = "action-add"
    ACTION_EDIT = "action-edit"
    ACTION_DONE = "action-done"
    ACTION_VERIFY = "action-verify"
    ACTION_DROP = "action-drop"
    ACTION_PROVE = "action-prove"
    REVIEW = "review"
    CONFLICTS = "conflicts"
    IMPORT = "import"
    REDACT = "redact"
    HAND_EDIT = "hand-edit"


class Intent(Value):
    """One intention, which becomes one commit.

    `record` is what it began from (None: a new record), `wanted` what it shall be. `raw` has the exact bytes
    instead, where a person wrote the file. Neither removes the record. `extra_paths` are other files of the
    repository that go into the same commit (None removes one).
    """

    operation: Operation
    record: Record | Broken | None
    wanted: Incident | None
    summary: str
    raw: bytes | None = None
    trailers: tuple[tuple[str, str], ...] = ()
    extra_paths: Mapping[str, bytes | None] = {}

    @property
    def removes(self) -> bool:
        """Whether the record shall go."""
        return self.wanted is None and self.raw is None

    @property
    def label(self) -> dict[str, object]:
        """What a draft would have to know besides the files, should a commit that was begun not be finished."""
        trailers = [list(pair) for pair in self.trailers]
        return {"operation": self.operation.value, "summary": self.summary, "trailers": trailers}


class Saved(Value):
    """What was written: the commit, or the draft that waits for git to finish something.

    Neither in a dry run, nor where there was nothing to change. `before` is the incident that it was made of,
    `moved_from` where its file was, when that was moved by hand.
    """

    incident: Incident | None
    path: PurePosixPath
    changes: list[Change]
    message: str
    diff: str
    commit: str | None = None
    short: str | None = None
    draft: Draft | None = None
    warnings: tuple[str, ...] = ()
    before: Incident | None = None
    moved_from: str | None = None

    @property
    def undo(self) -> str | None:
        """The command that takes it back."""
        return f"rcalog undo {self.short}" if self.short else None


Write = Callable[[Intent], Saved]
"""How a command commits an intention: for real, or in a dry run."""
