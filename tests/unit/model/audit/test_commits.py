"""What is odd about the times and the people of a commit."""

from __future__ import annotations

import pytest

from rcalog.model.audit import (
    Around,
    Stamp,
    accepted,
    in_force,
    judge,
    judge_brought,
    judge_policy,
    judge_signers,
)
from rcalog.model.audit.commits import moment, span
from rcalog.model.policy import CommitForm, Policy
from tests.unit.model.audit.build import AROUND, NOON, commit, file, step

LI = Stamp("Li", "li@example.org", NOON)


def rules(*args: object) -> list[str]:
    """Return the rules of what is odd about a commit."""
    return [each.rule for each in judge(*args, [])]  # type: ignore[arg-type, call-arg]


@pytest.mark.parametrize(
    ("at", "written", "expected"),
    [
        (NOON, NOON, []),
        (NOON - 70, None, ["H502"]),
        (NOON - 3600, None, ["H501"]),
        (NOON, NOON - 300, []),
        (NOON, NOON - 3600, ["H503"]),
        (NOON, NOON + 30, []),
        (NOON, NOON + 3600, ["H504"]),
    ],
)
def test_times_that_do_not_fit(at: int, written: int | None, expected: list[str]) -> None:
    """A commit before its parent, made again, or written after it was made is told; clocks may differ by a minute."""
    assert rules(commit(at=at, written=written), AROUND) == expected


def test_the_first_commit_has_nothing_before_it() -> None:
    """Without a parent no date is too early."""
    assert rules(commit(at=0), Around()) == []


@pytest.mark.parametrize(
    ("signature", "signer", "expected"),
    [
        ("good", "ana@example.org", []),
        ("good", "*@example.org", []),
        ("good", "ana.silva@example.org", []),
        ("good", "li@example.org", ["H604", "H604"]),
        ("none", "", ["H601"]),
        ("bad", "", ["H602"]),
        ("unknown", "", ["H603"]),
    ],
)
def test_signatures_that_are_wanted(signature: str, signer: str, expected: list[str]) -> None:
    """Each commit must be signed with an allowed key, by whom it names; a person may have several addresses."""
    people = {"ana@example.org": "ana", "ana.silva@example.org": "ana"}
    around = Around([commit(at=NOON)], signed=True, people=people)
    assert rules(commit(signature=signature, signer=signer), around) == expected


def test_what_comes_in_from_before_the_list() -> None:
    """It is held against the list where it came in, and both commits are named."""
    [told] = judge_brought(commit(signature="none"), AROUND, "a" * 40)
    assert (told.rule, told.message.partition("; ")[0]) == ("H608", "not signed")
    assert "merge aaaaaaaaa let it in" in told.message
    assert list(judge_brought(commit(signature="good", signer="ana@example.org"), AROUND, "a" * 40)) == []


def test_written_by_one_and_made_by_another() -> None:
    """Where nobody signs it is only a hint; a signature tells it as a finding of its own."""
    assert rules(commit(author=LI), AROUND) == ["H607"]
    signed = Around([commit(at=NOON)], signed=True)
    assert rules(commit(author=LI, signature="good", signer="ana@example.org"), signed) == ["H604"]


def test_a_commit_of_no_form_is_told() -> None:
    """What git itself would not write is told."""
    assert rules(commit(malformed="it has 2 headers 'author'"), AROUND) == ["H105"]


@pytest.mark.parametrize(
    ("parents", "now", "expected"),
    [
        ([None], None, []),
        ([None], "# version 1\n", ["H606"]),
        (["# version 1\n"], "# version 1\n", []),
        (["# version 1\n"], "# version: 2\n", ["H606"]),
        (["# version 2\n"], "# version 1\n", ["H605"]),
        (["# version 1\n"], "no version\n", ["H605"]),
        (["# version 1\n"], None, ["H605"]),
        (["# version 1\n", "# version 2\n"], "# version 2\n", []),
        (["# version 1\n", "# version 2\n"], "# version 1\n", ["H605"]),
    ],
)
def test_the_list_of_keys_only_grows(parents: list[str | None], now: str | None, expected: list[str]) -> None:
    """A change of who may sign needs a higher version than any before it; an old list cannot come back."""
    assert [each.rule for each in judge_signers(commit(), parents, now)] == expected


def test_the_newest_list_is_in_force() -> None:
    """Of the lists that the parents have, that with the highest version counts."""
    assert in_force(["# version 1\n", "# version 3\n", None]) == "# version 3\n"
    assert in_force([None]) is None


def test_a_change_of_policy_is_told() -> None:
    """Which keys of the policy changed is a hint."""
    found = list(judge_policy(commit(), Policy(), Policy(commit=CommitForm(trailers=False), review_days=9)))
    assert [each.message for each in found] == ["the policy was changed: review_days, commit"]
    assert list(judge_policy(commit(), Policy(), Policy())) == []


def test_what_the_team_accepts_is_a_hint() -> None:
    """A finding of a commit that the policy names weighs nothing any more; one of an object cannot be accepted."""
    known = Policy(accepted={"ccccccc": "a typo"})
    found = list(judge(commit(author=LI, at=NOON - 9_000, malformed="odd"), AROUND, []))
    told = {each.rule: (each.is_alarm, each.accepted) for each in accepted(found, known)}
    assert told == {rule: (rule == "H105", None if rule == "H105" else "a typo") for rule in told}
    assert set(told) == {"H105", "H501", "H504", "H607"}
    assert [each.is_alarm for each in accepted(found, Policy())] == [each.is_alarm for each in found]


def test_moments_and_spans_are_said_plainly() -> None:
    """Seconds that no calendar has are said as they are; lengths have the unit that suits them."""
    assert moment(NOON) == "2026-11-20 12:00:00 UTC"
    assert moment(10**17) == "100000000000000000 seconds after 1970"
    assert [span(each) for each in (5, 119, 120, 7_200, 172_800)] == ["5 s", "119 s", "2 minutes", "2 hours", "2 days"]


def test_a_finding_says_what_it_is() -> None:
    """Each has a title, and what to do about it, out of one table."""
    [found] = judge(commit(signature="none"), Around([commit()], signed=True), [])
    assert (found.title, found.hint) == ("a commit is not signed, and must be", "ask its author")


def test_all_that_a_commit_did_is_judged() -> None:
    """Its times, its people, its words, its files and its records, in this order."""
    found = judge(commit(malformed="odd"), AROUND, [step(file(), file(mode="120000", reviews=None))])
    assert [each.rule for each in found] == ["H105", "H301", "H203", "H401"]


def test_trailers_stand_in_the_last_paragraph() -> None:
    """Lines of no form are passed over; a trailer that comes twice has no one value."""
    made = commit("it\n\nOperation: set\n\nIncident: a\nIncident: b\nand so on\nSeverity: sev1")
    assert (made.operation, made.trailer("Incident"), made.trailer("Severity")) == (None, None, "sev1")
    assert commit("Operation: set").operation is None
