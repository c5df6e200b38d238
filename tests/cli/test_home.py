"""Bare `rcalog`: what a person sees who types nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.cli import run
from tests.helpers.desk import Desk
from tests.helpers.git import hook, make_repo
from tests.helpers.git import run as git
from tests.helpers.logbooks import StillClock, record_text

ONGOING, MITIGATED, RESOLVED, CLOSED = (
    f"2026112{day}-{tail}" for day, tail in enumerate(("aaaaa", "bbbbb", "ccccc", "ddddd"))
)
STATUSES = {RESOLVED: "resolved", MITIGATED: "mitigated", ONGOING: "ongoing", CLOSED: "closed"}
LATE = ("actions:", "- action: test the restore", "  id: am3x7", "  owner: ana", "  due: 2026-11-01")


def desk_with(root: Path, **statuses: str) -> Desk:
    """Return a desk with one record for each id."""
    found = {f"2026/11/{ref}-x.yaml": record_text(ref, status, status=status) for ref, status in statuses.items()}
    return Desk(root, found)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with an incident on each rung but one."""
    return desk_with(tmp_path / "log", **STATUSES)


def test_an_empty_logbook(tmp_path: Path) -> None:
    """Nothing is open, and there is one thing to do."""
    desk = Desk(tmp_path / "log")
    ran = desk("")
    assert (ran.code, ran.out, ran.err) == (0, f"{desk.root}\nno open incidents\n\nnext:\n  rcalog new TITLE\n", "")


def test_what_hurts_stands_first(desk: Desk) -> None:
    """Open incidents by rung, closed ones not at all; the next steps in that order, three of them."""
    lines = desk("").out.splitlines()
    assert lines[1] == "3 open"
    assert [line.split()[:2] for line in lines[2:5]] == [
        [ONGOING, "ongoing"],
        [MITIGATED, "mitigated"],
        [RESOLVED, "resolved"],
    ]
    assert lines[-4:] == [
        "next:",
        f"  rcalog mark mitigated HOW-WE-KNOW -i {ONGOING}",
        f"  rcalog mark resolved HOW-WE-KNOW -i {MITIGATED}",
        f"  rcalog why {RESOLVED}",
    ]


def test_what_is_late(tmp_path: Path) -> None:
    """Overdue actions stand below, of closed incidents too, with the command that lists them."""
    desk = Desk(tmp_path / "log", {f"2026/11/{CLOSED}-x.yaml": record_text(CLOSED, "x", *LATE, status="reviewed")})
    lines = desk("").out.splitlines()
    assert "1 overdue" in lines
    assert [line.split()[:4] for line in lines if "am3x7" in line] == [[CLOSED, "am3x7", "2026-11-01", "overdue"]]
    assert "  rcalog actions --overdue" in lines


def test_a_late_review(tmp_path: Path) -> None:
    """An incident that has been over for longer than the policy says is named until it is reviewed."""
    over = record_text("20261101-paydn", "Payments down", "times:", "  resolved: 2026-11-01T10:00:00+00:00")
    desk = Desk(tmp_path / "log", {"incidents/2026/11/20261101-paydn-payments.yaml": over})
    assert "review is late: 20261101-paydn  Payments down\n" in desk("").out
    assert [each["id"] for each in desk("--json").json["data"]["unreviewed"]] == ["20261101-paydn"]
    desk.write("review_days = 19\n", ".rcalog/config.toml")
    assert desk("--json").json["data"]["unreviewed"] == []


def test_many_of_a_kind_are_cut(tmp_path: Path) -> None:
    """Thousands of late reviews, or of files that cannot be read, do not push the rest off the screen."""
    over = ("times:", "  resolved: 2026-10-01T10:00:00+00:00")
    late = {f"2026/10/202610{day}-bbbbb-x.yaml": record_text(f"202610{day}-bbbbb", "x", *over) for day in range(10, 22)}
    harmed = {f"2026/09/202609{day}-bbbbb-x.yaml": "title: [\n" for day in range(10, 23)}
    lines = Desk(tmp_path / "log", late | harmed)("").out.splitlines()
    assert sum(line.startswith("review is late: ") for line in lines) == 10
    assert sum(line.startswith("cannot be read: ") for line in lines) == 10
    assert "  and 2 more: rcalog list status:resolved" in lines
    assert "  and 3 more: rcalog check" in lines


def test_one_draft_and_several(desk: Desk) -> None:
    """What was typed and not saved is shown whole; after the harm it is the next thing to do."""
    hook(desk.root, "pre-commit", "exit 1")
    desk(f"note 13:00 one -i {ONGOING}")
    (name,) = [each["id"] for each in desk("--json").json["data"]["drafts"]]
    steps = desk("").out.partition("next:\n")[2].splitlines()
    assert steps[:2] == [f"  rcalog mark mitigated HOW-WE-KNOW -i {ONGOING}", f"  rcalog drafts resume {name}"]
    desk(f"note 13:00 two -i {ONGOING}")
    ran = desk("")
    assert "2 not saved yet" in ran.out.splitlines()
    assert ran.out.partition("next:\n")[2].splitlines()[1] == "  rcalog drafts"


