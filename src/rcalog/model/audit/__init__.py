"""Whether the trail of a logbook is whole: what is odd about a commit, told from plain values. Pure."""

from rcalog.model.audit.commits import judge_brought
from rcalog.model.audit.facts import CommitFacts, Discovery, RecordFile, Stamp, Step
from rcalog.model.audit.judging import Around, judge
from rcalog.model.audit.merges import Sides, judge_merge
from rcalog.model.audit.oddities import ODDITIES, Oddity
from rcalog.model.audit.policies import accepted, judge_policy
from rcalog.model.audit.signers import in_force, judge_signers

__all__ = [
    "ODDITIES",
    "Around",
    "CommitFacts",
    "Discovery",
    "Oddity",
    "RecordFile",
    "Sides",
    "Stamp",
    "Step",
    "accepted",
    "in_force",
    "judge",
    "judge_brought",
    "judge_merge",
    "judge_policy",
    "judge_signers",
]
