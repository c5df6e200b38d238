"""Order, columns and form of `rcalog list` and `rcalog actions`."""

from __future__ import annotations

import csv
import io
import os
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.cli.columns import ACTIONS, INCIDENTS, in_the_index, incident_columns, plain_columns
from rcalog.cli.csvform import as_csv
from rcalog.cli.output import Page
from rcalog.logbook.book import Logbook
from rcalog.logbook.templates import read_template
from rcalog.model.base import CROCKFORD
from rcalog.model.query.query import EVERYTHING
from rcalog.model.query.sorting import ACTION_SORTS, INCIDENT_SORTS, Sort
from rcalog.model.vocabulary import Status
from rcalog.services.listing import list_cells, list_incidents
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, Desk, golden_text
from tests.helpers.logbooks import NOW, StillClock, make_logbook, record_text

MAIL, PAY, NEAR = "20261101-abcde", "20261120-paydn", "20261110-nearm"
ACTS = (
    "actions:",
    "  - {action: '=Alert, \"soon\"', id: alert, owner: ana, due: 2026-11-20, aims_to: detect}",
    "  - {action: Write, id: write}",
)
TIMES = "times: {started: ~2026-11-01T23:30:00-05:00, detected: 2026-11-02, resolved: 2026-11-03T10:00:00Z}"
RECORDS = {
    GOLDEN_FILE: golden_text(),
    f"incidents/2026/11/{MAIL}-mail.yaml": record_text(MAIL, "邮件队列积压", TIMES, "services: [mail, web]", *ACTS),
    f"incidents/2026/11/{PAY}-pay.yaml": record_text(PAY, "'@payments down'", status="ongoing"),
    f"incidents/2026/11/{NEAR}-near.yaml": record_text(
        NEAR, "Apples", "summary: |", "  One.", "  Two.", status="closed"
    )
    .replace("kind: incident", "kind: near-miss")
    .replace("sev2", "sev5"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with four incidents."""
    return Desk(tmp_path / "log", RECORDS)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("-started", [PAY, NEAR, MAIL, GOLDEN]),
        ("started", [GOLDEN, MAIL, NEAR, PAY]),
        ("id", [GOLDEN, MAIL, NEAR, PAY]),
        ("title", [PAY, NEAR, GOLDEN, MAIL]),
        ("status", [PAY, MAIL, GOLDEN, NEAR]),
        ("-status", [NEAR, GOLDEN, MAIL, PAY]),
        ("severity", [GOLDEN, PAY, MAIL, NEAR]),
        ("kind", [PAY, MAIL, GOLDEN, NEAR]),
    ],
)
def test_incidents_in_order(field: str, found: list[str], desk: Desk) -> None:
    """By any field, what is alike in it the newest first."""
    ran = desk(f"list --ids --sort {field}")
    assert (ran.code, ran.out.split(), ran.err) == (0, found, "")


@pytest.mark.parametrize(
    ("field", "first", "last"),
    [
        ("due", "am3x7", "aq4w8"),
        ("-due", "alert", "aq4w8"),
        ("owner", "am3x7", "write"),
        ("-owner", "ap9d2", "write"),
        ("status", "alert", "aq4w8"),
        ("-severity", "alert", "aq4w8"),
        ("-started", "alert", "aq4w8"),
        ("title", "am3x7", "write"),
        ("incident", "am3x7", "write"),
    ],
)
def test_actions_in_order(field: str, first: str, last: str, desk: Desk) -> None:
    """By any field, what is alike in it the most pressing first; what has none of it comes last."""
    names = [line.partition("/")[2] for line in desk(f"actions --ids --sort {field}").out.split()]
    assert (names[0], names[-1], len(names)) == (first, last, 5)


def test_columns(desk: Desk) -> None:
    """Those that were asked for, in that order; what the record does not say stays empty."""
    ran = desk("list -C . --columns title,detected,lead,users,ref --sort id --limit 2")
    assert ran.out.splitlines() == [
        "title                                                     detected                   lead              users    ref",
        "Production database deleted; no backup could be restored  2017-01-31T23:27:30+00:00  database on-call  unknown  k7f3q",
        "邮件队列积压                                              2026-11-02                                            abcde",
        "2 more: --limit 0",
    ]
    assert desk("actions alert --columns severity,overdue,what").out.splitlines() == [
        "severity  overdue  what",
        'sev2      false    =Alert, "soon"',
    ]


def test_csv(desk: Desk) -> None:
    """Values as they are written, all of them, with CR LF; no cell is a formula."""
    ran = desk("list --format csv --columns id,severity,started,services,title,summary")
    assert ran.out.endswith("\r\n")
    assert list(csv.reader(io.StringIO(ran.out, newline="")))[:4] == [
        ["id", "severity", "started", "services", "title", "summary"],
        [PAY, "sev2", "", "", "'@payments down", ""],
        [NEAR, "sev5", "", "", "Apples", "One.\nTwo.\n"],
        [MAIL, "sev2", "~2026-11-01T23:30:00-05:00", "mail web", "邮件队列积压", ""],
    ]
    assert desk("actions alert --format csv").out.splitlines() == [
        "incident,action,due,owner,status,what",
        f'{MAIL},alert,2026-11-20,ana,todo,"\'=Alert, ""soon"""',
    ]
    assert desk("list nonesuch --format csv").out == "id,status,severity,started,title\r\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_formula_reaches_a_spreadsheet(sign: str) -> None:
    """What one would compute begins with an apostrophe; controls are spelt out."""
    text = as_csv([[f"{sign}cmd|x", "1-2", "\x1b[31m"]], ["a", "b", "c"])
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [f"'{sign}cmd|x".replace("\r", "␍"), "1-2", "␛[31m"]


def test_ids_for_a_pipe(desk: Desk) -> None:
    """One a line and nothing else, never cut unasked; those of actions name their incident too."""
    assert desk("list --ids").out == f"{PAY}\n{NEAR}\n{MAIL}\n{GOLDEN}\n"
    assert desk("list --ids --limit 1").out == f"{PAY}\n"
    assert desk("list --ids nonesuch").out == ""
    assert desk("actions --ids owner:ana -i abcde").out == f"{MAIL}/alert\n"
    assert desk(f"action done {MAIL}/alert").code == 0


def test_a_limit_of_actions(desk: Desk) -> None:
    """What is left out is counted."""
    assert desk("actions --limit 1").out.splitlines()[-1] == "4 more: --limit 0"
    data = desk("actions --limit 2 --json").json["data"]
    assert (len(data["items"]), data["total"], data["truncated"]) == (2, 5, True)


@pytest.mark.parametrize(
    ("flags", "message", "hint"),
    [
        ("list --sort colour", "'colour' is not something to sort by here", "one of started, id"),
        ("list --columns id,titel", "'titel' is not a column here", "did you mean title?"),
        ("list --columns id,", "'' is not a column here", "one of id, ref"),
        ("list --format xml", "'xml' is not a format here", "one of table, csv"),
        ("list --json --ids", "--json and --ids do not go together", "rcalog help lists"),
        ("list --ids --format csv", "--ids and --format csv do not go together", "rcalog help lists"),
        ("list --json --columns id", "--json and --columns do not go together", "rcalog help lists"),
        ("actions --ids --columns action", "--ids and --columns do not go together", "rcalog help lists"),
        ("actions --sort id", "'id' is not something to sort by here", "one of due, incident"),
        ("actions --columns id", "'id' is not a column here", "one of incident, action"),
    ],
)
def test_refused(flags: str, message: str, hint: str, desk: Desk) -> None:
    """What there is not is named, with what was probably meant."""
    ran = desk(flags)
    said = ran.json["errors"][0] if "--json" in flags else None
    shown = (said["message"], said["hint"]) if said else tuple(line.partition(": ")[2] for line in ran.err.splitlines())
    assert (ran.code, shown[0], shown[1].startswith(hint)) == (2, message, True)


def test_the_help_has_every_column() -> None:
    """With what each is about, and every field to sort by."""
    text = read_template("help/lists.md")
    told = [
        tuple(row)
        for row in re.findall(r"^  (\w+) {2,}(\S.*)$", text.partition("Columns of incidents")[2], re.MULTILINE)
    ]
    assert told == [(name, column.about) for known in (INCIDENTS, ACTIONS) for name, column in known.items()]
    said = text.partition("Incidents are sorted by")[2].partition(". What")[0].partition("actions by")
    orders = [[word for word in re.findall(r"\w+", re.sub(r"\(.*?\)", "", part)) if word != "or"] for part in said[::2]]
    assert orders == [[*INCIDENT_SORTS], [*ACTION_SORTS]]


STARTS = (
    "2026-11-20T23:30:00-05:00",
    "~2026-03-29T01:30:00+01:00",
    "2026-11-02",
    "~2026-10",
    "unknown",
)
TITLES = (
    "Plain",
    "ends in a blank \u200b",
    "支付服务宕机",
    "half-width ｶﾅ and 한국어",
    "an\u3164empty one",
    "emoji 🧯",
)


@pytest.fixture(scope="module")
def various(tmp_path_factory: pytest.TempPathFactory, common_world: None) -> Logbook:
    """A logbook of incidents that began in every way, with titles that are wide, hidden and plain, one that is broken."""
    records = {}
    statuses = [status.value for status in Status]
    for number, (start, title) in enumerate(product(STARTS, TITLES)):
        name = f"202611{number % 28 + 1:02}-payd{CROCKFORD[number]}"
        text = record_text(name, title, f"times: {{started: {start}}}", status=statuses[number % len(statuses)])
        records[f"2026/11/{name}.yaml"] = text
    records["2026/11/20261130-brken.yaml"] = "title: [\n"
    return make_logbook(tmp_path_factory.mktemp("various") / "repo", records=records)


@settings(max_examples=40)
@given(
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe"]),
    st.lists(st.sampled_from([name for name in INCIDENTS if in_the_index([name])]), min_size=1, max_size=6),
    st.sampled_from([Sort(field, way) for field in INCIDENT_SORTS for way in (True, False)]),
    st.one_of(st.none(), st.integers(0, 40)),
)
def test_columns_out_of_the_index_are_those_of_the_incidents(
    various: Logbook, zone: str, names: list[str], sort: Sort, limit: int | None
) -> None:
    """Whatever the zone, the columns, the order and the limit: plain text is the same made in either way."""
    various = Logbook.open(various.root, clock=StillClock(), env={**os.environ, "RCALOG_TZ": zone})
    found = list_incidents(various, EVERYTHING, limit=limit, today=NOW.date, sort=sort)
    cells = list_cells(various, EVERYTHING, names, limit=limit, today=NOW.date, sort=sort)
    pages = [Page(colour=False, cells=None) for _ in range(2)]
    pages[0].table(zip(*incident_columns(found.excerpts, names, various, colour=False), strict=True), head=names)
    pages[1].columns(plain_columns(cells, names, various), head=names)
    assert (str(pages[1]), cells.total, cells.broken) == (str(pages[0]), found.total, found.broken)
