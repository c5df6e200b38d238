"""Word lists: what comes with rcalog, and what a team lays over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.recordfile import RecordError
from rcalog.logbook.wordlists import word_lists
from rcalog.model.lexicon import BadWordList, Lexicon
from tests.helpers.words import LEXICON


def own(root: Path, text: str) -> Lexicon:
    """Return the words of a logbook that has a file of its own for English."""
    path = root / ".rcalog/templates/language/en.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return Lexicon(lambda: word_lists(root))


def test_the_languages() -> None:
    """English and Chinese come with rcalog; every list of theirs is a list of patterns."""
    assert [pack.lang for pack in LEXICON.packs] == ["en", "zh"]
    kinds = [{form.kind: None for form in pack.stops.forms} for pack in LEXICON.packs]
    assert [list(each) for each in kinds] == [list(kinds[0])] * 2


def test_a_team_lays_a_list_over_ours(tmp_path: Path) -> None:
    """What it writes replaces that list alone."""
    lexicon = own(tmp_path, "words:\n  who: |\n    captains?\n")
    assert [lexicon.kind_of(text) for text in ("the captain", "the engineer", "human error")] == [
        "person",
        None,
        "careless",
    ]


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    """The message names it."""
    with pytest.raises(RecordError, match="not valid YAML") as refused:
        own(tmp_path, "words: [").kind_of("the captain")
    assert refused.value.file == "language/en.yaml"


@pytest.mark.parametrize(
    ("text", "why"),
    [("stops:\n  person: |\n    (\n", "stops.person: missing"), ("stops:\n  person: '{whom}'\n", "no list 'whom'")],
)
def test_a_list_that_is_no_pattern_is_refused(text: str, why: str, tmp_path: Path) -> None:
    """The message names the file, the list and what is wrong."""
    with pytest.raises(BadWordList, match=why):
        own(tmp_path, text).kind_of("the captain")
