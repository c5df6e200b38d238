"""What evidence names is looked up in real repositories, offline."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from rcalog.logbook.book import Logbook
from rcalog.logbook.sources import Sources
from rcalog.model.evidence import Standing
from tests.helpers.git import git_commit, make_repo, run, write_file
from tests.helpers.logbooks import StillClock, make_logbook

RECORD = PurePosixPath("log/incidents/2026/11/20261101-aaaaa-mail-down.yaml")
LOG = "one\ntwo\nthree\n"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook in a folder of a repository that holds logs too."""
    repo = make_repo(tmp_path / "shop")
    git_commit(repo, {"db.log": LOG, "log/app.log": LOG, f"{RECORD.parent}/a b.log": LOG, "etc/pool.yaml": "size: 5\n"})
    return make_logbook(repo, "log")


def verdict(book: Logbook, evidence: str) -> tuple[Standing | None, str]:
    """Return what looking it up shows, and why; None for what names nothing."""
    looked = Sources(book).verdicts(RECORD, [evidence]).get(evidence)
    return (looked.standing, looked.why) if looked else (None, "")


def head(book: Logbook, path: str) -> str:
    """Return how evidence names a file of the newest commit."""
    return f"git:shop@{book.repo.head()}:{path}"


@pytest.mark.parametrize(
    "evidence",
    [
        "db.log#L3",
        "app.log#L1-L3",
        "log/app.log#L1-3",
        "./a%20b.log#L2",
        "见db.log#L2",
        "(see db.log#L3, then db.log#L1)",
    ],
)
def test_lines_that_are_there(book: Logbook, evidence: str) -> None:
    """Beside the record, in the logbook, in the repository; in the middle of a sentence."""
    assert verdict(book, evidence) == (Standing.THERE, "")


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        ("db.log#L4", "db.log ends with line 3, before line 4"),
        ("db.log#L0", "db.log#L0 names no lines"),
        ("db.log#L3-L2", "db.log#L3-L2 names no lines"),
        ("gone.log#L1", "no file gone.log beside the record or in the repository"),
        ("db.log#L1 and gone.log#L1", "no file gone.log beside the record or in the repository"),
        ("/etc/passwd#L1", "/etc/passwd lies outside of the repository"),
        ("../../../../../x.log#L1", "../../../../../x.log lies outside of the repository"),
    ],
)
def test_lines_that_are_not(book: Logbook, evidence: str, why: str) -> None:
    """The reason says what is wrong."""
    assert verdict(book, evidence) == (Standing.ABSENT, why)


@pytest.mark.parametrize("evidence", ["https://example.org/x/db.log#L10", "db.log", "ana said so", "issue #L"])
def test_what_names_nothing(book: Logbook, evidence: str) -> None:
    """An address of the web is not looked up."""
    assert verdict(book, evidence) == (None, "")


def test_links_are_not_followed(book: Logbook) -> None:
    """Neither a file that is a link, nor one below a linked folder; folders and pipes are not read."""
    top = book.repo.top
    (top / "passwd.log").symlink_to("/etc/passwd")
    (top / "out").symlink_to("/etc")
    found = [verdict(book, each) for each in ("passwd.log#L1", "out/passwd#L1", "etc#L1")]
    assert found == [
        (Standing.NOT_VERIFIED, "not verified: passwd.log is a symbolic link, which is not followed"),
        (Standing.NOT_VERIFIED, "not verified: out is a symbolic link, which is not followed"),
        (Standing.NOT_VERIFIED, "not verified: etc cannot be read: no plain file"),
    ]


def test_a_sparse_work_tree(book: Logbook) -> None:
    """What is committed counts, also where it is not checked out."""
    (book.repo.top / "db.log").unlink()
    assert [verdict(book, each)[0] for each in ("db.log#L3", "db.log#L4")] == [Standing.THERE, Standing.ABSENT]


