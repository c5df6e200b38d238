"""The index of the past tells what git tells, in a fraction of the time, whatever became of the branch."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from rcalog.logbook.book import Logbook
from rcalog.logbook.git.patches import Patch
from rcalog.logbook.history import Revision
from rcalog.logbook.index import database as module
from rcalog.logbook.index.past import changes, files, touching
from rcalog.model.highlight import count
from rcalog.model.tokens import phrase
from rcalog.services.trail import RecordFile, of_record
from tests.helpers import git
from tests.helpers.cli import at_once
from tests.helpers.logbooks import make_logbook

FOLDER = "incidents/2026/11"
WORDS = ("lag", "replica", "dump", "mail", "lag_alert", "delay")
NOBODY = "20261120-n0ne5"
Told = set[tuple[str, str]]


def found_in(book: Logbook, wanted: Sequence[Sequence[str]], limit: int | None = None) -> list[Patch]:
    """Return the changes that concern the words."""
    return [each.patch for each in changes(book, wanted, limit=limit).found]


def told(book: Logbook, *words: str, limit: int | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return subject, path and lines with one of the words, newest first."""
    wanted = [phrase(word) for word in words]
    return [
        (each.commit.subject, each.path, tuple(line for line in each.lines if any(count(line, one) for one in wanted)))
        for each in found_in(book, wanted, limit=limit)
    ]


def known_of(book: Logbook, word: str) -> object:
    """Return all that the index tells of a word, and which branches and tags have what HEAD does not."""
    found = changes(book, [phrase(word)])
    return sorted(told(book, word)), sorted(found.elsewhere.items()), sorted(found.names.items())


def known_to(book: Logbook, word: str, *, by_count: bool = False) -> Told:
    """Return the commits and paths that the index finds; `by_count` only where the word stands more or less often."""
    return {
        (each.commit.oid, each.path)
        for each in found_in(book, [[word]])
        if not by_count or sum(count(line, phrase(word)) * (1 if line[0] == "+" else -1) for line in each.lines) != 0
    }


def pickaxe(root: Path, option: str, word: str) -> Told:
    """Return the commits, but for merges, and the paths that git finds."""
    args = [f"{option}(^|[^[:alnum:]]){word}", *(["--pickaxe-regex"] if option == "-S" else [])]
    log = ("git", "log", "-z", "--no-merges", "--full-history", "-M", "--format=%x01%H", "--name-only")
    commits = git.run(*log, *args, "--", FOLDER, cwd=root).split("\1")[1:]
    parts = [[part.strip("\n") for part in commit.split("\0")] for commit in commits]
    return {(commit, path) for commit, *paths in parts for path in paths if path}


