"""Which legs an incident asks for, and the problem that the record itself proposes for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rcalog.model.causes import LegName
from rcalog.model.incident import Severity
from rcalog.model.timegrammar import render_time

if TYPE_CHECKING:
    from rcalog.interview.state import State
    from rcalog.model.times import When


@dataclass(frozen=True)
class Proposal:
    """A sentence for Enter: a problem, or with `none` the reason why there is nothing to explain."""

    text: str
    none: bool = False


def asked_legs(state: State) -> tuple[LegName, ...]:
    """Return the legs that are asked without being chosen, in order.

    Required ones; detection and recovery also where their time was measured and is over the limit, or, for
    sev1 to sev3, under it (one Enter then declares the leg empty).
    """
    required = state.setup.policy.legs_for(state.incident)
    rated = state.incident.severity.rank <= Severity.SEV3.rank
    measured = (LegName.DETECTION, LegName.RECOVERY)
    wanted = {name for name in measured if (over := over_limit(state, name)) is not None and (over or rated)}
    return tuple(name for name in LegName if name in required or name in wanted)


def proposed(state: State, leg: LegName) -> Proposal | None:
    """Return what the record proposes for a leg, or None where it has nothing to say."""
    match leg:
        case LegName.OCCURRENCE:
            return _occurrence(state)
        case LegName.DETECTION | LegName.RECOVERY:
            return _measured(state, leg)
        case LegName.SYSTEMIC:
            return _systemic(state)
        case _:
            return None


def over_limit(state: State, leg: LegName) -> bool | None:
    """Return whether noticing or restoring took longer than the policy's limit; None where it was not measured."""
    taken = _span(state, leg)
    policy = state.setup.policy
    minutes = policy.detection_limit_minutes if leg is LegName.DETECTION else policy.recovery_limit_minutes
    return None if taken is None else taken > timedelta(minutes=minutes)


def shown_span(span: timedelta) -> Mapping[str, str]:
    """Return the largest fitting unit of a span as its text key's ending and its number."""
    seconds = int(span.total_seconds())
    for unit, size, least in (("days", 86400, 3 * 86400), ("hours", 3600, 3 * 3600), ("minutes", 60, 120)):
        if seconds >= least:
            return {"unit": unit, "count": str(round(seconds / size))}
    return {"unit": "seconds", "count": str(seconds)}


def _occurrence(state: State) -> Proposal:
    title, started = state.incident.title, state.incident.times.started
    if started is None or started.is_unknown:
        return Proposal(title)
    return Proposal(state.setup.texts("propose.occurrence", {"title": title, "start": _shown(state, started)}))


def _measured(state: State, leg: LegName) -> Proposal | None:
    span, over = _span(state, leg), over_limit(state, leg)
    if span is None:
        return None
    texts, shown = state.setup.texts, shown_span(span)
    policy = state.setup.policy
    limit = policy.detection_limit_minutes if leg is LegName.DETECTION else policy.recovery_limit_minutes
    limited = shown_span(timedelta(minutes=limit))
    values = {
        "span": texts(f"span.{shown['unit']}", shown),
        "limit": texts(f"span.{limited['unit']}", limited),
    }
    return Proposal(texts(f"propose.{leg}.{'over' if over else 'under'}", values), none=not over)


def _systemic(state: State) -> Proposal | None:
    causes = "; ".join(cause.cause for leg in state.legs for cause in leg.walk() if cause.is_root)
    if not causes:
        return None
    started = state.incident.times.started
    start = _shown(state, started) if started and not started.is_unknown else ""
    key = "propose.systemic" if start else "propose.systemic-undated"
    return Proposal(state.setup.texts(key, {"causes": causes, "start": start}))


def _span(state: State, leg: LegName) -> timedelta | None:
    """Return how long noticing or restoring took, where both ends are known to the second."""
    times = state.incident.times
    begin, end = (times.started, times.detected) if leg is LegName.DETECTION else (times.detected, times.resolved)
    if begin is None or end is None or begin.instant is None or end.instant is None:
        return None
    span = end.instant - begin.instant
    return span if span >= timedelta(0) else None


def _shown(state: State, when: When) -> str:
    return render_time(when, state.setup.zone)
