"""What stands on other branches and on tags alone is in the index of the past, and who has it."""

from __future__ import annotations

from pathlib import Path

from rcalog.logbook.book import Logbook
from rcalog.logbook.index.past import changes, touching
from tests.helpers import git
from tests.helpers.logbooks import make_logbook

PATH = "incidents/2026/11/a.yaml"
NOBODY = "20261120-n0ne5"
Where = dict[str, tuple[str, ...]]


def where(book: Logbook, word: str) -> Where:
    """Return the subjects of the commits that are found, and who has those that HEAD does not have."""
    found = changes(book, [[word]])
    commits = [each.patch.commit for each in found.found]
    return {each.subject: found.elsewhere.get(each.oid, ()) for each in commits}


def commit(book: Logbook, text: str, second: int = 0) -> None:
    """Commit the one record with a text, which is the subject too."""
    git.git_commit(book.root, {PATH: f"{text}\n"}, text, at=f"2026-11-20T10:00:{second:02}Z")


def test_on_another_branch_only(tmp_path: Path) -> None:
    """It is found with the branches and tags that have it, until HEAD has it too, or none has it any more."""
    book = make_logbook(tmp_path)
    commit(book, "lag on main")
    git.run("git", "switch", "--quiet", "-c", "o", cwd=book.root)
    commit(book, "lag on o", 1)
    git.run("git", "tag", "-m", "annotated", "v1", cwd=book.root)
    git.run("git", "switch", "--quiet", "main", cwd=book.root)
    both = {"lag on o": ("refs/heads/o", "refs/tags/v1"), "lag on main": ()}
    assert where(book, "lag") == both
    found = touching(book, PATH, NOBODY)
    assert found
    assert [each.subject for each in found.revisions] == ["lag on main"]
    git.run("git", "branch", "-D", "o", cwd=book.root)
    assert where(book, "lag") == both | {"lag on o": ("refs/tags/v1",)}
    git.run("git", "checkout", "--quiet", "v1", cwd=book.root)
    assert where(book, "lag") == {"lag on o": (), "lag on main": ()}
    git.run("git", "switch", "--quiet", "main", cwd=book.root)
    git.run("git", "tag", "-d", "v1", cwd=book.root)
    assert where(book, "lag") == {"lag on main": ()}


def test_what_comes_back(tmp_path: Path) -> None:
    """What HEAD left, and the history of a record saw go, is read again when it is there again."""
    book = make_logbook(tmp_path)
    for second, text in enumerate(("lag", "lag twice")):
        commit(book, text, second)
    git.run("git", "tag", "-m", "", "v1", cwd=book.root)
    assert where(book, "lag") == {"lag": (), "lag twice": ()}
    git.run("git", "tag", "-d", "v1", cwd=book.root)
    git.run("git", "reset", "--quiet", "--hard", "HEAD~1", cwd=book.root)
    found = touching(book, PATH, NOBODY)
    assert found
    assert [each.subject for each in found.revisions] == ["lag"]
    git.run("git", "reset", "--quiet", "--hard", "HEAD@{1}", cwd=book.root)
    assert where(book, "lag") == {"lag": (), "lag twice": ()}


def test_before_the_first_commit(tmp_path: Path) -> None:
    """Where HEAD has nothing yet, what others have is found all the same."""
    book = make_logbook(tmp_path)
    assert where(book, "lag") == {}
    commit(book, "lag on main")
    git.run("git", "switch", "--quiet", "--orphan", "new", cwd=book.root)
    assert where(book, "lag") == {"lag on main": ("refs/heads/main",)}
    git.run("git", "switch", "--quiet", "main", cwd=book.root)
    assert where(book, "lag") == {"lag on main": ()}


def test_references_that_are_no_branches(tmp_path: Path) -> None:
    """A stash, notes and what the program keeps for itself hide nothing and tell nothing; a tag of a tree has no past."""
    book = make_logbook(tmp_path)
    commit(book, "lag on main")
    git.run("git", "switch", "--quiet", "-c", "o", cwd=book.root)
    commit(book, "lag elsewhere", 1)
    for name in ("refs/rcalog/witness/a/main", "refs/original/refs/heads/o", "refs/notes/x"):
        git.run("git", "update-ref", name, "HEAD", cwd=book.root)
    git.run("git", "tag", "tree", "HEAD^{tree}", cwd=book.root)
    git.run("git", "switch", "--quiet", "main", cwd=book.root)
    git.run("git", "branch", "-D", "o", cwd=book.root)
    assert where(book, "lag") == {"lag on main": ()}
    git.write_file(book.root, ".git/refs/heads/lost", f"{'1' * 40}\n")
    git.write_file(book.root, ".git/refs/heads/odd", "no object\n")
    assert where(book, "lag") == {"lag on main": ()}


