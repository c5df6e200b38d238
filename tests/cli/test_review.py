"""`rcalog review`: what is missing, and the sign-off."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cli import PROGRAM
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, LI, Desk, golden_desk, golden_text
from tests.helpers.golden import DEFENCE, OCCURRENCE
from tests.helpers.terminal import ENTER, Terminal

TITLE = f"{GOLDEN}  Production database deleted; no backup could be restored"
NONE = "Nothing to add here"
PROMPT = "Show environment and role of the host in every production prompt"
WEAK = f"only «{PROMPT}» and the like stand against it, and they rely on people"
ASKED = [
    "What a reviewer would ask",
    "  evidence: 2 of 4 causes (1 A, 1 B)",
    "  only weak actions: what would hold if nobody remembers?",
    f"    ap9d2  {PROMPT}",
    "  fewer than 3 steps below the problem: what led to it?",
    "    cj6ve  The mail server rejected the failure mails of the nightly dump",
    "  only one cause: what else was needed for it?",
    "    w7np2  About 300 GB of the data directory of db1 was gone at 2017-01-31 23:27 UTC",
    "    c8x3d  The removal meant for db2 was typed into a shell on db1",
    "  no evidence, or an inference: what shows it?",
    "    c2m9r  The prompts of db1 and db2 differ in a single character",
    "    chf4t  Disk snapshots covered the file servers only",
    "  not read back upwards: is it true without adding anything?",
    "    wd5hz  None of 4 routine methods held a copy younger than 23 h at 2017-01-31 23:27 UTC",
]
WHYS = [OCCURRENCE, DEFENCE, *({"leg": leg, "none": NONE} for leg in ("detection", "recovery", "systemic"))]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk whose record, written by Ana, is ready for its review."""
    return golden_desk(tmp_path / "log", whys=WHYS)


@pytest.fixture
def unready(tmp_path: Path) -> Desk:
    """Return a desk whose record lacks two legs, and the waiver of its weak action."""
    return golden_desk(tmp_path / "log", waivers=None)


def test_all_that_is_missing(unready: Desk) -> None:
    """Everything at once, with what to do; the exit code says that it is not ready."""
    before = unready.snapshot()
    ran = unready("review k7f3q", **LI)
    assert (ran.code, ran.err, unready.snapshot()) == (1, "", before)
    assert ran.out.splitlines() == [
        TITLE,
        "  R201 leg recovery is not filled  whys",
        "       hint: rcalog why --leg recovery, or declare it empty with a reason (none:)",
        "  R201 leg systemic is not filled  whys",
        "       hint: rcalog why --leg systemic, or declare it empty with a reason (none:)",
        f"  A204 {WEAK}  actions[ap9d2]",
        "       hint: add one that makes it impossible or harmless, or that checks it automatically",
        *ASKED,
        "3 missing for reviewed",
    ]


def test_all_that_is_missing_for_programs(unready: Desk) -> None:
    """Rule, field, and the place in the file."""
    answer = unready("review --json", **LI).json
    data = answer["data"]
    assert (answer["ok"], data["incident"]["id"], data["ready"], data["remarks"]) == (False, GOLDEN, False, [])
    line = (
        unready.text()
        .splitlines()
        .index("  - action: Show environment and role of the host in every production prompt")
    )
    assert [error["code"] for error in answer["errors"]] == [found["rule"] for found in data["missing"]]
    assert data["missing"][2] == {
        "rule": "A204",
        "weight": "error",
        "message": data["missing"][2]["message"],
        "hint": "add one that makes it impossible or harmless, or that checks it automatically",
        "field": "actions[ap9d2]",
        "path": GOLDEN_FILE,
        "line": line + 1,
        "column": 5,
    }


