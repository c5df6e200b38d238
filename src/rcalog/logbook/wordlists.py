"""The word lists of all languages, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rcalog.logbook.recordfile import read
from rcalog.logbook.templates import list_templates, read_template
from rcalog.model.lexicon import OWN

if TYPE_CHECKING:
    from pathlib import Path

Lists = Mapping[str, object]


def word_lists(root: Path | None = None) -> list[Lists]:
    """Return the lists of each language; those of the logbook at `root` stand over what comes with rcalog.

    Raises:
        RecordError: when the logbook's own cannot be read.
    """
    return [_lists(name, root) for name in list_templates("language")]


def _lists(name: str, root: Path | None) -> Lists:
    packaged, own = read_template(name), read_template(name, root)
    lists = _parsed(packaged, name)
    return lists if own == packaged else {**_laid_over(lists, _parsed(own, name)), OWN: True}


def _parsed(text: str, name: str) -> Lists:
    return read(text.encode(), name=name).data


def _laid_over(below: Lists, above: Lists) -> Lists:
    """Return one map over another; maps within them likewise, so that a team writes only what it changes."""
    laid = {**below, **above}
    for key, value in above.items():
        under = below.get(key)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            laid[key] = {**under, **value}
    return laid
