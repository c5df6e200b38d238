"""What every test stands on: a home, a clock zone and a git of its own."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.helpers import stock, world

# No test depends on how fast the machine is.
settings.register_profile("rcalog", deadline=None)
settings.load_profile("rcalog")

# A job in the background of a shell ignores Ctrl-C, and so would all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)

_allowed: list[Path] = []


UNTRACED = {"bench", "contract", "examples", "property", "wheel"}
"""Folders of laws, of what is read off the source, and of what goes through everything once more."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Measure no coverage where it takes twice the time and proves nothing.

    The mark `no_cover` of pytest-cov does not do it: in a worker of xdist it switches to a second tracer.
    """
    tracer = sys.gettrace()
    if UNTRACED & set(item.path.parts) or item.get_closest_marker("untraced"):
        sys.settrace(None)
    try:
        return (yield)
    finally:
        if tracer is not sys.gettrace():
            sys.settrace(tracer)


@pytest.fixture(scope="session", autouse=True)
def common_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pin the same for what is made once for many tests, and keep it where git may run."""
    stock.keep_in(tmp_path_factory.mktemp("stock"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        _pin(tmp_path_factory, monkeypatch)
        yield


@pytest.fixture(autouse=True)
def own_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Pin everything that a test could take from the machine it runs on, and return its home folder."""
    yield _pin(tmp_path_factory, monkeypatch)
    monkeypatch.undo()
    time.tzset()


def _pin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    for name in world.unset([*os.environ]):
        monkeypatch.delenv(name)
    for name, value in world.pinned(home, tmp_path_factory.getbasetemp()).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    time.tzset()
    return home


@pytest.fixture(scope="session", autouse=True)
def git_stays_in_tmp(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Refuse to start a git command where it could find a repository that is not a test's own."""
    _allowed.append(tmp_path_factory.getbasetemp().resolve())


def _guard(event: str, args: tuple[Any, ...]) -> None:
    if event != "subprocess.Popen" or not _allowed:
        return
    words = [os.fsdecode(word) for word in ([args[1]] if isinstance(args[1], (str, bytes)) else args[1])]
    folder = Path(os.fsdecode(args[2] or ".")).resolve()
    is_inside = any(folder == root or root in folder.parents for root in _allowed)
    if Path(words[0]).name in ("git", "rcalog") and not is_inside and folder != Path("/"):
        raise AssertionError(f"{' '.join(words)} would run in {folder}, outside of this test's folder")


sys.addaudithook(_guard)
