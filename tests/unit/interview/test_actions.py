"""From a root cause to an action on one line."""

from __future__ import annotations

import pytest

from rcalog.interview.state import Remark, State
from rcalog.model.actions import Action, Aim, Strength
from rcalog.model.causes import Accepted, LegName
from rcalog.model.times import Day
from tests.helpers.interview import asked, begin, question, refused, remarks, sentence, tell


def at_action(severity: str = "sev1", actions: tuple[object, ...] = ()) -> State:
    """Return a state in which an action for the only root cause is asked for."""
    causes = [{"cause": "The mails were rejected", "id": "cj6ve", "end": "root-cause", "changeable_by": "ops"}]
    whys = [{"leg": "occurrence", "problem": "0 of 4 copies", "id": "w1", "reads_true": True, "because": causes}]
    return begin(whys=whys, severity=severity, actions=list(actions))


def test_one_line_holds_owner_and_date() -> None:
    """Aim and strength are proposed, and confirmed by Enter."""
    state = tell(at_action(), "Restore nightly into an empty host @ana 2w")
    assert (sentence(state), question(state).default) == (
        "«Restore nightly into an empty host» (+ and another)",
        "recover · intermediate · @ana · 2017-02-17",
    )
    (action,) = tell(state, "").incident.actions
    expected = {"owner": "ana", "due": Day("2017-02-17"), "aims_to": Aim.RECOVER, "strength": Strength.INTERMEDIATE, "for_": ("cj6ve",)}  # fmt: skip
    assert action == Action(action="Restore nightly into an empty host", id=action.id).model_copy(update=expected)


def test_the_policy_gives_the_date() -> None:
    """Sev1 has fifteen days; an unrated incident counts as sev2."""
    line = "Watch the dump @ana"
    dues = [tell(at_action(severity=severity), line, "").incident.actions[0].due for severity in ("sev1", "unrated")]
    assert dues == [Day("2017-02-18"), Day("2017-03-05")]


def test_a_drill_recurs() -> None:
    """`every 1d` makes it one."""
    state = tell(at_action(), "Restore last night's dump @ana 2w every 1d")
    assert question(state).default == "recover · intermediate · @ana · 2017-02-17 · every 1d"
    assert tell(state, "").incident.actions[0].every == "1d"


def test_what_is_proposed_may_be_changed() -> None:
    """Any of it, in any order and both languages."""
    (action,) = tell(at_action(), "Watch the dump", "根治 limit @li 3w every 1w").incident.actions
    found = (action.strength, action.aims_to, action.owner, action.due, action.every)
    assert found == (Strength.STRONG, Aim.LIMIT, "li", Day("2017-02-24"), "1w")


def test_an_action_without_owner_is_remarked() -> None:
    """It may stay so for now."""
    state = tell(at_action(), "Watch the dump")
    assert remarks(state) == ["remark.no-owner"]
    assert tell(state, "").incident.actions[0].owner is None


def test_many_open_actions_are_remarked() -> None:
    """Three done beat fifteen open."""
    state = tell(at_action(actions=tuple({"action": f"Do {number}"} for number in range(5))), "Watch the dump @ana")
    assert remarks(state) == ["remark.many-actions"]


@pytest.mark.parametrize("text", ["Watch it @ana soonish", "Watch it @ana every fortnight"])
def test_what_cannot_be_read_after_the_owner_is_refused(text: str) -> None:
    """Nothing is guessed."""
    assert refused(at_action(), text) in ("refuse.due-not-understood", "refuse.period-not-understood")


def test_a_change_that_cannot_be_read_is_refused() -> None:
    """The proposal stands."""
    assert refused(tell(at_action(), "Watch it @ana"), "soonish") == "refuse.due-not-understood"


def test_an_action_has_a_text() -> None:
    """An owner alone is no action, nor is a strength or an aim."""
    assert {refused(at_action(), text) for text in ("@ana 2w", "加固", "Strong", "prevent @ana")} == {
        "refuse.action-text"
    }


@pytest.mark.parametrize("key", ["", "-"])
def test_an_action_may_wait(key: str) -> None:
    """Enter leaves it for later."""
    assert asked(tell(at_action(), key)) is None


def test_a_root_cause_that_stays_is_accepted_with_a_signature() -> None:
    """`.` asks who accepts it, until when, and why."""
    state = tell(at_action(), ".", "@cto 2018-01-01 the mails are not needed any more")
    cause = state.legs[0].because[0]
    accepted = Accepted(by="cto", until=Day("2018-01-01"), because="the mails are not needed any more")
    assert (cause.accepted, cause.changeable_by, asked(state)) == (accepted, None, None)


def test_where_an_action_relies_on_people_another_is_asked_for() -> None:
    """By the aims that nothing aims at yet; Enter means nothing more. One that holds by itself is enough."""
    state = tell(at_action(), "Remind everybody of the mails @ana detect", "")
    assert sentence(state) == "What else would prevent, limit or recover, against «The mails were rejected»?"
    more = tell(state, "Train for it @li 2w recover", "")
    assert sentence(more) == "What else would prevent or limit, against «The mails were rejected»?"
    assert [action.owner for action in tell(more, "").incident.actions] == ["ana", "li"]
    assert [asked(state), asked(tell(state, "Restore nightly into an empty host @li", ""))] == ["another", "elsewhere"]
    assert asked(tell(at_action(), "Alert when the newest dump is older than 25 h @ana", "")) == "elsewhere"


