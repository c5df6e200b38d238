"""What a query looks at in an incident, or in one of its actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from rcalog.model.query.placing import TIMES, day_told, first_known
from rcalog.model.times import When
from rcalog.model.tokens import tokens_of_values, values
from rcalog.model.vocabulary import Kind, Severity, Status

if TYPE_CHECKING:
    from rcalog.model.actions import Action
    from rcalog.model.incident import Incident


@dataclass(frozen=True)
class Facts:
    """What a query looks at; `values` are the texts that words are looked for in.

    `began` is when the incident counts as begun (see `placing`), in the team's zone.
    """

    ref: str
    title: str
    values: tuple[str, ...]
    status: Status
    severity: Severity
    kind: Kind
    services: tuple[str, ...]
    tags: tuple[str, ...]
    owners: tuple[str, ...]
    legs: tuple[str, ...]
    began: When | None
    has: frozenset[str]
    is_open: bool
    is_overdue: bool

    @cached_property
    def tokens(self) -> list[str]:
        """The tokens of the values, each value apart from the next."""
        return tokens_of_values(self.values)


def incident_facts(incident: Incident, texts: Iterable[str], *, today: date, zone: tzinfo) -> Facts:
    """Return the facts of an incident, whose record has these values."""
    from rcalog.model.overdue import is_overdue

    late = any(is_overdue(action, today) for action in incident.actions)
    return Facts(
        ref=incident.id,
        title=incident.title,
        values=tuple(texts),
        status=incident.status,
        severity=incident.severity,
        kind=incident.kind,
        services=incident.services,
        tags=incident.tags,
        owners=tuple(owners(incident)),
        legs=tuple(leg.leg.value for leg in incident.whys),
        began=_local(_began(incident), zone),
        has=frozenset([*traits(incident), *(["overdue"] if late else [])]),
        is_open=incident.is_open,
        is_overdue=late,
    )


def action_facts(about: Facts, action: Action, *, today: date) -> Facts:
    """Return the facts of an action: words, owner, open and overdue speak of it, all else of its incident.

    Words are looked for in the name of its incident too.
    """
    from rcalog.model.base import record_data
    from rcalog.model.overdue import is_overdue

    return replace(
        about,
        values=(about.ref, about.title, *values(record_data(action))),
        owners=(action.owner,) if action.owner else (),
        is_open=action.is_open,
        is_overdue=is_overdue(action, today),
    )


def owners(incident: Incident) -> Iterator[str]:
    """Yield who has a role in an incident, and who owns its actions."""
    yield from (name for _, name in incident.roles or () if isinstance(name, str))
    yield from (action.owner for action in incident.actions if action.owner)


def traits(incident: Incident) -> Iterator[str]:
    """Yield what `has:` finds in an incident, but for `overdue`, which depends on the day."""
    parts: Mapping[str, object] = {
        "impact": incident.impact,
        "timeline": incident.timeline,
        "why": incident.whys,
        "root-cause": incident.root_causes(),
        "evidence": any(event.evidence for event in incident.timeline) or any(c.evidence for c in incident.causes()),
        "lessons": incident.lessons,
        "action": incident.actions,
        "drill": any(action.is_drill for action in incident.actions),
        "review": incident.reviews,
        "link": incident.links,
        "waiver": incident.waivers,
        "conflict": incident.conflicts,
    }
    yield from (name for name, part in parts.items() if part)


def _began(incident: Incident) -> When | None:
    return first_known(getattr(incident.times, name) for name in TIMES) or day_told(incident.id)


def _local(when: When | None, zone: tzinfo) -> When | None:
    return When.at(when.instant.astimezone(zone)) if when and when.instant else when
