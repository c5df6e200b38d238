"""`rcalog action` and its verbs, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cli import PROGRAM
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, LI, Desk, golden_desk
from tests.helpers.logbooks import record_text
from tests.helpers.terminal import ENTER, Terminal

TITLE = f"{GOLDEN}  Production database deleted; no backup could be restored"
HAND_WRITTEN = """\
actions:
  - action: Test the restore   # by hand
    owner: ana
  - action: Test the restore
    owner: li.wei
    due: 2026-12-01
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with the golden record, resolved."""
    return golden_desk(tmp_path / "log")


def by_hand(tmp_path: Path) -> Desk:
    """Return a desk whose record has two actions of the same text and no ids."""
    text = record_text("20261101-abcde", "Mail down", HAND_WRITTEN.rstrip())
    return Desk(tmp_path / "log", {"incidents/2026/11/20261101-abcde-mail.yaml": text})


def test_add_on_one_line(desk: Desk) -> None:
    """The text, the owner and the date need no flags; the answer names the incident, the action and the way back."""
    ran = desk("action add -i k7f3q Restore nightly into an empty host @ana 2w")
    assert (ran.code, ran.err) == (0, "")
    short = desk.git("rev-parse --short HEAD")
    assert ran.out.splitlines() == [
        TITLE,
        "  akggg Restore nightly into an empty host (todo) @ana due 2026-12-04",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert desk.message() == [
        f"{GOLDEN}: action add: Restore nightly into an empty host",
        "",
        "actions: + Restore nightly into an empty host",
        "",
        f"Incident: {GOLDEN}",
        "Operation: action-add",
        "Severity: sev1",
    ]
    assert desk.lines_changed() == [
        "+  - action: Restore nightly into an empty host",
        "+    id: akggg",
        "+    owner: ana",
        "+    due: 2026-12-04",
        "+    status: todo",
    ]


def test_add_with_flags(desk: Desk) -> None:
    """Every field has a flag; with an owner by flag the text is taken as it stands, dates and @ and all."""
    ran = desk(
        "action add -i k7f3q 'Page @oncall when the lag is over 2w' --for c2m9r --for 'mail server' --owner ana"
        " --due 2w --aim detect --strength strong --every 1d"
    )
    assert (ran.code, ran.err) == (0, "")
    assert [line.strip("+ ") for line in desk.lines_changed()] == [
        "- action: Page @oncall when the lag is over 2w",
        "id: admmf",
        "owner: ana",
        "due: 2026-12-04",
        "status: todo",
        "aims_to: detect",
        "strength: strong",
        "for: [c2m9r, cj6ve]",
        "every: 1d",
    ]


def test_add_keeps_a_length_of_time_in_the_text(desk: Desk) -> None:
    """Only what follows an @owner is settings: without one the text is only text, and what lacks is hinted at."""
    ran = desk("action add -i k7f3q Keep the backups for 2w")
    assert ran.out.splitlines()[1] == "  ardcr Keep the backups for 2w (todo) no owner yet no due date yet"
    assert ran.err == "hint: rcalog action edit ardcr owner=ana due=2w\n"


def test_add_from_a_template(desk: Desk) -> None:
    """The template gives text, aim, strength and period; what is said goes first."""
    ran = desk("action add -i k7f3q --like restore-drill --owner ana --every 1mo")
    assert ran.out.splitlines()[1].strip().endswith("(todo) @ana every 1mo")
    assert "+    aims_to: detect" in desk.lines_changed()


@pytest.mark.parametrize("line", ["action add -i k7f3q", "action verify ap9d2", "action drop ap9d2 --by 'Li Wei'"])
def test_words_that_are_missing(line: str, desk: Desk) -> None:
    """Without a terminal the whole command line to type is named."""
    ran = desk(line)
    missing = {"add": "TEXT", "verify": "HOW", "drop": "BECAUSE"}[line.split()[1]]
    assert (ran.code, ran.err.splitlines()[1]) == (2, f"hint: give it: rcalog {line} {missing}")


def test_add_for_programs(desk: Desk) -> None:
    """The envelope has the action with its id, and the commit."""
    answer = desk("action add -i k7f3q Alert on lag --owner ana --due 2026-12-01 --json").json
    assert answer["commit"] == desk.git("rev-parse HEAD")
    assert answer["data"]["action"] == {
        "action": "Alert on lag",
        "id": answer["data"]["action"]["id"],
        "owner": "ana",
        "due": "2026-12-01",
        "status": "todo",
        "unknown": [],
        "approximate": [],
    }
    assert set(answer["data"]) == {
        *(
            "incident",
            "renamed_from",
            "removed",
            "changes",
            "commit",
            "undo",
            "draft",
            "dry_run",
            "message",
            "diff",
            "action",
            "remarks",
        ),
    }


def test_add_dry(desk: Desk) -> None:
    """The difference and the message, and nothing else."""
    before = desk.snapshot()
    ran = desk("action add -i k7f3q Alert on lag @ana 2w --dry-run")
    lines = ran.out.splitlines()
    assert (ran.code, lines[0], "+  - action: Alert on lag" in lines) == (0, f"--- a/{GOLDEN_FILE}", True)
    assert f"{GOLDEN}: action add: Alert on lag" in lines
    assert desk.snapshot() == before


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("", 2, "TEXT is missing, and there is no terminal to ask on"),
        ("Do it @ana whenever", 2, "cannot read “whenever” as a due date"),
        ("Do it --due whenever", 2, "cannot read “whenever” as a due date"),
        ("Do it --every now", 2, "cannot read “now” as a period"),
        ("Do it --aim guess", 2, "'guess' is none of the choices"),
        ("Do it --for c0000", 2, f"there is no cause 'c0000' in {GOLDEN}"),
        ("Do it --for the", 2, f"'the' may be 4 causes in {GOLDEN}"),
        ("--like nothing", 2, "there is no template 'nothing'"),
    ],
)
def test_add_refused(line: str, code: int, message: str, desk: Desk) -> None:
    """Each missing or wrong word is named, and nothing is written."""
    before = desk.snapshot()
    ran = desk(f"action add -i k7f3q {line}")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"error: {message}")
    assert "\nhint: " in ran.err
    assert desk.snapshot() == before


def test_add_asks_on_a_terminal(desk: Desk) -> None:
    """The text is asked for, then who and when; Enter leaves them open."""
    with Terminal(PROGRAM, "action", "add", "-i", "k7f3q", cwd=desk.root) as terminal:
        terminal.wait_for("What will be done?")
        terminal.type(f"每晚恢复演练{ENTER}")
        terminal.wait_for("Who does it?")
        terminal.type(f"李伟{ENTER}")
        terminal.wait_for("By when?")
        terminal.type(f"someday{ENTER}")
        terminal.wait_for("cannot read “someday” as a due date")
        terminal.type(f"2099-12-01{ENTER}")
        assert terminal.finish() == 0
    assert desk.lines_changed()[0] == "+  - action: 每晚恢复演练"
    assert {"+    owner: 李伟", "+    due: 2099-12-01"} < set(desk.lines_changed())


def test_done(desk: Desk) -> None:
    """An action is done at a time, with evidence; a part of its text names it."""
    desk("action add -i k7f3q Alert on lag @ana 2w")
    ran = desk("action done 'on LAG' --at '2026-11-20 13:00' --evidence https://example.org/1 --evidence log")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1].endswith("Alert on lag (done) @ana due 2026-12-04")
    assert desk.lines_changed() == [
        "-    status: todo",
        "+    status: done",
        "+    done_at: 2026-11-20T13:00:00+00:00",
        "+    evidence:",
        "+      - https://example.org/1",
        "+      - log",
    ]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("done am3x7", "action am3x7 is a drill: it is proven, again and again", "rcalog action prove {} --pass"),
        ("done ap9d2", "action ap9d2 is verified already", "to take it up again: rcalog action edit {} status=todo"),
        ("verify am3x7 seen", "action am3x7 is a drill: its proofs verify it", "rcalog action prove {} --pass"),
        ("verify aq4w8 seen", "action aq4w8 is dropped, not done", "rcalog action done {}"),
        (
            "drop ap9d2 why --until 2w",
            "action ap9d2 is verified already",
            "to take it up again: rcalog action edit {} status=todo",
        ),
        ("prove ap9d2 --pass", "action ap9d2 is no drill: it does not recur", "rcalog action edit {} every=1w"),
        (
            "edit ap9d2 status=running",
            "action ap9d2 is no drill: it does not recur",
            "rcalog action edit {} every=1w status=running",
        ),
    ],
)
def test_steps_that_do_not_begin_there(line: str, message: str, hint: str, desk: Desk) -> None:
    """What an action is not ready for is said with the command that is meant instead."""
    before = desk.snapshot()
    ran = desk(f"action {line}")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"error: {message}\nhint: {hint.format(f'{GOLDEN}/{line.split()[1]}')}\n"
    assert desk.snapshot() == before


def test_verify(desk: Desk) -> None:
    """Who saw it work, when and how; who types it is taken from git."""
    desk("action add -i k7f3q Alert on lag @ana 2w")
    desk("action done 'on lag'")
    ran = desk("action verify 'on lag' stopped the replica, the alert came in 2 min", **LI)
    assert (ran.code, ran.err) == (0, "")
    assert desk.lines_changed()[1:] == [
        "+    status: verified",
        "+    verified_at: 2026-11-20T14:05:00+00:00",
        "+    verified_by: li.wei",
        "+    verified_how: stopped the replica, the alert came in 2 min",
    ]


@pytest.mark.parametrize("by", ["", "--by li.wei"])
def test_verify_ones_own_work(by: str, desk: Desk) -> None:
    """Where somebody else has written here, the owner cannot verify: git's identity counts, whatever is typed."""
    desk("action add -i k7f3q Alert on lag @ana 2w", **LI)
    done = desk("action done 'on lag' --json", **LI)
    ran = desk(f"action verify 'on lag' it works {by}")
    name = f"{GOLDEN}/{done.json['data']['action']['id']}"
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[0].startswith("error: ana owns action ")
    assert ran.err.splitlines()[1] == f"hint: let somebody else type: rcalog action verify {name} HOW"
    assert desk("action verify 'on lag' it works --by ana", **LI).code == 1
    assert desk("action verify 'on lag' it works", **LI).code == 0


