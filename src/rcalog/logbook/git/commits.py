"""Commit objects, and the reference that makes one count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.atomic import sync_folder
from rcalog.logbook.git import heads, state
from rcalog.logbook.git.hooks import HookRejected
from rcalog.logbook.git.run import failure
from rcalog.logbook.git.spawn import Started
from rcalog.logbook.git.staging import GitLocked
from rcalog.logbook.git.state import IdentityMissing
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.settings import Settings


LOCKED = pattern(r"Unable to create '(.+\.lock)': File exists")
"""How git says that another one is at work."""


class SigningFailed(RcalogError):
    """The user wants signed commits, and signing did not work."""

    code = "signing-failed"

    def __init__(self, output: str) -> None:
        self.output = output
        super().__init__(f"the commit could not be signed:\n{output.rstrip()}", hint="git config user.signingKey")


class Stamp(Value):
    """What a commit says of its making: the author, as environment of git, and whether it is signed."""

    author: Mapping[str, str]
    signs: bool


def author_of(place: Place, settings: Settings) -> dict[str, str]:
    """Return the author of the next commit, and its date, as environment of git.

    Raises: IdentityMissing.
    """
    author, date = state.author(place, settings)
    return {"GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email, "GIT_AUTHOR_DATE": date}


def asked_short(place: Place, oid: str) -> Started:
    """Ask git for the beginning of a commit's id, as people pass it on."""
    return Started(("rev-parse", "--short", oid), place.folder)


def write_commit(place: Place, tree: str, parents: Iterable[str], message: bytes, stamp: Stamp) -> str:
    """Write a commit object and return its id.

    Raises: SigningFailed, IdentityMissing (there is an author, but no committer).
    """
    behind = [word for parent in parents for word in ("-p", parent)]
    args = ["commit-tree", tree, *behind, *(["-S"] if stamp.signs else []), "-F", "-"]
    answer = place.write("-c", "user.useConfigOnly=true", *args, stdin=message, env=stamp.author, check=False)
    if not answer.code:
        return answer.text
    if "auto-detection is disabled" in answer.err:
        raise IdentityMissing
    raise SigningFailed(answer.err) if stamp.signs else failure(args, answer, place.top)


def update_head(place: Place, commit: str, head: str | None, message: bytes) -> bool:
    """Move HEAD, or the branch it stands for, from one commit to the next; False when it is elsewhere by now.

    Raises: HookRejected (reference-transaction), GitLocked, DiskRefused, GitFailed.
    """
    subject = message.split(b"\n")[0].decode(errors="replace")
    note = f"commit{'' if head else ' (initial)'}: {subject}"
    args = ("update-ref", "-m", note, "HEAD", commit, head or "")
    answer = place.write(*args, check=False, apart=True)  # killed halfway, it would leave its locks for ever
    if not answer.code:
        return True
    if heads.head(place) != head:
        return False
    if "aborted by hook" in answer.err:
        raise HookRejected("reference-transaction", answer.err)
    if locked := LOCKED.search(answer.err):
        raise GitLocked(Path(locked[1]))
    raise failure(args, answer, place.top)


def settle(place: Place, ref: str | None) -> list[str]:
    """Wait until the names of what was written are on the disk, too; return warnings."""
    folders = [place.git_dir, *([(place.common_dir / ref).parent] if ref else [])]
    try:
        for folder in folders:
            if folder.is_dir():
                sync_folder(folder)
    except OSError as error:
        return [f"the disk did not confirm the commit: {error.strerror}"]
    return []
