"""What docs/record-format.md says about records, commits and JSON, held against the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rcalog.cli.dto import Envelope, ErrorEntry
from rcalog.logbook.recordfile import emit, load
from rcalog.logbook.recordfile.layout import FLOW_KEYS
from rcalog.logbook.recordfile.limits import MAX_BYTES, MAX_DEPTH, MAX_EVENTS
from rcalog.logbook.recordfile.scalars import write_inline
from rcalog.model.base import CROCKFORD, record_data
from rcalog.model.incident import Incident
from rcalog.model.paths import locate
from rcalog.model.policy import Policy
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.model.rules import check
from tests.contract.source import ROOT
from tests.helpers.cli import run
from tests.helpers.logbooks import change, incident, make_logbook, new
from tests.helpers.words import LEXICON

PAGE = (ROOT / "docs/record-format.md").read_text(encoding="utf-8")
HEADER = "yaml-language-server: $schema=../../../.rcalog/incident.schema.json"


def fenced(after: str) -> str:
    """Return the first block of code after a text of the page."""
    found = re.search(r"```\w+\n(.*?)```", PAGE.partition(after)[2], re.DOTALL)
    assert found
    return found[1]


def column(after: str) -> list[str]:
    """Return the names in the first column of the first table after a text of the page."""
    rows = re.search(r"(?:^\|.*\n)+", PAGE.partition(after)[2], re.MULTILINE)
    assert rows
    return [name for row in rows[0].splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]


EXAMPLE = fenced("<!-- example -->")


def example() -> Incident:
    """Return the record of the page."""
    return read_incident(load(EXAMPLE.encode()).data)


def test_the_example_has_no_fault() -> None:
    """Not even a hint, under the default policy."""
    assert check(example(), load(EXAMPLE.encode()).data, Policy(), LEXICON) == []


def test_the_example_is_written_as_the_page_says() -> None:
    """Order, layout and quotes are those of the program."""
    assert emit(record_data(example()), header=HEADER).decode() == EXAMPLE


def test_the_example_lies_where_the_page_says(tmp_path: Path) -> None:
    """Its file is found, and check has nothing against it but the link to another logbook's incident."""
    place = re.search(r"incidents/(\S+\.yaml)", PAGE)
    assert place
    make_logbook(tmp_path, records={place[1]: EXAMPLE})
    ran = run("check", "--json", cwd=tmp_path)
    assert (ran.code, [each["rule"] for each in ran.json["data"]["items"]]) == (0, ["F115"])


def test_every_item_of_the_example_has_its_id() -> None:
    """Nothing is left to name."""
    assert with_item_ids(example()) == example()


def test_the_letters_of_ids() -> None:
    """The page has the alphabet."""
    assert f"`{CROCKFORD}`" in PAGE


def test_the_limits() -> None:
    """The page has the numbers of the program."""
    assert f"{MAX_BYTES // 1024} KiB, {MAX_EVENTS:,} values and marks, or {MAX_DEPTH} levels" in " ".join(PAGE.split())


def test_keys_on_one_line() -> None:
    """The page names those whose lists and maps stand in brackets."""
    named = PAGE.partition("**Layout**")[2].partition("stand on one line")[0].rpartition("level.")[2]
    assert set(re.findall(r"`(\w+)`", named)) == FLOW_KEYS


@pytest.mark.parametrize("text", ["no", "1:30", "0755", "1.10", "1e3"])
def test_quoted_texts(text: str) -> None:
    """The examples of the page are quoted."""
    assert (f'`"{text}"`' in PAGE, write_inline(text)) == (True, f'"{text}"')


@pytest.mark.parametrize("path", fenced("## Field paths").splitlines())
def test_field_paths(path: str) -> None:
    """Each example of the page can be read."""
    data = {
        "actions": [{"id": "am3x7"}],
        "whys": [{"id": "w7np2", "because": [{"id": "c8x3d"}]}],
    }
    assert locate(path, data)


def test_the_commit(tmp_path: Path) -> None:
    """A commit looks like the one on the page."""
    new(make_logbook(tmp_path), incident("20261120-c8n4k"))
    ran = run(
        *("mark", "mitigated", "error rate at 0 for ten minutes", "--at", "2026-11-20T14:50:00+08:00"),
        *("--by", "ana", "--dry-run", "--json"),
        cwd=tmp_path,
    )
    assert ran.json["data"]["message"] == fenced("## Commits")


def test_the_envelope() -> None:
    """The page has every key of the envelope and of an error, in their order."""
    assert column("## JSON") == list(Envelope.__annotations__)
    assert column("| `commit` | the id of the commit") == list(ErrorEntry.__annotations__)


def test_what_an_incident_has_beside_its_record(tmp_path: Path) -> None:
    """The page has every key that JSON adds, and what is derived."""
    book = make_logbook(tmp_path)
    new(book)
    change(book, times={"started": "unknown", "detected": "~2026-11-20T14:11:00+08:00"})
    data = run("show", "@", "--json", cwd=tmp_path).json["data"]["incident"]
    added = [key for key in data if key not in record_data(incident()) and key != "times"]
    derived = re.search(r"\| `derived` \| (.*) \|", PAGE)
    assert derived
    assert (added, data["unknown"], data["approximate"]) == (
        column("A command that lists"),
        ["times.started"],
        ["times.detected"],
    )
    assert re.findall(r"`(\w+)`", derived[1]) == list(data["derived"])
