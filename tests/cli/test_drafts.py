"""`rcalog drafts`: what is kept, what it says, and how it goes on or goes away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helpers.desk import Desk
from tests.helpers.git import hook
from tests.helpers.logbooks import ID, NOW, record_text

NOBODY_TO_ASK = "error: DRAFT is missing, and there is no terminal to ask on"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with an incident that is not over."""
    return Desk(tmp_path / "log", {f"incidents/2026/11/{ID}-pay.yaml": record_text(ID, "Payments", status="ongoing")})


def refused(desk: Desk, *texts: str) -> list[str]:
    """Note these texts while a hook refuses every commit, and return the drafts."""
    hook(desk.root, "pre-commit", "exit 1")
    assert [desk(f"note 13:00 {text}").code for text in texts] == [1] * len(texts)
    (desk.root / ".git/hooks/pre-commit").unlink()
    return ids(desk)


def begun(desk: Desk, kind: str) -> str:
    """Begin a note, an interview or an edit, and leave it; return the draft."""
    if kind == "edit":
        return desk.book.drafts.keep("edit", {"after": "x\n"}, incident=ID, summary="edit", created=NOW).id
    journal = desk.book.drafts.journal(
        "note" if kind == "note" else "interview", incident=ID, summary=kind, created=NOW
    )
    journal.append({"event": "shop closed", "at": "2026-11-20T13:00:00+00:00"})
    journal.close(purge=False)
    return journal.draft.id


def ids(desk: Desk) -> list[str]:
    """Return the ids of all drafts, as programs get them."""
    return [each["id"] for each in desk("drafts --json").json["data"]["items"]]


@pytest.mark.parametrize("line", ["drafts", "drafts list"])
def test_nothing_is_kept(line: str, desk: Desk) -> None:
    """An empty list is no failure, with the verb and without."""
    ran = desk(line)
    assert (ran.code, ran.out, ran.err) == (0, "no drafts\n", "")


def test_a_file_that_cannot_be_read(desk: Desk) -> None:
    """It is named wherever drafts are told: somebody has typed what is in it."""
    (one,) = refused(desk, "rolled back")
    (file,) = (desk.root / ".git/rcalog/drafts").glob(f"*-{one}.jsonl")
    file.write_bytes(file.read_bytes()[:-20])
    ran = desk("drafts")
    warning = f"warning: a draft cannot be read: {file}\n"
    assert (ran.out, ran.err, desk("").err) == ("no drafts\n", warning, warning)
    assert desk("drafts --json").json["warnings"] == [f"a draft cannot be read: {file}"]
    said = desk("doctor").out
    assert (
        f"drafts: a draft cannot be read: somebody has typed what is in the file\n    --> .git/rcalog/drafts/{file.name}"
        in said
    )
    assert "everything that was typed is committed" not in said


def test_the_list_says_how_each_goes_on(desk: Desk) -> None:
    """In the order of keeping, in the zone of the logbook, with the command to type."""
    (one,) = refused(desk, "rolled back")
    edit, interview, note = (begun(desk, kind) for kind in ("edit", "interview", "note"))
    ran = desk("drafts", RCALOG_TZ="Asia/Shanghai")
    kept = "2026-11-20 22:05"
    assert [re.split(" {2,}", line) for line in ran.out.splitlines()] == [
        ["draft", "kept", "incident", "how it goes on", "what"],
        [one, kept, ID, f"rcalog drafts resume {one}", "note rolled back"],
        [edit, kept, ID, f"rcalog edit {ID} --resume", "edit"],
        [interview, kept, ID, f"rcalog why {ID}", "interview"],
        [note, kept, ID, f"rcalog drafts resume {note}", "note"],
    ]


def test_the_list_for_programs(desk: Desk) -> None:
    """Whether it waits for git or for a person, and the command that goes on."""
    begun(desk, "interview")
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse HEAD"))
    desk("note 13:00 during the merge")
    data = desk("drafts --json").json["data"]
    assert [(each["kind"], each["pending"], each["next"]) for each in data["items"]] == [
        ("interview", False, f"rcalog why {ID}"),
        ("write", True, None),
    ]
    assert (data["total"], data["truncated"]) == (2, False)
    assert "the next command that writes commits it" in desk("drafts").out


