"""What a writer leaves that died in the middle: the next one finishes it, forgets it, or keeps it as a draft."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rcalog.logbook import transaction
from rcalog.logbook.book import Logbook
from rcalog.logbook.owner import Owner
from tests.faults.injecting import DIED, DIES, typed
from tests.helpers import cli
from tests.helpers.git import git_commit, hook, run, write_file
from tests.helpers.logbooks import ID, change, incident, logbook_of, new, read, resume

NAME = f"incidents/2026/11/{ID}-payments-down.yaml"
BEFORE_COMMIT = "git commit-tree"
BEFORE_INDEX = ("os.rename prepared-index", "os.rename users-index")  # without hooks, and with
known: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}
LINE = ("set", "-i", ID, "severity=sev1")


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with one record, whose user has other work staged."""
    made = logbook_of(tmp_path / "log", incident())
    write_file(made.root, "app.py", "1\n")
    run("git", "add", "app.py", cwd=made.root)
    return made


def died(book: Logbook, step: str | tuple[str, ...], *line: str) -> None:
    """Let a command die before the last step whose name begins so."""
    words = line or LINE
    steps = steps_of(book, words)
    (*_, number) = (number for number, name in enumerate(steps) if name.startswith(step))
    assert typed(*words, cwd=book.root, kind=DIES, number=number).code == DIED


