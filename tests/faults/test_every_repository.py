"""The same few writes in every kind of repository: here each trait once, several together; `repositories.py` has more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import traits as kinds
from tests.faults.repositories import Kind, problems
from tests.faults.traits import BIRTHS, NAMES, TRAITS

pytestmark = pytest.mark.untraced

ALL = [
    Kind(kinds.sha256, "a\nb", (kinds.split_index, kinds.signed)),
    Kind(kinds.shallow, "-log", (kinds.crlf, kinds.formatted)),
    Kind(kinds.partial, "日志", (kinds.sparse, kinds.hooked)),
    Kind(kinds.borrowing, NAMES[5], (kinds.filtered, kinds.elsewhere)),
    Kind(kinds.linked, "my log", (kinds.index_v4, kinds.careless, kinds.latin)),
    Kind(kinds.separate, NAMES[6], (kinds.watched, kinds.reached_by_a_link, kinds.decorated)),
    Kind(kinds.plain, "log", (kinds.detached, kinds.packed, kinds.replaced)),
    *(Kind(birth) for birth in BIRTHS if birth is kinds.tables),
]


@pytest.mark.parametrize("kind", ALL, ids=str)
def test_a_kind_of_repository(tmp_path: Path, kind: Kind) -> None:
    """Each write is one commit of the record alone, and the work of the user stays as it was."""
    assert problems(tmp_path, kind) == []


def test_each_is_there() -> None:
    """No way to make a repository, no name and no trait is left out."""
    assert {kind.birth for kind in ALL} == set(BIRTHS)
    assert {kind.name for kind in ALL} == set(NAMES)
    assert {trait for kind in ALL for trait in kind.traits} == set(TRAITS)
