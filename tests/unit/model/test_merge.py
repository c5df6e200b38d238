"""Two revisions of a record that went apart: what becomes of them, case by case."""

from __future__ import annotations

import copy

import pytest

from rcalog.model.base import record_data
from rcalog.model.incident import Incident
from rcalog.model.merge import AmbiguousIds, DifferentRecords, Merged, merge
from rcalog.model.reading import read_incident, with_item_ids
from tests.helpers.edits import BASE, Data


def record(**changes: object) -> Incident:
    """Return the common record with some keys changed; None removes one."""
    return read_incident({**copy.deepcopy(BASE), **changes})


def merged(ours: Data, theirs: Data, **base: object) -> Merged:
    """Return what becomes of two sides that changed these keys; both ways round it is the same."""
    start = record(**base)
    one = merge(start, record(**base | ours), record(**base | theirs))
    assert merge(start, record(**base | theirs), record(**base | ours)) == one
    return one


def conflicts(of: Merged) -> list[tuple[str, object, object, object]]:
    """Return what both had changed differently."""
    assert {each.path for each in of.conflicts} == {each.path for each in of.incident.conflicts}
    return [(each.path, each.base, each.kept, each.other) for each in of.incident.conflicts]


def tree(of: Merged) -> list[object]:
    """Return the trees of causes by their ids."""

    def below(node: Data) -> object:
        return {node["id"]: [below(each) for each in node["because"]]} if node.get("because") else node["id"]

    whys = record_data(of.incident)["whys"]
    assert isinstance(whys, list)
    return [below(leg) for leg in whys]


def leg(*because: Data, name: str = "w1") -> Data:
    """Return a leg with causes below it."""
    return {"problem": f"Problem {name}", "id": name, "leg": "occurrence", "because": list(because)}


def cause(name: str, *because: Data, **more: object) -> Data:
    """Return a cause with causes below it."""
    return {"cause": f"Cause {name}", "id": name, **more, "because": list(because)}


def test_different_fields_and_items_come_together() -> None:
    """What only one side touched is taken from it, down to a key of an item."""
    event = {"event": "Call", "id": "e9999", "at": "2026-11-20T13:20:00+00:00"}
    first, *others = BASE["timeline"]
    found = merged(
        {"title": "Cards refused", "timeline": [{**first, "by": "ana"}, *others], "tags": ["data-loss", "tls"]},
        {"severity": "sev1", "timeline": [{**first, "type": "detection"}, *others, event], "tags": ["cards"]},
    )
    assert (found.incident.title, found.incident.severity, found.conflicts) == ("Cards refused", "sev1", ())
    assert found.incident.tags == ("cards", "tls")
    assert [(each.id, each.by, each.type) for each in found.incident.timeline][:2] == [
        ("e1111", "ana", "detection"),
        ("e9999", None, None),
    ]


@pytest.mark.parametrize(
    ("key", "ours", "theirs", "kept"),
    [
        ("status", "resolved", "ongoing", "ongoing"),
        ("severity", "sev4", "sev1", "sev1"),
        ("severity", "unrated", "sev2", "sev2"),
        ("title", "Orders lost", "Cards refused", "Cards refused"),
        ("summary", None, "Longer.", "Longer."),
        ("x_ticket", {"nr": 13}, "T-13", "T-13"),
    ],
)
def test_of_two_values_one_stays_and_the_other_is_kept(key: str, ours: object, theirs: object, kept: object) -> None:
    """The lower rung, the worse severity, an edit rather than a deletion, else the smaller text."""
    found = merged({key: ours}, {key: theirs})
    assert record_data(found.incident)[key] == kept
    assert conflicts(found) == [(key, BASE[key], kept, ours if kept == theirs else theirs)]


def test_new_values_on_both_sides_have_no_base() -> None:
    """A key that neither had before is in dispute like any other; a mapping is merged by its keys."""
    found = merged(
        {"roles": {"lead": "ana", "scribe": "li"}}, {"roles": {"lead": "kim", "record_owner": "li"}}, roles=None
    )
    assert record_data(found.incident)["roles"] == {"lead": "ana", "scribe": "li", "record_owner": "li"}
    assert conflicts(found) == [("roles.lead", None, "ana", "kim")]


