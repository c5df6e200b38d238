"""What the help topics say, done."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rcalog.logbook.recordfile import load
from rcalog.logbook.templates import read_template
from rcalog.model.findings import Weight
from rcalog.model.policy import Policy
from rcalog.model.query.keyed import CHOICES, KEYS
from rcalog.model.query.parsing import parse_query
from rcalog.model.query.periods import Period
from rcalog.model.reading import read_incident
from rcalog.model.rules import check
from rcalog.model.timegrammar.due import read_due
from rcalog.model.timegrammar.errors import TimeNotUnderstood
from rcalog.model.timegrammar.lengths import read_period, read_span
from rcalog.model.timegrammar.reader import read_time
from tests.contract.source import PRODUCT
from tests.helpers.desk import GOLDEN, GOLDEN_FILE, LI, Desk, golden_text
from tests.helpers.logbooks import record_text
from tests.helpers.words import LEXICON

pytestmark = pytest.mark.untraced

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 15, 30, 12, tzinfo=SHANGHAI)
EARLIER = "20161201-hv4et"
EARLIER_FILE = f"incidents/2016/12/{EARLIER}-mail-stopped.yaml"
LOCAL = re.compile(r"\s{2,}")


def topic(name: str) -> str:
    """Return the text of a topic."""
    return read_template(f"help/{name}.md")


def first(text: str) -> str:
    """Return the first indented lines of a text."""
    found = re.search(r"(?:^ {2,}\S.*\n)+", text, re.MULTILINE)
    assert found
    return found[0]


def block(name: str) -> list[list[str]]:
    """Return the first indented lines of a topic, each cut where two blanks stand."""
    return [LOCAL.split(line.strip()) for line in first(topic(name)).splitlines()]


def columns(name: str) -> list[str]:
    """Return what stands at the beginning of the lines of a topic, before two blanks."""
    return re.findall(r"^(\S.*?) {2,}\S", topic(name), re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A logbook with a reviewed incident and one that is not."""
    return Desk(
        tmp_path,
        {GOLDEN_FILE: golden_text(), EARLIER_FILE: record_text(EARLIER, "Mail stopped", status="ongoing")},
    )


ANSWERS = """\
rcalog: answers/v1
legs:
  - leg: occurrence
    problem: Every third request was answered 500 from 14:05 to 14:50
    because:
      - cause: The limit of a pool is set for one process, and twelve were started
        end: root-cause
        changeable_by: checkout team
        actions: [{action: Share one pool, owner: ana, due: 2026-12-15, aims_to: prevent, strength: strong}]
    reads_true: true
  - leg: defence
    none: Nothing was meant to catch it yet
"""


def test_start_leads_to_a_closed_record(tmp_path: Path) -> None:
    """The commands of the topic, one after the other: the interview from a file, each action by its id, the review by a colleague."""
    desk = Desk(tmp_path)
    typed = [parts[0].removeprefix("rcalog ") for parts in block("start")]
    for line in typed:
        for words, env, stdin in steps(line, desk):
            ran = desk(words, stdin=stdin, **env)
            assert (words, ran.code, ran.out and ran.err) == (words, 0, ran.err)
    assert "\nstatus: closed\n" in story(desk)


def steps(line: str, desk: Desk) -> list[tuple[str, dict[str, str], str]]:
    """Return what is typed, by whom and with what on stdin, for a line of the story."""
    if line == "why":
        return [("why --answers -", {}, ANSWERS)]
    actions = re.findall(r"^  - action: .*\n    id: (\w+)", story(desk), re.MULTILINE)
    author = LI if "verify" in line or "approve" in line else {}
    return [(line.replace("ID", each), author, "") for each in (actions if "ID" in line else ["ID"])]


def story(desk: Desk) -> str:
    """Return all records as one text."""
    return "".join(path.read_text(encoding="utf-8") for path in desk.root.glob("incidents/*/*/*.yaml"))


