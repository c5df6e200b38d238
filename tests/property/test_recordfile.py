"""Laws of the record file: what is written is read back, and a change keeps what it does not mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.logbook.recordfile import (
    Document,
    Loc,
    RecordError,
    SpliceFailed,
    bulk,
    emit,
    load,
    read,
    same_data,
    splice,
)
from tests.logbook.recordfile.changes import Changer
from tests.logbook.recordfile.odd_yaml import OddWriter

Data = dict[str, object]

# fmt: off
HOSTILE = [
    "", " ", "\n", "\t", "~", "=", "<<", "y", "No", "on", "null", "true", "0755", "1:30", "1.10", "1e3", "1_0", "0x1f", ".inf", "-0", "+5",
    "2017-01-01", "2017-01-01T00:00:00Z", "---", "...", "a: b", "a:", "::", "a #b", "#c", "- x", "? y", "?", "a?b", "@at", "`t", "%p", "&a", "*a", "!t", "|", "> q",
    "'q'", "it's", '"d"', "back\\slash", "a,b", "[x]", "{y}", "  lead", "trail  ", "tab\there", "\ttab\nx", "one two three four",
    "multi\nline", "multi\n\nline\n", "\nlead", "end\n\n", "  indented\nblock", "trail \nline", "中文：说明", "🚑 ok", "\u202eevil", "\ufeffbom", "\u3000", "x" * 300,
]
JUNK = ["\t", "\n", "\r", ": ", " #", "?", "- ", "\n- ", "&a", "*a", "!", "|-\n", ">", "'", '"', "%", "@", "{", "}", "[", "]", ",", "\\", "<<: ", "---\n", "\n...\n", "\x00", "\x85", "\u2028", "\ufeff", "<<<<<<< x\n"]
# fmt: on
shown = st.characters(
    exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
numberlike = st.text("0123456789.:-+_eExobTZ ~nyY", min_size=1, max_size=8)
punctuated = st.text(" \t\n#:-?,[]{}&*!|>'\"%@`~\\ab中\xa0\u200b", min_size=1, max_size=10)
texts = st.sampled_from(HOSTILE) | numberlike | punctuated | st.text(shown, max_size=20)
scalars = texts | st.integers(-(10**18), 10**18) | st.booleans() | st.none()
keys = st.sampled_from(["summary", "services", "for", "event", "note", "because", "evidence"]) | texts.map(
    lambda text: text[:40]
)


def collections(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Return mappings and lists of `inner`."""
    return st.dictionaries(keys, inner, max_size=4) | st.lists(inner, max_size=4)


values = st.recursive(scalars, collections, max_leaves=10)
records = st.dictionaries(keys, values, max_size=5).map(lambda data: {"schema": "rcalog/v1", **data})
randoms = st.randoms(use_true_random=False)


def told_apart(value: object, numbers: Iterator[int]) -> object:
    """Return `value` with list items that can be told apart, as the items of a record can.

    No text ends in blank lines: below a `|+`, the blank lines of the file would become text.
    """
    if isinstance(value, dict):
        return {key: told_apart(child, numbers) for key, child in value.items()}
    if isinstance(value, list):
        return [_told_apart_item(child, numbers) for child in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def _told_apart_item(item: object, numbers: Iterator[int]) -> object:
    number = next(numbers)
    if isinstance(item, dict):
        return {"event": f"event {number}", "id": f"e{number}", **_told_apart_keys(item, numbers)}
    if isinstance(item, list):
        return [f"list {number}", *(_told_apart_item(child, numbers) for child in item)]
    return f"{number} {item}".rstrip("\n")


def _told_apart_keys(item: Data, numbers: Iterator[int]) -> Data:
    return {key: told_apart(child, numbers) for key, child in item.items() if key not in {"event", "id"}}


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)
def test_every_text_is_kept_and_nothing_in_a_file_acts(text: str, key: str) -> None:
    """Control characters too are read back as they were typed, and stand in the file as escapes."""
    raw = emit({"event": text, f"x_{key}": text})
    assert load(raw).data == {"event": text, f"x_{key}": text}
    assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", raw.decode()) is None
    assert load(splice(load(b"event: x\n"), {"event": text})).data == {"event": text}


