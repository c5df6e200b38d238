"""A past that was left behind on purpose: somebody whom that past allowed to sign says so, and signs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from rcalog.logbook import layout
from rcalog.logbook.git.objects import FULL_OID
from rcalog.logbook.git.overlays import behind, newest_change
from rcalog.logbook.git.signatures import CannotVerifyError, missing_reader, verdicts
from rcalog.logbook.git.verified import UnreadableError
from rcalog.services.auditfacts import SIGNERS, Reading

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.verified import RawCommit
    from rcalog.model.audit import Discovery

REWRITTEN = ("H701", "H703")


def settled(found: Iterable[Discovery], place: Place, reading: Reading, head: str) -> Iterator[Discovery]:
    """Yield findings, with the reason of those about a past that was left behind as somebody has signed."""
    for each in found:
        may = each.rule in REWRITTEN and each.accepted is None
        reason = _reason(place, reading, head, each.commit) if may else None
        yield replace(each, accepted=reason) if reason else each


def _reason(place: Place, reading: Reading, head: str, lost: str) -> str | None:
    """Return the reason in the config of `head`, where the commit that wrote it is signed as the lost one asks."""
    with suppress(UnreadableError, CannotVerifyError):
        writer = newest_change(place, head, (reading.folder / layout.CONFIG).as_posix())
        allowed = reading.text(reading.commit(lost).tree, SIGNERS)
        if writer is None or allowed is None or not _is_signed(reading.commit(writer)):
            return None
        reason = _covering(place, reading.policy(reading.commit(writer).tree).accepted, lost)
        if reason and verdicts(place, [writer], allowed.encode())[writer].is_good:
            return reason
    return None


def _covering(place: Place, reasons: Mapping[str, str], lost: str) -> str | None:
    """Return the reason given for a commit, or for one that has it behind it: an id in full ends a past."""
    ends = {end: why for end, why in reasons.items() if FULL_OID.fullmatch(end)}
    return next((why for end, why in ends.items() if lost == end or lost in behind(place, [end])), None)


def _is_signed(commit: RawCommit) -> bool:
    """Return whether a commit has a signature that can be read here."""
    return commit.signature is not None and missing_reader(commit.signature) is None