class Somebody:
    """Somebody who changes records at random, on several branches."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root, self.random, self.made = root, random, 0

    def line(self) -> str:
        """Return a line of a record."""
        return f"- {' '.join(self.random.choices(WORDS, k=2))} {self.random.randrange(1000)}\n"

    def edit(self) -> None:
        """Change, make, move or remove a record, and commit that."""
        files = sorted((self.root / FOLDER).glob("*.yaml"))
        self.made += 1
        if not files or self.random.random() < 0.3:
            git.write_file(self.root, f"{FOLDER}/r{self.made}.yaml", "".join(self.line() for _ in range(6)))
        else:
            self._change(self.random.choice(files))
        git.run("git", "add", "--all", cwd=self.root)
        at = f"env GIT_COMMITTER_DATE=@{1790000000 + self.made}".split()
        git.run(*at, "git", "commit", "--quiet", "--allow-empty", "-m", f"c{self.made}", cwd=self.root)

    def _change(self, file: Path) -> None:
        lines = file.read_text().splitlines(keepends=True)
        place = self.random.randrange(len(lines) or 1)
        lines[place : place + self.random.randrange(2)] = [self.line() for _ in range(self.random.randrange(3))]
        file.write_text("".join(lines))
        if self.random.random() < 0.2:
            file.rename(file.with_name(f"moved {self.made} 'é\".yaml"))
        elif self.random.random() < 0.1:
            file.unlink()

    def wander(self) -> None:
        """Edit, or go to another branch, merge, or take commits back."""
        sides = [self._branch, self._branch, self._merge, self._merge, self._back, self._name]
        self.random.choice([*[self.edit] * 5, *sides])()

    def _branch(self) -> None:
        name = f"b{self.random.randrange(3)}"
        base = f"HEAD~{self.random.randrange(4)}"  # which may be no commit, and the branch may be there
        git.run("git", "branch", "--quiet", name, base, cwd=self.root, check=False)
        git.run("git", "switch", "--quiet", name, cwd=self.root, check=False)

    def _merge(self) -> None:
        self.made += 1
        at, words = f"env GIT_COMMITTER_DATE=@{1790000000 + self.made}".split(), ("--quiet", "-m", f"merge {self.made}")
        names = f"b{self.random.randrange(3)}", "-X", self.random.choice(["ours", "theirs"])
        git.run(*at, "git", "merge", *words, "--no-ff", *names, cwd=self.root, check=False)
        git.run("git", "add", "--all", cwd=self.root)  # where one side had removed what the other changed
        git.run(*at, "git", "commit", *words, cwd=self.root, check=False)

    def _name(self) -> None:
        number = self.random.randrange(3)
        if self.random.random() < 0.5:
            git.run("git", "branch", "--quiet", "-D", f"b{number}", cwd=self.root, check=False)
        else:
            git.run("git", "tag", "--force", "-m", "a tag", f"t{number}", cwd=self.root)
        if self.random.random() < 0.3:
            git.run("git", "switch", "--quiet", "--detach", cwd=self.root)

    def _back(self) -> None:
        git.run("git", "reset", "--quiet", "--hard", "HEAD~2", cwd=self.root, check=False)


@pytest.mark.parametrize("seed", [1, 2])
def test_as_git_says(tmp_path: Path, seed: int) -> None:
    """Over random edits, moves and removals it finds the same commits as git log -G, and counts as git log -S does."""
    book = make_logbook(tmp_path / "log")
    somebody = Somebody(book.root, Random(seed))
    for _ in range(25):
        somebody.edit()
    for word in WORDS:
        assert known_to(book, word) == pickaxe(book.root, "-G", word)
        assert known_to(book, word, by_count=True) == pickaxe(book.root, "-S", word)


@pytest.mark.parametrize("seed", [3, 4])
def test_follows_head(tmp_path: Path, seed: int) -> None:
    """After branches, tags, merges, resets and lost commits it is what one that is made anew is."""
    book = make_logbook(tmp_path / "log")
    somebody = Somebody(book.root, Random(seed))
    (file,) = [Path(next(files(book)))]
    for step in range(40):
        somebody.wander()
        if step == 25:
            git.run("git", "reflog", "expire", "--expire=now", "--all", cwd=book.root)
            git.run("git", "gc", "--quiet", "--prune=now", cwd=book.root)
        if step % 3 == 0:
            followed = [known_of(book, word) for word in WORDS]
            file.unlink()
            assert followed == [known_of(book, word) for word in WORDS]
            if somebody.random.random() < 0.3:
                touching(book, f"{FOLDER}/r1.yaml", NOBODY)  # goes by HEAD alone


def history_of(book: Logbook, path: str, *, by_index: bool) -> list[Revision]:
    """Return what became of a record, the newest first."""
    return of_record(book, RecordFile(NOBODY, path), by_index=by_index)


@pytest.mark.parametrize("seed", [5, 6])
def test_the_history_of_a_record(tmp_path: Path, seed: int) -> None:
    """Where the index of the past knows what became of a record, it is what git tells, in git's order."""
    book = make_logbook(tmp_path / "log")
    somebody, (file,) = Somebody(book.root, Random(seed)), [Path(next(files(book)))]
    for _ in range(30):
        somebody.wander()
    (book.root / FOLDER / "empty.yaml").touch()
    git.run("git", "add", "--all", cwd=book.root)
    git.run("git", "commit", "--quiet", "-m", "empty\n\nOperation: note\nX: 1\n 2", cwd=book.root)
    changes(book, [["lag"]])
    ever = git.run("git", "log", "-z", "--format=", "--name-only", "--", FOLDER, cwd=book.root)
    paths = sorted(set(ever.strip("\0").split("\0")))
    known = [touching(book, path, NOBODY) for path in paths]
    told = [history_of(book, path, by_index=False) for path in paths]
    assert [history_of(book, path, by_index=True) for path in paths] == told
    file.unlink()
    assert (any(known), touching(book, paths[0], NOBODY)) == (True, None)


