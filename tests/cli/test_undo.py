"""`rcalog undo`: every kind of commit can be taken back, and that too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN, GOLDEN_FILE, LI, Desk, golden_desk
from tests.helpers.logbooks import ID, record_text

EVENT = "  - event: Directory removed on db1, stopped after a second or two"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with the golden record, resolved."""
    return golden_desk(tmp_path / "log")


@pytest.mark.parametrize(
    "line",
    [
        "note -i k7f3q --at 2017-02-01T00:20:00Z somebody looked at the backups",
        "mark mitigated -i k7f3q --because 'it came back'",
        "set title=Gone tags+=lost summary= -i k7f3q",
        "action add -i k7f3q Restore nightly @ana 2w",
        "action edit am3x7 owner=li.wei",
        "action prove am3x7 --fail",
        "action drop am3x7 no host --until 2017-08-01",
        "review k7f3q --changes 'who restores at night?'",
    ],
)
def test_taken_back_and_brought_back(line: str, desk: Desk) -> None:
    """Byte for byte: undo gives what was before the commit, a second one what was after it."""
    before = desk.text()
    assert desk(line).code == 0
    after, done = desk.text(), desk.git("rev-parse HEAD")
    assert after != before
    ran = desk("undo")
    assert (ran.code, desk.text()) == (0, before)
    assert ran.err.splitlines()[0] == f"taken back: {done[:7]}  {desk.git('log -1 --format=%s HEAD~1')}"
    assert desk.message()[-4:] == [f"Incident: {GOLDEN}", "Operation: undo", "Severity: sev1", f"Undoes: {done}"]
    assert desk("undo").code == 0
    assert (desk.text(), desk.git("status --porcelain")) == (after, "")