@settings(max_examples=40)
@given(records)
def test_what_is_emitted_is_read_back(data: Data) -> None:
    """Any data of a record comes back as it was, types and order included."""
    back = load(emit(data)).data
    assert repr(back) == repr(data)


@settings(max_examples=40)
@given(records)
def test_another_yaml_sees_the_same(data: Data) -> None:
    """A YAML 1.1 reader sees the same texts, numbers and keys in what is emitted."""
    assert repr(yaml.safe_load(emit(data))) == repr(data)


@settings(max_examples=40)
@given(records, randoms)
def test_hand_written_styles_are_read(data: Data, random: Random) -> None:
    """However a record is laid out, its data is the same, and no change gives back the same bytes."""
    text, _ = OddWriter(random).document(data)
    document = load(text.encode())
    assert repr(document.data) == repr(data)
    assert splice(document, data) == text.encode()


@settings(max_examples=40)
@given(records, st.lists(values, min_size=1, max_size=4), randoms)
def test_a_change_keeps_every_line_that_it_does_not_mean(data: Data, fresh: list[object], random: Random) -> None:
    """The new data is what was wanted; lines of other values stay, in order; no comment is doubled."""
    numbers = iter(range(10_000))
    before = {key: told_apart(child, numbers) for key, child in data.items()}
    writer = OddWriter(random)
    text, lines = writer.document(before)
    changer = Changer(random, lambda: random.choice(fresh))
    wanted = changer.mapping(before, ())
    after = splice(load(text.encode()), wanted)
    assert same_data(load(after).data, wanted)
    got = after.decode().split(writer.eol if writer.eol in text else "\n")
    rest = iter(got)
    for line in changer.expected(lines, writer.brackets):
        assert any(line(other) for other in rest), f"{line} is lost in\n{after.decode()}"
    marks = re.findall(r"# mark \d+:", after.decode())
    assert len(marks) == len(set(marks))


@settings(max_examples=40)
@given(records, records, randoms)
def test_any_change_is_read_back_as_it_was_meant(data: Data, other: Data, random: Random) -> None:
    """Between any two records, related or not, a splice gives what was wanted."""
    text, _ = OddWriter(random).document(data)
    wanted = _mixed(data, other, random)
    after = splice(load(text.encode()), wanted)
    assert same_data(load(after).data, wanted)


def _mixed(one: Data, other: Data, random: Random) -> Data:
    pairs = [pair for pair in (*one.items(), *other.items()) if random.random() < 0.7]
    random.shuffle(pairs)
    return {"schema": "rcalog/v2", **{key: value for key, value in pairs if key != "schema"}}


@settings(max_examples=150)
@given(st.binary(max_size=60) | st.text("a1:- \n\t#'\"|>[]{},&*!?%@\\x0", max_size=40).map(str.encode))
def test_any_bytes_are_a_record_or_an_error(raw: bytes) -> None:
    """Nothing but RecordError comes out of the loader, and it always says where and what to do."""
    read_or_refused(raw)


@settings(max_examples=60)
@given(
    records,
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 12), st.sampled_from(JUNK)), min_size=1, max_size=4),
    values,
    randoms,
)
def test_damaged_records_are_records_or_errors(
    data: Data, damage: list[tuple[int, int, str]], value: object, random: Random
) -> None:
    """A damaged file is refused with a place, or read; what is read can be changed or is refused by name."""
    text, _ = OddWriter(random).document(data)
    for at, length, junk in damage:
        place = at % (len(text) + 1)
        text = text[:place] + junk + text[place + length :]
    document = read_or_refused(text.encode())
    if document is None:
        return
    wanted = {**document.data, "x_new": value, "schema": "rcalog/v2"}
    try:
        after = splice(document, wanted)
    except SpliceFailed:
        return
    assert same_data(load(after).data, wanted)


def read_or_refused(raw: bytes) -> Document | None:
    """Return the document, or nothing where it was refused with a place and a hint."""
    refusal = None
    try:
        return load(raw)
    except RecordError as error:
        refusal = error
    lines = raw.decode(errors="replace").split("\n")
    assert 1 <= refusal.line <= len(lines) + 1
    assert 1 <= refusal.column <= max(map(len, lines)) + 1
    assert refusal.hint
    return None


