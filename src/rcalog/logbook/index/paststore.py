"""What is kept of the past: the changes that commits made to records, line by line."""

from __future__ import annotations

import os

from rcalog.logbook.index.database import Database
from rcalog.logbook.index.pastrows import before_of, packed, patch_of, place_of, tokens_of, unpacked
from rcalog.logbook.index.pastschema import (
    AT,
    BARE,
    BESIDE,
    BY_NUMBER,
    BY_TIME,
    EVER,
    FIND,
    FORMERLY,
    HAVING,
    JUMBLED,
    LATERLY,
    MATCHING,
    MOVES,
    NEAR,
    SAID,
    SAY,
    STAGES,
    TABLES,
    TOUCHING,
    VERSION,
    WHOLE,
    WRITERS,
    WROTE,
)
from rcalog.logbook.index.sql import MOST
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from rcalog.logbook.git.patches import Patch


class Saying(Value):
    """What was said of one revision of a record, and by which teller."""

    teller: str
    text: str


class Weighed(Value):
    """A change by its number, which is higher than those of its parents.

    `times` says how often all of the words stood in its file before and afterwards: of several exactly, of one as far
    as it matters whether it stood there at all.
    """

    number: int
    patch: Patch
    times: tuple[int, int]


class PastStore(Database):
    """An open index of the past, in a file or in memory."""

    def __init__(self, path: str | None) -> None:
        super().__init__(path, TABLES, VERSION)

    @property
    def known(self) -> dict[str, str]:
        """What the index was made from."""
        return dict(self.db.execute("SELECT key, value FROM known"))

    def know(self, facts: Mapping[str, str]) -> None:
        """Keep what the index was made from."""
        self.db.executemany("REPLACE INTO known VALUES (?, ?)", facts.items())

    @property
    def tips(self) -> dict[str, str]:
        """The objects whose past is in the index, each with the commit that it is or names."""
        return dict(self.db.execute("SELECT oid, revision FROM tip"))

    def keep_tips(self, tips: Mapping[str, str]) -> None:
        """Keep whose past is in the index; of what stood there before, nothing."""
        self.db.execute("DELETE FROM tip")
        self.db.executemany("INSERT INTO tip VALUES (?, ?)", tips.items())

    def keep_tip(self, commit: str) -> None:
        """Keep that the past of one more commit is in the index."""
        self.db.execute("REPLACE INTO tip VALUES (?, ?)", (commit, commit))

    def forget_tips(self, commits: Iterable[str]) -> None:
        """Keep of these commits no more that all of their past is in the index."""
        self.db.executemany("DELETE FROM tip WHERE revision = ?", ((commit,) for commit in commits))

    def place(self, commits: Iterable[str], *, elsewhere: bool) -> None:
        """Keep of commits whether they are behind HEAD or elsewhere."""
        rows = ((elsewhere, oid) for oid in commits)
        self.db.executemany("UPDATE revision SET elsewhere = ? WHERE oid = ?", rows)

    def elsewhere(self, commits: Iterable[str]) -> list[str]:
        """Return which of these commits are not behind HEAD."""
        sql = "SELECT 1 FROM revision WHERE oid = ? AND elsewhere"
        return [each for each in commits if self.db.execute(sql, (each,)).fetchone()]

    @property
    def commits(self) -> set[str]:
        """All commits of the index."""
        return {oid for (oid,) in self.db.execute("SELECT oid FROM revision")}

    def clear(self) -> None:
        """Forget every change."""
        self.db.execute("INSERT INTO line (line) VALUES ('delete-all')")
        for table in ("known", "tip", "said", "change", "body", "revision"):
            self.db.execute(f"DELETE FROM {table}")  # noqa: S608 (names of our own)

    def add(self, changes: Iterable[Patch]) -> None:
        """Add changes, but for those of commits that are known; those of one commit stand together."""
        last, number = "", None
        newest, known = self._newest(), ""
        for change in changes:
            commit = change.commit
            if commit.oid not in (last, known) and self._has(commit.oid):
                known = commit.oid
            if commit.oid == known:
                continue
            if commit.at < newest:
                self.know({JUMBLED: "1"})
            newest = max(newest, commit.at)
            if commit.oid != last:
                row = (commit.oid, commit.at, commit.date, commit.author, commit.email, commit.subject)
                words = (" ".join(commit.parents), commit.trailers)
                sql = "INSERT INTO revision VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
                last, number = commit.oid, self.db.execute(sql, (*row, *words)).lastrowid
            sql = "INSERT INTO change (revision, at) VALUES (?, ?)"
            place = self.db.execute(sql, (number, commit.at)).lastrowid
            body = (place, *place_of(change), change.ends.blob, before_of(change), packed(change.lines))
            self.db.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?)", body)
            self.db.execute("INSERT INTO line (rowid, tokens) VALUES (?, ?)", (place, tokens_of(change.lines)))

    def _has(self, commit: str) -> bool:
        return self.db.execute("SELECT 1 FROM revision WHERE oid = ?", (commit,)).fetchone() is not None

    def _newest(self) -> int:
        """Return when the last commit was made, which is the newest where none is jumbled."""
        found = self.db.execute("SELECT at FROM revision ORDER BY number DESC LIMIT 1").fetchone()
        return found[0] if found else 0

    def drop(self, commits: Iterable[str]) -> None:
        """Remove what these commits changed."""
        for oid in commits:
            self.db.execute("DELETE FROM said WHERE oid = ?", (oid,))
            for (number,) in self.db.execute("SELECT number FROM revision WHERE oid = ?", (oid,)).fetchall():
                sql = "SELECT number, lines FROM change JOIN body USING (number) WHERE revision = ?"
                for place, lines in self.db.execute(sql, (number,)).fetchall():
                    remove = "INSERT INTO line (line, rowid, tokens) VALUES ('delete', ?, ?)"
                    self.db.execute(remove, (place, tokens_of(unpacked(lines))))
                    self.db.execute("DELETE FROM body WHERE number = ?", (place,))
                self.db.execute("DELETE FROM change WHERE revision = ?", (number,))
                self.db.execute("DELETE FROM revision WHERE number = ?", (number,))

    @property
    def is_jumbled(self) -> bool:
        """Whether a change is older than one before it."""
        return JUMBLED in self.known

    def find(self, phrase: Sequence[str], limit: int | None) -> tuple[dict[int, Patch], Collection[int]]:
        """Return the changes in whose lines a phrase stands, newest first, and the numbers of all that there are.

        Each has its number: that of a child is higher than those of its parents.
        """
        wanted = _matching([phrase])
        sql = FIND.format(BY_TIME if self.is_jumbled else BY_NUMBER)
        rows = self.db.execute(sql, (wanted, -1 if limit is None else min(limit, MOST))).fetchall()
        found = {number: patch_of(*row) for number, *row in rows}
        if limit is None or len(rows) < limit:
            return found, found.keys()
        return found, {number for (number,) in self.db.execute(MATCHING, (wanted,))}

    def stages(self, path: str) -> list[tuple[int, int, str | None, str]]:
        """Return of each change of a file its commit's number, its own, and what it held afterwards and before."""
        return self.db.execute(STAGES, (os.fsencode(path),)).fetchall()

    def near(self, phrases: Sequence[Sequence[str]]) -> list[int]:
        """Return the changes that may bring phrases together in a file or part them, newest first.

        They are of files in which each of the phrases stood at some time, under whatever name.
        """
        homes = self._homes()
        ever = [{homes.get(path, path) for path in self._ever([phrase])} for phrase in phrases]
        shared = set[bytes].intersection(*ever)
        rows = self.db.execute(NEAR, (_matching(phrases),)) if shared else ()
        return [number for number, path in rows if homes.get(path, path) in shared]

    @property
    def writers(self) -> set[tuple[str, str]]:
        """Name and address of everybody who wrote what HEAD has."""
        return set(self.db.execute(WRITERS))

    def having(self, phrases: Sequence[Sequence[str]], most: int) -> set[int] | None:
        """Return the changes of all files that ever had one of the phrases, None where too many have one in a line."""
        wanted = _matching(phrases)
        if self.db.execute(HAVING, (wanted, most + 1)).fetchone()[0] > most:
            return None
        homes, ever = self._homes(), set(self._ever(phrases))
        at_home = {homes.get(path, path) for path in ever}
        paths = ever | {path for path, home in homes.items() if home in at_home}
        return {number for path in paths for (number,) in self.db.execute(AT, (path,))}

    def wrote(self, by: Collection[tuple[str, str]] | None, among: Collection[int] | None) -> list[int]:
        """Return the changes that HEAD has, newest first: by these people (None: anybody), among these (None: all)."""
        return [
            number
            for number, *pair in self.db.execute(WROTE)
            if (among is None or number in among) and (by is None or tuple(pair) in by)
        ]

    def bare(self, numbers: Iterable[int]) -> Iterator[Patch]:
        """Yield these changes without their lines."""
        return (patch_of(*self.db.execute(BARE, (number,)).fetchone()) for number in numbers)

    def _ever(self, phrases: Sequence[Sequence[str]]) -> Iterator[bytes]:
        return (path for (path,) in self.db.execute(EVER, (_matching(phrases),)))

    def _homes(self) -> dict[bytes, bytes]:
        """Return for each path that a file moved from or to one that stands for all of that file's."""
        homes: dict[bytes, bytes] = {}
        for ends in self.db.execute(MOVES):
            first, second = (_home(homes, path) for path in ends)
            homes[first] = second
        return {path: _home(homes, path) for path in homes}

    def changes(self, numbers: Iterable[int]) -> dict[int, Patch]:
        """Return these changes with all that is known of them."""
        rows = (self.db.execute(WHOLE, (number,)).fetchone() for number in numbers)
        return {number: patch_of(*row) for number, *row in rows}

    def touching(self, path: str, month: str, incident: str) -> tuple[list[Patch], frozenset[str]]:
        """Return the changes of a file under all its names, without their lines, children first, and those names.

        The files of its month whose names say the incident are among them.
        """
        within = (os.fsencode(f"{month}/"), os.fsencode(f"{month}0"))  # the sign behind the slash
        names = {os.fsencode(path)}
        coming = [*names, *(row[0] for row in self.db.execute(BESIDE, (incident, *within)))]
        while coming:
            name = coming.pop()
            names.add(name)
            coming += {row[0] for row in self.db.execute(FORMERLY, (name,)) if row[0].endswith(b".yaml")} - names
        sql = TOUCHING.format(", ".join(f"?{number}" for number in range(1, len(names) + 1)))
        found = [patch_of(*row) for row in self.db.execute(sql, tuple(names))]
        return found, frozenset(os.fsdecode(name) for name in names)

    def said(self, names: Collection[str]) -> dict[tuple[str, str], Saying]:
        """Return what was said of the revisions of files, by commit and path."""
        paths = [os.fsencode(name) for name in names]
        rows = self.db.execute(SAID.format(", ".join("?" * len(paths))), paths)
        return {(oid, os.fsdecode(path)): Saying(teller, text) for oid, path, teller, text in rows}

    def keep_said(self, told: Mapping[tuple[str, str], Saying]) -> None:
        """Keep what was said of revisions."""
        rows = [(os.fsencode(path), each.teller, each.text, oid) for (oid, path), each in told.items()]
        self.db.executemany(SAY, rows)

    def present_name(self, path: str) -> str:
        """Return where the file is by now that was once at a path, as far as moves tell."""
        seen = [path]
        while (moved := self.db.execute(LATERLY, (os.fsencode(seen[-1]),)).fetchone()) and os.fsdecode(
            moved[0]
        ) not in seen:
            seen.append(os.fsdecode(moved[0]))
        return seen[-1]


def _matching(phrases: Iterable[Sequence[str]]) -> str:
    """Return what the full text is asked for: any of these phrases, the last word of each as a beginning."""
    return " OR ".join(f'"{" ".join(phrase)}" *' for phrase in phrases)


def _home(homes: dict[bytes, bytes], path: bytes) -> bytes:
    while (next_one := homes.get(path, path)) != path:
        path = next_one
    return path