def test_a_word_that_is_no_verb(desk: Desk) -> None:
    """It is not taken for an option of the list."""
    assert desk("drafts nope").err.splitlines()[0] == "error: there is no command 'nope'"
    assert desk("drafts --help").out.startswith("Usage: rcalog drafts [OPTIONS] [COMMAND] [ARGS]...\n")


@pytest.mark.parametrize(
    ("kind", "text"),
    [("note", "2026-11-20T13:00:00+00:00  shop closed\n"), ("edit", "x\n")],
)
def test_show_says_what_was_typed(kind: str, text: str, desk: Desk) -> None:
    """By the beginning of the id, or without one where there is only one."""
    name = begun(desk, kind)
    assert (desk(f"drafts show {name[:4]}").out, desk("drafts show").out) == (text, text)
    assert desk(f"drafts show {name} --json").json["data"]["text"].rstrip("\n") + "\n" == text


def test_show_of_a_write_is_a_difference(desk: Desk) -> None:
    """What the commit would have changed, line by line."""
    (name,) = refused(desk, "rolled back")
    assert "+  - event: rolled back" in desk(f"drafts show {name}").out.splitlines()


@pytest.mark.parametrize("line", ["drafts resume", "drafts show", "drafts discard"])
def test_which_of_several(line: str, desk: Desk) -> None:
    """Without a terminal nobody picks; an id that is none, or the beginning of several, is named."""
    one, two = refused(desk, "one", "two")
    if line != "drafts discard":
        ran = desk(line)
        assert (ran.code, ran.err) == (2, f"{NOBODY_TO_ASK}\nhint: one of {one}, {two}; rcalog drafts\n")
    assert desk(f"{line} d").err == f"error: 'd' may be any of {one}, {two}\nhint: type more of the id\n"
    assert desk(f"{line} zzz").err == "error: there is no draft 'zzz'\nhint: rcalog drafts\n"
    assert ids(desk) == [one, two]


def test_where_nothing_is_kept_nothing_is_resumed(desk: Desk) -> None:
    """That is an error, not silence."""
    ran = desk("drafts resume")
    assert (ran.code, ran.err) == (1, "error: there is no draft\nhint: rcalog drafts\n")


def test_resume_commits_what_was_refused(desk: Desk) -> None:
    """It is committed as it was typed, and no draft is left."""
    (name,) = refused(desk, "rolled back")
    ran = desk(f"drafts resume {name}")
    assert (ran.code, ran.out.splitlines()[1]) == (0, "  timeline: + 2026-11-20 13:00 +00:00  rolled back")
    assert (ids(desk), desk.subjects()[0]) == ([], f"{ID}: note rolled back")


def test_resume_of_a_new_record(desk: Desk) -> None:
    """What is new about it is said, and nothing that goes without saying."""
    hook(desk.root, "pre-commit", "exit 1")
    desk("new Disk full --started 13:00 --id 20261120-aaaaa")
    (desk.root / ".git/hooks/pre-commit").unlink()
    assert desk("drafts resume").out.splitlines()[:-1] == [
        "20261120-aaaaa  Disk full",
        "  status: ongoing",
        "  severity: unrated",
        "  times.started: 2026-11-20T13:00:00+00:00",
    ]


def test_resume_of_a_loop_of_notes(desk: Desk) -> None:
    """Its lines become one commit; a dry run keeps them."""
    begun(desk, "note")
    assert desk("drafts resume --dry-run").code == 0
    assert len(ids(desk)) == 1
    assert desk("drafts resume").code == 0
    assert (ids(desk), desk.subjects()[0]) == ([], f"{ID}: note shop closed")


def test_what_goes_on_elsewhere(desk: Desk) -> None:
    """An interview goes on where it began; the command is named."""
    name = begun(desk, "interview")
    ran = desk(f"drafts resume {name}")
    assert (ran.code, ran.err) == (2, f"error: {name} is an unfinished interview\nhint: rcalog why {ID}\n")


