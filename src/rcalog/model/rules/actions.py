"""Family A, each action alone: an owner, a day, a period, a proof."""

from __future__ import annotations

from collections.abc import Iterator

from rcalog.model.actions import Action, ActionStatus
from rcalog.model.findings import Loc, Weight
from rcalog.model.rules.rule import Case, Rule, Seen, once
from rcalog.model.timeline import Status


@once
def numbered(case: Case) -> Iterator[tuple[Loc, Action]]:
    """Yield the actions with their places."""
    for position, action in enumerate(case.incident.actions):
        yield ("actions", position), action


def _nobody_owns(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        if action.is_open and not action.owner:
            yield Seen(loc, f"nobody owns «{action.action}»", "name one person, or a role that one person holds")


def _never_due(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        waits = action.status is ActionStatus.TODO
        if waits and not action.due:
            yield Seen(loc, f"«{action.action}» has no due date", "set a day: due: 2026-12-01")


def _verified_on_trust(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        if action.status is not ActionStatus.VERIFIED or _passed(action):
            continue
        missing = [key for key in ("verified_by", "verified_how", "verified_at") if not getattr(action, key)]
        if missing:
            hint = "rcalog action verify ACTION HOW, or status: done"
            yield Seen((*loc, "status"), f"verified needs {', '.join(missing)}", hint)


def _passed(action: Action) -> bool:
    return any(proof.proof == "pass" for proof in action.proofs)


def _verified_by_owner(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        verified = action.status is ActionStatus.VERIFIED and not _passed(action)
        if verified and action.owner and action.verified_by == action.owner and _has_second(case, action.owner):
            message = f"{action.owner} verified an action of their own"
            yield Seen((*loc, "verified_by"), message, "let somebody else look at it")


def _has_second(case: Case, owner: str) -> bool:
    """Return whether somebody else could have looked, by the policy, its people and the reviewers."""
    current = {handle for handle, person in case.policy.people.items() if not person.former}
    reviewers = {review.by for review in case.incident.reviews}
    return case.policy.second_person == "required" or bool((current | reviewers) - {owner})


def _dropped_silently(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        if action.status is ActionStatus.DROPPED and not action.dropped:
            yield Seen(
                (*loc, "status"), f"«{action.action}» is dropped without a reason", "write dropped: {because: …}"
            )


def _no_drill(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        if not action.is_drill and (action.status is ActionStatus.RUNNING or action.proofs):
            yield Seen(loc, f"«{action.action}» runs as a drill without a period", "write every: 1d, 2w, 3mo or 1y")


def _drill_of_no_age(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        in_service = action.is_drill and action.status is ActionStatus.RUNNING
        if in_service and not action.running_since and not _passed(action):
            hint = "write running_since: the day on which it was put in service"
            yield Seen(loc, "the drill has no pass and no start, so its silence cannot be heard", hint)


def _at_odds(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        for key in _contradicting(action):
            yield Seen((*loc, key), f"{key} is set while the status is {action.status}", "correct one of the two")


def _contradicting(action: Action) -> list[str]:
    status = action.status
    keys = [] if status is ActionStatus.DROPPED else ["dropped"]
    if status is ActionStatus.TODO:
        keys += ["done_at", "verified_at", "verified_by"]
    if status is ActionStatus.DONE:
        keys += ["verified_at", "verified_by"]
    return [key for key in keys if getattr(action, key)]


def _strength_unsaid(case: Case) -> Iterator[Seen]:
    for loc, action in numbered(case):
        missing = [key for key in ("aims_to", "strength") if action.is_open and not getattr(action, key)]
        if missing:
            yield Seen(
                loc,
                f"«{action.action}» does not say {' and '.join(missing)}",
                "strength: strong, intermediate or weak; aims_to: prevent, detect, limit …",
            )


RULES = (
    Rule(
        "A202",
        Weight.WARNING,
        "An action that nobody owns",
        look=_nobody_owns,
        why="What belongs to everybody is done by nobody.",
        bad="owner: (missing)",
        good="owner: ana",
        bad_zh="owner 没写，或写“全组”",
        good_zh="owner: 李伟",
    ),
    Rule(
        "A203",
        Weight.WARNING,
        "An action that is never due",
        look=_never_due,
        why="Nobody can see that it is late.",
        bad="due: (missing)",
        good="due: 2017-02-15",
    ),
    Rule(
        "A206",
        Weight.ERROR,
        "Verified without who, how or when",
        look=_verified_on_trust,
        why="Done is not verified: somebody looked, in some way, at some time.",
        bad="status: verified",
        good="verified_by: ana, verified_how: Logged in to six hosts, verified_at: 2017-02-14",
    ),
    Rule(
        "A207",
        Weight.ERROR,
        "Dropped without a reason",
        look=_dropped_silently,
        why="Next time somebody will ask why it was not done.",
        bad="status: dropped",
        good="dropped: {because: Replaced by a re-sync tool, by: ana, until: 2017-08-01}",
    ),
    Rule(
        "A208",
        Weight.ERROR,
        "A drill without a period",
        look=_no_drill,
        why="Without a period silence is no alarm.",
        bad="status: running",
        good="every: 1d, status: running",
    ),
    Rule(
        "A209",
        Weight.HINT,
        "Aim or strength not said",
        look=_strength_unsaid,
        why="Whether the actions suffice cannot be judged.",
        bad="- action: Alert on old dumps",
        good="- action: Alert on old dumps, aims_to: detect, strength: intermediate",
    ),
    Rule(
        "A210",
        Weight.WARNING,
        "A drill that never began",
        look=_drill_of_no_age,
        why="Its period counts from when it was put in service.",
        bad="every: 1d, status: running",
        good="every: 1d, status: running, running_since: 2017-02-14",
    ),
    Rule(
        "A212",
        Weight.WARNING,
        "An action at odds with its status",
        look=_at_odds,
        why="One of the two is wrong.",
        bad="status: todo, done_at: 2017-02-12",
        good="status: done, done_at: 2017-02-12",
    ),
    Rule(
        "A213",
        Weight.WARNING,
        "Verified by its owner",
        look=_verified_by_owner,
        why="Who did the work sees what they meant to do.",
        bad="owner: ana, verified_by: ana",
        good="owner: li.wei, verified_by: ana",
        guards=Status.CLOSED,
    ),
)
