"""Family R: what a review rests on."""

from __future__ import annotations

from collections.abc import Iterator

from rcalog.model.causes import LegName
from rcalog.model.findings import Weight
from rcalog.model.incident import Incident
from rcalog.model.metrics import duration
from rcalog.model.policy import Policy
from rcalog.model.review import Review
from rcalog.model.rules.chronology import certainly_before
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.model.timeline import Status


def required_legs(incident: Incident, policy: Policy) -> tuple[LegName, ...]:
    """Return the legs that the review needs: those of the severity, and those of a slow detection or recovery."""
    always = policy.legs_for(incident)
    slow: set[LegName] = set()
    if always and _over(incident, "time_to_detect", policy.detection_limit_minutes):
        slow.add(LegName.DETECTION)
    if always and _over(incident, "time_to_resolve", policy.recovery_limit_minutes):
        slow.add(LegName.RECOVERY)
    return tuple(leg for leg in LegName if leg in always or leg in slow)


def _over(incident: Incident, name: str, minutes: int) -> bool:
    span = duration(incident, name)
    return span is not None and span.seconds > minutes * 60


def _leg_missing(case: Case) -> Iterator[Seen]:
    told = {leg.leg for leg in case.incident.whys if leg.because or leg.none}
    for leg in required_legs(case.incident, case.policy):
        if leg not in told:
            hint = f"rcalog why --leg {leg}, or declare it empty with a reason (none:)"
            yield Seen(("whys",), f"leg {leg} is not filled", hint)


def _not_read_back(case: Case) -> Iterator[Seen]:
    for position, leg in enumerate(case.incident.whys):
        if leg.because and not leg.reads_true:
            hint = f"rcalog why --leg {leg.leg} reads it back; then reads_true: true"
            yield Seen(("whys", position), f"leg {leg.leg} was not read back from its lowest causes up", hint)


def _not_signed_off(case: Case) -> Iterator[Seen]:
    if not any(review.verdict == "approved" for review in case.incident.reviews):
        yield Seen(("reviews",), "nobody has signed off", "rcalog review")


def _changes_wanted(case: Case) -> Iterator[Seen]:
    last: dict[str, tuple[int, Review]] = {review.by: (at, review) for at, review in enumerate(case.incident.reviews)}
    for position, review in last.values():
        if review.verdict == "changes":
            note = f": {review.note}" if review.note else ""
            yield Seen(("reviews", position), f"{review.by} wants changes{note}", "rcalog review, when they are made")


def _story_starts_late(case: Case) -> Iterator[Seen]:
    times, timeline = case.incident.times, case.incident.timeline
    noticed = times.detected or times.acknowledged
    if not timeline:
        yield Seen(("timeline",), "there is no timeline", "rcalog note")
    elif noticed and certainly_before(noticed, timeline[0].at):
        message = f"the timeline starts at {timeline[0].at}, after it was noticed at {noticed}"
        yield Seen(("timeline", 0), message, "what came before? rcalog note --at …")


RULES = (
    Rule(
        "R201",
        Weight.WARNING,
        "A leg that the review needs is not filled",
        look=_leg_missing,
        why="Who asks only how it arose learns nothing about why nothing caught it.",
        bad="occurrence alone, at sev1",
        good="occurrence, defence, recovery, systemic; or none: with a reason",
        guards=Status.REVIEWED,
        since=Status.REVIEWED,
    ),
    Rule(
        "R202",
        Weight.WARNING,
        "A leg that was not read back",
        look=_not_read_back,
        why="Read upwards, a missing step is heard: «so that» no longer fits.",
        bad="reads_true: (missing)",
        good="reads_true: true",
        since=Status.REVIEWED,
    ),
    Rule(
        "R203",
        Weight.WARNING,
        "Nobody has signed off",
        look=_not_signed_off,
        why="A second reader sees what the first took for granted.",
        bad="reviews: []",
        good="reviews: [{by: li.wei, verdict: approved, ...}]",
        guards=Status.REVIEWED,
        since=Status.REVIEWED,
    ),
    Rule(
        "R204",
        Weight.WARNING,
        "A reviewer wants changes",
        look=_changes_wanted,
        why="What they asked for is still open.",
        bad="the last word of li.wei is changes",
        good="the last word of li.wei is approved",
        guards=Status.REVIEWED,
    ),
    Rule(
        "R205",
        Weight.WARNING,
        "Signed off by the only author",
        why="A second reader sees what the first took for granted. Where there is nobody else, it is said.",
        bad="written and approved by ana",
        good="written by ana, approved by li.wei",
        waivable=False,
        guards=Status.REVIEWED,
    ),
    Rule(
        "R206",
        Weight.WARNING,
        "The sign-off is stale",
        why="What was approved is not what stands here now.",
        bad="whys changed after the approval",
        good="approved again after the change",
    ),
    Rule(
        "R211",
        Weight.HINT,
        "The timeline starts too late",
        look=_story_starts_late,
        why="What came before somebody noticed is where the causes are.",
        bad="the first event is the rollback",
        good="the first event is the deployment, or the last moment when all was well",
        since=Status.RESOLVED,
    ),
)