def test_a_record_that_moved_about(tmp_path: Path) -> None:
    """Out of its month, to a name that is no record's, back under its id in a folder, to the name of another's."""
    book = make_logbook(tmp_path)
    text, other = "".join(f"line: {number}\n" for number in range(9)), f"{FOLDER}/b.yaml"
    places = [f"{FOLDER}/{NOBODY}-a.yaml", "incidents/x.yaml", "incidents/x.txt", f"{FOLDER}/sub/{NOBODY}.yaml", other]
    git.git_commit(
        book.root, {f"{FOLDER}/{NOBODY}x.yaml": text[:30], places[0]: text}, "made", at="2026-11-23T14:00:00Z"
    )
    for number, (old, new) in enumerate(pairwise(places)):
        at = f"2026-11-23T14:05:0{number}Z"
        git.git_commit(book.root, {old: None, new: f"{text}more: {number}\n"}, f"move {number}", at=at)
    git.git_commit(book.root, {places[1]: "another\n"}, "the same name", at="2026-11-23T14:06:00Z")
    changes(book, [["line"]])
    records = [path for path in places if path.endswith(".yaml")]
    assert all(touching(book, path, NOBODY) for path in records)
    told = [history_of(book, path, by_index=False) for path in records]
    assert [history_of(book, path, by_index=True) for path in records] == told


def test_little_that_is_new_is_read_at_once(tmp_path: Path) -> None:
    """What came and went since the index was made is known to the history of a record; of much, git tells."""
    book = make_logbook(tmp_path)
    for number in range(4):
        git.git_commit(book.root, record(f"lag: {number}"), f"c{number}", at=f"2026-11-20T10:00:0{number}Z")
    changes(book, [["lag"]])
    git.run("git", "reset", "--quiet", "--hard", "HEAD~2", cwd=book.root)
    for number in range(4, 7):
        git.git_commit(book.root, record(f"lag: {number}"), f"c{number}", at=f"2026-11-20T10:00:0{number}Z")
    assert touching(book, PATH, NOBODY, most=4) is None
    found = touching(book, PATH, NOBODY, most=5)
    assert found
    assert [each.subject for each in found.revisions] == ["c6", "c5", "c4", "c1", "c0"]
    assert sorted(subject for subject, _, _ in told(book, "lag")) == ["c0", "c1", "c4", "c5", "c6"]


def record(*lines: str) -> dict[str, str | bytes | None]:
    """Return the one record file of a test with these lines."""
    return {f"{FOLDER}/a.yaml": "".join(f"{line}\n" for line in lines)}


PATH = f"{FOLDER}/a.yaml"


def test_deleted_record(tmp_path: Path) -> None:
    """A record that is gone is found where it came and where it went; other files of the folder are no records."""
    book = make_logbook(tmp_path)
    git.git_commit(book.root, {**record("title: 连接池 full"), "incidents/README.md": "连接池\n"}, "came")
    git.git_commit(book.root, {PATH: None}, "went")
    assert told(book, "连接") == [("went", PATH, ("-title: 连接池 full",)), ("came", PATH, ("+title: 连接池 full",))]


def test_merges(tmp_path: Path) -> None:
    """Of a merge counts what none of its parents has, or all of them had; the rest came before."""
    book = make_logbook(tmp_path)
    git.git_commit(book.root, record("one: lag", "two: b", "three: dump"), "base")
    git.run("git", "switch", "--quiet", "-c", "side", cwd=book.root)
    git.git_commit(book.root, record("one: lag", "two: lag side", "three: dump"), "side")
    git.run("git", "switch", "--quiet", "main", cwd=book.root)
    git.git_commit(book.root, record("one: lag", "two: lag main", "three: dump"), "main")
    git.run("git", "merge", "side", cwd=book.root, check=False)
    git.git_commit(book.root, record("one: lag", "two: lag both"), "merge")
    assert told(book, "both") == [("merge", PATH, ("+two: lag both",))]
    assert told(book, "dump") == [("merge", PATH, ("-three: dump",)), ("base", PATH, ("+three: dump",))]
    assert sorted(subject for subject, _, _ in told(book, "side")) == ["side"]


