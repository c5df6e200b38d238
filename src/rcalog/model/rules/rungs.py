"""Family R: whether the status may say what it says, up to closed."""

from __future__ import annotations

from collections.abc import Iterator

from rcalog.model.actions import ActionStatus, Aim
from rcalog.model.findings import Weight
from rcalog.model.incident import Kind, Severity
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.model.timeline import Status


def _branch_parked(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        later = node.cause.later
        if later:
            message = f"«{node.cause.cause}» is parked with {later.owner} until {later.due}"
            yield Seen((*node.loc, "later"), message, "take it up: rcalog why")


def _not_finished(case: Case) -> Iterator[Seen]:
    for position, action in enumerate(case.incident.actions):
        drill = action.is_drill and action.status is ActionStatus.RUNNING
        if action.is_open and not drill:
            message = f"«{action.action}» is {action.status}"
            yield Seen(("actions", position), message, "verify it, or drop it with a reason")


def _drill_never_passed(case: Case) -> Iterator[Seen]:
    for position, action in enumerate(case.incident.actions):
        running = action.is_drill and action.status is ActionStatus.RUNNING
        if running and not any(proof.proof == "pass" for proof in action.proofs):
            yield Seen(
                ("actions", position),
                f"the drill «{action.action}» has never passed",
                "let it run, and keep the pass under proofs",
            )


def _harm_not_made_good(case: Case) -> Iterator[Seen]:
    for position, action in enumerate(case.incident.actions):
        if action.aims_to is Aim.COMPENSATE and action.status is ActionStatus.DROPPED:
            hint = "deliver it, or waive this with the reason"
            yield Seen(("actions", position), f"the compensation «{action.action}» was dropped", hint)


def _ladder_at_odds(case: Case) -> Iterator[Seen]:
    ladder, status = case.incident.ladder, case.incident.status
    if ladder and ladder[-1].status is not status:
        message = f"the status is {status}, the last step of the ladder is {ladder[-1].status}"
        yield Seen(("status",), message, "rcalog edit: add the step that is missing, or correct the status")


def _time_of_rung_missing(case: Case) -> Iterator[Seen]:
    if case.incident.kind is Kind.NEAR_MISS:  # there was no harm that could have stopped
        return
    for rung in (Status.MITIGATED, Status.RESOLVED):
        reached = case.incident.status.rung >= rung.rung
        if reached and getattr(case.incident.times, rung.value) is None:
            hint = f"rcalog set times.{rung}=…, or unknown"
            yield Seen(("times",), f"the status is {case.incident.status}, and times.{rung} is missing", hint)


def _unrated(case: Case) -> Iterator[Seen]:
    if case.incident.severity is Severity.UNRATED:
        yield Seen(("severity",), "the severity is not rated", "rcalog set severity=sev2")


def _how_unsaid(case: Case) -> Iterator[Seen]:
    ladder = case.incident.ladder
    steps = [position for position, step in enumerate(ladder) if step.status is Status.MITIGATED]
    for position in steps[-1:]:
        if not any(step.how for step in ladder[position:]):
            hint = f'rcalog mark {ladder[-1].status} "error rate at 0 for 10 min"'
            yield Seen(("ladder", position), "how do we know that the harm stopped?", hint)


RULES = (
    Rule(
        "R207",
        Weight.WARNING,
        "The status and the ladder disagree",
        look=_ladder_at_odds,
        why="The ladder says when, by whom and how we know; a status alone does not.",
        bad="status: resolved, the last step: mitigated",
        good="rcalog mark resolved",
    ),
    Rule(
        "R208",
        Weight.WARNING,
        "The time of a rung is missing",
        look=_time_of_rung_missing,
        why="How long people were hurt cannot be computed.",
        bad="status: mitigated, and no times.mitigated",
        good="times: {mitigated: 2017-02-01T00:36:00+00:00}, or unknown",
        guards=Status.MITIGATED,
    ),
    Rule(
        "R209",
        Weight.WARNING,
        "How we know is not said",
        look=_how_unsaid,
        why="An outage that seemed over has come back before.",
        bad="mark mitigated",
        good="mark mitigated «error rate at 0 for 10 min»",
        guards=Status.MITIGATED,
    ),
    Rule(
        "R210",
        Weight.WARNING,
        "The severity is not rated",
        look=_unrated,
        why="What follows depends on it; until then it counts as sev2.",
        bad="severity: unrated, status: resolved",
        good="severity: sev2",
        guards=Status.RESOLVED,
        since=Status.RESOLVED,
    ),
    Rule(
        "R212",
        Weight.ERROR,
        "Not the next rung",
        why="Each rung says something that the ones above rest on.",
        bad="from mitigated to reviewed",
        good="from mitigated to resolved, then rcalog review",
        waivable=False,
    ),
    Rule(
        "R301",
        Weight.WARNING,
        "A branch is parked",
        look=_branch_parked,
        why="Closed means that nobody still has to find anything out.",
        bad="later: {owner: ana, due: 2017-02-10}, status: closed",
        good="the branch was taken up",
        guards=Status.CLOSED,
        since=Status.CLOSED,
    ),
    Rule(
        "R302",
        Weight.WARNING,
        "An action is neither verified nor dropped",
        look=_not_finished,
        why="Closed means proven, not hoped.",
        bad="status: done",
        good="status: verified",
        guards=Status.CLOSED,
        since=Status.CLOSED,
    ),
    Rule(
        "R303",
        Weight.WARNING,
        "A drill has never passed",
        look=_drill_never_passed,
        why="A drill that has not passed once proves nothing.",
        bad="status: running, and no proof",
        good="proofs: [{proof: pass, ...}]",
        guards=Status.CLOSED,
        since=Status.CLOSED,
    ),
    Rule(
        "R304",
        Weight.WARNING,
        "A compensation was dropped",
        look=_harm_not_made_good,
        why="It was promised to people who were hurt.",
        bad="aims_to: compensate, status: dropped",
        good="aims_to: compensate, status: verified",
        guards=Status.CLOSED,
        since=Status.CLOSED,
    ),
)
