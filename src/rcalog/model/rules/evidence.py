"""Family F, evidence as it is written: what will name something else tomorrow, or no place at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rcalog.model.evidence import references
from rcalog.model.findings import Weight
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.patterns import pattern

FIXED = pattern(r"[0-9a-f]{7,64}", re.IGNORECASE)
"""A commit; a branch, a tag and HEAD may be moved."""
NO_LINES = pattern(
    r"(?<!\S)(?![a-z][a-z+.-]*://|git:)(?P<path>[^\s#]+\.[a-z0-9]{1,8})#(?!L\d)(?P<place>[^\s#]+)(?=\s|$)"
)


def _moving(case: Case) -> Iterator[Seen]:
    for loc, text in case.evidence:
        for named in references(text):
            if named.rev and not FIXED.fullmatch(named.rev):
                hint = f"git -C {named.repo} rev-parse {named.rev}"
                yield Seen(loc, f"{named.rev} in «{named.text}» may be another commit tomorrow", hint)


def _no_lines(case: Case) -> Iterator[Seen]:
    for loc, text in case.evidence:
        for named in NO_LINES.finditer(text):
            hint = f"{named['path']}#L120-L140"
            yield Seen(loc, f"«#{named['place']}» names no lines of {named['path']}, so nobody can look it up", hint)


RULES = (
    Rule(
        "F118",
        Weight.HINT,
        "Evidence that moves",
        look=_moving,
        why="A branch names another commit after the next push; whoever looks later sees something else.",
        bad="evidence: [git:web@HEAD:etc/pool.yaml]",
        good="evidence: [git:web@1a2b3c4:etc/pool.yaml]",
    ),
    Rule(
        "F119",
        Weight.HINT,
        "A place in a file that is no line",
        look=_no_lines,
        why="Only lines can be looked up; check passes over anything else without a word.",
        bad="evidence: [logs/db1.log#foo]",
        good="evidence: [logs/db1.log#L120-L140]",
    ),
)
