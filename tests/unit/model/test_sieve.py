"""Which of many expressions may match in a text: none that does is missed."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model import sieve
from rcalog.model.lexicon import Pack
from rcalog.model.sieve import Form, Sieve
from tests.helpers.words import LEXICON

SETS = [{"slow"}, {"a", "往"}, {"low"}, {"往来", "owe"}, {""}]


def made(*needs: set[str]) -> Sieve[int]:
    """Return a sieve of forms that need these words."""
    return Sieve(Form(at, [frozenset(words)], partial(re.compile, "|".join(words))) for at, words in enumerate(needs))


def kinds(held: Sieve[int], text: str) -> list[int]:
    """Return the kinds of the forms that may match."""
    return [form.kind for form in held.possible(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", [4]), ("slow", [0, 2, 4]), ("it slows down", [0, 2, 4]), ("往来", [1, 3, 4]), ("A low-ebb", [2, 4])],
)
def test_which_forms_are_possible(text: str, wanted: list[int]) -> None:
    """Those that need nothing, and those of whose words the text has one, in their order."""
    assert kinds(made(*SETS), text) == wanted


@given(text=st.text("slowae 往来B", max_size=12), sets=st.permutations(SETS))
def test_none_is_missed(text: str, sets: list[set[str]]) -> None:
    """What has a word, has its form."""
    having = [at for at, words in enumerate(sets) if any(word in text for word in words)]
    assert kinds(made(*sets), text) == having


def test_what_is_needed_together() -> None:
    """A text has a word of each of the sets."""
    both = Form("both", [frozenset({"slow", "往"}), frozenset({"down"})], partial(re.compile, "x"))
    held = Sieve([both, Form("one", [frozenset({"slow"})], partial(re.compile, "x"))])
    told = [[form.kind for form in held.possible(text)] for text in ("slow", "slow down", "down往", "down")]
    assert told == [["one"], ["both", "one"], ["both"], []]


def _parts(text: str) -> list[str]:
    return text.split(". ")


def test_what_is_needed_around() -> None:
    """Where a form is looked for in the parts of a text, the rest of what it needs may stand in any of them."""
    held = Sieve(
        [
            Form("both", [frozenset({"slow"})], partial(re.compile, "x"), [frozenset({"down", "没"})]),
            Form("one", [frozenset({"low"})], partial(re.compile, "x")),
        ]
    )
    texts = ["slow. down", "slow. up", "low. 没 slow", "no. down"]
    told = [
        [(part, [form.kind for form in forms]) for part, forms in held.possible_in_parts(text, _parts)]
        for text in texts
    ]
    assert told == [
        [("slow", ["both", "one"])],
        [("slow", ["one"])],
        [("low", ["one"]), ("没 slow", ["both", "one"])],
        [],
    ]


@pytest.mark.parametrize(
    ("text", "wanted"), [("slowly up", []), ("slowly went down", ["slowly"]), ("往 it is 往down", ["往"]), ("up", [])]
)
def test_in_which_parts_a_form_may_match(text: str, wanted: list[str]) -> None:
    """Those that have one of the words of the text by which its first need is met, if the text meets all of its needs."""
    both = Form("both", [frozenset({"slow", "往"}), frozenset({"down "})], partial(re.compile, "x"))
    assert Sieve([both]).cues(text) == wanted


def test_a_form_that_needs_nothing_may_match_in_every_part() -> None:
    """As one that a team wrote."""
    assert Sieve([Form("any", (), partial(re.compile, "x"))]).cues("a text") == [""]


def test_it_forgets_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the words of many records take no memory without end."""
    monkeypatch.setattr(sieve, "MANY", 2)
    held = made(*SETS)
    assert [kinds(held, text) for text in ("slow low a", "owe", "slow")] == [[0, 1, 2, 4], [3, 4], [0, 2, 4]]


def test_matches_in_their_order() -> None:
    """From a place on."""
    found = Sieve(Form(word, (), partial(re.compile, word)) for word in ("lows", "low", "slow"))
    assert [match[0] for match in found.matches("slows", 1)] == ["lows", "low"]


@pytest.mark.parametrize("pack", LEXICON.packs, ids=lambda pack: str(pack.lang))
def test_every_form_of_the_lists_can_be_compiled(pack: Pack) -> None:
    """Those that come with rcalog are compiled only where a text needs them."""
    sieves = (pack.stops, pack.blaming, pack.symptoms, pack.acts, pack.acting, pack.names)
    assert all(form.pattern.pattern for each in sieves for form in each.forms)
    assert [len(pack.stops.forms) > 20, len(pack.blaming.forms) > 20] == [True, True]
