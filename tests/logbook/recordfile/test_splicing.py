"""A change touches only its own bytes, in files written by hand in any style."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rcalog.logbook.recordfile import SpliceFailed, UnwritableRecord, load, same_data, splice
from rcalog.model.times import Plain

Data = dict[str, Any]


def put(key: str, value: object) -> Callable[[Data], None]:
    """Return an edit that sets one key on top."""
    return lambda data: data.update({key: value})


def drop(key: str) -> Callable[[Data], None]:
    """Return an edit that removes one key on top."""
    return lambda data: data.pop(key)


def become(**wanted: object) -> Callable[[Data], None]:
    """Return an edit after which the data is `wanted`, in its order."""

    def edit(data: Data) -> None:
        data.clear()
        data.update(wanted)

    return edit


# name, the file, the edit, the file afterwards
CASES: list[tuple[str, str, Callable[[Data], None], str]] = [
    # scalars
    ("comment kept", "a: x   # why\nb: 1\n", put("a", "y z"), "a: y z   # why\nb: 1\n"),
    ("spacing kept", "a:   1\nb :  2 \n", put("b", 3), "a:   1\nb :  3 \n"),
    ("crlf kept", "a: 1\r\nb: 2\r\n", put("a", 5), "a: 5\r\nb: 2\r\n"),
    ("bom kept", "\ufeffa: 1\n", put("a", 2), "\ufeffa: 2\n"),
    ("no final newline", "a: 1\nb: 2", put("b", 3), "a: 1\nb: 3"),
    ("single quotes kept", "a: 'x'  # c\n", put("a", "it's"), "a: 'it''s'  # c\n"),
    ("double quotes kept", 'a: "x"  # c\n', put("a", 'say "y"'), 'a: "say \\"y\\""  # c\n'),
    ("quotes leave a number", "a: 'x'\n", put("a", 3), "a: 3\n"),
    ("quotes only where needed", "a: x\n", put("a", "no"), 'a: "no"\n'),
    ("times stay plain", "a: unknown # c\n", put("a", Plain("2017-01-31")), "a: 2017-01-31 # c\n"),
    ("several plain lines", "a: x\n   y\n\n   z # c\nb: 1\n", put("a", "w"), "a: w # c\nb: 1\n"),
    ("several quoted lines", 'a: "x\n  y" # c\nb: 1\n', put("a", "w"), 'a: "w" # c\nb: 1\n'),
    ("value below its key", "a:\n   x # c\nb: 1\n", put("a", "w"), "a:\n   w # c\nb: 1\n"),
    ("empty value", "a:   # todo\nb: 1\n", put("a", "x"), "a: x   # todo\nb: 1\n"),
    ("empty value at the end", "b: 1\na:", put("a", "x"), "b: 1\na: x"),
    ("chinese", "a: 数据库：坏了   # 原因\n", put("a", "修好了"), "a: 修好了   # 原因\n"),
    (
        "tabs in text",
        'a: "x\ty"\nb: |-\n  \tp\tq\nc: 1\n',
        put("c", "r\ts"),
        'a: "x\ty"\nb: |-\n  \tp\tq\nc: "r\\ts"\n',
    ),
    # text in blocks
    ("a block stays a block", "a: |-\n  x\n\n# c\nb: 1\n", put("a", "y\nz"), "a: |-\n  y\n  z\n\n# c\nb: 1\n"),
    (
        "a block keeps its indent and comment",
        "a: |-  # c\n     x\nb: 1\n",
        put("a", "y\n\nz"),
        "a: |-  # c\n     y\n\n     z\nb: 1\n",
    ),
    ("an indicator of the indent is kept", "a: |2-\n   x\nb: 1\n", put("a", " y"), "a: |2-\n   y\nb: 1\n"),
    ("a folded text becomes literal", "a: >\n  x\n  y\n\nb: 1\n", put("a", "z"), "a: |-\n  z\n\nb: 1\n"),
    ("a block becomes a number", "a: |-  # c\n  x\n\nb: 1\n", put("a", 3), "a: 3  # c\n\nb: 1\n"),
    ("a line becomes a block", "a: x  # c\nb: 1\n", put("a", "y\nz\n"), "a: |  # c\n  y\n  z\nb: 1\n"),
    ("a summary becomes a block", "summary: x\nb: 1\n", put("summary", "y"), "summary: |-\n  y\nb: 1\n"),
    ("a block at the end without newline", "a: x", put("a", "y\nz"), "a: |-\n  y\n  z\n"),
    ("crlf in a block", "a: |-\r\n  x\r\nb: 1\r\n", put("a", "y\nz"), "a: |-\r\n  y\r\n  z\r\nb: 1\r\n"),
    (
        "a deep comment makes a block impossible",
        "a: x\n    # c\nb: 1\n",
        put("a", "y\nz"),
        'a: "y\\nz"\n    # c\nb: 1\n',
    ),
    # keys
    (
        "a new key after its neighbour",
        "a: 1\n# x\nx_y: 2\n",
        become(a=1, b=3, x_y=2),
        "a: 1\nb: 3\n# x\nx_y: 2\n",
    ),
    (
        "a new first key below the header",
        "# header\nb: 1\n",
        become(a=0, b=1),
        "# header\na: 0\nb: 1\n",
    ),
    ("a new last key above what follows", "a: 1\n# the end\n...\n", put("b", 2), "a: 1\nb: 2\n# the end\n...\n"),
    ("a new key at the end without newline", "a: 1", put("b", [1]), "a: 1\nb:\n  - 1\n"),
    ("a new key below the document start", "---  # c\na: 1\n", put("b", 2), "---  # c\na: 1\nb: 2\n"),
    (
        "new keys between blank lines",
        "a: 1\n\nb: 2\n\nc: 3\n",
        become(a=1, b=2, k=9, c=3),
        "a: 1\n\nb: 2\n\nk: 9\n\nc: 3\n",
    ),
    (
        "a removed key takes its comments",
        "a: 1\n# of b\nb: 2 # c\n  # more of b\n# of c\nc: 3\n",
        drop("b"),
        "a: 1\n# of c\nc: 3\n",
    ),
    ("a removed first key leaves the header", "# header\na: 1\nb: 2\n", drop("a"), "# header\nb: 2\n"),
    ("a comment between stays", "a: 1\n\n# between\n\nb: 2\nc: 3\n", drop("b"), "a: 1\n\n# between\n\nc: 3\n"),
    ("a removed block", "a: 1\ns: |-\n  # text\n  x\n\nb: 2\n", drop("s"), "a: 1\nb: 2\n"),
    (
        "empty keys are left alone",
        "a: 1\nl: []   # none\nm:\nn: {x: []}\n",
        become(a=2),
        "a: 2\nl: []   # none\nm:\nn: {x: []}\n",
    ),
    ("empty values are not written", "a: 1\n", lambda d: d.update(l=[], m=None, n={"x": []}, a=2), "a: 2\n"),
    ("emptied keys go", "a: 1\nl:\n  - x\n", put("l", []), "a: 1\n"),
    (
        "unknown keys keep their place",
        "x_a: 1\na: 1\nx_b: 2\n",
        become(a=1, b=2, x_a=1, x_b=2),
        "x_a: 1\na: 1\nb: 2\nx_b: 2\n",
    ),
    ("a quoted key", "'a b' : 1 # c\n", put("a b", 2), "'a b' : 2 # c\n"),
    ("a file indented as a whole", "  a: 1\n  b: 2\n", put("c", 3), "  a: 1\n  b: 2\n  c: 3\n"),
    # nested mappings
    (
        "four spaces",
        "m:\n    x: 1\n",
        lambda d: d["m"].update(k={"z": [1]}),
        "m:\n    x: 1\n    k:\n        z:\n          - 1\n",
    ),
    (
        "a new key in front takes no comment",
        "m:\n  # of y\n  y: 1\n",
        put("m", {"x": 0, "y": 1}),
        "m:\n  x: 0\n  # of y\n  y: 1\n",
    ),
    (
        "nothing becomes a mapping",
        "a: 1\nm:   # todo\n  # later\nb: 2\n",
        put("m", {"x": [1]}),
        "a: 1\nm:   # todo\n  x:\n    - 1\n  # later\nb: 2\n",
    ),
    ("a text becomes a mapping", "m: text   # c\nb: 2\n", put("m", {"x": 1}), "m:   # c\n  x: 1\nb: 2\n"),
    (
        "a mapping becomes a text",
        "m:   # c\n  x: 1\n  # of y\n  y: 1\nb: 2\n",
        put("m", "text"),
        "m: text   # c\nb: 2\n",
    ),
    ("a block becomes a mapping", "m: |-   # c\n  x\n\nb: 2\n", put("m", {"x": 1}), "m:   # c\n  x: 1\n\nb: 2\n"),
    # lists
    (
        "offset 0",
        "l:\n- x # c\n# of y\n- y\n# of b\nb: 1\n",
        lambda d: d["l"].extend(["z"]),
        "l:\n- x # c\n# of y\n- y\n- z\n# of b\nb: 1\n",
    ),
    ("a new first item", "l:\n  # of x\n  - x\n", lambda d: d["l"].insert(0, "w"), "l:\n  - w\n  # of x\n  - x\n"),
    (
        "an item between",
        "l:\n    -   x # c\n\n    -   z\n",
        lambda d: d["l"].insert(1, {"event": "w", "id": "e1"}),
        "l:\n    -   x # c\n\n    - event: w\n      id: e1\n\n    -   z\n",
    ),
    (
        "a removed item takes its comments",
        "l:\n  - x\n  # of w\n  # too\n  - w # c\n    # still w\n  # of z\n  - z\n",
        lambda d: d["l"].remove("w"),
        "l:\n  - x\n  # of z\n  - z\n",
    ),
    ("a changed item keeps its comment", "l:\n- x # c\n- z # d\n", put("l", ["w", "z"]), "l:\n- w # c\n- z # d\n"),
    ("all items changed", "l:\n  - x\n  - y\n", put("l", [{"a": 1}]), "l:\n  - a: 1\n"),
    ("a list in a list", "l:\n- - a # c\n  - b\n- - c\n", put("l", [["b"], ["x", "c"]]), "l:\n- - b\n- - x\n  - c\n"),
    ("an empty item", "l:\n  - # todo\n  - x\n", put("l", ["w", "x"]), "l:\n  - w # todo\n  - x\n"),
    (
        "an item below its dash",
        "l:\n  -\n    # of x\n    x: 1\n    y: 2\n",
        lambda d: d["l"][0].update(y=3),
        "l:\n  -\n    # of x\n    x: 1\n    y: 3\n",
    ),
    (
        "an item with a wide dash",
        "l:\n-   x: 1\n    y: 2\n",
        lambda d: d["l"][0].update(z=3),
        "l:\n-   x: 1\n    y: 2\n    z: 3\n",
    ),
    ("the first key of an item", "l:\n  - x: 1 # c\n    y: 2\n", put("l", [{"y": 2}]), "l:\n  - y: 2\n"),
    (
        "the first key of an item, a comment below",
        "l:\n  - x: 1\n    # of y\n    y: 2\n",
        put("l", [{"y": 2}]),
        "l:\n  - \n    # of y\n    y: 2\n",
    ),
    ("a key in front of an item", "l:\n  - y: 2 # c\n", put("l", [{"x": 1, "y": 2}]), "l:\n  - x: 1\n    y: 2 # c\n"),
    (
        "a bare text becomes a mapping",
        "l:\n  - it's so # c\n  -   'so: so'\n",
        put("l", [{"cause": "it's so", "id": "c1"}, {"cause": "so: so"}]),
        "l:\n  - cause: it's so # c\n    id: c1\n  -   cause: 'so: so'\n",
    ),
    (
        "a bare text of two lines becomes a mapping",
        "l:\n- x\n  y # c\n- z\n",
        put("l", [{"cause": "x y", "id": "c1"}, "z"]),
        "l:\n- cause: x y # c\n  id: c1\n- z\n",
    ),
    (
        "items are known by their ids",
        "l:\n  - {id: a, n: 1} # a\n  - {id: b, n: 1} # b\n",
        put("l", [{"id": "b", "n": 2}]),
        "l:\n  - {id: b, n: 2} # b\n",
    ),
    (
        "items are known by their words",
        "l:\n  - cause: a # a\n  - cause: b # b\n",
        put("l", [{"cause": "b", "id": "c1"}]),
        "l:\n  - cause: b # b\n    id: c1\n",
    ),
    (
        "another id is another item",
        "l:\n  - cause: a # a\n    id: c1\n",
        put("l", [{"cause": "a", "id": "c2"}]),
        "l:\n  - cause: a\n    id: c2\n",
    ),
    (
        "items that move take their comments",
        "l:\n  # of a\n  - id: a # a\n  - id: b # b\n    x: 1\nb: 1\n",
        put("l", [{"id": "b", "x": 2}, {"id": "a"}]),
        "l:\n  - id: b # b\n    x: 2\n  # of a\n  - id: a # a\nb: 1\n",
    ),
    ("an item moves at the end without newline", "l:\n- a\n- b", put("l", ["b", "a"]), "l:\n- b\n- a\n"),
    # brackets
    (
        "slugs",
        "services: [ web,db ]  # c\n",
        put("services", ["web", "db", "a, b"]),
        'services: [ web,db, "a, b" ]  # c\n',
    ),
    ("the first slug goes", "services: [web, db, mq]\n", put("services", ["db", "mq"]), "services: [db, mq]\n"),
    ("the last slug goes", "services: [web, db, mq ]\n", put("services", ["web", "db"]), "services: [web, db ]\n"),
    ("a new first slug", "services: [web, db]\n", put("services", ["api", "web", "db"]), "services: [api, web, db]\n"),
    (
        "slugs on lines",
        "for: [\n  a, # a\n  b, # b\n  c  # c\n]\n",
        put("for", ["a", "c", "d"]),
        "for: [\n  a, # a\n  c,  # c\n  d\n]\n",
    ),
    ("a comma at the end", "for: [\n  a,\n  b, # b\n]\n", put("for", ["b", "c"]), "for: [\n  b, # b\n  c,\n]\n"),
    (
        "a small map",
        "d: {because: x, by: 'ana'} # c\n",
        lambda d: d["d"].update(by="li", until=Plain("2017-08-01")),
        "d: {because: x, by: 'li', until: 2017-08-01} # c\n",
    ),
    (
        "a map of a list of brackets",
        "l:\n- {a: 1, b: [x], c: }\n- {a: 2}\n",
        lambda d: d["l"][0].update(a=3, b=["x", {"y": "z\n"}], c="w"),
        'l:\n- {a: 3, b: [x, {"y": "z\\n"}], c: w }\n- {a: 2}\n',
    ),
    ("a key without a value", "m: {a, b: 1}\n", lambda d: d["m"].update(a="x"), "m: {a: x, b: 1}\n"),
    ("a pair without braces", "l: [a: 1, b]\n", put("l", [{"a": 2}, "b"]), "l: [{a: 2}, b]\n"),
    ("an empty list", "a: 1\nservices: [ ] # c\n", put("services", ["web"]), "a: 1\nservices: [web] # c\n"),
    (
        "an empty list of items",
        "actions: [] # c\nb: 1\n",
        put("actions", [{"action": "x"}]),
        "actions: # c\n  - action: x\nb: 1\n",
    ),
    (
        "a file in braces",
        '{"a": 1,\n "b": [1]}\n',
        become(a=1, b=[1, 2], c="x"),
        '{"a": 1,\n "b": [1, 2],\n c: x}\n',
    ),
    ("an item that holds nothing", "l:\n  - a: 1\n", put("l", [{}]), "l:\n  - {}\n"),
]


@pytest.mark.parametrize(("text", "edit", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_edit_changes_these_bytes(text: str, edit: Callable[[Data], None], expected: str) -> None:
    """The file after the edit is exactly this one."""
    wanted = load(text.encode()).data
    edit(wanted)
    assert splice(load(text.encode()), wanted).decode() == expected


@pytest.mark.untraced
@pytest.mark.parametrize("text", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_no_change_changes_no_byte(text: str) -> None:
    """What a file already says is not written again, with or without its empty keys."""
    document = load(text.encode())
    assert splice(document, document.data) == text.encode()
    assert splice(document, {key: value for key, value in document.data.items() if value}) == text.encode()


@pytest.mark.untraced
@pytest.mark.parametrize(("text", "edit"), [case[1:3] for case in CASES], ids=[case[0] for case in CASES])
def test_an_edit_is_taken_back_in_data(text: str, edit: Callable[[Data], None]) -> None:
    """Editing back gives the data that was there before."""
    document = load(text.encode())
    wanted = load(text.encode()).data
    edit(wanted)
    back = splice(load(splice(document, wanted)), document.data)
    assert same_data(load(back).data, document.data)


def test_several_edits_at_once_touch_only_their_lines() -> None:
    """A real change of status: a time, an event in the middle, a status, all else as it was."""
    text = (
        "schema: rcalog/v1\nstatus: ongoing   # ladder\nseverity: sev1\n\ntimes:\n  started: 2017-01-31T23:27:00+00:00\n\n"
        "timeline:\n  # first\n  - event: Removed\n    id: e1\n    at: 2017-01-31T23:27:00+00:00\n"
        "  # last\n  - event: Told\n    id: e3\n    at: 2017-02-01T00:10:00+00:00 # about\n"
    )
    document = load(text.encode())
    wanted: Data = load(text.encode()).data
    wanted["status"] = "mitigated"
    wanted["times"]["mitigated"] = Plain("2017-02-01T00:00:00+00:00")
    wanted["timeline"].insert(1, {"event": "Stopped", "id": "e2", "at": Plain("2017-02-01T00:00:00+00:00")})
    expected = (
        text.replace("ongoing  ", "mitigated  ")
        .replace("23:27:00+00:00\n\n", "23:27:00+00:00\n  mitigated: 2017-02-01T00:00:00+00:00\n\n")
        .replace("  # last\n", "  - event: Stopped\n    id: e2\n    at: 2017-02-01T00:00:00+00:00\n  # last\n")
    )
    assert splice(document, wanted).decode() == expected


def test_where_lines_cannot_be_kept_the_value_is_written_anew() -> None:
    """Blank lines that would become part of a text force the part above it to be written anew, not wrongly."""
    document = load(b"a: 1\nl:\n  - |+\n    x\n  - y\n\n\nb: 2\n")
    raw = splice(document, {"a": 1, "l": ["x\n"], "b": 2})
    assert load(raw).data == {"a": 1, "l": ["x\n"], "b": 2}
    assert raw.startswith(b"a: 1\nl:\n")
    assert raw.endswith(b"b: 2\n")


def test_a_record_cannot_be_emptied() -> None:
    """A record that holds nothing is no record."""
    with pytest.raises(SpliceFailed) as caught:
        splice(load(b"a: 1\n", name="x.yaml"), {"a": None})
    assert caught.value.code == "splice-failed"
    assert caught.value.message == "x.yaml: the change does not fit into the file as it is written: it would be empty"
    assert caught.value.hint == "make the change by hand: rcalog edit REF"


def test_a_record_cannot_grow_beyond_its_limits() -> None:
    """The reason is the loader's."""
    with pytest.raises(SpliceFailed, match="the file has 300,006 bytes"):
        splice(load(b"a: 1\n"), {"a": 1, "b": "x" * 299_997})