@pytest.mark.parametrize("line", [parts[0] for parts in block("filters")])
def test_filters_are_understood(line: str, desk: Desk) -> None:
    """Each line of the topic is a filter, and `list` takes it."""
    found = parse_query(shlex.split(line)[2:], dates=lambda _: Period.read("2026-01-31"))  # of the calendar or not
    assert (found != parse_query([]), desk(line.removeprefix("rcalog ")).code) == (True, 0)


@pytest.mark.parametrize(("text", "finds"), [('"disk full" -test', 0), ('"deleted" -flood', 1), ('"tag:backup"', 0)])
def test_filters_in_quotes(text: str, finds: int, desk: Desk) -> None:
    """Words without others, and a key that is text."""
    assert desk(f"list --json {shlex.quote(text)}").json["data"]["total"] == finds


def test_the_keys_of_filters() -> None:
    """The topic has each key, and each part that an incident may have."""
    keys, _, parts = topic("filters").partition("Keys: ")[2].partition("\n\n")[0].partition("and has: ")
    assert {*re.findall(r"\w+", keys), "has"} == set(KEYS)
    assert set(re.findall(r"[\w-]+", parts)) - {"or"} == set(CHOICES["has"])


def test_an_unknown_key_is_an_error(desk: Desk) -> None:
    """A misspelt key finds nothing silently."""
    assert desk("list sevrity:sev1").code == 2


MEANINGS = {"the last time that it was 14:05", "about"}
TIMES = [text for parts in block("times") for cell in parts if cell not in MEANINGS for text in cell.split(", ")]


@pytest.mark.parametrize("text", TIMES)
def test_times_are_understood(text: str) -> None:
    """Every form of the topic, in both languages."""
    spelt = text.removeprefix("also ").replace("...Z", "2026-11-20T06:05:00Z")
    read = read_time(spelt, now=NOW, zone=SHANGHAI)
    assert (read.is_unknown, read.approximate) == (spelt in {"unknown", "不知道"}, spelt == "~14:05")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Due dates: ", lambda text: read_due(text, now=NOW, zone=SHANGHAI)),
        ("Spans: ", read_span),
        ("Periods: ", read_period),
    ],
)
def test_dates_spans_and_periods_are_understood(said: str, read: Callable[[str], object]) -> None:
    """Every form of the topic."""
    line = topic("times").partition(said)[2].partition("\n")[0].strip().rstrip(".")
    texts = [text.strip(" `").removeprefix("every: ") for text in line.split(",")]
    assert [text for text in texts if not read(text)] == []


@pytest.mark.parametrize("text", ["14:05 CST", "03/04", "03/04/2026 14:05"])
def test_doubtful_times_are_refused(text: str) -> None:
    """What could be two moments is none."""
    with pytest.raises(TimeNotUnderstood):
        read_time(text, now=NOW, zone=SHANGHAI)


def test_whose_zone_counts(desk: Desk) -> None:
    """The topic has the order of the layers: the environment, git config, the logbook, the machine."""
    said = desk("note x --at 14:05 --dry-run --json -i @now", RCALOG_TZ="Asia/Tokyo").json["data"]["diff"]
    desk.git("config rcalog.timezone Asia/Kolkata")
    configured = desk("note x --at 14:05 --dry-run --json -i @now").json["data"]["diff"]
    assert (re.findall(r"at: \S+(\+..:..)", said), re.findall(r"at: \S+(\+..:..)", configured)) == (
        ["+09:00"],
        ["+05:30"],
    )
    text = " ".join(topic("times").split())
    assert (
        "in RCALOG_TZ, else in `git config rcalog.timezone`, else in the logbook's `timezone`, else in the machine's"
        in text
    )


@pytest.mark.parametrize(
    ("ref", "meant"),
    [
        (GOLDEN, GOLDEN),
        ("k7f3q", GOLDEN),
        ("k7f", GOLDEN),
        ("database-del", GOLDEN),
        ("@", GOLDEN),
        ("@now", EARLIER),
        ("@last", EARLIER),
    ],
)
def test_references(ref: str, meant: str, desk: Desk) -> None:
    """Each form of the topic means what it says."""
    desk(f"note seen -i {EARLIER}")
    told = [word for parts in block("references") for word in parts[0].split(", ")]
    assert (ref in told, desk(f"show {ref} --json").json["data"]["incident"]["id"]) == (True, meant)


