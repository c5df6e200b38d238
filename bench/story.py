"""One made-up incident: the record as it was after each of its stages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from bench.draw import Draw
from bench.phrases import PEOPLE, SERVICES, TAGS, TEAMS
from rcalog.logbook.layout import record_path
from rcalog.logbook.planning import SCHEMA_LINE
from rcalog.logbook.recordfile.emitter import Emitter
from rcalog.logbook.recordfile.layout import Layout
from rcalog.model.ids import LETTERS
from rcalog.model.times import Plain

FIRST, LAST = date(2016, 1, 4), date(2026, 8, 1)
STAGES = ("new", "note", "detection", "mitigated", "resolved", "why", "actions", "reviewed", "closed")
"""What each commit of a record adds; a record may end at any of them."""

AFTER = (5, 15, 22, 45, 150, 2 * 1440, 3 * 1440, 9 * 1440, 60 * 1440)
"""Minutes from the start of the harm to each stage."""

STATUS = ("ongoing", "ongoing", "ongoing", "mitigated", "resolved", "resolved", "resolved", "reviewed", "closed")
NEW, NOTE, DETECTION, MITIGATED, RESOLVED, WHY, ACTIONS, REVIEWED, CLOSED = range(len(STAGES))
ENDS = {CLOSED: 75, REVIEWED: 15, ACTIONS: 6, WHY: 3, RESOLVED: 1}
ENDS_OF_LATE = {ACTIONS: 40, RESOLVED: 30, MITIGATED: 20, DETECTION: 10}
LATE = 0.995
"""The share of records that are old enough to be over."""

Data = dict[str, object]


class Story:
    """An incident that is told in stages; the same seed and number tell the same."""

    def __init__(self, seed: int, number: int, of: int) -> None:
        self._draw = draw = Draw(f"{seed}/{number}", chinese=1 / 3)
        day = FIRST + timedelta(days=int((LAST - FIRST).days * number / of))
        zone = timezone(timedelta(hours=draw.one((0, 0, 1, 2, 8, 8, -5))))
        self.started = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=draw.to(0, 1439))
        self.id = f"{day:%Y%m%d}-{draw.one(LETTERS)}{draw.letters(4)}"
        self.last = draw.weighed(ENDS if number / of < LATE else ENDS_OF_LATE)
        self.severity = draw.weighed({"sev1": 4, "sev2": 16, "sev3": 40, "sev4": 30, "sev5": 10})
        self.services = list(dict.fromkeys([draw.service, *draw.some(SERVICES, draw.to(0, 2))]))
        self.tags = draw.some(TAGS, draw.to(1, 3))
        self.title = draw.text("titles")
        self.people = draw.some(PEOPLE, 3)
        self.path = record_path(self.id, self.title).as_posix()
        self.how = draw.text("how"), draw.text("how")
        self.summary = draw.text("summaries", draw.to(5, 9))
        self.impact = self._impact()
        self.timeline = self._timeline()
        self.whys = self._whys()
        self.actions = self._actions()
        self.lessons = {"went_well": [draw.text("lessons")], "got_lucky": [draw.text("lessons")]}

    def at(self, stage: int) -> datetime:
        """Return when a stage was committed."""
        return (self.started + timedelta(minutes=AFTER[stage])).astimezone(UTC)

    def raw(self, stage: int) -> bytes:
        """Return the file after a stage."""
        emitter = Emitter(Layout())
        lines = [line for key, value in self.data(stage).items() for line in emitter.pair(key, value, 0)]
        return "".join(f"{line}\n" for line in (f"# {SCHEMA_LINE}", *lines)).encode()

    def data(self, stage: int) -> Data:
        """Return the record after a stage."""
        events = self.timeline if stage >= RESOLVED else self.timeline[: 2 * stage]
        head = {"schema": "rcalog/v1", "id": self.id, "title": self.title, "kind": "incident", "status": STATUS[stage]}
        roles = {"lead": self.people[0], "record_owner": self.people[1]}
        parts: list[tuple[int, Data]] = [
            (NEW, {**head, "severity": self.severity, "services": self.services, "tags": self.tags, "roles": roles}),
            (NEW, {"times": self._times(stage)}),
            (MITIGATED, {"ladder": list(self._steps(stage))}),
            (RESOLVED, {"summary": self.summary, "impact": self.impact}),
            (NOTE, {"timeline": events}),
            (WHY, {"whys": self.whys}),
            (REVIEWED, {"lessons": self.lessons}),
            (ACTIONS, {"actions": [self._so_far(action, stage) for action in self.actions]}),
            (REVIEWED, {"reviews": [{"by": self.people[2], "at": self._when(AFTER[REVIEWED]), "verdict": "approved"}]}),
        ]
        return {key: value for since, part in parts if stage >= since for key, value in part.items() if value != []}

    def _times(self, stage: int) -> Data:
        known = (("started", 0, 0), ("detected", 2, 6), ("acknowledged", 2, 8), ("mitigated", 3, 45))
        times: Data = {name: self._when(minute) for name, since, minute in known if stage >= since}
        return times | ({"resolved": self._when(AFTER[RESOLVED])} if stage >= RESOLVED else {})

    def _steps(self, stage: int) -> Iterator[Data]:
        said = {MITIGATED: self.how[0], RESOLVED: self.how[1]}
        for step in (MITIGATED, RESOLVED, REVIEWED, CLOSED):
            if stage >= step:
                how = {"how": said[step]} if step in said else {}
                yield {"status": STATUS[step], "at": self._when(AFTER[step]), "by": self.people[step % 3], **how}

    def _impact(self) -> Data:
        draw = self._draw
        lost = {"what": draw.text("lost"), "amount": f"about {draw.to(2, 90) * 10}"}
        span = {"from": self._when(0), "to": self._when(AFTER[MITIGATED])}
        more: Data = {"users_affected": draw.to(1, 400) * 25, "lost": [lost | span], "announced": True}
        return {"summary": draw.text("impacts", 2), **more}

    def _timeline(self) -> list[Data]:
        draw, (lead, second, _) = self._draw, self.people
        talk = {"audience": "customers", "channel": "status page", "next_due": self._when(60)}
        events = [
            self._event(draw.text("alerts"), 6, type="detection", verbatim=True),
            self._event(draw.text("told"), 30, type="communication", **talk),
            self._event(draw.text("mitigations"), AFTER[MITIGATED], type="mitigation", by=second),
        ]
        for _ in range(draw.to(0, 3)):
            said = draw.text("observations", draw.to(4, 9))
            events.append(self._event(said, draw.to(7, 140), type="observation", by=lead))
        for event in events[2 : draw.to(2, 4)]:
            event["evidence"] = [draw.link("dashboards")]
        return sorted(events, key=lambda event: str(event["at"]))

    def _event(self, text: str, minute: int, **more: object) -> Data:
        return {"event": text, "id": self._draw.item("e"), "at": self._when(minute), **more}

    def _whys(self) -> list[Data]:
        draw = self._draw
        legs: list[Data] = [
            self._leg("occurrence", draw.text("problems"), draw.to(1, 2)),
            self._leg("defence", draw.text("defences"), 1),
            {"leg": "detection", "id": draw.item("w"), "none": draw.text("none")},
            {"leg": "recovery", "id": draw.item("w"), "none": draw.text("none")},
            self._leg("systemic", draw.text("systemic"), 1),
        ]
        return legs if self.severity <= "sev2" else legs[: draw.to(2, 4)]

    def _leg(self, name: str, problem: str, branches: int) -> Data:
        because = [self._cause(self._draw.one((0, 0, 1, 1, 2))) for _ in range(branches)]
        return {"problem": problem, "id": self._draw.item("w"), "leg": name, "reads_true": True, "because": because}

    def _cause(self, deeper: int) -> Data:
        draw = self._draw
        level = ("organisation", "process", "technical")[deeper]
        cause: Data = {"cause": draw.text(level), "id": draw.item("c"), "level": level}
        if draw.is_(0.3):
            cause |= {"grade": draw.one("ABBC"), "evidence": [draw.link("logs")]}
        if deeper:
            return cause | {"because": [self._cause(deeper - 1)]}
        if draw.is_(0.1):
            accepted = {"by": self.people[2], "until": self._day(300), "because": draw.text("because")}
            return cause | {"end": "accepted", "accepted": accepted}
        return cause | {"end": "root-cause", "changeable_by": draw.one(TEAMS)}

    def _actions(self) -> list[Data]:
        roots = [str(cause["id"]) for cause in _causes(self.whys) if cause.get("end") == "root-cause"]
        actions = [self._action(root) for root in roots]
        return [*actions, self._drill(roots[-1])] if roots and self._draw.is_(0.3) else actions

    def _action(self, root: str) -> Data:
        draw = self._draw
        text, aim = draw.action()
        head = {"action": text, "id": draw.item("a"), "owner": self._owner(), "due": self._day(draw.to(14, 50))}
        strength = draw.one(("strong", "intermediate", "intermediate"))
        return {**head, "status": "todo", "aims_to": aim, "strength": strength, "for": [root]}

    def _drill(self, root: str) -> Data:
        draw = self._draw
        head = {"action": draw.text("drills"), "id": draw.item("a"), "owner": self._owner(), "due": self._day(20)}
        aim = {"status": "todo", "aims_to": "detect", "strength": "intermediate", "for": [root]}
        return {**head, **aim, "every": draw.one(("1mo", "3mo"))}

    def _so_far(self, action: Data, stage: int) -> Data:
        """Return an action as it stands after a stage."""
        if stage < CLOSED:
            return action
        if "every" in action:
            proof = {"proof": "pass", "id": f"p{str(action['id'])[1:]}", "at": self._when(21 * 1440), "by": "ci"}
            return action | {"status": "running", "running_since": self._day(20), "proofs": [proof]}
        done = {"status": "verified", "done_at": self._day(40), "verified_at": self._day(55)}
        return action | done | {"verified_by": self.people[1], "verified_how": self.how[1]}

    def _owner(self) -> str:
        return self._draw.one([each for each in PEOPLE if each != self.people[1]])

    def _when(self, minutes: float) -> Plain:
        return Plain((self.started + timedelta(minutes=minutes)).isoformat())

    def _day(self, days: int) -> Plain:
        return Plain((self.started + timedelta(days=days)).date().isoformat())


def _causes(nodes: object) -> Iterator[Data]:
    """Yield every cause below these legs or causes."""
    for node in nodes if isinstance(nodes, list) else ():
        for cause in node.get("because", ()):
            yield cause
            yield from _causes([cause])
