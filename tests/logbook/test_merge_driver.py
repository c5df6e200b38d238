"""What git makes of records that two branches changed, in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.setup import driver_line
from rcalog.model.base import record_data
from tests.helpers.cli import run
from tests.helpers.desk import Desk
from tests.helpers.git import git_commit, write_file
from tests.helpers.git import run as sh
from tests.helpers.logbooks import make_logbook, read, record_text

ID = "20261120-paydn"
FILE = f"incidents/2026/11/{ID}-payments-down.yaml"
TEXT = record_text(ID, "Payments down", "tags:", "  - cards  # what was refused", "  - web")
OURS = TEXT.replace("sev2", "sev1").replace("  - cards", "  # ours\n  - tills\n  - cards")
THEIRS = TEXT.replace("sev2", "sev3") + "summary: |-\n  Cards were refused. # not a comment\n# theirs\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk at a clone that is set up, where another branch has changed the record too."""
    desk = Desk(tmp_path / "log", book=make_logbook(tmp_path / "log"))
    assert desk("init").code == 0
    git_commit(desk.root, {FILE: TEXT})
    desk.git("switch --quiet --create other")
    git_commit(desk.root, {FILE: THEIRS}, "theirs")
    desk.git("switch --quiet main")
    return desk


def on_main(desk: Desk, text: str = OURS) -> None:
    """Commit our own change of the record."""
    git_commit(desk.root, {FILE: text}, "ours")


def test_git_merges_records_by_their_values(desk: Desk) -> None:
    """Both sides' changes are there; where they disagree the worse severity stands, and the other is kept."""
    on_main(desk)
    desk.git("merge --no-edit other")
    data = record_data(read(desk.book).incident)
    assert desk.git("status --porcelain") == ""
    assert (data["severity"], data["tags"]) == ("sev1", ["tills", "cards", "web"])
    assert (data["summary"], data["conflicts"]) == (
        "Cards were refused. # not a comment",
        [{"path": "severity", "base": "sev2", "kept": "sev1", "other": "sev3"}],
    )
    assert "  # ours\n  - tills\n  - cards  # what was refused\n" in desk.text(FILE)
    assert "# theirs\n" in desk.text(FILE)


def test_nothing_of_the_logbook_is_run(desk: Desk) -> None:
    """A Python file at the top of the repository, named as one that rcalog loads, is no part of rcalog."""
    traps = dict.fromkeys(("json.py", "difflib.py", "rcalog/__main__.py"), "open('sprung', 'w')")
    git_commit(desk.root, traps, "traps")
    on_main(desk)
    desk.git("merge --no-edit other")
    assert ((desk.root / "sprung").exists(), read(desk.book).incident.tags) == (False, ("tills", "cards", "web"))


@pytest.mark.parametrize(
    ("operation", "other"), [("rebase other", "sev1"), ("cherry-pick other", "sev3"), ("stash pop", "sev3")]
)
def test_every_merge_of_git_goes_that_way(desk: Desk, operation: str, other: str) -> None:
    """Rebase, cherry-pick and the return of stashed edits keep both values too."""
    if operation == "stash pop":
        write_file(desk.root, FILE, THEIRS)
        desk.git("stash --quiet")
    on_main(desk)
    desk.git(operation)
    found = read(desk.book).incident
    assert (found.severity, found.summary) == ("sev1", "Cards were refused. # not a comment")
    assert [(each.kept, each.other) for each in found.conflicts] == [("sev1", "sev3")]
    assert "<<<<" not in desk.text(FILE)


def test_where_lines_merge_cleanly_the_comments_of_both_sides_stay(desk: Desk) -> None:
    """Git's own merge is taken when it means the same."""
    changes = ("schema:", "# ours\nschema:"), ("Payments down", "Cards refused")
    ours, wanted = TEXT, THEIRS
    for before, after in changes:
        ours, wanted = ours.replace(before, after), wanted.replace(before, after)
    on_main(desk, ours)
    desk.git("merge --no-edit other")
    assert desk.text(FILE) == wanted


@pytest.mark.parametrize("spoilt", ["program", "record"])
def test_what_cannot_be_merged_gets_conflict_markers(desk: Desk, spoilt: str) -> None:
    """Without rcalog, or where a side is no record, git says that there is a conflict, as ever."""
    if spoilt == "program":
        desk.git(f"config merge.rcalog.driver {driver_line('/nowhere/python')!r}".replace("\\", ""))
    on_main(desk, OURS if spoilt == "program" else OURS.replace("sev1", "terrible"))
    sh("git", "merge", "--no-edit", "other", cwd=desk.root, check=False)
    assert desk.git("status --porcelain") == f"UU {FILE}"
    assert [line for line in desk.text(FILE).split("\n") if line[:7] in ("<" * 7, "=" * 7, ">" * 7)] != []


def sides(folder: Path, *texts: str) -> list[str]:
    """Write the files that git hands to a driver, and return the arguments of the command."""
    names = [f".merge_file_{number}" for number in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        write_file(folder, name, text)
    return ["merge-driver", *names, "7", FILE]


def test_two_new_records_at_one_path(tmp_path: Path) -> None:
    """Git hands over an empty file where there was none."""
    arguments = sides(tmp_path, "", TEXT, TEXT.replace("Payments down", "Cards refused"))
    ran = run(*arguments, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"warning: {FILE}: both sides changed title; one value stands, the other is kept",
        f"hint: rcalog conflicts {ID}",
    ]
    assert "title: Cards refused\n" in (tmp_path / ".merge_file_1").read_text()


@pytest.mark.parametrize(
    ("theirs", "code"),
    [
        (TEXT.replace(ID, "20261120-hv4et"), "different-records"),
        ("<<<<<<< HEAD\n" + TEXT, "unreadable-record"),
        (TEXT.replace("severity: sev2\n", ""), "invalid-record"),
    ],
)
def test_what_is_no_record_is_left_alone(tmp_path: Path, theirs: str, code: str) -> None:
    """The file of our side is as it was, and git's own merge comes after."""
    ran = run(*sides(tmp_path, TEXT, OURS, theirs), "--json", cwd=tmp_path)
    assert (ran.code, ran.json["errors"][0]["code"]) == (1, code)
    assert (tmp_path / ".merge_file_1").read_text() == OURS
    gone = run("merge-driver", "a", "b", "c", "7", FILE, "--json", cwd=tmp_path)
    assert (gone.code, gone.json["errors"][0]["code"]) == (1, "side-unreadable")