def test_verify_ones_own_work_alone(desk: Desk) -> None:
    """Where nobody else has ever written, it is allowed, and said."""
    desk("action add -i k7f3q Alert on lag @Ana 2w")
    desk("action done 'on lag'")
    ran = desk("action verify 'on lag' it works")
    said = "Ana verified an action of their own: there is nobody else in this logbook"
    assert (ran.code, ran.err) == (0, f"warning: {said}\n")


def test_drop(desk: Desk) -> None:
    """The reason, who says so, and until when where it stands against a root cause."""
    desk("action edit ap9d2 status=todo")
    ran = desk("action drop ap9d2 the hosts are gone --until 2027-05-01")
    assert (ran.code, ran.err) == (0, "")
    assert desk.lines_changed() == [
        "-    status: todo",
        "+    status: dropped",
        "+    dropped: {because: the hosts are gone, by: ana, until: 2027-05-01}",
    ]


def test_drop_needs_an_end_for_a_root_cause(desk: Desk) -> None:
    """To live with a root cause is a decision for a time; what answers no root cause may just go."""
    desk("action edit ap9d2 status=todo")
    ran = desk("action drop ap9d2 no time")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: --until is missing, and there is no terminal to ask on")
    desk("action add -i k7f3q Alert on lag @ana 2w")
    assert desk("action drop 'on lag' the replica is gone").code == 0
    assert desk("action drop 'on lag' once more").code == 2


