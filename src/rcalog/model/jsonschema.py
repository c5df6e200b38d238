"""The JSON Schema of a record (draft 7), for editors and other tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from rcalog.model.incident import Incident
from rcalog.model.judging import model_of
from rcalog.model.legend import LEGEND

Node = dict[str, object]
DRAFT = "http://json-schema.org/draft-07/schema#"


def incident_schema() -> Node:
    """Return the schema of `rcalog/v1`; unknown keys are allowed, because they survive."""
    schema = cast("Node", _draft7(model_of(Incident).model_json_schema(by_alias=True)))
    definitions = cast("dict[str, Node]", schema["definitions"])
    for path, owner, key in keys():
        _properties(schema if owner == "Incident" else definitions[owner])[key]["description"] = LEGEND[path][0]
    for owner in ("Leg", "Cause"):
        causes = _properties(definitions[owner])["because"]
        causes["items"] = {"anyOf": [{"type": "string", "minLength": 1}, causes["items"]]}
    return {"$schema": DRAFT, **schema, "title": "rcalog incident"}


def keys() -> Iterator[tuple[str, str, str]]:
    """Yield every key of the format: its path in the legend's form, the model that has it, its name."""
    schema = cast("Node", _draft7(model_of(Incident).model_json_schema(by_alias=True)))
    definitions = cast("dict[str, Node]", schema["definitions"])
    yield from _keys(schema, "Incident", "", definitions, ())


def _keys(
    node: Node, owner: str, prefix: str, definitions: dict[str, Node], above: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    for key, value in _properties(node).items():
        path = f"{prefix}.{key}" if prefix else key
        yield path, owner, key
        many = "items" in value
        target = _target(cast("Node", value["items"]) if many else value)
        if target and target not in above and "properties" in definitions[target]:
            below = f"{path}[]" if many else path
            yield from _keys(definitions[target], target, below, definitions, (*above, target))


def _target(node: Node) -> str | None:
    """Return the name of the definition that a property refers to, if it does."""
    reference = cast("str | None", node.get("$ref"))
    for part in cast("list[Node]", node.get("allOf", node.get("anyOf", []))):
        reference = reference or cast("str | None", part.get("$ref"))
    return reference.rsplit("/", 1)[-1] if reference else None


def _properties(node: Node) -> dict[str, Node]:
    return cast("dict[str, Node]", node["properties"])


def _draft7(node: object) -> object:
    """Return the node in draft 7: no null alternatives, no generated titles, references without neighbours."""
    if isinstance(node, list):
        return [_draft7(item) for item in node]
    if not isinstance(node, dict):
        return node.replace("#/$defs/", "#/definitions/") if isinstance(node, str) else node
    found = {_name(key): _draft7(value) for key, value in node.items() if not _dropped(key, value)}
    choices = [choice for choice in cast("list[object]", found.get("anyOf", [])) if choice != {"type": "null"}]
    if len(choices) == 1:
        del found["anyOf"]
        found |= cast("Node", choices[0])
    elif choices:
        found["anyOf"] = choices
    return {"allOf": [{"$ref": found.pop("$ref")}], **found} if "$ref" in found and len(found) > 1 else found


def _name(key: str) -> str:
    return "definitions" if key == "$defs" else key


def _dropped(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], ()))
