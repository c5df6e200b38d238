"""What a field path may hold, as the models say it."""

from __future__ import annotations

import pytest

from rcalog.model.fieldtypes import FieldType, Form, UnknownField, field_type, paths
from rcalog.model.findings import Loc
from rcalog.model.incident import Severity
from rcalog.model.paths import locate
from rcalog.model.timeline import EventType
from tests.helpers.golden import golden


def of(path: str) -> FieldType:
    """Return the type of a field of the golden record."""
    return field_type(locate(path, golden()), path)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("title", Form.TEXT),
        ("severity", Form.WORD),
        ("times.started", Form.TIME),
        ("services", Form.TEXTS),
        ("impact", Form.KEYS),
        ("impact.users_affected", Form.COUNT),
        ("impact.announced", Form.FLAG),
        ("impact.lost", Form.ITEMS),
        ("impact.lost[0].from", Form.TIME),
        ("timeline[e4k2m].type", Form.WORD),
        ("timeline[e4k2m]", Form.ITEMS),
        ("actions[am3x7].due", Form.DAY),
        ("actions[am3x7].for", Form.TEXTS),
        ("actions[am3x7].proofs[p1c0q].proof", Form.WORD),
        ("actions[aq4w8].dropped.until", Form.DAY),
        ("whys[w7np2].because[c8x3d].because[c2m9r].since", Form.TIME),
        ("links[0].rel", Form.WORD),
        ("x_customer_ticket", Form.ANYTHING),
        ("timeline[e4k2m].x_mood", Form.ANYTHING),
        ("x_own.below", Form.ANYTHING),
    ],
)
def test_forms(path: str, form: Form) -> None:
    """Each kind of field, at the top and within items."""
    assert of(path).form is form


def test_words_of_closed_sets() -> None:
    """From enumerations and from literals."""
    assert of("severity").words == tuple(Severity)
    assert of("timeline[e4k2m].type").words == tuple(EventType)
    assert of("links[0].rel").words == ("caused-by", "related", "recurrence-of", "duplicate-of")


def test_what_a_record_cannot_be_without() -> None:
    """Its own keys, and the own word of an item."""
    required = [path for path in paths() if "." not in path and of(path).required]
    assert required == ["schema", "id", "title", "kind", "status", "severity"]
    assert (of("timeline[e4k2m].event").required, of("timeline[e4k2m].by").required) == (True, False)


def test_every_path_has_a_form() -> None:
    """No field of the models falls through, but for what a merge keeps of any value."""
    found = {path: field_type(tuple(path.split(".")), path).form for path in paths()}
    assert [path for path, form in found.items() if form is Form.ANYTHING] == []
    assert {"times.mitigated", "roles.lead", "lessons.got_lucky", "source.system"} <= set(found)


@pytest.mark.parametrize(
    ("loc", "path", "hint"),
    [
        (("titel",), "titel", "did you mean title?"),
        (("mitigated",), "mitigated", "did you mean times.mitigated?"),
        (("timeline", 0, "evnt"), "timeline[e4k2m].evnt", "did you mean timeline[e4k2m].event?"),
        (("title", "x"), "title.x", "nothing stands below it"),
        (("times", "zzz"), "times.zzz", "fields here: introduced, started, detected, acknowledged, mitigated, resolved (your own begin with x_)"),
    ],
)  # fmt: skip
def test_unknown_fields(loc: Loc, path: str, hint: str) -> None:
    """What was probably meant, in the place where it was looked for, or all there is."""
    with pytest.raises(UnknownField) as refused:
        field_type(loc, path)
    assert (refused.value.message, refused.value.hint) == (f"there is no field {path}", hint)