def test_what_a_reviewer_would_ask_for_programs(desk: Desk) -> None:
    """The coverage of evidence, and each question with its topic and field."""
    found = desk("review k7f3q --json", **LI).json["data"]["questions"]
    assert found["evidence"] == {
        "causes": 4,
        "shown": 2,
        "grades": {"A": 1, "B": 1},
        "ungraded": 0,
        "not_verified": {},
        "absent": 0,
    }
    assert found["items"][0] == {
        "topic": "weak-actions",
        "about": PROMPT,
        "field": "actions[ap9d2]",
        "item": "ap9d2",
        "question": "only weak actions: what would hold if nobody remembers?",
    }


def test_a_topic_with_many_questions_is_cut(tmp_path: Path) -> None:
    """A page shows five; programs get all."""
    leg = {**DEFENCE, "because": [{"cause": f"fact {number}", "end": "unknown"} for number in range(7)]}
    desk = golden_desk(tmp_path / "log", whys=[leg])
    lines = desk("review k7f3q", **LI).out.splitlines()
    last = lines.index("      and 2 more; --json has them all") - 1
    assert lines[last].endswith("  fact 4")
    assert len(desk("review k7f3q --json", **LI).json["data"]["questions"]["items"]) == 8


def test_without_a_cause_nothing_is_asked(tmp_path: Path) -> None:
    """What is missing says enough."""
    desk = golden_desk(tmp_path / "log", whys=None, actions=None)
    assert "What a reviewer would ask" not in desk("review k7f3q", **LI).out


def test_nothing_is_missing(desk: Desk) -> None:
    """The command that signs it off is named."""
    ran = desk("review k7f3q", **LI)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [TITLE, *ASKED, f"ready: rcalog review {GOLDEN} --approve"]
    assert desk("review k7f3q --json", **LI).json["data"]["ready"] is True


def test_approval(desk: Desk) -> None:
    """One commit: the sign-off with the blob that was approved, the status, the step of the ladder."""
    blob = desk.git(f"rev-parse HEAD:{GOLDEN_FILE}")
    ran = desk("review k7f3q --approve --note 'read twice'", **LI)
    short = desk.git("rev-parse --short HEAD")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        TITLE,
        "  status: resolved -> reviewed",
        "  ladder: + reviewed read twice",
        "  reviews: + approved li.wei",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert desk.lines_changed() == [
        "-status: resolved",
        "+status: reviewed",
        "+ladder:",
        "+  - status: reviewed",
        "+    at: 2026-11-20T14:05:00+00:00",
        "+    by: li.wei",
        "+    how: read twice",
        "+reviews:",
        "+  - by: li.wei",
        "+    at: 2026-11-20T14:05:00+00:00",
        "+    verdict: approved",
        f"+    of: {blob}",
        "+    note: read twice",
    ]
    assert desk.message()[0] == f"{GOLDEN}: review: approved"
    assert desk.message()[-3:] == [f"Incident: {GOLDEN}", "Operation: review", "Severity: sev1"]
    assert desk.subjects() == [f"{GOLDEN}: review: approved"]


def test_approval_dry(desk: Desk) -> None:
    """All guards run, and nothing is written."""
    before = desk.snapshot()
    ran = desk("review k7f3q --approve --dry-run", **LI)
    assert (ran.code, "+status: reviewed" in ran.out.splitlines(), desk.snapshot()) == (0, True, before)
    assert desk("review k7f3q --approve --dry-run --by li.wei", **LI).code == 0


def test_approval_of_what_is_not_ready(unready: Desk) -> None:
    """Refused with all that is missing, each with its place."""
    before = unready.snapshot()
    ran = unready("review k7f3q --approve", **LI)
    assert (ran.code, ran.out, unready.snapshot()) == (1, "", before)
    lines = ran.err.splitlines()
    assert lines[0] == f"error: {GOLDEN} is not ready to be reviewed: 3 things are missing"
    assert [line for line in lines if line.startswith("error: ")][1:] == [
        "error: whys: leg recovery is not filled",
        "error: whys: leg systemic is not filled",
        f"error: actions[ap9d2]: {WEAK}",
    ]
    assert len([line for line in lines if line.startswith(f"  --> {GOLDEN_FILE}:")]) == 3
    codes = [error["code"] for error in unready("review k7f3q --approve --json", **LI).json["errors"]]
    assert codes == ["not-ready", "R201", "R201", "A204"]


