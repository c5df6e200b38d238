"""The state of an interview: the record as it stands, what was asked, and the transcript that rebuilds it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from rcalog.interview import tree
from rcalog.interview.keys import EVERYWHERE, Key
from rcalog.model.ids import Letter, item_id
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.interview.texts import Texts
    from rcalog.model.causes import LegName
    from rcalog.model.incident import Incident
    from rcalog.model.lexicon import Lexicon
    from rcalog.model.policy import Policy


class Ask(StrEnum):
    """The kinds of question; the sentence of each stands in the template under `ask.`."""

    HARM = "harm"
    HOW = "how"
    TIMELINE = "timeline"
    PROBLEM = "problem"
    GATE = "gate"
    NONE = "none"
    CAUSE = "cause"
    ELSE = "else"
    DECISION = "decision"
    SPLIT = "split"
    EVIDENCE = "evidence"
    NECESSARY = "necessary"
    END = "end"
    END_GATE = "end-gate"
    SINCE = "since"
    LATENT = "latent"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    SAME_AS = "same-as"
    PARK = "park"
    READ_BACK = "read-back"
    INSERT = "insert"
    ACTION = "action"
    CONFIRM = "confirm"
    ANOTHER = "another"
    ELSEWHERE = "elsewhere"
    MORE = "more"


class Setup(Value):
    """What an interview is held with: sentences, words to hint at, policy, the moment it began, who answers, how much.

    `leg` limits it to one leg; `quick` asks for causes and ends only.
    """

    texts: Texts
    lexicon: Lexicon
    policy: Policy
    now: datetime
    zone: tzinfo
    me: str | None = None
    leg: LegName | None = None
    quick: bool = False


class Step(Value):
    """Something to ask: the kind, the item it is about, its leg, and text that waits for the answer."""

    ask: Ask
    subject: str
    leg: LegName | None = None
    text: str = ""


@dataclass(frozen=True)
class Remark:
    """One line beside a question: a key of the texts and its values."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What is asked next, as data: a face words it with the texts.

    `line` is the key of the sentence, `default` what Enter means (None where Enter skips or is refused),
    `enter` says what it does in that case (a key under `face.`), `keys` what may be pressed, `choices` what a
    number picks from.
    """

    id: str
    ask: Ask
    leg: LegName | None
    line: str
    values: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    keys: frozenset[Key] = EVERYWHERE
    choices: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    enter: str = "skip"


@dataclass(frozen=True)
class Refusal:
    """An answer that was not taken, with the reason: a key of the texts and its values. The question stands."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


class Given(Value):
    """One answer of the transcript, and when it was given."""

    text: str
    at: datetime


class Reply(Value):
    """An answer as a question takes it: the text without blanks around it, and the key that it is."""

    text: str
    key: Key | None


Marks = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class State:
    """Everything about an interview at one moment. Replaying `given` over `origin` gives it again.

    `pending` is a follow-up to the last answer, `last` the cause that the last answer added, `echo` what is said
    about it where the next question does not show it.
    """

    setup: Setup
    origin: Incident
    incident: Incident
    given: tuple[Given, ...] = ()
    marks: Marks = frozenset()
    pending: Step | None = None
    last: str | None = None
    echo: Remark | None = None

    @property
    def now(self) -> datetime:
        """When the last answer was given."""
        return self.given[-1].at if self.given else self.setup.now

    @property
    def legs(self) -> tree.Legs:
        """The legs of inquiry as they stand."""
        return self.incident.whys

    def marked(self, subject: str, mark: str) -> bool:
        """Return whether this was asked, skipped or chosen before."""
        return (subject, mark) in self.marks

    def mark(self, subject: str, mark: str) -> State:
        """Return the state with one more mark."""
        return replace(self, marks=self.marks | {(subject, mark)})

    def say(self, key: str, **values: str) -> State:
        """Return the state in which an answer is acknowledged beside the next question."""
        return replace(self, echo=Remark(key, values))

    def skip(self, step: Step) -> State:
        """Return the state in which a step is left open and not asked again."""
        return self.mark(step.subject, skipped(step.ask))

    def then(self, ask: Ask, subject: str, text: str = "") -> State:
        """Return the state in which a follow-up is asked next."""
        leg = tree.leg_of(self.legs, subject)
        return replace(self, pending=Step(ask, subject, leg.leg if leg else None, text))

    def with_incident(self, **fields: object) -> State:
        """Return the state with fields of the incident replaced."""
        return replace(self, incident=self.incident.model_copy(update=fields))

    def with_legs(self, legs: tree.Legs) -> State:
        """Return the state with other legs."""
        return self.with_incident(whys=legs)

    def with_item(self, item: str, **fields: object) -> State:
        """Return the state with fields of one leg or cause replaced."""
        return self.with_legs(tree.updated(self.legs, item, **fields))

    def new_id(self, letter: Letter, text: str) -> str:
        """Return an id for a new item. It holds for this session; `final_ids` gives the one that is stored."""
        return item_id(letter, self.incident.id, "interview", text, taken(self.incident))


def skipped(ask: Ask) -> str:
    """Return the mark of a question that was passed over."""
    return f"skipped {ask}"


def taken(incident: Incident) -> set[str]:
    """Return the ids of all items of the record."""
    items = (*incident.timeline, *tree.every(incident.whys), *incident.actions)
    proofs = (proof for action in incident.actions for proof in action.proofs)
    return {str(item.id) for item in (*items, *proofs) if item.id}
