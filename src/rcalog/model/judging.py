"""The Pydantic models of what is declared: they judge what may be wrong, and say everything that is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from rcalog.model.declared import Declared, FieldInfo, Limits, Misfit, hints

D = TypeVar("D", bound=Declared)


class _Judge(BaseModel):
    """What all models have in common: they take keys that nobody knows."""

    model_config = ConfigDict(extra="allow", frozen=True, validate_by_name=True, validate_by_alias=True)


def judged(kind: type[D], data: object) -> D:
    """Return what data says.

    Raises:
        Misfit: with everything that is wrong.
    """
    try:
        return cast("D", _taken(model_of(kind).model_validate(_bare(data))))
    except ValidationError as err:
        raise Misfit(err.errors(include_url=False)) from err


@cache
def model_of(kind: type[Declared]) -> type[BaseModel]:
    """Return the Pydantic model of what is declared."""
    fields: dict[str, Any] = {name: _field(kind, hints(kind)[name], info) for name, info in kind.model_fields.items()}
    model = create_model(kind.__name__, __base__=_Judge, __doc__=kind.__doc__, __module__=kind.__module__, **fields)
    model.model_rebuild(_types_namespace={kind.__name__: model})
    KINDS[model] = kind
    return model


KINDS: dict[type[BaseModel], type[Declared]] = {}
"""What each model was made of."""


def _field(kind: type[Declared], hint: object, info: FieldInfo) -> tuple[object, object]:
    hint = _translated(hint, kind)
    if info.before:
        hint = Annotated[hint, BeforeValidator(info.before)]
    if info.is_required():
        return hint, Field(alias=info.alias)
    if info.factory:
        return hint, Field(default_factory=info.factory, alias=info.alias)
    default = model_of(type(info.default))() if isinstance(info.default, Declared) else info.default
    return hint, Field(default=default, alias=info.alias)


def _translated(hint: Any, within: type[Declared]) -> Any:  # noqa: ANN401 (annotations are anything)
    """Return an annotation in which the models stand in the place of what is declared."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        limits: Limits = inside[1]
        return Annotated[inside[0], Field(**limits.given)]
    if origin in (Union, UnionType):
        return Union[tuple(_translated(each, within) for each in inside)]  # noqa: UP007 (made at run time)
    if origin is tuple:
        return tuple[_translated(inside[0], within), ...]  # type: ignore[misc] # made at run time
    if origin is dict:
        return dict[_translated(inside[0], within), _translated(inside[1], within)]  # type: ignore[misc]
    if isinstance(hint, type) and issubclass(hint, Declared):
        return hint.__name__ if hint is within else model_of(hint)
    return hint


def _taken(found: object) -> object:
    """Return what was declared in the place of the models."""
    if isinstance(found, BaseModel):
        own = {name: _taken(value) for name, value in vars(found).items() if name in found.model_fields_set}
        return KINDS[type(found)].model_construct(own, dict(found.model_extra or {}))
    if isinstance(found, tuple):
        return tuple(map(_taken, found))
    if isinstance(found, dict):
        return {key: _taken(value) for key, value in found.items()}
    return found


def _bare(data: object) -> object:
    """Return data in which nothing is declared any more."""
    if isinstance(data, Declared):
        fields = type(data).model_fields
        own = {fields[name].alias or name: _bare(getattr(data, name)) for name in data.model_fields_set}
        return own | data.model_extra
    if isinstance(data, Mapping):
        return {key: _bare(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        found = [_bare(value) for value in data]
        return found if isinstance(data, list) else tuple(found)
    return data