def test_not_resolved_yet(tmp_path: Path) -> None:
    """The rungs below come first."""
    desk = golden_desk(tmp_path / "log", whys=WHYS, status="mitigated")
    ran = desk("review k7f3q", **LI)
    assert (ran.code, ran.out.splitlines()[1]) == (1, "  R212 from mitigated to reviewed is more than one rung  status")


@pytest.mark.parametrize("flags", ["", "--by li.wei"])
def test_the_only_author(flags: str, desk: Desk) -> None:
    """Who alone wrote the analysis cannot sign it off where there is somebody else; git's identity counts."""
    desk("note -i k7f3q --at 2017-02-01T00:20:00Z somebody looked", **LI)
    before = desk.snapshot()
    ran = desk(f"review k7f3q --approve {flags}")
    assert (ran.code, desk.snapshot()) == (1, before)
    assert "error: reviews: ana wrote all of it and signs it off" in ran.err.splitlines()
    assert "hint: let somebody else run rcalog review" in ran.err.splitlines()
    assert desk("review k7f3q --approve --waive R205 --because 'no time'").code == 2
    assert desk("review k7f3q --approve", **LI).code == 0


def test_an_author_among_others(desk: Desk) -> None:
    """Where several wrote the analysis, each has had a second reader; a co-author counts."""
    desk.write(desk.text().replace("Seen within 30 s by the", "Seen within 31 s by the").replace(NONE, "Nothing"))
    desk.git("commit -qam 'with Li' -m 'Co-authored-by: Li Wei <li.wei@example.org>'")
    assert desk("review k7f3q --approve").code == 0


def test_what_is_not_committed_yet(tmp_path: Path) -> None:
    """What the reviewer has typed into the analysis is theirs, committed or not."""
    desk = golden_desk(tmp_path / "log", whys=None, actions=None, waivers=None)
    desk("note -i k7f3q --at 2017-02-01T00:20:00Z somebody looked", **LI)
    desk.write(golden_text(whys=WHYS, status="resolved", reviews=None))
    ran = desk("review k7f3q --approve")
    assert (ran.code, "error: reviews: ana wrote all of it and signs it off\n" in ran.err) == (1, True)
    assert desk("review k7f3q --approve", **LI).code == 1
    desk("save")
    assert desk("review k7f3q --approve", **LI).code == 0


def test_a_logbook_of_one(desk: Desk) -> None:
    """Where nobody else has ever written, one may sign one's own, and the record says so, once."""
    assert desk("review k7f3q").out.splitlines()[1:] == [
        "  R205 ana wrote all of it and signs it off  reviews",
        "       hint: there is nobody else; it is recorded as a waiver",
        *ASKED,
        f"ready: rcalog review {GOLDEN} --approve",
    ]
    assert desk("review k7f3q --approve").code == 0
    waiver = ["+  - rule: R205", "+    because: one author in this logbook", "+    by: ana"]
    assert desk.lines_changed()[-3:] == waiver
    assert desk("review k7f3q --approve").code == 0
    assert [line for line in desk.lines_changed() if "R205" in line] == []


def test_a_second_person_may_be_required(desk: Desk) -> None:
    """The policy may ask for somebody else in any case."""
    desk.write('second_person = "required"\n', ".rcalog/config.toml")
    assert desk("review k7f3q --approve").code == 1
    assert desk("review k7f3q --approve", **LI).code == 0


