"""Follow-up: action items, drills and their proofs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from rcalog.model.base import ItemId, Part, Text
from rcalog.model.declared import Limits, field
from rcalog.model.overdue import PERIOD
from rcalog.model.times import Day, When


class Aim(StrEnum):
    """What an action is for."""

    PREVENT = "prevent"
    DETECT = "detect"
    LIMIT = "limit"
    RECOVER = "recover"
    COMPENSATE = "compensate"


class Strength(StrEnum):
    """How far an action relies on people remembering: strong makes the harm impossible or harmless."""

    STRONG = "strong"
    INTERMEDIATE = "intermediate"
    WEAK = "weak"


class ActionStatus(StrEnum):
    """Where an action stands. Done is not verified; a drill in service is running."""

    TODO = "todo"
    RUNNING = "running"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


class Dropped(Part):
    """Why an action will not be done, who says so, and until when that holds."""

    because: Text
    by: Text | None = None
    until: Day | None = None


class Proof(Part):
    """One run of a drill."""

    proof: Literal["pass", "fail"]
    id: ItemId | None = None
    at: When
    by: Text | None = None
    evidence: tuple[Text, ...] = ()


class Action(Part):
    """An action item; with `every` it is a drill, kept alive by proofs."""

    action: Text
    id: ItemId | None = None
    owner: Text | None = None
    due: Day | None = None
    status: ActionStatus = ActionStatus.TODO
    aims_to: Aim | None = None
    strength: Strength | None = None
    for_: tuple[ItemId, ...] = field(key="for", default=())
    every: Annotated[str, Limits(pattern=f"^({PERIOD})$")] | None = None
    running_since: Day | None = None
    done_at: When | None = None
    verified_at: When | None = None
    verified_by: Text | None = None
    verified_how: Text | None = None
    dropped: Dropped | None = None
    evidence: tuple[Text, ...] = ()
    proofs: tuple[Proof, ...] = ()

    @property
    def is_drill(self) -> bool:
        """Whether it recurs."""
        return self.every is not None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something: not verified and not dropped."""
        return self.status not in (ActionStatus.VERIFIED, ActionStatus.DROPPED)