def test_lines_like_headers(tmp_path: Path) -> None:
    """No line of a record is taken for one of git's own, whatever it looks like and however it ends."""
    lines = ["-- a/lag", "++ b/lag", "@@ -1 +1 @@ lag", "diff --git lag", "\\ lag", "\0lag", "lag\r"]
    book = make_logbook(tmp_path)
    git.git_commit(book.root, record(*lines), "came")
    git.git_commit(book.root, {PATH: "lag: without an end"}, "changed")
    git.git_commit(book.root, {PATH: "lag: without any end"}, "again")
    shown = tuple(line.rstrip("\r") for line in lines)
    assert told(book, "lag") == [
        ("again", PATH, ("-lag: without an end", "+lag: without any end")),
        ("changed", PATH, (*(f"-{line}" for line in shown), "+lag: without an end")),
        ("came", PATH, tuple(f"+{line}" for line in shown)),
    ]


def test_settings_of_others(tmp_path: Path) -> None:
    """Nothing that a configuration or attributes say changes what is read, and nothing that they name is run."""
    book = make_logbook(tmp_path)
    touch = f"touch {tmp_path}/run"
    settings = ("diff.noprefix true", "color.ui always", "diff.external", "log.showRoot false", "diff.context 9")
    for each in (*settings, "diff.x.textconv", "diff.mnemonicPrefix true", "log.showSignature true", "diff.x.command"):
        key, _, value = each.partition(" ")
        git.run("git", "config", key, value or touch, cwd=book.root)
    git.git_commit(book.root, {".gitattributes": "*.yaml diff=x\n*.yaml binary\n", **record("lag: 1")}, "came")
    assert (told(book, "lag"), (tmp_path / "run").exists()) == ([("came", PATH, ("+lag: 1",))], False)


@pytest.mark.parametrize("harm", [b"", b"no database", None])
def test_harmed(tmp_path: Path, harm: bytes | None) -> None:
    """A file that is harmed, of another version or in the way is made anew, or done without."""
    book = make_logbook(tmp_path)
    git.git_commit(book.root, record("lag: 1"), "came")
    file = Path(next(files(book)))
    if harm is None:
        file.mkdir(parents=True)
    else:
        assert told(book, "lag")
        with sqlite3.connect(file) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
        if harm:
            file.write_bytes(harm * 1000)
    assert [told(book, "lag") for _ in range(2)] == [[("came", PATH, ("+lag: 1",))]] * 2


def test_another_version(tmp_path: Path) -> None:
    """It has a file of its own, which is left alone as long as somebody uses it: two in turn make nothing anew."""
    book = make_logbook(tmp_path)
    git.git_commit(book.root, record("lag: 1"), "came")
    old, used = (Path(next(files(book))).with_name(f"past{version}.db") for version in ("", ".a"))
    for file in (old, used):
        git.write_file(book.root, file.relative_to(book.root).as_posix(), "of another version")
    os.utime(old, (0, 0))
    assert told(book, "lag")
    assert (old.exists(), used.read_text()) == (False, "of another version")


def test_nowhere_to_write(tmp_path: Path, own_world: Path) -> None:
    """Where neither the git folder nor the home takes a file, it is made in memory, each time."""
    book = make_logbook(tmp_path)
    git.git_commit(book.root, record("lag: 1"), "came")
    for folder in (book.repo.git_dir / "rcalog", own_world / ".local"):
        folder.write_text("in the way")
    assert [told(book, "lag") for _ in range(2)] == [[("came", PATH, ("+lag: 1",))]] * 2


def test_at_the_same_time(tmp_path: Path) -> None:
    """Several that ask at once get the same answer; one reads the history, the others wait for it."""
    book = make_logbook(tmp_path)
    for number in range(5):
        git.git_commit(book.root, record(f"lag: {number}"), f"c{number}")
    answers = at_once(4, "search", "--history", "lag", "--json", cwd=book.root)
    assert [json.loads(each)["data"]["total"] for each in answers] == [5] * 4


def test_names_of_people(tmp_path: Path) -> None:
    """A mailmap that comes later is heeded."""
    book = make_logbook(tmp_path)
    git.git_commit(book.root, record("lag: 1"), "came")
    assert [each.commit.author for each in found_in(book, [["lag"]])] == ["Ana Silva"]
    git.write_file(book.root, ".mailmap", "Ana Lima <ana@example.org>\n")
    assert [each.commit.author for each in found_in(book, [["lag"]])] == ["Ana Lima"]
    (book.root / ".mailmap").rename(book.root / "names")
    git.run("git", "config", "mailmap.file", "names", cwd=book.root)
    book = Logbook.open(book.root)
    assert [each.commit.author for each in found_in(book, [["lag"]])] == ["Ana Lima"]


