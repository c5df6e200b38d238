"""The lines that each commit put into the files of a folder, and took out of them, read as git prints them."""

from __future__ import annotations

import os
from contextlib import contextmanager

from rcalog.patterns import pattern
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
    from pathlib import Path

_FIELDS = ("", "%H", "%ct", "%ad", "%aN", "%aE", "%s", "%P", "%(trailers:only,unfold,separator=%x00)")
_WALK = (
    *("-c", "log.showRoot=true", "-c", "diff.relative=false"),
    *("log", "--reverse", "--date-order", "--full-history", "--encoding=UTF-8", "--date=raw", "--no-notes"),
    "--format=" + "%x00".join(_FIELDS),
    *(
        "--raw",
        "--no-abbrev",
        "--patch",
        "-M",
        "--text",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--diff-algorithm=myers",
    ),
    *("--unified=0", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short"),
    "--diff-merges=combined",  # of a merge only what it has from none of its parents
)
_HUNK = pattern(rb"(@@+) .+? @@")
_ESCAPE = pattern(rb"\\([abtnvfr\"\\]|[0-7]{3})")
_PLAIN = dict(zip(b'abtnvfr"\\', b'\a\b\t\n\v\f\r"\\', strict=True))
_MOST = 512 * 1024
"""Bytes of one change that are held at once; a larger one comes in several."""


class Commit(Value):
    """A commit: when it was made, in seconds, and when, by whom and with which words it was written."""

    oid: str
    at: int
    date: str
    author: str
    email: str
    subject: str
    parents: tuple[str, ...] = ()
    trailers: str = ""
    """A line for each, as git reads them."""


class Ends(Value):
    """What a file held after a commit, and what in each of its parents: a blob, or None where it was not there."""

    blob: str | None = None
    before: tuple[str | None, ...] = ()


class Patch:
    """What a commit did to one file: each line begins with `+` or `-`. `old_path` is where a moved file was."""

    __slots__ = ("commit", "ends", "lines", "old_path", "path")

    def __init__(
        self, commit: Commit, path: str = "", old_path: str | None = None, lines: list[str] | None = None
    ) -> None:
        self.commit, self.path, self.old_path = commit, path, old_path
        self.lines: list[str] = [] if lines is None else lines
        self.ends = Ends()


@contextmanager
def patches(
    top: Path, tips: Collection[str], folders: Sequence[str], *, known: Collection[str] = ()
) -> Generator[Iterator[Patch]]:
    """Give the changes to the files of folders up to some commits, parents first; not those behind the known ones.

    Known ones that git has lost count for nothing.

    Raises: GitMissing, GitFailed.
    """
    from rcalog.logbook.git.refs import bounds
    from rcalog.logbook.git.run import streaming

    args = [*_WALK, "--ignore-missing", "--stdin", "--", *folders]
    with streaming(args, cwd=top, asked=bounds(tips, known)) as lines:
        yield read_patches(lines)


def walk(head: str, folders: Sequence[str], known: str) -> list[str]:
    """Return the command that prints the changes between two commits."""
    return [*_WALK, head, f"^{known}", "--", *folders]


def read_ends(told: str) -> Ends:
    """Read what git says of a change: a colon and a mode for each parent, the mode, then their blobs, and a letter."""
    modes, *fields = told.split(" ")
    sides = modes.count(":")
    *before, blob = [oid if oid.strip("0") else None for oid in fields[sides:-1]]
    return Ends(blob, tuple(before))


def read_patches(lines: Iterable[bytes]) -> Iterator[Patch]:
    """Yield what stands in the output of the walk."""
    return _Reader(iter(lines)).patches()


class _Reader:
    """Reads line by line; how many lines a hunk announces is not counted on: git miscounts where it combines two."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._patch = Patch(Commit("", 0, "", "", "", ""))
        self._ends: dict[str, Ends] = {}
        self._parents = 0
        self._held = 0
        self._is_rest = False

    def patches(self) -> Iterator[Patch]:
        for line in self._lines:
            if line.startswith((b"\0", b"diff --")):
                yield from self._taken()
                self._begin(line)
            elif hunk := _HUNK.match(line):
                self._parents = hunk[1].count(b"@") - 1
            elif self._parents:
                yield from self._line(line)
            elif line.startswith(b":"):
                told, *names = line.rstrip(b"\n").split(b"\t")
                self._ends[_name(names[-1])] = read_ends(told.decode())
            else:
                _header(self._patch, line.rstrip(b"\n"))
        yield from self._taken()

    def _begin(self, line: bytes) -> None:
        """Begin a commit, or a file of one, whose name stands on the line where nothing of its text has changed."""
        is_file = not line.startswith(b"\0")
        if not is_file:
            self._ends = {}
        self._patch = Patch(self._patch.commit if is_file else _commit(line), _same_name(line) if is_file else "")
        self._parents, self._held, self._is_rest = 0, 0, False

    def _taken(self) -> Iterator[Patch]:
        if self._patch.lines or self._patch.old_path or (self._patch.path and not self._is_rest):
            self._patch.ends = self._ends.get(self._patch.path, self._patch.ends)
            yield self._patch

    def _line(self, line: bytes) -> Iterator[Patch]:
        """Read a line of a hunk, with a mark for each parent; what begins with a backslash is git's own remark."""
        marks, text = line[: self._parents], line[self._parents :].rstrip(b"\r\n")
        if marks in (b"+" * self._parents, b"-" * self._parents):
            self._patch.lines.append((marks[:1] + text).decode("utf-8", "replace"))
            self._held += len(text)
        if self._held > _MOST:
            yield from self._taken()
            whole = self._patch
            self._patch, self._held, self._is_rest = Patch(whole.commit, whole.path, whole.old_path), 0, True


def _commit(line: bytes) -> Commit:
    said = line.rstrip(b"\n").decode("utf-8", "replace").split("\0")
    _, oid, at, date, author, email, subject, parents, *trailers = said
    return Commit(oid, int(at), date, author, email, subject, tuple(parents.split()), "\n".join(trailers))


def _header(patch: Patch, line: bytes) -> None:
    if line.startswith((b"--- a/", b'--- "a/', b"+++ b/", b'+++ "b/')):
        patch.path = _name(line[4:])[2:]
    elif line.startswith(b"rename from "):
        patch.old_path = _name(line[12:])
    elif line.startswith(b"rename to "):
        patch.path = _name(line[10:])


def _same_name(line: bytes) -> str:
    """Return the name on the first line of a change, "" where there are two, which are told below."""
    said = line.rstrip(b"\n").partition(b" --")[2]
    kind, _, names = said.partition(b" ")
    if kind != b"git":
        return _name(names)
    half = len(names) // 2
    first, second = _name(names[:half]), _name(names[half + 1 :])
    return second[2:] if first[2:] == second[2:] else ""


def _name(raw: bytes) -> str:
    """Return the name of a file that git may have put in quotes."""
    raw = raw.removesuffix(b"\t")  # git puts one behind names with blanks
    if raw.startswith(b'"'):
        raw = _ESCAPE.sub(_character, raw[1:-1])
    return os.fsdecode(raw)


def _character(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8)]) if len(said) == 3 else bytes([_PLAIN[said[0]]])
