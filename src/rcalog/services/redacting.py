"""Taking out what should never have been committed: a secret, or what is known of a person."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout, traces
from rcalog.logbook.git import preflight, state
from rcalog.logbook.git.forgetting import forget, holders, leftovers, unreferenced
from rcalog.logbook.git.remote import DetachedHead
from rcalog.logbook.git.rewriting import Cleaner, Rewritten, contents, listed, people, rewrite
from rcalog.logbook.git.swapping import swap
from rcalog.logbook.intents import Intent, Operation, Write
from rcalog.logbook.message import commit_message
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.logbook.recovery import recover
from rcalog.model.redaction import MARK, PLAIN_MARK, Redaction, is_too_short
from rcalog.model.secrets import find_secrets
from rcalog.services.redacted import Redacted, Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.place import Place

FEW = 3


class NothingToRedact(RcalogError):
    """The text stands nowhere."""

    code = "nothing-to-redact"

    def __init__(self, *, is_searched: bool) -> None:
        what = "nothing that looks like a secret is in what was not pushed" if is_searched else "it is nowhere in here"
        hint = None if is_searched else "a part of it may do: only what is given is looked for"
        super().__init__(what, hint=hint)


class OthersCommits(RcalogError):
    """Commits of other people would have to be made once more."""

    code = "others-commits"

    def __init__(self, addresses: Sequence[str]) -> None:
        names = ", ".join(addresses[:FEW]) + (f" and {len(addresses) - FEW} more" if len(addresses) > FEW else "")
        hint = "they have these commits too: treat it as pushed, see docs/redact.md"
        super().__init__(f"commits of {names} stand on it, or hold it", hint=hint)


class CutOff(RcalogError):
    """The clone is shallow just where commits would have to be made once more."""

    code = "cut-off"

    def __init__(self) -> None:
        super().__init__("this clone is shallow where the history would change", hint="git fetch --unshallow")


class WouldBreak(RcalogError):
    """A record could not be read without the text."""

    code = "would-break-record"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} could not be read any more without it: the record needs something there",
            hint="give more of the text around it, or less",
        )


def redact(book: Logbook, wanted: Redaction | None, *, write: Write, dry_run: bool) -> Redacted:
    """Take a text out of all that was not pushed, or mark its place in the records where it was; None: all secrets.

    Raises:
        NothingToRedact, OthersCommits, CutOff, WouldBreak, DetachedHead, OperationInProgress, InSubmodule, and what a
        commit raises.
    """
    place = book.repo.place
    preflight.refuse_place(place, ())
    preflight.refuse_operation(place)
    if state.branch_ref(place) is None:
        raise DetachedHead
    with nullcontext() if dry_run else book.lock():
        settled = () if dry_run else tuple(recover(book))  # else it would be committed after all
        done = _Task(book, place, wanted or _secrets(book, place), dry_run).run(write)
        return replace(done, warnings=(*settled, *done.warnings))


def _secrets(book: Logbook, place: Place) -> Redaction:
    """Return everything that looks like a credential in what was not pushed, not committed, or not finished before.

    Raises:
        NothingToRedact.
    """
    oids = [oid for oid, _ in listed(place, "HEAD", "--not", "--remotes")] if book.repo.head() else []
    kept = contents(place, [*oids, *unreferenced(place)])
    texts = [raw for _, kind, raw in kept if kind in ("blob", "commit")]
    files = [book.repo.top / path for path in book.catalog.paths()]
    files += [path for folder in book.repo.git_dir.glob("rcalog/commit-*") for path in folder.rglob("*")]
    texts += [path.read_bytes() for path in files if path.is_file()]
    found = (text.decode("utf-8", "replace") for text in texts)
    values = {text[each.start : each.end] for text in found for each in find_secrets(text) if each.certain}
    values = {value for value in values if not is_too_short(value)}
    if not values:
        raise NothingToRedact(is_searched=True)
    return Redaction(tuple(sorted(values)))


@dataclass
class _Task:
    book: Logbook
    place: Place
    wanted: Redaction
    dry_run: bool
    spots: list[Spot] = field(default_factory=list)

    def run(self, write: Write) -> Redacted:
        head = self.book.repo.head()
        own = listed(self.place, head, "--not", "--remotes") if head else []
        known = own + self._staged(head)
        found = rewrite(self.place, known, self._cleaner())
        is_pushed = self._is_pushed({path for oid, path in known if oid in found.files})
        self._tell(found, dict(known))
        here = self._here(found, head)
        traced = traces.find(self.book, self.wanted)
        self.spots += [Spot("trace", None, str(path), None, MARK) for path in traced.files]
        if not (is_pushed or self.spots or here or leftovers(self.place, self.wanted.is_in).oids):
            raise NothingToRedact(is_searched=False)
        done = Redacted(is_pushed, tuple(self.spots), traces=traced)
        if is_pushed:
            return self._marked(done, here, write)
        self._guard(found)
        if self.dry_run:
            return replace(done, commits=found.commits)
        return self._forgotten(self._rewritten(done, found, here, head))

    def _staged(self, head: str | None) -> list[tuple[str, str]]:
        """Return what is staged and not committed."""
        if head is None:
            staged = (field.split("\t", 1) for field in self.place.read("ls-files", "--stage", "-z").fields)
            return [(facts.split(" ")[1], path) for facts, path in staged]
        fields = self.place.read("diff-index", "--cached", "--raw", "-z", "--no-renames", head).fields
        pairs = zip(fields[::2], fields[1::2], strict=True)
        return [(facts.split(" ")[3], path) for facts, path in pairs if facts.split(" ")[1].startswith("100")]

    def _cleaner(self) -> Cleaner:
        slugs = [slug.encode() for value in self.wanted.values if len(slug := layout.slug(value)) > FEW]

        def name(raw: bytes) -> bytes:
            for slug in slugs:
                raw = raw.replace(slug, PLAIN_MARK.encode())
            return raw

        return Cleaner(self._clean_file, name, self.wanted.clean)

    def _clean_file(self, raw: bytes, path: str) -> bytes:
        """Return a file without the text; a record stays a record.

        Raises:
            WouldBreak.
        """
        if not self.wanted.is_in(raw):
            return raw
        place = PurePosixPath(path)
        if isinstance(parse_record(place, raw, self.book.repo), Broken):
            return self.wanted.clean(raw)
        for mark in (MARK, PLAIN_MARK):
            clean = self.wanted.clean(raw, mark)
            if isinstance(parse_record(place, clean, self.book.repo), Record):
                return clean
        raise WouldBreak(path)

    def _is_pushed(self, others: set[str]) -> bool:
        """Return whether a remote has it, as far as this clone knows: in the logbook, or in files changed since."""
        folder = self.book.prefix.as_posix()
        paths = [] if folder == "." else [folder, *others]
        which = ("--full-history", "--remotes", *(["--", *paths] if paths else []))
        oids = [oid for oid, _ in listed(self.place, *which)]
        return any(self.wanted.is_in(raw) for _, _, raw in contents(self.place, oids))

    def _tell(self, found: Rewritten, paths: dict[str, str]) -> None:
        """Note which lines hold it, of messages and of files in the history."""
        for oid, kind, raw in contents(self.place, [*found.commits, *found.files]):
            if kind == "commit":
                lines = self.wanted.lines(raw.partition(b"\n\n")[2])
                self.spots += [Spot("message", oid, None, line, text) for line, text in lines]
            else:
                self.spots += [Spot("history", None, paths[oid], line, text) for line, text in self.wanted.lines(raw)]

    def _here(self, found: Rewritten, head: str | None) -> dict[str, bytes | None]:
        """Return the files of the work tree that hold it, in the text or in the name, as they become."""
        top, folder = self.book.repo.top, self.book.prefix.as_posix()
        known = [each.path for each in self.book.repo.status("")]
        at_head = self.book.repo.files_at(head, "") if head else []
        inside = "" if folder == "." else f"{folder}/"
        known += [path for path, oid in at_head if path.startswith(inside) or oid in found.files]
        here: dict[str, bytes | None] = {}
        for path in dict.fromkeys(known):
            file = top / path
            if not file.is_file() or file.is_symlink():
                continue
            raw, new = file.read_bytes(), found.renamed(path)
            if new != path or self.wanted.is_in(raw):
                here |= {path: None, new: self._clean_file(raw, path)}
                self.spots += [Spot("file", None, path, line, text) for line, text in self.wanted.lines(raw)]
        return here

    def _guard(self, found: Rewritten) -> None:
        """Make sure that only own commits are made once more, and that all that they stand on is here.

        Raises:
            OthersCommits, CutOff, IdentityMissing.
        """
        if not found.commits:
            return
        mine = self.book.repo.known_as().email.casefold()
        if others := sorted(who for who in people(self.place, found.commits) if who.casefold() != mine):
            raise OthersCommits(others)
        shallow = self.book.repo.common_dir / "shallow"
        if shallow.is_file() and found.commits.keys() & set(shallow.read_text().split()):
            raise CutOff

    def _rewritten(self, done: Redacted, found: Rewritten, here: dict[str, bytes | None], head: str | None) -> Redacted:
        count = len(found.commits)
        summary = f"take a value out of {count} {'commit' if count == 1 else 'commits'} that nobody else has"
        trailers = [("Operation", Operation.REDACT.value), ("Redacted-Commits", str(count))]
        form = self.book.policy.commit
        message = commit_message(form, None, operation=Operation.REDACT, summary=summary, changes=[], trailers=trailers)
        swapped = swap(self.place, found, here, head, message.encode())
        return replace(done, commits=found.commits, commit=swapped.commit, warnings=swapped.warnings)

    def _forgotten(self, done: Redacted) -> Redacted:
        """Remove what this clone alone still has of it."""
        traced = traces.clean(self.book, self.wanted)
        traces.drop_expressions(self.book)
        gone = forget(self.place, leftovers(self.place, self.wanted.is_in))
        head = self.book.repo.head()
        kept = holders(self.place, self.wanted.is_in, head) if head else []
        return replace(done, traces=traced, forgotten=gone, kept_by=tuple(kept))

    def _marked(self, done: Redacted, here: dict[str, bytes | None], write: Write) -> Redacted:
        """Put a mark in its place in the records, and keep ready what takes it out of the history of all."""
        marked, by_hand = [], []
        for path in [path for path in here if (self.book.repo.top / path).is_file()]:
            is_known = PurePosixPath(path) in self.book.catalog.paths()
            record = self.book.catalog.read_file(PurePosixPath(path)) if is_known else None
            if isinstance(record, Record):
                write(Intent(Operation.REDACT, record, None, "take a value out", self._clean_file(record.raw, path)))
                marked.append(record.incident.id)
            else:
                by_hand.append(path)
        renames = tuple((path, new) for path, new in zip(here, [*here][1:], strict=False) if here[path] is None)
        done = replace(done, marked=tuple(marked), by_hand=tuple(by_hand), renames=renames)
        if self.dry_run:
            return done
        traced = traces.clean(self.book, self.wanted)
        return replace(done, traces=traced, expressions=traces.keep_expressions(self.book, self.wanted))
