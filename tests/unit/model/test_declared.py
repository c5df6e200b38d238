"""What is declared: made, copied, compared, and written as plain data."""

from __future__ import annotations

import pickle

import pytest

from rcalog.model.actions import Action, Dropped
from rcalog.model.declared import Misfit, plain
from rcalog.model.incident import Lost
from rcalog.model.policy import Policy
from rcalog.model.timeline import Step
from rcalog.model.times import Day, When
from rcalog.model.vocabulary import Status

ACTION = Action.model_validate({"action": "Add an alert", "for": ["c1"], "x_board": "ops"})


def test_what_is_not_said_has_its_default() -> None:
    """A default that is a table is each one's own."""
    assert (ACTION.for_, ACTION.owner, ACTION.model_fields_set) == (("c1",), None, {"action", "for_"})
    assert Policy().rules is not Policy().rules


def test_what_must_be_said() -> None:
    """Nothing is made without it, nor changed once it is made."""
    with pytest.raises(TypeError, match="Dropped needs because"):
        Dropped(by="ana")  # type: ignore[call-arg]
    with pytest.raises(AttributeError, match="Action is frozen"):
        ACTION.owner = "ana"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="Action is frozen"):
        del ACTION.owner


def test_a_copy_with_other_values() -> None:
    """What is not a field is kept beside the keys that nobody knows."""
    copy = ACTION.model_copy(update={"owner": "ana", "x_more": 1})
    assert (copy.owner, copy.action, copy.model_extra) == ("ana", "Add an alert", {"x_board": "ops", "x_more": 1})
    assert copy.model_fields_set == {"action", "for_", "owner"}
    assert copy != ACTION


def test_equal_where_all_is_equal() -> None:
    """Also to one that went through another process; to nothing of another kind."""
    again = pickle.loads(pickle.dumps(ACTION))
    assert (again, hash(again), again.model_fields_set) == (ACTION, hash(ACTION), ACTION.model_fields_set)
    assert ACTION != "Add an alert"


def test_it_shows_what_it_holds() -> None:
    """Every field by its name."""
    assert repr(Lost(what="orders")) == "Lost(what='orders', amount=None, from_=None, to=None)"


def test_plain_data() -> None:
    """What JSON takes, by the names of the fields."""
    step = Step(status=Status.MITIGATED, at=When("2026-11-20"), how="rolled back")
    assert plain({"steps": (step,)}) == {
        "steps": [{"status": "mitigated", "at": When("2026-11-20"), "by": None, "how": "rolled back", "because": None}]
    }


def test_what_pydantic_refuses() -> None:
    """All that is wrong is said at once, also about what holds parts that were made already."""
    dropped = Dropped(because="no longer needed", until=Day("2027-01-01"))
    right = Action.model_validate({"action": "x", "dropped": dropped})
    assert right.dropped is dropped
    with pytest.raises(Misfit) as caught:
        Action.model_validate({"action": "", "status": "open", "dropped": dropped, "evidence": ("a", [])})
    assert [error["loc"] for error in caught.value.errors] == [("action",), ("status",), ("evidence", 1)]
