"""The branch elsewhere that the one here follows: where it is, what it holds, and how to add to it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git import state
from rcalog.logbook.git.heads import look_up
from rcalog.logbook.git.run import failure
from rcalog.logbook.git.settings import Settings
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.spawn import GitResult

HEADS, BRANCHES = "refs/heads/", "refs/remotes/"
RCALOG = "refs/rcalog/"
WITNESSES = f"{RCALOG}witness/"
"""What each clone saw of the remote's branches: there, below its name."""

_FLAGS = ("-c", "protocol.ext.allow=never", "-c", "fetch.output=full")
_HELPER = pattern(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")
_USER = pattern(r"//[^/@]*@")
_UNDERSTOOD = pattern(
    r"^ ! \[|couldn't find remote ref|Could not read from remote repository|unable to (access|connect)", re.MULTILINE
)
_BACK = pattern(r"^ ! \[rejected\].* -> (\S+) +\(non-fast-forward\)$", re.MULTILINE)
OVERTAKEN = pattern(
    r"\[rejected\]|\[remote rejected\].*(cannot lock|failed to (update|lock)|incorrect old value|already exists)"
)


class DetachedHead(RcalogError):
    """No branch is checked out, so there is none to share."""

    code = "detached-head"

    def __init__(self) -> None:
        super().__init__("HEAD is detached: there is no branch to share", hint="git switch BRANCH")


class NoRemote(RcalogError):
    """The repository knows no other one."""

    code = "no-remote"

    def __init__(self) -> None:
        super().__init__("there is nobody to share with: no remote is set", hint="git remote add origin URL")


class NoUpstream(RcalogError):
    """It is not clear which branch elsewhere is meant."""

    code = "no-upstream"

    def __init__(self, branch: str, remotes: Sequence[str], remote: str | None = None) -> None:
        names = ", ".join(sorted(remotes))
        what = f"follows {remote}, which is no remote" if remote else f"follows no branch, and there are {names}"
        hint = f"git branch --set-upstream-to={min(remotes, default='REMOTE')}/{branch}"
        super().__init__(f"{branch} {what}", hint=hint)


class UnsafeUrl(RcalogError):
    """The address of the remote would run a program."""

    code = "unsafe-url"

    def __init__(self, remote: str, url: str) -> None:
        super().__init__(f"{remote} has an address that git would run: {url}", hint=f"git remote set-url {remote} URL")


class RemoteUnreachable(RcalogError):
    """The remote did not answer, or not to us."""

    code = "remote-unreachable"

    def __init__(self, upstream: Upstream, said: str) -> None:
        super().__init__(f"{upstream} cannot be reached:\n{_without_password(said).strip()}")


class RefBusy(RcalogError):
    """Another git is moving the same reference this very moment."""

    code = "ref-busy"

    def __init__(self, upstream: Upstream) -> None:
        super().__init__(f"another git is just fetching {upstream}, or pushing to it")


class RemoteRewritten(RcalogError):
    """The remote has lost commits that it had: somebody has changed its past."""

    code = "remote-rewritten"

    def __init__(self, upstream: Upstream) -> None:
        super().__init__(
            f"the past of {upstream} was rewritten: commits that it had are gone, and a sync would bring them back",
            hint=f"git fetch; git log HEAD...{upstream}; if it was meant: git rebase --fork-point {upstream}",
        )


class PushRefused(RcalogError):
    """The remote does not take what is offered, whoever comes first; or our own hook does not."""

    code = "push-refused"

    def __init__(self, upstream: Upstream, said: str) -> None:
        hint = "nothing was changed here; what it says tells what to do"
        super().__init__(f"{upstream} was not pushed to:\n{_without_password(said).strip()}", hint=hint)


@dataclass(frozen=True)
class Upstream:
    """A branch of a remote, and the reference that says here where it was last."""

    remote: str
    branch: str
    ref: str
    tracking: str
    url: str
    is_followed: bool
    """Whether git knows already that the branch here follows it."""
    has_own_ssh: bool = False
    """Whether the user has told git how to start ssh."""

    def __str__(self) -> str:
        return f"{self.remote}/{self.ref.removeprefix(HEADS)}"


@dataclass(frozen=True)
class Fetched:
    """What the branch holds (None: there is none yet), and the copies of witnesses that were taken back."""

    commit: str | None
    taken_back: tuple[str, ...] = ()


@dataclass(frozen=True)
class Caller:
    """Who is at the other end of the terminal: with nobody there, neither git nor ssh may ask for a password."""

    can_be_asked: bool

    def env(self, upstream: Upstream) -> dict[str, str]:
        """Return what git and ssh are told about it."""
        if self.can_be_asked:
            return {"GIT_TERMINAL_PROMPT": "1"}
        has_own = upstream.has_own_ssh or {"GIT_SSH_COMMAND", "GIT_SSH"} & os.environ.keys()
        return {} if has_own else {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes"}


def find_upstream(place: Place) -> Upstream:
    """Return the branch that the checked-out one follows; the branch of its name where there is one remote only.

    Raises: DetachedHead, NoRemote, NoUpstream, UnsafeUrl.
    """
    head = state.branch_ref(place)
    if head is None:
        raise DetachedHead
    settings, branch = Settings(place), head.removeprefix(HEADS)
    values = settings.values
    remotes = sorted(key[len("remote.") : -len(".url")] for key in values if re.fullmatch(r"remote\..+\.url", key))
    remote, ref = values.get(f"branch.{branch}.remote"), values.get(f"branch.{branch}.merge")
    is_followed = remote is not None and ref is not None
    if not remotes:
        raise NoRemote
    if not is_followed:
        if len(remotes) > 1:
            raise NoUpstream(branch, remotes)
        remote, ref = remotes[0], head
    if remote not in remotes or ref is None:
        raise NoUpstream(branch, remotes, remote)
    tracking = f"{BRANCHES}{remote}/{ref.removeprefix(HEADS)}"
    has_own_ssh = settings.get("core.sshCommand") is not None
    return Upstream(remote, branch, ref, tracking, _safe_url(place, remote), is_followed, has_own_ssh)


def copies_of_witnesses(remote: str) -> str:
    """Return where the witnesses of a remote stand here."""
    return f"{RCALOG}remotes/{remote}/witness/"


def fetch(place: Place, upstream: Upstream, caller: Caller) -> Fetched:
    """Fetch the branch, and what other clones saw.

    Raises: RemoteUnreachable, RemoteRewritten, RefBusy.
    """
    # Without a plus, so that git refuses to follow a remote that has lost commits, and a witness that is taken back.
    witnesses = f"{WITNESSES}*:{copies_of_witnesses(upstream.remote)}*"
    answer = _fetched(place, upstream, caller, witnesses)
    if answer.code and not _UNDERSTOOD.search(answer.err):
        answer = _fetched(place, upstream, caller)  # witnesses that cannot be had keep nobody from sharing
    refused = [line for line in answer.err.split("\n") if line.startswith(" ! [")]
    ours = [line for line in refused if f" -> {RCALOG}" not in line]
    if any("(non-fast-forward)" in line for line in ours):
        raise RemoteRewritten(upstream)
    if any("unable to update local ref" in line for line in ours):
        raise RefBusy(upstream)
    if "couldn't find remote ref" in answer.err:
        return Fetched(None)
    if answer.code and (ours or not refused):
        raise RemoteUnreachable(upstream, answer.err)
    return Fetched(look_up(place, [upstream.tracking])[0], tuple(_BACK.findall(answer.err)))


def _fetched(place: Place, upstream: Upstream, caller: Caller, *more: str) -> GitResult:
    args = ("fetch", "--no-recurse-submodules", "--no-prune", "--", upstream.remote)  # what a witness said stays
    return talk(place, caller, upstream, *args, f"{upstream.ref}:{upstream.tracking}", *more)


def push(place: Place, upstream: Upstream, commit: str, caller: Caller) -> bool:
    """Put a commit on top of the branch; False when it has moved on meanwhile.

    Raises: PushRefused, RemoteUnreachable.
    """
    answer = talk(place, caller, upstream, "push", "--porcelain", "--", upstream.remote, f"{commit}:{upstream.ref}")
    if not answer.code:
        return True
    refused = [line for line in answer.text.split("\n") if line.startswith("!")]
    if refused and all(OVERTAKEN.search(line) for line in refused):
        return False
    if refused or "failed to push some refs" in answer.err:
        told = [line.split("\t")[-1] for line in refused] or [answer.text.strip()]  # a hook of ours may speak there
        raise PushRefused(upstream, "\n".join([*told, answer.err]))
    raise RemoteUnreachable(upstream, answer.err)


def follow(place: Place, upstream: Upstream) -> None:
    """Let git know that the branch here follows that one."""
    for key, value in (("remote", upstream.remote), ("merge", upstream.ref)):
        place.write("config", "--local", f"branch.{upstream.branch}.{key}", value)


def talk(place: Place, caller: Caller, upstream: Upstream, *args: str) -> GitResult:
    """Run a git command that talks to the remote, and return its answer.

    Raises: GitFailed, where it was killed.
    """
    answer = place.write(*_FLAGS, *args, env=caller.env(upstream), check=False)
    if answer.code < 0:
        raise failure(args, answer, place.top)
    return answer


def _safe_url(place: Place, remote: str) -> str:
    """Return the address of a remote, for people.

    Raises: UnsafeUrl.
    """
    urls = [remote]
    if not remote.startswith("-"):
        for which in ([], ["--push"]):
            urls += place.read("remote", "get-url", *which, "--all", remote).text.split("\n")
    for url in urls:
        if url.startswith("-") or _HELPER.match(url):
            raise UnsafeUrl(remote, url)
    return _without_password(urls[1])


def _without_password(text: str) -> str:
    return _USER.sub("//", text)
