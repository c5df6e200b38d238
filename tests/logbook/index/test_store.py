"""What the file of the index keeps of files and folders."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath

import pytest

from rcalog.logbook.index import Asker
from rcalog.logbook.index.database import UNUSED_S
from rcalog.logbook.index.disk import Content
from rcalog.logbook.index.store import Known, Store, of_this_version, open_store

HERE = Content("b1", "1 2 3 4", b"")


def test_what_is_known_of_files() -> None:
    """Of those that are asked for; what is neither there nor in HEAD is forgotten, what HEAD alone has is gone."""
    with closing(Store(None)) as store:
        for path, oid, content in (("a", "b1", HERE), ("b\udcff", None, HERE), ("c", "b2", None), ("d", "b3", HERE)):
            store.know(path, oid, content)
        assert store.files(["a", "c", "no"]) == {"a": Known("b1", "b1", "1 2 3 4"), "c": Known("b2", None, "")}
        assert (sorted(store.files()), sorted(store.unsettled())) == (["a", "b\udcff", "c", "d"], ["b\udcff", "c", "d"])
        assert Asker(store.db, lambda: None).gone() == [PurePosixPath("c")]
        assert Asker(store.db, lambda: None, {"c": ("d1",)}).gone() == []
        for path in ("b\udcff", "c"):
            store.know(path, None, None)
        assert sorted(store.files()) == ["a", "d"]


def test_folders() -> None:
    """Only those of the last time are kept, with the marks that they had then."""
    with closing(Store(None)) as store:
        store.set_folders({"log": "1", "log/a": "2", "log/b\udcff": "3"})
        store.set_folders({"log": "1", "log/a": "", "log/c": "4"})
        assert store.folders() == {"log": "1", "log/a": "", "log/c": "4"}


def test_what_is_written_in_passing(tmp_path: Path) -> None:
    """It is there for the time of a question, and never after, whatever becomes of that."""
    with closing(Store(str(tmp_path / "index.db"))) as store:
        with store.passing():
            store.know("a", "b1", HERE)
            assert list(store.files()) == ["a"]
        with suppress(LookupError), store.passing():
            store.know("a", "b1", HERE)
            raise LookupError
        assert store.files() == {}


@pytest.mark.parametrize(("age", "is_kept"), [(UNUSED_S - 3600, True), (UNUSED_S + 3600, False)])
def test_indexes_of_other_versions(age: int, is_kept: bool, tmp_path: Path) -> None:  # noqa: FBT001 (a column of the table)
    """They go when nobody has written to them for long; one's own stays, however old."""
    place = str(tmp_path / "rcalog/index.db")
    open_store([place]).close()
    other, own = tmp_path / "rcalog/index.1.db", Path(of_this_version(place))
    assert own.parent == other.parent
    other.write_bytes(b"")
    for file, seconds in ((other, age), (own, 2 * UNUSED_S)):
        long_ago = file.stat().st_mtime - seconds
        os.utime(file, (long_ago, long_ago))
    open_store([place]).close()
    assert (other.exists(), own.exists()) == (is_kept, True)


def test_the_first_place_that_takes_it(tmp_path: Path) -> None:
    """Else the next, at last none."""
    (tmp_path / "file").write_text("")
    places = [str(tmp_path / "file/index.db"), str(tmp_path / "state/index.db")]
    for asked, path in ((places, of_this_version(places[1])), (places[:1], None)):
        with closing(open_store(asked)) as store:
            assert store.path == path
