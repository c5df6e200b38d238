"""The law of the proofs that a drill keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.actions import Proof
from rcalog.model.times import When
from rcalog.services.drills import kept_proofs

START = datetime(2026, 1, 1, tzinfo=UTC)

runs = st.lists(
    st.builds(
        lambda passed, hours: Proof(
            proof="pass" if passed else "fail", at=When.at(START + timedelta(hours=hours)), by="ci"
        ),
        st.booleans(),
        st.integers(0, 500),
    ),
    max_size=30,
)


def instants(proofs: tuple[Proof, ...] | list[Proof], result: str) -> list[datetime]:
    """Return when a drill passed, or failed, in the order of time."""
    return sorted(proof.at.instant for proof in proofs if proof.proof == result and proof.at.instant)


@given(runs)
def test_what_is_kept(proofs: list[Proof]) -> None:
    """Every fail, the first pass and the last one, in the order of time, however they were entered; and no more."""
    kept = kept_proofs(proofs)
    passes = instants(proofs, "pass")
    assert instants(kept, "fail") == instants(proofs, "fail")
    assert instants(kept, "pass") == passes[:1] + passes[1:][-1:]
    assert [proof.at.instant for proof in kept] == sorted(proof.at.instant for proof in kept if proof.at.instant)
    assert kept_proofs(kept) == kept


@given(runs, runs)
def test_forgetting_changes_nothing(early: list[Proof], late: list[Proof]) -> None:
    """What was left out before is not missed afterwards: the ends are those of all the runs."""
    at_once, in_two = kept_proofs([*early, *late]), kept_proofs([*kept_proofs(early), *late])
    assert instants(at_once, "pass") == instants(in_two, "pass")
    assert instants(at_once, "fail") == instants(in_two, "fail")
