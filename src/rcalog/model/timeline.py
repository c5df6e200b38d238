"""What happened, when: the times of an incident, its ladder and its timeline."""

from __future__ import annotations

from enum import StrEnum

from rcalog.model.base import Flag, ItemId, Part, Text
from rcalog.model.times import When
from rcalog.model.vocabulary import Status

__all__ = ["Event", "EventType", "Status", "Step", "Times"]


class Times(Part):
    """When it began, was noticed, taken up, stopped hurting, was over. Any may be unknown."""

    introduced: When | None = None
    started: When | None = None
    detected: When | None = None
    acknowledged: When | None = None
    mitigated: When | None = None
    resolved: When | None = None


class Step(Part):
    """One step of the ladder: the status reached, when, by whom, and how we know or why it was reopened."""

    status: Status
    at: When
    by: Text | None = None
    how: Text | None = None
    because: Text | None = None


class EventType(StrEnum):
    """What kind of thing happened."""

    DETECTION = "detection"
    ACTION = "action"
    DECISION = "decision"
    OBSERVATION = "observation"
    COMMUNICATION = "communication"
    ESCALATION = "escalation"
    MITIGATION = "mitigation"
    RESOLUTION = "resolution"


class Event(Part):
    """One line of the timeline."""

    event: Text
    id: ItemId | None = None
    at: When
    type: EventType | None = None
    by: Text | None = None
    audience: Text | None = None
    channel: Text | None = None
    next_due: When | None = None
    verbatim: Flag | None = None
    hindsight: Flag | None = None
    evidence: tuple[Text, ...] = ()
