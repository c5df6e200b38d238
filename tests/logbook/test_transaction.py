"""Writes that go through: what is committed, what is said, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook import transaction
from rcalog.logbook.book import Logbook
from rcalog.logbook.intents import Intent, Operation
from rcalog.logbook.repository import IdentityMissing
from rcalog.logbook.secretscan import SecretFound
from tests.helpers.git import git_commit, make_repo, run, write_file
from tests.helpers.logbooks import ID, StillClock, change, edit, incident, make_logbook, new, read, record_text

NAME = f"incidents/2026/11/{ID}-payments-down.yaml"
HAND = f"""\
# our worst day
schema:   rcalog/v1
id: {ID}
title: "Payments down"   # as announced
kind: incident
status: ongoing
severity: sev2
actions:
- action: Fix it
  owner: ana   # or li
x_ticket: 4711
"""


@pytest.fixture(params=[".", "docs/事故 log"])
def book(tmp_path: Path, request: pytest.FixtureRequest) -> Logbook:
    """Return an empty logbook at the top of a repository, and in a folder of one."""
    return make_logbook(tmp_path / "仓库", request.param)


def log(book: Logbook, form: str) -> str:
    """Return what the last commit says."""
    return run("git", "log", "-1", f"--format={form}", cwd=book.root)


def test_new_record(book: Logbook) -> None:
    """One commit with one file, the schema line on top and only the keys that have a value."""
    saved = new(book)
    assert (book.root / NAME).read_text() == (
        "# yaml-language-server: $schema=../../../.rcalog/incident.schema.json\n"
        f"schema: rcalog/v1\nid: {ID}\ntitle: Payments down\nkind: incident\nstatus: ongoing\nseverity: sev2\n"
    )
    assert run("git", "show", "--format=", "--name-only", "-z", cwd=book.root).rstrip("\0") == saved.path.as_posix()
    assert (saved.commit, run("git", "status", "--porcelain", cwd=book.root)) == (book.repo.head(), "")
    assert (saved.undo, saved.draft, saved.warnings) == (f"rcalog undo {saved.short}", None, ())


def test_commit_message(book: Logbook) -> None:
    """The id and what was done, the changes, then trailers that git can read."""
    new(book)
    change(book, status="mitigated", times={"mitigated": "~2017-02-01T00:36:00+00:00"}, tags=["backup"])
    assert log(book, "%B") == (
        f"{ID}: set\n\n"
        "status: ongoing -> mitigated\ntags: + backup\ntimes.mitigated: ~2017-02-01T00:36:00+00:00\n\n"
        f"Incident: {ID}\nOperation: set\nSeverity: sev2\n"
    )
    assert log(book, "%(trailers:key=Operation,valueonly)").strip() == "set"


def test_team_s_own_form_of_commits(book: Logbook) -> None:
    """A service's repository may want another subject, and no trailers."""
    (book.root / ".rcalog/config.toml").write_text(
        '[commit]\nsubject = "docs(incident): {summary} {id}"\ntrailers = false\n'
    )
    new(Logbook.open(book.root))
    assert (log(book, "%s"), "Operation:" in log(book, "%b")) == (f"docs(incident): new {ID}", False)


def test_long_and_hostile_titles_stay_in_the_record_alone(book: Logbook) -> None:
    """A subject has 72 columns; what a terminal would obey is spelt out in the message, and stored as typed."""
    title = "[red]支付 \u202eevil[/] " + "长" * 10_000
    saved = new(book, incident(title=title, tags=["\u200bx"]))
    assert (read(book).incident.title, len(log(book, "%s")) <= 72) == (title, True)
    assert ("\u202e" in saved.message, "<U+202E>" in saved.message, "<U+200B>x" in saved.message) == (False, True, True)


def test_only_what_was_meant_changes(book: Logbook) -> None:
    """Comments, blanks, quotes and keys of others stay; items get their ids."""
    git_commit(book.root, {NAME: HAND})
    saved = change(book, severity="sev1")
    (given,) = [action.id for action in read(book).incident.actions]
    assert (book.root / NAME).read_text() == HAND.replace("sev2", "sev1").replace(
        "- action: Fix it\n  owner: ana   # or li\n",
        f"- action: Fix it\n  id: {given}\n  owner: ana   # or li\n  status: todo\n",
    )
    assert [each.path for each in saved.changes] == ["severity"]


