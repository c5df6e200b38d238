"""What changes of the policy of a logbook mean to its trail."""

from __future__ import annotations

from collections.abc import Iterator

from rcalog.model.audit.facts import CommitFacts, Discovery
from rcalog.model.policy import Policy


def judge_policy(commit: CommitFacts, before: Policy, after: Policy) -> Iterator[Discovery]:
    """Yield what a commit changed of what the team had decided."""
    old, new = before.model_dump(), after.model_dump()
    if keys := [key for key in {**old, **new} if old.get(key) != new.get(key)]:
        yield Discovery("H901", commit.oid, f"the policy was changed: {', '.join(keys)}")
