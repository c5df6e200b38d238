"""What is typed for a record that cannot be read, or cannot be found, is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from tests.helpers.cli import Ran, run
from tests.helpers.git import run as git
from tests.helpers.logbooks import ID, StillClock, incident, make_logbook, new, read

pytestmark = pytest.mark.untraced

NAME = f"incidents/2026/11/{ID}-payments-down.yaml"
WRITES = [
    ("note", "14:00 rolled back", "-i", ID),
    ("note", "-", "-i", ID),
    ("set", "title=Other", "-i", ID),
    ("set", "summary=@-", "-i", ID),
    ("mark", "mitigated", "errors at 0", "-i", ID),
    ("action", "add", "Restore nightly", "--owner", "ana", "--due", "2w", "-i", ID),
]


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with an incident that is not over."""
    made = make_logbook(tmp_path / "log")
    new(made, incident(times={"started": "2026-11-20T13:00:00+00:00"}))
    return made


def type_in(book: Logbook, *words: str, stdin: str = "14:00 rolled back\n") -> Ran:
    """Run a command at 14:05 on 2026-11-20."""
    return run(*words, cwd=book.root, stdin=stdin, clock=StillClock())


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
@pytest.mark.parametrize("harm", ["invalid", "broken", "deleted"])
def test_it_goes_in_once_the_file_is_mended(book: Logbook, words: tuple[str, ...], harm: str) -> None:
    """The write is refused with the place of the error and a draft; when the file is back, the draft is committed."""
    file = book.root / NAME
    if harm == "deleted":
        file.unlink()
    else:
        bad = "severity: sev99\n" if harm == "invalid" else "title: [\n"
        file.write_text(
            file.read_text() + bad if harm == "broken" else file.read_text().replace("severity: sev2\n", bad)
        )
    ran = type_in(book, *words)
    [draft] = book.drafts.list()
    assert (ran.code, ran.out) == (1, "")
    assert f"what you typed is kept: rcalog drafts resume {draft.id}" in ran.err
    git("git", "checkout", "-q", "--", NAME, cwd=book.root)
    before = read(book).incident
    assert type_in(book, "drafts", "resume", draft.id).code == 0
    assert (read(book).incident == before, book.drafts.list()) == (False, [])


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("note", "-", "-i", "zzz"), "rcalog note - -i REF"),
        (("set", "summary=@-", "-i", "zzz"), "rcalog set summary=@- -i REF"),
    ],
)
def test_stdin_for_nobody_is_kept(book: Logbook, words: tuple[str, ...], command: str) -> None:
    """Where no incident is called so, what stood on stdin can be handed to the command again."""
    ran = type_in(book, *words)
    [draft] = book.drafts.list()
    assert (ran.code, ran.err.splitlines()[0]) == (1, "error: no incident is called 'zzz'")
    assert f"what was on stdin is kept: rcalog drafts show {draft.id} | {command}" in ran.err
    shown = type_in(book, "drafts", "show", draft.id).out
    again = type_in(book, *words[:-1], ID, stdin=shown)
    assert (shown, again.code) == ("14:00 rolled back\n", 0)
    assert f"rcalog drafts show {draft.id} | {command}" in type_in(book, "drafts", "resume", draft.id).err


def test_nothing_on_stdin_is_no_draft(book: Logbook) -> None:
    """Only what was typed is kept."""
    assert (type_in(book, "note", "-", "-i", "zzz", stdin=" \n").code, book.drafts.list()) == (1, [])


def test_two_files_with_one_id(book: Logbook) -> None:
    """It is not guessed which one is meant; both are named, and a pasted log is kept."""
    (book.root / "incidents/2026/11/copy.yaml").write_bytes((book.root / NAME).read_bytes())
    ran = type_in(book, "note", "-", "-i", ID)
    assert (ran.code, len(book.drafts.list())) == (2, 1)
    first, hint = ran.err.splitlines()[:2]
    assert first == f"error: '{ID}' may be any of {NAME}, incidents/2026/11/copy.yaml"
    assert hint.startswith("hint: two files have one id: rename or remove one, rcalog check says which; ")
    assert hint.endswith(f"rcalog drafts show {book.drafts.list()[0].id} | rcalog note - -i REF")


def test_the_loop_is_refused_before_it_asks(book: Logbook) -> None:
    """Nobody types events for a record that cannot take them."""
    (book.root / NAME).write_text("title: [\n")
    ran = type_in(book, "note", "-i", ID)
    assert (ran.code, book.drafts.list()) == (1, [])
