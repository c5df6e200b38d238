"""All trials: what is tried, what has to come of it, and how often; each is a module with `run(count, seed, folder)`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trial:
    """One line of the track record. `share` is how many cases one process takes; `short` is for every change."""

    name: str
    what: str
    goal: str
    count: int
    short: int
    share: int = 0
    module: str = ""

    @property
    def place(self) -> str:
        """The module that makes it."""
        return self.module or f"tests.faults.{self.name}"


TRIALS = (
    Trial(
        "kills",
        "`kill -9` of a writer at a random moment, then the next command",
        "nothing acknowledged lost, no torn record, nobody stuck, staged and unstaged work as it was, `git fsck` clean",
        count=1_000,
        short=100,
        share=50,
    ),
    Trial(
        "powercuts",
        "the power cut at a random moment of three busy programs (a copy of a disk of ext4, mounted in four ways), then the next command",
        "`HEAD` can be read, nothing acknowledged lost, `git fsck` clean, nobody stuck",
        count=200,
        short=0,
        share=20,
    ),
    Trial(
        "steps",
        "each step of five kinds of write failing (EIO, ENOSPC, git refuses, git lies), or the process dying before it: every one",
        "the old record or the new one, nothing typed lost, no lock left, the next command works",
        count=1_360,
        short=6,
        share=40,
    ),
    Trial(
        "repositories",
        "five kinds of write in every kind of repository: hashes, clones, index, filters, hooks, signatures, names, environment",
        "one commit of the record each, staged and unstaged work as it was, `git fsck` clean",
        count=300,
        short=0,
        share=20,
    ),
    Trial(
        "obstacles",
        "a write that cannot be committed: merges and their like under way, locks, hooks, signers, filters, rights, links, a submodule; disks with room for 0 to 63 pages or 0 to 39 names, or read-only",
        "refused in one line or waiting, what was typed kept, nothing else changed; all of it committed afterwards",
        count=125,
        short=0,
        share=17,
    ),
    Trial(
        "writers",
        "64 writers with 50 commits each in one clone, each in a record of its own; then 16 with 25 edits each of one record",
        "every write is kept: one line of commits, each of one file; staged and unstaged work as it was",
        count=3_600,
        short=0,
    ),
    Trial(
        "clones",
        "32 clones that write and sync 20 times each as fast as they can, in records of their own and in a shared one",
        "nothing lost, no sync given up, the same commit everywhere in the end",
        count=640,
        short=0,
    ),
    Trial(
        "interviews",
        "interviews of 35 answers, broken off after each answer and in the middle of words, by four signals; about 50 times each",
        "the record is that of one calm sitting",
        count=20,
        short=0,
        share=5,
    ),
    Trial(
        "merges",
        "merges of revisions that three people made of one record",
        "the same whoever merges, and in which order; merging again changes nothing; every value is kept; "
        "what is written reads back",
        count=20_000,
        short=200,
        share=1_250,
    ),
    Trial(
        "audits",
        "attacks on the trail: rewritten, back-dated, hidden, unsigned, in the clothes of another (54 kinds in turn)",
        "each is found by a rule that says so",
        count=60,
        short=0,
        share=15,
    ),
    Trial(
        "pasts",
        "honest pasts of two people who write, sync, merge, undo and edit by hand, audited in both clones",
        "no alarm",
        count=1_000,
        short=0,
        share=10,
    ),
    Trial(
        "texts",
        "hostile texts through every command that prints: terminal, pipe, JSON, CSV, Markdown and the HTML made of it, workflows",
        "nothing of it acts; programs get it as it was written",
        count=20_160,
        short=0,
        share=1_440,
    ),
    Trial(
        "lines",
        "twenty random command lines each, of every command, with arguments nobody expects, in logbooks spoilt on the way",
        "exit codes 0, 1, 2 or 4, no traceback, no control characters, one envelope with --json",
        count=150,
        short=3,
        share=15,
    ),
    Trial(
        "secrecy",
        "credentials in documented forms, and texts of what stands in records and looks like them",
        "at least 95 % found, at most 1 % taken for one, nothing left of those that are masked",
        count=7_000,
        short=0,
    ),
    Trial(
        "redactions",
        "each step of `rcalog redact` failing, or the process dying before it: every one",
        "run once more, the secret is gone from every file, and nothing else is",
        count=620,
        short=0,
        share=31,
    ),
    Trial(
        "documents",
        "spoilt record files: read, checked, changed, merged, rendered; some through commands in processes of their own",
        "no traceback, none over 2 s, under 300 MB",
        count=100_000,
        short=2_000,
        share=5_000,
    ),
)


def trial(name: str) -> Trial:
    """Return the trial of a name."""
    return next(each for each in TRIALS if each.name == name)
