"""The report of an incident in Markdown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.model.times import When
from rcalog.reports.escape import markdown, prose, reference

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from rcalog.reports.view import Labels, ReportView, SayTime


class BadTemplate(RcalogError):
    """A template of the team's own cannot be used."""

    code = "bad-template"

    def __init__(self, name: str, line: int | None, reason: str) -> None:
        where = f"{name}:{line}" if line else name
        super().__init__(f"{where}: {reason}", hint="mend the template, or remove it to use the one that rcalog ships")


def render(view: ReportView, template: str, labels: Labels, say: SayTime, *, name: str = "report") -> str:
    """Return the report as Markdown.

    Raises:
        BadTemplate: when the template does not parse, or asks for what the sandbox forbids.
    """
    from jinja2 import Template, TemplateError, TemplateSyntaxError

    environment = _environment(labels, say)
    try:
        made = Template.from_code(environment, _code(template), environment.make_globals(None))
        text = made.render(report=view)
    except TemplateSyntaxError as err:
        raise BadTemplate(name, err.lineno, err.message or "does not parse") from err
    except (TemplateError, TypeError, ValueError, KeyError, ArithmeticError) as err:
        raise BadTemplate(name, None, str(err)) from err
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@lru_cache(maxsize=4)
def _code(template: str) -> CodeType:
    """Compile a template, which takes longer than to fill it in."""
    return _environment({}, str).compile(template)


def _environment(labels: Labels, say: SayTime) -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Autoescape is for HTML; here each value goes through a filter that escapes for Markdown.
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters |= {"md": markdown, "prose": prose, "ref": reference, "time": lambda when: markdown(say(when))}
    environment.globals |= {"label": lambda key, **values: _label(labels, say, key, values)}
    return environment


def _label(labels: Labels, say: SayTime, key: str, values: dict[str, object]) -> str:
    """Return a label with its values put in, each escaped; an unknown one is shown as it is asked for."""
    said = {name: say(value) if isinstance(value, When) else value for name, value in values.items()}
    return labels.get(key, key).format(**{name: markdown(value) for name, value in said.items()})