def test_changes(desk: Desk) -> None:
    """What should change is written down, and stands in the way until the same person approves."""
    ran = desk("review k7f3q --changes 'who restores at night?'", **LI)
    assert (ran.code, ran.out.splitlines()[1], desk.message()[0]) == (
        0,
        "  reviews: + changes li.wei",
        f"{GOLDEN}: review: changes",
    )
    assert "+    note: who restores at night?" in desk.lines_changed()
    state = desk("review k7f3q", **LI)
    assert (state.code, state.out.splitlines()[1]) == (
        1,
        "  R204 li.wei wants changes: who restores at night?  reviews[0]",
    )
    assert desk("review k7f3q --approve", **LI).code == 0


def test_waivers(unready: Desk) -> None:
    """A finding is accepted for an item or the record, with who said so and why, in the same commit."""
    ran = unready(
        "review k7f3q --approve --waive A204@ap9d2 --waive r201 --because 'stopgap until the tool is in use'", **LI
    )
    assert (ran.code, ran.err) == (0, "")
    assert unready.lines_changed()[-8:] == [
        "+waivers:",
        "+  - rule: A204",
        "+    at: ap9d2",
        "+    because: stopgap until the tool is in use",
        "+    by: li.wei",
        "+  - rule: R201",
        "+    because: stopgap until the tool is in use",
        "+    by: li.wei",
    ]


@pytest.mark.parametrize(
    ("flags", "message", "hint"),
    [
        ("--waive A204", "why is A204 waived?", "give the reason: --because TEXT"),
        ("--waive A999 --because x", "there is no rule 'A999'", "rcalog help rules"),
        ("--waive nonsense --because x", "there is no rule 'NONSENSE'", "rcalog help rules"),
        ("--waive R205 --because x", "R205 cannot be waived: Signed off by the only author", "rcalog help rules"),
        (
            "--waive A204@a0000 --because x",
            f"there is no item 'a0000' in {GOLDEN}",
            f"rcalog show {GOLDEN} shows their ids",
        ),
        ("--changes x", "--approve and --changes do not go together", "say what should change with --note"),
        ("--at 2099-01-01T00:00:00Z", "2099-01-01 00:00", "only the past"),
    ],
)
def test_refused(flags: str, message: str, hint: str, unready: Desk) -> None:
    """What makes no sense is named, with what to type."""
    before = unready.snapshot()
    ran = unready(f"review k7f3q --approve {flags}", **LI)
    assert (ran.code, ran.out, unready.snapshot()) == (2, "", before)
    if "2099" not in flags:
        assert ran.err == f"error: {message}\nhint: {hint}\n"


def test_the_default(desk: Desk, tmp_path: Path) -> None:
    """Without a reference it is the only incident that is not reviewed yet."""
    assert desk("review", **LI).code == 0
    desk("review --approve", **LI)
    ran = desk("review", **LI)
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: which incident? none waits for its analysis")


def test_later_edits_make_it_stale(desk: Desk) -> None:
    """A review of what was reviewed and has changed since says so, until it is approved again."""
    desk("review k7f3q --approve", **LI)
    assert "R206" not in desk("review k7f3q", **LI).out
    desk("action edit am3x7 strength=strong")
    assert "  R206 since li.wei approved it, actions[am3x7] changed  reviews[0]" in desk("review k7f3q", **LI).out
    desk("review k7f3q --approve", **LI)
    assert "R206" not in desk("review k7f3q", **LI).out


def test_on_a_terminal(desk: Desk) -> None:
    """When nothing is missing, one is asked; only yes signs."""
    for answer, subjects in (("", []), ("y", [f"{GOLDEN}: review: approved"])):
        with Terminal(PROGRAM, "review", "k7f3q", cwd=desk.root, env=LI) as terminal:
            terminal.wait_for("Sign it off now? [y/N]")
            assert "ready:" in terminal.text()
            terminal.type(answer + ENTER)
            assert terminal.finish() == 0
        assert desk.subjects() == subjects
