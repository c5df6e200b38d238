"""Each rule: a change of the golden record that breaks it, and where it is found."""

from __future__ import annotations

import pytest

from rcalog.model.paths import locate, value_at
from rcalog.model.policy import Policy
from rcalog.model.reading import read_incident
from rcalog.model.rules import RULES, check
from tests.helpers.golden import golden
from tests.helpers.words import LEXICON

Data = dict[str, object]

ROOT = "whys[w7np2].because[c8x3d].because[c2m9r]"
DEED = "whys[w7np2].because[c8x3d]"
MAILS = "whys[wd5hz].because[cj6ve]"
SNAPSHOTS = "whys[wd5hz].because[1]"

DONE: Data = {
    "action": "Alert on old dumps",
    "id": "anew0",
    "owner": "ana",
    "due": "2017-03-01",
    "aims_to": "detect",
    "strength": "strong",
}
CONFLICT: Data = {"path": "severity", "base": "sev2", "kept": "sev1", "other": "sev3"}
EARLY: Data = {"event": "It begins", "id": "enew0", "at": "2017-01-31T23:00:00+00:00"}
RESOLVED: Data = {"status": "resolved", "at": "2017-02-01T18:00:00+00:00"}
KEY = "AKIA" + "QWERTYUIOPASDFGH"
TOKEN = "ghp_" + "a1B2" * 9