def steps_of(book: Logbook, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the steps of a command in a copy of the logbook, which are the same in all that have the same hooks."""
    hooks = tuple(path.name for path in (book.root / ".git/hooks").glob("*"))
    if (words, hooks) not in known:
        known[words, hooks] = typed(*words, cwd=shutil.copytree(book.root, book.root.with_name("copy"))).steps
    return known[words, hooks]


def ops(book: Logbook) -> list[Path]:
    """Return the redo records that are there."""
    return list((book.repo.common_dir / "rcalog/ops").glob("*"))


def last(book: Logbook) -> str:
    """Return the subject of the last commit and its author."""
    return run("git", "log", "-1", "--format=%s (%an)", cwd=book.root)


def test_written_and_not_committed(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is committed as it was meant, by who typed it, before anything else."""
    died(book, BEFORE_COMMIT)
    assert "sev1" in (book.root / NAME).read_text()
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Bo")
    (note,) = transaction.replay(book)
    assert note.startswith(f"'{ID}: set severity' had been interrupted and is committed now (")
    assert (last(book), ops(book)) == (f"{ID}: set severity (Ana Silva)", [])
    assert run("git", "status", "--porcelain", cwd=book.root) == "A  app.py"


def test_a_new_record(book: Logbook) -> None:
    """It was in no commit, and is then; the next new one is one of its own."""
    died(book, BEFORE_COMMIT, "new", "Mail down", "--started", "13:00")
    new(book, incident("20261121-xther", "Disk full"))
    subjects = run("git", "log", "--format=%s", "--", "incidents", cwd=book.root).split("\n")
    assert ([subject.partition(": ")[2] for subject in subjects], ops(book)) == (["new", "new Mail down", "new"], [])


def test_not_yet_written(book: Logbook) -> None:
    """Nobody was told that it is saved, and nothing is; the file that was about to take its place is gone."""
    died(book, "os.rename .2026")
    assert [path.suffix for path in sorted((book.root / NAME).parent.iterdir())] == [".tmp", ".yaml"]
    assert transaction.replay(book) == []
    assert ([path.suffix for path in (book.root / NAME).parent.iterdir()], ops(book)) == ([".yaml"], [])


def test_committed_and_gits_index_behind(book: Logbook) -> None:
    """Git's index follows; what the user has staged stays staged."""
    died(book, BEFORE_INDEX)
    assert last(book).startswith(f"{ID}: set severity")
    assert run("git", "status", "--porcelain", "incidents", cwd=book.root) != ""
    assert transaction.replay(book) == []
    assert (run("git", "status", "--porcelain", cwd=book.root), ops(book)) == ("A  app.py", [])


def test_edited_since(book: Logbook) -> None:
    """Where somebody has gone on in the file, that stays, and what was meant is kept as a draft that can go on."""
    died(book, BEFORE_COMMIT)
    text = (book.root / NAME).read_text()
    write_file(book.root, NAME, text.replace("Payments down", "Cards refused").replace("sev1", "sev2"))
    (note,) = transaction.replay(book)
    (draft,) = book.drafts.list()
    assert f"is kept (the record has been changed since): rcalog drafts resume {draft.id}" in note
    resume(book, draft.id)
    assert read(book).incident == incident(title="Cards refused", severity="sev1")


def test_on_another_branch(book: Logbook) -> None:
    """It was meant for the branch that it was typed on: here it is a draft, and the file stays."""
    died(book, BEFORE_COMMIT)
    run("git", "switch", "--quiet", "-c", "other", cwd=book.root)
    assert len(transaction.replay(book)) == len(book.drafts.list()) == 1
    assert "sev1" in (book.root / NAME).read_text()


def test_committed_and_gone_on_from(book: Logbook) -> None:
    """What came to be committed is no news, whoever has committed on top of it."""
    died(book, BEFORE_INDEX)
    (book.repo.git_dir / "index.lock").unlink()
    run("git", "reset", "--quiet", cwd=book.root)
    text = (book.root / NAME).read_text().replace("sev1", "sev3")
    git_commit(book.root, {NAME: text})
    assert (transaction.replay(book), book.drafts.list(), ops(book)) == ([], [], [])


def test_a_hook_refuses(book: Logbook) -> None:
    """As for any write that is refused: the file is put back, and what was meant is kept."""
    died(book, BEFORE_COMMIT)
    hook(book.root, "pre-commit", "echo no; exit 1")
    (note,) = transaction.replay(book)
    (draft,) = book.drafts.list()
    assert ("hook refused" in note, run("git", "diff", cwd=book.root), ops(book)) == (True, "", [])
    hook(book.root, "pre-commit", "exit 0")
    resume(book, draft.id)
    assert read(book).incident.severity == "sev1"


def test_about_to_be_taken_along(book: Logbook) -> None:
    """Where it is refused and a commit under way has it, it stays for that one; it is no draft once that is there."""
    died(book, BEFORE_COMMIT)
    hook(book.root, "pre-commit", "exit 1")
    lock = book.repo.git_dir / "index.lock"
    run("git", "add", NAME, cwd=book.root)
    shutil.copy(book.repo.git_dir / "index", lock)
    assert len(transaction.replay(book)) == len(book.drafts.list()) == len(ops(book)) == 1
    assert "sev1" in (book.root / NAME).read_text()
    lock.unlink()
    run("git", "commit", "--quiet", "-nm", "all", cwd=book.root)
    assert (transaction.replay(book), book.drafts.list(), ops(book)) == ([], [], [])
    assert run("git", "status", "--porcelain", cwd=book.root) == ""


def test_about_to_be_taken_along_and_not(book: Logbook) -> None:
    """Where that commit comes to nothing, it is put back, as at any other refusal."""
    died(book, BEFORE_COMMIT)
    hook(book.root, "pre-commit", "exit 1")
    lock = book.repo.git_dir / "index.lock"
    run("git", "add", NAME, cwd=book.root)
    shutil.copy(book.repo.git_dir / "index", lock)
    transaction.replay(book)
    lock.unlink()
    run("git", "restore", "--staged", NAME, cwd=book.root)
    assert len(transaction.replay(book)) == len(book.drafts.list()) == 1
    assert (run("git", "diff", cwd=book.root), ops(book)) == ("", [])


def test_an_edit_by_hand_that_was_being_saved(book: Logbook) -> None:
    """It is committed; where a hook does not let it, it stays where its author put it."""
    text = (book.root / NAME).read_text() + "# seen\n"
    write_file(book.root, NAME, text)
    died(book, BEFORE_COMMIT, "save", ID)
    hook(book.root, "pre-commit", "exit 1")
    assert (transaction.replay(book), book.drafts.list()) == ([], [])
    assert (book.root / NAME).read_text() == text


def test_while_git_is_busy(book: Logbook) -> None:
    """It waits until git is not any more; what is typed meanwhile waits behind it."""
    died(book, BEFORE_COMMIT)
    run("git", "bisect", "start", cwd=book.root)
    assert change(book, tags=["x"]).draft
    assert len(ops(book)) == 1
    run("git", "bisect", "reset", cwd=book.root)
    assert len(transaction.replay(book)) == 2
    assert read(book).incident == incident(severity="sev1", tags=["x"])


def test_a_process_that_runs_is_left_alone(book: Logbook) -> None:
    """What is not known to be dead is not touched, nor what belongs to another work tree."""
    died(book, BEFORE_COMMIT)
    (file,) = ops(book)
    data = json.loads(file.read_text())
    alive = Owner.of(os.getppid())
    for other in ({"owner": vars(alive)}, {"git_dir": str(book.root)}):
        file.write_text(json.dumps(data | other))
        assert (transaction.replay(book), ops(book)) == ([], [file])
    reused = alive.with_(start="1")
    file.write_text(json.dumps(data | {"owner": vars(reused)}))
    assert len(transaction.replay(book)) == 1


def test_the_work_tree_is_gone(book: Logbook) -> None:
    """What was typed in a work tree that is removed is kept, and can go on in another."""
    died(book, BEFORE_COMMIT)
    (file,) = ops(book)
    file.write_text(json.dumps(json.loads(file.read_text()) | {"git_dir": "/nowhere"}))
    (note,) = transaction.replay(book)
    assert ("its work tree is gone" in note, len(book.drafts.list())) == (True, 1)


def test_a_torn_redo_record(book: Logbook) -> None:
    """Before it was whole, nothing was done."""
    died(book, BEFORE_COMMIT)
    (file,) = ops(book)
    file.write_text(file.read_text()[:-9])
    assert (transaction.replay(book), ops(book)) == ([], [])


def test_what_a_hook_made_of_it(book: Logbook) -> None:
    """A commit of what a formatter has made of the record is known again."""
    hook(book.root, "pre-commit", f"echo '# formatted' >> {NAME}; git add {NAME}")
    died(book, BEFORE_INDEX)
    assert transaction.replay(book) == []
    assert (book.drafts.list(), ops(book), run("git", "status", "--porcelain", cwd=book.root)) == ([], [], "A  app.py")


def test_locks_of_a_git_that_died_too(book: Logbook) -> None:
    """They are released, but not while a git is at work in the repository."""
    died(book, "git update-ref")
    locks = [write_file(book.repo.git_dir, f"{name}.lock", "") for name in ("HEAD", "refs/heads/main")]
    at_work = shutil.copy("/bin/sleep", book.root.with_name("git-at-work"))
    with subprocess.Popen([at_work, "60"], cwd=book.root / "incidents") as process:
        (note,) = transaction.replay(book)
        process.kill()
    assert ("is not settled yet" in note, [lock.exists() for lock in locks]) == (True, [True, True])
    (note,) = transaction.replay(book)
    assert ("is committed now" in note, [lock.exists() for lock in locks], ops(book)) == (True, [False, False], [])


def test_redaction_comes_after(book: Logbook) -> None:
    """What was about to be committed is taken out as well, and does not come back with the next write."""
    died(book, BEFORE_COMMIT, "note", "-i", ID, "Erika Mustermann called")
    ran = cli.run("redact", "-", "--yes", cwd=book.root, stdin="Erika Mustermann")
    assert (ran.code, "is committed now" in ran.err) == (0, True), ran
    change(book, severity="sev1")
    assert run("git", "log", "--all", "--oneline", "-SMustermann", cwd=book.root) == ""
    assert "Mustermann" not in run("git", "show", f"HEAD:{NAME}", cwd=book.root)
