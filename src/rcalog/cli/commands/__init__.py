"""The commands, one file each; a file is found by the name of its verb or noun (`set_.py` serves `set`)."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil


def load(verb: str | None) -> None:
    """Import the module that declares a command; all of them where `verb` names none."""
    for name in [module] if (module := module_of(verb)) else all_modules():
        importlib.import_module(f"{__name__}.{name}")


def module_of(verb: str | None) -> str | None:
    """Return the name of the module that a verb is declared in, where there is one of its name."""
    stem = (verb or "").replace("-", "_")
    names = [name for name in (stem, f"{stem}_") if name.isidentifier()]
    return next((name for name in names if importlib.util.find_spec(f"{__name__}.{name}")), None)


def all_modules() -> list[str]:
    """Return the names of all modules of commands."""
    return [module.name for module in pkgutil.iter_modules(__path__)]
