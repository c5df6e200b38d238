"""Words that blame: every example of the lists and of the help, quotations, and our own sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rcalog.logbook.templates import list_templates, read_template
from rcalog.model.language import sentences, unquoted
from rcalog.model.phrases import Phrases
from rcalog.model.rules import RULES, Rule, problem_faults, why_no_end
from tests.helpers.words import LEXICON

ROOT = Path(__file__).parents[4]
PHRASES = [phrases for pack in LEXICON.packs for phrases in pack.blame]
SPOKEN = [rule for rule in RULES.values() if re.fullmatch(r"S[23]\d\d|B\d{3}", rule.id)]
"""The rules whose examples are sentences; the examples of the others are tried by tests of their own."""

NAMES = re.compile(r"^\| `[A-Z]\d{3}`|^\d+\. \w+ .*\*")
"""A row of the table of rules, where each is called by what it is about; a title of a work."""


def rules_of(text: str) -> set[str]:
    """Return the rules that see a text: in a problem, at the end of a branch, or anywhere."""
    said, effect = [*re.split(", because |，因为", text), ""][:2]
    stop = why_no_end(said, LEXICON, effect=effect)
    faults = {fault.rule for fault in problem_faults(text)}
    return faults | {hit.rule for hit in LEXICON.blame(text)} | ({stop.rule} if stop else set())


@pytest.mark.parametrize("phrases", PHRASES, ids=lambda phrases: f"{phrases.rule}-{phrases.offer[:8]}")
def test_the_examples_of_the_lists(phrases: Phrases) -> None:
    """Each that should fire does; each that is close to it and fine does not."""
    assert len(phrases.fires) >= 2
    assert len(phrases.fine) >= 2
    assert [text for text in phrases.fires if phrases.rule not in {hit.rule for hit in LEXICON.blame(text)}] == []
    assert [text for text in phrases.fine if LEXICON.blame(text)] == []


def test_each_language_has_every_rule() -> None:
    """With a reason and an offer."""
    blaming = [rule.id for rule in RULES.values() if rule.family == "B"]
    assert [[phrases.rule for phrases in pack.blame] for pack in LEXICON.packs] == [blaming, blaming]
    assert [phrases.rule for phrases in PHRASES if not (phrases.reason and phrases.offer)] == []


@pytest.mark.parametrize("rule", SPOKEN, ids=lambda rule: rule.id)
def test_the_examples_of_the_help(rule: Rule) -> None:
    """Each bad one breaks its rule; each good one breaks no rule on blame and no rule on ends."""
    assert [text for text in (rule.bad, rule.bad_zh) if rule.id not in rules_of(text)] == []
    good = [
        text for text in (rule.good, rule.good_zh) if {one for one in rules_of(text) if one > "B" and one != "S201"}
    ]
    assert good == []


@pytest.mark.parametrize(
    "text",
    [
        'The press wrote "human error".',
        "“人为失误”一词来自媒体报道",
        "The commit says `we should have known`",
        "the reviewer asked «who did it?»",
        "日志里写着「管理员操作不当」",
        "They said ‘we failed to check’",
    ],
)
def test_quotations_are_left_out(text: str) -> None:
    """What somebody else said, or a machine, is told as it was."""
    assert LEXICON.blame(text) == []


def test_what_a_hit_says() -> None:
    """The phrase as it stands there, once for each rule, with what to ask instead."""
    hits = LEXICON.blame("Human error: we should have looked, and we should have asked. 值班人员本应先看一眼。")
    assert [(hit.rule, hit.phrase) for hit in hits] == [("B102", "值班人员本应"), ("B104", "human error")]
    assert hits[1].offer == "Which step relied on memory or attention, and what would have shown the slip?"


def test_sentences() -> None:
    """Numbers and names with a dot stay whole."""
    assert sentences(unquoted("Since 1.2 it’s slow; db1.prod said: “no”. 第一句。第二句")) == (
        "since 1.2 it's slow",
        "db1.prod said",
        "…",
        "第一句",
        "第二句",
    )


def own_texts() -> list[Path]:
    """Return what rcalog itself says to people."""
    folders = ("docs", "examples")
    inside = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in {".md", ".yaml"}]
    return [*inside, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


@pytest.mark.parametrize("path", own_texts(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_our_own_pages_blame_nobody(path: Path) -> None:
    """No line of them, but for the names of rules and works."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not NAMES.search(line)]
    assert [line for line in lines if LEXICON.blame(line)] == []


@pytest.mark.parametrize("kind", ["action", "help", "incident", "interview", "opening", "report"])
def test_our_own_templates_blame_nobody(kind: str) -> None:
    """No sentence that rcalog says or proposes."""
    lines = [line for name in list_templates(kind) for line in read_template(name).splitlines()]
    assert [line for line in lines if LEXICON.blame(line)] == []
