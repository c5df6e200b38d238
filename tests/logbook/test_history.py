"""Walking the revisions of a record."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from rcalog.logbook.history import authors, revisions
from rcalog.logbook.repository import GitFailed, Repository
from tests.helpers.git import git_commit, make_repo, open_repo, run, write_file

ONE = "incidents/2026/11/20261120-k7f3q-one.yaml"
MOVED = "incidents/2026/12/20261120-k7f3q-一个 better.yaml"
OTHER = "incidents/2026/11/20261121-aaaaa-other.yaml"
BOTH_NAMES = (ONE, MOVED)
TEXT = "".join(f"line: {number}\n" for number in range(20))


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A record that was made, changed, moved by hand and removed, among other changes."""
    top = make_repo(tmp_path / "repo")
    git_commit(top, {ONE: TEXT}, "new: one", at="2026-11-20T14:05:00+08:00")
    git_commit(top, {OTHER: "x: 1\n", "code": "1"}, "new: other", at="2026-11-21T14:05:00+00:00")
    body = "note: it\n\ntimes.started: a -> b\n\nOperation: note\nCo-authored-by: Bo <b@x>\nCo-authored-by: 陈 <c@x>"
    git_commit(top, {ONE: TEXT + "more: 1\n"}, body, at="2026-11-22T14:05:00-03:30")
    git_commit(top, {ONE: None, MOVED: TEXT + "more: 2\n"}, "move by hand", at="2026-11-23T14:05:00+00:00")
    git_commit(top, {MOVED: None}, "gone", at="2026-11-24T14:05:00+00:00")
    return open_repo(top)


def told(repo: Repository, *paths: str, **options: object) -> list[tuple[str, str, bool]]:
    """Return subject, path and whether there is a blob, of each revision."""
    return [(one.subject, one.path, one.blob is not None) for one in revisions(repo, paths, **options)]  # type: ignore[arg-type]


def test_a_record_is_followed_through_its_names(repo: Repository) -> None:
    """Its names find the record before and after it was moved by hand, newest first."""
    assert told(repo, *BOTH_NAMES) == [
        ("gone", MOVED, False),
        ("move by hand", MOVED, True),
        ("note: it", ONE, True),
        ("new: one", ONE, True),
    ]
    assert [one.old_path for one in revisions(repo, BOTH_NAMES)] == [None, ONE, None, None]


def test_one_path_is_that_path_only(repo: Repository) -> None:
    """A path is literal: it knows the file while it had this name."""
    assert told(repo, ONE) == [("move by hand", ONE, False), ("note: it", ONE, True), ("new: one", ONE, True)]
    assert (told(repo, "incidents/**"), told(repo, "nothing/here")) == ([], [])


def test_a_folder_and_everything(repo: Repository) -> None:
    """A folder tells of every file in it, one revision for each; no path at all of the whole repository."""
    assert [subject for subject, _, _ in told(repo, "incidents")] == [
        "gone",
        "move by hand",
        "note: it",
        "new: other",
        "new: one",
    ]
    assert ("new: other", "code", True) in told(repo)


def test_all_that_a_commit_says(repo: Repository) -> None:
    """Author, time with its own offset, message, trailers (each may come twice), parents and blob are told."""
    note = list(revisions(repo, [ONE]))[1]
    expected = repo.resolve("HEAD~2")
    assert (note.commit, note.parents, expected.startswith(note.short)) == (expected, (repo.resolve("HEAD~3"),), True)
    assert (note.author, note.email) == ("Ana Silva", "ana@example.org")
    assert note.when == datetime(2026, 11, 22, 14, 5, tzinfo=timezone(-timedelta(hours=3, minutes=30)))
    assert note.when.utcoffset() == -timedelta(hours=3, minutes=30)
    assert note.trailers == {"Operation": ("note",), "Co-authored-by": ("Bo <b@x>", "陈 <c@x>")}
    assert repo.read_blob(note.blob or "") == (TEXT + "more: 1\n").encode()


def test_since(repo: Repository) -> None:
    """A walk can end at a moment."""
    assert [subject for subject, _, _ in told(repo, since=datetime(2026, 11, 23, tzinfo=UTC))] == [
        "gone",
        "move by hand",
    ]


def test_the_mailmap_counts(repo: Repository) -> None:
    """Whoever changed their name has the new one throughout."""
    write_file(repo.top, ".mailmap", "Ana Souza <ana@new.example> <ana@example.org>\n")
    assert {(one.author, one.email) for one in revisions(repo, [ONE])} == {("Ana Souza", "ana@new.example")}


def test_everybody_who_wrote(repo: Repository, tmp_path: Path) -> None:
    """Authors and those who wrote with them, under the addresses of the mailmap; nobody before the first commit."""
    write_file(repo.top, ".mailmap", "Ana Souza <ana@new.example> <ana@example.org>\n")
    assert authors(repo, "incidents") == {"ana@new.example", "b@x", "c@x"}
    assert authors(repo, "elsewhere") == frozenset()
    assert authors(open_repo(make_repo(tmp_path / "empty")), "incidents") == frozenset()


