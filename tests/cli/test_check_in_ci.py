"""`rcalog check` in CI: only what changed, and in the form that a service shows beside the lines."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.contract.source import ROOT
from tests.helpers.cli import PROGRAM, Ran
from tests.helpers.desk import Desk
from tests.helpers.logbooks import record_text

OLD = "incidents/2026/11/20261101-aaaaa-old.yaml"
NEW = "incidents/2026/11/20261102-bbbbb-new.yaml"


def bad(name: str) -> str:
    """Return a record with a wrong word in it."""
    return record_text(name).replace("sev2", "P1")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk where the branch work left main, which has a bad record, and both went on."""
    desk = Desk(tmp_path, {OLD: bad("20261101-aaaaa")})
    desk.git("branch -M main")
    desk.git("checkout -q -b work")
    return desk


def checked(ran: Ran) -> tuple[int, list[str]]:
    """Return how a check ended, and which files it looked at and found something in."""
    data = ran.json["data"]
    return data["files"], [each["path"] for each in data["items"]]


def test_only_what_changed(desk: Desk) -> None:
    """Since the branch left main: committed, staged or not even known to git; what main did meanwhile is not ours."""
    assert checked(desk("check --since main --json")) == (0, [])
    desk.write(bad("20261102-bbbbb"), NEW)
    assert checked(desk("check --since main --json")) == (1, [NEW])
    desk.git(f"add {NEW}")
    desk.git("commit -q -m new")
    desk.git("checkout -q main")
    desk.write(record_text("20261101-aaaaa"), OLD)
    desk.git("commit -q -a -m mended")
    desk.git("checkout -q work")
    assert checked(desk("check --since main --json")) == (1, [NEW])
    assert checked(desk("check --since HEAD --json")) == (0, [])
    desk.write(bad("20261101-aaaaa") + "x_a: b\n", OLD)
    assert checked(desk("check --since HEAD --format json")) == (1, [OLD])
    assert checked(desk("check --since main --json incidents/2026")) == (2, [OLD, NEW])
    assert desk(f"check --since HEAD {NEW}").out == "0 records: 0 errors, 0 warnings, 0 hints\n"


def test_a_revision_that_is_none(desk: Desk) -> None:
    """It is named; an option is no revision."""
    for name in ("nowhere", "--all"):
        ran = desk(f"check --since={name}")
        assert (ran.code, ran.out, ran.err.splitlines()[0]) == (
            1,
            "",
            f"error: {name!r} names no commit in this repository",
        )


def test_for_github(desk: Desk) -> None:
    """Commands of a workflow alone on stdout, paths from the top of the repository, the exit code as ever."""
    ran = desk("check --format github", below="incidents")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        f"::error file={OLD},line=6,col=11,title=F202::severity cannot be P1%0A"
        "hint: one of sev1, sev2, sev3, sev4, sev5, unrated\n"
    )


def test_sarif(desk: Desk) -> None:
    """One document, whatever is found."""
    ran = desk("check --format sarif")
    (run,) = json.loads(ran.out)["runs"]
    assert (ran.code, [each["ruleId"] for each in run["results"]]) == (1, ["F202"])
    assert desk("check --format sarif --since HEAD").code == 0


def test_nothing_could_be_looked_at(desk: Desk) -> None:
    """A policy that cannot be read is no empty list of findings: the document says that the check failed, and where."""
    desk.write("[bad\n", ".rcalog/config.toml")
    ran = desk("check --format sarif")
    (run,) = json.loads(ran.out)["runs"]
    (invocation,) = run["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    place = told["locations"][0]["physicalLocation"]
    assert (ran.code, run["results"], invocation["executionSuccessful"]) == (1, [], False)
    assert (told["descriptor"]["id"], place["artifactLocation"]["uri"]) == (
        "bad-config",
        (desk.root / ".rcalog/config.toml").as_uri(),
    )
    assert desk("check --format github").out.startswith("::error file=")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("--format xml", "'xml' is not a format here"),
        ("--format sarif --questions", "--questions and --format sarif do not go together"),
    ],
)
def test_a_form_that_is_none(desk: Desk, line: str, told: str) -> None:
    """It is refused before anything is read."""
    ran = desk(f"check {line}")
    assert (ran.code, ran.out, told in ran.err) == (2, "", True), ran.err


def examples(heading: str) -> list[str]:
    """Return the blocks of code in a part of the page on CI."""
    part = (ROOT / "docs/ci.md").read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```(?:yaml|sh)\n(.*?)```", part, re.DOTALL)


def ended(lines: list[str], folder: Path, **env: str) -> tuple[int, str]:
    """Run the lines of a script as a service would, all but the installation, and return how it ended."""
    script = "\n".join(["set -e", *(line for line in lines if not line.startswith("pip "))])
    path = f"{Path(PROGRAM).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env={**os.environ, **env, "PATH": path}, capture_output=True, check=False
    )
    return done.returncode, done.stdout.decode()


@pytest.fixture
def clone(desk: Desk, tmp_path: Path) -> Path:
    """Return a clone that a service made of the branch, in which one record is bad."""
    desk.write(bad("20261102-bbbbb"), NEW)
    desk.git(f"add {NEW}")
    desk.git("commit -q -m new")
    desk.git(f"clone -q . '{tmp_path / 'clone'}'")
    return tmp_path / "clone"


def test_the_workflow_for_github(clone: Path) -> None:
    """Copied as it stands, a pull request shows what it changes, and a push what there is."""
    (text,) = examples("GitHub")
    steps = {each.get("name"): each for each in yaml.safe_load(text)["jobs"]["check"]["steps"]}
    ran = ended([steps["what this pull request changes"]["run"]], clone, GITHUB_BASE_REF="main")
    assert (ran[0], ran[1].partition(",")[0], ran[1].count("::error")) == (1, f"::error file={NEW}", 1)
    assert ended([steps["all records"]["run"]], clone) == (1, "")
    assert len(json.loads((clone / "rcalog.sarif").read_text())["runs"][0]["results"]) == 2


def test_the_job_for_gitlab(clone: Path) -> None:
    """Copied as it stands: of a merge request what it changes, of the branch all, and SARIF to keep."""
    (text,) = examples("GitLab")
    script = yaml.safe_load(text)["rcalog"]["script"]
    base = subprocess.run(["git", "rev-parse", "origin/main"], cwd=clone, capture_output=True, text=True, check=True)
    code, out = ended(script, clone, CI_MERGE_REQUEST_DIFF_BASE_SHA=base.stdout.strip())
    assert (code, out.splitlines()[-1]) == (1, "1 record: 1 error, 0 warnings, 0 hints")
    assert ended(script, clone)[1].splitlines()[-1] == "2 records: 2 errors, 0 warnings, 0 hints"
    assert (clone / "rcalog.sarif").stat().st_size > 0


def test_the_hook(desk: Desk) -> None:
    """Copied as it stands, git refuses a bad record and takes a good one; pre-commit's example names our hook."""
    config, script = examples("Before each commit")
    (ours,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert yaml.safe_load(config)["repos"][0]["hooks"] == [{"id": ours["id"]}]
    hook = desk.root / ".git/hooks/pre-commit"
    hook.write_text(script)
    hook.chmod(0o755)
    desk.write(bad("20261102-bbbbb"), NEW)
    commit = ["git add --all", "git commit -q -m x >&2"]
    assert ended(commit, desk.root)[0] == 1
    desk.write(record_text("20261102-bbbbb"), NEW)
    assert ended(commit, desk.root)[0] == 0
