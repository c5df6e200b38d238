"""Drafts and journals: what was typed is there again, in order, for its own eyes only."""

from __future__ import annotations

import json
import resource
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcalog.logbook.atomic import DiskRefused
from rcalog.logbook.drafts import AmbiguousDraft, Drafts, NoSuchDraft
from rcalog.logbook.journal import DraftInUse, Place

NOW = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
HERE = Place("ops", "/repo/.git")


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    """Return the drafts of a logbook that has none yet."""
    return Drafts([tmp_path / "rcalog" / "drafts"], HERE)


def keep(drafts: Drafts, text: str, *, pending: bool = False) -> str:
    """Keep a small write and return its id."""
    payload = {"text": text}
    return drafts.keep("write", payload, incident="i", summary="note", created=NOW, base="b", pending=pending).id


def test_none_at_first(drafts: Drafts) -> None:
    """A clone without a state folder has no drafts."""
    assert (drafts.list(), drafts.pending()) == ([], [])


def test_draft_comes_back_whole(drafts: Drafts) -> None:
    """What was kept is what is loaded, from a file that only its owner reads."""
    kept = drafts.keep("edit", {"raw": "标题\n\ud800"}, incident=None, summary="edit", created=NOW, base="b")
    (file,) = drafts.folders[0].iterdir()
    assert (drafts.load(kept.id), drafts.list()) == (kept, [kept])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_drafts_are_listed_in_the_order_of_their_making(drafts: Drafts) -> None:
    """The clock may stand still or go back; the order stays."""
    made = [keep(drafts, text) for text in "abcdefgh"]
    assert [draft.id for draft in drafts.list()] == made


def test_same_input_again_is_the_same_draft(drafts: Drafts) -> None:
    """A command that is tried twice leaves one draft."""
    assert keep(drafts, "a") == keep(drafts, "a")
    assert len(drafts.list()) == 1


def test_only_what_waits_for_git_is_pending(tmp_path: Path) -> None:
    """Pending drafts are those of this logbook in this work tree."""
    drafts = Drafts([tmp_path / "rcalog" / "drafts"], Place("ops", str(tmp_path)))
    mine = keep(drafts, "mine", pending=True)
    keep(drafts, "refused")
    (tmp_path / "other").mkdir()
    keep(Drafts(drafts.folders, Place("ops", str(tmp_path / "other"))), "theirs", pending=True)
    keep(Drafts(drafts.folders, Place("", str(tmp_path))), "another logbook's", pending=True)
    assert [draft.id for draft in drafts.pending()] == [mine]
    assert [draft.payload["text"] for draft in drafts.list()] == ["mine", "refused", "theirs"]


def test_draft_is_found_by_the_start_of_its_id(drafts: Drafts) -> None:
    """An id may be shortened where that is clear; none and several are errors."""
    first = keep(drafts, "a")
    keep(drafts, "b")
    assert drafts.load(first[:4]).id == first
    for wanted in ("", "dzzzz", "nope"):
        with pytest.raises(NoSuchDraft, match=f"^there is no draft '{wanted}'$"):
            drafts.load(wanted)
    with pytest.raises(AmbiguousDraft, match=r"^'d' may be any of "):
        drafts.load("d")


def test_discarded_draft_is_gone(drafts: Drafts) -> None:
    """Discarding twice is no error."""
    name = keep(drafts, "a")
    drafts.discard(name)
    drafts.discard(name)
    assert (drafts.list(), list(drafts.folders[0].iterdir())) == ([], [])


def test_foreign_and_torn_files_are_passed_over(drafts: Drafts) -> None:
    """A file that a crash or a person left there hides no draft."""
    name = keep(drafts, "a")
    for file, text in {
        "000009-dtorn.jsonl": '{"schema": "rcal',
        "notes.jsonl": "",
        "000010-dnext.jsonl": '{"schema": "2"}',
    }.items():
        (drafts.folders[0] / file).write_text(text)
    assert [draft.id for draft in drafts.list()] == [name]
    assert drafts.load(keep(drafts, "b")).number == 11


def test_where_nothing_can_be_kept_is_said(drafts: Drafts) -> None:
    """A state folder that is a file is an error with the path in it."""
    drafts.folders[0].parent.mkdir()
    drafts.folders[0].write_text("")
    with pytest.raises(DiskRefused, match=str(drafts.folders[0])):
        keep(drafts, "a")