def test_prove_puts_in_service(desk: Desk) -> None:
    """The first run starts the clock, even where it fails."""
    desk("action add -i k7f3q Restore the dump on a new host @ana every 1w")
    ran = desk("action prove 'new host' --fail --by ci --evidence https://example.org/ci/1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1].endswith("(running) @ana every 1w, due to pass by 2026-11-27")
    assert [line for line in desk.lines_changed() if "id:" not in line] == [
        "-    status: todo",
        "+    status: running",
        "+    running_since: 2026-11-20",
        "+    proofs:",
        "+      - proof: fail",
        "+        at: 2026-11-20T14:05:00+00:00",
        "+        by: ci",
        "+        evidence:",
        "+          - https://example.org/ci/1",
    ]


def test_prove_keeps_the_ends_and_every_fail(desk: Desk) -> None:
    """Of the passes the first and the last are kept, by their times; git keeps the rest."""
    desk("action prove am3x7 --fail --at 2017-02-15T06:00:00Z")
    desk("action prove am3x7 --pass --at 2017-02-16T06:00:00Z")
    desk("action prove am3x7 --pass --at 2017-02-17T06:00:00Z")
    desk("action prove am3x7 --pass --at 2017-02-13T06:00:00Z")
    proofs = [line.strip() for line in desk.text().splitlines() if "at: 2017-02-1" in line or "- proof:" in line]
    assert proofs[:6] == [
        "- proof: pass",
        "at: 2017-02-13T06:00:00+00:00",
        "- proof: fail",
        "at: 2017-02-15T06:00:00+00:00",
        "- proof: pass",
        "at: 2017-02-17T06:00:00+00:00",
    ]


def test_prove_asks_how_it_ended(desk: Desk) -> None:
    """Nothing is taken for a pass."""
    ran = desk("action prove am3x7")
    assert (ran.code, ran.err.splitlines()[1]) == (2, "hint: give --pass or --fail")


def test_edit(desk: Desk) -> None:
    """Fields by name, several at once, in one commit; a rename keeps the id."""
    ran = desk("action edit ap9d2 owner=ana due=2w strength=strong action='Refuse it' for+=cj6ve")
    assert (ran.code, ran.out.splitlines()[1]) == (0, "  ap9d2 Refuse it (verified) @ana due 2026-12-04")
    assert desk.message()[0] == f"{GOLDEN}: action ap9d2 set owner, due, strength, action, for"
    assert "+    for: [c2m9r, cj6ve]" in desk.lines_changed()


def test_edit_takes_up_again(desk: Desk) -> None:
    """What is taken up again is not verified any more; a drill in service has a day from which its silence counts."""
    desk("action edit ap9d2 status=todo")
    assert [line for line in desk.lines_changed() if line.startswith("+")] == ["+    status: todo"]
    assert [line.split(":")[0].strip("- ") for line in desk.lines_changed() if line.startswith("-")] == [
        *("status", "done_at", "verified_at", "verified_by", "verified_how"),
    ]
    desk("action edit ap9d2 every=2w status=running")
    assert desk.lines_changed()[1:] == ["+    status: running", "+    every: 2w", "+    running_since: 2026-11-20"]


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("status=done", f"status is not set by hand: that is rcalog action done {GOLDEN}/ap9d2"),
        ("id=a0000", "id is not set by hand: an id never changes"),
        ("owner", "'owner' does not set a field"),
        ("due=someday", "cannot read “someday” as a due date"),
        ("every=often", "cannot read “often” as a period"),
        ("own[er=x", "'actions[ap9d2].own[er' is not a field here: cannot read 'own[er'"),
    ],
)
def test_edit_refused(assignment: str, message: str, desk: Desk) -> None:
    """What has a command of its own, and what cannot be read."""
    before = desk.snapshot()
    ran = desk(f"action edit ap9d2 {assignment}")
    assert (ran.code, ran.err[: len(message) + 7]) == (2, f"error: {message}")
    assert desk.snapshot() == before


