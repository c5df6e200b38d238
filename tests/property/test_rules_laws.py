"""Laws of check and of the ladder on records that nobody would think of."""

from __future__ import annotations

import contextlib
import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.base import record_data
from rcalog.model.findings import Finding, errors
from rcalog.model.ladder import missing
from rcalog.model.paths import format_path, value_at
from rcalog.model.policy import Policy
from rcalog.model.reading import InvalidRecord, read_incident, with_item_ids
from rcalog.model.rules import RULES, check
from rcalog.model.salvage import rest_of
from rcalog.model.timeline import Status
from tests.helpers.golden import golden
from tests.helpers.words import LEXICON

Data = dict[str, object]
Loc = tuple[str | int, ...]

WORDS = ["unknown", "root-cause", "same-as", "c2m9r", "2017-02", "~2017-02-01T00:36:00Z", "ana", "疏忽", "", "reviewed"]
OTHERS: list[object] = [None, True, -1, 9, [], {"id": "c2m9r"}, *WORDS]
values = st.sampled_from(OTHERS)
laws = settings(max_examples=60, deadline=None)


def places(data: object, loc: Loc = ()) -> list[Loc]:
    """Return every place in the data."""
    steps = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    return [place for step, inner in steps for place in ((*loc, step), *places(inner, (*loc, step)))]


@st.composite
def damaged(draw: st.DrawFn) -> Data:
    """Return the golden record with up to three values replaced by others."""
    data = golden()
    for _ in range(draw(st.integers(1, 3))):
        loc = draw(st.sampled_from(places(data)))
        part = value_at(loc[:-1], data)
        if isinstance(part, dict | list):
            part[loc[-1]] = copy.deepcopy(draw(values))  # type: ignore[index]
    return data


@laws
@given(damaged())
def test_what_is_left_of_a_record_that_is_refused(data: Data) -> None:
    """The rules look at it, and what they tell is at a place outside of all that was refused."""
    before = copy.deepcopy(data)
    rest = rest_of(data)
    found = check(rest.incident, rest.data, Policy(), LEXICON) if rest else []
    told = [one for one in found if rest and rest.tells(one)]
    assert data == before
    assert [one for one in told if rest and any(one.loc[: len(loc)] == loc for loc in rest.aside)] == []


@laws
@given(damaged())
def test_any_record_is_read_or_refused_with_findings(data: Data) -> None:
    """Bad data is a list of findings of known rules, each at a place, never a traceback."""
    found: tuple[Finding, ...] = ()
    try:
        read_incident(data)
    except InvalidRecord as refused:
        found = refused.findings
    assert {one.rule for one in found} <= set(RULES)
    assert all(one.path == format_path(one.loc, data) for one in found)


@laws
@given(damaged())
def test_any_record_that_is_read_is_checked(data: Data) -> None:
    """Check says the same twice, in places that exist, and of rules that the table has."""
    with contextlib.suppress(InvalidRecord):
        incident = read_incident(data)
        found = check(incident, data, Policy(), LEXICON)
        assert found == check(incident, data, Policy(), LEXICON)
        assert {one.rule for one in found} <= set(RULES)
        assert all(len(one.loc) < 2 or value_at(one.loc[:-1], data) is not None for one in found)


@laws
@given(damaged())
def test_what_is_written_is_read_again(data: Data) -> None:
    """Reading, naming and writing a record loses nothing and comes to rest."""
    with contextlib.suppress(InvalidRecord):
        named = with_item_ids(read_incident(data))
        assert with_item_ids(read_incident(record_data(named))) == named


@laws
@given(damaged(), st.sampled_from(Status))
def test_the_next_rung_lacks_no_less_than_this_one(data: Data, target: Status) -> None:
    """What keeps a record from a rung keeps it from the rungs above, unless it stands there already."""
    with contextlib.suppress(InvalidRecord):
        incident = read_incident({**data, "status": "ongoing"})
        policy = Policy()
        lacking = {
            (one.rule, one.loc) for one in errors(missing(incident, target, policy, LEXICON)) if one.rule != "R212"
        }
        above = {(one.rule, one.loc) for one in errors(missing(incident, Status.CLOSED, policy, LEXICON))}
        assert lacking <= above
