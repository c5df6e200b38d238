"""The wheel as a user gets it: built from the source distribution, used far from the source tree."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from rcalog.version import __version__
from tests.contract.source import ROOT

pytestmark = pytest.mark.wheel


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command without the variables that would show it the source tree, and return what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install_wheel(folder: Path) -> None:
    """Build the wheel, and install it in a virtual environment below a folder."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    wheel = next(folder.glob("*.whl"))
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", wheel, cwd=folder)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a virtual environment with the wheel in it, once for all workers, and return its interpreter.

    The libraries are those of the environment that runs the tests, so that nothing is fetched; a .pth file does
    not pass on the .pth file that points to src/. The folder has a space in its name, as some homes have: a script
    whose first line names its interpreter would not start there.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "a wheel 轮"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            install_wheel(folder)
            (folder / "done").touch()
    return folder / "venv" / "bin" / "python"


def test_the_source_tree_is_not_in_sight(python: Path, tmp_path: Path) -> None:
    """The program is imported from the wheel."""
    found = run(python, "-c", "import rcalog; print(rcalog.__file__)", cwd=tmp_path).strip()

    assert Path(found).is_relative_to(python.parents[1])


@pytest.mark.parametrize("name", ["rcalog", "git-rcalog"])
def test_the_commands_run(python: Path, tmp_path: Path, name: str) -> None:
    """Both console scripts are installed and answer."""
    assert run(python.with_name(name), "--version", cwd=tmp_path) == f"rcalog {__version__}\n"


def test_a_help_topic_comes_from_the_wheel(python: Path, tmp_path: Path) -> None:
    """The program finds its templates where the wheel has put them."""
    found = run(python.with_name("rcalog"), "help", "exit-codes", cwd=tmp_path)

    assert found.split() == (ROOT / "templates" / "help" / "exit-codes.md").read_text(encoding="utf-8").split()


def test_every_module_is_in_the_wheel(python: Path, tmp_path: Path) -> None:
    """Each module of src/ can be imported from the wheel."""
    files = [path.relative_to(ROOT / "src") for path in (ROOT / "src").rglob("*.py")]
    names = sorted(path.with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__") for path in files)

    run(python, "-c", f"import importlib\nfor name in {names}: importlib.import_module(name)", cwd=tmp_path)


def test_every_template_is_in_the_wheel(python: Path, tmp_path: Path) -> None:
    """The templates of the top-level folder arrive beside the modules, byte for byte."""
    found = Path(run(python, "-c", "import rcalog; print(rcalog.__path__[0])", cwd=tmp_path).strip()) / "templates"

    shipped = {path.relative_to(found): path.read_bytes() for path in found.rglob("*") if path.is_file()}
    kept = ROOT / "templates"
    assert shipped == {path.relative_to(kept): path.read_bytes() for path in kept.rglob("*") if path.is_file()}


def test_no_test_or_document_is_in_the_wheel(python: Path, tmp_path: Path) -> None:
    """The wheel installs one package and nothing beside it."""
    code = "import importlib.metadata as m; print(*{str(f).split('/')[0] for f in m.files('rcalog')}, sep='\\n')"

    tops = {name for name in run(python, "-c", code, cwd=tmp_path).split() if not name.endswith(".dist-info")}
    assert tops - {".."} == {"rcalog"}