# fmt: off
PLAIN = [
    "x", "a b", "a#b", "a:b", "中文：说明", "'it''s'", '"q: #"', "5", "-3", "0", "null", "true", "2017-01", "~2017-02-15", "[]",
    "[a, 'b', 5]", "{a: b, c: 2017-01-01}", "12 of 13", "", "# c", "x # c", "|-\n§x: [\n§  - y", "|\n§x\n\n",
    "1.5", "0x1f", "Null", "x\n§y", "|-\n §x", ">-\n§x", "'a' 'b'", "[a", "x: y", "- y", "*x",
]
# fmt: on
"""Values as they stand in files, most of them plain, some not; `§` is the indentation of what is below."""


def plain_lines(random: Random, depth: int, indent: str = "") -> Iterator[str]:
    """Yield the lines of a mapping that is written in an ordinary way, nearly always."""
    for number in range(random.randint(1, 3)):
        key, below = (
            f"{indent}{random.choice(['k', 'é', 'null_'])}{number}:",
            indent + " " * random.choice([1, 2, 2, 4]),
        )
        kind = random.choice(["value", "value", "list", "map"] if depth else ["value"])
        if kind == "map":
            yield from (key, *plain_lines(random, depth - 1, below))
        elif kind == "list":
            first, *rest = plain_lines(random, depth - 1, below + "  ")
            yield from (
                key,
                f"{below}- {first.lstrip()}",
                *rest,
                f"{below}- {random.choice(PLAIN).replace('§', below)}",
            )
        else:
            yield f"{key} {random.choice(PLAIN).replace('§', below)}"


@settings(max_examples=150)
@given(randoms, st.lists(st.tuples(st.integers(0, 500), st.sampled_from([*JUNK, *HOSTILE])), max_size=2))
def test_bulk_reading_sees_what_strict_reading_sees(random: Random, damage: list[tuple[int, str]]) -> None:
    """Whatever the fast reader lets through, damaged or not, has the same values, types, order and places."""
    text = "\n".join(plain_lines(random, 3)) + "\n"
    for at, junk in damage:
        text = text[: at % len(text)] + junk + text[at % len(text) :]
    raw = text.encode()
    if bulk.read_plain(raw) is None:
        return
    found, strict = read(raw, name="x"), load(raw)
    assert repr(found.data) == repr(strict.data)
    assert [found.position(loc) for loc in locs(found.data)] == [strict.position(loc) for loc in locs(found.data)]


def odd_line(random: Random) -> str:
    """Return a line in a form that records have, with whatever indentation and whatever values."""

    def said(most: int) -> str:
        return "".join(random.choice((*PLAIN * 5, "007", *HOSTILE, *JUNK)) for _ in range(random.randint(0, most)))

    indent, key, value = " " * random.choice((0, 0, 2, 2, 4, 4, 6, 1, 3)), random.choice("abcdé"), said(2)
    forms = (
        *(f"{key}: {value}", f"- {value}", f"- {key}: {value}", f"{key}:"),
        *(f"{key}: [{value}, {said(1)}]", f"{key}: {{a: {value}, {key}: {said(1)}}}"),
        f"{key}: |\n{indent}  {value}\n{indent}{' ' * random.randint(0, 4)}{said(1)}",
    )
    return indent + random.choice(forms).replace("§", f"{indent}  ")


@settings(max_examples=10)
@given(st.integers(0, 2**32).map(Random))
def test_bulk_reading_sees_what_strict_reading_sees_in_odd_lines(random: Random) -> None:
    """Lines that nobody has put together are mostly not let through, so that many are tried."""
    for _ in range(800):
        raw = ("\n".join(odd_line(random) for _ in range(random.randint(1, 4))) + random.choice(("\n", ""))).encode()
        found = bulk.read_plain(raw)
        assert found is None or repr(found) == repr(load(raw).data), raw


def locs(value: object, loc: Loc = ()) -> Iterator[Loc]:
    """Yield the places of all values, and some where there is none."""
    yield loc
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from locs(child, (*loc, step))
    yield from ((*loc, "absent"), (*loc, 99))


@settings(max_examples=40)
@given(records, randoms)
def test_odd_styles_are_read_alike(data: Data, random: Random) -> None:
    """Also in the many ways in which people lay out a record."""
    raw = OddWriter(random).document(data)[0].encode()
    assert repr(read(raw, name="x").data) == repr(data)
    assert repr(read(emit(data), name="x").data) == repr(data)
