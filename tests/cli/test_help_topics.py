"""`rcalog help`."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from rcalog.logbook.templates import list_templates, read_template
from rcalog.model.display import safe, width
from rcalog.model.rules import RULES, Rule
from tests.helpers.cli import run
from tests.helpers.logbooks import StillClock, incident, make_logbook, new

TOPICS = [name.removeprefix("help/").removesuffix(".md") for name in list_templates("help")]


def test_the_topics(tmp_path: Path) -> None:
    """Without a topic they are listed, with what each is about."""
    ran = run("help", cwd=tmp_path)
    listed = [line.split()[0] for line in ran.out.splitlines()[: len(TOPICS)]]
    assert (ran.code, ran.err, listed) == (0, "", TOPICS)


def test_the_topics_for_programs(tmp_path: Path) -> None:
    """A list is items, total and whether some were left out."""
    data = run("help", "--json", cwd=tmp_path).json["data"]
    assert ([item["topic"] for item in data["items"]], data["total"], data["truncated"]) == (TOPICS, len(TOPICS), False)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic(topic: str, tmp_path: Path) -> None:
    """A topic is its text, whatever the case of its name."""
    ran = run("help", topic.upper(), cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, read_template(f"help/{topic}.md"), "")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_fits_on_a_terminal(topic: str) -> None:
    """Eighty columns, a title that names it, and nothing that a terminal would obey."""
    text = read_template(f"help/{topic}.md")
    name = text.partition(":")[0].removeprefix("# ").lower().replace(" ", "-")
    assert [line for line in text.splitlines() if width(line) > 80] == []
    assert (name, safe(text, multiline=True)) == (topic, text)


def test_the_help_of_a_command(tmp_path: Path) -> None:
    """The same as --help after the command."""
    assert run("help", "help", cwd=tmp_path).out == run("help", "--help", cwd=tmp_path).out


def test_no_such_topic(tmp_path: Path) -> None:
    """The topics are named."""
    ran = run("help", "me", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: there is no help on 'me'\nhint: topics: {', '.join(TOPICS)}, rules\n"


def test_the_rules(tmp_path: Path) -> None:
    """Each is listed once, with its weight and title, below its family."""
    out = run("help", "rules", cwd=tmp_path).out
    rows = re.findall(r"^  ([A-Z]\d{3})  (\w+) +(.+)$", out, re.MULTILINE)
    assert rows == [(rule.id, rule.weight.value, rule.title) for rule in RULES.values()]
    assert set(re.findall(r"^(\w): ", out, re.MULTILINE)) == {rule.family for rule in RULES.values()}


def test_the_rules_for_programs(tmp_path: Path) -> None:
    """A list of objects, each as it is when asked for alone."""
    items = run("help", "rules", "--json", cwd=tmp_path).json["data"]["items"]
    alone = run("help", "S301", "--json", cwd=tmp_path).json["data"]
    assert [item["rule"] for item in items] == list(RULES)
    assert alone in items


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule(rule: Rule, tmp_path: Path) -> None:
    """Its page has all that is known about it, in English and in Chinese."""
    ran = run("help", rule.id.lower(), cwd=tmp_path)
    told = [rule.title, rule.why, *(text for text in (rule.bad, rule.good, rule.bad_zh, rule.good_zh) if text != "…")]
    assert (ran.code, ran.err, [text for text in told if text not in ran.out]) == (0, "", [])


def test_a_rule_on_a_terminal(tmp_path: Path) -> None:
    """What it is, why, and what follows from it."""
    assert run("help", "R201", cwd=tmp_path).out == (
        "R201: A leg that the review needs is not filled (warning)\n\n"
        "Who asks only how it arose learns nothing about why nothing caught it.\n\n"
        "  not      occurrence alone, at sev1\n"
        "  instead  occurrence, defence, recovery, systemic; or none: with a reason\n\n"
        "Check looks at it from reviewed on.\n"
        "What breaks it keeps an incident from reviewed.\n"
        'A team may weigh it otherwise: R201 = "hint" under rules in .rcalog/config.toml.\n'
        "To accept it: rcalog set 'waivers+={rule: R201, at: ITEM, because: WHY, by: WHO}'\n"
    )


def test_a_rule_on_language_on_a_terminal(tmp_path: Path) -> None:
    """Where its words are; what is a hint already may be off."""
    assert run("help", "B104", cwd=tmp_path).out.splitlines()[-3:] == [
        'A team may weigh it otherwise: B104 = "off" under rules in .rcalog/config.toml.',
        "What it looks for: templates/language/ of rcalog; a team's own lists in .rcalog/templates/language/.",
        "To accept it: rcalog set 'waivers+={rule: B104, at: ITEM, because: WHY, by: WHO}'",
    ]


def test_a_rule_is_accepted_as_its_page_says(tmp_path: Path) -> None:
    """The command that it names is understood."""
    book = make_logbook(tmp_path)
    new(book, incident(actions=[{"action": "Alert on lag", "id": "am3x7", "owner": "ana", "due": "2026-12-01"}]))
    assert [each["rule"] for each in run("check", "--json", cwd=tmp_path).json["data"]["items"]] == ["A209"]
    (line,) = re.findall(r"To accept it: rcalog (.*)", run("help", "A209", cwd=tmp_path).out)
    words = shlex.split(line.replace("ITEM", "am3x7").replace("WHY", "it is small").replace("WHO", "ana"))
    assert run(*words, cwd=tmp_path, clock=StillClock()).code == 0
    assert run("check", "--json", cwd=tmp_path).json["data"]["items"] == []
