"""What a text must have for an expression to match in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.needed import ANY, Needs

LISTS = {"who": ["engineer", "team"], "any": [".*"], "now": ["(?: (?:still|then))*"], "odd": ["(?i:x)"]}
NEEDS = Needs(LISTS.__getitem__)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("fail to follow", [{" follow"}]),
        ("the (?:alert|alarm)s? went off", [{" went "}, {" alert", " alarm"}, {"the "}]),
        ("(?:an? )?lack of .*", [{"lack "}]),
        ("(?:did|does)(?:n't)? see", [{" see"}, {"did", "does"}]),
        ("no(?:t|thing)", [{"no"}, {"t", "thing"}]),
        ("{who} (?:was|were) told", [{" told"}, {"engineer ", "team "}, {" was ", " were "}]),
        ("(?:{who})? asked", [{" asked"}]),
        ("{who}", [{"engineer", "team"}]),
        ("(?=.*slow)x+", [{"slow"}]),
        ("(?!slow)down", [{"down"}]),
        ("(?<!not )seen(?<=n)", [{"seen"}, {"n"}]),
        ("(?:blame){0,2}dd", [{"dd"}]),
        ("(?:blame){1,2}d", [{"blame"}, {"d"}]),
        ("(?P<name>rota) is", [{"rota "}, {" is"}]),
        ("没有(?:组织|进行)过?培训", [{"没有"}, {"培训"}, {"组织", "进行"}]),
        ("a bc|没有d", [{" bc", "没有"}]),
        (r"[]a] \bword\b [^]]", [{" word "}]),
        (r"\b(?:he|she){now} saw", [{" saw"}, {" he ", " she "}]),
        (r"\b(?:he|she){who}", [{"engineer", "team"}, {" he", " she"}]),
        ("(?:he|she)(?:|s) saw", [{" saw"}, {"he", "she"}]),
        ("^we(?! all) (?:)?(?: .)?lost$", [{"lost "}, {" we "}]),
    ],
)
def test_what_an_expression_needs(source: str, wanted: list[set[str]]) -> None:
    """The longest word of the parts that are seen most seldom; what may be left out needs nothing."""
    assert [set(words) for words in NEEDS.of(source)] == wanted


@pytest.mark.parametrize(
    "source", ["", ".*", "a?b*", "(?i:word)", "(?#word)word", "x|", "{any}", "{odd}", "(?:a|b)?", r"\d\w"]
)
def test_what_is_not_known_needs_nothing(source: str) -> None:
    """Nor does what this does not understand."""
    assert (NEEDS.of(source), "" in min(ANY)) == ((), True)


ATOMS = st.sampled_from(
    ["ab", "b", " ", "a b", r"\b", "-b", "c", "没有", "有", ".", r"\d", "[ab]", "(?!b)", "(?<=a)", "^", "$"]
)
PIECES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(st.sampled_from(["(?:", "(?=", "(", "(?P<n>"]), inner).map(lambda pair: f"{pair[0]}{pair[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{1,2}", "??", "+?", "{,1}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        st.sampled_from(["ab?", "ab+c", "没有*", "abc{0,1}"]),
    ),
    max_leaves=6,
)


@given(source=PIECES, texts=st.lists(st.text("abc 没有1", max_size=7), min_size=20, max_size=20))
def test_whatever_matches_has_each_needed_word(source: str, texts: list[str]) -> None:
    """The law on which it rests that nothing is missed, where words of letters stand between blanks."""
    try:
        form = re.compile(source)
    except re.error:
        return
    found = NEEDS.of(source)
    missed = [text for text in texts if form.search(text) and not all(map(lacking_none(text), found))]
    assert missed == []


def lacking_none(text: str) -> Callable[[Iterable[str]], bool]:
    """Return what tells whether a text has one of some words, as the sieve looks for them."""
    spaced = f" {re.sub('[^a-z]', ' ', text)} "
    return lambda words: any(word in (spaced if word.isascii() else text) for word in words)
