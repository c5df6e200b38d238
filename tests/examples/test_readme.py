"""The transcript in the README is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.helpers.git import make_repo

README = Path("README.md").absolute()
EXAMPLES = Path("examples").absolute()


def transcript() -> str:
    """Return the first console block of the README."""
    return README.read_text(encoding="utf-8").split("```console\n", 1)[1].split("```", 1)[0]


def without_hashes(text: str) -> str:
    """Return a transcript with what differs from day to day made alike: commits and the time of a commit."""
    text = re.sub(r"\b[0-9a-f]{7,10}\b(?!-)", "COMMIT", text)
    return re.sub(r"^COMMIT  .*$", "COMMIT", text, flags=re.MULTILINE)


def test_the_transcript_of_the_readme(tmp_path: Path) -> None:
    """Each command of it is typed into a new logbook, and says what stands there."""
    book = make_repo(tmp_path / "incidents")
    env = os.environ | {"TZ": "Asia/Shanghai", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    (book / "examples").symlink_to(EXAMPLES)
    subprocess.run(["rcalog", "init"], cwd=book, env=env, check=True, capture_output=True)
    said = ""
    for command in re.findall(r"^\$ (.*)$", transcript(), re.MULTILINE):
        done = subprocess.run(["sh", "-c", command], cwd=book, env=env, check=True, stdout=subprocess.PIPE, text=True)
        said += f"$ {command}\n{done.stdout}"
    assert without_hashes(transcript()) == without_hashes(said)
