"""All that is odd about one commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rcalog.model.audit.commits import Around, judge_people, judge_times
from rcalog.model.audit.facts import CommitFacts, Discovery, Step
from rcalog.model.audit.operations import judge_operation
from rcalog.model.audit.records import judge_file, judge_record

__all__ = ["Around", "judge"]


def judge(commit: CommitFacts, around: Around, steps: Sequence[Step]) -> Iterator[Discovery]:
    """Yield what is odd about a commit, and about what it did to records; a merge did `steps` to none of them."""
    yield from judge_times(commit, around)
    yield from judge_people(commit, around)
    yield from judge_operation(commit, around, steps)
    for step in steps:
        yield from judge_file(commit, step)
        yield from judge_record(commit, step)
