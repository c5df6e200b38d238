"""Habits of the code that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.contract.source import Module, modules, own_files

PRODUCT_LINES = 300
TEST_LINES = 500
FUNCTION_LINES = 30

MARKUP = re.compile(r"\[/?[a-z][a-z0-9_ #]*\]|\[/\]")
PERSONAL_PATH = re.compile(r"/(?:home|Users|root|work|srv|mnt)/[\w.-]+|[A-Z]:\\Users\\")


def functions(module: Module) -> Iterator[tuple[str, int]]:
    """Yield every function of a module with the number of lines of its body, the docstring not counted."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            yield f"{module.place}:{node.lineno} {node.name}", lines


def at_load(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is carried out when a module is loaded: all but the bodies of its functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield child
            yield from at_load(child)


def test_modules_stay_short() -> None:
    """A module that outgrows a few screens is two modules."""
    written = [module for module in modules("src") if "Made by docs/generate.py" not in module.text[:200]]
    product = [module.place for module in written if module.text.count("\n") > PRODUCT_LINES]
    tests = [module.place for module in modules("tests") if module.text.count("\n") > TEST_LINES]

    assert product + tests == []


def test_functions_stay_short() -> None:
    """A function fits on half a screen."""
    long = [name for module in modules("src") for name, lines in functions(module) if lines > FUNCTION_LINES]

    assert long == []


def test_record_data_never_meets_markup() -> None:
    """Text with a value in it has no rich markup: a title with brackets would be read as markup too."""
    mixed = [
        f"{module.place}:{node.lineno}"
        for module in modules("src")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.JoinedStr)
        and any(isinstance(part, ast.Constant) and MARKUP.search(str(part.value)) for part in node.values)
    ]

    assert mixed == []


def test_markup_is_never_read_from_a_value() -> None:
    """Nothing asks rich to read markup out of a string."""
    readers = [
        f"{module.place}:{node.lineno}"
        for module in modules("src")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"from_markup", "from_ansi"}
    ]

    assert readers == []


def test_no_pattern_is_compiled_while_modules_load() -> None:
    """What a regular expression costs is paid by the command that uses it: they are made by `rcalog.patterns`."""
    compiled = [
        f"{module.place}:{node.lineno}"
        for module in modules("src")
        for node in at_load(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "re.compile"
    ]

    assert compiled == []


def test_no_part_is_called_utils() -> None:
    """A module is named after what it does."""
    vague = {"common", "helpers", "misc", "util", "utils"}

    assert [module.place for module in modules("src") if module.path.stem in vague] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    """The project can be built, tested and read anywhere."""
    found = [
        f"{path}:{number} {match[0]}"
        for path in own_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if (match := PERSONAL_PATH.search(line))
    ]

    assert found == []


def test_every_test_is_found() -> None:
    """A test function stands in a file that pytest collects."""
    lost = [
        f"{module.place} {node.name}"
        for module in modules("tests")
        if not module.path.name.startswith("test_")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]

    assert lost == []


def test_no_test_is_skipped() -> None:
    """A test that does not run is not a test."""
    skipped = [
        f"{module.place}:{node.lineno} {node.attr}"
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"importorskip", "skip", "skipif", "xfail"}
    ]

    assert skipped == []


def test_a_test_says_in_one_line_what_holds() -> None:
    """The docstring of a test is a single line; what needs more is several tests."""
    wordy = [
        f"{module.place}:{node.lineno} {node.name}"
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if "\n" in (ast.get_docstring(node) or "\n")
    ]

    assert wordy == []


def test_nothing_is_made_of_cardboard() -> None:
    """Git, the disk and our own parts are real in every test."""
    doubles = {"AsyncMock", "MagicMock", "Mock", "create_autospec"}
    used = [
        f"{module.place}:{node.lineno}"
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr in doubles)
        or (isinstance(node, ast.Name) and node.id in doubles)
    ]

    assert used == []