def test_an_edited_item_outlives_its_deletion() -> None:
    """Who deleted it did not know what was added; both is told."""
    first, second, third = BASE["timeline"]
    found = merged({"timeline": [first, third]}, {"timeline": [first, {**second, "event": "Rolled back twice"}, third]})
    assert [each.event for each in found.incident.timeline] == ["Alert", "Rolled back twice", "All well"]
    assert conflicts(found) == [("timeline[e2222]", "13:50 Rolled back", "13:50 Rolled back twice", None)]


def test_items_that_nobody_else_touched_go() -> None:
    """A deletion counts where the other side left the item alone."""
    found = merged({"actions": BASE["actions"][:1]}, {"actions": [*BASE["actions"], {"action": "Test it"}]})
    assert [each.action for each in found.incident.actions] == ["Renew by machine", "Test it"]
    assert found.conflicts == ()


def test_items_without_ids_are_the_same_by_their_words() -> None:
    """An id that only one side has given is the one that the other would give."""
    *others, last = BASE["timeline"]
    found = merged(
        {"timeline": [*others, {**last, "by": "ana"}]}, {"timeline": [*others, {**last, "type": "resolution"}]}
    )
    assert [(each.event, each.by, each.type) for each in found.incident.timeline][2:] == [
        ("All well", "ana", "resolution")
    ]


def test_new_items_of_both_sides_stand_in_one_order() -> None:
    """Steps of the ladder by their time, other items by what they are known by; no side comes first."""
    step, more = BASE["ladder"][0], "2026-11-20T1{}:00:00+00:00"
    late = {"status": "resolved", "at": more.format(9), "how": "all quiet"}
    early = {"status": "ongoing", "at": more.format(5), "because": "again"}
    links = [{"rel": "related", "to": f"20250101-hv4e{last}"} for last in "abc"]
    found = merged(
        {"ladder": [step, late], "links": [*links[:2], *BASE["links"]]},
        {"ladder": [step, early], "links": [links[2], *BASE["links"]]},
    )
    assert [each.how or each.because for each in found.incident.ladder] == ["error rate at 0", "again", "all quiet"]
    assert [each.to[-1] for each in found.incident.links] == ["a", "b", "c", "t"]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("bacd", "abcdx", "bacdx"),
        ("bacd", "acbd", "acbd"),
        ("dabc", "abc", "abc"),
        ("bcd", "dabc", "bcd"),
        ("xabcd", "abcdx", "xabcd"),
    ],
)
def test_a_list_is_moved_as_one_side_moved_it(ours: str, theirs: str, expected: str) -> None:
    """Where both moved items, one of the two orders is taken; where one removed some, they stand as they were."""
    found = merged({"tags": [*ours]}, {"tags": [*theirs]}, tags=[*"abcd"])
    assert "".join(found.incident.tags) == expected


def test_an_edited_item_comes_back_behind_its_neighbour() -> None:
    """The side that deleted it moved the others; all stand where they stood before."""
    actions = [{"action": name, "id": name} for name in "abcd"]
    a, b, c, d = actions
    found = merged(
        {"actions": [d, b, c]}, {"actions": [{**a, "owner": "li"}, b, {**c, "owner": "li"}, d]}, actions=actions
    )
    assert [each.id for each in found.incident.actions] == ["a", "b", "c", "d"]


def test_events_are_in_the_order_of_time() -> None:
    """An event whose time nobody knows stays behind the one before it."""
    at = "2026-11-20T1{}:00:00+00:00"
    lost: Data = {"event": "Lost", "id": "e3", "at": "unknown"}
    noon: Data = {"event": "Noon", "id": "e4", "at": at.format(2)}
    one: Data = {"event": "One", "id": "e5", "at": at.format(1)}
    found = merged({"timeline": [lost, noon]}, {"timeline": [one]}, timeline=[])
    assert [each.event for each in found.incident.timeline] == ["Lost", "One", "Noon"]