def test_resume_that_is_refused_again(desk: Desk) -> None:
    """The draft is still there, under the same name."""
    (name,) = refused(desk, "rolled back")
    hook(desk.root, "pre-commit", "exit 1")
    ran = desk(f"drafts resume {name}")
    assert (ran.code, ran.err.count(f"rcalog drafts resume {name}"), ids(desk)) == (1, 1, [name])


@pytest.fixture
def overtaken(desk: Desk) -> str:
    """Keep a draft that makes it sev1 while somebody else commits sev4; return its name."""
    hook(desk.root, "pre-commit", "exit 1")
    assert desk("set severity=sev1").code == 1
    (desk.root / ".git/hooks/pre-commit").unlink()
    assert desk("set severity=sev4").code == 0
    return ids(desk)[0]


def test_what_somebody_changed_meanwhile_stands_first(desk: Desk, overtaken: str) -> None:
    """Neither value wins unasked: the refusal names the way on, and the draft stays."""
    ran = desk(f"drafts resume {overtaken}")
    hint = f"rcalog drafts resume {overtaken} --merge keeps both values; rcalog conflicts settles them then"
    assert (ran.code, ran.err.splitlines()) == (
        1,
        [f"error: {ID} was changed meanwhile at the same place: severity", f"hint: {hint}"],
    )
    assert ids(desk) == [overtaken]


def test_merged_both_values_are_kept(desk: Desk, overtaken: str) -> None:
    """As when two clones meet: the worse stands, the other waits to be settled, and the draft is gone."""
    assert desk(f"drafts resume {overtaken} --merge --dry-run").code == 0
    assert ids(desk) == [overtaken]
    assert desk(f"drafts resume {overtaken} --merge").code == 0
    record = desk(f"show {ID} --json").json["data"]["incident"]
    assert (ids(desk), record["severity"]) == ([], "sev1")
    assert record["conflicts"] == [{"path": "severity", "base": "sev2", "kept": "sev1", "other": "sev4"}]


def test_there_is_nothing_to_merge_a_new_record_with(desk: Desk) -> None:
    """The draft of a new record goes in as it is."""
    hook(desk.root, "pre-commit", "exit 1")
    desk("new Disk full --started 13:00 --id 20261120-aaaaa")
    (desk.root / ".git/hooks/pre-commit").unlink()
    assert desk("drafts resume --merge").code == 0
    assert desk("show aaaaa").out.startswith("20261120-aaaaa  Disk full\n")


def test_discard(desk: Desk) -> None:
    """All that were named or none; a dry run throws nothing away."""
    one, two, three = refused(desk, "one", "two", "three")
    assert desk(f"drafts discard {one} zzz").code == 1
    dry = desk(f"drafts discard {one} --dry-run")
    assert (dry.code, dry.out) == (0, f"{one} would be thrown away: note one\n")
    assert ids(desk) == [one, two, three]
    ran = desk(f"drafts discard {one} {two}")
    assert (ran.code, ran.out) == (0, f"{one} thrown away: note one\n{two} thrown away: note two\n")
    assert (ids(desk), desk("drafts discard").code) == ([three], 2)


def test_what_somebody_is_typing_is_not_thrown_away(desk: Desk) -> None:
    """A draft that is open in another session stays."""
    with desk.book.drafts.reopen(begun(desk, "interview")) as journal:
        ran = desk(f"drafts discard {journal.draft.id}")
    assert (ran.code, ran.err.startswith(f"error: draft {journal.draft.id} is open in process ")) == (1, True)
    assert ids(desk) == [journal.draft.id]


def test_one_that_waited(desk: Desk) -> None:
    """Going on with it commits it, and says what was done; there is no other place for one whose work tree is gone."""
    desk.git("worktree add -q ../other")
    marker = desk.root / ".git/MERGE_HEAD"
    marker.write_text(desk.git("rev-parse HEAD") + "\n")
    said = desk(f"note 13:00 waited -i {ID}").err
    assert "a merge is in progress: kept as draft" in said
    marker.unlink()
    (name,) = ids(desk)
    ran = desk(f"drafts resume {name}")
    assert ("saved as" in ran.out, "nothing to change" in ran.out, ran.err, ids(desk)) == (True, False, "", [])
