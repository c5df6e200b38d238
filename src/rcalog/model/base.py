"""What every part of a record has in common: frozen, tolerant of unknown keys, dumped in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from rcalog.model.declared import Declared, Limits
from rcalog.model.times import Day, Plain, When

Unknown = Literal["unknown"]
"""Asked, and nobody knows. A missing key means: not asked yet."""

Text = Annotated[str, Limits(min_length=1)]
Flag = Annotated[bool, Limits(strict=True)]
"""true or false, unquoted; nothing that only looks like it, so that reading changes no value."""
Count = Annotated[int, Limits(strict=True, ge=0)] | Unknown

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
INCIDENT_ID = rf"^\d{{8}}-[a-hjkmnp-tv-z][{CROCKFORD}]{{4}}$"
ItemId = Annotated[str, Limits(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
"""The id of an item of a record: given by rcalog (one letter and four characters), or any slug that a person wrote."""
IncidentId = Annotated[str, Limits(pattern=INCIDENT_ID)]


class Part(Declared):
    """A part of a record; unknown keys survive in `model_extra`."""

    def key_order(self) -> list[str]:
        """Return the field names in the order in which they are written."""
        return list(type(self).model_fields)


def to_data(value: object) -> object:
    """Return `value` as plain data for a record file: fixed key order, aliases applied, empty values left out."""
    if isinstance(value, Part):
        return _part_data(value)
    if isinstance(value, When | Day):
        return Plain(value.text)
    if isinstance(value, str):
        return Plain(value) if isinstance(value, Plain) else str(value)
    if isinstance(value, Mapping):
        return {str(key): to_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_data(item) for item in value]
    return value


def record_data(part: Part) -> dict[str, object]:
    """Return a part of a record as plain data (see `to_data`)."""
    return _part_data(part)


def _part_data(part: Part) -> dict[str, object]:
    fields = type(part).model_fields
    data: dict[str, object] = {}
    for name in part.key_order():
        plain = to_data(getattr(part, name))
        if plain not in (None, [], {}):
            data[fields[name].alias or name] = plain
    extra = part.model_extra
    return data | {key: to_data(value) for key, value in extra.items()}