def test_causes_are_merged_node_by_node() -> None:
    """One hangs a cause below another, one moves that: both happens."""
    start = [leg(cause("c1"), cause("c2"))]
    found = merged(
        {"whys": [leg(cause("c1", cause("c2")))]},
        {"whys": [leg(cause("c1"), cause("c2", cause("c3"), level="human"))]},
        whys=start,
    )
    assert tree(found) == [{"w1": [{"c1": [{"c2": ["c3"]}]}]}]
    assert found.conflicts == ()


def test_a_cause_below_two_others_is_told() -> None:
    """A node hangs in one place; the other place is kept."""
    start = [leg(cause("c1"), cause("c2"), cause("c3"))]
    found = merged(
        {"whys": [leg(cause("c1", cause("c3")), cause("c2"))]},
        {"whys": [leg(cause("c1"), cause("c2", cause("c3")))]},
        whys=start,
    )
    assert tree(found) == [{"w1": [{"c1": ["c3"]}, "c2"]}]
    assert conflicts(found) == [("whys[w1].because[c1].because[c3]", "w1", "c1", "c2")]


def test_a_ring_of_causes_is_opened() -> None:
    """Each of two was hung below the other: one goes back to where it was."""
    found = merged(
        {"whys": [leg(cause("c1", cause("c2")))]},
        {"whys": [leg(cause("c2", cause("c1")))]},
        whys=[leg(cause("c1"), cause("c2"))],
    )
    assert tree(found) == [{"w1": [{"c1": ["c2"]}]}]
    assert conflicts(found) == [("whys[w1].because[c1]", "w1", "w1", "c2")]


def test_a_ring_of_new_causes_hangs_from_a_leg() -> None:
    """Two sides found the same two causes, each the other way round."""
    found = merged({"whys": [leg(cause("c1", cause("c2")))]}, {"whys": [leg(cause("c2", cause("c1")))]}, whys=[leg()])
    assert tree(found) == [{"w1": [{"c1": ["c2"]}]}]
    assert conflicts(found) == [
        ("whys[w1].because[c1]", None, "w1", "c2"),
        ("whys[w1].because[c1].because[c2]", None, "c1", "w1"),
    ]


def test_what_a_living_cause_hangs_from_stays() -> None:
    """One deleted a branch, the other dug deeper in it; only the way down to that stays, and it is told once."""
    start = [leg(cause("c1", cause("c2", cause("c3")), cause("c4")))]
    found = merged(
        {"whys": [leg()]},
        {"whys": [leg(cause("c1", cause("c2", cause("c3", end="unknown")), cause("c4")))]},
        whys=start,
    )
    assert tree(found) == [{"w1": [{"c1": [{"c2": ["c3"]}]}]}]
    assert conflicts(found) == [("whys[w1].because[c1]", "Cause c1", "Cause c1", None)]


def test_the_branch_below_an_edited_cause_lives() -> None:
    """Who deleted the branch did not know that the cause at its top would be ended otherwise."""
    start = [leg(cause("c1", cause("c2", cause("c3"))), cause("c4", cause("c5")))]
    end = [leg(cause("c1", cause("c2", cause("c3"), level="human"), level="human"))]
    found = merged({"whys": [leg()]}, {"whys": end}, whys=start)
    assert tree(found) == [{"w1": [{"c1": [{"c2": ["c3"]}]}]}]
    assert conflicts(found) == [("whys[w1].because[c1]", "Cause c1", "Cause c1", None)]


def test_a_ring_is_opened_to_a_cause_that_both_deleted() -> None:
    """Where a node goes back to hangs from what is gone, that comes back too."""
    start = [leg(cause("c0", cause("c1"), cause("c2")))]
    found = merged({"whys": [leg(cause("c1", cause("c2")))]}, {"whys": [leg(cause("c2", cause("c1")))]}, whys=start)
    assert tree(found) == [{"w1": [{"c0": [{"c1": ["c2"]}]}]}]
    assert conflicts(found) == [
        ("whys[w1].because[c0]", "Cause c0", "Cause c0", None),
        ("whys[w1].because[c0].because[c1]", "c0", "c0", "c2"),
        ("whys[w1].because[c0].because[c1]", "c0", "c0", "w1"),
        ("whys[w1].because[c0].because[c1].because[c2]", "c0", "c1", "w1"),
    ]