def test_the_answer(desk: Desk) -> None:
    """What the record is like now, and how to bring it back; the subject says what was taken back."""
    desk("set severity=sev2 -i k7f3q")
    undone = desk.git("rev-parse --short HEAD")
    ran = desk("undo")
    short = desk.git("rev-parse --short HEAD")
    assert ran.out.splitlines() == [
        f"{GOLDEN}  Production database deleted; no backup could be restored",
        "  severity: sev2 -> sev1",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert desk.message()[:3] == [f"{GOLDEN}: undo {undone}: set severity", "", "severity: sev2 -> sev1"]
    assert desk(f"undo {short} --json").json["commit"] == desk.git("rev-parse HEAD")


def test_back_and_forth(desk: Desk) -> None:
    """However often, the subject says in the words of the first commit what is so now."""
    desk("set severity=sev2 -i k7f3q")
    done = [desk.git("rev-parse --short HEAD")]
    for _ in range(3):
        desk("undo")
        done.append(desk.git("rev-parse --short HEAD"))
    assert desk.subjects()[:3] == [
        f"{GOLDEN}: undo {done[2]}: set severity",
        f"{GOLDEN}: redo {done[0]}: set severity",
        f"{GOLDEN}: undo {done[0]}: set severity",
    ]


def test_a_new_record(desk: Desk) -> None:
    """Its file goes, and comes back where it was."""
    made = desk(f"new --id {ID} Payments down --severity sev2 --json").json
    text = desk.text(made["data"]["incident"]["file"])
    ran = desk("undo")
    assert (ran.code, ran.out.splitlines()[:2]) == (0, [f"{ID}  Payments down", "  the record is gone"])
    assert (desk.root / made["data"]["incident"]["file"]).exists() is False
    assert desk("undo").code == 0
    assert desk.text(made["data"]["incident"]["file"]) == text


def test_a_new_record_that_was_changed_since(desk: Desk) -> None:
    """Nothing that came after it is thrown away with it."""
    desk(f"new --id {ID} Payments down")
    made = desk.git("rev-parse --short HEAD")
    desk(f"set severity=sev2 -i {ID}")
    before = desk.snapshot()
    ran = desk(f"undo {made}")
    assert (ran.code, desk.snapshot()) == (1, before)
    reason = "it made the record, which was changed since; take that back first"
    assert ran.err == f"error: {made} cannot be taken back: {reason}\nhint: rcalog history {ID}\n"


def test_later_changes_stay(desk: Desk) -> None:
    """Only what that commit did is taken back, comments and all else untouched."""
    desk("set severity=sev2 title=Gone -i k7f3q")
    wrong = desk.git("rev-parse HEAD")
    desk("note -i k7f3q --at 2017-02-01T00:20:00Z somebody looked")
    desk.write(desk.text().replace(EVENT, f"  # from the log\n{EVENT}"))
    desk("save")
    ran = desk(f"undo {wrong}")
    assert (ran.code, ran.err.splitlines()[0]) == (0, f"taken back: {wrong[:7]}  {GOLDEN}: set severity, title")
    assert desk.lines_changed() == [
        "-title: Gone",
        "+title: Production database deleted; no backup could be restored",
        "-severity: sev2",
        "+severity: sev1",
    ]
    assert f"  # from the log\n{EVENT}" in desk.text()


def test_the_same_place_changed_since(desk: Desk) -> None:
    """What does not go together is named, and nothing is written."""
    desk("set severity=sev2 title=Gone -i k7f3q")
    wrong = desk.git("rev-parse --short HEAD")
    desk("set severity=sev3 -i k7f3q")
    before = desk.snapshot()
    ran = desk(f"undo {wrong}")
    assert (ran.code, desk.snapshot()) == (1, before)
    assert ran.err == (
        f"error: {wrong} cannot be taken back: changed since then: severity\nhint: rcalog history {GOLDEN}\n"
    )


def test_items_that_had_no_ids(tmp_path: Path) -> None:
    """A write gives ids to what was written by hand; that does not stand in the way."""
    path = f"incidents/2026/11/{ID}.yaml"
    hand_written = ("timeline:", "  - event: noticed", "    at: 2026-11-20", "actions:", "  - action: Look")
    desk = Desk(tmp_path / "log", {path: record_text(ID, "Mail", *hand_written)})
    desk("set title=Gone -i paydn")
    wrong = desk.git("rev-parse HEAD")
    desk("action edit Look owner=ana")
    assert desk(f"undo {wrong}").code == 0
    assert desk.lines_changed() == ["-title: Gone", "+title: Mail"]
    assert desk(f"undo {wrong}~0").code == 0
    assert desk.message()[2] == "title: Gone -> Mail"


def test_a_hand_edit_and_a_plain_commit(desk: Desk) -> None:
    """Commits that rcalog did not make are taken back too."""
    before = desk.text()
    desk.write(before.replace("sev1", "sev3"))
    desk.git("commit -qam 'by hand'")
    assert desk("undo").code == 0
    assert desk.text() == before
    assert desk.message()[0].endswith("by hand")


def test_a_commit_that_spoilt_the_record(desk: Desk) -> None:
    """A record that cannot be read any more is brought back; what mended one is not taken back."""
    before = desk.text()
    desk.write("title: [\n")
    desk.git("commit -qam spoilt")
    assert desk("undo").code == 0
    assert desk.text() == before
    ran = desk("undo")
    assert (ran.code, "cannot be taken back: " in ran.err) == (1, True)


def test_a_rename(desk: Desk) -> None:
    """The file goes back to its former name."""
    desk.git(f"mv {GOLDEN_FILE} incidents/2017/moved.yaml")
    desk("save")
    assert desk("undo").code == 0
    assert desk.git("ls-files incidents") == GOLDEN_FILE
    assert desk.git("status --porcelain") == ""


def test_a_record_that_was_renamed_since(desk: Desk) -> None:
    """It is found by its id."""
    desk("set severity=sev2 -i k7f3q")
    wrong = desk.git("rev-parse HEAD")
    desk.git(f"mv {GOLDEN_FILE} incidents/2017/moved.yaml")
    desk("save")
    assert desk(f"undo {wrong}").code == 0
    assert "severity: sev1\n" in desk.text("incidents/2017/moved.yaml")


def test_a_record_that_is_gone(desk: Desk) -> None:
    """What was done to a record that is not there cannot be taken back."""
    desk("set severity=sev2 -i k7f3q")
    wrong = desk.git("rev-parse --short HEAD")
    desk.git(f"rm -q {GOLDEN_FILE}")
    desk("save k7f3q")
    ran = desk(f"undo {wrong}")
    assert (ran.code, ran.err.splitlines()[0]) == (1, f"error: {wrong} cannot be taken back: the record is gone")


def test_only_ones_own_without_a_name(desk: Desk) -> None:
    """What somebody else did last is only taken back where it is named."""
    desk("set severity=sev2 -i k7f3q", **LI)
    theirs = desk.git("rev-parse --short HEAD")
    ran = desk("undo")
    assert (ran.code, ran.err) == (
        1,
        f"error: the last change is that of Li Wei: {GOLDEN}: set severity\nhint: if you mean it: rcalog undo {theirs}\n",
    )
    desk.write("Ana Silva <ana@example.org> <li.wei@example.org>\n", ".mailmap")
    assert desk("undo").code == 0


def test_after_a_merge(desk: Desk) -> None:
    """A merge that changed nothing itself is passed over."""
    desk.git("checkout -qb side")
    desk("set severity=sev2 -i k7f3q")
    desk.git("checkout -q main")
    desk("note -i k7f3q --at 2017-02-01T00:20:00Z somebody looked")
    desk.git("merge -q --no-edit side")
    ran = desk("undo")
    assert (ran.code, ran.err.split("  ")[1]) == (0, f"{GOLDEN}: note somebody looked\n")


@pytest.mark.parametrize(
    ("rev", "code", "message"),
    [
        ("HEAD", 1, "HEAD changed no record here"),
        ("nonsense", 1, "'nonsense' names no commit in this repository"),
        ("--nonsense", 2, "no such option: --nonsense"),
        ("HEAD~1", 1, "{} changed 2 records at once"),
    ],
)
def test_refused(rev: str, code: int, message: str, desk: Desk) -> None:
    """Commits that are none, that touched no record, or several."""
    desk.write(record_text(ID, "Mail"), f"incidents/2026/11/{ID}.yaml")
    desk.write(desk.text().replace("sev1", "sev2"))
    desk.git("add -A")
    desk.git("commit -qm two")
    desk.git("commit -q --allow-empty -m none")
    before = desk.snapshot()
    ran = desk(f"undo {rev}")
    assert (ran.code, desk.snapshot()) == (code, before)
    assert ran.err.startswith(f"error: {message.format(desk.git('rev-parse --short HEAD~1'))}\nhint: ")


def test_where_there_is_nothing(tmp_path: Path) -> None:
    """A logbook without records."""
    ran = Desk(tmp_path / "log")("undo")
    assert (ran.code, ran.err) == (1, "error: no record has been changed yet\nhint: rcalog history\n")


def test_where_a_shallow_clone_begins(desk: Desk, tmp_path: Path) -> None:
    """What looks like the first commit is not taken for one: the record would be lost."""
    desk("set severity=sev2 -i k7f3q")
    desk.git(f"clone -q --depth 1 file://{desk.root} {tmp_path}/shallow")
    desk.root = tmp_path / "shallow"
    ran = desk("undo")
    assert (ran.code, ran.err.splitlines()[0].partition(": ")[2].partition(" ")[2]) == (
        1,
        "cannot be taken back: what was before it is not in this shallow clone",
    )


def test_dry(desk: Desk) -> None:
    """The difference and the message, and nothing is written."""
    desk("set severity=sev2 -i k7f3q")
    before = desk.snapshot()
    ran = desk("undo --dry-run")
    assert (ran.code, {"-severity: sev2", "+severity: sev1"} < set(ran.out.splitlines())) == (0, True)
    assert desk.snapshot() == before
