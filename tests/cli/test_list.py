"""`rcalog list`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rcalog.logbook.index import database
from tests.helpers.cli import PROGRAM, spawn
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_text
from tests.helpers.logbooks import record_text
from tests.helpers.terminal import Terminal

MAIL, PAY, BROKEN = "20261101-abcde", "20261120-paydn", "20261119-xxxxx"
RECORDS = {
    GOLDEN_FILE: golden_text(),
    f"incidents/2026/11/{MAIL}-mail.yaml": record_text(
        MAIL, "邮件队列积压，所有通知延迟", "times: {started: ~2026-11-01T23:30:00-05:00}", "services: [mail]"
    ),
    f"incidents/2026/11/{PAY}-payments.yaml": record_text(PAY, "Payments down", status="ongoing"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with three incidents."""
    return Desk(tmp_path / "log", RECORDS)


def with_broken(desk: Desk) -> Desk:
    """Return the desk with a record among the others that cannot be read."""
    desk.write("id: 20261119-xxxxx\ntitle: [\n", f"incidents/2026/11/{BROKEN}-broken.yaml")
    return desk


def test_the_newest_first(desk: Desk) -> None:
    """One line each, in columns that are right for Chinese, times in the logbook's zone; one without a start by its id."""
    ran = desk("list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "id              status    severity  started            title",
        "20261120-paydn  ongoing   sev2      ?                  Payments down",
        "20261101-abcde  resolved  sev2      ~2026-11-02 04:30  邮件队列积压，所有通知延迟",
        "20170131-k7f3q  reviewed  sev1      2017-01-31 23:27   Production database deleted; no backup could be restored",
    ]


def test_what_has_no_start_is_the_newest_of_its_day(desk: Desk) -> None:
    """Whether it can be read or not, in a list of incidents and of those that cannot be read."""
    known, late = "20261120-zzzzz", "20261121-aaaaa"
    for name, started in ((known, "2026-11-20T23:30:00Z"), (late, "2026-11-21T00:10:00Z")):
        desk.write(record_text(name, "x", f"times:\n  started: {started}\n"), f"incidents/2026/11/{name}.yaml")
    desk.write("title: [\n", "incidents/2026/11/20261120-brken.yaml")
    assert [line[:14] for line in desk("list --limit 4").out.splitlines()[1:5]] == [
        late,
        PAY,
        "20261120-brken",
        known,
    ]


def test_the_teams_own_words_and_zone(desk: Desk) -> None:
    """Severities are called as the team calls them, times are those of its zone."""
    config = 'timezone = "Asia/Shanghai"\n[severity_labels]\nsev1 = "P0"\n'
    desk.write(config, ".rcalog/config.toml")
    lines = desk("list").out.splitlines()
    assert [line[16:54].strip() for line in lines[1:]] == [
        "ongoing   sev2      ?",
        "resolved  sev2      ~2026-11-02 12:30",
        "reviewed  P0        2017-02-01 07:27",
    ]
    assert [GOLDEN in desk(f"{command} p0 --ids").out for command in ("list", "search")] == [True, True]
    assert "hint: a record calls this sev1: rcalog search --history sev1\n" in desk("search --history p0").err


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("status:ongoing", [PAY]),
        ("status:ongoing,resolved", [PAY, MAIL]),
        ("severity:sev1", [GOLDEN]),
        ("severity:sev2+ not:status:ongoing", [MAIL, GOLDEN]),
        ("service:mail", [MAIL]),
        ("since:2026-11-02", [PAY, MAIL]),
        ("until:2017", [GOLDEN]),
        ("since:3w until:yesterday", [MAIL]),
        ("since:三周 until:昨天", [MAIL]),
        ("since:'\"17 days ago\"'", [PAY]),
        ("积压", [MAIL]),
        ("PAYMENTS", [PAY]),
        ("has:drill owner:ana", [GOLDEN]),
        ("overdue:true", [GOLDEN]),
        ("nowhere to be found", []),
    ],
)
def test_filters(filters: str, found: list[str], desk: Desk) -> None:
    """Filters narrow the list down; nothing found is an answer too."""
    ran = desk(f"list {filters}")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == found
    assert (ran.out == "no incidents\n") is (not found)


@pytest.mark.parametrize(
    "filters", ["colour:red", "severity:bad", "since:someday", "until:tomorrow", "--limit -1", "--limit many"]
)
def test_filters_that_cannot_be_read(filters: str, desk: Desk) -> None:
    """They are refused by what is wrong in them, with a hint."""
    ran = desk(f"list {filters}")
    assert (ran.code, ran.out, ran.err[:7], "\nhint: " in ran.err) == (2, "", "error: ", True)


def test_as_many_values_as_a_filter_takes(desk: Desk) -> None:
    """The database takes them all."""
    ran = desk(f"list id:{','.join(map(str, range(10_000, 10_899)))},paydn --ids")
    assert (ran.code, ran.out, ran.err) == (0, f"{PAY}\n", "")


