"""What changes of the policy of a logbook mean to its trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rcalog.model.audit.facts import CommitFacts, Discovery
from rcalog.model.audit.oddities import ODDITIES
from rcalog.model.policy import Policy


def judge_policy(commit: CommitFacts, before: Policy, after: Policy) -> Iterator[Discovery]:
    """Yield what a commit changed of what the team had decided."""
    old, new = dict(before), dict(after)
    if keys := [key for key in {**old, **new} if old.get(key) != new.get(key)]:
        yield Discovery("H901", commit.oid, f"the policy was changed: {', '.join(keys)}")


def accepted(found: Iterable[Discovery], policy: Policy) -> Iterator[Discovery]:
    """Yield findings with why the team says that they are all right, where it does; never those of objects or the past.

    Only what a commit did can be accepted: an altered object or a past that was rewritten is nobody's opinion.
    """
    for each in found:
        reasons = [why for start, why in policy.accepted.items() if each.commit.startswith(start)]
        is_of_commit = ODDITIES[each.rule].group not in ("objects", "past")
        yield replace(each, accepted=reasons[0]) if reasons and is_of_commit else each