def test_actions_written_by_hand(tmp_path: Path) -> None:
    """Actions without ids have those that the next write gives them; the same text twice is two actions."""
    desk = by_hand(tmp_path)
    first, second = (item["id"] for item in desk("actions --json").json["data"]["items"])
    ran = desk("action done restore")
    assert (ran.code, ran.err.splitlines()) == (
        2,
        [
            "error: 'restore' may be any of 2 actions:",
            f"  20261101-abcde/{second}  Test the restore",
            f"  20261101-abcde/{first}  Test the restore",
            f"hint: name one of them, such as 20261101-abcde/{second}",
        ],
    )
    assert desk(f"action done abcde/{first}").code == 0
    assert desk.text("incidents/2026/11/20261101-abcde-mail.yaml").splitlines()[6:] == [
        "actions:",
        "  - action: Test the restore   # by hand",
        f"    id: {second}",
        "    owner: ana",
        "    status: todo",
        "  - action: Test the restore",
        f"    id: {first}",
        "    owner: li.wei",
        "    due: 2026-12-01",
        "    status: done",
        "    done_at: 2026-11-20T14:05:00+00:00",
    ]


def test_one_of_several_is_picked_on_a_terminal(tmp_path: Path) -> None:
    """Somebody who is there picks by number."""
    desk = by_hand(tmp_path)
    with Terminal(PROGRAM, "action", "done", "restore", cwd=desk.root) as terminal:
        terminal.wait_for("Which one?")
        assert terminal.lines()[0] == "'restore' may be any of 2 actions"
        terminal.type(f"2{ENTER}")
        assert terminal.finish() == 0
    assert "li.wei" in desk.git("log -1 -p --format=")