def test_a_thousand_remote_branches(tmp_path: Path) -> None:
    """They are read at once, whether packed or not, and those that stand where HEAD has been cost nothing more."""
    book = make_logbook(tmp_path)
    commit(book, "lag on main")
    base = git.run("git", "rev-parse", "HEAD", cwd=book.root).strip()
    git.run("git", "switch", "--quiet", "-c", "o", cwd=book.root)
    commit(book, "lag on o", 1)
    tip = git.run("git", "rev-parse", "HEAD", cwd=book.root).strip()
    git.run("git", "switch", "--quiet", "main", cwd=book.root)
    names = [f"refs/remotes/origin/b{number:03}" for number in range(1000)]
    asked = "".join(f"create {name} {tip if number % 2 else base}\n" for number, name in enumerate(names))
    git.run("git", "update-ref", "--stdin", cwd=book.root, stdin=asked.encode())
    git.run("git", "symbolic-ref", "refs/remotes/origin/HEAD", names[1], cwd=book.root)
    on_o = ("refs/heads/o", *names[1::2])
    assert where(book, "lag") == {"lag on o": on_o, "lag on main": ()}
    git.run("git", "pack-refs", "--all", cwd=book.root)
    commit(book, "lag again", 2)
    assert where(book, "lag") == {"lag again": (), "lag on o": on_o, "lag on main": ()}


def test_a_branch_that_git_has_lost(tmp_path: Path) -> None:
    """Where a branch went and git forgot its commits, nothing of it is told, and the rest is."""
    book = make_logbook(tmp_path)
    commit(book, "lag on main")
    git.run("git", "switch", "--quiet", "-c", "o", cwd=book.root)
    commit(book, "lag on o", 1)
    git.run("git", "switch", "--quiet", "-c", "p", "main", cwd=book.root)
    commit(book, "lag on p", 2)
    git.run("git", "switch", "--quiet", "main", cwd=book.root)
    assert len(where(book, "lag")) == 3
    git.run("git", "branch", "-D", "o", cwd=book.root)
    git.run("git", "reflog", "expire", "--expire=now", "--all", cwd=book.root)
    git.run("git", "gc", "--quiet", "--prune=now", cwd=book.root)
    commit(book, "lag again", 3)
    assert where(book, "lag") == {"lag again": (), "lag on p": ("refs/heads/p",), "lag on main": ()}


def test_a_shallow_clone(tmp_path: Path) -> None:
    """Of a branch of the remote that was fetched in part, that part is told."""
    book = make_logbook(tmp_path / "whole")
    commit(book, "lag on main")
    git.run("git", "switch", "--quiet", "-c", "o", cwd=book.root)
    for number in (1, 2):
        commit(book, f"lag on o {number}", number)
    git.run("git", "switch", "--quiet", "main", cwd=book.root)
    options = ("--quiet", "--depth=1", "--no-single-branch")
    git.run("git", "clone", *options, f"file://{book.root}", "part", cwd=tmp_path)
    part = Logbook.open(tmp_path / "part")
    assert where(part, "lag") == {"lag on o 2": ("refs/remotes/origin/o",), "lag on main": ()}


def test_what_nothing_names(tmp_path: Path) -> None:
    """What an amended commit said, or one that only git's logs and a stash know, is not told."""
    book = make_logbook(tmp_path)
    commit(book, "lag and a secret")
    assert where(book, "secret") == {"lag and a secret": ()}
    git.write_file(book.root, PATH, "lag\n")
    git.run("git", "commit", "--quiet", "-a", "--amend", "-m", "lag", cwd=book.root)
    git.write_file(book.root, PATH, "a stashed secret\n")
    git.run("git", "stash", "--quiet", cwd=book.root)
    assert (where(book, "secret"), where(book, "lag")) == ({}, {"lag": ()})