@pytest.mark.parametrize("ref", ["am3x7", "k7f3q/am3x7", "'Restore the dump'"])
def test_references_to_actions(ref: str, desk: Desk) -> None:
    """The id, with or without the incident, or a unique part of the text."""
    assert desk(f"action prove {ref} --pass --dry-run").code == 0


@pytest.mark.parametrize("line", re.findall(r"^  (rcalog .*?)(?: {2,}.*)?$", topic("fields"), re.MULTILINE))
def test_fields_are_set(line: str, desk: Desk) -> None:
    """Each line of the topic can be typed."""
    words, _, _ = line.removeprefix("rcalog ").partition(" <")
    ref = "" if words.startswith("action") else f" -i {GOLDEN}"
    ran = desk(f"{words}{ref} --json", stdin="A longer story.\nIn two lines.\n")
    assert (ran.code, ran.json["errors"], ran.json["ok"]) == (0, [], True)


def test_the_record_of_the_format() -> None:
    """It is a record without an error."""
    data = load(textwrap.dedent(first(topic("format"))).encode()).data
    assert [each for each in check(read_incident(data), data, Policy(), LEXICON) if each.weight is Weight.ERROR] == []


def test_the_envelope_of_json(desk: Desk) -> None:
    """Its keys are those of the topic."""
    shown = topic("json").partition("the command fails or was typed wrongly:")[2].partition("- `ok`")[0]
    body = desk("show zzzzz --json").json
    entry = body["errors"][0]
    assert set(re.findall(r'"(\w+)"(?=[:,}])', shown)) - {"list"} == {*body, *entry}


@pytest.mark.parametrize("line", ["list", "actions", "check", "history", "drafts list", "help", "help rules"])
def test_lists_have_one_form(line: str, desk: Desk) -> None:
    """Items, how many there are, and whether some are left out."""
    data = desk(f"{line} --json").json["data"]
    assert {"items", "total", "truncated"} <= set(data)


def test_exit_codes() -> None:
    """The topic has those that the program knows, and no other."""
    told = [int(code) for code in columns("exit-codes")]
    assert told == [0, 1, 2, 3, 4, 129, 130, 143]


def test_the_environment() -> None:
    """Each variable of the topic is read somewhere, by us or, through git, on purpose."""
    names = [name for cell in columns("environment") for name in re.findall(r"[A-Z]{2,}(?:_[A-Z]+)*", cell)]
    by_git = {"GIT_EDITOR", "VISUAL", "EDITOR", "COLUMNS"}
    source = "".join(path.read_text(encoding="utf-8") for path in PRODUCT.rglob("*.py"))
    assert [name for name in names if f'"{name}"' not in source and name not in by_git] == []
    assert set(re.findall(r'"(RCALOG_[A-Z]+)"', source)) - {"RCALOG_TRANSACTION"} <= set(names)


def test_drafts(desk: Desk) -> None:
    """The commands of the topic are there, and what could not be committed is listed, shown and thrown away."""
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse HEAD"))
    assert desk(f"note seen -i {EARLIER}").code == 0
    (draft,) = desk("drafts list --json").json["data"]["items"]
    told = [parts[0].replace("ID", draft["id"]).removeprefix("rcalog ") for parts in block("drafts")]
    assert [(line.partition(" ")[2].split(" ")[0], desk(line).code) for line in told] == [
        ("", 0),
        ("show", 0),
        ("resume", 0),
        ("discard", 0),
    ]


def test_the_program_is_offline() -> None:
    """Nothing of ours opens a connection."""
    source = "".join(path.read_text(encoding="utf-8") for path in PRODUCT.rglob("*.py"))
    assert re.findall(r"^\s*(?:import|from) (?:socket|http|urllib|ssl|requests)\b", source, re.MULTILINE) == []
