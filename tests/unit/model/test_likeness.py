"""How much two incidents have in common, and why."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.likeness import Comparison, Feature, Profile, Rarity, profile, text_profile

POOL: dict[str, object] = {
    "title": "数据库连接池耗尽",
    "services": ["Checkout"],
    "tags": ["pool"],
    "summary": "The replica lagged.",
    "impact": {"summary": "502 for all"},
    "whys": [
        {
            "problem": "No connection",
            "leg": "occurrence",
            "because": [
                {"cause": "retry storm", "id": "c8x3d", "because": ["no limit"]},
                {"cause": "pool too small", "same_as": "c2m9r"},
            ],
        },
        "not a leg",
    ],
}
COMMON = Rarity(10, dict.fromkeys((Feature("word", word) for word in ("the", "of", "for")), 10))
VALUES = st.lists(st.sampled_from(["lag", "pool", "连接池", "the", "mail queue"]), max_size=4)


def compared(one: Profile, other: Profile, rarity: Rarity = COMMON) -> list[tuple[str, tuple[str, ...]]]:
    """Return kinds and values of the reasons."""
    return [(reason.kind, reason.values) for reason in Comparison(one, rarity).reasons(other)]


def test_profile() -> None:
    """An incident is about its services, tags, legs and causes; words of titles and causes count more than others."""
    weights = {(feature.kind, feature.value): weight for feature, weight in profile(POOL).weights.items()}
    assert {key: weight for key, weight in weights.items() if key[0] != "word"} == {
        ("service", "checkout"): 3,
        ("tag", "pool"): 3,
        ("leg", "occurrence"): 1,
        ("cause", "c8x3d"): 5,
        ("cause", "c2m9r"): 5,
    }
    words = {value: weight for (kind, value), weight in weights.items() if kind == "word"}
    assert words == {
        **dict.fromkeys(["数据", "据库", "库连", "连接", "接池", "池耗", "耗尽"], 2),
        **dict.fromkeys(["connection", "retry", "storm", "limit", "pool", "small"], 2),
        **dict.fromkeys(["replica", "lagged", "502"], 1),
    }


@pytest.mark.parametrize(
    "data", [{}, {"title": None, "whys": "x", "services": None, "impact": "bad"}, {"impact": {"summary": None}}]
)
def test_profile_of_little(data: dict[str, object]) -> None:
    """A record that says next to nothing is about nothing."""
    assert profile(data).weights == {}


def test_text() -> None:
    """A text is about its words, and about the services and tags that it names as a whole."""
    known = [Feature("service", "checkout-api"), Feature("tag", "pool"), Feature("service", "check")]
    weights = text_profile("Checkout-API: pool empty", known).weights
    assert {feature for feature in weights if feature.kind != "word"} == {known[0], known[1]}
    words = {feature.value: weight for feature, weight in weights.items() if feature.kind == "word"}
    assert words == dict.fromkeys(["checkout", "api", "pool", "empty"], 2)


def test_rarity() -> None:
    """What nearly all have tells nothing, what one of many has tells most."""
    rarity = Rarity(99, {Feature("tag", "all"): 99, Feature("tag", "few"): 1})
    assert rarity.of(Feature("tag", "all")) == pytest.approx(log(100 / 99.5))
    assert rarity.of(Feature("tag", "few")) == pytest.approx(log(100 / 1.5))
    assert rarity.of(Feature("tag", "none")) == pytest.approx(log(100 / 0.5))
    assert Rarity(1, {Feature("tag", "all"): 5}).of(Feature("tag", "all")) == 0


def test_reasons() -> None:
    """Everything that both have is a reason, the weightiest first, but for `the` and `all`; words side by side are shown so."""
    other = profile({
        "title": "Retry storm; 连接池 full",
        "services": ["checkout"],
        "whys": [{"leg": "occurrence", "because": [{"cause": "the retry of all", "id": "c8x3d"}]}],
    })  # fmt: skip
    assert compared(profile(POOL), other) == [
        ("word", ("retry storm", "连接池")),
        ("cause", ("c8x3d",)),
        ("service", ("checkout",)),
        ("leg", ("occurrence",)),
    ]
    comparison = Comparison(profile(POOL), COMMON)
    shares = [reason.share for reason in comparison.reasons(other)]
    assert comparison.score(other) == pytest.approx(sum(shares))


def test_a_word_is_shown_once() -> None:
    """What stands in a longer stretch is not said again."""
    other = profile({"title": "Retry storm", "summary": "The storm was over at noon"})
    assert compared(text_profile("retry storm"), other) == [("word", ("retry storm",))]


def test_the_rarest_of_a_kind_is_said_first() -> None:
    """Not the first of the alphabet."""
    one = profile({"services": ["api", "mail"]})
    assert compared(one, one, Rarity(10, {Feature("service", "api"): 9})) == [("service", ("mail", "api"))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the replica lag grew", ("replica lag grew",)),
        ("replica  lag", ("replica  lag",)),
        ("连接池 replica", ("连接池 replica",)),
        ("db1 replica, then lag db1", ("db1 replica", "lag db1")),
    ],
)
def test_words_side_by_side(text: str, shown: tuple[str, ...]) -> None:
    """However many they are, with whatever blanks between them; of two stretches as long the first of the alphabet first."""
    words = "db1 replica lag grew 连接池"
    assert compared(text_profile(words), profile({"summary": text})) == [("word", shown)]


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("连接池满了，写入失败", "连接池满了，写入失败", ("写入失败", "连接池满")),
        ("没有一个租户的数据", "其他租户的一个数据", ("租户", "数据")),
        ("单个租户占用", "一个租户占用", ("租户占用",)),
        ("的连接没有", "她的连接没有", ("连接",)),
        ("个连", "一个连", ("个连",)),
    ],
)
def test_chinese_words_side_by_side(one: str, other: str, shown: tuple[str, ...]) -> None:
    """Where a clause ends they do, too; of a word that says nothing no half is shown."""
    assert compared(text_profile(one), profile({"summary": other})) == [("word", shown)]


def test_words_of_two_lines_do_not_stand_side_by_side() -> None:
    """Nor do those of two sentences; a single sign, as in a name, does not part them."""
    other = profile({"summary": "see db1/users\nlag. users (lag"})
    assert compared(text_profile("db1 users lag"), other) == [("word", ("db1/users", "lag"))]


def test_nothing_in_common() -> None:
    """Without anything to compare, or where all is everywhere, there is no likeness."""
    everywhere = Rarity(10, {Feature("word", "of"): 11})
    pairs = [("lag", "mail", COMMON), ("", "mail", COMMON), ("of", "of", everywhere)]
    for one, other, rarity in pairs:
        comparison, wanted = Comparison(text_profile(one), rarity), text_profile(other)
        assert (comparison.score(wanted), comparison.reasons(wanted)) == (0, [])


@given(VALUES, VALUES)
def test_laws(one: list[str], other: list[str]) -> None:
    """The score is from 0 to 1; it is 1 for the same, and what is added to one never takes from it."""
    first = profile({"title": " ".join(one), "tags": one})
    second, more = ({"title": " ".join(texts), "tags": texts} for texts in (other, [*other, *one]))
    comparison = Comparison(first, COMMON)
    part, whole = (comparison.score(comparison.met(texts)) for texts in (second, more))
    assert part == comparison.score(profile(second))
    assert 0 <= part <= whole + 1e-9 <= 1 + 2e-9
    assert whole == pytest.approx(1 if first.weights else 0)
