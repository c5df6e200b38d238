"""Names of zones that people write after a time, and why none of them is read."""

from __future__ import annotations

OFFSETS = {
    "cst": ("-06:00", "+08:00"),
    "cdt": ("-05:00",),
    "est": ("-05:00", "+10:00"),
    "edt": ("-04:00", "+11:00"),
    "mst": ("-07:00", "+08:00"),
    "mdt": ("-06:00",),
    "pst": ("-08:00", "+08:00"),
    "pdt": ("-07:00",),
    "ast": ("-04:00", "+03:00"),
    "ist": ("+05:30", "+01:00", "+02:00"),
    "bst": ("+01:00", "+06:00"),
    "sst": ("-11:00", "+08:00"),
    "wet": ("+00:00",),
    "west": ("+01:00",),
    "cet": ("+01:00",),
    "cest": ("+02:00",),
    "eet": ("+02:00",),
    "eest": ("+03:00",),
    "msk": ("+03:00",),
    "sgt": ("+08:00",),
    "hkt": ("+08:00",),
    "jst": ("+09:00",),
    "kst": ("+09:00",),
    "aest": ("+10:00",),
    "aedt": ("+11:00",),
    "nzst": ("+12:00",),
    "nzdt": ("+13:00",),
    "北京时间": ("+08:00",),
}
"""The offsets that an abbreviation stands for, in one place or another."""


def why_refused(name: str) -> str:
    """Return the reason why a zone's name does not say which offset is meant."""
    offsets = OFFSETS.get(name, ())
    if len(offsets) > 1:
        return f"{name.upper()} is {' or '.join(offsets)}, and never guessed"
    return f"{name.upper()} is not read as a zone; an offset, UTC, GMT or Z is"
