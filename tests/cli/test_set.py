"""`rcalog set`: fields by their paths, several in one commit, none where one cannot be set."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from rcalog.logbook.templates import read_template
from rcalog.model.base import record_data
from rcalog.model.paths import locate, value_at
from rcalog.model.reading import read_incident
from tests.helpers.cli import Ran, run
from tests.helpers.git import run as git
from tests.helpers.git import snapshot
from tests.helpers.golden import golden
from tests.helpers.logbooks import ID, StillClock, incident, logbook_of, read

GOLDEN = "20170131-k7f3q"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with a small record and a whole one."""
    small = incident(status="mitigated", severity="sev2", times={"mitigated": "2026-11-20T13:00:00+00:00"})
    return logbook_of(tmp_path / "log", small, read_incident(golden()))


def put(book: Logbook, *assignments: str, ref: str = ID, stdin: str = "") -> Ran:
    """Set fields of a record at 14:05 on 2026-11-20."""
    return run("set", "-i", ref, *assignments, cwd=book.root, stdin=stdin, clock=StillClock())


def value(book: Logbook, path: str, ref: str = ID) -> object:
    """Return what stands at a path of a record, in plain data."""
    data = record_data(read(book, ref).incident)
    return value_at(locate(path, data), data)


def test_several_fields_are_one_commit(book: Logbook) -> None:
    """What was changed, from what to what; the file differs in these lines only."""
    before = (book.root / f"incidents/2026/11/{ID}-payments-down.yaml").read_text()
    ran = put(book, "severity=sev1", "times.detected=13:10", "tags=pay,db")
    short = git("git", "rev-parse", "--short", "HEAD", cwd=book.root)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{ID}  Payments down",
        "  severity: sev2 -> sev1",
        "  tags: + pay",
        "  tags: + db",
        "  times.detected: 2026-11-20T13:10:00+00:00",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert (book.root / f"incidents/2026/11/{ID}-payments-down.yaml").read_text() == before.replace(
        "severity: sev2\n", "severity: sev1\ntags: [pay, db]\n"
    ).replace("times:\n", "times:\n  detected: 2026-11-20T13:10:00+00:00\n")
    assert git("git", "log", "-1", "--format=%s", cwd=book.root) == f"{ID}: set severity, times.detected, tags"


@pytest.mark.parametrize(
    ("assignment", "path", "stored"),
    [
        ("severity=P0", "severity", "sev1"),
        ("severity=SEV3", "severity", "sev3"),
        ("severity=unknown", "severity", "unrated"),
        ("kind=near-miss", "kind", "near-miss"),
        ("title=a=b [c] {d}", "title", "a=b [c] {d}"),
        ("times.detected=~昨天 14:05", "times.detected", "~2026-11-19T14:05:00+00:00"),
        ("times.introduced=2016-04", "times.introduced", "2016-04"),
        ("times.introduced=不知道", "times.introduced", "unknown"),
        ("times.mitigated=", "times.mitigated", None),
        ("roles.lead=unknown", "roles.lead", "unknown"),
        ("roles={lead: ana, scribe: li.wei}", "roles", {"lead": "ana", "scribe": "li.wei"}),
        ("summary={not: yaml", "summary", "{not: yaml"),
        ("summary=@- ", "summary", "@- "),
        ("impact.users_affected=5,000", "impact.users_affected", 5000),
        ("impact.users_affected=三百", "impact.users_affected", 300),
        ("impact.users_affected=unknown", "impact.users_affected", "unknown"),
        ("impact.announced=yes", "impact.announced", True),
        ("impact.announced=否", "impact.announced", False),
        ("services=web，db、mail", "services", ["web", "db", "mail"]),
        ("services=[no, 1.10]", "services", ["no", "1.10"]),
        ("tags+=x", "tags", ["x"]),
        ("lessons.went_well=Seen, and said, at once", "lessons.went_well", ["Seen, and said, at once"]),
        ("lessons.got_lucky+=[sic] it held", "lessons.got_lucky", ["[sic] it held"]),
        (
            "impact.lost+={what: orders, amount: 300, from: 12:00, to: unknown}",
            "impact.lost",
            [{"what": "orders", "amount": "300", "from": "2026-11-20T12:00:00+00:00", "to": "unknown"}],
        ),
        (
            "impact.lost=[{what: a}, {what: b, x_ticket: 7}]",
            "impact.lost",
            [{"what": "a"}, {"what": "b", "x_ticket": 7}],
        ),
        ("links+={rel: related, to: 20161201-hv4et}", "links", [{"rel": "related", "to": "20161201-hv4et"}]),
        ("x_ticket=4711", "x_ticket", 4711),
        ("x_note=free: text", "x_note", "free: text"),
        ("x_parts={a: [1, two]}", "x_parts", {"a": [1, "two"]}),
    ],
)
def test_every_kind_of_value(assignment: str, path: str, stored: object, book: Logbook) -> None:
    """A value is understood as its field wants it, in English and Chinese."""
    (book.root / ".rcalog/config.toml").write_text('[severity_labels]\nsev1 = "P0"\n')
    ran = put(book, assignment)
    assert (ran.code, value(book, path)) == (0, stored)


