"""Field paths: one grammar for `set`, history, findings and conflicts."""

from __future__ import annotations

import pytest

from rcalog.model.findings import Loc
from rcalog.model.paths import BadFieldPath, format_path, locate, value_at
from tests.helpers.golden import golden

GOLDEN = golden()


def places(data: object, above: Loc = ()) -> list[Loc]:
    """Return the place of every value below one."""
    if isinstance(data, dict):
        return [place for key, value in data.items() for place in [(*above, key), *places(value, (*above, key))]]
    if isinstance(data, list):
        return [place for at, value in enumerate(data) for place in [(*above, at), *places(value, (*above, at))]]
    return []


@pytest.mark.parametrize("loc", places(GOLDEN), ids=lambda loc: format_path(loc, GOLDEN))
def test_there_and_back(loc: Loc) -> None:
    """Every place of a whole record has a path that leads to it."""
    assert locate(format_path(loc, GOLDEN), GOLDEN) == loc


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("severity", "sev1"),
        ("times.introduced", "unknown"),
        ("actions[am3x7].due", "2017-02-15"),
        ("actions[1].owner", "li.wei"),
        ("actions[am3x7].proofs[p1c0q].proof", "pass"),
        ("whys[w7np2].because[c8x3d].because[c2m9r].since", "2016-04"),
        ("actions[am3x7].for[0]", "cj6ve"),
        ("x_customer_ticket", 4711),
        ("absent", None),
        ("times.absent", None),
        ("title.deeper", None),
    ],
)
def test_the_value_at_a_path(path: str, value: object) -> None:
    """An item goes by its id or its position; the last key may be absent."""
    assert value_at(locate(path, GOLDEN), GOLDEN) == value


@pytest.mark.parametrize("loc", [("actions", 9), ("title", 0), ("title", "x"), (0,), ("actions", "owner")])
def test_no_value_where_nothing_is(loc: Loc) -> None:
    """A place that is not there has none; text is no list of its characters."""
    assert value_at(loc, GOLDEN) is None


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "cannot read ''"),
        ("times..x", "cannot read ''"),
        ("1st", "cannot read '1st'"),
        ("actions[]", r"cannot read 'actions\[\]'"),
        ("actions[am3x7", r"cannot read 'actions\[am3x7'"),
        ("a b", "cannot read 'a b'"),
        ("actions[zzzzz]", "no item 'zzzzz' in actions"),
        ("actions[9].due", "no item '9' in actions"),
        ("title[0]", "no item '0' in title"),
        ("times[0]", "no item '0' in times"),
        ("absent[0]", "no item '0' in absent"),
    ],
)
def test_what_is_no_path(path: str, reason: str) -> None:
    """It says which part cannot be followed."""
    with pytest.raises(BadFieldPath, match=reason):
        locate(path, GOLDEN)


def test_a_place_that_has_gone_is_still_named() -> None:
    """A finding about something that is absent has a path all the same."""
    assert format_path(("actions", 7, "due"), GOLDEN) == "actions[7].due"
    assert format_path(("title", 2), GOLDEN) == "title[2]"
    assert format_path(("gone", "deep"), GOLDEN) == "gone.deep"
