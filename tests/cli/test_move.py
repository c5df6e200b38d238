"""`rcalog move`: from one logbook to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_desk, golden_text
from tests.helpers.git import hook
from tests.helpers.logbooks import record_text


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    """Return the desk that the record leaves."""
    return golden_desk(tmp_path / "own log")


@pytest.fixture
def there(tmp_path: Path) -> Desk:
    """Return the desk of the logbook that it goes to."""
    return Desk(tmp_path / "team 日志")


def move(here: Desk, there: Desk) -> str:
    """Return the command line."""
    return f"move k7f3q --to '{there.root}'"


def test_a_move(here: Desk, there: Desk) -> None:
    """Byte for byte, under the same name, one commit on each side that names the other."""
    text, origin = here.text(), here.git("rev-parse HEAD")
    ran = here(move(here, there))
    short = here.git("rev-parse --short HEAD")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{GOLDEN}  Production database deleted; no backup could be restored",
        f"  moved to {there.root / GOLDEN_FILE}",
        f"  saved as {short}; to take it back: rcalog undo {short}",
    ]
    assert (there.text(), (here.root / GOLDEN_FILE).exists()) == (text, False)
    assert there.message()[0] == f"{GOLDEN}: move here from own log"
    assert there.message()[-4:] == [
        *(f"Incident: {GOLDEN}", "Operation: move", "Severity: sev1", f"Moved-From: own log {origin}"),
    ]
    assert here.message() == [
        f"{GOLDEN}: move to team 日志",
        "",
        f"Incident: {GOLDEN}",
        "Operation: move",
        "Severity: sev1",
        f"Moved-To: team 日志 {there.git('rev-parse HEAD')}",
    ]
    assert (here.git("status --porcelain"), there.git("status --porcelain")) == ("", "")


def test_for_programs(here: Desk, there: Desk) -> None:
    """The commit on this side, and where it went."""
    answer = here(f"{move(here, there)} --json").json
    assert answer["commit"] == here.git("rev-parse HEAD")
    assert (answer["data"]["incident"]["id"], answer["data"]["removed"]) == (GOLDEN, True)
    assert answer["data"]["to"] == {
        "logbook": str(there.root),
        "file": str(there.root / GOLDEN_FILE),
        "commit": there.git("rev-parse HEAD"),
    }


def test_the_second_commit_is_refused(here: Desk, there: Desk) -> None:
    """Then it is in both, nothing is lost, and the same command finishes it."""
    hook(here.root, "pre-commit", "echo no >&2; exit 1")
    ran = here(move(here, there))
    assert (ran.code, here.text() == there.text()) == (1, True)
    (here.root / ".git/hooks/pre-commit").unlink()
    ran = here(move(here, there))
    assert (ran.code, ran.out.splitlines()[1]) == (0, f"  moved to {there.root / GOLDEN_FILE}")
    assert there.subjects() == [f"{GOLDEN}: move here from own log"]
    assert (here.root / GOLDEN_FILE).exists() is False


def test_the_first_commit_is_refused(here: Desk, there: Desk) -> None:
    """Then nothing has changed here."""
    hook(there.root, "pre-commit", "echo no >&2; exit 1")
    before = here.snapshot()
    assert here(move(here, there)).code == 1
    assert (here.snapshot(), (there.root / GOLDEN_FILE).exists()) == (before, False)


def test_a_hand_edit_goes_along(here: Desk, there: Desk) -> None:
    """What was typed and not committed is committed here first, and moved as it stands."""
    here.write(here.text().replace("severity: sev1", "severity: sev2  # by the team"))
    ran = here(move(here, there))
    assert (ran.code, "was committed first" in ran.err) == (0, True)
    assert "severity: sev2  # by the team\n" in there.text()
    assert here.subjects() == [f"{GOLDEN}: move to team 日志", f"{GOLDEN}: edit by hand"]


def test_there_and_back(here: Desk, there: Desk) -> None:
    """Both sides can be taken back; taking back one side says that the other one has it too."""
    text = here.text()
    here(move(here, there))
    ran = here("undo")
    assert (ran.code, ran.err.splitlines()[-1]) == (
        0,
        f"the record is in the other logbook too: team 日志 {there.git('rev-parse HEAD')}",
    )
    assert there("undo").code == 0
    assert (here.text(), (there.root / GOLDEN_FILE).exists()) == (text, False)


def test_another_record_of_that_id(here: Desk, there: Desk) -> None:
    """It is never overwritten."""
    there.write(golden_text(title="Another one"), "incidents/other.yaml")
    there("save")
    before = here.snapshot()
    ran = here(move(here, there))
    assert (ran.code, here.snapshot()) == (1, before)
    assert ran.err == (
        f"error: {there.root} has another record {GOLDEN} already\n"
        f"hint: compare it: rcalog show {GOLDEN} --yaml -C '{there.root}'\n"
    )


def test_another_record_of_that_name(here: Desk, there: Desk) -> None:
    """A file that is in the way stays, and the record gets a name of its own."""
    here.git(f"mv {GOLDEN_FILE} incidents/mail.yaml")
    here("save")
    there.write(record_text("20261101-abcde", "Mail"), "incidents/mail.yaml")
    there("save")
    assert here(move(here, there)).code == 0
    assert there.git("ls-files incidents") == f"{GOLDEN_FILE}\nincidents/mail.yaml"


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("move k7f3q --to .", 2, "error: the record is in {} already"),
        ("move k7f3q --to ..", 1, "error: {0.parent} is not a logbook"),
        ("move k7f3q --to nowhere", 1, "error: {0}/nowhere is not a logbook"),
        ("move k7f3q --to ~nobody-here/log", 1, "error: {0}/~nobody-here/log is not a logbook"),
        ("move nothing --to .", 1, "error: no incident is called 'nothing'"),
        ("move k7f3q", 2, "error: missing option '--to'"),
        ("move", 2, "error: missing argument 'REF'"),
    ],
)
def test_refused(line: str, code: int, message: str, here: Desk) -> None:
    """Places that are no other logbook, and what is missing."""
    before = here.snapshot()
    ran = here(line)
    assert (ran.code, ran.err.splitlines()[0], here.snapshot()) == (code, message.format(here.root), before)


def test_dry(here: Desk, there: Desk) -> None:
    """Both differences and both messages, and nothing is written on either side."""
    before = here.snapshot(), there.snapshot()
    ran = here(f"{move(here, there)} --dry-run")
    lines = ran.out.splitlines()
    assert (ran.code, here.snapshot(), there.snapshot()) == (0, *before)
    assert f"{GOLDEN}: move here from own log" in lines
    assert f"{GOLDEN}: move to team 日志" in lines
    assert {f"id: {GOLDEN}"} < {line[1:] for line in lines if line[:1] == "+"}
    assert {f"id: {GOLDEN}"} < {line[1:] for line in lines if line[:1] == "-"}


def test_within_a_repository(tmp_path: Path) -> None:
    """Two logbooks may be folders of one repository."""
    here = golden_desk(tmp_path / "log")
    here.write("", "team/.rcalog/config.toml")
    here.git("add -A")
    here.git("commit -qm team")
    assert here("move k7f3q --to team").code == 0
    assert here.git("ls-files '*.yaml'") == f"team/{GOLDEN_FILE}"


def test_drafts_stay(here: Desk, there: Desk) -> None:
    """What was typed about it and not saved is named."""
    hook(here.root, "pre-commit", "exit 1")
    here("set severity=sev3 -i k7f3q")
    (here.root / ".git/hooks/pre-commit").unlink()
    [draft] = here("drafts list --json").json["data"]["items"]
    ran = here(move(here, there))
    assert ran.err.splitlines()[-1] == f"what was typed and not saved stays here: rcalog drafts show {draft['id']}"
