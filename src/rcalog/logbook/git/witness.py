"""What other clones saw: each keeps a reference on the remote, for each branch that it shares, at what that held last.

Here stand copies of them, which follow forwards only: whoever takes a witness back is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.git import remote
from rcalog.logbook.git.remote import Caller
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.remote import Upstream

NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""What a clone can be called: any system can have it as the name of a file."""


class Witness(Value):
    """What a clone saw a branch hold: the copy of its reference here, and the commit."""

    ref: str
    commit: str

    @property
    def clone(self) -> str:
        """The name of the clone."""
        return self.ref.split("/")[-2]


def of_clone(upstream: Upstream, clone: str) -> str:
    """Return the reference here that is a copy of what a clone says about a branch."""
    return f"{remote.copies_of_witnesses(upstream.remote)}{clone}/{_one_step(upstream)}"


def witnesses(place: Place, upstream: Upstream) -> list[Witness]:
    """Return what all clones said of a branch, when this one heard of it last."""
    return _listed(place, upstream)


def unheard_of(place: Place, upstream: Upstream, commit: str) -> list[Witness]:
    """Return what clones saw a branch hold that is not behind a commit."""
    return _listed(place, upstream, f"--no-merged={commit}")


def bear(place: Place, upstream: Upstream, clone: str, commit: str, *, instead: str | None = None) -> str | None:
    """Say on the remote that a branch holds a commit; return what the remote says against it.

    Somebody who uses the same name and is further on is right as well. `instead` is a commit that was rewritten on
    purpose, and that may be taken back. Nobody is asked for a password.
    """
    there = f"{remote.WITNESSES}{clone}/{_one_step(upstream)}"
    lease = [f"--force-with-lease={there}:{instead}"] if instead else []
    plainly = ("--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no")
    args = ("push", *plainly, *lease, "--", upstream.remote, f"{commit}:{there}")
    answer = remote.talk(place, Caller(can_be_asked=False), upstream, *args)
    refused = [line for line in answer.text.split("\n") if line.startswith("!")]
    if not answer.code or (refused and all(remote.OVERTAKEN.search(line) for line in refused)):
        return None
    return refused[0].split("\t")[-1] if refused else answer.err.strip()


def drop(place: Place, refs: Sequence[str]) -> None:
    """Forget copies."""
    if refs:
        place.write("update-ref", "--stdin", stdin="".join(f"delete {ref}\n" for ref in refs).encode())


def _listed(place: Place, upstream: Upstream, *which: str) -> list[Witness]:
    form = "--format=%(refname) %(objectname)"
    answer = place.read("for-each-ref", form, *which, of_clone(upstream, "*"), check=False)
    return [Witness(*line.split(" ")) for line in answer.text.split("\n") if line]


def _one_step(upstream: Upstream) -> str:
    """Return the name of a branch without slashes, so that none stands where another needs a folder."""
    return upstream.ref.removeprefix(remote.HEADS).replace("%", "%25").replace("/", "%2F")
