"""What a push would hand out: looked through before it goes, because it never comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.git.patches import patches
from rcalog.logbook.secretscan import FoundSecret, SecretFound, scan_added
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.place import Place

ALLOWED = "Allowed-Secret: "
"""The trailer of a commit whose author has said that it is none."""

DIGITS = 9
TOLD_BY_WORDS = frozenset({"password", "authorization", "url-password", "card-number"})
"""Forms of secrets that the words around them tell."""

COMMON = pattern(r"\.|README|LICEN[CS]E|CHANGELOG", re.IGNORECASE)


class SecretInHistory(RcalogError):
    """What would be handed out holds something that looks like a credential; `found` says what, `place` where."""

    code = "secret-in-history"

    def __init__(self, place: str, found: Collection[FoundSecret], way_out: str = "rcalog redact --found") -> None:
        rules = list(dict.fromkeys(secret.rule for secret in found))
        allow = " ".join(f"--allow-secret {rule}" for rule in rules)
        super().__init__(
            f"{place} looks like a secret ({', '.join(rules)}); once it is pushed it is known",
            hint=f"take it out of the history: {way_out}; if it is none: rcalog sync {allow}",
        )
        self.found = tuple(found)


def messages(place: Place, commit: str, known: str | None) -> dict[str, str]:
    """Return the commits that a remote does not have yet, with their messages."""
    answer = place.read("log", "-z", "--format=%H%n%B", commit, *_but(known))
    return {field.partition("\n")[0]: field.partition("\n")[2] for field in answer.fields if field}


def count(place: Place, commit: str, known: str | None) -> int:
    """Return how many commits there are up to one that `known` does not have."""
    return int(place.read("rev-list", "--count", commit, *_but(known)).text)


def other_files(book: Logbook, place: Place, commit: str, known: str | None) -> list[str]:
    """Return the files that are none of the logbook's and that commits not yet at the remote have changed.

    What is about a repository as a whole is nobody's: a README, a licence, what begins with a dot.
    """
    answer = place.read("log", "-z", "--format=", "--name-only", "--no-renames", commit, *_but(known))
    names = {field.strip("\n") for field in answer.fields} - {""}
    own = [book.path_in_repo(each).as_posix() for each in (layout.MARK, layout.RECORDS, layout.ATTRIBUTES)]
    return sorted(name for name in names if not COMMON.match(name) and not _is_below(name, own))


def _is_below(name: str, places: Collection[str]) -> bool:
    return any(name == place or name.startswith(f"{place}/") for place in places)


def search(book: Logbook, place: Place, commit: str, known: str | None, *, allow: Collection[str], branch: str) -> None:
    """Search all that commits not yet at the remote have added: in files, names of files, messages, and the branch's.

    Outside of the logbook only tokens count whose form says what they are: code is full of words such as `password:`.

    Raises:
        SecretInHistory.
    """
    _refuse("the name of the branch", branch, allow, way_out="git branch -m NAME")
    told = messages(place, commit, known)
    allowed = {oid: {*allow, *_allowed(text)} for oid, text in told.items()}
    for oid, text in told.items():
        _refuse(f"the message of commit {oid[:DIGITS]}", text, allowed[oid])
    own = [book.path_in_repo(each).as_posix() for each in (layout.MARK, layout.RECORDS)]
    with patches(book.repo.top, [commit], ["."], known=[known] if known else []) as found:
        for patch in found:
            oid, path = patch.commit.oid, patch.path
            added = "\n".join(line[1:] for line in patch.lines if line.startswith("+"))
            may = allowed.get(oid, set(allow)) | (set() if _is_below(path, own) else TOLD_BY_WORDS)
            _refuse(f"{path} in commit {oid[:DIGITS]}", added, may)
            _refuse(f"the name of a file in commit {oid[:DIGITS]}", path, may)


def _refuse(where: str, text: str, allow: Collection[str], way_out: str = "rcalog redact --found") -> None:
    try:
        scan_added(b"", text.encode("utf-8", "replace"), allow=allow)
    except SecretFound as error:
        raise SecretInHistory(where, error.found, way_out) from None


def _allowed(message: str) -> list[str]:
    return [line.removeprefix(ALLOWED) for line in message.split("\n") if line.startswith(ALLOWED)]


def _but(known: str | None) -> list[str]:
    return [f"^{known}"] if known else []
