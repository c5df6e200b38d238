"""Write anew what the examples and docs/grep.md show: `python examples/rebuild.py` (rcalog on the PATH, and git)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).parent
CASE = EXAMPLES / "gitlab-2017"
GREP = EXAMPLES.parent / "docs" / "grep.md"
REF = "20170131-k7f3q"
WHO = {
    "GIT_AUTHOR_NAME": "Ana Silva",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana Silva",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
}
"""Who types the example; its record names ana."""


MORE = """
git config core.quotePath false
rcalog new 结账接口返回502，连接池耗尽 --id 20261118-q7x2m --severity sev2 --started 2026-11-18T14:05+08:00
rcalog new Rehearsal of the interview --id 20261119-tst0x --started 2026-11-19T10:00Z
git rm -q incidents/2026/11/20261119-*
git commit -q -m 'Remove the rehearsal'
"""
"""Two incidents more for the questions of docs/grep.md: one that goes on, and one that was deleted."""


def rebuild(folder: Path) -> dict[str, str]:
    """Type the GitLab case into a new logbook in `folder`, and return its files by name."""
    _type(f"sh '{CASE / 'build.sh'}' '{folder}'", folder.parent)
    record = next((folder / "incidents").glob(f"2017/01/{REF}-*.yaml"))
    files = {"record.yaml": record.read_text(encoding="utf-8")}
    for language in ("en", "zh"):
        files[f"report.{language}.md"] = _type(f"RCALOG_TZ=UTC rcalog report {REF} --lang {language}", folder)
    return files


def ask(folder: Path) -> str:
    """Return docs/grep.md with what git answers in the logbook that `rebuild` has made, and two incidents more."""
    _type(f"set -e{MORE}", folder)
    commands = re.compile(r"^\$ (.*)\n(?:(?!```).*\n)*", re.MULTILINE)
    page = GREP.read_text(encoding="utf-8")
    return commands.sub(lambda found: f"$ {found[1]}\n{_type(found[1], folder)}", page)


def _type(line: str, folder: Path) -> str:
    """Return what a command line prints."""
    env = os.environ | WHO | {"RCALOG_NO_INPUT": "1"}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=env, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for name, text in rebuild(Path(place) / "logbook").items():
            (CASE / name).write_text(text, encoding="utf-8")
            print(CASE / name)
        GREP.write_text(ask(Path(place) / "logbook"), encoding="utf-8")
        print(GREP)