@pytest.mark.parametrize(
    ("assignment", "path", "stored"),
    [
        ("actions[aq4w8].due=+2w", "actions[aq4w8].due", "2026-12-04"),
        ("actions[2].due=两周后", "actions[aq4w8].due", "2026-12-04"),
        ("actions[am3x7].every=2w", "actions[am3x7].every", "2w"),
        ("actions[am3x7].for+=c2m9r", "actions[am3x7].for", ["cj6ve", "c2m9r"]),
        ("actions[am3x7].evidence+=run 7, 8", "actions[am3x7].evidence", ["run 7, 8"]),
        ("timeline[e4k2m].type=decision", "timeline[e4k2m].type", "decision"),
        ("timeline[e4k2m].at=2017-01-31T23:28:00Z", "timeline[e4k2m].at", "2017-01-31T23:28:00+00:00"),
        ("timeline[0].hindsight=true", "timeline[e4k2m].hindsight", True),
        ("whys[w7np2].because[c8x3d].level=process", "whys[w7np2].because[c8x3d].level", "process"),
        ("whys[w7np2].because[c8x3d].evidence-=shell history of db1", "whys[w7np2].because[c8x3d].evidence", None),
        ("impact.lost[0].amount=unknown", "impact.lost[0].amount", "unknown"),
        ("impact.lost-=projects, comments and new users", "impact.lost", None),
        ("services-=web", "services", ["postgresql"]),
        ("waivers=", "waivers", None),
    ],
)
def test_items(assignment: str, path: str, stored: object, book: Logbook) -> None:
    """An item is named by its id or its position, and each of its fields can be set."""
    ran = put(book, assignment, ref=GOLDEN)
    assert (ran.code, value(book, path, GOLDEN)) == (0, stored)


@pytest.mark.parametrize("assignment", ["timeline[e4k2m]=", "timeline-=e4k2m"])
def test_an_item_is_taken_away(assignment: str, book: Logbook) -> None:
    """Its lines go, those around it stay."""
    ran = put(book, assignment, ref=GOLDEN)
    assert ran.out.splitlines()[1] == "  timeline: - 23:27 Directory removed on db1, stopped after a second or t…"
    assert [event.id for event in read(book, GOLDEN).incident.timeline] == ["e7t1x"]


def test_the_examples_of_the_help_topic(book: Logbook) -> None:
    """What the topic says can be typed."""
    lines = [line.strip() for line in read_template("help/fields.md").splitlines()]
    commands = [re.split(r"  |< file", line)[0] for line in lines if line.startswith("rcalog set")]
    typed = [[word for word in shlex.split(line)[2:] if word not in ("-i", "k7f3q")] for line in commands]
    assert [put(book, *words).code for words in typed] == [0] * 5


REFUSED = [
    ("nothing", "'nothing' does not set a field", "rcalog set severity=sev2 times.detected=14:05"),
    ("titel=x", "there is no field titel", "did you mean title?"),
    ("started=14:00", "there is no field started", "did you mean times.started?"),
    ("lead=ana", "there is no field lead", "did you mean roles.lead?"),
    ("got_luckey+=x", "there is no field got_luckey", "did you mean lessons.got_lucky?"),
    ("times.detcted=14:05", "there is no field times.detcted", "did you mean times.detected?"),
    ("title.more=x", "there is no field title.more", "nothing stands below it"),
    (
        "impact.lost+={what: a, amont: 5}",
        "there is no field impact.lost.amont",
        "did you mean amount?",
    ),
    ("impact.lost+=orders", "impact.lost: 'orders' has no keys", "write it as {what: ..., amount: ...}; keys: what, amount, from, to"),
    ("impact.lost+={what", "impact.lost: cannot read '{what': not valid YAML: ", "write it as {what: ..."),
    ("severity=P1", "'P1' is no severity here", "one of sev1, sev2, sev3, sev4, sev5, unrated; rcalog help words"),
    ("kind=nearmiss", "kind: cannot be 'nearmiss'", "did you mean near-miss? one of incident, near-miss"),
    ("title=", "title: a record cannot be without it", "give it another value: title=..."),
    ("impact.users_affected=about 5", "impact.users_affected: expected a whole number", "write a number, or unknown"),
    ("impact.announced=perhaps", "impact.announced: expected true or false, found 'perhaps'", None),
    ("times.detected=noonish", "cannot read “noonish” as a time", "accepted: 14:05"),
    ("times.detected=tomorrow 10:00", "2026-11-21T10:00:00+00:00 is in the future", "type 2026-11-20T10:00:00+00:00"),
    ("tags-=x", "tags: 'x' is not in it", "it is empty"),
    ("tags+=", "tags: there is nothing to add", None),
    ("title+=x", "title: += is for lists; this is a text", "title=x"),
    ("timeline[e0000].type=action", "'timeline[e0000].type' is not a field here: no item 'e0000' in timeline", None),
    ("times..x=1", "'times..x' is not a field here: cannot read ''", None),
    ("id=20260101-abcde", "id is not set by hand: an id never changes", None),
    ("status=closed", "status is not set by hand", "rcalog mark STATUS HOW"),
    ("ladder[0].how=x", "ladder[0].how is not set by hand", "rcalog mark STATUS HOW"),
    ("timeline=", "timeline is not set by hand", "rcalog note TEXT --at TIME"),
    ("whys=", "whys is not set by hand", "rcalog why"),
    ("actions=", "actions is not set by hand", "rcalog action add TEXT, rcalog action drop ACTION"),
]  # fmt: skip


