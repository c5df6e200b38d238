"""Write what the examples show anew: `python examples/rebuild.py` (needs rcalog on the PATH, and git)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).parent
CASE = EXAMPLES / "gitlab-2017"
REF = "20170131-k7f3q"
WHO = {
    "GIT_AUTHOR_NAME": "Ana Silva",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana Silva",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
}
"""Who types the example; its record names ana."""


def rebuild(folder: Path) -> dict[str, str]:
    """Type the GitLab case into a new logbook in `folder`, and return its files by name."""
    env = os.environ | WHO | {"RCALOG_NO_INPUT": "1"}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    subprocess.run(["sh", str(CASE / "build.sh"), str(folder)], env=env, check=True, stdout=subprocess.PIPE)
    record = next((folder / "incidents").glob(f"2017/01/{REF}-*.yaml"))
    files = {"record.yaml": record.read_text(encoding="utf-8")}
    for language in ("en", "zh"):
        command = ["rcalog", "report", REF, "--lang", language]
        done = subprocess.run(command, cwd=folder, env=env | {"RCALOG_TZ": "UTC"}, check=True, stdout=subprocess.PIPE)
        files[f"report.{language}.md"] = done.stdout.decode()
    return files


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for name, text in rebuild(Path(place) / "logbook").items():
            (CASE / name).write_text(text, encoding="utf-8")
            print(CASE / name)