def test_a_limit(desk: Desk) -> None:
    """What is left out is counted."""
    assert desk("list --limit 1").out.splitlines()[1:] == [
        "20261120-paydn  ongoing  sev2      ?        Payments down",
        "2 more: --limit 0",
    ]
    data = desk("list --limit 2 --json").json["data"]
    assert ([item["id"] for item in data["items"]], data["total"], data["truncated"]) == ([PAY, MAIL], 3, True)
    assert len(desk("list --limit 0").out.splitlines()) == 4


def test_for_programs(desk: Desk) -> None:
    """Each item is the incident's object."""
    answer = desk("list severity:sev1 --json").json
    assert (answer["ok"], answer["warnings"], answer["command"]) == (True, [], "list")
    [item] = answer["data"]["items"]
    assert (item["id"], item["ref"], item["file"], item["severity"]) == (GOLDEN, "k7f3q", GOLDEN_FILE, "sev1")
    assert item["derived"]["root_causes"] == ["c2m9r", "cj6ve"]


WHY = f"incidents/2026/11/{BROKEN}-broken.yaml:3:1: "


def test_a_broken_record_hides_nothing(desk: Desk) -> None:
    """It is a row in the place of its day, with the reason, and warned about whatever was filtered; all else is listed."""
    before = desk("list").out.splitlines()
    ran = with_broken(desk)("list")
    lines = ran.out.splitlines()
    assert (ran.code, [*lines[:2], *lines[3:]]) == (0, before)
    assert lines[2].startswith(f"{BROKEN}  ?         ?         ?                  cannot be read: {WHY}")
    assert ran.err.startswith(f"warning: {WHY}cannot be read: ")
    answer = desk("list status:ongoing --json").json
    assert (len(answer["data"]["items"]), len(answer["warnings"]), answer["ok"]) == (1, 1, True)


def ids(desk: Desk, line: str) -> list[str]:
    """Return what the rows of a list begin with."""
    return [row.split()[0] for row in desk(line).out.splitlines()[1:]]


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("list --sort started", [GOLDEN, MAIL, BROKEN, PAY, "copy"]),
        ("list --sort=-id", [PAY, BROKEN, MAIL, GOLDEN, "copy"]),
        ("list --sort status", [PAY, MAIL, GOLDEN, BROKEN, "copy"]),
        ("list --limit 2", [PAY, BROKEN, "3"]),
        ("list --limit 1", [PAY, "4"]),
        ("list since:2026-11-19 until:2026-11-19", [BROKEN]),
        ("list id:XXX", [BROKEN]),
        ("list fridge", ["copy"]),
        ("list title", [BROKEN, "copy"]),
        ("list not:fridge kind:incident", [PAY, MAIL, GOLDEN]),
        ("list --ids", [MAIL, GOLDEN]),
        ("list --columns status,id id:xxx", ["?"]),
        ("list --columns id,resolved id:xxx", [BROKEN]),
        ("list --columns ref id:xxx", ["xxxxx"]),
    ],
)
def test_the_place_of_a_record_that_cannot_be_read(line: str, rows: list[str], desk: Desk) -> None:
    """By its day or its id, else last; only what is known of it can mean it, its words among that; for a pipe it is none."""
    with_broken(desk).write("title: fridge\n", "incidents/copy.yaml")
    assert ids(desk, line) == rows
    if "columns" in line:
        assert ("cannot be read" in desk(line).out) == ("resolved" in line)


def test_a_record_that_cannot_be_read_for_programs(desk: Desk) -> None:
    """It is an item with the reason and its place in the file; how many there are is said whatever is listed."""
    with_broken(desk)
    data = desk("list id:xxx --json").json["data"]
    [item] = data["items"]
    assert (item["id"], item["ref"], item["path"], item["status"]) == (
        BROKEN,
        "xxxxx",
        WHY.split(":", maxsplit=1)[0],
        None,
    )
    assert (item["error"][:14], item["line"], item["column"]) == ("not valid YAML", 3, 1)
    assert (data["total"], data["truncated"], data["unreadable"]) == (1, False, 1)
    assert [desk(f"{line} --json").json["data"]["unreadable"] for line in ("actions", "search down")] == [1, 1]
    [hit] = desk("search xxxxx title --json").json["data"]["items"]
    assert (hit["error"], hit["line"], hit["column"]) == (item["error"], 3, 1)
    assert BROKEN not in desk("list --format csv").out


def test_many_records_that_cannot_be_read_are_cut_like_others(desk: Desk) -> None:
    """They take no more lines than the list has."""
    for number in range(7):
        desk.write("title: [\n", f"incidents/2026/11/2026111{number}-xxxxx-broken.yaml")
    lines = desk("list --limit 3").out.splitlines()
    assert (len(lines), lines[-1]) == (5, "7 more: --limit 0")
    assert len(desk("list --limit 0").out.splitlines()) == 11