@pytest.mark.parametrize(("assignment", "message", "hint"), REFUSED, ids=[each[0] for each in REFUSED])
def test_what_is_refused(assignment: str, message: str, hint: str | None, book: Logbook) -> None:
    """Exit 2, the place, and what to type instead; a good one beside it is not written either."""
    before = snapshot(book.root)
    ran = put(book, "tags+=fine" if "tags" not in assignment else "services+=fine", assignment)
    error, *hints = ran.err.splitlines()
    assert (ran.code, ran.out, snapshot(book.root), book.drafts.list()) == (2, "", before, [])
    assert error.startswith(f"error: {message}")
    assert hint is None or hints[0].startswith(f"hint: {hint}")


@pytest.mark.parametrize(
    ("assignment", "hint"),
    [
        ("actions[am3x7]=", "rcalog action drop am3x7 BECAUSE"),
        ("actions[am3x7].status=verified", "rcalog action edit|done|verify|drop am3x7"),
    ],
)
def test_steps_of_an_action_are_not_set(assignment: str, hint: str, book: Logbook) -> None:
    """They have commands that ask for the reason."""
    ran = put(book, assignment, ref=GOLDEN)
    assert (ran.code, ran.err.splitlines()[1]) == (2, f"hint: {hint}")


def test_all_that_is_wrong_is_said(book: Logbook) -> None:
    """For people and for programs."""
    wrong = ("severity=P1", "titel=x", "tags+=fine", "id=1")
    ran = put(book, *wrong)
    assert [line for line in ran.err.splitlines() if line.startswith("error")] == [
        "error: 3 of these cannot be set, so nothing was written",
        "error: 'P1' is no severity here",
        "error: there is no field titel",
        "error: id is not set by hand: an id never changes",
    ]
    codes = [error["code"] for error in put(book, *wrong, "--json").json["errors"]]
    assert codes == ["bad-assignments", "unknown-severity", "unknown-field", "guarded-field"]


def test_what_a_hand_has_written_can_be_taken_away(book: Logbook) -> None:
    """A key that rcalog does not know is not set, but it is not in the way."""
    path = book.root / f"incidents/2026/11/{ID}-payments-down.yaml"
    path.write_text(path.read_text() + "titel: typo\n")
    run("save", cwd=book.root)
    assert put(book, "titel=other").code == 2
    assert (put(book, "titel=").code, "titel" in path.read_text()) == (0, False)


def test_prose_from_stdin(book: Logbook) -> None:
    """Several lines as they are, without the last end of line; it stands in one place only."""
    assert put(book, "summary=@-", stdin="第一行\n  second: line\n\n").code == 0
    assert value(book, "summary") == "第一行\n  second: line"
    ran = put(book, "summary=@-", "title=@-", stdin="x")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: @- can stand in one place only: stdin is read once")


def test_nothing_to_change(book: Logbook) -> None:
    """What is so already is no commit."""
    before = snapshot(book.root)
    ran = put(book, "severity=sev2", "services=")
    assert (ran.code, ran.out.splitlines()[-1], snapshot(book.root)) == (0, "  nothing to change", before)


def test_doubts_and_zones(book: Logbook) -> None:
    """What was understood is said in both zones, and what is doubtful about it."""
    (book.root / ".rcalog/config.toml").write_text('timezone = "Asia/Shanghai"\n')
    ran = put(book, "times.started=21:30")
    assert ran.err.splitlines() == [
        "understood: times.started 2026-11-20 21:30 +08:00 (on this machine 2026-11-20 13:30 +00:00)",
        (
            "warning: times.mitigated: mitigated 2026-11-20T13:00:00+00:00 is 30 min before started "
            "2026-11-20T21:30:00+08:00 (look for a wrong day, month, year or offset)"
        ),
    ]


def test_a_dry_run(book: Logbook) -> None:
    """The lines that would change, and the message."""
    before = snapshot(book.root)
    ran = put(book, "severity=sev1", "--dry-run")
    assert {"-severity: sev2", "+severity: sev1", f"{ID}: set severity"} <= set(ran.out.splitlines())
    assert (ran.code, ran.err, snapshot(book.root)) == (0, "", before)


def test_which_incident(book: Logbook) -> None:
    """Without -i it is the one that is not over."""
    assert run("set", "tags+=x", cwd=book.root, clock=StillClock()).out.splitlines()[0] == f"{ID}  Payments down"