@pytest.mark.parametrize("wanted", ["nothing", "zz", "k7f3q/zz", "abc", "''"])
def test_no_such_action(wanted: str, desk: Desk) -> None:
    """A name that nothing has; a part that is too short names nothing."""
    ran = desk(f"action done {wanted}")
    assert (ran.code, ran.err.splitlines()[1]) == (2, "hint: rcalog actions")


def test_broken_records_may_hide_an_action(desk: Desk) -> None:
    """Where records cannot be read, the missing action may be in one of them."""
    desk.write("title: [\n", "incidents/2026/11/20261101-abcde-broken.yaml")
    hint = desk("action done nothing").err.splitlines()[1]
    assert hint == "hint: rcalog actions; 1 of the records cannot be read: rcalog check"


def test_no_such_incident(desk: Desk) -> None:
    """A reference before the slash is resolved as everywhere."""
    ran = desk("action done nowhere/am3x7")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "error: no incident is called 'nowhere'")


def test_a_verb_is_needed(desk: Desk) -> None:
    """The verbs are named."""
    ran = desk("action")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "error: rcalog action needs a verb: add, edit, done, verify, drop, prove",
    )


def test_back_in_service(desk: Desk) -> None:
    """A drill that was given up begins anew: its clock starts when it is put in service again."""
    desk("action drop am3x7 the host is gone --until 2017-08-01")
    desk("action edit am3x7 status=running")
    assert "+    running_since: 2026-11-20" in desk.lines_changed()
    assert desk("actions --overdue --json").json["data"]["items"] == []


def test_a_drill_beyond_the_calendar_stops_nothing(desk: Desk) -> None:
    """A period beyond reason is refused when it is typed; one that somebody wrote by hand is a finding, and no more."""
    refused = desk("action add -i k7f3q Restore it @ana 2w --every 9999y")
    assert (refused.code, refused.err.splitlines()[0]) == (2, "error: cannot read “9999y” as a period")
    desk.write(desk.text().replace("every: 1d", "every: 9999y"))
    assert [desk(line).code for line in ("list", "actions", "search restore", "")] == [0, 0, 0, 0]
    assert "error F205 9999y is not a valid every" in desk("check").out
