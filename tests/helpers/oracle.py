"""Somebody who knows what is to come out of an interview, and so what to type at every question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rcalog.interview import tree
from rcalog.interview.state import Ask, Question, State
from rcalog.model.actions import Action, ActionStatus
from rcalog.model.causes import Cause, End, Leg
from rcalog.model.incident import Incident
from tests.helpers.interview import question

ENTER = ""
ENDS = {End.OUTSIDE: "outside", End.UNKNOWN: "unknown", End.ACCEPTED: "accepted"}
PLANNED = ("action", "id", "owner", "due", "aims_to", "strength", "for_", "every")


@dataclass(frozen=True)
class Oracle:
    """Answers an interview so that its outcome is `target`, with as little typing as that takes."""

    target: Incident

    def __call__(self, state: State) -> str:
        """Return what is typed at the question that is asked now."""
        turn = Turn(self.target, state, question(state))
        return ANSWERS[turn.asked.ask](turn)


@dataclass(frozen=True)
class Turn:
    """One question, and what the target says where it is asked."""

    target: Incident
    state: State
    asked: Question

    def problem(self) -> str:
        """Type the problem; `.` where there is nothing to explain, `-` where the leg is not taken up."""
        if self.leg is None:
            return "-"
        return "." if self.leg.none else self.unless_proposed(self.leg.problem)

    def none(self) -> str:
        """Say why there is nothing to explain."""
        return (self.leg and self.leg.none) or ENTER

    def next_cause(self) -> str:
        """Type the first cause that is not there yet; Enter where all are; what a branch needs that ends here."""
        if self.asked.ask is Ask.CAUSE and isinstance(self.meant, Cause) and not self.meant.because:
            return "-" if self.meant.later else "."
        missing = self.meant.because[len(self.here.because) :]
        return spoken(missing[0]) if missing else ENTER

    def decision(self) -> str:
        """Go on by typing what led to it, or end; Enter where that is the advice."""
        if self.meant.because:
            return spoken(self.meant.because[0])
        if self.cause.later:
            return "-"
        if self.cause.end is End.SAME_AS:
            return "~"
        return ENTER if self.asked.ask is Ask.DECISION else "."

    def end(self) -> str:
        """Name who can change it, and since when it was so, or the kind of end."""
        meant = self.cause
        if meant.end is End.SAME_AS:
            return "~"
        if meant.end in ENDS:
            return ENDS[meant.end]
        since = f" since {meant.since}" if meant.since else ""
        return self.unless_proposed(f"{meant.changeable_by}{since}")

    def promise(self) -> str:
        """Say who takes it up, and by when."""
        later = self.cause.later
        return f"@{later.owner} {later.due}" if later else f"@{self.cause.ask} {self.cause.by}"

    def accepted(self) -> str:
        """Sign a risk that is lived with."""
        signed = self.cause.accepted
        return f"@{signed.by} {signed.until} {signed.because}" if signed else ENTER

    def same_as(self) -> str:
        """Pick the number of the cause."""
        other = tree.cause_at(self.target.whys, self.cause.same_as or "")
        return str(self.asked.choices.index(other.cause) + 1)

    def read_back(self) -> str:
        """Confirm the leg, or leave that for later."""
        return ENTER if self.leg and self.leg.reads_true else "-"

    def plan(self) -> str:
        """Type the next action on one line, without what may be proposed; Enter where there is no other."""
        meant = self.action
        if meant is None:
            return ENTER
        every = [f"every {meant.every}"] if meant.every else []
        return " ".join([meant.action, f"@{meant.owner}", str(meant.due), *every])

    def confirm(self) -> str:
        """Take the aim and the strength as proposed, or type what is different."""
        texts, meant = self.state.setup.texts, self.action
        wanted = [texts(f"aim.{meant.aims_to}")] if meant and meant.aims_to else []
        wanted += [texts(f"strength.{meant.strength}")] if meant and meant.strength else []
        proposed = (self.asked.default or "").split(" · ")
        said = [word for word in wanted if word not in proposed]
        left = len(actions_for(self.target, self.cause)) - len(actions_for(self.state.incident, self.here))
        return " ".join([*said, "+"] if left > 1 else said)

    @property
    def leg(self) -> Leg | None:
        """The leg of the target that is asked about."""
        return next((leg for leg in self.target.whys if leg.leg is self.asked.leg), None)

    @property
    def here(self) -> tree.Effect:
        """What the question is about, as it stands in the interview."""
        return tree.effect_at(self.state.legs, self.subject)

    @property
    def meant(self) -> tree.Effect:
        """What the question is about, as it stands in the target: below the same words."""
        effect: tree.Effect | None = self.leg
        for words in path(self.state, self.subject):
            effect = next(cause for cause in effect.because if cause.cause == words) if effect else None
        assert effect, self.asked
        return effect

    @property
    def cause(self) -> Cause:
        """The cause of the target that the question is about."""
        meant = self.meant
        assert isinstance(meant, Cause)
        return meant

    @property
    def action(self) -> Action | None:
        """The first action of the target for the cause that is asked about which is not there yet."""
        meant = actions_for(self.target, self.cause)
        return next(iter(meant[len(actions_for(self.state.incident, self.here)) :]), None)

    @property
    def subject(self) -> str:
        """The id of what the question is about."""
        return self.asked.id.partition(":")[2]

    def unless_proposed(self, text: str | None) -> str:
        """Return a text to be typed, or Enter where it stands there already."""
        return ENTER if text is None or text == self.asked.default else text


ANSWERS: Mapping[Ask, Callable[[Turn], str]] = {
    Ask.PROBLEM: Turn.problem,
    Ask.GATE: lambda _: ENTER,
    Ask.NONE: Turn.none,
    Ask.CAUSE: Turn.next_cause,
    Ask.ELSE: Turn.next_cause,
    Ask.DECISION: Turn.decision,
    Ask.END: Turn.end,
    Ask.END_GATE: Turn.decision,
    Ask.SINCE: lambda _: ENTER,
    Ask.LATENT: lambda _: ENTER,
    Ask.UNKNOWN: Turn.promise,
    Ask.PARK: Turn.promise,
    Ask.ACCEPTED: Turn.accepted,
    Ask.SAME_AS: Turn.same_as,
    Ask.READ_BACK: Turn.read_back,
    Ask.ACTION: Turn.plan,
    Ask.CONFIRM: Turn.confirm,
    Ask.ANOTHER: Turn.plan,
    Ask.ELSEWHERE: lambda _: ENTER,
    Ask.MORE: lambda _: ENTER,
}


def spoken(cause: Cause) -> str:
    """Return a cause as it is typed, its level and its evidence after it."""
    level = f" #{cause.level}" if cause.level else ""
    return " @@ ".join([cause.cause + level, *cause.evidence])


def path(state: State, item: str) -> list[str]:
    """Return the causes from below the problem down to an item, in words; nothing for a leg."""
    above = tree.parent(state.legs, item)
    return [] if above is None else [*path(state, str(above.id)), tree.words(tree.effect_at(state.legs, item))]


def actions_for(incident: Incident, effect: tree.Effect) -> list[Action]:
    """Return the actions for a cause."""
    return [action for action in incident.actions if effect.id in action.for_]


def sayable(incident: Incident) -> Incident:
    """Return an incident with that alone in its actions which an interview asks for: what is planned, not how it went."""
    actions = (action for cause in incident.root_causes() for action in actions_for(incident, cause))
    return incident.model_copy(update={"actions": tuple(_planned(action) for action in actions)})


def _planned(action: Action) -> Action:
    return Action(status=ActionStatus.TODO, **{name: getattr(action, name) for name in PLANNED})
