"""Which libraries a part of the program may use; the layers themselves are checked by import-linter."""

from __future__ import annotations

import ast
import re
import sys
import tomllib

import pytest

from tests.contract.source import ROOT, Module, modules

GIT = ("src/rcalog/logbook/git/", "src/rcalog/logbook/repository.py", "src/rcalog/logbook/history.py")

HOMES = {
    "git": GIT,
    "gitdb": (),
    "jinja2": ("src/rcalog/reports/",),
    "prompt_toolkit": ("src/rcalog/cli/",),
    "rich": ("src/rcalog/cli/",),
    "ruamel": ("src/rcalog/logbook/recordfile/",),
    "_sqlite3": ("src/rcalog/logbook/index/", "src/rcalog/logbook/trusted.py"),
    "sqlite3": ("src/rcalog/logbook/index/", "src/rcalog/logbook/trusted.py"),
    "subprocess": (*GIT, "src/rcalog/cli/"),
    "typer": ("src/rcalog/cli/", "src/rcalog/__main__.py"),
}
"""Each library has one home; a second one is a decision, written down first."""

HOMELESS = ("click", "http", "pickle", "requests", "smtplib", "socket", "socketserver", "urllib.request")
"""git alone talks to a network, and nothing that was read is run."""

GITPYTHON_WRITERS = {
    "clone_from",
    "config_reader",
    "config_writer",
    "create_head",
    "create_remote",
    "create_submodule",
    "create_tag",
    "delete_head",
    "index",
    "remote",
    "remotes",
    "submodules",
}
"""Parts of GitPython that lose commits of others, never sign, or rewrite the user's configuration."""

PURE = ("src/rcalog/interview", "src/rcalog/model", "src/rcalog/reports")

WORLD_MODULES = ("asyncio", "io", "locale", "os", "random", "secrets", "sys", "threading", "time")

WORLD_CALLS = {"date.today", "datetime.now", "datetime.today", "input", "open", "print"}

WORLD_METHODS = {"iterdir", "read_bytes", "read_text", "write_bytes", "write_text"}
"""What would let a pure part see a clock, a disk, the environment or chance."""

IMPORT_NAMES = {"gitpython": "git", "ruamel.yaml": "ruamel"}
"""Where a package is imported under another name than it is installed."""


def imports_library(module: Module, library: str) -> bool:
    """Whether a module imports a library or a part of it."""
    return any(f"{name}.".startswith(f"{library}.") for name in module.imports)


def dependencies() -> set[str]:
    """Name the packages that pyproject.toml asks for, as they are imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"]
    names = {re.split(r"[<>=;\[ ]", line)[0] for line in wanted}
    return {IMPORT_NAMES.get(name, name) for name in names}


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_used_at_its_home_only(library: str) -> None:
    """A heavy or dangerous library is imported nowhere but at its home."""
    strangers = [
        module.place
        for module in modules("src")
        if imports_library(module, library) and not module.place.startswith(HOMES[library])
    ]

    assert strangers == []


@pytest.mark.parametrize("library", HOMELESS)
def test_a_library_is_used_nowhere(library: str) -> None:
    """Nothing opens a connection, and nothing runs what it has read."""
    users = [module.place for module in modules("src") if imports_library(module, library)]

    assert users == []


def test_gitpython_only_reads() -> None:
    """What GitPython would write, git itself writes."""
    uses = [
        f"{module.place}:{node.lineno} .{node.attr}"
        for module in modules("src")
        if imports_library(module, "git")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in GITPYTHON_WRITERS
    ]

    assert uses == []


def test_every_library_is_declared() -> None:
    """What is imported is the standard library, rcalog, or a dependency that pyproject.toml names."""
    imported = {name.split(".")[0] for module in modules("src") for name in module.imports}

    assert imported - sys.stdlib_module_names - dependencies() - {"rcalog", "pydantic_core"} == set()


@pytest.mark.parametrize("library", WORLD_MODULES)
def test_a_pure_part_does_not_import_the_world(library: str) -> None:
    """The model, the interview and the reports are given what they need."""
    users = [module.place for module in modules(*PURE) if imports_library(module, library)]

    assert users == []


def test_a_pure_part_does_not_touch_the_world() -> None:
    """The model, the interview and the reports open nothing, print nothing and ask no clock."""
    touches = [
        f"{module.place}:{node.lineno} {ast.unparse(node.func)}"
        for module in modules(*PURE)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and (
            ast.unparse(node.func) in WORLD_CALLS
            or (isinstance(node.func, ast.Attribute) and node.func.attr in WORLD_METHODS)
        )
    ]

    assert touches == []
