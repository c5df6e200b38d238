"""What a reviewer would ask: counted and found in the golden record, with some of it changed."""

from __future__ import annotations

import pytest

from rcalog.model.causes import Grade
from rcalog.model.language import gist
from rcalog.model.policy import Policy
from rcalog.model.questions import ASKED, Evidence, Questions, Topic, questions
from rcalog.model.reading import read_incident
from rcalog.model.rules.rule import Case
from tests.helpers.golden import golden
from tests.helpers.words import LEXICON

Data = dict[str, object]
PROMPTS = "The prompts of db1 and db2 differ in a single character"


def asked(**changes: object) -> Questions:
    """Return what a reviewer would ask of the golden record."""
    data = golden(**changes)
    return questions(Case(read_incident(data), data, Policy(), LEXICON))


def about(topic: Topic, **changes: object) -> list[str]:
    """Return what the questions of a topic are about."""
    return [each.about for each in asked(**changes).on(topic)]


def leg(*because: object, problem: str = "18 h without service from 23:27", name: str = "recovery") -> Data:
    """Return a leg."""
    return {"problem": problem, "id": "wx1yz", "leg": name, "because": list(because)}


def chain(*causes: str, **end: object) -> Data:
    """Return causes below each other, the last with the keys of its end."""
    first, *rest = causes
    return {"cause": first, "because": [chain(*rest, **end)]} if rest else {"cause": first, **end}


ROOT: Data = {"end": "root-cause", "changeable_by": "database team"}


def test_the_evidence_is_counted_by_grade() -> None:
    """A cause counts once, with its grade, given or as it is written; a grade without evidence shows nothing; a link counts where it leads to."""
    causes = [
        {"cause": "a", "evidence": ["log of db1"], "grade": "A"},
        {"cause": "b", "evidence": ["log", "graph"], "grade": "A"},
        {"cause": "c", "evidence": ["Ana said so"]},
        {"cause": "x", "evidence": ["somewhere"]},
        {"cause": "d", "grade": "B"},
        {"cause": "e", "end": "same-as", "same_as": "c2m9r"},
    ]
    found = asked(whys=[leg(*causes)]).evidence
    assert (found, found.shown) == (Evidence(5, {Grade.A: 2, Grade.D: 1}, 1), 4)


def test_causes_without_evidence() -> None:
    """And those that rest on an inference."""
    causes = [
        {"cause": "a", "evidence": ["log"], "grade": "B"},
        {"cause": "b"},
        {"cause": "c", "evidence": ["it seems"], "grade": "F"},
    ]
    assert about(Topic.EVIDENCE, whys=[leg(*causes)]) == ["b", "c"]


@pytest.mark.parametrize(
    ("depth", "topics"), [(1, {Topic.EARLY}), (2, {Topic.EARLY}), (3, set()), (6, set()), (7, {Topic.DEEP})]
)
def test_branches_that_stop_early_or_late(depth: int, topics: set[Topic]) -> None:
    """Counted in causes below the problem, of branches that end at a root cause."""
    names = [f"cause {number}" for number in range(depth)]
    found = asked(whys=[leg(chain(*names, **ROOT))])
    assert {topic for topic in (Topic.EARLY, Topic.DEEP) if found.on(topic)} == topics
    parked = asked(whys=[leg(chain(*names, later={"owner": "ana", "due": "2017-03-01"}))])
    assert {topic for topic in (Topic.EARLY, Topic.DEEP) if parked.on(topic)} == set()


def test_a_condition_two_steps_down_is_deep_enough() -> None:
    """So is what an analysis of the other legs came down to; what only happened is not."""
    absent, standing, event = "No restore had ever been run", "The check is switched off", "The dump failed"
    for text, early in ((absent, []), (standing, []), (event, [event])):
        assert about(Topic.EARLY, whys=[leg(chain("a", text, **ROOT))]) == early
    assert about(Topic.EARLY, whys=[leg(chain(absent, **ROOT))]) == [absent]
    assert about(Topic.EARLY, whys=[leg(chain(absent, **ROOT), name="systemic")]) == []


def test_effects_with_one_cause_only() -> None:
    """The problem too; an end is no effect."""
    two = {"cause": "a", "because": ["b", "c"]}
    assert about(Topic.ONE_CAUSE, whys=[leg(two, chain("d", "e"))]) == ["d"]
    assert about(Topic.ONE_CAUSE, whys=[leg(two)]) == ["18 h without service from 23:27"]


def test_root_causes_without_an_action() -> None:
    """A dropped action counts where it is a signed won't-do."""
    dropped: Data = {"action": "Ask twice", "id": "anew1", "status": "dropped", "for": ["c2m9r"]}
    signed = {"because": "too much", "by": "ana", "until": "2018-01-01"}
    assert PROMPTS in about(Topic.NO_ACTION, actions=[{**dropped, "dropped": {"because": "too much"}}])
    assert PROMPTS not in about(Topic.NO_ACTION, actions=[{**dropped, "dropped": signed}])


def test_actions_that_are_all_weak() -> None:
    """For one root cause, whatever the severity."""
    assert about(Topic.WEAK, severity="sev4") == ["Show environment and role of the host in every production prompt"]


@pytest.mark.parametrize(
    ("event", "kind", "unexplained"),
    [
        ("Alert: checkout answers 503", None, True),
        ("The directory of db1 is gone", "observation", False),
        ("备库延迟告警", None, True),
        ("The mail server rejects failure mails of the dump", None, False),
        ("Rolled back to release 41", None, False),
        ("Checkout fails, told to all", "communication", False),
        ("Somebody sees a red light", "detection", True),
    ],
)
def test_symptoms_that_no_cause_explains(event: str, kind: str | None, unexplained: bool) -> None:  # noqa: FBT001
    """What was seen and shares hardly a word with a cause or a problem; what was done or said is no symptom."""
    timeline = [{"event": event, "at": "2017-01-31T23:27:00+00:00", **({"type": kind} if kind else {})}]
    assert about(Topic.SYMPTOM, timeline=timeline) == ([event] if unexplained else [])


def test_where_there_is_no_cause_nothing_is_asked() -> None:
    """A leg that is missing is a finding, and enough."""
    found = asked(whys=[leg()])
    assert found == Questions(Evidence(0, {}, 0), ())


def test_questions_name_their_place() -> None:
    """By the ids of the items."""
    assert {each.topic: each.path for each in asked().items} == {
        Topic.WEAK: "actions[ap9d2]",
        Topic.EARLY: "whys[wd5hz].because[cj6ve]",
        Topic.ONE_CAUSE: "whys[w7np2].because[c8x3d]",
        Topic.EVIDENCE: "whys[wd5hz].because[1]",
        Topic.UNREAD: "whys[wd5hz]",
    }


def test_every_topic_has_its_question() -> None:
    """One line, for a terminal of eighty columns."""
    assert list(ASKED) == list(Topic)
    assert [text for text in ASKED.values() if len(text) > 70 or not text.endswith("?")] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dumps failed", "the dump is failing"),
        ("Disk full!", "full disk"),
        ("备份是空的", "空的备份"),
        ("a of the", ""),
    ],
)
def test_the_gist_of_a_text(one: str, other: str) -> None:
    """Forms of a word, order, marks and small words make no difference."""
    assert gist(one) == gist(other)
