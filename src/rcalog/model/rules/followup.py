"""Family A, the actions together: something follows from every root cause, and it is strong enough and not too much."""

from __future__ import annotations

from collections.abc import Iterator

from rcalog.model.actions import Action, ActionStatus, Strength
from rcalog.model.causes import Cause
from rcalog.model.findings import Loc, Weight
from rcalog.model.incident import Incident
from rcalog.model.rules.actions import numbered
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.model.timeline import Status

MANY = 5
"""Three actions done beat fifteen open."""


def wont_do(action: Action) -> bool:
    """Return whether an action is a signed won't-do: why, by whom, until when."""
    dropped = action.dropped
    return action.status is ActionStatus.DROPPED and bool(dropped and dropped.by and dropped.until)


def answers(incident: Incident, cause: Cause) -> list[Action]:
    """Return the actions for a cause that count: those not dropped, and signed won't-dos."""
    return [
        action
        for action in incident.actions
        if cause.id in action.for_ and (action.status is not ActionStatus.DROPPED or wont_do(action))
    ]


def _nothing_follows(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        if node.cause.is_root and not answers(case.incident, node.cause):
            name = f" --for {node.cause.id}" if node.cause.id else ""
            hint = f"rcalog action add{name}, or: rcalog action drop ACTION BECAUSE --until DATE"
            yield Seen(node.loc, f"no action for the root cause «{node.cause.cause}»", hint)


def _only_weak(case: Case) -> Iterator[Seen]:
    hint = "add one that makes it impossible or harmless, or that checks it automatically"
    for loc, action in weak_alone(case) if case.incident.severity.rank <= 2 else ():
        yield Seen(loc, f"only «{action.action}» and the like stand against it, and they rely on people", hint)


def weak_alone(case: Case) -> list[tuple[Loc, Action]]:
    """Return the weak actions that stand alone: for a root cause, or for the whole incident."""
    live = [(loc, action) for loc, action in numbered(case) if action.status is not ActionStatus.DROPPED]
    if live and all(action.strength is Strength.WEAK for _, action in live):
        return live[:1]
    found: dict[Loc, Action] = {}
    for cause in case.incident.root_causes():
        mine = [(loc, action) for loc, action in live if cause.id in action.for_]
        if mine and all(action.strength is Strength.WEAK for _, action in mine):
            found.setdefault(*mine[0])
    return list(found.items())


def _too_many(case: Case) -> Iterator[Seen]:
    waiting = [a for a in case.incident.actions if a.is_open and a.status is not ActionStatus.RUNNING]
    if len(waiting) > MANY:
        yield Seen(("actions",), f"{len(waiting)} open actions", "drop or merge some; three done beat fifteen open")


def _dropped_unsigned(case: Case) -> Iterator[Seen]:
    roots = {cause.id for cause in case.incident.root_causes() if cause.id}
    for loc, action in numbered(case):
        dropped = action.dropped
        if dropped and roots & set(action.for_) and not wont_do(action) and action.status is ActionStatus.DROPPED:
            missing = [key for key in ("by", "until") if not getattr(dropped, key)]
            message = f"dropped, though it is for a root cause, without {' and '.join(missing)}"
            yield Seen((*loc, "dropped"), message, "write who says so, and until when that holds")


RULES = (
    Rule(
        "A201",
        Weight.WARNING,
        "A root cause without an action",
        look=_nothing_follows,
        why="A root cause that nothing follows from will be found again.",
        bad="end: root-cause (and no action for it)",
        good="for: [c2m9r] at an action, or an action dropped with because, by and until",
        guards=Status.REVIEWED,
    ),
    Rule(
        "A204",
        Weight.WARNING,
        "Only weak actions after a severe incident",
        look=_only_weak,
        why="Reminders, warnings and training fade; a sev1 or sev2 deserves something that does not.",
        bad="Remind everybody to check the host name",
        good="Refuse recursive removal on the host that is primary",
        bad_zh="加强培训，提高安全意识",
        good_zh="主库上拒绝执行递归删除",
        guards=Status.REVIEWED,
    ),
    Rule(
        "A205",
        Weight.WARNING,
        "More than five open actions",
        look=_too_many,
        why="Long lists are not done; three done beat fifteen open.",
        bad="fifteen actions",
        good="the three that would have mattered",
    ),
    Rule(
        "A211",
        Weight.WARNING,
        "A root cause given up without a signature",
        look=_dropped_unsigned,
        why="To live with a root cause is a decision; somebody takes it, for a time.",
        bad="dropped: {because: too much work}",
        good="dropped: {because: too much work, by: ana, until: 2017-08-01}",
        guards=Status.REVIEWED,
    ),
)