def test_during_a_merge(desk: Desk) -> None:
    """What becomes of what is typed now is said."""
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse HEAD"))
    assert "a merge is in progress: what you write is kept until git can commit it" in desk("").out.splitlines()
    assert desk("--json").json["data"]["operation"] == "merge"


def test_in_a_submodule(desk: Desk, tmp_path: Path) -> None:
    """Nothing waits there for a command that will never come: where the logbook belongs is said."""
    outer = make_repo(tmp_path / "outer")
    add = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(desk.root), "log")
    git("git", *add, cwd=outer)
    ran = run("new", "x", cwd=outer / "log", clock=StillClock())
    assert (ran.code, "keep the logbook in a repository of its own, or in the outer one" in ran.err) == (0, True)
    assert ran.out.splitlines()[-1].endswith("; rcalog drafts")
    assert "nothing is committed in a submodule" in run(cwd=outer / "log", clock=StillClock()).out


def test_a_record_that_cannot_be_read(desk: Desk) -> None:
    """It hides no other, and `check` is next."""
    desk.write("id: [\n", f"incidents/2026/11/{CLOSED}-x.yaml")
    ran = desk("")
    assert f"cannot be read: incidents/2026/11/{CLOSED}-x.yaml: " in ran.out
    assert (ran.code, "3 open" in ran.out, "  rcalog check" in ran.out.splitlines()) == (0, True, True)


def test_a_record_that_was_deleted_by_hand(desk: Desk) -> None:
    """It does not go unseen; the command that brings it back stands beside it."""
    [path] = [each.path for each in desk.book.catalog.scan() if each.path.stem.startswith(CLOSED)]
    (desk.book.root / path).unlink()
    back = f"git restore --source=HEAD --staged --worktree {path}"
    assert f"deleted by hand: {path}; to bring it back: {back}" in desk("").out.splitlines()
    assert desk("--json").json["data"]["deleted"] == [path.as_posix()]


def test_values_that_a_merge_left_undecided(tmp_path: Path) -> None:
    """Each incident is named, a closed one too, and what settles it is a next step."""
    two = ("conflicts:", "- {path: severity, kept: sev2, other: sev4}", "- {path: summary, other: Longer.}")
    desk = Desk(tmp_path / "log", {f"2026/11/{CLOSED}-x.yaml": record_text(CLOSED, "x", *two, status="closed")})
    lines = desk("").out.splitlines()
    assert f"a merge left values undecided: {CLOSED}  x" in lines
    assert f"  rcalog conflicts {CLOSED}" in lines
    assert desk("--json").json["data"]["undecided"] == [CLOSED]


def test_many_are_cut_short(tmp_path: Path) -> None:
    """The first ten, how many more, and the command that shows them."""
    desk = desk_with(tmp_path / "log", **{f"202611{day}-aaaaa": "ongoing" for day in range(10, 22)})
    ran = desk("")
    assert "  and 2 more: rcalog list not:status:closed" in ran.out.splitlines()
    assert len(desk("list not:status:closed --json").json["data"]["items"]) == 12


@pytest.mark.usefixtures("own_world")
def test_where_there_is_no_logbook(tmp_path: Path) -> None:
    """How to begin is said, nothing is made, and programs get the same keys as ever."""
    ran = run(cwd=tmp_path)
    assert (ran.code, ran.err, ran.out.splitlines()[1]) == (0, "", "There is no logbook yet. To begin:")
    there = Desk(tmp_path / "log")("--json").json["data"]
    none = run("--json", cwd=tmp_path).json["data"]
    assert (none["logbook"], none["next"][0], set(none)) == (None, "rcalog new TITLE", set(there))


def test_in_your_own_logbook(own_world: Path, tmp_path: Path) -> None:
    """From a folder without one it is your own, which is said, as is how this repository gets one."""
    own, repo = own_world / ".local/share/rcalog", make_repo(tmp_path / "service")
    run("new", "x", cwd=tmp_path, clock=StillClock())
    ran = run(cwd=repo, clock=StillClock())
    assert (ran.code, ran.out.splitlines()[:2]) == (0, [str(own), "1 open"])
    assert ran.err.splitlines() == [
        f"in your own logbook, {own}",
        f"hint: to keep records in this repository: rcalog init {repo}",
    ]


def test_a_place_that_is_none(tmp_path: Path) -> None:
    """A folder that was named and is no logbook is an error."""
    ran = run("-C", "nowhere", cwd=tmp_path)
    assert (ran.code, ran.err.splitlines()[0]) == (1, f"error: {tmp_path / 'nowhere'} is not a logbook")
