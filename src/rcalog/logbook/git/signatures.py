"""Whose key signed a commit, by a list of keys that is handed in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rcalog.logbook.git.overlays import BARE_TRUTH
from rcalog.logbook.git.run import run_git

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

_PROGRAMS = ("gpg.program=gpg", "gpg.openpgp.program=gpg", "gpg.x509.program=gpgsm", "gpg.ssh.program=ssh-keygen")
"""Never what the configuration names: it may have been put there."""

_READERS = {"SSH SIGNATURE": "ssh-keygen", "PGP MESSAGE": "gpg", "PGP SIGNATURE": "gpg", "SIGNED MESSAGE": "gpgsm"}
"""What reads a signature, by the words on its first line."""

_TOO_OLD = "is needed for ssh signature verification"
_WORDS: Mapping[str, Literal["none", "good", "bad", "unknown"]] = {"N": "none", "G": "good", "B": "bad"}


class CannotVerifyError(Exception):
    """A program that reads signatures is not here, or too old for it; the text says which."""


@dataclass(frozen=True)
class Verdict:
    """What a signature is worth, and for whom its key was allowed."""

    signature: Literal["none", "good", "bad", "unknown"]
    signer: str = ""

    @property
    def is_good(self) -> bool:
        """Whether an allowed key signed it."""
        return self.signature == "good"


def missing_reader(signature: str) -> str | None:
    """Return the program that reads a signature, where this machine does not have it."""
    words = signature.partition("\n")[0].strip("- ").removeprefix("BEGIN ")
    program = _READERS.get(words)
    return program if program and shutil.which(program) is None else None


def verdicts(place: Place, commits: Sequence[str], allowed: bytes) -> dict[str, Verdict]:
    """Return what the signatures of commits are worth where these keys are allowed.

    Raises: GitFailed, CannotVerifyError.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "allowed_signers")
        file.write_bytes(allowed)
        config = [word for program in _PROGRAMS for word in ("-c", program)]
        config += [
            "-c",
            f"gpg.ssh.allowedSignersFile={file}",
            "-c",
            "gpg.ssh.revocationFile=",
            "-c",
            "core.commitGraph=false",
        ]
        args = ["log", "-z", "--no-walk=unsorted", "--no-mailmap", "--format=%H%n%G?%n%GS", "--stdin"]
        asked = "".join(f"{oid}\n" for oid in commits).encode()
        answer = run_git([*config, *args], cwd=place.top, env=BARE_TRUTH, stdin=asked)
    if _TOO_OLD in answer.err:
        raise CannotVerifyError("ssh-keygen")
    found: dict[str, Verdict] = {}
    for field in answer.fields:
        oid, word, signer = (*field.split("\n"), "", "")[:3]
        found[oid] = Verdict(_WORDS.get(word, "unknown"), signer)
    return found
