"""What the shell offers within a filter and within an assignment: keys, and the values that a key takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002 (Typer reads the annotations)

from rcalog.cli.completion import known_labels, listed, root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from rcalog.model.fieldtypes import FieldType

NOT = "not:"
LABELS = ("owner", "service", "tag")


def complete_filters(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the keys that begin so, or the values that a key takes; of the only key that fits, both in one."""
    from rcalog.model.query.keyed import KEYS

    negation = NOT * (len(incomplete) - len(incomplete.removeprefix(NOT)) > 0)
    rest = incomplete.removeprefix(NOT)
    key, colon, values = rest.partition(":")
    keys = [key] if colon else [each for each in (*KEYS, *([] if negation else ["not"])) if each.startswith(rest)]
    if len(keys) == 1 and (found := _values(root_of(ctx), keys[0], values)):
        return [f"{negation}{keys[0]}:{value}" for value in found]
    return [] if colon else [f"{negation}{each}:" for each in keys]


def _values(root: Path, key: str, begun: str) -> list[str]:
    from rcalog.model.query.keyed import CHOICES
    from rcalog.model.vocabulary import Severity

    if key in LABELS:
        return listed(known_labels(root, key, begun.rpartition(",")[2]), begun)
    return listed(tuple(Severity) if key == "severity" else CHOICES.get(key, ()), begun)


def complete_fields(incomplete: str) -> list[str]:
    """Return the paths of fields that begin so, those of items without the names of the items."""
    from rcalog.model.legend import LEGEND

    return [path for path in dict.fromkeys(key.replace("[]", "") for key in LEGEND) if path.startswith(incomplete)]


def complete_assignments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the fields of a record that can be set and begin so, or the values that a field takes."""
    from rcalog.model.fieldtypes import field_type, paths
    from rcalog.services.fields import GUARDED, GUARDED_LISTS

    known = [path for path in paths() if path.partition(".")[0] not in {*GUARDED, *GUARDED_LISTS}]
    return _assigned(known, lambda path: field_type(tuple(path.split(".")), path), incomplete, root_of(ctx))


def complete_action_fields(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the fields of an action that begin so, or the values that a field takes."""
    from rcalog.model.fieldtypes import field_type

    known = list(field_type(("actions", 0), "actions").fields())
    return _assigned(known, lambda path: field_type(("actions", 0, path), path), incomplete, root_of(ctx))


def _assigned(known: Sequence[str], kind: Callable[[str], FieldType], incomplete: str, root: Path) -> list[str]:
    path, sign, begun = incomplete.partition("=")
    plain = path.rstrip("+-") if sign else path
    paths = [each for each in known if (each == plain if sign else each.startswith(plain))]
    if len(paths) > 1 or not paths:
        return [f"{each}=" for each in paths]
    found = [value for value in _taken(paths[0], kind(paths[0]), root, begun) if value.startswith(begun)]
    return [f"{path if sign else paths[0]}={value}" for value in found] or ([] if sign else [f"{paths[0]}="])


def _taken(path: str, kind: FieldType, root: Path, begun: str) -> Iterable[str]:
    """Return the values that a field takes, as far as they can be known."""
    from rcalog.model.fieldtypes import Form

    if path in ("services", "tags"):
        return known_labels(root, path.removesuffix("s"), begun)
    if path == "owner" or path.startswith("roles."):
        return known_labels(root, "owner", begun)
    return kind.words or {Form.TIME: ("now", "unknown"), Form.FLAG: ("true", "false")}.get(kind.form, ())
