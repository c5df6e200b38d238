"""Modules of the program, found beside their package."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType

import pytest

from rcalog.loading import Finder, load_sooner


def found(folder: Path, name: str = "rcalog.made") -> ModuleSpec | None:
    """Return what is found of a module below a folder."""
    return Finder.find_spec(name, [str(folder)])


def value(folder: Path) -> object:
    """Return what the module says."""
    spec = found(folder)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    assert spec.loader is not None
    spec.loader.exec_module(module)
    return module.VALUE


def write(file: Path, said: str, *, second: int = 1_700_000_000) -> None:
    """Write a module that was changed in some second."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(said)
    os.utime(file, (second, second))


def test_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module is compiled once, read as compiled from then on, and compiled anew when its time or its size differ."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "made.py"
    write(file, "VALUE = 1")
    assert value(tmp_path) == 1
    [compiled] = (tmp_path / "__pycache__").glob("made.*.pyc")
    raw = compiled.read_bytes()
    write(file, "VALUE = 2")
    assert value(tmp_path) == 1  # as Python itself sees it: neither time nor size differ
    write(file, "VALUE = 2", second=1_700_000_001)
    assert value(tmp_path) == 2
    write(file, "VALUE = 30", second=1_700_000_001)
    assert value(tmp_path) == 30
    compiled.write_bytes(b"\0\0\0\0" + raw[4:])  # of another Python
    assert value(tmp_path) == 30


def test_where_it_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was compiled in another place says in an error where it is now."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    write(tmp_path / "one/made.py", "def VALUE() -> None: ...")
    assert callable(value(tmp_path / "one"))
    (tmp_path / "one").rename(tmp_path / "two")
    spec = found(tmp_path / "two")
    assert spec is not None
    get_code: Callable[[str], CodeType] = getattr(spec.loader, "get_code")  # noqa: B009 (no loader must have it)
    assert get_code("rcalog.made").co_filename == str(tmp_path / "two/made.py")


def test_what_is_left_to_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules that are not there, those of others, and everything where compiled modules are kept elsewhere."""
    write(tmp_path / "made.py", "VALUE = 1")
    assert found(tmp_path, "rcalog.other") is None
    assert found(tmp_path, "typer.made") is None
    assert Finder.find_spec("rcalog", None) is None
    monkeypatch.setattr(sys, "meta_path", before := list(sys.meta_path))
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    load_sooner()
    assert sys.meta_path == before
    monkeypatch.setattr(sys, "pycache_prefix", None)
    load_sooner()
    assert sys.meta_path[0] is Finder


@pytest.mark.parametrize("name", ["rcalog.cli", "rcalog.logbook.index", "rcalog.logbook.index.asking", "rcalog.values"])
def test_as_python_finds_it(name: str) -> None:
    """A module and a package are found with all that Python says of them."""
    seen = importlib.util.find_spec(name)
    assert seen is not None
    parent = sys.modules[name.rpartition(".")[0]]
    spec = Finder.find_spec(name, list(parent.__path__))
    assert spec is not None
    told = ("name", "origin", "cached", "has_location", "parent", "submodule_search_locations")
    assert [getattr(spec, each) for each in told] == [getattr(seen, each) for each in told]