BROKEN: list[tuple[str, Data, str]] = [
    ("F101", {"tittle": "x"}, "tittle"),
    ("F101", {f"{ROOT}.causes": "x"}, f"{ROOT}.causes"),
    ("F102", {"culprit": "ana"}, "culprit"),
    ("F102", {f"{MAILS}.责任人": "ana"}, f"{MAILS}.责任人"),
    ("F103", {"actions[am3x7].id": "ap9d2"}, "actions[ap9d2].id"),
    ("F103", {"timeline[e4k2m].id": "am3x7"}, "actions[am3x7].id"),
    ("F104", {"actions[am3x7].for": ["cj6ve", "cj6vf"]}, "actions[am3x7].for[1]"),
    (
        "F105",
        {f"{MAILS}.end": "same-as", f"{MAILS}.same_as": "c2m9x", f"{MAILS}.changeable_by": None},
        f"{MAILS}.same_as",
    ),
    ("F106", {"waivers[0].at": "ap9d3"}, "waivers[0].at"),
    ("F107", {f"{ROOT}.end": "same-as", f"{ROOT}.same_as": "c8x3d", f"{ROOT}.changeable_by": None}, f"{ROOT}.same_as"),
    ("F107", {f"{MAILS}.same_as": "cj6ve"}, f"{MAILS}.same_as"),
    ("F118", {f"{ROOT}.evidence": ["git:web@HEAD:etc/pool.yaml"]}, f"{ROOT}.evidence[0]"),
    ("F118", {f"{ROOT}.evidence": ["see git:web@main:etc/pool.yaml#L3"]}, f"{ROOT}.evidence[0]"),
    ("F119", {f"{ROOT}.evidence": ["logs/db1.log#foo"]}, f"{ROOT}.evidence[0]"),
    ("F108", {"actions[ap9d2].strength": "strong"}, "waivers[0]"),
    ("F109", {"waivers[0].rule": "A994"}, "waivers[0].rule"),
    ("F110", {"conflicts": [CONFLICT]}, "conflicts[0]"),
    ("F111", {"services": ["web", "postgres"]}, "services[1]"),
    ("F112", {"links[0].to": "20170131-k7f3q"}, "links[0].to"),
    ("T101", {"times.detected": "2017-01-31T23:26:59+00:00"}, "times.detected"),
    ("T101", {"times.resolved": "2017-01-31T22:00:00+00:00"}, "times.resolved"),
    ("T101", {"times.mitigated": None, "times.resolved": "2017-01-31T22:00:00+00:00"}, "times.resolved"),
    ("T101", {"times.introduced": "2017-02-03"}, "times.started"),
    ("T102", {"timeline[e4k2m].at": "2017-01-23T23:27:00+00:00"}, "timeline[e4k2m].at"),
    ("T102", {"timeline[e7t1x].at": "2017-02-10T00:10:00+00:00"}, "timeline[e7t1x].at"),
    ("T103", {"times.resolved": "2019-02-01T18:00:00+00:00"}, "times.resolved"),
    ("T103", {"timeline[e4k2m].at": "2007-01-31T23:27:00+00:00"}, "timeline[e4k2m].at"),
    ("T103", {"actions[am3x7].due": "2107-02-15"}, "actions[am3x7].due"),
    ("T104", {"actions[am3x7].due": "2017-01-15"}, "actions[am3x7].due"),
    ("T105", {"timeline[e7t1x].at": "2017-01-31T23:20:00+00:00"}, "timeline[e7t1x].at"),
    ("T105", {"ladder": [RESOLVED, {"status": "reviewed", "at": "2017-01-31T23:50:00Z"}]}, "ladder[1].at"),
    ("T106", {"timeline[e4k2m].next_due": "2017-01-31T23:20:00+00:00"}, "timeline[e4k2m].next_due"),
    ("T106", {"impact.lost[0].to": "2017-01-31T17:00:00+00:00"}, "impact.lost[0].to"),
    ("T106", {"actions[ap9d2].verified_at": "2017-02-09"}, "actions[ap9d2].verified_at"),
    ("S101", {f"{ROOT}.changeable_by": None}, f"{ROOT}.end"),
    ("S102", {f"{ROOT}.because": ["deeper"]}, f"{ROOT}.end"),
    ("S103", {f"{ROOT}.end": None, f"{ROOT}.changeable_by": None}, ROOT),
    ("S103", {"whys[wd5hz].because": []}, "whys[wd5hz]"),
    ("S104", {f"{ROOT}.end": "outside", f"{ROOT}.changeable_by": None}, f"{ROOT}.end"),
    ("S105", {f"{SNAPSHOTS}.ask": None}, f"{SNAPSHOTS}.end"),
    ("S106", {f"{SNAPSHOTS}.end": "accepted"}, f"{SNAPSHOTS}.end"),
    ("S106", {f"{SNAPSHOTS}.end": "same-as"}, f"{SNAPSHOTS}.end"),
    ("S107", {f"{SNAPSHOTS}.changeable_by": "ana"}, f"{SNAPSHOTS}.changeable_by"),
    ("S108", {f"{ROOT}.later": {"owner": "ana", "due": "2017-02-10"}}, f"{ROOT}.later"),
    ("S109", {"whys[wn0ne].because": ["x"]}, "whys[wn0ne]"),
    ("S109", {"whys[wd5hz].problem": None}, "whys[wd5hz]"),
    ("S110", {f"{DEED}.because": None, f"{DEED}.end": "root-cause", f"{DEED}.changeable_by": "ana"}, f"{DEED}.end"),
    ("S201", {"whys[wd5hz].problem": "No routine method held a young copy"}, "whys[wd5hz].problem"),
    ("S202", {"whys[wd5hz].problem": "18 h down because 4 methods failed"}, "whys[wd5hz].problem"),
    ("S301", {f"{ROOT}.cause": "Database on-call"}, f"{ROOT}.cause"),
    ("S302", {f"{ROOT}.cause": "人为失误"}, f"{ROOT}.cause"),
    ("S303", {f"{ROOT}.cause": "The runbook was not followed."}, f"{ROOT}.cause"),
    ("S304", {f"{ROOT}.cause": "Lack of training"}, f"{ROOT}.cause"),
    ("S305", {f"{ROOT}.cause": "监控不到位"}, f"{ROOT}.cause"),
    ("S306", {f"{ROOT}.cause": "A removal meant for db2 was typed into the shell on db1"}, f"{ROOT}.cause"),
    ("S307", {f"{ROOT}.cause": "There was no alert"}, f"{ROOT}.cause"),
    ("B101", {"summary": "Who did this?"}, "summary"),
    ("B102", {"timeline[e4k2m].event": "The on-call engineer should have stopped"}, "timeline[e4k2m].event"),
    ("B103", {"lessons.went_badly": ["A rookie mistake"]}, "lessons.went_badly[0]"),
    ("B104", {f"{DEED}.cause": "有人忘了看主机名"}, f"{DEED}.cause"),
    ("B105", {"actions[ap9d2].action": "Remind everyone to look at the prompt"}, "actions[ap9d2].action"),
    ("B106", {"impact.summary": "新人对系统不熟悉，误删了 300 GB"}, "impact.summary"),
    ("A201", {"actions[ap9d2].for": []}, ROOT),
    ("A201", {"actions[am3x7].status": "dropped", "actions[am3x7].dropped": {"because": "too much"}}, MAILS),
    ("A202", {"actions[am3x7].owner": None}, "actions[am3x7]"),
    ("A203", {"actions[ap9d2].status": "todo", "actions[ap9d2].due": None}, "actions[ap9d2]"),
    ("A204", {"waivers": []}, "actions[ap9d2]"),
    ("A204", {"waivers": [], "severity": "unrated", "actions[am3x7].strength": "weak"}, "actions[am3x7]"),
    ("A205", {"actions": [{**DONE, "id": f"anew{number}"} for number in range(6)]}, "actions"),
    ("A206", {"actions[ap9d2].verified_how": None}, "actions[ap9d2].status"),
    ("A207", {"actions[aq4w8].dropped": None}, "actions[aq4w8].status"),
    ("A208", {"actions[am3x7].every": None}, "actions[am3x7]"),
    ("A209", {"actions[am3x7].strength": None}, "actions[am3x7]"),
    ("A210", {"actions[am3x7].proofs": []}, "actions[am3x7]"),
    ("A211", {"actions[aq4w8].for": ["c2m9r"], "actions[aq4w8].dropped": {"because": "x"}}, "actions[aq4w8].dropped"),
    ("A212", {"actions[ap9d2].status": "todo"}, "actions[ap9d2].verified_by"),
    ("A212", {"actions[aq4w8].status": "done"}, "actions[aq4w8].dropped"),
    ("A213", {"actions[ap9d2].verified_by": "li.wei", "reviews[0].by": "ana"}, "actions[ap9d2].verified_by"),
    ("R201", {"whys[wn0ne].none": None, "times.detected": "2017-02-01T00:00:00+00:00"}, "whys"),
    ("R202", {}, "whys[wd5hz]"),
    ("R203", {"reviews": []}, "reviews"),
    ("R204", {"reviews[0].verdict": "changes", "reviews[0].note": "say more"}, "reviews[0]"),
    ("R207", {"ladder": [RESOLVED]}, "status"),
    ("R208", {"times.mitigated": None}, "times"),
    (
        "R209",
        {"ladder": [{"status": "mitigated", "at": "unknown"}, {"status": "reviewed", "at": "unknown"}]},
        "ladder[0]",
    ),
    ("R210", {"severity": "unrated"}, "severity"),
    ("R211", {"timeline": []}, "timeline"),
    ("R211", {"timeline[e4k2m].at": "2017-01-31T23:28:00+00:00"}, "timeline[e4k2m]"),
    ("R301", {"status": "closed", f"{SNAPSHOTS}.later": {"owner": "ana", "due": "2017-02-10"}}, f"{SNAPSHOTS}.later"),
    ("R302", {"status": "closed", "actions[ap9d2].status": "done"}, "actions[ap9d2]"),
    ("R303", {"status": "closed", "actions[am3x7].proofs": []}, "actions[am3x7]"),
    ("R304", {"status": "closed", "actions[aq4w8].aims_to": "compensate"}, "actions[aq4w8]"),
    ("X101", {"timeline[e4k2m].event": f"exported {KEY} by hand"}, "timeline[e4k2m].event"),
    ("X101", {f"x_{TOKEN}": 1}, f"x_{TOKEN}"),
    ("X101", {"x_of": {f"map {KEY}": 1}}, f"x_of.map {KEY}"),
    ("X103", {"summary": "a\x1b]52;c;aGk=\x07"}, "summary"),
    ("X103", {f"{ROOT}.evidence": ["read \u202eme"]}, f"{ROOT}.evidence[0]"),
    ("X103", {"x_of": {"a\x9b": 1}}, "x_of.a\x9b"),
    ("X102", {"timeline[e4k2m].event": "mail from kim@customer.test"}, "timeline[e4k2m].event"),
]

