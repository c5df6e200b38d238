"""The measure of the rules on language: it stays above its floor, and the sentences are what their page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.language import DATA, KINDS, LANGUAGES, Score, Sentence, finder, score, sentences, table
from rcalog.model.rules import RULES
from tests.helpers.words import LEXICON

PARTS = {"developed on": False, "held out": True}
FLOOR = Score(right=95, false=5, missed=16)
"""Precision 0.95, recall 0.85 and a little."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_floor(lang: str, part: str, kind: str) -> None:
    """In each language, on what the lists were made from and on what was held out, hardly a false alarm, and few misses."""
    chosen = [each for each in sentences(lang) if each.held_out is PARTS[part]]
    found = score(chosen, kind, finder(kind, LEXICON))
    assert (found.precision >= FLOOR.precision, found.recall >= FLOOR.recall) == (True, True)


def test_real_reviews_raise_no_false_alarm() -> None:
    """Of what four teams wrote, whatever is found is meant."""
    real = [each for each in sentences("en") if each.source != "written"]
    assert {kind: score(real, kind, finder(kind, LEXICON)).false for kind in KINDS} == {"B": 0, "S": 0}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentences(lang: str) -> None:
    """Each stands once, with rules that exist and a source whose licence is there; about half are fine."""
    every = sentences(lang)
    sources = {each.source.partition(":")[0] for each in every}
    licences = {path.stem for path in Path(DATA / "licences").iterdir()}
    assert len({each.text for each in every}) == len(every)
    assert {rule for each in every for rule in each.rules} <= set(RULES)
    assert sources <= licences | {"written"}
    assert sum(not each.rules for each in every) >= len(every) * 0.45


def test_there_are_enough_sentences() -> None:
    """At least 300 are real."""
    assert sum(each.source != "written" for each in sentences("en")) >= 300


def test_scores() -> None:
    """What is found and meant, found and fine, meant and missed."""
    texts = [Sentence(frozenset(rules), "written", text, held_out=False) for rules, text in (("B", "yes"), ("", "yes"))]
    texts.append(Sentence(frozenset("B"), "written", "no", held_out=False))
    found = score(texts, "B", lambda text: text == "yes")
    assert (found, found.precision, found.recall) == (Score(1, 1, 1), 0.5, 0.5)


def test_the_table() -> None:
    """A line for each language, part and kind, and the real and the written ones apart."""
    _, *lines = table(LEXICON)
    rows = [line.split() for line in lines]
    assert [row[0] for row in rows] == ["en"] * 8 + ["zh"] * 6
    assert {len(line) for line in lines} == {62}


def test_the_numbers_are_published() -> None:
    """The page beside the sentences has the table as it is now."""
    page = (DATA / "README.md").read_text(encoding="utf-8")
    assert "```text\n" + "\n".join(table(LEXICON)) + "\n```" in page
