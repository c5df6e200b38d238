"""Command lines that are named anywhere, in documents, help topics and hints: the command is there, and so are its flags."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from rcalog.cli.command import app
from rcalog.cli.commands import load
from rcalog.logbook.templates import list_templates
from rcalog.model.rules import RULES
from tests.contract.source import ROOT, modules, own_files

load(None)
TOP = typer.main.get_group(app)

CALL = re.compile(r"(?<![\w/.-])rcalog(?: -C \S+)? ((?:(?!\brcalog\b)[^`;])*)", re.DOTALL)
FLAG = re.compile(r"(?<![\w=-])(--?[a-z][a-z-]*)")
PROSE = {"command", "did", "does", "incident", "reads", "ships", "speaks", "writes"}
"""What follows the name of the program in sentences about it."""
HELPED = {*TOP.commands, *RULES, *(Path(name).stem for name in list_templates("help")), "rules"}
HELPED |= {"TOPIC", "COMMAND", "RULE"}
"""What `rcalog help` explains, and what stands for it."""


def pages() -> Iterator[tuple[str, str]]:
    """Yield the command lines of documents: in backticks, in blocks, and after a prompt."""
    for path in own_files():
        if path.suffix == ".md" and path.name != "cli.md":
            text = path.read_text(encoding="utf-8")
            place = path.relative_to(ROOT).as_posix()
            found = re.findall(r"`((?:git )?rcalog [^`]+)`", text) + re.findall(
                r"^(?: {2,}|\$ )(rcalog .+)$", text, re.MULTILINE
            )
            yield from ((place, re.sub(r"\s{2,}.*|\s#.*", "", line)) for line in found)


def texts() -> Iterator[tuple[str, str]]:
    """Yield the texts of the program in which a command line may stand; in docstrings it stands in backticks."""
    for module in modules("src"):
        nodes, file = list(ast.walk(module.tree)), module.place
        parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        prose = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            place = f"{file}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.JoinedStr):
                yield place, "".join(map(literal, node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
                found = re.findall(r"`(rcalog [^`]+)`", node.value) if id(node) in prose else [node.value]
                yield from ((place, text) for text in found)


def literal(part: ast.expr) -> str:
    """Return a piece of an f-string as it may look."""
    return str(part.value) if isinstance(part, ast.Constant) else "X"


def fault(call: str) -> str | None:
    """Return what is wrong with the words after `rcalog`."""
    words = re.sub(r"[.,:)]+(?=\s|$)", "", call).split()
    found: object = TOP
    while isinstance(found, TyperGroup) and words and words[0] in found.commands:
        found = found.commands[words.pop(0)]
    if found is TOP:
        is_verb = bool(words) and re.fullmatch(r"[a-z][a-z-]+", words[0]) and words[0] not in PROSE
        return f"there is no command {words[0]}" if is_verb else None
    assert isinstance(found, TyperCommand | TyperGroup)
    if call.startswith("help ") and words and words[0] not in HELPED:
        return f"there is no help on {words[0]}"
    known = {name for param in found.params for name in (*param.opts, *param.secondary_opts)} | {"--help", "-h"}
    unknown = [flag for flag in FLAG.findall(" ".join(words)) if flag not in known]
    return f"there is no flag {', '.join(unknown)}" if unknown else None


@cache
def lines() -> list[tuple[str, str]]:
    """Return each command line with its place."""
    return [(place, call[1]) for place, line in (*pages(), *texts()) for call in CALL.finditer(line)]


def test_command_lines_are_found() -> None:
    """Documents, help topics and the program itself are looked at."""
    assert {place.partition("/")[0] for place, _ in lines()} >= {"README.md", "docs", "templates", "src"}


def test_every_command_line_can_be_typed() -> None:
    """The command is there, and has the flags."""
    wrong = [f"{place}: rcalog {call.strip()}: {found}" for place, call in lines() if (found := fault(call))]
    assert wrong == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("action add Restore @ana --for c2m9r", None),
        ("mark mitigated.", None),
        ("help S301", None),
        ("help me", "there is no help on me"),
        ("resolve k7f3q", "there is no command resolve"),
        ("action drop am3x7 --because no", "there is no flag --because"),
    ],
)
def test_a_wrong_one_would_be_seen(call: str, expected: str | None) -> None:
    """The check itself."""
    assert fault(call) == expected
