"""`rcalog report`: which incident, in which language, for whom, and where to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_desk
from tests.helpers.logbooks import record_text

ID = "20261120-paydn"
FILE = f"incidents/2026/11/{ID}-payments-down.yaml"
PAYMENTS = record_text(ID, "Payments down", "times:", "  started: 2026-11-20T12:00:00+00:00", status="ongoing")
TITLE = "# Production database deleted; no backup could be restored"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with two records, neither of which was worked on here."""
    desk = golden_desk(tmp_path / "log")
    desk.write(PAYMENTS, FILE)
    desk.git("add -A")
    desk.git("commit -qm two")
    return desk


def first(text: str) -> str:
    """Return the first line, which is the title."""
    return text.split("\n", 1)[0]


def test_which_one(desk: Desk) -> None:
    """A reference; else the one last worked on, whatever waits for its review; else the newest."""
    assert [first(desk(line).out) for line in ("report k7f3q", "report", "report @now")] == [
        TITLE,
        "# Payments down",
        "# Payments down",
    ]
    desk("set severity=sev2 -i k7f3q")
    assert first(desk("report").out) == TITLE
    desk.git(f"rm -q {GOLDEN_FILE}")
    assert first(desk("report").out) == "# Payments down"


def test_in_an_empty_logbook(tmp_path: Path) -> None:
    """There is nothing to report."""
    ran = Desk(tmp_path / "log")("report")
    assert (ran.code, ran.err) == (1, "error: there is no incident yet\nhint: rcalog new TITLE\n")


@pytest.mark.parametrize(
    ("flags", "env", "heading"),
    [
        ("", {}, "## Timeline"),
        ("--lang zh", {}, "## 时间线"),
        ("", {"RCALOG_LANG": "zh"}, "## 时间线"),
        ("--lang en", {"RCALOG_LANG": "zh"}, "## Timeline"),
    ],
)
def test_languages(flags: str, env: dict[str, str], heading: str, desk: Desk) -> None:
    """A flag, else what the environment says; the words of the record stay as they are."""
    ran = desk(f"report k7f3q {flags}", **env)
    assert (ran.code, ran.err, first(ran.out)) == (0, "", TITLE)
    assert (heading in ran.out.split("\n")) is True


def test_a_language_that_it_does_not_speak(desk: Desk) -> None:
    """It is refused, with those that it does."""
    ran = desk("report k7f3q --lang fr")
    assert (ran.code, ran.err) == (2, "error: --lang: rcalog speaks en and zh, not 'fr'\n")


def test_for_everybody(desk: Desk) -> None:
    """Nothing but the title, the times, the harm and what is made good leaves the house."""
    team, public = desk("report k7f3q").out, desk("report k7f3q --audience public").out
    assert (first(public), public.count("\n") < team.count("\n") / 2) == (TITLE, True)
    assert [word for word in ("ana", "li.wei", "database on-call", "shell history", "db1") if word in public] == []
    assert desk("report k7f3q --audience press").code == 2


def test_into_a_file(desk: Desk) -> None:
    """The file holds what the terminal would show; a folder that is not there is refused, and nothing is changed."""
    before = desk.snapshot()
    ran = desk("report k7f3q -o ../report.md")
    assert (ran.code, ran.out) == (0, "written to ../report.md\n")
    assert (desk.root / "../report.md").read_text() == desk("report k7f3q").out
    refused = desk("report k7f3q -o ../nowhere/report.md")
    assert (refused.code, refused.out, "nowhere/report.md" in refused.err) == (1, "", True)
    assert desk.snapshot() == before


def test_for_programs(desk: Desk) -> None:
    """The incident, the language, and the text; with a file also its name."""
    data = desk("report k7f3q --lang zh --json").json["data"]
    assert (data["incident"]["id"], data["language"]) == (GOLDEN, "zh")
    assert data["markdown"] == desk("report k7f3q --lang zh").out
    assert desk("report k7f3q -o ../r.md --json").json["data"]["file"] == "../r.md"


def test_a_team_s_own_words(desk: Desk) -> None:
    """A file of labels may hold a few of them; the others are ours."""
    desk.write("timeline: 大事记\n", ".rcalog/templates/report/labels.zh.yaml")
    lines = desk("report k7f3q --lang zh").out.split("\n")
    assert ("## 大事记" in lines, "## 改进项" in lines) == (True, True)


def test_a_template_that_cannot_be_used(desk: Desk) -> None:
    """The place in it, and the way out."""
    desk.write("# {{ report.title\n", ".rcalog/templates/report/incident.md.j2")
    ran = desk("report k7f3q")
    assert (ran.code, ran.err.splitlines()[0].startswith("error: report/incident.md.j2:1: ")) == (1, True)
    assert ran.err.splitlines()[1] == "hint: mend the template, or remove it to use the one that rcalog ships"


def test_what_is_hostile_stays_text(desk: Desk) -> None:
    """A title with markup is no markup, and no terminal obeys it."""
    desk.write(PAYMENTS.replace("Payments down", '"[x](http://evil) <b> \\u001b[2J"'), FILE)
    ran = desk("report paydn")
    assert (ran.code, first(ran.out)) == (0, "# \\[x\\](http://evil) \\<b\\> ␛\\[2J")
