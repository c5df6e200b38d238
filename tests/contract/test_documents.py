"""What the documents say, held against the project."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from rcalog.model.actions import ActionStatus, Aim, Strength
from rcalog.model.audit import ODDITIES
from rcalog.model.causes import End, Grade, LegName, Level
from rcalog.model.findings import Weight
from rcalog.model.incident import Kind, Severity
from rcalog.model.timeline import EventType, Status, Times
from tests.contract.source import ROOT, modules, own_files

DOCUMENTS = [path for path in own_files() if path.suffix == ".md"]
WORDS: list[type[StrEnum]] = [
    *(ActionStatus, Aim, End, EventType, Grade, Kind),
    *(LegName, Level, Severity, Status, Strength, Weight),
]
LABELS = re.compile(
    r"^(?:(?:status|severity|times|leg|aim|action|strength)\.[\w-]+|latent|time_to_\w+): ([^{}？\n]+)$", re.MULTILINE
)


def read(name: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    """A relative link names a file of the project."""
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]

    assert [target for target in local if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_the_glossary_has_every_word_of_a_record(kind: type[StrEnum]) -> None:
    """Each value that a record may hold is explained."""
    explained = set(re.findall(r"`([^`]+)`", read("docs/glossary.md")))
    ranks = {"sev2", "sev3", "sev4"}

    assert {word.value for word in kind} - ranks - explained == set()


def test_the_glossary_has_every_time() -> None:
    """Each of the times of an incident is explained."""
    explained = set(re.findall(r"^\| `([^`]+)`", read("docs/glossary.md"), re.MULTILINE))

    assert set(Times.model_fields) <= explained


def test_the_glossary_and_the_reports_speak_the_same_chinese() -> None:
    """A word has one translation."""
    labels = {label.strip() for label in LABELS.findall(read("templates/report/labels.zh.yaml"))}

    assert {label for label in labels if label not in read("docs/glossary.md")} == set()


def test_every_library_has_its_reason() -> None:
    """The page on libraries has one line for each dependency, and none for others."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = {re.split(r"[<>=;\[ ]", line)[0] for line in project["dependencies"]}
    table = read("docs/decisions/2026-11-23-libraries.md")

    assert set(re.findall(r"^\| ([\w.]+) \| .* \| `?[\w/]+`? \|$", table, re.MULTILINE)) - {"library"} == wanted


def test_every_decision_is_listed() -> None:
    """The list of decisions has each page, with its date."""
    pages = {path.name for path in (ROOT / "docs" / "decisions").glob("*-*.md")}
    listed = re.findall(
        r"^\| ([\d-]{10}) \| \[.+\]\((\1-[\w-]+\.md)\) \|$", read("docs/decisions/README.md"), re.MULTILINE
    )

    assert {page for _, page in listed} == pages


def test_architecture_names_what_is_there() -> None:
    """Each module or folder that the page on architecture names exists, and each package is named."""
    page = read("docs/architecture.md")
    named = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?|[a-z_]+\.py)`", page))
    source = ROOT / "src" / "rcalog"
    packages = {f"{path.parent.name}/" for path in source.glob("*/__init__.py")}

    assert {name for name in named if not (source / name).exists() and not (ROOT / name).exists()} == set()
    assert packages <= named


def test_contributing_has_every_folder_of_tests() -> None:
    """Where a test belongs is said for each folder, and for no other."""
    folders = {path.relative_to(ROOT).parts[1] for path in (ROOT / "tests").rglob("test_*.py")}
    listed = re.findall(r"^\| `tests/(\w+)` \|", read("CONTRIBUTING.md"), re.MULTILINE)

    assert sorted(listed) == sorted(folders)


def test_the_help_speaks_the_chinese_of_the_glossary() -> None:
    """Each Chinese word in the topic on words is one of the glossary."""
    words = re.findall(r"[\u4e00-\u9fff]+", read("templates/help/words.md"))

    assert [word for word in words if word not in read("docs/glossary.md")] == []


def test_every_trailer_is_explained() -> None:
    """The page on the format has each trailer that a commit may carry."""
    named = {word for module in modules("src/rcalog/logbook", "src/rcalog/services") for word in trailers(module.tree)}
    table = read("docs/record-format.md").partition("| trailer | value |\n")[2].partition("\n\n")[0]

    told = {name for line in table.splitlines() for name in re.findall(r"`([A-Z][\w-]+)`", line.split("|")[1])}

    assert told == named | {"Incident", "Operation", "Severity"}


def trailers(tree: ast.Module) -> Iterator[str]:
    """Yield the names of trailers in a module: the first of two, written like `Moved-To`."""
    for node in ast.walk(tree):
        match node:
            case ast.Tuple(elts=[ast.Constant(value=str(name)), _]) if re.fullmatch(
                r"[A-Z][a-z]{3,}(-[A-Z][a-z]+)*", name
            ):
                yield name


def test_the_page_on_audits_has_every_rule() -> None:
    """Each finding of an audit stands in the table, with its weight and what it is."""
    rows = re.findall(r"^\| `(H\d+)` \| (\w+) \| (.*) \|$", read("docs/audit.md"), re.MULTILINE)
    assert rows == [(each.id, each.weight.value, each.title) for each in ODDITIES.values()]
