"""Family F: what the reader refuses, and keys that mean nothing or must not be there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rcalog.model.base import Part
from rcalog.model.causes import Cause
from rcalog.model.complaints import did_you_mean
from rcalog.model.display import shorten
from rcalog.model.findings import Weight
from rcalog.model.incident import Incident
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.model.timeline import Status

SHOWN = 60
"""How much of a value a finding tells."""

CULPRIT = {"culprit", "blame", "blamed", "guilty", "责任人", "定责", "处罚", "追责", "问责"}
OWN_WORDS = {
    "负责人": "owner",
    "责任人": "owner",
    "assignee": "owner",
    "deadline": "due",
    "due_date": "due",
    "root_cause": "whys",
    "causes": "whys",
    "causedby": "links",
    "start": "started",
    "end_time": "resolved",
    "sev": "severity",
    "name": "title",
    "text": "cause",
}
"""Words that people write for keys that are called otherwise."""


def _unknown_key(case: Case) -> Iterator[Seen]:
    for loc, part, key in case.keys_of_others:
        if not key.startswith("x_") and not _names_culprit(key, part):
            near = _meant(key, part)
            hint = f"did you mean {near}?" if near else f"a key of your own starts with x_: x_{key}"
            yield Seen((*loc, key), f"unknown key {key}; it is kept, and means nothing", hint)


def _meant(key: str, part: Part) -> str | None:
    known = [field.alias or name for name, field in type(part).model_fields.items()]
    own = OWN_WORDS.get(key.casefold())
    return own if own in known else did_you_mean(key, known)


def _culprit(case: Case) -> Iterator[Seen]:
    for loc, part, key in case.keys_of_others:
        if _names_culprit(key, part):
            hint = "who will improve it is the owner of an action: actions[].owner"
            yield Seen((*loc, key), f"{key}: a record has no culprit", hint)


def _names_culprit(key: str, part: Part) -> bool:
    return isinstance(part, Incident | Cause) and key.casefold() in CULPRIT


def _unknown_service(case: Case) -> Iterator[Seen]:
    known = case.policy.services
    for position, service in enumerate(case.incident.services):
        if known and service not in known:
            near = did_you_mean(service, known)
            hint = f"did you mean {near}?" if near else "add it to services in .rcalog/config.toml"
            yield Seen(("services", position), f"no service {service} in the config", hint)


def _conflicts(case: Case) -> Iterator[Seen]:
    for position, conflict in enumerate(case.incident.conflicts):
        kept, other = (shorten(_told(value), SHOWN) for value in (conflict.kept, conflict.other))
        message = f"a merge left {conflict.path} undecided: kept {kept}, the other side has {other}"
        yield Seen(("conflicts", position), message, f"rcalog conflicts {case.incident.id}")


def _told(value: object) -> str:
    return "nothing" if value is None else " ".join(str(value).split())


def _refused(number: str, title: str, why: str, *, bad: str, good: str) -> Rule:
    return Rule(number, Weight.ERROR, title, why=why, bad=bad, good=good, waivable=False)


RULES = (
    Rule(
        "F101",
        Weight.WARNING,
        "An unknown key",
        look=_unknown_key,
        why="A misspelt key looks filled in and says nothing.",
        bad="tittle: Checkout down",
        good="title: Checkout down",
    ),
    Rule(
        "F102",
        Weight.ERROR,
        "A key for a culprit",
        look=_culprit,
        why="Where a record names a culprit, people stop saying what happened.",
        bad="culprit: ana",
        good="actions: [{action: …, owner: ana}]",
        bad_zh="责任人: 李伟",
        good_zh="actions 里的 owner: 李伟（负责改进，不是受罚）",
        waivable=False,
    ),
    Rule(
        "F110",
        Weight.WARNING,
        "A merge left a value undecided",
        look=_conflicts,
        why="Two people wrote different values, and only one of them is seen.",
        bad="conflicts: [{path: severity, kept: sev1, other: sev2}]",
        good="conflicts: []",
        waivable=False,
        guards=Status.REVIEWED,
    ),
    Rule(
        "F111",
        Weight.WARNING,
        "A service that the config does not know",
        look=_unknown_service,
        why="Two names for one service split its history.",
        bad="services: [chekout]",
        good="services: [checkout]",
    ),
)

REFUSED = (
    _refused(
        "F001", "Not YAML that can be read", "One broken file must not hide.", bad="status: [", good="status: ongoing"
    ),
    _refused(
        "F200",
        "A value that the format does not take",
        "Others would read another value.",
        bad='title: "Down \\ud83d"',
        good='title: "Down 😀"',
    ),
    _refused("F201", "A key is missing", "Nothing can stand in for it.", bad="- at: 2026-11-20", good="- event: Down"),
    _refused(
        "F202", "Not one of the words", "Only known words are counted.", bad="status: fixed", good="status: resolved"
    ),
    _refused("F203", "The wrong kind of value", "A number is not a text.", bad="title: 404", good='title: "404"'),
    _refused(
        "F204", "Not a time", "Without an offset it is a guess.", bad="at: 14:05", good="at: 2026-11-20T14:05:00+08:00"
    ),
    _refused("F205", "A malformed id or period", "Ids tie things together.", bad="every: daily", good="every: 1d"),
    _refused(
        "F206", "Not a list, or not keys", "The format never changes.", bad="services: web", good="services: [web]"
    ),
    _refused("F207", "An empty text", "Nothing was said.", bad='title: ""', good="title: Checkout down"),
    _refused(
        "F208",
        "A format that is not read here",
        "It may mean something else.",
        bad="schema: v1",
        good="schema: rcalog/v1",
    ),
    _refused("F113", "An id in two files", "A reference must name one.", bad="cp 2026…-k7f3q.yaml", good="rcalog new"),
    replace(
        _refused("F114", "A file named after another id", "People look by name.", bad="20260101-….yaml", good="git mv"),
        weight=Weight.WARNING,
    ),
    replace(
        _refused(
            "F115",
            "A link to nothing here",
            "Nobody can follow it.",
            bad="to: 20991231-zzzzz",
            good="to: 20161201-hv4et",
        ),
        weight=Weight.WARNING,
    ),
    Rule(
        "F116",
        Weight.WARNING,
        "Evidence that is not there",
        why="Nobody can look at it, so it shows nothing, and its grade does not count.",
        bad="evidence: [logs/db1.log#L9000] where the file has 400 lines",
        good="evidence: [logs/db1.log#L120-L140, git:web@1a2b3c4:etc/pool.yaml]",
    ),
    Rule(
        "F117",
        Weight.HINT,
        "Evidence that is not at hand",
        why="Its grade rests on what nobody has looked up here: it is not verified.",
        bad="evidence: [git:web@1a2b3c4:etc/pool.yaml] without a clone of web",
        good="git config rcalog.web.clone ../web",
    ),
)
"""What the readers refuse before any rule can look, and what only shows between files."""
