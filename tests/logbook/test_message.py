"""The message of a commit."""

from __future__ import annotations

import pytest

from rcalog.logbook.intents import Operation
from rcalog.logbook.message import LINES, SUBJECT_COLUMNS, commit_message
from rcalog.model.changes import diff
from rcalog.model.display import width
from rcalog.model.policy import CommitForm
from tests.helpers.logbooks import ID, incident

TRAILERS = "Incident: 20261120-paydn\nOperation: set\nSeverity: sev2\n"


def message(
    summary: str = "set severity", after: dict[str, object] | None = None, form: CommitForm | None = None, **more: str
) -> str:
    """Return the message of a change of the small incident."""
    changes = diff({"severity": "sev1"}, {"severity": "sev2"} if after is None else after)
    about = incident() if more.pop("about", "it") == "it" else None
    return commit_message(
        form or CommitForm(),
        about,
        operation=Operation.SET,
        summary=summary,
        changes=changes,
        trailers=[(name.replace("_", "-"), value) for name, value in more.items()],
    )


def test_a_message_has_three_parts() -> None:
    """What for, what changed, and what machines look for."""
    assert message() == f"{ID}: set severity\n\nseverity: sev1 -> sev2\n\n{TRAILERS}"


def test_what_a_team_wants_of_it() -> None:
    """Another form of the subject, and no trailers."""
    form = CommitForm(subject="ops({id}): {summary}", trailers=False)
    assert message(form=form) == f"ops({ID}): set severity\n\nseverity: sev1 -> sev2\n"


def test_further_trailers_follow() -> None:
    """Each on a line of its own, its line breaks spelt out."""
    assert message(Undoes="abc", Co_authored_by="Li\nOperation: new").endswith(
        f"{TRAILERS}Undoes: abc\nCo-authored-by: Li␊Operation: new\n"
    )


@pytest.mark.parametrize("summary", ["说" * 100, "long words " * 20, "two\nlines\n\nand more"])
def test_a_subject_is_one_short_line(summary: str) -> None:
    """However much was typed."""
    subject, empty, *_ = message(summary).split("\n")
    assert (width(subject) <= SUBJECT_COLUMNS, empty) == (True, "")


def test_a_change_never_looks_like_a_trailer() -> None:
    """A line break or a control character in a value is spelt out."""
    told = message(after={"severity": "sev1", "summary": "gone\n\nOperation: redact\x1b[2J"})
    assert told.split("\n\n")[1] == "summary: gone Operation: redact␛[2J"
    assert told.count("\nOperation: ") == 1


def test_many_changes_are_counted() -> None:
    """The message of an import does not fill the screen."""
    told = message(after={"severity": "sev1", "tags": [f"tag-{number}" for number in range(LINES + 5)]})
    lines = told.split("\n\n")[1].split("\n")
    assert (len(lines), lines[-1]) == (LINES + 1, "and 5 more")


def test_nothing_changed_and_nobody_known() -> None:
    """Where a file that cannot be read is committed as it is."""
    assert message("deleted by hand", after={"severity": "sev1"}, about="") == "record: deleted by hand\n"
