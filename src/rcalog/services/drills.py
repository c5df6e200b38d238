"""Drills: actions that recur, kept alive by proofs that they pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rcalog.logbook.intents import Operation
from rcalog.model.actions import ActionStatus, Proof
from rcalog.model.times import Day
from rcalog.services.actions import Acted, WrongStep, step
from rcalog.services.people import me_if_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Write
    from rcalog.model.times import When
    from rcalog.services.action_refs import Found

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Run:
    """One run of a drill as it is told: `by` is who ran it, the one who writes where nobody is named."""

    passed: bool
    at: When
    by: str | None = None
    evidence: tuple[str, ...] = ()


def prove_drill(book: Logbook, found: Found, run: Run, *, now: datetime, write: Write) -> Acted:
    """Record a run of a drill; the first one puts it in service.

    Raises:
        WrongStep: when it is no drill, or is over.
    """
    action, name = found.action, found.name
    if not action.is_drill:
        raise WrongStep(found, "is no drill: it does not recur", f"rcalog action edit {name} every=1w")
    if not action.is_open:
        raise WrongStep(found, f"is {action.status}", f"rcalog action edit {name} status=running")
    proof = Proof(
        proof="pass" if run.passed else "fail", at=run.at, by=run.by or me_if_known(book), evidence=run.evidence
    )
    update: dict[str, object] = {"status": ActionStatus.RUNNING, "proofs": kept_proofs((*action.proofs, proof))}
    if action.status is not ActionStatus.RUNNING:
        update["running_since"] = Day.of((run.at.earliest or now).astimezone(book.zone).date())
    return step(found, update, Operation.ACTION_PROVE, f"action {action.id} drill: {proof.proof}", write)


def kept_proofs(proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    """Return the first pass, the last pass and every fail, in the order of time; git keeps the rest."""
    ordered = sorted(proofs, key=lambda proof: proof.at.earliest or NEVER)
    passes = [at for at, proof in enumerate(ordered) if proof.proof == "pass"]
    ends = {passes[0], passes[-1]} if passes else set()
    return tuple(proof for at, proof in enumerate(ordered) if proof.proof == "fail" or at in ends)