def test_many_broken_records_leave_room_for_the_answer(desk: Desk) -> None:
    """Five are named to people, the others are counted; programs get them all."""
    for number in range(7):
        desk.write("title: [\n", f"incidents/2026/11/2026111{number}-xxxxx-broken.yaml")
    warned = desk("list").err.splitlines()
    assert (len(warned), warned[-1]) == (6, "warning: 2 more cannot be read: rcalog check")
    assert len(desk("list --json").json["warnings"]) == 7


def test_an_empty_logbook(tmp_path: Path) -> None:
    """No incidents is a good answer, not an error."""
    desk = Desk(tmp_path / "log")
    ran = desk("list")
    assert (ran.code, ran.out, ran.err) == (0, "no incidents\n", "")
    assert desk("list --json").json["data"] == {"items": [], "total": 0, "truncated": False, "unreadable": 0}


@pytest.mark.parametrize(("word", "meant"), [("open", "open:true"), ("Late", "overdue:true")])
def test_a_word_that_means_a_filter(desk: Desk, word: str, meant: str) -> None:
    """That nothing has the word `open` does not say that nothing is open."""
    said = f'hint: "{word}" was looked for as a word; did you mean {meant}?\n'
    assert [desk(f"{command} {word}").err for command in ("list", "list --ids", "actions")] == [said] * 3
    assert desk("list elsewhere").err == ""


def test_a_filter_that_is_empty(desk: Desk) -> None:
    """A variable of a script that is not set is no wish for everything."""
    told = "error: '': an empty filter means nothing\nhint: leave it out, if all are meant\n"
    for line in ("list ''", "list status:ongoing ' '", "actions ''", "search ''", "search --history ''"):
        ran = desk(line)
        assert (line, ran.code, ran.out, ran.err) == (line, 2, "", told)


def test_two_files_with_one_id(desk: Desk) -> None:
    """A word is said of it, so that a copy is not taken for another incident."""
    desk.write(record_text(PAY, "Payments down"), "incidents/copy.yaml")
    told = f"several files have the id {PAY}: rcalog check says which"
    assert [desk(line).err for line in ("list", "list --ids", "list status:resolved")] == [
        *[f"warning: {told}\n"] * 2,
        "",
    ]
    assert desk("list --json").json["warnings"] == [told]


def test_a_link_in_the_place_of_a_record(desk: Desk) -> None:
    """It is told once that it cannot be read, and why."""
    (desk.root / "incidents/link.yaml").symlink_to(desk.root / "README.md")
    why = "cannot be read: it is a symbolic link, and none is followed"
    assert desk("list").err == f"warning: incidents/link.yaml: {why}\n"


@pytest.mark.parametrize("form", ["--json", "--format csv"])
def test_files_for_programs_are_utf8(form: str, desk: Desk) -> None:
    """Whatever the terminals of this machine speak: no letter is lost in a file."""
    ran = spawn("list", *form.split(), cwd=desk.root, env={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, "邮件队列积压" in ran.out) == (0, True)


def test_without_a_logbook(tmp_path: Path) -> None:
    """The two ways to one are named."""
    ran = spawn("list", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (1, "", "error: there is no logbook here")


def test_titles_are_shown_harmless(tmp_path: Path) -> None:
    """Escape sequences, markup and endless titles stay text on one line; programs get them raw."""
    title = '"\\e]0;owned\\a [red]x[/] \\u202Eback "'
    desk = Desk(tmp_path / "log", {f"incidents/2026/11/{PAY}-x.yaml": record_text(PAY, title)})
    shown = desk("list").out.splitlines()[1]
    assert shown.endswith("␛]0;owned␇ [red]x[/] <U+202E>back")
    assert desk("list --json").json["data"]["items"][0]["title"] == "\x1b]0;owned\x07 [red]x[/] \u202eback "


def test_on_a_narrow_terminal(desk: Desk) -> None:
    """The title is cut where the screen ends, between whole characters; where it has too little room it stands below."""
    with Terminal(PROGRAM, "list", "积压", cwd=desk.root, columns=77) as terminal:
        assert terminal.finish() == 0
        assert terminal.lines() == [
            "id              status    severity  started            title",
            "20261101-abcde  resolved  sev2      ~2026-11-02 04:30  邮件队列积压，所有...",
        ]
    with Terminal(PROGRAM, "list", "积压", cwd=desk.root, columns=40) as terminal:
        assert terminal.finish() == 0
        assert terminal.lines()[3:] == [
            "20261101-abcde  resolved  sev2",
            "    ~2026-11-02 04:30",
            "    邮件队列积压，所有通知延迟",
        ]


def test_somebody_holds_the_index(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is answered from memory and says why, to programs too."""
    monkeypatch.setattr(database, "PATIENCE_S", 0.01)
    right = desk("list").out
    holder = sqlite3.connect(next(desk.book.repo.git_dir.glob("rcalog/index*.db")), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    desk.write(golden_text(title="Another"))
    assert desk("list").err.startswith("warning: ")
    assert "from memory" in desk("list --json").json["warnings"][0]
    desk.write(golden_text())
    assert desk("list").out == right
    holder.close()
