"""Packages whose names are loaded when somebody first uses them."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def found_in(package: str, places: Mapping[str, Sequence[str]], name: str) -> object:
    """Return what a package calls so, out of the module that has it, for the `__getattr__` of the package.

    Raises:
        AttributeError: where none of its modules does.
    """
    module = next((module for module, names in places.items() if name in names), None)
    if module is None:
        raise AttributeError(name)
    return getattr(__import__(f"{package}.{module}", fromlist=[name]), name)  # `importlib` loads more than is needed