def test_the_leg_of_one_side_alone_is_taken() -> None:
    """Only where both changed a tree it is taken apart."""
    legs = [leg(cause("c1")), leg(cause("c1"), name="w2")]
    assert tree(merged({"whys": legs}, {"title": "Cards refused"})) == [{"w1": ["c1"]}, {"w2": ["c1"]}]
    with pytest.raises(AmbiguousIds) as caught:
        merge(record(), record(whys=legs), record(whys=[]))
    assert caught.value.message == "the id c1 stands on two causes or legs"


def test_disputes_add_up() -> None:
    """A third clone that disagrees too: each value but the one that stands is kept, whoever met whom first."""
    sides = [record(title=title) for title in ("Cards refused", "Orders lost", "Tills down")]
    found = []
    for one, two, three in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        pair = merge(record(), sides[one], sides[two])
        found.append(merge(record(), pair.incident, sides[three]).incident)
    assert found[0] == found[1] == found[2]
    assert [(each.kept, each.other) for each in found[0].conflicts] == [
        ("Cards refused", "Orders lost"),
        ("Cards refused", "Tills down"),
    ]


def test_a_dispute_that_one_side_settled_is_settled() -> None:
    """Conflicts are cleared like any other item, and known ones stay."""
    known = [{"path": "title", "base": "a", "kept": "b", "other": "c"}, {"path": "tags", "kept": 1, "other": 2}]
    found = merged({"conflicts": known[:1]}, {"summary": "New."}, conflicts=known)
    assert [each.path for each in found.incident.conflicts] == ["title"]


def test_a_value_that_is_in_place_again_is_in_no_dispute() -> None:
    """What was kept aside has won meanwhile."""
    known = {"path": "title", "base": "Payments down", "kept": "Orders lost", "other": "Cards refused"}
    found = merged({"title": "Orders lost", "conflicts": [known]}, {"title": "Cards refused"})
    assert [(each.kept, each.other) for each in found.incident.conflicts] == [("Cards refused", "Orders lost")]


def test_two_incidents_are_not_merged() -> None:
    """A file that holds another incident on one side is for people to look at."""
    other = record(id="20261120-hv4et")
    for start, theirs in ((record(), other), (other, record())):
        with pytest.raises(DifferentRecords) as caught:
            merge(start, record(), theirs)
        assert caught.value.message.startswith("20261120-paydn and 20261120-")
    assert merge(None, record(), record()).incident == with_item_ids(record())


EVENTS = [
    {"event": text, "id": f"e000{number}", "at": at}
    for number, (text, at) in enumerate(
        (("a", "2026-11-20T10:00:00+00:00"), ("b", "unknown"), ("c", "2026-11-20T12:00:00+00:00"))
    )
]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([0, "m", 1, 2], [0, 1, 2, "n"], "abmcn"),
        (["m", 0, 1, 2], [0, 1, "n", 2], "mabnc"),
        ([1, 2, "m"], [0, 1, 2, "n"], "bcmn"),
        ([0, 2, "m"], [0, 1, "n", 2], "acmn"),
    ],
)
def test_events_of_which_nobody_knows_the_time(ours: list[int | str], theirs: list[int | str], expected: str) -> None:
    """They go with the one that they stood behind; new ones stand at the end where somebody removed one."""

    def side(items: list[int | str]) -> list[dict[str, str]]:
        return [
            EVENTS[each] if isinstance(each, int) else {"event": each, "id": f"e{each}999", "at": "unknown"}
            for each in items
        ]

    found = merged({"timeline": side(ours)}, {"timeline": side(theirs)}, timeline=EVENTS)
    assert "".join(each.event for each in found.incident.timeline) == expected
