"""The index: where it is kept, what happens to it, and that it is never older than the question."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rcalog.logbook import portions
from rcalog.logbook.ahead import look_ahead
from rcalog.logbook.book import Logbook
from rcalog.logbook.git.place import Place
from rcalog.logbook.index import Asker, Index, database, disk, filling, refreshing, store
from rcalog.logbook.index.refreshing import Difference, Refresher, State
from rcalog.logbook.index.rows import Rows
from rcalog.logbook.index.store import Store
from rcalog.model.query.parsing import parse_query
from rcalog.model.query.query import EVERYTHING
from tests.helpers.cli import at_once
from tests.helpers.git import git_commit, make_repo, run, write_file
from tests.helpers.indexes import FIRST, SECOND, A, B, again, kept_in, read_by, titles, two_records
from tests.helpers.logbooks import ID, StillClock, change, incident, logbook_of, make_logbook, new, read, record_text


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """A logbook with two records, in a folder of a repository."""
    return two_records(tmp_path / "repo")


def files(book: Logbook) -> list[Path]:
    """Return the indexes that a logbook has in its git folder."""
    return sorted(book.repo.git_dir.glob("rcalog/index*.db"))


@contextmanager
def nothing_parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail where a record is read for the index."""

    def refuse(path: str, *_: object) -> None:
        msg = f"{path} was read again"
        raise AssertionError(msg)

    with monkeypatch.context() as patched:
        patched.setattr(filling, "read_for_index", refuse)
        yield