def test_it_comes_as_it_is_found(repo: Repository) -> None:
    """Who wants the newest only is not kept waiting, and leaves no git behind."""
    walk = revisions(repo, ["incidents"], suffix=".yaml")
    assert next(walk).subject == "gone"
    walk.close()  # type: ignore[attr-defined]


def test_many_blobs_at_once(repo: Repository) -> None:
    """They are those that are read one by one; one that is not there is an error."""
    oids = [one.blob for one in revisions(repo) if one.blob]
    assert repo.read_blobs(oids) == {oid: repo.read_blob(oid) for oid in oids}
    assert repo.read_blobs([]) == {}
    with pytest.raises(GitFailed):
        repo.read_blobs(["0" * 39 + "1"])


def test_before_the_first_commit(tmp_path: Path) -> None:
    """An unborn branch has no revisions."""
    assert list(revisions(open_repo(make_repo(tmp_path / "repo")))) == []


def test_merges(tmp_path: Path) -> None:
    """Edits of both sides are told, also those that a merge threw away; of a merge only what stands in neither parent."""
    top = make_repo(tmp_path / "repo")
    git_commit(top, {ONE: "a: 1\nb: 1\nc: 1\nd: 1\n"}, "base", at="2026-11-20T00:00:00Z")
    run("git", "switch", "-q", "-c", "side", cwd=top)
    git_commit(top, {ONE: "a: 2\nb: 1\nc: 1\nd: 1\n"}, "side", at="2026-11-21T00:00:00Z")
    run("git", "switch", "-q", "main", cwd=top)
    git_commit(top, {ONE: "a: 1\nb: 1\nc: 1\nd: 2\n"}, "main", at="2026-11-22T00:00:00Z")
    run("git", "merge", "-q", "-m", "both", "side", cwd=top)
    run("git", "switch", "-q", "-c", "lost", "side", cwd=top)
    git_commit(top, {ONE: "a: 3\n"}, "thrown away", at="2026-11-23T00:00:00Z")
    run("git", "switch", "-q", "main", cwd=top)
    run("git", "merge", "-q", "-s", "ours", "-m", "ours", "lost", cwd=top)
    found = [one.subject for one in revisions(open_repo(top), [ONE])]
    assert (sorted(found), found[-1]) == (["base", "both", "main", "side", "thrown away"], "base")


def test_odd_messages(tmp_path: Path) -> None:
    """Colons, control characters and impossible dates in commits of others are only text."""
    top = make_repo(tmp_path / "repo")
    git_commit(top, {ONE: "1\n"}, ":100644 100644 abc def M\n\n:100644\x1b[31m\n\nA: b: c\n", at="2026-11-20T00:00:00Z")
    tree = run("git", "rev-parse", "HEAD^{tree}", cwd=top)
    who = "<> 99999999999999999 +9900"
    raw = f"tree {tree}\nparent {run('git', 'rev-parse', 'HEAD', cwd=top)}\nauthor {who}\ncommitter {who}\n\n"
    blob = run("git", "hash-object", "-w", "--stdin", cwd=top, stdin=b"2\n")
    raw = raw.replace(tree, run("git", "mktree", cwd=top, stdin=f"100644 blob {blob}\tx\n".encode()))
    commit = run("git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally", cwd=top, stdin=raw.encode())
    run("git", "reset", "-q", "--hard", commit, cwd=top)
    found = list(revisions(open_repo(top)))
    assert [(one.subject, one.path) for one in found] == [("", ONE), ("", "x"), (":100644 100644 abc def M", ONE)]
    assert (found[0].when, found[0].author) == (datetime(1970, 1, 1, tzinfo=UTC), "")
    assert found[2].trailers == {"A": ("b: c",)}


def test_sha256(tmp_path: Path) -> None:
    """A repository with long ids is no different."""
    top = make_repo(tmp_path / "repo", "--object-format=sha256")
    git_commit(top, {ONE: "1\n"}, "one")
    assert [len(one.blob or "") for one in revisions(open_repo(top), [ONE])] == [64]


def test_a_misleading_environment(repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_DIR in the caller's environment changes nothing, and is still there afterwards."""
    other = make_repo(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    assert (len(told(repo, *BOTH_NAMES)), os.environ["GIT_DIR"]) == (4, str(other / ".git"))


def test_a_damaged_repository(repo: Repository) -> None:
    """When git cannot read its history, its words are passed on."""
    commit = repo.resolve("HEAD~1")
    (repo.git_dir / "objects" / commit[:2] / commit[2:]).unlink()
    with pytest.raises(GitFailed):
        list(revisions(repo))
    with pytest.raises(GitFailed):
        authors(repo, "incidents")
