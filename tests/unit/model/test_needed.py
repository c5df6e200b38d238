"""What a text must have for an expression to match in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.needed import ANY, Words, needed

LISTS = {"who": frozenset({"engineer", "team"}), "any": ANY}


def words(name: str) -> Words:
    """Return what the lists of these tests need."""
    return LISTS[name]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("fail to follow", {"follow"}),
        ("the (?:alert|alarm)s? went off", {"alert", "alarm"}),
        ("(?:an? )?lack of .*", {"lack"}),
        ("(?:did|does)(?:n't)? see", {"see"}),
        ("no(?:t|thing)", {"no"}),
        ("{who} (?:was|were) told", {"told"}),
        ("(?:{who})? asked", {"asked"}),
        ("{who}", {"engineer", "team"}),
        ("(?=.*slow)x+", {"slow"}),
        ("(?!slow)down", {"down"}),
        ("(?<!not )seen(?<=n)", {"seen"}),
        ("(?:blame){0,2}dd", {"dd"}),
        ("(?:blame){1,2}d", {"blame"}),
        ("(?P<name>rota) is", {"rota"}),
        ("没有(?:组织|进行)过?培训", {"没有"}),
        ("a bc|没有d", {"bc", "没有"}),
        (r"[]a] \bword\b [^]]", {"word"}),
    ],
)
def test_what_an_expression_needs(source: str, wanted: set[str]) -> None:
    """The longest word of the part that is seen most seldom; what may be left out needs nothing."""
    assert needed(source, words) == wanted


@pytest.mark.parametrize("source", ["", ".*", "a?b*", "(?i:word)", "(?#word)word", "x|", "{any}", "(?:a|b)?", r"\d\w"])
def test_what_is_not_known_needs_nothing(source: str) -> None:
    """Nor does what this does not understand."""
    assert "" in needed(source, words)


ATOMS = st.sampled_from(["ab", "b", "c", "没有", "有", ".", r"\d", "[ab]", "(?!b)", "(?<=a)", "^", "$"])
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


@given(source=PIECES, texts=st.lists(st.text("abc没有1", max_size=7), min_size=20, max_size=20))
def test_whatever_matches_has_a_needed_word(source: str, texts: list[str]) -> None:
    """The law on which it rests that nothing is missed."""
    try:
        form = re.compile(source)
    except re.error:
        return
    found = needed(source, words)
    assert [text for text in texts if form.search(text) and not any(word in text for word in found)] == []