@pytest.mark.parametrize("text", ["+", "＋", "strong +"])
def test_another_action_may_be_asked_for(text: str) -> None:
    """Though the first one holds by itself."""
    state = tell(at_action(), "Restore nightly into an empty host @ana", text)
    assert (asked(state), len(state.incident.actions)) == ("another", 1)


def test_when_all_aims_are_met_more_may_still_be_done() -> None:
    """It is asked for without naming any."""
    state = at_action()
    for aim in ("prevent", "detect", "limit", "recover"):
        state = tell(state, f"Do it @ana 2w {aim} weak", "")
    assert sentence(state) == "What else is to be done about «The mails were rejected»?"


def test_where_else_a_cause_lives_becomes_an_action() -> None:
    """Asked once, after the actions; Enter means nowhere that is known."""
    state = tell(at_action(), "Sign the mails @ana", "", "")
    assert (sentence(state), asked(tell(state, ""))) == ("Where else does «The mails were rejected» live?", None)
    there = tell(state, "the billing host @li 3w").incident.actions[-1]
    expected = ("Look for «The mails were rejected» in the billing host", "li", Aim.PREVENT, Strength.INTERMEDIATE, ("cj6ve",))  # fmt: skip
    assert (there.action, there.owner, there.aims_to, there.strength, there.for_) == expected
    assert refused(state, "the billing host @li soonish") == "refuse.due-not-understood"
    numbered = tell(state, "1 the billing host")
    assert numbered.incident.actions[-1].action == there.action
    assert numbered.echo == Remark("remark.action", {"action": there.action})


def test_of_several_causes_the_number_comes_first() -> None:
    """In digits or in Chinese."""
    causes = [{"cause": text, "end": "root-cause", "changeable_by": "ops"} for text in ("One fact", "Two facts")]
    state = begin(whys=[{"leg": "occurrence", "problem": "0 of 4", "reads_true": True, "because": causes}])
    state = tell(state, "Sign @ana", "", "", "Refuse to start @ana", "")
    assert question(state).choices == ("One fact", "Two facts")
    assert tell(state, "二 billing @li").incident.actions[-1].action == "Look for «Two facts» in billing"
    assert [refused(state, text) for text in ("billing", "3 billing", "1")] == ["refuse.elsewhere"] * 3


def test_where_else_is_asked_once_for_all_legs() -> None:
    """Of all that something is done about; a leg that is taken up later is asked for what is new in it."""
    roots = [{"cause": text, "end": "root-cause", "changeable_by": "ops"} for text in ("One fact", "Two facts")]
    whys = [{"leg": leg, "problem": "0 of 4", "reads_true": True, "because": [root]} for leg, root in zip(("occurrence", "recovery"), roots, strict=True)]  # fmt: skip
    state = tell(begin(None, whys=whys, severity="sev5"), "Refuse to start @ana", "")
    assert (asked(state), asked(tell(state, "-"))) == ("action", "elsewhere")
    state = tell(state, "Restore it nightly @ana", "")
    assert (asked(state), question(state).choices) == ("elsewhere", ("One fact", "Two facts"))
    there = tell(state, "2 billing").incident.actions[-1]
    assert (there.action, asked(tell(state, "2 billing"))) == ("Look for «Two facts» in billing", "more")


def test_what_has_actions_is_not_asked_for_places_again() -> None:
    """A later interview asks only for what is lacking."""
    causes = [{"cause": "Full", "id": "c1", "end": "root-cause", "changeable_by": "ops"}]
    legs = [{"leg": "occurrence", "problem": "0 of 4", "reads_true": True, "because": causes}]
    assert asked(begin(whys=legs, actions=[{"action": "Grow it", "for": ["c1"]}])) is None


def test_what_cannot_be_proposed_is_asked_for() -> None:
    """Neither aim nor strength is guessed."""
    causes = [{"cause": "Full", "id": "c1", "end": "root-cause", "changeable_by": "ops"}]
    legs = [{"leg": "defence", "problem": "0 of 4", "reads_true": True, "because": causes}]
    state = tell(begin(LegName.DEFENCE, whys=legs, severity="sev5"), "Buy faster disks")
    assert (remarks(state), question(state).default) == (
        ["remark.no-owner", "remark.no-aim", "remark.no-strength"],
        "2017-05-04",
    )
    (action,) = tell(state, "加固 限制 @li").incident.actions
    assert (action.aims_to, action.strength) == (Aim.LIMIT, Strength.INTERMEDIATE)


def test_a_compensation_has_no_strength() -> None:
    """None is proposed, and none is missed."""
    state = tell(at_action(), "Refund the affected customers @ana")
    assert (remarks(state), question(state).default) == ([], "compensate · @ana · 2017-02-18")


def test_many_open_actions_are_remarked_once() -> None:
    """At the sixth, not at each that follows."""
    state = at_action(actions=tuple({"action": f"Do {number}"} for number in range(5)))
    state = tell(state, "Remind people @ana", "", "Watch the mails @ana")
    assert remarks(state) == []


@pytest.mark.parametrize("text", ["h", ". platform team", "~ 2", "／"])
def test_a_key_is_no_action(text: str) -> None:
    """What means something at other questions is not kept as a text here."""
    state = tell(at_action(), "Tell people to take care @ana 2w", "+")
    assert asked(state) == "another"
    assert refused(state, text) == "refuse.key"
