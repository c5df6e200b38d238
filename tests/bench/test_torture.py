"""The track record: rows that add up, failures that show, and a page that says both."""

from __future__ import annotations

from bench.record import Result, load_failures, page
from bench.torture import FAILURES
from tests.faults.job import ended
from tests.faults.row import Row, Tally
from tests.faults.trials import TRIALS

KILLS = TRIALS[0]


def counted(seed: int, *wrong: int) -> Row:
    """Return a row of three cases, some of which fail."""
    tally = Tally(seed)
    for case in tally.cases(3):
        tally.add("writes", 2)
        tally.most("milliseconds", case)
        if case in wrong:
            tally.fail(case, "lost")
    return tally.row()


def test_parts_of_a_trial_add_up() -> None:
    """Counts are added, of the worst only the worst is kept, and each failure has the seed of its own case."""
    row = counted(1) + counted(4, 5)
    figures = {"writes": 12, "worst milliseconds": 6}
    assert row == Row(6, 1, figures, ("--seed 5 --count 1: lost",))
    assert Row.from_json(row.to_json()) == row


def test_a_trial_that_breaks_down_has_failed() -> None:
    """Neither a process that ends badly nor one that says nothing passes for a success."""
    for code, out in ((1, ""), (0, "hello\n"), (-9, Row(3).to_json())):
        row = ended(code, out, "Traceback", 3)
        assert (row.failed, "broke down" in row.failures[0]) == (3, True)
    assert ended(0, f"noise\n{Row(3).to_json()}\n", "", 3) == Row(3)


def test_the_page_says_what_failed_and_what_was_not_here() -> None:
    """A failure is counted, shown and can be had again; what was not tried, or not as often as it should be, is told."""
    results = [
        Result(KILLS, counted(1, 2), 1, 90),
        Result(KILLS, counted(1), 1, 9),
        Result(KILLS, Row(left_out="no loop device"), 1, 0),
    ]
    text = page(results, load_failures(FAILURES), seed=1, seconds=95)
    assert "1 of 3 trials without a failure." in text
    assert f"Not in this run: {', '.join(each.name for each in TRIALS[1:])}." in text
    assert "| 3 of 1,000 | **1 failed**; 6 writes; 3 worst milliseconds | 1.5 min |" in text
    assert "- `--only kills` --seed 2 --count 1: lost" in text
    assert "| not here: no loop device |" in text


def test_every_failure_that_was_found_is_kept_away_by_a_test() -> None:
    """The tests that the list names are there: a file, a test in it, or a trial of that test."""
    named = [test for each in load_failures(FAILURES) for test in each.test.split(", ")]
    assert [test for test in named if not exists(test)] == []
    absent = (
        "tests/no.py",
        "tests/bench/test_torture.py::test_no",
        "tests/faults/test_short.py::test_nothing_fails[no]",
    )
    assert [test for test in absent if exists(test)] == []


def exists(test: str) -> bool:
    """Tell whether a test that is named as pytest names it is there."""
    file, _, name = test.partition("::")
    function, _, trial = name.removesuffix("]").partition("[")
    path = FAILURES.parents[1] / file
    known = not trial or trial in {each.name for each in TRIALS}
    return known and path.is_file() and (not name or f"def {function}(" in path.read_text())
