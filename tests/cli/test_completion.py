"""What the shell offers after a Tab."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from rcalog.cli.completing import COMPLETE
from rcalog.cli.completing_terms import complete_filters
from rcalog.cli.completion import complete_references, offer
from rcalog.logbook.trusted import OFFERED, indexed, labelled
from tests.helpers.cli import PROGRAM, run, spawn
from tests.helpers.logbooks import incident, logbook_of, make_logbook, record_text
from tests.helpers.terminal import ENTER, Terminal

A, B, C = "20170131-k7f3q", "20170202-k7f9z", "20261120-paydn"

RECORDS = {
    f"2017/01/{A}-deleted.yaml": record_text(A, "Production database deleted"),
    f"2017/02/{B}-slow.yaml": record_text(B, '"Slow: \x1b[2J"'),
    f"2026/11/{C}-支付.yaml": f"id: {C}\ntitle: 支付服务宕机  \n: broken [\n",
    "2026/11/notes.yaml": "title: no record\n",
}


def offered(incomplete: str, *line: str) -> list[tuple[str, str]]:
    """Return what is offered for a reference, where this command line stands before it."""
    ctx = context()
    ctx.params["common_logbook"] = line[1] if line else None
    return complete_references(ctx, incomplete)


def app() -> typer.Typer:
    """Return an app with one command."""
    tool = typer.Typer(add_completion=False)
    tool.command()(lambda: None)
    return tool


@pytest.mark.parametrize(
    ("incomplete", "found"),
    [
        ("", [("paydn", "支付服务宕机"), ("k7f9z", "Slow: ␛[2J"), ("k7f3q", "Production database deleted")]),
        ("k7f", [("k7f9z", "Slow: ␛[2J"), ("k7f3q", "Production database deleted")]),
        ("K7F3", [("k7f3q", "Production database deleted")]),
        ("201701", [(A, "Production database deleted")]),
        ("zzz", []),
    ],
)
def test_references(
    incomplete: str, found: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest first, harmless, broken records among them; by the last part of the id, or by its date."""
    monkeypatch.chdir(make_logbook(tmp_path / "repo", "log", RECORDS).root)
    assert offered(incomplete) == found


def test_references_of_the_logbook_that_was_named(tmp_path: Path) -> None:
    """What stands before on the command line counts."""
    root = make_logbook(tmp_path / "repo", "log", RECORDS).root
    assert [name for name, _ in offered("pay", "-C", str(root))] == ["paydn"]


def test_a_title_gives_no_command_to_the_shell(tmp_path: Path) -> None:
    """What zsh evaluates is text in double quotes: no backslash undoes what Typer puts before a dollar sign."""
    title = """'a \\$(touch x) \\`touch y` "; touch z; " !! ''b'' 支付'"""
    path = f"2026/11/{C}-x.yaml"
    root = make_logbook(tmp_path / "repo", "log", {path: record_text(C, title)}).root
    for _ in range(2):
        [(name, shown)] = offered("pay", "-C", str(root))
        assert (name, shown) == ("paydn", "a (touch x) touch y ; touch z;   b 支付")
        assert run("list", cwd=root).code == 0  # from now on it comes from the index


def test_nowhere() -> None:
    """Without a logbook there is nothing to offer."""
    assert offered("") == []


def test_a_screenful_at_most(tmp_path: Path) -> None:
    """Many records do not flood the terminal."""
    ids = [f"202601{day:02}-k{tail:04}" for day in range(1, 29) for tail in range(3)]
    root = make_logbook(tmp_path / "repo", "log", {f"2026/01/{name}.yaml": record_text(name) for name in ids}).root
    assert [name for name, _ in offered("2", "-C", str(root))] == sorted(ids, reverse=True)[:OFFERED]


def test_words() -> None:
    """A closed set offers what begins so."""
    assert offer("mitigated", "resolved")("re") == ["resolved"]