def test_objects_of_this_repository(book: Logbook) -> None:
    """By the name of its folder, by a dot, and with an abbreviated commit; a file, its lines, a folder, the commit."""
    commit = book.repo.head() or ""
    good = [head(book, "etc/pool.yaml"), head(book, "db.log#L3"), f"git:.@{commit[:8]}:etc", f"git:shop@{commit[:10]}"]
    assert [verdict(book, each) for each in good] == [(Standing.THERE, "")] * 4
    bad = [head(book, "gone.yaml"), head(book, "db.log#L9"), f"git:shop@{'0' * 40}:db.log", f"git:.@{commit}:../x"]
    assert [verdict(book, each) for each in bad] == [
        (Standing.ABSENT, f"shop@{commit} has no gone.yaml"),
        (Standing.ABSENT, "db.log ends with line 3, before line 9"),
        (Standing.ABSENT, f"shop has no commit {'0' * 40}"),
        (Standing.ABSENT, "../x is no path in a repository"),
    ]


def test_no_option_reaches_git(book: Logbook) -> None:
    """What begins with a dash is a name like any other."""
    assert verdict(book, "git:.@--all:db.log") == (Standing.ABSENT, ". has no commit --all")


def test_another_repository(book: Logbook, tmp_path: Path) -> None:
    """Not verified, until the user's git configuration says where its clone is."""
    commit = git_commit(make_repo(tmp_path / "web"), {"app.py": "print()\n"})
    named = f"git:acme/web@{commit[:8]}:app.py#L1"
    assert verdict(book, named) == (Standing.NOT_VERIFIED, "not verified: no clone of acme/web is known here")
    book.repo.set_config("rcalog.acme/web.clone", "../web")
    assert verdict(book, named) == (Standing.THERE, "")
    assert verdict(book, f"git:acme/web@{commit}:app.js")[0] is Standing.ABSENT
    book.repo.set_config("rcalog.acme/web.clone", str(tmp_path))
    assert verdict(book, named)[0] is Standing.NOT_VERIFIED


def test_a_clone_knows_its_origin(book: Logbook, tmp_path: Path) -> None:
    """The name of what it was cloned from names it too; what a shallow clone lacks is not verified."""
    old = book.repo.head()
    git_commit(book.repo.top, {"new.log": LOG})
    run("git", "clone", "--quiet", "--depth=1", f"file://{book.repo.top}", str(tmp_path / "here"), cwd=tmp_path)
    clone = Logbook.open(tmp_path / "here/log", clock=StillClock())
    new = clone.repo.head()
    assert verdict(clone, f"git:shop@{new}:new.log#L3") == (Standing.THERE, "")
    assert verdict(clone, f"git:shop@{old}:db.log")[0] is Standing.NOT_VERIFIED


def test_nothing_is_fetched(book: Logbook, tmp_path: Path) -> None:
    """A partial clone has the names of files, not all of their bytes; it is not asked for them."""
    git_commit(book.repo.top, {"old.log": "only\nhere\n"})
    old = head(book, "old.log")
    run("git", "config", "uploadpack.allowFilter", "true", cwd=book.repo.top)
    git_commit(book.repo.top, {"old.log": None})
    source = f"file://{book.repo.top}"
    run("git", "clone", "--quiet", "--filter=blob:none", source, str(tmp_path / "here"), cwd=tmp_path)
    clone = Logbook.open(tmp_path / "here/log", clock=StillClock())
    before = run("git", "count-objects", "-v", cwd=clone.repo.top)
    assert verdict(clone, old) == (Standing.THERE, "")
    assert verdict(clone, f"{old}#L2")[0] is Standing.NOT_VERIFIED
    assert run("git", "count-objects", "-v", cwd=clone.repo.top) == before


def test_a_file_too_large(book: Logbook) -> None:
    """It is not read only to count its lines."""
    path = write_file(book.repo.top, "huge.log", "x")
    with path.open("r+b") as stream:
        stream.truncate(65 * 1024 * 1024)
    why = "not verified: huge.log cannot be read: too large to count its lines"
    assert verdict(book, "huge.log#L1") == (Standing.NOT_VERIFIED, why)


@pytest.mark.parametrize(
    "evidence",
    ["git:.@nowhere\0:db.log", "a\0db.log#L9", f"{'a/' * 3000}x#L1", "git:-C@x:y", "git:.@@{u}:x", "git:.@:/one:x", "git:.@main:../../x", ".#L1", "..#L1", "git:a\\b=c@x"],
)  # fmt: skip
def test_hostile_evidence(book: Logbook, evidence: str) -> None:
    """Whatever it names, it is not there or not verified, and nothing breaks."""
    assert verdict(book, evidence)[0] in (Standing.ABSENT, Standing.NOT_VERIFIED, None)
