"""What a file held at a commit, and whether a key of it may have changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.logbook.book import Logbook
from rcalog.logbook.recordfile import emit
from rcalog.model.base import record_data
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.services.states import State, changes_between, may_differ
from tests.helpers.golden import golden
from tests.helpers.logbooks import ID, make_logbook, record_text

KEYS = ("title", "status", "tags", "summary", "actions", "whys", "timeline", "lessons")
LINES = record_text(
    ID,
    "Mail down",
    "tags: [a, b]",
    "summary: |",
    "  One: two.",
    "",
    "  status: three",
    "actions:",
    "- action: Look",
    "  id: alook",
    "  # a comment",
    "- {action: Write, id: awrit}",
    "lessons: {got_lucky: [x]}",
).splitlines()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Logbook:
    """A logbook, for what is no plain record."""
    return make_logbook(tmp_path_factory.mktemp("states") / "repo")


def state(lines: list[str] | str, book: Logbook) -> State:
    """Return the state of a file with these lines."""
    text = lines if isinstance(lines, str) else "".join(f"{line}\n" for line in lines)
    return State(text.encode(), "incidents/x.yaml", book)


edits = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "insert", "join"]),
        st.integers(0, 40),
        st.sampled_from(
            ["# x", "  more", "status: closed", "tags: []", "'tags': [c]", "  - action: New", "", "title:"]
        ),
    ),
    max_size=3,
)


@given(edits)
@settings(max_examples=120)
def test_what_may_not_differ_has_not_changed(book: Logbook, made: list[tuple[str, int, str]]) -> None:
    """However a file is edited: a key whose lines are the same has the same value."""
    lines = list(LINES)
    for kind, place, text in made:
        at = place % len(lines)
        change = {"drop": [], "double": [lines[at]] * 2, "insert": [text, lines[at]], "join": [lines[at] + text]}
        lines[at : at + 1] = change[kind]
        lines = lines or [""]
    before, after = state(LINES, book), state(lines, book)
    if after.data is None:
        return
    changed = {change.path.partition("[")[0].partition(".")[0] for change in changes_between(before, after)}

    assert {key for key in KEYS if key in changed and not may_differ([before], after, key)} == set()


def test_most_keys_are_known_not_to_differ(book: Logbook) -> None:
    """A plain record needs no parser to see that."""
    after = state([line.replace("Mail down", "Gone") for line in LINES], book)
    assert [key for key in KEYS if may_differ([state(LINES, book)], after, key)] == ["title"]


@pytest.mark.parametrize(
    "text", ['{"status": closed}\n', "'status': closed\n", "x: |\n  status\nstatus: a\n? status\n"]
)
def test_where_only_a_parser_can_tell(text: str, book: Logbook) -> None:
    """Another way of writing a key is never taken for its absence."""
    assert may_differ([state(text, book)], state(text, book), "status") is (not text.endswith("? status\n"))


def test_a_record_with_all_ids_is_compared_as_it_stands(book: Logbook) -> None:
    """It is what its models would say, without building them; empty values are none."""
    whole = record_data(with_item_ids(read_incident(golden())))
    plain = State(emit(whole) + b"conflicts: []\n", "incidents/x.yaml", book)
    assert plain.named == whole
    assert changes_between(State(emit(whole), "incidents/x.yaml", book), plain) == []


def test_what_there_was_not(book: Logbook, tmp_path: Path) -> None:
    """No file has no data, no name and no title; one that is no YAML has none that is known."""
    nothing, spoilt = State(None, "x.yaml", book), State(b"title: [\n", "x.yaml", book)
    assert (nothing.data, nothing.named, nothing.name, nothing.title, nothing.part("title")) == ({}, {}, None, "", b"")
    assert (spoilt.data, spoilt.named, spoilt.name, spoilt.title) == (None, None, None, "")
    assert (tmp_path.exists(), state("title: x\nactions: [{action: y}]\n", book).named) == (True, None)