def test_exact_bytes_of_an_edit(book: Logbook) -> None:
    """What a person wrote in an editor is committed as it is."""
    new(book)
    saved = edit(book, read(book), HAND)
    assert ((book.root / NAME).read_text(), [each.path for each in saved.changes]) == (HAND, ["actions", "x_ticket"])


def test_diff_is_that_of_the_file(book: Logbook) -> None:
    """The result shows what changed, as patches do."""
    path = new(book).path
    assert change(book, severity="sev1").diff == (
        f"--- a/{path}\n+++ b/{path}\n@@ -4,4 +4,4 @@\n title: Payments down\n kind: incident\n status: ongoing\n"
        "-severity: sev2\n+severity: sev1\n"
    )


def test_dry_run_changes_nothing_and_checks_everything(book: Logbook) -> None:
    """The same diff and message as the real run, no file, no commit, no draft, no memory."""
    intent = Intent(Operation.NEW, None, incident(), "new")
    head = book.repo.head()
    tried = transaction.commit(book, intent, dry_run=True)
    assert (book.repo.head(), (book.root / NAME).exists(), book.drafts.list(), book.state.exists()) == (
        head,
        False,
        [],
        False,
    )
    real = transaction.commit(book, intent)
    assert (tried.diff, tried.message, tried.commit) == (real.diff, real.message, None)
    run("git", "config", "--global", "--remove-section", "user", cwd=book.root)
    with pytest.raises(IdentityMissing):
        change(book, severity="sev1", dry_run=True)


def test_nothing_to_change_is_no_commit(book: Logbook) -> None:
    """Setting what is set already is done, without a commit."""
    head = new(book).commit
    saved = change(book, severity="sev2")
    assert (saved.commit, saved.changes, saved.diff, book.repo.head(), book.drafts.list()) == (None, [], "", head, [])


def test_record_is_removed(book: Logbook) -> None:
    """An intention without content takes the file away, in a commit that says so."""
    new(book)
    saved = transaction.commit(book, Intent(Operation.MOVE, read(book), None, "move to ops"))
    assert ((book.root / NAME).exists(), saved.incident, log(book, "%s")) == (False, None, f"{ID}: move to ops")


def test_other_files_go_into_the_same_commit(book: Logbook) -> None:
    """A write may carry more files, and trailers of its own."""
    extra = book.path_in_repo(book.prefix.__class__("attached.txt")).as_posix()
    intent = Intent(
        Operation.IMPORT, None, incident(), "import", trailers=(("Source", "notes"),), extra_paths={extra: b"x\n"}
    )
    saved = transaction.commit(book, intent)
    names = run("git", "show", "--format=", "--name-only", "-z", cwd=book.root).rstrip("\0").split("\0")
    assert (sorted(names), "Source: notes" in log(book, "%(trailers)")) == (
        sorted([extra, saved.path.as_posix()]),
        True,
    )


def test_work_of_the_user_is_left_alone(book: Logbook) -> None:
    """Staged, changed and new files are after the write what they were before it."""
    git_commit(book.repo.top, {"staged": "1", "changed": "1"})
    for name in ("staged", "changed", "new"):
        write_file(book.repo.top, name, "2")
    run("git", "add", "staged", cwd=book.repo.top)
    before = run("git", "status", "--porcelain", cwd=book.repo.top)
    new(book)
    change(book, severity="sev1")
    assert run("git", "status", "--porcelain", cwd=book.repo.top) == before


def test_unborn_branch(tmp_path: Path) -> None:
    """The first commit of a repository may be a record."""
    root = make_repo(tmp_path / "new")
    write_file(root, ".rcalog/config.toml", "")
    book = Logbook.open(root, clock=StillClock())
    assert (new(book).commit, run("git", "rev-list", "--count", "HEAD", cwd=root)) == (book.repo.head(), "1")


def test_linked_work_tree(book: Logbook) -> None:
    """A write goes to the branch of the work tree that it was made in."""
    run("git", "worktree", "add", "--quiet", "-b", "other", "../tree", cwd=book.repo.top)
    tree = Logbook.open(book.repo.top.parent / "tree" / book.prefix)
    head = book.repo.head()
    saved = new(tree)
    assert (book.repo.head(), run("git", "rev-parse", "other", cwd=book.root)) == (head, saved.commit)
    assert ((tree.root / NAME).exists(), (book.root / NAME).exists()) == (True, False)


def test_detached_head_is_warned_about(book: Logbook) -> None:
    """A commit on no branch is made, and said."""
    run("git", "switch", "--quiet", "--detach", cwd=book.root)
    saved = new(book)
    assert (saved.commit, ["detached" in warning for warning in saved.warnings]) == (book.repo.head(), [True])