def test_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    """A Tab is answered without models, YAML and templates."""
    make_logbook(tmp_path, records=RECORDS)
    story = (
        "import sys\n"
        "from pathlib import Path\n"
        "from rcalog.cli import completion\n"
        "from rcalog.logbook import discovery\n"
        "print(list(completion._references(Path.cwd(), 'k7')), discovery)\n"
        "sys.exit(len({'pydantic', 'ruamel', 'git', 'rich', 'jinja2', 'prompt_toolkit'} & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", story], cwd=tmp_path, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


STATUSES = ("ongoing", "mitigated", "resolved", "reviewed", "closed")


@pytest.mark.parametrize(
    ("incomplete", "found"),
    [
        ("sta", [f"status:{each}" for each in STATUSES]),
        ("status:", [f"status:{each}" for each in STATUSES]),
        ("status:re", ["status:resolved", "status:reviewed"]),
        ("status:ongoing,o", []),
        ("status:ongoing,mi", ["status:ongoing,mitigated"]),
        ("not:status:c", ["not:status:closed"]),
        ("not:sta", [f"not:status:{each}" for each in STATUSES]),
        ("not:n", []),
        ("no", ["not:"]),
        ("severity:sev1,u", ["severity:sev1,unrated"]),
        ("own", ["owner:ana", "owner:Li.wei", "owner:omar"]),
        ("owner:a", ["owner:ana"]),
        ("owner:l", ["owner:li.wei"]),
        ("owner:L", ["owner:Li.wei"]),
        ("service:pay", ["service:payments"]),
        ("tag:", ["tag:备份"]),
        ("o", ["owner:", "open:", "overdue:"]),
        ("si", ["since:"]),
        ("since:2026", []),
        ("zzz", []),
        ("zzz:", []),
        ("id:", []),
    ],
)
def test_filters(incomplete: str, found: list[str], logbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, and the values of those of which they are known; a value that needs quotation marks is left out."""
    monkeypatch.chdir(logbook)
    assert complete_filters(context(), incomplete) == found


DROPPED = {"because": "not needed", "by": "omar"}
ACTIONS: list[dict[str, object]] = [
    {"action": "Alert on lag", "id": "am3x7", "owner": "ana", "status": "todo", "due": "2026-12-01"},
    {"action": 'Restore "nightly"', "id": "am9zz", "owner": "Li.wei", "status": "todo", "due": "2026-11-30"},
    {"action": "Say sorry", "id": "am4x8", "owner": "omar", "status": "dropped", "dropped": DROPPED},
]


@pytest.fixture(scope="module")
def logbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A logbook of two incidents with its index, which nobody changes."""
    named = incident(A, "Disk of web12 is full", services=["payments", "api gateway"], tags=["备份"], actions=ACTIONS)
    root = logbook_of(tmp_path_factory.mktemp("tabs") / "repo", named, incident(C, "支付磁盘写满")).root
    assert run("list", cwd=root).code == 0
    return root


def context() -> typer.Context:
    """Return the context of a command line without options."""
    return typer.Context(typer.main.get_command(app()), info_name="rcalog")


LINES = [
    ("actions --owner a", ["ana"]),
    ("action add --owner=a", ["ana"]),
    ("list --columns sta", ["status", "started"]),
    ("list --columns id,status,sta", ["id,status,started"]),
    ("actions --columns wh", ["what"]),
    ("actions --sort o", ["owner"]),
    ("history --field actions.ow", ["actions.owner"]),
    ("history --field=times.mi", ["times.mitigated"]),
    ("set times.mi", ["times.mitigated=now", "times.mitigated=unknown"]),
    ("set times.mitigated=n", ["now"]),
    ("set services+=p", ["payments"]),
    ("set roles.l", ["roles.lead=ana", "roles.lead=Li.wei", "roles.lead=omar"]),
    ("set imp", ["impact=", "impact.summary=", "impact.users_affected=", "impact.lost=", "impact.announced="]),
    ("set summ", ["summary="]),
    ("set summary=a", []),
    ("set status", []),
    ("action edit am3x7 owner=o", ["omar"]),
    ("action edit am3x7 st", ["status=", "strength="]),
    ("action done a", ["am9zz", "am3x7"]),
    ("help f", ["fields", "filters", "format"]),
    ("help action d", ["done", "drop"]),
    ("help h", ["help", "history"]),
    ("new x --service p", ["payments"]),
    ("new x --lang e", ["en"]),
    ("report --lang z", ["zh"]),
    ("similar 2017", [A]),
    ("similar login 2017", [A]),
    ("show disk", ["disk-of-web12-is-full"]),
    ("show WEB", ["web12-is-full"]),
    ("show 磁盘", ["磁盘写满"]),
    ("show di", []),
    ("show isk", []),
    ("show @", ["@", "@now", "@last"]),
    ("show @n", ["@now"]),
    ("list status:", list(STATUSES)),
    ("list not:status:re", ["resolved", "reviewed"]),
    ('list "title:foo b" status:re', ["resolved", "reviewed"]),
]


@pytest.mark.parametrize(("line", "found"), LINES)
def test_what_bash_gets(line: str, found: list[str], logbook: Path) -> None:
    """At the end of a command line, in the pieces in which bash hands it over."""
    pieces = re.findall(r'"[^"]*"|[:=@]|[^\s:=@]+', f"rcalog {line}")
    asked = {COMPLETE: "complete_bash", "COMP_WORDS": "\n".join(pieces), "COMP_CWORD": str(len(pieces) - 1)}
    said = run(cwd=logbook, env=asked).out.split("\n")
    wanted = [each for each in found if each.startswith(line.rpartition(" ")[2])]  # more letters in the wrong case
    assert [each for each in said if each] == (wanted if line == "show WEB" else found)


def test_texts_of_actions(logbook: Path) -> None:
    """Shells that show more than the name show what is to be done, without what they would act on."""
    asked = {COMPLETE: "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    ran = run(cwd=logbook, env={**asked, "_TYPER_COMPLETE_ARGS": "rcalog action done a"})
    assert ran.out == "am9zz\tRestore nightly\nam3x7\tAlert on lag\n"


def test_a_logbook_in_a_folder(tmp_path: Path) -> None:
    """Its index has a name of its own, and is found by the folder."""
    text = record_text(A, "Slow", "services: [payments]")
    root = make_logbook(tmp_path / "repo", "docs/log", {f"2017/01/{A}-replica-lag.yaml": text}).root
    assert run("list", cwd=root).code == 0
    assert labelled(str(root), "service", "") == ["payments"]
    assert indexed(str(root), "lag") == [("lag", "Slow")]
    assert labelled(str(tmp_path), "service", "") == []


def test_a_real_bash(logbook: Path, tmp_path: Path) -> None:
    """What readline puts into the line is what is meant: values behind a colon, and no files of the folder."""
    env = {"PATH": f"{Path(PROGRAM).parent}:{os.environ['PATH']}", "PS1": "> ", "INPUTRC": os.devnull}
    asked = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    (script := tmp_path / "comp.sh").write_text(spawn("--show-completion", "bash", cwd=logbook, env=asked).out)
    with Terminal("bash", "--norc", "--noprofile", "-i", cwd=logbook, env=env) as terminal:
        terminal.wait_for(">")
        terminal.type(f". {script}; alias rcalog=echo" + ENTER)
        for typed, wanted in [("status:mi", "status:mitigated"), ("not:owner:an", "not:owner:ana"), ("@n", "@now")]:
            verb = "show" if typed == "@n" else "list"
            terminal.type(f"rcalog {verb} {typed}\t")
            terminal.wait_for(f"rcalog {verb} {wanted}")
            terminal.type(ENTER)
        terminal.type("rcalog list status:\t\t")
        terminal.wait_for("closed     mitigated  ongoing    resolved   reviewed")
