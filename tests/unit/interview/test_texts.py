"""The sentences: complete and alike in both languages, and filled in without surprises."""

from __future__ import annotations

import pytest

from rcalog.interview.keys import Key, is_no, is_unknown, is_yes, key_of
from rcalog.interview.state import Ask
from rcalog.interview.texts import Texts, slots
from rcalog.model.rules.stops import KINDS, RESTATED
from tests.helpers.interview import texts

CANNOT_STAY_OPEN = {
    Ask.GATE, Ask.NONE, Ask.ELSE, Ask.SPLIT, Ask.EVIDENCE, Ask.NECESSARY, Ask.LATENT, Ask.SINCE, Ask.END_GATE, Ask.PARK, Ask.INSERT, Ask.CONFIRM, Ask.MORE, Ask.ANOTHER, Ask.ELSEWHERE,
}  # fmt: skip
"""Follow-ups, and questions that leave nothing open."""


def test_both_languages_say_the_same() -> None:
    """The same keys with the same values, so that a record never depends on the language; but for English reasons."""
    english, chinese = texts("en").lines, texts("zh").lines
    assert {key: slots(line) - {"why"} for key, line in english.items()} == {
        key: slots(line) - {"why"} for key, line in chinese.items()
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_question_is_worded_and_explained(lang: str) -> None:
    """Each kind has a sentence (or several) and a help; each doubt has its words."""
    lines = texts(lang).lines
    wanted = [f"help.{ask}" for ask in Ask] + [f"advice.{stop.rule}" for stop in (*KINDS.values(), RESTATED)]
    wanted += [f"open.{ask}" for ask in Ask if ask not in CANNOT_STAY_OPEN]
    assert [key for key in wanted if key not in lines] == []
    assert [ask for ask in Ask if not any(key.startswith(f"ask.{ask}") for key in lines)] == []


def test_values_are_text_and_nothing_else() -> None:
    """A slot in a value is not filled, and an unknown slot stays as it is."""
    said = Texts.read({"lang": "en", "ask": {"cause": " What led to {effect}? {other}"}, "odd": 3})
    assert said("ask.cause", {"effect": "{other} {0.__class__}"}) == "What led to {other} {0.__class__}? {other}"
    assert ("ask.cause" in said, "odd" in said, said.lang) == (True, False, "en")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", Key.SKIP), ("  ", Key.SKIP), ("？", Key.HELP), ("＜", Key.BACK), ("《", Key.BACK), ("＝", Key.TREE),
        ("－", Key.PARK), ("——", Key.PARK), ("～", Key.SAME), ("。", Key.END), ("．", Key.END), ("、", Key.SPLIT),
        ("／", Key.SPLIT), (" . ", Key.END), ("h", None), ("what?", None), ("...", None),
    ],
)  # fmt: skip
def test_keys_in_either_width(typed: str, key: Key | None) -> None:
    """A key is the whole answer; a letter counts only where it is accepted."""
    assert key_of(typed, ()) == key


def test_letters_where_they_are_accepted() -> None:
    """Full width and upper case too."""
    assert [key_of(typed, {Key.HUMAN}) for typed in ("h", "H", "ｈ", "e")] == [Key.HUMAN, Key.HUMAN, Key.HUMAN, None]


def test_yes_no_and_unknown_in_both_languages() -> None:
    """Each word means one thing."""
    words = ("y", "是", "对", "n", "否", "不", "unknown", "不知道", "maybe")
    found = [(is_yes(word), is_no(word), is_unknown(word)).index(True) if word != "maybe" else None for word in words]
    assert found == [0, 0, 0, 1, 1, 1, 2, 2, None]
    assert (is_yes("maybe"), is_no("maybe"), is_unknown("maybe")) == (False, False, False)