def test_branch_of_the_policy_is_warned_about(book: Logbook) -> None:
    """Records that belong on one branch are not refused on another."""
    (book.root / ".rcalog/config.toml").write_text('branch = "main"\n')
    run("git", "switch", "--quiet", "-c", "feature", cwd=book.root)
    assert new(Logbook.open(book.root)).warnings == ("this is branch feature; records belong on main",)


def test_hand_edit_is_committed_first(book: Logbook) -> None:
    """What somebody changed in the file by hand is a commit of its own, and said; the write builds on it."""
    new(book)
    git_commit(book.repo.top, {"other": "1"})
    write_file(book.repo.top, "other", "2")
    (book.root / NAME).write_text(HAND)
    saved = change(book, severity="sev1")
    first = run("git", "log", "-2", "--format=%s|%(trailers:key=Operation,valueonly,separator=)", cwd=book.root).split(
        "\n"
    )
    assert first == [f"{ID}: set|set", f"{ID}: edit by hand|hand-edit"]
    assert run("git", "show", f"HEAD~1:{saved.path}", cwd=book.root) + "\n" == HAND
    assert ["was committed first" in warning for warning in saved.warnings] == [True]
    assert run("git", "status", "--porcelain", cwd=book.repo.top) == " M other"


def test_hand_edit_is_told_of_in_a_dry_run(book: Logbook) -> None:
    """A dry run commits no hand edit either."""
    head = new(book).commit
    (book.root / NAME).write_text(HAND)
    saved = change(book, dry_run=True, severity="sev1")
    assert (saved.warnings, book.repo.head()) == (
        ("the file has an uncommitted edit, which would be committed first",),
        head,
    )


def test_hand_edit_is_committed_on_purpose(book: Logbook) -> None:
    """Saving commits the very bytes, with what changed since the last commit; a new file too."""
    new(book)
    (book.root / NAME).write_text(HAND)
    saved = edit(book, read(book), HAND, Operation.SAVE)
    assert ([each.path for each in saved.changes], log(book, "%s"), saved.warnings) == (
        ["actions", "x_ticket"],
        f"{ID}: save",
        (),
    )
    other = record_text("20261121-xther")
    write_file(book.root, "incidents/by hand.yaml", other)
    assert edit(book, read(book, "20261121-xther"), other, Operation.SAVE).path.name == "by hand.yaml"
    assert edit(book, read(book, "20261121-xther"), other, Operation.SAVE).commit is None


def test_file_renamed_by_hand_stays_the_record(book: Logbook) -> None:
    """A moved file is found by its id; the move is committed first, old name and new."""
    new(book)
    (book.root / NAME).rename(book.root / "incidents/my outage.yaml")
    saved = change(book, severity="sev1")
    assert saved.path.name == "my outage.yaml"
    moved = run("git", "show", "--format=", "--name-status", "-M", "-z", "HEAD~1", cwd=book.root).split("\0")
    assert [moved[0], Path(moved[2]).name] == ["R100", "my outage.yaml"]
    assert run("git", "status", "--porcelain", cwd=book.root) == ""


def test_file_renamed_between_reading_and_writing(book: Logbook) -> None:
    """A write does not bring an old name back."""
    new(book)
    record = read(book)
    run("git", "mv", NAME, "incidents/x.yaml", cwd=book.root)
    run("git", "commit", "--quiet", "-m", "rename", cwd=book.root)
    saved = change(book, record, severity="sev1")
    assert (saved.path.name, (book.root / NAME).exists()) == ("x.yaml", False)


def test_last_touched_is_remembered(book: Logbook) -> None:
    """After a write `@last` is the incident that it was about."""
    new(book)
    assert read(book, "@last").incident.id == ID


def test_every_file_and_the_message_are_searched_for_secrets(book: Logbook) -> None:
    """What goes into the same commit is history as well, and so are the words of the commit."""
    key = "AKIA" + "IOSFODNN7ABCDEFG"
    beside = Intent(Operation.IMPORT, None, incident(), "import", extra_paths={"notes.txt": f"key {key}\n".encode()})
    spoken = Intent(Operation.NEW, None, incident(), f"new, with {key}")
    for intent in (beside, spoken):
        with pytest.raises(SecretFound, match=r"aws-key$"):
            transaction.commit(book, intent)
    assert book.catalog.paths() == []
    saved = transaction.commit(book, beside, allow_secrets=["aws-key"])
    assert "Allowed-Secret: aws-key" in saved.message
