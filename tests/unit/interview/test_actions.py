"""From a root cause to an action on one line."""

from __future__ import annotations

import pytest

from rcalog.interview.aims import proposed_aim, proposed_strength
from rcalog.interview.state import State
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
        "«Restore nightly into an empty host»",
        "recover · intermediate · @ana · 2017-02-17",
    )
    (action,) = tell(state, "").incident.actions
    expected = {"owner": "ana", "due": Day("2017-02-17"), "aims_to": Aim.RECOVER, "strength": Strength.INTERMEDIATE, "for_": ("cj6ve",)}  # fmt: skip
    assert action == Action(action="Restore nightly into an empty host", id=action.id).model_copy(update=expected)


def test_the_policy_gives_the_date() -> None:
    """Sev1 has fifteen days; an unrated incident counts as sev2; without days no date is proposed."""
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
    assert refused(at_action(), text) == "refuse.action"


def test_a_change_that_cannot_be_read_is_refused() -> None:
    """The proposal stands."""
    assert refused(tell(at_action(), "Watch it @ana"), "soonish") == "refuse.action"


def test_an_action_has_a_text() -> None:
    """An owner alone is no action."""
    assert refused(at_action(), "@ana 2w") == "refuse.action-text"


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


@pytest.mark.parametrize(
    ("action", "leg", "aim", "strength"),
    [
        ("Alert when the newest dump is older than 25 h", None, Aim.DETECT, Strength.INTERMEDIATE),
        ("Refund the affected customers", None, Aim.COMPENSATE, Strength.INTERMEDIATE),
        ("Isolate staging from production", None, Aim.LIMIT, Strength.INTERMEDIATE),
        ("Wrap recursive removal behind a two-person check", None, Aim.PREVENT, Strength.STRONG),
        ("Show the host in every production prompt", LegName.OCCURRENCE, Aim.PREVENT, Strength.WEAK),
        ("Buy faster disks", LegName.RECOVERY, Aim.RECOVER, Strength.INTERMEDIATE),
        ("Buy faster disks", None, Aim.PREVENT, Strength.INTERMEDIATE),
        ("生产库删除操作改为双人确认", LegName.DETECTION, Aim.DETECT, Strength.STRONG),
        ("备份超过 25 小时就告警", None, Aim.DETECT, Strength.INTERMEDIATE),
        ("组织一次培训", LegName.SYSTEMIC, Aim.PREVENT, Strength.WEAK),
    ],
)
def test_aim_and_strength_are_proposed_by_the_words(action: str, leg: LegName | None, aim: Aim, strength: Strength) -> None:  # fmt: skip
    """What the words do not say follows from the leg, and is intermediate."""
    assert (proposed_aim(action, leg), proposed_strength(action)) == (aim, strength)