def test_what_git_takes_for_another(tmp_path: Path) -> None:
    """A commit that is replaced is told as git tells it, until it is not any more."""
    book = make_logbook(tmp_path)
    git.git_commit(book.root, record("lag: 1"), "came")
    assert [subject for subject, _, _ in told(book, "lag")] == ["came"]
    commit = git.run("git", "cat-file", "commit", "HEAD", cwd=book.root)
    other = git.run(
        *("git", "hash-object", "-t", "commit", "-w", "--stdin"),
        cwd=book.root,
        stdin=commit.replace("came", "other").encode(),
    )
    git.run("git", "replace", "HEAD", other, cwd=book.root)
    packed = git.run("git", "log", "-1", "--format=%s", cwd=book.root)
    assert [subject for subject, _, _ in told(book, "lag")] == [packed]
    git.run("git", "pack-refs", "--all", cwd=book.root)
    assert [subject for subject, _, _ in told(book, "lag")] == [packed]
    git.run("git", "replace", "-d", "HEAD", cwd=book.root)
    assert [subject for subject, _, _ in told(book, "lag")] == ["came"]


def test_shallow(tmp_path: Path) -> None:
    """A clone without the whole history knows more once it has more."""
    book = make_logbook(tmp_path / "whole")
    git.git_commit(book.root, record("lag: 1"), "came")
    git.git_commit(book.root, record("lag: 2"), "changed")
    git.run("git", "clone", "--quiet", "--depth=1", f"file://{book.root}", "part", cwd=tmp_path)
    part = Logbook.open(tmp_path / "part")
    assert changes(part, [["lag"]]).total == 1
    git.run("git", "fetch", "--quiet", "--unshallow", cwd=part.root)
    assert changes(part, [["lag"]]).total == 2


def test_limit(tmp_path: Path) -> None:
    """The newest come first, and those left out are counted; all words must be among the lines of one change."""
    book = make_logbook(tmp_path)
    assert told(book, "lag") == []
    for number in range(4):
        at = f"2026-11-20T10:00:0{number}Z"
        git.git_commit(book.root, record(f"lag: {number}"), f"c{number}", at=at)
    found = changes(book, [["lag"]], limit=2)
    assert ([each.patch.commit.subject for each in found.found], found.total) == (["c3", "c2"], 4)
    assert [subject for subject, _, _ in told(book, "lag", "1")] == ["c2", "c1"]


def test_a_clock_that_went_wrong(tmp_path: Path) -> None:
    """The newest by their dates come first also where a child is older than its parent."""
    book = make_logbook(tmp_path)
    for number in (0, 2, 1, 4, 3):
        git.git_commit(book.root, record(f"lag: {number}"), f"c{number}", at=f"2026-11-20T10:00:0{number}Z")
        told(book, "lag")
    assert [subject for subject, _, _ in told(book, "lag", limit=3)] == ["c4", "c3", "c2"]
    assert [subject for subject, _, _ in told(book, "lag")] == ["c4", "c3", "c2", "c1", "c0"]


def test_what_is_written_never_goes_by_the_index(tmp_path: Path) -> None:
    """An index that has lost a change shows less, and hides it from nobody who asks who wrote a record."""
    book = make_logbook(tmp_path)
    for line in ("one: lag", "two: lag"):
        git.git_commit(book.root, record(line), line)
    changes(book, [["lag"]])
    with sqlite3.connect(Path(next(files(book)))) as db:
        db.execute("DELETE FROM body")
    assert len(history_of(book, PATH, by_index=False)) == 2
    assert history_of(book, PATH, by_index=True) == []


def test_somebody_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the past is read once more, in memory, and it is said why."""
    monkeypatch.setattr(module, "PATIENCE_S", 0.01)
    book, said = make_logbook(tmp_path), list[str]()
    book.warn = said.append
    assert told(book, "lag") == []
    git.git_commit(book.root, record("lag: 1"), "came")
    holder = sqlite3.connect(next(files(book)), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert (told(book, "lag"), len(said)) == ([("came", PATH, ("+lag: 1",))], 1)
    holder.close()