def test_a_draft_that_the_disk_tore_is_no_draft(drafts: Drafts) -> None:
    """What was begun where there is no more room is taken away again, so that it hides no whole draft elsewhere."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(DiskRefused):
            keep(drafts, "a")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(drafts.folders[0].iterdir()) == []


def test_second_folder_takes_what_the_first_does_not(drafts: Drafts, tmp_path: Path) -> None:
    """Where the repository's disk refuses, another place keeps what was typed; both are looked through."""
    first = keep(drafts, "a")
    drafts.folders[0].rename(tmp_path / "aside")
    drafts.folders[0].write_text("")
    both = Drafts([*drafts.folders, tmp_path / "state"], HERE)
    second = keep(both, "b")
    both.journal("note", incident="i", summary="note", created=NOW).close(purge=False)
    drafts.folders[0].unlink()
    (tmp_path / "aside").rename(drafts.folders[0])
    assert [draft.id for draft in both.list()][:2] == [first, second]
    assert both.load(second).payload == {"text": "b"}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.booleans()), max_size=5))
def test_journal_gives_back_what_was_typed(drafts: Drafts, entries: list[dict[str, object]]) -> None:
    """Every entry comes back in order, whatever characters it has, over two sessions."""
    with drafts.journal("interview", incident="i", summary="why", created=NOW) as journal:
        for entry in entries:
            journal.append(entry)
    with drafts.reopen(journal.draft.id) as again:
        again.append({"last": True})
        assert again.read() == [*entries, {"last": True}]
        again.close(purge=True)


def test_each_interview_is_a_draft_of_its_own(drafts: Drafts) -> None:
    """Two sessions about one incident do not share a file."""
    names = []
    for _ in range(3):
        with drafts.journal("interview", incident="i", summary="why", created=NOW) as journal:
            names.append(journal.draft.id)
    assert [draft.id for draft in drafts.list()] == names
    assert len(set(names)) == 3


def test_journal_that_is_open_belongs_to_its_process(drafts: Drafts) -> None:
    """A second session on the same draft is refused and told who has it; afterwards it may go on."""
    journal = drafts.journal("interview", incident="i", summary="why", created=NOW)
    journal.append({"answer": "disk full"})
    with pytest.raises(DraftInUse, match=r"^draft d\w{4} is open in process \d+ on "):
        drafts.reopen(journal.draft.id)
    journal.close(purge=False)
    assert drafts.entries(journal.draft.id) == [{"answer": "disk full"}]
    drafts.reopen(journal.draft.id).close(purge=True)
    assert drafts.list() == []


def test_torn_last_answer_costs_only_itself(drafts: Drafts) -> None:
    """After a crash in the middle of a line, the lines before it are read and new ones can be added."""
    with drafts.journal("note", incident="i", summary="note", created=NOW) as journal:
        journal.append({"n": 1})
    (file,) = drafts.folders[0].iterdir()
    file.write_text(file.read_text() + '{"n": 2, "text": "to')
    with drafts.reopen(journal.draft.id) as again:
        again.append({"n": 3})
    assert drafts.entries(journal.draft.id) == [{"n": 1}, {"n": 3}]


def test_answers_survive_a_kill(drafts: Drafts) -> None:
    """What append has acknowledged is there after the process was killed, and its lock is not."""
    script = (
        "import os, sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from rcalog.logbook.drafts import Drafts; from rcalog.logbook.journal import Place\n"
        f"drafts = Drafts([Path({str(drafts.folders[0])!r})], Place('ops', '/repo/.git'))\n"
        "journal = drafts.journal('interview', incident='i', summary='why', created=datetime.now(UTC))\n"
        "[journal.append({'n': n}) for n in range(20)]\n"
        "print(journal.draft.id, flush=True); os.kill(os.getpid(), 9)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    with drafts.reopen(ran.stdout.decode().strip()) as journal:
        assert [entry["n"] for entry in journal.read()] == list(range(20))


def test_files_are_lines_of_json(drafts: Drafts) -> None:
    """A person can rescue a draft with any tool."""
    keep(drafts, "a")
    (file,) = drafts.folders[0].iterdir()
    stored = json.loads(file.read_text())
    assert (stored["schema"], stored["payload"]) == ("rcalog.draft/v1", {"text": "a"})
