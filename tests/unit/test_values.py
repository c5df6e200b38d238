"""Small values that are cheap to load."""

from __future__ import annotations

from functools import cached_property

import pytest

from rcalog.values import Value


class Spot(Value):
    """A value with a field that need not be said."""

    row: int
    name: str = "none"

    @cached_property
    def double(self) -> int:
        """Something that is computed once."""
        return self.row * 2


class Marked(Spot):
    """A value with one field more."""

    mark: str = ""


def test_fields_are_given_in_order_or_by_name() -> None:
    """Both ways make the same value; what is not given has its default."""
    assert (Spot(1), Spot(1, "b"), Marked(2, mark="x")) == (Spot(row=1), Spot(name="b", row=1), Marked(2, "none", "x"))
    assert repr(Marked(2)) == "Marked(row=2, name='none', mark='')"


def test_values_with_the_same_fields_are_equal() -> None:
    """What was computed of a value does not count; another kind of value is never equal."""
    one, other = Spot(1), Spot(1)
    assert one.double == 2
    assert (one == other, hash(one) == hash(other), one == Spot(2), one == (1, "none")) == (True, True, False, False)


def test_a_changed_value_is_another() -> None:
    """The old one stays, and what was computed of it is not taken along."""
    one = Spot(1, "a")
    assert one.double == 2
    assert (one.with_(row=3), one.with_(row=3).double, one) == (Spot(3, "a"), 6, Spot(1, "a"))


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, "a", 2), {}), ((1,), {"colour": 1}), ((), {"colour": 1})])
def test_a_value_has_its_fields_and_no_others(given: tuple[object, ...], named: dict[str, object]) -> None:
    """What is missing or too much is refused with the names of the fields."""
    with pytest.raises(TypeError, match="Spot has the fields row, name"):
        Spot(*given, **named)  # type: ignore[arg-type]


def test_a_value_is_never_set_again() -> None:
    """Its fields stay as they were made."""
    with pytest.raises(AttributeError, match=r"Spot\.row"):
        Spot(1).row = 2  # type: ignore[misc]


class Pair(Value):
    """A value with a value in it."""

    left: Spot
    right: int


def test_what_a_value_holds_by_name() -> None:
    """Values in values too."""
    assert Pair(Spot(1), 2).as_dict() == {"left": {"row": 1, "name": "none"}, "right": 2}
