"""Which legs an incident asks for, and the problem that the record itself proposes for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.model.causes import LegName
from rcalog.model.incident import Severity
from rcalog.model.metrics import Duration, render_span
from rcalog.model.timegrammar.render import render_time
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.interview.state import State
    from rcalog.model.times import When


class Proposal(Value):
    """A sentence for Enter: a problem, or with `none` the reason why there is nothing to explain.

    `behind` are the causes that it sums up.
    """

    text: str
    none: bool = False
    behind: tuple[str, ...] = ()


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
    return None if taken is None else taken.seconds > _limit(state, leg)


def _limit(state: State, leg: LegName) -> int:
    """Return the policy's limit in seconds."""
    policy = state.setup.policy
    return 60 * (policy.detection_limit_minutes if leg is LegName.DETECTION else policy.recovery_limit_minutes)


def _occurrence(state: State) -> Proposal:
    title, started = state.incident.title, state.incident.times.started
    if started is None or started.is_unknown:
        return Proposal(title)
    return Proposal(state.setup.texts("propose.occurrence", {"title": title, "start": _shown(state, started)}))


def _measured(state: State, leg: LegName) -> Proposal | None:
    found = _span(state, leg)
    if found is None:
        return None
    texts, over = state.setup.texts, found.seconds > _limit(state, leg)
    shown = render_span(found.seconds, texts.lang)
    values = {
        "span": texts("propose.about", {"span": shown}) if found.approximate else shown,
        "limit": render_span(_limit(state, leg), texts.lang),
    }
    return Proposal(texts(f"propose.{leg}.{'over' if over else 'under'}", values), none=not over)


def _systemic(state: State) -> Proposal | None:
    """Propose a problem of which the first root cause is part; all of them stand beside the question."""
    roots = [cause.cause for leg in state.legs for cause in leg.walk() if cause.is_root]
    if not roots:
        return None
    started = state.incident.times.started
    dated = "" if started and not started.is_unknown else "-undated"
    values = {
        "cause": " ".join(roots[0].split()),
        "count": str(len(roots)),
        "start": _shown(state, started) if started and not dated else "",
    }
    number = "one" if len(roots) == 1 else "several"
    return Proposal(state.setup.texts(f"propose.systemic{dated}.{number}", values), behind=tuple(roots))


def _span(state: State, leg: LegName) -> Duration | None:
    """Return how long noticing or restoring took, where both ends are known to the second."""
    times = state.incident.times
    begin, end = (times.started, times.detected) if leg is LegName.DETECTION else (times.detected, times.resolved)
    if begin is None or end is None or begin.instant is None or end.instant is None:
        return None
    seconds = round((end.instant - begin.instant).total_seconds())
    return Duration(seconds, begin, end) if seconds >= 0 else None


def _shown(state: State, when: When) -> str:
    return render_time(when, state.setup.zone)