KEPT: list[tuple[str, Data]] = [
    ("F101", {"x_anything": {"culprit": 1}}),
    ("F118", {f"{ROOT}.evidence": ["git:web@1a2b3c4:etc/pool.yaml#L3", "mail to ops@HEAD:office"]}),
    ("F119", {f"{ROOT}.evidence": ["logs/db1.log#L12-L14", "https://example.org/a.html#foo", "ticket #4711"]}),
    ("T101", {"times.mitigated": "~2017-01-31T23:00:00+00:00"}),
    ("T101", {"times.started": "2017-01-31", "times.detected": "2017-01-31T00:00:00+00:00"}),
    ("T102", {"times.resolved": None, "times.mitigated": None, "timeline[e7t1x].at": "2017-08-01"}),
    ("T103", {f"{ROOT}.since": "1999-01"}),
    ("T103", {"id": "20170231-k7f3q", "times.resolved": "2019-02-01T18:00:00+00:00"}),
    ("T103", {"id": "99991231-k7f3q"}),
    ("T105", {"timeline[e7t1x].at": "2017-01-31"}),
    ("S102", {f"{ROOT}.end": "outside", f"{ROOT}.changeable_by": None, f"{ROOT}.because": ["ours"]}),
    ("S104", {f"{MAILS}.end": "outside", f"{MAILS}.changeable_by": None}),
    ("S306", {f"{ROOT}.cause": "The removal was typed into a shell that looked the same"}),
    ("B101", {"summary": "A reader asked «who did this?»"}),
    ("B102", {"timeline[e4k2m].event": "We should have stopped", "timeline[e4k2m].verbatim": True}),
    ("B104", {f"{ROOT}.cause": "Human error"}),
    (
        "A201",
        {
            "actions[ap9d2].status": "dropped",
            "actions[ap9d2].dropped": {"because": "a", "by": "b", "until": "2018-01-01"},
        },
    ),
    ("A203", {"actions[am3x7].due": None}),
    ("A204", {"waivers": [], "severity": "sev3"}),
    ("A206", {"actions[am3x7].status": "verified"}),
    ("A213", {"actions[ap9d2].verified_by": "li.wei", "reviews": []}),
    ("R203", {"status": "resolved", "reviews": []}),
    (
        "R204",
        {
            "reviews": [
                {"by": "li", "at": "2017-02-10", "verdict": "changes"},
                {"by": "li", "at": "2017-02-11", "verdict": "approved"},
            ]
        },
    ),
    ("R302", {"status": "closed"}),
    ("X103", {"summary": "a\n\tb", "x_of": {"a key of more than 15": "连接池"}}),
]