def test_an_index_is_made_once_and_kept(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first question makes it, in the git folder; the next process reads no file, also of another commit."""
    assert titles(book) == ["Second", "First"]
    assert [file.name[:15] for file in files(book)] == ["index-docs-log-"]
    git_commit(book.repo.top, {"docs/log/incidents/2026/11/third.yaml": record_text(ID, "Third")})
    assert titles(again(book), "third") == ["Third"]
    with monkeypatch.context() as patched:
        patched.setattr(disk.Disk, "read", None)
        assert titles(again(book), "first") == ["First"]


def test_a_commit_of_rcalog_is_taken_in_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a write the next question finds nothing to read, and git is not asked what its index hides."""
    book = logbook_of(tmp_path / "repo", incident())
    assert titles(book) == ["Payments down"]
    change(book, title="Payments up")
    with nothing_parsed(monkeypatch):
        assert titles(again(book)) == ["Payments up"]
    assert kept_in(book) == read_by(book)


def test_a_commit_of_rcalog_after_others_is_not_all_there_is(tmp_path: Path) -> None:
    """What somebody else committed, edited or hid meanwhile is seen too."""
    book = logbook_of(tmp_path / "repo", incident())
    assert titles(book) == ["Payments down"]
    git_commit(book.root, {f"incidents/{FIRST}": record_text(A, "First")})
    change(book, title="Payments up")
    assert titles(book) == ["Payments up", "First"]
    before = read(book, ID)  # after this nobody looks at the files until the commit
    run("git", "update-index", "--assume-unchanged", f"incidents/{FIRST}", cwd=book.root)
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Hidden edit"))
    change(book, before, title="Payments fine")
    assert titles(again(book)) == ["Payments fine", "Hidden edit"]


def test_a_write_makes_no_index(tmp_path: Path) -> None:
    """One that was never asked for is not begun for a commit."""
    book = make_logbook(tmp_path / "repo")
    new(book)
    assert files(book) == []


@pytest.mark.parametrize("harm", [b"", b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_a_harmed_index_is_made_anew(book: Logbook, harm: bytes) -> None:
    """Whatever is in its place."""
    titles(book)
    book.begun_look()
    files(book)[0].write_bytes(harm)
    assert titles(again(book)) == ["Second", "First"]
    assert kept_in(again(book)) == read_by(book)


def test_an_index_of_another_version_is_made_anew(book: Logbook) -> None:
    """It is thrown away, and the new one kept."""
    titles(book)
    with sqlite3.connect(files(book)[0]) as other:
        other.execute("PRAGMA user_version = 7")
        other.execute("DROP TABLE action")
    other.close()
    assert titles(again(book)) == ["Second", "First"]
    assert kept_in(again(book)) == read_by(book)


def test_versions_of_rcalog_that_are_used_in_turn(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has its own index, until one is used no more."""
    mine = titles(book)
    with monkeypatch.context() as patched:
        patched.setattr(store, "VERSION", 7)
        assert titles(again(book)) == mine
    with nothing_parsed(monkeypatch):
        assert titles(again(book)) == mine
    (own,) = [file for file in files(book) if not file.name.endswith(".7.db")]
    assert len(files(book)) == 2
    for file in book.place.git_dir.glob("rcalog/index*"):
        os.utime(file, (0, 0))
    assert titles(again(book)) == mine
    assert files(book) == [own]


def test_pages_that_are_torn_are_noticed_by_the_question(book: Logbook) -> None:
    """An index that opens and cannot be read is made anew too."""
    titles(book)
    file = files(book)[0]
    raw = bytearray(file.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    file.write_bytes(raw)
    assert titles(again(book)) == ["Second", "First"]


def test_an_index_that_is_deleted_meanwhile(book: Logbook) -> None:
    """Whoever has it open goes on, the next process makes a new one."""
    titles(book)
    files(book)[0].unlink()
    assert (titles(book), titles(again(book))) == (["Second", "First"], ["Second", "First"])


@pytest.mark.parametrize("below", ["rcalog", "."])
def test_where_the_git_folder_takes_nothing(book: Logbook, below: str, tmp_path: Path) -> None:
    """The index lies among the user's own state, and in memory where there is no room either."""
    folder = book.repo.git_dir / "rcalog"
    folder.write_text("a file is in the way")
    state = tmp_path / "state"
    if below == ".":
        state.write_text("and here")
    book.env = {"XDG_STATE_HOME": str(state)}
    assert (titles(book), titles(again(book))) == (["Second", "First"], ["Second", "First"])
    assert len(list(state.rglob("index*.db"))) == (below == "rcalog")


def test_two_logbooks_of_one_repository(book: Logbook) -> None:
    """Each has its own index."""
    other = make_logbook(book.repo.top, "docs-log", {FIRST: record_text(A, "Other")})
    assert (titles(book), titles(other)) == (["Second", "First"], ["Other"])
    assert len(files(book)) == 2


def test_each_work_tree_has_its_own(book: Logbook, tmp_path: Path) -> None:
    """What is checked out elsewhere does not show here."""
    run("git", "worktree", "add", "--quiet", str(tmp_path / "other"), cwd=book.repo.top)
    other = Logbook.open(tmp_path / "other/docs/log", clock=StillClock())
    write_file(other.root, f"incidents/{FIRST}", record_text(A, "Changed there"))
    assert (titles(other), titles(book)) == (["Second", "Changed there"], ["Second", "First"])


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",)])
def test_from_before_the_first_commit(
    tmp_path: Path, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records that nobody has committed are there, and are not read again once they are committed."""
    root = make_repo(tmp_path / "repo", *options)
    write_file(root, ".rcalog/config.toml", "")
    write_file(root, f"incidents/{FIRST}", record_text(A, "First"))
    book = Logbook.open(root, clock=StillClock())
    assert titles(book) == ["First"]
    git_commit(root, {f"incidents/{SECOND}": record_text(B, "Second"), f"incidents/{FIRST}": record_text(A, "First")})
    assert titles(book) == ["Second", "First"]
    with nothing_parsed(monkeypatch):
        assert titles(again(book)) == ["Second", "First"]


def test_a_repository_within(book: Logbook) -> None:
    """Git does not look into it; its files are records like others."""
    inner = make_repo(book.root / "incidents/inner")
    git_commit(inner, {"x.yaml": record_text("20270101-aaaaa", "Inner")})
    assert titles(book) == ["Inner", "Second", "First"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda repo: (repo / ".git/index").write_bytes(b"junk"),
        lambda repo: (repo / ".git/HEAD").write_text("ref: refs/heads/../junk\n"),
    ],
)
def test_a_repository_that_git_cannot_read(book: Logbook, spoil: Callable[[Path], object]) -> None:
    """The records are in the files."""
    assert titles(book) == ["Second", "First"]
    spoil(book.repo.top)
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Edited"))
    assert titles(book) == ["Second", "Edited"]


def test_the_old_head_is_gone(book: Logbook) -> None:
    """After its commit was amended and thrown away, all of the new one is compared."""
    assert titles(book) == ["Second", "First"]
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Amended"))
    run("git", "commit", "--quiet", "--amend", "--all", "-m", "amended", cwd=book.repo.top)
    run("git", "reflog", "expire", "--expire=now", "--all", cwd=book.repo.top)
    run("git", "gc", "--quiet", "--prune=now", cwd=book.repo.top)
    assert titles(book) == ["Second", "Amended"]


def test_marks_tell_a_file_only_once_it_is_old(tmp_path: Path) -> None:
    """A file of this moment may change once more within the grain of the clock."""
    here = Path(__file__)
    old = disk.Disk(here.parent, ".")
    young = disk.Disk(tmp_path, ".")
    write_file(tmp_path, "young.yaml", "x")
    assert (bool(old.mark(here.name)), young.mark("young.yaml"), young.mark("none.yaml")) == (True, "", None)


def test_what_is_looked_at_each_time_is_known_by_its_marks(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git hides files, those that are old and the same are not read."""
    monkeypatch.setattr(disk, "SETTLED_NS", 0)
    run("git", "update-index", "--assume-unchanged", f"docs/log/incidents/{FIRST}", cwd=book.repo.top)
    titles(book)
    with monkeypatch.context() as patched:
        patched.setattr(disk.Disk, "read", None)
        assert titles(again(book)) == ["Second", "First"]
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "First, edited"))
    assert titles(again(book)) == ["Second", "First, edited"]


def test_many_processes_at_once(book: Logbook) -> None:
    """All get the same answer, from one index."""
    assert at_once(8, "list", "--ids", cwd=book.root) == [f"{B}\n{A}\n"] * 8
    assert kept_in(again(book)) == read_by(book)


def test_somebody_else_is_faster(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was worked out is worked out again, and never written over what is newer."""
    titles(book)
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Older"))
    compared = Refresher._compared  # noqa: SLF001 (to stop between its halves)

    def slowly(self: Refresher, before: State) -> Difference:
        found = compared(self, before)
        changes = list(found.changes)
        if not others:
            others.append(again(book))
            write_file(book.root, f"incidents/{FIRST}", record_text(A, "Newer"))
            assert titles(others[0]) == ["Second", "Newer"]
        return found.with_(changes=iter(changes))

    others: list[Logbook] = []
    monkeypatch.setattr(Refresher, "_compared", slowly)
    assert titles(book) == ["Second", "Newer"]


def test_many_records_are_read_by_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, and with the same rows; one that is broken among them."""
    monkeypatch.setattr(portions, "FEW", 3)
    monkeypatch.setattr(portions, "PORTION", 2)
    monkeypatch.setattr(portions, "PROCESSES", 2)
    names = [f"202601{day:02}-aaaaa" for day in range(1, 29)]
    records = {f"2026/01/{name}.yaml": record_text(name, f"No. {name}") for name in names}
    book = make_logbook(tmp_path / "repo", records=records | {"2026/02/broken.yaml": "title: ["})
    told: list[int] = []
    book.index.tell = told.append
    assert titles(book) == [f"No. {name}" for name in reversed(names)]
    assert told == list(range(1, len(names) + 2))
    assert kept_in(book) == read_by(book)


def test_a_closed_disk(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written any more, the answer comes from memory."""
    titles(book)
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Edited"))
    full = sqlite3.OperationalError("database or disk is full")
    put = Store.put

    def refuse(store: Store, rows: object) -> None:
        if store.path:
            raise full
        put(store, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "put", refuse)
    assert titles(book) == ["Second", "Edited"]


def test_names_that_are_not_text(book: Logbook) -> None:
    """A file may have any name that the disk takes."""
    place = os.fsencode(book.root) + b"/incidents/\xff.yaml"
    Path(os.fsdecode(place)).write_text(record_text("20270101-aaaaa", "Odd"))
    found = Index(book).names()
    assert [os.fsencode(each.path)[-6:] for each in found if each.title == "Odd"] == [b"\xff.yaml"]


def test_words_that_were_left_behind_are_swept(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once there are many of records that have changed since; the words that are said now are found before and after."""
    monkeypatch.setattr(filling, "MANY", 3)
    left = []
    for number in range(8):
        write_file(book.root, f"incidents/{FIRST}", record_text(A, f"First word{number}"))
        assert (titles(book, f"word{number}"), titles(book, "word0 first")) == ([f"First word{number}"], [])
        left.append(book.index.ask(lambda asker: asker.db.execute("SELECT count(*) FROM words_docsize").fetchone()[0]))
        assert book.index.find(parse_query(["first"]), today=None, limit=1).total == 1
    assert left == [2, 3, 4, 5, 2, 3, 4, 5]


def test_git_looks_while_something_else_is_done(book: Logbook) -> None:
    """A look that was begun serves the next question, and only that one."""
    titles(book)
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Edited"))
    book.ask_git()
    assert titles(book) == ["Second", "Edited"]
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Edited again"))
    assert titles(book) == ["Second", "Edited again"]


def test_what_git_comes_to_know_while_it_looks(book: Logbook) -> None:
    """Known to one half of the look, and unknown to the other, it is looked for once more."""
    titles(book)
    name, text = "incidents/2026/11/20261122-payd3.yaml", record_text("20261122-payd3", "Third")
    write_file(book.root, name, text)
    book.ask_git()
    commit = git_commit(book.repo.top, {f"docs/log/{name}": text})
    assert titles(book) == ["Third", "Second", "First"]
    book.ask_git()
    run("git", "reset", "--quiet", f"{commit}~", cwd=book.repo.top)
    assert titles(book) == ["Third", "Second", "First"]


def test_git_is_asked_before_the_logbook_is_opened(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks at the logbook that is meant, once, or lists its settings; where there is none, nothing is begun."""
    ahead = look_ahead(str(book.root / "incidents"), {}, look=True)
    assert ahead is not None
    book.begun = ahead.look
    book.ask_git()
    assert (ahead.folder, ahead.place, book.begun_look()) == (book.folder, book.place, ahead.look)
    asked = look_ahead(str(book.root), {}, look=False)
    assert asked
    assert (asked.look, "settings" in asked.place.__dict__) == (None, True)
    monkeypatch.chdir(book.repo.top.parent)
    found = [look_ahead(named, {}, look=True) for named in (None, str(book.repo.top.parent), "nowhere")]
    assert found == [None, None, None]


def test_a_look_that_nobody_waits_for(book: Logbook) -> None:
    """Its process does not stay behind, and a repository that git cannot read is no reason to fail."""
    book.ask_git()
    book.begun_look()
    assert titles(book) == ["Second", "First"]


def test_a_look_that_is_older_than_the_index(book: Logbook) -> None:
    """What another process has seen since is not lost."""
    titles(book)
    book.ask_git()
    git_commit(book.repo.top, {f"docs/log/incidents/{FIRST}": record_text(A, "Committed")})
    write_file(book.root, f"incidents/{SECOND}", record_text(B, "Edited"))
    assert titles(again(book)) == ["Edited", "Committed"]
    titles(book)
    assert titles(book) == ["Edited", "Committed"]
    assert kept_in(book) == read_by(book)


def test_folders_that_are_as_they_were_are_not_listed_again(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files come and go in no folder without a trace on it; a link may begin to lead to a file, and is looked at."""
    monkeypatch.setattr(disk, "SETTLED_NS", 0)
    titles(book)
    with monkeypatch.context() as patched:
        patched.setattr(disk.Disk, "_entries", None)
        assert titles(again(book)) == ["Second", "First"]
    link, there = book.root / "incidents/2026/11/link.yaml", book.root / "incidents/inner/.hidden/x.yaml"
    link.symlink_to("../../inner")
    (link.parent / "itself.yaml").symlink_to("itself.yaml")
    write_file(book.root, "incidents/inner/.hidden/x.yaml", record_text("20270101-aaaaa", "Hidden"))
    write_file(book.root, f"incidents/inner/{B}.yaml", record_text(B, "Third"))
    assert titles(again(book)) == titles(again(book)) == ["Third", "Second", "First"]
    there.rename(there.parent.parent / "seen.yaml")
    assert titles(again(book)) == ["Hidden", "Third", "Second", "First"]
    (book.root / "incidents/inner").rename(book.root / "elsewhere")
    assert titles(again(book)) == titles(again(book)) == ["Second", "First"]
    write_file(book.root, "incidents/inner", record_text("20270101-aaaaa", "Behind a link"))
    assert link.read_text() != ""
    assert kept_in(again(book)) == read_by(again(book))


def test_what_git_is_to_commit_is_seen_each_time(book: Logbook) -> None:
    """Where git's index has other than HEAD, the same index says nothing new, and the answer is still right."""
    titles(book)
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Staged"))
    run("git", "add", "--all", cwd=book.repo.top)
    assert titles(again(book)) == ["Second", "Staged"]
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "First"))
    assert titles(again(book)) == titles(again(book)) == ["Second", "First"]
    run("git", "reset", "--quiet", "--hard", cwd=book.repo.top)
    run("git", "pack-refs", "--all", cwd=book.repo.top)
    write_file(book.root, f"incidents/{SECOND}", record_text(B, "Edited"))
    assert titles(again(book)) == titles(again(book)) == ["Edited", "First"]


def test_a_commit_of_somebody_else_is_taken_in_while_git_looks(book: Logbook) -> None:
    """The answer that is made meanwhile is right already, where nothing else has happened."""
    titles(book)
    git_commit(book.repo.top, {f"docs/log/incidents/{FIRST}": record_text(A, "Committed")})
    refresher = Refresher(book.index._opened(), book.place, book.records_folder, None, lambda _: None)  # noqa: SLF001
    refresher.begin()
    asked = Asker(refresher.store.db, lambda: None).names()
    refresher.refresh()
    assert [each.title for each in asked] == ["Committed", "Second"]
    write_file(book.root, f"incidents/{SECOND}", record_text(B, "Edited"))
    git_commit(book.repo.top, {f"docs/log/incidents/{FIRST}": record_text(A, "Once more")})
    assert titles(again(book)) == ["Edited", "Once more"]
    assert kept_in(again(book)) == read_by(book)


@pytest.mark.parametrize("few", [0, 200])
def test_many_commits_of_somebody_else(few: int, book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they brought is compared as a whole, once git has looked; so are branches that are checked out in turn."""
    monkeypatch.setattr(refreshing, "FEW", few)
    titles(book)
    git_commit(
        book.repo.top,
        {f"docs/log/incidents/{FIRST}": record_text(A, "Committed"), f"docs/log/incidents/{SECOND}": None},
    )
    assert [each.title for each in book.index.find(EVERYTHING, today=None).excerpts] == ["Committed"]
    run("git", "checkout", "--quiet", "HEAD~1", cwd=book.repo.top)
    assert [each.title for each in again(book).index.find(EVERYTHING, today=None).excerpts] == ["Second", "First"]
    assert kept_in(again(book)) == read_by(book)


def test_little_is_left_beside_an_index(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written lies beside it, until it is much."""
    titles(book)
    beside = Path(f"{files(book)[0]}-wal")
    assert beside.stat().st_size > 0
    monkeypatch.setattr(database, "MUCH_BESIDE", 0)
    write_file(book.root, f"incidents/{FIRST}", record_text(A, "Edited"))
    assert titles(book) == ["Second", "Edited"]
    assert beside.stat().st_size == 0
    assert titles(again(book)) == ["Second", "Edited"]


def test_what_git_is_told_to_hide_while_it_looks(book: Logbook) -> None:
    """What its index says by the end of the look counts."""
    titles(book)
    book.ask_git()
    path = f"docs/log/incidents/{FIRST}"
    run("git", "update-index", "--assume-unchanged", path, cwd=book.repo.top)
    write_file(book.repo.top, path, record_text(A, "Hidden edit"))
    assert titles(book) == ["Second", "Hidden edit"]


@pytest.mark.parametrize("is_made", [False, True])
def test_somebody_holds_the_index(book: Logbook, is_made: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    """What is asked meanwhile is answered from memory, and says so once; of an index that is there only news are read."""
    monkeypatch.setattr(database, "PATIENCE_S", 0.01)
    titles(book) if is_made else Index(book)._opened()  # noqa: SLF001 (as one that is only begun)
    holder = sqlite3.connect(files(book)[0], isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    git_commit(book.repo.top, {"docs/log/incidents/2026/11/third.yaml": record_text(ID, "Third")})
    asked, said = again(book), list[str]()
    asked.warn = said.append
    done: list[str] = []
    real = filling.read_for_index

    def counted(path: str, raw: bytes | OSError, place: Place) -> Rows:
        done.append(path)
        return real(path, raw, place)

    monkeypatch.setattr(filling, "read_for_index", counted)
    assert [titles(asked, "third"), titles(asked, "first"), len(said)] == [["Third"], ["First"], 1]
    assert len(done) == (1 if is_made else 3)
    holder.close()
    assert titles(again(book), "third") == ["Third"]
