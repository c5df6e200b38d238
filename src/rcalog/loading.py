"""Load the modules of this package sooner: each lies beside its package, compiled as Python left it.

Python looks through folders and endings for every module, which for the sixty of a list takes as long as its question.
Whatever is not as expected is left to Python: a module that is not compiled yet, or has changed since.
"""

from __future__ import annotations

import sys
from _frozen_importlib import ModuleSpec  # loaded with Python, unlike `importlib`
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from _imp import _fix_co_filename  # type: ignore[attr-defined]
from io import open_code
from marshal import loads
from os import stat

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

_OURS = "rcalog."
_FRONT = MAGIC_NUMBER + bytes(4)
"""How compiled modules begin that are known by time and size of their source."""


def load_sooner() -> None:
    """Load what is still to be loaded of this package in this way, unless Python keeps compiled modules elsewhere."""
    if sys.implementation.cache_tag and not sys.flags.optimize and not sys.pycache_prefix:
        sys.meta_path.insert(0, Finder)


class Finder:
    """Finds a module of this package beside the package that it is in."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG004 (Python gives it)
        """Return where a module lies; None where Python must look for it."""
        if path is None or not name.startswith(_OURS):
            return None
        folder, last = path[0], name.rpartition(".")[2]
        within = f"{folder}/{last}"
        return _spec(name, folder, last, None) or _spec(name, within, "__init__", [within])


class _Loader(SourceFileLoader):
    """Reads what Python has compiled of a module, where that is of the file as it is."""

    def __init__(self, name: str, source: str, compiled: str, mark: bytes) -> None:
        super().__init__(name, source)
        self._compiled, self._mark = compiled, mark

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code of a module."""
        try:
            with open_code(self._compiled) as file:
                raw = file.read()
        except OSError:
            raw = b""
        if raw[:16] != self._mark:
            return super().get_code(fullname)
        code: CodeType = loads(memoryview(raw)[16:])  # noqa: S302 (Python reads the same file like this)
        _fix_co_filename(code, str(self.path))
        return code


def _spec(name: str, folder: str, file: str, within: list[str] | None) -> ModuleSpec | None:
    source, compiled = f"{folder}/{file}.py", f"{folder}/__pycache__/{file}.{sys.implementation.cache_tag}.pyc"
    try:
        found = stat(source)  # noqa: PTH116 (no paths are loaded yet)
    except OSError:
        return None
    mark = _FRONT + _four(int(found.st_mtime)) + _four(found.st_size)
    spec = ModuleSpec(name, _Loader(name, source, compiled, mark), origin=source)
    spec.cached, spec.has_location, spec.submodule_search_locations = compiled, True, within
    return spec


def _four(number: int) -> bytes:
    return (number & 0xFFFFFFFF).to_bytes(4, "little")
