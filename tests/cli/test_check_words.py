"""`rcalog check` on language: a team's own lists, a waiver, a weight of its own, a list that is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN_FILE, Desk, golden_desk

OWN = ".rcalog/templates/language/en.yaml"
BLAMING = "The on-call engineer should have stopped"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk whose record has a sentence that blames."""
    return golden_desk(tmp_path / "log", summary=BLAMING)


def rules(desk: Desk) -> list[str]:
    """Return the rules on words that check names, with the fields."""
    found = desk("check --json").json["data"]["items"]
    return [f"{each['rule']} {each['field']}" for each in found if each["rule"].startswith("B")]


def test_a_hint_with_its_place(desk: Desk) -> None:
    """The phrase, why it is one, and what to ask instead; a hint fails nothing."""
    lines = desk("check --strict").out.splitlines()
    place = next(number for number, line in enumerate(desk.text().splitlines(), 1) if line.startswith("summary"))
    at = lines.index(
        f"{GOLDEN_FILE}:{place}:10: hint B102 «the on-call engineer should have» measures people against what is known now"
    )
    assert lines[at + 1] == "    hint: What was done, and what was known and visible at that moment?"
    assert desk("check").code == 0


def test_a_waiver_and_a_weight(desk: Desk) -> None:
    """A hint is accepted in the record, or weighed by the team."""
    assert rules(desk) == ["B102 summary"]
    desk("set 'waivers+={rule: B102, because: our own words, by: ana}' -i k7f3q")
    assert rules(desk) == []
    desk("undo")
    desk.write('rules = { B102 = "off" }\n', ".rcalog/config.toml")
    assert rules(desk) == []


def test_a_team_changes_the_lists(desk: Desk) -> None:
    """What it writes stands over ours, list by list."""
    desk.write("words:\n  person_noun: |\n    captain\n", OWN)
    assert rules(desk) == []
    desk.write("blame:\n  B101: {reason: is ours, offer: So what?, cue: captain, find: captain}\n", OWN)
    desk("set title='The captain slept' -i k7f3q")
    assert rules(desk) == ["B101 title", "B102 summary"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "words:\n  person_noun: '('\n",
            "error: templates/language/en.yaml: blame.B101.find: missing ), unterminated subpattern",
        ),
        ("words: [\n", "error: not valid YAML"),
    ],
)
def test_a_list_that_is_broken(text: str, told: str, desk: Desk) -> None:
    """It is named, and what is wrong with it."""
    desk.write(text, OWN)
    ran = desk("check")
    assert (ran.code, ran.out, ran.err.startswith(told)) == (2 if "words: [" not in text else 1, "", True), ran.err