@pytest.mark.parametrize("value", ["a\ud800", ["\udfff"], {"\ud83d": 1}, {"summary": "x\udc1b"}])
def test_what_no_record_may_hold_is_not_spliced(value: object) -> None:
    """Half a character is refused by name before anything is written."""
    with pytest.raises(UnwritableRecord, match=r"the text holds the character U\+"):
        splice(load(b"a: 1\n"), {"a": value})


SAME: list[tuple[object, object, bool]] = [
    ({"a": 1, "b": None}, {"a": 1}, True),
    ({"a": 1, "b": {"c": [], "d": {"e": None}}}, {"a": 1, "b": []}, True),
    ({"a": [None]}, {"a": [{}]}, False),
    ({"a": [None]}, {}, False),
    ({"a": 1}, {"a": True}, False),
    ({"a": 1}, {"a": "1"}, False),
    ({"a": Plain("2017-01")}, {"a": "2017-01"}, True),
    ({"a": [1, 2]}, {"a": [2, 1]}, False),
    ({"a": ""}, {}, False),
    ({"a": False}, {}, False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_sameness(one: object, other: object, *, same: bool) -> None:
    """Keys that hold nothing do not count; types, order of lists and empty texts do."""
    assert same_data(one, other) is same
    assert same_data(other, one) is same