def changed(changes: Data) -> Data:
    """Return the golden record with the values at some field paths replaced; None removes a key."""
    data = golden()
    places = [(locate(path, data), value) for path, value in changes.items()]
    for loc, value in places:
        part = value_at(loc[:-1], data)
        assert isinstance(part, dict)
        part.pop(loc[-1], None)
        if value is not None:
            part[loc[-1]] = value
    return data


def broken(data: Data) -> set[tuple[str, str]]:
    """Return the rules that a record breaks, each with the field path."""
    policy = Policy(services=("web", "postgresql"))
    return {(found.rule, found.path) for found in check(read_incident(data), data, policy, LEXICON)}


@pytest.mark.parametrize(("rule", "changes", "path"), BROKEN)
def test_a_rule_is_broken_where_it_says(rule: str, changes: Data, path: str) -> None:
    """The finding names the rule and the place, by the ids of the items."""
    assert (rule, path) in broken(changed(changes))


@pytest.mark.parametrize(("rule", "changes"), KEPT)
def test_a_rule_is_not_broken_by_what_may_be_right(rule: str, changes: Data) -> None:
    """What is only unlikely, or allowed elsewhere, is left alone."""
    assert rule not in {found for found, _ in broken(changed(changes))}


def test_each_rule_that_looks_is_broken_by_a_test() -> None:
    """No rule is in the table that nothing can break."""
    looking = {rule.id for rule in RULES.values() if rule.look}
    assert looking | {"F108", "F109"} == {rule for rule, _, _ in BROKEN}
